package models

import (
	"errors"
	"sync"
	"testing"

	"buildout/planner"
)

var examples = []planner.Plan{small("example one"), small("example two")}

func seeded(t *testing.T, s *Store, want int) {
	t.Helper()
	if err := s.Seed(t.Context(), examples); err != nil {
		t.Fatal(err)
	}
	if _, count, err := s.Plans(t.Context(), 10, 0); err != nil || count != want {
		t.Fatalf("%d plans, %v; want %d", count, err, want)
	}
}

// TestSeedOnce: examples come into a new database and never again, deleted
// though they be.
func TestSeedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		if err := s.Seed(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		seeded(t, s, 2)
		seeded(t, s, 2)
		for _, p := range examples {
			if err := s.DeletePlan(t.Context(), p.Name, 1); err != nil {
				t.Fatal(err)
			}
		}
		seeded(t, opened(t, address), 0)
	})
}

func TestSeedNotAfterAPlan(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, small("own"))
		if err := s.DeletePlan(t.Context(), "own", 1); err != nil {
			t.Fatal(err)
		}
		seeded(t, s, 0)
	})
}

// TestSeedWhole: where one example is refused none is stored, and the next
// start may try again.
func TestSeedWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		if err := s.Seed(t.Context(), []planner.Plan{examples[0], examples[0]}); !errors.Is(err, ErrDuplicate) {
			t.Fatalf("%v, want ErrDuplicate", err)
		}
		seeded(t, s, 2)
	})
}

// TestStartsAtOnce: processes that start at once on one new database all
// migrate and seed it, together once.
func TestStartsAtOnce(t *testing.T) {
	onBothEmpty(t, func(t *testing.T, address string) {
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				s, err := Open(t.Context(), address)
				if err != nil {
					t.Error(err)
					return
				}
				if err := errors.Join(s.Seed(t.Context(), examples), s.Close()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		seeded(t, opened(t, address), 2)
	})
}
