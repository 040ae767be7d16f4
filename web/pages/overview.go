package pages

import (
	"fmt"
	"io"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// overview is what the Overview page shows.
type overview struct {
	planPage
	Baseline string // name of the plan held against; empty without one
	Others   []choice
	Answer   string
	Over     bool // the answer is no
	Charts   []charts.Chart
	Findings []findingLine
	Tables   []section
}

// section is a table with its anchor.
type section struct {
	Name  string
	Table charts.Table
}

type findingLine struct {
	Class, Mark, Severity         string
	Where, Message, Remedy, Month string
}

// Overview draws a plan: will it fit, when, for how much, and what if a site
// is lost.
func (p *Pages) Overview(w io.Writer, f Frame, v OverviewView) error {
	r := v.Plan.Result
	var base *planner.Result
	var baseline string
	if v.Baseline != nil && v.Baseline.Fault == "" {
		base, baseline = &v.Baseline.Result, v.Baseline.Name
	}
	o := overview{planPage: p.planPage(f, v.Plan, "overview", base), Baseline: baseline}
	l := o.L
	o.Others = []choice{{Name: "", Title: l.T("baseline.none"), Current: v.Baseline == nil}}
	for _, other := range v.Others {
		if other.ID != v.Plan.ID {
			o.Others = append(o.Others, choice{Name: fmt.Sprint(other.ID), Title: other.Name, Current: v.Baseline != nil && v.Baseline.ID == other.ID})
		}
	}
	if v.Plan.Fault != "" {
		return p.draw(w, "overview", o)
	}
	o.Answer, o.Over = answer(l, r)
	for _, build := range []func(planner.Result, *locales.Locale) (charts.Chart, error){charts.Rollout, charts.Cash, charts.Gantt} {
		chart, err := build(r, l)
		if err != nil {
			return err
		}
		o.Charts = append(o.Charts, chart)
	}
	o.Findings = findingLines(l, r)
	o.Tables = []section{
		{"sites", sitesTable(l, r)},
		{"years", yearsTable(l, r)},
		{"groups", groupsTable(l, r)},
		{"orders", ordersTable(l, r)},
		{"benchmarks", benchmarksTable(l, r)},
	}
	return p.draw(w, "overview", o)
}

// findingLines lists the findings, the gravest first.
func findingLines(l *locales.Locale, r planner.Result) []findingLine {
	var lines []findingLine
	for _, s := range severities {
		for _, f := range r.Findings {
			if f.Severity != s.severity {
				continue
			}
			message, remedy := l.Finding(r, f)
			lines = append(lines, findingLine{
				Class: s.class, Mark: s.mark, Severity: l.T("severity." + string(s.severity)),
				Where: l.Where(r, f.Where), Message: message, Remedy: remedy, Month: l.Month(f.Month),
			})
		}
	}
	return lines
}

// answer is the plan in one sentence; over reports that the answer is no.
func answer(l *locales.Locale, r planner.Result) (sentence string, over bool) {
	verdict := l.T("answer.fits", "left", l.WonProse(r.Budget.VarianceKRW))
	if r.Budget.VarianceKRW < 0 {
		verdict, over = l.T("answer.over", "over", l.WonProse(-r.Budget.VarianceKRW)), true
	}
	sentence = l.T("answer",
		"sites", countOf(l, "sites", len(r.Sites)),
		"usable", l.MW(last(r.Capacity.UsableITKW)), "month", l.MonthProse(settled(r)),
		"forecast", l.WonProse(r.Budget.ForecastKRW), "budget", l.WonProse(r.Budget.TotalKRW),
		"verdict", verdict)
	if least := r.Capacity.Least; least.KW < 0 {
		sentence += " " + l.T("answer.short", "kw", l.KW(-least.KW), "month", l.MonthProse(least.Month))
		over = true
	}
	if broken := brokenLimits(r); broken > 0 {
		sentence += " " + l.T("answer.broken", "count", l.Int(broken))
		over = true
	}
	return sentence, over
}

// brokenLimits counts the errors that the sentence does not name by itself.
func brokenLimits(r planner.Result) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == planner.SeverityError && f.Code != planner.OverBudget && f.Code != planner.Shortfall {
			n++
		}
	}
	return n
}

// countOf says a small number in words.
func countOf(l *locales.Locale, what string, n int) string {
	key := fmt.Sprintf("count.%s.%d", what, n)
	if !l.Has(key) {
		key = "count." + what
	}
	return l.T(key, "number", l.Int(n))
}

// settled is the month from which usable kW never falls below what it is at
// the end.
func settled(r planner.Result) planner.Month {
	kw := r.Capacity.UsableITKW
	at := len(kw) - 1
	for at > 0 && kw[at-1] >= kw[len(kw)-1] {
		at--
	}
	if at < 0 {
		return 0
	}
	return r.Months[at]
}
