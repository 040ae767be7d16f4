package reference_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"buildout/planner"
	"buildout/planner/reference"
)

func load(tb testing.TB) (planner.Reference, map[string]planner.Plan) {
	tb.Helper()
	ref, err := reference.Load()
	if err != nil {
		tb.Fatal(err)
	}
	examples, err := reference.Examples(ref)
	if err != nil {
		tb.Fatal(err)
	}
	plans := make(map[string]planner.Plan, len(examples))
	for _, p := range examples {
		plans[p.Name] = p
	}
	return ref, plans
}

// BenchmarkEvaluate is the two-site example over its 120 months.
func BenchmarkEvaluate(b *testing.B) {
	ref, plans := load(b)
	plan := plans["two-sites-460"]
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
	ref, plans := load(b)
	for _, size := range []struct{ sites, months int }{{2, 120}, {2, 240}, {20, 120}, {100, 120}} {
		plan := plans["two-sites-460"]
		plan.Horizon.Months = size.months
		plan.Budget.Ceilings, plan.Links = nil, nil
		plan.Sites = nil
		for i := range size.sites {
			site := plans["two-sites-460"].Sites[i%2]
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
	ref, plans := load(b)
	document, err := json.Marshal(plans["two-sites-460"])
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
