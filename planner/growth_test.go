package planner_test

import (
	"testing"

	"buildout/planner"
)

func monthOf(tb testing.TB, text string) planner.Month {
	tb.Helper()
	var m planner.Month
	if err := m.UnmarshalText([]byte(text)); err != nil {
		tb.Fatal(err)
	}
	return m
}

// TestGrowth works each way to grow by hand.
//
//	line      100 in 2023-01 to 160 in 2023-07 is 10 a month; halves are rounded up
//	compound  100 at 21 % a year: 110 after six months (1.21^(1/2) = 1.1), 121 after twelve; 100 x 1.21^(1/12) = 101.6
//	logistic  20 to 120 about 2023-07: half the rise, 70, in the middle; a year on at rate 2, 20 + 100/(1 + e^-2) = 108.08
func TestGrowth(t *testing.T) {
	m := func(text string) planner.Month { return monthOf(t, text) }
	table := planner.Growth{Table: []planner.GrowthPoint{{Month: m("2023-03"), Racks: 5}, {Month: m("2023-06"), Racks: 9}}}
	line := planner.Growth{Line: &planner.LineGrowth{From: m("2023-01"), Racks: 100, To: m("2023-07"), ToRacks: 160}}
	steep := planner.Growth{Line: &planner.LineGrowth{From: m("2023-01"), Racks: 0, To: m("2023-03"), ToRacks: 1}}
	compound := planner.Growth{Compound: &planner.CompoundGrowth{From: m("2023-01"), Racks: 100, Rate: 0.21}}
	logistic := planner.Growth{Logistic: &planner.LogisticGrowth{From: m("2023-01"), Racks: 20, Ceiling: 120, Middle: m("2023-07"), Rate: 2}}
	for _, c := range []struct {
		name   string
		growth planner.Growth
		month  string
		want   int
	}{
		{"table", table, "2023-02", 0}, {"table", table, "2023-03", 5}, {"table", table, "2023-05", 5}, {"table", table, "2030-01", 9},
		{"line", line, "2022-12", 0}, {"line", line, "2023-01", 100}, {"line", line, "2023-04", 130}, {"line", line, "2025-01", 160},
		{"half a rack", steep, "2023-02", 1},
		{"compound", compound, "2022-12", 0}, {"compound", compound, "2023-02", 102}, {"compound", compound, "2023-07", 110}, {"compound", compound, "2024-01", 121},
		{"logistic", logistic, "2022-12", 0}, {"logistic", logistic, "2023-07", 70}, {"logistic", logistic, "2024-07", 109}, {"logistic", logistic, "2050-01", 120},
	} {
		if got := c.growth.At(m(c.month)); got != c.want {
			t.Errorf("%s in %s: %d racks, want %d", c.name, c.month, got, c.want)
		}
	}
}

// TestDemandSums holds that totals are the services', and that priority 1 alone
// counts as such.
func TestDemandSums(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "lease-site-loss", ref)
	d := mustEvaluate(t, plan, ref).Demand
	if d.Racks[0] != 150 || d.PeakKW[0] != 750 || d.AverageKW[0] != 450 || d.Priority1KW[0] != 500 {
		t.Errorf("150 racks of 5 kW peak and 3 kW average, 100 of priority 1: %d racks, %v, %v, %v kW", d.Racks[0], d.PeakKW[0], d.AverageKW[0], d.Priority1KW[0])
	}
}
