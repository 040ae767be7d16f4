package charts

import (
	"slices"
	"strings"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/opts"
)

// ComparedCash draws what several plans have paid to date by month against their
// budgets: one line for each amount that is set aside. A line runs over the
// months of its plan alone.
func ComparedCash(plans []Overlaid, l *locales.Locale) (Chart, error) {
	months := spanOf(plans)
	c := overlay(months, "@cashTip", l.T("cash.to_date"), "@won", "4")
	chart := Chart{Name: "compared-cash", Unit: l.WonUnit(), Of: "KRW", Height: 340}
	titles := titled(plans)
	var lines []planLine
	var ends []string
	for i, p := range plans {
		r := p.Result
		line := planLine{plan: p, title: titles[i], months: r.Months, values: make([]float64, len(r.Cash))}
		for at, m := range r.Cash {
			line.values[at] = float64(m.PaidToDateKRW)
		}
		line.cell = func(at int) Cell {
			cell := won(l, r.Cash[at].PaidToDateKRW)
			if r.Cash[at].PaidToDateKRW > r.Budget.TotalKRW {
				cell.Class, cell.Mark = "over", "▲"
			}
			return cell
		}
		lines = append(lines, line)
		chart.Legend = append(chart.Legend, addPlan(c, months, line, nil, i, len(plans)))
		if n := len(r.Cash); n > 0 {
			ends = append(ends, l.T("compared.cash.end", "plan", titles[i], "paid", l.WonProse(r.Cash[n-1].PaidToDateKRW), "budget", l.WonProse(r.Budget.TotalKRW)))
		}
	}
	chart.Label = l.T("compared.cash.label", "ends", strings.Join(ends, ", "))
	chart.Table = comparedTable(l, "compared.cash", "paid_to_date_krw", chart.Unit, months, lines)
	for i, b := range budgetsOf(lines) {
		name := l.T("compared.budget", "plans", strings.Join(b.titles, ", "))
		if len(b.titles) == len(plans) {
			name = l.T("cash.budget")
		}
		data := make([]opts.LineData, len(months))
		for at, m := range months {
			data[at].Value = noValue
			if b.holds(m) {
				data[at].Value = b.total
			}
		}
		style := []string{"solid", "dashed", "dotted"}[i%3]
		addLine(c, name, Budget, style, 1.5, data)
		chart.Legend = append(chart.Legend, Key{Title: name, Colour: Budget, Mark: style, Series: []string{name}})
		addColumn(&chart.Table, Column{Name: named(b.name) + "/budget_krw", Title: name, Unit: chart.Unit}, months, b.line(months, l))
	}
	var err error
	chart.Option, err = marshal(c, chart.Name)
	return chart, err
}

// setAside is an amount that plans set aside.
type setAside struct {
	total       planner.KRW
	name        string // of the first of the plans
	titles      []string
	first, last planner.Month
}

func (b setAside) holds(m planner.Month) bool { return m >= b.first && m <= b.last }

// line is the amount in every month of the plans.
func (b setAside) line(months []planner.Month, l *locales.Locale) planLine {
	held := slices.DeleteFunc(slices.Clone(months), func(m planner.Month) bool { return !b.holds(m) })
	return planLine{months: held, cell: func(int) Cell { return won(l, b.total) }}
}

// budgetsOf lists the amounts that plans set aside, each with its plans.
func budgetsOf(lines []planLine) []setAside {
	var all []setAside
	for _, line := range lines {
		if len(line.months) == 0 {
			continue
		}
		total, first, last := line.plan.Result.Budget.TotalKRW, line.months[0], line.months[len(line.months)-1]
		at := slices.IndexFunc(all, func(b setAside) bool { return b.total == total })
		if at < 0 {
			all = append(all, setAside{total: total, name: line.plan.Name, titles: []string{line.title}, first: first, last: last})
			continue
		}
		b := &all[at]
		b.titles, b.first, b.last = append(b.titles, line.title), min(b.first, first), max(b.last, last)
	}
	return all
}
