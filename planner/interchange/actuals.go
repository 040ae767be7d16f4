package interchange

import (
	"errors"
	"slices"
	"strconv"

	"buildout/planner"
	"buildout/planner/table"
)

func readActuals(m *importer) {
	entries, err := planner.DecodeActuals(m.document, m.plan, m.ref)
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		for _, f := range invalid.Faults {
			m.fault(0, f)
		}
		return
	}
	had := len(m.plan.Actuals.Entries)
	m.plan = planner.MergeActuals(m.plan, m.options.Through, entries)
	m.unit = "entry"
	stay := slices.DeleteFunc(slices.Clone(entries), func(a planner.Actual) bool { return a.IsNothing() })
	kept := len(m.plan.Actuals.Entries) - len(stay)
	at := kept
	for i := range entries {
		if !entries[i].IsNothing() {
			m.origins = append(m.origins, origin{i + 1, "actuals.entries", at, noFeed})
			at++
		}
	}
	m.report.Rows = len(entries)
	m.report.Changed = min(len(stay), had-kept)
	m.report.Added = len(stay) - m.report.Changed
	m.report.Removed = had - kept - m.report.Changed
}

func writeActuals(x *exporter) {
	x.columns = namesOf(planner.ActualsColumns, func(c *table.Column) string { return c.Name })
	for _, a := range x.plan.Actuals.Entries {
		x.actual(a)
	}
}

func (x *exporter) actual(a planner.Actual) {
	final := ""
	if a.Final {
		final = "yes"
	}
	x.row(a.Code, table.Text(a.Site), table.Text(a.Phase), a.Month.String(),
		strconv.FormatInt(int64(a.CommittedKRW), 10), strconv.FormatInt(int64(a.PaidKRW), 10), final, table.Text(a.Source))
}

// BooksTemplate writes the books of a plan to go on with, as BooksToFill has them.
func BooksTemplate(plan planner.Plan, r planner.Result) ([]byte, error) {
	x := exporter{}
	x.columns = namesOf(planner.ActualsColumns, func(c *table.Column) string { return c.Name })
	for _, a := range BooksToFill(plan, r) {
		x.actual(a)
	}
	return table.Write(x.columns, slices.Values(x.rows))
}

// BooksToFill lists the books of a plan to go on with: what it has, and below that
// an entry for every line of its result, in the month after the closed books, of
// 0 won, which says nothing until an amount is put there.
func BooksToFill(plan planner.Plan, r planner.Result) []planner.Actual {
	list := slices.Clone(plan.Actuals.Entries)
	month := plan.Horizon.Start
	if !plan.Actuals.Through.IsZero() {
		month = plan.Actuals.Through + 1
	}
	for i, line := range r.CostLines {
		if i > 0 && line.Code == r.CostLines[i-1].Code && line.Site == r.CostLines[i-1].Site && line.Phase == r.CostLines[i-1].Phase {
			continue
		}
		list = append(list, planner.Actual{Code: line.Code, Site: line.Site, Phase: line.Phase, Month: month})
	}
	return list
}
