package charts

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// heatRow is the height of a hall's row of the heat map in pixels.
const heatRow = 22

// heatSteps are the shares of what is usable at which the heat map's colour
// changes. Above the last, 1, it is Over.
var heatSteps = []float32{0.25, 0.5, 0.75, 0.9, 1}

// heat is the colour of a step of the heat map, from the least used.
func heat(step int) Colour { return Colour(fmt.Sprintf("heat-%d", step+1)) }

// Heat draws how much of what every hall may carry is used or reserved, by
// month: (used + reserved) / usable. A hall is blank before it is energised. A
// value is month, hall, the share, then usable, used, reserved and headroom in
// kW and the racks of each type that still fit. Types are the titles of rack
// types by their names.
func Heat(r planner.Result, l *locales.Locale, types map[string]planner.Text) (Chart, error) {
	h := heatMap{l: l, table: Table{Caption: l.T("heat.title"), Columns: []Column{{Name: "month", Title: l.T("col.month"), Text: true}}}}
	for i := range r.Months {
		h.table.Rows = append(h.table.Rows, cells(r.Months[i].String()))
	}
	h.labels = []string{l.T("col.usable"), l.T("col.used"), l.T("col.reserved"), l.T("col.headroom")}
	for _, site := range r.Sites {
		for _, hall := range site.Halls {
			h.hall(l.Text(site.Title, site.Name)+" · "+hall.Name, named("sites", site.Name, "halls", hall.Name, "taken_share"), hall, types)
		}
	}
	c := charts.NewHeatMap()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "item", Formatter: "@heatTip"},
		opts.Grid{Left: "4", Right: "12", Top: "4", Bottom: "4", ContainLabel: opts.Bool(true)},
	)...)
	months := monthTexts(r.Months)
	c.SetGlobalOptions(charts.WithXAxisOpts(monthAxis(months, 0, true)), charts.WithYAxisOpts(opts.YAxis{
		Type: "category", Inverse: opts.Bool(true), Data: h.titles,
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Color: "@muted", Interval: "0"},
	}), charts.WithVisualMapOpts(pieces()))
	c.SetXAxis(months)
	border := charts.WithItemStyleOpts(opts.ItemStyle{BorderColor: "@surface", BorderWidth: 1})
	c.AddSeries(strings.Join(h.labels, "\n"), h.cells, border)
	c.AddSeries(strings.Join(h.labels, "\n"), h.over, border, charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Formatter: "▲", Color: "@surface", FontSize: 9}))
	option, err := marshal(c, "heat")
	return Chart{
		Name: "heat", Unit: "%", Of: "share", Height: len(h.titles)*heatRow + 30, Label: h.label(r), Legend: heatLegend(l), Option: option, Table: h.table,
	}, err
}

// heatMap gathers the rows of the heat map from the top down.
type heatMap struct {
	l           *locales.Locale
	titles      []string
	labels      []string // of the values after the share
	cells, over []opts.HeatMapData
	table       Table
	most        float64 // share
	mostAt      string  // hall
	mostMonth   int
}

func (h *heatMap) hall(title, column string, hall planner.HallResult, types map[string]planner.Text) {
	for n, t := range hall.HeadroomRacks {
		if len(h.labels) < 5+n {
			h.labels = append(h.labels, h.l.Text(types[t.RackType], t.RackType))
		}
	}
	row := len(h.titles)
	h.titles = append(h.titles, title)
	h.table.Columns = append(h.table.Columns, Column{Name: column, Title: title, Unit: "%"})
	for m := range h.table.Rows {
		usable := at(hall.UsableITKW, m)
		if usable <= 0 {
			h.table.Rows[m] = append(h.table.Rows[m], Cell{Text: "–", Class: "quiet"})
			continue
		}
		taken := at(hall.UsedITKW, m) + at(hall.ReservedITKW, m)
		share := float64(taken / usable)
		value := []any{m, row, math.Round(share*1e4) / 1e4, kwValue(usable), kwValue(at(hall.UsedITKW, m)), kwValue(at(hall.ReservedITKW, m)), kwValue(at(hall.HeadroomITKW, m))}
		for _, t := range hall.HeadroomRacks {
			value = append(value, at(t.Racks, m))
		}
		h.cells = append(h.cells, opts.HeatMapData{Value: value})
		cell := Cell{Text: h.l.Number(share*100, 1), Value: share}
		if share > 1 {
			cell.Class, cell.Mark = "over", "▲"
			h.over = append(h.over, opts.HeatMapData{Value: value})
		}
		h.table.Rows[m] = append(h.table.Rows[m], cell)
		if share > h.most {
			h.most, h.mostAt, h.mostMonth = share, title, m
		}
	}
}

// label says how full the fullest hall gets.
func (h *heatMap) label(r planner.Result) string {
	if h.mostAt == "" {
		return h.l.T("heat.label.none")
	}
	return h.l.T("heat.label", "share", h.l.Share(h.most), "hall", h.mostAt, "month", h.l.MonthProse(r.Months[h.mostMonth]))
}

// pieces are the colours by share, which is the third of the values.
func pieces() opts.VisualMap {
	v := opts.VisualMap{Type: "piecewise", Show: opts.Bool(false), Dimension: "2"}
	for i, step := range heatSteps {
		p := opts.Piece{Lte: step, Color: heat(i).option()}
		if i > 0 {
			p.Gt = heatSteps[i-1]
		}
		v.Pieces = append(v.Pieces, p)
	}
	v.Pieces = append(v.Pieces, opts.Piece{Gt: heatSteps[len(heatSteps)-1], Color: Over.option()})
	return v
}

func heatLegend(l *locales.Locale) []Key {
	var keys []Key
	from := float64(0)
	for i, step := range heatSteps {
		keys = append(keys, Key{Title: l.Number(from*100, 0) + "–" + l.Number(float64(step)*100, 0), Colour: heat(i), Mark: "area"})
		from = float64(step)
	}
	return append(slices.Clip(keys), Key{Title: l.T("heat.over"), Colour: Over, Mark: "area"})
}

// kwValue is kW in the thousandths that a tooltip could show.
func kwValue(kw planner.KW) float64 { return math.Round(float64(kw)*1000) / 1000 }

// at is a value of a series, and none where the series has none there.
func at[T any](series []T, i int) (value T) {
	if i < len(series) {
		return series[i]
	}
	return value
}
