package locales

import (
	"math"
	"net/url"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
)

// FigureTitle says in words what a path of planner.Explain leads to, such as
// Forecast, and where, such as Budget · UPS modules · Ansan. Cost codes, sites
// and funding lines are named as the result names them.
func (l *Locale) FigureTitle(r planner.Result, figure string) (title, where string) {
	parts := strings.Split(figure, "/")
	for i, part := range parts {
		if name, err := url.PathUnescape(part); err == nil {
			parts[i] = name
		}
	}
	last := len(parts) - 1
	var places []string
	for i, part := range parts[:last] {
		switch {
		case i == 0 && l.Has("explain.of."+part):
			places = append(places, l.T("explain.of."+part))
		case !slices.Contains(collections, part):
			places = append(places, l.part(r, part))
		}
	}
	title = l.FigureName(parts[last])
	if titled := l.part(r, parts[last]); titled != parts[last] && !l.Has("explain.name."+parts[last]) {
		title = titled
	}
	return title, strings.Join(places, " · ")
}

// collections are the parts of a path whose next part names one of many.
var collections = []string{"all", "factors", "feeds", "flows", "funding", "groups", "halls", "leases", "phases", "plot", "present", "rows", "sites", "stages", "tariffs", "years"}

// OperandName names an operand in words. Its name is a key, a path, a cost
// code, a month, the end of a stage, or a key and what tells it from others.
func (l *Locale) OperandName(r planner.Result, name string) string {
	if strings.Contains(name, "/") {
		title, where := l.FigureTitle(r, name)
		return strings.TrimPrefix(where+" · "+title, " · ")
	}
	if stage, ok := strings.CutPrefix(name, "end of "); ok {
		return l.T("explain.name.end_of", "stage", l.Name("stage", stage))
	}
	if first, rest, ok := strings.Cut(name, " "); ok {
		return l.FigureName(first) + " " + l.monthText(rest)
	}
	if l.Has("explain.name." + name) {
		return l.T("explain.name." + name)
	}
	if titled := l.part(r, name); titled != name {
		return titled
	}
	return l.FigureName(name)
}

// FigureName is the name of a figure or operand in words, and its key without
// the unit where there are none.
func (l *Locale) FigureName(key string) string {
	if text := l.Name("explain.name", key); text != key {
		return text
	}
	if m := l.monthText(key); m != key {
		return m
	}
	for _, unit := range []string{"_krw", "_kw", "_kwh", "_per_year"} {
		key = strings.TrimSuffix(key, unit)
	}
	return strings.ReplaceAll(key, "_", " ")
}

// part is a part of a figure's path as the result names it.
func (l *Locale) part(r planner.Result, part string) string {
	for _, row := range r.Budget.Rows {
		if row.Code == part {
			return l.Text(row.Title, part)
		}
	}
	for _, line := range r.CostLines {
		if line.Code == part {
			return l.Text(line.Title, part)
		}
	}
	for _, f := range r.Budget.Funding {
		if f.Name == part {
			return l.Text(f.Title, part)
		}
	}
	for _, b := range r.Checks {
		if b.Name == part {
			return l.Text(b.Title, part)
		}
	}
	for _, site := range r.Sites {
		for _, phase := range site.Phases {
			if phase.Name == part {
				return l.Text(phase.Title, part)
			}
		}
	}
	if place := l.Place(r, part); place != part {
		return place
	}
	if kind := l.Kind(power.Kind(part)); kind != part {
		return kind
	}
	if m := l.monthText(part); m != part {
		return m
	}
	return l.Name("explain.name", part)
}

// Figure writes a figure and its unit: won in the chosen unit, shares in
// percent, what is no number as it is.
func (l *Locale) Figure(v float64, text, unit string) (value, in string) {
	switch {
	case text != "":
		return l.monthText(text), ""
	case unit == "KRW":
		return l.Won(planner.KRW(math.Round(v))), l.WonUnit()
	case unit == "share":
		return trimFraction(l.Number(v*100, 3)), "%"
	}
	decimals := 0
	switch abs := math.Abs(v); {
	case v == math.Trunc(v):
	case abs < 10:
		decimals = 5
	case abs < 1000:
		decimals = 3
	case abs < 1e6:
		decimals = 1
	}
	return trimFraction(l.Number(v, decimals)), l.Name("unit", unit)
}

func trimFraction(text string) string {
	if !strings.Contains(text, ".") {
		return text
	}
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
