package compare

import (
	"errors"

	"buildout/planner"
)

// Matrix is plans side by side: what comes out, and in what goes in they differ.
type Matrix struct {
	Plans    []MatrixPlan `json:"plans" nullable:"false"`
	Baseline int          `json:"baseline" doc:"Place of the plan that differences are taken to, from 0"`
	Results  []MatrixRow  `json:"results" nullable:"false"`
	Inputs   Inputs       `json:"inputs"`
}

// MatrixPlan is a column of a matrix.
type MatrixPlan struct {
	Name    string           `json:"name"`
	Title   planner.Text     `json:"title,omitzero"`
	Hash    string           `json:"hash" doc:"SHA-256 over the plan's JSON, in hex; empty where it cannot be read"`
	Horizon planner.Horizon  `json:"horizon,omitzero"`
	Faults  []planner.Fault  `json:"faults,omitempty" doc:"Why it has no results; the others go on"`
	Notes   []ComparisonNote `json:"notes,omitempty" doc:"What keeps it from being held against the baseline like for like"`
}

// MatrixRow is a measure of all plans.
type MatrixRow struct {
	Measure
	Differs bool         `json:"differs" doc:"Whether any two plans differ in it; a plan with faults does not count"`
	Cells   []MatrixCell `json:"cells" nullable:"false" doc:"In the order of plans"`
}

// MatrixCell is a measure of a plan, against the baseline. Differences of months
// are in months, of tiers in ranks.
type MatrixCell struct {
	Value      Value    `json:"value"`
	Difference *float64 `json:"difference" doc:"Value less that of the baseline, in the unit of the measure; null where either has none"`
	Relative   *float64 `json:"relative" doc:"Share: difference over the size of the baseline's; null where that is 0, none, a month or a tier"`
	Best       bool     `json:"best,omitempty" doc:"None is better, and one is worse"`
	Worst      bool     `json:"worst,omitempty" doc:"None is worse, and one is better"`
	Figure     string   `json:"figure,omitempty" doc:"What explain takes for the value in its plan; none where it has no explanation"`
}

// Compare puts plans side by side. measures chooses the rows; all there are where
// it is empty. At most limit inputs are listed. Plans that have a fault have no
// cells with values, and nothing is held against a baseline that has one. The
// baseline is a place in cases, where there are any.
func Compare(cases []Case, baseline int, measures []Measure, limit int) Matrix {
	m := Matrix{Plans: make([]MatrixPlan, len(cases)), Baseline: baseline, Results: []MatrixRow{}, Inputs: Inputs{Rows: []InputRow{}}}
	if len(cases) == 0 {
		return m
	}
	var results []*planner.Result
	for i := range cases {
		m.Plans[i] = columnOf(&cases[i])
		if cases[i].Fault == nil {
			results = append(results, &cases[i].Result)
			if cases[baseline].Fault == nil {
				m.Plans[i].Notes = notes(&cases[i], &cases[baseline])
			}
		}
	}
	if len(measures) == 0 {
		measures = Measures(results...)
	}
	for _, measure := range measures {
		m.Results = append(m.Results, rowOf(measure.titled(results), cases, baseline))
	}
	m.Inputs = inputs(cases, baseline, limit)
	return m
}

func columnOf(c *Case) MatrixPlan {
	p := MatrixPlan{Name: c.Name, Title: c.Plan.Title, Horizon: c.Plan.Horizon, Hash: c.Result.Plan.Hash}
	if c.Fault == nil {
		return p
	}
	if c.Plan.Name != "" {
		p.Hash = c.Plan.Hash()
	}
	var invalid *planner.Invalid
	if errors.As(c.Fault, &invalid) {
		p.Faults = invalid.Faults
	} else {
		p.Faults = []planner.Fault{{Message: c.Fault.Error()}}
	}
	return p
}

// rowOf is a measure of all cases.
func rowOf(m Measure, cases []Case, baseline int) MatrixRow {
	row := MatrixRow{Measure: m, Cells: make([]MatrixCell, len(cases))}
	first := -1
	for i := range cases {
		if cases[i].Fault != nil {
			continue
		}
		cell := &row.Cells[i]
		cell.Value, cell.Figure = m.Of(&cases[i].Result), m.FigureOf(&cases[i].Result)
		if first < 0 {
			first = i
		}
		row.Differs = row.Differs || cell.Value != row.Cells[first].Value
	}
	base := row.Cells[baseline].Value
	for i := range row.Cells {
		cell := &row.Cells[i]
		cell.Difference, cell.Relative = cell.Value.difference(base), cell.Value.relative(base)
	}
	row.mark()
	return row
}

// mark marks the best and the worst cells, where one is better than another.
func (row *MatrixRow) mark() {
	if row.Better == Neither {
		return
	}
	var least, most *MatrixCell
	for i := range row.Cells {
		cell := &row.Cells[i]
		if cell.Value.Kind == None {
			continue
		}
		if least == nil || cell.Value.Number < least.Value.Number {
			least = cell
		}
		if most == nil || cell.Value.Number > most.Value.Number {
			most = cell
		}
	}
	if least == nil || least.Value.Number == most.Value.Number {
		return
	}
	best, worst := least.Value, most.Value
	if row.Better == Higher {
		best, worst = worst, best
	}
	for i := range row.Cells {
		cell := &row.Cells[i]
		cell.Best, cell.Worst = cell.Value == best, cell.Value == worst
	}
}
