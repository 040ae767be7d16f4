package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// power lays what the sites may carry in the end, and when they are energised.
func (x *summary) power() {
	t := x.Locale.T
	x.section("capacity", t("workbook.summary.usable")+", kW", t("workbook.summary.installed")+", kW", t("workbook.summary.energised"), t("workbook.summary.promised"))
	last := len(x.horizon()) - 1
	first := x.row
	for i := range x.states {
		c := &x.states[i]
		x.s.text(x.row, sumWhat, x.siteTitle(i), style{plain, label})
		x.s.put(x.row, sumFirst, c.usable[last], style{kw, derived})
		x.s.put(x.row, sumUnit, c.installed[last], style{kw, derived})
		x.row++
	}
	x.s.text(x.row, sumWhat, t("workbook.summary.sum"), style{plain, total})
	for _, col := range []int{sumFirst, sumUnit} {
		sum := formula.Of(0)
		for row := first; row < x.row; row++ {
			sum = sum.Plus(x.s.ref(row, col))
		}
		x.s.put(x.row, col, sum, style{kw, total})
	}
	x.s.at(x.row, sumThird).style, x.s.at(x.row, sumFourth).style = style{plain, total}, style{plain, total}
	x.row++
	x.phases()
	c := &x.capacity
	x.figure("headroom", c.least, style{kw, derived}, "kW")
	x.figure("headroom_month", c.leastMonth, style{monthly, derived}, "")
	x.figure("covered", c.covered, style{monthly, derived}, "")
	x.row++
}

// phases lays when each phase is energised, beside what was promised.
func (x *summary) phases() {
	for i := range x.schedule {
		for j := range x.schedule[i] {
			p := &x.Plan.Sites[i].Phases[j]
			x.s.text(x.row, sumWhat, x.siteTitle(i)+" · "+x.Locale.Text(p.Title, p.Name), style{plain, label})
			x.s.putMonthIf(x.row, sumThird, x.schedule[i][j].energised, derived)
			x.s.putMonthIf(x.row, sumFourth, x.in.plan(sitePath(&x.Plan.Sites[i])+"/phases/"+planner.PathName(p.Name)+"/promised"), derived)
			x.row++
		}
	}
}

// value lays what the plan is worth.
func (x *summary) value() {
	t, unit := x.Locale.T, x.Locale.WonUnit()
	x.section("worth", "", t("workbook.inputs.unit"))
	w := &x.worth
	x.figure("npv", w.npv, style{won, total}, unit)
	x.figure("capex", w.capex, style{won, derived}, unit)
	x.figure("opex", w.opex, style{won, derived}, unit)
	x.figure("residual", w.residual, style{won, derived}, unit)
	x.figure("lease", w.lease, style{won, derived}, unit)
	x.figure("irr", w.irr, style{share, derived}, t("unit.share_year"))
	x.figure("payback", w.payback, style{monthly, derived}, "")
	x.figure("per_usable", w.perUsable, style{exactWon, derived}, t("won.won"))
	x.figure("own_month", w.perMonth, style{exactWon, derived}, t("won.won"))
	x.figure("used_month", w.perUsed, style{exactWon, derived}, t("won.won"))
	x.figure("leased_month", w.leased, style{exactWon, derived}, t("won.won"))
	x.row++
}

// charts adds the charts, and lays what they draw.
func (x *summary) charts() {
	t := x.Locale.T
	x.section("drawn", t("workbook.summary.sheet"))
	named := func(words string, to *sheet) string {
		at := x.s.prefix + x.s.fixed(x.row, sumWhat)
		x.s.text(x.row, sumWhat, words, style{plain, label})
		x.s.text(x.row, sumFirst, to.name, style{plain, link})
		x.s.links = append(x.s.links, jump{x.row, sumFirst, to})
		x.row++
		return at
	}
	add := func(list []series, words, colour string, dashed bool, cells []formula.Num) []series {
		if row, s := x.cellRow(cells); s != nil {
			list = append(list, series{named(words, s), row, colour, dashed})
		}
		return list
	}
	code := wonAxis(x.Locale.Unit)
	cash := chart{cell: columnName(sumCharts) + "3", title: t("workbook.summary.chart_cash"), axis: x.Locale.WonUnit(), code: code, width: 760, height: 360, lastColumn: sumCharts + 11}
	cash.lines = add(cash.lines, t("workbook.summary.paid_to_date"), palette[0], false, x.cash.paidToDate)
	cash.lines = add(cash.lines, t("workbook.summary.committed_to_date"), palette[1], false, x.cash.committedToDate)
	cash.lines = add(cash.lines, t("workbook.summary.approved_to_date"), strong, true, x.cash.approvedToDate)
	power := chart{cell: columnName(sumCharts) + "23", title: t("workbook.summary.chart_capacity"), axis: "kW", code: "#,##0", width: 760, height: 360, lastColumn: sumCharts + 11}
	for i := range x.states {
		power.columns = add(power.columns, t("workbook.summary.usable")+", "+x.siteTitle(i), palette[i%len(palette)], false, x.states[i].usable)
	}
	power.lines = add(power.lines, t("workbook.summary.demand"), strong, false, x.demand.peak)
	power.lines = add(power.lines, t("workbook.summary.remaining"), ink, true, x.capacity.remaining)
	x.s.charts = append(x.s.charts, cash, power)
}

// wonAxis is the format of won on the axis of a chart.
func wonAxis(unit string) string {
	switch unit {
	case "million":
		return "#,##0,,"
	case "eok":
		return `0\.00,,`
	}
	return "#,##0"
}
