package models

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
)

// approvedPlan returns a store's plan at revision 3 whose revision 2 is approved
// as board.
func approvedPlan(t *testing.T, s *Store) (StoredPlan, Revision) {
	t.Helper()
	created(t, s, small("plan"))
	for i := 2; i <= 3; i++ {
		if _, err := s.Update(t.Context(), "plan", Change{}, months(12*i)); err != nil {
			t.Fatal(err)
		}
	}
	board := Approval{Name: "board", Note: "as in the minutes", By: "이 chair", Program: "v1"}
	approved, err := s.Approve(t.Context(), "plan", "2", board, Key{})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := s.Plan(t.Context(), "plan")
	if err != nil {
		t.Fatal(err)
	}
	return stored, approved
}

// TestApproval: an approved revision is found by its number and by the name of
// its approval, with what was said, while the plan goes on.
func TestApproval(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		_, approved := approvedPlan(t, s)
		want := small("plan")
		want.Horizon.Months = 24
		var plan planner.Plan
		if err := json.Unmarshal(approved.Document, &plan); err != nil || !reflect.DeepEqual(plan, want) {
			t.Errorf("approved is %v (-want +got):\n%s", err, cmp.Diff(want, plan))
		}
		a := *approved.Approval
		if a.At.IsZero() || a.Name != "board" || a.Note != "as in the minutes" || a.By != "이 chair" || a.Program != "v1" {
			t.Errorf("approval is %+v", a)
		}
		for _, name := range []string{"2", "board"} {
			if got, err := s.Revision(t.Context(), "plan", name); err != nil || !reflect.DeepEqual(got, approved) {
				t.Errorf("revision %s: %v (-approved +found):\n%s", name, err, cmp.Diff(approved, got))
			}
		}
		list, err := s.Revisions(t.Context(), "plan")
		if err != nil || len(list) != 3 || list[0].Approval != nil || list[2].Approval != nil || !reflect.DeepEqual(list[1].Approval, approved.Approval) {
			t.Errorf("list %+v, %v", list, err)
		}
		for _, name := range []string{"0", "4", "-1", "audit", "", "\xff", "a\x00", "99999999999999999999"} {
			if _, err := s.Revision(t.Context(), "plan", name); !errors.Is(err, ErrNotFound) {
				t.Errorf("revision %q: %v, want ErrNotFound", name, err)
			}
		}
	})
}

func TestRefusedApprovals(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		_, approved := approvedPlan(t, s)
		for _, test := range []struct {
			revision, name string
			want           error
		}{
			{"2", "audit", ErrApproved}, {"board", "audit", ErrApproved},
			{"3", "board", ErrDuplicate},
			{"4", "audit", ErrNotFound}, {"audit", "audit", ErrNotFound},
		} {
			if _, err := s.Approve(t.Context(), "plan", test.revision, Approval{Name: test.name}, Key{}); !errors.Is(err, test.want) {
				t.Errorf("approve %s as %q: %v, want %v", test.revision, test.name, err, test.want)
			}
		}
		for _, name := range []string{"", "3", "0123", "a\x00", "\xff"} {
			var invalid *planner.Invalid
			if _, err := s.Approve(t.Context(), "plan", "3", Approval{Name: name}, Key{}); !errors.As(err, &invalid) || invalid.Faults[0].Path != "name" {
				t.Errorf("approve as %q: %v, want a fault at name", name, err)
			}
		}
		created(t, s, small("other"))
		if _, err := s.Approve(t.Context(), "other", "1", Approval{Name: "board"}, Key{}); err != nil {
			t.Errorf("a name of another plan's approval: %v", err)
		}
		if got, err := s.Revision(t.Context(), "plan", "board"); err != nil || !reflect.DeepEqual(got, approved) {
			t.Errorf("revision board: %v (-before +after):\n%s", err, cmp.Diff(approved, got))
		}
	})
}

// TestApprovedPlanStays: a plan with an approved revision is not deleted, alone
// or with others.
func TestApprovedPlanStays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		stored, _ := approvedPlan(t, s)
		created(t, s, small("draft"))
		all := func([]PlanHead) error { return nil }
		for _, err := range []error{s.DeletePlan(t.Context(), "plan", 3), s.DeletePlans(t.Context(), []string{"draft", "plan"}, all)} {
			if !errors.Is(err, ErrApproved) {
				t.Errorf("%v, want ErrApproved", err)
			}
		}
		unchanged(t, s, "plan", 3, stored.Plan)
		unchanged(t, s, "draft", 1, small("draft"))
	})
}

// TestDatabaseKeepsWhatIsSaid: nothing that reaches the database by another way
// changes a revision or an approval, or takes one away.
func TestDatabaseKeepsWhatIsSaid(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		_, approved := approvedPlan(t, s)
		created(t, s, small("draft"))
		for _, statement := range []string{
			"UPDATE revisions SET document = '{}' WHERE number = 1",
			"UPDATE revisions SET number = 9 WHERE number = 3",
			"DELETE FROM revisions WHERE number = 1",
			"DELETE FROM revisions",
			"UPDATE approvals SET note = ''",
			"UPDATE approvals SET revision = 3",
			"DELETE FROM approvals",
			"DELETE FROM plans",
			"DELETE FROM plans WHERE name = 'plan'",
			"INSERT INTO approvals SELECT plan_id, 1, '12', note, approved_by, program, approved_at FROM approvals",
			"INSERT INTO approvals SELECT plan_id, 7, 'x', note, approved_by, program, approved_at FROM approvals",
		} {
			if err := s.db.Exec(statement).Error; err == nil {
				t.Errorf("%s: done, want it refused", statement)
			}
		}
		if got, err := s.Revision(t.Context(), "plan", "board"); err != nil || !reflect.DeepEqual(got, approved) {
			t.Errorf("revision board: %v (-before +after):\n%s", err, cmp.Diff(approved, got))
		}
		if err := s.db.Exec("DELETE FROM plans WHERE name = 'draft'").Error; err != nil {
			t.Errorf("a plan that is not approved: %v", err)
		}
		names, err := s.Names(t.Context(), 5)
		if err != nil || !slices.Equal(names, []PlanName{{ID: names[0].ID, Name: "plan"}}) {
			t.Errorf("plans left: %v, %v", names, err)
		}
	})
}
