package reference_test

import (
	"fmt"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// BenchmarkEvaluateLines is the two-site example over 240 months, with so many
// lines beside those of the book that the result has 500: more of the first
// lines, so that shares of them stay behind them.
func BenchmarkEvaluateLines(b *testing.B) {
	const lines, months = 500, 240
	ref, plan := exampletest.Reference(b), exampletest.Plan(b, "two-sites-460")
	plan.Horizon.Months = months
	shipped := exampletest.Evaluate(b, plan)
	more := (lines - len(shipped.CostLines)) / len(plan.Sites)
	entries := make([]planner.CostEntry, 0, len(ref.Book.Entries)+more)
	for i := range more {
		e := ref.Book.Entries[20+i%40]
		e.Code += fmt.Sprint("-", i)
		e.Driver = planner.Driver{Per: planner.PerGrossM2}
		entries = append(entries, e)
	}
	ref.Book.Entries = append(entries, ref.Book.Entries...)
	r, err := planner.Evaluate(plan, ref)
	if err != nil || len(r.CostLines) < lines-1 || len(r.Months) != months {
		b.Fatalf("%d lines over %d months: %v", len(r.CostLines), len(r.Months), err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := planner.Evaluate(plan, ref); err != nil {
			b.Fatal(err)
		}
	}
}
