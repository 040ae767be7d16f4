package models

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
)

// named changes the names of plans.
func named(names ...string) func([]StoredPlan) ([]planner.Plan, error) {
	return func(now []StoredPlan) ([]planner.Plan, error) {
		var plans []planner.Plan
		for i, p := range now {
			p.Plan.Name = names[i]
			plans = append(plans, p.Plan)
		}
		return plans, nil
	}
}

// TestSeveralPlansAtOnce: plans are created, renamed to each other's names and
// deleted together, in the order they are given.
func TestSeveralPlansAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		stored, err := s.CreatePlans(t.Context(), []planner.Plan{small("c"), small("a"), small("b")}, Change{Author: "김", Reason: "three"})
		if err != nil {
			t.Fatal(err)
		}
		ids := []int64{stored[2].ID, stored[0].ID, stored[2].ID}
		if stored[0].Name != "c" || stored[0].ID > stored[1].ID || stored[1].ID > stored[2].ID {
			t.Errorf("ids %d, %d, %d of c, a, b", stored[0].ID, stored[1].ID, stored[2].ID)
		}
		refs := []string{"b", strconv.FormatInt(stored[0].ID, 10), "a"}
		renamed, err := s.UpdatePlans(t.Context(), refs, Change{Author: "이", Reason: "names"}, named("c", "a", "b"))
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range []string{"c", "a", "b"} {
			want := small(name)
			unchanged(t, s, name, 2, want)
			if got := renamed[i]; got.Name != name || got.Revision != 2 || got.Plan.Hash() != want.Hash() {
				t.Errorf("plan %d of the answer is %q at revision %d", i, got.Name, got.Revision)
			}
		}
		got, err := s.PlansByID(t.Context(), ids)
		if err != nil || !reflect.DeepEqual(got, []StoredPlan{renamed[0], renamed[1], renamed[0]}) {
			t.Errorf("by id: %v (-want +got):\n%s", err, cmp.Diff([]StoredPlan{renamed[0], renamed[1], renamed[0]}, got))
		}
		heads, err := s.Heads(t.Context())
		if want := []PlanHead{renamed[1].PlanHead, renamed[2].PlanHead, renamed[0].PlanHead}; err != nil || !reflect.DeepEqual(heads, want) {
			t.Errorf("heads: %v (-want +got):\n%s", err, cmp.Diff(want, heads))
		}
		if head, err := s.Head(t.Context(), "b"); err != nil || !reflect.DeepEqual(head, renamed[2].PlanHead) {
			t.Errorf("head of b: %v, %v", head, err)
		}
		var seen []string
		err = s.DeletePlans(t.Context(), []string{"b", "a"}, func(heads []PlanHead) error {
			seen = append(seen, heads[0].Name, heads[1].Name)
			return nil
		})
		if err != nil || !slices.Equal(seen, []string{"b", "a"}) {
			t.Errorf("delete of %v: %v", seen, err)
		}
		if _, err := s.PlansByID(t.Context(), ids[:1]); err != nil {
			t.Errorf("what is left: %v", err)
		}
		if _, err := s.PlansByID(t.Context(), []int64{renamed[0].ID, renamed[1].ID}); !errors.Is(err, ErrNotFound) {
			t.Errorf("a deleted plan by id: %v, want ErrNotFound", err)
		}
	})
}

// TestSeveralPlansOrNone: where one of several plans is refused, nothing of the
// others is stored.
func TestSeveralPlansOrNone(t *testing.T) {
	refusal := errors.New("refused")
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, small("a"))
		created(t, s, small("b"))
		c, refs := Change{}, []string{"a", "b"}
		_, create := s.CreatePlans(t.Context(), []planner.Plan{small("c"), small("b")}, c)
		_, twins := s.CreatePlans(t.Context(), []planner.Plan{small("c"), small("c")}, c)
		created(t, s, small("c"))
		_, taken := s.UpdatePlans(t.Context(), refs, c, named("d", "c"))
		_, refused := s.UpdatePlans(t.Context(), refs, c, func([]StoredPlan) ([]planner.Plan, error) { return nil, refusal })
		_, twice := s.UpdatePlans(t.Context(), []string{"a", "b", "a"}, c, named("d", "e", "f"))
		_, missing := s.UpdatePlans(t.Context(), []string{"a", "z"}, c, named("d", "e"))
		some := func([]PlanHead) error { return nil }
		for i, err := range map[error][]error{
			ErrDuplicate: {create, twins, taken},
			ErrTwice:     {twice, s.DeletePlans(t.Context(), []string{"a", "a"}, some)},
			ErrNotFound:  {missing, s.DeletePlans(t.Context(), []string{"a", "z"}, some)},
			refusal:      {refused, s.DeletePlans(t.Context(), refs, func([]PlanHead) error { return refusal })},
		} {
			for _, err := range err {
				if !errors.Is(err, i) {
					t.Errorf("%v, want %v", err, i)
				}
			}
		}
		for _, name := range []string{"a", "b", "c"} {
			unchanged(t, s, name, 1, small(name))
		}
		if heads, err := s.Heads(t.Context()); err != nil || len(heads) != 3 {
			t.Errorf("%d plans, %v; want 3", len(heads), err)
		}
	})
}

// TestConcurrentUpdates: writers on two stores count in plans, some in one, some
// in two at once in either order, while others create plans. No count is lost and
// nobody waits for ever.
func TestConcurrentUpdates(t *testing.T) {
	const writers, writes = 12, 5
	onBoth(t, func(t *testing.T, s *Store, address string) {
		created(t, s, small("one"))
		created(t, s, small("two"))
		stores := []*Store{s, opened(t, address)} // as a second replica
		var group sync.WaitGroup
		for i := range writers {
			store := stores[i%2]
			group.Go(func() {
				for n := range writes {
					if err := count(t.Context(), store, i, n); err != nil {
						t.Errorf("writer %d: %v", i, err)
					}
				}
			})
		}
		group.Wait()
		want := map[string]int{"one": 12 + 9*writes, "two": 12 + 6*writes}
		for name, months := range want {
			plan := small(name)
			plan.Horizon.Months = months
			for _, store := range stores {
				unchanged(t, store, name, 1+months-12, plan)
			}
		}
		if heads, err := s.Heads(t.Context()); err != nil || len(heads) != 2+2*3*writes {
			t.Errorf("%d plans, %v; want %d", len(heads), err, 2+2*3*writes)
		}
	})
}

// count writes once. Of four writers one adds to both plans, one to both in the
// other order, one to the first, and one creates two plans.
func count(ctx context.Context, s *Store, writer, n int) error {
	refs := [][]string{{"one", "two"}, {"two", "one"}, {"one"}, nil}[writer%4]
	if refs == nil {
		plans := []planner.Plan{small(fmt.Sprint("a ", writer, n)), small(fmt.Sprint("b ", writer, n))}
		_, err := s.CreatePlans(ctx, plans, Change{})
		return err
	}
	_, err := s.UpdatePlans(ctx, refs, Change{}, func(now []StoredPlan) ([]planner.Plan, error) {
		plans := make([]planner.Plan, len(now))
		for i, p := range now {
			p.Plan.Horizon.Months++
			plans[i] = p.Plan
		}
		return plans, nil
	})
	return err
}

// TestBulkCreatesMeet: creators of the same names in either order do not wait
// for each other in a ring; the first has them all.
func TestBulkCreatesMeet(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		created(t, s, small("first")) // so that they meet at the names
		stores := []*Store{s, opened(t, address)}
		var group sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			group.Go(func() {
				var plans []planner.Plan
				for j := range 12 {
					plans = append(plans, small(fmt.Sprintf("plan-%02d", j)))
				}
				if i%2 == 1 {
					slices.Reverse(plans)
				}
				_, results[i] = stores[i%2].CreatePlans(t.Context(), plans, Change{})
			})
		}
		group.Wait()
		done := 0
		for _, err := range results {
			if err == nil {
				done++
			} else if !errors.Is(err, ErrDuplicate) {
				t.Errorf("%v, want ErrDuplicate", err)
			}
		}
		if heads, err := s.Heads(t.Context()); err != nil || len(heads) != 13 || done != 1 {
			t.Errorf("%d creations made %d plans, %v; want 1 that made 12 beside the first", done, len(heads)-1, err)
		}
	})
}
