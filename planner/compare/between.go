package compare

import (
	"reflect"
	"slices"

	"buildout/planner"
)

// between is every plan between two plans: for each reason, what belongs to it is
// as the one or as the other plan has it. The plans share what no reason changes,
// so that making one takes what differs, not what there is.
type between struct {
	reasons
	ref      planner.Reference
	from, to *planner.Plan
	list     []reason
	numbers  map[reason]int // their places in the list
	moves    []bool         // of each reason: whether anything is taken by it
	edits    []edit

	sites    [2]*planner.Site   // that are gone through
	paidBy   map[string]int     // reasons for which the budget pays for sites that both plans have
	classes  map[string]classOf // by the path of a price that one plan alone has
	vanishes bool               // whether plans may lack a site or a phase that the books speak of
}

// edit makes a part of a plan between, which is a copy of that of from.
type edit func(m *making, at reflect.Value)

// making is a plan between that is being made.
type making struct {
	taken []bool // of each reason: whether it is as in to
	all   bool   // whether each is
	mixed bool   // whether some are and some are not
	plan  *planner.Plan
	site  *planner.Site // that is being made
}

// takes reports whether what belongs to a reason is as in to. What belongs to
// none is as in from, but in to itself.
func (m *making) takes(r int) bool {
	if r < 0 {
		return m.all
	}
	return m.taken[r]
}

// tiersFirst is how plans are compared, but for the tiers, which come first since
// stages are arranged by them.
var tiersFirst = func() shape {
	s := *planShape
	s.fields = slices.Clone(s.fields)
	at := slices.IndexFunc(s.fields, func(f field) bool { return f.name == "redundancy_tiers" })
	tiers := s.fields[at]
	s.fields = slices.Insert(slices.Delete(s.fields, at, at+1), 0, tiers)
	return s
}()

// newBetween finds what differs between two plans, which must stay as they are.
// What is the same must have the same name in both, as named gives it.
func newBetween(ref planner.Reference, from, to *planner.Plan, detail Detail) *between {
	b := &between{ref: ref, from: from, to: to, numbers: map[reason]int{}, classes: map[string]classOf{}}
	b.detail, b.rates = detail, [2][]planner.ExchangeRate{from.ExchangeRates, to.ExchangeRates}
	b.tier, b.scope = map[string]bool{}, map[string]bool{}
	b.edits = b.structure(nil, &tiersFirst, reflect.ValueOf(from).Elem(), reflect.ValueOf(to).Elem())
	b.vanishes = !slices.EqualFunc(from.Sites, to.Sites, func(s, t planner.Site) bool {
		return s.Name == t.Name && slices.EqualFunc(s.Phases, t.Phases, func(p, q planner.Phase) bool { return p.Name == q.Name })
	})
	return b
}

// make returns the plan that is as to in the reasons that are taken, and else as
// from.
func (b *between) make(taken []bool) planner.Plan {
	all := !slices.Contains(taken, false)
	return b.made(&making{taken: taken, all: all, mixed: !all && slices.Contains(taken, true)})
}

func (b *between) made(m *making) planner.Plan {
	plan := *b.from
	m.plan = &plan
	m.apply(b.edits, reflect.ValueOf(&plan).Elem())
	if m.mixed {
		b.hold(m, &plan)
	}
	return plan
}

func (m *making) apply(edits []edit, at reflect.Value) {
	for _, e := range edits {
		e(m, at)
	}
}

// reasonAt returns the place of the reason of a value in the list; -1 of none.
func (b *between) reasonAt(at *step, second bool) int {
	r, _ := b.of(at.names(), second)
	return b.number(r)
}

// number returns the place of a reason in the list, where it is put if need be.
func (b *between) number(r reason) int {
	if r.driver == noDriver {
		return -1
	}
	i, known := b.numbers[r]
	if !known {
		i = len(b.list)
		b.numbers[r] = i
		b.list, b.moves = append(b.list, r), append(b.moves, false)
	}
	return i
}

// takenBy returns the same of a value that is taken as the reason is.
func (b *between) takenBy(at *step, second bool) int {
	i := b.reasonAt(at, second)
	if i >= 0 {
		b.moves[i] = true
	}
	return i
}

// structure lists the edits of a structure.
func (b *between) structure(at *step, s *shape, from, to reflect.Value) (edits []edit) {
	add := func(e edit) {
		if e != nil {
			edits = append(edits, e)
		}
	}
	if s.hall != nil {
		b.enter(at, from.Addr().Interface().(*planner.Site), to.Addr().Interface().(*planner.Site))
	}
	for i := range s.fields {
		f := &s.fields[i]
		x, y := from.FieldByIndex(f.index), to.FieldByIndex(f.index)
		_, whole := b.of(at.below(f.name).names(), false)
		switch {
		case f == paidSites:
			add(b.paySites(at, f, x, y))
		case s.hall != nil && f.name == "phases":
			add(b.phases(at, f, from, to))
		case whole || f.kind == single || f.kind == texts || f.kind == pointer:
			add(b.choice(at, f, x, y))
		case f.kind == inner:
			if inside := b.structure(at.below(f.name), f.of, x, y); len(inside) > 0 {
				add(func(m *making, at reflect.Value) { m.apply(inside, at.FieldByIndex(f.index)) })
			}
		case f.kind == elements:
			add(b.elements(at, f, x, y))
		}
	}
	if s.hall != nil && len(edits) > 0 {
		site := func(m *making, at reflect.Value) { m.site = at.Addr().Interface().(*planner.Site) }
		edits = slices.Insert(edits, 0, edit(site))
	}
	return edits
}

// choice takes a field as a whole from one of the plans.
func (b *between) choice(at *step, f *field, from, to reflect.Value) edit {
	if reflect.DeepEqual(from.Interface(), to.Interface()) {
		return nil
	}
	r := -1
	if b.moved(func(c *comparison) { c.field(at, f, []reflect.Value{from, to}) }) {
		r = b.takenBy(at.below(f.name), false)
	}
	return func(m *making, at reflect.Value) {
		if m.takes(r) {
			at.FieldByIndex(f.index).Set(to)
		}
	}
}

// moved reports whether any difference that a comparison finds belongs to a
// driver.
func (b *between) moved(compare func(c *comparison)) (moved bool) {
	compare(&comparison{newNames: true, into: func(at *step, cell func(k int) InputCell) *comparison {
		moved = moved || b.reasonOf(at, cell).driver != noDriver
		return nil
	}})
	return moved
}

// reasonOf returns the reason of a row of two plans.
func (r *reasons) reasonOf(at *step, cell func(k int) InputCell) reason {
	names := at.names()
	second := names[0] == "exchange_rates" && cell(1).Kind == Added
	is, _ := r.of(names, second)
	return is
}
