package planner_test

import (
	"slices"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
)

// TestFindings brings each limit to breaking, one at a time, in a plan of one
// hall with 800 usable kW for 500, energised as promised in 2023-06, forecast at
// 1,470 M won (testdata/cases/one-hall.yaml), and holds what is said of it.
func TestFindings(t *testing.T) {
	ref := smallReference(t)
	hall := func(p *planner.Plan) *planner.Hall { return &p.Sites[0].Phases[0].Halls[0] }
	for _, c := range []struct {
		code     string
		severity planner.Severity
		where    string
		month    string
		found    float64
		limit    float64
		spoil    func(p *planner.Plan)
	}{
		{planner.OverBudget, planner.SeverityError, "budget", "", 1470e6, 1469e6, func(p *planner.Plan) { p.Budget.TotalKRW = 1469e6 }},
		{planner.NearBudget, planner.SeverityWarning, "budget", "", 1470e6, 1499e6, func(p *planner.Plan) { p.Budget.TotalKRW = 1499e6 }},
		{planner.YearOverCeiling, planner.SeverityError, "budget/ceilings", "2023-01", 1470e6, 1400e6, func(p *planner.Plan) {
			p.Budget.Ceilings = []planner.YearCeiling{{Year: 2023, AmountKRW: 1400e6}}
		}},
		{planner.FundingNotTotal, planner.SeverityWarning, "budget/funding", "", 1600e6, 1500e6, func(p *planner.Plan) {
			p.Budget.Funding = []planner.FundingLine{{Name: "all", AmountKRW: 1600e6, From: monthOf(t, "2022-12")}}
		}},
		// A line approved in 2023-02 pays none of the 300 + 70 M due in 01. A grant of 350 M pays 300 for the UPS. 1,470 M
		// are committed by 03, 1,000 approved.
		{planner.Unfunded, planner.SeverityError, "budget/funding", "2023-01", 1470e6, 1100e6, func(p *planner.Plan) {
			p.Budget.Funding = []planner.FundingLine{{Name: "all", AmountKRW: 1500e6, From: monthOf(t, "2023-02")}}
		}},
		{planner.FundingUnspent, planner.SeverityNotice, "budget/funding", "2023-02", 50e6, 350e6, func(p *planner.Plan) {
			p.Budget.Funding = []planner.FundingLine{
				{Name: "grant", AmountKRW: 350e6, From: monthOf(t, "2023-01"), Until: monthOf(t, "2023-02"), Covers: []string{"services"}},
				{Name: "rest", AmountKRW: 1150e6, From: monthOf(t, "2022-12")},
			}
		}},
		{planner.CommitmentOverApproved, planner.SeverityWarning, "budget", "2023-03", 1470e6, 1000e6, func(p *planner.Plan) {
			p.Budget.Funding = []planner.FundingLine{
				{Name: "first", AmountKRW: 1000e6, From: monthOf(t, "2022-12")}, {Name: "second", AmountKRW: 500e6, From: monthOf(t, "2023-04")},
			}
		}},
		// Ending in 2023-09, the 110 M kept back until 2023-10 fall outside; the UPS of 300 M and the design of 70 M,
		// three months and none before work that starts 2022-12, fall before it where the lead time reaches back.
		{planner.OutsideHorizon, planner.SeverityWarning, "horizon", "", 110e6, 0, func(p *planner.Plan) { p.Horizon.Months = 10 }},
		{planner.OutsideHorizon, planner.SeverityWarning, "horizon", "", 300e6, 0, func(p *planner.Plan) {
			p.Horizon.Start = monthOf(t, "2023-01")
			p.Sites[0].Phases[0].Stages = []planner.BuildStage{{Stage: planner.FitOut, Months: 5}}
		}},
		{planner.NeverEnergised, planner.SeverityError, "sites/alpha/phases/p1", "2024-02", 3, 0, func(p *planner.Plan) {
			p.Sites[0].Feeds[0].Available = monthOf(t, "2024-02")
		}},
		{planner.LateEnergised, planner.SeverityWarning, "sites/alpha/phases/p1", "2023-06", 1, 0, func(p *planner.Plan) {
			p.Sites[0].Phases[0].Promised = monthOf(t, "2023-05")
		}},
		{planner.OrderByPassed, planner.SeverityWarning, "sites/alpha/phases/p1", "2022-12", 1, 3, func(p *planner.Plan) {
			p.Sites[0].Phases[0].Stages = []planner.BuildStage{
				{Stage: planner.Civil, Months: 2}, {Stage: planner.FitOut, Months: 2, NotBefore: monthOf(t, "2023-03")},
			}
		}},
		{planner.Shortfall, planner.SeverityError, "demand", "2023-06", 800, 805, func(p *planner.Plan) { p.Demand.Services[0].Racks.Table[0].Racks = 161 }},
		{planner.PositionsShort, planner.SeverityError, "demand", "2023-06", 99, 100, func(p *planner.Plan) { hall(p).RackPositions = 99 }},
		{planner.HeadroomThin, planner.SeverityWarning, "demand", "2023-06", 35, 40, func(p *planner.Plan) { p.Demand.Services[0].Racks.Table[0].Racks = 153 }},
		{planner.SiteLossUncovered, planner.SeverityWarning, "sites/alpha", "2023-06", 0, 500, func(*planner.Plan) {}},
		{planner.DesignAboveUsable, planner.SeverityNotice, "sites/alpha", "", 800, 900, func(*planner.Plan) {}},
		{planner.PlacedAboveUsable, planner.SeverityError, "sites/alpha/halls/h1", "", 805, 800, func(p *planner.Plan) {
			for i := range 161 {
				hall(p).Racks = append(hall(p).Racks, planner.Rack{Name: string(rune('가' + i)), RackType: "r5", Row: "A", Position: i + 1, From: monthOf(t, "2023-06")})
			}
		}},
		{planner.ArrangementBelowTier, planner.SeverityWarning, "sites/alpha/halls/h1", "", 0, 0, func(p *planner.Plan) {
			hall(p).Train[0].Arrangement = power.Arrangement{Systems: 1}
		}},
		// Tier IV wants power made on site; the plan has no generators.
		{planner.TierNotMet, planner.SeverityWarning, "sites/alpha", "", 0, 0, func(p *planner.Plan) { p.Sites[0].Tier = "IV" }},
		// Batteries of 10 minutes at 1,000 kW carry 800 for 12.5; the reference wants 13.
		{planner.PlantLimitBroken, planner.SeverityWarning, "sites/alpha/halls/h1", "", 12.5, 13, func(p *planner.Plan) { hall(p).AreaM2 = 401 }},
	} {
		before := mustEvaluate(t, casePlan(t, "one-hall", ref), ref).Findings
		ref := ref
		if c.code == planner.PlantLimitBroken {
			ref.Limits = []planner.PlantLimit{{Name: planner.LeastBatteryMinutes, Value: 13, Unit: "min", Basis: planner.Basis{Source: "case", AsOf: "2023"}}}
		}
		spoilt := casePlan(t, "one-hall", ref)
		c.spoil(&spoilt)
		i := slices.IndexFunc(mustEvaluate(t, spoilt, ref).Findings, func(f planner.Finding) bool { return f.Code == c.code })
		if i < 0 {
			t.Errorf("%s is not found", c.code)
			continue
		}
		f := mustEvaluate(t, spoilt, ref).Findings[i]
		if f.Severity != c.severity || f.Where != c.where || f.Month.String() != c.month || f.Found != c.found || f.Limit != c.limit {
			t.Errorf("%s: %+v", c.code, f)
		}
		if f.Message == "" || f.Remedy == "" {
			t.Errorf("%s says %q, mended by %q", c.code, f.Message, f.Remedy)
		}
		standing := c.code == planner.SiteLossUncovered || c.code == planner.DesignAboveUsable
		if !standing && slices.ContainsFunc(before, func(f planner.Finding) bool { return f.Code == c.code }) {
			t.Errorf("%s is found where nothing is wrong", c.code)
		}
	}
}

// TestBenchmarks holds a figure inside a range and one outside it: 1,100 M won
// of structure for 800 kW is 1,375,000 won a kW.
func TestBenchmarks(t *testing.T) {
	ref := smallReference(t)
	basis := planner.Basis{Source: "case", AsOf: "2023"}
	ref.Benchmarks = []planner.Benchmark{
		{Name: "in", Figure: planner.KRWPerITKW, Of: []string{"structure"}, Low: 1.3e6, High: 1.4e6, Unit: "KRW/kW", Basis: basis},
		{Name: "out", Figure: planner.KRWPerRack, Of: []string{"structure", "services"}, Low: 1, High: 6.9e6, Unit: "KRW/rack", Basis: basis},
		{Name: "m2", Figure: planner.GrossM2PerRack, Low: 4, High: 5, Unit: "m2/rack", Basis: basis},
		{Name: "white", Figure: planner.WhiteToGross, Low: 0.4, High: 0.4, Unit: "m2/m2", Basis: basis},
		{Name: "grid", Figure: planner.GridKWPerRack, Low: 7, High: 7, Unit: "kW/rack", Basis: basis},
		{Name: "pue", Figure: planner.PeakPUE, Low: 1.3, High: 1.45, Unit: "kW/kW", Basis: basis},
		{Name: "floor", Figure: planner.KRWPerGrossM2, Of: []string{"structure.frame"}, Low: 1.1e6, High: 1.1e6, Unit: "KRW/m2", Basis: basis},
	}
	r := mustEvaluate(t, casePlan(t, "one-hall", ref), ref)
	for i, want := range []struct {
		found  float64
		inside bool
	}{{1.375e6, true}, {7e6, false}, {5, true}, {0.4, true}, {7, true}, {1.4, true}, {1.1e6, true}} {
		if c := r.Checks[i]; c.Found-want.found > 1e-9*want.found || want.found-c.Found > 1e-9*want.found || c.Inside != want.inside {
			t.Errorf("%s: %g, inside %t; want %g, %t", c.Name, c.Found, c.Inside, want.found, want.inside)
		}
	}
	i := slices.IndexFunc(r.Findings, func(f planner.Finding) bool { return f.Code == planner.BenchmarkOutside })
	if i < 0 || r.Findings[i].Subject != "out" || r.Findings[i].Found != 7e6 || r.Findings[i].Limit != 6.9e6 {
		t.Errorf("7 M won a rack where 6.9 M is the most: %+v", r.Findings)
	}
}

// TestFindingCodesAreAll holds that the list of codes is whole: the sentences
// of a code that is not in it would have no other language.
func TestFindingCodesAreAll(t *testing.T) {
	if got := len(planner.FindingCodes()); got != 28 {
		t.Errorf("%d codes; add the new one here, to FindingCodes and to the locales", got)
	}
}
