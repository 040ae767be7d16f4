package pages

import (
	"io"
	"slices"
	"strings"

	"buildout/planner/compare"
	"buildout/web/charts"
	"buildout/web/locales"
)

// CompareView is what the Compare page shows: the plans that are chosen, side by
// side, why two of them differ, and what comes of one when its inputs are varied.
type CompareView struct {
	Columns   []CompareColumn
	Baseline  int
	Matrix    compare.Matrix
	Choices   []PlanChoice
	Sets      []CompareSet
	Set       *CompareSet // the saved set that is open; nil without
	Asked     *AskedSet   // a change of a saved set that is asked about or was refused; nil without
	Explained *Explained  // figure that is asked for of the plan OfPlan; nil without
	OfPlan    int
	Bridge    *BridgeView // nil where fewer than two plans can be held against each other
	Sweep     *SweepView  // nil where no plan can be varied
}

// CompareColumn is a plan of a comparison.
type CompareColumn struct {
	Ref      string // of the query
	PlanID   int64  // 0 where it is not stored
	Revision int
	Newest   int
	Held     bool          // its ref names a revision
	Faults   []string      // why it has no result; none where it has one
	Hue      charts.Colour // in the charts of the page; empty where it is not drawn
	compare.Case
}

// PlanChoice is a plan that can be chosen.
type PlanChoice struct {
	ID       int64
	Name     string
	Revision int
}

// RowsKey and InputsKey are the parts of a query that choose rows: the results
// that differ alone, and all inputs that differ.
const (
	RowsKey   = "rows"
	InputsKey = "inputs"
	Differing = "differences"
	AllInputs = "all"
)

// OfPlanKey is the part of a query that says of which of the plans a figure is
// explained.
const OfPlanKey = "figure_of"

// comparePage is what the Compare page draws.
type comparePage struct {
	shell
	View     CompareView
	Heads    []columnHead
	Noted    bool // a plan is not counted like the baseline
	Answer   []string
	Summary  []measureRow
	Sections []resultsSection
	Same     int // results in which no two plans differ
	OnlyHref string
	AllHref  string
	Only     bool
	Charts   []charts.Chart
	Undrawn  string // how many plans the charts leave out
	Inputs   inputsPart
	Sets     setsPart
	Addable  []choice
	Hidden   []keptValue // query of the page for its forms
	Explain  *explainPanel
	Bridge   *bridgePart
	Sweep    *sweepPart
	Take     exportPart
}

// Compare draws plans side by side.
func (p *Pages) Compare(w io.Writer, f Frame, v CompareView) error {
	b := comparePage{shell: p.shell(f, "compare", "compare.title"), View: v, Only: f.Query.Get(RowsKey) == Differing}
	b.View.hues()
	b.Hidden = b.kept()
	b.Sets = b.setsPart()
	if len(v.Columns) == 0 {
		return p.draw(w, "compare", b)
	}
	b.Heads, b.Addable = b.heads(), b.addable()
	b.Noted = slices.ContainsFunc(b.Heads, func(h columnHead) bool { return h.Unlike != "" })
	b.results()
	b.Inputs, b.Take, b.Explain = b.inputs(), b.exportPart(), b.explainPanel()
	var err error
	if b.Charts, err = b.charts(); err != nil {
		return err
	}
	if b.Bridge, err = b.bridgePart(b.View); err != nil {
		return err
	}
	b.Sweep = b.sweepPart(b.View)
	return p.draw(w, "compare", b)
}

// Known reports whether a column has a result.
func (c CompareColumn) Known() bool { return c.Fault == nil }

// Titled is the title of a plan, its name where it has none, and its ref where it
// cannot be read. A revision that is held is part of it.
func (c CompareColumn) Titled(l *locales.Locale) string {
	title := l.Text(c.Plan.Title, c.Plan.Name)
	switch {
	case title == "":
		return c.Ref
	case c.Held && c.Revision > 0 && c.Revision != c.Newest:
		return l.T("compare.at", "plan", title, "revision", c.Revision)
	}
	return title
}

// hues gives the plans that the charts draw their hues: the first there are, and
// the baseline always.
func (v *CompareView) hues() {
	v.Columns = slices.Clone(v.Columns)
	place := 0
	for i := range v.Columns {
		room := charts.PlanHues
		if i < v.Baseline && v.Baseline < len(v.Columns) && v.Columns[v.Baseline].Known() {
			room-- // for the baseline, which stands after it
		}
		if v.Columns[i].Known() && place < room {
			v.Columns[i].Hue = charts.Plan(place)
			place++
		}
	}
}

// charts draws the plans over each other.
func (b *comparePage) charts() ([]charts.Chart, error) {
	var drawn []charts.Overlaid
	known := 0
	for i, c := range b.View.Columns {
		if c.Known() {
			known++
		}
		if c.Hue == "" {
			continue
		}
		drawn = append(drawn, charts.Overlaid{Name: c.Name, Title: c.Titled(b.L), Place: len(drawn), Baseline: i == b.View.Baseline, Result: c.Result})
	}
	if len(drawn) == 0 {
		return nil, nil
	}
	if known > len(drawn) {
		b.Undrawn = b.L.T("compare.undrawn", "drawn", len(drawn), "count", known)
	}
	var all []charts.Chart
	for _, overlay := range charts.Overlays {
		chart, err := overlay.Draw(drawn, b.L)
		if err != nil {
			return nil, err
		}
		all = append(all, chart)
	}
	return all, nil
}

// answer says in sentences which plan is the best by the first figures, and what
// cannot be compared.
func (b *comparePage) answer(rows []compare.MatrixRow) []string {
	var said []string
	for _, name := range []string{"forecast_krw", "usable_it_kw", "energised"} {
		at := slices.IndexFunc(rows, func(r compare.MatrixRow) bool { return r.Name == name })
		if at < 0 || !rows[at].Differs {
			continue
		}
		row := rows[at]
		var best []string
		var value string
		for i, cell := range row.Cells {
			if cell.Best {
				best = append(best, b.View.Columns[i].Titled(b.L))
				value = b.L.MeasureValue(row.Measure, cell.Value)
			}
		}
		if len(best) > 0 {
			said = append(said, b.L.T("compare.answer."+name, "plans", strings.Join(best, ", "), "value", value, "unit", b.L.MeasureUnit(row.Measure)))
		}
	}
	known := 0
	for _, c := range b.View.Columns {
		if c.Known() {
			known++
		}
	}
	switch {
	case len(b.View.Columns) == 1:
		said = append(said, b.L.T("compare.one"))
	case known < len(b.View.Columns):
		said = append(said, b.L.T("compare.answer.faulty", "count", len(b.View.Columns)-known))
	case len(said) == 0:
		said = append(said, b.L.T("compare.answer.same"))
	}
	return said
}
