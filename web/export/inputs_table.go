package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"buildout/planner/compare"
)

// inputRows is the inputs of plans that differ, the first plan the baseline.
type inputRows struct {
	plans []string
	rows  []inputRow
	count int // of inputs that differ, in all
}

// inputRow is an input of all plans.
type inputRow struct {
	path  string
	cells []compare.InputCell
}

// inputsOf is the inputs of the plans of a matrix that have results.
func inputsOf(m compare.Matrix, columns []int) inputRows {
	in := inputRows{count: m.Inputs.Count}
	for _, i := range columns {
		in.plans = append(in.plans, m.Plans[i].Name)
	}
	for _, row := range m.Inputs.Rows {
		cells := make([]compare.InputCell, len(columns))
		for k, i := range columns {
			cells[k] = row.Cells[i]
		}
		in.rows = append(in.rows, inputRow{row.Path, cells})
	}
	return in
}

// inputsBetween is the inputs of two plans.
func inputsBetween(d Diff) inputRows {
	in := inputRows{plans: []string{d.Bridge.From.Name, d.Bridge.To.Name}, count: d.Inputs.Count}
	for _, row := range d.Inputs.Rows {
		in.rows = append(in.rows, inputRow{row.Path, []compare.InputCell{{Text: row.Was}, {Kind: row.Kind, Text: row.Is}}})
	}
	return in
}

// table writes at most so many rows, without what plans only say of themselves,
// and elements that are added or removed side by side as one row.
func (in inputRows) table(most int) string {
	if in.count == 0 {
		return "The plans have the same inputs.\n"
	}
	told := slices.DeleteFunc(slices.Clone(in.rows), func(row inputRow) bool { return saysNoMore(row.path) })
	t := newTable("Inputs that differ", append([]string{"Input"}, in.plans...)...)
	t.SetColumnConfigs(nil) // all to the left
	shown := 0
	for len(told) > 0 && shown < most {
		n := alike(told)
		cells := table.Row{told[0].path}
		if n > 1 {
			cells[0] = told[0].path + " to " + lastPart(told[n-1].path)
		}
		for _, c := range told[0].cells {
			cells = append(cells, inputText(c, n))
		}
		t.AppendRow(cells)
		told = told[n:]
		shown++
	}
	text := t.Render() + "\n"
	if shown == 0 {
		text = ""
	}
	if len(told) > 0 {
		text += fmt.Sprintf("And %s more. ", grouped(float64(len(told))))
	}
	return text + fmt.Sprintf("In all %s; names, titles, descriptions and sources are not shown.\n", grouped(float64(in.count)))
}

// saysNoMore reports whether an input is what a plan says of itself, from which
// nothing is worked out.
func saysNoMore(path string) bool {
	parts := strings.Split(path, "/")
	last := parts[len(parts)-1]
	return path == "name" || last == "source" || len(parts) > 1 && (parts[len(parts)-2] == "title" || parts[len(parts)-2] == "description")
}

// alike counts the first rows that are elements of one list, all added or all
// removed in the same plans; 1 where there are few.
func alike(rows []inputRow) int {
	n := 1
	for n < len(rows) && above(rows[n].path) == above(rows[0].path) && sameKinds(rows[n].cells, rows[0].cells) {
		n++
	}
	if n < 4 {
		return 1
	}
	return n
}

func above(path string) string { return strings.TrimSuffix(path, lastPart(path)) }

func lastPart(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

func sameKinds(a, b []compare.InputCell) bool {
	whole := false
	for i := range a {
		if a[i].Kind != b[i].Kind {
			return false
		}
		whole = whole || a[i].Kind == compare.Added || a[i].Kind == compare.Removed
	}
	return whole
}

// inputText is an input of a plan on a line, or of so many alike.
func inputText(c compare.InputCell, alike int) string {
	text := shortened(c.Text)
	switch {
	case alike > 1 && c.Kind != "":
		return fmt.Sprintf("%s: %d", c.Kind, alike)
	case alike > 1 && text != "":
		return fmt.Sprintf("has %d", alike)
	case c.Kind != "" && c.Kind != compare.Changed && text != "":
		return string(c.Kind) + ": " + text
	case c.Kind == compare.Removed:
		return string(c.Kind)
	case text == "":
		return "-"
	}
	return text
}

// maxText is the most characters of an input in a table.
const maxText = 36

func shortened(text string) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if runes := []rune(text); len(runes) > maxText {
		return strings.TrimRight(string(runes[:maxText-1]), " ") + "…"
	}
	return text
}
