package planner

import (
	"slices"

	"buildout/planner/power"
)

// result writes a site's capacity by month. Between two states every month is
// the same, so each is written once.
func (t *siteTrains) result(months []Month) SiteResult {
	n := len(months)
	r := SiteResult{
		Name: t.site.Name, Title: t.site.Title, TierClaimed: t.site.Tier,
		InstalledITKW: make([]KW, n), UsableITKW: make([]KW, n), RackPositions: make([]int, n),
		Halls:  make([]HallResult, len(t.halls)),
		Phases: t.phaseResults(),
	}
	usable, texts := make([]KW, n*len(t.halls)), make([]string, 2*n*len(t.halls))
	for j := range t.halls {
		r.Halls[j] = t.hallResult(&t.halls[j], n, &usable, &texts)
	}
	for i := range t.states {
		if from, until := t.span(i, months); from < until {
			t.fill(&r, &t.states[i], from, until)
			r.draws = append(r.draws, t.draw(&t.states[i], from, until))
		}
	}
	t.whenComplete(&r, &t.states[len(t.states)-1])
	t.bindBy(&r, months)
	return r
}

// bindBy writes, month by month, the IT load at which each stage binds.
func (t *siteTrains) bindBy(r *SiteResult, months []Month) {
	n := len(months)
	stages := len(r.Stages)
	for j := range r.Halls {
		stages += len(r.Halls[j].Stages)
	}
	limits := make([]KW, stages*n)
	for k := range r.Stages {
		r.Stages[k].HeadroomITKW = cut(&limits, n)
	}
	for j := range r.Halls {
		for k := range r.Halls[j].Stages {
			r.Halls[j].Stages[k].HeadroomITKW = cut(&limits, n)
		}
	}
	for i := range t.states {
		st := &t.states[i]
		from, until := t.span(i, months)
		if st.solved == nil || from >= until {
			continue
		}
		for k := range r.Stages {
			hold(r.Stages[k].HeadroomITKW[from:until], watts(KW(st.solved.Shared[k].Limit)))
		}
		for _, j := range st.halls {
			if r.Halls[j].Energised > st.from {
				continue
			}
			for k := range r.Halls[j].Stages {
				hold(r.Halls[j].Stages[k].HeadroomITKW[from:until], watts(KW(st.solved.Own[t.halls[j].class][k].Limit)))
			}
		}
	}
}

// span returns the months, as indices, in which state i holds.
func (t *siteTrains) span(i int, months []Month) (from, until int) {
	from, until = max(0, int(t.states[i].from-months[0])), len(months)
	if i+1 < len(t.states) {
		until = min(until, int(t.states[i+1].from-months[0]))
	}
	return from, until
}

func hold(series []KW, kw KW) {
	for i := range series {
		series[i] = kw
	}
}

func (t *siteTrains) hallResult(h *hallTrain, n int, usable *[]KW, texts *[]string) HallResult {
	return HallResult{
		Name: h.hall.Name, Phase: t.site.Phases[h.phase].Name, Energised: t.live[h.phase],
		DesignITKW: h.hall.DesignITKW, UsableITKW: cut(usable, n), RackPositions: h.hall.RackPositions,
		PlacedRacks: len(h.hall.Racks), PlacedPeakKW: rounded(h.placed), TierClaimed: t.site.Tier,
		BindingByMonth: cut(texts, n), TierByMonth: cut(texts, n), Stages: []StageResult{},
	}
}

// cut takes n values off the front of a slab.
func cut[T any](slab *[]T, n int) []T {
	taken := (*slab)[:n:n]
	*slab = (*slab)[n:]
	return taken
}

// fill writes the months from index from up to until, exclusive, in which a
// state holds.
func (t *siteTrains) fill(r *SiteResult, st *siteState, from, until int) {
	var usable, installed KW
	var out givenOut
	positions := 0
	for i, j := range st.halls {
		h := &r.Halls[j]
		if h.Energised > st.from {
			continue
		}
		kw := out.take(st, i)
		binding, _ := t.binds(st, i)
		for k := from; k < until; k++ {
			h.UsableITKW[k], h.BindingByMonth[k], h.TierByMonth[k] = kw, binding, st.tiers[i]
		}
		usable = rounded(usable + kw)
		installed = rounded(installed + st.installed(i))
		positions += h.RackPositions
	}
	for k := from; k < until; k++ {
		r.UsableITKW[k], r.InstalledITKW[k], r.RackPositions[k] = usable, installed, positions
	}
}

// givenOut is what halls that must share have together, and what of it is given
// to those before.
type givenOut struct{ together, given KW }

// take returns what hall i of the state may carry. Where halls must share, what
// they have together is given out to the watt.
func (g *givenOut) take(st *siteState, i int) KW {
	if st.solved.Share >= 1 {
		return watts(st.solved.Alone[i])
	}
	g.together += st.usable(i)
	kw := rounded(watts(g.together) - g.given)
	g.given = rounded(g.given + kw)
	return kw
}

// installed returns what hall i of the state could carry with nothing held back
// for a failure.
func (st *siteState) installed(i int) KW {
	return watts(KW(float64(st.solved.Gross[i]) * st.solved.Spread))
}

// binds names what limits hall i of a state, and the failure in which it does.
func (t *siteTrains) binds(st *siteState, i int) (string, *power.Failure) {
	s := st.solved
	if s.Share < 1 {
		return bindingSite + string(st.power.Shared[s.Shares.Stage].Kind), s.Shares.Failure
	}
	h := &t.halls[st.halls[i]]
	b := s.Binds[i]
	switch {
	case s.Alone[i] <= 0:
		return bindingSite + string(power.Feed), b.Failure
	case b.Stage < 0:
		return h.binds, nil
	}
	return string(t.classes[h.class][b.Stage].Kind), b.Failure
}

// whenComplete writes what holds once every phase is in: what binds, the peak
// PUE, the tier, the stages.
func (t *siteTrains) whenComplete(r *SiteResult, st *siteState) {
	for j := range r.Halls {
		if e := r.Halls[j].Energised; r.Energised.IsZero() || e < r.Energised {
			r.Energised = e
		}
	}
	r.Stages = t.sharedResults(st)
	r.FeedKW = r.Stages[0].UsableKW
	r.Plant = []PlantCheck{}
	if st.solved == nil {
		return
	}
	var it KW
	for i := range st.halls {
		it += st.usable(i)
	}
	r.CompleteITKW = watts(it)
	if it > 0 {
		r.PeakPUE = float64(st.solved.Source / it)
	}
	for i, j := range st.halls {
		h := &r.Halls[j]
		h.InstalledITKW = st.installed(i)
		h.Binding, h.BindingFailure = t.binds(st, i)
		h.Stages = t.ownResults(st, i)
	}
	r.Binding = t.siteBinding(r, st)
	t.reachTiers(r, st)
	r.Plant = t.plantChecks(r, st)
}

// siteBinding names what limits the site: the shared stage, or what limits the
// hall that falls furthest below its design.
func (t *siteTrains) siteBinding(r *SiteResult, st *siteState) string {
	if s := st.solved; s.Share < 1 {
		return string(st.power.Shared[s.Shares.Stage].Kind)
	}
	binding, worst := "", 2.0
	for i, j := range st.halls {
		if share := float64(st.usable(i) / r.Halls[j].DesignITKW); share < worst {
			binding, worst = r.Halls[j].Binding, share
		}
	}
	return binding
}

// sharedResults lists the feeds and the site's plant, under the load of all
// halls.
func (t *siteTrains) sharedResults(st *siteState) []StageResult {
	stages := make([]StageResult, len(st.power.Shared))
	for i := range stages {
		var load power.StageLoad
		var carried KW
		if st.solved != nil {
			load = st.solved.Shared[i]
			for h := range st.halls {
				carried += st.usable(h)
			}
		}
		stages[i] = t.stageResult(&st.power.Shared[i], load, carried)
	}
	return stages
}

func (t *siteTrains) ownResults(st *siteState, i int) []StageResult {
	class := t.halls[st.halls[i]].class
	stages := make([]StageResult, len(t.classes[class]))
	for k := range stages {
		load := st.solved.Own[class][k]
		if f := load.Failure; f != nil && f.Hall != "" && f.Hall != t.halls[st.halls[i]].hall.Name {
			load.Failure = f.In(t.halls[st.halls[i]].hall.Name)
		}
		stages[k] = t.stageResult(&t.classes[class][k], load, st.usable(i))
	}
	return stages
}

func (t *siteTrains) stageResult(s *power.Stage, load power.StageLoad, carried KW) StageResult {
	asks := t.tier.asks(s.Kind)
	r := StageResult{
		Kind: s.Kind, Arrangement: s.Arrangement, Modules: s.Modules, Systems: s.Arrangement.Count(), Compartments: orEmpty(s.Compartments),
		InstalledKW: rounded(s.Installed()), RedundantKW: rounded(s.Installed() - load.Usable), UsableKW: rounded(load.Usable),
		LoadPerITKW: load.PerIT, UsableITKW: watts(KW(load.Limit)), StrandedITKW: max(0, rounded(watts(KW(load.Limit))-watts(carried))),
		Failure: load.Failure, TierAsks: asks, MeetsTierAsk: asks.IsZero() || s.Arrangement.Meets(asks),
	}
	if s.Kind.Bussed() {
		r.Buses = s.Buses
	}
	return r
}

// orEmpty gives a list where JSON wants one.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (t *siteTrains) phaseResults() []PhaseResult {
	results := make([]PhaseResult, len(t.site.Phases))
	for i, ph := range t.site.Phases {
		results[i] = PhaseResult{
			Name: ph.Name, Title: ph.Title, Start: ph.Start, Promised: ph.Promised,
			Energised: t.live[i], Stages: t.schedule[i].stages,
		}
	}
	return results
}

// totalCapacity adds sites and leases and holds them against peak demand:
//
//	headroom_kw = usable_it_kw - peak_kw
func totalCapacity(plan Plan, sites []SiteResult, leases []LeaseResult, d DemandResult, months []Month) CapacityResult {
	n := len(months)
	c := CapacityResult{UsableITKW: make([]KW, n), RackPositions: make([]int, n), HeadroomKW: make([]KW, n)}
	for i, m := range months {
		for j := range sites {
			c.UsableITKW[i] += sites[j].UsableITKW[i]
			c.RackPositions[i] += sites[j].RackPositions[i]
		}
		for j, l := range plan.Leases {
			c.UsableITKW[i] += leases[j].UsableITKW[i]
			if leases[j].UsableITKW[i] > 0 {
				_, positions := l.held(m)
				c.RackPositions[i] += positions
			}
		}
		c.UsableITKW[i] = rounded(c.UsableITKW[i])
		c.HeadroomKW[i] = rounded(c.UsableITKW[i] - d.PeakKW[i])
		if d.PeakKW[i] > 0 && (c.Least.Month.IsZero() || c.HeadroomKW[i] < c.Least.KW) {
			c.Least = KWMonth{Month: m, KW: c.HeadroomKW[i]}
		}
	}
	return c
}

// siteLoss takes, month by month, the largest site or lease away and holds
// what remains against the peak of priority 1:
//
//	remaining = sum - largest,  coverage = min(1, remaining / priority-1 peak)
func siteLoss(sites []SiteResult, leases []LeaseResult, d DemandResult, months []Month) SiteLossResult {
	n := len(months)
	r := SiteLossResult{Lost: make([]string, n), RemainingKW: make([]KW, n), Coverage: make([]float64, n)}
	for i := range months {
		var total, largest KW
		take := func(name string, usable KW) {
			total += usable
			if usable > largest {
				largest, r.Lost[i] = usable, name
			}
		}
		for j := range sites {
			take(sites[j].Name, sites[j].UsableITKW[i])
		}
		for j := range leases {
			take(leases[j].Name, leases[j].UsableITKW[i])
		}
		r.RemainingKW[i] = rounded(total - largest)
		r.Coverage[i] = 1
		if need := d.Priority1KW[i]; need > r.RemainingKW[i] {
			r.Coverage[i] = float64(r.RemainingKW[i] / need)
		}
	}
	r.Final = r.Coverage[n-1]
	for i, c := range slices.Backward(r.Coverage) {
		if c < 1 {
			break
		}
		r.CoveredFrom = months[i]
	}
	return r
}
