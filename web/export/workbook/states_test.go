package workbook

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// scheduled are the keys of checks of when things are built and what sites may
// then carry.
var scheduled = []string{
	"stage_start", "stage_end", "built", "energised", "usable_kw", "installed_kw", "positions", "contracted_kw", "states_missing",
	"idle_grid", "idle_chillers", "idle_heat", "per_kw_grid", "per_kw_chillers", "per_kw_heat",
}

// inPhases is the example with the halls of its first site built in three phases,
// of which the last adds chillers and a fourth has no hall; its halls must share
// the generators, and every phase has a programme and a calendar of its own.
func inPhases(t *testing.T) planner.Plan {
	plan := exampletest.Plan(t, "two-sites-460")
	plan.Calendars = []planner.Calendar{{Name: "rain", Work: []float64{0.3, 0, 0.7, 1, 1, 0.9, 0.1, 0.2, 1, 1, 0.8, 0}, Basis: planner.Basis{Source: "made up", AsOf: "2024-01", Assumption: true}}}
	s := &plan.Sites[0]
	first := s.Phases[0]
	halls := first.Halls
	s.Phases = nil
	for i, list := range [][]planner.Hall{halls[:2], halls[2:3], nil, halls[3:]} {
		ph := first
		ph.Name, ph.Title, ph.Halls = fmt.Sprintf("p%d", i+1), planner.Text{}, list
		ph.Start += planner.Month(4 * i)
		ph.GrossAreaM2 = 9000
		ph.Stages = slices.Clone(first.Stages)
		ph.Stages[4].Calendar = "rain"
		s.Phases = append(s.Phases, ph)
	}
	s.Phases[3].Stages = nil
	s.Plant[3].Modules = 5
	s.Plant[3].Added = []planner.ModuleAddition{{Phase: "p4", Modules: 2}}
	s.Plant[2].Modules = 4
	s.Feeds[1].Available = s.Phases[1].Start + 44
	return plan
}

// TestScheduleFollows changes months, lags, calendars and feeds at random.
func TestScheduleFollows(t *testing.T) {
	inTurn(t)
	t.Parallel()
	plan := inPhases(t)
	random := rand.New(rand.NewPCG(3, 60))
	ours := regexp.MustCompile(`/start$|/months$|/not_before$|/lag_months$|/available$|^calendars/|^values/(programme|calendars)\.`)
	b, err := build(context.Background(), sourceOf(t, plan))
	if err != nil {
		t.Fatal(err)
	}
	var paths []*inputCell
	for _, c := range b.in.list {
		if ours.MatchString(c.path) {
			paths = append(paths, c)
		}
	}
	for range 2 {
		var changes []planner.Change
		for _, i := range random.Perm(len(paths))[:12] {
			changes = append(changes, shifted(plan, b.Reference, paths[i], random))
		}
		changed(t, plan, changes, scheduled...)
	}
}

// shifted changes a month, a number of months or a share of work by more than a
// little.
func shifted(plan planner.Plan, ref planner.Reference, c *inputCell, random *rand.Rand) planner.Change {
	v := int(c.v)
	switch {
	case c.kind == planner.MonthReading:
		if !c.given {
			v = int(plan.Horizon.Start) + 24
		}
		return planner.Change{Path: c.path, Value: max(plan.Horizon.Start, planner.Month(v+random.IntN(49)-24)).String()}
	case c.kind != planner.WholeReading:
		return planner.Change{Path: c.path, Value: strconv.FormatFloat(float64(1+random.IntN(100))/100, 'f', -1, 64)}
	case regexp.MustCompile(`lag_months$`).MatchString(c.path):
		return planner.Change{Path: c.path, Value: strconv.Itoa(v + random.IntN(13) - 6)}
	}
	return planner.Change{Path: c.path, Value: strconv.Itoa(max(1, v+random.IntN(13)-6))}
}

// TestPhasesSwap has the last phase built first, and the feeds come after all of
// it, so that nothing is energised until then.
func TestPhasesSwap(t *testing.T) {
	inTurn(t)
	t.Parallel()
	plan := inPhases(t)
	changed(t, plan, []planner.Change{
		{Path: "sites/ansan/phases/p1/start", Value: "2024-06"},
		{Path: "sites/ansan/phases/p4/start", Value: "2020-10"},
	}, scheduled...)
	changed(t, plan, []planner.Change{
		{Path: "sites/ansan/feeds/main/available", Value: "2026-03"},
		{Path: "sites/ansan/feeds/reserve/available", Value: "2027-01"},
	}, scheduled...)
	changed(t, plan, []planner.Change{{Path: "sites/siheung/phases/building/start", Value: "2029-10"}}, scheduled...)
}
