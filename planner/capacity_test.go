package planner_test

import (
	"slices"
	"testing"

	"buildout/planner"
)

// TestInstalledHoldsNothingBack works two halls of 1,000 kW on 4 generators of
// 350 kW: all of them together carry 1,400/1.4 = 1,000 kW, N+1 carries 750.
func TestInstalledHoldsNothingBack(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "shared-plant-in-phases", ref)
	plan.Sites[0].Plant[1].RatingKW = 350
	s := mustEvaluate(t, plan, ref).Sites[0]
	last := len(s.UsableITKW) - 1
	if s.InstalledITKW[last] != 1000 || s.UsableITKW[last] != 750 || s.CompleteITKW != 750 {
		t.Errorf("installed %v, usable %v, complete %v; want 1,000, 750, 750", s.InstalledITKW[last], s.UsableITKW[last], s.CompleteITKW)
	}
	if h := s.Halls[0]; h.InstalledITKW != 500 || h.UsableITKW[last] != 375 {
		t.Errorf("a hall has %v installed, %v usable; want 500, 375", h.InstalledITKW, h.UsableITKW[last])
	}
}

// TestHallsWaitForTheGrid holds that a hall built in 2023-06 is energised when
// both feeds of 2N are there, not one.
func TestHallsWaitForTheGrid(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "shared-plant-in-phases", ref)
	plan.Sites[0].Feeds[0].Available = monthOf(t, "2023-01")
	plan.Sites[0].Feeds[1].Available = monthOf(t, "2023-10")
	s := mustEvaluate(t, plan, ref).Sites[0]
	if s.Energised.String() != "2023-10" || s.Phases[0].Energised != s.Energised || s.Halls[1].Energised != s.Energised {
		t.Errorf("energised %s, phases %s and %s", s.Energised, s.Phases[0].Energised, s.Phases[1].Energised)
	}
	if i := slices.IndexFunc(s.UsableITKW, func(p planner.KW) bool { return p > 0 }); i != 9 || s.RackPositions[8] != 0 || s.RackPositions[9] != 600 {
		t.Errorf("usable from month %d on; positions %v", i, s.RackPositions)
	}
}

// TestMoneyBeforeTheHorizon holds that what is ordered and paid before the
// first month is to date from the first month on: 300 M of UPS, three months
// before work that starts with the horizon.
func TestMoneyBeforeTheHorizon(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	plan.Horizon.Start = monthOf(t, "2023-01")
	plan.Sites[0].Phases[0].Stages = []planner.BuildStage{{Stage: planner.FitOut, Months: 5}}
	r := mustEvaluate(t, plan, ref)
	first := r.Cash[0]
	if r.Budget.BeforeKRW != 300e6 || first.PaidToDateKRW-first.PaidKRW != 300e6 || first.CommittedToDateKRW-first.CommittedKRW != 300e6 {
		t.Errorf("before the horizon %d; to date %d paid and %d committed, of the month %d and %d",
			r.Budget.BeforeKRW, first.PaidToDateKRW, first.CommittedToDateKRW, first.PaidKRW, first.CommittedKRW)
	}
}

// TestSiteLossOfUnequalSites holds the hand-checked case of 40 and 80 MW, of
// which 40 are usable through the loss of any one, and that of three equal
// sites, of which two thirds are. Source: site-loss cases of the golden power
// cases; Azure Well-Architected guidance for equal sites.
func TestSiteLossOfUnequalSites(t *testing.T) {
	ref := smallReference(t)
	for _, c := range []struct {
		sites []planner.KW
		want  planner.KW
		lost  string
	}{{[]planner.KW{40_000, 80_000}, 40_000, "b"}, {[]planner.KW{4, 4, 4}, 8, "a"}, {[]planner.KW{4, 4}, 4, "a"}, {[]planner.KW{4}, 0, "a"}} {
		plan := casePlan(t, "lease-site-loss", ref)
		plan.Leases = nil
		for i, kw := range c.sites {
			plan.Leases = append(plan.Leases, planner.Lease{
				Name: string(rune('a' + i)), ITKW: kw, RackPositions: 1, From: plan.Horizon.Start, Until: plan.Horizon.End(),
			})
		}
		if l := mustEvaluate(t, plan, ref).SiteLoss; l.RemainingKW[0] != c.want || l.Lost[0] != c.lost {
			t.Errorf("the loss of %s of %v leaves %v kW, want %v", l.Lost[0], c.sites, l.RemainingKW[0], c.want)
		}
	}
}
