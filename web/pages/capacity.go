package pages

import (
	"io"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/web/charts"
	"buildout/web/locales"
)

// CapacityView is what the Capacity page is drawn from.
type CapacityView struct {
	Plan        PlanRow
	Reference   planner.Reference
	Month       planner.Month     // of headroom and single-line diagram
	Site        string            // of the diagram; empty for a plan without one
	State       planner.SiteState // with the failure that is chosen
	Sound       planner.SiteState // without one
	FailureGone bool              // the failure chosen is none of the plan
}

// capacity is what the Capacity page shows.
type capacity struct {
	planPage
	Answer   string
	Over     bool // a tier claimed is not reached
	Stages   []stageTable
	Heat     charts.Chart
	Headroom charts.Table
	ByStage  charts.Table
	Months   []choice
	Sites    []choice
	Month    string
	Line     singleLine
	Tiers    []tierLine
	Table    tierTable
	Checks   charts.Table
}

// Capacity draws what binds, where and when, and what every failure does.
func (p *Pages) Capacity(w io.Writer, f Frame, v CapacityView) error {
	c := capacity{planPage: p.planPage(f, v.Plan, "capacity", nil)}
	if v.Plan.Fault != "" {
		return p.draw(w, "capacity", c)
	}
	l, r := c.L, v.Plan.Result
	types := charts.RackTypes(v.Plan.Document, v.Reference)
	c.Answer, c.Over = capacityAnswer(l, r)
	e := editorOf(l, v.Plan)
	c.Stages = e.stageTables(v.Plan)
	var err error
	if c.Heat, err = charts.Heat(r, l, types); err != nil {
		return err
	}
	c.ByStage = stageHeadroomTable(l, v.Plan, v.Month)
	c.Headroom, c.Months, c.Month = headroomTable(l, v.Plan, v.Month, types), monthChoices(r, v.Month), v.Month.String()
	for _, site := range r.Sites {
		c.Sites = append(c.Sites, choice{Name: site.Name, Title: l.Text(site.Title, site.Name), Href: c.choose("site", site.Name), Current: site.Name == v.Site})
	}
	c.Line = c.singleLine(v)
	c.Tiers, c.Table, c.Checks = c.tierLines(e), e.tierTable(v.Plan), checksTable(l, r)
	return p.draw(w, "capacity", c)
}

// capacityAnswer is the page in a sentence: what may be used, what binds, and
// which tier each site reaches; over reports that one claimed is not reached.
func capacityAnswer(l *locales.Locale, r planner.Result) (sentence string, over bool) {
	sentence = l.T("capacity.answer", "kw", l.KW(last(r.Capacity.UsableITKW)), "sites", countOf(l, "sites", len(r.Sites)))
	for i, site := range r.Sites {
		over = over || !site.TierMet
		if i >= mostLines {
			continue
		}
		key := "capacity.answer.met"
		if !site.TierMet {
			key = "capacity.answer.missed"
		}
		sentence += " " + l.T(key, "site", l.Text(site.Title, site.Name), "kw", l.KW(site.CompleteITKW),
			"binding", bindingText(l, site),
			"achieved", tierName(l, site.TierAchieved), "claimed", site.TierClaimed)
	}
	if more := len(r.Sites) - mostLines; more > 0 {
		sentence += " " + l.T("score.more", "number", l.Int(more))
	}
	return sentence, over
}

// bindingText names what binds a site, and the failure for which it does.
func bindingText(l *locales.Locale, site planner.SiteResult) string {
	name := l.Binding(strings.TrimPrefix(site.Binding, "site."))
	if f := bindingFailure(site); f != nil {
		return l.T("capacity.binding", "kind", name, "failure", l.Failure(*f))
	}
	return name
}

// bindingFailure is the failure that sets what a site may carry; nil where none
// does.
func bindingFailure(site planner.SiteResult) *power.Failure {
	for _, stage := range site.Stages {
		if site.Binding == string(stage.Kind) || site.Binding == "site."+string(stage.Kind) {
			return stage.Failure
		}
	}
	for _, hall := range site.Halls {
		if hall.Binding == site.Binding {
			return hall.BindingFailure
		}
	}
	return nil
}

// choose is the address of the page with one of its choices made.
func (v planPage) choose(key, value string) string {
	query := v.Frame.keep(append([]string{"set", "base"}, KeptKeys...)...)
	query.Set(key, value)
	if value == "" {
		query.Del(key)
	}
	if key == "site" {
		query.Del("failure")
	}
	return address(v.Frame.Path, query)
}
