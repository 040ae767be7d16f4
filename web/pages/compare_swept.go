package pages

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/charts"
	"buildout/web/locales"
)

// SweptView is what a sweep told so far.
type SweptView struct {
	Form     SweepForm
	Column   CompareColumn // the plan that is varied
	Sweep    compare.Sweep
	Head     compare.SweepHead
	Variants []compare.Variant // those that meet the conditions
	Faulty   []compare.Variant // the first that are no plans
	Progress compare.SweepProgress
	End      *compare.SweepEnd // nil before its end
	Front    []int             // indices of the variants that none beats
	Limits   []compare.Condition
	Rows     bool // whether the page itself lists variants, for want of a script

	Reference planner.Reference // the shipped one
}

// MostFaulty is how many variants that are no plans are shown.
const MostFaulty = 20

// mostListed is how many variants the table of a page lists.
const mostListed = 200

// SweptRow is a variant as the script of the page lists it.
type SweptRow struct {
	Index   int        `json:"i"`
	Texts   []string   `json:"t"` // of what it sets, then of its measures
	Numbers []*float64 `json:"n"` // of its measures, to be sorted by; null where there is none
}

// SweptProgress is how far a sweep is, in numbers and in words.
type SweptProgress struct {
	compare.SweepProgress
	Words string `json:"words"`
}

// sweptPart is what came of a sweep on the Compare page.
type sweptPart struct {
	Note    string
	Partial bool
	Charts  []chartPart
	Still   []string        // measures that nothing moves
	Heads   []charts.Column // of the list of variants; the first is the number
	Measure int             // place of the first measure among them
	Rows    []charts.Table  // the list where the page holds it
	Listed  string
	Faulty  charts.Table
	Link    string // address that opens a variant, but for its number
	CSV     string
	Curl    string
}

// Swept draws what came of a sweep as the part of the page that stands for it.
func (p *Pages) Swept(f Frame, v SweptView) (string, error) {
	s := p.shell(f, "compare", "compare.title")
	var b bytes.Buffer
	if err := p.templates["compare"].ExecuteTemplate(&b, "compare_swept", s.With(s.sweptPart(&v))); err != nil {
		return "", fmt.Errorf("draw sweep: %w", err)
	}
	return b.String(), nil
}

// SweptProgress says how far a sweep is.
func (p *Pages) SweptProgress(f Frame, so compare.SweepProgress) SweptProgress {
	l := p.Locale(f.Lang, f.Unit)
	return SweptProgress{so, progressWords(l, so)}
}

func progressWords(l *locales.Locale, so compare.SweepProgress) string {
	words := l.T("sweep.progress", "done", l.Int(so.Done), "of", l.Int(so.Of), "kept", l.Int(so.Kept))
	if so.LeftOut > 0 {
		words += " " + l.T("sweep.progress.out", "count", l.Int(so.LeftOut))
	}
	if so.Faulty > 0 {
		words += " " + l.T("sweep.progress.faulty", "count", l.Int(so.Faulty))
	}
	return words
}

// SweptRows returns what writes the variants of a sweep, whose head has come, in
// the words of a page.
func (p *Pages) SweptRows(f Frame, v SweptView) func(compare.Variant) SweptRow {
	s := p.shell(f, "compare", "compare.title")
	swept := s.swept(&v, "")
	return func(v compare.Variant) SweptRow {
		row := SweptRow{Index: v.Index, Numbers: make([]*float64, len(v.Results))}
		for _, cell := range swept.Cells(v, s.L)[1:] {
			row.Texts = append(row.Texts, cell.Text)
		}
		for i, value := range v.Results {
			if value.Kind != compare.None {
				row.Numbers[i] = &v.Results[i].Number
			}
		}
		return row
	}
}

// sweptPart draws what a sweep told.
func (s shell) sweptPart(v *SweptView) *sweptPart {
	l := s.L
	part := &sweptPart{
		Partial: v.End == nil, Note: progressWords(l, v.Progress),
		Link: s.variantAddress(v.Form), CSV: address(SweepPath+".csv", s.sweepQuery(v.Form)), Curl: curlBody(v),
	}
	swept := s.swept(v, part.Link)
	part.Heads = swept.Heads(l)
	part.Measure = len(part.Heads) - len(v.Head.Columns)
	switch {
	case v.Sweep.Method == compare.OneAtATime && v.End != nil:
		for _, m := range v.Head.Columns {
			if !charts.Moves(v.End.Tornado, m.Name) {
				part.Still = append(part.Still, l.MeasureTitle(m))
				continue
			}
			if chart, err := swept.Tornado(v.End.Tornado, m.Name, l); err == nil {
				part.Charts = append(part.Charts, s.Figure(chart))
			}
		}
	case len(v.Sweep.Pareto) > 1 && len(v.Variants) > 0:
		if chart, err := swept.Pareto(v.Sweep.Pareto, l); err == nil {
			part.Charts = append(part.Charts, s.Figure(chart))
		}
	}
	if v.Rows {
		part.Rows = []charts.Table{swept.List(l, mostListed)}
	}
	if n := len(v.Variants); n > mostListed {
		part.Listed = l.T("sweep.listed", "shown", l.Int(mostListed), "count", l.Int(n))
	}
	if len(v.Faulty) > 0 {
		part.Faulty = s.faultyTable(v, swept)
	}
	return part
}

// swept is the sweep as charts draw it.
func (s shell) swept(v *SweptView, link string) charts.Swept {
	c := charts.Swept{Axes: v.Sweep.Vary, Columns: v.Head.Columns, Variants: v.Variants, Front: v.Front, Limits: v.Limits, Link: link, Alone: v.Sweep.Method == compare.OneAtATime}
	words := s.inputWords(v.Column, v.Reference)
	for _, axis := range v.Sweep.Vary {
		c.Titles = append(c.Titles, words.all(axis.Paths))
	}
	for _, m := range v.Head.Columns {
		c.Base = append(c.Base, m.Of(&v.Column.Result))
	}
	return c
}

// faultyTable is the first variants that are no plans, and why.
func (s shell) faultyTable(v *SweptView, swept charts.Swept) charts.Table {
	t := charts.Table{Caption: s.L.T("sweep.faulty", "count", s.L.Int(v.Progress.Faulty)), Columns: []charts.Column{
		{Title: s.L.T("sweep.variant")}, {Title: s.L.T("sweep.set_to"), Text: true}, {Title: s.L.T("sweep.fault"), Text: true},
	}}
	for _, variant := range v.Faulty {
		var values, faults []string
		for i, value := range variant.Values {
			if value != "" {
				values = append(values, swept.Titles[i]+": "+s.L.Given(value))
			}
		}
		for _, f := range variant.Faults {
			faults = append(faults, f.String())
		}
		t.Rows = append(t.Rows, []charts.Cell{
			cell(s.L.Int(variant.Index)), {Text: strings.Join(values, " · "), Class: "words"},
			{Text: strings.Join(faults, " "), Class: "over words", Mark: "✕"},
		})
	}
	return t
}

// sweepQuery is the query of the page with a sweep in its form.
func (s shell) sweepQuery(f SweepForm) url.Values {
	query := f.Query()
	for key, values := range s.Frame.Query {
		if !slices.Contains(SweepKeys, key) {
			query[key] = values
		}
	}
	return query
}

// variantAddress is the address that opens a variant of a sweep, but for its
// number.
func (s shell) variantAddress(f SweepForm) string {
	return address(comparePath, s.sweepQuery(f)) + "&variant="
}

// curlBody is the body of a request that runs the sweep, within the quotes of a
// shell.
func curlBody(v *SweptView) string {
	body, err := json.Marshal(struct {
		Plan map[string]string `json:"plan"`
		compare.Sweep
	}{map[string]string{"plan": v.Column.Ref}, v.Sweep})
	if err != nil { // texts and numbers alone
		return ""
	}
	return "'" + strings.ReplaceAll(string(body), "'", `'\''`) + "'"
}
