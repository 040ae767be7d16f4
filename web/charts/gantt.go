package charts

import (
	"slices"
	"strings"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// laneHeight is the height of a lane of the Gantt chart in pixels.
const laneHeight = 19

// gantt gathers the lanes from the top down. A value is the lane, the month it
// starts, the month after its end, and the words of its tooltip.
type gantt struct {
	l                            *locales.Locale
	lanes                        []string
	heads, bars, promises, order []opts.CustomData
	first, last                  planner.Month
}

// Gantt draws the programme of every phase by site: a bar for each build
// stage, the month it is energised and the month promised, and a diamond for
// each month by which something must be ordered. Months are counted from
// January of year 0.
func Gantt(r planner.Result, l *locales.Locale) (Chart, error) {
	g := &gantt{l: l}
	t := Table{Caption: l.T("gantt.title"), Columns: []Column{
		{Name: "site", Title: l.T("col.site"), Text: true}, {Name: "phase", Title: l.T("col.phase"), Text: true}, {Name: "stage", Title: l.T("col.stage"), Text: true},
		{Name: "start", Title: l.T("col.start")}, {Name: "end", Title: l.T("col.end")}, {Name: "float_months", Title: l.T("col.float"), Text: true},
	}}
	for i, site := range r.Sites {
		for _, phase := range site.Phases {
			g.phase(r, Site(i), site, phase)
			t.Rows = append(t.Rows, phaseRows(l, r, site, phase)...)
		}
	}
	c := charts.NewCustom()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "item", Formatter: "@ganttTip"},
		opts.Grid{Left: "4", Right: "12", Top: "4", Bottom: "4", ContainLabel: opts.Bool(true)},
	)...)
	c.SetGlobalOptions(charts.WithXAxisOpts(g.xAxis()), charts.WithYAxisOpts(opts.YAxis{
		Type: "category", Inverse: opts.Bool(true), Data: g.lanes,
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Color: "@muted", Interval: "0"},
	}))
	for _, s := range []struct {
		id   string
		data []opts.CustomData
	}{{"head", g.heads}, {"stage", g.bars}, {"energised", g.promises}, {"order", g.order}} {
		c.AddSeries(s.id, s.data, func(series *charts.SingleSeries) {
			series.RenderItem, series.Encode = "@gantt", &opts.Encode{X: []int{1, 2}, Y: 0}
		})
	}
	option, err := marshal(c, "gantt")
	return Chart{
		Name: "gantt", Unit: l.T("gantt.unit"), Of: "month", Height: len(g.lanes)*laneHeight + 28, Label: ganttLabel(r, l), Option: option, Table: t,
		Legend: []Key{
			{Title: l.T("gantt.stage"), Colour: Site(0), Mark: "area"},
			{Title: l.T("gantt.energised"), Colour: Demand, Mark: "disc"},
			{Title: l.T("gantt.promised"), Colour: Demand, Mark: "flag"},
			{Title: l.T("gantt.late"), Colour: Over, Mark: "over"},
			{Title: l.T("gantt.order"), Colour: OrderBy, Mark: "diamond"},
		},
	}, err
}

// lane adds a lane and widens the months shown.
func (g *gantt) lane(label string) int {
	g.lanes = append(g.lanes, label)
	return len(g.lanes) - 1
}

func (g *gantt) see(months ...planner.Month) {
	for _, m := range months {
		if m.IsZero() {
			continue
		}
		if g.first.IsZero() || m < g.first {
			g.first = m
		}
		g.last = max(g.last, m)
	}
}

func item(label, tip string, colour Colour, lane int, values ...any) opts.CustomData {
	return opts.CustomData{
		Name:      label,
		Value:     append(append([]any{lane}, values...), tip),
		ItemStyle: &opts.ItemStyle{Color: colour.option()},
	}
}

func (g *gantt) phase(r planner.Result, hue Colour, site planner.SiteResult, phase planner.PhaseResult) {
	title := g.l.Text(site.Title, site.Name) + " · " + g.l.Text(phase.Title, phase.Name)
	head := g.lane("")
	g.heads = append(g.heads, item(title, title, hue, head, int(phase.Start), int(phase.Start)))
	g.see(phase.Start)
	g.energised(title, hue, phase, r.Plan.Horizon.End())
	g.orders(r, title, site, phase)
	for _, stage := range phase.Stages {
		months := int(stage.End-stage.Start) + 1
		length := g.l.T("gantt.months", "number", g.l.Int(months))
		name := g.l.Name("stage", string(stage.Stage))
		float := floatText(g.l, stage)
		tip := strings.Join([]string{title, name + ": " + g.l.MonthProse(stage.Start) + " – " + g.l.MonthProse(stage.End), length, float}, "\n")
		g.bars = append(g.bars, item(length+" · "+float, tip, hue, g.lane(name), int(stage.Start), int(stage.End)+1))
		g.see(stage.Start, stage.End+1)
	}
}

// floatText says how much later a stage may start, or that it is critical.
func floatText(l *locales.Locale, stage planner.BuildStageResult) string {
	if stage.Critical {
		return l.T("gantt.critical")
	}
	return l.T("gantt.float", "months", l.Int(stage.FloatMonths))
}

// energised adds the month a phase is energised and the month promised; both
// are the same where nothing was promised.
func (g *gantt) energised(title string, hue Colour, phase planner.PhaseResult, end planner.Month) {
	promised, label := phase.Promised, g.l.MonthProse(phase.Energised)
	if !promised.IsZero() && phase.Energised <= promised {
		label += " ✓"
	}
	tip := title + "\n" + g.l.T("gantt.energised") + ": " + label
	if promised.IsZero() {
		promised = phase.Energised
	} else {
		tip += "\n" + g.l.T("gantt.promised") + ": " + g.l.MonthProse(promised)
	}
	switch late := int(phase.Energised - promised); {
	case phase.Energised > end:
		label, hue = label+" ▲ "+g.l.T("gantt.beyond"), Over
	case late > 0:
		label, hue = label+" ▲ "+g.l.T("gantt.months_late", "months", g.l.Int(late)), Over
	}
	g.promises = append(g.promises, item(label, tip, hue, g.lane(g.l.T("gantt.lane.energised")), int(promised), int(phase.Energised)))
	g.see(promised, phase.Energised)
}

// orders adds a diamond for each month in which the phase must order.
func (g *gantt) orders(r planner.Result, title string, site planner.SiteResult, phase planner.PhaseResult) {
	months, lines := []planner.Month{}, map[planner.Month][]string{}
	for _, o := range r.Orders {
		if o.Site != site.Name || o.Phase != phase.Name {
			continue
		}
		if lines[o.OrderBy] == nil {
			months = append(months, o.OrderBy)
			lines[o.OrderBy] = []string{title, g.l.T("gantt.order") + ": " + g.l.MonthProse(o.OrderBy)}
		}
		lines[o.OrderBy] = append(lines[o.OrderBy], g.l.Text(o.Title, o.LeadTime)+" · "+g.l.WonProse(o.AmountKRW))
	}
	if len(months) == 0 {
		return
	}
	lane := g.lane(g.l.T("gantt.lane.order"))
	for _, m := range months {
		count := ""
		if n := len(lines[m]) - 2; n > 1 {
			count = g.l.Int(n)
		}
		hue := OrderBy
		if orderPassed(r, "sites/"+site.Name+"/phases/"+phase.Name, m) {
			hue, count = Over, strings.TrimSpace("▲ "+count)
		}
		g.order = append(g.order, item(count, strings.Join(lines[m], "\n"), hue, lane, int(m), int(m)))
		g.see(m, m+1)
	}
}

// orderPassed reports whether a finding says that what must be ordered in a
// month comes before its phase.
func orderPassed(r planner.Result, where string, m planner.Month) bool {
	return slices.ContainsFunc(r.Findings, func(f planner.Finding) bool {
		return f.Code == planner.OrderByPassed && f.Where == where && f.Month == m
	})
}

// xAxis runs from the first to the last month, with a tick each January, or
// each few years where there are many.
func (g *gantt) xAxis() opts.XAxis {
	step := 12.0
	for years := float64(g.last-g.first) / 12; years/(step/12) > 12; {
		step *= 2
	}
	return opts.XAxis{
		Type: "value", Min: int(g.first) - 1, Max: int(g.last) + 8, MinInterval: step, MaxInterval: step, Position: "bottom",
		AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "@axis"}},
		AxisLabel: &opts.AxisLabel{Formatter: "@monthYear", Color: "@muted", Align: "left", ShowMinLabel: opts.Bool(false), ShowMaxLabel: opts.Bool(false)},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@grid"}},
	}
}

func ganttLabel(r planner.Result, l *locales.Locale) string {
	var parts []string
	for _, site := range r.Sites {
		for _, phase := range site.Phases {
			parts = append(parts, l.T("gantt.label.phase",
				"phase", phaseTitle(l, site, phase),
				"start", l.MonthProse(phase.Start), "energised", l.MonthProse(phase.Energised), "promised", l.MonthProse(phase.Promised)))
		}
	}
	return l.T("gantt.label", "phases", strings.Join(parts, "; "))
}

func phaseRows(l *locales.Locale, r planner.Result, site planner.SiteResult, phase planner.PhaseResult) [][]Cell {
	head := func(stage, title string) []Cell {
		return []Cell{{Text: l.Text(site.Title, site.Name), Value: site.Name}, {Text: l.Text(phase.Title, phase.Name), Value: phase.Name}, {Text: title, Value: stage}}
	}
	var rows [][]Cell
	for _, stage := range phase.Stages {
		rows = append(rows, append(head(string(stage.Stage), l.Name("stage", string(stage.Stage))),
			monthCell(l, stage.Start), monthCell(l, stage.End), Cell{Text: floatText(l, stage), Value: stage.FloatMonths}))
	}
	energised := monthCell(l, phase.Energised)
	if phase.Energised > r.Plan.Horizon.End() || !phase.Promised.IsZero() && phase.Energised > phase.Promised {
		energised.Class, energised.Mark = "over", "▲"
	}
	return append(rows,
		append(head("energised", l.T("gantt.energised")), energised, Cell{}, Cell{}),
		append(head("promised", l.T("gantt.promised")), monthCell(l, phase.Promised), Cell{}, Cell{}),
	)
}
