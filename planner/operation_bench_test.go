package planner_test

import (
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// BenchmarkOperation is what running the two-site example takes over its 120
// months.
func BenchmarkOperation(b *testing.B) {
	ref, plan := exampletest.Reference(b), exampletest.Plan(b, "two-sites-460")
	r, err := planner.Evaluate(plan, ref)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		planner.OperationOnceMore(r)
	}
}
