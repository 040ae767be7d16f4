package parts

import (
	"iter"
	"strings"

	"buildout/planner"
)

// kind is a collection by the types of its elements: T with its id and its
// holders, E as the plan has it.
type kind[T, E any] struct {
	keys  []string // of T that make up an id
	lead  int      // how many of them name what holds the element
	lists lists[E]
	own   func(e *E, index int) string // the rest of the id
	open  func(*T) view[E]
	order func(a, b E) int // that a list keeps; nil for that in which elements were added
}

// view is where the parts of an element are; nil are those that it has not.
type view[E any] struct {
	id                *string
	site, phase, hall *string // what holds it
	number            *int    // its place, from 1, where names do not tell elements apart
	e                 *E
}

// collection completes a kind from the types of its elements.
func collection[T, E any](name string, keys []string, k kind[T, E]) Collection[T] {
	v := k.open(new(T))
	if k.keys = keys; v.site != nil {
		k.lead++
	}
	if v.hall != nil {
		k.lead++
	}
	return Collection[T]{name, keys, k}
}

// in returns the names of what holds an element.
func (v view[E]) in() (in place) {
	if v.site != nil {
		in.site = *v.site
	}
	if v.phase != nil {
		in.phase = *v.phase
	}
	if v.hall != nil {
		in.hall = *v.hall
	}
	return in
}

// fill makes an element of one of the plan.
func (k kind[T, E]) fill(v view[E], prefix string, in *place, e *E, i int) {
	*v.id, *v.e = prefix+k.own(e, i), *e
	switch {
	case v.phase != nil:
		*v.phase = in.phase
	case v.hall != nil:
		*v.hall = in.hall
	case v.number != nil:
		*v.number = i + 1
	}
	if v.site != nil {
		*v.site = in.site
	}
}

// prefix returns how the ids of a list's elements begin.
func (k kind[T, E]) prefix(in *place) string {
	switch k.lead {
	case 1:
		return planner.PathName(in.site) + "/"
	case 2:
		return planner.PathName(in.site) + "/" + planner.PathName(in.hall) + "/"
	}
	return ""
}

func (k kind[T, E]) all(plan *planner.Plan) iter.Seq[T] {
	return func(yield func(T) bool) {
		var element T
		v := k.open(&element)
		for in, list := range k.lists(plan) {
			prefix := k.prefix(&in)
			for i := range *list {
				k.fill(v, prefix, &in, &(*list)[i], i)
				if !yield(element) {
					return
				}
			}
		}
	}
}

func (k kind[T, E]) id(element T) string {
	v := k.open(&element)
	if v.number == nil {
		in := v.in()
		return k.prefix(&in) + k.own(v.e, 0)
	}
	if *v.number < 1 {
		return ""
	}
	return k.own(v.e, *v.number-1)
}

func (k kind[T, E]) find(plan *planner.Plan, id string) (element T, path string, ok bool) {
	at, ok := k.scan(plan)(canonical(id))
	if !ok {
		return element, "", false
	}
	k.fill(k.open(&element), k.prefix(&at.in), &at.in, &(*at.list)[at.index], at.index)
	return element, at.in.path(at.index), true
}

// canonical writes an id as ID does.
func canonical(id string) string {
	if !strings.Contains(id, "%") {
		return id
	}
	names, ok := Names(id)
	if !ok {
		return ""
	}
	return ID(names...)
}

// spot is the place of an element.
type spot[E any] struct {
	in    place
	list  *[]E
	index int
}

// seek finds the first element with an id.
type seek[E any] func(id string) (spot[E], bool)

// scan looks through the elements for every id anew.
func (k kind[T, E]) scan(plan *planner.Plan) seek[E] {
	return func(id string) (spot[E], bool) {
		for in, list := range k.lists(plan) {
			own, within := strings.CutPrefix(id, k.prefix(&in))
			if !within {
				continue
			}
			for i := range *list {
				if k.own(&(*list)[i], i) == own {
					return spot[E]{in, list, i}, true
				}
			}
		}
		return spot[E]{}, false
	}
}

// index looks through the elements once for every id, those of the lists alone
// whose ids begin as an id that is sought.
func (k kind[T, E]) index(plan *planner.Plan) seek[E] {
	byPrefix := map[string][]spot[E]{}
	for in, list := range k.lists(plan) {
		prefix := k.prefix(&in)
		byPrefix[prefix] = append(byPrefix[prefix], spot[E]{in: in, list: list})
	}
	indexes := map[string]map[string]listed{}
	return func(id string) (at spot[E], ok bool) {
		prefix, own := k.cut(id)
		known, ok := indexes[prefix]
		if !ok {
			known = k.indexOf(byPrefix[prefix])
			indexes[prefix] = known
		}
		found, ok := known[own]
		if ok {
			at = byPrefix[prefix][found.list]
			at.index = int(found.index)
		}
		return at, ok
	}
}

// listed is a place in one of several lists.
type listed struct{ list, index int32 }

func (k kind[T, E]) indexOf(lists []spot[E]) map[string]listed {
	size := 0
	for _, at := range lists {
		size += len(*at.list)
	}
	known := make(map[string]listed, size)
	for l, at := range lists {
		for i := range *at.list {
			own := k.own(&(*at.list)[i], i)
			if _, twice := known[own]; !twice {
				known[own] = listed{int32(l), int32(i)}
			}
		}
	}
	return known
}

// cut parts an id where the names of holders end.
func (k kind[T, E]) cut(id string) (prefix, own string) {
	at := 0
	for range k.lead {
		at += strings.IndexByte(id[at:], '/') + 1
	}
	return id[:at], id[at:]
}

// seeker returns the quicker way to find so many elements.
func (k kind[T, E]) seeker(plan *planner.Plan, count int) seek[E] {
	if count <= scanned {
		return k.scan(plan)
	}
	return k.index(plan)
}

// scanned is for how many elements looking through a list for each is quicker
// than to index it.
const scanned = 3
