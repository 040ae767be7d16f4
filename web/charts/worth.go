package charts

import (
	"slices"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Worth draws what is paid by month for own sites and their operation, and what
// leasing the same load would take, both cumulated, and marks the month from
// which leasing stays the dearer. Values are won by month.
func Worth(r planner.Result, l *locales.Locale) (Chart, error) {
	months := monthTexts(r.Months)
	c := charts.NewLine()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "axis", Formatter: "@cashTip"},
		opts.Grid{Left: axisWidth(l), Right: "12", Top: "26", Bottom: "26"},
	)...)
	c.SetGlobalOptions(charts.WithXAxisOpts(monthAxis(months, 0, true)), charts.WithYAxisOpts(amountAxis(l.T("cash.to_date"), "@won", 0)))
	c.SetXAxis(months)
	chart := Chart{Name: "own-lease", Unit: l.WonUnit(), Of: "KRW", Height: 320, Label: worthLabel(r, l)}
	for _, line := range []struct {
		key    string
		colour Colour
		style  string
		krw    []planner.KRW
	}{{"worth.own", Paid, "solid", r.Worth.OwnKRW}, {"worth.lease", Leased, "dashed", r.Worth.LeaseByMonthKRW}} {
		data := make([]opts.LineData, len(months))
		for i := range data {
			data[i].Value = at(line.krw, i)
		}
		addMoney(c, moneyLine{l.T(line.key), line.colour, line.style, data})
		chart.Legend = append(chart.Legend, Key{Title: l.T(line.key), Colour: line.colour, Mark: line.style, Series: []string{l.T(line.key)}})
	}
	if m := slices.Index(r.Months, r.Worth.Payback); m >= 0 && !r.Worth.Payback.IsZero() && m < len(r.Worth.OwnKRW) {
		c.MultiSeries[0].MarkPoints = &opts.MarkPoints{Data: []any{opts.MarkPointNameCoordItem{
			Name: l.T("worth.break_even", "month", l.MonthProse(r.Worth.Payback)), Coordinate: []any{months[m], float64(r.Worth.OwnKRW[m])},
			Symbol: "diamond", SymbolSize: 11, ItemStyle: &opts.ItemStyle{Color: Total.option()},
			Label: &opts.Label{Show: opts.Bool(true), Formatter: "{b}", Position: "top", Align: "right", Color: "@ink", FontWeight: "bold", FontSize: 12},
		}}}
	}
	option, err := marshal(c, chart.Name)
	chart.Option, chart.Table = option, worthTable(r, l)
	return chart, err
}

func worthLabel(r planner.Result, l *locales.Locale) string {
	if r.Worth.Payback.IsZero() {
		return l.T("worth.label.never")
	}
	return l.T("worth.label", "month", l.MonthProse(r.Worth.Payback))
}

func worthTable(r planner.Result, l *locales.Locale) Table {
	t := Table{Caption: l.T("worth.chart"), Columns: []Column{
		{Name: "month", Title: l.T("col.month"), Text: true}, {Name: "own_to_date_krw", Title: l.T("worth.own"), Unit: l.WonUnit()}, {Name: "lease_to_date_krw", Title: l.T("worth.lease"), Unit: l.WonUnit()},
	}}
	for m, month := range r.Months {
		row := append(cells(month.String()), won(l, at(r.Worth.OwnKRW, m)), won(l, at(r.Worth.LeaseByMonthKRW, m)))
		if month == r.Worth.Payback {
			row[0].Mark = "◆"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
