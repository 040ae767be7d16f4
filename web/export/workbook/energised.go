package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// The columns of the phases and feeds of a site, below its combinations.
const (
	eventNumber = iota + 1
	eventWhat
	eventMonth
	eventFirst
	eventWeight
)

// noMonth is a month that is after every other.
const noMonth = 99_999

// layEvents lays in which months the phases of a site are built and its feeds
// come, and from those when each phase with halls is energised.
func (l *combiner) layEvents() {
	head := l.s.next() + 1
	for i, key := range []string{"number", "event", "month", "first", "weight"} {
		l.s.text(head, i+1, l.words(key), style{plain, heading})
	}
	count := len(l.w.States[0].Built)
	for e := range count {
		l.layEvent(head+1+e, e)
	}
	l.months = l.s.column(eventFirst, head+1, head+count)
	for k := range l.keys {
		l.weights = append(l.weights, l.s.column(eventWeight+k, head+1, head+count))
	}
	l.layCandidates(head, count)
}

// layEvent lays a phase that is built or a feed that comes.
func (l *combiner) layEvent(row, event int) {
	l.s.put(row, eventNumber, formula.Of(float64(event+1)), style{whole, note})
	l.s.text(row, eventWhat, l.eventTitle(event), style{plain, label})
	s := &l.b.Plan.Sites[l.site]
	var m formula.Num
	if event < len(l.w.Phases) {
		m = l.b.schedule[l.site][l.w.Phases[event]].built
	} else {
		m = l.b.in.plan(sitePath(s) + "/feeds/" + planner.PathName(s.Feeds[event-len(l.w.Phases)].Name) + "/available")
	}
	first := l.s.put(row, eventFirst, m, style{whole, note})
	l.s.putMonth(row, eventMonth, first, derived)
	for k := range l.keys {
		l.s.put(row, eventWeight+k, formula.Of(weight(k, event)), style{whole, fixed})
	}
}

// layCandidates lays, for each month in which something comes, what is there then
// and which phases carry load: a phase is energised in the first of them that is
// not before it is built and in which a hall of it carries; when it is built where
// there is none.
func (l *combiner) layCandidates(head, count int) {
	keys := eventWeight + len(l.keys)
	row := keys + len(l.keys)
	for k := range l.keys {
		l.s.text(head, keys+k, l.words("key"), style{plain, heading})
	}
	l.s.text(head, row, l.words("row"), style{plain, heading})
	for i, p := range l.phases {
		l.s.text(head, row+1+i, l.words("live", "of", l.phaseTitle(p)), style{plain, heading})
	}
	for r := head + 1; r <= head+count; r++ {
		m := l.s.ref(r, eventFirst)
		var there []formula.Num
		for k, key := range l.keysIn(m) {
			there = append(there, l.s.put(r, keys+k, key, style{whole, derived}))
		}
		at := l.s.put(r, row, l.find(there), style{whole, derived})
		for i, p := range l.phases {
			live := formula.And(m.AtLeast(l.b.schedule[l.site][p].built), l.carries[i].At(at).Is(formula.Of(1)))
			l.s.put(r, row+1+i, formula.If(live, m, formula.Of(noMonth)), style{whole, derived})
		}
	}
	l.layPhases(head, count, row+1)
}

// layPhases lays when the phases with halls are energised, with their rack
// positions.
func (l *combiner) layPhases(head, count, candidates int) {
	top := l.s.next() + 1
	for i, key := range []string{"number", "phase", "energised", "first", "positions"} {
		l.s.text(top, i+1, l.words(key), style{plain, heading})
	}
	for i, p := range l.phases {
		row := top + 1 + i
		built := l.b.schedule[l.site][p].built
		least := l.s.column(candidates+i, head+1, head+count).Min()
		l.s.put(row, eventNumber, formula.Of(float64(i+1)), style{whole, note})
		l.s.text(row, eventWhat, l.phaseTitle(p), style{plain, label})
		live := l.s.put(row, eventFirst, formula.If(least.Is(formula.Of(noMonth)), built, least), style{whole, note})
		l.s.putMonth(row, eventMonth, live, derived)
		positions := 0
		for _, h := range l.b.Plan.Sites[l.site].Phases[p].Halls {
			positions += h.RackPositions
		}
		l.s.put(row, eventWeight, formula.Of(float64(positions)), style{whole, fixed})
		l.b.layEnergised(l.site, p, live)
	}
	if len(l.phases) > 0 {
		l.energised = l.s.column(eventFirst, top+1, top+len(l.phases))
		l.positions = l.s.column(eventWeight, top+1, top+len(l.phases))
	}
	for p := range l.b.Plan.Sites[l.site].Phases {
		if len(l.b.Plan.Sites[l.site].Phases[p].Halls) == 0 {
			l.b.layEnergised(l.site, p, l.b.schedule[l.site][p].built)
		}
	}
}
