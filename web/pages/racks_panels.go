package pages

import (
	"buildout/planner/power"
	"buildout/web/charts"
)

// panels is a page of the panels, phase by phase.
func (o racksPage) panels() (charts.Table, pager) {
	l, all := o.L, o.View.Layout.Panels
	page := o.pagerOf(o.link, "panels", "panels", o.View.Panels, len(all), pageRows)
	t := charts.Table{Caption: l.T("racks.panels.title"), Columns: []charts.Column{
		{Title: l.T("racks.col.panel"), Text: true}, {Title: l.T("racks.col.side"), Text: true}, {Title: l.T("racks.col.fed_from"), Text: true}, {Title: l.T("racks.col.circuits")},
	}}
	for _, column := range []string{"racks.col.now", "racks.col.after"} {
		for _, phase := range []string{"L1", "L2", "L3"} {
			t.Columns = append(t.Columns, charts.Column{Title: l.T(column) + " " + phase, Unit: "A"})
		}
	}
	t.Columns = append(t.Columns, charts.Column{Title: l.T("racks.col.limit"), Unit: "A"}, charts.Column{Title: l.T("racks.col.worst"), Unit: "%"})
	for _, p := range all[page.first:page.last] {
		row := []charts.Cell{{Text: p.Name, Class: "strong"}, cell(p.Side), cell(orDash(p.From)), cell(l.Int(p.Feeds))}
		for _, amps := range p.NowA {
			row = append(row, cell(l.Number(amps, 1)))
		}
		for _, amps := range p.AfterA {
			after := cell(l.Number(amps, 1))
			if power.Over(amps, p.LimitA) {
				after = over(after)
			}
			row = append(row, after)
		}
		worst := charts.Cell{Text: l.Number(panelShare(p)*100, 1), Class: "figure"}
		if power.Over(panelShare(p), 1) {
			worst = over(worst)
		}
		t.Rows = append(t.Rows, append(row, charts.Cell{Text: l.Number(p.LimitA, 1), Class: "quiet"}, worst))
	}
	return t, page
}
