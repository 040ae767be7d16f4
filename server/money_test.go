package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"buildout/planner"
)

func TestAssumptionsOfAPlan(t *testing.T) {
	h := newHouse(t)
	const address = "/api/v1/plans/two-sites-460/assumptions"
	w := h.want(200, "GET", address, "")
	all, tag := decode[ValueList](t, w.Body), w.Header().Get("ETag")
	some := decode[ValueList](t, h.want(200, "GET", address+"?assumptions_only=true", "").Body)
	want := planner.ReferenceValues(shipped().examples[0], shipped().ref)
	if all.Count != len(want) || len(all.Results) != len(want) || some.Count == 0 || some.Count >= all.Count {
		t.Errorf("%d values and %d assumptions, want %d", all.Count, some.Count, len(want))
	}
	for _, v := range some.Results {
		if !v.Assumption {
			t.Errorf("%s is no assumption", v.Name)
		}
	}
	holdsConditions(t, h, address, tag, address+"?assumptions_only=true", "/api/v1/plans/ansan-460/assumptions")
	h.wantProblem(404, "GET", "/api/v1/plans/none/assumptions", "")
	h.wantProblem(422, "GET", address+"?assumptions_only=perhaps", "")
}

// booksOf writes the first cost line of the example as a row of the books.
func booksOf(t *testing.T, paid int64) (csv, list string, line planner.CostLine) {
	t.Helper()
	result, err := planner.Evaluate(shipped().examples[0], shipped().ref)
	if err != nil {
		t.Fatal(err)
	}
	line = result.CostLines[0]
	entry := planner.Actual{Code: line.Code, Site: line.Site, Phase: line.Phase, Month: shipped().examples[0].Horizon.Start + 1, CommittedKRW: planner.KRW(paid), PaidKRW: planner.KRW(paid)}
	document, err := json.Marshal([]planner.Actual{entry})
	if err != nil {
		t.Fatal(err)
	}
	csv = fmt.Sprintf("code,site,phase,month,committed_krw,paid_krw\n%s,%s,%s,%s,%d,%d\n", entry.Code, entry.Site, entry.Phase, entry.Month, paid, paid)
	return csv, string(document), line
}

const asCSV = "text/csv; charset=utf-8"

func TestImportOfBooks(t *testing.T) {
	h := newHouse(t)
	const address = "/api/v1/plans/two-sites-460/imports/actuals?through=2020-12"
	csv, list, line := booksOf(t, 1_000_000)
	before := h.want(200, "GET", "/api/v1/plans/two-sites-460", "")
	tag := before.Header().Get("ETag")

	dry := h.want(200, "POST", address+"&dry_run=true", csv, "Content-Type", asCSV)
	change := decode[planner.ActualsChange](t, dry.Body)
	if change.Entries != 1 || change.Replaced != 0 || change.Kept != 0 || change.Through.String() != "2020-12" || change.After.PaidKRW != 1_000_000 || change.Before.PaidKRW != 0 || !line.InBudget {
		t.Errorf("dry run: %+v", change)
	}
	if after := h.want(200, "GET", "/api/v1/plans/two-sites-460", ""); after.Header().Get("ETag") != tag {
		t.Error("a dry run stored something")
	}
	h.wantProblem(428, "POST", address, csv, "Content-Type", asCSV)
	h.wantProblem(412, "POST", address, csv, "Content-Type", asCSV, "If-Match", `"9-0123456789abcdef"`)

	w := h.want(200, "POST", address, csv, "Content-Type", asCSV, "If-Match", tag, "Buildout-Author", "kim", "Buildout-Reason", "Books of December")
	if got := decode[planner.ActualsChange](t, w.Body); got != change {
		t.Errorf("stored %+v, the dry run said %+v", got, change)
	}
	stored := h.want(200, "GET", "/api/v1/plans/two-sites-460", "")
	plan := decode[PlanResource](t, stored.Body)
	if plan.Revision != 2 || len(plan.Plan.Actuals.Entries) != 1 || stored.Header().Get("ETag") != w.Header().Get("ETag") {
		t.Errorf("revision %d with %d entries, ETag %s and %s", plan.Revision, len(plan.Plan.Actuals.Entries), stored.Header().Get("ETag"), w.Header().Get("ETag"))
	}
	// The same month again takes the place of what it had, as JSON as well.
	again := decode[planner.ActualsChange](t, h.want(200, "POST", address, list, "Content-Type", asJSON, "If-Match", w.Header().Get("ETag")).Body)
	if again.Replaced != 1 || again.Kept != 0 || again.Before != again.After {
		t.Errorf("the same again: %+v", again)
	}
	h.wantProblem(412, "POST", address, csv, "Content-Type", asCSV, "If-Match", tag)
}

// TestFaultyBooks holds that every fault is named where it stands, and that
// nothing is stored.
func TestFaultyBooks(t *testing.T) {
	h := newHouse(t)
	const address = "/api/v1/plans/two-sites-460/imports/actuals"
	csv, list, line := booksOf(t, 1_000_000)
	tag := h.want(200, "GET", "/api/v1/plans/two-sites-460", "").Header().Get("ETag")
	for name, c := range map[string]struct {
		body, media, query string
		status             int
		locations          []string
	}{
		"unknown site and code": {csv + "a.b,nowhere,,2020-11,1,1\n", asCSV, "?through=2020-12", 422, []string{"row 3, code", "row 3, site"}},
		"no month":              {strings.Replace(csv, "2020-11", "soon", 1), asCSV, "?through=2020-12", 422, []string{"row 2, month"}},
		"no such column":        {"colour\nred\n", asCSV, "?through=2020-12", 422, []string{"row 1"}},
		"after the books":       {csv, asCSV, "?through=2020-10", 422, []string{"entry 1"}},
		"more back than paid":   {strings.ReplaceAll(csv, "1000000", "-1000000"), asCSV, "?through=2020-12", 422, []string{"entry 1"}},
		"through no month":      {csv, asCSV, "?through=soon", 422, []string{"query.through"}},
		"no list":               {`{"entries":[]}`, asJSON, "?through=2020-12", 422, nil},
		"unknown key":           {strings.Replace(list, `"site"`, `"place"`, 1), asJSON, "?through=2020-12", 422, []string{"/0/place"}},
		"empty":                 {"\n", asCSV, "?through=2020-12", 422, nil},
		"not CSV":               {csv, "application/xml", "?through=2020-12", 415, nil},
		"unknown query":         {csv, asCSV, "?until=2020-12", 422, nil},
	} {
		p := h.wantProblem(c.status, "POST", address+c.query, c.body, "Content-Type", c.media, "If-Match", tag)
		for i, location := range c.locations {
			if i >= len(p.Errors) || !strings.HasPrefix(p.Errors[i].Location, location) {
				t.Errorf("%s: wanted a fault at %s: %+v", name, location, p.Errors)
			}
		}
	}
	if got := h.want(200, "GET", "/api/v1/plans/two-sites-460", "").Header().Get("ETag"); got != tag {
		t.Errorf("faulty books of %s were stored", line.Code)
	}
	h.wantProblem(404, "POST", "/api/v1/plans/none/imports/actuals?dry_run=true", csv, "Content-Type", asCSV)
}
