package pages

import (
	"io"
	"net/url"
	"strconv"

	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/web/charts"
	"buildout/web/locales"
)

// ExportView is what the page Export is drawn from.
type ExportView struct {
	Plan PlanRow
	Sent *SentWorkbook // a workbook that came back; nil where none did
}

// SentWorkbook is a workbook that was sent to be looked at before it is saved.
type SentWorkbook struct {
	File     string // its name
	Faults   []planner.Fault
	Revision int // of the plan that it was made of
	Changes  []ChangedInput
	Notices  []string
	Before   planner.Result // of that revision
	After    planner.Result // with the changes
	Refused  string         // why it was not saved; empty where that was not tried

	Name, Author, Reason string // as they were typed
}

// ChangedInput is an input that the workbook has otherwise than the plan.
type ChangedInput struct{ Path, Cell, Old, New string }

// What the forms of the page do.
const (
	CheckWorkbook = "check"
	SaveVariant   = "variant"
)

// exportPage is what the page Export shows.
type exportPage struct {
	planPage
	View     ExportView
	Answer   string
	Workbook string // address of the workbook
	Query    string // of the same for programs
	Action   string // address of the forms
	Save     string // address that saves a revision
	Tables   []exportRow
	Faults   charts.Table
	Changes  charts.Table
	Figures  charts.Table
	Sets     []string // the changes as forms hold them
	Current  bool     // whether the workbook is of the revision stored now
	Kept     []keptValue
}

// exportRow is a file to take away.
type exportRow struct {
	Title, About string
	Links        []exportLink
}

// exportLink is a form of a file.
type exportLink struct{ Title, Href string }

// Export draws what can be taken away of a plan and brought back.
func (p *Pages) Export(w io.Writer, f Frame, v ExportView) error {
	e := exportPage{planPage: p.planPage(f, v.Plan, "export", nil), View: v}
	e.Action, e.Save = e.planAddress("/export"), e.planAddress("/changes")
	e.Query = url.Values{"lang": {e.L.Lang}, "unit": {e.L.Unit}}.Encode()
	e.Workbook = e.planAddress("/budget.xlsx") + "?" + e.Query
	e.Kept = e.Hidden("set", "base", "author", "reason")
	e.Answer = e.L.T("export.answer", "revision", v.Plan.Revision, "saved", e.Saved)
	e.tables()
	if sent := v.Sent; sent != nil {
		e.Faults = tableFaults(e.L, e.L.T("export.faults"), sent.Faults)
		e.Current = sent.Revision == v.Plan.Revision
		e.changes(sent)
		if len(sent.Changes) > 0 {
			e.Figures = movedFigures(e.L, sent.Before, sent.After)
		}
	}
	return p.draw(w, "export", e)
}

// tables lists the files beside the workbook.
func (e *exportPage) tables() {
	api := "/api/v1/plans/" + strconv.FormatInt(e.Plan.ID, 10)
	csv := func(format string) []exportLink {
		at := api + "/exports/" + format
		return []exportLink{{"CSV", at}, {e.L.T("export.bom"), at + "?bom=true"}}
	}
	row := func(key string, links ...exportLink) {
		e.Tables = append(e.Tables, exportRow{e.L.T("export." + key), e.L.T("export." + key + ".about"), links})
	}
	row("facts", csv("cost-lines")...)
	row("journal", csv("journal")...)
	row("books", exportLink{"xlsx", e.planAddress("/budget/books.xlsx") + "?" + e.Query}, exportLink{"CSV", e.planAddress("/budget/books.csv")})
	row("result", exportLink{"JSON", api + "/evaluation"})
	row("plan", exportLink{"YAML", api + "/document"}, exportLink{"JSON", api + "/document?format=json"})
	var others []exportLink
	for _, f := range interchange.Formats {
		if f.Writes && !f.Result && f.Name != "actuals" {
			others = append(others, exportLink{f.Name, api + "/exports/" + f.Name})
		}
	}
	row("others", others...)
	row("board", exportLink{e.L.T("tab.overview"), e.PlanLink(e.planAddress(""))})
}

// changes fills the inputs that a workbook changes.
func (e *exportPage) changes(sent *SentWorkbook) {
	l := e.L
	e.Changes = charts.Table{Caption: l.T("export.changes", "count", l.Int(len(sent.Changes))), Columns: []charts.Column{
		{Title: l.T("export.input"), Text: true}, {Title: l.T("export.cell"), Text: true}, {Title: l.T("export.old")}, {Title: l.T("export.new")},
	}}
	for _, c := range sent.Changes {
		e.Sets = append(e.Sets, c.Path+"="+c.New)
		where, what := l.ChangePath(sent.Before, c.Path)
		e.Changes.Rows = append(e.Changes.Rows, []charts.Cell{{Text: changedPlace(where, what), Small: c.Path}, {Text: c.Cell}, {Text: c.Old}, {Text: c.New}})
	}
}

func changedPlace(where, what string) string {
	if where == "" {
		return what
	}
	return where + " · " + what
}

// movedFigures is what the answer of a plan was and is with changes.
func movedFigures(l *locales.Locale, before, after planner.Result) charts.Table {
	t := charts.Table{Caption: l.T("export.moved"), Columns: []charts.Column{
		{Title: l.T("export.figure"), Text: true}, {Title: l.T("export.old")}, {Title: l.T("export.new")}, {Title: l.T("export.difference")},
	}}
	won := func(key string, of func(planner.Result) planner.KRW) {
		was, is := of(before), of(after)
		t.Rows = append(t.Rows, []charts.Cell{{Text: l.T(key) + " (" + l.WonUnit() + ")"}, {Text: l.Won(was)}, {Text: l.Won(is)}, {Text: l.WonSigned(is - was)}})
	}
	won("export.forecast", func(r planner.Result) planner.KRW { return r.Budget.ForecastKRW })
	won("export.variance", func(r planner.Result) planner.KRW { return r.Budget.VarianceKRW })
	won("export.npv", func(r planner.Result) planner.KRW { return r.Worth.NPVKRW })
	was, is := before.Capacity.Least.KW, after.Capacity.Least.KW
	t.Rows = append(t.Rows, []charts.Cell{{Text: l.T("export.headroom") + " (kW)"}, {Text: l.KW(was)}, {Text: l.KW(is)}, {Text: l.KWSigned(is - was)}})
	return t
}
