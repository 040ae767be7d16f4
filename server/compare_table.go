package server

import (
	"bytes"

	"buildout/planner/compare"
	"buildout/web/charts"
)

// csv writes the results of a comparison as a table, a row for each measure and
// plan.
func (m PlanMatrix) csv() ([]byte, error) {
	table := charts.Data{}
	for _, name := range []string{"measure", "unit", "plan", "value", "difference", "relative", "best", "worst"} {
		table.Columns = append(table.Columns, charts.DataColumn{Name: name})
	}
	for _, row := range m.Results {
		for i, cell := range row.Cells {
			table.Rows = append(table.Rows, []any{
				row.Name, row.Unit, m.Plans[i].Name, inTable(cell.Value), numberOrNone(cell.Difference), numberOrNone(cell.Relative), cell.Best, cell.Worst,
			})
		}
	}
	var body bytes.Buffer
	err := table.CSV(&body)
	return body.Bytes(), err
}

// inTable is a value as a table has it: a number, a text, or none.
func inTable(v compare.Value) any {
	switch v.Kind {
	case compare.None:
		return nil
	case compare.Number:
		return v.Number
	}
	return v.Text
}

func numberOrNone(n *float64) any {
	if n == nil {
		return nil
	}
	return *n
}
