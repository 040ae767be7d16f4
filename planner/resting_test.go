package planner_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// TestResting sums four lines by hand: VAT of 10 % is on the first three alone.
//
//	a   1,000 assumed, 400 of it paid: books 440, assumed 660
//	a     500 assumed: 550
//	b   2,000 published: 2,200
//	c     300 of the plan, exempt: 300
//	d   5,000 not covered
func TestResting(t *testing.T) {
	line := func(code, class string, forecast, paid, vat planner.KRW) planner.CostLine {
		return planner.CostLine{Code: code, Class: class, ForecastKRW: forecast, PaidKRW: paid, VATKRW: vat, InBudget: true}
	}
	a, again, b := line("a", "class_3", 1000, 400, 100), line("a", "class_3", 500, 0, 50), line("b", "published", 2000, 0, 200)
	a.Assumption, again.Assumption = true, true
	c, d := line("c", "class_3", 300, 0, 0), line("d", "class_4", 5000, 0, 500)
	c.Overridden, d.InBudget = true, false
	r := planner.Result{CostLines: []planner.CostLine{a, again, b, c, d}}
	r.Budget.VAT = planner.VATIncluded
	want := planner.RestingResult{
		ForecastKRW: 4150, BooksKRW: 440, PublishedKRW: 2200, PlanKRW: 300, AssumedKRW: 1210,
		Classes: []planner.ClassResting{
			{Class: "class_3", ForecastKRW: 1950, BooksKRW: 440, PlanKRW: 300, AssumedKRW: 1210},
			{Class: "published", ForecastKRW: 2200, PublishedKRW: 2200},
		},
		Prices: []planner.PriceResting{
			{Code: "b", Class: "published", Basis: planner.Published, ForecastKRW: 2200},
			{Code: "a", Class: "class_3", Basis: planner.Assumed, ForecastKRW: 1210},
			{Code: "c", Class: "class_3", Basis: planner.OfPlan, ForecastKRW: 300},
			{Code: "d", Class: "class_4", Basis: planner.Published, OutsideKRW: 5000},
		},
	}
	if diff := cmp.Diff(want, planner.Resting(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	r.Budget.VAT = planner.VATExcluded
	if got := planner.Resting(r); got.ForecastKRW != 3800 || got.BooksKRW != 400 || got.AssumedKRW != 1100 {
		t.Errorf("without VAT the forecast is %d, %d by the books, %d assumed; want 3800, 400, 1100", got.ForecastKRW, got.BooksKRW, got.AssumedKRW)
	}
}

// TestRestingFoots holds that every won of the forecast rests on one thing.
func TestRestingFoots(t *testing.T) {
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		r := exampletest.Evaluate(t, exampletest.Plan(t, name))
		s := planner.Resting(r)
		var classes, prices planner.KRW
		for _, c := range s.Classes {
			classes += c.BooksKRW + c.PublishedKRW + c.PlanKRW + c.AssumedKRW
		}
		for _, p := range s.Prices {
			prices += p.ForecastKRW
		}
		sum := s.BooksKRW + s.PublishedKRW + s.PlanKRW + s.AssumedKRW
		if s.ForecastKRW != r.Budget.ForecastKRW || sum != s.ForecastKRW || classes != s.ForecastKRW || prices != s.ForecastKRW-s.BooksKRW {
			t.Errorf("%s: forecast %d, its parts %d, classes %d, prices %d with %d by the books", name, r.Budget.ForecastKRW, sum, classes, prices, s.BooksKRW)
		}
	}
}
