package server

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"buildout/models"
	"buildout/planner"
)

const evaluationOfFirst = "/api/v1/plans/1/evaluation"

func TestPartsOfAResult(t *testing.T) {
	h := newHouse(t)
	whole := decode[map[string]json.RawMessage](t, h.want(200, "GET", evaluationOfFirst, "").Body)
	for query, want := range map[string]string{
		"fields=budget":                                         `{"budget":` + string(whole["budget"]) + `}`,
		"fields=findings,budget":                                `{"budget":` + string(whole["budget"]) + `,"findings":` + string(whole["findings"]) + `}`,
		"fields=plan&omit=plan":                                 `{}`,
		"fields=plan.name,plan.horizon":                         `{"plan":{"name":"two-sites-460","horizon":{"start":"2020-10","months":120}}}`,
		"fields=plan&omit=plan.hash,plan.title,plan.price_base": `{"plan":{"name":"two-sites-460","horizon":{"start":"2020-10","months":120}}}`,
	} {
		got := h.want(200, "GET", evaluationOfFirst+"?"+query, "").Body.Bytes()
		if compact(t, got) != compact(t, []byte(want)) {
			t.Errorf("%s: %.300s, want %.300s", query, got, want)
		}
	}
	codes := decode[struct{ Findings []map[string]any }](t, h.want(200, "GET", evaluationOfFirst+"?fields=findings.code", "").Body)
	for _, f := range codes.Findings {
		if len(f) != 1 || f["code"] == "" {
			t.Errorf("a finding is %v", f)
		}
	}
	rest := decode[map[string]json.RawMessage](t, h.want(200, "GET", evaluationOfFirst+"?omit=cost_lines,cash", "").Body)
	delete(whole, "cost_lines")
	delete(whole, "cash")
	if !slices.Equal(slices.Sorted(maps.Keys(rest)), slices.Sorted(maps.Keys(whole))) {
		t.Errorf("without two parts: %v", slices.Sorted(maps.Keys(rest)))
	}
}

func compact(t *testing.T, text []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatalf("%v: %.200s", err, text)
	}
	return b.String()
}

func TestUnknownPartsAreRefusedWithTheNearest(t *testing.T) {
	h := newHouse(t)
	what := `{"changes":[]}`
	for query, want := range map[string][2]string{
		"fields=buget":               {"query.fields", "did you mean budget?"},
		"fields=budget.forecast_kw":  {"query.fields", "did you mean budget.forecast_krw?"},
		"omit=findings.cod":          {"query.omit", "did you mean findings.code?"},
		"omit=months.x":              {"query.omit", "which holds none"},
		"fields=plan.horizon.nought": {"query.fields", "plan.horizon, which has start, months"},
	} {
		for method, body := range map[string]string{"GET": "", "POST": what} {
			p := h.wantProblem(422, method, evaluationOfFirst+"?"+query, body, "Content-Type", asJSON)
			if len(p.Errors) != 1 || p.Errors[0].Location != want[0] || !strings.Contains(p.Errors[0].Message, want[1]) {
				t.Errorf("%s %s: %+v", method, query, p)
			}
		}
		h.wantProblem(422, "POST", "/api/v1/evaluations?"+query, examplePlan(t, "x"), "Content-Type", asJSON)
	}
	if p := h.wantProblem(422, "GET", evaluationOfFirst+"?fields=a,b&omit=c", ""); len(p.Errors) != 3 {
		t.Errorf("three unknown parts: %+v", p.Errors)
	}
}

func TestEvaluationIsKeptForAPlanAndItsParts(t *testing.T) {
	h := newHouse(t)
	tags := map[string]string{}
	for _, query := range []string{"", "?fields=budget", "?omit=budget", "?fields=budget,plan"} {
		tag := h.want(200, "GET", evaluationOfFirst+query, "").Header().Get("ETag")
		if other, twice := tags[tag]; twice {
			t.Errorf("%q and %q have one tag", query, other)
		}
		tags[tag] = query
	}
	tag := h.want(200, "GET", evaluationOfFirst+"?fields=plan,budget", "").Header().Get("ETag")
	if tags[tag] != "?fields=budget,plan" {
		t.Error("the order of parts changes the tag")
	}
	h.want(304, "GET", evaluationOfFirst+"?fields=budget,plan", "", "If-None-Match", tag)
	evaluated := func() string {
		_, rest, _ := strings.Cut(h.want(200, "GET", "/metrics", "").Body.String(), "\nbuildout_evaluations_total{outcome=\"result\"} ")
		count, _, _ := strings.Cut(rest, "\n")
		return count
	}
	if n := evaluated(); n != "4" {
		t.Errorf("%s evaluations for four answers", n)
	}

	whole := h.want(200, "GET", evaluationOfFirst, "")
	zipped := h.want(200, "GET", evaluationOfFirst, "", "Accept-Encoding", "gzip")
	if h := zipped.Header(); h.Get("Content-Encoding") != "gzip" || h.Get("ETag") != "W/"+whole.Header().Get("ETag") || h.Get("Content-Type") != asJSON {
		t.Errorf("compressed: %v", h)
	}
	r, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(r); err != nil || !bytes.Equal(text, whole.Body.Bytes()) {
		t.Errorf("compressed bytes are others: %v", err)
	}
	if n := evaluated(); n != "4" {
		t.Errorf("%s evaluations: compressing evaluated again", n)
	}
}

// Two servers over one database never answer with a result of a plan that the
// other one changed.
func TestKeptResultsAreNeverStale(t *testing.T) {
	h := newHouse(t)
	store, err := models.Open(t.Context(), h.file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	other := newHouse(t, func(o *Options) { o.Store = store })
	before := h.want(200, "GET", evaluationOfFirst, "")
	changed := strings.Replace(examplePlan(t, shipped().examples[0].Name), "As reported", "As was reported", 1)
	other.want(200, "PUT", "/api/v1/plans/1", changed, "If-Match", "*")
	after := h.want(200, "GET", evaluationOfFirst, "", "If-None-Match", before.Header().Get("ETag"))
	if was, is := decode[resultBody](t, before.Body).Plan.Hash, decode[resultBody](t, after.Body).Plan.Hash; was == is {
		t.Error("the result is that of the plan before the change")
	}
}

func TestWhatIfByMergePatch(t *testing.T) {
	h := newHouse(t)
	const patchType = "application/merge-patch+json"
	plan := planner.Clone(shipped().examples[0])
	plan.Sites[0].Tier = "II" // the list is patched as a whole
	sites, err := json.Marshal(plan.Sites)
	if err != nil {
		t.Fatal(err)
	}
	plan.Description = planner.Text{}
	w := h.want(200, "POST", evaluationOfFirst+"?fields=plan,budget", `{"sites":`+string(sites)+`,"description":null}`, "Content-Type", patchType)
	if got := decode[resultBody](t, w.Body); got.Plan.Hash != plan.Hash() {
		t.Errorf("the result is of plan %s, want %s", got.Plan.Hash, plan.Hash())
	}
	same := h.want(200, "POST", evaluationOfFirst, `{}`, "Content-Type", patchType+"; charset=utf-8")
	if !bytes.Equal(same.Body.Bytes(), h.want(200, "GET", evaluationOfFirst, "").Body.Bytes()) {
		t.Error("an empty patch changes the result")
	}
	p := h.wantProblem(422, "POST", evaluationOfFirst, `{"horizon":{"months":0},"colour":"red","budget":{"total_krw":null}}`, "Content-Type", patchType)
	var at []string
	for _, e := range p.Errors {
		at = append(at, e.Location)
		if strings.HasPrefix(e.Message, "line ") {
			t.Errorf("a line of a document that nobody sent: %s", e.Message)
		}
	}
	slices.Sort(at)
	if !slices.Equal(at, []string{"/budget/total_krw", "/colour", "/horizon/months"}) {
		t.Errorf("faults at %q", at)
	}
	for _, body := range []string{`[]`, `3`, `null`, `"x"`, `{"a":`, `{"a":1}{`, `{"a":1,"a":2}`, "\xff", `{"x":` + strings.Repeat("[", 100_000)} {
		h.wantProblem(422, "POST", evaluationOfFirst, body, "Content-Type", patchType)
	}
	h.wantProblem(404, "POST", "/api/v1/plans/none/evaluation", `{}`, "Content-Type", patchType)
	if list := decode[resultBody](t, h.want(200, "GET", evaluationOfFirst, "").Body); list.Plan.Hash != shipped().examples[0].Hash() {
		t.Error("asking what if changed the plan")
	}
}
