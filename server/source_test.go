package server

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"buildout/models"
	"buildout/planner"
)

// approve approves a revision of the first example under a name.
func (h *house) approve(revision, name string) {
	h.t.Helper()
	h.want(201, "POST", plan1+"revisions/"+revision+"/approval", `{"name":"`+name+`"}`, "Content-Type", asJSON)
}

func TestPlansAreFoundAtRevisions(t *testing.T) {
	h := newHouse(t)
	withRevisions(h) // 3 of them, of 460, 470 and 480 bn won
	h.approve("2", "board@2026")
	h.approve("1", "first")
	for _, name := range []string{"two-sites-460@1", "at@home"} { // the first is also a revision of another
		h.want(201, "POST", "/api/v1/plans", examplePlan(t, name), "Content-Type", asJSON)
	}
	h.want(200, "PATCH", "/api/v1/plans/at@home/budget", `{"total_krw":1000000000}`, "Content-Type", asPatch, "If-Match", "*")
	for _, c := range []struct {
		ref, name        string
		revision, newest int
		totalKRW         planner.KRW
	}{
		{"two-sites-460", "two-sites-460", 3, 3, 480_000_000_000},
		{"1", "two-sites-460", 3, 3, 480_000_000_000},
		{"1@1", "two-sites-460@1", 1, 3, 460_000_000_000},
		{"two-sites-460@2", "two-sites-460@2", 2, 3, 470_000_000_000},
		{"two-sites-460@3", "two-sites-460", 3, 3, 480_000_000_000},
		{"two-sites-460@first", "two-sites-460@1", 1, 3, 460_000_000_000},
		{"two-sites-460@board@2026", "two-sites-460@2", 2, 3, 470_000_000_000},
		{"two-sites-460@1", "two-sites-460@1", 1, 1, 460_000_000_000}, // a plan of this name goes first
		{"at@home", "at@home", 2, 2, 1_000_000_000},
		{"at@home@1", "at@home@1", 1, 2, 460_000_000_000},
	} {
		found := h.sources(t.Context(), []string{c.ref})[0]
		if found.Fault != nil || found.Name != c.name || found.Revision != c.revision || found.Newest != c.newest || found.Plan.Budget.TotalKRW != c.totalKRW {
			t.Errorf("%s is %s at %d of %d with %d won: %v", c.ref, found.Name, found.Revision, found.Newest, found.Plan.Budget.TotalKRW, found.Fault)
		}
		if found.Hash != found.Plan.Hash() || found.Result.Plan.Hash != found.Hash {
			t.Errorf("%s: hash %s", c.ref, found.Hash)
		}
		if at := h.located(t.Context(), []string{c.ref})[0]; at.Hash != found.Hash || at.Revision != found.Revision || at.Plan.Name != "" {
			t.Errorf("%s: only found it is %s at %d", c.ref, at.Hash, at.Revision)
		}
	}
}

func TestFaultsOfPlansStandApart(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	h.approve("2", "board")
	spoilRevision(t, h, 1)
	refs := []string{"two-sites-46O", "two-sites-460@4", "two-sites-460@", "two-sites-460@bored", "two-sites-460@1", "ansan-460", "@", "", "a\x00b"}
	list := h.sources(t.Context(), refs)
	if err := broken(list); err != nil {
		t.Fatal(err)
	}
	for i, says := range []string{
		`plan: found "two-sites-46O"; there is no stored plan of this name or id; did you mean two-sites-460?`,
		`revision: found "4"; two-sites-460 has no such revision; it has 1 to 3, and the approved board`,
		`revision: found ""; two-sites-460 has no such revision`,
		`it has 1 to 3, and the approved board`,
		`horizon.months: found 0; `,
		"",
		`plan: found "@"; there is no stored plan`, `plan: found ""; there is no stored plan`, `there is no stored plan`,
	} {
		fault := ""
		if list[i].Fault != nil {
			fault = list[i].Fault.Error()
		}
		if !strings.Contains(fault, says) || says == "" && fault != "" {
			t.Errorf("%q: %q, want %q", refs[i], fault, says)
		}
		if absent := errors.Is(list[i].Fault, models.ErrNotFound); absent != (i != 4 && i != 5) {
			t.Errorf("%q is absent: %v", refs[i], absent)
		}
	}
	if list[5].Result.Budget.ForecastKRW <= 0 {
		t.Error("the plan without a fault has no result")
	}
}

// spoilRevision makes of a revision of the first example a plan that this program
// refuses, as one that an older program wrote may be.
func spoilRevision(t *testing.T, h *house, revision int) {
	t.Helper()
	db, err := sql.Open("sqlite", h.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "DROP TRIGGER revisions_never_change"); err != nil {
		t.Fatal(err)
	}
	done, err := db.ExecContext(t.Context(), `UPDATE revisions SET document = replace(document, '"months":120}', '"months":0}') WHERE plan_id = 1 AND number = ?`, revision)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := done.RowsAffected(); n != 1 {
		t.Fatalf("%d revisions were spoilt", n)
	}
}

func TestPlansThatTakeTooLongAreTold(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.EvaluationTimeout = time.Nanosecond })
	list := h.sources(t.Context(), []string{"1", "2"})
	for _, from := range list {
		var slow *tooSlow
		if !errors.As(from.Fault, &slow) || !strings.Contains(from.Fault.Error(), "takes longer to evaluate than the 1ns") {
			t.Errorf("%s: %v", from.Ref, from.Fault)
		}
	}
	if tag := h.matrixTag(list, wantedMatrix{}, asJSON); tag != "" {
		t.Errorf("what may fare better is named %s", tag)
	}
}

func TestWhatIsNoFaultOfAPlanIsTold(t *testing.T) {
	h := newHouse(t)
	h.metrics = nil // so that evaluating panics
	list := h.sources(t.Context(), []string{"1", "none"})
	if err := broken(list); err == nil || !strings.Contains(err.Error(), "panic: ") {
		t.Errorf("a panic beside the request: %v", err)
	}
	if err := h.Store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := broken(h.located(t.Context(), []string{"1"})); err == nil {
		t.Error("a database that is closed is a fault of the plan")
	}
	var invalid *planner.Invalid
	if !slices.ContainsFunc(list, func(from source) bool { return errors.As(from.Fault, &invalid) }) {
		t.Error("a plan that is not there has no fault of its own")
	}
}
