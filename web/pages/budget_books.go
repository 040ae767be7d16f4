package pages

import (
	"strings"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// SentTable is a table that was sent to be looked at before it is saved.
type SentTable struct {
	CSV      string // as it was sent
	Faults   []planner.Fault
	Base     int // revision it was held against
	Conflict int // revision stored now, where another was saved meanwhile; else 0
	Author   string
	Reason   string
}

// BooksView is books that were sent.
type BooksView struct {
	SentTable
	Through  string       // last month whose books are closed, as it was sent
	Changes  []BookChange // what saving would change; none where there are faults
	Same     bool         // the plan has these books already
	Forecast planner.KRW  // with them
}

// BookChange is an entry of the books that is new, or that others take the
// place of.
type BookChange struct {
	Now, Was planner.Actual // the second is empty where the entry is new
	New      bool
	Gone     bool // whether the books no longer have it
}

// books is the part of the page on the books.
type books struct {
	Table    *charts.Table
	Through  string
	Template string // address of the CSV to fill in
	Workbook string // address of the same as a workbook
	Action   string
	Base     int
	View     *BooksView
	Faults   charts.Table
	Changes  charts.Table
	Forecast figure
	More     string
	Kept     []keptValue
	Edited   bool // changes that are not saved stand in the way
}

// mostEntries is how many entries of books that were sent are listed.
const mostEntries = 100

func (v planPage) books(view *BooksView) books {
	l, r := v.L, v.Plan.Result
	b := books{
		Through: l.MonthProse(r.Budget.Through), Template: v.planAddress("/budget/books.csv"), Workbook: v.planAddress("/budget/books.xlsx") + "?lang=" + l.Lang, Action: v.planAddress("/budget/books"), Base: v.Plan.Revision, View: view,
		Edited: v.Plan.Edit != nil, Kept: v.Hidden("set", "base", "author", "reason", "csv", "through", ExplainKey, BelowKey),
	}
	if t := booksTable(l, r); len(t.Rows) > 0 {
		t = v.explains(t)
		b.Table = &t
	}
	if view == nil {
		return b
	}
	b.Base, b.Faults = view.Base, tableFaults(l, l.T("books.faults"), view.Faults)
	b.Changes, b.More = bookChanges(l, r, view.Changes)
	b.Forecast = figureOf(l, l.Won(view.Forecast), l.Won(r.Budget.ForecastKRW))
	return b
}

// booksTable is what was paid and committed in the months whose books are
// closed.
func booksTable(l *locales.Locale, r planner.Result) charts.Table {
	unit := l.WonUnit()
	t := charts.Table{Caption: l.T("books.title"), Columns: []charts.Column{
		{Title: l.T("col.month"), Text: true}, {Title: l.T("col.paid"), Unit: unit}, {Title: l.T("col.committed"), Unit: unit},
		{Title: l.T("cash.paid"), Unit: unit}, {Title: l.T("cash.committed"), Unit: unit}, {Title: l.T("col.left"), Unit: unit},
	}}
	for _, m := range r.Cash {
		if !m.ByBooks {
			continue
		}
		of := func(krw planner.KRW, name string) charts.Cell {
			return charts.Cell{Text: l.Won(krw), Figure: figurePath("cash", m.Month.String(), name)}
		}
		left := of(m.LeftKRW, "left_krw")
		if m.LeftKRW < 0 {
			left = over(left)
		}
		t.Rows = append(t.Rows, []charts.Cell{cell(m.Month.String()), of(m.PaidKRW, "paid_krw"), of(m.CommittedKRW, "committed_krw"),
			of(m.PaidToDateKRW, "paid_to_date_krw"), of(m.CommittedToDateKRW, "committed_to_date_krw"), left})
	}
	return t
}

// tableFaults lists what is wrong with a table that was sent, each at its row
// and column.
func tableFaults(l *locales.Locale, caption string, faults []planner.Fault) charts.Table {
	t := charts.Table{Caption: caption, Columns: []charts.Column{
		{Title: l.T("col.where"), Text: true}, {Title: l.T("col.found"), Text: true}, {Title: l.T("col.message"), Text: true},
	}}
	for _, f := range faults {
		t.Rows = append(t.Rows, []charts.Cell{cell(bookPlace(l, f.Path)), {Text: f.Found, Class: "over", Mark: "✕"}, {Text: f.Message, Class: "words"}})
	}
	return t
}

// bookPlace says in words where books have a fault: row 7, paid_krw.
func bookPlace(l *locales.Locale, path string) string {
	place, column, _ := strings.Cut(path, ", ")
	if row, ok := strings.CutPrefix(place, "row "); ok {
		place = l.T("books.row", "row", row)
	}
	return strings.TrimSuffix(place+" · "+column, " · ")
}

// bookChanges lists what saving books would change.
func bookChanges(l *locales.Locale, r planner.Result, changes []BookChange) (t charts.Table, more string) {
	unit := l.T("won.won")
	t = charts.Table{Caption: l.T("books.changes"), Columns: []charts.Column{
		{Title: l.T("col.line"), Text: true}, {Title: l.T("col.site"), Text: true}, {Title: l.T("col.phase"), Text: true}, {Title: l.T("col.month"), Text: true},
		{Title: l.T("col.committed"), Unit: unit}, {Title: l.T("col.paid"), Unit: unit}, {Title: l.T("col.change"), Text: true}, {Title: l.T("col.source"), Text: true},
	}}
	if n := len(changes) - mostEntries; n > 0 {
		changes, more = changes[:mostEntries], l.T("score.more", "number", l.Int(n))
	}
	won := func(krw planner.KRW) string { return l.Number(float64(krw), 0) }
	for _, c := range changes {
		a, committed, paid := c.Now, cell(won(c.Now.CommittedKRW)), cell(won(c.Now.PaidKRW))
		what := l.T("books.new")
		if !c.New && !c.Gone {
			committed, paid = compared(l, committed.Text, won(c.Was.CommittedKRW)), compared(l, paid.Text, won(c.Was.PaidKRW))
			what = l.T("books.replaced")
		}
		if c.Gone {
			a, what = c.Was, l.T("books.removed")
			committed, paid = cell(won(a.CommittedKRW)), cell(won(a.PaidKRW))
		}
		if a.Final {
			what += " · " + l.T("books.final")
		}
		t.Rows = append(t.Rows, []charts.Cell{cell(a.Code), cell(l.Place(r, a.Site)), cell(a.Phase), cell(l.Month(a.Month)), committed, paid, cell(what), {Text: a.Source, Class: "quiet"}})
	}
	return t, more
}
