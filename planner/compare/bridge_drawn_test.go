package compare

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// manySites is a plan of n sites of q m2 each, and one more for each site before.
func manySites(n int, q float64) planner.Plan {
	plan := planner.Plan{Name: fmt.Sprint(n, " sites of ", q)}
	for i := range n {
		plan.Sites = append(plan.Sites, planner.Site{Name: fmt.Sprintf("s%02d", i), Phases: []planner.Phase{{Name: "p", GrossAreaM2: q + float64(i)}}})
	}
	return plan
}

// crowded evaluates it: a site costs its floor times the square of that of all
// before it, for a pair of an order and its reverse is exact where no more than two
// steps act on each other. No
// plan has site s01 large and s00 not.
func crowded(_ context.Context, plan planner.Plan) (planner.Result, error) {
	r := planner.Result{Plan: planner.PlanRef{Hash: plan.Hash()}}
	before := 1.0
	for i := range plan.Sites {
		s := &plan.Sites[i]
		floor := s.Phases[0].GrossAreaM2
		if s.Name == "s01" && floor >= 100 && plan.Sites[0].Phases[0].GrossAreaM2 < 100 {
			return r, &planner.Invalid{Faults: []planner.Fault{{Message: "s01 needs s00"}}}
		}
		r.CostLines = append(r.CostLines, planner.CostLine{Code: "structure", Site: s.Name, Phase: "p", ForecastKRW: planner.KRW(floor * before * before), InBudget: true})
		before += floor
	}
	return r, nil
}

func crowdedCase(n int, q float64) Case {
	plan := manySites(n, q)
	r, _ := crowded(context.Background(), plan)
	return Case{Name: plan.Name, Plan: plan, Result: r}
}

// TestDrawnAgainstExact draws orders of ten steps, of which all orders are known
// too: no step is more than four standard errors off, which by chance one of
// 16,000 is, and their errors shrink as the root of the orders grows.
func TestDrawnAgainstExact(t *testing.T) {
	e := Evaluator{Evaluate: crowded, Workers: 2}
	from, to := crowdedCase(10, 50), crowdedCase(10, 150)
	from.Plan.Sites[0].Phases[0].GrossAreaM2 = 100 // so that every set of the others has a plan
	from.Result, _ = crowded(t.Context(), from.Plan)
	o := BridgeOptions{Of: ForecastKRW, Detail: ByChange}
	exact, err := newGame(e, o, side{&from.Plan, &from.Result, nil}, side{&to.Plan, &to.Result, nil}).exact(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var last float64
	for _, pairs := range []int{50, 800} {
		g := newGame(e, o, side{&from.Plan, &from.Result, nil}, side{&to.Plan, &to.Result, nil})
		d := &drawn{game: g, kept: map[string][]int64{}, room: maxKept}
		amounts, deviations, err := d.pairs(t.Context(), pairs)
		if err != nil {
			t.Fatal(err)
		}
		largest := 0.0
		for i := range amounts {
			off := float64(sum(amounts[i]) - sum(exact[i]))
			if deviations[i] > 0 && math.Abs(off) > 4*deviations[i] || deviations[i] == 0 && math.Abs(off) > float64(len(g.lines)) {
				t.Errorf("step %d of %d pairs is %d, want %d within 4 x %g", i, pairs, sum(amounts[i]), sum(exact[i]), deviations[i])
			}
			largest = max(largest, deviations[i])
		}
		if g.evaluations > 1022 {
			t.Errorf("%d plans of 1,022 were evaluated", g.evaluations)
		}
		if last = cmp.Or(last, 4*largest); largest == 0 || largest > 0.4*last || largest < 0.15*last {
			t.Errorf("the largest error is %g, was %g of a sixteenth of the orders", largest, last)
		}
		last = largest
	}
}

// TestDrawnBridge draws orders of twenty steps: exact in sum, the same each time,
// the same back with signs turned, within the evaluations; two steps that cannot
// be taken apart are one.
func TestDrawnBridge(t *testing.T) {
	e := Evaluator{Evaluate: crowded, Workers: 2}
	from, to := crowdedCase(20, 50), crowdedCase(20, 150)
	o := BridgeOptions{Detail: ByChange, Evaluations: 1000}
	r, err := e.Bridge(t.Context(), from, to, o)
	if err != nil {
		t.Fatal(err)
	}
	if r.Exact || len(r.Steps) != 19 || r.Steps[0].Place != "sites/s00, sites/s01" || r.Evaluations > 1000 || r.Evaluations < 500 {
		t.Errorf("%d steps, the first %q, %d evaluations", len(r.Steps), r.Steps[0].Place, r.Evaluations)
	}
	holdFoots(t, r)
	if !slices.ContainsFunc(r.Steps, func(s BridgeStep) bool { return s.StdError > 0 }) {
		t.Error("no step has an error")
	}
	e.Workers = 1
	again, err := e.Bridge(t.Context(), from, to, o)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(r) {
		t.Errorf("another bridge: %v", err)
	}
	back, err := e.Bridge(t.Context(), to, from, o)
	if err != nil {
		t.Fatal(err)
	}
	holdTurned(t, r, back, nil)
}

// TestDrawnBridgeJoinsUntilExact joins steps one by one until few enough are left
// that all orders are taken: of fourteen sites, all but the last three need each
// other.
func TestDrawnBridgeJoinsUntilExact(t *testing.T) {
	e := Evaluator{Workers: 2, Evaluate: func(ctx context.Context, plan planner.Plan) (planner.Result, error) {
		large := 0
		for _, s := range plan.Sites[:11] {
			if s.Phases[0].GrossAreaM2 >= 100 {
				large++
			}
		}
		if large%11 != 0 {
			return planner.Result{}, &planner.Invalid{}
		}
		r := planner.Result{}
		for _, s := range plan.Sites {
			r.CostLines = append(r.CostLines, planner.CostLine{Code: "structure", Site: s.Name, ForecastKRW: planner.KRW(s.Phases[0].GrossAreaM2), InBudget: true})
		}
		return r, nil
	}}
	of := func(q float64) Case {
		plan := manySites(14, q)
		r, _ := e.Evaluate(t.Context(), plan)
		r.Plan.Hash = plan.Hash()
		return Case{Plan: plan, Result: r}
	}
	r, err := e.Bridge(t.Context(), of(50), of(150), BridgeOptions{Detail: ByChange})
	if err != nil {
		t.Fatal(err)
	}
	holdFoots(t, r)
	if !r.Exact || len(r.Steps) != 4 || r.Steps[0].Amount != 1100 || strings.Count(r.Steps[0].Place, ",") != 10 || r.Steps[3].Amount != 100 {
		t.Errorf("exact %v, steps %+v", r.Exact, r.Steps)
	}
}

// TestDrawnBridgeTellsWhatItTakes refuses fewer evaluations than two pairs of
// orders take: 4 x 19 of twenty steps.
func TestDrawnBridgeTellsWhatItTakes(t *testing.T) {
	e := Evaluator{Evaluate: crowded, Workers: 2}
	_, err := e.Bridge(t.Context(), crowdedCase(20, 50), crowdedCase(20, 150), BridgeOptions{Detail: ByChange, Evaluations: 75})
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) || invalid.Faults[0].Path != "evaluations" || !strings.Contains(err.Error(), "at least 76 evaluations") {
		t.Errorf("%v", err)
	}
}

// tenDrivers is two-sites-460 with a change of each driver that is changed by one
// value, and ten of them.
func tenDrivers(tb testing.TB, ref planner.Reference) planner.Plan {
	var changes []planner.Change
	for _, s := range separate[:11] {
		if s.driver != Scope {
			changes = append(changes, s.change)
		}
	}
	plan, err := planner.Apply(exampletest.Plan(tb, "two-sites-460"), ref, changes)
	if err != nil {
		tb.Fatal(err)
	}
	return plan
}

func benchmarkBridge(b *testing.B, of Figure, from, to planner.Plan, evaluations int) {
	w := newWorld(b)
	one, other := w.caseOf(b, from), w.caseOf(b, to)
	b.ReportAllocs()
	for b.Loop() {
		r, err := w.Bridge(b.Context(), one, other, BridgeOptions{Of: of})
		if err != nil || r.Evaluations != evaluations {
			b.Fatal(r.Evaluations, err)
		}
	}
}

// BenchmarkBridgeOfTenDrivers takes all orders of ten: 1,022 plans.
func BenchmarkBridgeOfTenDrivers(b *testing.B) {
	benchmarkBridge(b, ForecastKRW, exampletest.Plan(b, "two-sites-460"), tenDrivers(b, exampletest.Reference(b)), 1022)
}

// BenchmarkBridgeOfExamples leads from ansan-460 to two-sites-460 by driver.
func BenchmarkBridgeOfExamples(b *testing.B) {
	benchmarkBridge(b, ForecastKRW, exampletest.Plan(b, "ansan-460"), exampletest.Plan(b, "two-sites-460"), 30)
}
