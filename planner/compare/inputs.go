package compare

import "buildout/planner"

// Inputs is in what the plans differ, by path.
type Inputs struct {
	Count int        `json:"count" doc:"Paths that differ, in all"`
	Rows  []InputRow `json:"rows" nullable:"false" doc:"The first of them, in the order of the plan"`
}

// InputRow is an input of all plans that differs from the baseline in at least
// one.
type InputRow struct {
	Path  string      `json:"path" doc:"By the names that the baseline has"`
	Cells []InputCell `json:"cells" nullable:"false" doc:"In the order of plans"`
}

// InputCell is an input of a plan.
type InputCell struct {
	Kind Kind   `json:"kind,omitempty" enum:"changed,added,removed,moved,renamed" doc:"How it differs from the baseline; none where it does not"`
	Text string `json:"text" doc:"Value as text, beginning of the JSON of an element, its name, or names in the order of a list; empty where there is none"`
}

// inputs lists in what the plans differ from the baseline, at most limit of it.
// Plans that have a fault are left out, and nothing differs from a baseline that
// has one.
func inputs(cases []Case, baseline, limit int) Inputs {
	in := Inputs{Rows: []InputRow{}}
	if cases[baseline].Fault != nil {
		return in
	}
	plans, places := []*planner.Plan{&cases[baseline].Plan}, []int{baseline}
	for i := range cases {
		if i != baseline && cases[i].Fault == nil {
			plans, places = append(plans, &cases[i].Plan), append(places, i)
		}
	}
	c := comparison{limit: limit}
	c.plans(plans...)
	in.Count = c.count
	for _, row := range c.rows {
		cells := make([]InputCell, len(cases))
		for k, cell := range row.Cells {
			cells[places[k]] = cell
		}
		in.Rows = append(in.Rows, InputRow{row.Path, cells})
	}
	return in
}
