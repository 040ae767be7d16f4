package compare_test

import (
	"strconv"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// TestReadIsWhatDiffers holds what is read at a path against what Differences
// tells of it, which walks plans in a way of its own.
func TestReadIsWhatDiffers(t *testing.T) {
	ref, plan := exampletest.Reference(t), exampletest.Plan(t, "two-sites-460")
	changed, err := planner.Apply(plan, ref, []planner.Change{
		{Path: "exchange_rates/0/krw", Value: "1300.25"}, {Path: "budget/total_krw", Value: "1조"}, {Path: "budget/carry_over", Value: "false"}, {Path: "budget/covers", Value: "structure, services_and_equipment"},
		{Path: "budget/ceilings/2024/amount_krw", Value: "1"}, {Path: "horizon/months", Value: "90"}, {Path: "sites/siheung/phases/building/start", Value: "2023-02"}, {Path: "sites/siheung/phases/building/promised", Value: ""},
		{Path: "sites/ansan/generator/arrangement", Value: "2N"}, {Path: "sites/ansan/halls/DH-1/ups/battery_minutes", Value: "12.5"}, {Path: "sites/ansan/halls/DH-1/ups/battery/racks", Value: "25"},
		{Path: "demand/services/pay/racks/logistic/rate_per_year", Value: "0.9"}, {Path: "leases/pangyo/it_kw", Value: "6500"}, {Path: "title/ko", Value: ""}, {Path: "sites/siheung/feeds/main/available", Value: "2024-01"},
	})
	if err != nil {
		t.Fatal(err)
	}
	list, count := compare.Differences(plan, changed, 100)
	if count < 15 || len(list) != count {
		t.Fatalf("%d differences", count)
	}
	for _, d := range list {
		for _, side := range []struct {
			plan planner.Plan
			want string
		}{{plan, d.Was}, {changed, d.Is}} {
			got, err := planner.Read(side.plan, ref, d.Path)
			if err != nil || got.Text != plainly(side.want) {
				t.Errorf("%s reads %q, %v; it differs as %q", d.Path, got.Text, err, side.want)
			}
		}
	}
}

// plainly writes a number without an exponent.
func plainly(text string) string {
	if x, err := strconv.ParseFloat(text, 64); err == nil {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return text
}
