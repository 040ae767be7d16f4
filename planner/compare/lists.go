package compare

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
)

// elements compares the elements of lists of structures. The first plan has the
// list; another has none where it has no owner of it.
func (c *comparison) elements(at *step, f *field, lists []reflect.Value) {
	list := at.below(f.name)
	above := list
	if f.flat {
		above = at
	}
	if f.key == nil {
		c.places(above, f, lists)
		return
	}
	pairs := make([]pairing, len(lists))
	for k := 1; k < len(lists); k++ {
		if lists[k].IsValid() {
			pairs[k] = f.pair(lists[0], lists[k])
		}
	}
	parts := c.values(len(lists))
	for i := range lists[0].Len() {
		parts[0] = lists[0].Index(i)
		var names []string
		for k := 1; k < len(lists); k++ {
			parts[k] = reflect.Value{}
			if !lists[k].IsValid() {
				continue
			}
			if j := pairs[k].second(i); j >= 0 {
				parts[k] = lists[k].Index(j)
			}
			if pairs[k].renamed[i] {
				names = renamedTo(names, len(lists), k, f.key(parts[k]))
			}
		}
		c.element(above, f.nameAt(lists[0], i), f, lists, parts, names)
	}
	c.release(len(lists))
	c.added(above, f, lists, pairs)
	c.moved(list, f, lists, pairs)
}

// renamedTo notes the name that an element has in plan k.
func renamedTo(names []string, n, k int, name string) []string {
	if names == nil {
		names = make([]string, n)
	}
	names[k] = name
	return names
}

// places compares elements that are told apart by their place.
func (c *comparison) places(above *step, f *field, lists []reflect.Value) {
	most := 0
	for _, list := range lists {
		if list.IsValid() {
			most = max(most, list.Len())
		}
	}
	parts := c.values(len(lists))
	for i := range most {
		for k, list := range lists {
			if parts[k] = (reflect.Value{}); list.IsValid() && i < list.Len() {
				parts[k] = list.Index(i)
			}
		}
		c.element(above, strconv.Itoa(i), f, lists, parts, nil)
	}
	c.release(len(lists))
}

// element compares elements that stand for each other.
func (c *comparison) element(above *step, name string, f *field, owners, parts []reflect.Value, names []string) {
	at := step{above, name}
	switch {
	case f.value != nil:
		c.text(&at, owners, func(k int) string { return valueText(parts[k], f.value) })
		return
	case f.own:
		c.ownValue(&at, owners, parts)
		return
	}
	if c.whole(&at, owners, parts, names); !parts[0].IsValid() {
		return
	}
	if names != nil && c.newNames {
		at.name = names[1]
	}
	c.structure(&at, f.of, parts, names != nil)
}

// added tells of elements that the first plan has not. Those of several plans
// with the same key stand together.
func (c *comparison) added(above *step, f *field, lists []reflect.Value, pairs []pairing) {
	var names []string
	var rows [][]reflect.Value
	byKey := map[string][]int{}
	for k := range lists {
		for _, j := range pairs[k].rest {
			v := lists[k].Index(j)
			key := f.key(v)
			at := slices.IndexFunc(byKey[key], func(row int) bool { return !rows[row][k].IsValid() })
			if at < 0 {
				at = len(byKey[key])
				byKey[key] = append(byKey[key], len(rows))
				names, rows = append(names, f.nameAt(lists[k], j)), append(rows, make([]reflect.Value, len(lists)))
			}
			rows[byKey[key][at]][k] = v
		}
	}
	for i := range rows {
		c.element(above, names[i], f, lists, rows[i], nil)
	}
}

// moved tells of lists whose common elements stand in another order: their names
// from the first to the last that moved in any.
func (c *comparison) moved(at *step, f *field, lists []reflect.Value, pairs []pairing) {
	orders, from, to := movedIn(lists, pairs)
	if orders == nil {
		return
	}
	within := func(i int) bool { return i >= from && i <= to }
	c.add(at, len(lists), func(k int) InputCell {
		switch {
		case !lists[k].IsValid():
			return InputCell{Kind: Removed}
		case orders[k] != nil:
			return InputCell{Moved, namesOf(orders[k], within, func(i int) string { return f.key(lists[k].Index(pairs[k].second(i))) })}
		}
		return InputCell{Text: c.inOrder(f, lists, pairs, orders, k, within)}
	})
}

// movedIn returns, of the plans whose order is another, the places in the first
// plan in the order of theirs, and the first and last place that moved in any;
// nothing where the order is the same in all.
func movedIn(lists []reflect.Value, pairs []pairing) (orders [][]int, from, to int) {
	for k := 1; k < len(lists); k++ {
		if !lists[k].IsValid() {
			continue
		}
		order, first, last := pairs[k].order(lists[0].Len())
		if order == nil {
			continue
		}
		if orders == nil {
			orders, from = make([][]int, len(lists)), first
		}
		orders[k], from, to = order, min(from, first), max(to, last)
	}
	return orders, from, to
}

// inOrder is the names of what moved in others, in a plan where it did not.
func (c *comparison) inOrder(f *field, lists []reflect.Value, pairs []pairing, orders [][]int, k int, within func(int) bool) string {
	common := make([]bool, lists[0].Len())
	for o := range orders {
		for _, i := range orders[o] {
			common[i] = true
		}
	}
	var places []int
	for i := range common {
		if common[i] && within(i) && (k == 0 || pairs[k].second(i) >= 0) {
			places = append(places, i)
		}
	}
	return namesOf(places, within, func(i int) string {
		if k == 0 {
			return f.key(lists[0].Index(i))
		}
		return f.key(lists[k].Index(pairs[k].second(i)))
	})
}

// order returns the places of the common elements in the first list, in the order
// of the second, and the first and last place that moved; nothing where none did.
func (p *pairing) order(n int) (order []int, first, last int) {
	if p.seconds == nil {
		return nil, 0, 0
	}
	var seconds, places []int
	for i := range n {
		if j := p.second(i); j >= 0 {
			places, seconds = append(places, i), append(seconds, j)
		}
	}
	if slices.IsSorted(seconds) {
		return nil, 0, 0
	}
	order = slices.Clone(places)
	slices.SortFunc(order, func(a, b int) int { return p.second(a) - p.second(b) })
	for i := range order {
		if order[i] != places[i] {
			first = places[i]
			break
		}
	}
	for i := range slices.Backward(order) {
		if order[i] != places[i] {
			return order, first, places[i]
		}
	}
	return order, first, last
}

// namesOf lists the names of the places that are within.
func namesOf(places []int, within func(int) bool, name func(int) string) string {
	var b strings.Builder
	for _, i := range places {
		if !within(i) {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		if b.WriteString(name(i)); b.Len() > 4*maxText {
			break
		}
	}
	return clip(b.String())
}

// ownValue compares a value of the plan's own, which is the number at its name
// and a source below it. Where it is taken away, its source goes first.
func (c *comparison) ownValue(at *step, owners, parts []reflect.Value) {
	of := func(k int) planner.ValueOverride {
		if !parts[k].IsValid() {
			return planner.ValueOverride{}
		}
		return parts[k].Interface().(planner.ValueOverride)
	}
	number := func() {
		c.text(at, owners, func(k int) string {
			if !parts[k].IsValid() {
				return ""
			}
			return planner.ValueText(reflect.ValueOf(of(k).Value))
		})
	}
	source := func() { c.text(at.below("source"), owners, func(k int) string { return of(k).Source }) }
	if parts[0].IsValid() && slices.ContainsFunc(parts, func(v reflect.Value) bool { return !v.IsValid() }) {
		source()
		number()
		return
	}
	number()
	source()
}
