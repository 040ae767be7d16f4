package compare

import (
	"reflect"
	"slices"
)

// member is an element of a list that one or both of two plans have.
type member struct {
	from, to reflect.Value // not valid where a plan has no such element
	by       int           // reason for which it is there, where one plan has it
	or       int           // another; -1 of none
	always   bool          // whether it is there whenever plans are mixed
	edits    []edit
}

// there reports whether a plan has the member.
func (e *member) there(m *making) bool {
	switch {
	case e.from.IsValid() && e.to.IsValid(), e.always && m.mixed:
		return true
	}
	return m.takes(e.by) == e.to.IsValid() || e.or >= 0 && m.takes(e.or) == e.to.IsValid()
}

// members is a list of two plans.
type members struct {
	list   []*member
	by     int // reason for its order, where that differs
	orders [2][]int
}

// inOrder lists the members in the order of the plan that is taken.
func (l *members) inOrder(m *making) []int {
	if m.takes(l.by) {
		return l.orders[1]
	}
	return l.orders[0]
}

// orders returns the members of a list in the order of either plan, each with what
// only the other has after what that comes after there. Where those that both
// have stand in the same order, one order is that of both.
func orders(from, to []int) (both [2][]int, moved bool) {
	both = [2][]int{merged(from, to), merged(to, from)}
	common := func(own, other []int) []int {
		has := make(map[int]bool, len(other))
		for _, k := range other {
			has[k] = true
		}
		return slices.DeleteFunc(slices.Clone(own), func(k int) bool { return !has[k] })
	}
	if slices.Equal(common(from, to), common(to, from)) {
		both[1] = both[0]
		return both, false
	}
	return both, true
}

// merged returns the members of a list with those that only another has after
// what they come after there.
func merged(own, other []int) []int {
	has := make(map[int]bool, len(own))
	for _, k := range own {
		has[k] = true
	}
	after := map[int][]int{} // -1 is the beginning
	last := -1
	for _, k := range other {
		if has[k] {
			last = k
		} else {
			after[last] = append(after[last], k)
		}
	}
	order := append(make([]int, 0, len(own)+len(other)), after[-1]...)
	for _, k := range own {
		order = append(append(order, k), after[k]...)
	}
	return order
}

// overrideShape is how prices of the plan's own are compared.
var overrideShape = planShape.field("cost_book").of.field("overrides").of

// each calls found with the places of the elements of two lists that have the same
// key, then of what only the second has, and what paths call them; -1 is none.
func (f *field) each(from, to reflect.Value, found func(i, j int, name string)) {
	p := pair(from.Len(), to.Len(), f.keys(from), f.keys(to))
	for i := range from.Len() {
		found(i, p.second(i), f.nameAt(from, i))
	}
	for _, j := range p.rest {
		found(-1, j, f.nameAt(to, j))
	}
}

// elementAt returns an element of a list; none where it has no such one.
func elementAt(list reflect.Value, i int) reflect.Value {
	if i < 0 {
		return reflect.Value{}
	}
	return list.Index(i)
}

// elements takes the elements of a list of structures one by one.
func (b *between) elements(at *step, f *field, from, to reflect.Value) edit {
	list := at.below(f.name)
	above := list
	if f.flat {
		above = at
	}
	l := members{by: -1, list: make([]*member, 0, from.Len())}
	places := [2][]int{1: make([]int, to.Len())}
	differ := false
	f.each(from, to, func(i, j int, name string) {
		e := &member{from: elementAt(from, i), to: elementAt(to, j), or: -1}
		b.element(above.below(name), f, e)
		differ = differ || i < 0 || j < 0 || len(e.edits) > 0
		if i >= 0 {
			places[0] = append(places[0], len(l.list))
		}
		if j >= 0 {
			places[1][j] = len(l.list)
		}
		l.list = append(l.list, e)
	})
	var moved bool
	if l.orders, moved = orders(places[0], places[1]); moved {
		l.by = b.takenBy(list, false)
	}
	if !differ && !moved {
		return nil
	}
	return l.edit(f.index, from, to)
}

// edit makes the list at the index of its owner.
func (l *members) edit(index []int, from, to reflect.Value) edit {
	return func(m *making, owner reflect.Value) {
		made := reflect.MakeSlice(from.Type(), len(l.list), len(l.list))
		n := 0
		for _, k := range l.inOrder(m) {
			e := l.list[k]
			if !e.there(m) {
				continue
			}
			at := made.Index(n)
			n++
			if e.from.IsValid() {
				at.Set(e.from)
			} else {
				at.Set(e.to)
			}
			m.apply(e.edits, at)
		}
		switch {
		case n > 0:
			owner.FieldByIndex(index).Set(made.Slice3(0, n, n))
		case to.Len() == 0:
			owner.FieldByIndex(index).Set(to)
		default:
			owner.FieldByIndex(index).Set(made.Slice(0, 0))
		}
	}
}

// element finds how plans come to an element that one or both have.
func (b *between) element(at *step, f *field, e *member) {
	if !e.from.IsValid() || !e.to.IsValid() {
		if e.always = b.always(at, e.to.IsValid()); e.always {
			e.by = b.reasonAt(at, e.to.IsValid())
		} else {
			e.by = b.takenBy(at, e.to.IsValid())
		}
		if f.of == overrideShape {
			b.class(at, e)
		}
		return
	}
	_, whole := b.of(at.names(), false)
	switch {
	case whole:
		e.edits = b.either(at, f, e.from, e.to)
	case f.of == stageShape:
		e.edits = b.stage(at, f.of, e.from, e.to)
	default:
		e.edits = b.structure(at, f.of, e.from, e.to)
	}
}

// either takes an element as a whole from one of the plans.
func (b *between) either(at *step, f *field, from, to reflect.Value) []edit {
	if reflect.DeepEqual(from.Interface(), to.Interface()) {
		return nil
	}
	compare := func(c *comparison) { c.structure(at, f.of, []reflect.Value{from, to}, false) }
	if f.own {
		compare = func(c *comparison) { c.ownValue(at, []reflect.Value{from, to}, []reflect.Value{from, to}) }
	}
	r := -1
	if b.moved(compare) {
		r = b.takenBy(at, false)
	}
	return []edit{func(m *making, at reflect.Value) {
		if m.takes(r) {
			at.Set(to)
		}
	}}
}
