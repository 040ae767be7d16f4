package compare

import (
	"context"
	"flag"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/reference"
)

// world is the shipped reference, and small plans of it to begin with.
type world struct {
	Evaluator
	plans []planner.Plan
}

// examples are the shipped reference and plans, read once.
var examples = sync.OnceValues(func() (shipped struct {
	planner.Reference
	plans map[string]planner.Plan
}, err error) {
	if shipped.Reference, err = reference.Load(); err != nil {
		return shipped, err
	}
	plans, err := reference.Examples(shipped.Reference)
	shipped.plans = map[string]planner.Plan{}
	for _, plan := range plans {
		shipped.plans[plan.Name] = plan
	}
	return shipped, err
})

func newWorld(tb testing.TB) *world {
	tb.Helper()
	shipped, err := examples()
	if err != nil {
		tb.Fatal(err)
	}
	ref := shipped.Reference
	w := &world{Evaluator: Evaluator{Reference: ref, Workers: 2, Evaluate: func(_ context.Context, p planner.Plan) (planner.Result, error) { return planner.Evaluate(p, ref) }}}
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		w.plans = append(w.plans, small(planner.Clone(shipped.plans[name])))
	}
	return w
}

// few makes a property whose checks take long be checked a fifth as often, unless
// another number of checks than the usual is asked for.
func few(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	if usual := checks.DefValue; checks.Value.String() == usual {
		if err := flag.Set("rapid.checks", "20"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set("rapid.checks", usual) })
	}
}

// small is a plan over four years with two halls a phase, which is quick to
// evaluate.
func small(plan planner.Plan) planner.Plan {
	plan.Horizon.Months = 48
	for i := range plan.Sites {
		for j := range plan.Sites[i].Phases {
			ph := &plan.Sites[i].Phases[j]
			for k := range ph.Halls {
				ph.Halls[k].Panels = nil
			}
			ph.Halls = ph.Halls[:min(2, len(ph.Halls))]
		}
	}
	return plan
}

func (w *world) caseOf(tb interface{ Fatal(...any) }, plan planner.Plan) Case {
	result, err := planner.Evaluate(plan, w.Reference)
	if err != nil {
		tb.Fatal(err)
	}
	return Case{Name: plan.Name, Plan: plan, Result: result}
}

// draw draws a valid plan: one of the small ones with up to most edits.
func (w *world) draw(rt *rapid.T, label string, from planner.Plan, most int) planner.Plan {
	plan := planner.Clone(from)
	for range rapid.IntRange(0, most).Draw(rt, label) {
		e := edits[rapid.IntRange(0, len(edits)-1).Draw(rt, label+" edit")]
		edited := planner.Clone(plan)
		e.make(&drawing{rt, w.Reference, &edited, label})
		if _, err := planner.Evaluate(edited, w.Reference); err == nil {
			plan = edited
		}
	}
	return plan
}

// drawPair draws two plans: mostly one and an edit of it.
func (w *world) drawPair(rt *rapid.T) (from, to planner.Plan) {
	from = w.draw(rt, "from", w.plans[rapid.IntRange(0, len(w.plans)-1).Draw(rt, "one")], 4)
	to = from
	if rapid.IntRange(0, 3).Draw(rt, "far") == 0 {
		to = w.plans[rapid.IntRange(0, len(w.plans)-1).Draw(rt, "other")]
	}
	return from, w.draw(rt, "to", to, 6)
}
