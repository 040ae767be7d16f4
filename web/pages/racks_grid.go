package pages

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/web/locales"
)

// The grid's most positions in a line and on a page, and the most characters of
// a row's name that the narrow column of names holds.
const (
	mostColumns = 40
	mostCells   = 1000
	shortRow    = 6
)

// band is a range of failover load with its colour and mark.
type band struct{ Class, Mark, Title string }

// bandOf is the band of a rack. Above the limit it is red with a mark; a rack
// on one side alone is down when that side is, whatever it carries.
func bandOf(rack *planner.RackState) string {
	switch share := rack.FailoverShare; {
	case power.Over(share, 1):
		return "load-over"
	case !twoSided(rack):
		return "load-single"
	case share > 0.9:
		return "load-near"
	case share > 0.7:
		return "load-3"
	case share > 0.5:
		return "load-2"
	}
	return "load-1"
}

// twoSided reports whether the rack has feeds on two sides.
func twoSided(rack *planner.RackState) bool {
	for _, feed := range rack.Feeds {
		if feed.Side != rack.Feeds[0].Side {
			return true
		}
	}
	return false
}

// percent writes a share as a whole percentage; what is above the limit is
// never rounded back to it.
func percent(share float64) string {
	if power.Over(share, 1) {
		return strconv.Itoa(int(math.Ceil(share*100 - 1e-9)))
	}
	return strconv.Itoa(int(math.Round(share * 100)))
}

// rackLegend says what the colours mean; the one-sided band only where a rack
// is in it.
func rackLegend(l *locales.Locale, layout planner.RackLayout) []band {
	legend := []band{
		{"load-1", "", l.T("racks.band.1")}, {"load-2", "", l.T("racks.band.2")}, {"load-3", "", l.T("racks.band.3")},
		{"load-near", "", l.T("racks.band.near")}, {"load-over", "▲", l.T("racks.band.over")},
	}
	for i := range layout.Racks {
		if bandOf(&layout.Racks[i]) == "load-single" {
			legend = append(legend, band{"load-single", "◐", l.T("racks.band.single")})
			break
		}
	}
	return append(legend, band{"load-free", "", l.T("racks.band.free")})
}

// gridLine is a line of the grid: a row of the hall, or a part of a long one.
type gridLine struct {
	row   string
	first int // position of the first cell
	racks []planner.RackState
	free  int // free positions in it
}

// hallGrid is the positions of a hall in lines. Those that no row accounts for
// are rest, to be drawn in lines of their own.
type hallGrid struct {
	lines   []gridLine
	columns int
	parted  bool // rows are longer than a line
	rest    int
}

func gridOf(layout planner.RackLayout) hallGrid {
	longest := 1
	for _, rack := range layout.Racks {
		longest = max(longest, rack.Position)
	}
	g := hallGrid{columns: longest, parted: longest > mostColumns, rest: max(0, layout.RackPositions-len(layout.Racks))}
	if g.parted {
		parts := (longest + mostColumns - 1) / mostColumns
		g.columns = (longest + parts - 1) / parts
	}
	for i := 0; i < len(layout.Racks); {
		line := gridLine{row: layout.Racks[i].Row, first: (max(1, layout.Racks[i].Position)-1)/g.columns*g.columns + 1}
		end := i
		for end < len(layout.Racks) && layout.Racks[end].Row == line.row && layout.Racks[end].Position < line.first+g.columns {
			end++
		}
		line.racks = layout.Racks[i:end]
		line.free = min(g.rest, max(0, min(g.columns, longest-line.first+1)-len(line.racks)))
		g.rest -= line.free
		g.lines = append(g.lines, line)
		i = end
	}
	return g
}

// count is the number of lines, those of the rest included.
func (g hallGrid) count() int { return len(g.lines) + (g.rest+g.columns-1)/g.columns }

// line is the line at i.
func (g hallGrid) line(i int) gridLine {
	if i < len(g.lines) {
		return g.lines[i]
	}
	return gridLine{first: 1, free: min(g.columns, g.rest-(i-len(g.lines))*g.columns)}
}

// rowClass is the class of the column of row names.
func (g hallGrid) rowClass() string {
	for _, line := range g.lines {
		if utf8.RuneCountInString(line.row) > shortRow {
			return "row long"
		}
	}
	return "row"
}

// lineOf is the line that the rack stands in.
func (g hallGrid) lineOf(rack *planner.RackState) int {
	for i, line := range g.lines {
		for j := range line.racks {
			if &line.racks[j] == rack {
				return i
			}
		}
	}
	return 0
}

// grid draws a page of the hall's grid, that of the chosen rack unless another
// is asked for.
func (o racksPage) grid(chosen *planner.RackState) (template.HTML, pager) {
	g := gridOf(o.View.Layout)
	perPage := max(1, mostCells/g.columns)
	page := o.View.Lines
	if page == 0 {
		page = g.lineOf(chosen)/perPage + 1
	}
	pages := o.pagerOf(o.link, "rows", "grid", page, g.count(), perPage)

	var b strings.Builder
	b.Grow(200 * (pages.last - pages.first) * g.columns)
	esc := template.HTMLEscapeString
	b.WriteString(`<table class="floor"><caption>` + esc(o.L.T("racks.grid.caption", "hall", o.View.Hall.Name)) + `</caption><colgroup><col class="` + g.rowClass() + `"><col class="cell" span="` + strconv.Itoa(g.columns) + `"></colgroup><thead><tr><th scope="col">` + esc(o.L.T("racks.col.row")) + `</th>`)
	if g.parted {
		b.WriteString(`<th scope="colgroup" colspan="` + strconv.Itoa(g.columns) + `">` + esc(o.L.T("racks.col.position")) + `</th>`)
	}
	for p := 1; p <= g.columns && !g.parted; p++ {
		b.WriteString(`<th scope="col">` + strconv.Itoa(p) + `</th>`)
	}
	b.WriteString(`</tr></thead><tbody>`)
	href := o.rackHref()
	for i := pages.first; i < pages.last; i++ {
		o.drawLine(&b, i, g, chosen, href)
	}
	b.WriteString(`</tbody></table>`)
	return template.HTML(b.String()), pages //nolint:gosec // every text above is escaped
}

// drawLine draws the line at i. Its links have ids, so that the focus stays on
// a position when the page is drawn anew.
func (o racksPage) drawLine(b *strings.Builder, i int, g hallGrid, chosen *planner.RackState, href func(string) string) {
	line := g.line(i)
	free := template.HTMLEscapeString(o.L.T("racks.band.free"))
	head := template.HTMLEscapeString(line.row)
	if len(line.racks) == 0 {
		head = free
	}
	if g.parted {
		head += ` <small>` + strconv.Itoa(line.first) + `</small>`
	}
	b.WriteString(`<tr><th scope="row" title="` + template.HTMLEscapeString(line.row) + `">` + head + `</th>`)
	racks, left := line.racks, line.free
	for p := line.first; p < line.first+g.columns; p++ {
		switch {
		case len(racks) > 0 && racks[0].Position <= p:
			b.WriteString("<td>")
			for len(racks) > 0 && racks[0].Position <= p {
				o.drawRack(b, &racks[0], fmt.Sprintf("at-%d-%d", i, p), &racks[0] == chosen, href)
				racks = racks[1:]
			}
			b.WriteString("</td>")
		case left > 0:
			left--
			b.WriteString(`<td><span class="place load-free" title="` + free + `">·</span></td>`)
		default:
			b.WriteString("<td></td>")
		}
	}
	b.WriteString("</tr>")
}

func (o racksPage) drawRack(b *strings.Builder, rack *planner.RackState, id string, chosen bool, href func(string) string) {
	class := bandOf(rack)
	text := percent(rack.FailoverShare)
	switch class {
	case "load-over":
		text = `<span class="mark" aria-hidden="true">▲</span>` + text
	case "load-single":
		text = `<span class="mark" aria-hidden="true">◐</span>` + text
	}
	current := ""
	if chosen {
		current = ` aria-current="true"`
	}
	title := rack.Name + " · " + rack.RackType
	if rack.Service != "" {
		title += " · " + rack.Service
	}
	title += " · " + o.L.Share(rack.FailoverShare)
	b.WriteString(`<a class="place ` + class + `" id="` + id + `" data-load href="` + href(rack.Name) + `"` + current + ` title="` + template.HTMLEscapeString(title) + `">` + text + `</a>`)
}
