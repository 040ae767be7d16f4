package compare

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// threeDrivers is a building of q m2 at p dollars each, at r won for a dollar.
func threeDrivers(q, p, r float64) planner.Plan {
	return planner.Plan{
		Name:          fmt.Sprintf("%g m2 at %g USD of %g won", q, p, r),
		ExchangeRates: []planner.ExchangeRate{{Currency: "USD", Month: 2024 * 12, KRW: r}},
		Sites:         []planner.Site{{Name: "alpha", Phases: []planner.Phase{{Name: "p1", GrossAreaM2: q}}}},
		CostBook:      planner.CostBookUse{Overrides: []planner.CostOverride{{Code: "structure.frame", UnitPrice: p, Currency: "USD"}}},
	}
}

// oneLine evaluates it.
func oneLine(_ context.Context, plan planner.Plan) (planner.Result, error) {
	ph := &plan.Sites[0].Phases[0]
	krw := planner.KRW(math.Round(ph.GrossAreaM2 * plan.CostBook.Overrides[0].UnitPrice * plan.ExchangeRates[0].KRW))
	return planner.Result{
		Plan:      planner.PlanRef{Hash: plan.Hash()},
		CostLines: []planner.CostLine{{Code: "structure.frame", Site: "alpha", Phase: ph.Name, AmountKRW: krw, ForecastKRW: krw, InBudget: true}},
	}, nil
}

// TestBridgeOfThreeDrivers works six orders by hand: 1,000 m2 at 100 USD of 1,000
// won are 100 M won; 1,200 m2 at 110 USD of 1,300 won are 171.6 M.
//
//	quantity alone    1,200 x 100 x 1,000 = 120    with the price  1,200 x 110 x 1,000 = 132
//	price alone       1,000 x 110 x 1,000 = 110    with the rate   1,000 x 110 x 1,300 = 143
//	rate alone        1,000 x 100 x 1,300 = 130    with quantity   1,200 x 100 x 1,300 = 156
//
//	order                    quantity         price            rate
//	quantity, price, rate    120 - 100 = 20   132 - 120 = 12   171.6 - 132 = 39.6
//	quantity, rate, price    120 - 100 = 20   171.6 - 156 = 15.6   156 - 120 = 36
//	price, quantity, rate    132 - 110 = 22   110 - 100 = 10   171.6 - 132 = 39.6
//	price, rate, quantity    171.6 - 143 = 28.6   110 - 100 = 10   143 - 110 = 33
//	rate, quantity, price    156 - 130 = 26   171.6 - 156 = 15.6   130 - 100 = 30
//	rate, price, quantity    171.6 - 143 = 28.6   143 - 130 = 13   130 - 100 = 30
//	sum                      145.2            76.2             208.2
//	a sixth of it            24.2             12.7             34.7
//
// which is 71.6 together.
func TestBridgeOfThreeDrivers(t *testing.T) {
	e := Evaluator{Evaluate: oneLine, Workers: 2}
	of := func(plan planner.Plan) Case {
		r, _ := oneLine(t.Context(), plan)
		return Case{Name: plan.Name, Plan: plan, Result: r}
	}
	from, to := of(threeDrivers(1000, 100, 1000)), of(threeDrivers(1200, 110, 1300))
	for sign, ends := range map[int64][2]Case{1: {from, to}, -1: {to, from}} {
		r, err := e.Bridge(t.Context(), ends[0], ends[1], BridgeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range r.Steps {
			got = append(got, fmt.Sprintf("%s %d by %s of %v", s.Driver, s.Amount, s.Changes[0].Path, s.Lines))
		}
		want := []string{
			fmt.Sprintf("quantity %d by sites/alpha/phases/p1/gross_area_m2 of [{structure.frame { } alpha p1 %[1]d}]", sign*24_200_000),
			fmt.Sprintf("price %d by cost_book/overrides/structure.frame/unit_price of [{structure.frame { } alpha p1 %[1]d}]", sign*12_700_000),
			fmt.Sprintf("exchange_rate %d by exchange_rates/0/krw of [{structure.frame { } alpha p1 %[1]d}]", sign*34_700_000),
		}
		if !slices.Equal(got, want) || r.Difference != sign*71_600_000 || !r.Exact || r.Evaluations != 6 || r.Unit != "KRW" {
			t.Errorf("%d by %d evaluations:\n%s\nwant\n%s", r.Difference, r.Evaluations, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if line := (BridgeTotal{"structure.frame", planner.Text{}, "alpha", "p1", int64(ends[0].Result.CostLines[0].ForecastKRW), int64(ends[1].Result.CostLines[0].ForecastKRW)}); len(r.Lines) != 1 || r.Lines[0] != line {
			t.Errorf("lines %v, want %v", r.Lines, line)
		}
	}
}

// TestBridgeOfARealLine takes the same three from the cost book, whose factors the
// line bears as well: each step is the one by hand times 1.3 m won or so.
func TestBridgeOfARealLine(t *testing.T) {
	w := newWorld(t)
	from := w.plans[1]
	from.Budget.Covers = []string{"structure.frame"}
	from.ExchangeRates = []planner.ExchangeRate{{Currency: "USD", Month: from.PriceBase, KRW: 1000}}
	ref := w.Reference.Book.Entries
	frame := ref[slices.IndexFunc(ref, func(e planner.CostEntry) bool { return e.Code == "structure.frame" })]
	from.CostBook.Overrides = []planner.CostOverride{{Code: "structure.frame", UnitPrice: 1000, Currency: "USD", Unit: frame.Unit, PriceMonth: from.PriceBase, Source: "a tender"}}
	to := planner.Clone(from)
	to.Sites[0].Phases[0].GrossAreaM2 *= 1.2
	to.CostBook.Overrides[0].UnitPrice *= 1.1
	to.ExchangeRates[0].KRW *= 1.3
	r, err := w.Bridge(t.Context(), w.caseOf(t, from), w.caseOf(t, to), BridgeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	base := float64(r.From.Amount)
	for i, want := range []float64{0.242, 0.127, 0.347} {
		if got := r.Steps[i]; math.Abs(float64(got.Amount)-want*base) > 2 {
			t.Errorf("%s %d, want %.1f", got.Driver, got.Amount, want*base)
		}
	}
}

// TestBridgeJoins bridges to a plan that begins earlier and has a site that starts
// before the other plan does: there is no plan with the site and the later
// beginning.
func TestBridgeJoins(t *testing.T) {
	w := newWorld(t)
	to := planner.Clone(w.plans[0])
	from := planner.Clone(to)
	to.Horizon.Start -= 6
	to.Sites[1].Phases[0].Start = to.Horizon.Start
	from.Sites = from.Sites[:1]
	from.Links = nil
	to.PriceBase++
	for _, detail := range []Detail{ByDriver, ByChange} {
		r, err := w.Bridge(t.Context(), w.caseOf(t, from), w.caseOf(t, to), BridgeOptions{Detail: detail})
		if err != nil {
			t.Fatal(err)
		}
		holdFoots(t, r)
		var got []string
		for _, s := range r.Steps {
			got = append(got, fmt.Sprintf("%s %v %s", s.Driver, s.With, s.Place))
		}
		want := []string{"scope [timing] ", "escalation [] "}
		if detail == ByChange {
			want = []string{"scope [timing] sites/siheung, horizon", "scope [] links/ansan-siheung", "escalation [] price_base"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("by %s: %q, want %q", detail, got, want)
		}
	}
}

// TestBridgeOfATender takes a tender's price and its estimate class apart: a frame
// of 1,000 won a m2 in class 3, with 5 % of contingency, becomes 800 won as
// published, with none. The price alone is 840, the class alone 1,000 won: the
// price takes off 210 or 200, and the class 40 or 50.
func TestBridgeOfATender(t *testing.T) {
	w := newWorld(t)
	from := planner.Clone(w.plans[1])
	from.Budget.Covers = []string{"structure.frame"}
	from.Budget.ConstructionInterest = nil
	entries := slices.Clone(w.Reference.Book.Entries)
	frame := &entries[slices.IndexFunc(entries, func(e planner.CostEntry) bool { return e.Code == "structure.frame" })]
	frame.UnitPrice, frame.Class = 1000, "class_3"
	w.Reference.Book.Entries = entries
	ref := w.Reference
	w.Evaluate = func(_ context.Context, p planner.Plan) (planner.Result, error) { return planner.Evaluate(p, ref) }
	to := planner.Clone(from)
	to.CostBook.Overrides = []planner.CostOverride{{Code: frame.Code, UnitPrice: 800, Currency: "KRW", Unit: frame.Unit, PriceMonth: frame.PriceMonth, Class: "published", Source: "a tender"}}
	for sign, ends := range map[float64][2]planner.Plan{1: {from, to}, -1: {to, from}} {
		r, err := w.Bridge(t.Context(), w.caseOf(t, ends[0]), w.caseOf(t, ends[1]), BridgeOptions{})
		if err != nil || len(r.Steps) != 2 || r.Steps[1].Driver != Contingency {
			t.Fatalf("%+v %v", r.Steps, err)
		}
		holdFoots(t, r)
		base := float64(max(r.From.Amount, r.To.Amount)) / 1050
		if p, c := float64(r.Steps[0].Amount)/base, float64(r.Steps[1].Amount)/base; math.Abs(p+sign*205) > 0.001 || math.Abs(c+sign*45) > 0.001 {
			t.Errorf("price %.3f, contingency %.3f", p, c)
		}
		was, is := "class_3", "published"
		if sign < 0 {
			was, is = is, was
		}
		if want := (Difference{"cost_book/overrides/structure.frame/class", Changed, was, is}); r.Steps[1].Changes[0] != want {
			t.Errorf("%v, want %v", r.Steps[1].Changes, want)
		}
	}
}

// TestBridgeOfRenamed calls a site and its phase otherwise: nothing moves, and
// what else differs moves by the new names.
func TestBridgeOfRenamed(t *testing.T) {
	w := newWorld(t)
	base := &w.plans[0]
	base.Budget.Sites = []string{"ansan"}
	base.Actuals = planner.Actuals{Through: base.Horizon.Start, Entries: []planner.Actual{{Code: "structure.frame", Site: "ansan", Phase: "building", Month: base.Horizon.Start, PaidKRW: 5}}}
	to := planner.Clone(*base)
	d := drawing{plan: &to}
	d.call(0, "banwol")
	to.Sites[0].Phases[0].Name, to.Actuals.Entries[0].Phase = "main", "main"
	from := w.caseOf(t, w.plans[0])
	for _, of := range []Figure{ForecastKRW, UsableITKW} {
		if r, err := w.Bridge(t.Context(), from, w.caseOf(t, to), BridgeOptions{Of: of}); err != nil || len(r.Steps) != 0 || len(r.Lines) != 0 {
			t.Errorf("%+v %v", r, err)
		}
	}
	to.Sites[0].Phases[0].GrossAreaM2++
	to.Sites[0].Phases[0].Halls[0].Name = "Hall 1"
	to.Budget.VAT = planner.VATIncluded
	for _, back := range []bool{false, true} {
		one, other := from, w.caseOf(t, to)
		if back {
			one, other = other, one
		}
		r, err := w.Bridge(t.Context(), one, other, BridgeOptions{})
		if err != nil || len(r.Steps) != 2 || r.Steps[0].Count != 1 || !strings.HasPrefix(r.Steps[0].Changes[0].Path, "sites/"+other.Plan.Sites[0].Name+"/") {
			t.Fatalf("%+v %v", r.Steps, err)
		}
		holdFoots(t, r)
	}
}

// TestBridgeOfExamples holds what the README says of two of the examples.
func TestBridgeOfExamples(t *testing.T) {
	w := newWorld(t)
	from, to := w.caseOf(t, exampletest.Plan(t, "ansan-460")), w.caseOf(t, exampletest.Plan(t, "two-sites-460"))
	for of, want := range map[Figure]string{
		ForecastKRW: "scope 676.7, quantity -612.2, tier -1.9, timing -23.1, finance -24.7",
		NPVKRW:      "scope 0.0, quantity 535.2, tier 1.8, timing -97.3, finance 0.0",
		UsableITKW:  "scope 0.0, quantity -0.1, tier 0.0, timing 0.0, finance 0.0",
	} {
		r, err := w.Bridge(t.Context(), from, to, BridgeOptions{Of: of})
		if err != nil {
			t.Fatal(err)
		}
		holdFoots(t, r)
		var got []string
		for _, s := range r.Steps {
			got = append(got, fmt.Sprintf("%s %.1f", s.Driver, float64(s.Amount)/1e9))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %s, want %s", of, strings.Join(got, ", "), want)
		}
	}
}

// TestBridgeOfScope holds that by change a site that one plan alone builds and pays
// for is all that the budget's list of sites moves: Siheung is built, and the site
// that went was not paid for.
func TestBridgeOfScope(t *testing.T) {
	w := newWorld(t)
	went := planner.Clone(w.plans[2]) // as-it-went: Ansan paid for, Namyangju not
	went.Sites = []planner.Site{went.Sites[0], w.plans[0].Sites[1]}
	went.Links, went.Budget.Sites = w.plans[0].Links, nil
	from, to := w.caseOf(t, w.plans[2]), w.caseOf(t, went)
	var siheung int64
	for i := range to.Result.CostLines {
		if l := &to.Result.CostLines[i]; l.Site == "siheung" {
			siheung += int64(l.CountedKRW(planner.VATExcluded))
		}
	}
	r, err := w.Bridge(t.Context(), from, to, BridgeOptions{Detail: ByChange})
	if err != nil {
		t.Fatal(err)
	}
	holdFoots(t, r)
	for _, s := range r.Steps {
		want := map[string]int64{"sites/siheung": siheung, "sites/namyangju": 0}[s.Place]
		if s.Driver == Scope && s.Amount != want {
			t.Errorf("%s moves %d, want %d", s.Place, s.Amount, want)
		}
	}
}

func ExampleEvaluator_Bridge() {
	e := Evaluator{Evaluate: oneLine, Workers: 1}
	from, to := Case{Plan: threeDrivers(1000, 100, 1000)}, Case{Plan: threeDrivers(1200, 110, 1300)}
	from.Result, _ = oneLine(context.Background(), from.Plan)
	to.Result, _ = oneLine(context.Background(), to.Plan)
	r, err := e.Bridge(context.Background(), from, to, BridgeOptions{Of: ForecastKRW})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.From.Amount, "to", r.To.Amount, r.Unit)
	for _, s := range r.Steps {
		fmt.Println(s.Driver, s.Amount, s.Changes[0].Was, "->", s.Changes[0].Is)
	}
	// Output:
	// 100000000 to 171600000 KRW
	// quantity 24200000 1000 -> 1200
	// price 12700000 100 -> 110
	// exchange_rate 34700000 1000 -> 1300
}
