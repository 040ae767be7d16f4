package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"buildout/planner"
	"buildout/web/locales"
)

// State is a plan with its result.
type State struct {
	Document planner.Plan
	Result   planner.Result
}

// Edit is changes to a stored plan that are not saved.
type Edit struct {
	Base     int              // revision they were made to
	Changes  []planner.Change // those with faults too
	Faults   []planner.Fault  // each at the path of a change that is not made for it
	Saved    State            // the plan as it is stored
	Conflict *Conflict        // what was saved since Base; nil where nothing was
	Author   string           // of a save that was refused
	Reason   string
}

// Conflict is what others saved while changes were made.
type Conflict struct {
	Current   int        // revision stored now
	Revisions []Revision // those since, the first one first
	Base      *State     // the plan the changes were made to; nil where it cannot be read
}

// Revision says who saved a plan and why, and who approved it.
type Revision struct {
	Number    int
	Author    string
	Reason    string
	CreatedAt time.Time
	Approval  *Approval // nil where it is a draft
}

// Approval says that a revision is what is to be built.
type Approval struct {
	Name, Note, By string
	Program        string // version of the program that evaluated it
	At             time.Time
}

// KeptKeys are the parts of a query that lead from one state of a page to
// another of the same page.
var KeptKeys = []string{"lang", "unit", "baseline", "site", "hall", "month", "failure", "rack", "q", "sort", OpenKey, "section", "only"}

// PathOf is the address of a page of a plan after that of the plan itself; that
// of the Overview where there is no page of the name.
func PathOf(name string) string {
	for _, page := range planPages {
		if page.name == name {
			return page.path
		}
	}
	return ""
}

// changeBar is what the page says of changes that are not saved.
type changeBar struct {
	Page     string // name of the page they are shown on
	Action   string // address that saves them
	Base     int
	Summary  string // what they do to the plan, in a sentence
	Lines    []changeLine
	Sets     []string // the changes as the query holds them
	Kept     []keptValue
	UndoAll  string
	Refused  int // changes that cannot be made
	Author   string
	Reason   string
	Conflict *conflictPanel
}

type keptValue struct{ Name, Value string }

// changeLine is a change, or the same change to halls that are alike.
type changeLine struct {
	Where, What string
	From, To    string
	Fault       string
	Undo        string // address without it
}

// changeBarOf lists the changes in words, those of one value to several halls
// in one line.
func (v planPage) changeBarOf(page string) *changeBar {
	e := v.Plan.Edit
	if e == nil {
		return nil
	}
	l := v.L
	b := &changeBar{
		Page: page, Action: v.planAddress("/changes"), Base: e.Base, Refused: len(e.Faults), Author: e.Author, Reason: e.Reason,
		Summary: changeSummary(l, e.Saved.Result, v.Plan.Result), UndoAll: v.without(e.Changes),
	}
	for _, c := range e.Changes {
		b.Sets = append(b.Sets, c.Path+"="+c.Value)
	}
	b.Kept = v.Hidden("set", "base", "author", "reason")
	saved, numbers := valuesOf(e.Saved, v.Plan.Tiers), e.numbers(e.Saved.Document, v.Plan.Reference)
	numbers.addTo(saved)
	for _, same := range alike(e.Changes) {
		first := same[0]
		line := changeLine{Undo: v.without(same), From: said(l, first.Path, saved[first.Path]), To: said(l, first.Path, first.Value)}
		line.Where, line.What = numbers.words(l, v.Plan.Result, first.Path)
		if n, is := numbers.at(first.Path); is && first.Value == "" {
			line.From = said(l, n.Editable, number(n.Value))
			line.To = l.T("value.shipped", "value", apart(number(n.Shipped)))
		}
		if n := len(same); n > 1 {
			_, last := hallOf(same[n-1].Path)
			line.Where += l.T("change.more", "last", last, "count", l.Int(n))
		}
		for _, f := range e.Faults {
			if f.Path == first.Path {
				line.Fault = f.Message
			}
		}
		b.Lines = append(b.Lines, line)
	}
	b.Conflict = v.conflictOf(saved, numbers)
	return b
}

// changeSummary says what the changes do to usable kW and to the forecast.
func changeSummary(l *locales.Locale, saved, changed planner.Result) string {
	return l.T("change.summary",
		"from", l.KW(last(saved.Capacity.UsableITKW)), "to", l.KW(last(changed.Capacity.UsableITKW)),
		"cost", l.WonSigned(changed.Budget.ForecastKRW-saved.Budget.ForecastKRW), "unit", l.WonUnit())
}

// alike gathers changes that set the same value of different halls of a site.
func alike(changes []planner.Change) [][]planner.Change {
	var groups [][]planner.Change
	places := map[planner.Change]int{}
	for _, c := range changes {
		rest, hall := hallOf(c.Path)
		key := planner.Change{Path: rest, Value: c.Value}
		at, known := places[key]
		if hall == "" || !known {
			places[key] = len(groups)
			groups = append(groups, []planner.Change{c})
			continue
		}
		groups[at] = append(groups[at], c)
	}
	return groups
}

// hallOf parts a path into the hall it leads through and the rest.
func hallOf(path string) (rest, hall string) {
	parts := strings.Split(path, "/")
	if len(parts) < 5 || parts[0] != "sites" || parts[2] != "halls" {
		return path, ""
	}
	hall, parts[3] = parts[3], ""
	if name, err := url.PathUnescape(hall); err == nil {
		hall = name
	}
	return strings.Join(parts, "/"), hall
}

// with is the address of the page with more changes.
func (v planPage) with(more []planner.Change) string {
	query := v.unchanged()
	var before []planner.Change
	if v.Plan.Edit != nil {
		before = v.Plan.Edit.Changes
	}
	for _, c := range before {
		if !sets(more, c.Path) {
			query.Add("set", c.Path+"="+c.Value)
		}
	}
	for _, c := range more {
		query.Add("set", c.Path+"="+c.Value)
	}
	if !query.Has("base") {
		query.Set("base", strconv.Itoa(v.Plan.Revision))
	}
	return address(v.Frame.Path, query)
}

func sets(changes []planner.Change, path string) bool {
	return slices.ContainsFunc(changes, func(c planner.Change) bool { return c.Path == path })
}

// unchanged is the query of the page without its changes.
func (v planPage) unchanged() url.Values {
	query := url.Values{}
	for key, values := range v.Frame.Query {
		if key != "set" && key != "author" && key != "reason" {
			query[key] = values
		}
	}
	return query
}

// without is the address of the page without some of the changes.
func (v planPage) without(changes []planner.Change) string {
	query := v.unchanged()
	for _, c := range v.Plan.Edit.Changes {
		if !sets(changes, c.Path) {
			query.Add("set", c.Path+"="+c.Value)
		}
	}
	if !query.Has("set") {
		query.Del("base")
	}
	return address(v.Frame.Path, query)
}
