package planner_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/power"
)

var bases = []string{"one-hall", "shared-plant-in-phases", "vat-ceilings-escalation", "lease-site-loss"}

// drawPlan changes a case in many places at once, within what is sound.
func drawPlan(t *rapid.T, ref planner.Reference, tb testing.TB) planner.Plan {
	p := casePlan(tb, rapid.SampledFrom(bases).Draw(t, "base"), ref)
	p.Budget.TotalKRW = planner.KRW(rapid.Int64Range(1, 5e9).Draw(t, "budget"))
	p.Budget.CarryOver = rapid.Bool().Draw(t, "carry over")
	if rapid.Bool().Draw(t, "with vat") {
		p.Budget.VAT = planner.VATIncluded
	}
	p.Budget.Covers = rapid.SampledFrom([][]string{{"structure", "services", "fees"}, {"structure"}, {"services.ups", "fees"}}).Draw(t, "covers")
	for i := range p.Sites {
		drawSite(t, &p.Sites[i])
	}
	for i := range p.Demand.Services {
		p.Demand.Services[i].Priority = rapid.IntRange(1, 3).Draw(t, "priority")
	}
	return p
}

func drawSite(t *rapid.T, s *planner.Site) {
	s.Tier = rapid.SampledFrom([]string{"I", "III", "IV"}).Draw(t, "tier")
	s.Region = rapid.SampledFrom([]string{"here", "far"}).Draw(t, "region")
	for i := range s.Feeds {
		s.Feeds[i].Available += planner.Month(rapid.IntRange(0, 12).Draw(t, "grid delay"))
	}
	for i := range s.Plant {
		s.Plant[i].Modules += rapid.IntRange(0, 4).Draw(t, "plant modules")
	}
	for i := range s.Phases {
		ph := &s.Phases[i]
		ph.Start += planner.Month(rapid.IntRange(0, 8).Draw(t, "start"))
		ph.GrossAreaM2 += float64(rapid.IntRange(0, 5000).Draw(t, "area"))
		for j := range ph.Halls {
			h := &ph.Halls[j]
			h.RackPositions = rapid.IntRange(1, 600).Draw(t, "positions")
			h.DesignITKW = planner.KW(rapid.Float64Range(1, 3000).Draw(t, "design"))
			for k := range h.Train {
				drawStage(t, &h.Train[k])
			}
			if rapid.Bool().Draw(t, "reserved") {
				h.Reservations = []planner.Reservation{{Name: "kept", ITKW: planner.KW(rapid.IntRange(1, 500).Draw(t, "kept")), RackPositions: rapid.IntRange(0, 100).Draw(t, "positions kept"), From: ph.Start, Until: ph.Start + 12}}
			}
		}
	}
}

// drawStage draws an arrangement, modules that fit it twice over, and how they
// stand.
func drawStage(t *rapid.T, g *planner.PowerStage) {
	a := rapid.SampledFrom([]power.Arrangement{{}, {Systems: 1}, {Systems: 1, Spare: 1}, {Systems: 2}}).Draw(t, "arrangement")
	g.Arrangement = a
	g.Modules += g.Modules%2 + 2*rapid.IntRange(0, 3).Draw(t, "modules")
	if g.Kind.Bussed() {
		g.Buses = rapid.IntRange(0, 2).Draw(t, "buses")
	}
	g.Compartments = rapid.SampledFrom([][]string{nil, {"east"}, {"east", "west"}}).Draw(t, "compartments")
	g.Continuous = g.Kind.Cooling() && rapid.Bool().Draw(t, "continuous")
}

func mustEvaluate(t interface{ Fatal(...any) }, p planner.Plan, ref planner.Reference) planner.Result {
	r, err := planner.Evaluate(p, ref)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestMoneyFoots holds that every table of money adds up to the won.
func TestMoneyFoots(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		drawMoney(rt, &p, ref)
		r := mustEvaluate(rt, p, ref)
		var lines, vat, outside, groups, paid, committed, years planner.KRW
		for _, l := range r.CostLines {
			won := l.Quantity * l.UnitPriceKRW
			for _, f := range l.Factors {
				won *= f.Value
			}
			if planner.KRW(math.Round(won)) != l.AmountKRW {
				rt.Fatalf("%s: %d won are not its quantity, price and factors: %g", l.Code, l.AmountKRW, won)
			}
			switch {
			case !l.InBudget:
				outside += l.ForecastKRW
			case r.Budget.VAT == planner.VATIncluded:
				lines += l.ForecastKRW + l.VATKRW
				vat += l.VATKRW
			default:
				lines += l.ForecastKRW
				vat += l.VATKRW
			}
		}
		for _, g := range r.Budget.Groups {
			groups += g.AmountKRW
		}
		for i, c := range r.Cash {
			paid += c.PaidKRW
			committed += c.CommittedKRW
			var byGroup planner.KRW
			for _, g := range c.PaidByGroupKRW {
				byGroup += g
			}
			if byGroup != c.PaidKRW {
				rt.Fatalf("month %d: groups sum to %d of %d", i, byGroup, c.PaidKRW)
			}
			if c.CommittedToDateKRW < c.PaidToDateKRW {
				rt.Fatalf("%s: committed %d trails paid %d", c.Month, c.CommittedToDateKRW, c.PaidToDateKRW)
			}
		}
		for _, y := range r.Budget.Years {
			years += y.PaidKRW
			if y.HasCeiling && y.LeftKRW != y.CeilingKRW+y.CarriedKRW-y.PaidKRW {
				rt.Fatalf("%d does not foot", y.Year)
			}
			if y.HasCeiling && y.PaidKRW > max(0, y.CeilingKRW+y.CarriedKRW) && !hasFinding(r, planner.YearOverCeiling, fmt.Sprintf("%d-01", y.Year)) {
				rt.Fatalf("%d pays %d of %d unseen", y.Year, y.PaidKRW, y.CeilingKRW+y.CarriedKRW)
			}
		}
		b := r.Budget
		for what, pair := range map[string][2]planner.KRW{
			"lines": {lines, b.ForecastKRW}, "vat": {vat, b.VATKRW}, "outside": {outside, b.OutsideKRW}, "groups": {groups, b.ForecastKRW},
			"cash": {paid + b.BeforeKRW + b.AfterKRW, b.ForecastKRW}, "years": {years, paid}, "variance": {b.TotalKRW - b.ForecastKRW, b.VarianceKRW},
		} {
			if pair[0] != pair[1] {
				rt.Fatalf("%s: %d, want %d", what, pair[0], pair[1])
			}
		}
	})
}

// TestCapacityHolds holds that usable is at most installed, that sites are the
// sum of their halls, that the loss of one leaves no more than all, and that no
// stage carries more than it may.
func TestCapacityHolds(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := mustEvaluate(rt, drawPlan(rt, ref, t), ref)
		for i := range r.Months {
			for _, s := range r.Sites {
				var halls planner.KW
				for _, h := range s.Halls {
					halls += h.UsableITKW[i]
				}
				if math.Abs(float64(halls-s.UsableITKW[i])) > 0.0006 || s.UsableITKW[i] > s.InstalledITKW[i]+0.001 {
					rt.Fatalf("%s in %s: halls %v, usable %v, installed %v", s.Name, r.Months[i], halls, s.UsableITKW[i], s.InstalledITKW[i])
				}
			}
			for _, s := range r.Sites {
				for _, h := range s.Halls {
					left := h.UsableITKW[i] - h.UsedITKW[i] - h.ReservedITKW[i]
					if h.UsableITKW[i] > 0 && math.Abs(float64(left-h.HeadroomITKW[i])) > 0.002 || h.UsedITKW[i] < 0 || h.StrandedITKW[i] > max(0, h.HeadroomITKW[i]) {
						rt.Fatalf("%s in %s: usable %v, used %v, reserved %v, headroom %v, stranded %v", h.Name, r.Months[i], h.UsableITKW[i], h.UsedITKW[i], h.ReservedITKW[i], h.HeadroomITKW[i], h.StrandedITKW[i])
					}
				}
			}
			if r.SiteLoss.RemainingKW[i] > r.Capacity.UsableITKW[i] || r.SiteLoss.Coverage[i] < 0 || r.SiteLoss.Coverage[i] > 1 {
				rt.Fatalf("loss in %s leaves %v of %v", r.Months[i], r.SiteLoss.RemainingKW[i], r.Capacity.UsableITKW[i])
			}
		}
		for _, s := range r.Sites {
			for _, g := range s.Stages {
				if float64(s.CompleteITKW)*g.LoadPerITKW > float64(g.UsableKW)+0.01 {
					rt.Fatalf("%s carries %v kW, may carry %v", g.Kind, float64(s.CompleteITKW)*g.LoadPerITKW, g.UsableKW)
				}
			}
		}
	})
}

// TestMoreIsMore holds the directions a planner relies on.
func TestMoreIsMore(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		before := mustEvaluate(rt, p, ref)
		if len(p.Sites) == 0 {
			return
		}
		more := clone(t, p)
		h := &more.Sites[0].Phases[0].Halls[0]
		h.Train[0].Modules += 2
		after := mustEvaluate(rt, more, ref)
		for i := range before.Months {
			if after.Capacity.UsableITKW[i] < before.Capacity.UsableITKW[i]-0.001 {
				rt.Fatalf("two more UPS modules lower usable in %s from %v to %v", before.Months[i], before.Capacity.UsableITKW[i], after.Capacity.UsableITKW[i])
			}
		}
		if total(after) < total(before) {
			rt.Fatalf("two more UPS modules cost less: %d, then %d", total(before), total(after))
		}
		if p.Hash() == more.Hash() {
			rt.Fatal("plans that differ have one hash")
		}
	})
}

func total(r planner.Result) (sum planner.KRW) {
	for _, l := range r.CostLines {
		sum += l.AmountKRW
	}
	return sum
}

func clone(t *testing.T, p planner.Plan) planner.Plan {
	t.Helper()
	document, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var copied planner.Plan
	if err := json.Unmarshal(document, &copied); err != nil {
		t.Fatal(err)
	}
	return copied
}

// TestLaterIsNotEarlier holds that moving a site's phases and grid later never
// brings a larger share of the money forward, nor capacity.
func TestLaterIsNotEarlier(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		p.Horizon.Months = 60
		p.ExchangeRates = p.ExchangeRates[:1] // a later order is at another rate, which moves shares between lines
		later := clone(t, p)
		by := planner.Month(rapid.IntRange(1, 6).Draw(rt, "later by"))
		for i := range later.Sites {
			for j := range later.Sites[i].Phases {
				later.Sites[i].Phases[j].Start += by
			}
		}
		before, after := mustEvaluate(rt, p, ref), mustEvaluate(rt, later, ref)
		if before.Budget.ForecastKRW == 0 {
			return
		}
		for i := range before.Cash {
			was := float64(before.Cash[i].PaidToDateKRW) / float64(before.Budget.ForecastKRW)
			is := float64(after.Cash[i].PaidToDateKRW) / float64(after.Budget.ForecastKRW)
			if is > was+1e-2 {
				rt.Fatalf("%s: %.4f of the money is paid, %.4f when built later", before.Cash[i].Month, was, is)
			}
			if after.Capacity.UsableITKW[i] > before.Capacity.UsableITKW[i]+0.001 {
				rt.Fatalf("%s: later is %v kW, sooner %v", before.Months[i], after.Capacity.UsableITKW[i], before.Capacity.UsableITKW[i])
			}
		}
	})
}

// TestTwiceThePrice holds that twice every price is twice the total, to a won a
// line, and that twice every rating is twice the usable kW where nothing else
// limits.
func TestTwiceThePrice(t *testing.T) {
	ref, dear := smallReference(t), smallReference(t)
	for i := range dear.Book.Entries {
		if dear.Book.Entries[i].Driver.Per != planner.PerShare {
			dear.Book.Entries[i].UnitPrice *= 2
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		p.CostBook.Overrides = nil
		once, twice := mustEvaluate(rt, p, ref), mustEvaluate(rt, p, dear)
		if math.Abs(float64(total(twice)-2*total(once))) > float64(2*len(once.CostLines)) {
			rt.Fatalf("%d won, %d at twice the price", total(once), total(twice))
		}
	})
}

// TestSamePlanSameResult holds that Evaluate neither changes its input nor
// differs from run to run.
func TestSamePlanSameResult(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		hash := p.Hash()
		first, err := json.Marshal(mustEvaluate(rt, p, ref))
		if err != nil {
			rt.Fatal(err)
		}
		second, _ := json.Marshal(mustEvaluate(rt, clone(t, p), ref))
		if string(first) != string(second) || p.Hash() != hash {
			rt.Fatal("the same plan gives another result, or was changed")
		}
	})
}

// TestTierSetsTheArrangement holds that a stage without an arrangement takes
// the tier's, and that one below it is a finding.
func TestTierSetsTheArrangement(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	ups := &plan.Sites[0].Phases[0].Halls[0].Train[0]
	if r := mustEvaluate(t, plan, ref); r.Sites[0].Halls[0].Stages[0].Arrangement.String() != "N+1" {
		t.Errorf("Tier III leaves the UPS at %s", r.Sites[0].Halls[0].Stages[0].Arrangement)
	}
	ups.Arrangement = power.Arrangement{Systems: 1}
	r := mustEvaluate(t, plan, ref)
	found := false
	for _, f := range r.Findings {
		found = found || f.Code == planner.ArrangementBelowTier && f.Where == "sites/alpha/halls/h1" && f.Subject == "ups"
	}
	if !found || r.Sites[0].Halls[0].Stages[0].MeetsTierAsk {
		t.Errorf("a UPS at N under Tier III is not found: %+v", r.Findings)
	}
	plan.RedundancyTiers = []planner.RedundancyTier{{
		Name: "III", Arrangements: []planner.TierArrangement{{Kind: power.UPS, Arrangement: power.Arrangement{Systems: 1, Spare: 2}}},
		Basis: planner.Basis{Source: "own", AsOf: "2023"},
	}}
	ups.Arrangement = power.Arrangement{}
	if r := mustEvaluate(t, plan, ref); r.Sites[0].Halls[0].Stages[0].Arrangement.String() != "N+2" {
		t.Errorf("the plan's own tier leaves the UPS at %s", r.Sites[0].Halls[0].Stages[0].Arrangement)
	}
}
