package pages

import (
	"cmp"
	"slices"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// mostDifferences is how many lines that differ are listed.
const mostDifferences = 20

// why is how the forecast differs from that of another plan, or from that of
// the stored plan.
type why struct {
	Others []choice
	Name   string // of what it is held against; empty where nothing is
	Bridge *charts.Chart
	Rows   charts.Table
	More   string
}

func (v planPage) why(view BudgetView) (why, error) {
	l := v.L
	w := why{Others: v.baselines(view.Baseline, view.Others)}
	if view.Variance == nil {
		return w, nil
	}
	w.Name = l.T("baseline.revision", "revision", v.Plan.Revision)
	if view.Baseline != nil {
		w.Name = view.Baseline.Name
	}
	chart, err := charts.Bridge(*view.Variance, l)
	if err != nil {
		return w, err
	}
	w.Bridge = &chart
	w.Rows, w.More = differencesTable(l, v.Plan.Result, *view.Variance)
	return w, nil
}

// differencesTable lists the lines that differ most.
func differencesTable(l *locales.Locale, r planner.Result, v planner.VarianceResult) (t charts.Table, more string) {
	unit := l.WonUnit()
	t = charts.Table{Caption: l.T("why.rows"), Columns: []charts.Column{
		{Title: l.T("col.line"), Text: true}, {Title: l.T("col.site"), Text: true}, {Title: l.T("col.phase"), Text: true},
		{Title: l.T("bridge.base"), Unit: unit}, {Title: l.T("bridge.now"), Unit: unit}, {Title: l.T("col.difference"), Unit: unit},
	}}
	for _, e := range charts.Effects(v.Effects) {
		t.Columns = append(t.Columns, charts.Column{Title: l.T("effect." + e.Name), Unit: unit})
	}
	rows := slices.SortedStableFunc(slices.Values(v.Rows), func(a, b planner.VarianceRow) int {
		return cmp.Compare(difference(b), difference(a))
	})
	if n := len(rows) - mostDifferences; n > 0 {
		rows, more = rows[:mostDifferences], l.T("score.more", "number", l.Int(n))
	}
	hues := charts.Swatches(r)
	for _, row := range rows {
		line := []charts.Cell{cell(l.Text(row.Title, row.Code)), {Text: l.Place(r, row.Site), Swatch: hues[row.Site]}, cell(row.Phase),
			cell(l.Won(row.BaseKRW)), cell(l.Won(row.NowKRW)), {Text: l.WonSigned(row.NowKRW - row.BaseKRW), Class: "strong"}}
		for _, e := range charts.Effects(row.Effects) {
			c := cell(l.WonSigned(e.KRW))
			if e.KRW == 0 {
				c = charts.Cell{Text: "–", Class: "quiet"}
			}
			line = append(line, c)
		}
		t.Rows = append(t.Rows, line)
	}
	return t, more
}

// difference is how far a line differs, up or down.
func difference(row planner.VarianceRow) planner.KRW {
	return max(row.NowKRW-row.BaseKRW, row.BaseKRW-row.NowKRW)
}
