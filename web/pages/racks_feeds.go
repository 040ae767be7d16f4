package pages

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/web/charts"
	"buildout/web/locales"
)

// rackColumn is a column of the feed table that can be sorted by.
type rackColumn struct {
	key, title, unit string
	text             bool
	compare          func(a, b *planner.RackState) int
}

func byText(of func(*planner.RackState) string) func(a, b *planner.RackState) int {
	return func(a, b *planner.RackState) int { return cmp.Compare(of(a), of(b)) }
}

func byNumber[T cmp.Ordered](of func(*planner.RackState) T) func(a, b *planner.RackState) int {
	return func(a, b *planner.RackState) int { return cmp.Compare(of(a), of(b)) }
}

// afterOn is what the weakest feed of a side carries after the loss of the
// other side, over its limit.
func afterOn(side string) func(*planner.RackState) float64 {
	return func(rack *planner.RackState) float64 {
		if feed, _ := worstFeed(rack, side); feed != nil {
			return shareOf(feed.AfterA, feed.LimitA)
		}
		return -1
	}
}

// rackColumns are the columns before, between and after the two sides.
var rackColumns = []rackColumn{
	{"name", "racks.col.rack", "", true, byText(func(r *planner.RackState) string { return r.Name })},
	{"type", "racks.col.type", "", true, byText(func(r *planner.RackState) string { return r.RackType })},
	{"service", "racks.col.service", "", true, byText(func(r *planner.RackState) string { return r.Service })},
	{"row", "racks.col.row", "", true, nil}, // the order of the layout
	{"position", "racks.col.position", "", false, byNumber(func(r *planner.RackState) int { return r.Position })},
	{"from", "racks.col.from", "", false, byNumber(func(r *planner.RackState) planner.Month { return r.From })},
	{"peak", "racks.col.peak", "kW", false, byNumber(func(r *planner.RackState) planner.KW { return r.PeakKW })},
	{"a", "", "A", false, byNumber(afterOn("A"))},
	{"b", "", "B", false, byNumber(afterOn("B"))},
	{"failover", "racks.col.failover", "%", false, byNumber(func(r *planner.RackState) float64 { return r.FailoverShare })},
	{"netbox", "racks.col.netbox", "VA", false, byNumber(func(r *planner.RackState) float64 { return r.NetBoxVA })},
	{"usable", "racks.col.usable", "VA", false, byNumber(func(r *planner.RackState) float64 { return r.UsableVA })},
}

// RackSorts lists what racks can be sorted by; a minus before it turns the
// order round.
func RackSorts() (keys []string) {
	for _, c := range rackColumns {
		keys = append(keys, c.key)
	}
	return keys
}

// sortedRacks are the racks that hold every word of the query, in the order
// asked for.
func sortedRacks(v RacksView) []*planner.RackState {
	words := strings.Fields(strings.ToLower(v.Query))
	racks := make([]*planner.RackState, 0, len(v.Layout.Racks))
	for i := range v.Layout.Racks {
		if rack := &v.Layout.Racks[i]; holdsWords(rack, words) {
			racks = append(racks, rack)
		}
	}
	key, down := strings.CutPrefix(v.Sort, "-")
	for _, c := range rackColumns {
		if c.key == key && c.compare != nil {
			slices.SortStableFunc(racks, func(a, b *planner.RackState) int {
				if down {
					a, b = b, a
				}
				return c.compare(a, b)
			})
		}
	}
	if key == "row" && down {
		slices.Reverse(racks)
	}
	return racks
}

// holdsWords reports whether each word is in the rack's name, type, service,
// row or panels.
func holdsWords(rack *planner.RackState, words []string) bool {
	if len(words) == 0 {
		return true
	}
	texts := []string{rack.Name, rack.RackType, rack.Service, rack.Row}
	for _, feed := range rack.Feeds {
		texts = append(texts, feed.Panel)
	}
	all := strings.ToLower(strings.Join(texts, "\n"))
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(all, word) })
}

// feeds draws a page of the feed table.
func (o racksPage) feeds(chosen *planner.RackState) (template.HTML, pager) {
	racks := sortedRacks(o.View)
	page := o.pagerOf(o.link, "page", "feeds", o.View.Page, len(racks), pageRows)
	if len(racks) == 0 {
		return "", page
	}
	var b strings.Builder
	b.Grow(4096 + 1200*(page.last-page.first))
	caption := template.HTMLEscapeString(o.L.T("racks.feeds.title"))
	b.WriteString(`<div class="scroll" tabindex="0" role="region" aria-label="` + caption + `"><table class="feeds"><caption>` + caption + `</caption>`)
	o.feedsHead(&b)
	b.WriteString("<tbody>")
	href := o.rackHref()
	for i, rack := range racks[page.first:page.last] {
		o.feedsRow(&b, i, rack, rack == chosen, href)
	}
	b.WriteString("</tbody></table></div>")
	return template.HTML(b.String()), page //nolint:gosec // every text above is escaped
}

// feedsHead draws the two lines of heads; those that sort are links.
func (o racksPage) feedsHead(b *strings.Builder) {
	esc := template.HTMLEscapeString
	b.WriteString("<thead><tr>")
	for _, c := range rackColumns {
		if c.title != "" {
			o.sortHead(b, c, ` rowspan="2"`, o.L.T(c.title))
			continue
		}
		o.sortHead(b, c, ` colspan="5" class="side"`, o.L.T("racks.col.feed", "side", c.unit))
	}
	b.WriteString("</tr><tr>")
	for range 2 {
		for i, key := range []string{"racks.col.panel", "racks.col.phase", "racks.col.now", "racks.col.after", "racks.col.limit"} {
			class, unit := "", ` <span class="unit">A</span>`
			switch {
			case i == 0:
				class, unit = ` class="text side"`, ""
			case i == 1:
				class, unit = ` class="text"`, ""
			}
			b.WriteString(`<th scope="col"` + class + `>` + esc(o.L.T(key)) + unit + `</th>`)
		}
	}
	b.WriteString("</tr></thead>")
}

// sortHead draws the head of a column that sorts: numbers from the largest,
// words from the first, and round when it is chosen again.
func (o racksPage) sortHead(b *strings.Builder, c rackColumn, attributes, title string) {
	key, down := strings.CutPrefix(o.View.Sort, "-")
	next, arrow, state := c.key, "", ""
	if !c.text {
		next = "-" + c.key
	}
	if key == c.key {
		next, arrow, state = "-"+c.key, "↑", ` aria-sort="ascending"`
		if down {
			next, arrow, state = c.key, "↓", ` aria-sort="descending"`
		}
		arrow = ` <span class="arrow" aria-hidden="true">` + arrow + `</span>`
	}
	scope := "col"
	if c.title == "" {
		scope = "colgroup"
	} else if c.text {
		attributes += ` class="text"`
	}
	esc := template.HTMLEscapeString
	b.WriteString(`<th scope="` + scope + `"` + attributes + state + `><a id="sort-` + c.key + `" data-load href="` + esc(o.link("sort", next, "page", "")) + `#feeds">` + esc(title) + `</a>`)
	if c.unit != "" && c.title != "" {
		b.WriteString(` <span class="unit">` + c.unit + `</span>`)
	}
	b.WriteString(arrow + `</th>`)
}

func (o racksPage) feedsRow(b *strings.Builder, i int, rack *planner.RackState, chosen bool, href func(string) string) {
	l, row, current := o.L, "<tr>", ""
	if chosen {
		row, current = `<tr class="chosen">`, ` aria-current="true"`
	}
	b.WriteString(row + `<th scope="row" class="text"><a id="rack-` + strconv.Itoa(i) + `" data-load href="` + href(rack.Name) + `"` + current + `>` + template.HTMLEscapeString(rack.Name) + `</a></th>`)
	feedCell(b, "text", cell(rack.RackType))
	feedCell(b, "text", cell(orDash(rack.Service)))
	feedCell(b, "text", cell(rack.Row))
	feedCell(b, "", cell(l.Int(rack.Position)))
	feedCell(b, "", cell(l.Month(rack.From)))
	feedCell(b, "", cell(l.Number(float64(rack.PeakKW), 1)))
	for _, side := range rackSides {
		o.sideCells(b, rack, side)
	}
	share := cell(l.Number(rack.FailoverShare*100, 1))
	if power.Over(rack.FailoverShare, 1) {
		share = over(share)
	}
	feedCell(b, "figure side", share)
	feedCell(b, "quiet", cell(l.Number(rack.NetBoxVA, 0)))
	feedCell(b, "", cell(l.Number(rack.UsableVA, 0)))
	b.WriteString("</tr>")
}

// sideCells is the feed of a side that is nearest its limit, or most above it.
func (o racksPage) sideCells(b *strings.Builder, rack *planner.RackState, side string) {
	l := o.L
	feed, count := worstFeed(rack, side)
	if feed == nil {
		b.WriteString(`<td class="text side quiet" colspan="5"><span class="mark" aria-hidden="true">◐</span>` + template.HTMLEscapeString(l.T("racks.feeds.none")) + `</td>`)
		return
	}
	panel := cell(orDash(feed.Panel))
	if count > 1 {
		panel.Small = l.T("racks.feeds.more", "number", l.Int(count-1))
	}
	feedCell(b, "text side", panel)
	feedCell(b, "text", cell(orDash(feed.Phase)))
	feedCell(b, "", cell(l.Number(feed.NowA, 1)))
	feedCell(b, "", afterCell(l, feed))
	feedCell(b, "quiet", cell(l.Number(feed.LimitA, 1)))
}

// afterCell is what a feed carries after the loss of the other side.
func afterCell(l *locales.Locale, feed *planner.FeedState) charts.Cell {
	c := cell(l.Number(feed.AfterA, 1))
	if power.Over(feed.AfterA, feed.LimitA) {
		return over(c)
	}
	return c
}

func feedCell(b *strings.Builder, class string, c charts.Cell) {
	open(b, "td", "", false, strings.TrimSpace(class+" "+c.Class))
	cellHTML(b, "", c)
	b.WriteString("</td>")
}
