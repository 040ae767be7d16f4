package charts

import (
	"cmp"
	"slices"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

const (
	bridgeRoom  = 8  // share of the differences left free below and above them
	bridgeSteps = 15 // most steps that are drawn by themselves
	bridgeRow   = 26 // height of a bar with its gap in pixels
)

// Bridge draws how a figure of one plan becomes that of another, step by step,
// without steps of nothing. Where there are many, the smallest are drawn as one.
// The axis does not begin at 0, so that the steps can be seen. The results have
// the titles of the places that steps are named by.
func Bridge(b compare.BridgeResult, l *locales.Locale, results ...planner.Result) (Chart, error) {
	w := waterfallOf(b, l, results)
	chart := Chart{
		Name: "bridge", Unit: l.AmountUnit(b.Unit), Of: "KRW", Height: len(w.bars)*bridgeRow + 34, Table: bridgeTable(b, l, results), Label: w.label,
		Legend: []Key{{Title: l.T("bridge.more"), Colour: Step, Mark: "area"}, {Title: l.T("bridge.less"), Colour: Step, Mark: "strokes"}},
	}
	if b.Unit == "W" {
		chart.Of = "kW"
	}
	c := charts.NewBar()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "axis", Formatter: "@bridgeTip"},
		opts.Grid{Left: "190", Right: "84", Top: "4", Bottom: "26"},
	)...)
	c.SetGlobalOptions(charts.WithXAxisOpts(w.amounts()), charts.WithYAxisOpts(w.names()))
	below, step := make([]opts.BarData, len(w.bars)), make([]opts.BarData, len(w.bars))
	for i, bar := range w.bars {
		low, high := min(bar.from, bar.to), max(bar.from, bar.to)
		below[i].Value, step[i].Value = bridgeValue(w.unit, low), bridgeValue(w.unit, high-low)
		step[i].ItemStyle = &opts.ItemStyle{Color: bar.fill}
		step[i].Label = &opts.Label{Show: opts.Bool(true), Position: "right", Formatter: bar.words, Color: "@ink", FontSize: 11}
	}
	stack := charts.WithBarChartOpts(opts.BarChart{Stack: "bridge", BarCategoryGap: "34%"})
	c.AddSeries("", below, stack, charts.WithItemStyleOpts(opts.ItemStyle{Color: "transparent"}))
	c.AddSeries(chart.Table.Caption, step, stack)
	option, err := marshal(waterfallChart{c}, chart.Name)
	chart.Option = option
	return chart, err
}

// waterfall is the bars of a bridge from the top down.
type waterfall struct {
	l           *locales.Locale
	unit        string // of the bridge: KRW or W
	bars        []bridgeBar
	floor, roof int64 // of the axis; roof is 0 where the axis ends as it likes
	label       string
}

// bridgeBar leads from an amount to another; that of a whole from 0.
type bridgeBar struct {
	name, words, fill string
	from, to          int64
}

func waterfallOf(b compare.BridgeResult, l *locales.Locale, results []planner.Result) waterfall {
	w := waterfall{l: l, unit: b.Unit}
	at, least, most := b.From.Amount, min(b.From.Amount, b.To.Amount), max(b.From.Amount, b.To.Amount)
	step := func(name string, amount int64, words string) {
		fill := Step.option()
		if amount < 0 {
			fill = "@muted-hatch"
		}
		w.bars = append(w.bars, bridgeBar{name, words, fill, at, at + amount})
		at += amount
		least, most = min(least, at), max(most, at)
	}
	whole := func(end compare.BridgeEnd) {
		w.bars = append(w.bars, bridgeBar{end.Name, l.Amount(b.Unit, end.Amount), Total.option(), 0, end.Amount})
	}
	whole(b.From)
	drawn, rest := drawnSteps(b.Steps)
	for _, s := range drawn {
		step(l.Step(s, results...), s.Amount, stepWords(l, b, s))
	}
	if len(rest) > 0 {
		var sum int64
		for _, s := range rest {
			sum += s.Amount
		}
		step(l.T("bridge.smaller", "number", l.Int(len(rest))), sum, l.AmountSigned(b.Unit, sum))
	}
	whole(b.To)
	w.floor, w.roof = bridgeFloor(least, most), -bridgeFloor(-most, -least)
	w.label = l.T("bridge.label", "from", b.From.Name, "was", l.AmountProse(b.Unit, b.From.Amount), "to", b.To.Name, "is", l.AmountProse(b.Unit, b.To.Amount),
		"difference", l.AmountSigned(b.Unit, b.Difference)+" "+l.AmountUnit(b.Unit), "steps", l.Int(len(drawn)+len(rest)))
	return w
}

// drawnSteps parts the steps that move something into those that are drawn by
// themselves, in their order, and the smaller ones.
func drawnSteps(steps []compare.BridgeStep) (drawn, rest []compare.BridgeStep) {
	for _, s := range steps {
		if s.Amount != 0 {
			drawn = append(drawn, s)
		}
	}
	if len(drawn) <= bridgeSteps {
		return drawn, nil
	}
	bySize := LargestSteps(drawn)
	least := size(bySize[bridgeSteps-2].Amount)
	all := drawn
	drawn = nil
	for _, s := range all {
		if size(s.Amount) >= least && len(drawn) < bridgeSteps-1 {
			drawn = append(drawn, s)
		} else {
			rest = append(rest, s)
		}
	}
	return drawn, rest
}

// LargestSteps returns the steps from the largest to the smallest, up or down;
// those of one size in their order.
func LargestSteps(steps []compare.BridgeStep) []compare.BridgeStep {
	return slices.SortedStableFunc(slices.Values(steps), func(a, b compare.BridgeStep) int { return cmp.Compare(size(b.Amount), size(a.Amount)) })
}

func size(amount int64) int64 { return max(amount, -amount) }

// stepWords is the amount of a step with its standard error where it has one.
func stepWords(l *locales.Locale, b compare.BridgeResult, s compare.BridgeStep) string {
	words := l.AmountSigned(b.Unit, s.Amount)
	if s.StdError > 0 {
		words += " ±" + l.Amount(b.Unit, int64(s.StdError))
	}
	return words
}

// bridgeFloor is a round amount below the least, as far as the steps leave room
// for; not below 0 where the least is not.
func bridgeFloor(least, most int64) int64 {
	room := max((most-least)/bridgeRoom, size(least)/1000, 1)
	round := int64(1)
	for round*10 <= room {
		round *= 10
	}
	floor := least - room
	if least >= 0 {
		floor = max(0, floor)
	}
	rest := floor % round
	if rest < 0 {
		rest += round
	}
	return floor - rest
}

func (w waterfall) amounts() opts.XAxis {
	axis := opts.XAxis{
		Type: "value", SplitNumber: 4, Min: bridgeValue(w.unit, w.floor),
		AxisLabel: &opts.AxisLabel{Formatter: "@won", Color: "@muted", HideOverlap: opts.Bool(true), ShowMinLabel: opts.Bool(false), ShowMaxLabel: opts.Bool(false)},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@grid"}},
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
	}
	if w.unit == "W" {
		axis.AxisLabel.Formatter = "@kw"
	}
	if w.roof <= 0 {
		axis.Max = bridgeValue(w.unit, w.roof)
	}
	return axis
}

func (w waterfall) names() opts.YAxis {
	names := make([]string, len(w.bars))
	for i, bar := range w.bars {
		names[i] = bar.name
	}
	return opts.YAxis{
		Type: "category", Inverse: opts.Bool(true), Data: names,
		AxisLine:    &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "@axis"}},
		AxisLabel:   &opts.AxisLabel{Color: "@muted", Interval: "0", Width: 178, Overflow: "truncate"},
		AxisPointer: &opts.AxisPointer{Type: "shadow", Label: &opts.Label{Show: opts.Bool(false)}},
	}
}

// waterfallChart is a go-echarts bar chart whose series are stacked whatever
// their signs, for which its own series has no key.
type waterfallChart struct{ *charts.Bar }

// stackedSeries is a series of it.
type stackedSeries struct {
	charts.SingleSeries
	StackStrategy string `json:"stackStrategy"`
}

// JSON is the option of the chart.
func (w waterfallChart) JSON() map[string]any {
	option := w.Bar.JSON()
	series := make([]stackedSeries, len(w.MultiSeries))
	for i, s := range w.MultiSeries {
		series[i] = stackedSeries{s, "all"}
	}
	option["series"] = series
	return option
}
