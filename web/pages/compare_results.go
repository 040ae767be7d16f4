package pages

import (
	"html/template"
	"slices"
	"strings"

	"buildout/planner/compare"
	"buildout/web/charts"
)

// resultsSection is the measures of a group.
type resultsSection struct {
	Name, Title string
	Rows        []measureRow
}

// measureRow is a measure of all plans.
type measureRow struct {
	Title, Unit string
	Cells       []measureCell
}

// measureCell is a measure of a plan.
type measureCell struct {
	Value      string
	Mark, Word string // that it is the best or the worst; empty where it is neither
	Class      string
	Difference string // to the baseline, with its share
	Href       string // address that explains it; empty where none does
	Here       bool   // the address is of this page
}

// summary is the measures that the page answers first, in their order.
var summary = []string{
	"forecast_krw", "variance_krw", "usable_it_kw", "energised", "tier_achieved", "site_loss_coverage", "npv_krw", "errors",
}

// results fills the summary, and the sections of all results.
func (b *comparePage) results() {
	rows := b.View.Matrix.Results
	b.Answer = b.answer(rows)
	for _, name := range summary {
		if at := slices.IndexFunc(rows, func(r compare.MatrixRow) bool { return r.Name == name }); at >= 0 {
			b.Summary = append(b.Summary, b.measureRow(rows[at]))
		}
	}
	for _, row := range rows {
		if !row.Differs {
			b.Same++
			if b.Only {
				continue
			}
		}
		if n := len(b.Sections); n == 0 || b.Sections[n-1].Name != string(row.Group) {
			b.Sections = append(b.Sections, resultsSection{Name: string(row.Group), Title: b.L.Name("compare.group", string(row.Group))})
		}
		section := &b.Sections[len(b.Sections)-1]
		section.Rows = append(section.Rows, b.measureRow(row))
	}
	b.OnlyHref, b.AllHref = b.with(RowsKey, Differing), b.with(RowsKey, "")
}

// measureRow is a row of the matrix in words.
func (b *comparePage) measureRow(row compare.MatrixRow) measureRow {
	m := measureRow{Title: b.L.MeasureTitle(row.Measure), Unit: b.L.MeasureUnit(row.Measure), Cells: make([]measureCell, len(row.Cells))}
	if row.Unit == "findings" {
		m.Unit = "" // the title says what is counted
	}
	for i, cell := range row.Cells {
		m.Cells[i] = b.measureCell(row, i, cell)
	}
	return m
}

func (b *comparePage) measureCell(row compare.MatrixRow, at int, cell compare.MatrixCell) measureCell {
	l := b.L
	c := measureCell{Value: l.MeasureValue(row.Measure, cell.Value)}
	switch {
	case cell.Value.Kind == compare.None:
		c.Class = "quiet"
	case cell.Best:
		c.Mark, c.Word, c.Class = "★", l.T("compare.best"), "best"
	case cell.Worst:
		c.Mark, c.Word, c.Class = "▽", l.T("compare.worst"), "worst"
	}
	if at != b.View.Baseline && cell.Difference != nil {
		c.Difference = l.T("compare.same_value")
		if *cell.Difference != 0 {
			c.Difference = l.MeasureDifference(row.Measure, *cell.Difference)
			if row.Unit == "month" {
				c.Difference = l.T("measure.months", "number", c.Difference)
			}
			if cell.Relative != nil {
				c.Difference += " · " + l.PointsSigned(*cell.Relative) + "%"
			}
		}
	}
	if explain := b.Heads[at].Explain; explain != "" && cell.Figure != "" && cell.Value.Kind != compare.None {
		c.Here, c.Href = b.Heads[at].Here, explain+template.URLQueryEscaper(cell.Figure)
	}
	return c
}

// Results draws all results, a body of rows for each section. The tables of a
// page have thousands of cells, too many for a template to be quick; every text
// is escaped here instead.
func (b comparePage) Results() template.HTML {
	var w strings.Builder
	w.Grow(1024 + 160*len(b.View.Matrix.Results)*len(b.Heads))
	b.tableHead(&w, b.L.T("compare.results"), b.L.T("compare.measure"), "")
	for _, section := range b.Sections {
		w.WriteString(`<tbody id="results-` + section.Name + `"><tr class="section"><th scope="rowgroup" class="text">` + template.HTMLEscapeString(section.Title) + `</th>`)
		for i := range b.Heads {
			open(&w, "td", "", false, b.baseClass(i, ""))
			w.WriteString(`</td>`)
		}
		w.WriteString(`</tr>`)
		for _, row := range section.Rows {
			b.rowHTML(&w, row)
		}
		w.WriteString(`</tbody>`)
	}
	w.WriteString(`</table>`)
	return template.HTML(w.String()) //nolint:gosec // every text above is escaped
}

// tableHead writes the start of a table of plans, to the end of its head.
func (b comparePage) tableHead(w *strings.Builder, caption, first, class string) {
	w.WriteString(`<table class="` + strings.TrimSpace("sides "+class) + `"><caption>` + template.HTMLEscapeString(caption) +
		`</caption><thead><tr><th scope="col" class="text">` + template.HTMLEscapeString(first) + `</th>`)
	for _, h := range b.Heads {
		b.shortHead(w, h)
	}
	w.WriteString(`</tr></thead>`)
}

// baseClass is the class of a cell of a column, which tells that of the baseline.
func (b comparePage) baseClass(at int, class string) string {
	if at == b.View.Baseline {
		return strings.TrimSpace("base " + class)
	}
	return class
}

// SummaryRows draws the rows of what the page answers first.
func (b comparePage) SummaryRows() template.HTML {
	var w strings.Builder
	for _, row := range b.Summary {
		b.rowHTML(&w, row)
	}
	return template.HTML(w.String()) //nolint:gosec // every text in it is escaped
}

// shortHead writes the head of a column that says no more than whose it is.
func (b comparePage) shortHead(w *strings.Builder, h columnHead) {
	w.WriteString(`<th scope="col"`)
	if h.Baseline {
		w.WriteString(` class="base"`)
	}
	w.WriteByte('>')
	keyHTML(w, h.Mark, h.Hue)
	w.WriteString(template.HTMLEscapeString(h.Title))
	if h.Baseline {
		w.WriteString(`<small>` + template.HTMLEscapeString(b.L.T("baseline.label")) + `</small>`)
	}
	w.WriteString(`</th>`)
}

// keyHTML writes the key of the lines of a plan.
func keyHTML(w *strings.Builder, mark string, hue charts.Colour) {
	if hue != "" {
		w.WriteString(`<i class="key key-` + mark + ` ` + string(hue) + `"></i>`)
	}
}

func (b comparePage) rowHTML(w *strings.Builder, row measureRow) {
	w.WriteString(`<tr><th scope="row" class="text">` + template.HTMLEscapeString(row.Title))
	if row.Unit != "" {
		w.WriteString(` <span class="unit">` + template.HTMLEscapeString(row.Unit) + `</span>`)
	}
	w.WriteString(`</th>`)
	for i, c := range row.Cells {
		open(w, "td", "", false, b.baseClass(i, c.Class))
		c.write(w)
		w.WriteString(`</td>`)
	}
	w.WriteString(`</tr>`)
}

func (c measureCell) write(w *strings.Builder) {
	if c.Mark != "" {
		word := template.HTMLEscapeString(c.Word)
		w.WriteString(`<span class="mark" aria-hidden="true" title="` + word + `">` + c.Mark + `</span><span class="hidden">` + word + ` </span>`)
	}
	if c.Href != "" {
		w.WriteString(`<a class="fig"`)
		if c.Here {
			w.WriteString(` data-load`)
		}
		w.WriteString(` href="` + template.HTMLEscapeString(c.Href) + `">`)
	}
	w.WriteString(template.HTMLEscapeString(c.Value))
	if c.Href != "" {
		w.WriteString(`</a>`)
	}
	if c.Difference != "" {
		w.WriteString(`<small>` + template.HTMLEscapeString(c.Difference) + `</small>`)
	}
}
