package pages

import (
	"net/url"
	"strconv"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// worthPart is what the plan is worth.
type worthPart struct {
	Facts  []worthFact
	Inputs []budgetInput
	Chart  charts.Chart
	Costs  *charts.Table
	Assets *charts.Table
}

// worthFact is a figure of worth, with the stored plan's beneath where that
// differs.
type worthFact struct {
	Title, Unit string
	Value       figure
	Class, Mark string
	Href        string
}

func (v planPage) worth(e editor) (worthPart, error) {
	l, r := v.L, v.Plan.Result
	part := worthPart{Facts: v.worthFacts(r.Worth, savedResult(v.Plan).Worth)}
	for _, input := range []struct {
		path, key string
		options   []choice
	}{{worthAnnuity, "field.annuity", annuities(l)}, {worthHours, "field.hours", hours(l)}} {
		part.Inputs = append(part.Inputs, budgetInput{Title: l.T(input.key), Field: e.field(l.T(input.key), "select", input.options, input.path)})
	}
	chart, err := charts.Worth(r, l)
	if err != nil {
		return part, err
	}
	part.Chart = v.explainedChart(chart)
	if len(r.Worth.Costs) > 0 {
		costs := v.explains(costsTable(l, r.Worth))
		part.Costs = &costs
	}
	if len(r.Worth.Assets) > 0 {
		assets := v.explains(assetsTable(l, r))
		part.Assets = &assets
	}
	return part, nil
}

func (v planPage) worthFacts(now, was planner.WorthResult) []worthFact {
	l, link := v.L, v.explainLink()
	var facts []worthFact
	add := func(name, unit, value, before string) *worthFact {
		facts = append(facts, worthFact{Title: l.T("worth." + name), Unit: unit, Value: figureOf(l, value, before), Href: link + url.QueryEscape("worth/"+worthFigures[name])})
		return &facts[len(facts)-1]
	}
	npv := add("npv", l.WonUnit(), l.Won(now.NPVKRW), l.Won(was.NPVKRW))
	npv.Class, npv.Mark = "fine", "✓"
	if now.NPVKRW < 0 {
		npv.Class, npv.Mark = "over", "▲"
	}
	add("irr", "", irrText(l, now), irrText(l, was))
	add("payback", "", l.Month(now.Payback), l.Month(was.Payback))
	add("discounted_payback", "", l.Month(now.DiscountedPayback), l.Month(was.DiscountedPayback))
	perKW := func(v float64) string { return l.Number(v, 0) }
	won := l.T("won.won")
	add("per_usable_kw", won, perKW(now.KRWPerUsableKW), perKW(was.KRWPerUsableKW))
	add("per_kw_month", won, perKW(now.KRWPerKWMonth), perKW(was.KRWPerKWMonth))
	add("per_used_kw_month", won, perKW(now.KRWPerUsedKWMonth), perKW(was.KRWPerUsedKWMonth))
	add("lease_per_kw_month", won, perKW(now.LeaseKRWPerKWMonth), perKW(was.LeaseKRWPerKWMonth))
	add("annuity_per_kw_month", won, perKW(now.CostPerKWMonth), perKW(was.CostPerKWMonth))
	return facts
}

// worthFigures are the figures of planner.WorthResult by their names on the
// page.
var worthFigures = map[string]string{
	"npv": "npv_krw", "irr": "irr", "payback": "payback", "discounted_payback": "discounted_payback",
	"per_usable_kw": "krw_per_usable_kw", "per_kw_month": "krw_per_kw_month", "per_used_kw_month": "krw_per_used_kw_month",
	"lease_per_kw_month": "lease_krw_per_kw_month", "annuity_per_kw_month": "cost_krw_per_kw_month",
}

func irrText(l *locales.Locale, w planner.WorthResult) string {
	if !w.HasIRR {
		return "–"
	}
	return l.Share(w.IRR)
}

// costsTable is what a month costs by asset class and part of operation.
func costsTable(l *locales.Locale, w planner.WorthResult) charts.Table {
	unit := l.WonUnit()
	t := charts.Table{Caption: l.T("costs.title"), Columns: []charts.Column{
		{Title: l.T("col.part"), Text: true}, {Title: l.T("col.capital"), Unit: unit}, {Title: l.T("col.life"), Unit: l.T("unit.years")},
		{Title: l.T("col.month_cost"), Unit: unit}, {Title: l.T("col.share"), Unit: "%"},
	}}
	for _, c := range w.Costs {
		capital, years := charts.Cell{Text: "–", Class: "quiet"}, charts.Cell{Text: "–", Class: "quiet"}
		if c.CapitalKRW != 0 {
			capital = charts.Cell{Text: l.Won(c.CapitalKRW), Figure: figurePath("worth", "costs", c.Name, "capital_krw")}
			years = cell(trimZeros(l.Number(c.Years, 1)))
		}
		t.Rows = append(t.Rows, []charts.Cell{
			cell(l.Text(c.Title, l.Name("cost", c.Name))), capital, years,
			{Text: l.Won(c.MonthKRW), Figure: figurePath("worth", "costs", c.Name)}, {Text: l.Number(c.Share*100, 1), Figure: figurePath("worth", "costs", c.Name, "share")},
		})
	}
	t.Foot = []charts.Cell{cell(l.T("col.total")), {}, {}, {Text: l.Won(w.CostKRW), Figure: "worth/cost_krw_per_month"}, cell(l.Number(100, 1))}
	return t
}

// assetsTable is the depreciation of each asset class by year, with the book
// value at the end of each beneath.
func assetsTable(l *locales.Locale, r planner.Result) charts.Table {
	unit := l.WonUnit()
	t := charts.Table{Caption: l.T("assets.title"), Columns: []charts.Column{
		{Title: l.T("col.asset"), Text: true}, {Title: l.T("col.cost"), Unit: unit}, {Title: l.T("col.life"), Unit: l.T("unit.years")}, {Title: l.T("col.method"), Text: true},
	}}
	years := yearsWith(r, func(i int) bool {
		for _, a := range r.Worth.Assets {
			if valueAt(a.ByYearKRW, i) != 0 || valueAt(a.BookKRW, i) != 0 {
				return true
			}
		}
		return false
	})
	for _, i := range years {
		t.Columns = append(t.Columns, charts.Column{Title: strconv.Itoa(r.Budget.Years[i].Year), Unit: unit})
	}
	for _, a := range r.Worth.Assets {
		life := cell("–")
		if a.LifeYears > 0 {
			life = charts.Cell{Text: trimZeros(l.Number(a.LifeYears, 1)), Figure: figurePath("worth", "assets", a.Name, "life_years")}
			if a.Assumption {
				life.Mark = "≈"
			}
		}
		line := []charts.Cell{cell(l.Text(a.Title, a.Name)), {Text: l.Won(a.CostKRW), Figure: figurePath("worth", "assets", a.Name, "cost_krw")}, life, cell(l.Name("method", string(a.Method)))}
		book := []charts.Cell{{Text: l.T("assets.book"), Class: "inner"}, {}, {}, {}}
		for _, i := range years {
			year := strconv.Itoa(r.Budget.Years[i].Year)
			line = append(line, charts.Cell{Text: l.Won(valueAt(a.ByYearKRW, i)), Figure: figurePath("worth", "assets", a.Name, "by_year_krw", year)})
			book = append(book, charts.Cell{Text: l.Won(valueAt(a.BookKRW, i)), Class: "quiet", Figure: figurePath("worth", "assets", a.Name, "book_krw", year)})
		}
		t.Rows = append(t.Rows, line, book)
	}
	return t
}
