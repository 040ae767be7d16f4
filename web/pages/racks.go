package pages

import (
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// RacksView is a hall of a plan in a month, and what of it to show.
type RacksView struct {
	Plan   PlanRow
	Site   planner.Site // zero where the plan has no site
	Hall   planner.Hall // zero where the site has no hall
	Halls  []string     // of the site
	Month  planner.Month
	Layout planner.RackLayout
	Lacks  string // hall asked for that the site does not have; else empty
	Rack   string // chosen; the worst where empty
	Query  string // words that a rack shown has
	Sort   string // key of SortsRacks; by row and position where empty
	Page   int    // of the racks, from 1
	Lines  int    // page of the grid, from 1; the chosen rack's where 0
	Panels int    // page of the panels, from 1
	Table  *RackTableView
}

// pageRows is the most rows of a table on one page.
const pageRows = 200

// racksPage is what the Racks page shows.
type racksPage struct {
	planPage
	View     RacksView
	Sites    []choice
	Halls    []choice
	Answer   string
	Over     bool // a limit is broken
	Facts    []fact
	Legend   []band
	Grid     template.HTML
	GridPage pager
	Rack     *elevation
	Gone     string // rack asked for that is not there
	Findings []rackFindingLine
	More     string // says how many findings were left out
	Feeds    template.HTML
	FeedPage pager
	Panels   *charts.Table
	PanelTo  pager
	Table    rackTable
	API      string // address of the same numbers; empty where the plan shown is not saved
}

// fact is a figure of the hall against its limit.
type fact struct{ Title, Value, Unit, Limit, Class, Mark, Href, Link string }

// Racks draws a hall position by position: what every feed carries when the
// other side is lost.
func (p *Pages) Racks(w io.Writer, f Frame, v RacksView) error {
	o := racksPage{planPage: p.planPage(f, v.Plan, "racks", nil), View: v}
	if v.Plan.Fault != "" || v.Hall.Name == "" {
		return p.draw(w, "racks", o)
	}
	for _, site := range v.Plan.Document.Sites {
		o.Sites = append(o.Sites, choice{Name: site.Name, Title: o.L.Text(site.Title, site.Name), Current: site.Name == v.Site.Name})
	}
	for _, hall := range v.Halls {
		o.Halls = append(o.Halls, choice{Name: hall, Title: hall, Current: hall == v.Hall.Name})
	}
	o.Table = o.rackTable(v.Table)
	o.Answer, o.Over = rackAnswer(o.L, v)
	if len(f.Query["set"]) == 0 {
		o.API = rackAddress(v)
	}
	if len(v.Layout.Racks) == 0 {
		return p.draw(w, "racks", o)
	}
	o.fill()
	return p.draw(w, "racks", o)
}

// fill draws what a hall with racks has.
func (o *racksPage) fill() {
	v := o.View
	chosen := chosenRack(v)
	if chosen == nil {
		o.Gone, chosen = v.Rack, worstRack(v.Layout.Racks)
	}
	o.Facts = rackFacts(o)
	o.Legend = rackLegend(o.L, v.Layout)
	o.Grid, o.GridPage = o.grid(chosen)
	o.Rack = elevationOf(o.L, v, chosen)
	o.Findings, o.More = o.rackFindings()
	o.Feeds, o.FeedPage = o.feeds(chosen)
	if len(v.Layout.Panels) > 0 {
		table, page := o.panels()
		o.Panels, o.PanelTo = &table, page
	}
}

// SiteTitle is how the page calls the site.
func (o racksPage) SiteTitle() string { return o.L.Text(o.View.Site.Title, o.View.Site.Name) }

// Unfiltered is the address of the page without a filter.
func (o racksPage) Unfiltered() string { return o.link("q", "", "page", "") + "#feeds" }

// link is the address of the page with values of its query changed, given as
// keys and values in turn. A key without value is left out.
func (o racksPage) link(pairs ...string) string {
	query := o.Frame.keep(slices.Concat(KeptKeys, []string{"set", "base", "page", "rows", "panels"})...)
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Del(pairs[i])
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return address(o.Frame.Path, query)
}

// rackLink is the address that chooses a rack.
func (o racksPage) rackLink(name string) string { return o.link("rack", name, "rows", "") + "#rack" }

// rackHref is rackLink for many racks, escaped for an attribute.
func (o racksPage) rackHref() func(name string) string {
	prefix := o.link("rack", "", "rows", "")
	if prefix == o.Frame.Path {
		prefix += "?rack="
	} else {
		prefix += "&rack="
	}
	prefix = template.HTMLEscapeString(prefix)
	return func(name string) string { return prefix + url.QueryEscape(name) + "#rack" }
}

// rackAddress is the address of a layout in the API.
func rackAddress(v RacksView) string {
	return fmt.Sprintf("/api/v1/plans/%d/sites/%s/halls/%s/layout?month=%s", v.Plan.ID, url.PathEscape(v.Site.Name), url.PathEscape(v.Hall.Name), v.Month)
}

// rackAnswer is the hall in a sentence; over reports that a limit is broken.
func rackAnswer(l *locales.Locale, v RacksView) (sentence string, over bool) {
	used, usable := hallKW(v)
	sentence = l.T("racks.answer", "hall", v.Hall.Name, "month", l.MonthProse(v.Month),
		"racks", l.Int(len(v.Layout.Racks)), "positions", l.Int(v.Layout.RackPositions), "used", l.KW(used), "usable", l.KW(usable))
	if worst := worstRack(v.Layout.Racks); worst != nil {
		sentence += " " + l.T("racks.answer.worst", "rack", worst.Name, "share", l.Share(worst.FailoverShare))
	}
	if n := len(v.Layout.Faults); n > 0 {
		sentence += " " + l.T("racks.answer.broken", "count", l.Int(n))
	}
	return sentence, len(v.Layout.Faults) > 0
}

// hallKW is the IT load of the hall in the month, and what it may be.
func hallKW(v RacksView) (used, usable planner.KW) {
	at := int(v.Month - v.Plan.Result.Plan.Horizon.Start)
	for _, site := range v.Plan.Result.Sites {
		for _, hall := range site.Halls {
			if site.Name == v.Site.Name && hall.Name == v.Hall.Name {
				return monthly(hall.UsedITKW, at), monthly(hall.UsableITKW, at)
			}
		}
	}
	return 0, 0
}

// monthly is the value of a month, and zero where there is none.
func monthly[T any](values []T, at int) (v T) {
	if at < 0 || at >= len(values) {
		return v
	}
	return values[at]
}

// worstRack is the first of the racks with the highest failover load.
func worstRack(racks []planner.RackState) *planner.RackState {
	var worst *planner.RackState
	for i := range racks {
		if worst == nil || racks[i].FailoverShare > worst.FailoverShare {
			worst = &racks[i]
		}
	}
	return worst
}

// chosenRack is the rack asked for, the worst where none is asked for, and nil
// where there is no such rack.
func chosenRack(v RacksView) *planner.RackState {
	if v.Rack == "" {
		return worstRack(v.Layout.Racks)
	}
	for i := range v.Layout.Racks {
		if v.Layout.Racks[i].Name == v.Rack {
			return &v.Layout.Racks[i]
		}
	}
	return nil
}
