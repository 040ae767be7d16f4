package workbook

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/reference/exampletest"
)

// worthKeys are the checks of the sheets Depreciation and Cash flow and NPV.
var worthKeys = []string{
	"asset_cost", "depreciation", "book_value", "written_off", "worth", "worth_month", "worth_rate", "worth_per_kw", "payback", "cost_of_month", "net_flow",
}

// TestWorthFollowsItsInputs changes what plans are valued by, several at a time,
// and holds every cell of the valuation.
func TestWorthFollowsItsInputs(t *testing.T) {
	inTurn(t)
	t.Parallel()
	values := []struct {
		name      string
		low, high float64
	}{
		{"assumptions.discount_rate", 0, 0.5}, {"assumptions.annuity_rate", 0, 0.3}, {"assumptions.rent_krw_per_kw_month", 5e4, 1e6}, {"assumptions.lease_pue", 1.1, 2},
		{"asset_classes.building.life_years", 5, 60}, {"asset_classes.building.residual_share", 0, 0.5}, {"asset_classes.plant.life_years", 1, 30}, {"asset_classes.it_equipment.life_years", 1, 8},
	}
	random := rand.New(rand.NewPCG(11, 460))
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		plan := exampletest.Plan(t, name)
		var changes []planner.Change
		for _, v := range values {
			if random.IntN(3) > 0 {
				changes = append(changes, planner.Change{Path: "values/" + v.name, Value: strconv.FormatFloat(v.low+(v.high-v.low)*random.Float64(), 'f', 6, 64)})
			}
		}
		changed(t, plan, changes, worthKeys...)
	}
	plan := exampletest.Plan(t, "two-sites-460")
	changed(t, plan, []planner.Change{{Path: "values/assumptions.discount_rate", Value: "0"}, {Path: "values/assumptions.annuity_rate", Value: "0"}}, worthKeys...)
}

// TestWorthInAnyForm values a plan with terminal years, by every convention of
// annuities and hours, and with declining balance.
func TestWorthInAnyForm(t *testing.T) {
	inTurn(t)
	t.Parallel()
	for i, annuity := range finance.AnnuityConventions {
		plan := exampletest.Plan(t, "two-sites-460")
		plan.Worth.Annuity, plan.Worth.Hours = annuity, finance.HoursConventions[i%len(finance.HoursConventions)]
		source := sourceOf(t, plan)
		source.Reference.Assets = slices.Clone(source.Reference.Assets)
		for k := range source.Reference.Assets {
			if a := &source.Reference.Assets[k]; a.Method == finance.Evenly && (k+i)%2 == 0 {
				a.Method = finance.DecliningBalance
			}
		}
		plan.Values = append(plan.Values, planner.ValueOverride{Name: "assumptions.terminal_years", Value: float64(i) * 2.5, Source: "test"})
		changes := []planner.Change{{Path: "values/asset_classes.building.life_years", Value: "12.5"}, {Path: "values/assumptions.annuity_rate", Value: "0.031"}, {Path: "values/assumptions.discount_rate", Value: "0.0475"}}
		next, err := planner.Apply(plan, source.Reference, changes)
		if err != nil {
			t.Fatal(err)
		}
		x := trial{name: string(annuity), changes: changes}
		for _, to := range []struct {
			plan planner.Plan
			book **book
		}{{plan, &x.book}, {next, &x.want}} {
			source.Plan = to.plan
			if source.Result, err = planner.Evaluate(to.plan, source.Reference); err != nil {
				t.Fatal(err)
			}
			if *to.book, err = build(context.Background(), source); err != nil {
				t.Fatal(err)
			}
			(*to.book).checks = slices.DeleteFunc((*to.book).checks, func(c check) bool { return !slices.Contains(worthKeys, c.key) })
			hold(t, x.name, *to.book)
		}
		x.recalculated(t)
	}
}
