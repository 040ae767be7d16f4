package server

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
)

func TestListPlans(t *testing.T) {
	h := newHouse(t)
	count := len(shipped().examples)
	all := decode[PlanList](t, h.want(200, "GET", "/api/v1/plans", "").Body)
	if *all.Count != count || len(all.Results) != count || all.Next != nil || all.Previous != nil {
		t.Fatalf("%d of %d, next %v, previous %v", len(all.Results), *all.Count, all.Next, all.Previous)
	}
	page := decode[PlanList](t, h.want(200, "GET", "/api/v1/plans?limit=1&offset=1", "").Body)
	if len(page.Results) != 1 || page.Results[0].ID != all.Results[1].ID || page.Next == nil || page.Previous == nil {
		t.Fatalf("second page %+v", page)
	}
	if next := decode[PlanList](t, h.want(200, "GET", *page.Next, "").Body); next.Results[0].ID != all.Results[2].ID {
		t.Errorf("the next page holds %d", next.Results[0].ID)
	}
	beyond := h.want(200, "GET", "/api/v1/plans?offset=1000", "").Body.String()
	if !strings.Contains(beyond, `"results":[]`) {
		t.Errorf("beyond the end: %s", beyond)
	}
	for _, query := range []string{"limit=0", "limit=1001", "limit=many", "offset=-1", "colour=red", "Limit=5"} {
		if p := h.wantProblem(422, "GET", "/api/v1/plans?"+query, ""); len(p.Errors) != 1 || !strings.HasPrefix(p.Errors[0].Location, "query.") {
			t.Errorf("%s: %+v", query, p)
		}
	}
	h.wantProblem(422, "GET", "/api/v1/plans?name=%zz", "")
}

func TestListOfPlansIsChosenAndOrdered(t *testing.T) {
	h := newHouse(t)
	names := func(query string) (names []string) {
		for _, p := range decode[PlanList](t, h.want(200, "GET", "/api/v1/plans?"+query, "").Body).Results {
			names = append(names, p.Name)
		}
		return names
	}
	for query, want := range map[string]string{
		"ordering=-name":                            "two-sites-460 as-it-went ansan-460",
		"ordering=name&limit=2":                     "ansan-460 as-it-went",
		"name__ic=460&ordering=name":                "ansan-460 two-sites-460",
		"title.ko__isw=안산":                          "ansan-460",
		"id=2&id=3&ordering=-id":                    "as-it-went ansan-460",
		"revision__gt=1":                            "",
		"created_at__gte=2026-01-01&name=ansan-460": "ansan-460",
	} {
		if got := strings.Join(names(query), " "); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	bare := h.want(200, "GET", "/api/v1/plans?omit=plan&limit=1", "")
	if text := bare.Body.String(); strings.Contains(text, `"plan"`) || !strings.Contains(text, `"name":"two-sites-460"`) {
		t.Errorf("omit=plan: %s", text)
	}
	h.want(304, "GET", "/api/v1/plans?omit=plan&limit=1", "", "If-None-Match", bare.Header().Get("ETag"))
	budgets := h.want(200, "GET", "/api/v1/plans?fields=id,plan.budget.total_krw&name=two-sites-460", "").Body.String()
	if !strings.Contains(budgets, `"results":[{"id":1,"plan":{"budget":{"total_krw":460000000000}}}]`) {
		t.Errorf("fields: %s", budgets)
	}
	changed := strings.Replace(examplePlan(t, "two-sites-460"), "As reported", "As was reported", 1)
	h.want(200, "PUT", "/api/v1/plans/1", changed, "If-Match", "*")
	h.want(200, "GET", "/api/v1/plans?omit=plan&limit=1", "", "If-None-Match", bare.Header().Get("ETag"))
}

func TestCreateReadReplaceDelete(t *testing.T) {
	h := newHouse(t)
	w := h.want(201, "POST", "/api/v1/plans", examplePlan(t, "mine"), "Content-Type", asJSON, "Buildout-Author", "UTF-8''%EA%B9%80", "Buildout-Reason", "first")
	created := decode[PlanResource](t, w.Body)
	at, tag := w.Header().Get("Location"), w.Header().Get("ETag")
	if created.Revision != 1 || created.Plan.Name != "mine" || at != fmt.Sprintf("/api/v1/plans/%d", created.ID) || tag != fmt.Sprintf(`"1-%s"`, created.Hash[:16]) {
		t.Fatalf("created %+v at %s with %s", created.ID, at, tag)
	}
	w = h.want(200, "GET", "/api/v1/plans/mine", "")
	if got := decode[PlanResource](t, w.Body); got.ID != created.ID || w.Header().Get("ETag") != tag {
		t.Errorf("read %d with %s", got.ID, w.Header().Get("ETag"))
	}
	if w := h.want(304, "GET", at, "", "If-None-Match", tag); w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
		t.Errorf("304 with %q and ETag %q", w.Body, w.Header().Get("ETag"))
	}

	w = h.want(200, "PUT", at, examplePlan(t, "renamed"), "If-Match", tag, "Buildout-Author", "kim")
	second := w.Header().Get("ETag")
	if replaced := decode[PlanResource](t, w.Body); replaced.Revision != 2 || replaced.Plan.Name != "renamed" {
		t.Errorf("replaced: %+v", replaced.Revision)
	}
	revisions := decode[RevisionList](t, h.want(200, "GET", at+"/revisions", "").Body)
	slices.SortFunc(revisions.Results, func(a, b PlanRevision) int { return a.Revision - b.Revision })
	if *revisions.Count != 2 || revisions.Results[0].Author != "김" || revisions.Results[0].Reason != "first" || revisions.Results[1].Author != "kim" {
		t.Errorf("revisions %+v", revisions)
	}

	h.wantProblem(412, "DELETE", at, "", "If-Match", tag)
	h.want(204, "DELETE", at, "", "If-Match", second)
	for _, path := range []string{at, at + "/revisions", at + "/evaluation", "/api/v1/plans/renamed"} {
		h.wantProblem(404, "GET", path, "")
	}
	h.wantProblem(404, "PUT", at, examplePlan(t, "mine"), "If-Match", second)
	h.wantProblem(404, "DELETE", at, "", "If-Match", second)
}

func TestWritesAskForTheCurrentRevision(t *testing.T) {
	h := newHouse(t)
	first := h.want(200, "GET", "/api/v1/plans/1", "").Header().Get("ETag")
	name := shipped().examples[0].Name
	changed := strings.Replace(examplePlan(t, name), "As reported", "As was reported", 1)
	h.wantProblem(428, "PUT", "/api/v1/plans/1", changed)
	h.wantProblem(428, "DELETE", "/api/v1/plans/1", "")
	h.want(200, "PUT", "/api/v1/plans/1", changed, "If-Match", first)
	for _, stale := range []string{first, `"2-0000000000000000"`, "2", `"nonsense"`, `"`, first + ", W/" + first} {
		p := h.wantProblem(412, "PUT", "/api/v1/plans/1", changed, "If-Match", stale)
		if p.Errors[0].Value != 2.0 || p.Errors[0].Location != "header.If-Match" || !strings.Contains(p.Detail, "revision 2") {
			t.Errorf("%s: the problem does not name revision 2: %+v", stale, p)
		}
	}
	second := h.want(200, "GET", "/api/v1/plans/1", "").Header().Get("ETag")
	h.want(200, "PUT", "/api/v1/plans/1", examplePlan(t, name), "If-Match", first+", "+second)
	compressed := h.want(200, "GET", "/api/v1/plans/1", "", "Accept-Encoding", "gzip").Header().Get("ETag")
	if !strings.HasPrefix(compressed, "W/") {
		t.Errorf("the ETag of compressed bytes is strong: %s", compressed)
	}
	h.want(200, "PUT", "/api/v1/plans/1", changed, "If-Match", compressed)
	h.want(200, "PUT", "/api/v1/plans/1", examplePlan(t, name), "If-Match", "*")
}

func TestRacingWritersDoNotOverwriteEachOther(t *testing.T) {
	h := newHouse(t)
	tag := h.want(200, "GET", "/api/v1/plans/1", "").Header().Get("ETag")
	body := examplePlan(t, shipped().examples[0].Name)
	const writers = 8
	statuses := make(chan int, writers)
	for range writers {
		go func() { statuses <- h.do("PUT", "/api/v1/plans/1", body, "If-Match", tag).Code }()
	}
	count := map[int]int{}
	for range writers {
		count[<-statuses]++
	}
	if count[200] != 1 || count[412] != writers-1 {
		t.Errorf("statuses %v", count)
	}
}

func TestDuplicateName(t *testing.T) {
	h := newHouse(t)
	h.wantProblem(409, "POST", "/api/v1/plans", examplePlan(t, shipped().examples[1].Name))
	h.wantProblem(409, "PUT", "/api/v1/plans/1", examplePlan(t, shipped().examples[1].Name), "If-Match", "*")
}

func TestPlanAsYAML(t *testing.T) {
	h := newHouse(t)
	yaml := "# JSON is YAML too\n" + examplePlan(t, "yaml")
	for _, media := range []string{asYAML, "application/x-yaml", "text/yaml; charset=utf-8", ""} {
		h.want(200, "POST", "/api/v1/evaluations", yaml, "Content-Type", media)
	}
	h.wantProblem(422, "POST", "/api/v1/evaluations", yaml, "Content-Type", asJSON)
}

func TestBodiesThatAreNoPlan(t *testing.T) {
	h := newHouse(t)
	for _, op := range [][2]string{{"POST", "/api/v1/plans"}, {"POST", "/api/v1/evaluations"}, {"PUT", "/api/v1/plans/1"}} {
		for _, body := range []string{`{"name":`, `{"name":"a"} {}`, `[]`, `"plan"`, `null`, "{", "{}", "\xff\xfe", strings.Repeat("[", 5000), "a: &x 1\nb: *x"} {
			for _, media := range []string{asJSON, asYAML} {
				if p := h.wantProblem(422, op[0], op[1], body, "Content-Type", media, "If-Match", "*"); len(p.Errors) == 0 {
					t.Errorf("%s %.20q as %s: no errors listed", op[0], body, media)
				}
			}
		}
		h.wantProblem(400, op[0], op[1], "", "Content-Type", asJSON, "If-Match", "*")
		for _, media := range []string{"text/plain", "application/merge-patch+json", "multipart/form-data", "application/x-www-form-urlencoded", "nonsense;;"} {
			h.wantProblem(415, op[0], op[1], examplePlan(t, "x"), "Content-Type", media, "If-Match", "*")
		}
	}
}

func TestBodyLimit(t *testing.T) {
	body := examplePlan(t, "limit")
	h := newHouse(t, func(o *Options) { o.MaxBodyBytes, o.MaxImportBytes = int64(len(body)), int64(len(body)) })
	h.want(200, "POST", "/api/v1/evaluations", body)
	p := h.wantProblem(413, "POST", "/api/v1/evaluations", body+" ")
	if want := fmt.Sprintf("The body is larger than %d bytes.", len(body)); !strings.HasPrefix(p.Detail, want) {
		t.Errorf("%q, want %q", p.Detail, want)
	}
	h.wantProblem(413, "POST", "/api/v1/plans", strings.Repeat("x", 10*len(body)))
}

func TestTenFaultsAreTenErrors(t *testing.T) {
	h := newHouse(t)
	plan := decode[map[string]any](t, strings.NewReader(examplePlan(t, "faulty")))
	in := func(v any, path ...any) map[string]any {
		for _, key := range path {
			if name, ok := key.(string); ok {
				v = v.(map[string]any)[name]
			} else {
				v = v.([]any)[key.(int)]
			}
		}
		return v.(map[string]any)
	}
	plan["colour"] = "red"
	delete(in(plan, "sites", 0, "plot"), "tenure")
	in(plan, "budget")["total_krw"] = "460 bn"
	delete(in(plan, "budget"), "funding") // which would miss the total
	in(plan, "budget")["vat"] = "some"
	in(plan, "demand", "services", 0)["rack_type"] = "nothing"
	in(plan, "demand", "services", 0)["priority"] = 12
	in(plan, "sites", 0)["tier"] = "IX"
	in(plan, "sites", 0, "plot")["area_m2"] = -1
	in(plan, "sites", 0, "feeds", 0)["cable_km"] = "far"
	in(plan, "sites", 0, "phases", 0)["start"] = "2023-13"
	want := []string{
		"/budget/total_krw", "/budget/vat", "/colour", "/demand/services/0/priority", "/demand/services/0/rack_type",
		"/sites/0/feeds/0/cable_km", "/sites/0/phases/0/start", "/sites/0/plot/area_m2", "/sites/0/plot/tenure", "/sites/0/tier",
	}
	body, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/api/v1/plans", "/api/v1/evaluations"} {
		p := h.wantProblem(422, "POST", path, string(body), "Content-Type", asJSON)
		var got []string
		for _, e := range p.Errors {
			got = append(got, e.Location)
			if e.Message == "" {
				t.Errorf("%s says nothing", e.Location)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: faults at %q, want %q", path, got, want)
		}
	}
	if list := decode[PlanList](t, h.want(200, "GET", "/api/v1/plans", "").Body); *list.Count != len(shipped().examples) {
		t.Error("a faulty plan was stored")
	}
}

func TestHeadersOfAChange(t *testing.T) {
	h := newHouse(t)
	for _, hostile := range []string{"UTF-8''%zz", "UTF-8''%0a", "UTF-8''%ff", "\xff", strings.Repeat("x", 501)} {
		p := h.wantProblem(422, "POST", "/api/v1/plans", examplePlan(t, "x"), "Buildout-Author", hostile, "Buildout-Reason", hostile)
		if len(p.Errors) != 2 {
			t.Errorf("%.20q: %+v", hostile, p.Errors)
		}
	}
}

func TestHostileNames(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	for _, name := range []string{`</script><script>alert(1)</script>`, `a/b?c#d%2F`, `"; DROP TABLE plans; --`, "플랜 é", "${x}", "'"} {
		w := h.want(201, "POST", "/api/v1/plans", examplePlan(t, name))
		at := w.Header().Get("Location")
		if got := decode[PlanResource](t, h.want(200, "GET", "/api/v1/plans/"+url.PathEscape(name), "").Body); got.Plan.Name != name {
			t.Errorf("%q was read as %q", name, got.Plan.Name)
		}
		for _, page := range []string{"/plans", strings.TrimPrefix(at, "/api/v1"), "/plans/" + url.PathEscape(name), "/plans/1?baseline=" + url.QueryEscape(name), "/plans/" + url.PathEscape(name+"</script>")} {
			if body := h.do("GET", page, "", "Accept", "text/html").Body.String(); strings.Contains(body, "<script>alert") {
				t.Errorf("%q stands in %s", name, page)
			}
		}
	}
}

// resultBody is what the tests look at of a result.
type resultBody struct {
	Plan      struct{ Hash string }
	Budget    planner.BudgetResult
	CostLines []planner.CostLine `json:"cost_lines"`
}

func TestEvaluation(t *testing.T) {
	h := newHouse(t)
	want, err := planner.Evaluate(shipped().examples[0], shipped().ref)
	if err != nil {
		t.Fatal(err)
	}
	w := h.want(200, "GET", "/api/v1/plans/"+want.Plan.Name+"/evaluation", "")
	got, tag := decode[resultBody](t, w.Body), w.Header().Get("ETag")
	if got.Budget.ForecastKRW != want.Budget.ForecastKRW || got.Plan.Hash != want.Plan.Hash || len(got.CostLines) != len(want.CostLines) {
		t.Errorf("forecast %d, want %d", got.Budget.ForecastKRW, want.Budget.ForecastKRW)
	}
	if w := h.want(304, "GET", "/api/v1/plans/1/evaluation", "", "If-None-Match", `"other", W/`+tag); w.Body.Len() != 0 {
		t.Errorf("304 with a body of %d", w.Body.Len())
	}
	newer := newHouse(t, func(o *Options) { o.Version = "newer" })
	newer.want(200, "GET", "/api/v1/plans/1/evaluation", "", "If-None-Match", tag)
	sent := decode[resultBody](t, h.want(200, "POST", "/api/v1/evaluations", examplePlan(t, want.Plan.Name)).Body)
	if sent.Budget.ForecastKRW != want.Budget.ForecastKRW {
		t.Errorf("sent: forecast %d, want %d", sent.Budget.ForecastKRW, want.Budget.ForecastKRW)
	}
}

func TestLockedDatabase(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	other, err := sql.Open("sqlite", h.file)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	conn, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	w := h.want(503, "POST", "/api/v1/plans", examplePlan(t, "locked"))
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	h.want(200, "GET", "/api/v1/plans/1", "")
	if _, err := conn.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	h.wantProblem(404, "GET", "/api/v1/plans/locked", "")
	h.want(http.StatusCreated, "POST", "/api/v1/plans", examplePlan(t, "locked"))
}

func TestUnexpectedErrorIsLoggedAndNotShown(t *testing.T) {
	h := newHouse(t)
	if err := h.Store.Close(); err != nil {
		t.Fatal(err)
	}
	p := h.wantProblem(500, "GET", "/api/v1/plans", "")
	if strings.Contains(p.Detail, "closed") || !strings.Contains(h.log.String(), "list-plans: ") {
		t.Errorf("problem %q, log %s", p.Detail, h.log)
	}
}

func BenchmarkEvaluation(b *testing.B) {
	h := newHouse(b)
	for b.Loop() {
		h.want(200, "GET", "/api/v1/plans/1/evaluation", "")
	}
}
