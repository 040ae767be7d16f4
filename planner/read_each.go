package planner

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// EachPath returns the paths that a path of Change stands for in which * takes
// the place of a name: that of every element of a list, such as
// sites/*/halls/*/ups/arrangement. Elements that have no such value are passed
// over. A path without * stands for itself, whatever is there. The error is
// *Invalid where no element has one, or there are more than most paths.
func EachPath(plan Plan, ref Reference, path string, most int) ([]string, error) {
	raw := strings.Split(path, "/")
	if !slices.Contains(raw, "*") {
		return []string{path}, nil
	}
	c := readerOf(plan, ref, path)
	paths := c.each(raw, most)
	switch {
	case len(paths) > most:
		c.faults = nil
		c.fault(path, "* stands for more than %d paths here; name some", most)
	case len(paths) > 0:
		return paths, nil
	case len(c.faults) == 0:
		c.fault("*", "the list is empty")
	}
	return nil, &Invalid{c.faults[:1]}
}

// each puts the names of elements in place of the first * and goes on to the
// next. It returns as many paths as are asked for and one more.
func (c *changer) each(raw []string, most int) (paths []string) {
	at := slices.Index(raw, "*")
	c.change.Path = strings.Join(raw, "/")
	if at < 0 {
		if _, ok := c.read(); !ok {
			return nil
		}
		return []string{c.change.Path}
	}
	for _, name := range c.names(raw[:at]) {
		next := slices.Clone(raw)
		next[at] = PathName(name)
		if paths = append(paths, c.each(next, most)...); len(paths) > most {
			break
		}
	}
	return paths
}

// names lists what the elements of the list at a path are called.
func (c *changer) names(raw []string) (names []string) {
	c.change.Path = strings.Join(raw, "/")
	parts, ok := c.parts()
	if !ok {
		return nil
	}
	at, ok := c.walk(parts)
	if !ok {
		return nil
	}
	list := at.value
	if list.Kind() != reflect.Slice {
		c.fault("*", "* stands for each element of a list; %s is none", raw[len(raw)-1])
		return nil
	}
	if key, named := nameField(list.Type().Elem()); named {
		return namesOf(list, key)
	}
	for i := range list.Len() {
		names = append(names, strconv.Itoa(i))
	}
	return names
}
