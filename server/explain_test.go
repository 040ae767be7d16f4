package server

import (
	"encoding/json"
	"strings"
	"testing"

	"buildout/planner"
)

func TestExplainAFigure(t *testing.T) {
	h := newHouse(t)
	const address = "/api/v1/plans/two-sites-460/explain?figure="
	w := h.want(200, "GET", address+"budget/forecast_krw", "")
	x, tag := decode[planner.Explanation](t, w.Body), w.Header().Get("ETag")
	result := decode[resultBody](t, h.want(200, "GET", "/api/v1/plans/two-sites-460/evaluation", "").Body)
	if x.Value != float64(result.Budget.ForecastKRW) || x.Formula != "forecast_krw = sum(below)" || len(x.Below) < 5 {
		t.Errorf("%+v, the forecast is %d", x, result.Budget.ForecastKRW)
	}
	holdsConditions(t, h, address+"budget/forecast_krw", tag, address+"budget/variance_krw", "/api/v1/plans/ansan-460/explain?figure=budget/forecast_krw")
	// What an operand leads on to can be asked for as it stands.
	for _, o := range x.Below {
		if below := decode[planner.Explanation](t, h.want(200, "GET", address+o.Figure, "").Body); below.Value != o.Value {
			t.Errorf("%s is %v, as operand %v", o.Figure, below.Value, o.Value)
		}
	}
	p := h.wantProblem(422, "GET", address+"budget/forcast_krw", "")
	if len(p.Errors) != 1 || p.Errors[0].Location != "query.figure" || p.Errors[0].Value != "budget/forcast_krw" || !strings.Contains(p.Errors[0].Message, "budget/forecast_krw") {
		t.Errorf("an unknown figure: %+v", p)
	}
	h.wantProblem(422, "GET", "/api/v1/plans/1/explain", "")
	h.wantProblem(422, "GET", address, "")
	h.wantProblem(404, "GET", "/api/v1/plans/none/explain?figure=budget/forecast_krw", "")
}

func TestExplainWithChanges(t *testing.T) {
	h := newHouse(t)
	const address = "/api/v1/plans/two-sites-460/explain"
	changed := decode[planner.Explanation](t, h.want(200, "POST", address, `{"figure":"sites/ansan/halls/DH-1/design_it_kw","changes":[{"path":"sites/ansan/halls/DH-1/design_it_kw","value":"2000"}]}`, "Content-Type", asJSON).Body)
	if changed.Value != 2000 || changed.Basis != planner.OfPlan {
		t.Errorf("%+v", changed)
	}
	for body, location := range map[string]string{
		`{"figure":"budget/none","changes":[]}`:                                             "body.figure",
		`{"figure":"budget/total_krw","changes":[{"path":"sites/none/tier","value":"II"}]}`: "/changes/0",
		`{"figure":"","changes":[]}`:                                                        "body.figure",
		`{"changes":[]}`:                                                                    "body",
		`{"figure":"budget/total_krw"}`:                                                     "body",
		`{"figure":"budget/total_krw","changes":[],"colour":"red"}`:                         "body.colour",
	} {
		if p := h.wantProblem(422, "POST", address, body, "Content-Type", asJSON); len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
	h.wantProblem(404, "POST", "/api/v1/plans/none/explain", `{"figure":"budget/total_krw","changes":[]}`, "Content-Type", asJSON)
}

func TestExplainASentPlan(t *testing.T) {
	h := newHouse(t)
	const address = "/api/v1/explanations"
	send := func(plan, figure string) string {
		body, err := json.Marshal(SentFigure{Plan: json.RawMessage(plan), Figure: figure})
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	plan := examplePlan(t, "of-my-own")
	if x := decode[planner.Explanation](t, h.want(200, "POST", address, send(plan, "sites/ansan/complete_it_kw"), "Content-Type", asJSON).Body); x.Value <= 0 || x.Unit != "kW" {
		t.Errorf("%+v", x)
	}
	p := h.wantProblem(422, "POST", address, send(strings.Replace(plan, `"vat":"excluded"`, `"vat":"some"`, 1), "budget/vat_krw"), "Content-Type", asJSON)
	if len(p.Errors) != 1 || p.Errors[0].Location != "/plan/budget/vat" {
		t.Errorf("a faulty plan: %+v", p.Errors)
	}
	if p := h.wantProblem(422, "POST", address, send(plan, "sites/none"), "Content-Type", asJSON); p.Errors[0].Location != "body.figure" {
		t.Errorf("an unknown figure: %+v", p.Errors)
	}
	h.wantProblem(422, "POST", address, `{"figure":"budget/vat_krw"}`, "Content-Type", asJSON)
	h.wantProblem(415, "POST", address, "figure: budget/vat_krw", "Content-Type", asYAML)
	h.wantProblem(400, "POST", address, `{"figure":`, "Content-Type", asJSON)
}
