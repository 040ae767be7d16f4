package pages

import (
	"fmt"
	"io"
	"net/url"

	"buildout/planner"
	"buildout/web/locales"
)

// planLine is a row of the list of plans.
type planLine struct {
	Href     string
	Title    string
	Name     string
	Saved    string
	Revision int
	Fault    string
	Forecast string
	Budget   string
	Variance string
	Class    string
	Mark     string
	Usable   string
	Phases   []tileLine
	More     string
	Spark    *spark
	Least    string
	Short    bool
	Findings []tileLine
}

// Plans draws the list of plans and how each stands.
func (p *Pages) Plans(w io.Writer, f Frame, rows []PlanRow, count int) error {
	s := p.shell(f, "plans", "plans.title")
	lines := make([]planLine, len(rows))
	for i, row := range rows {
		lines[i] = planLineOf(s, row)
	}
	return p.draw(w, "plans", struct {
		shell
		Plans []planLine
		Count int
		Kept  url.Values // language and unit
	}{s, lines, count, f.keep("lang", "unit")})
}

func planLineOf(s shell, row PlanRow) planLine {
	l, r := s.L, row.Result
	line := planLine{
		Href: s.Link(fmt.Sprintf("/plans/%d", row.ID)), Name: row.Name, Title: l.Text(r.Plan.Title, row.Name),
		Saved: row.UpdatedAt.UTC().Format("2006-01-02"), Revision: row.Revision, Fault: row.Fault,
	}
	if row.Fault != "" {
		return line
	}
	line.Forecast, line.Budget, line.Variance = l.Won(r.Budget.ForecastKRW), l.Won(r.Budget.TotalKRW), l.WonSigned(r.Budget.VarianceKRW)
	line.Class, line.Mark = "fine", "✓"
	if r.Budget.VarianceKRW < 0 {
		line.Class, line.Mark = "over", "▲"
	}
	line.Usable = l.KW(last(r.Capacity.UsableITKW))
	energised := energisedTile(l, r)
	line.Phases, line.More = energised.Lines, energised.More
	line.Spark, line.Short = sparkOf(r.Capacity.HeadroomKW), r.Capacity.Least.KW < 0
	line.Least = leastText(l, r)
	line.Findings = severityLines(l, r)
	return line
}

func leastText(l *locales.Locale, r planner.Result) string {
	if r.Capacity.Least.Month.IsZero() {
		return l.T("score.headroom.none")
	}
	return l.T("plans.least", "kw", l.KW(r.Capacity.Least.KW), "month", l.Month(r.Capacity.Least.Month))
}

// last is the value of the last month, and zero where there is none.
func last(kw []planner.KW) planner.KW {
	if len(kw) == 0 {
		return 0
	}
	return kw[len(kw)-1]
}
