package pages

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"buildout/planner/compare"
	"buildout/web/charts"
)

// columnHead is the head of a plan's column.
type columnHead struct {
	Title, Name string
	Ref         string
	Saved       string // its revision in words
	Href        string // page of the plan; empty where there is none
	Explain     string // address that explains its figures, but for the name of the figure
	Here        bool   // it is this page that explains them, for those of the plan show its newest revision
	Hue         charts.Colour
	Mark        string // of the key of its lines
	Baseline    bool
	Base        string   // address with it as the baseline
	Remove      string   // address without it
	Newer       string   // says that there is a newer revision
	Take        string   // address with the newest revision in its place
	Unlike      string   // in what it is not like the baseline; empty where in nothing
	Notes       []string // the same in sentences
	Faults      []string
}

// heads are the heads of the columns.
func (b *comparePage) heads() []columnHead {
	l := b.L
	list := make([]columnHead, len(b.View.Columns))
	for i, c := range b.View.Columns {
		h := columnHead{
			Title: c.Titled(l), Name: c.Plan.Name, Ref: c.Ref, Baseline: i == b.View.Baseline, Faults: c.Faults,
			Base: b.with("baseline", c.Ref), Remove: b.without(i),
		}
		if c.Hue != "" {
			h.Hue = c.Hue
			h.Mark = strings.Replace(string(c.Hue), "plan", "line", 1)
		}
		if c.PlanID != 0 {
			h.Saved = l.T("compare.revision", "revision", c.Revision)
		}
		if c.PlanID != 0 && c.Newest > 0 {
			h.Href = b.Link(fmt.Sprintf("/plans/%d", c.PlanID))
			h.Here = c.Revision != c.Newest
			if h.Explain = b.explainAddress(c.PlanID); h.Here {
				h.Explain = b.explainedHere(c.Ref, nil, "") + "&" + ExplainKey + "="
			}
		}
		if c.Newest > c.Revision {
			h.Newer = l.T("compare.newer", "revision", c.Newest)
			h.Take = b.replacing(map[string]string{c.Ref: newestOf(c)})
		}
		if i < len(b.View.Matrix.Plans) {
			var unlike []string
			for _, note := range b.View.Matrix.Plans[i].Notes {
				unlike = append(unlike, l.Name("compare.unlike", note.Code))
				h.Notes = append(h.Notes, b.note(note))
			}
			h.Unlike = strings.Join(unlike, ", ")
		}
		list[i] = h
	}
	return list
}

// addable are the plans that can be added; the first that is not shown is
// offered.
func (b *comparePage) addable() []choice {
	shown := map[int64]bool{}
	for _, c := range b.View.Columns {
		shown[c.PlanID] = true
	}
	list := make([]choice, len(b.View.Choices))
	offered := false
	for i, c := range b.View.Choices {
		list[i] = choice{Name: c.Name, Title: c.Name + " · " + b.L.T("compare.revision", "revision", c.Revision), Current: !offered && !shown[c.ID]}
		offered = offered || list[i].Current
	}
	return list
}

// explainAddress is the address of the page that explains the figures of a plan,
// but for the name of the figure.
func (b *comparePage) explainAddress(plan int64) string {
	at := b.Link(fmt.Sprintf("/plans/%d/budget", plan))
	if strings.Contains(at, "?") {
		return at + "&" + ExplainKey + "="
	}
	return at + "?" + ExplainKey + "="
}

// newestOf is the ref of a column's plan at its newest revision.
func newestOf(c CompareColumn) string {
	name := strings.TrimSuffix(c.Name, "@"+strconv.Itoa(c.Revision))
	return name + "@" + strconv.Itoa(c.Newest)
}

// explainedHere is the address of this page with the explanation of the last of
// the figures of a plan; without one where there are none.
func (b *comparePage) explainedHere(ref string, trail []string, below string) string {
	query := b.query()
	if len(trail) > mostTrail {
		trail = trail[len(trail)-mostTrail:]
	}
	query.Set(OfPlanKey, ref)
	for _, figure := range trail {
		query.Add(ExplainKey, figure)
	}
	if below != "" {
		query.Set(BelowKey, below)
	}
	return address(b.Frame.Path, query)
}

// explainPanel is the panel of a figure that is asked for.
func (b *comparePage) explainPanel() *explainPanel {
	of := b.View.Columns[b.View.OfPlan]
	x := explainer{l: b.L, result: of.Result, link: func(trail []string, below string) string {
		if len(trail) == 0 {
			return b.with(OfPlanKey, "")
		}
		return b.explainedHere(of.Ref, trail, below)
	}}
	p := x.panel(b.Frame, b.View.Explained)
	if p != nil {
		p.Where = strings.TrimSuffix(of.Titled(b.L)+" · "+p.Where, " · ")
	}
	return p
}

// note says what keeps a plan from being held against the baseline like for
// like.
func (b *comparePage) note(n compare.ComparisonNote) string {
	if key := "compare.note." + n.Code; b.L.Has(key) {
		return b.L.T(key, "is", n.Is, "baseline", n.Baseline)
	}
	return n.Message
}

// query is that of the page, with the plans it shows.
func (b *comparePage) query() url.Values {
	query := url.Values{}
	for key, values := range b.Frame.Query {
		if !slices.Contains([]string{"more", "at", ExplainKey, BelowKey, OfPlanKey}, key) {
			query[key] = slices.Clone(values)
		}
	}
	return query
}

// named is the query with every plan and the baseline named, as one that a saved
// set stands for is not.
func (b *comparePage) named() url.Values {
	query := b.query()
	query["plan"] = nil
	for i, c := range b.View.Columns {
		query.Add("plan", c.Ref)
		if i == b.View.Baseline {
			query.Set("baseline", c.Ref)
		}
	}
	return query
}

// with is the address of the page with one value of its query changed, or left
// out where the value is empty.
func (b *comparePage) with(key, value string) string {
	query := b.query()
	if key == "baseline" {
		query = b.named()
	}
	query.Del(key)
	if value != "" {
		query.Set(key, value)
	}
	return address(b.Frame.Path, query)
}

// without is the address of the page without a plan.
func (b *comparePage) without(at int) string {
	query := b.named()
	query["plan"] = slices.Delete(query["plan"], at, at+1)
	for _, key := range []string{"baseline", "from", "to", "sweep"} {
		if query.Get(key) == b.View.Columns[at].Ref {
			query.Del(key)
		}
	}
	if len(query["plan"]) == 0 {
		query.Del("plan")
		query.Del("comparison")
	}
	return address(b.Frame.Path, query)
}

// refKeys are the parts of a query that name plans.
var refKeys = []string{"plan", "baseline", "from", "to", "sweep"}

// replacing is the address of the page with plans in the place of others.
func (b *comparePage) replacing(refs map[string]string) string {
	query := b.named()
	for _, key := range refKeys {
		for i, ref := range query[key] {
			if other, ok := refs[ref]; ok {
				query[key][i] = other
			}
		}
	}
	return address(b.Frame.Path, query)
}

// kept is the query of the page as hidden fields of a form, every plan named.
func (b *comparePage) kept() []keptValue {
	query := b.named()
	var list []keptValue
	for _, key := range slices.Sorted(keys(query)) {
		for _, value := range query[key] {
			list = append(list, keptValue{key, value})
		}
	}
	return list
}
