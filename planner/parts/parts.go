// Package parts is the lists of a plan as a program works with them: sites,
// halls, racks and so on, each element by its id, which is the names that lead to
// it in the plan.
package parts

import (
	"errors"
	"iter"
	"net/url"
	"strings"

	"buildout/planner"
)

// Plant stands for a hall in the ids of the stages of a site's plant.
const Plant = planner.PlantHall

// Collection is a list of a plan, or the lists of one kind all over it. T is an
// element with its id and the names of what holds it, in JSON at one level.
//
// What changes a plan does so whole or not at all, and wants a plan whose lists
// are its own (planner.Clone). It checks ids and holders alone: planner.Validate
// says what else is wrong, such as a name that is still used elsewhere.
type Collection[T any] struct {
	Name string   // in addresses, such as racks
	Keys []string // keys of T's JSON whose values, joined by slashes, are the id

	rows rows[T]
}

// rows is what a collection does, whatever the type of its elements in the plan.
type rows[T any] interface {
	all(*planner.Plan) iter.Seq[T]
	id(T) string
	find(plan *planner.Plan, id string) (element T, path string, ok bool)
	add(*planner.Plan, []T) (paths []string, faults []planner.Fault)
	put(plan *planner.Plan, ids []string, elements []T) (paths []string, faults []planner.Fault)
	remove(plan *planner.Plan, ids []string) []planner.Fault
}

// All lists the elements in the order of the plan, each made as it is asked for.
// They share their own lists with the plan.
func (c *Collection[T]) All(plan *planner.Plan) iter.Seq[T] { return c.rows.all(plan) }

// IDOf returns the id of an element by its names; empty for an actual without a
// number.
func (c *Collection[T]) IDOf(element T) string { return c.rows.id(element) }

// Find returns the element with an id, and its path in the plan, such as
// sites[0].feeds[1]; ok is false where there is none.
func (c *Collection[T]) Find(plan *planner.Plan, id string) (element T, path string, ok bool) {
	return c.rows.find(plan, id)
}

// Add puts an element at the end of its list, a ceiling in the order of years,
// and returns its path. The error is *planner.Invalid at keys of the element: a
// site, phase or hall that is not there, names that are taken, an id that is not
// that of the names.
func (c *Collection[T]) Add(plan *planner.Plan, element T) (path string, err error) {
	return single(c.rows.add(plan, []T{element}))
}

// AddAll adds many elements. Faults are at the place of the element in the list,
// such as [2].site.
func (c *Collection[T]) AddAll(plan *planner.Plan, elements []T) (paths []string, err error) {
	paths, faults := c.rows.add(plan, elements)
	return paths, invalid(faults)
}

// Put puts an element in place of the one with an id, at its place in the list,
// or at the end of another list where the element names another holder. Names may
// change; the id that the element gives may be the one it had. Errors are those
// of Add, and one at id where there is no such element.
func (c *Collection[T]) Put(plan *planner.Plan, id string, element T) (path string, err error) {
	return single(c.rows.put(plan, []string{id}, []T{element}))
}

// PutAll puts many elements, each in place of the one with the id at the same
// place of ids. They may trade names. Faults are told as those of AddAll.
func (c *Collection[T]) PutAll(plan *planner.Plan, ids []string, elements []T) (paths []string, err error) {
	paths, faults := c.rows.put(plan, ids, elements)
	return paths, invalid(faults)
}

// Remove takes the element with an id out. It reports whether there was one.
// Actuals are numbered by their place: those after it move up.
func (c *Collection[T]) Remove(plan *planner.Plan, id string) bool {
	return len(c.rows.remove(plan, []string{id})) == 0
}

// RemoveAll takes many elements out. The error is *planner.Invalid at ids that no
// element has or that stand twice, such as [2].id.
func (c *Collection[T]) RemoveAll(plan *planner.Plan, ids []string) error {
	return invalid(c.rows.remove(plan, ids))
}

func invalid(faults []planner.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	return &planner.Invalid{Faults: faults}
}

// single makes of what was said of a list of one element what is said of it.
func single(paths []string, faults []planner.Fault) (string, error) {
	if len(faults) == 0 {
		return paths[0], nil
	}
	for i := range faults {
		faults[i].Path = strings.TrimPrefix(faults[i].Path, "[0].")
	}
	return "", invalid(faults)
}

// ID joins names to an id; a slash in a name becomes %2F, a percent sign %25.
func ID(names ...string) string {
	var id strings.Builder
	for i, name := range names {
		if i > 0 {
			id.WriteByte('/')
		}
		id.WriteString(planner.PathName(name))
	}
	return id.String()
}

// Names splits an id into names. It reports whether it is one.
func Names(id string) (names []string, ok bool) {
	for part := range strings.SplitSeq(id, "/") {
		name, err := unescaped(part)
		if err != nil {
			return nil, false
		}
		names = append(names, name)
	}
	return names, true
}

func unescaped(part string) (string, error) {
	name, err := url.PathUnescape(part)
	if err == nil && name == "" {
		err = errors.New("an empty name")
	}
	return name, err
}
