package planner_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/finance"
)

// programmed evaluates the small case with another programme and returns its
// stages.
func programmed(t interface{ Fatal(...any) }, plan planner.Plan, ref planner.Reference, stages []planner.BuildStage) planner.PhaseResult {
	plan.Sites = slices.Clone(plan.Sites)
	plan.Sites[0].Phases = slices.Clone(plan.Sites[0].Phases)
	plan.Sites[0].Phases[0].Stages = stages
	return mustEvaluate(t, plan, ref).Sites[0].Phases[0]
}

func after(list ...planner.StageName) (after []planner.Predecessor) {
	for _, s := range list {
		after = append(after, planner.Predecessor{Stage: s})
	}
	return after
}

// TestFloatOfADiamond works a programme that parts and meets by hand, from
// 2023-01: design in 01 and 02; permits 03 to 05; grid connection in 04, a month
// after design; civil after both, 06 and 07, which ends the phase; fit-out of one
// month that waits for nothing, in 01. Permits set civil: they and what stands
// before and after them have no float. The grid may come in 05. Fit-out may wait
// until 07, six months.
func TestFloatOfADiamond(t *testing.T) {
	ref := smallReference(t)
	ph := programmed(t, casePlan(t, "one-hall", ref), ref, []planner.BuildStage{
		{Stage: planner.Design, Months: 2},
		{Stage: planner.Permits, Months: 3, After: after(planner.Design)},
		{Stage: planner.GridConnection, Months: 1, After: []planner.Predecessor{{Stage: planner.Design, LagMonths: 1}}},
		{Stage: planner.Civil, Months: 2, After: after(planner.Permits, planner.GridConnection)},
		{Stage: planner.FitOut, Months: 1},
	})
	for i, want := range []struct {
		start, end string
		float      int
	}{{"2023-01", "2023-02", 0}, {"2023-03", "2023-05", 0}, {"2023-04", "2023-04", 1}, {"2023-06", "2023-07", 0}, {"2023-01", "2023-01", 6}} {
		s := ph.Stages[i]
		if s.Start.String() != want.start || s.End.String() != want.end || s.FloatMonths != want.float || s.Critical != (want.float == 0) {
			t.Errorf("%s from %s to %s with %d months of float, critical %t; want %s to %s with %d", s.Stage, s.Start, s.End, s.FloatMonths, s.Critical, want.start, want.end, want.float)
		}
	}
}

// TestCalendar works stages over a winter without work in January and February
// and half of it in December. Three months of civil work from 2023-11 are done
// by 1, 0.5, 0, 0, 1, 1 in 2024-04. Design, in 2023-10, may start in 10 alone:
// civil from 12 on would do 0.5, 0, 0, 1, 1, 1 and end in 05. Fit-out of a month
// may start in 12, January, February or March as well: it is done in March.
func TestCalendar(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	plan.Horizon.Months = 24
	plan.Sites[0].Phases[0].Start = finance.MonthOf(2023, 10)
	plan.Sites[0].Phases[0].Promised = 0
	ph := programmed(t, plan, ref, []planner.BuildStage{
		{Stage: planner.Design, Months: 1},
		{Stage: planner.Civil, Months: 3, Calendar: "winter", After: after(planner.Design)},
		{Stage: planner.FitOut, Months: 1, Calendar: "winter", NotBefore: finance.MonthOf(2023, 12)},
		{Stage: planner.Commissioning, Months: 1, After: after(planner.FitOut)},
	})
	for i, want := range []struct {
		start, end string
		float      int
	}{{"2023-10", "2023-10", 0}, {"2023-11", "2024-04", 0}, {"2023-12", "2024-03", 3}, {"2024-04", "2024-04", 0}} {
		if s := ph.Stages[i]; s.Start.String() != want.start || s.End.String() != want.end || s.FloatMonths != want.float {
			t.Errorf("%s from %s to %s with %d months of float; want %s to %s with %d", s.Stage, s.Start, s.End, s.FloatMonths, want.start, want.end, want.float)
		}
	}
	plan.Calendars = []planner.Calendar{{Name: "winter", Work: slices.Repeat([]float64{1}, 12), Basis: planner.Basis{Source: "own", AsOf: "2023"}}}
	ph = programmed(t, plan, ref, []planner.BuildStage{{Stage: planner.Civil, Months: 3, Calendar: "winter"}})
	if end := ph.Stages[0].End; end.String() != "2023-12" {
		t.Errorf("by the plan's own calendar of that name civil ends in %s, want 2023-12", end)
	}
}

// drawProgramme draws stages in any order, each after some of those drawn
// before it, with lags, calendars and bounds.
func drawProgramme(t *rapid.T, start planner.Month) []planner.BuildStage {
	names := rapid.Permutation(planner.StageNames).Draw(t, "names")
	stages := make([]planner.BuildStage, rapid.IntRange(1, len(names)).Draw(t, "stages"))
	for i := range stages {
		s := &stages[i]
		s.Stage, s.Months = names[i], rapid.IntRange(1, 6).Draw(t, "months")
		s.Calendar = rapid.SampledFrom([]string{"", "winter"}).Draw(t, "calendar")
		if rapid.Bool().Draw(t, "bound") {
			s.NotBefore = start + planner.Month(rapid.IntRange(0, 8).Draw(t, "not before"))
		}
		for j := range i {
			if rapid.Bool().Draw(t, "after") {
				s.After = append(s.After, planner.Predecessor{Stage: names[j], LagMonths: rapid.IntRange(-3, 3).Draw(t, "lag")})
			}
		}
	}
	return stages
}

// TestFloatIsWhatMayWait holds that a stage that starts later by its float
// leaves the end of the phase where it is, and one that starts a month later
// still moves it; and that some stage is critical where every month is full.
func TestFloatIsWhatMayWait(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	plan.Sites[0].Phases[0].Promised = 0
	end := func(ph planner.PhaseResult) (last planner.Month) {
		for _, s := range ph.Stages {
			last = max(last, s.End)
		}
		return last
	}
	rapid.Check(t, func(rt *rapid.T) {
		stages := drawProgramme(rt, plan.Sites[0].Phases[0].Start)
		before := programmed(rt, plan, ref, stages)
		critical := slices.ContainsFunc(stages, func(b planner.BuildStage) bool { return b.Calendar != "" })
		for _, s := range before.Stages {
			critical = critical || s.Critical
			if s.FloatMonths < 0 || s.Critical != (s.FloatMonths == 0) {
				rt.Fatalf("%s has %d months of float, critical %t", s.Stage, s.FloatMonths, s.Critical)
			}
			for _, more := range []int{0, 1} {
				later := slices.Clone(stages)
				i := slices.IndexFunc(later, func(b planner.BuildStage) bool { return b.Stage == s.Stage })
				later[i].NotBefore = s.Start + planner.Month(s.FloatMonths+more)
				if moved := end(programmed(rt, plan, ref, later)) > end(before); moved != (more == 1) {
					rt.Fatalf("%s with %d months of float starts %d later: the end moves %t", s.Stage, s.FloatMonths, s.FloatMonths+more, moved)
				}
			}
		}
		if !critical {
			rt.Fatal("no stage is critical")
		}
	})
}
