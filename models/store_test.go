package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"buildout/planner"
)

func TestPlanIsFoundByIDAndName(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		stored := created(t, s, small("two sites"))
		for _, ref := range []string{"two sites", strconv.FormatInt(stored.ID, 10)} {
			got, err := s.Plan(t.Context(), ref)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, stored) {
				t.Errorf("%s (-saved +loaded):\n%s", ref, cmp.Diff(stored, got))
			}
		}
		if got := stored.CreatedAt; got.IsZero() || got.Location() != now().Location() || got.Nanosecond()%1000 != 0 {
			t.Errorf("created at %v, want UTC in whole microseconds", got)
		}
	})
}

func TestNames(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		var want []PlanName
		for _, name := range []string{"c", "a", "b"} {
			want = append(want, PlanName{ID: created(t, s, small(name)).ID, Name: name})
		}
		got, err := s.Names(t.Context(), 2)
		if err != nil || !reflect.DeepEqual(got, want[:2]) {
			t.Errorf("%v, %v; want %v", got, err, want[:2])
		}
	})
}

func TestMissingPlan(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, small("here"))
		for _, ref := range []string{"nowhere", "", "99", "0", "-1", "+1", "1 ", "99999999999999999999", "here' OR '1'='1"} {
			_, plan := s.Plan(t.Context(), ref)
			_, replace := s.ReplacePlan(t.Context(), ref, 1, small("x"), Change{})
			remove := s.DeletePlan(t.Context(), ref, 1)
			_, revisions := s.Revisions(t.Context(), ref)
			for i, err := range []error{plan, replace, remove, revisions} {
				if !errors.Is(err, ErrNotFound) {
					t.Errorf("call %d of %q: %v, want ErrNotFound", i, ref, err)
				}
			}
		}
	})
}

func TestTakenName(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, small("one"))
		created(t, s, small("two"))
		if _, err := s.CreatePlan(t.Context(), small("one"), Change{}); !errors.Is(err, ErrDuplicate) {
			t.Errorf("create: %v, want ErrDuplicate", err)
		}
		if _, err := s.ReplacePlan(t.Context(), "two", 1, small("one"), Change{}); !errors.Is(err, ErrDuplicate) {
			t.Errorf("rename: %v, want ErrDuplicate", err)
		}
		unchanged(t, s, "two", 1, small("two"))
		if _, err := s.ReplacePlan(t.Context(), "two", 1, small("three"), Change{}); err != nil {
			t.Errorf("rename to a free name: %v", err)
		}
	})
}

// unchanged requires that a plan is at revision, which holds want, in the rows
// and in the list of revisions.
func unchanged(t *testing.T, s *Store, ref string, revision int, want planner.Plan) {
	t.Helper()
	s.cache.plans.InvalidateAll()
	got, err := s.Plan(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	revisions, err := s.Revisions(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	if got.Revision != revision || len(revisions) != revision {
		t.Errorf("%s is at revision %d of %d, want %d", ref, got.Revision, len(revisions), revision)
	}
	if diff := cmp.Diff(want, got.Plan); diff != "" {
		t.Errorf("%s (-want +got):\n%s", ref, diff)
	}
}

func TestStaleWriteChangesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, small("plan"))
		second := small("plan")
		second.Horizon.Months = 24
		if _, err := s.ReplacePlan(t.Context(), "plan", 1, second, Change{}); err != nil {
			t.Fatal(err)
		}
		for _, revision := range []int{1, 0, 3} {
			_, replace := s.ReplacePlan(t.Context(), "plan", revision, small("other"), Change{})
			remove := s.DeletePlan(t.Context(), "plan", revision)
			for _, err := range []error{replace, remove} {
				var stale *StaleError
				if !errors.Is(err, ErrStale) || !errors.As(err, &stale) || stale.Current != 2 {
					t.Errorf("at revision %d: %v, want a StaleError that says 2", revision, err)
				}
			}
		}
		unchanged(t, s, "plan", 2, second)
	})
}

func TestRevisionsKeepEverySave(t *testing.T) {
	inTurn(t)
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		want := []planner.Plan{generated(1), generated(2), generated(3)}
		stored := created(t, s, want[0])
		ref := strconv.FormatInt(stored.ID, 10)
		for i, plan := range want[1:] {
			change := Change{Author: "김 planner", Reason: fmt.Sprint("save ", i+2)}
			if _, err := s.ReplacePlan(t.Context(), ref, i+1, plan, change); err != nil {
				t.Fatal(err)
			}
		}
		revisions, err := s.Revisions(t.Context(), ref)
		if err != nil || len(revisions) != len(want) {
			t.Fatalf("%d revisions, %v; want %d", len(revisions), err, len(want))
		}
		for i, listed := range revisions {
			r, err := s.Revision(t.Context(), ref, strconv.Itoa(i+1))
			if err != nil {
				t.Fatal(err)
			}
			if r.Number != listed.Number || r.Hash != listed.Hash || listed.Document != nil {
				t.Errorf("revision %d is listed as %d with hash %s and a document of %d bytes", r.Number, listed.Number, listed.Hash, len(listed.Document))
			}
			sum := sha256.Sum256(r.Document)
			if r.Number != i+1 || r.Hash != want[i].Hash() || hex.EncodeToString(sum[:]) != r.Hash || string(r.Document) != asJSON(t, want[i]) {
				t.Errorf("revision %d is %d with hash %s of a document of %d bytes", i+1, r.Number, r.Hash, len(r.Document))
			}
		}
		if r := revisions[2]; r.Author != "김 planner" || r.Reason != "save 3" || r.CreatedAt.Before(stored.CreatedAt) {
			t.Errorf("revision 3 by %q for %q at %v", r.Author, r.Reason, r.CreatedAt)
		}
	})
}

// TestConcurrentReplaces: sixteen writers add one each to a number in the plan
// until each has been acknowledged ten times. Nothing is lost: the number and
// the revisions count every acknowledged write.
func TestConcurrentReplaces(t *testing.T) {
	const writers, writes = 16, 4
	onBoth(t, func(t *testing.T, s *Store, address string) {
		stored := created(t, s, small("counter"))
		other := opened(t, address) // as a second replica
		var group sync.WaitGroup
		for i := range writers {
			store := []*Store{s, other}[i%2]
			group.Go(func() {
				for range writes {
					if err := increment(t.Context(), store); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		want := small("counter")
		want.Horizon.Months += writers * writes
		unchanged(t, s, "counter", 1+writers*writes, want)
		revisions, err := s.Revisions(t.Context(), "counter")
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{stored.Hash: true}
		for _, r := range revisions[1:] {
			if seen[r.Hash] {
				t.Errorf("revision %d repeats an earlier one", r.Number)
			}
			seen[r.Hash] = true
		}
	})
}

// increment adds a month to the horizon of the counter, and begins again as
// often as others come between.
func increment(ctx context.Context, s *Store) error {
	for {
		stored, err := s.Plan(ctx, "counter")
		if err != nil {
			return err
		}
		stored.Plan.Horizon.Months++
		_, err = s.ReplacePlan(ctx, "counter", stored.Revision, stored.Plan, Change{})
		if !errors.Is(err, ErrStale) && !errors.Is(err, ErrBusy) {
			return err
		}
	}
}

// TestReadsAreWhole: a read amid replacements finds one revision, not the rows
// of two.
func TestReadsAreWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		plans := []planner.Plan{generated(1), generated(2)}
		stored := created(t, s, plans[0])
		ref := strconv.FormatInt(stored.ID, 10)
		other := opened(t, address)
		var group sync.WaitGroup
		written := make(chan struct{})
		for range 3 {
			group.Go(func() {
				for open := true; open; {
					select {
					case <-written:
						open = false
					default:
					}
					got, err := other.Plan(t.Context(), ref)
					if err != nil {
						t.Error(err)
					} else if got.Plan.Hash() != got.Hash || got.Hash != plans[(got.Revision-1)%2].Hash() {
						t.Errorf("revision %d was read with rows that are not its own", got.Revision)
					}
				}
			})
		}
		saves := 40
		if testing.Short() {
			saves = 10
		}
		for i := 1; i <= saves; i++ {
			if _, err := s.ReplacePlan(t.Context(), ref, i, plans[i%2], Change{}); err != nil {
				t.Error(err)
				break
			}
		}
		close(written)
		group.Wait()
	})
}

// TestFailedWriteLeavesNothing: a save whose last table refuses its row leaves
// the database as it was.
func TestFailedWriteLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		before := created(t, s, generated(4))
		twice := generated(5)
		twice.CostBook.Overrides = []planner.CostOverride{{Code: "late"}, {Code: "late"}}
		if _, err := s.CreatePlan(t.Context(), twice, Change{}); !errors.Is(err, ErrDuplicate) {
			t.Errorf("create: %v, want ErrDuplicate", err)
		}
		if _, err := s.ReplacePlan(t.Context(), before.Plan.Name, 1, twice, Change{}); !errors.Is(err, ErrDuplicate) {
			t.Errorf("replace: %v, want ErrDuplicate", err)
		}
		unchanged(t, s, before.Plan.Name, 1, before.Plan)
		if _, count, err := s.Plans(t.Context(), 10, 0); err != nil || count != 1 {
			t.Errorf("%d plans, %v; want 1", count, err)
		}
	})
}

// TestCancelledSave cancels a save after each of its statements in turn. Each
// leaves all as it was, until one that is not cancelled any more gets through.
func TestCancelledSave(t *testing.T) {
	inTurn(t)
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		before, after := generated(4), generated(6)
		ref := strconv.FormatInt(created(t, s, before).ID, 10)
		var statements, limit int
		var cancel context.CancelFunc
		onWrite(t, s, func(*gorm.DB) {
			if statements++; statements == limit {
				cancel()
			}
		})
		for limit = 1; ; limit++ {
			var ctx context.Context
			ctx, cancel = context.WithCancel(t.Context())
			statements = 0
			_, err := s.ReplacePlan(ctx, ref, 1, after, Change{})
			cancel()
			if statements < limit {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("cancelled after %d statements: %v, want context.Canceled", limit, err)
			}
			unchanged(t, s, ref, 1, before)
		}
		if tables := len((&rows{}).tables()); limit < 2*tables {
			t.Errorf("a save of %d tables took %d statements", tables, limit-1)
		}
		unchanged(t, s, ref, 2, after)
	})
}

// onWrite calls f after each statement of the store that writes.
func onWrite(t *testing.T, s *Store, f func(*gorm.DB)) {
	t.Helper()
	c := s.db.Callback()
	for _, err := range []error{
		c.Create().After("gorm:create").Register("test:create", f),
		c.Update().After("gorm:update").Register("test:update", f),
		c.Delete().After("gorm:delete").Register("test:delete", f),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestSQLitePathsOfAllKinds(t *testing.T) {
	inTurn(t)
	for _, name := range []string{"a b.db", "what?.db", "no#1.db", "100%.db", "%20.db", "한글.db", "a&b=c;d.db", "x:y.db", `q"'.db`} {
		path := filepath.Join(t.TempDir(), "new folder?", name)
		s := opened(t, path)
		created(t, s, small("plan"))
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}
