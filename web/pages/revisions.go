package pages

import (
	"io"
	"strconv"
	"time"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/charts"
	"buildout/web/locales"
)

// RevisionsView is what the Revisions page is drawn from.
type RevisionsView struct {
	Plan      PlanRow
	Revisions []Revision // all, the first one first
	Compared  *Compared  // nil where there is one revision alone
	Asked     *AskedChange
	Page      int // of the revisions, from 1
}

// Compared is two revisions and in what they differ. The result of one that
// today's program does not evaluate is nil.
type Compared struct {
	From, To    int
	FromResult  *planner.Result
	ToResult    *planner.Result
	Differences []compare.Difference
	Count       int // of differences, of which those listed are the first
}

// AskedChange is a change of a revision that the page asks about before it is
// made, or that was refused.
type AskedChange struct {
	Do       string // approve or restore
	Revision int
	Refused  string // why it was not made; empty where it was not tried

	Name, Note, Author, Reason string
}

// The changes of revisions.
const (
	Approve = "approve"
	Restore = "restore"
)

// RevisionsShown is how many revisions the page lists at once.
const RevisionsShown = 50

// revisionsPage is what the Revisions page shows.
type revisionsPage struct {
	planPage
	View    RevisionsView
	Answer  string
	Rows    []revisionRow
	Pager   pager
	Choices []revisionChoice
	Figures charts.Table
	Table   charts.Table
	More    string // how many differences are not listed
	Action  string // address of the forms
	Leave   string // address without the question
}

// revisionRow is a revision in the list.
type revisionRow struct {
	Number                    int
	Saved, Author, Reason     string
	Current                   bool
	Approval                  *Approval
	Approved                  string // when and by whom
	Changes, Restore, Approve string // addresses
}

// revisionChoice is a revision to choose for the comparison.
type revisionChoice struct {
	Value, Title string
	From, To     bool
}

// Revisions draws who saved a plan when and why, what differs between two of its
// revisions, and which are approved.
func (p *Pages) Revisions(w io.Writer, f Frame, v RevisionsView) error {
	r := revisionsPage{planPage: p.planPage(f, v.Plan, "revisions", nil), View: v}
	r.Action, r.Leave = r.planAddress("/revisions"), r.link("approve", "", "restore", "")
	r.Answer = r.answer()
	if ask := v.Asked; ask != nil && ask.Do == Restore && ask.Refused == "" {
		ask.Reason = r.L.T("revisions.restore.reason", "revision", ask.Revision)
	}
	r.list()
	if c := v.Compared; c != nil {
		r.choices(c)
		r.Figures, r.Table = r.figures(c), r.differences(c)
		if c.Count > len(c.Differences) {
			r.More = r.L.T("revisions.more", "count", r.L.Int(c.Count-len(c.Differences)))
		}
	}
	return p.draw(w, "revisions", r)
}

// answer is the page in a sentence: what is current and what is approved.
func (r revisionsPage) answer() string {
	last := r.View.Revisions[len(r.View.Revisions)-1]
	for i := len(r.View.Revisions) - 1; i >= 0; i-- {
		revision := r.View.Revisions[i]
		switch {
		case revision.Approval == nil:
		case revision.Number == last.Number:
			return r.L.T("revisions.answer.current", "revision", last.Number, "name", revision.Approval.Name)
		default:
			return r.L.T("revisions.answer.since", "revision", last.Number, "approved", revision.Number, "name", revision.Approval.Name, "count", last.Number-revision.Number)
		}
	}
	return r.L.T("revisions.answer.draft", "revision", last.Number)
}

// list fills one page of the revisions, the newest first.
func (r *revisionsPage) list() {
	all := r.View.Revisions
	r.Pager = r.pagerOf(r.link, "page", "list", r.View.Page, len(all), RevisionsShown)
	for i := r.Pager.first; i < r.Pager.last; i++ {
		at := all[len(all)-1-i]
		number := strconv.Itoa(at.Number)
		row := revisionRow{Number: at.Number, Saved: minute(at.CreatedAt), Author: at.Author, Reason: at.Reason, Current: at.Number == r.View.Plan.Revision, Approval: at.Approval}
		if at.Number > 1 {
			row.Changes = r.link("from", strconv.Itoa(at.Number-1), "to", number) + "#compare"
		}
		if !row.Current {
			row.Restore = r.link("restore", number, "approve", "") + "#ask"
		}
		if a := at.Approval; a == nil {
			row.Approve = r.link("approve", number, "restore", "") + "#ask"
		} else {
			row.Approved = minute(a.At) + " UTC"
			if a.By != "" {
				row.Approved += " · " + a.By
			}
		}
		r.Rows = append(r.Rows, row)
	}
}

func (r *revisionsPage) choices(c *Compared) {
	for i := len(r.View.Revisions) - 1; i >= 0; i-- {
		at := r.View.Revisions[i]
		choice := revisionChoice{Value: strconv.Itoa(at.Number), From: at.Number == c.From, To: at.Number == c.To}
		choice.Title = r.L.T("revisions.choice", "revision", at.Number, "saved", minute(at.CreatedAt))
		if at.Approval != nil {
			choice.Title += " · " + at.Approval.Name
		}
		r.Choices = append(r.Choices, choice)
	}
}

// figures is what the two revisions come to.
func (r *revisionsPage) figures(c *Compared) charts.Table {
	l := r.L
	t := charts.Table{Caption: l.T("revisions.figures"), Columns: []charts.Column{
		{Title: l.T("revisions.figure"), Text: true},
		{Title: l.T("revisions.numbered", "revision", c.From)}, {Title: l.T("revisions.numbered", "revision", c.To)}, {Title: l.T("revisions.difference")},
	}}
	if c.FromResult == nil || c.ToResult == nil {
		return t
	}
	was, is := c.FromResult, c.ToResult
	won := func(key string, a, b planner.KRW) {
		t.Rows = append(t.Rows, figureRow(l.T(key)+" ("+l.WonUnit()+")", l.Won(a), l.Won(b), l.WonSigned(b-a), a == b))
	}
	won("col.forecast", was.Budget.ForecastKRW, is.Budget.ForecastKRW)
	won("revisions.budget", was.Budget.TotalKRW, is.Budget.TotalKRW)
	a, b := lastUsable(*was), lastUsable(*is)
	t.Rows = append(t.Rows, figureRow(l.T("revisions.usable")+" (kW)", l.KW(a), l.KW(b), l.KWSigned(b-a), a == b))
	x, y := len(was.Findings), len(is.Findings)
	t.Rows = append(t.Rows, figureRow(l.T("findings.title"), l.Int(x), l.Int(y), l.IntSigned(y-x), x == y))
	return t
}

func figureRow(title, was, is, difference string, same bool) []charts.Cell {
	cells := []charts.Cell{cell(title), cell(was), cell(is), cell(difference)}
	if same {
		cells[3] = charts.Cell{Text: "–", Class: "quiet"}
	}
	return cells
}

// lastUsable is the usable IT load of all sites in the last month.
func lastUsable(r planner.Result) planner.KW {
	return r.Capacity.UsableITKW[len(r.Capacity.UsableITKW)-1]
}

// differenceMarks tells kinds of differences apart without their words.
var differenceMarks = map[compare.Kind]string{compare.Changed: "~", compare.Added: "+", compare.Removed: "−", compare.Moved: "⇅", compare.Renamed: "≈"}

// differences is in what the two revisions differ.
func (r *revisionsPage) differences(c *Compared) charts.Table {
	l := r.L
	t := charts.Table{Caption: l.T("revisions.differences"), Columns: []charts.Column{
		{Title: l.T("col.where"), Text: true}, {Title: l.T("revisions.kind"), Text: true},
		{Title: l.T("revisions.numbered", "revision", c.From), Text: true}, {Title: l.T("revisions.numbered", "revision", c.To), Text: true},
	}}
	for _, d := range c.Differences {
		mark := differenceMarks[d.Kind]
		t.Rows = append(t.Rows, []charts.Cell{
			cell(d.Path), {Text: l.T("difference." + string(d.Kind)), Mark: mark}, {Text: valueOr(l, d.Was), Class: "quiet"}, cell(valueOr(l, d.Is)),
		})
	}
	return t
}

func valueOr(l *locales.Locale, text string) string {
	if text == "" {
		return l.T("change.none")
	}
	return apart(text)
}

// link is the address of the page with values of its query changed, given as
// keys and values in turn. A key without value is left out.
func (r revisionsPage) link(pairs ...string) string {
	query := r.Frame.keep("set", "base", "lang", "unit", "from", "to", "page", "approve", "restore")
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Del(pairs[i])
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return address(r.Frame.Path, query)
}

// minute writes a time of the store, which is in UTC.
func minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }
