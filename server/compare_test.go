package server

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
)

const threeExamples = "/api/v1/compare?plan=ansan-460&plan=two-sites-460&plan=as-it-went"

// matrixBody is what the tests look at of a comparison.
type matrixBody struct {
	Plans []struct {
		Ref, Name, Hash      string
		ID, Revision, Newest int
		Faults               []planner.Fault
		Notes                []struct{ Code string }
	}
	Baseline int
	Results  []struct {
		Name, Unit string
		Differs    bool
		Cells      []struct {
			Value                any
			Difference, Relative *float64
			Best, Worst          bool
		}
	}
	Inputs struct {
		Count int
		Rows  []struct{ Path string }
	}
}

func TestExamplesAreComparedInOneCall(t *testing.T) {
	h := newHouse(t)
	w := h.want(200, "GET", threeExamples, "")
	m := decode[matrixBody](t, w.Body)
	forecasts := map[string]float64{}
	for _, plan := range shipped().examples {
		result, err := planner.Evaluate(plan, h.Reference)
		if err != nil {
			t.Fatal(err)
		}
		forecasts[plan.Name] = float64(result.Budget.ForecastKRW)
	}
	for i, name := range []string{"ansan-460", "two-sites-460", "as-it-went"} {
		plan := m.Plans[i]
		if plan.Name != name || plan.ID == 0 || plan.Revision != 1 || plan.Newest != 1 || len(plan.Hash) != 64 || plan.Ref != name {
			t.Errorf("column %d is %+v", i, plan)
		}
		cell := m.Results[0].Cells[i]
		if m.Results[0].Name != "forecast_krw" || cell.Value != forecasts[name] || *cell.Difference != forecasts[name]-forecasts["ansan-460"] {
			t.Errorf("%s: forecast %v, difference %v; want %v", name, cell.Value, *cell.Difference, forecasts[name])
		}
	}
	if m.Inputs.Count < 100 || len(m.Inputs.Rows) != 100 {
		t.Errorf("%d of %d inputs are listed", len(m.Inputs.Rows), m.Inputs.Count)
	}
	holdsConditions(t, h, threeExamples, w.Header().Get("ETag"), threeExamples+"&baseline=as-it-went", threeExamples+"&inputs=3",
		threeExamples+"&measure=npv_krw", threeExamples+"&only_differences=true", threeExamples+"&plan=1", strings.Replace(threeExamples, "460", "460@1", 1))
	withRevisions(h)
	if got := h.want(200, "GET", threeExamples, "", "If-None-Match", w.Header().Get("ETag")).Header().Get("ETag"); got == w.Header().Get("ETag") {
		t.Error("the ETag does not change with a plan")
	}
}

func TestComparisonIsOfWhatIsAskedFor(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	get := func(query string) matrixBody {
		return decode[matrixBody](t, h.want(200, "GET", "/api/v1/compare?"+query, "").Body)
	}
	m := get("plan=1@1&plan=1@2&plan=1&measure=total_krw&measure=usable_it_kw&baseline=1@2&inputs=1")
	if len(m.Results) != 2 || m.Baseline != 1 || len(m.Inputs.Rows) != 1 || m.Inputs.Rows[0].Path != "budget/total_krw" {
		t.Fatalf("%+v", m)
	}
	for i, want := range []float64{-10e9, 0, 10e9} {
		if cell := m.Results[0].Cells[i]; *cell.Difference != want {
			t.Errorf("column %d: difference %v, want %v", i, *cell.Difference, want)
		}
	}
	if m.Plans[0].Name != "two-sites-460@1" || m.Plans[0].Revision != 1 || m.Plans[0].Newest != 3 || m.Plans[2].Name != "two-sites-460" {
		t.Errorf("columns %+v", m.Plans)
	}
	if m.Results[1].Differs || !m.Results[0].Differs {
		t.Error("usable kW differ, or budgets do not")
	}
	if m := get("plan=1@1&plan=1@2&measure=total_krw&measure=usable_it_kw&only_differences=true&baseline=two-sites-460@2&inputs=0"); len(m.Results) != 1 || m.Results[0].Name != "total_krw" || len(m.Inputs.Rows) != 0 || m.Inputs.Count != 1 {
		t.Errorf("only differences: %+v", m)
	}
	same := get("plan=1&plan=1@3&only_differences=true")
	if len(same.Results) != 0 || same.Inputs.Count != 0 {
		t.Errorf("a plan differs from itself: %+v", same)
	}
	if m := get("plan=two-sites-460&plan=ansan-460&baseline=2"); m.Baseline != 1 {
		t.Error("a baseline is not found by the id of its plan")
	}
}

func TestOneFaultyPlanDoesNotStopTheOthers(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	spoilRevision(t, h, 2)
	m := decode[matrixBody](t, h.want(200, "GET", "/api/v1/compare?plan=ansan-461&plan=1@2&plan=1&plan=2@7&plan=2&baseline=2&measure=forecast_krw", "").Body)
	for i, path := range []string{"plan", "horizon.months", "", "revision", ""} {
		switch faults := m.Plans[i].Faults; {
		case path == "" && len(faults) > 0, path != "" && (len(faults) == 0 || faults[0].Path != path || faults[0].Message == ""):
			t.Errorf("column %d: %+v, want a fault of %q", i, faults, path)
		}
		if known := m.Plans[i].Hash != ""; known != (i == 1 || i == 2 || i == 4) {
			t.Errorf("column %d has the hash %q", i, m.Plans[i].Hash)
		}
		if value := m.Results[0].Cells[i].Value; (value == nil) != (path != "") {
			t.Errorf("column %d: forecast %v", i, value)
		}
	}
	if *m.Results[0].Cells[2].Difference == 0 || m.Baseline != 4 {
		t.Errorf("against column %d: %v", m.Baseline, *m.Results[0].Cells[2].Difference)
	}
	p := h.wantProblem(422, "GET", "/api/v1/compare?plan=ansan-461&plan=1@2&plan=%40", "")
	if len(p.Errors) < 3 || p.Errors[0].Location != "query.plan" || p.Errors[0].Value != "ansan-461" || !strings.Contains(p.Errors[0].Message, "did you mean ansan-460?") || !strings.Contains(p.Errors[1].Message, "horizon.months: ") {
		t.Errorf("none can be compared: %+v", p)
	}
}

func TestWrongComparisons(t *testing.T) {
	h := newHouse(t)
	many := "/api/v1/compare?plan=1" + strings.Repeat("&plan=1", 49)
	h.want(200, "GET", many+"&measure=forecast_krw", "")
	for address, want := range map[string][2]string{
		many + "&plan=1":                            {"query.plan", "50"},
		"/api/v1/compare":                           {"query.plan", "required"},
		threeExamples + "&measure=forcast_krw":      {"query.measure", "did you mean forecast_krw?"},
		threeExamples + "&measure=sites/ansan/cost": {"query.measure", "sites/"},
		threeExamples + "&baseline=ansan-461":       {"query.baseline", "did you mean ansan-460?"},
		threeExamples + "&inputs=1001":              {"query.inputs", "1000"},
		threeExamples + "&baseline=&measure=":       {},
		threeExamples + "&colour=red":               {"query.colour", ""},
	} {
		if want == ([2]string{}) {
			h.want(200, "GET", address, "")
			continue
		}
		p := h.wantProblem(422, "GET", address, "")
		if len(p.Errors) == 0 || !strings.HasPrefix(p.Errors[0].Location, want[0]) || !strings.Contains(p.Errors[0].Message, want[1]) {
			t.Errorf("%.80s: %+v", address, p)
		}
	}
	if p := h.wantProblem(422, "GET", threeExamples+"&measure=forcast_krw", ""); p.Detail != "measure names no such measure; did you mean forecast_krw?" {
		t.Errorf("%s", p.Detail)
	}
	if p := h.wantProblem(422, "GET", threeExamples+"&measure=a&measure=b&baseline=c", ""); len(p.Errors) != 3 {
		t.Errorf("%d of 3 faults are told: %+v", len(p.Errors), p.Errors)
	}
}

// sent is a body with sources.
func sent(t *testing.T, body map[string]any) string {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSentPlansAreCompared(t *testing.T) {
	h := newHouse(t)
	withRevisions(h)
	whole, broken := shipped().examples[0], map[string]any{}
	text, _ := json.Marshal(whole)
	if err := json.Unmarshal(text, &broken); err != nil {
		t.Fatal(err)
	}
	broken["horizon"] = map[string]any{"start": "2020-10", "months": "many"}
	invalid := planner.Clone(whole)
	invalid.Sites[0].Tier = "V"
	body := map[string]any{
		"plans": []any{
			map[string]any{"name": "mine", "document": whole},
			map[string]any{"plan": "two-sites-460", "revision": "1"},
			map[string]any{"plan": "two-sites-460@2", "name": "more money"},
			map[string]any{"name": "form", "document": broken},
			map[string]any{"name": "meaning", "document": invalid},
		},
		"baseline": 1, "measures": []string{"total_krw", "forecast_krw"}, "inputs": 5,
	}
	m := decode[matrixBody](t, h.want(200, "POST", "/api/v1/compare", sent(t, body), "Content-Type", asJSON).Body)
	if m.Plans[0].Name != "mine" || m.Plans[0].ID != 0 || m.Plans[0].Ref != "" || m.Plans[2].Name != "more money" || m.Plans[2].Revision != 2 {
		t.Errorf("columns %+v", m.Plans)
	}
	for i, want := range []float64{0, 0, 10e9} {
		if got := *m.Results[0].Cells[i].Difference; got != want {
			t.Errorf("column %d: the budget differs by %v, want %v", i, got, want)
		}
	}
	if m.Inputs.Count != 1 {
		t.Errorf("%d inputs differ: %+v", m.Inputs.Count, m.Inputs.Rows)
	}
	for i, path := range map[int]string{3: "horizon.months", 4: "sites[0].tier"} {
		if faults := m.Plans[i].Faults; len(faults) != 1 || faults[0].Path != path {
			t.Errorf("column %d: %+v", i, faults)
		}
	}
	alone := sent(t, map[string]any{"plans": []any{map[string]any{"document": broken}, map[string]any{"plan": "none"}}})
	p := h.wantProblem(422, "POST", "/api/v1/compare", alone, "Content-Type", asJSON)
	if len(p.Errors) != 2 || p.Errors[0].Location != "/plans/0/document/horizon/months" || p.Errors[1].Location != "/plans/1/plan" {
		t.Errorf("none can be compared: %+v", p)
	}
}

func TestWrongSentComparisons(t *testing.T) {
	h := newHouse(t)
	many := "[" + strings.TrimSuffix(strings.Repeat(`{"plan":"1"},`, 51), ",") + "]"
	for body, want := range map[string]string{
		`{"plans":[]}`:           "/plans",
		`{"plans":` + many + `}`: "/plans",
		`{"plans":[{}]}`:         "/plans/0",
		`{"plans":[{"plan":1}]}`: "/plans/0/plan",
		`{}`:                     "/plans",
		`{"plans":[{"plan":"1","document":` + examplePlan(t, "x") + `}]}`:     "/plans/0/plan",
		`{"plans":[{"revision":"1","document":` + examplePlan(t, "x") + `}]}`: "/plans/0/revision",
		`{"plans":[{"plan":"1","name":" "}]}`:                                 "/plans/0/name",
		`{"plans":[{"plan":"1"}],"baseline":1}`:                               "/baseline",
		`{"plans":[{"plan":"1"}],"baseline":-1}`:                              "/baseline",
		`{"plans":[{"plan":"1"}],"inputs":1001}`:                              "/inputs",
		`{"plans":[{"plan":"1"}],"inputs":-1}`:                                "/inputs",
		`{"plans":[{"plan":"1"}],"measures":["npv_krw","npw_krw"]}`:           "/measures/1",
		`{"plans":[{"plan":"1"}],"measure":["npv_krw"]}`:                      "/measure",
	} {
		if p := h.wantProblem(422, "POST", "/api/v1/compare", body, "Content-Type", asJSON); p.Errors[0].Location != want {
			t.Errorf("%.60s: %+v, want a fault at %s", body, p.Errors, want)
		}
	}
	h.wantProblem(415, "POST", "/api/v1/compare", `{"plans":[{"plan":"1"}]}`, "Content-Type", asYAML)
}

// records reads an answer of CSV.
func records(t *testing.T, w *httptest.ResponseRecorder) (head []string, rows [][]string) {
	t.Helper()
	if got := w.Header().Get("Content-Type"); got != "text/csv; charset=utf-8; header=present" {
		t.Errorf("Content-Type %q", got)
	}
	all, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(all) == 0 {
		t.Fatalf("%d rows of CSV: %v", len(all), err)
	}
	return all[0], all[1:]
}

func TestComparisonAsTable(t *testing.T) {
	h := newHouse(t)
	address := threeExamples + "&plan=none&measure=forecast_krw&measure=energised&measure=tier_achieved&baseline=two-sites-460"
	m := decode[matrixBody](t, h.want(200, "GET", address, "").Body)
	w := h.want(200, "GET", address, "", "Accept", "application/json;q=0.5, text/csv")
	if vary := strings.Join(w.Header().Values("Vary"), ", "); !strings.Contains(vary, "Accept-Encoding") || !slices.Contains(w.Header().Values("Vary"), "Accept") {
		t.Errorf("Vary: %s", vary)
	}
	head, rows := records(t, w)
	if got := strings.Join(head, ","); got != "measure,unit,plan,value,difference,relative,best,worst" {
		t.Errorf("columns %s", got)
	}
	if len(rows) != 12 {
		t.Fatalf("%d rows for 3 measures of 4 plans", len(rows))
	}
	number := func(n *float64) string {
		if n == nil {
			return ""
		}
		return strconv.FormatFloat(*n, 'f', -1, 64)
	}
	for i, row := range rows {
		measure, cell := m.Results[i/4], m.Results[i/4].Cells[i%4]
		value := ""
		switch v := cell.Value.(type) {
		case float64:
			value = strconv.FormatFloat(v, 'f', -1, 64)
		case string:
			value = v
		}
		want := []string{measure.Name, measure.Unit, m.Plans[i%4].Name, value, number(cell.Difference), number(cell.Relative), fmt.Sprint(cell.Best), fmt.Sprint(cell.Worst)}
		if !slices.Equal(row, want) {
			t.Errorf("row %d is %q, want %q", i, row, want)
		}
	}
	if slices.ContainsFunc(rows, func(r []string) bool { return r[2] == "none" && r[3] != "" }) {
		t.Error("a plan that is not there has values")
	}
}

// BenchmarkCompare compares eight stored plans over HTTP.
func BenchmarkCompare(b *testing.B) {
	h := newHouse(b)
	address := "/api/v1/compare?"
	for i := range 8 {
		plan := shipped().examples[i%len(shipped().examples)]
		plan.Name, plan.Budget.TotalKRW = fmt.Sprint("plan-", i), plan.Budget.TotalKRW+planner.KRW(i)
		text, err := json.Marshal(plan)
		if err != nil {
			b.Fatal(err)
		}
		h.want(201, "POST", "/api/v1/plans", string(text), "Content-Type", asJSON)
		address += "plan=" + plan.Name + "&"
	}
	tag := h.want(200, "GET", address, "").Header().Get("ETag")
	b.Run("8 plans", func(b *testing.B) {
		for b.Loop() {
			h.want(200, "GET", address, "")
		}
	})
	b.Run("not modified", func(b *testing.B) {
		for b.Loop() {
			h.want(304, "GET", address, "", "If-None-Match", tag)
		}
	})
}
