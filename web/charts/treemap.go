package charts

import (
	"strings"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// treeNode is a row of the cost book in a treemap; go-echarts' own node has no
// colour.
type treeNode struct {
	Name      string          `json:"name"`
	Value     planner.KRW     `json:"value"`
	ItemStyle *opts.ItemStyle `json:"itemStyle,omitempty"`
	Children  []treeNode      `json:"children,omitempty"`
}

// treemap is a go-echarts chart without axes.
type treemap struct{ *charts.TreeMap }

// Treemap draws the forecast by group, subsystem and line of the cost book,
// each as large as its won, in the hue of its group.
func Treemap(r planner.Result, l *locales.Locale) (Chart, error) {
	c := charts.NewTreeMap()
	c.SetGlobalOptions(base(opts.Tooltip{Trigger: "item", Formatter: "@treeTip"})...)
	c.AddSeries(l.T("treemap.title"), nil,
		charts.WithTreeMapOpts(opts.TreeMapChart{Left: "0", Right: "0", Top: "0", Bottom: "4"}),
		func(s *charts.SingleSeries) {
			s.Data, s.NodeClick, s.Roam = treeNodes(r, l), "false", opts.Bool(false)
			s.Levels = treeLevels
		},
	)
	chart := Chart{Name: "treemap", Unit: l.WonUnit(), Height: 420, Of: "KRW", Label: treemapLabel(r, l)}
	chart.Table, chart.Below = treemapTable(r, l)
	hues := groupHues(r)
	for _, row := range r.Budget.Rows {
		if row.Level == 0 && row.ForecastKRW > 0 {
			chart.Legend = append(chart.Legend, Key{Title: l.Text(row.Title, row.Code), Colour: hues[row.Code], Mark: "area"})
		}
	}
	option, err := marshal(treemap{c}, chart.Name)
	chart.Option = option
	return chart, err
}

// treeLevels sets the gaps between the parts of the whole, of a group and of a
// subsystem, and the names above them.
var treeLevels = []map[string]any{
	{"itemStyle": map[string]any{"borderColor": "@surface", "borderWidth": 0, "gapWidth": 3}},
	{"itemStyle": map[string]any{"borderColor": "@surface", "borderWidth": 0, "gapWidth": 2}, "upperLabel": map[string]any{"show": false}},
	{"itemStyle": map[string]any{"borderColor": "@surface", "borderWidth": 1, "gapWidth": 1}, "upperLabel": map[string]any{"show": false}},
}

// groupHues is the hue of each cost group by its code.
func groupHues(r planner.Result) map[string]Colour {
	hues := make(map[string]Colour, len(r.Budget.Groups))
	for i, g := range r.Budget.Groups {
		hues[g.Code] = Group(i)
	}
	return hues
}

// GroupOf returns the hue of the cost group that a code lies in.
func GroupOf(r planner.Result, code string) Colour {
	group, _, _ := strings.Cut(code, ".")
	return groupHues(r)[group]
}

// treeNodes nests the rows, which stand each above those within it. A row that
// costs nothing has no area.
func treeNodes(r planner.Result, l *locales.Locale) []treeNode {
	hues := groupHues(r)
	var groups []treeNode
	for _, row := range r.Budget.Rows {
		if row.ForecastKRW <= 0 {
			continue
		}
		group, _, _ := strings.Cut(row.Code, ".")
		node := treeNode{Name: l.Text(row.Title, row.Code), Value: row.ForecastKRW, ItemStyle: &opts.ItemStyle{Color: hues[group].option()}}
		list := &groups
		for range row.Level {
			if n := len(*list); n > 0 {
				list = &(*list)[n-1].Children
			}
		}
		*list = append(*list, node)
	}
	return groups
}

func treemapLabel(r planner.Result, l *locales.Locale) string {
	var most planner.BudgetRow
	for _, row := range r.Budget.Rows {
		if row.Level == 0 && row.ForecastKRW > most.ForecastKRW {
			most = row
		}
	}
	if most.Code == "" {
		return l.T("treemap.title")
	}
	return l.T("treemap.label", "forecast", l.WonProse(r.Budget.ForecastKRW), "group", l.Text(most.Title, most.Code), "amount", l.WonProse(most.ForecastKRW))
}

// treemapTable is the groups and subsystems; below are the lines within them.
func treemapTable(r planner.Result, l *locales.Locale) (t Table, below [][]Cell) {
	t = Table{Caption: l.T("treemap.title"), Columns: []Column{
		{Name: "code", Title: l.T("col.group"), Text: true}, {Name: "forecast_krw", Title: l.T("col.forecast"), Unit: l.WonUnit()}, {Name: "forecast_share", Title: l.T("col.share"), Unit: "%"},
	}}
	hues := groupHues(r)
	for _, row := range r.Budget.Rows {
		if row.ForecastKRW == 0 {
			continue
		}
		head := Cell{Text: l.Text(row.Title, row.Code), Value: row.Code, Class: "inner"}
		if row.Level == 0 {
			head.Class, head.Swatch = "strong", hues[row.Code]
		}
		forecast := won(l, row.ForecastKRW)
		forecast.Figure = "budget/rows/" + row.Code + "/forecast_krw"
		share := Cell{Text: "–"}
		if r.Budget.ForecastKRW > 0 {
			of := float64(row.ForecastKRW) / float64(r.Budget.ForecastKRW)
			share = Cell{Text: l.Number(100*of, 1), Value: of}
		}
		line := []Cell{head, forecast, share}
		if row.Level > 1 {
			below = append(below, line)
			continue
		}
		t.Rows = append(t.Rows, line)
	}
	return t, below
}
