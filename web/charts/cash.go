package charts

import (
	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Cash draws what is paid and committed to date against the budget and the
// yearly ceilings, and below it the payments of each month stacked by cost
// group. Values are won by month.
func Cash(r planner.Result, l *locales.Locale) (Chart, error) {
	months := monthTexts(r.Months)
	c := charts.NewLine()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "axis", Formatter: "@cashTip"},
		opts.Grid{Left: axisWidth(l), Right: "12", Top: "26", Height: "50%"},
		opts.Grid{Left: axisWidth(l), Right: "12", Top: "67%", Bottom: "26"},
	)...)
	c.SetGlobalOptions(
		charts.WithXAxisOpts(monthAxis(months, 0, false)),
		charts.WithYAxisOpts(amountAxis(l.T("cash.to_date"), "@won", 0)),
		charts.WithAxisPointerOpts(&opts.AxisPointer{Link: []opts.AxisPointerLink{{XAxisIndex: []int{0, 1}}}}),
	)
	c.SetXAxis(months)
	c.ExtendXAxis(monthAxis(months, 1, true))
	c.ExtendYAxis(amountAxis(l.T("cash.by_month"), "@won", 1))

	chart := Chart{Name: "cash", Unit: l.WonUnit(), Of: "KRW", Height: 460, Label: cashLabel(r, l)}
	for _, line := range cashLines(r, l) {
		addMoney(c, line)
		if last := len(r.Cash) - 1; line.colour == Over {
			over := r.Cash[last].PaidToDateKRW - r.Budget.TotalKRW
			markOver(&c.MultiSeries[len(c.MultiSeries)-1], l.WonSigned(over), months[last], float64(r.Cash[last].PaidToDateKRW))
		}
		chart.Legend = append(chart.Legend, Key{Title: line.name, Colour: line.colour, Mark: line.style, Series: []string{line.name}})
	}
	bars, keys := groupBars(r, l, months)
	c.Overlap(bars)
	chart.Legend = append(chart.Legend, keys...)
	option, err := marshal(c, chart.Name)
	chart.Option, chart.Table = option, cashTable(r, l)
	return chart, err
}

// axisWidth is the room the labels of an axis of won need, the same for both
// grids so that their months stand above each other.
func axisWidth(l *locales.Locale) string {
	if l.Unit == "won" {
		return wonWidth
	}
	return "62"
}

// wonWidth is the room for whole won.
const wonWidth = "112"

// moneyLine is a line of won by month; a month without value is left out.
type moneyLine struct {
	name   string
	colour Colour
	style  string // of the stroke; over is a thick solid one
	data   []opts.LineData
}

func cashLines(r planner.Result, l *locales.Locale) []moneyLine {
	total := r.Budget.TotalKRW
	each := func(value func(planner.CashMonth) any) []opts.LineData {
		data := make([]opts.LineData, len(r.Cash))
		for i, month := range r.Cash {
			data[i].Value = value(month)
		}
		return data
	}
	lines := []moneyLine{
		{l.T("cash.budget"), Budget, "solid", each(func(planner.CashMonth) any { return total })},
		{l.T("cash.committed"), Committed, "dashed", each(func(m planner.CashMonth) any { return m.CommittedToDateKRW })},
		{l.T("cash.paid"), Paid, "solid", each(func(m planner.CashMonth) any { return m.PaidToDateKRW })},
	}
	if levels := ceilings(r); len(levels) > 0 {
		data := each(func(m planner.CashMonth) any {
			if level, ok := levels[m.Month.Year()]; ok {
				return level
			}
			return noValue
		})
		lines = append(lines, moneyLine{l.T("cash.ceiling"), Ceiling, "dotted", data})
	}
	over := false
	data := each(func(m planner.CashMonth) any {
		if m.PaidToDateKRW <= total {
			return noValue
		}
		over = true
		return m.PaidToDateKRW
	})
	if over {
		lines = append(lines, moneyLine{l.T("cash.over"), Over, "over", data})
	}
	return lines
}

// ceilings gives, for each year with a ceiling, what may be paid to date by
// its end: what is paid to date then and what the year has left.
func ceilings(r planner.Result) map[int]planner.KRW {
	paid := map[int]planner.KRW{}
	for _, m := range r.Cash {
		paid[m.Month.Year()] = m.PaidToDateKRW
	}
	levels := map[int]planner.KRW{}
	for _, year := range r.Budget.Years {
		if at, ok := paid[year.Year]; ok && year.HasCeiling {
			levels[year.Year] = at + year.LeftKRW
		}
	}
	return levels
}

func addMoney(c *charts.Line, line moneyLine) {
	style, width := line.style, float32(2)
	step := any(nil)
	switch line.colour {
	case Over:
		style, width = "solid", 4
	case Budget:
		width = 1.5
	case Committed, Ceiling:
		step = "middle"
	}
	c.AddSeries(line.name, line.data,
		stroke("", step, len(line.data)),
		charts.WithLineStyleOpts(opts.LineStyle{Color: line.colour.option(), Width: width, Type: style}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: line.colour.option()}),
	)
}

// groupBars is the payments of each month by cost group, without the groups
// the budget pays nothing for.
func groupBars(r planner.Result, l *locales.Locale, months []string) (*charts.Bar, []Key) {
	bars := charts.NewBar()
	bars.SetXAxis(months)
	var keys []Key
	taken := names{}
	for g, group := range r.Budget.Groups {
		if !paysFor(r, g) {
			continue
		}
		data := make([]opts.BarData, len(r.Cash))
		for i, m := range r.Cash {
			data[i].Value = m.PaidByGroupKRW[g]
		}
		name := taken.of(l.Text(group.Title, group.Code), group.Code)
		bars.AddSeries(name, data,
			charts.WithBarChartOpts(opts.BarChart{Stack: "paid", XAxisIndex: 1, YAxisIndex: 1, BarCategoryGap: "12%"}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: Group(g).option()}),
		)
		keys = append(keys, Key{Title: name, Colour: Group(g), Mark: "area", Series: []string{name}})
	}
	return bars, keys
}

func paysFor(r planner.Result, g int) bool {
	for _, m := range r.Cash {
		if m.PaidByGroupKRW[g] != 0 {
			return true
		}
	}
	return false
}

func cashLabel(r planner.Result, l *locales.Locale) string {
	key := "cash.label.fits"
	if r.Budget.VarianceKRW < 0 {
		key = "cash.label.over"
	}
	return l.T(key,
		"forecast", l.WonProse(r.Budget.ForecastKRW), "budget", l.WonProse(r.Budget.TotalKRW),
		"difference", l.WonProse(max(r.Budget.VarianceKRW, -r.Budget.VarianceKRW)))
}

func cashTable(r planner.Result, l *locales.Locale) Table {
	unit := l.WonUnit()
	t := Table{Caption: l.T("cash.title"), Columns: []Column{
		{Name: "month", Title: l.T("col.month"), Text: true},
		{Name: "paid_krw", Title: l.T("col.paid"), Unit: unit}, {Name: "committed_krw", Title: l.T("col.committed"), Unit: unit},
		{Name: "paid_to_date_krw", Title: l.T("cash.paid"), Unit: unit}, {Name: "committed_to_date_krw", Title: l.T("cash.committed"), Unit: unit},
		{Name: "paid_outside_krw", Title: l.T("col.outside"), Unit: unit},
	}}
	var groups []int
	for g, group := range r.Budget.Groups {
		if paysFor(r, g) {
			groups = append(groups, g)
			t.Columns = append(t.Columns, Column{Name: named("groups", group.Code, "paid_krw"), Title: l.Text(group.Title, group.Code), Unit: unit})
		}
	}
	for _, m := range r.Cash {
		row := append(cells(m.Month.String()), won(l, m.PaidKRW), won(l, m.CommittedKRW), won(l, m.PaidToDateKRW), won(l, m.CommittedToDateKRW), won(l, m.PaidOutsideKRW))
		for i, v := range []planner.KRW{m.PaidToDateKRW, m.CommittedToDateKRW} {
			if v > r.Budget.TotalKRW {
				row[3+i].Class, row[3+i].Mark = "over", "▲"
			}
		}
		for _, g := range groups {
			row = append(row, won(l, m.PaidByGroupKRW[g]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
