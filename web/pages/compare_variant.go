package pages

import (
	"fmt"
	"strconv"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/charts"
)

// VariantView is a variant that is looked at.
type VariantView struct {
	Form    SweepForm
	Column  CompareColumn // the plan that is varied
	Sweep   compare.Sweep
	Columns []compare.Measure
	Index   int
	Changes []planner.Change
	Result  planner.Result
	Faults  []planner.Fault // why it is no plan, or there is none of its number

	Reference planner.Reference // the shipped one
}

// variantPart is a variant on the Compare page.
type variantPart struct {
	Title   string
	Inputs  charts.Table
	Figures charts.Table
	Open    string // address of the plan with the changes, not saved; empty where it cannot be opened
	Closed  string // why not
	Close   string
	Faults  []string
}

// variantPart says what a variant changes and what comes of it.
func (s shell) variantPart(v *VariantView) *variantPart {
	l := s.L
	part := &variantPart{Title: l.T("sweep.variant.title", "number", l.Int(v.Index)), Close: s.sweepAddress(v.Form) + "#sweep"}
	for _, f := range v.Faults {
		part.Faults = append(part.Faults, sentence(f))
	}
	if len(part.Faults) > 0 {
		return part
	}
	part.Inputs = charts.Table{Caption: l.T("sweep.variant.inputs"), Columns: []charts.Column{
		{Title: l.T("tornado.input"), Text: true}, {Title: l.T("sweep.variant.was"), Text: true}, {Title: l.T("sweep.variant.now"), Text: true},
	}}
	words := s.inputWords(v.Column, v.Reference)
	for _, c := range v.Changes {
		was := "–"
		if reading, err := planner.Read(v.Column.Plan, v.Reference, c.Path); err == nil {
			was = said(l, c.Path, reading.Text)
		}
		part.Inputs.Rows = append(part.Inputs.Rows, []charts.Cell{cell(words.title(c.Path)), {Text: was, Class: "quiet"}, {Text: said(l, c.Path, c.Value), Class: "strong"}})
	}
	part.Figures = s.variantFigures(v)
	s.openVariant(v, part)
	return part
}

// variantFigures are the measures of a variant beside those of the plan.
func (s shell) variantFigures(v *VariantView) charts.Table {
	l := s.L
	t := charts.Table{Caption: l.T("sweep.variant.figures"), Columns: []charts.Column{
		{Title: l.T("col.figure"), Text: true}, {Title: l.T("sweep.variant.was")}, {Title: l.T("sweep.variant.now")}, {Title: l.T("col.unit"), Text: true},
	}}
	for _, m := range v.Columns {
		t.Rows = append(t.Rows, []charts.Cell{
			cell(l.MeasureTitle(m)), {Text: l.MeasureValue(m, m.Of(&v.Column.Result)), Class: "quiet"}, {Text: l.MeasureValue(m, m.Of(&v.Result)), Class: "strong"}, cell(l.MeasureUnit(m)),
		})
	}
	return t
}

// mostSets is the most changes that an address holds.
const mostSets = 200

// openVariant leads to the plan with the changes of the variant, not saved. They
// can be made to its newest revision alone.
func (s shell) openVariant(v *VariantView, part *variantPart) {
	c := v.Column
	switch {
	case c.PlanID == 0:
		part.Closed = s.L.T("sweep.variant.unstored")
	case c.Revision != c.Newest:
		part.Closed = s.L.T("sweep.variant.old", "revision", c.Revision, "newest", c.Newest)
	case len(v.Changes) > mostSets:
		part.Closed = s.L.T("sweep.variant.many", "count", s.L.Int(len(v.Changes)))
	default:
		query := s.Frame.keep("lang", "unit")
		for _, change := range v.Changes {
			query.Add("set", change.Path+"="+change.Value)
		}
		if len(v.Changes) > 0 {
			query.Set("base", strconv.Itoa(c.Revision))
		}
		part.Open = address(fmt.Sprintf("/plans/%d", c.PlanID), query)
	}
}
