package charts

import (
	"strings"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Overlaid is a plan whose lines are drawn over those of others.
type Overlaid struct {
	Name     string // in the data, such as two-sites-460@3
	Title    string
	Place    int  // of its hue and stroke, from 0 to PlanHues-1
	Baseline bool // its demand is drawn
	Result   planner.Result
}

// Overlay is a chart of several plans.
type Overlay struct {
	Name  string
	Title string // key of its title in the catalogue
	Draw  func([]Overlaid, *locales.Locale) (Chart, error)
}

// Overlays are all charts of several plans.
var Overlays = []Overlay{
	{"compared-rollout", "compared.rollout", ComparedRollout},
	{"compared-cash", "compared.cash", ComparedCash},
}

// planStroke is how the lines of a plan are drawn, so that its hue is not all
// that tells it from others.
type planStroke struct{ style, symbol string }

var planStrokes = [PlanHues]planStroke{
	{"solid", "circle"}, {"dashed", "rect"}, {"dotted", "triangle"}, {"solid", "diamond"},
	{"dashed", "arrow"}, {"dotted", "pin"}, {"solid", "rect"}, {"dashed", "circle"},
}

// markEvery is how many months lie between two marks of a line.
const markEvery = 12

// planLine is a line of a plan by month.
type planLine struct {
	plan   Overlaid
	title  string
	months []planner.Month
	values []float64
	cell   func(i int) Cell // of a month of the plan
}

// spanOf is the months from the first to the last that any of the plans has.
func spanOf(plans []Overlaid) []planner.Month {
	var first, last planner.Month
	for _, p := range plans {
		months := p.Result.Months
		if len(months) == 0 {
			continue
		}
		if first.IsZero() || months[0] < first {
			first = months[0]
		}
		last = max(last, months[len(months)-1])
	}
	if first.IsZero() {
		return nil
	}
	months := make([]planner.Month, last-first+1)
	for i := range months {
		months[i] = first + planner.Month(i)
	}
	return months
}

// at is the place of a month in a line; below 0 where the line has no such month.
func (p planLine) at(m planner.Month) int {
	if len(p.months) == 0 || m < p.months[0] || m > p.months[len(p.months)-1] {
		return -1
	}
	return int(m - p.months[0])
}

// titled gives each plan a title that no other of them has.
func titled(plans []Overlaid) []string {
	taken, titles := names{}, make([]string, len(plans))
	for i, p := range plans {
		titles[i] = taken.of(p.Title, p.Name)
	}
	return titles
}

// addPlan draws a line of a plan with marks that stand beside those of the other
// lines, each count of them, where lines lie over each other.
func addPlan(c *charts.Line, months []planner.Month, p planLine, step any, place, count int) Key {
	stroked, colour := planStrokes[p.plan.Place], Plan(p.plan.Place)
	data := make([]opts.LineData, len(months))
	var marks []any
	for i, m := range months {
		at := p.at(m)
		data[i].Value = noValue
		if at < 0 {
			continue
		}
		data[i].Value = p.values[at]
		if at%markEvery == place*markEvery/count%markEvery || len(p.months) < markEvery && at == 0 {
			marks = append(marks, opts.MarkPointNameCoordItem{
				Coordinate: []any{m.String(), p.values[at]}, Symbol: stroked.symbol, SymbolSize: 8,
				ItemStyle: &opts.ItemStyle{Color: colour.option()}, Label: &opts.Label{Show: opts.Bool(false)},
			})
		}
	}
	c.AddSeries(p.title, data,
		stroke("", step, len(data)),
		charts.WithLineStyleOpts(opts.LineStyle{Color: colour.option(), Width: 2, Type: stroked.style}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: colour.option()}),
	)
	c.MultiSeries[len(c.MultiSeries)-1].MarkPoints = &opts.MarkPoints{Data: marks}
	return Key{Title: p.title, Colour: colour, Mark: PlanMark(p.plan.Place), Series: []string{p.title}}
}

// ComparedRollout draws usable kW by month of several plans over the peak demand
// of the baseline. A line runs over the months of its plan alone.
func ComparedRollout(plans []Overlaid, l *locales.Locale) (Chart, error) {
	months := spanOf(plans)
	c := overlay(months, "@rolloutTip", "", "@kw", "4")
	chart := Chart{Name: "compared-rollout", Unit: "kW", Of: "kW", Height: 340}
	titles := titled(plans)
	var lines []planLine
	var ends []string
	var demand *planLine
	for i, p := range plans {
		r := p.Result
		line := planLine{plan: p, title: titles[i], months: r.Months, values: numbers(r.Capacity.UsableITKW)}
		line.cell = func(at int) Cell { return kwCell(l, r.Capacity.UsableITKW[at]) }
		lines = append(lines, line)
		chart.Legend = append(chart.Legend, addPlan(c, months, line, "middle", i, len(plans)))
		if n := len(r.Months); n > 0 {
			ends = append(ends, l.T("compared.rollout.end", "plan", titles[i], "kw", l.KW(r.Capacity.UsableITKW[n-1])))
		}
		if p.Baseline {
			demand = &planLine{plan: p, title: l.T("compared.demand", "plan", titles[i]), months: r.Months, values: numbers(r.Demand.PeakKW)}
			demand.cell = func(at int) Cell { return kwCell(l, r.Demand.PeakKW[at]) }
		}
	}
	chart.Table = comparedTable(l, "compared.rollout", "usable_it_kw", "kW", months, lines)
	chart.Label = l.T("compared.rollout.label", "ends", strings.Join(ends, ", "))
	if demand != nil {
		data := make([]opts.LineData, len(months))
		for i, m := range months {
			data[i].Value = noValue
			if at := demand.at(m); at >= 0 {
				data[i].Value = demand.values[at]
			}
		}
		addLine(c, demand.title, Demand, "solid", 1.5, data)
		chart.Legend = append(chart.Legend, Key{Title: demand.title, Colour: Demand, Mark: "solid", Series: []string{demand.title}})
		addColumn(&chart.Table, Column{Name: named(demand.plan.Name) + "/peak_demand_kw", Title: demand.title, Unit: "kW"}, months, *demand)
	}
	var err error
	chart.Option, err = marshal(c, chart.Name)
	return chart, err
}

// overlay is a chart by month without its lines.
func overlay(months []planner.Month, tip, name, axis, left string) *charts.Line {
	c := charts.NewLine()
	texts := monthTexts(months)
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "axis", Formatter: types.FuncStr(tip)},
		opts.Grid{Left: left, Right: "14", Top: "26", Bottom: "4", ContainLabel: opts.Bool(true)},
	)...)
	c.SetGlobalOptions(charts.WithXAxisOpts(monthAxis(texts, 0, true)), charts.WithYAxisOpts(amountAxis(name, axis, 0)))
	c.SetXAxis(texts)
	return c
}

// comparedTable is a table by month with a column for each plan.
func comparedTable(l *locales.Locale, key, name, unit string, months []planner.Month, lines []planLine) Table {
	t := Table{Caption: l.T(key), Columns: []Column{{Name: "month", Title: l.T("col.month"), Text: true}}}
	for _, m := range months {
		t.Rows = append(t.Rows, cells(m.String()))
	}
	for _, line := range lines {
		addColumn(&t, Column{Name: named(line.plan.Name) + "/" + name, Title: line.title, Unit: unit}, months, line)
	}
	return t
}

// addColumn gives a table by month a column of a line.
func addColumn(t *Table, column Column, months []planner.Month, line planLine) {
	t.Columns = append(t.Columns, column)
	for i, m := range months {
		cell := Cell{}
		if at := line.at(m); at >= 0 {
			cell = line.cell(at)
		}
		t.Rows[i] = append(t.Rows[i], cell)
	}
}

func kwCell(l *locales.Locale, kw planner.KW) Cell { return Cell{Text: l.KW(kw), Value: float64(kw)} }

func numbers(kw []planner.KW) []float64 {
	values := make([]float64, len(kw))
	for i, v := range kw {
		values[i] = float64(v)
	}
	return values
}
