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
