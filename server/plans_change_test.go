package server

import (
	"fmt"
	"strings"
	"testing"
)

func TestPatchOfAPlan(t *testing.T) {
	h := newHouse(t)
	tag := h.planTag()
	h.wantProblem(428, "PATCH", "/api/v1/plans/1", `{}`, "Content-Type", asPatch)
	w := h.want(200, "PATCH", "/api/v1/plans/1", `{"description":null,"horizon":{"months":110},"title":{"ko":"새 이름"}}`, "Content-Type", asPatch, "If-Match", tag, "Buildout-Author", "kim")
	got := decode[PlanResource](t, w.Body)
	if !got.Plan.Description.IsZero() || got.Plan.Horizon.Months != 110 || got.Plan.Title.KO != "새 이름" || got.Plan.Title.EN == "" || got.Revision != 2 {
		t.Errorf("revision %d: %+v %+v %+v", got.Revision, got.Plan.Description, got.Plan.Horizon, got.Plan.Title)
	}
	p := h.wantProblem(412, "PATCH", "/api/v1/plans/1", `{"horizon":{"months":100}}`, "Content-Type", asJSON, "If-Match", tag)
	var paths []string
	for _, e := range p.Errors[1:] {
		paths = append(paths, e.Location)
	}
	if strings.Join(paths, " ") != "title/ko description/en description/ko horizon/months" {
		t.Errorf("a conflict names %q", paths)
	}
	for body, location := range map[string]string{
		`{"horizon":{"months":0}}`: "/horizon/months", `{"horizon":null}`: "/horizon", `{"colour":1}`: "/colour", `{"sites":[{"name":"x"}]}`: "/sites/0/",
		`{"name":"a","name":"b"}`: "/name", `{"budget":{"total_krw":1e300}}`: "/budget/total_krw", `[]`: "", `{"a":` + strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 41): "",
	} {
		if p := h.wantProblem(422, "PATCH", "/api/v1/plans/1", body, "Content-Type", asPatch, "If-Match", "*"); len(p.Errors) == 0 || !strings.HasPrefix(p.Errors[0].Location, location) {
			t.Errorf("%.40s: %+v", body, p.Errors)
		}
	}
	h.wantProblem(415, "PATCH", "/api/v1/plans/1", `horizon: {months: 100}`, "Content-Type", asYAML, "If-Match", "*")
	h.wantProblem(409, "PATCH", "/api/v1/plans/1", `{"name":"ansan-460"}`, "Content-Type", asPatch, "If-Match", "*")
}

func TestPlansInBulk(t *testing.T) {
	h := newHouse(t)
	w := h.want(201, "POST", "/api/v1/plans", "["+examplePlan(t, "b1")+","+examplePlan(t, "b2")+"]", "Content-Type", asJSON)
	made := decode[[]PlanResource](t, w.Body)
	if len(made) != 2 || made[0].Name != "b1" || made[1].Name != "b2" || made[1].ID != made[0].ID+1 || w.Header().Get("Location") != "/api/v1/plans" {
		t.Fatalf("%d made at %s", len(made), w.Header().Get("Location"))
	}
	h.want(201, "POST", "/api/v1/plans", "- "+examplePlan(t, "b3"), "Content-Type", asYAML)

	h.wantProblem(409, "POST", "/api/v1/plans", "["+examplePlan(t, "c1")+","+examplePlan(t, "b2")+"]", "Content-Type", asJSON)
	p := h.wantProblem(422, "POST", "/api/v1/plans", "["+examplePlan(t, "c1")+",\n"+strings.Replace(examplePlan(t, "c2"), `"months":120`, `"months":0`, 1)+"]", "Content-Type", asJSON)
	if len(p.Errors) != 1 || p.Errors[0].Location != "/1/horizon/months" || !strings.HasPrefix(p.Errors[0].Message, "line 2: ") {
		t.Errorf("the second of two: %+v", p.Errors)
	}
	h.wantProblem(404, "GET", "/api/v1/plans/c1", "")

	patches := `[{"id":"b1","revision":1,"plan":{"horizon":{"months":100}}},{"id":` + fmt.Sprint(made[1].ID) + `,"revision":%d,"plan":{"name":"b22"}}]`
	p = h.wantProblem(412, "PATCH", "/api/v1/plans", fmt.Sprintf(patches, 7), "Content-Type", asJSON)
	if p.Errors[0].Location != "/1/revision" || p.Errors[0].Value != 1.0 || !strings.Contains(p.Detail, `"b2"`) {
		t.Errorf("one of two at another revision: %+v", p)
	}
	changed := decode[[]PlanResource](t, h.want(200, "PATCH", "/api/v1/plans", fmt.Sprintf(patches, 1), "Content-Type", asPatch).Body)
	if len(changed) != 2 || changed[0].Plan.Horizon.Months != 100 || changed[1].Name != "b22" || changed[1].Revision != 2 {
		t.Errorf("%+v", changed)
	}
	for body, location := range map[string]string{
		`[{"id":"b1","revision":2,"plan":{"horizon":{"months":0}}}]`: "/0/plan/horizon/months", `[{"id":"b1","plan":{}}]`: "/0/revision", `[{"revision":2,"plan":{}}]`: "/0/id",
		`[{"id":"b1","revision":2}]`: "/0/plan", `[{"id":"b1","revision":2,"plan":{},"colour":1}]`: "/0/colour", `[{"id":1.5,"revision":2,"plan":{}}]`: "/0/id", `{}`: "", `[7]`: "/0", `[]`: "",
	} {
		if p := h.wantProblem(422, "PATCH", "/api/v1/plans", body, "Content-Type", asJSON); len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
	h.wantProblem(422, "PATCH", "/api/v1/plans", fmt.Sprintf(`[{"id":"b1","revision":2,"plan":{}},{"id":%d,"revision":2,"plan":{}}]`, made[0].ID), "Content-Type", asJSON)
	h.wantProblem(404, "PATCH", "/api/v1/plans", `[{"id":"none","revision":1,"plan":{}}]`, "Content-Type", asJSON)

	gone := `[{"id":"b1","revision":2},{"id":"b22","revision":%d}]`
	h.wantProblem(412, "DELETE", "/api/v1/plans", fmt.Sprintf(gone, 1), "Content-Type", asJSON)
	h.want(200, "GET", "/api/v1/plans/b1", "")
	h.want(204, "DELETE", "/api/v1/plans", fmt.Sprintf(gone, 2), "Content-Type", asJSON)
	h.wantProblem(404, "GET", "/api/v1/plans/b1", "")
	h.wantProblem(404, "DELETE", "/api/v1/plans", fmt.Sprintf(gone, 2), "Content-Type", asJSON)
}

func TestBudget(t *testing.T) {
	h := newHouse(t)
	w := h.want(200, "GET", plan1+"budget", "")
	tag := w.Header().Get("ETag")
	h.want(304, "GET", plan1+"budget", "", "If-None-Match", tag)
	h.wantProblem(428, "PATCH", plan1+"budget", `{"total_krw":1}`, "Content-Type", asPatch)
	h.want(200, "PATCH", plan1+"sites/ansan", `{"source":"elsewhere"}`, "Content-Type", asPatch, "If-Match", "*")
	patched := h.want(200, "PATCH", plan1+"budget", `{"total_krw":470000000000,"carry_over":null}`, "Content-Type", asPatch, "If-Match", tag)
	if got := patched.Body.String(); !strings.HasPrefix(got, `{"total_krw":470000000000,`) || strings.Contains(got, "carry_over") {
		t.Errorf("%s", got)
	}
	p := h.wantProblem(412, "PATCH", plan1+"budget", `{"total_krw":1}`, "Content-Type", asPatch, "If-Match", tag)
	if len(p.Errors) != 3 || p.Errors[1].Location != "budget/total_krw" || p.Errors[2].Location != "budget/carry_over" || !strings.Contains(p.Detail, "budget") {
		t.Errorf("%+v", p)
	}
	for body, location := range map[string]string{`{"vat":"some"}`: "/vat", `{"sites":["none"]}`: "/sites/0", `{"total_krw":null}`: "/total_krw", `{"colour":1}`: "/colour"} {
		if p := h.wantProblem(422, "PATCH", plan1+"budget", body, "Content-Type", asPatch, "If-Match", "*"); len(p.Errors) != 1 || p.Errors[0].Location != location {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
}
