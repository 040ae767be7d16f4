package pages

import (
	"html/template"
	"net/url"
	"strings"

	"buildout/web/charts"
)

// tableHTML draws a table in a region of its own that scrolls. The tables of a
// page have thousands of cells, too many for a template to be quick; every
// text is escaped here instead.
func tableHTML(t charts.Table) template.HTML {
	var b strings.Builder
	b.Grow(4096 + 64*len(t.Rows)*len(t.Columns))
	caption := template.HTMLEscapeString(t.Caption)
	b.WriteString(`<div class="scroll" tabindex="0" role="region" aria-label="` + caption + `"><table><caption>` + caption + `</caption><thead><tr>`)
	for _, c := range t.Columns {
		open(&b, "th", ` scope="col"`, c.Text, "")
		b.WriteString(template.HTMLEscapeString(c.Title))
		if c.Unit != "" {
			b.WriteString(` <span class="unit">` + template.HTMLEscapeString(c.Unit) + `</span>`)
		}
		b.WriteString("</th>")
	}
	b.WriteString("</tr></thead><tbody>")
	for _, row := range t.Rows {
		rowHTML(&b, t, row)
	}
	b.WriteString("</tbody>")
	if t.Foot != nil {
		b.WriteString("<tfoot>")
		rowHTML(&b, t, t.Foot)
		b.WriteString("</tfoot>")
	}
	b.WriteString("</table></div>")
	return template.HTML(b.String()) //nolint:gosec // every text above is escaped
}

// rowHTML draws a row; its first cell is its head.
func rowHTML(b *strings.Builder, t charts.Table, row []charts.Cell) {
	b.WriteString("<tr>")
	for i, c := range row {
		tag := "td"
		if i == 0 {
			tag = "th"
			open(b, tag, ` scope="row"`, t.Columns[i].Text, c.Class)
		} else {
			open(b, tag, "", t.Columns[i].Text, c.Class)
		}
		cellHTML(b, t.Explain, c)
		b.WriteString("</" + tag + ">")
	}
	b.WriteString("</tr>")
}

// cellsHTML draws cells of numbers; explain is the address that explains their
// figures, but for the name of the figure.
func cellsHTML(explain string, cells []charts.Cell) template.HTML {
	var b strings.Builder
	for _, c := range cells {
		open(&b, "td", "", false, c.Class)
		cellHTML(&b, explain, c)
		b.WriteString("</td>")
	}
	return template.HTML(b.String()) //nolint:gosec // every text in it is escaped
}

func cellHTML(b *strings.Builder, explain string, c charts.Cell) {
	if c.Swatch != "" {
		b.WriteString(`<i class="swatch ` + template.HTMLEscapeString(string(c.Swatch)) + `"></i>`)
	}
	if c.Mark != "" {
		b.WriteString(`<span class="mark" aria-hidden="true">` + template.HTMLEscapeString(c.Mark) + `</span>`)
	}
	linked := explain != "" && c.Figure != ""
	if linked {
		b.WriteString(`<a class="fig" data-load href="` + template.HTMLEscapeString(explain+url.QueryEscape(c.Figure)) + `">`)
	}
	b.WriteString(template.HTMLEscapeString(c.Text))
	if linked {
		b.WriteString("</a>")
	}
	if c.Small != "" {
		b.WriteString("<small>" + template.HTMLEscapeString(c.Small) + "</small>")
	}
}

// open writes the start of a cell of words or numbers.
func open(b *strings.Builder, tag, attributes string, text bool, class string) {
	if text {
		class = strings.TrimSpace("text " + class)
	}
	b.WriteString("<" + tag + attributes)
	if class != "" {
		b.WriteString(` class="` + template.HTMLEscapeString(class) + `"`)
	}
	b.WriteByte('>')
}
