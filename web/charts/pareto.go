package charts

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"buildout/planner/compare"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// paretoPoints is the most variants that are drawn beside those of the front.
// Beyond it they are drawn evenly from first to last.
const paretoPoints = 3000

// The sizes of points in pixels: where nothing sets them, and the least and most
// where a third measure does.
const (
	paretoSize      = 6
	paretoLeastSize = 5
	paretoMostSize  = 18
)

// Pareto draws variants by two measures: those that none beats as diamonds, which
// a line joins where there are but two measures, the others as discs, and the
// plan as it is. A third measure sets the size of the points. A value is the two
// measures, the index of the variant and words for it. Variants without one of
// the measures are left out. The names are of columns.
func (s Swept) Pareto(names []string, l *locales.Locale) (Chart, error) {
	p := pareto{s: s, l: l}
	for _, name := range names {
		p.at = append(p.at, s.column(name))
	}
	p.sort()
	p.sizes()
	c := charts.NewScatter()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "item", Formatter: "@paretoTip"},
		opts.Grid{Left: "8", Right: "24", Top: "30", Bottom: "44", ContainLabel: opts.Bool(true)},
	)...)
	x, y := s.scaleOf(p.at[0], l), s.scaleOf(p.at[1], l)
	c.SetGlobalOptions(charts.WithXAxisOpts(x.x(p.title(0))), charts.WithYAxisOpts(y.y(p.title(1))))
	if x.names != nil {
		c.SetXAxis(x.names)
	}
	p.draw(c)
	option, err := marshal(c, "pareto")
	return Chart{
		Name: "pareto", Option: option, Height: 420, Canvas: true, Legend: p.legend(), Label: p.label(), Note: p.note(),
		Table: p.table(),
	}, err
}

// pareto is the variants of a Pareto chart.
type pareto struct {
	s            Swept
	l            *locales.Locale
	at           []int // places of the measures among the columns
	front        []compare.Variant
	others       []compare.Variant // all of them
	shown        []compare.Variant // those of the others that are drawn
	least, most  float64           // of the third measure
	withoutValue int
}

// title is the name of a measure with its unit.
func (p *pareto) title(i int) string {
	m := p.s.Columns[p.at[i]]
	if unit := p.l.MeasureUnit(m); unit != "" {
		return p.l.MeasureTitle(m) + " (" + unit + ")"
	}
	return p.l.MeasureTitle(m)
}

// sort parts the variants into those of the front, in the order of the first
// measure, and the others.
func (p *pareto) sort() {
	front := map[int]bool{}
	for _, index := range p.s.Front {
		front[index] = true
	}
	for _, v := range p.s.Variants {
		switch {
		case !p.whole(v.Results):
			p.withoutValue++
		case front[v.Index]:
			p.front = append(p.front, v)
		default:
			p.others = append(p.others, v)
		}
	}
	slices.SortStableFunc(p.front, func(a, b compare.Variant) int {
		return cmp.Or(cmp.Compare(a.Results[p.at[0]].Number, b.Results[p.at[0]].Number), cmp.Compare(a.Results[p.at[1]].Number, b.Results[p.at[1]].Number))
	})
	p.shown = p.others
	if n := len(p.others); n > paretoPoints {
		p.shown = make([]compare.Variant, paretoPoints)
		for i := range p.shown {
			p.shown[i] = p.others[i*n/paretoPoints]
		}
	}
}

// whole reports whether results have a value of each measure.
func (p *pareto) whole(results []compare.Value) bool {
	for _, at := range p.at {
		if at < 0 || at >= len(results) || results[at].Kind == compare.None {
			return false
		}
	}
	return true
}

func (p *pareto) sizes() {
	p.least, p.most = math.Inf(1), math.Inf(-1)
	if len(p.at) < 3 {
		return
	}
	for _, list := range [][]compare.Variant{p.front, p.others} {
		for _, v := range list {
			p.least, p.most = min(p.least, v.Results[p.at[2]].Number), max(p.most, v.Results[p.at[2]].Number)
		}
	}
}

// size is that of the point of a variant in pixels.
func (p *pareto) size(results []compare.Value) int {
	if len(p.at) < 3 || p.most <= p.least {
		return paretoSize
	}
	share := (results[p.at[2]].Number - p.least) / (p.most - p.least)
	return paretoLeastSize + int(math.Round(share*(paretoMostSize-paretoLeastSize)))
}

func (p *pareto) value(results []compare.Value, index int, words string) []any {
	return []any{p.s.coordinate(p.at[0], results[p.at[0]], p.l), p.s.coordinate(p.at[1], results[p.at[1]], p.l), index, words}
}

// words are what a point says beside its two measures: the third, and on the
// front the value of each axis.
func (p *pareto) words(v compare.Variant, axes bool) string {
	var lines []string
	if len(p.at) > 2 {
		lines = append(lines, p.title(2)+"\t"+p.l.MeasureValue(p.s.Columns[p.at[2]], v.Results[p.at[2]]))
	}
	for i, value := range v.Values {
		if axes && value != "" && i < len(p.s.Titles) {
			lines = append(lines, p.s.Titles[i]+"\t"+p.l.Given(value))
		}
	}
	return strings.Join(lines, "\n")
}

func (p *pareto) points(list []compare.Variant, axes bool, more int) []opts.ScatterData {
	data := make([]opts.ScatterData, len(list))
	for i, v := range list {
		data[i] = opts.ScatterData{Value: p.value(v.Results, v.Index, p.words(v, axes)), SymbolSize: p.size(v.Results) + more}
	}
	return data
}

// draw adds the series: the others, the line along the front, the front, and the
// plan as it is.
func (p *pareto) draw(c *charts.Scatter) {
	l := p.l
	c.AddSeries(l.T("pareto.others"), p.points(p.shown, false, 0), charts.WithItemStyleOpts(opts.ItemStyle{Color: Step.option(), Opacity: opts.Float(0.45)}))
	if marks := p.limits(); len(marks) > 0 {
		c.MultiSeries[0].MarkLines = &opts.MarkLines{Data: marks, MarkLineStyle: opts.MarkLineStyle{
			Symbol: []string{"none", "none"}, LineStyle: &opts.LineStyle{Color: Ceiling.option(), Type: "dashed", Width: 1.5},
		}}
	}
	if len(p.at) == 2 && len(p.front) > 1 {
		line := charts.NewLine()
		data := make([]opts.LineData, len(p.front))
		for i, v := range p.front {
			data[i].Value = p.value(v.Results, v.Index, "")
		}
		line.AddSeries(l.T("pareto.front"), data, charts.WithLineChartOpts(opts.LineChart{Symbol: "none"}), charts.WithLineStyleOpts(opts.LineStyle{Color: Total.option(), Width: 1}))
		c.Overlap(line)
	}
	diamonds := p.points(p.front, true, 4)
	c.AddSeries(l.T("pareto.front"), diamonds, charts.WithScatterChartOpts(opts.ScatterChart{Symbol: "diamond"}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: Total.option(), BorderColor: "@surface", BorderWidth: 1}))
	if !p.whole(p.s.Base) {
		return
	}
	c.AddSeries(l.T("pareto.plan"), []opts.ScatterData{{Value: p.value(p.s.Base, -1, ""), SymbolSize: paretoMostSize}},
		charts.WithScatterChartOpts(opts.ScatterChart{Symbol: "rect", SymbolSize: paretoMostSize}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: "transparent", BorderColor: OrderBy.option(), BorderWidth: 2.5}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "left", Formatter: l.T("pareto.plan"), Color: "@ink", FontSize: 11}))
}

// limits are lines at the limits of the conditions on one of the two measures.
func (p *pareto) limits() []any {
	var marks []any
	for _, limit := range p.s.Limits {
		for i, axis := range []string{"xAxis", "yAxis"} {
			m := p.s.Columns[p.at[i]]
			if limit.Measure.Name != m.Name || limit.Limit.Kind == compare.None {
				continue
			}
			position := "insideEndTop"
			if axis == "xAxis" {
				position = "end"
			}
			marks = append(marks, map[string]any{
				"name": limit.Operator + " " + p.l.MeasureValue(m, limit.Limit), axis: p.s.coordinate(p.at[i], limit.Limit, p.l),
				"label": map[string]any{"formatter": "{b}", "position": position, "color": "@ink", "fontSize": 11},
			})
		}
	}
	return marks
}

func (p *pareto) legend() []Key {
	keys := []Key{
		{Title: p.l.T("pareto.front"), Colour: Total, Mark: "diamond", Series: []string{p.l.T("pareto.front")}},
		{Title: p.l.T("pareto.others"), Colour: Step, Mark: "disc", Series: []string{p.l.T("pareto.others")}},
		{Title: p.l.T("pareto.plan"), Colour: OrderBy, Mark: "box", Series: []string{p.l.T("pareto.plan")}},
	}
	if len(p.at) > 2 && p.most > p.least {
		m := p.s.Columns[p.at[2]]
		text := func(v float64) string {
			for _, value := range p.column(2) {
				if value.Number == v {
					return p.l.MeasureValue(m, value)
				}
			}
			return ""
		}
		keys = append(keys, Key{Title: p.l.T("pareto.size", "measure", p.title(2), "least", text(p.least), "most", text(p.most)), Colour: Step, Mark: "sizes"})
	}
	return keys
}

// column lists the values of a measure.
func (p *pareto) column(i int) []compare.Value {
	var values []compare.Value
	for _, list := range [][]compare.Variant{p.front, p.others} {
		for _, v := range list {
			values = append(values, v.Results[p.at[i]])
		}
	}
	return values
}

func (p *pareto) label() string {
	titles := make([]string, len(p.at))
	for i, at := range p.at {
		titles[i] = p.l.MeasureTitle(p.s.Columns[at])
	}
	return p.l.T("pareto.label", "front", p.l.Int(len(p.front)), "count", p.l.Int(len(p.front)+len(p.others)), "measures", strings.Join(titles, ", "))
}

// note says what is not drawn.
func (p *pareto) note() string {
	var notes []string
	if len(p.shown) < len(p.others) {
		notes = append(notes, p.l.T("pareto.thinned", "shown", p.l.Int(len(p.shown)), "count", p.l.Int(len(p.others))))
	}
	if n := len(p.front); n > paretoRows {
		notes = append(notes, p.l.T("pareto.listed", "shown", p.l.Int(paretoRows), "count", p.l.Int(n)))
	}
	if p.withoutValue > 0 {
		notes = append(notes, p.l.T("pareto.without", "count", p.l.Int(p.withoutValue)))
	}
	return strings.Join(notes, " ")
}

// paretoRows is the most variants of the front that the table shows.
const paretoRows = 200

// table is the variants that none beats.
func (p *pareto) table() Table {
	shown := p.front[:min(len(p.front), paretoRows)]
	t := Table{Caption: p.l.T("pareto.title", "y", p.l.MeasureTitle(p.s.Columns[p.at[1]]), "x", p.l.MeasureTitle(p.s.Columns[p.at[0]])), Explain: p.s.Link}
	t.Columns = p.s.Heads(p.l)
	t.Rows = p.rows(shown)
	return t
}

func (p *pareto) rows(list []compare.Variant) [][]Cell {
	rows := make([][]Cell, len(list))
	for i, v := range list {
		rows[i] = p.s.Cells(v, p.l)
	}
	return rows
}
