package planner_test

import (
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// BenchmarkWorth values the two-site example over its 120 months.
func BenchmarkWorth(b *testing.B) {
	r := exampletest.Evaluate(b, exampletest.Plan(b, "two-sites-460"))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := planner.ValueOnceMore(r); err != nil {
			b.Fatal(err)
		}
	}
}
