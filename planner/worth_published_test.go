package planner_test

import (
	"math"
	"testing"

	"buildout/planner"
	"buildout/planner/finance"
)

// priceOf returns a line of the cost book that costs so many dollars a unit.
func priceOf(code string, per planner.DriverName, unit string, usd float64) planner.CostEntry {
	return planner.CostEntry{
		Code: code, Title: planner.Text{EN: code}, Driver: planner.Driver{Per: per}, Unit: unit, UnitPrice: usd, Currency: "USD",
		PriceMonth: 2023 * 12, LowShare: 1, HighShare: 1, Class: "none", Stage: planner.Civil, Profile: "at_order", VATExempt: true,
		Basis: planner.Basis{Source: "published", AsOf: "2023"},
	}
}

// publishedPlan is one-hall at 1,000 won a dollar, energised for the last twelve
// of 24 months, with a cost book and assets of a published model's own.
func publishedPlan(t *testing.T, entries []planner.CostEntry, assets []planner.AssetClass) (planner.Plan, planner.Reference) {
	ref := smallReference(t)
	p := casePlan(t, "one-hall", ref)
	p.Horizon.Months = 24
	p.Budget.Covers = []string{"plant"}
	ref.Book.Entries, ref.Book.Escalation, ref.Assets = entries, nil, assets
	return p, ref
}

// TestPublishedMonthsThroughAPlan prices what authors state as lines of a cost
// book and finds what they print for a month in what the plan is worth, to the
// last place they print: Hennessy & Patterson 6e, figures 6.13 and 6.14, whose
// people are 90 dollars an hour, 30 % on top, at all 8,760 hours of a year; and
// the teardown of the Abilene campus of 2026, with 300 people at 250,000.
func TestPublishedMonthsThroughAPlan(t *testing.T) {
	type asset struct {
		name       string
		usd, years float64
		month      float64
	}
	for _, c := range []struct {
		name                string
		annuity             planner.AnnuityName
		assets              []asset
		heads, wage, people float64
		tolerance           float64 // dollars
	}{
		{"hennessy-patterson-8mw", finance.Monthly, []asset{
			{"servers", 66.7e6, 3, 2_000_000}, {"power_and_cooling", 0.82 * 88e6, 10, 765_000}, {"other_infrastructure", 0.18 * 88e6, 10, 170_000},
		}, 1, 90 * 1.3 * 8760, 85_000, 5100},
		{"stargate-abilene", finance.YearlyOver12, []asset{
			{"servers", 15e9, 5, 288.7e6}, {"network", 2e9, 6, 32.8e6}, {"facility", 5e9, 10, 54e6},
		}, 300, 250_000, 6.3e6, 51_000},
	} {
		var entries []planner.CostEntry
		var assets []planner.AssetClass
		for _, a := range c.assets {
			entries = append(entries, priceOf("plant."+a.name, planner.PerSite, "site", a.usd))
			assets = append(assets, planner.AssetClass{Name: a.name, Covers: []string{"plant." + a.name}, LifeYears: a.years, Method: finance.Evenly})
		}
		p, ref := publishedPlan(t, entries, assets)
		p.Worth.Annuity = c.annuity
		ref.Assumptions = []planner.Assumption{
			{Name: planner.AnnuityRate, Value: 0.05}, {Name: planner.StaffPerSite, Value: c.heads}, {Name: planner.StaffKRWPerYear, Value: 1000 * c.wage},
		}
		got := map[string]float64{}
		for _, part := range mustEvaluate(t, p, ref).Worth.Costs {
			got[part.Name] = float64(part.MonthKRW) / 1000
		}
		for _, want := range append(c.assets, asset{name: "people", month: c.people}) {
			near(t, c.name+" "+want.name, got[want.name], want.month, c.tolerance)
		}
	}
}

// TestTierCostThroughAPlan prices 1,000 kW and 10,000 square feet as the Uptime
// Institute does: in 2006 tier III 20,000 dollars a kW and 220 a square foot,
// 22.2 M; in 2008 tier IV 25,000 and 300, 28 M. Koomey's 23,801 dollars a kW of
// 2007 are tier III of 2006 with prices 19.005 % higher.
func TestTierCostThroughAPlan(t *testing.T) {
	const m2 = 0.09290304 // of a square foot
	for _, c := range []struct {
		name               string
		kw, perKW, perFoot float64
		rise, want         float64
	}{
		{"III in 2006", 1000, 20_000, 220, 0, 22.2e6},
		{"IV in 2008", 1000, 25_000, 300, 0, 28e6},
		{"Koomey in 2007", 1, 20_000, 0.0000001, 0.19005, 23_801},
	} {
		entries := []planner.CostEntry{priceOf("plant.kw", planner.PerDesignKW, "kW", c.perKW), priceOf("plant.floor", planner.PerWhiteM2, "m2", c.perFoot/m2)}
		p, ref := publishedPlan(t, entries, nil)
		for i := range entries {
			entries[i].PriceMonth -= 12
		}
		rise := planner.YearValue{Year: 2022, Value: c.rise, Basis: planner.Basis{Source: "published", AsOf: "2007"}}
		flat := planner.YearValue{Year: 2023, Basis: rise.Basis}
		ref.Book.Escalation = []planner.PriceIndex{{Name: "all", Years: []planner.YearValue{rise, flat}}}
		hall := &p.Sites[0].Phases[0].Halls[0]
		hall.DesignITKW, hall.AreaM2 = planner.KW(c.kw), 10_000*m2
		capex := float64(mustEvaluate(t, p, ref).Worth.CapexKRW) / 1000
		if math.Abs(capex-c.want) > 0.5 {
			t.Errorf("%s costs %.3f dollars, published %.0f", c.name, capex, c.want)
		}
	}
}
