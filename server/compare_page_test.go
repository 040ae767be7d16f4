package server

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"buildout/planner"
)

const threePlans = "/compare?plan=two-sites-460&plan=ansan-460&plan=as-it-went"

func (h *house) page(status int, path string) string {
	h.t.Helper()
	return html.UnescapeString(h.want(status, "GET", path, "", "Accept", "text/html").Body.String())
}

func TestComparePage(t *testing.T) {
	h := newHouse(t)
	for query, texts := range map[string][]string{
		"":                      {"Lowest forecast: As it went", "Most usable power: Ansan for 460 bn won", `id="summary"`, `id="compared-rollout"`, `id="compared-cash"`, `id="results-budget"`, `id="inputs"`, "/api/v1/compare?plan=two-sites-460&plan=ansan-460&plan=as-it-went"},
		"&lang=ko":              {"가장 낮은 예상 사업비", "나란히 보기", "계획별 가용 IT 전력", "기준 계획"},
		"&baseline=ansan-460":   {"baseline=ansan-460"},
		"&rows=differences":     {"that are the same in all plans"},
		"&inputs=all":           {"inputs differ"},
		"&plan=none":            {"Plans without a result: 1", "there is no stored plan of this name or id", "Lowest forecast"},
		"&plan=two-sites-460@9": {"two-sites-460 has no such revision; it has 1"},
		"&unit=won":             {"450,553,064,256"},
	} {
		has(t, h.want(200, "GET", threePlans+query, "", "Accept", "text/html"), texts...)
	}
	for query, texts := range map[string][]string{
		"/compare":                                   {"Choose plans to compare", `name="plan" value="two-sites-460"`, `aria-current="page">Compare`},
		"/compare?plan=ansan-460":                    {"One plan is chosen; add another"},
		"/compare?plan=1&plan=two-sites-460":         {"One plan is chosen"}, // one plan at one revision stands once
		"/compare?plan=ansan-460&plan=ansan-460@1":   {"One plan is chosen"},
		"/compare?plan=none&plan=nothing":            {"Plans without a result: 2"},
		"/compare?plan=ansan-460&plan=&plan=+":       {"One plan is chosen"},
		"/compare?plan=none&plan=1&baseline=none":    {"Plans without a result: 1"},
		"/compare?plan=1&plan=2&baseline=1&rows=all": {"Lowest forecast"},
	} {
		has(t, h.want(200, "GET", query, "", "Accept", "text/html"), texts...)
	}
	has(t, h.want(422, "GET", threePlans+"&baseline=as-it-want", "", "Accept", "text/html"), "baseline is none of the plans", "did you mean", "as-it-went")
	h.want(404, "GET", "/compare?comparison=none", "", "Accept", "text/html")
	many := "/compare?x=1"
	for i := range 51 {
		many += fmt.Sprintf("&plan=p%d", i)
	}
	has(t, h.want(422, "GET", many, "", "Accept", "text/html"), "51 plans; a page compares at most 50")
}

// Every value of the summary is that of the API, and leads to what explains it.
func TestComparedFiguresExplainThemselves(t *testing.T) {
	h := newHouse(t)
	page := h.page(200, threePlans+"&unit=won&lang=en")
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		result := decode[planner.Result](t, h.want(200, "GET", "/api/v1/plans/"+name+"/evaluation?fields=budget", "").Body)
		forecast := fmt.Sprint(int64(result.Budget.ForecastKRW))
		for at := len(forecast) - 3; at > 0; at -= 3 {
			forecast = forecast[:at] + "," + forecast[at:]
		}
		if !strings.Contains(page, ">"+forecast+"<") {
			t.Errorf("the page lacks the forecast %s of %s", forecast, name)
		}
	}
	links := regexp.MustCompile(`<a class="fig" href="(/plans/\d+/budget[^"]*explain=[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(links) < 60 {
		t.Fatalf("%d figures lead to their explanations", len(links))
	}
	asked := map[string]bool{}
	for i, link := range links {
		to, err := url.Parse(link[1])
		if err != nil || asked[link[1]] {
			continue
		}
		asked[link[1]] = true
		if i == 0 {
			h.want(200, "GET", link[1], "", "Accept", "text/html")
		}
		plan := strings.TrimSuffix(strings.TrimPrefix(to.Path, "/plans/"), "/budget")
		h.want(200, "GET", "/api/v1/plans/"+plan+"/explain?figure="+url.QueryEscape(to.Query().Get("explain")), "")
	}
}

// A revision that is not the newest is shown as it was saved, with a link to the
// newest. Its figures are explained on the page itself, for the pages of the plan
// show the newest.
func TestComparedRevisions(t *testing.T) {
	h := savedTwice(t) // two-sites-460 is at revision 3, with another budget
	at := "/compare?plan=two-sites-460@1&plan=two-sites-460&lang=en&unit=won"
	page := h.page(200, at)
	for _, text := range []string{
		"Newer exists: revision 3.", "Two sites for 460 bn won, revision 1", ">460,000,000,000<", ">470,000,000,000<",
		`href="/compare?baseline=two-sites-460%403&lang=en&plan=two-sites-460%403&plan=two-sites-460&unit=won"`,
	} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	m := regexp.MustCompile(`<a class="fig" data-load href="([^"]+)">450,553,064,256`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the forecast of the older revision leads nowhere on the page")
	}
	has(t, h.want(200, "GET", m[1], "", "Accept", "text/html"), `id="explain"`, "forecast_krw = sum(below)", "Two sites for 460 bn won, revision 1", `id="explain-close" href="/compare?lang=en&plan=two-sites-460%401&plan=two-sites-460&unit=won"`)
	has(t, h.want(404, "GET", at+"&figure_of=two-sites-460@1&explain=budget/none", "", "Accept", "text/html"), "The plan has no figure budget/none.", `id="summary"`)
	h.want(200, "GET", at+"&figure_of=none&explain=budget/forecast_krw", "", "Accept", "text/html")
}

func TestPlanIsAddedByAForm(t *testing.T) {
	h := newHouse(t)
	for query, want := range map[string]string{
		"plan=ansan-460&more=two-sites-460&at=":  "/compare?plan=ansan-460&plan=two-sites-460#summary",
		"plan=ansan-460&more=two-sites-460&at=1": "/compare?plan=ansan-460&plan=two-sites-460%401#summary",
		"plan=ansan-460&more=&at=1&rows=all":     "/compare?plan=ansan-460&rows=all#summary",
		"plan=ansan-460&more=as-it-went&lang=ko": "/compare?lang=ko&plan=ansan-460&plan=as-it-went#summary",
	} {
		if got := h.want(303, "GET", "/compare?"+query, "").Header().Get("Location"); got != want {
			t.Errorf("%s leads to %s, want %s", query, got, want)
		}
	}
}

func TestPlansPageLetsChoose(t *testing.T) {
	h := newHouse(t)
	page := h.page(200, "/plans?lang=en&unit=eok")
	for _, text := range []string{`<form id="pick"`, `action="/compare"`, `name="plan" value="ansan-460" form="pick"`, `<input type="hidden" name="lang" value="en">`, `<input type="hidden" name="unit" value="eok">`, "Choose two or more plans to compare."} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

// BenchmarkComparePage asks for the page of eight plans: loads, evaluates and
// compares them, and draws tables and charts.
func BenchmarkComparePage(b *testing.B) {
	h := newHouse(b)
	query := url.Values{"lang": {"en"}}
	for i := range 8 {
		plan := planner.Clone(shipped().examples[i%3])
		plan.Name = fmt.Sprintf("variant-%d", i)
		plan.Budget.TotalKRW += planner.KRW(i) * 1_000_000_000
		plan.Horizon.Months += i
		text, err := json.Marshal(plan)
		if err != nil {
			b.Fatal(err)
		}
		h.want(201, "POST", "/api/v1/plans", string(text), "Content-Type", asJSON)
		query.Add("plan", plan.Name)
	}
	at := "/compare?" + query.Encode()
	b.ReportAllocs()
	for b.Loop() {
		h.want(200, "GET", at, "", "Accept", "text/html")
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/page")
}
