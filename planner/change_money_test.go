package planner_test

import (
	"strings"
	"testing"

	"buildout/planner"
)

// TestApplyMoney holds what changes to prices, values, ceilings and amounts make
// of a plan, and that the same changes once more make no difference.
func TestApplyMoney(t *testing.T) {
	ref := smallReference(t)
	plan := funded(t, ref)
	const overrides = "cost_book.overrides"
	for _, c := range []struct {
		changes  string // with semicolons between
		at, want string
	}{
		{"cost_book/overrides/services.ups/unit_price=90000", overrides + ".1",
			`{"code":"services.ups","currency":"USD","price_month":"2023-01","source":"set in the plan","unit":"each","unit_price":90000}`},
		{"cost_book/overrides/services.ups/unit_price=9e7;cost_book/overrides/services.ups/currency=KRW;cost_book/overrides/services.ups/source=offer", overrides + ".1",
			`{"code":"services.ups","currency":"KRW","price_month":"2023-01","source":"offer","unit":"each","unit_price":90000000}`},
		{"cost_book/overrides/services.ups/high_share=1.5", overrides + ".1.high_share", "1.5"},
		{"cost_book/overrides/services.ups/class=class_3", overrides + ".1.class", `"class_3"`},
		{"cost_book/overrides/services.ups/price_month=2023-06", overrides + ".1.price_month", `"2023-06"`},
		{"cost_book/overrides/structure.frame/unit_price=1100000", overrides + ".0.unit_price", "1100000"},
		{"cost_book/overrides/structure.frame/unit_price=1100000", overrides + ".0.source", `"offer"`},
		{"cost_book/overrides/structure.frame/low_share=", overrides + ".0.low_share", ""},
		{"cost_book/overrides/structure.frame=", "cost_book", ""},
		{"cost_book/overrides/services.ups=", overrides + ".0.code", `"structure.frame"`},
		{"cost_book/overrides/services.ups/unit_price=1;cost_book/overrides/structure.frame=", overrides + ".0.code", `"services.ups"`},

		{"values/other_load=0.04", "values.0", `{"name":"other_load","source":"measured","value":0.04}`},
		{"values/cost_book.vat=0.12", "values.1", `{"name":"cost_book.vat","value":0.12}`},
		{"values/cost_book.vat=0.12;values/cost_book.vat/source=law", "values.1", `{"name":"cost_book.vat","source":"law","value":0.12}`},
		{"values/other_load/source=", "values.0", `{"name":"other_load","value":0.03}`},
		{"values/other_load=", "values", ""},
		{"values/cost_book.vat=", "values.1", ""},

		{"budget/total_krw=4,600억;budget/funding/loan/amount_krw=4,590억", "budget.total_krw", "460000000000"},
		{"budget/total_krw=1.6 bn;budget/funding/loan/amount_krw=6억원", "budget.funding.1.amount_krw", "600000000"},
		{"budget/total_krw=₩1,500,000,001;budget/funding/equity/amount_krw=1000000001", "budget.total_krw", "1500000001"},
		{"budget/ceilings/2024/amount_krw=15억", "budget.ceilings", `[{"amount_krw":1500000000,"year":2024}]`},
		{"budget/ceilings/2024/amount_krw=2;budget/ceilings/2023/amount_krw=1;budget/ceilings/2025/amount_krw=3;budget/ceilings/2024/amount_krw=4", "budget.ceilings",
			`[{"amount_krw":1,"year":2023},{"amount_krw":4,"year":2024},{"amount_krw":3,"year":2025}]`},
		{"budget/ceilings/2024/amount_krw=2;budget/ceilings/2023/amount_krw=1;budget/ceilings/2024=", "budget.ceilings", `[{"amount_krw":1,"year":2023}]`},
		{"budget/ceilings/2024/amount_krw=2;budget/ceilings/2024=;budget/ceilings/2030=", "budget.ceilings", ""},
		{"budget/funding=", "budget.funding", ""},
		{"budget/funding/loan/until=", "budget.funding.1.until", ""},
		{"budget/construction_interest/rate_per_year=0.07", "budget.construction_interest.rate_per_year", "0.07"},
		{"budget/construction_interest=", "budget.construction_interest", ""},
		{"budget/construction_interest=;budget/construction_interest/rate_per_year=0.04", "budget.construction_interest", `{"rate_per_year":0.04}`},
		{"exchange_rates/0/krw=1400", "exchange_rates.0.krw", "1400"},
		{"leases/colo/krw_per_kw_month=", "leases.0.krw_per_kw_month", ""},
		{"leases/colo/returns/0/it_kw=50", "leases.0.returns.0.it_kw", "50"},
		{"worth/annuity=monthly", "worth.annuity", `"monthly"`},
		{"worth/annuity=;worth/hours=", "worth", ""},
		{"sites/alpha/tariff=flat", "sites.0.tariff", `"flat"`},
		{"actuals/through=2023-03", "actuals.through", `"2023-03"`},
		{"actuals/entries/0/paid_krw=-1억", "actuals.entries.0.paid_krw", "-100000000"},
		{"tariffs/ours/seasons/rest/periods/all/krw_per_kwh=111", "tariffs.0.seasons.1.periods.0.krw_per_kwh", "111"},
		{"climates/coast/mean_c/0=-5", "climates.0.mean_c.0", "-5"},
	} {
		changes := changesOf(strings.Split(c.changes, ";")...)
		hash := plan.Hash()
		changed, err := planner.Apply(plan, ref, changes)
		if err != nil {
			t.Errorf("%s: %v", c.changes, err)
			continue
		}
		if got := valueAt(t, changed, c.at); got != c.want {
			t.Errorf("%s leaves %s at %s, want %s", c.changes, c.at, got, c.want)
		}
		again, err := planner.Apply(changed, ref, changes)
		if err != nil || again.Hash() != changed.Hash() {
			t.Errorf("%s once more makes a difference: %v", c.changes, err)
		}
		if plan.Hash() != hash {
			t.Fatalf("%s changed the plan it was given", c.changes)
		}
	}
}

// TestApplyTakesBack: what a change makes, a change takes away, and the plan is
// as it was.
func TestApplyTakesBack(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	changed, err := planner.Apply(plan, ref, changesOf(
		"cost_book/overrides/services.ups/unit_price=1", "values/other_load=0.1", "budget/ceilings/2023/amount_krw=1", "budget/construction_interest/rate_per_year=0.1"))
	if err != nil || changed.Hash() == plan.Hash() {
		t.Fatalf("the plan is as it was: %v", err)
	}
	back, err := planner.Apply(changed, ref, changesOf(
		"cost_book/overrides/services.ups=", "values/other_load=", "budget/ceilings/2023=", "budget/construction_interest="))
	if err != nil || back.Hash() != plan.Hash() {
		t.Errorf("the plan is not as it was: %v", err)
	}
}

// TestApplyRefusesMoney holds that a change that does not fit is a fault at its
// path, or at that of the plan, that says what would do.
func TestApplyRefusesMoney(t *testing.T) {
	ref := smallReference(t)
	plan := funded(t, ref)
	for _, c := range []struct{ change, path, message string }{
		{"cost_book/overrides/services.usp/unit_price=1", "", "there are structure.frame, services.ups"},
		{"cost_book/overrides/services.usp=", "", "there are structure.frame, services.ups"},
		{"cost_book/overrides/services.ups=9", "", "one of code, unit_price"},
		{"cost_book/overrides/structure.frame=9", "", "one of code, unit_price"},
		{"cost_book/overrides/services.ups/price=9", "", "known are code"},
		{"cost_book/overrides/services.ups/unit_price=", "", "a value is wanted here"},
		{"cost_book/overrides/services.ups/unit_price=-1", "cost_book.overrides[1].unit_price", "from 0 to 9e15"},
		{"cost_book/overrides/services.ups/currency=EUR", "cost_book.overrides[1].currency", "which has no rate"},
		{"cost_book/overrides/services.ups/source=", "", "a value is wanted here"},
		{"values/other_laod=1", "", "did you mean other_load?"},
		{"values/other_laod=", "", "did you mean other_load?"},
		{"values/cost_book.entries.services.ups=1", "", "no such name here"},
		{"values/cost_book.vat/source=law", "", "set values/cost_book.vat first"},
		{"values/other_load/sauce=x", "", "known are name, value, source"},
		{"values/other_load=much", "", "a number without unit"},
		{"values/other_load=2", "values[0].value", "must be from 0"},
		{"budget/total_krw=4,60억", "", "no amount in won; write digits such as"},
		{"budget/total_krw=0.5", "", "no whole number of won"},
		{"budget/total_krw=1경", "", "no amount in won"},
		{"budget/funding/bond/amount_krw=1", "", "there are equity, loan"},
		{"budget/ceilings/2024=5", "", "one of year, amount_krw"},
		{"budget/ceilings/24/amount_krw=5", "", "an index from 0"},
		{"budget/ceilings/9999/amount_krw=5", "budget.ceilings[0].year", "from 1900 to 2199"},
		{"leases/colo/krw_per_kw_month=1만", "", "a number without unit"},
		{"worth/annuity=yearly", "worth.annuity", "there are monthly"},
	} {
		_, err := planner.Apply(plan, ref, changesOf(c.change))
		if err == nil {
			t.Errorf("%q is taken", c.change)
			continue
		}
		path := c.path
		if path == "" {
			path, _, _ = strings.Cut(c.change, "=")
		}
		if f := faultsOf(t, err)[0]; f.Path != path || !strings.Contains(f.Message, c.message) {
			t.Errorf("%q: at %q %q; want at %q %q", c.change, f.Path, f.Message, path, c.message)
		}
	}
}
