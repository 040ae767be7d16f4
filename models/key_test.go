package models

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
)

func key(name, request string) Key { return Key{Name: name, Request: sha256.Sum256([]byte(request))} }

// months sets the horizon of a plan.
func months(n int) func(StoredPlan) (planner.Plan, error) {
	return func(now StoredPlan) (planner.Plan, error) {
		now.Plan.Horizon.Months = n
		return now.Plan, nil
	}
}

// TestKeyStoresOnce: the second request with a key stores nothing and is told
// what the first one was, whatever became of the plans since; another request
// with it is refused.
func TestKeyStoresOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		make2 := func(s *Store, request string) ([]StoredPlan, error) {
			return s.CreatePlans(t.Context(), []planner.Plan{small("b"), small("a")}, Change{Key: key("create", request)})
		}
		update := func(s *Store, request string) (StoredPlan, error) {
			return s.Update(t.Context(), "a", Change{Author: "김", Key: key("update", request)}, months(24))
		}
		approve := func(s *Store, request string) (Revision, error) {
			return s.Approve(t.Context(), "a", "2", Approval{Name: "board"}, key("approve", request))
		}
		made, err := make2(s, "1")
		if err != nil || made[0].Replayed {
			t.Fatal(err)
		}
		updated, err := update(s, "2")
		if err != nil || updated.Replayed {
			t.Fatal(err)
		}
		approved, err := approve(s, "3")
		if err != nil || approved.Replayed {
			t.Fatal(err)
		}
		if _, err := s.Update(t.Context(), "a", Change{}, months(36)); err != nil {
			t.Fatal(err)
		}
		made[0].Replayed, made[1].Replayed, updated.Replayed, approved.Replayed = true, true, true, true
		for _, s := range []*Store{s, opened(t, address)} {
			if again, err := make2(s, "1"); err != nil || !reflect.DeepEqual(again, made) {
				t.Errorf("create: %v (-first +again):\n%s", err, cmp.Diff(made, again))
			}
			if again, err := update(s, "2"); err != nil || !reflect.DeepEqual(again, updated) {
				t.Errorf("update: %v (-first +again):\n%s", err, cmp.Diff(updated, again))
			}
			if again, err := approve(s, "3"); err != nil || !reflect.DeepEqual(again, approved) {
				t.Errorf("approve: %v (-first +again):\n%s", err, cmp.Diff(approved, again))
			}
			_, create := make2(s, "2")
			_, update := update(s, "1")
			_, approve := approve(s, "1")
			for _, err := range []error{create, update, approve} {
				if !errors.Is(err, ErrKeyReused) {
					t.Errorf("%v, want ErrKeyReused", err)
				}
			}
		}
		want := small("a")
		want.Horizon.Months = 36
		unchanged(t, s, "a", 3, want)
		if err := s.DeletePlan(t.Context(), "b", 1); err != nil {
			t.Fatal(err)
		}
		if _, err := make2(s, "1"); !errors.Is(err, ErrGone) {
			t.Errorf("replay of a plan that was deleted: %v, want ErrGone", err)
		}
	})
}

// TestKeyAtOnce: of requests with one key at the same time one stores and the
// others are told what it stored.
func TestKeyAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		created(t, s, small("counter"))
		stores := []*Store{s, opened(t, address)}
		var group sync.WaitGroup
		answers := make([]StoredPlan, 8)
		for i := range answers {
			group.Go(func() {
				var err error
				answers[i], err = stores[i%2].Update(t.Context(), "counter", Change{Key: key("k", "r")}, func(now StoredPlan) (planner.Plan, error) {
					return months(now.Plan.Horizon.Months + 1)(now)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		first := 0
		for _, a := range answers {
			if !a.Replayed {
				first++
			}
			a.Replayed = answers[0].Replayed
			if diff := cmp.Diff(answers[0], a); diff != "" {
				t.Errorf("two answers:\n%s", diff)
			}
		}
		if first != 1 {
			t.Errorf("%d requests stored, want 1", first)
		}
		want := small("counter")
		want.Horizon.Months = 13
		unchanged(t, s, "counter", 2, want)
	})
}

// TestFailedWriteLeavesNoKey: a key whose request was refused is free.
func TestFailedWriteLeavesNoKey(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, small("a"))
		k := key("\x00 any bytes\xff", "1")
		_, create := s.CreatePlan(t.Context(), small("a"), Change{Key: k})
		_, approve := s.Approve(t.Context(), "a", "9", Approval{Name: "board"}, k)
		if !errors.Is(create, ErrDuplicate) || !errors.Is(approve, ErrNotFound) {
			t.Fatalf("%v and %v, want ErrDuplicate and ErrNotFound", create, approve)
		}
		stored, err := s.CreatePlan(t.Context(), small("b"), Change{Key: k})
		if err != nil || stored.Replayed {
			t.Errorf("replayed is %t, %v", stored.Replayed, err)
		}
	})
}

// TestOldKeysGo: a key of 24 hours ago is free, and a new one takes some of the
// others with it that are as old.
func TestOldKeysGo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		if _, err := s.CreatePlan(t.Context(), small("old"), Change{Key: key("own", "1")}); err != nil {
			t.Fatal(err)
		}
		age := func(name any, hours time.Duration) {
			if err := s.db.Model(&keyRow{}).Where("name LIKE ?", name).UpdateColumn("created_at", now().Add(-hours)).Error; err != nil {
				t.Fatal(err)
			}
		}
		age("%", keyLife)
		old := make([]keyRow, keysForgotten+20)
		for i := range old {
			old[i] = keyRow{Name: fmt.Sprint("old ", i), CreatedAt: now().Add(-keyLife - time.Duration(i)*time.Second)}
		}
		if err := s.db.Create(&old).Error; err != nil {
			t.Fatal(err)
		}
		for i, want := range []int64{1 + 20, 2} {
			name := strconv.Itoa(i)
			stored, err := s.CreatePlan(t.Context(), small(name), Change{Key: key([]string{"own", "other"}[i], "2")})
			if err != nil || stored.Replayed {
				t.Fatalf("replayed is %t, %v", stored.Replayed, err)
			}
			var left int64
			if err := s.db.Model(&keyRow{}).Count(&left).Error; err != nil || left != want {
				t.Errorf("%d keys are left, %v; want %d", left, err, want)
			}
		}
		age("%", keyLife-time.Minute)
		if again, err := s.CreatePlan(t.Context(), small("0"), Change{Key: key("own", "2")}); err != nil || !again.Replayed {
			t.Errorf("a key of less than a day: replayed is %t, %v", again.Replayed, err)
		}
	})
}
