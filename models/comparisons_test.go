package models

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"buildout/planner"
)

// of returns a comparison of plans at revisions, given in turn.
func of(name string, versions ...int64) Comparison {
	c := Comparison{Name: name}
	for i := 0; i < len(versions); i += 2 {
		c.Members = append(c.Members, ComparisonMember{PlanID: versions[i], Revision: int(versions[i+1])})
	}
	return c
}

func compared(t *testing.T, s *Store, c Comparison) Comparison {
	t.Helper()
	stored, err := s.CreateComparison(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// revised stores a next revision of a plan under a name.
func revised(t *testing.T, s *Store, plan StoredPlan, name string) StoredPlan {
	t.Helper()
	next := planner.Clone(plan.Plan)
	next.Name = name
	next.Budget.TotalKRW++
	stored, err := s.ReplacePlan(t.Context(), plan.Name, plan.Revision, next, Change{})
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func TestComparison(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		a, b := created(t, s, small("a")), created(t, s, small("b"))
		a = revised(t, s, a, "a")
		want := Comparison{
			ID: 1, Name: "이사회 / board", Title: planner.Text{EN: "For the board", KO: "이사회"}, Note: "line 1\nline 2", Baseline: 2,
			Measures: []string{"npv_krw", "forecast_krw"}, Version: 1,
			Members: []ComparisonMember{{b.ID, "b", 1, 1}, {a.ID, "a", 1, 2}, {a.ID, "a", 2, 2}},
		}
		stored := compared(t, s, Comparison{Name: want.Name, Title: want.Title, Note: want.Note, Baseline: want.Baseline, Measures: want.Measures,
			Members: []ComparisonMember{{PlanID: b.ID, Revision: 1}, {PlanID: a.ID, Revision: 1}, {PlanID: a.ID, Revision: 2}}})
		same := cmpopts.IgnoreFields(Comparison{}, "CreatedAt", "UpdatedAt")
		if diff := cmp.Diff(want, stored, same); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
		other := compared(t, s, of("other", b.ID, 1))
		if other.Measures == nil || other.CreatedAt.Before(stored.CreatedAt) || other.CreatedAt != other.UpdatedAt {
			t.Errorf("%+v", other)
		}
		second := opened(t, address)
		for _, ref := range []string{want.Name, "1"} {
			if got, err := second.Comparison(t.Context(), ref); err != nil || !cmp.Equal(stored, got) {
				t.Errorf("%s: %v %s", ref, err, cmp.Diff(stored, got))
			}
		}
		list, err := second.Comparisons(t.Context())
		if diff := cmp.Diff([]Comparison{stored, other}, list); err != nil || diff != "" {
			t.Errorf("%v: list (-want +got):\n%s", err, diff)
		}
	})
}

// TestComparisonStaysTrue: a comparison keeps the revisions it was saved with,
// says what they are called now and which newer ones there are, and keeps a plan
// that is gone by its last name, though another takes that name.
func TestComparisonStaysTrue(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		a, b := created(t, s, small("a")), created(t, s, small("b"))
		c := compared(t, s, of("board", a.ID, 1, b.ID, 1))
		a = revised(t, s, revised(t, s, a, "a"), "a later")
		b = revised(t, s, b, "b at the end")
		members := func(want ...ComparisonMember) {
			t.Helper()
			got, err := s.Comparison(t.Context(), "board")
			if err != nil || !slices.Equal(got.Members, want) {
				t.Errorf("%v: members %+v, want %+v", err, got.Members, want)
			}
		}
		members(ComparisonMember{a.ID, "a later", 1, 3}, ComparisonMember{b.ID, "b at the end", 1, 2})
		if err := s.DeletePlan(t.Context(), "b at the end", 2); err != nil {
			t.Fatal(err)
		}
		members(ComparisonMember{a.ID, "a later", 1, 3}, ComparisonMember{b.ID, "b at the end", 1, 0})
		if again := created(t, s, small("b at the end")); again.ID <= b.ID {
			t.Fatalf("a new plan has the id %d, that of a deleted one was %d", again.ID, b.ID)
		}
		members(ComparisonMember{a.ID, "a later", 1, 3}, ComparisonMember{b.ID, "b at the end", 1, 0})

		c.Name = "board 2"
		replaced, err := s.ReplaceComparison(t.Context(), "board", 1, c)
		if err != nil || replaced.Members[1] != (ComparisonMember{b.ID, "b at the end", 1, 0}) {
			t.Errorf("renamed with a plan that is gone: %v, %+v", err, replaced)
		}
		if _, err := s.CreateComparison(t.Context(), of("fresh", b.ID, 1)); !errors.Is(err, ErrNotFound) {
			t.Errorf("made of a plan that is gone: %v, want ErrNotFound", err)
		}
		if err := s.DeletePlans(t.Context(), []string{"a later"}, func([]PlanHead) error { return nil }); err != nil {
			t.Fatal(err)
		}
		last, err := s.Comparison(t.Context(), "board 2")
		if err != nil || !slices.Equal(last.Members, []ComparisonMember{{a.ID, "a later", 1, 0}, {b.ID, "b at the end", 1, 0}}) {
			t.Errorf("%v: %+v", err, last.Members)
		}
	})
}

func TestReplaceAndDeleteComparison(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		a, b := created(t, s, small("a")), created(t, s, small("b"))
		first := compared(t, s, of("one", a.ID, 1, b.ID, 1))
		compared(t, s, of("two", a.ID, 1))
		second, err := s.ReplaceComparison(t.Context(), "one", 1, of("three", b.ID, 1))
		if err != nil || second.ID != first.ID || second.Version != 2 || second.CreatedAt != first.CreatedAt || second.UpdatedAt.Before(first.UpdatedAt) || len(second.Members) != 1 {
			t.Fatalf("%v: %+v", err, second)
		}
		_, gone := s.Comparison(t.Context(), "one")
		_, taken := s.ReplaceComparison(t.Context(), "three", 2, of("two", a.ID, 1))
		_, again := s.CreateComparison(t.Context(), of("three", a.ID, 1))
		for i, c := range []struct{ err, want error }{{gone, ErrNotFound}, {taken, ErrDuplicate}, {again, ErrDuplicate}} {
			if !errors.Is(c.err, c.want) {
				t.Errorf("%d: %v, want %v", i, c.err, c.want)
			}
		}
		for _, version := range []int{0, 1, 3} {
			_, replace := s.ReplaceComparison(t.Context(), "three", version, of("four", a.ID, 1))
			for _, err := range []error{replace, s.DeleteComparison(t.Context(), "three", version)} {
				var stale *StaleError
				if !errors.Is(err, ErrStale) || !errors.As(err, &stale) || stale.Current != 2 {
					t.Errorf("at version %d: %v, want a StaleError that says 2", version, err)
				}
			}
		}
		if got, err := s.Comparison(t.Context(), "three"); err != nil || !cmp.Equal(second, got) {
			t.Errorf("what was refused left: %v %s", err, cmp.Diff(second, got))
		}
		id := strconv.FormatInt(first.ID, 10)
		if third, err := s.ReplaceComparison(t.Context(), id, 2, of("three", a.ID, 1)); err != nil || third.ID != first.ID || third.Version != 3 {
			t.Fatalf("by id: %v: %+v", err, third)
		}
		if err := s.DeleteComparison(t.Context(), id, 3); err != nil {
			t.Fatal(err)
		}
		var members int64
		s.db.Model(&comparisonMemberRow{}).Count(&members)
		if list, err := s.Comparisons(t.Context()); err != nil || len(list) != 1 || list[0].Name != "two" || members != 1 {
			t.Errorf("%v: %+v, %d members", err, list, members)
		}
		if next := compared(t, s, of("three", a.ID, 1)); next.ID <= second.ID {
			t.Errorf("a new comparison has the id %d, that of a deleted one was %d", next.ID, second.ID)
		}
	})
}

// TestComparisonFaults: all that is wrong is told at once, and nothing stored.
func TestComparisonFaults(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		a := created(t, s, small("a"))
		many := of("many")
		for i := range MaxComparisonMembers + 1 {
			many.Members = append(many.Members, ComparisonMember{PlanID: int64(i), Revision: 1})
		}
		bad := of("12", a.ID, 1, a.ID, 2, 99, 1, a.ID, 1, a.ID, 0)
		bad.Baseline, bad.Note, bad.Measures = 5, "\x00", []string{"forecast_krw", ""}
		for _, c := range []struct {
			given    Comparison
			notFound bool
			paths    string
		}{
			{bad, true, "name note baseline measures[1] members[3] members[1].revision members[2].plan_id members[4].revision"},
			{Comparison{}, false, "name members"},
			{many, false, "members"},
			{of("a\nb", a.ID, 1), false, "name"},
			{of("ok", a.ID, 1, 0, 1, -1, -1), true, "members[1].plan_id members[2].plan_id"},
		} {
			_, create := s.CreateComparison(t.Context(), c.given)
			var invalid *planner.Invalid
			if !errors.As(create, &invalid) {
				t.Errorf("%q: %v, want faults", c.given.Name, create)
				continue
			}
			var paths []string
			for _, f := range invalid.Faults {
				paths = append(paths, f.Path)
			}
			if got := strings.Join(paths, " "); got != c.paths || errors.Is(create, ErrNotFound) != c.notFound {
				t.Errorf("%q: faults at %s, want %s: %v", c.given.Name, got, c.paths, create)
			}
		}
		if list, err := s.Comparisons(t.Context()); err != nil || len(list) != 0 {
			t.Errorf("%v: %+v", err, list)
		}
		for _, ref := range []string{"nothing", "", "99", "0", "-1", "a\x00"} {
			_, read := s.Comparison(t.Context(), ref)
			_, replace := s.ReplaceComparison(t.Context(), ref, 1, of("x", a.ID, 1))
			for i, err := range []error{read, replace, s.DeleteComparison(t.Context(), ref, 1)} {
				if !errors.Is(err, ErrNotFound) {
					t.Errorf("call %d of %q: %v, want ErrNotFound", i, ref, err)
				}
			}
		}
	})
}

// TestComparisonsTakeTwoQueries: however many there are.
func TestComparisonsTakeTwoQueries(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		a := created(t, s, small("a"))
		for n := range 6 {
			var list []Comparison
			if queries := queries(t, s, func() { list, _ = s.Comparisons(t.Context()) }); queries != 2 || len(list) != n {
				t.Errorf("%d of %d comparisons took %d queries, want 2", len(list), n, queries)
			}
			compared(t, s, of(fmt.Sprint("set ", n), a.ID, 1))
		}
	})
}

// TestConcurrentComparisons: writers of one comparison and of its plans neither
// overwrite each other nor lose a member, in whatever order their writes come.
func TestConcurrentComparisons(t *testing.T) {
	const writers, rounds = 4, 6
	onBoth(t, func(t *testing.T, s *Store, address string) {
		stay := created(t, s, small("stay"))
		compared(t, s, of("set", stay.ID, 1))
		stores := []*Store{s, opened(t, address)}
		var group sync.WaitGroup
		for w := range writers {
			store := stores[w%2]
			group.Go(func() {
				for i := range rounds {
					plan, err := store.CreatePlan(t.Context(), small(fmt.Sprintf("%d of %d", i, w)), Change{})
					if err != nil {
						t.Error(err)
						return
					}
					for {
						c, err := store.Comparison(t.Context(), "set")
						if err == nil {
							c.Members = append(c.Members, ComparisonMember{PlanID: plan.ID, Revision: 1})
							_, err = store.ReplaceComparison(t.Context(), "set", c.Version, c)
						}
						if err == nil {
							break
						}
						if !errors.Is(err, ErrStale) {
							t.Error(err)
							return
						}
					}
					if err := store.DeletePlan(t.Context(), plan.Name, 1); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		c, err := s.Comparison(t.Context(), "set")
		if err != nil || len(c.Members) != 1+writers*rounds || c.Version != 1+writers*rounds {
			t.Fatalf("%v: %d members at version %d, want %d", err, len(c.Members), c.Version, 1+writers*rounds)
		}
		for _, m := range c.Members[1:] {
			if m.Newest != 0 || !strings.Contains(m.PlanName, " of ") {
				t.Errorf("%+v", m)
			}
		}
	})
}
