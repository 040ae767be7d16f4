package pages_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
	"buildout/web/locales"
	"buildout/web/pages"
)

const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(2)>`

func exampleRow(t testing.TB, name string) pages.PlanRow {
	t.Helper()
	return evaluated(t, 1, exampletest.Plan(t, name))
}

func evaluated(t testing.TB, id int64, plan planner.Plan) pages.PlanRow {
	t.Helper()
	saved := time.Date(2022, 10, 20, 9, 30, 0, 0, time.UTC)
	return pages.PlanRow{ID: id, Revision: 3, UpdatedAt: saved, Name: plan.Name, Result: exampletest.Evaluate(t, plan)}
}

func draw(t testing.TB, build func(p *pages.Pages, w *strings.Builder) error) string {
	t.Helper()
	p, err := pages.New(fstest.MapFS{"manifest.json": {Data: []byte(`{"app.css":"app-1.css","app.js":"app-1.js","theme.js":"theme-1.js","charts.js":"charts-1.js","docs.js":"docs-1.js"}`)}})
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := build(p, &page); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

func overviewOf(t testing.TB, f pages.Frame, v pages.OverviewView) string {
	t.Helper()
	return draw(t, func(p *pages.Pages, w *strings.Builder) error { return p.Overview(w, f, v) })
}

func holds(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

func TestOverviewAnswersFirst(t *testing.T) {
	row := exampleRow(t, "two-sites-460")
	l := english(t)
	b := row.Result.Budget
	page := overviewOf(t, pages.Frame{Lang: "en", Path: "/plans/1"}, pages.OverviewView{Plan: row})
	holds(t, page,
		"Two sites, 22.4 MW usable by Dec 2024, for "+l.WonProse(b.ForecastKRW)+" of 460 bn won: fits, with "+l.WonProse(b.VarianceKRW)+" left.",
		`data-tile="budget"`, `href="/plans/1/budget#yearly"`, `id="rollout"`, `id="cash"`, `id="gantt"`, `id="findings"`, `id="sites"`, `id="orders"`,
		"/api/v1/plans/1/evaluation", `src="/assets/charts-1.js"`, `type="application/json"`)
	if strings.Index(page, `id="rollout"`) > strings.Index(page, `id="cash"`) || strings.Index(page, `class="answer`) > strings.Index(page, `id="rollout"`) {
		t.Error("the sections are out of order")
	}
}

func TestOverviewInKorean(t *testing.T) {
	page := overviewOf(t, pages.Frame{Lang: "ko", Path: "/plans/1"}, pages.OverviewView{Plan: exampleRow(t, "two-sites-460")})
	holds(t, page, `<html lang="ko"`, "예상 사업비", "최저 여유 전력", "2개 사이트, 2024년 12월까지 가용 IT 전력 22.4 MW 확보", "안산")
}

func TestOverviewAgainstABaseline(t *testing.T) {
	row, base := exampleRow(t, "two-sites-460"), evaluated(t, 2, exampletest.Plan(t, "as-it-went"))
	l := english(t)
	page := overviewOf(t, pages.Frame{Lang: "en", Path: "/plans/1"}, pages.OverviewView{Plan: row, Baseline: &base, Others: []pages.PlanRow{row, base}})
	holds(t, page, "Differences are to as-it-went", `<option value="2" selected>as-it-went</option>`,
		strings.ReplaceAll(l.WonSigned(row.Result.Budget.ForecastKRW-base.Result.Budget.ForecastKRW), "+", "&#43;")+" to baseline")
	if strings.Contains(page, `<option value="1"`) {
		t.Error("a plan is offered as its own baseline")
	}
}

func TestOverBudgetIsMarked(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	plan.Budget.TotalKRW, plan.Budget.Funding = 400_000_000_000, nil
	page := overviewOf(t, pages.Frame{Lang: "en", Path: "/plans/1"}, pages.OverviewView{Plan: evaluated(t, 1, plan)})
	holds(t, page, `class="answer no"`, "over by ", `class="tile over" href="/plans/1/budget#yearly"`, "The forecast of ")
}

// A plan inside its budget is not fine while it breaks another limit.
func TestBrokenLimitsAreInTheAnswer(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	plan.Horizon.Months = 30 // neither site is energised in it
	page := overviewOf(t, pages.Frame{Lang: "en", Path: "/plans/1"}, pages.OverviewView{Plan: evaluated(t, 1, plan)})
	holds(t, page, `class="answer no"`, "Other limits broken: 2; the findings name them.")
	fine := overviewOf(t, pages.Frame{Lang: "en", Path: "/plans/1"}, pages.OverviewView{Plan: exampleRow(t, "two-sites-460")})
	if strings.Contains(fine, "Other limits broken") || strings.Contains(fine, `class="answer no"`) {
		t.Error("a plan without errors is not told to be fine")
	}
}

func TestFaultIsShownInPlaceOfNumbers(t *testing.T) {
	row := pages.PlanRow{ID: 5, Name: "broken", Fault: "sites[0].tier: <VI> is no tier"}
	page := overviewOf(t, pages.Frame{Lang: "en", Path: "/plans/5"}, pages.OverviewView{Plan: row})
	holds(t, page, "cannot be evaluated", "sites[0].tier: &lt;VI&gt; is no tier")
	list := draw(t, func(p *pages.Pages, w *strings.Builder) error {
		return p.Plans(w, pages.Frame{Lang: "en", Path: "/plans"}, []pages.PlanRow{row, exampleRow(t, "ansan-460")}, 2)
	})
	holds(t, list, "Not evaluated", "sites[0].tier: &lt;VI&gt; is no tier", "Ansan for 460 bn won")
}

func TestPlansListsAndSaysHowToBegin(t *testing.T) {
	f := pages.Frame{Lang: "en", Unit: "eok", Path: "/plans", Query: url.Values{"unit": {"eok"}, "x": {"1"}}}
	page := draw(t, func(p *pages.Pages, w *strings.Builder) error {
		return p.Plans(w, f, []pages.PlanRow{exampleRow(t, "two-sites-460")}, 120)
	})
	holds(t, page, `href="/plans/1?unit=eok"`, `href="/plans?lang=ko&amp;unit=eok&amp;x=1"`, "4,600.0", "1 of 120 plans", `class="spark-line"`, "22,400")
	empty := draw(t, func(p *pages.Pages, w *strings.Builder) error { return p.Plans(w, f, nil, 0) })
	holds(t, empty, "No plans yet", "curl -X POST")
}

func TestProblemAndDocs(t *testing.T) {
	page := draw(t, func(p *pages.Pages, w *strings.Builder) error {
		return p.Problem(w, pages.Frame{Lang: "ko", Path: "/plans/9"}, pages.ProblemView{Status: 404, Title: "Not Found", Detail: "<b>no plan 9</b>", RequestID: "req-1"})
	})
	holds(t, page, "찾는 페이지가 없습니다", "&lt;b&gt;no plan 9&lt;/b&gt;", "req-1")
	other := draw(t, func(p *pages.Pages, w *strings.Builder) error {
		return p.Problem(w, pages.Frame{Lang: "en"}, pages.ProblemView{Status: 418, Title: "I'm a teapot"})
	})
	holds(t, other, "I&#39;m a teapot")
	docs := draw(t, func(p *pages.Pages, w *strings.Builder) error {
		return p.APIDocs(w, pages.Frame{Lang: "en"}, "/openapi.json")
	})
	holds(t, docs, `data-spec="/openapi.json"`, "/assets/docs-1.js")
}

func TestPagesWithoutAssetsSayHowToBuildThem(t *testing.T) {
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := p.Overview(&page, pages.Frame{Lang: "en", Path: "/plans/1"}, pages.OverviewView{Plan: exampleRow(t, "two-sites-460")}); err != nil {
		t.Fatal(err)
	}
	holds(t, page.String(), "make assets", "Two sites, 22.4 MW")
	if strings.Contains(page.String(), "/assets/") {
		t.Error("the page links to assets that are not there")
	}
	if _, err := pages.New(fstest.MapFS{"manifest.json": {Data: []byte("{")}}); err == nil {
		t.Error("a broken manifest is not refused")
	}
}

// Whatever a plan calls itself and its parts, it is text on every page.
func TestHostileNamesAreText(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	plan.Name, plan.Title = hostile, planner.Text{EN: hostile}
	row := evaluated(t, 1, plan)
	r := &row.Result
	r.Sites[0].Title, r.Sites[0].Phases[0].Title, r.Sites[0].Halls[0].Name = planner.Text{EN: hostile}, planner.Text{EN: hostile}, hostile
	r.Leases[0].Title, r.Orders[0].Title, r.Budget.Groups[0].Title = planner.Text{EN: hostile}, planner.Text{EN: hostile}, planner.Text{EN: hostile}
	r.Findings = append(r.Findings, planner.Finding{Severity: planner.SeverityError, Code: hostile, Where: "sites/" + hostile, Message: hostile, Remedy: hostile, Unit: hostile})
	r.Checks[0].Source, r.Checks[0].Unit = hostile, hostile
	f := pages.Frame{Lang: "en", Unit: hostile, Path: "/plans/1", Query: url.Values{"lang": {hostile}, hostile: {hostile}}, Version: hostile}
	all := map[string]string{
		"overview": overviewOf(t, f, pages.OverviewView{Plan: row, Baseline: &row, Others: []pages.PlanRow{{ID: 2, Name: hostile}}}),
		"plans": draw(t, func(p *pages.Pages, w *strings.Builder) error {
			return p.Plans(w, f, []pages.PlanRow{row, {ID: 3, Name: hostile, Fault: hostile}}, 2)
		}),
		"problem": draw(t, func(p *pages.Pages, w *strings.Builder) error {
			return p.Problem(w, f, pages.ProblemView{Status: 500, Title: hostile, Detail: hostile, RequestID: hostile})
		}),
		"docs": draw(t, func(p *pages.Pages, w *strings.Builder) error { return p.APIDocs(w, f, hostile) }),
	}
	for name, page := range all {
		for _, markup := range []string{"<script>alert", "<img src=x"} {
			if strings.Contains(page, markup) {
				t.Errorf("%s: %s stands in the page", name, markup)
			}
		}
		if regexp.MustCompile(`<[^>]+ style=`).MatchString(page) || regexp.MustCompile(`<script>`).MatchString(page) {
			t.Errorf("%s: inline style or script", name)
		}
	}
}

func TestLanguage(t *testing.T) {
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ accept, cookie, query, want string }{
		{"", "", "", "en"},
		{"ko-KR,ko;q=0.9,en;q=0.8", "", "", "ko"},
		{"fr,ko;q=0.5", "", "", "ko"},
		{"fr", "", "", "en"},
		{"en", "ko", "", "ko"},
		{"en", "ko", "en", "en"},
		{"ko", "xx", "yy", "ko"},
		{";;;", "", "", "en"},
	} {
		if got := p.Language(c.accept, c.cookie, c.query); got != c.want {
			t.Errorf("Language(%q, %q, %q) = %s, want %s", c.accept, c.cookie, c.query, got, c.want)
		}
	}
}

func english(t *testing.T) *locales.Locale {
	t.Helper()
	catalogues, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogues.Locale("en", "million")
}
