package interchange

import (
	"iter"

	"buildout/planner"
)

// exporter writes a part of a plan, or of its result, as a table.
type exporter struct {
	plan    planner.Plan
	ref     planner.Reference
	result  planner.Result // of formats of results alone
	columns []string
	rows    [][]string
	faults  []planner.Fault
}

func (x *exporter) row(cells ...string) { x.rows = append(x.rows, cells) }

// halls goes through the halls of all sites.
func (x *exporter) halls() iter.Seq2[*planner.Site, *planner.Hall] {
	return func(yield func(*planner.Site, *planner.Hall) bool) {
		for i := range x.plan.Sites {
			s := &x.plan.Sites[i]
			for j := range s.Phases {
				for k := range s.Phases[j].Halls {
					if !yield(s, &s.Phases[j].Halls[k]) {
						return
					}
				}
			}
		}
	}
}
