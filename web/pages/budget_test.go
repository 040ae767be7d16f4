package pages_test

import (
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/finance"
	"buildout/planner/reference/exampletest"
	"buildout/web/pages"
)

var budgetInEnglish = pages.Frame{Lang: "en", Path: "/plans/1/budget"}

func budgetView(t testing.TB, plan planner.Plan) pages.BudgetView {
	t.Helper()
	row := evaluated(t, 1, plan)
	row.Document = plan
	return pages.BudgetView{Plan: row}
}

// budgetWith is the view of a plan with changes that are not saved.
func budgetWith(t testing.TB, plan planner.Plan, changes ...planner.Change) pages.BudgetView {
	t.Helper()
	changed, err := planner.Apply(plan, exampletest.Reference(t), changes)
	if err != nil {
		t.Fatal(err)
	}
	v := budgetView(t, changed)
	saved := exampletest.Evaluate(t, plan)
	v.Plan.Edit = &pages.Edit{Base: 3, Changes: changes, Saved: pages.State{Document: plan, Result: saved}}
	bridge := bridgeOf(t, compare.Case{Name: "saved", Plan: plan, Result: saved}, compare.Case{Name: "now", Plan: changed, Result: v.Plan.Result}, compare.BridgeOptions{})
	v.Why = &pages.WhyView{Bridge: &bridge}
	return v
}

func budgetOf(t testing.TB, f pages.Frame, v pages.BudgetView) string {
	t.Helper()
	return draw(t, func(p *pages.Pages, w *strings.Builder) error { return p.Budget(w, f, v) })
}

// asking is a frame that asks for figures and open rows.
func asking(query url.Values) pages.Frame {
	return pages.Frame{Lang: "en", Path: "/plans/1/budget", Query: query}
}

func TestBudgetAnswersFirst(t *testing.T) {
	v := budgetView(t, exampletest.Plan(t, "two-sites-460"))
	page := budgetOf(t, budgetInEnglish, v)
	l, b := english(t), v.Plan.Result.Budget
	link := func(figure, text string) string {
		return `<a class="fig" data-load href="?explain=` + url.QueryEscape(figure) + `">` + text + "</a>"
	}
	holds(t, page,
		"The forecast of "+link("budget/forecast_krw", l.WonProse(b.ForecastKRW))+" keeps within the budget of "+link("budget/total_krw", "460 bn won"),
		link("budget/low_krw", l.WonProse(b.LowKRW)), link("budget/high_krw", l.WonProse(b.HighKRW)), link("worth/npv_krw", l.WonProse(max(v.Plan.Result.Worth.NPVKRW, -v.Plan.Result.Worth.NPVKRW))),
		`aria-current="page">Budget`)
	order := []string{`class="answer`, `id="yearly"`, `id="inputs"`, `id="where"`, `id="treemap"`, `id="why"`, `id="books"`, `id="operation"`, `id="worth"`, `id="benchmarks"`}
	for i := 1; i < len(order); i++ {
		if before, after := strings.Index(page, order[i-1]), strings.Index(page, order[i]); before < 0 || after < before {
			t.Errorf("%s does not stand before %s", order[i-1], order[i])
		}
	}
}

func TestBudgetNumbersAreTheResults(t *testing.T) {
	v := budgetView(t, exampletest.Plan(t, "two-sites-460"))
	page := budgetOf(t, budgetInEnglish, v)
	l, r := english(t), v.Plan.Result
	for _, y := range r.Budget.Years {
		for _, krw := range []planner.KRW{y.PaidKRW, y.CommittedKRW, y.ApprovedKRW, y.UncommittedKRW} {
			holds(t, page, ">"+l.Won(krw)+"<")
		}
	}
	for _, f := range r.Budget.Funding {
		holds(t, page, html.EscapeString(f.Title.EN), ">"+l.Won(f.AmountKRW)+"<", ">"+l.Won(f.DrawnKRW)+"<", ">"+l.Month(f.Exhausted)+"<")
	}
	for _, y := range r.Operation.Years {
		holds(t, page, ">"+l.Number(y.EnergyKWh/1000, 0)+"<", ">"+l.Won(y.TotalKRW)+"<")
	}
	for _, c := range r.Worth.Costs {
		holds(t, page, ">"+l.Won(c.MonthKRW)+"<", ">"+l.Number(c.Share*100, 1)+"<")
	}
	for _, a := range r.Worth.Assets {
		holds(t, page, html.EscapeString(a.Title.EN), ">"+l.Won(a.CostKRW)+"<")
	}
	for _, b := range r.Checks {
		holds(t, page, html.EscapeString(b.Source))
	}
}

// A year over its ceiling is red, with a mark.
func TestYearOverItsCeilingIsMarked(t *testing.T) {
	v := budgetWith(t, exampletest.Plan(t, "two-sites-460"), planner.Change{Path: "budget/ceilings/2023/amount_krw", Value: "100000000000"})
	l := english(t)
	for _, y := range v.Plan.Result.Budget.Years {
		if y.Year == 2023 {
			if y.LeftKRW >= 0 {
				t.Fatal("the year is not over its ceiling")
			}
			holds(t, budgetOf(t, budgetInEnglish, v), `<td class="over"><span class="mark" aria-hidden="true">▲</span><a class="fig" data-load href="?explain=budget%2Fyears%2F2023%2Fleft_krw">`+l.Won(y.LeftKRW)+"</a>",
				"ceiling of 2023", "100 bn won", "Beyond the ceiling ▲")
		}
	}
}

// Only what is open is in the page; what stands within it sums to it.
func TestTreeHoldsWhatIsOpen(t *testing.T) {
	v := budgetView(t, exampletest.Plan(t, "two-sites-460"))
	l, r := english(t), v.Plan.Result
	closed := budgetOf(t, budgetInEnglish, v)
	if n, want := strings.Count(closed, `class="twist"`), rowsAt(r, 0, ""); n != want {
		t.Errorf("%d rows, want the %d groups", n, want)
	}
	if strings.Contains(closed, "/unit_price") {
		t.Error("a closed tree has fields")
	}
	const group, subsystem, line = "services_and_equipment", "services_and_equipment.ups", "services_and_equipment.ups.modules"
	page := budgetOf(t, asking(url.Values{"open": {group + "," + subsystem + "," + line}}), v)
	if n, want := strings.Count(page, `class="twist"`), rowsAt(r, 0, "")+rowsAt(r, 1, group+".")+rowsAt(r, 2, subsystem+"."); n != want {
		t.Errorf("%d rows, want %d", n, want)
	}
	for _, row := range r.Budget.Rows {
		if row.Code != line {
			continue
		}
		for _, i := range row.Lines {
			c := r.CostLines[i]
			holds(t, page, `href="?open=services_and_equipment%2Cservices_and_equipment.ups%2Cservices_and_equipment.ups.modules&amp;explain=`+
				url.QueryEscape("cost_lines/"+line+"/"+c.Site+"/"+c.Phase+"/forecast_krw")+`">`+l.Won(c.ForecastKRW)+"<")
		}
		price := r.CostLines[row.Lines[0]]
		holds(t, page, `name="edit:cost_book/overrides/`+line+`/unit_price"`, price.Currency+" per ")
	}
	holds(t, page, `id="row-`+group+`" href="/plans/1/budget" data-load aria-expanded="true"`)
	all := budgetOf(t, asking(url.Values{"open": {"all"}}), v)
	if n, want := strings.Count(all, `class="twist"`), len(r.Budget.Rows); n != want {
		t.Errorf("all open: %d rows, want %d", n, want)
	}
	if n := strings.Count(all, `<tr class="level-3"`); n != len(r.CostLines) {
		t.Errorf("all open: %d cost lines, want %d", n, len(r.CostLines))
	}
	part := budgetOf(t, asking(url.Values{"open": {"all," + group}}), v)
	if n, want := strings.Count(part, `class="twist"`), len(r.Budget.Rows)-rowsAt(r, 1, group+".")-rowsAt(r, 2, group+"."); n != want {
		t.Errorf("all open but %s: %d rows, want %d", group, n, want)
	}
	holds(t, part, `id="row-`+group+`" href="/plans/1/budget?open=all" data-load aria-expanded="false"`)
	if len(all) > 1_500_000 {
		t.Errorf("all open, the page has %d bytes", len(all))
	}
}

func rowsAt(r planner.Result, level int, prefix string) (n int) {
	for _, row := range r.Budget.Rows {
		if row.Level == level && strings.HasPrefix(row.Code, prefix) {
			n++
		}
	}
	return n
}

// A new unit price stands beside the saved one, and the difference is divided
// into its causes.
func TestUnitPriceInPlace(t *testing.T) {
	const line = "services_and_equipment.ups.modules"
	v := budgetWith(t, exampletest.Plan(t, "two-sites-460"), planner.Change{Path: "cost_book/overrides/" + line + "/unit_price", Value: "520000"})
	f := asking(url.Values{"open": {"services_and_equipment,services_and_equipment.ups"}})
	page := budgetOf(t, f, v)
	l := english(t)
	holds(t, page, `value="520,000"`, `data-was="260000"`, "was 260,000", "unit price", "Held against revision 3, as saved",
		`<figure class="panel chart" id="bridge"`, html.EscapeString(l.WonSigned(planner.KRW(v.Why.Bridge.Difference))))
	if b := v.Why.Bridge; b.Difference <= 0 || len(b.Steps) != 1 || b.Steps[0].Driver != compare.Price || b.Steps[0].Amount != b.Difference {
		t.Errorf("the difference is not of the price alone: %+v", b)
	}
}

// What may be typed with thousands apart is read without them.
func TestAmountsAreReadAsTheyAreShown(t *testing.T) {
	row := budgetView(t, exampletest.Plan(t, "two-sites-460")).Plan
	const path = "budget/ceilings/2023/amount_krw"
	if changes, found := pages.Submitted(row, url.Values{"edit:" + path: {"180,000,000,000"}}); len(changes) != 0 || !found {
		t.Errorf("the same amount is a change: %v", changes)
	}
	changes, _ := pages.Submitted(row, url.Values{"edit:" + path: {" 170,000,000,000 "}})
	if len(changes) != 1 || changes[0] != (planner.Change{Path: path, Value: "170000000000"}) {
		t.Errorf("%v", changes)
	}
}

func explainedView(t testing.TB, v pages.BudgetView, figure string) pages.BudgetView {
	t.Helper()
	x, err := planner.Explain(v.Plan.Result, figure)
	if err != nil {
		t.Fatal(err)
	}
	v.Explained = &pages.Explained{Explanation: x}
	return v
}

func TestFigureIsExplained(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	l := english(t)
	trail := url.Values{"explain": {"budget/variance_krw", "budget/forecast_krw"}}
	v := explainedView(t, budgetView(t, plan), "budget/forecast_krw")
	page := budgetOf(t, asking(trail), v)
	x := v.Explained.Explanation
	holds(t, page, `<aside class="panel explain" id="explain"`, "data-trail=\"budget/variance_krw\nbudget/forecast_krw\"", html.EscapeString(x.Formula),
		`<a href="/plans/1/budget?explain=budget%2Fvariance_krw" data-load>`, `id="explain-close" href="/plans/1/budget" data-load`,
		"<b>"+l.Won(v.Plan.Result.Budget.ForecastKRW)+"</b>", l.Number(float64(v.Plan.Result.Budget.ForecastKRW), 0)+" won", "computed")
	for _, o := range append(x.Operands, x.Below...) {
		if o.Figure != "" {
			holds(t, page, "explain=budget%2Fvariance_krw&amp;explain=budget%2Fforecast_krw&amp;explain="+url.QueryEscape(o.Figure)+`"`)
		}
	}
}

// Of what a figure sums, the first 50 are listed, then a link to the rest.
func TestLongSumsAreCut(t *testing.T) {
	v := budgetView(t, exampletest.Plan(t, "two-sites-460"))
	x := planner.Explanation{Unit: "KRW", Rule: "sum", Basis: planner.Computed}
	for range 60 {
		x.Below = append(x.Below, planner.Operand{Name: "paid_krw", Value: 7e6, Unit: "KRW", Basis: planner.Published, Source: "a source"})
	}
	v.Explained = &pages.Explained{Explanation: x}
	query := url.Values{"explain": {"budget/forecast_krw"}}
	page := budgetOf(t, asking(query), v)
	if n := strings.Count(page, "a source"); n != 50 {
		t.Errorf("%d lines", n)
	}
	holds(t, page, "and 10 more", "below=all&amp;explain=budget%2Fforecast_krw")
	query.Set("below", "all")
	if n := strings.Count(budgetOf(t, asking(query), v), "a source"); n != 60 {
		t.Errorf("all: %d lines", n)
	}
}

func TestFigureThatIsNoneIsSaid(t *testing.T) {
	v := budgetView(t, exampletest.Plan(t, "two-sites-460"))
	v.Explained = &pages.Explained{Fault: "no such figure"}
	holds(t, budgetOf(t, asking(url.Values{"explain": {"budget/<none>"}}), v), "The plan has no figure budget/&lt;none&gt;.")
}

// Every figure of the page opens an explanation, whatever is open.
func TestEveryFigureOfTheBudgetExplainsItself(t *testing.T) {
	for _, name := range []string{"two-sites-460", "as-it-went", "ansan-460"} {
		v := budgetView(t, exampletest.Plan(t, name))
		page := budgetOf(t, asking(url.Values{"open": {"all"}}), v)
		known := map[string]bool{}
		for _, m := range regexp.MustCompile(`explain=([^"&]+)"`).FindAllStringSubmatch(page, -1) {
			known[m[1]] = true
		}
		faults := 0
		for escaped := range known {
			figure, err := url.QueryUnescape(escaped)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := planner.Explain(v.Plan.Result, figure); err != nil {
				if faults++; faults <= 20 {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		if len(known) < 500 {
			t.Errorf("%s has %d figures", name, len(known))
		}
	}
}

func TestBooksAreLookedAtBeforeTheyAreSaved(t *testing.T) {
	v := budgetView(t, exampletest.Plan(t, "two-sites-460"))
	paid := planner.Actual{Code: "structure.frame.frame", Site: "ansan", Phase: "building", Month: finance.MonthOf(2022, 3), PaidKRW: 1_000_000}
	now := paid
	now.PaidKRW = 2_500_000
	v.Books = &pages.BooksView{SentTable: pages.SentTable{CSV: "code,site\n\"a\"", Base: 3}, Through: "2022-03", Forecast: v.Plan.Result.Budget.ForecastKRW + 5_000_000,
		Changes: []pages.BookChange{{Now: now, Was: paid}, {Now: paid, New: true}, {Was: paid, Gone: true}}}
	page := budgetOf(t, budgetInEnglish, v)
	holds(t, page, "Entries that would change: 3", "2,500,000<small>was 1,000,000</small>", ">new<", ">replaces<", ">removed<", `name="do" value="save"`,
		"name=\"csv\" value=\"code,site\n&#34;a&#34;\"", `name="reason" required`, "was "+english(t).Won(v.Plan.Result.Budget.ForecastKRW))

	v.Books = &pages.BooksView{SentTable: pages.SentTable{CSV: "x", Faults: []planner.Fault{{Path: "row 7, paid_krw", Found: "many", Message: "is no amount"}}}}
	page = budgetOf(t, pages.Frame{Lang: "ko", Path: "/plans/1/budget"}, v)
	holds(t, page, "7행 · paid_krw", "many", "저장하지 않았습니다. 오류 1건")
	if strings.Contains(page, `name="do" value="save"`) {
		t.Error("books with faults can be saved")
	}
}

func TestBudgetInKorean(t *testing.T) {
	v := budgetWith(t, exampletest.Plan(t, "two-sites-460"), planner.Change{Path: "budget/ceilings/2023/amount_krw", Value: "170000000000"})
	v = explainedView(t, v, "budget/variance_krw")
	f := pages.Frame{Lang: "ko", Path: "/plans/1/budget", Query: url.Values{"explain": {"budget/variance_krw"}}}
	page := budgetOf(t, f, v)
	holds(t, page, "예상 사업비", "연도별 예산", "어디에 쓰이나", "왜 다른가", "사업 가치", "2023년 한도", "1,700억원", "들어가는 값")
	words := regexp.MustCompile(`(?s)<script.*?</script>|<code>.*?</code>|<[^>]*>`).ReplaceAllString(page[strings.Index(page, "<main"):], " ")
	for _, english := range []string{"Forecast", "forecast", "ceiling", "Variance", "variance", "straight line", "Energy"} {
		if regexp.MustCompile(`\b` + english + `\b`).MatchString(words) {
			t.Errorf("the Korean page says %q", english)
		}
	}
}

func TestNothingOfABudgetPageIsMarkup(t *testing.T) {
	v := budgetView(t, exampletest.Plan(t, "two-sites-460"))
	r := &v.Plan.Result
	text := planner.Text{EN: hostile}
	r.Sites[0].Title, r.Budget.Rows[0].Title, r.CostLines[0].Title, r.CostLines[0].Source = text, text, text, hostile
	r.Budget.Rows[0].Code, r.CostLines[0].Class = hostile, hostile
	r.Budget.Funding = []planner.FundingResult{{Name: hostile}}
	v.Plan.Document.Budget.Funding = []planner.FundingLine{{Name: hostile}}
	v.Others = []pages.PlanRow{{ID: 9, Name: hostile}}
	bridge := hostileBridge()
	v.Why, v.Baseline = &pages.WhyView{Bridge: &bridge}, &pages.PlanRow{ID: 9, Name: hostile}
	v.Explained = &pages.Explained{Explanation: planner.Explanation{Title: text, Text: hostile, Unit: hostile, Formula: hostile, Source: hostile, Rule: hostile,
		Operands: []planner.Operand{{Name: hostile, Text: hostile, Unit: hostile, Source: hostile, Figure: hostile, Basis: planner.Assumed}}}}
	v.Books = &pages.BooksView{SentTable: pages.SentTable{CSV: hostile, Author: hostile, Reason: hostile}, Through: hostile, Changes: []pages.BookChange{{Now: planner.Actual{Code: hostile, Site: hostile, Phase: hostile, Source: hostile}}}}
	page := budgetOf(t, asking(url.Values{"explain": {hostile, hostile}, "open": {hostile + ",all"}, "set": {hostile}, hostile: {hostile}}), v)
	for _, markup := range []string{"<script>alert", "<img src=x"} {
		if strings.Contains(page, markup) {
			t.Errorf("%s stands in the page", markup)
		}
	}
	if regexp.MustCompile(`<[^>]+ style=`).MatchString(page) {
		t.Error("inline style")
	}
}

// BenchmarkBudget draws the Budget page of the two-site plan as it is opened
// first.
func BenchmarkBudget(b *testing.B) {
	benchmarkBudget(b, budgetInEnglish)
}

// BenchmarkBudgetAllOpen draws it with every row of the cost book.
func BenchmarkBudgetAllOpen(b *testing.B) {
	benchmarkBudget(b, asking(url.Values{"open": {"all"}}))
}

func benchmarkBudget(b *testing.B, f pages.Frame) {
	v := budgetView(b, exampletest.Plan(b, "two-sites-460"))
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Budget(io.Discard, f, v); err != nil {
			b.Fatal(err)
		}
	}
}
