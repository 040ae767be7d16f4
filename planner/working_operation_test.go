package planner_test

import (
	"testing"

	"buildout/planner"
)

// TestWorkingOfOperation holds what a workbook asks of operation: the tariff of
// 2023 grows from its first month and its only season has every month; July 2023
// begins on a Saturday and has 744 hours.
func TestWorkingOfOperation(t *testing.T) {
	ref := operationReference(t)
	r := mustEvaluate(t, operationPlan(t, ref), ref)
	w, ok := r.Working()
	if !ok {
		t.Fatal("no working")
	}
	o := w.Operation
	if len(o.Tariffs) != 1 || len(o.Climates) != 1 || o.Leases != 0 || len(o.Sites) != 1 || o.Sites[0] != (planner.SiteSupply{}) {
		t.Fatalf("%+v", o)
	}
	if x := o.Tariffs[0]; x.Name != "flat" || x.Base != monthOf(t, "2023-01") || x.Season != [12]int{} {
		t.Errorf("tariff %s from %s in seasons %v", x.Name, x.Base, x.Season)
	}
	july := o.Months[monthOf(t, "2023-07")-r.Months[0]]
	if want := (planner.CalendarMonth{Weekdays: 21, Saturdays: 5, Sundays: 5, Hours: 744, Carbon: 2023}); july != want {
		t.Errorf("July 2023 has %+v, want %+v", july, want)
	}
}

// TestInsuranceLeavesVATOut holds that insurance and property tax are the same to
// the won whether the budget carries VAT or not, in every month.
func TestInsuranceLeavesVATOut(t *testing.T) {
	ref := operationReference(t)
	plan := operationPlan(t, ref)
	without := mustEvaluate(t, plan, ref).Operation.Sites[0]
	plan.Budget.VAT = planner.VATIncluded
	with := mustEvaluate(t, plan, ref).Operation.Sites[0]
	insured := planner.KRW(0)
	for i := range without.InsuranceKRW {
		insured += without.InsuranceKRW[i]
		for _, difference := range []planner.KRW{with.InsuranceKRW[i] - without.InsuranceKRW[i], with.TaxKRW[i] - without.TaxKRW[i]} {
			if difference < -1 || difference > 1 {
				t.Errorf("month %d differs by %d won", i, difference)
			}
		}
	}
	if insured == 0 {
		t.Error("nothing is insured")
	}
}
