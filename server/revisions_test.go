package server

import (
	"fmt"
	"strings"
	"testing"

	"buildout/planner"
)

// withRevisions gives the example plan a second and a third revision, of other
// budgets: 470 and 480 bn won.
func withRevisions(h *house) {
	h.t.Helper()
	for i := range 2 {
		h.want(200, "PATCH", plan1+"budget", fmt.Sprintf(`{"total_krw":%d}`, 470_000_000_000+i*10_000_000_000), "Content-Type", asPatch, "If-Match", "*",
			"Buildout-Author", "kim", "Buildout-Reason", fmt.Sprintf("step %d", i+1))
	}
}

func TestRevisionsAreListedAndRead(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	list := h.want(200, "GET", plan1+"revisions?author=kim&ordering=-revision", "")
	page := decode[RevisionList](t, list.Body)
	if *page.Count != 2 || page.Results[0].Revision != 3 || page.Results[0].Reason != "step 2" || page.Results[1].Revision != 2 {
		t.Errorf("%+v", page)
	}
	tag := list.Header().Get("ETag")
	h.want(304, "GET", plan1+"revisions?author=kim&ordering=-revision", "", "If-None-Match", tag)
	second := h.want(200, "GET", plan1+"revisions/2", "")
	if got := decode[RevisionResource](t, second.Body); got.Revision != 2 || got.Plan.Budget.TotalKRW != 470_000_000_000 || got.Plan.Hash() != got.Hash || got.Approval != nil {
		t.Errorf("revision 2 is %d of %d won", got.Revision, got.Plan.Budget.TotalKRW)
	}
	h.want(304, "GET", plan1+"revisions/2", "", "If-None-Match", second.Header().Get("ETag"))
	for _, name := range []string{"4", "0", "-1", "none", "99999999999999999999", "%00", "%ff", "%27%20OR%201%3D1"} {
		p := h.wantProblem(404, "GET", plan1+"revisions/"+name, "")
		if !strings.Contains(p.Detail, "no revision") {
			t.Errorf("%s: %q", name, p.Detail)
		}
	}
	if p := h.wantProblem(404, "GET", "/api/v1/plans/none/revisions/1", ""); !strings.Contains(p.Detail, "no such plan") {
		t.Errorf("%q", p.Detail)
	}
}

func TestRevisionIsEvaluatedAndCompared(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	budget := func(address string) (v struct {
		Budget struct {
			VarianceKRW planner.KRW `json:"variance_krw"`
		}
	}) {
		return decode[struct {
			Budget struct {
				VarianceKRW planner.KRW `json:"variance_krw"`
			}
		}](t, h.want(200, "GET", address, "").Body)
	}
	first, third := budget(plan1+"revisions/1/evaluation?fields=budget.variance_krw").Budget.VarianceKRW, budget(plan1+"evaluation?fields=budget.variance_krw").Budget.VarianceKRW
	if third-first != 20_000_000_000 {
		t.Errorf("20 bn won more leave %d won more", third-first)
	}
	w := h.want(200, "GET", plan1+"revisions/1/differences?with=3", "")
	got := decode[RevisionDifferences](t, w.Body)
	if got.Was != 1 || got.Is != 3 || got.Count != 1 || got.Differences[0].Path != "budget/total_krw" || got.Differences[0].Was != "460000000000" || got.Differences[0].Is != "480000000000" {
		t.Errorf("%+v", got)
	}
	h.want(304, "GET", plan1+"revisions/1/differences?with=3", "", "If-None-Match", w.Header().Get("ETag"))
	if current := decode[RevisionDifferences](t, h.want(200, "GET", plan1+"revisions/1/differences", "").Body); current.Is != 3 || current.Count != 1 {
		t.Errorf("with the current one: %+v", current)
	}
	if same := h.want(200, "GET", plan1+"revisions/2/differences?with=2", "").Body.String(); !strings.Contains(same, `"count":0,"differences":[]`) {
		t.Errorf("with itself: %s", same)
	}
	h.wantProblem(404, "GET", plan1+"revisions/1/differences?with=none", "")
	h.wantProblem(422, "GET", plan1+"revisions/1/differences?limit=0", "")
}

func TestRestore(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	old := h.planTag()
	h.want(200, "PATCH", plan1+"budget", `{"source":"board"}`, "Content-Type", asPatch, "If-Match", "*")
	h.wantProblem(412, "POST", plan1+"revisions/2/restore", "", "If-Match", old)
	w := h.want(201, "POST", plan1+"revisions/2/restore", "", "If-Match", h.planTag(), "Buildout-Author", "lee")
	if got := decode[PlanResource](t, w.Body); got.Revision != 5 || got.Plan.Budget.TotalKRW != 470_000_000_000 || w.Header().Get("Location") != "/api/v1/plans/1/revisions/5" {
		t.Errorf("revision %d of %d won at %s", got.Revision, got.Plan.Budget.TotalKRW, w.Header().Get("Location"))
	}
	fifth := decode[RevisionResource](t, h.want(200, "GET", plan1+"revisions/5", "").Body)
	if fifth.Reason != "restore revision 2" || fifth.Author != "lee" || fifth.Hash != decode[RevisionResource](t, h.want(200, "GET", plan1+"revisions/2", "").Body).Hash {
		t.Errorf("%+v", fifth.PlanRevision)
	}
	h.wantProblem(404, "POST", plan1+"revisions/9/restore", "")
}

func TestApproval(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	draft := h.want(200, "GET", plan1+"revisions", "").Header().Get("ETag")
	w := h.want(201, "POST", plan1+"revisions/2/approval", `{"name":"board/2026 11","note":"in full"}`, "Content-Type", asJSON, "Buildout-Author", "park")
	approved := decode[PlanRevision](t, w.Body)
	if a := approved.Approval; approved.Revision != 2 || a == nil || a.Name != "board/2026 11" || a.Note != "in full" || a.By != "park" || a.Program != "test" || a.At.IsZero() {
		t.Errorf("%+v", approved)
	}
	const named = plan1 + "revisions/board%2F2026%2011"
	if got := decode[RevisionResource](t, h.want(200, "GET", named, "").Body); got.Revision != 2 {
		t.Errorf("by the name of the approval: revision %d", got.Revision)
	}
	h.want(200, "GET", named+"/evaluation?fields=budget.forecast_krw", "")
	h.want(200, "GET", plan1+"revisions/1/differences?with=board%2F2026%2011", "")
	h.want(200, "GET", plan1+"revisions", "", "If-None-Match", draft)
	if list := h.elements(plan1 + "revisions?approval.name__ic=board"); *list.Count != 1 {
		t.Errorf("%d approved", *list.Count)
	}

	if p := h.wantProblem(409, "POST", plan1+"revisions/2/approval", `{"name":"again"}`, "Content-Type", asJSON); !strings.Contains(p.Detail, "approved already") {
		t.Errorf("%q", p.Detail)
	}
	if p := h.wantProblem(409, "POST", plan1+"revisions/1/approval", `{"name":"board/2026 11"}`, "Content-Type", asJSON); !strings.Contains(p.Detail, "board/2026 11") {
		t.Errorf("%q", p.Detail)
	}
	for body, location := range map[string]string{
		`{"name":"12"}`: "/name", `{"name":""}`: "/name", `{"name":" a"}`: "/name", `{"name":"a\u0000"}`: "/name", `{}`: "/name", `{"name":"a","colour":1}`: "/colour",
		`{"name":"a","note":"` + strings.Repeat("x", 4001) + `"}`: "/note", `{"name":"a","note":"\u0000"}`: "/note", `[]`: "",
	} {
		if p := h.wantProblem(422, "POST", plan1+"revisions/1/approval", body, "Content-Type", asJSON); len(p.Errors) != 1 || p.Errors[0].Location != location {
			t.Errorf("%.40s: %+v", body, p.Errors)
		}
	}
	h.wantProblem(404, "POST", plan1+"revisions/9/approval", `{"name":"a"}`, "Content-Type", asJSON)
	h.wantProblem(409, "DELETE", "/api/v1/plans/1", "", "If-Match", "*")
	h.want(200, "PATCH", plan1+"budget", `{"source":"after the approval"}`, "Content-Type", asPatch, "If-Match", "*")
	if got := decode[RevisionResource](t, h.want(200, "GET", named, "").Body); got.Hash != approved.Hash {
		t.Error("a draft changed what was approved")
	}
}
