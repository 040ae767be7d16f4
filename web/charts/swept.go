package charts

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"buildout/planner/compare"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Swept is what a sweep has told of the variants of a plan. Charts of a sweep
// that is not at its end are of what has come.
type Swept struct {
	Axes     []compare.Axis
	Titles   []string // of the axes, in words
	Columns  []compare.Measure
	Base     []compare.Value   // of the plan as it is, in the order of columns
	Variants []compare.Variant // those that meet the conditions
	Front    []int             // indices of the variants that none beats
	Limits   []compare.Condition
	Link     string // address that opens a variant, but for its index; none where empty
	Alone    bool   // a variant has another value of one axis, if any
}

// column is the place of a measure among the columns, below 0 where it is none
// of them.
func (s Swept) column(name string) int {
	for i, m := range s.Columns {
		if m.Name == name {
			return i
		}
	}
	return -1
}

// axisOf names an axis in data.
func axisOf(a compare.Axis) string {
	if a.Name != "" || len(a.Paths) == 0 {
		return a.Name
	}
	return a.Paths[0]
}

// Heads are the columns of a table of variants: the number, the value of
// each axis, and the measures.
func (s Swept) Heads(l *locales.Locale) []Column {
	columns := []Column{{Name: "variant", Title: l.T("sweep.variant")}}
	if s.Alone {
		columns = append(columns, Column{Name: "axis", Title: l.T("tornado.input"), Text: true}, Column{Name: "value", Title: l.T("sweep.set_to")})
	} else {
		for i, a := range s.Axes {
			columns = append(columns, Column{Name: "axes/" + axisOf(a), Title: s.Titles[i]})
		}
	}
	for _, m := range s.Columns {
		columns = append(columns, Column{Name: m.Name, Title: l.MeasureTitle(m), Unit: l.MeasureUnit(m), Text: m.Unit == "tier"})
	}
	return columns
}

// Cells are the cells of a variant in the order of Heads.
func (s Swept) Cells(v compare.Variant, l *locales.Locale) []Cell {
	row := []Cell{{Text: l.Int(v.Index), Value: v.Index, Figure: strconv.Itoa(v.Index)}}
	if s.Alone {
		row = append(row, s.alone(v, l)...)
	} else {
		for _, value := range v.Values {
			row = append(row, given(value, l))
		}
	}
	for i, value := range v.Results {
		row = append(row, measured(s.Columns[i], value, l))
	}
	return row
}

// alone is the one axis that a variant sets, and to what.
func (s Swept) alone(v compare.Variant, l *locales.Locale) []Cell {
	for i, value := range v.Values {
		if value != "" {
			return []Cell{{Text: s.Titles[i], Value: axisOf(s.Axes[i])}, given(value, l)}
		}
	}
	return []Cell{{Text: l.T("pareto.plan"), Class: "quiet"}, {}}
}

// given is what an axis is set to.
func given(value string, l *locales.Locale) Cell {
	if value == "" {
		return Cell{Text: l.T("sweep.unchanged"), Class: "quiet"}
	}
	return Cell{Text: l.Given(value), Value: value}
}

// measured is a value of a measure in a table.
func measured(m compare.Measure, v compare.Value, l *locales.Locale) Cell {
	cell := Cell{Text: l.MeasureValue(m, v)}
	switch v.Kind {
	case compare.Number:
		cell.Value = v.Number
	case compare.MonthValue, compare.TierValue:
		cell.Value = v.Text
	}
	return cell
}

// scale is how a measure stands along an axis of a chart: its type, the formatter
// of its values, and the names of tiers from the lowest.
type scale struct {
	kind      string // value or category
	formatter types.FuncStr
	names     []string
	whole     float64 // least step; 0 where values need not be whole
}

func (s Swept) scaleOf(at int, l *locales.Locale) scale {
	m := s.Columns[at]
	switch m.Unit {
	case "month":
		return scale{kind: "value", formatter: "@monthOf", whole: 1}
	case "tier":
		return scale{kind: "category", names: s.tiers(at, l)}
	case "months":
		return scale{kind: "value", formatter: "@kw", whole: 1}
	}
	return scale{kind: "value", formatter: formatterOf(m)}
}

// formatterOf names the function that writes the values of a measure along an
// axis.
func formatterOf(m compare.Measure) types.FuncStr {
	switch m.Unit {
	case "KRW":
		return "@won"
	case "kW", "months", "tier", "month":
		return "@kw"
	case "share":
		return "@share"
	}
	return "@ratio"
}

// tiers lists the names of the tiers in a column by their rank.
func (s Swept) tiers(at int, l *locales.Locale) []string {
	byRank := map[float64]string{}
	add := func(v compare.Value) {
		if v.Kind != compare.None {
			byRank[v.Number] = l.MeasureValue(s.Columns[at], v)
		}
	}
	for _, v := range s.Variants {
		if at < len(v.Results) {
			add(v.Results[at])
		}
	}
	if at < len(s.Base) {
		add(s.Base[at])
	}
	names := make([]string, 0, len(byRank))
	for _, rank := range sortedKeys(byRank) {
		names = append(names, byRank[rank])
	}
	return names
}

// coordinate is where a value stands along the axis of its measure.
func (s Swept) coordinate(at int, v compare.Value, l *locales.Locale) any {
	if v.Kind == compare.TierValue {
		return l.MeasureValue(s.Columns[at], v)
	}
	return v.Number
}

// x is the axis to the right.
func (s scale) x(name string) opts.XAxis {
	axis := opts.XAxis{
		Type: s.kind, Name: name, NameLocation: "middle", NameGap: 28, Scale: opts.Bool(true), MinInterval: s.whole,
		AxisLabel: &opts.AxisLabel{Formatter: s.formatter, Color: "@muted", HideOverlap: opts.Bool(true)},
		AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "@axis"}},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@grid"}},
	}
	if s.names != nil {
		axis.Data = s.names
	}
	return axis
}

// y is the axis upward.
func (s scale) y(name string) opts.YAxis {
	axis := opts.YAxis{
		Type: s.kind, Name: name, NameLocation: "end", NameGap: 9, Scale: opts.Bool(true), SplitNumber: 5, MinInterval: s.whole,
		AxisLabel: &opts.AxisLabel{Formatter: s.formatter, Color: "@muted"},
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@grid"}},
	}
	if s.names != nil {
		axis.Data = s.names
	}
	return axis
}

// sortedKeys lists the keys of a map from the least.
func sortedKeys[V any](m map[float64]V) []float64 { return slices.Sorted(maps.Keys(m)) }

// anchor is a name as an anchor of a page may be.
func anchor(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' {
			return r
		}
		return '-'
	}, name)
}

// unsigned is a number without the sign before it.
func unsigned(text string) string { return strings.TrimPrefix(text, "+") }

// List is the first variants as a table.
func (s Swept) List(l *locales.Locale, most int) Table {
	t := Table{Caption: l.T("sweep.list"), Columns: s.Heads(l), Explain: s.Link}
	for _, v := range s.Variants[:min(len(s.Variants), most)] {
		t.Rows = append(t.Rows, s.Cells(v, l))
	}
	return t
}
