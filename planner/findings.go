package planner

import "slices"

// The codes of findings, beside those that RackLimit names. FindingCodes lists
// them all.
const (
	OverBudget           = "over_budget"
	NearBudget           = "near_budget"
	YearOverCeiling      = "year_over_ceiling"
	OutsideHorizon       = "outside_horizon"
	NeverEnergised       = "never_energised"
	LateEnergised        = "late_energised"
	OrderByPassed        = "order_by_passed"
	Shortfall            = "shortfall"
	PositionsShort       = "positions_short"
	HeadroomThin         = "headroom_thin"
	SiteLossUncovered    = "site_loss_uncovered"
	DesignAboveUsable    = "design_above_usable"
	PlacedAboveUsable    = "placed_above_usable"
	ArrangementBelowTier = "arrangement_below_tier"
	TierNotMet           = "tier_not_met"
	PlantLimitBroken     = "plant_limit_broken"
	BenchmarkOutside     = "benchmark_outside"
	RateFar              = "rate_far"

	LeaseIdle = "lease_idle"
)

// FindingCodes returns every code a finding may have.
func FindingCodes() []string {
	return []string{
		OverBudget, NearBudget, YearOverCeiling, OutsideHorizon, NeverEnergised, LateEnergised, OrderByPassed, Shortfall,
		PositionsShort, HeadroomThin, SiteLossUncovered, DesignAboveUsable, PlacedAboveUsable, ArrangementBelowTier, TierNotMet, PlantLimitBroken, BenchmarkOutside,
		RateFar, LeaseIdle,
		FundingNotTotal, Unfunded, FundingUnspent, CommitmentOverApproved,
		string(RackFeedOver), string(RackOneSided), string(PanelOver), string(RackTooDense), string(RackTooHeavy),
	}
}

// The units of Found and Limit of a finding.
const (
	unitKRW         = "KRW"
	unitKW          = "kW"
	unitMonths      = "months"
	unitRacks       = "racks"
	unitArrangement = "arrangement"
	unitTier        = "tier"
	unitYes         = "1 = yes"
	unitAmps        = "A"
	unitKGPerM2     = "kg/m2"
	unitSides       = "sides"
)

const (
	nearBudgetShare   = 0.02 // of the budget left: a warning
	thinHeadroomShare = 0.05 // of usable IT load left: a warning
)

// findings lists every limit broken or nearly so, errors first.
func findings(plan Plan, ref Reference, r Result) []Finding {
	found := make([]Finding, 0, 16)
	add := func(f Finding) { found = append(found, f) }
	budgetFindings(r, add)
	fundingFindings(r, add)
	scheduleFindings(plan, r, add)
	demandFindings(r, add)
	siteLossFindings(r, add)
	for i := range r.Sites {
		capacityFindings(&r.Sites[i], add)
	}
	leaseFindings(r, add)
	rackFindings(plan, ref, add)
	benchmarkFindings(r, add)
	rateFindings(plan, r, add)
	for i := range found {
		found[i].Message, found[i].Remedy = found[i].sentences()
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return rank(a.Severity) - rank(b.Severity) })
	return found
}

func rank(s Severity) int {
	return slices.Index([]Severity{SeverityError, SeverityWarning, SeverityNotice}, s)
}

func budgetFindings(r Result, add func(Finding)) {
	b := r.Budget
	f := Finding{Where: "budget", Found: float64(b.ForecastKRW), Limit: float64(b.TotalKRW), Unit: unitKRW}
	switch {
	case b.VarianceKRW < 0:
		f.Severity, f.Code = SeverityError, OverBudget
		add(f)
	case float64(b.VarianceKRW) < nearBudgetShare*float64(b.TotalKRW):
		f.Severity, f.Code = SeverityWarning, NearBudget
		add(f)
	}
	for _, y := range b.Years {
		if y.HasCeiling && y.LeftKRW < 0 && y.PaidKRW > 0 {
			add(Finding{
				Severity: SeverityError, Code: YearOverCeiling, Where: "budget/ceilings", Month: monthOfYear(y.Year),
				Found: float64(y.PaidKRW), Limit: float64(y.CeilingKRW + y.CarriedKRW), Unit: unitKRW,
			})
		}
	}
	if out := b.BeforeKRW + b.AfterKRW; out != 0 {
		add(Finding{Severity: SeverityWarning, Code: OutsideHorizon, Where: "horizon", Found: float64(out), Unit: unitKRW})
	}
}

func scheduleFindings(plan Plan, r Result, add func(Finding)) {
	end := plan.Horizon.End()
	starts := map[[2]string]Month{}
	for i := range r.Sites {
		s := &r.Sites[i]
		for _, ph := range s.Phases {
			where := "sites/" + s.Name + "/phases/" + ph.Name
			switch {
			case ph.Energised > end:
				add(Finding{Severity: SeverityError, Code: NeverEnergised, Where: where, Subject: s.Name, Title: s.Title, Month: ph.Energised, Found: float64(ph.Energised - end), Unit: unitMonths})
			case !ph.Promised.IsZero() && ph.Energised > ph.Promised:
				add(Finding{Severity: SeverityWarning, Code: LateEnergised, Where: where, Subject: s.Name, Title: s.Title, Month: ph.Energised, Found: float64(ph.Energised - ph.Promised), Unit: unitMonths, LimitText: ph.Promised.String()})
			}
			starts[[2]string{s.Name, ph.Name}] = ph.Start
		}
	}
	for _, o := range r.Orders {
		if start := starts[[2]string{o.Site, o.Phase}]; o.OrderBy < start {
			add(Finding{
				Severity: SeverityWarning, Code: OrderByPassed, Where: "sites/" + o.Site + "/phases/" + o.Phase, Subject: o.LeadTime, Title: o.Title, Month: o.OrderBy,
				Found: float64(start - o.OrderBy), Limit: float64(o.LeadTimeMonths), Unit: unitMonths, LimitText: start.String(),
			})
		}
	}
}

// stretch is a run of months in which something is short, by the worst of them.
type stretch struct{ first, worst int }

// stretches finds the runs of months in which short is above 0.
func stretches(n int, short func(i int) float64) []stretch {
	var list []stretch
	for i := range n {
		if short(i) <= 0 {
			continue
		}
		if i == 0 || short(i-1) <= 0 {
			list = append(list, stretch{i, i})
		}
		if s := &list[len(list)-1]; short(i) > short(s.worst) {
			s.worst = i
		}
	}
	return list
}

func demandFindings(r Result, add func(Finding)) {
	c, n := r.Capacity, len(r.Months)
	for _, s := range stretches(n, func(i int) float64 { return -float64(c.HeadroomKW[i]) }) {
		add(Finding{
			Severity: SeverityError, Code: Shortfall, Where: "demand", Month: r.Months[s.first], Subject: r.Months[s.worst].String(),
			Found: float64(c.UsableITKW[s.worst]), Limit: float64(r.Demand.PeakKW[s.worst]), Unit: unitKW,
		})
	}
	for _, s := range stretches(n, func(i int) float64 { return float64(r.Demand.Racks[i] - c.RackPositions[i]) }) {
		add(Finding{
			Severity: SeverityError, Code: PositionsShort, Where: "demand", Month: r.Months[s.first], Subject: r.Months[s.worst].String(),
			Found: float64(c.RackPositions[s.worst]), Limit: float64(r.Demand.Racks[s.worst]), Unit: unitRacks,
		})
	}
	for i, m := range r.Months {
		if m == c.Least.Month && c.Least.KW >= 0 && float64(c.Least.KW) < thinHeadroomShare*float64(c.UsableITKW[i]) {
			add(Finding{
				Severity: SeverityWarning, Code: HeadroomThin, Where: "demand", Month: m,
				Found: float64(c.Least.KW), Limit: thinHeadroomShare * float64(c.UsableITKW[i]), Unit: unitKW,
			})
		}
	}
}

func siteLossFindings(r Result, add func(Finding)) {
	l := r.SiteLoss
	for _, s := range stretches(len(r.Months), func(i int) float64 { return 1 - l.Coverage[i] }) {
		add(Finding{
			Severity: SeverityWarning, Code: SiteLossUncovered, Where: lossWhere(r, l.Lost[s.worst]), Month: r.Months[s.first], Subject: l.Lost[s.worst], Title: titleOf(r, l.Lost[s.worst]),
			Found: float64(l.RemainingKW[s.worst]), Limit: float64(r.Demand.Priority1KW[s.worst]), Unit: unitKW,
		})
	}
}

// titleOf returns the title of a site or lease.
func titleOf(r Result, name string) Text {
	for i := range r.Sites {
		if r.Sites[i].Name == name {
			return r.Sites[i].Title
		}
	}
	for i := range r.Leases {
		if r.Leases[i].Name == name {
			return r.Leases[i].Title
		}
	}
	return Text{}
}

func lossWhere(r Result, name string) string {
	if slices.ContainsFunc(r.Leases, func(l LeaseResult) bool { return l.Name == name }) {
		return "leases/" + name
	}
	return "sites/" + name
}

func capacityFindings(s *SiteResult, add func(Finding)) {
	where := "sites/" + s.Name
	var design KW
	for _, h := range s.Halls {
		design += h.DesignITKW
		if last := h.UsableITKW[len(h.UsableITKW)-1]; h.PlacedPeakKW > last {
			add(Finding{Severity: SeverityError, Code: PlacedAboveUsable, Where: where + "/halls/" + h.Name, Subject: h.Name, Found: float64(h.PlacedPeakKW), Limit: float64(last), Unit: unitKW})
		}
		tierFindings(s, where+"/halls/"+h.Name, h.Stages, add)
	}
	tierFindings(s, where, s.Stages, add)
	if len(s.Halls) > 0 && !s.TierMet {
		achieved := s.TierAchieved
		if achieved == "" {
			achieved = "–"
		}
		add(Finding{
			Severity: SeverityWarning, Code: TierNotMet, Where: where, Subject: s.Name, Title: s.Title, Unit: unitTier,
			FoundText: achieved, LimitText: s.TierClaimed, Change: s.TierChange,
		})
	}
	plantFindings(s, where, add)
	if design > s.CompleteITKW {
		add(Finding{Severity: SeverityNotice, Code: DesignAboveUsable, Where: where, Subject: s.Binding, Found: float64(s.CompleteITKW), Limit: float64(design), Unit: unitKW})
	}
}

func tierFindings(s *SiteResult, where string, stages []StageResult, add func(Finding)) {
	for _, g := range stages {
		if !g.MeetsTierAsk {
			add(Finding{
				Severity: SeverityWarning, Code: ArrangementBelowTier, Where: where, Subject: string(g.Kind),
				Unit: unitArrangement, FoundText: g.Arrangement.String(), LimitText: "Tier " + s.TierClaimed + ", " + g.TierAsks.String(),
			})
		}
	}
}

func plantFindings(s *SiteResult, where string, add func(Finding)) {
	for _, c := range s.Plant {
		if c.Holds {
			continue
		}
		severity := SeverityWarning
		if c.Name == DisasterDutyM2 || c.Name == DisasterDutyKW || c.Name == BatteryRoomDescribed {
			severity = SeverityNotice
		}
		at := where
		if c.Hall != "" {
			at += "/halls/" + c.Hall
		}
		add(Finding{Severity: severity, Code: PlantLimitBroken, Where: at, Subject: string(c.Name), Title: c.Title, Found: c.Found, Limit: c.Limit, Unit: c.Unit})
	}
}

func benchmarkFindings(r Result, add func(Finding)) {
	for _, b := range r.Checks {
		if b.Inside {
			continue
		}
		limit := b.Low
		if b.Found > b.High {
			limit = b.High
		}
		add(Finding{Severity: SeverityNotice, Code: BenchmarkOutside, Where: "sites/" + b.Site, Subject: b.Name, Title: b.Title, Found: b.Found, Limit: limit, Unit: b.Unit})
	}
}
