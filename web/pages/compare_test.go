package pages_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
	"buildout/web/pages"

	"pgregory.net/rapid"
)

// sideBySide are plans beside each other, the first as the baseline.
func sideBySide(t testing.TB, plans ...planner.Plan) pages.CompareView {
	t.Helper()
	v := pages.CompareView{}
	var cases []compare.Case
	for i, plan := range plans {
		c := compare.Case{Name: plan.Name, Plan: plan, Result: exampletest.Evaluate(t, plan)}
		cases = append(cases, c)
		v.Columns = append(v.Columns, pages.CompareColumn{Ref: plan.Name, PlanID: int64(i + 1), Revision: 1, Newest: 1, Case: c})
		v.Choices = append(v.Choices, pages.PlanChoice{ID: int64(i + 1), Name: plan.Name, Revision: 1})
	}
	v.Matrix = compare.Compare(cases, 0, nil, 100)
	return v
}

func threeExamples(t testing.TB) pages.CompareView {
	t.Helper()
	return sideBySide(t, exampletest.Plan(t, "two-sites-460"), exampletest.Plan(t, "ansan-460"), exampletest.Plan(t, "as-it-went"))
}

func comparison(t testing.TB, f pages.Frame, v pages.CompareView) string {
	t.Helper()
	f.Path = "/compare"
	if f.Query == nil {
		f.Query = url.Values{}
	}
	return draw(t, func(p *pages.Pages, w *strings.Builder) error { return p.Compare(w, f, v) })
}

// rowOf is the row of a table of the page by its title: value, mark and
// difference of every plan.
func rowOf(t *testing.T, page, section, title string) []string {
	t.Helper()
	_, rest, found := strings.Cut(page, `id="`+section+`"`)
	if !found {
		t.Fatalf("the page has no %s", section)
	}
	m := regexp.MustCompile(`<tr><th scope="row" class="text">` + regexp.QuoteMeta(title) + `.*?</tr>`).FindString(rest)
	var cells []string
	for _, cell := range regexp.MustCompile(`<td[^>]*>(.*?)</td>`).FindAllStringSubmatch(m, -1) {
		text := strings.ReplaceAll(cell[1], "<small>", " | ")
		cells = append(cells, html.UnescapeString(regexp.MustCompile(`<[^>]+>`).ReplaceAllString(text, "")))
	}
	return cells
}

// The forecasts of the examples, with the best and the worst in a mark and a
// word, and their differences to the baseline in won and in shares of it.
func TestCompareSaysBestWorstAndDifferences(t *testing.T) {
	v := threeExamples(t)
	page := comparison(t, pages.Frame{Lang: "en"}, v)
	forecast := func(i int) planner.KRW { return v.Columns[i].Result.Budget.ForecastKRW }
	l := english(t)
	share := func(i int) string {
		return l.PointsSigned(float64(forecast(i)-forecast(0))/float64(forecast(0))) + "%"
	}
	got := rowOf(t, page, "summary", "Forecast")
	want := []string{
		"▽worst " + l.Won(forecast(0)),
		l.Won(forecast(1)) + " | " + l.WonSigned(forecast(1)-forecast(0)) + " · " + share(1),
		"★best " + l.Won(forecast(2)) + " | " + l.WonSigned(forecast(2)-forecast(0)) + " · " + share(2),
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the forecasts are %q, want %q", got, want)
	}
	if got := rowOf(t, page, "summary", "Last phase energised"); fmt.Sprint(got) != "[★best 2024-12 2027-01 | +25 mo ▽worst 2030-01 | +61 mo]" {
		t.Errorf("energised: %q", got)
	}
	if got := rowOf(t, page, "summary", "Tier achieved"); fmt.Sprint(got) != "[III III | same III | same]" {
		t.Errorf("tiers: %q", got)
	}
}

func TestCompareShowsOnlyDifferences(t *testing.T) {
	v := threeExamples(t)
	all := comparison(t, pages.Frame{Lang: "en"}, v)
	only := comparison(t, pages.Frame{Lang: "en", Query: url.Values{"rows": {"differences"}}}, v)
	same := 0
	for _, row := range v.Matrix.Results {
		if !row.Differs {
			same++
		}
	}
	rows := func(page string) int {
		_, rest, _ := strings.Cut(page, `id="results-scroll"`)
		table, _, _ := strings.Cut(rest, "</table>")
		return strings.Count(table, `<th scope="row"`)
	}
	if same == 0 || rows(all) != len(v.Matrix.Results) || rows(only) != len(v.Matrix.Results)-same {
		t.Errorf("%d rows, %d of them only differences, of %d with %d the same", rows(all), rows(only), len(v.Matrix.Results), same)
	}
	holds(t, only, fmt.Sprintf("Left out are %d results", same))
}

// One plan without a result says why in its column, and the others are compared.
func TestCompareTellsFaultsPerPlan(t *testing.T) {
	v := threeExamples(t)
	fault := &planner.Invalid{Faults: []planner.Fault{planner.NewFault("sites[0].tier", "VI", "is no tier")}}
	v.Columns[1].Case = compare.Case{Name: "ansan-460", Fault: fault}
	v.Columns[1].Faults = []string{fault.Faults[0].String()}
	v.Matrix = compare.Compare([]compare.Case{v.Columns[0].Case, v.Columns[1].Case, v.Columns[2].Case}, 0, nil, 100)
	page := comparison(t, pages.Frame{Lang: "en"}, v)
	holds(t, page, "Plans without a result: 1", "is no tier", "Lowest forecast: As it went")
	if got := rowOf(t, page, "summary", "Forecast"); len(got) != 3 || got[1] != "–" {
		t.Errorf("the forecasts are %q", got)
	}
	if strings.Contains(page, `id="base-1"`) {
		t.Error("a plan without a result is offered as the baseline")
	}
	v.Baseline, v.Matrix = 1, compare.Compare([]compare.Case{v.Columns[0].Case, v.Columns[1].Case, v.Columns[2].Case}, 1, nil, 100)
	comparison(t, pages.Frame{Lang: "ko"}, v)
}

func TestCompareSaysWhatIsNotCountedAlike(t *testing.T) {
	longer := exampletest.Plan(t, "two-sites-460")
	longer.Name, longer.Horizon.Months = "longer", longer.Horizon.Months+24
	page := comparison(t, pages.Frame{Lang: "en"}, sideBySide(t, exampletest.Plan(t, "two-sites-460"), longer))
	holds(t, page, "Not like for like: horizon", "In what they are not counted alike")
	same := comparison(t, pages.Frame{Lang: "en"}, sideBySide(t, longer, longer))
	if strings.Contains(same, "Not like for like") {
		t.Error("a plan is told to be unlike itself")
	}
	holds(t, same, "The plans hold the same inputs.", "The plans have the same forecast, usable power and energised month.")
}

// The charts draw eight plans, the baseline always among them, and say so. A plan
// has one hue on the whole page.
func TestCompareDrawsTheBaselineAmongEight(t *testing.T) {
	var plans []planner.Plan
	for i := range 12 {
		plan := exampletest.Plan(t, "ansan-460")
		plan.Name, plan.Title = fmt.Sprintf("plan-%02d", i), planner.Text{EN: fmt.Sprintf("Plan %02d", i)}
		plans = append(plans, plan)
	}
	v := sideBySide(t, plans...)
	v.Baseline = 10
	page := comparison(t, pages.Frame{Lang: "en"}, v)
	holds(t, page, "Drawn are 8 of 12 plans", `<i class="key key-line-8 plan-8"></i>Plan 10`)
	for _, i := range []int{0, 6, 10} {
		hues := map[string]bool{}
		for _, m := range regexp.MustCompile(`<i class="key key-line-\d (plan-\d)"></i>(?:<a href="[^"]*">)?`+plans[i].Title.EN).FindAllStringSubmatch(page, -1) {
			hues[m[1]] = true
		}
		if len(hues) != 1 {
			t.Errorf("%s has the hues %v", plans[i].Name, hues)
		}
	}
	if strings.Contains(page, `"></i>Plan 07`) {
		t.Error("a ninth plan has a hue")
	}
}

func TestCompareIsTextWhateverPlansAreCalled(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	v := sideBySide(t, plan, exampletest.Plan(t, "ansan-460"))
	c := &v.Columns[0]
	c.Ref, c.Name, c.Plan.Name, c.Plan.Title, c.Faults = hostile, hostile, hostile, planner.Text{EN: hostile, KO: hostile}, []string{hostile}
	c.Result.Plan.Title = c.Plan.Title
	c.Result.Sites[0].Title, c.Result.Budget.Groups[0].Title = c.Plan.Title, c.Plan.Title
	v.Matrix = compare.Compare([]compare.Case{c.Case, v.Columns[1].Case}, 0, nil, 100)
	v.Matrix.Inputs.Rows[0] = compare.InputRow{Path: hostile, Cells: []compare.InputCell{{Text: hostile}, {Kind: compare.Changed, Text: hostile}}}
	v.Matrix.Plans[1].Notes = []compare.ComparisonNote{{Code: hostile, Is: hostile, Baseline: hostile, Message: hostile}}
	v.Choices = append(v.Choices, pages.PlanChoice{ID: 9, Name: hostile, Revision: 1})
	set := pages.CompareSet{ID: 1, Name: hostile, Note: hostile, Version: 1, Members: []pages.SetMember{{PlanID: 1, Name: hostile, Revision: 1, Newest: 2}}}
	v.Sets, v.Set, v.Asked = []pages.CompareSet{set}, &set, &pages.AskedSet{Do: "replace", Refused: hostile, Name: hostile, Note: hostile}
	f := pages.Frame{Lang: "en", Unit: hostile, Query: url.Values{"lang": {hostile}, hostile: {hostile}, "plan": {hostile}, "comparison": {hostile}}}
	for name, page := range map[string]string{"compared": comparison(t, f, v), "begin": comparison(t, f, pages.CompareView{Choices: v.Choices, Sets: v.Sets})} {
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

// Every link that changes what is chosen keeps all else of the address, whatever
// the plans are called.
func TestCompareLinksKeepTheirPlans(t *testing.T) {
	base := sideBySide(t, exampletest.Plan(t, "two-sites-460"), exampletest.Plan(t, "ansan-460"))
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		v := base
		v.Columns = append([]pages.CompareColumn(nil), base.Columns...)
		refs := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z@&=#+ %/가]{1,8}`), 2, 2, rapid.ID[string]).Draw(t, "refs")
		for i, ref := range refs {
			v.Columns[i].Ref = ref
		}
		query := url.Values{"plan": refs, "rows": {"differences"}, "vary": {"a=1", "b=2"}, "from": {refs[1]}, "more": {"x"}}
		var page strings.Builder
		if err := p.Compare(&page, pages.Frame{Lang: "en", Path: "/compare", Query: query}, v); err != nil {
			t.Fatal(err)
		}
		follow := func(id string) url.Values {
			m := regexp.MustCompile(`id="` + id + `" href="([^"]+)"`).FindStringSubmatch(page.String())
			if m == nil {
				t.Fatalf("no link %s", id)
			}
			to, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Fatal(err)
			}
			return to.Query()
		}
		made := follow("base-1")
		if made.Get("baseline") != refs[1] || fmt.Sprint(made["plan"]) != fmt.Sprint(refs) || made.Get("rows") != "differences" || len(made["vary"]) != 2 || made.Has("more") {
			t.Errorf("the baseline is made by %v", made)
		}
		left := follow("remove-1")
		if fmt.Sprint(left["plan"]) != fmt.Sprint(refs[:1]) || left.Has("from") || len(left["vary"]) != 2 {
			t.Errorf("%q is removed by %v", refs[1], left)
		}
	})
}

// BenchmarkCompare draws eight plans that are evaluated and compared.
func BenchmarkCompare(b *testing.B) {
	var plans []planner.Plan
	for i := range 8 {
		plan := exampletest.Plan(b, "two-sites-460")
		plan.Name = fmt.Sprintf("plan-%d", i)
		plans = append(plans, plan)
	}
	v := sideBySide(b, plans...)
	b.ReportAllocs()
	for b.Loop() {
		comparison(b, pages.Frame{Lang: "en"}, v)
	}
}
