package planner

import (
	"slices"

	"buildout/planner/power"
)

// result writes a site's capacity by month. Between two changes every month is
// the same, so each stretch is worked out once.
func (t *siteTrains) result(months []Month) SiteResult {
	n := len(months)
	r := SiteResult{
		Name: t.site.Name, Title: t.site.Title, TierClaimed: t.site.Tier,
		InstalledITKW: make([]KW, n), UsableITKW: make([]KW, n), RackPositions: make([]int, n),
		Halls:  make([]HallResult, len(t.halls)),
		Phases: t.phaseResults(),
	}
	usable := make([]KW, n*len(t.halls))
	for j := range t.halls {
		r.Halls[j] = t.hallResult(&t.halls[j], usable[j*n:(j+1)*n:(j+1)*n])
	}
	changes := t.changes()
	for from := 0; from < n; {
		until := n
		for _, c := range changes {
			if c > months[from] {
				until = min(until, int(c-months[0]))
				break
			}
		}
		t.fill(&r, months[from], from, until)
		from = until
	}
	complete := changes[len(changes)-1]
	t.whenComplete(&r, complete)
	return r
}

// fill writes the months from index from up to until, exclusive, which are all
// like month m.
func (t *siteTrains) fill(r *SiteResult, m Month, from, until int) {
	st := t.in(m)
	halls := t.usableIn(m, st)
	var usable, installed KW
	positions := 0
	for j := range t.halls {
		h := &t.halls[j]
		if t.energised(h) > m {
			continue
		}
		for i := from; i < until; i++ {
			r.Halls[j].UsableITKW[i] = halls[j]
		}
		usable = rounded(usable + halls[j])
		installed = rounded(installed + watts(KW(float64(h.gross)*st.grossShare)))
		positions += h.hall.RackPositions
	}
	for i := from; i < until; i++ {
		r.UsableITKW[i], r.InstalledITKW[i], r.RackPositions[i] = usable, installed, positions
	}
}

// usableIn returns what each hall may carry in month m. Where halls must share,
// what they have together is given out to the watt.
func (t *siteTrains) usableIn(m Month, st state) []KW {
	usable := make([]KW, len(t.halls))
	var together, given KW
	for j := range t.halls {
		h := &t.halls[j]
		switch {
		case t.energised(h) > m:
		case st.share == 1:
			usable[j] = watts(h.usable)
		default:
			together += KW(float64(h.usable) * st.share)
			usable[j] = rounded(watts(together) - given)
			given = rounded(given + usable[j])
		}
	}
	return usable
}

// whenComplete writes what holds once every phase is in: what binds, the peak
// PUE, the stages the halls share.
func (t *siteTrains) whenComplete(r *SiteResult, m Month) {
	st := t.in(m)
	var it, facility KW
	for j := range t.halls {
		h := &t.halls[j]
		r.Halls[j].InstalledITKW = watts(KW(float64(h.gross) * st.grossShare))
		if st.binds != "" {
			r.Halls[j].Binding = bindingSite + st.binds
		}
		it += h.usable
		facility += KW(float64(h.usable) * h.load.Facility)
		if e := t.energised(h); r.Energised.IsZero() || e < r.Energised {
			r.Energised = e
		}
	}
	r.CompleteITKW = rounded(sum(t.usableIn(m, st)))
	if it > 0 {
		r.PeakPUE = float64(facility / it)
	}
	r.Binding = t.siteBinding(r, st)
	r.FeedKW = feedUsable(t.site, t.tier, m)
	r.Stages = t.sharedStages(m, it)
}

// siteBinding names what limits the site: the shared stage, or what limits the
// hall that falls furthest below its design.
func (t *siteTrains) siteBinding(r *SiteResult, st state) string {
	if st.binds != "" {
		return st.binds
	}
	binding, worst := "", 2.0
	for j := range t.halls {
		h := &t.halls[j]
		if share := float64(h.usable / h.hall.DesignITKW); share < worst {
			binding, worst = r.Halls[j].Binding, share
		}
	}
	return binding
}

// sharedStages lists the feeds and the site's plant with the load that all
// halls, each at what it could carry alone, put on them.
func (t *siteTrains) sharedStages(m Month, it KW) []StageResult {
	per := func(drawn KW) float64 {
		if it == 0 {
			return 0
		}
		return float64(drawn / it)
	}
	ratings := feedRatings(t.site, m)
	stages := make([]StageResult, 0, 1+len(t.shared))
	stages = append(stages, t.stageResult(power.Feed, feedArrangement(t.site, t.tier), len(ratings), sum(ratings), feedUsable(t.site, t.tier, m), per(t.drawn(m, -1))))
	for i, s := range t.shared {
		stages = append(stages, t.stageResult(s.Kind, s.Arrangement, s.Modules, s.Installed(), s.Usable(), per(t.drawn(m, i))))
	}
	return stages
}

func (t *siteTrains) stageResult(kind power.Kind, a power.Arrangement, modules int, installed, usable KW, perIT float64) StageResult {
	asks := t.tier.asks(kind)
	r := StageResult{
		Kind: kind, Arrangement: a, Modules: modules,
		InstalledKW: rounded(installed), RedundantKW: rounded(installed - usable), UsableKW: rounded(usable),
		LoadPerITKW: perIT, TierAsks: asks, MeetsTierAsk: asks.IsZero() || a.Meets(asks),
	}
	if perIT > 0 {
		r.UsableITKW = watts(usable / KW(perIT))
	}
	return r
}

func (t *siteTrains) hallResult(h *hallTrain, usable []KW) HallResult {
	r := HallResult{
		Name: h.hall.Name, Phase: t.site.Phases[h.phase].Name, Energised: t.energised(h),
		DesignITKW: h.hall.DesignITKW, UsableITKW: usable, RackPositions: h.hall.RackPositions,
		PlacedRacks: len(h.hall.Racks), PlacedPeakKW: rounded(h.placed), Binding: h.binds, TierClaimed: t.site.Tier,
		Stages: make([]StageResult, len(h.own)),
	}
	for i, s := range h.own {
		r.Stages[i] = t.stageResult(s.Kind, s.Arrangement, s.Modules, s.Installed(), s.Usable(), h.load.Stages[len(t.shared)+i])
	}
	return r
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

// leaseCapacity works out what leased space carries by month.
func leaseCapacity(plan Plan, months []Month) []LeaseResult {
	results := make([]LeaseResult, len(plan.Leases))
	for i, l := range plan.Leases {
		results[i] = LeaseResult{Name: l.Name, Title: l.Title, UsableITKW: make([]KW, len(months))}
		for j, m := range months {
			if m >= l.From && m <= l.Until {
				results[i].UsableITKW[j] = l.ITKW
			}
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
				c.RackPositions[i] += l.RackPositions
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
