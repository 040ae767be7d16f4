package reference_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// BenchmarkEvaluate is the two-site example over its 120 months.
func BenchmarkEvaluate(b *testing.B) {
	ref, plan := exampletest.Reference(b), exampletest.Plan(b, "two-sites-460")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := planner.Evaluate(plan, ref); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEvaluateHalls shows how time grows with halls: sites of the example
// copied until the plan has that many, over 120 and 240 months.
func BenchmarkEvaluateHalls(b *testing.B) {
	ref, example := exampletest.Reference(b), exampletest.Plan(b, "two-sites-460")
	for _, size := range []struct{ sites, months int }{{2, 120}, {2, 240}, {20, 120}, {100, 120}} {
		plan := example
		plan.Horizon.Months = size.months
		plan.Budget.Ceilings, plan.Links = nil, nil
		plan.Sites = nil
		for i := range size.sites {
			site := example.Sites[i%2]
			site.Name = fmt.Sprintf("%s-%d", site.Name, i)
			plan.Sites = append(plan.Sites, site)
		}
		b.Run(fmt.Sprintf("halls=%d/months=%d", 4*size.sites, size.months), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := planner.Evaluate(plan, ref); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDecodePlan reads the two-site example from JSON.
func BenchmarkDecodePlan(b *testing.B) {
	ref := exampletest.Reference(b)
	document, err := json.Marshal(exampletest.Plan(b, "two-sites-460"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := planner.DecodePlan(document, ref); err != nil {
			b.Fatal(err)
		}
	}
}
