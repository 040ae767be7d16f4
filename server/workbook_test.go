package server

import (
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
	"buildout/web/export/workbook"
	"buildout/web/export/workbook/workbooktest"
)

const workbookOfTwo = "/api/v1/plans/two-sites-460/workbook"

// exported is the workbook of the example with two sites.
func (h *house) exported() string {
	h.t.Helper()
	return h.want(200, "GET", workbookOfTwo+"?lang=en", "").Body.String()
}

// dearer is the example's exchange rate of October 2022 raised to 1,500 won.
var dearer = map[string]any{"exchange_rates/0/krw": 1500.0}

// forecastWith is what the program forecasts for the example with a change.
func forecastWith(t *testing.T, path, value string) planner.KRW {
	t.Helper()
	changed, err := planner.Apply(exampletest.Plan(t, "two-sites-460"), shipped().ref, []planner.Change{{Path: path, Value: value}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := planner.Evaluate(changed, shipped().ref)
	if err != nil {
		t.Fatal(err)
	}
	return r.Budget.ForecastKRW
}

// sendWorkbook posts a workbook with parameters and headers.
func (h *house) sendWorkbook(status int, query, body string, headers ...string) WorkbookResult {
	h.t.Helper()
	w := h.want(status, "POST", workbookOfTwo+query, body, append([]string{"Content-Type", workbook.MediaType}, headers...)...)
	if status >= 400 {
		return WorkbookResult{}
	}
	return decode[WorkbookResult](h.t, w.Body)
}

// TestWorkbookComesBackAsARevision: what is typed into a cell is told by path with
// the forecast that the program gives for it, stored once, and read again.
func TestWorkbookComesBackAsARevision(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	changed := workbooktest.Type(t, h.exported(), dearer)
	want := forecastWith(t, "exchange_rates/0/krw", "1500")

	dry := h.sendWorkbook(200, "?dry_run=true", changed)
	if len(dry.Changes) != 1 || dry.Changes[0].Path != "exchange_rates/0/krw" || dry.Changes[0].Old != "1415.64" || dry.Changes[0].New != "1500" ||
		!strings.HasPrefix(dry.Changes[0].Cell, "Inputs!B") || dry.Stored != nil {
		t.Fatalf("a dry run says %+v", dry)
	}
	if dry.Before.ForecastKRW == dry.After.ForecastKRW || dry.After.ForecastKRW != want {
		t.Errorf("the forecast goes from %d to %d, want to %d", dry.Before.ForecastKRW, dry.After.ForecastKRW, want)
	}
	tag := h.want(200, "GET", "/api/v1/plans/two-sites-460", "").Header().Get("ETag")
	if !strings.HasPrefix(tag, `"1-`) {
		t.Fatalf("a dry run stored %s", tag)
	}

	h.sendWorkbook(428, "", changed)
	h.sendWorkbook(412, "", changed, "If-Match", `"1-0000000000000000"`)
	for _, replayed := range []string{"", "true"} {
		w := h.want(200, "POST", workbookOfTwo, changed, "Content-Type", workbook.MediaType, "If-Match", tag, "Idempotency-Key", "book-1", "Change-Reason", "Dearer dollars")
		if got := decode[WorkbookResult](t, w.Body); got.Stored == nil || got.Stored.Revision != 2 || w.Header().Get("Idempotency-Replayed") != replayed {
			t.Errorf("stored %+v, replayed %q, want %q", got.Stored, w.Header().Get("Idempotency-Replayed"), replayed)
		}
	}
	evaluated := decode[struct{ Budget planner.BudgetResult }](t, h.want(200, "GET", "/api/v1/plans/two-sites-460/evaluation", "").Body)
	if evaluated.Budget.ForecastKRW != want {
		t.Errorf("the stored plan costs %d, want %d", evaluated.Budget.ForecastKRW, want)
	}

	// The workbook is of revision 1, and the plan is at 2 now.
	h.sendWorkbook(412, "", changed, "If-Match", "*")
	h.sendWorkbook(412, "?dry_run=true", changed)
	variant := h.sendWorkbook(201, "?as=variant&name=dearer", changed)
	if variant.Stored == nil || variant.Stored.Name != "dearer" || variant.Stored.Revision != 1 {
		t.Errorf("a variant is stored as %+v", variant.Stored)
	}
	h.sendWorkbook(409, "?as=variant&name=dearer", changed)
	h.sendWorkbook(409, "?as=variant&name=dearer&dry_run=true", changed)
}

// TestWorkbookUnchanged comes back with nothing.
func TestWorkbookUnchanged(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	if got := h.sendWorkbook(200, "?dry_run=true", h.exported()); len(got.Changes) != 0 || len(got.Notices) != 0 || got.Before != got.After {
		t.Errorf("an unchanged workbook changes %+v and says %+v", got.Changes, got.Notices)
	}
}

// TestWorkbookRefused: nothing is stored of a workbook of another plan, with a
// fault in a cell, or that is none, and each is told.
func TestWorkbookRefused(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	whole := h.exported()
	other := h.want(200, "GET", "/api/v1/plans/ansan-460/workbook?lang=en", "").Body.String()
	for _, c := range []struct {
		name, query, body, media string
		status                   int
		says                     string
	}{
		{"another plan", "", other, workbook.MediaType, 409, "ansan-460"},
		{"text in a number", "", workbooktest.Type(t, whole, map[string]any{"exchange_rates/0/krw": "many"}), workbook.MediaType, 422, "Inputs!B"},
		{"a budget that is below nothing", "", workbooktest.Type(t, whole, map[string]any{"budget/total_krw": -1}), workbook.MediaType, 422, "Inputs!B"},
		{"no workbook", "", "PK but no zip", workbook.MediaType, 422, "workbook"},
		{"cut off", "", whole[:len(whole)/2], workbook.MediaType, 422, "workbook"},
		{"of another type", "", whole, "text/csv", 415, "Send the body as"},
		{"a variant without a name", "?as=variant", whole, workbook.MediaType, 422, "name the new plan"},
		{"a revision with a name", "?name=mine", whole, workbook.MediaType, 422, "as=variant"},
	} {
		w := h.do("POST", workbookOfTwo+c.query, c.body, "Content-Type", c.media, "If-Match", "*")
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %.400s, want %d and %q", c.name, w.Code, w.Body, c.status, c.says)
		}
	}
	if tag := h.want(200, "GET", "/api/v1/plans/two-sites-460", "").Header().Get("ETag"); !strings.HasPrefix(tag, `"1-`) {
		t.Errorf("a refused workbook stored %s", tag)
	}
}
