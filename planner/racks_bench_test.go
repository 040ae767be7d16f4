package planner_test

import (
	"fmt"
	"testing"

	"buildout/planner"
)

// BenchmarkRacks100k checks 100,000 racks with feeds of their own on 2,000
// panels of a hall, with all that is shown of each.
func BenchmarkRacks100k(b *testing.B) {
	ref := rackReference(b)
	plan := manyRacks(b, ref, 100_000)
	month := monthOf(b, "2023-06")
	b.ReportAllocs()
	for b.Loop() {
		if l, err := planner.Racks(plan, ref, "alpha", "h1", month); err != nil || len(l.Racks) != 100_000 {
			b.Fatal(err)
		}
	}
}

// BenchmarkEvaluateRacks100k evaluates the same plan.
func BenchmarkEvaluateRacks100k(b *testing.B) {
	ref := rackReference(b)
	plan := manyRacks(b, ref, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := planner.Evaluate(plan, ref); err != nil {
			b.Fatal(err)
		}
	}
}

func manyRacks(b *testing.B, ref planner.Reference, n int) planner.Plan {
	plan := casePlan(b, "one-hall", ref)
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.RackPositions = n
	three := planner.Circuit{Volts: 433, Amps: 1000, Phases: 3, BreakerShare: 0.8}
	for i := range 1000 {
		h.Panels = append(h.Panels, planner.Panel{Name: fmt.Sprint("A", i), Side: "A", Circuit: three}, planner.Panel{Name: fmt.Sprint("B", i), Side: "B", Circuit: three})
	}
	one := planner.Circuit{Volts: 250, Amps: 32, Phases: 1, BreakerShare: 0.8}
	for i := range n {
		h.Racks = append(h.Racks, planner.Rack{
			Name: fmt.Sprint("r", i), RackType: "r5", Row: fmt.Sprint("R", i/20), Position: 1 + i%20, From: monthOf(b, "2023-06"),
			Feeds: []planner.RackFeed{{Side: "A", Panel: fmt.Sprint("A", i%1000), Circuit: one}, {Side: "B", Panel: fmt.Sprint("B", i%1000), Circuit: one}},
		})
	}
	return plan
}
