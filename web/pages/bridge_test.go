package pages_test

import (
	"context"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
	"buildout/web/pages"
)

// bridgeOf works out the bridge between two plans.
func bridgeOf(t testing.TB, from, to compare.Case, o compare.BridgeOptions) compare.BridgeResult {
	t.Helper()
	ref := exampletest.Reference(t)
	e := compare.Evaluator{Reference: ref, Workers: 2, Evaluate: func(_ context.Context, p planner.Plan) (planner.Result, error) { return planner.Evaluate(p, ref) }}
	b, err := e.Bridge(t.Context(), from, to, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// handBridge is a bridge of steps of 12 drivers, made by hand: from 100 bn won by
// +80, -60, +12 (price with exchange rate), -5, eight of -1 and +0, to 119 bn.
func handBridge() compare.BridgeResult {
	const bn = 1_000_000_000
	b := compare.BridgeResult{
		From: compare.BridgeEnd{Name: "was", Amount: 100 * bn}, Of: compare.ForecastKRW, Unit: "KRW", Detail: compare.ByDriver, Exact: true, Evaluations: 2046,
		Steps: []compare.BridgeStep{
			{Driver: compare.Scope, Amount: 80 * bn, Count: 3, Changes: []compare.Difference{{Path: "sites/siheung", Kind: compare.Added, Is: `{"name":"siheung"`}},
				Lines: []compare.BridgeLine{{Name: "structure.frame", Title: planner.Text{EN: "Frame", KO: "골조"}, Site: "siheung", Phase: "one", Amount: 100 * bn}, {Name: "fees.design", Title: planner.Text{EN: "Design", KO: "설계"}, Site: "siheung", Phase: "one", Amount: -20 * bn}}},
			{Driver: compare.Quantity, Amount: -60 * bn, Lines: []compare.BridgeLine{{Name: "structure.frame", Title: planner.Text{EN: "Frame", KO: "골조"}, Site: "ansan", Phase: "one", Amount: -60 * bn}}},
			{Driver: compare.Price, With: []compare.Driver{compare.ExchangeRate}, Amount: 12 * bn, Count: 1, Changes: []compare.Difference{{Path: "exchange_rates/USD/2023-01/krw", Kind: compare.Changed, Was: "1300", Is: "1450"}}},
			{Driver: compare.Tier, Amount: -5 * bn},
		},
	}
	for _, d := range []compare.Driver{compare.Contingency, compare.Escalation, compare.Timing, compare.Demand, compare.Operation, compare.Finance, compare.Books} {
		b.Steps = append(b.Steps, compare.BridgeStep{Driver: d, Amount: -bn})
	}
	b.Steps[10].Amount = 0
	for _, s := range b.Steps {
		b.Difference += s.Amount
	}
	b.To = compare.BridgeEnd{Name: "is", Amount: b.From.Amount + b.Difference}
	return b
}

func hostileBridge() compare.BridgeResult {
	text := planner.Text{EN: hostile, KO: hostile}
	b := compare.BridgeResult{From: compare.BridgeEnd{Name: hostile, Title: text}, To: compare.BridgeEnd{Name: hostile, Title: text, Amount: 7}, Of: compare.ForecastKRW, Unit: "KRW", Detail: compare.ByChange, Difference: 7}
	b.Steps = []compare.BridgeStep{{Driver: compare.Scope, Place: "sites/" + hostile, Amount: 7, Count: 1, Changes: []compare.Difference{{Path: hostile, Kind: compare.Added, Was: hostile, Is: hostile}},
		Lines: []compare.BridgeLine{{Name: hostile, Title: text, Site: hostile, Phase: hostile, Amount: 7}}}}
	b.Lines = []compare.BridgeTotal{{Name: hostile, Title: text, Site: hostile, Phase: hostile, To: 7}}
	return b
}

// comparedColumns are two examples to compare.
func comparedColumns(t testing.TB) []pages.CompareColumn {
	t.Helper()
	var columns []pages.CompareColumn
	for i, name := range []string{"was", "is"} {
		plan := exampletest.Plan(t, []string{"ansan-460", "two-sites-460"}[i])
		columns = append(columns, pages.CompareColumn{Ref: name, PlanID: int64(i + 1), Revision: 1, Newest: 1, Case: compare.Case{Name: name, Plan: plan, Result: exampletest.Evaluate(t, plan)}})
	}
	return columns
}

func bridgePartOf(t testing.TB, f pages.Frame, b pages.BridgeView) string {
	t.Helper()
	return draw(t, func(p *pages.Pages, w *strings.Builder) error {
		return p.CompareBridge(w, f, pages.CompareView{Columns: comparedColumns(t), Bridge: &b})
	})
}

var tags = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)

// wordsOf are the words of a page, without its markup.
func wordsOf(page string) string {
	return html.UnescapeString(strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " "))
}

// TestBridgeIsSaidInASentence holds that the answer names the largest three steps
// and what the others come to, in both languages.
func TestBridgeIsSaidInASentence(t *testing.T) {
	b := handBridge()
	view := pages.BridgeView{From: 0, To: 1, Of: b.Of, Detail: b.Detail, Bridge: &b}
	for lang, want := range map[string]string{
		"en": "is costs 21 bn won more than was: scope +80 bn won (Siheung), quantity −60 bn won (Ansan), price with exchange rate +12 bn won, 7 other steps −11 bn won.",
		"ko": "is의 예상 사업비는 was보다 210억원 많습니다: 범위 +800억원 (시흥), 수량 −600억원 (안산), 가격·환율 +120억원, 그 밖의 7단계 −110억원.",
	} {
		page := wordsOf(bridgePartOf(t, pages.Frame{Lang: lang, Path: "/compare/bridge"}, view))
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%.600s", want, page)
		}
	}
	less := b
	less.Of, less.Unit, less.Difference, less.Steps = compare.UsableITKW, "W", -2_500_000, []compare.BridgeStep{{Driver: compare.Tier, Amount: -2_500_000}}
	same := b
	same.Of, same.Difference, same.Steps = compare.NPVKRW, 0, nil
	for want, b := range map[string]compare.BridgeResult{
		"is has 2,500 kW less usable IT load than was: tier −2,500 kW.": less,
		"is is worth as much as was.":                                   same,
	} {
		view.Bridge = &b
		if page := wordsOf(bridgePartOf(t, pages.Frame{Lang: "en"}, view)); !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%.600s", want, page)
		}
	}
}

// TestStepsOpen holds that each step opens to its lines, which sum to it, and to
// the inputs that differ.
func TestStepsOpen(t *testing.T) {
	b := handBridge()
	page := bridgePartOf(t, pages.Frame{Lang: "en"}, pages.BridgeView{To: 1, Of: b.Of, Detail: b.Detail, Bridge: &b})
	if n := strings.Count(page, `<details id="step-`); n != len(b.Steps) {
		t.Errorf("%d steps, want %d", n, len(b.Steps))
	}
	scope := wordsOf(page[strings.Index(page, `id="step-scope"`):strings.Index(page, `id="step-quantity"`)])
	for _, want := range []string{"Frame +100,000 Siheung one Design −20,000 Siheung one Total +80,000", "Inputs that differ: 3", "sites/siheung", "added", `{"name":"siheung"`, "and 2 more"} {
		if !strings.Contains(scope, want) {
			t.Errorf("scope lacks %q: %s", want, scope)
		}
	}
	price := wordsOf(page[strings.Index(page, `id="step-price"`):strings.Index(page, `id="step-tier"`)])
	for _, want := range []string{"Price with exchange rate", "+12,000", "It moves nothing of this figure.", "exchange_rates/USD/2023-01/krw", "changed", "1,300", "1,450"} {
		if !strings.Contains(price, want) {
			t.Errorf("price lacks %q: %s", want, price)
		}
	}
	holds(t, page, "Exact to the won", "Plans worked out for it: 2,046.", `id="bridge"`)
}

// TestManyLinesAreCut holds that of 30 lines the 20 largest are listed, and that
// the others are told with their sum.
func TestManyLinesAreCut(t *testing.T) {
	b := handBridge()
	step := compare.BridgeStep{Driver: compare.Scope}
	for i := range 30 {
		step.Lines = append(step.Lines, compare.BridgeLine{Name: "line", Site: "ansan", Amount: int64(i+1) * 1e9})
		step.Amount += int64(i+1) * 1e9
	}
	b.Steps = []compare.BridgeStep{step}
	page := wordsOf(bridgePartOf(t, pages.Frame{Lang: "en"}, pages.BridgeView{To: 1, Of: b.Of, Detail: b.Detail, Bridge: &b}))
	// The ten smallest, 1 to 10, are 55.
	if !strings.Contains(page, "line +11,000 Ansan 10 other lines +55,000 Total +465,000") || strings.Contains(page, "line +10,000") {
		t.Errorf("lines: %s", page)
	}
}

// TestNoOrderIsSaidToBeExact holds that a bridge of drawn orders says so.
func TestNoOrderIsSaidToBeExact(t *testing.T) {
	b := handBridge()
	b.Exact, b.Steps[0].StdError = false, 2e9
	page := wordsOf(bridgePartOf(t, pages.Frame{Lang: "en"}, pages.BridgeView{To: 1, Of: b.Of, Detail: b.Detail, Bridge: &b}))
	for _, want := range []string{"orders were drawn", "+80,000 ±2,000"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q: %s", want, page)
		}
	}
}

// TestWhatKeepsABridge holds that what keeps two plans from being held against
// each other is said in its place.
func TestWhatKeepsABridge(t *testing.T) {
	for want, view := range map[string]pages.BridgeView{
		"gone is not there":           {From: 0, To: -1, Gone: "gone"},
		"Choose two different plans.": {From: 1, To: 1},
		"of: is none":                 {From: 0, To: 1, Fault: "of: is none"},
		"700 plans between the two":   {From: 0, To: 1, Plans: 700, Of: compare.NPVKRW, Detail: compare.ByChange},
	} {
		page := bridgePartOf(t, pages.Frame{Lang: "en", Path: "/compare", Query: url.Values{"plan": {"was", "is"}}}, view)
		if !strings.Contains(wordsOf(page), want) {
			t.Errorf("the page lacks %q: %s", want, wordsOf(page))
		}
		if view.Plans > 0 {
			holds(t, page, `data-part="/compare/bridge?detail=change&amp;from=was&amp;of=npv_krw&amp;to=is"`, `data-working="Working out 700 plans between the two …"`, `href="/compare?bridge=1&amp;plan=was&amp;plan=is#why"`)
		}
	}
	columns := comparedColumns(t)
	columns[1].Fault, columns[1].Faults = &planner.Invalid{}, []string{"sites[0].tier: <VI> is no tier"}
	page := draw(t, func(p *pages.Pages, w *strings.Builder) error {
		return p.CompareBridge(w, pages.Frame{Lang: "en"}, pages.CompareView{Columns: columns, Bridge: &pages.BridgeView{From: 0, To: 1}})
	})
	holds(t, page, "is cannot be evaluated: sites[0].tier: &lt;VI&gt; is no tier")
}

func TestNothingOfABridgeIsMarkup(t *testing.T) {
	b := hostileBridge()
	columns := comparedColumns(t)
	columns[0].Ref, columns[0].Name = hostile, hostile
	for _, view := range []pages.BridgeView{{To: 1, Of: b.Of, Detail: b.Detail, Bridge: &b}, {To: 1, Plans: 9}, {To: -1, Gone: hostile}, {To: 1, Fault: hostile}} {
		page := draw(t, func(p *pages.Pages, w *strings.Builder) error {
			return p.CompareBridge(w, pages.Frame{Lang: "en", Query: url.Values{hostile: {hostile}}}, pages.CompareView{Columns: columns, Bridge: &view})
		})
		for _, markup := range []string{"<script>alert", "<img src=x"} {
			if strings.Contains(page, markup) {
				t.Errorf("%s stands in the page", markup)
			}
		}
	}
}

// TestKoreanBridgeIsKorean holds that no word of the English catalogue stands in
// the Korean part but the plans' own.
func TestKoreanBridgeIsKorean(t *testing.T) {
	b := handBridge()
	page := wordsOf(bridgePartOf(t, pages.Frame{Lang: "ko"}, pages.BridgeView{To: 1, Of: b.Of, Detail: b.Detail, Bridge: &b}))
	for _, english := range []string{"Scope", "scope", "Quantity", "steps", "Exact", "Amount", "changed", "added", "Frame", "Total", "Inputs"} {
		if regexp.MustCompile(`\b` + english + `\b`).MatchString(page) {
			t.Errorf("the Korean part says %q", english)
		}
	}
	for _, want := range []string{"골조", "시흥", "추가", "합계", "순서"} {
		if !strings.Contains(page, want) {
			t.Errorf("the Korean part lacks %q", want)
		}
	}
}

// BenchmarkCompareBridge draws a bridge of 12 drivers, with 200 lines of a step.
func BenchmarkCompareBridge(b *testing.B) {
	bridge := handBridge()
	for range 200 {
		bridge.Steps[0].Lines = append(bridge.Steps[0].Lines, bridge.Steps[0].Lines[0])
	}
	v := pages.CompareView{Columns: comparedColumns(b), Bridge: &pages.BridgeView{To: 1, Of: bridge.Of, Detail: bridge.Detail, Bridge: &bridge}}
	p, err := pages.New(fstest.MapFS{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := p.CompareBridge(io.Discard, pages.Frame{Lang: "en"}, v); err != nil {
			b.Fatal(err)
		}
	}
}
