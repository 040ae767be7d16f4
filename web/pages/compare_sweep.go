package pages

import (
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
)

// SweepView is the form by which a plan of the comparison is varied, with what
// came of it where that is on the page.
type SweepView struct {
	Of        int // place of the column
	Form      SweepForm
	Reference planner.Reference // the shipped one
	Variants  int               // 0 where there is nothing to vary, or a fault
	Faults    []planner.Fault   // of the form
	Swept     *SweptView        // nil without
	Variant   *VariantView      // the variant that is looked at; nil without
}

// SweepPath is where a sweep is asked for.
const SweepPath = "/compare/sweep"

// MostWithoutScript is the most variants of a sweep that is drawn as a page.
const MostWithoutScript = 500

// maxSweepRows is the most inputs of a form that are drawn.
const maxSweepRows = 40

// sweepPart is the sweep on the Compare page.
type sweepPart struct {
	Action   string
	Page     string // address of the page without the sweep
	Plans    []choice
	Methods  []choice
	Rows     []axisRow
	Add      string // address with one more row
	Inputs   []sweepInput
	Columns  []measureGroup
	Pareto   []paretoAxis
	Form     SweepForm
	Where    string
	Faults   map[string]string // by the field they belong to
	Count    string            // how many variants there are, in words
	Presets  []choice
	Hidden   []keptValue // query of the page without the sweep
	Swept    *part       // *sweptPart; nil without
	Variant  *part       // *variantPart; nil without
	Stopped  string      // what is said of a sweep that was stopped; {words} is how far it came
	Broken   string      // and of one that was broken off
	Most     int
	Opened   bool // conditions and the like are shown at first
	Chosen   int  // columns
	Examples string
}

// axisRow is an input that is varied, as it is typed.
type axisRow struct {
	At                int
	Number            string
	Path, How, Values string
	Words             string // what the path leads to, and what stands there
	Hows              []choice
	Without           string // address without it
	PathFault         string
	ValuesFault       string
	Example           string
}

// measureGroup is measures that can be chosen as columns.
type measureGroup struct {
	Title    string
	Measures []choice
}

// paretoAxis is the choice of a measure of the Pareto chart.
type paretoAxis struct {
	Title    string
	At       int
	Measures []measureGroup
	Fault    string
}

// sweepPart is the sweep of a comparison; nil where no plan can be varied.
func (s shell) sweepPart(v CompareView) *sweepPart {
	if v.Sweep == nil || v.Sweep.Of >= len(v.Columns) {
		return nil
	}
	l, view := s.L, v.Sweep
	part := &sweepPart{
		Action: address(SweepPath, s.Frame.keep("lang", "unit")), Form: view.Form, Where: strings.Join(view.Form.Where, "\n"), Most: MostWithoutScript,
		Faults: s.faultWords(view.Faults), Stopped: l.T("sweep.stopped"), Broken: l.T("sweep.broken"), Hidden: s.Hidden(append(slices.Clone(SweepKeys), "lang", "unit")...),
	}
	part.Page = s.sweepAddress(SweepForm{})
	for i, c := range v.Columns {
		if c.Known() {
			part.Plans = append(part.Plans, choice{Name: c.Ref, Title: c.Titled(l), Current: i == view.Of})
		}
	}
	for _, m := range []compare.Method{compare.Grid, compare.OneAtATime, compare.LatinHypercube} {
		part.Methods = append(part.Methods, choice{Name: string(m), Title: l.T("sweep.method." + string(m)), Current: m == view.Form.method()})
	}
	column := v.Columns[view.Of]
	words := s.inputWords(column, view.Reference)
	part.Inputs = words.list
	s.axisRows(part, view, words)
	part.Columns, part.Pareto = s.measureChoices(view.Form, column, part.Faults)
	part.Count, part.Chosen = s.countWords(view), len(view.Form.columns())
	part.Opened = len(view.Form.Where) > 0 || part.Faults["where"] != "" || part.Faults["columns"] != "" || part.Faults[paretoField(0)] != "" || part.Faults[paretoField(1)] != ""
	part.Presets = s.presets(v, column)
	part.Examples = l.T("sweep.where.examples")
	if view.Swept != nil {
		swept := s.With(s.sweptPart(view.Swept))
		part.Swept = &swept
	}
	if view.Variant != nil {
		variant := s.With(s.variantPart(view.Variant))
		part.Variant = &variant
	}
	return part
}

// axisRows are the inputs of the form, an empty one where there are none.
func (s shell) axisRows(part *sweepPart, view *SweepView, words inputWords) {
	axes := view.Form.Axes
	if len(axes) == 0 {
		axes = []SweepAxis{{}}
	}
	axes = axes[:min(len(axes), maxSweepRows)]
	for i, a := range axes {
		row := axisRow{At: i, Number: s.L.Int(i + 1), Path: a.Path, How: a.How, Values: a.Values, Example: exampleOf(a.How)}
		for _, how := range hows {
			row.Hows = append(row.Hows, choice{Name: how.name, Title: s.L.T("sweep.how." + how.name), Current: how.name == a.how().name})
		}
		row.Words = words.now(pathsOf(a.Path), view.Reference)
		row.PathFault, row.ValuesFault = part.Faults[pathField(i)], part.Faults[valuesField(i)]
		without := view.Form
		without.Axes = slices.Delete(slices.Clone(axes), i, i+1)
		row.Without = s.sweepAddress(without) + "#sweep"
		part.Rows = append(part.Rows, row)
	}
	more := view.Form
	more.Axes = append(slices.Clone(axes), SweepAxis{})
	part.Add = s.sweepAddress(more) + "#sweep"
}

// countWords says how many variants the form makes.
func (s shell) countWords(view *SweepView) string {
	switch {
	case len(view.Faults) > 0:
		return s.L.T("sweep.count.faults")
	case view.Variants == 0:
		return s.L.T("sweep.count.none")
	}
	return s.L.T("sweep.count", "count", s.L.Int(view.Variants))
}

// sweepAddress is the address of the page with a sweep in its form.
func (s shell) sweepAddress(f SweepForm) string { return address(comparePath, s.sweepQuery(f)) }

// comparePath is the address of the Compare page.
const comparePath = "/compare"

// measureChoices are the measures that a sweep of a plan can report, by their
// groups: those that are columns, and those of the axes of the Pareto chart.
func (s shell) measureChoices(form SweepForm, column CompareColumn, faults map[string]string) (columns []measureGroup, axes []paretoAxis) {
	all := compare.Measures(&column.Result)
	columns = s.measureGroups(all, form.columns())
	for i, key := range []string{"sweep.pareto.x", "sweep.pareto.y", "sweep.pareto.size"} {
		chosen := []string{""}
		if i < len(form.Pareto) {
			chosen[0] = form.Pareto[i]
		}
		axis := paretoAxis{Title: s.L.T(key), At: i, Measures: s.measureGroups(all, chosen), Fault: faults[paretoField(i)]}
		none := measureGroup{Measures: []choice{{Title: s.L.T("sweep.pareto.none"), Current: chosen[0] == ""}}}
		axis.Measures = append([]measureGroup{none}, axis.Measures...)
		axes = append(axes, axis)
	}
	return columns, axes
}

func (s shell) measureGroups(all []compare.Measure, chosen []string) []measureGroup {
	var groups []measureGroup
	at := map[compare.MeasureGroup]int{}
	for _, m := range all {
		i, known := at[m.Group]
		if !known {
			i = len(groups)
			at[m.Group] = i
			groups = append(groups, measureGroup{Title: s.L.Name("compare.group", string(m.Group))})
		}
		groups[i].Measures = append(groups[i].Measures, choice{Name: m.Name, Title: s.L.MeasureTitle(m), Current: slices.Contains(chosen, m.Name)})
	}
	return groups
}

// faultWords are the faults of a form by the fields they belong to.
func (s shell) faultWords(faults []planner.Fault) map[string]string {
	words := map[string]string{}
	for _, f := range faults {
		field := fieldOf(f.Path)
		words[field] = strings.TrimPrefix(words[field]+"\n"+sentence(f), "\n")
	}
	return words
}

// sentence is what a fault says beside its field.
func sentence(f planner.Fault) string {
	if f.Found == "" {
		return f.Message
	}
	return f.Found + ": " + f.Message
}
