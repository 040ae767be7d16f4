package charts

import (
	"strconv"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Yearly draws the payments of each year against its ceiling with what was
// carried over, and above them what is approved, committed and paid by the end
// of each year. What differs in the saved result has that beneath it in the
// table. Values are won by year.
func Yearly(r, saved planner.Result, l *locales.Locale) (Chart, error) {
	years := make([]string, len(r.Budget.Years))
	for i, y := range r.Budget.Years {
		years[i] = strconv.Itoa(y.Year)
	}
	c := charts.NewLine()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "axis", Formatter: "@yearTip"},
		opts.Grid{Left: axisWidth(l), Right: "12", Top: "26", Height: "38%"},
		opts.Grid{Left: axisWidth(l), Right: "12", Top: "57%", Bottom: "26"},
	)...)
	c.SetGlobalOptions(
		charts.WithXAxisOpts(categoryAxis(years, 0, false)),
		charts.WithYAxisOpts(amountAxis(l.T("yearly.to_date"), "@won", 0)),
		charts.WithAxisPointerOpts(&opts.AxisPointer{Link: []opts.AxisPointerLink{{XAxisIndex: []int{0, 1}}}}),
	)
	c.SetXAxis(years)
	c.ExtendXAxis(categoryAxis(years, 1, true))
	c.ExtendYAxis(amountAxis(l.T("yearly.in_year"), "@won", 1))

	chart := Chart{Name: "yearly", Unit: l.WonUnit(), Of: "KRW", Height: 400, Label: yearlyLabel(r, l), Table: yearlyTable(r, saved, l), Open: true}
	for _, line := range yearLines(r, l) {
		addMoney(c, line)
		chart.Legend = append(chart.Legend, Key{Title: line.name, Colour: line.colour, Mark: line.style, Series: []string{line.name}})
	}
	addCeilings(c, r, l.T("yearly.ceiling"))
	bars, keys := yearBars(r, l, years)
	c.Overlap(bars)
	chart.Legend = append(chart.Legend, keys...)
	option, err := marshal(c, chart.Name)
	chart.Option = option
	return chart, err
}

// categoryAxis is an axis of names.
func categoryAxis(names []string, grid int, labelled bool) opts.XAxis {
	return opts.XAxis{
		Type: "category", Data: names, GridIndex: grid,
		AxisLine:    &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "@axis"}},
		AxisTick:    &opts.AxisTick{Show: opts.Bool(false)},
		AxisLabel:   &opts.AxisLabel{Show: opts.Bool(labelled), Color: "@muted", Interval: "auto"},
		AxisPointer: &opts.AxisPointer{Type: "shadow", Label: &opts.Label{Show: opts.Bool(false)}},
	}
}

// yearLines is what is approved, committed and paid by the end of each year.
func yearLines(r planner.Result, l *locales.Locale) []moneyLine {
	end := map[int]planner.CashMonth{}
	for _, m := range r.Cash {
		end[m.Month.Year()] = m
	}
	each := func(value func(planner.CashMonth) planner.KRW) []opts.LineData {
		data := make([]opts.LineData, len(r.Budget.Years))
		for i, y := range r.Budget.Years {
			data[i].Value = value(end[y.Year])
		}
		return data
	}
	return []moneyLine{
		{l.T("yearly.approved"), Budget, "solid", each(func(m planner.CashMonth) planner.KRW { return m.ApprovedToDateKRW })},
		{l.T("cash.committed"), Committed, "dashed", each(func(m planner.CashMonth) planner.KRW { return m.CommittedToDateKRW })},
		{l.T("cash.paid"), Paid, "solid", each(func(m planner.CashMonth) planner.KRW { return m.PaidToDateKRW })},
	}
}

// addCeilings marks what each year may pay, with what was carried over.
func addCeilings(c *charts.Line, r planner.Result, name string) {
	data, has := make([]opts.LineData, len(r.Budget.Years)), false
	for i, y := range r.Budget.Years {
		data[i].Value = noValue
		if y.HasCeiling {
			data[i].Value, has = y.CeilingKRW+y.CarriedKRW, true
		}
	}
	if !has {
		return
	}
	c.AddSeries(name, data,
		charts.WithLineChartOpts(opts.LineChart{XAxisIndex: 1, YAxisIndex: 1, ShowSymbol: opts.Bool(true), Symbol: "rect", SymbolSize: []int{24, 3}}),
		charts.WithLineStyleOpts(opts.LineStyle{Color: Ceiling.option(), Opacity: opts.Float(0)}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: Ceiling.option()}),
	)
}

// yearBars is the payments of each year: by the books, foreseen, and beyond
// what the year may pay.
func yearBars(r planner.Result, l *locales.Locale, years []string) (*charts.Bar, []Key) {
	books, rest, beyond := make([]opts.BarData, len(years)), make([]opts.BarData, len(years)), make([]opts.BarData, len(years))
	var hasCeiling, over bool
	for i, y := range r.Budget.Years {
		within := y.PaidKRW
		if y.HasCeiling {
			hasCeiling = true
			within = min(within, max(0, y.CeilingKRW+y.CarriedKRW))
		}
		byBooks := min(y.PaidByBooksKRW, within)
		books[i].Value, rest[i].Value, beyond[i].Value = byBooks, within-byBooks, y.PaidKRW-within
		over = over || y.PaidKRW > within
	}
	bars := charts.NewBar()
	bars.SetXAxis(years)
	var keys []Key
	add := func(name string, colour Colour, opacity float32, data []opts.BarData) {
		bars.AddSeries(name, data,
			charts.WithBarChartOpts(opts.BarChart{Stack: "paid", XAxisIndex: 1, YAxisIndex: 1}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: colour.option(), Opacity: opts.Float(opacity)}),
			func(s *charts.SingleSeries) { s.BarMaxWidth = "44" },
		)
	}
	add(l.T("yearly.books"), Paid, 1, books)
	add(l.T("yearly.foreseen"), Paid, 0.45, rest)
	keys = append(keys,
		Key{Title: l.T("yearly.books"), Colour: Paid, Mark: "area", Series: []string{l.T("yearly.books")}},
		Key{Title: l.T("yearly.foreseen"), Colour: Paid, Mark: "faint", Series: []string{l.T("yearly.foreseen")}})
	if hasCeiling {
		keys = append(keys, Key{Title: l.T("yearly.ceiling"), Colour: Ceiling, Mark: "over", Series: []string{l.T("yearly.ceiling")}})
	}
	if over {
		for i := range beyond {
			if beyond[i].Value != planner.KRW(0) {
				beyond[i].Label = &opts.Label{Show: opts.Bool(true), Formatter: "▲", Position: "top", Color: Over.option()}
			}
		}
		add(l.T("yearly.over"), Over, 1, beyond)
		keys = append(keys, Key{Title: l.T("yearly.over"), Colour: Over, Mark: "area", Series: []string{l.T("yearly.over")}})
	}
	return bars, keys
}

func yearlyLabel(r planner.Result, l *locales.Locale) string {
	if len(r.Budget.Years) == 0 {
		return l.T("yearly.title")
	}
	most := r.Budget.Years[0]
	for _, y := range r.Budget.Years {
		if y.PaidKRW > most.PaidKRW {
			most = y
		}
	}
	return l.T("yearly.label", "year", most.Year, "paid", l.WonProse(most.PaidKRW))
}
