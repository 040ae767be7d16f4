package pages

import (
	"cmp"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/charts"
	"buildout/web/locales"
)

const (
	spokenSteps = 3  // steps that the answer names
	spokenSites = 2  // sites that it names of a step
	shownLines  = 20 // lines of a step that are listed by themselves
	shownInputs = 20 // inputs of a step that are listed
)

// bridgeDrawn is a bridge as a page shows it: the answer in a sentence, the
// chart, and the steps, which open; those that move nothing of the figure come
// last.
type bridgeDrawn struct {
	Answer string
	Note   string // how exact it is
	Chart  chartPart
	Steps  []bridgeStep
	Unit   string
}

// bridgeStep is a step with what it moves and what makes it.
type bridgeStep struct {
	ID, Title, Meaning string
	Amount, Error      string // error is empty where the step is exact
	Nothing            bool
	Lines              *charts.Table // nil where it moves none
	Inputs             charts.Table
	More               string // inputs that are not listed
}

// bridgeDrawn draws a bridge. The results have the titles of places.
func (s shell) bridgeDrawn(b compare.BridgeResult, results ...planner.Result) (*bridgeDrawn, error) {
	l := s.L
	chart, err := charts.Bridge(b, l, results...)
	if err != nil {
		return nil, err
	}
	d := &bridgeDrawn{Answer: bridgeAnswer(l, b, results), Chart: s.Figure(chart), Unit: l.AmountUnit(b.Unit)}
	note := "bridge.exact"
	switch {
	case !b.Exact:
		note = "bridge.drawn"
	case b.Unit == "W":
		note = "bridge.exact.kw"
	}
	d.Note = l.T(note, "evaluations", l.Int(b.Evaluations))
	for _, nothing := range []bool{false, true} {
		for _, step := range b.Steps {
			if (step.Amount == 0 && len(step.Lines) == 0) == nothing {
				d.Steps = append(d.Steps, stepDrawn(l, b, step, results))
			}
		}
	}
	return d, nil
}

// bridgeAnswer is the bridge in a sentence: the difference, its largest steps and
// what the others come to.
func bridgeAnswer(l *locales.Locale, b compare.BridgeResult, results []planner.Result) string {
	key := "bridge.answer." + string(b.Of)
	switch {
	case b.Difference > 0:
		key += ".more"
	case b.Difference < 0:
		key += ".less"
	default:
		key += ".same"
	}
	answer := l.T(key, "from", b.From.Name, "to", b.To.Name, "amount", l.AmountProse(b.Unit, max(b.Difference, -b.Difference)))
	var steps []string
	rest, others := int64(0), 0
	for _, s := range charts.LargestSteps(b.Steps) {
		switch {
		case s.Amount == 0:
		case len(steps) < spokenSteps:
			steps = append(steps, spokenStep(l, b, s, results))
		default:
			rest, others = rest+s.Amount, others+1
		}
	}
	if len(steps) == 0 {
		return l.T("bridge.answer.none", "answer", answer)
	}
	if others > 0 {
		steps = append(steps, l.T("bridge.answer.rest", "number", l.Int(others), "amount", l.AmountProseSigned(b.Unit, rest)))
	}
	return l.T("bridge.answer.steps", "answer", answer, "steps", strings.Join(steps, ", "))
}

// spokenStep is a step as a sentence says it; one of one site or two says what it
// does at each.
func spokenStep(l *locales.Locale, b compare.BridgeResult, s compare.BridgeStep, results []planner.Result) string {
	name, amount := l.StepProse(s, results...), l.AmountProseSigned(b.Unit, s.Amount)
	sites := s.Sites()
	if b.Of == compare.UsableITKW {
		sites = s.Lines // each is a site
	}
	if s.Place != "" || len(sites) == 0 || len(sites) > spokenSites {
		return l.T("bridge.answer.step", "step", name, "amount", amount)
	}
	var places []string
	for _, site := range sites {
		if site.Name == "" {
			return l.T("bridge.answer.step", "step", name, "amount", amount)
		}
		place := l.StepPlace("sites/"+planner.PathName(site.Name), results...)
		if len(sites) > 1 {
			place = l.T("bridge.answer.step", "step", place, "amount", l.AmountProseSigned(b.Unit, site.Amount))
		}
		places = append(places, place)
	}
	return l.T("bridge.answer.placed", "step", name, "amount", amount, "places", strings.Join(places, ", "))
}

func stepDrawn(l *locales.Locale, b compare.BridgeResult, s compare.BridgeStep, results []planner.Result) bridgeStep {
	drawn := bridgeStep{
		ID: "step-" + string(s.Driver), Title: l.Step(s, results...), Meaning: l.T("driver." + string(s.Driver) + ".meaning"),
		Amount: l.AmountSigned(b.Unit, s.Amount), Nothing: s.Amount == 0 && len(s.Lines) == 0,
		Inputs: inputsTable(l, b, s),
	}
	if s.Place != "" {
		drawn.ID += "-" + s.Place
	}
	if s.StdError > 0 {
		drawn.Error = "±" + l.Amount(b.Unit, int64(s.StdError))
	}
	if len(s.Lines) > 0 {
		t := linesTable(l, b, s, results)
		drawn.Lines = &t
	}
	if more := s.Count - len(drawn.Inputs.Rows); more > 0 {
		drawn.More = l.T("bridge.changes.more", "count", l.Int(more))
	}
	return drawn
}

// linesTable lists the lines that a step moves, the largest first, and sums to
// the step.
func linesTable(l *locales.Locale, b compare.BridgeResult, s compare.BridgeStep, results []planner.Result) charts.Table {
	t := charts.Table{Caption: l.T("bridge.lines"), Columns: []charts.Column{{Title: l.T("bridge.part"), Text: true}, {Title: l.T("col.amount"), Unit: l.AmountUnit(b.Unit)}}}
	placed := b.Of == compare.ForecastKRW
	if placed {
		t.Columns[0].Title = l.T("col.line")
		t.Columns = append(t.Columns, charts.Column{Title: l.T("col.site"), Text: true}, charts.Column{Title: l.T("col.phase"), Text: true})
	}
	row := func(title charts.Cell, site, phase, amount string) []charts.Cell {
		if placed {
			return []charts.Cell{title, cell(amount), cell(site), cell(phase)}
		}
		return []charts.Cell{title, cell(amount)}
	}
	lines := slices.SortedStableFunc(slices.Values(s.Lines), func(a, b compare.BridgeLine) int {
		return cmp.Compare(max(b.Amount, -b.Amount), max(a.Amount, -a.Amount))
	})
	rest := int64(0)
	for i, line := range lines {
		if i >= shownLines {
			rest += line.Amount
			continue
		}
		site := line.Site
		if site != "" {
			site = l.StepPlace("sites/"+planner.PathName(site), results...)
		}
		t.Rows = append(t.Rows, row(charts.Cell{Text: l.BridgeLine(line)}, site, line.Phase, l.AmountSigned(b.Unit, line.Amount)))
	}
	if more := len(lines) - shownLines; more > 0 {
		t.Rows = append(t.Rows, row(charts.Cell{Text: l.T("bridge.lines.more", "number", l.Int(more)), Class: "quiet"}, "", "", l.AmountSigned(b.Unit, rest)))
	}
	t.Foot = row(cell(l.T("col.total")), "", "", l.AmountSigned(b.Unit, s.Amount))
	return t
}

// inputsTable lists the inputs that a step is made of.
func inputsTable(l *locales.Locale, b compare.BridgeResult, s compare.BridgeStep) charts.Table {
	t := charts.Table{Caption: l.T("bridge.changes", "count", l.Int(s.Count)), Columns: []charts.Column{
		{Title: l.T("col.where"), Text: true}, {Title: b.From.Name, Text: true}, {Title: b.To.Name, Text: true},
	}}
	for _, d := range s.Changes[:min(len(s.Changes), shownInputs)] {
		t.Rows = append(t.Rows, []charts.Cell{
			{Text: d.Path, Class: "path", Mark: differenceMarks[d.Kind], Small: l.T("difference." + string(d.Kind))},
			{Text: valueOr(l, d.Was), Class: "quiet words"}, {Text: valueOr(l, d.Is), Class: "words"},
		})
	}
	return t
}
