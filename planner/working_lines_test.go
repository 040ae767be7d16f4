package planner_test

import (
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// TestWorkingHasLinesThatCountNothing holds that a phase without floor area has
// the lines that count it, at 0 and with no place in the result, and that all
// others are those of the result in their order.
func TestWorkingHasLinesThatCountNothing(t *testing.T) {
	plan := exampletest.Plan(t, "ansan-460")
	plan.Sites[0].Phases[0].GrossAreaM2 = 0
	r := exampletest.Evaluate(t, plan)
	w, ok := r.Working()
	if !ok {
		t.Fatal("the result has no working")
	}
	next, absent := 0, 0
	for _, x := range w.Lines {
		if x.Line < 0 {
			absent++
			if x.Cost.Quantity != 0 || x.Cost.AmountKRW != 0 || x.Cost.UnitPrice == 0 || len(x.Cost.Factors) == 0 && x.Cost.Driver != planner.PerShare {
				t.Errorf("%s is %+v", x.Code, x.Cost)
			}
			continue
		}
		if x.Line != next || x.Code != r.CostLines[next].Code {
			t.Errorf("line %d is %s at %d", next, x.Code, x.Line)
		}
		next++
	}
	if next != len(r.CostLines) || absent == 0 {
		t.Errorf("%d lines of %d, and %d that count nothing", next, len(r.CostLines), absent)
	}
}
