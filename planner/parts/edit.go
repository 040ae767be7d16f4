package parts

import (
	"fmt"
	"slices"
	"strconv"

	"buildout/planner"
)

// mostFaults are told at once.
const mostFaults = 1_000

// edit is a change of many elements while it is checked.
type edit[T, E any] struct {
	kind   kind[T, E]
	plan   *planner.Plan
	seek   seek[E]
	held   map[[3]string]spot[E] // lists by the names of what holds them
	lost   map[[3]string]missing // holders that are not there
	taken  map[string]bool       // ids of the elements that were checked
	faults []planner.Fault
}

func (k kind[T, E]) edit(plan *planner.Plan, count int) *edit[T, E] {
	x := &edit[T, E]{kind: k, plan: plan, seek: k.seeker(plan, count), held: map[[3]string]spot[E]{}, lost: map[[3]string]missing{}, taken: make(map[string]bool, count)}
	for in, list := range k.lists(plan) {
		if _, twice := x.held[in.names()]; !twice {
			x.held[in.names()] = spot[E]{in: in, list: list}
		}
	}
	return x
}

func (x *edit[T, E]) fault(i int, key string, found any, message string, args ...any) {
	x.faults = append(x.faults, planner.NewFault(fmt.Sprintf("[%d].%s", i, key), found, message, args...))
}

func (x *edit[T, E]) full() bool { return len(x.faults) >= mostFaults }

func (k kind[T, E]) add(plan *planner.Plan, elements []T) ([]string, []planner.Fault) {
	x := k.edit(plan, len(elements))
	to, ids := make([]spot[E], len(elements)), make([]string, len(elements))
	for i, element := range elements {
		if x.full() {
			break
		}
		to[i], ids[i] = x.new(i, element)
	}
	if len(x.faults) > 0 {
		return nil, x.faults
	}
	for i, element := range elements {
		*to[i].list = append(*to[i].list, *k.open(&element).e)
	}
	k.sort(to)
	return k.paths(plan, ids), nil
}

// new checks an element that is to be added, and returns the list for it and its
// id.
func (x *edit[T, E]) new(i int, element T) (to spot[E], id string) {
	v := x.kind.open(&element)
	to, ok := x.holder(i, v.in())
	if !ok {
		return to, ""
	}
	if id = x.kind.id(element); v.number != nil {
		id = x.numbered(i, *v.number, strconv.Itoa(len(*to.list)+i+1))
	}
	x.named(i, *v.id, id)
	if _, there := x.seek(id); there || x.taken[id] {
		x.twice(i, id)
	}
	x.taken[id] = true
	return to, id
}

// numbered requires that an element gives the number that it has, or none.
func (x *edit[T, E]) numbered(i, given int, number string) string {
	if given != 0 && strconv.Itoa(given) != number {
		x.fault(i, "number", given, "entries are numbered by their place; leave it out, or give %s", number)
	}
	return number
}

// named requires that an element gives the id that its names make, or none.
func (x *edit[T, E]) named(i int, given string, ids ...string) {
	if given != "" && !slices.Contains(ids, canonical(given)) {
		x.fault(i, "id", given, "is not the id of its names; leave it out, or give %s", ids[0])
	}
}

func (x *edit[T, E]) twice(i int, id string) {
	x.fault(i, x.kind.keys[len(x.kind.keys)-1], id, "stands twice; names must differ")
}

// holder finds the list for an element in a place, and requires that there is
// one.
func (x *edit[T, E]) holder(i int, in place) (spot[E], bool) {
	at, ok := x.held[in.names()]
	if ok {
		return at, true
	}
	lost, ok := x.lost[in.names()]
	if !ok {
		lost = x.kind.missing(x.plan, in)
		x.lost[in.names()] = lost
	}
	x.fault(i, lost.key, lost.found, "%s", lost.message)
	return at, false
}

// missing is a holder that is not there.
type missing struct{ key, found, message string }

// missing says which of the holders in a place is not there.
func (k kind[T, E]) missing(plan *planner.Plan, in place) missing {
	var sites, within []string
	for i := range plan.Sites {
		sites = append(sites, plan.Sites[i].Name)
	}
	if !slices.Contains(sites, in.site) {
		return missing{"site", in.site, "no such site" + planner.Offered(in.site, sites)}
	}
	for at := range k.lists(plan) {
		if at.site == in.site {
			within = append(within, at.phase+at.hall)
		}
	}
	name, what := in.hall, "hall"
	if k.open(new(T)).phase != nil {
		name, what = in.phase, "phase"
	}
	return missing{what, name, "no such " + what + " of site " + in.site + planner.Offered(name, within)}
}

func (k kind[T, E]) put(plan *planner.Plan, ids []string, elements []T) ([]string, []planner.Fault) {
	x := k.edit(plan, len(elements))
	from := x.found(ids)
	to, now := make([]spot[E], len(elements)), make([]string, len(elements))
	leaving := map[string]bool{} // ids that an element no longer has
	for i, element := range elements {
		if x.full() || from[i].list == nil {
			continue
		}
		to[i], now[i] = x.moved(i, element, canonical(ids[i]))
		if now[i] != canonical(ids[i]) {
			leaving[canonical(ids[i])] = true
		}
	}
	for i, id := range now {
		if id == "" { // told already
			continue
		}
		if _, there := x.seek(id); !x.full() && (x.taken[id] || id != canonical(ids[i]) && there && !leaving[id]) {
			x.twice(i, id)
		}
		x.taken[id] = true
	}
	if len(x.faults) > 0 {
		return nil, x.faults
	}
	var left []spot[E]
	for i, element := range elements {
		e := k.open(&element).e
		if to[i].list == from[i].list {
			(*to[i].list)[from[i].index] = *e
			continue
		}
		*to[i].list = append(*to[i].list, *e)
		left = append(left, from[i])
	}
	drop(left)
	k.sort(to)
	return k.paths(plan, now), nil
}

// found finds the elements with ids, each of which must stand once.
func (x *edit[T, E]) found(ids []string) []spot[E] {
	spots := make([]spot[E], len(ids))
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		at, ok := x.seek(canonical(id))
		switch {
		case x.full():
		case !ok:
			x.fault(i, "id", id, "there is none of this id")
		case seen[canonical(id)]:
			x.fault(i, "id", id, "stands twice; give each element once")
		default:
			spots[i] = at
		}
		seen[canonical(id)] = true
	}
	return spots
}

// moved checks an element that goes in place of the one with an id, and returns
// the list for it and the id that it has there.
func (x *edit[T, E]) moved(i int, element T, was string) (to spot[E], id string) {
	v := x.kind.open(&element)
	to, ok := x.holder(i, v.in())
	if !ok {
		return to, was
	}
	if id = x.kind.id(element); v.number != nil {
		id = x.numbered(i, *v.number, was)
	}
	x.named(i, *v.id, id, was)
	return to, id
}

func (k kind[T, E]) remove(plan *planner.Plan, ids []string) []planner.Fault {
	x := k.edit(plan, len(ids))
	spots := x.found(ids)
	if len(x.faults) == 0 {
		drop(spots)
	}
	return x.faults
}

// drop takes elements out of their lists.
func drop[E any](spots []spot[E]) {
	byList := map[*[]E][]int{}
	optional := map[*[]E]bool{}
	for _, at := range spots {
		byList[at.list] = append(byList[at.list], at.index)
		optional[at.list] = at.in.optional
	}
	for list, gone := range byList {
		slices.Sort(gone)
		kept := (*list)[:gone[0]]
		for i := gone[0]; i < len(*list); i++ {
			if len(gone) > 0 && gone[0] == i {
				gone = gone[1:]
				continue
			}
			kept = append(kept, (*list)[i])
		}
		clear((*list)[len(kept):])
		if *list = kept; len(kept) == 0 && optional[list] {
			*list = nil
		}
	}
}

// sort brings the lists that were added to in the order that they keep.
func (k kind[T, E]) sort(changed []spot[E]) {
	if k.order == nil {
		return
	}
	for _, at := range changed {
		slices.SortStableFunc(*at.list, k.order)
	}
}

// paths returns where elements with ids stand.
func (k kind[T, E]) paths(plan *planner.Plan, ids []string) []string {
	seek := k.seeker(plan, len(ids))
	paths := make([]string, len(ids))
	for i, id := range ids {
		at, _ := seek(id)
		paths[i] = at.in.path(at.index)
	}
	return paths
}
