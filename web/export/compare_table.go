package export

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"buildout/planner"
	"buildout/planner/compare"
)

// Matrix writes plans side by side: their results with differences to the
// baseline, and at most so many rows of inputs that differ. Plans that have faults
// are left out.
func Matrix(w io.Writer, m compare.Matrix, rows int) error {
	columns := soundColumns(m)
	text := notes(m, columns) + results(m, columns)
	switch {
	case len(m.Plans[m.Baseline].Faults) > 0:
		text += "The baseline cannot be evaluated: there is nothing to hold the others against.\n"
	case len(columns) > 1 && rows > 0:
		text += "\n" + inputsOf(m, columns).table(rows)
	}
	_, err := io.WriteString(w, text)
	return err
}

// soundColumns lists the places of the plans that have results, the baseline
// first.
func soundColumns(m compare.Matrix) []int {
	var list []int
	for i, p := range m.Plans {
		if len(p.Faults) == 0 {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return btoi(b == m.Baseline) - btoi(a == m.Baseline) })
	return list
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// notes says what keeps plans from being held against the baseline like for like.
func notes(m compare.Matrix, columns []int) string {
	var b strings.Builder
	for _, i := range columns {
		for _, note := range m.Plans[i].Notes {
			fmt.Fprintf(&b, "Not like for like: %s, %s: %s\n", m.Plans[i].Name, spaced(note.Code), note.Message)
		}
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}

// spaced writes a name of the format as words.
func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }

// results is a row for each measure; a line parts their groups.
func results(m compare.Matrix, columns []int) string {
	header := []string{"Measure", "Unit"}
	for _, i := range columns {
		header = append(header, m.Plans[i].Name)
		if i != m.Baseline && m.Baseline == columns[0] {
			header = append(header, "to "+m.Plans[m.Baseline].Name)
		}
	}
	t := newTable("", header...)
	last := compare.MeasureGroup("")
	for _, row := range m.Results {
		if row.Group != last && last != "" {
			t.AppendSeparator()
		}
		last = row.Group
		cells := table.Row{row.Name, unit(row.Measure)}
		for _, i := range columns {
			cells = append(cells, value(row.Measure, row.Cells[i].Value)+mark(row.Cells[i]))
			if i != m.Baseline && m.Baseline == columns[0] {
				cells = append(cells, difference(row.Measure, row.Cells[i]))
			}
		}
		t.AppendRow(cells)
	}
	if len(m.Results) == 0 {
		return "The plans are alike in all results.\n"
	}
	text := t.Render() + "\n"
	if len(columns) > 1 {
		text += "* best, ! worst of the plans.\n"
	}
	return text
}

// mark is what stands beside the best and the worst value of a row.
func mark(c compare.MatrixCell) string {
	switch {
	case c.Best:
		return " *"
	case c.Worst:
		return " !"
	}
	return "  "
}

// difference is what a cell is more than the baseline, and its share of that.
func difference(m compare.Measure, c compare.MatrixCell) string {
	switch {
	case c.Difference == nil:
		return ""
	case *c.Difference == 0:
		return "="
	}
	text := signed(amount(m.Unit, *c.Difference), *c.Difference)
	switch {
	case m.Unit == "kW":
		text = signed(figure(*c.Difference), *c.Difference) + relative(c)
	case m.Unit == "month":
		text = whole(*c.Difference, "month")
	case m.Unit == "tier":
		text = whole(*c.Difference, "tier")
	case m.Unit != "share" && m.Unit != "share/year" && m.Unit != "findings" && m.Unit != "months":
		text += relative(c)
	}
	return text
}

// relative is the share of a difference in the baseline; nothing where it has
// none.
func relative(c compare.MatrixCell) string {
	if c.Relative == nil {
		return ""
	}
	return " (" + signed(strconv.FormatFloat(100**c.Relative, 'f', 1, 64), *c.Relative) + " %)"
}

// whole is a difference of whole things, such as +1 month.
func whole(x float64, one string) string {
	text := signed(grouped(x), x) + " " + one
	if math.Abs(x) != 1 {
		text += "s"
	}
	return text
}

// signed puts a plus before what is above 0.
func signed(text string, x float64) string {
	if x > 0 {
		return "+" + text
	}
	return text
}

// unit is what the values of a measure are written in.
func unit(m compare.Measure) string {
	switch m.Unit {
	case "KRW":
		return "M won"
	case "share":
		return "%"
	case "share/year":
		return "%/year"
	}
	return m.Unit
}

// value writes a value of a measure without its unit, and a dash where there is
// none.
func value(m compare.Measure, v compare.Value) string {
	switch {
	case v.Kind == compare.None:
		return "-"
	case v.Kind == compare.TierValue && v.Text == "":
		return "none"
	case v.Kind != compare.Number:
		return v.Text
	}
	return amount(m.Unit, v.Number)
}

// amount writes a number of a unit: won in millions, shares in percent.
func amount(unit string, x float64) string {
	switch unit {
	case "KRW":
		return million(planner.KRW(math.Round(x)))
	case "share", "share/year":
		return strconv.FormatFloat(100*x, 'f', 1, 64)
	case "kWh", "t":
		return grouped(x)
	case "kW/kW":
		return strconv.FormatFloat(x, 'f', 3, 64)
	case "kW":
		return grouped(math.Floor(x + 1e-6))
	}
	return figure(x)
}

// Measured writes a value of a measure exactly, with its unit.
func Measured(m compare.Measure, v compare.Value) string {
	switch {
	case v.Kind != compare.Number:
		return value(m, v)
	case v.Number == math.Trunc(v.Number):
		return grouped(v.Number) + " " + m.Unit
	}
	return strconv.FormatFloat(v.Number, 'f', -1, 64) + " " + m.Unit
}
