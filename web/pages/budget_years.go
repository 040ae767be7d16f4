package pages

import (
	"strconv"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// fundingTable is what each funding line pays, by year; nil without one.
func (v planPage) fundingTable() *charts.Table {
	l, r := v.L, v.Plan.Result
	if len(r.Budget.Funding) == 0 {
		return nil
	}
	unit := l.WonUnit()
	t := charts.Table{Caption: l.T("funding.title"), Explain: v.explainLink(), Columns: []charts.Column{
		{Title: l.T("col.funding"), Text: true}, {Title: l.T("col.from"), Text: true}, {Title: l.T("col.until"), Text: true},
		{Title: l.T("col.amount"), Unit: unit}, {Title: l.T("col.drawn"), Unit: unit}, {Title: l.T("col.left"), Unit: unit}, {Title: l.T("col.unspent"), Unit: unit},
		{Title: l.T("col.exhausted"), Text: true},
	}}
	drawn := yearsWith(r, func(i int) bool {
		for _, f := range r.Budget.Funding {
			if valueAt(f.ByYearKRW, i) != 0 {
				return true
			}
		}
		return false
	})
	for _, i := range drawn {
		t.Columns = append(t.Columns, charts.Column{Title: strconv.Itoa(r.Budget.Years[i].Year), Unit: unit})
	}
	for _, f := range r.Budget.Funding {
		won := func(krw planner.KRW, names ...string) charts.Cell {
			return charts.Cell{Text: l.Won(krw), Figure: figurePath(append([]string{"budget", "funding", f.Name}, names...)...)}
		}
		unspent := won(f.UnspentKRW, "unspent_krw")
		if f.UnspentKRW > 0 {
			unspent.Class, unspent.Mark = "near", "▲"
		}
		line := []charts.Cell{cell(l.Text(f.Title, f.Name)), cell(l.Month(f.From)), cell(l.Month(f.Until)),
			won(f.AmountKRW, "amount_krw"), won(f.DrawnKRW, "drawn_krw"), won(f.LeftKRW, "left_krw"), unspent, cell(l.Month(f.Exhausted))}
		for _, i := range drawn {
			line = append(line, won(valueAt(f.ByYearKRW, i), "years", strconv.Itoa(r.Budget.Years[i].Year)))
		}
		t.Rows = append(t.Rows, line)
	}
	return &t
}

// yearsWith lists the places of the years that hold something.
func yearsWith(r planner.Result, holds func(i int) bool) []int {
	var all []int
	for i := range r.Budget.Years {
		if holds(i) {
			all = append(all, i)
		}
	}
	return all
}

// budgetInput is a value of the plan that the budget is decided by.
type budgetInput struct {
	Title, Unit string
	Figure      string // address that explains it; none where empty
	Note        string
	Field       *field
}

// budgetInputs are the terms of the budget, each with its field.
func budgetInputs(e editor, row PlanRow) []budgetInput {
	l := e.l
	yes := []choice{{Name: "false", Title: l.T("redundancy.false")}, {Name: "true", Title: l.T("redundancy.true")}}
	vat := []choice{{Name: string(planner.VATIncluded), Title: l.T("vat.included")}, {Name: string(planner.VATExcluded), Title: l.T("vat.excluded")}}
	var all []budgetInput
	add := func(title, unit, kind string, options []choice, path string) {
		if _, known := e.values[path]; known {
			all = append(all, budgetInput{Title: title, Unit: unit, Field: e.field(title, kind, options, path), Note: percentNote(l, kind, e.values[path])})
		}
	}
	add(l.T("field.total_krw"), l.T("won.won"), "amount", nil, budgetTotal)
	for _, y := range row.Result.Budget.Years {
		add(l.T("input.ceiling", "year", y.Year), l.T("won.won"), "amount", nil, ceilingPath(y.Year))
	}
	for _, f := range row.Document.Budget.Funding {
		add(l.Text(f.Title, f.Name), l.T("won.won"), "amount", nil, fundingPath(f.Name))
	}
	add(l.T("field.carry_over"), "", "select", yes, budgetCarry)
	add(l.T("field.vat"), "", "select", vat, budgetVAT)
	add(l.T("field.rate_per_year"), l.T("unit.share_year"), "number", nil, budgetInterest)
	add(l.T("value.assumptions.discount_rate"), l.T("unit.share_year"), "number", nil, discountRate)
	return all
}

// percentNote is a share a year in percent.
func percentNote(l *locales.Locale, kind, value string) string {
	share, err := strconv.ParseFloat(value, 64)
	if kind != "number" || err != nil {
		return ""
	}
	return trimZeros(l.Number(share*100, 2)) + "%"
}
