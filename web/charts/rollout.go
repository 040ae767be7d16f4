package charts

import (
	"math"
	"slices"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// fewHalls is the most halls a site's layer is divided into.
const fewHalls = 6

// layer is one band of the stack of usable kW.
type layer struct {
	name   string // of the series
	key    string // legend entry it belongs to
	path   string // of what it is in the plan
	colour Colour
	kw     []planner.KW
	shade  float32 // opacity; halls of a site differ in it
}

// Rollout draws usable kW stacked by site, hall and lease, with peak demand,
// demand of priority 1 and what the loss of the largest site leaves over it,
// and marks the month each phase is energised. Values are kW by month.
func Rollout(r planner.Result, l *locales.Locale) (Chart, error) {
	c := charts.NewLine()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "axis", Formatter: "@rolloutTip"},
		opts.Grid{Left: "4", Right: "12", Top: "28", Bottom: "4", ContainLabel: opts.Bool(true)},
	)...)
	months := monthTexts(r.Months)
	c.SetGlobalOptions(charts.WithXAxisOpts(monthAxis(months, 0, true)), charts.WithYAxisOpts(amountAxis("", "@kw", 0)))
	c.SetXAxis(months)

	chart := Chart{Name: "rollout", Unit: "kW", Of: "kW", Height: 380, Label: rolloutLabel(r, l)}
	for _, y := range layers(r, l) {
		addLayer(c, y)
		if n := len(chart.Legend); n > 0 && chart.Legend[n-1].Title == y.key {
			chart.Legend[n-1].Series = append(chart.Legend[n-1].Series, y.name)
			continue
		}
		mark := "area"
		if y.colour == Leased {
			mark = "hatch"
		}
		chart.Legend = append(chart.Legend, Key{Title: y.key, Colour: y.colour, Mark: mark, Series: []string{y.name}})
	}
	for _, line := range []struct {
		key    string
		colour Colour
		style  string
		width  float32
		kw     []planner.KW
	}{
		{"rollout.loss", SiteLoss, "dashed", 2, r.SiteLoss.RemainingKW},
		{"rollout.priority1", Priority1, "dotted", 2, r.Demand.Priority1KW},
		{"rollout.demand", Demand, "solid", 2, r.Demand.PeakKW},
	} {
		name := l.T(line.key)
		addLine(c, name, line.colour, line.style, line.width, kwData(line.kw))
		chart.Legend = append(chart.Legend, Key{Title: name, Colour: line.colour, Mark: line.style, Series: []string{name}})
	}
	if short, any := shortfall(r); any {
		name, least := l.T("rollout.short"), r.Capacity.Least
		addLine(c, name, Over, "solid", 4, short)
		at := slices.Index(r.Months, least.Month)
		markOver(&c.MultiSeries[len(c.MultiSeries)-1], l.KW(least.KW)+" kW", months[at], float64(r.Demand.PeakKW[at]))
		chart.Legend = append(chart.Legend, Key{Title: name, Colour: Over, Mark: "over", Series: []string{name}})
	}
	marks := phaseMarks(r, l)
	c.Overlap(marks)
	option, err := marshal(c, chart.Name)
	chart.Option, chart.Table = option, rolloutTable(r, l)
	return chart, err
}

// layers lists the bands from the bottom up: sites in the plan's order, by
// hall where these are few and sum to their site, then leases.
func layers(r planner.Result, l *locales.Locale) []layer {
	var all []layer
	taken := names{}
	for i, site := range r.Sites {
		title := taken.of(l.Text(site.Title, site.Name), site.Name)
		if len(site.Halls) < 2 || len(site.Halls) > fewHalls || !hallsSum(site) {
			all = append(all, layer{title, title, named("sites", site.Name), Site(i), site.UsableITKW, 0.82})
			continue
		}
		for n, hall := range site.Halls {
			shade := 0.9 - 0.4*float32(n)/float32(len(site.Halls)-1)
			all = append(all, layer{taken.of(title+" · "+hall.Name, site.Name), title, named("sites", site.Name, "halls", hall.Name), Site(i), hall.UsableITKW, shade})
		}
	}
	for _, lease := range r.Leases {
		title := taken.of(l.Text(lease.Title, lease.Name), lease.Name)
		all = append(all, layer{title, title, named("leases", lease.Name), Leased, lease.UsableITKW, 1})
	}
	return all
}

// hallsSum reports whether a site's halls sum to the site in every month; they
// do not where a stage they share holds them back together.
func hallsSum(site planner.SiteResult) bool {
	for m, usable := range site.UsableITKW {
		var sum planner.KW
		for _, hall := range site.Halls {
			if m >= len(hall.UsableITKW) {
				return false
			}
			sum += hall.UsableITKW[m]
		}
		if math.Abs(float64(sum-usable)) > 1e-6*max(1, float64(usable)) {
			return false
		}
	}
	return true
}

func addLayer(c *charts.Line, y layer) {
	fill := y.colour.option()
	if y.colour == Leased {
		fill = "@leased-hatch"
	}
	c.AddSeries(y.name, kwData(y.kw),
		stroke("usable", "middle", len(y.kw)),
		charts.WithLineStyleOpts(opts.LineStyle{Color: "@surface", Width: 0.75}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: y.colour.option()}),
		charts.WithAreaStyleOpts(opts.AreaStyle{Color: fill, Opacity: opts.Float(y.shade)}),
	)
}

func addLine(c *charts.Line, name string, colour Colour, style string, width float32, data []opts.LineData) {
	c.AddSeries(name, data,
		stroke("", "middle", len(data)),
		charts.WithLineStyleOpts(opts.LineStyle{Color: colour.option(), Width: width, Type: style}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: colour.option()}),
	)
}

func kwData(kw []planner.KW) []opts.LineData {
	data := make([]opts.LineData, len(kw))
	for i, v := range kw {
		data[i] = opts.LineData{Value: float64(v)}
	}
	return data
}

// shortfall is peak demand in the months in which it exceeds what is usable.
func shortfall(r planner.Result) (data []opts.LineData, any bool) {
	data = make([]opts.LineData, len(r.Months))
	for i := range data {
		data[i].Value = noValue
		if r.Capacity.HeadroomKW[i] < 0 {
			data[i].Value, any = float64(r.Demand.PeakKW[i]), true
		}
	}
	return data, any
}

// phaseMarks marks the energised month of each phase inside the horizon.
func phaseMarks(r planner.Result, l *locales.Locale) *charts.Custom {
	var data []opts.CustomData
	for i, site := range r.Sites {
		for _, phase := range site.Phases {
			at := slices.Index(r.Months, phase.Energised)
			if at < 0 {
				continue
			}
			data = append(data, opts.CustomData{
				Name:      phaseTitle(l, site, phase),
				Value:     []any{at, 0},
				ItemStyle: &opts.ItemStyle{Color: Site(i).option()},
			})
		}
	}
	slices.SortStableFunc(data, func(a, b opts.CustomData) int {
		return a.Value.([]any)[0].(int) - b.Value.([]any)[0].(int)
	})
	c := charts.NewCustom()
	c.AddSeries(l.T("rollout.phases"), data, func(s *charts.SingleSeries) { s.RenderItem = "@phase" })
	return c
}

// phaseTitle names a phase by its site, and by itself where the site has more.
func phaseTitle(l *locales.Locale, site planner.SiteResult, phase planner.PhaseResult) string {
	title := l.Text(site.Title, site.Name)
	if len(site.Phases) > 1 {
		title += " " + l.Text(phase.Title, phase.Name)
	}
	return title
}

func rolloutLabel(r planner.Result, l *locales.Locale) string {
	n := len(r.Months) - 1
	if n < 0 {
		return l.T("rollout.title")
	}
	least := l.T("rollout.label.least", "least", l.KW(r.Capacity.Least.KW), "month", l.MonthProse(r.Capacity.Least.Month))
	if r.Capacity.Least.Month.IsZero() {
		least = ""
	}
	return l.T("rollout.label",
		"from", l.MonthProse(r.Months[0]), "to", l.MonthProse(r.Months[n]),
		"usable", l.KW(r.Capacity.UsableITKW[n]), "demand", l.KW(r.Demand.PeakKW[n]),
		"least", least)
}

func rolloutTable(r planner.Result, l *locales.Locale) Table {
	t := Table{Caption: l.T("rollout.title"), Columns: []Column{{Name: "month", Title: l.T("col.month"), Text: true}}}
	var columns [][]planner.KW
	add := func(name, title string, kw []planner.KW) {
		t.Columns = append(t.Columns, Column{Name: name, Title: title, Unit: "kW"})
		columns = append(columns, kw)
	}
	for _, y := range layers(r, l) {
		add(y.path+"/usable_it_kw", y.name, y.kw)
	}
	add("usable_it_kw", l.T("col.usable"), r.Capacity.UsableITKW)
	add("peak_demand_kw", l.T("rollout.demand"), r.Demand.PeakKW)
	add("headroom_kw", l.T("col.headroom"), r.Capacity.HeadroomKW)
	add("priority_1_demand_kw", l.T("rollout.priority1"), r.Demand.Priority1KW)
	add("after_site_loss_kw", l.T("rollout.loss"), r.SiteLoss.RemainingKW)
	for i, m := range r.Months {
		row := cells(m.String())
		for _, kw := range columns {
			cell := Cell{Text: l.KW(kw[i]), Value: float64(kw[i])}
			if kw[i] < 0 {
				cell.Class, cell.Mark = "over", "▲"
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
