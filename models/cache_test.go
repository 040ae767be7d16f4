package models

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"testing"

	"gorm.io/gorm"
)

// queries counts the statements that a store reads with.
func queries(t *testing.T, s *Store, f func()) (n int) {
	t.Helper()
	if err := s.db.Callback().Query().After("gorm:query").Register("test:query", func(*gorm.DB) { n++ }); err != nil {
		t.Fatal(err)
	}
	f()
	if err := s.db.Callback().Query().Remove("test:query"); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestCacheIsNeverStale: a store sees what another one on the same database
// saved, deleted and created anew, in every way of reading, and reads a plan that
// did not change by one query.
func TestCacheIsNeverStale(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		other := opened(t, address)
		stored := created(t, s, small("plan"))
		see := func(want StoredPlan) {
			t.Helper()
			for _, s := range []*Store{s, other} {
				one, err := s.Plan(t.Context(), want.Name)
				if err != nil {
					t.Fatal(err)
				}
				list, _, err := s.Plans(t.Context(), 1, 0)
				if err != nil {
					t.Fatal(err)
				}
				byID, err := s.PlansByID(t.Context(), []int64{want.ID})
				if err != nil {
					t.Fatal(err)
				}
				for _, got := range []StoredPlan{one, list[0], byID[0]} {
					if !reflect.DeepEqual(got, want) {
						t.Errorf("read revision %d of %d months, want revision %d of %d", got.Revision, got.Plan.Horizon.Months, want.Revision, want.Plan.Horizon.Months)
					}
				}
				if n := queries(t, s, func() { _, _ = s.Plan(t.Context(), want.Name) }); n != 1 {
					t.Errorf("a plan that did not change took %d queries, want 1", n)
				}
			}
		}
		see(stored)
		for i := range 4 {
			var err error
			if stored, err = []*Store{other, s}[i%2].Update(t.Context(), "plan", Change{}, months(24+i)); err != nil {
				t.Fatal(err)
			}
			see(stored)
		}
		if err := other.DeletePlan(t.Context(), "plan", 5); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Plan(t.Context(), strconv.FormatInt(stored.ID, 10)); !errors.Is(err, ErrNotFound) {
			t.Errorf("a deleted plan: %v, want ErrNotFound", err)
		}
		see(created(t, other, small("plan")))
	})
}

// TestRolledBackPlansAreNotKept: what a transaction stored to its last statement
// and then gave up is never read.
func TestRolledBackPlansAreNotKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		first := created(t, s, small("plan"))
		ctx, cancel := context.WithCancel(t.Context())
		onWrite(t, s, func(tx *gorm.DB) {
			if tx.Statement.Table == "revisions" {
				cancel()
			}
		})
		if _, err := s.Update(ctx, "plan", Change{}, months(99)); !errors.Is(err, context.Canceled) {
			t.Fatalf("%v, want context.Canceled", err)
		}
		if kept, ok := s.cache.plans.GetIfPresent(first.ID); !ok || !reflect.DeepEqual(kept, first) {
			t.Errorf("kept is revision %d of %d months", kept.Revision, kept.Plan.Horizon.Months)
		}
		want, err := s.Update(t.Context(), "plan", Change{}, months(24))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Plan(t.Context(), "plan"); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("read revision %d of %d months, %v; want revision 2 of 24", got.Revision, got.Plan.Horizon.Months, err)
		}
	})
}

// TestStoredPlanIsItsOwn: what becomes of a plan that was given to the store
// does not become of what is read.
func TestStoredPlanIsItsOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		given := small("plan")
		created(t, s, given)
		given.Sites[0].Name = "changed since"
		if got, err := s.Plan(t.Context(), "plan"); err != nil || !reflect.DeepEqual(got.Plan, small("plan")) {
			t.Errorf("read a site named %q, %v", got.Plan.Sites[0].Name, err)
		}
	})
}

// TestCacheIsBounded: the plans kept weigh no more than they may, by an estimate
// that is near their size.
func TestCacheIsBounded(t *testing.T) {
	c := newPlanCache(newWatched(nil).cached)
	plan := large("large", 10, 1000)
	// 10,000 racks of 88 bytes with 17 or 18 of text, 20,000 feeds of 80 with 5.
	if got := weight(reflect.ValueOf(plan)); got < 2_750_000 || got > 2_800_000 {
		t.Errorf("a plan of 10,000 racks weighs %d bytes, want 2.75 MB", got)
	}
	for i := range 40 {
		c.keep(StoredPlan{PlanHead: PlanHead{ID: int64(i), Hash: fmt.Sprint(i)}, Plan: plan})
	}
	c.plans.CleanUp()
	if got := c.plans.WeightedSize(); got > cacheBytes || got < cacheBytes/2 {
		t.Errorf("%d bytes are kept, want up to %d", got, cacheBytes)
	}
}
