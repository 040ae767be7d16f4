package charts

import (
	"cmp"
	"math"
	"slices"

	"buildout/planner/compare"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// The heights of a bar and of what stands around the bars of a tornado in pixels.
const (
	tornadoRow  = 30
	tornadoRest = 62
)

// tornadoRows is the most axes that a tornado draws.
const tornadoRows = 40

// Tornado draws how far each axis moves a measure from what it is in the plan,
// the widest first: down to the least as a hatched bar, up to the most as a full
// one, each with the value of the axis that does it. Values are differences to
// the plan. Axes that do not move it are told, not drawn.
func (s Swept) Tornado(bars []compare.Tornado, column string, l *locales.Locale) (Chart, error) {
	t := tornado{s: s, l: l, m: s.Columns[s.column(column)]}
	for _, bar := range bars {
		if bar.Column == column {
			t.add(bar)
		}
	}
	slices.SortStableFunc(t.bars, func(a, b compare.Tornado) int { return cmp.Compare(b.Spread, a.Spread) })
	t.all = t.bars
	t.bars = t.bars[:min(len(t.bars), tornadoRows)]
	c := charts.NewBar()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "item", Formatter: "@tornadoTip"},
		opts.Grid{Left: "8", Right: "28", Top: "8", Bottom: "40", ContainLabel: opts.Bool(true)},
	)...)
	t.draw(c)
	option, err := marshal(c, "tornado")
	return Chart{
		Name: "tornado-" + anchor(column), Option: option, Unit: l.MeasureUnit(t.m), Height: len(t.bars)*tornadoRow + tornadoRest,
		Legend: []Key{{Title: l.T("tornado.low"), Colour: Step, Mark: "hatched"}, {Title: l.T("tornado.high"), Colour: Step, Mark: "area"}},
		Label:  t.label(), Note: t.note(), Table: t.table(),
	}, err
}

// Moves reports whether any axis moves a measure.
func Moves(bars []compare.Tornado, column string) bool {
	return slices.ContainsFunc(bars, func(b compare.Tornado) bool { return b.Column == column && b.Spread > 0 })
}

// tornado is the bars of a measure.
type tornado struct {
	s     Swept
	l     *locales.Locale
	m     compare.Measure
	bars  []compare.Tornado // those drawn
	all   []compare.Tornado // those that move it
	still []compare.Tornado // of axes that do not move it
}

func (t *tornado) add(bar compare.Tornado) {
	if bar.Spread == 0 {
		t.still = append(t.still, bar)
		return
	}
	t.bars = append(t.bars, bar)
}

// title is the name of an axis in words.
func (t *tornado) title(axis string) string {
	for i, a := range t.s.Axes {
		if axisOf(a) == axis && i < len(t.s.Titles) {
			return t.s.Titles[i]
		}
	}
	return axis
}

// side is a half of the bars: how far each goes, and the words at its end.
func (t *tornado) side(end func(compare.Tornado) (compare.Value, string), position string) []opts.BarData {
	data := make([]opts.BarData, len(t.bars))
	for i, bar := range t.bars {
		value, text := end(bar)
		at := t.l.Given(text)
		difference := value.Number - bar.Base.Number
		data[i].Value = []any{difference, i, t.title(bar.Axis) + "\n" + at + "\n" + t.l.MeasureDifference(t.m, difference) + "\n" + t.l.MeasureValue(t.m, value)}
		if difference != 0 {
			data[i].Label = &opts.Label{Show: opts.Bool(true), Position: position, Formatter: at, Color: "@ink", FontSize: 11}
		}
	}
	return data
}

func (t *tornado) draw(c *charts.Bar) {
	titles, seen := make([]string, len(t.bars)), names{}
	for i, bar := range t.bars {
		titles[i] = seen.of(t.title(bar.Axis), bar.Axis)
	}
	x := scale{kind: "value", formatter: formatterOf(t.m)}.x(t.l.T("tornado.axis", "measure", t.l.MeasureTitle(t.m)))
	x.Scale = nil
	t.room(&x)
	c.SetGlobalOptions(charts.WithXAxisOpts(x), charts.WithYAxisOpts(opts.YAxis{
		Type: "category", Data: titles, Inverse: opts.Bool(true),
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Formatter: "@tornadoName", Color: "@ink", Interval: "0"},
	}))
	over := opts.BarChart{BarGap: "-100%", BarCategoryGap: "36%"}
	low := t.side(func(b compare.Tornado) (compare.Value, string) { return b.Low, b.LowAt }, "left")
	high := t.side(func(b compare.Tornado) (compare.Value, string) { return b.High, b.HighAt }, "right")
	c.AddSeries(t.l.T("tornado.low"), low, charts.WithBarChartOpts(over), charts.WithItemStyleOpts(opts.ItemStyle{Color: StepHatch.option(), BorderColor: Step.option(), BorderWidth: 1}))
	c.AddSeries(t.l.T("tornado.high"), high, charts.WithBarChartOpts(over), charts.WithItemStyleOpts(opts.ItemStyle{Color: Step.option()}))
	if len(t.bars) > 0 {
		c.MultiSeries[1].MarkLines = &opts.MarkLines{Data: []any{map[string]any{"xAxis": 0, "name": t.l.MeasureValue(t.m, t.bars[0].Base), "label": map[string]any{"show": false}}}, MarkLineStyle: opts.MarkLineStyle{
			Symbol: []string{"none", "none"}, LineStyle: &opts.LineStyle{Color: "@ink", Type: "solid", Width: 1.5},
		}}
	}
}

// tornadoSteps is how many steps an axis has at the most, room for labels apart.
const tornadoSteps = 7

// room lets an axis go a fifth further than the bars do, so that what stands at
// their ends has room, in steps of 1, 2 or 5 times a power of ten.
func (t *tornado) room(x *opts.XAxis) {
	least, most := 0.0, 0.0
	for _, bar := range t.bars {
		least, most = min(least, bar.Low.Number-bar.Base.Number), max(most, bar.High.Number-bar.Base.Number)
	}
	width := most - least
	if width <= 0 {
		return
	}
	step := roundStep(width / tornadoSteps)
	if t.m.Unit == "month" || t.m.Unit == "tier" || t.m.Unit == "months" {
		step = math.Max(1, math.Round(step))
	}
	x.Min, x.Max = math.Floor((least-width/5)/step)*step, math.Ceil((most+width/5)/step)*step
	x.MinInterval, x.MaxInterval = step, step
}

// roundStep is the least of 1, 2 and 5 times a power of ten that is not below v.
func roundStep(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, n := range []float64{1, 2, 5} {
		if n*power >= v {
			return n * power
		}
	}
	return 10 * power
}

func (t *tornado) label() string {
	if len(t.bars) == 0 {
		return ""
	}
	first := t.bars[0]
	return t.l.T("tornado.label", "measure", t.l.MeasureTitle(t.m), "axis", t.title(first.Axis),
		"low", t.l.MeasureValue(t.m, first.Low), "high", t.l.MeasureValue(t.m, first.High), "unit", t.l.MeasureUnit(t.m))
}

// note says which axes are not drawn.
func (t *tornado) note() string {
	switch {
	case len(t.bars) < len(t.all):
		return t.l.T("tornado.more", "shown", t.l.Int(len(t.bars)), "count", t.l.Int(len(t.all)))
	case len(t.still) > 0:
		return t.l.T("tornado.still", "count", t.l.Int(len(t.still)))
	}
	return ""
}

// table is every axis, those that do not move the measure last.
func (t *tornado) table() Table {
	unit := t.l.MeasureUnit(t.m)
	table := Table{Caption: t.l.T("tornado.title", "measure", t.l.MeasureTitle(t.m)), Columns: []Column{
		{Name: "axis", Title: t.l.T("tornado.input"), Text: true},
		{Name: "low_at", Title: t.l.T("tornado.at"), Text: true}, {Name: "low", Title: t.l.T("tornado.low"), Unit: unit},
		{Name: "base", Title: t.l.T("tornado.base"), Unit: unit},
		{Name: "high", Title: t.l.T("tornado.high"), Unit: unit}, {Name: "high_at", Title: t.l.T("tornado.at"), Text: true},
		{Name: "spread", Title: t.l.T("tornado.spread"), Unit: spreadUnit(t.m, t.l)},
	}}
	for _, bar := range append(slices.Clone(t.all), t.still...) {
		table.Rows = append(table.Rows, []Cell{
			{Text: t.title(bar.Axis), Value: bar.Axis},
			{Text: t.l.Given(bar.LowAt), Value: bar.LowAt}, measured(t.m, bar.Low, t.l), measured(t.m, bar.Base, t.l), measured(t.m, bar.High, t.l), {Text: t.l.Given(bar.HighAt), Value: bar.HighAt},
			{Text: unsigned(t.l.MeasureDifference(t.m, bar.Spread)), Value: bar.Spread},
		})
	}
	return table
}

// spreadUnit is the unit of a difference of two values of a measure.
func spreadUnit(m compare.Measure, l *locales.Locale) string {
	if m.Unit == "month" {
		return l.T("unit.months")
	}
	return l.MeasureUnit(m)
}
