package pages

import (
	"buildout/planner/interchange"
	"buildout/web/charts"
)

// RackTableView is a table of racks that was sent.
type RackTableView struct {
	SentTable
	Report        interchange.Report // what saving would change; empty where there are faults
	Before, After interchange.Figure
}

// rackTable is the part of the page that takes a table of racks.
type rackTable struct {
	Template string // address of the racks there are, as such a table
	Action   string
	Base     int
	View     *RackTableView
	Faults   charts.Table
	Changes  charts.Table
	Nothing  bool // the plan has these racks already
	Kept     []keptValue
	Edited   bool // changes that are not saved stand in the way
}

func (v planPage) rackTable(view *RackTableView) rackTable {
	t := rackTable{
		Template: "/api/v1" + v.planAddress("/exports/racks"), Action: v.planAddress("/racks/table"), Base: v.Plan.Revision, View: view,
		Edited: v.Plan.Edit != nil, Kept: v.Hidden("set", "base", "author", "reason", "csv", ExplainKey, BelowKey),
	}
	if view == nil {
		return t
	}
	l, r := v.L, view.Report
	t.Base, t.Nothing = view.Base, r.Added+r.Changed == 0
	t.Faults = tableFaults(l, l.T("racktable.faults"), view.Faults)
	t.Changes = charts.Table{Caption: l.T("books.changes"), Columns: []charts.Column{{Title: l.T("col.figure"), Text: true}, {Title: l.T("racktable.number")}}}
	count := func(key string, n int) {
		t.Changes.Rows = append(t.Changes.Rows, []charts.Cell{cell(l.T(key)), cell(l.Int(n))})
	}
	count("racktable.added", r.Added)
	count("racktable.changed", r.Changed)
	count("racktable.same", r.Same)
	for _, f := range []struct {
		key         string
		before, now int64
	}{
		{"racktable.placed", int64(view.Before.PlacedRacks), int64(view.After.PlacedRacks)}, {"racktable.errors", int64(view.Before.Errors), int64(view.After.Errors)},
		{"racktable.warnings", int64(view.Before.Warnings), int64(view.After.Warnings)},
	} {
		t.Changes.Rows = append(t.Changes.Rows, []charts.Cell{cell(l.T(f.key)), compared(l, l.Int(int(f.now)), l.Int(int(f.before)))})
	}
	return t
}
