package reference_test

import (
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
