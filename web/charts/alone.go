package charts

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// legendHeight is the room below a chart for its legend in pixels.
const legendHeight = 28

// Alone returns the option as one that ECharts draws by itself, on a light or a
// dark page: colours are #rrggbb, functions are left to what ECharts does
// without them, and the series that a function would draw are lines, marks and
// points. Values stay as they are, in the unit Of; a month of the Gantt chart is
// YYYY-MM.
func (c Chart) Alone(dark bool) (json.RawMessage, error) {
	option, err := c.tree()
	if err != nil {
		return nil, err
	}
	switch c.Name {
	case "gantt":
		dated(option)
	case "treemap":
		option["series"].([]any)[0].(map[string]any)["breadcrumb"] = map[string]any{"show": false}
	}
	marked(option)
	shade := func(colour Colour) any {
		if dark {
			return shades[colour].Dark
		}
		return shades[colour].Light
	}
	replaceNames(option, "", shade, func(string) any { return nil })
	option["backgroundColor"] = shade("surface")
	option["textStyle"] = map[string]any{"color": shade("ink")}
	c.makeRoom(option, shade)
	data, err := json.Marshal(option)
	if err != nil {
		return nil, fmt.Errorf("%s chart: %w", c.Name, err)
	}
	return data, nil
}

// makeRoom shows the legend that a page draws itself, and gives the axes beside
// a chart room for whole won. Those of a bridge stand below it.
func (c Chart) makeRoom(option map[string]any, shade func(Colour) any) {
	legend := false
	for _, key := range c.Legend {
		legend = legend || len(key.Series) > 0
	}
	grids, _ := option["grid"].([]any)
	for _, g := range grids {
		grid := g.(map[string]any)
		if c.Of == "KRW" && c.Name != "bridge" {
			grid["left"] = wonWidth
		}
		bottom, err := strconv.Atoi(fmt.Sprint(grid["bottom"]))
		if legend && err == nil {
			grid["bottom"] = strconv.Itoa(bottom + legendHeight)
		}
	}
	if legend {
		option["legend"] = map[string]any{"show": true, "type": "scroll", "bottom": 0, "textStyle": map[string]any{"color": shade("ink")}}
	}
}

// marked puts marks of the first series in place of the phases that a function
// would draw above a chart by month.
func marked(option map[string]any) {
	list := option["series"].([]any)
	var kept []any
	for _, s := range list {
		series := s.(map[string]any)
		if series["renderItem"] != "@phase" {
			kept = append(kept, s)
			continue
		}
		var marks []any
		data, _ := series["data"].([]any)
		for _, d := range data {
			item := d.(map[string]any)
			marks = append(marks, map[string]any{
				"name": item["name"], "xAxis": item["value"].([]any)[0],
				"lineStyle": map[string]any{"type": "dotted", "color": item["itemStyle"].(map[string]any)["color"]},
			})
		}
		if len(marks) > 0 && len(kept) > 0 {
			kept[0].(map[string]any)["markLine"] = map[string]any{
				"symbol": []any{"none", "circle"}, "symbolSize": 6, "silent": true, "data": marks,
				"label": map[string]any{"formatter": "{b}", "color": "@muted", "rotate": 20, "align": "left"},
			}
		}
	}
	option["series"] = kept
}

// dated gives the Gantt chart an axis of dates, and lines and points in place of
// the shapes that a function would draw.
func dated(option map[string]any) {
	axis := option["xAxis"].([]any)[0].(map[string]any)
	axis["type"], axis["min"], axis["max"] = "time", monthText(axis["min"]), monthText(axis["max"])
	delete(axis, "minInterval")
	delete(axis, "maxInterval")
	lanes, _ := option["yAxis"].([]any)[0].(map[string]any)["data"].([]any)
	var made []any
	for _, s := range option["series"].([]any) {
		series := s.(map[string]any)
		data, _ := series["data"].([]any)
		switch series["name"] {
		case "head":
			for _, d := range data {
				item := d.(map[string]any)
				lanes[int(item["value"].([]any)[0].(float64))] = item["name"]
			}
		case "stage":
			made = append(append(made, bars(data, 10)...), points("stage", data, "rect", 0))
		case "energised":
			made = append(append(made, bars(data, 3)...), points("energised", data, "circle", 10))
		case "order":
			made = append(made, points("order", data, "diamond", 13))
		}
	}
	option["series"] = made
}

// monthText is a month counted from January of year 0 as YYYY-MM.
func monthText(v any) string {
	m := int(v.(float64))
	return fmt.Sprintf("%04d-%02d", m/12, m%12+1)
}

// bars are lines from the start to the end of every item, a series for each
// colour.
func bars(data []any, width int) []any {
	var made []any
	of := map[any]map[string]any{}
	for _, d := range data {
		item := d.(map[string]any)
		value, colour := item["value"].([]any), item["itemStyle"].(map[string]any)["color"]
		series := of[colour]
		if series == nil {
			series = map[string]any{
				"type": "line", "symbol": "none", "silent": true, "data": []any{},
				"lineStyle": map[string]any{"width": width, "color": colour, "cap": "butt"},
			}
			of[colour] = series
			made = append(made, series)
		}
		series["data"] = append(series["data"].([]any),
			[]any{monthText(value[1]), value[0]}, []any{monthText(value[2]), value[0]}, []any{noValue, noValue})
	}
	return made
}

// points are the items at their ends, each with its name beside it.
func points(name string, data []any, symbol string, size int) any {
	made := []any{}
	for _, d := range data {
		item := d.(map[string]any)
		value := item["value"].([]any)
		point := map[string]any{"name": item["name"], "value": []any{monthText(value[2]), value[0]}, "itemStyle": item["itemStyle"]}
		if item["name"] == nil || item["name"] == "" {
			point["label"] = map[string]any{"show": false}
		}
		made = append(made, point)
	}
	return map[string]any{
		"name": name, "type": "scatter", "symbol": symbol, "symbolSize": size, "data": made,
		"label": map[string]any{"show": true, "position": "right", "formatter": "{b}", "color": "@muted"},
	}
}
