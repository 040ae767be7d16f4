package charts

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Function is a function that an option names, which the reader has to bring.
type Function struct {
	Name string `json:"name" doc:"As in the option, with its @" example:"@won"`
	What string `json:"what" doc:"What it takes and gives"`
}

// functions says what the functions of options do.
var functions = map[string]string{
	"@kw":           "formatter of an axis: kW with thousands apart",
	"@won":          "formatter of an axis: won in the unit asked for, with thousands apart",
	"@ratio":        "formatter of an axis: a ratio with one or two decimals",
	"@year":         "formatter of an axis: the year of YYYY-MM",
	"@monthYear":    "formatter of an axis: the year of a month counted from January of year 0",
	"@january":      "interval of an axis: (index, value) true where value is the January of a year",
	"@share":        "formatter of an axis: a share as a percentage",
	"@monthOf":      "formatter of an axis: a month counted from January of year 0 as YYYY-MM",
	"@tornadoName":  "formatter of an axis: the name in two lines",
	"@paretoTip":    "formatter of a tooltip of an item: its two measures by the names of the axes, and its words, a line each, name and value with a tab between",
	"@tornadoTip":   "formatter of a tooltip of an item: its words, a line each: the input, its value, the difference and the value of the measure",
	"@rolloutTip":   "formatter of a tooltip of an axis: the month, and the kW of every series",
	"@cashTip":      "formatter of a tooltip of an axis: the month, and the won of every series",
	"@yearTip":      "formatter of a tooltip of an axis: the year, and the won of every series",
	"@operationTip": "formatter of a tooltip of an axis: the month, the ratios of lines and the won of bars",
	"@bridgeTip":    "formatter of a tooltip of an axis: the name of the step and the label of its datum",
	"@treeTip":      "formatter of a tooltip of an item: its won, its share of the whole and what it lies in",
	"@heatTip":      "formatter of a tooltip of an item: hall and month, the share, and the values after it, named by the series' name, a line each",
	"@ganttTip":     "formatter of a tooltip of an item: the last of its values, which is its words",
	"@phase":        "renderItem: a line down from the name of the datum at the month whose index is its first value",
	"@gantt":        "renderItem: a value is lane, month of the start and month after the end; series head draws a title, stage a bar, energised a line from the month promised to that energised, order a diamond",
}

// The keys of an option that hold a colour, and those that hold a function.
var (
	colourKeys   = []string{"color", "borderColor", "backgroundColor"}
	functionKeys = []string{"formatter", "valueFormatter", "renderItem", "interval", "position"}
)

// replaceNames puts in place of every colour and function that an option names
// what they are given for; a nil takes the key away. A name of a plan's own that
// begins with an @ is none of them and stays.
func replaceNames(node any, key string, colour func(Colour) any, function func(string) any) any {
	switch v := node.(type) {
	case string:
		name, named := strings.CutPrefix(v, "@")
		switch {
		case named && slices.Contains(colourKeys, key):
			return colour(Colour(name))
		case named && slices.Contains(functionKeys, key):
			return function(v)
		}
	case []any:
		if key == "data" || key == "value" {
			key = ""
		}
		for i := range v {
			v[i] = replaceNames(v[i], key, colour, function)
		}
	case map[string]any:
		for k, below := range v {
			if now := replaceNames(below, k, colour, function); now != nil || below == nil {
				v[k] = now
			} else {
				delete(v, k)
			}
		}
	}
	return node
}

// Names lists the colours that the option names, by their names, and the
// functions.
func (c Chart) Names() (palette map[string]Shade, used []Function, err error) {
	option, err := c.tree()
	if err != nil {
		return nil, nil, err
	}
	palette, used = map[string]Shade{}, []Function{}
	replaceNames(option, "", func(colour Colour) any {
		palette[colour.option()] = shades[colour]
		return colour.option()
	}, func(name string) any {
		f := Function{name, functions[name]}
		if !slices.Contains(used, f) {
			used = append(used, f)
		}
		return name
	})
	slices.SortFunc(used, func(a, b Function) int { return strings.Compare(a.Name, b.Name) })
	return palette, used, nil
}

// tree is the option as maps and lists.
func (c Chart) tree() (map[string]any, error) {
	option := map[string]any{}
	if err := json.Unmarshal(c.Option, &option); err != nil {
		return nil, fmt.Errorf("%s chart: %w", c.Name, err)
	}
	return option, nil
}
