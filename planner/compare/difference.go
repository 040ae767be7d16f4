// Package compare says how plans differ.
package compare

import (
	"reflect"
	"strconv"

	"buildout/planner"
)

// Kind is in what a difference consists.
type Kind string

// The kinds of differences. What holds many values, such as a rack, is added or
// removed whole.
const (
	Changed Kind = "changed" // a value, one of which may be none
	Added   Kind = "added"
	Removed Kind = "removed"
	Moved   Kind = "moved" // the order of a list, or a hall to another phase
)

// Difference is what two plans do not share: a path by names in the grammar of
// planner.Change, and the value in each as text; empty where one has none.
type Difference struct {
	Path string `json:"path" doc:"Path by names, such as sites/ansan/halls/DH-1/ups/modules"`
	Kind Kind   `json:"kind" enum:"changed,added,removed,moved" doc:"A value that is changed, an element that is added or removed, or a list in another order"`
	Was  string `json:"was" doc:"Value as text, beginning of the JSON of an element, or names in the order of a list; empty where there is none"`
	Is   string `json:"is" doc:"The same in the other plan"`
}

// Differences lists in what two plans differ, in the order of the plan; at most
// limit of it, and how much there is in all. Differences of is and was are as
// many as those of was and is.
//
// Elements of lists are matched by their names, kinds or codes, ceilings by
// their years, exchange rates by currency and month, all others by their place.
// An element renamed is one removed and one added. What only one plan has is one
// difference, whatever it holds; its text is the beginning of its JSON. A list
// whose common elements stand in another order is one difference at its path,
// with their names from the first to the last that moved. A hall that another
// phase builds is one at phase below its path.
//
// Values of changed differences are those of planner.Change: made to was by
// planner.Apply in their order, the values in is give is, as far as no element
// is added, removed or moved. A change of arrangement gives a stage other
// modules; where their number did not change, it must be set again. Texts of a
// list are joined by commas; one that has a comma itself cannot be set so.
func Differences(was, is planner.Plan, limit int) (list []Difference, count int) {
	c := comparison{limit: limit}
	c.structure(nil, planShape, reflect.ValueOf(&was).Elem(), reflect.ValueOf(&is).Elem())
	return c.list, c.count
}

// comparison collects the differences of two plans.
type comparison struct {
	list  []Difference
	count int
	limit int
}

// step is a part of a path with those before it.
type step struct {
	up   *step
	name string
}

func (s *step) below(name string) *step { return &step{s, name} }

func (s *step) String() string {
	if s.up == nil {
		return planner.PathName(s.name)
	}
	return s.up.String() + "/" + planner.PathName(s.name)
}

// add counts a difference, whose texts are worked out where it is listed.
func (c *comparison) add(at *step, kind Kind, texts func() (was, is string)) {
	c.count++
	if len(c.list) < c.limit {
		was, is := texts()
		c.list = append(c.list, Difference{at.String(), kind, was, is})
	}
}

// value compares values that are told by their texts.
func (c *comparison) value(at *step, was, is string) {
	if was != is {
		c.add(at, Changed, func() (string, string) { return was, is })
	}
}

// only is the difference of what one of two plans has.
func (c *comparison) only(at *step, was, is reflect.Value) {
	if was.IsValid() {
		c.add(at, Removed, func() (string, string) { return elementText(was), "" })
	} else {
		c.add(at, Added, func() (string, string) { return "", elementText(is) })
	}
}

// structure compares structures of a type, field by field.
func (c *comparison) structure(at *step, s *shape, was, is reflect.Value) {
	for i := range s.fields {
		f := &s.fields[i]
		a, b := was.FieldByIndex(f.index), is.FieldByIndex(f.index)
		switch f.kind {
		case single:
			if !a.Equal(b) {
				c.add(at.below(f.name), Changed, func() (string, string) { return f.text(a), f.text(b) })
			}
		case texts:
			if !sameTexts(a, b) {
				c.add(at.below(f.name), Changed, func() (string, string) { return joined(a), joined(b) })
			}
		case inner:
			c.structure(at.below(f.name), f.of, a, b)
		case pointer:
			switch {
			case a.IsNil() && b.IsNil():
			case a.IsNil() || b.IsNil():
				c.only(at.below(f.name), a.Elem(), b.Elem())
			default:
				c.structure(at.below(f.name), f.of, a.Elem(), b.Elem())
			}
		case elements:
			c.elements(at, f, a, b)
		case values:
			c.values(at.below(f.name), a.Interface().([]planner.ValueOverride), b.Interface().([]planner.ValueOverride))
		}
	}
	if s.hall != nil {
		c.halls(at, s.hall, was.Addr().Interface().(*planner.Site), is.Addr().Interface().(*planner.Site))
	}
}

// elements compares the elements of two lists of structures.
func (c *comparison) elements(at *step, f *field, was, is reflect.Value) {
	list := at.below(f.name)
	above := list
	if f.flat {
		above = at
	}
	if f.key == nil {
		for i := range max(was.Len(), is.Len()) {
			c.element(above, strconv.Itoa(i), f, elementAt(was, i), elementAt(is, i))
		}
		return
	}
	seconds := match(was.Len(), is.Len(), f.keys(was), f.keys(is), func(i, j int) {
		name := f.names(was, i)
		if i < 0 {
			name = f.names(is, j)
		}
		c.element(above, name, f, elementAt(was, i), elementAt(is, j))
	})
	c.moved(list, seconds, f.keys(is))
}

// elementAt returns an element of a list; none where it has no such one.
func elementAt(list reflect.Value, i int) reflect.Value {
	if i < 0 || i >= list.Len() {
		return reflect.Value{}
	}
	return list.Index(i)
}

// element compares elements that stand for each other, of which one may be none.
func (c *comparison) element(above *step, name string, f *field, was, is reflect.Value) {
	at := step{above, name}
	switch {
	case f.value != nil:
		c.value(&at, valueText(was, f.value), valueText(is, f.value))
	case !was.IsValid() || !is.IsValid():
		c.only(&at, was, is)
	default:
		c.structure(&at, f.of, was, is)
	}
}
