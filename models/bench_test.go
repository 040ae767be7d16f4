package models

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"buildout/planner"
)

// BenchmarkStore saves and loads the two-site example on SQLite. A save waits
// for the disk (synchronous FULL); a load does not.
func BenchmarkStore(b *testing.B) {
	s := opened(b, filepath.Join(b.TempDir(), "plans.db"))
	plan := twoSites(b)
	names := func(i int) planner.Plan {
		p := plan
		p.Name = fmt.Sprint("plan ", i)
		return p
	}
	for i := range 20 {
		created(b, s, names(i))
	}
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			s.cache.plans.InvalidateAll()
			if _, err := s.Plan(b.Context(), "plan 7"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) { // what is in memory
		for b.Loop() {
			if _, err := s.Plan(b.Context(), "plan 7"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("list20", func(b *testing.B) {
		for b.Loop() {
			s.cache.plans.InvalidateAll()
			if _, _, err := s.Plans(b.Context(), 20, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	made := 20
	b.Run("create", func(b *testing.B) {
		for b.Loop() {
			created(b, s, names(made))
			made++
		}
	})
	revision := 1
	b.Run("replace", func(b *testing.B) {
		for b.Loop() {
			stored, err := s.ReplacePlan(b.Context(), "plan 7", revision, names(7), Change{})
			if err != nil {
				b.Fatal(err)
			}
			revision = stored.Revision
		}
	})
}

func twoSites(b *testing.B) planner.Plan {
	b.Helper()
	document, err := os.ReadFile("../planner/reference/data/plans/two-sites-460.yaml")
	if err != nil {
		b.Fatal(err)
	}
	plan, err := planner.Decode[planner.Plan](document)
	if err != nil {
		b.Fatal(err)
	}
	return plan
}

// BenchmarkComparisons lists a hundred comparisons of eight plans on SQLite.
func BenchmarkComparisons(b *testing.B) {
	s := opened(b, filepath.Join(b.TempDir(), "plans.db"))
	var members []ComparisonMember
	for i := range 8 {
		members = append(members, ComparisonMember{PlanID: created(b, s, small(fmt.Sprint("plan ", i))).ID, Revision: 1})
	}
	for i := range 100 {
		if _, err := s.CreateComparison(b.Context(), Comparison{Name: fmt.Sprint("set ", i), Members: members}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := s.Comparisons(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
