package server

import (
	"buildout/planner/compare"
	"buildout/planner/interchange"
	"buildout/web/charts"
)

// addRevisions adds the bodies of operations on plans and their revisions.
func (s *Server) addRevisions(values map[string]illustrated, stored PlanResource) {
	draft := PlanRevision{Revision: 1, Hash: stored.Hash, Author: "kim", Reason: "Feed moved to June"}
	approved := draft
	approved.Approval = &PlanApproval{Name: "board-2026-11", Note: "As shown to the board", By: "kim", Program: s.Version}
	values["stored-plans"] = illustrated{"Stored plans, their lists cut short", []PlanResource{stored}, true}
	values["patches-of-plans"] = illustrated{"The horizon of a plan ten months longer", []any{map[string]any{"id": 1, "revision": 1, "plan": map[string]any{"horizon": map[string]any{"months": 130}}}}, false}
	values["versions"] = illustrated{"Plans as they were seen", []PlanVersion{{ID: 1, Revision: 1}}, false}
	values["revision"] = illustrated{"A revision, its lists cut short", RevisionResource{PlanRevision: draft, Plan: s.Example}, true}
	values["approval"] = illustrated{"An approval", ApprovalRequest{Name: "board-2026-11", Note: "As shown to the board"}, false}
	values["approved"] = illustrated{"An approved revision", approved, false}
	values["differences"] = illustrated{"What differs between two revisions", RevisionDifferences{
		Was: 1, Is: 2, Count: 1, Differences: []compare.Difference{{Kind: compare.Changed, Path: exampleChanges.Changes[0].Path, Was: "N+1", Is: "2N"}},
	}, false}
	values["budget"] = illustrated{"A budget, its lists cut to two", s.Example.Budget, true}
	values["patch-of-budget"] = illustrated{"More money", map[string]any{"total_krw": 470_000_000_000}, false}
}

// addCharts adds the bodies of operations on charts.
func (s *Server) addCharts(values map[string]illustrated) {
	const title, label = "Cash", "Payments by month against the budget"
	ink := charts.Shade{Light: "#1f6feb", Dark: "#58a6ff"}
	values["charts"] = illustrated{"Charts, cut to one", ChartList{Count: 1, Results: []ChartSummary{{Name: "cash", Title: title, Unit: "KRW", Label: label}}}, false}
	values["chart"] = illustrated{"A chart, its option cut short", ChartOption{
		Name: "cash", Title: title, Unit: "KRW", Label: label, Height: 320, Theme: "light",
		Legend: []ChartKey{{Title: "Paid", Colour: ink, Mark: "solid", Series: []string{"Paid"}}},
		Option: map[string]any{"xAxis": []any{map[string]any{"type": "category"}}, "series": []any{}},
	}, false}
	values["chart-data"] = illustrated{"The numbers of a chart, cut to a row", charts.Data{
		Name: "cash", Title: title,
		Columns: []charts.DataColumn{{Name: "month", Title: "Month"}, {Name: "paid_to_date_krw", Title: "Paid to date", Unit: "KRW"}},
		Rows:    [][]any{{"2023-03", 31_500_000_000}},
	}, false}
	values["chart-csv"] = illustrated{"The numbers of a chart as CSV, cut to a row", "month,paid_to_date_krw\r\n2023-03,31500000000\r\n", false}
}

// addTables adds the bodies of imports and exports.
func addTables(values map[string]illustrated) {
	values["racks-as-csv"] = illustrated{"Racks as CSV", "site,hall,name,rack_type,row,position,from\nansan,DH-1,R-001,server-6kw,A,1,2025-01\nansan,DH-1,R-002,server-6kw,A,2,2025-01\n", false}
	values["device-type"] = illustrated{"A device type of the community library", "manufacturer: Dell\nmodel: PowerEdge R640\nslug: dell-poweredge-r640\nu_height: 1\nweight: 21.9\nweight_unit: kg\npower-ports:\n  - {name: PSU1, type: iec-60320-c14, maximum_draw: 750, allocated_draw: 500}\n", false}
	values["imported"] = illustrated{"What an import changes", ImportResult{
		Report: interchange.Report{Rows: 2, Added: 2, Flags: []string{}},
	}, false}
}
