package compare

import (
	"slices"

	"buildout/planner"
)

// always reports whether what one plan alone has, and what moves nothing unless
// something names it, is there whenever plans are mixed: then what names it can
// be taken without it. What is put in place of a shipped one moves something by
// itself.
func (b *between) always(at *step, second bool) bool {
	names := at.names()
	if len(names) != 2 {
		return false
	}
	shipped := func(n int, name func(i int) string) bool {
		for i := range n {
			if name(i) == names[1] {
				return true
			}
		}
		return false
	}
	switch names[0] {
	case "exchange_rates":
		other := b.rates[1]
		if second {
			other = b.rates[0]
		}
		currency := b.currency(names[1], second)
		return !slices.ContainsFunc(other, func(r planner.ExchangeRate) bool { return r.Currency == currency })
	case "redundancy_tiers":
		return !shipped(len(b.ref.Tiers), func(i int) string { return b.ref.Tiers[i].Name })
	case "rack_types":
		return !shipped(len(b.ref.RackTypes), func(i int) string { return b.ref.RackTypes[i].Name })
	case "calendars":
		return !shipped(len(b.ref.Calendars), func(i int) string { return b.ref.Calendars[i].Name })
	case "climates":
		return !shipped(len(b.ref.Climates), func(i int) string { return b.ref.Climates[i].Name })
	}
	return false
}

// hold makes a mixed plan hold together where one plan's part names what only the
// other has: what hangs on a site or a phase that is not there goes with it, and
// no lease gives back more than it has. What the budget is held against goes, for
// it moves no figure.
func (b *between) hold(m *making, plan *planner.Plan) {
	plan.Budget.Funding, plan.Budget.Ceilings = nil, nil
	b.pay(m, plan)
	b.tariffs(plan)
	returns(plan)
	if !b.vanishes {
		return
	}
	sites := make(map[string]*planner.Site, len(plan.Sites))
	for i := range plan.Sites {
		sites[plan.Sites[i].Name] = &plan.Sites[i]
	}
	plan.Links = kept(plan.Links, func(l *planner.Link) bool { return sites[l.From] != nil && sites[l.To] != nil })
	plan.Actuals.Entries = kept(plan.Actuals.Entries, func(a *planner.Actual) bool {
		s := sites[a.Site]
		return s != nil && (a.Phase == "" || hasPhase(s, a.Phase))
	})
	for _, s := range sites {
		phasesOfPlant(s)
	}
}

// kept returns what of a list is to be kept; the list itself where all is.
func kept[T any](list []T, keep func(*T) bool) []T {
	for i := range list {
		if keep(&list[i]) {
			continue
		}
		some := slices.Clone(list[:i])
		for j := i + 1; j < len(list); j++ {
			if keep(&list[j]) {
				some = append(some, list[j])
			}
		}
		return some
	}
	return list
}

// phasesOfPlant takes modules away that phases add that are not there; what such
// a phase installs comes with the first one.
func phasesOfPlant(s *planner.Site) {
	hangs := func(g planner.PowerStage) bool {
		return g.Phase != "" && !hasPhase(s, g.Phase) || slices.ContainsFunc(g.Added, func(a planner.ModuleAddition) bool { return !hasPhase(s, a.Phase) })
	}
	if !slices.ContainsFunc(s.Plant, hangs) {
		return
	}
	s.Plant = slices.Clone(s.Plant)
	for i := range s.Plant {
		g := &s.Plant[i]
		if g.Phase != "" && !hasPhase(s, g.Phase) {
			g.Phase = ""
		}
		g.Added = kept(g.Added, func(a *planner.ModuleAddition) bool { return hasPhase(s, a.Phase) })
	}
}

// tariffs adds the tariffs that sites name and only the plan has whose tariffs
// are not taken. They stand last: the first of a plan's own bills its leases.
func (b *between) tariffs(plan *planner.Plan) {
	for i := range plan.Sites {
		name := plan.Sites[i].Tariff
		named := func(t planner.Tariff) bool { return t.Name == name }
		if name == "" || slices.ContainsFunc(plan.Tariffs, named) || slices.ContainsFunc(b.ref.Tariffs, named) {
			continue
		}
		for _, list := range [][]planner.Tariff{b.from.Tariffs, b.to.Tariffs} {
			if at := slices.IndexFunc(list, named); at >= 0 {
				plan.Tariffs = append(slices.Clip(plan.Tariffs), list[at])
				break
			}
		}
	}
}

// returns brings what leases give back down to what they have.
func returns(plan *planner.Plan) {
	more := func(l planner.Lease) bool {
		kw, positions := l.ITKW, l.RackPositions
		for _, r := range l.Returns {
			kw, positions = kw-r.ITKW, positions-r.RackPositions
		}
		return kw < 0 || positions < 0
	}
	if !slices.ContainsFunc(plan.Leases, more) {
		return
	}
	plan.Leases = slices.Clone(plan.Leases)
	for i := range plan.Leases {
		l := &plan.Leases[i]
		kw, positions := l.ITKW, l.RackPositions
		var list []planner.LeaseReturn
		for _, r := range l.Returns {
			r.ITKW, r.RackPositions = min(r.ITKW, kw), min(r.RackPositions, positions)
			kw, positions = kw-r.ITKW, positions-r.RackPositions
			if r.ITKW > 0 || r.RackPositions > 0 {
				list = append(list, r)
			}
		}
		l.Returns = list
	}
}
