package pages

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// AllSections asks for the values of every section.
const AllSections = "all"

// The values of a filter by what a value rests on.
const (
	OnlyAssumptions = "assumptions"
	OnlyPlan        = "plan"
)

// ValueFilters lists the filters by what a value rests on.
var ValueFilters = []string{OnlyAssumptions, OnlyPlan}

// AssumptionsView is what the Assumptions page is drawn from.
type AssumptionsView struct {
	Plan    PlanRow
	Section string // one of planner.ValueSections, or all; where empty, the cost book, or all where there is a filter
	Only    string // one of ValueFilters; all where empty
	Query   string // words that a value shown has
	Page    int    // of the values, from 1

	Explained *Explained // figure that is asked for; nil without one
}

// assumptions is what the Assumptions page shows.
type assumptions struct {
	planPage
	View     AssumptionsView
	Explain  *explainPanel
	Answer   string
	Parts    []restingPart
	Classes  charts.Table
	Largest  []largestAssumption
	Filters  []choice
	Sections []sectionChoice
	Groups   []valueGroup
	Count    string // of the values shown
	Weighed  bool   // whether unit prices are among them
	Ranged   bool   // whether any has a range
	WonUnit  string
	Pager    pager
	Clear    string // address without filters
	weights  map[string]*planner.PriceResting
	numbers  []planner.ReferenceValue
	editor   editor

	explainLink string // but for the name of the figure
}

// restingPart is a part of the forecast by what it rests on, as a share of a bar
// that is 100 wide.
type restingPart struct {
	Class, Mark, Title, Amount, Share string
	X, Width                          string
}

// largestAssumption is a unit price without source that much of the forecast
// rests on.
type largestAssumption struct {
	Title, Href         string
	Amount, Share       string
	Price, Unit         string
	Low, High           string
	Source, Code, Class string
}

// sectionChoice leads to the values of a section.
type sectionChoice struct {
	choice
	Count string
	None  bool // nothing in it passes the filter
}

// valueGroup is the values of a section that one page of the list shows.
type valueGroup struct {
	Title, Count string
	Rows         []valueRow
}

// mostLargest is how many of the largest assumptions are listed.
const mostLargest = 5

// Assumptions draws every value that the result rests on, and how much of the
// forecast rests on what no source publishes.
func (p *Pages) Assumptions(w io.Writer, f Frame, v AssumptionsView) error {
	a := assumptions{planPage: p.planPage(f, v.Plan, "assumptions", nil), View: v}
	if v.Plan.Fault != "" {
		return p.draw(w, "assumptions", a)
	}
	a.Explain = a.explainPanel(v.Explained)
	a.explainLink = a.planPage.explainLink()
	a.numbers = planner.ReferenceValues(v.Plan.Document, v.Plan.Reference)
	a.editor, a.WonUnit = a.numberEditor(), a.L.WonUnit()
	resting := planner.Resting(v.Plan.Result)
	a.weights = make(map[string]*planner.PriceResting, len(resting.Prices))
	for i := range resting.Prices {
		a.weights[resting.Prices[i].Code] = &resting.Prices[i]
	}
	a.Answer, a.Parts, a.Classes = restingAnswer(a.L, resting), restingParts(a.L, resting), classesTable(a.L, resting)
	a.Largest = a.largest(resting)
	a.list()
	return p.draw(w, "assumptions", a)
}

// restingAnswer is the page in a sentence.
func restingAnswer(l *locales.Locale, s planner.RestingResult) string {
	answer := l.T("assumptions.answer", "forecast", l.WonProse(s.ForecastKRW),
		"published", l.Share(shareOf(float64(s.PublishedKRW), float64(s.ForecastKRW))), "assumed", l.Share(shareOf(float64(s.AssumedKRW), float64(s.ForecastKRW))))
	for _, part := range []struct {
		key    string
		amount planner.KRW
	}{{"assumptions.answer.plan", s.PlanKRW}, {"assumptions.answer.books", s.BooksKRW}} {
		if part.amount != 0 {
			answer += " " + l.T(part.key, "share", l.Share(shareOf(float64(part.amount), float64(s.ForecastKRW))))
		}
	}
	return answer
}

// restingParts are the parts of the forecast in the order they are drawn.
func restingParts(l *locales.Locale, s planner.RestingResult) []restingPart {
	parts := []restingPart{}
	at := 0.0
	for _, p := range []struct {
		class, key string
		amount     planner.KRW
	}{{"books", "assumptions.books", s.BooksKRW}, {"published", "assumptions.published", s.PublishedKRW}, {"plan", "assumptions.plan", s.PlanKRW}, {"assumed", "assumptions.assumed", s.AssumedKRW}} {
		if p.amount == 0 && (p.class == "books" || p.class == "plan") {
			continue
		}
		share := shareOf(float64(p.amount), float64(s.ForecastKRW))
		parts = append(parts, restingPart{
			Class: p.class, Title: l.T(p.key), Amount: l.Won(p.amount), Share: l.Share(share),
			X: strconv.FormatFloat(at*100, 'f', 3, 64), Width: strconv.FormatFloat(max(0, share)*100, 'f', 3, 64),
		})
		at += max(0, share)
	}
	return parts
}

// classesTable is what the forecast rests on by estimate class.
func classesTable(l *locales.Locale, s planner.RestingResult) charts.Table {
	unit := l.WonUnit()
	t := charts.Table{Caption: l.T("assumptions.classes"), Columns: []charts.Column{
		{Title: l.T("assumptions.class"), Text: true}, {Title: l.T("col.forecast"), Unit: unit},
		{Title: l.T("assumptions.published"), Unit: unit}, {Title: l.T("assumptions.assumed"), Unit: unit}, {Title: l.T("assumptions.share"), Unit: "%"},
	}}
	own, books := s.PlanKRW != 0, s.BooksKRW != 0
	if own {
		t.Columns = slices.Insert(t.Columns, 3, charts.Column{Title: l.T("assumptions.plan"), Unit: unit})
	}
	if books {
		t.Columns = slices.Insert(t.Columns, 2, charts.Column{Title: l.T("assumptions.books"), Unit: unit})
	}
	won := func(amount planner.KRW) charts.Cell {
		if amount == 0 {
			return charts.Cell{Text: "–", Class: "quiet"}
		}
		return cell(l.Won(amount))
	}
	row := func(title string, c planner.ClassResting) []charts.Cell {
		cells := []charts.Cell{cell(title), won(c.ForecastKRW)}
		if books {
			cells = append(cells, won(c.BooksKRW))
		}
		cells = append(cells, won(c.PublishedKRW))
		if own {
			cells = append(cells, won(c.PlanKRW))
		}
		return append(cells, won(c.AssumedKRW), cell(l.Number(shareOf(float64(c.AssumedKRW), float64(c.ForecastKRW))*100, 1)))
	}
	for _, c := range slices.SortedStableFunc(slices.Values(s.Classes), func(a, b planner.ClassResting) int { return cmp.Compare(b.ForecastKRW, a.ForecastKRW) }) {
		t.Rows = append(t.Rows, row(l.Name("class", c.Class), c))
	}
	t.Foot = row(l.T("col.total"), planner.ClassResting{ForecastKRW: s.ForecastKRW, BooksKRW: s.BooksKRW, PublishedKRW: s.PublishedKRW, PlanKRW: s.PlanKRW, AssumedKRW: s.AssumedKRW})
	return t
}

// largest are the assumptions that most of the forecast rests on.
func (a *assumptions) largest(s planner.RestingResult) (list []largestAssumption) {
	for _, price := range s.Prices {
		if price.Basis != planner.Assumed || price.ForecastKRW <= 0 || len(list) == mostLargest {
			continue
		}
		for _, v := range a.numbers {
			if v.Name != entryName(price.Code) {
				continue
			}
			list = append(list, largestAssumption{
				Title: a.L.ValueTitle(v), Href: a.link("section", "cost_book", "q", price.Code, "only", "", "page", "") + "#values", Code: price.Code, Class: a.L.Name("class", price.Class),
				Amount: a.L.Won(price.ForecastKRW), Share: a.L.Share(shareOf(float64(price.ForecastKRW), float64(s.ForecastKRW))),
				Price: a.number(v.Value), Unit: a.L.ValueUnit(v.Unit), Low: a.number(v.Low), High: a.number(v.High), Source: v.Source,
			})
		}
	}
	return list
}

// entryName is the name of the unit price of a cost code among the values.
func entryName(code string) string { return "cost_book.entries." + code }

// link is the address of the page with values of its query changed, given as
// keys and values in turn. A key without value is left out.
func (a *assumptions) link(pairs ...string) string {
	query := a.Frame.keep(append([]string{"set", "base"}, KeptKeys...)...)
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Del(pairs[i])
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return address(a.Frame.Path, query)
}

// number writes a number of the reference with as many decimals as it has, but
// no more than six digits where it has any.
func (a *assumptions) number(v float64) string {
	text := number(v)
	if _, fraction, _ := strings.Cut(text, "."); len(fraction) > 6 {
		text = strings.TrimRight(strconv.FormatFloat(v, 'f', 6, 64), "0")
	}
	return apart(text)
}
