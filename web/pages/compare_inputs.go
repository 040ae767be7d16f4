package pages

import (
	"html/template"
	"strings"

	"buildout/planner/compare"
	"buildout/web/locales"
)

// inputsPart is in what goes into the plans they differ.
type inputsPart struct {
	Count int
	Rows  []inputRow
	More  string // says how many are not listed
	All   string // address with all of them; empty where they are
}

// inputRow is an input of all plans.
type inputRow struct {
	Path, Words string // Words is empty where the path has none
	Cells       []inputCell
}

// inputCell is an input of a plan.
type inputCell struct {
	Text, Mark, Word, Class string
}

// inputs is the inputs in words.
func (b *comparePage) inputs() inputsPart {
	in := b.View.Matrix.Inputs
	part := inputsPart{Count: in.Count}
	base := b.View.Baseline
	for _, row := range describedLast(in.Rows) {
		r := inputRow{Path: row.Path, Cells: make([]inputCell, len(row.Cells))}
		r.Words = b.pathWords(row)
		for i, cell := range row.Cells {
			r.Cells[i] = inputCellOf(b.L, cell, i == base, b.Heads[i].Faults != nil)
		}
		part.Rows = append(part.Rows, r)
	}
	if more := in.Count - len(in.Rows); more > 0 {
		part.More = b.L.T("compare.inputs.more", "shown", len(in.Rows), "count", b.L.Int(in.Count))
		if b.Frame.Query.Get(InputsKey) != AllInputs {
			part.All = b.with(InputsKey, AllInputs) + "#inputs"
		}
	}
	return part
}

// describedLast puts what plans are called and how they are described behind what
// goes into their results.
func describedLast(rows []compare.InputRow) []compare.InputRow {
	var counted, described []compare.InputRow
	for _, row := range rows {
		switch first, _, _ := strings.Cut(row.Path, "/"); first {
		case "name", "title", "description":
			described = append(described, row)
		default:
			counted = append(counted, row)
		}
	}
	return append(counted, described...)
}

// pathWords is a path in words, as a plan that has it calls what it leads
// through; empty where it has none.
func (b *comparePage) pathWords(row compare.InputRow) string {
	for i, c := range b.View.Columns {
		if !c.Known() || row.Cells[i].Text == "" {
			continue
		}
		if where, what := b.L.ChangePath(c.Result, row.Path); what != row.Path {
			return strings.TrimPrefix(where+" · "+what, " · ")
		}
	}
	return ""
}

func inputCellOf(l *locales.Locale, cell compare.InputCell, baseline, faulty bool) inputCell {
	c := inputCell{Text: valueOr(l, cell.Text)}
	switch {
	case faulty:
		return inputCell{Text: "–", Class: "quiet"}
	case cell.Kind != "":
		c.Mark, c.Word = differenceMarks[cell.Kind], l.T("difference."+string(cell.Kind))
	case !baseline:
		c.Class = "quiet"
	}
	return c
}

// InputTable draws the inputs in which the plans differ.
func (b comparePage) InputTable() template.HTML {
	var w strings.Builder
	w.Grow(1024 + 120*len(b.Inputs.Rows)*len(b.Heads))
	b.tableHead(&w, b.L.T("compare.inputs"), b.L.T("col.where"), "goes-in")
	w.WriteString(`<tbody>`)
	for _, row := range b.Inputs.Rows {
		w.WriteString(`<tr><th scope="row" class="text">`)
		if row.Words != "" {
			w.WriteString(template.HTMLEscapeString(row.Words) + `<small class="path">` + template.HTMLEscapeString(row.Path) + `</small>`)
		} else {
			w.WriteString(`<span class="path">` + template.HTMLEscapeString(row.Path) + `</span>`)
		}
		w.WriteString(`</th>`)
		for i, c := range row.Cells {
			open(&w, "td", "", true, b.baseClass(i, c.Class))
			if c.Mark != "" {
				word := template.HTMLEscapeString(c.Word)
				w.WriteString(`<span class="mark" aria-hidden="true" title="` + word + `">` + c.Mark + `</span><span class="hidden">` + word + ` </span>`)
			}
			w.WriteString(template.HTMLEscapeString(c.Text) + `</td>`)
		}
		w.WriteString(`</tr>`)
	}
	w.WriteString(`</tbody></table>`)
	return template.HTML(w.String()) //nolint:gosec // every text above is escaped
}
