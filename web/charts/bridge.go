package charts

import (
	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Effect is a part of a difference, by its name in the plan's format.
type Effect struct {
	Name string
	KRW  planner.KRW
}

// Effects lists the parts of a difference in the order they are taken.
func Effects(p planner.VarianceParts) []Effect {
	return []Effect{
		{"scope", p.ScopeKRW}, {"quantity", p.QuantityKRW}, {"price", p.PriceKRW}, {"exchange_rate", p.ExchangeRateKRW},
		{"timing", p.TimingKRW}, {"books", p.BooksKRW}, {"vat", p.VATKRW},
	}
}

// bridgeRoom is the share of the differences left free below and above them.
const bridgeRoom = 8

// bridgeFloor is a round amount below the least, as far as the steps leave room
// for.
func bridgeFloor(least, most planner.KRW) planner.KRW {
	room := max((most-least)/bridgeRoom, least/1000, 1)
	round := planner.KRW(1)
	for round*10 <= room {
		round *= 10
	}
	floor := max(0, least-room)
	return floor - floor%round
}

// Bridge draws how the forecast of a base becomes the forecast now, effect by
// effect, without those of nothing. The axis does not begin at 0, so that the
// steps can be seen.
func Bridge(v planner.VarianceResult, l *locales.Locale) (Chart, error) {
	names := []string{l.T("bridge.base")}
	from, to := []planner.KRW{0}, []planner.KRW{v.BaseKRW}
	at := v.BaseKRW
	least, most := min(v.BaseKRW, v.NowKRW), max(v.BaseKRW, v.NowKRW)
	for _, e := range Effects(v.Effects) {
		if e.KRW == 0 {
			continue
		}
		names, from, to = append(names, l.T("effect."+e.Name)), append(from, at), append(to, at+e.KRW)
		at += e.KRW
		least, most = min(least, at), max(most, at)
	}
	names, from, to = append(names, l.T("bridge.now")), append(from, 0), append(to, v.NowKRW)
	floor := bridgeFloor(least, most)

	c := charts.NewBar()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "axis", Formatter: "@bridgeTip"},
		opts.Grid{Left: axisWidth(l), Right: "12", Top: "30", Bottom: "44"},
	)...)
	amounts := amountAxis("", "@won", 0)
	amounts.Min = int64(floor)
	axis := categoryAxis(names, 0, true)
	axis.AxisLabel.Interval, axis.AxisLabel.Formatter = "0", "@bridgeName"
	c.SetGlobalOptions(charts.WithXAxisOpts(axis), charts.WithYAxisOpts(amounts))
	c.SetXAxis(names)
	below, step := make([]opts.BarData, len(names)), make([]opts.BarData, len(names))
	for i := range names {
		colour, words := Step, l.WonSigned(to[i]-from[i])
		if i == 0 || i == len(names)-1 {
			colour, words = Total, l.Won(to[i])
		}
		below[i].Value, step[i].Value = min(from[i], to[i]), max(from[i], to[i])-min(from[i], to[i])
		step[i].ItemStyle = &opts.ItemStyle{Color: colour.option()}
		step[i].Label = &opts.Label{Show: opts.Bool(true), Position: "top", Formatter: words, Color: "@ink", FontSize: 11}
	}
	stack := charts.WithBarChartOpts(opts.BarChart{Stack: "bridge", BarCategoryGap: "28%"})
	c.AddSeries("", below, stack, charts.WithItemStyleOpts(opts.ItemStyle{Color: "transparent"}))
	c.AddSeries(l.T("bridge.title"), step, stack)
	option, err := marshal(c, "bridge")
	return Chart{
		Name: "bridge", Unit: l.WonUnit(), Of: "KRW", Height: 300, Option: option, Table: bridgeTable(v, l), Open: true,
		Label: l.T("bridge.label", "base", l.WonProse(v.BaseKRW), "now", l.WonProse(v.NowKRW), "difference", l.WonSigned(v.NowKRW-v.BaseKRW)+" "+l.WonUnit()),
	}, err
}

// bridgeTable is the difference in its parts.
func bridgeTable(v planner.VarianceResult, l *locales.Locale) Table {
	t := Table{Caption: l.T("bridge.title"), Columns: []Column{
		{Name: "effect", Title: l.T("col.effect"), Text: true}, {Name: "amount_krw", Title: l.T("col.amount"), Unit: l.WonUnit()}, {Title: l.T("col.meaning"), Text: true},
	}}
	t.Rows = append(t.Rows, []Cell{{Text: l.T("bridge.base"), Value: "base", Class: "strong"}, won(l, v.BaseKRW), {}})
	for _, e := range Effects(v.Effects) {
		t.Rows = append(t.Rows, []Cell{
			{Text: l.T("effect." + e.Name), Value: e.Name, Class: "inner"}, {Text: l.WonSigned(e.KRW), Value: e.KRW},
			{Text: l.T("effect." + e.Name + ".meaning"), Class: "quiet words"},
		})
	}
	t.Foot = []Cell{{Text: l.T("bridge.now"), Value: "now"}, won(l, v.NowKRW), {Text: l.WonSigned(v.NowKRW - v.BaseKRW)}}
	return t
}
