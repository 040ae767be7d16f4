package pages

import (
	"cmp"
	"io"
	"slices"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/charts"
	"buildout/web/locales"
)

// mostDifferences is how many lines that differ are listed.
const mostDifferences = 20

// WhyKey is the part of a query that has why a forecast differs drawn at once.
const WhyKey = "why"

// WhyView is why the forecast of a plan is not that of a baseline, or of the
// stored plan where changes are made.
type WhyView struct {
	Bridge *compare.BridgeResult // nil where it is not worked out yet
	Plans  int                   // to be worked out for it
}

// why is how the forecast differs from that of another plan, or from that of
// the stored plan.
type why struct {
	Others []choice
	Name   string // of what it is held against; empty where nothing is
	Loaded whyLoaded
}

// whyLoaded is the part of it that a page may load by itself.
type whyLoaded struct {
	Bridge  *bridgeDrawn
	Rows    charts.Table
	More    string
	Pending *pending // the bridge is not worked out yet
}

// pending is what is still to be worked out.
type pending struct {
	Says, Working, Failed string
	Src                   string // address of the part
	Href                  string // address of the page with it
}

func (v planPage) why(view BudgetView) (why, error) {
	w := why{Others: v.baselines(view.Baseline, view.Others)}
	if view.Why == nil {
		return w, nil
	}
	w.Name = v.against(view)
	var err error
	w.Loaded, err = v.whyLoaded(view)
	return w, err
}

// against is the name of what a plan is held against.
func (v planPage) against(view BudgetView) string {
	if view.Baseline != nil && view.Baseline.Fault == "" {
		return view.Baseline.Name
	}
	return v.L.T("baseline.revision", "revision", v.Plan.Revision)
}

// BudgetWhy draws why the forecast differs, as a part of the Budget page.
func (p *Pages) BudgetWhy(w io.Writer, f Frame, v BudgetView) error {
	b := p.planPage(f, v.Plan, "budget", nil)
	why, err := b.why(v)
	if err != nil {
		return err
	}
	return p.drawPart(w, "budget", "why_loaded", b.With(why.Loaded))
}

func (v planPage) whyLoaded(view BudgetView) (whyLoaded, error) {
	l := v.L
	if view.Why.Bridge == nil {
		return whyLoaded{Pending: v.pending(view.Why.Plans, address(v.planAddress("/budget/why"), v.Frame.Query), WhyKey, "#why")}, nil
	}
	b := *view.Why.Bridge
	b.From.Name, b.To.Name = v.against(view), l.T("bridge.now")
	results := []planner.Result{v.Plan.Result}
	if view.Baseline != nil {
		results = append(results, view.Baseline.Result)
	}
	var w whyLoaded
	var err error
	if w.Bridge, err = v.bridgeDrawn(b, results...); err != nil {
		return w, err
	}
	w.Rows, w.More = differencesTable(l, b, results)
	return w, nil
}

// pending says that plans are to be worked out for a part of the page, which is
// at src; key draws it in place.
func (s shell) pending(plans int, src, key, anchor string) *pending {
	l := s.L
	p := &pending{
		Says: l.T("bridge.pending", "plans", l.Int(plans)), Working: l.T("bridge.working", "plans", l.Int(plans)), Failed: l.T("bridge.failed"),
		Src: src, Href: s.Frame.with(key, "1") + anchor,
	}
	return p
}

// differencesTable lists the lines that differ most, each with what every step
// does to it.
func differencesTable(l *locales.Locale, b compare.BridgeResult, results []planner.Result) (t charts.Table, more string) {
	unit := l.WonUnit()
	t = charts.Table{Caption: l.T("why.rows"), Columns: []charts.Column{
		{Title: l.T("col.line"), Text: true}, {Title: l.T("col.site"), Text: true}, {Title: l.T("col.phase"), Text: true},
		{Title: l.T("bridge.base"), Unit: unit}, {Title: l.T("bridge.now"), Unit: unit}, {Title: l.T("col.difference"), Unit: unit},
	}}
	type key struct{ code, site, phase string }
	steps := []map[key]int64{} // of those that move a line, by line
	for _, s := range b.Steps {
		if len(s.Lines) == 0 {
			continue
		}
		amounts := map[key]int64{}
		for _, line := range s.Lines {
			amounts[key{line.Name, line.Site, line.Phase}] = line.Amount
		}
		steps = append(steps, amounts)
		t.Columns = append(t.Columns, charts.Column{Title: l.Driver(s), Unit: unit})
	}
	rows := slices.SortedStableFunc(slices.Values(b.Lines), func(a, b compare.BridgeTotal) int { return cmp.Compare(difference(b), difference(a)) })
	if n := len(rows) - mostDifferences; n > 0 {
		rows, more = rows[:mostDifferences], l.T("score.more", "number", l.Int(n))
	}
	hues := charts.Swatches(results[0])
	for _, row := range rows {
		line := []charts.Cell{cell(l.Text(row.Title, row.Name)), {Text: l.StepPlace("sites/"+planner.PathName(row.Site), results...), Swatch: hues[row.Site]}, cell(row.Phase),
			cell(l.Amount(b.Unit, row.From)), cell(l.Amount(b.Unit, row.To)), {Text: l.AmountSigned(b.Unit, row.To-row.From), Class: "strong"}}
		for _, amounts := range steps {
			c := charts.Cell{Text: "–", Class: "quiet"}
			if amount := amounts[key{row.Name, row.Site, row.Phase}]; amount != 0 {
				c = cell(l.AmountSigned(b.Unit, amount))
			}
			line = append(line, c)
		}
		t.Rows = append(t.Rows, line)
	}
	return t, more
}

// difference is how far a line differs, up or down.
func difference(row compare.BridgeTotal) int64 { return max(row.To-row.From, row.From-row.To) }
