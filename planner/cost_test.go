package planner_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/finance"
)

func costLine(t *testing.T, r planner.Result, code string) planner.CostLine {
	t.Helper()
	i := slices.IndexFunc(r.CostLines, func(l planner.CostLine) bool { return l.Code == code })
	if i < 0 {
		t.Fatalf("no line %s", code)
	}
	return r.CostLines[i]
}

func factor(l planner.CostLine, name string) float64 {
	for _, f := range l.Factors {
		if f.Name == name {
			return f.Value
		}
	}
	return 0
}

// TestOverrideSetsTheEstimate holds that a plan's own price may bring its own
// class and range, and keeps the book's where it is silent. 1,000 m2 at 2 M won
// without contingency are 2,000 M, from 1,600 to 3,000.
func TestOverrideSetsTheEstimate(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	own := planner.CostOverride{Code: "structure.frame", UnitPrice: 2e6, Currency: "KRW", Unit: "m2", PriceMonth: plan.PriceBase, Source: "a tender"}
	plan.CostBook.Overrides = []planner.CostOverride{own}
	l := costLine(t, mustEvaluate(t, plan, ref), own.Code)
	if l.Class != "class_3" || l.AmountKRW != 2_200_000_000 || l.LowKRW != 1_980_000_000 || l.HighKRW != 2_640_000_000 || !l.Overridden || l.Assumption {
		t.Errorf("at the book's class: %+v", l)
	}
	own.Class, own.LowShare, own.HighShare = "none", 0.8, 1.5
	plan.CostBook.Overrides = []planner.CostOverride{own}
	l = costLine(t, mustEvaluate(t, plan, ref), own.Code)
	if l.Class != "none" || factor(l, "contingency") != 1 || l.AmountKRW != 2_000_000_000 || l.LowKRW != 1_600_000_000 || l.HighKRW != 3_000_000_000 {
		t.Errorf("at its own class: %+v", l)
	}
}

// TestRacksInUse holds that what is bought for racks counts those in place at
// the end of the horizon, not positions: 100 of 200, and 130 with 30 reserved.
func TestRacksInUse(t *testing.T) {
	ref := smallReference(t)
	server := ref.Book.Entries[0]
	server.Code, server.Driver, server.Unit = "plant.servers", planner.Driver{Per: planner.PerRack}, "rack"
	ref.Book.Entries = append(ref.Book.Entries, server)
	plan := casePlan(t, "one-hall", ref)
	if l := costLine(t, mustEvaluate(t, plan, ref), "plant.servers"); l.Quantity != 100 {
		t.Errorf("%g racks, want 100", l.Quantity)
	}
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.Reservations = []planner.Reservation{{Name: "kept", ITKW: 100, RackPositions: 30, From: plan.Horizon.Start, Until: plan.Horizon.End()}}
	if l := costLine(t, mustEvaluate(t, plan, ref), "plant.servers"); l.Quantity != 130 {
		t.Errorf("%g racks with 30 reserved, want 130", l.Quantity)
	}
	plan.Demand.Services, h.Reservations = nil, nil
	if slices.ContainsFunc(mustEvaluate(t, plan, ref).CostLines, func(l planner.CostLine) bool { return l.Code == "plant.servers" }) {
		t.Error("servers are bought for no rack")
	}
}

// TestRateFar holds that a rate after the order, or more than two years before
// it, is told with both months; the UPS of the case is ordered in 2023-01.
func TestRateFar(t *testing.T) {
	ref := smallReference(t)
	for _, c := range []struct {
		rate  string
		found float64
		limit float64
	}{{"2023-01", 0, 0}, {"2021-01", 0, 0}, {"2020-12", 25, 24}, {"2023-02", 1, 0}} {
		plan := casePlan(t, "one-hall", ref)
		if err := plan.ExchangeRates[0].Month.UnmarshalText([]byte(c.rate)); err != nil {
			t.Fatal(err)
		}
		r := mustEvaluate(t, plan, ref)
		i := slices.IndexFunc(r.Findings, func(f planner.Finding) bool { return f.Code == planner.RateFar })
		if (i >= 0) != (c.found > 0) {
			t.Errorf("rate of %s: found %t", c.rate, i >= 0)
		}
		if i < 0 {
			continue
		}
		if f := r.Findings[i]; f.Found != c.found || f.Limit != c.limit || f.FoundText != c.rate || f.LimitText != "2023-01" || f.Count != 1 || f.Subject != "USD" {
			t.Errorf("rate of %s: %+v", c.rate, f)
		}
	}
}

// TestConstructionInterest holds interest against what cash says: a twelfth of
// the rate on what was paid to the end of each month before the phase carries
// load, without the interest itself.
func TestConstructionInterest(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		if len(p.Sites) != 1 || len(p.Sites[0].Phases) != 1 {
			return
		}
		p.Budget.VAT = planner.VATExcluded
		p.Budget.Covers = []string{"structure", "services", "fees", "plant"}
		p.Horizon.Start, p.Horizon.Months = p.Horizon.Start-24, 120
		without := mustEvaluate(rt, p, ref)
		rate := rapid.Float64Range(0.001, 0.3).Draw(rt, "rate")
		p.Budget.ConstructionInterest = &planner.ConstructionInterest{RatePerYear: rate}
		p.Budget.Covers = append(p.Budget.Covers, "administrative_and_finance")
		with := mustEvaluate(rt, p, ref)
		var months float64
		energised := with.Sites[0].Phases[0].Energised
		for _, m := range without.Cash {
			if m.Month+1 < energised {
				months += float64(m.PaidToDateKRW)
			}
		}
		want := math.Round(months * (rate / 12))
		if got := float64(with.Budget.ForecastKRW - without.Budget.ForecastKRW); math.Abs(got-want) > 1 {
			rt.Fatalf("%g won of interest at %g, want %g on %g won-months", got, rate, want, months)
		}
	})
}

// TestLaterBringsNoMoneyForward holds that without escalation no month sees more
// won paid to it when phases start later, whatever profile or calendar.
func TestLaterBringsNoMoneyForward(t *testing.T) {
	ref := smallReference(t)
	ref.Book.Escalation = nil
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		p.Horizon.Months = 120
		p.ExchangeRates = p.ExchangeRates[:min(1, len(p.ExchangeRates))]
		for i := range p.Sites {
			for j := range p.Sites[i].Phases {
				p.Sites[i].Phases[j].Stages = drawProgramme(rt, p.Sites[i].Phases[j].Start)
			}
		}
		later := clone(t, p)
		for i := range later.Sites {
			for j := range later.Sites[i].Phases {
				later.Sites[i].Phases[j].Start += planner.Month(rapid.IntRange(0, 9).Draw(rt, "later by"))
			}
		}
		before, after := mustEvaluate(rt, p, ref), mustEvaluate(rt, later, ref)
		for i := range before.Cash {
			rounding := planner.KRW(len(before.CostLines))
			if was, is := before.Cash[i].PaidToDateKRW, after.Cash[i].PaidToDateKRW; is > was+rounding {
				rt.Fatalf("%s: %d won are paid, %d when built later", before.Cash[i].Month, was, is)
			}
		}
	})
}

// TestSharedTermsPayAlike holds that lines that share stage, profile and lead
// time are paid in the same months, as their own contract would be: 10 % of the
// frame at order, the rest on the curve, in the months of the one-hall case.
func TestSharedTermsPayAlike(t *testing.T) {
	ref := smallReference(t)
	again := ref.Book.Entries[0]
	again.Code = "structure.again"
	ref.Book.Entries = append(ref.Book.Entries, again)
	plan := casePlan(t, "one-hall", ref)
	plan.Budget.Covers = []string{"structure"}
	for _, m := range mustEvaluate(t, plan, ref).Cash {
		want := map[planner.Month]planner.KRW{
			finance.MonthOf(2023, 3): 1_100_000_000, finance.MonthOf(2023, 4): 880_000_000, finance.MonthOf(2023, 10): 220_000_000,
		}[m.Month]
		if m.PaidKRW != want {
			t.Errorf("%s: %d won, want %d", m.Month, m.PaidKRW, want)
		}
	}
}
