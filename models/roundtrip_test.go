package models

import (
	"context"
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"buildout/planner"
)

// TestRoundTrip: what is stored is what is loaded, field by field and in JSON,
// after a create, after changes here and there, and after a replacement by an
// unlike plan; and the tables hold the rows of it and no others.
func TestRoundTrip(t *testing.T) {
	inTurn(t)
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		n := 0
		rapid.Check(t, func(r *rapid.T) {
			n++
			plan, unlike := filled(r), filled(r)
			plan.Name += strconv.Itoa(n)
			unlike.Name = plan.Name
			stored, err := s.CreatePlan(t.Context(), plan, Change{Author: "a", Reason: "b"})
			if err != nil {
				r.Fatal(err)
			}
			same(r, s, stored, plan)
			steps := rapid.IntRange(1, 3).Draw(r, "steps")
			for step := range steps + 1 {
				plan = planner.Clone(plan)
				if step < steps {
					edit(r, reflect.ValueOf(&plan).Elem(), "plan", step+1)
				} else {
					plan = unlike
				}
				if stored, err = s.ReplacePlan(t.Context(), strconv.FormatInt(stored.ID, 10), stored.Revision, plan, Change{}); err != nil {
					r.Fatal(err)
				}
				same(r, s, stored, normal(plan))
				hasRows(r, s, stored.ID, normal(plan))
			}
		})
	})
}

// same requires that want is what stored holds, and that it is what a load
// finds, of memory and of the rows, singly and in a list.
func same(t rapid.TB, s *Store, stored StoredPlan, want planner.Plan) {
	t.Helper()
	ctx := context.Background()
	kept, err := s.Plan(ctx, strconv.FormatInt(stored.ID, 10))
	if err != nil {
		t.Fatal(err)
	}
	s.cache.plans.InvalidateAll()
	loaded, err := s.Plan(ctx, strconv.FormatInt(stored.ID, 10))
	if err != nil {
		t.Fatal(err)
	}
	_, count, err := s.Plans(ctx, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	s.cache.plans.InvalidateAll()
	last, _, err := s.Plans(ctx, 1, count-1)
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []StoredPlan{stored, kept, loaded, last[0]} {
		if !reflect.DeepEqual(got.Plan, want) {
			t.Fatalf("plan differs (-want +got):\n%s", cmp.Diff(want, got.Plan))
		}
		if a, b := asJSON(t, want), asJSON(t, got.Plan); a != b {
			t.Fatalf("JSON differs:\n%s\n%s", a, b)
		}
		if got.Hash != want.Hash() {
			t.Fatalf("hash %s, want %s", got.Hash, want.Hash())
		}
		if !reflect.DeepEqual(got, stored) {
			t.Fatalf("stored differs (-saved +loaded):\n%s", cmp.Diff(stored, got))
		}
	}
}

func asJSON(t rapid.TB, p planner.Plan) string {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestNormalForm: lists that are empty in either way, and a zero with a sign,
// are stored, hashed and loaded in one form, on both databases.
func TestNormalForm(t *testing.T) {
	minusZero := math.Copysign(0, -1)
	odd := small("odd")
	odd.Sites[0].Plot.AreaM2 = minusZero
	odd.Sites[0].Feeds = nil                          // required: []
	odd.Demand.Services = nil                         // required: []
	odd.Links = []planner.Link{}                      // optional: left out
	odd.Sites[1].Plant = []planner.PowerStage{}       // optional: left out
	odd.RackTypes = []planner.RackType{{Name: "12U"}} // not empty
	odd.RedundancyTiers = []planner.RedundancyTier{{Name: "none"}}
	odd.Calendars = []planner.Calendar{{Name: "no month"}}
	odd.Budget.Funding = []planner.FundingLine{{Name: "all", Covers: []string{}}}
	odd.Actuals.Entries = []planner.Actual{} // says nothing: left out

	want := small("odd")
	want.Sites[0].Plot.AreaM2 = 0
	want.RackTypes = []planner.RackType{{Name: "12U"}}
	want.RedundancyTiers = []planner.RedundancyTier{{Name: "none", Arrangements: []planner.TierArrangement{}}}
	want.Calendars = []planner.Calendar{{Name: "no month", Work: []float64{}}}
	want.Budget.Funding = []planner.FundingLine{{Name: "all"}}
	if want.Demand.Services == nil || want.Sites[0].Feeds == nil || want.Links != nil || want.Actuals.Entries != nil {
		t.Fatal("small is not in normal form")
	}
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		same(t, s, created(t, s, odd), want)
	})
	if !math.Signbit(odd.Sites[0].Plot.AreaM2) || odd.Sites[0].Feeds != nil {
		t.Error("the caller's plan was changed")
	}
}

// TestPlansKeepsPlansApart: a page holds each plan with its own lists.
func TestPlansKeepsPlansApart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		var want []planner.Plan
		for i := range 5 {
			p := generated(i)
			p.Name = strconv.Itoa(i) + " plan"
			want = append(want, p)
			created(t, s, p)
		}
		page, count, err := s.Plans(t.Context(), 3, 1)
		if err != nil {
			t.Fatal(err)
		}
		if count != 5 || len(page) != 3 {
			t.Fatalf("%d plans of %d, want 3 of 5", len(page), count)
		}
		for i, got := range page {
			if diff := cmp.Diff(want[i+1], got.Plan); diff != "" {
				t.Errorf("plan %d (-want +got):\n%s", i+1, diff)
			}
		}
	})
}
