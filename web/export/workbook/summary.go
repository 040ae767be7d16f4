package workbook

import (
	"buildout/planner/formula"
)

// The columns of the sheet Summary.
const (
	sumWhat = iota + 1
	sumFirst
	sumUnit
	sumThird
	sumFourth
	sumFifth
	sumGap
	sumCharts
)

// summaryState is the row of whether the checks hold, laid with the cover.
const summaryState = 3

// summary lays the sheet Summary from a row down.
type summary struct {
	*book
	s   *sheet
	row int
}

// laySummary lays the sheet Summary: the answers, and charts of cash against the
// budget and of capacity against demand.
func (b *book) laySummary() {
	s := b.sheet("summary")
	for col, w := range map[int]float64{sumWhat: 40, sumFirst: 19, sumUnit: 17, sumThird: 17, sumFourth: 17, sumFifth: 17, sumGap: 2} {
		s.widths[col] = w
	}
	s.text(1, 1, b.planTitle(), style{plain, title})
	s.height[1] = 26
	s.text(2, 1, b.Locale.T("workbook.summary.note", "revision", b.revisionName(), "unit", b.Locale.WonUnit()), style{plain, note})
	warning := formula.TextOf(b.Locale.T("workbook.summary.design"))
	s.putText(4, 1, formula.IfText(b.designChanged().More(formula.Of(0)), warning, formula.TextOf("")), style{plain, label})
	x := summary{b, s, 6}
	x.money()
	x.power()
	x.value()
	x.groups()
	x.years()
	x.charts()
}

// section begins a part of the sheet with its headings, those of numbers to the
// right.
func (x *summary) section(key string, headings ...string) {
	x.s.text(x.row, sumWhat, x.Locale.T("workbook.summary."+key), style{plain, heading})
	for col := sumFirst; col <= sumFifth; col++ {
		words := ""
		if i := col - sumFirst; i < len(headings) {
			words = headings[i]
		}
		look := style{whole, heading}
		if words == x.Locale.T("workbook.inputs.unit") {
			look.format = plain
		}
		x.s.text(x.row, col, words, look)
	}
	x.row++
}

// figure lays a number with what it is and its unit.
func (x *summary) figure(key string, n formula.Num, look style, unit string) {
	if look.role == derived {
		x.s.text(x.row, sumWhat, x.Locale.T("workbook.summary."+key), style{plain, label})
	} else {
		x.s.text(x.row, sumWhat, x.Locale.T("workbook.summary."+key), style{plain, look.role})
	}
	if look.format == monthly {
		x.s.putMonthIf(x.row, sumFirst, n, look.role)
	} else {
		x.s.put(x.row, sumFirst, n, look)
	}
	x.s.text(x.row, sumUnit, unit, style{plain, note})
	x.row++
}

// money lays the budget against its forecast.
func (x *summary) money() {
	t, unit := x.Locale.T, x.Locale.WonUnit()
	x.section("budget", "", t("workbook.inputs.unit"))
	m := &x.budget
	zero := formula.Of(0)
	x.figure("total", m.total, style{won, derived}, unit)
	x.figure("forecast", m.forecast, style{won, derived}, unit)
	x.figure("variance", m.variance, style{won, total}, unit)
	x.figure("used", formula.If(m.total.More(zero), m.forecast.Over(m.total), zero), style{share, derived}, t("unit.share"))
	x.figure("low", m.low, style{won, derived}, unit)
	x.figure("high", m.high, style{won, derived}, unit)
	x.figure("vat", m.vat, style{won, derived}, unit)
	x.figure("outside", m.outside, style{won, derived}, unit)
	x.figure("booked", m.booked, style{won, derived}, unit)
	x.figure("unfunded", m.unfunded, style{won, derived}, unit)
	x.row++
}

// groups lays the forecast by cost group.
func (x *summary) groups() {
	t, unit := x.Locale.T, x.Locale.WonUnit()
	x.section("groups", t("workbook.summary.forecast")+", "+unit, t("workbook.summary.share"), t("workbook.summary.booked")+", "+unit, t("workbook.summary.outside")+", "+unit)
	first := x.row
	zero := formula.Of(0)
	for i := range x.budget.rows {
		g := &x.budget.rows[i]
		if x.cash.years.rows[i].Level != 0 {
			continue
		}
		x.s.text(x.row, sumWhat, x.Locale.Text(x.cash.years.rows[i].Title, g.code), style{plain, label})
		forecast := x.s.put(x.row, sumFirst, g.forecast, style{won, derived})
		x.s.put(x.row, sumUnit, formula.If(x.budget.forecast.More(zero), forecast.Over(x.budget.forecast), zero), style{share, derived})
		x.s.put(x.row, sumThird, g.booked, style{won, derived})
		x.s.put(x.row, sumFourth, g.outside, style{won, derived})
		x.row++
	}
	if x.row > first {
		x.s.text(x.row, sumWhat, t("workbook.summary.sum"), style{plain, total})
		sum := x.s.put(x.row, sumFirst, x.s.column(sumFirst, first, x.row-1).Sum(), style{won, total})
		x.s.at(x.row, sumUnit).style = style{plain, total}
		x.s.put(x.row, sumThird, x.s.column(sumThird, first, x.row-1).Sum(), style{won, total})
		x.s.put(x.row, sumFourth, x.s.column(sumFourth, first, x.row-1).Sum(), style{won, total})
		x.foots("summary_groups", x.s.name, won, sum, x.budget.forecast)
		x.row++
	}
	x.row++
}

// years lays the budget by year.
func (x *summary) years() {
	t, unit := x.Locale.T, x.Locale.WonUnit()
	var headings []string
	for _, key := range []string{"ceiling", "carried", "paid", "committed", "left"} {
		headings = append(headings, t("workbook.summary."+key)+", "+unit)
	}
	x.section("years", headings...)
	first := x.row
	for i := range x.budget.years {
		y := &x.budget.years[i]
		x.s.put(x.row, sumWhat, formula.Of(float64(x.Result.Budget.Years[i].Year)), style{general, label})
		for k, n := range []formula.Num{y.ceiling, y.carried, y.paid, y.committed, y.left} {
			x.s.put(x.row, sumFirst+k, n, style{won, derived})
		}
		x.row++
	}
	x.s.text(x.row, sumWhat, t("workbook.summary.sum"), style{plain, total})
	for k := range headings {
		look := style{won, total}
		if k == 2 || k == 3 {
			x.s.put(x.row, sumFirst+k, x.s.column(sumFirst+k, first, x.row-1).Sum(), look)
		} else {
			x.s.at(x.row, sumFirst+k).style = look
		}
	}
	x.row += 2
}
