// Package charts builds the ECharts options of the pages from results, and the
// tables of the same numbers. An option is data: names of colours and
// functions in it start with an @ and are looked up by the page's own script.
package charts

import (
	"encoding/json"
	"fmt"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Chart is a chart with what stands around it on a page.
type Chart struct {
	Name   string // such as rollout; also the anchor
	Unit   string // of the values as the page shows them
	Of     string // unit of the values in the option and in the data: kW, KRW, share or month
	Label  string // says what the chart shows to those who do not see it
	Legend []Key
	Option json.RawMessage
	Height int // in pixels
	Table  Table
	Below  [][]Cell // rows of the data that are too many for the table
	Open   bool     // whether the table stands open at first
	Canvas bool     // drawn in pixels, for thousands of points
	Note   string   // what is not drawn, in words
}

// Key is an entry of a chart's legend.
type Key struct {
	Title  string
	Colour Colour
	Mark   string   // area, hatch, strokes, line, dash, dot, flag, diamond or disc
	Series []string // names of the series it shows and hides; none where it only explains
}

// Table is a table of numbers, the same on the page as in the chart.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]Cell
	Foot    []Cell
	Explain string // address that explains a figure, but for the figure's name at its end; none where empty
}

// Column is the head of a column.
type Column struct {
	Name  string // in the data, with its unit last, such as paid_krw; not in the data where empty
	Title string
	Unit  string
	Text  bool // holds words, not numbers
}

// Cell is a cell of a table.
type Cell struct {
	Text   string
	Value  any    // in the data: a text, a number or a month as YYYY-MM; nil where there is none
	Class  string // over, near, fine or quiet
	Mark   string // said before the text where colour alone would say it
	Swatch Colour
	Small  string // second line
	Figure string // path of planner.Explain; none where empty
}

// noValue is what ECharts draws nothing for.
const noValue = "-"

// cells are texts that stand in the data as they are.
func cells(texts ...string) []Cell {
	row := make([]Cell, len(texts))
	for i, text := range texts {
		row[i] = Cell{Text: text, Value: text}
	}
	return row
}

// won is an amount in a table.
func won(l *locales.Locale, krw planner.KRW) Cell { return Cell{Text: l.Won(krw), Value: krw} }

// monthCell is a month in a table, or a dash.
func monthCell(l *locales.Locale, m planner.Month) Cell {
	c := Cell{Text: l.Month(m)}
	if !m.IsZero() {
		c.Value = m.String()
	}
	return c
}

// Compared is a cell that says what the value was where it is another now.
func Compared(l *locales.Locale, now, was Cell) Cell {
	if now.Text != was.Text {
		now.Small = l.T("change.was", "value", was.Text)
	}
	return now
}

// validated is a go-echarts chart.
type validated interface {
	Validate()
	JSON() map[string]any
}

// marshal writes an option without the parts the page draws itself.
func marshal(c validated, name string) (json.RawMessage, error) {
	c.Validate()
	option := c.JSON()
	delete(option, "title")
	delete(option, "toolbox")
	delete(option, "color")
	data, err := json.Marshal(option)
	if err != nil {
		return nil, fmt.Errorf("%s chart: %w", name, err)
	}
	return data, nil
}

// base is the set-up every chart shares.
func base(tooltip opts.Tooltip, grids ...opts.Grid) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithAnimation(false),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithTooltipOpts(tooltip),
		charts.WithGridOpts(grids...),
	}
}

// monthAxis is the months of the horizon, labelled at each January.
func monthAxis(months []string, grid int, labelled bool) opts.XAxis {
	return opts.XAxis{
		Type: "category", Data: months, GridIndex: grid,
		AxisLine:    &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "@axis"}},
		AxisTick:    &opts.AxisTick{Show: opts.Bool(labelled), Interval: "@january", LineStyle: &opts.LineStyle{Color: "@axis"}},
		AxisLabel:   &opts.AxisLabel{Show: opts.Bool(labelled), Interval: "@january", Formatter: "@year", Color: "@muted", Align: "left", HideOverlap: opts.Bool(true)},
		SplitLine:   &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@grid"}},
		AxisPointer: &opts.AxisPointer{Type: "line", Label: &opts.Label{Show: opts.Bool(false)}},
	}
}

// amountAxis is an axis of kW or won, with a name above it where it has one.
func amountAxis(name, formatter string, grid int) opts.YAxis {
	return opts.YAxis{
		Type: "value", Name: name, NameLocation: "end", NameGap: 9, GridIndex: grid, SplitNumber: 4,
		AxisLabel: &opts.AxisLabel{Formatter: types.FuncStr(formatter), Color: "@muted"},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@grid"}},
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
	}
}

// stroke sets how a line runs from month to month. A line of one month has no
// length, so its point is shown.
func stroke(stack string, step any, months int) charts.SeriesOpts {
	line := opts.LineChart{Stack: stack, Step: step, ShowSymbol: opts.Bool(months == 1), Symbol: "none"}
	if months == 1 {
		line.Symbol = "circle"
	}
	return charts.WithLineChartOpts(line)
}

// markOver sets the mark and the words of what is beyond a limit at a month.
func markOver(s *charts.SingleSeries, words, month string, value float64) {
	s.MarkPoints = &opts.MarkPoints{Data: []any{opts.MarkPointNameCoordItem{
		Name: words, Coordinate: []any{month, value}, Symbol: "triangle", SymbolSize: 9,
		ItemStyle: &opts.ItemStyle{Color: Over.option()},
		Label:     &opts.Label{Show: opts.Bool(true), Formatter: "{b}", Position: "bottom", Align: "right", Color: Over.option(), FontWeight: "bold", FontSize: 12},
	}}}
}

func monthTexts(months []planner.Month) []string {
	texts := make([]string, len(months))
	for i, m := range months {
		texts[i] = m.String()
	}
	return texts
}

// names gives each title once, so that two sites of one title stay two series.
type names map[string]bool

func (n names) of(title, name string) string {
	if n[title] {
		title += " (" + name + ")"
	}
	n[title] = true
	return title
}
