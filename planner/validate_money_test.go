package planner_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/finance"
)

// funded is one-hall, whose budget is 1.5 bn won, with something in every list
// of money and operation that a plan may have.
func funded(tb testing.TB, ref planner.Reference) planner.Plan {
	tb.Helper()
	plan := casePlan(tb, "one-hall", ref)
	start := plan.PriceBase
	basis := planner.Basis{Source: "case", AsOf: "2023"}
	plan.Budget.Funding = []planner.FundingLine{
		{Name: "equity", AmountKRW: 1_000_000_000, From: start},
		{Name: "loan", AmountKRW: 500_000_000, From: start + 2, Until: start + 20, Covers: []string{"services", "structure.frame"}},
	}
	plan.Budget.ConstructionInterest = &planner.ConstructionInterest{RatePerYear: 0.05}
	plan.CostBook.Overrides = []planner.CostOverride{{
		Code: "structure.frame", UnitPrice: 1e6, Currency: "KRW", Unit: "m2", PriceMonth: start, Class: "none", LowShare: 0.8, HighShare: 1.3, Source: "offer",
	}}
	plan.Actuals = planner.Actuals{Through: start + 1, Entries: []planner.Actual{
		{Code: "services.ups", Site: "alpha", Phase: "p1", Month: start, CommittedKRW: 300_000_000, PaidKRW: 100_000_000},
		{Code: "fees.design", Site: "alpha", Month: start + 1, Final: true},
	}}
	plan.Values = []planner.ValueOverride{{Name: "other_load", Value: 0.03, Source: "measured"}}
	plan.Calendars = []planner.Calendar{{Name: "winter", Work: []float64{0, 0, 1, 1, 1, 1, 0.9, 0.9, 1, 1, 1, 0.5}, Basis: basis}}
	plan.Climates = []planner.Climate{{Name: "coast", MeanC: []float64{-2, 0, 5, 12, 17, 21, 25, 26, 21, 15, 8, 1}, Basis: basis}}
	plan.Tariffs = []planner.Tariff{{
		Name: "ours", DemandKRWPerKWMonth: 8320, RatchetMonths: []int{12, 1, 2, 7, 8, 9}, LeastBilledShare: 0.3,
		Seasons: []planner.TariffSeason{
			{Name: "summer", Months: []int{6, 7, 8}, Periods: []planner.TariffPeriod{
				{Name: "light", KRWPerKWh: 60, WeekdayHours: 10, SaturdayHours: 10, HolidayHours: 24},
				{Name: "peak", KRWPerKWh: 190, WeekdayHours: 14, SaturdayHours: 14},
			}},
			{Name: "rest", Months: []int{1, 2, 3, 4, 5, 9, 10, 11, 12}, Periods: []planner.TariffPeriod{
				{Name: "all", KRWPerKWh: 100, WeekdayHours: 24, SaturdayHours: 24, HolidayHours: 24},
			}},
		},
		Holidays:   []float64{1, 2, 1, 0, 2, 1, 0, 1, 3, 2, 0, 1},
		Surcharges: []planner.Surcharge{{Name: "fuel", KRWPerKWh: -3, Basis: basis}, {Name: "fund", ShareOfBill: 0.037, Basis: basis}},
		Basis:      basis,
	}}
	plan.Worth = planner.Worth{Annuity: finance.AnnuityDue, Hours: finance.Hours720}
	plan.Leases = []planner.Lease{{
		Name: "colo", ITKW: 400, RackPositions: 80, From: start, Until: start + 10, KRWPerKWMonth: 250_000,
		Returns: []planner.LeaseReturn{{Month: start + 6, ITKW: 100.5, RackPositions: 30}, {Month: start + 10, RackPositions: 50}},
	}}
	plan.Sites[0].Climate, plan.Sites[0].Tariff = "coast", "ours"
	plan.Sites[0].Phases[0].Stages = slices.Clone(ref.Programme)
	plan.Sites[0].Phases[0].Stages[1].Calendar = "winter"
	if err := planner.Validate(plan, ref); err != nil {
		tb.Fatal(err)
	}
	return plan
}

// TestValidateNamesTheFaultOfMoney breaks the plan in one place at a time and
// holds that the fault is named there and nowhere else, with what would do.
func TestValidateNamesTheFaultOfMoney(t *testing.T) {
	ref := smallReference(t)
	tariff := func(p *planner.Plan) *planner.Tariff { return &p.Tariffs[0] }
	entry := func(p *planner.Plan) *planner.Actual { return &p.Actuals.Entries[0] }
	override := func(p *planner.Plan) *planner.CostOverride { return &p.CostBook.Overrides[0] }
	lease := func(p *planner.Plan) *planner.Lease { return &p.Leases[0] }
	for _, c := range []struct {
		path, message string
		spoil         func(p *planner.Plan)
	}{
		{"exchange_rates", "services.ups is priced in USD, which has no rate; add one to exchange_rates, dated 2023-11 or before", func(p *planner.Plan) { p.ExchangeRates = nil }},
		{"exchange_rates", "which has no rate before; add one dated 2023-11 or before", func(p *planner.Plan) { p.ExchangeRates[0].Month = p.Horizon.End() + 1 }},
		{"budget.covers[2]", "did you mean fees?; groups are", func(p *planner.Plan) { p.Budget.Covers[2] = "feess" }},
		{"budget.funding[1].name", "stands twice", func(p *planner.Plan) { p.Budget.Funding[1].Name = "equity" }},
		{"budget.funding[1].amount_krw", "above 0", func(p *planner.Plan) {
			p.Budget.Funding[0].AmountKRW, p.Budget.Funding[1].AmountKRW = 1_500_000_000, 0
		}},
		{"budget.funding[1].until", "must not be before from, 2023-03", func(p *planner.Plan) { p.Budget.Funding[1].Until = p.PriceBase + 1 }},
		{"budget.funding[1].from", "YYYY-MM", func(p *planner.Plan) { p.Budget.Funding[1].From = 0 }},
		{"budget.funding[1].covers[0]", "did you mean services.ups?", func(p *planner.Plan) { p.Budget.Funding[1].Covers[0] = "services.usp" }},
		{"budget.funding[1].covers[0]", "the budget covers none of it", func(p *planner.Plan) { p.Budget.Funding[1].Covers[0] = "plant" }},
		{"budget.funding", "at most 100", func(p *planner.Plan) { p.Budget.Funding = make([]planner.FundingLine, 101) }},
		{"budget.construction_interest.rate_per_year", "5 % is 0.05", func(p *planner.Plan) { p.Budget.ConstructionInterest.RatePerYear = 5 }},
		{"budget.construction_interest.rate_per_year", "from 0 to 0.5", func(p *planner.Plan) { p.Budget.ConstructionInterest.RatePerYear = math.NaN() }},

		{"actuals.entries[0].code", "no such line", func(p *planner.Plan) {
			p.Budget.ConstructionInterest = nil
			entry(p).Code = "administrative_and_finance.interest_during_construction"
		}},

		{"cost_book.overrides[0].code", "no such line in cost book small; did you mean structure.frame?", func(p *planner.Plan) { override(p).Code = "structure.frames" }},
		{"cost_book.overrides[0].currency", "structure.frame is priced in EUR, which has no rate", func(p *planner.Plan) { override(p).Currency = "EUR" }},
		{"cost_book.overrides[0].class", "no such estimate class; did you mean class_3?", func(p *planner.Plan) { override(p).Class = "class_4" }},
		{"cost_book.overrides[0].low_share", "at most 1", func(p *planner.Plan) { override(p).LowShare = 1.1 }},
		{"cost_book.overrides[0].high_share", "from 1", func(p *planner.Plan) { override(p).HighShare = 0.9 }},

		{"actuals.through", "whose books are closed", func(p *planner.Plan) { p.Actuals.Through = 0 }},
		{"actuals.entries[0].code", "no such line in cost book small; did you mean services.ups?", func(p *planner.Plan) { entry(p).Code = "service.ups" }},
		{"actuals.entries[0].code", "there are structure.frame, services.ups", func(p *planner.Plan) { entry(p).Code = "structure" }},
		{"actuals.entries[0].site", "did you mean alpha?", func(p *planner.Plan) { entry(p).Site = "alpa" }},
		{"actuals.entries[0].phase", "no such phase of site alpha; there are p1", func(p *planner.Plan) { entry(p).Phase = "p2" }},
		{"actuals.entries[0].month", "closed through 2023-02; move through on", func(p *planner.Plan) { entry(p).Month = p.PriceBase + 2 }},
		{"actuals.entries[1]", "final: true", func(p *planner.Plan) { p.Actuals.Entries[1].Final = false }},
		{"actuals.entries[0].paid_krw", "to 9000000000000000 won", func(p *planner.Plan) { entry(p).PaidKRW = finance.MaxKRW + 1 }},
		{"actuals.entries[0].committed_krw", "from -9000000000000000", func(p *planner.Plan) { entry(p).CommittedKRW = -finance.MaxKRW - 1 }},
		{"actuals.entries[0].committed_krw", "from -9000000000000000", func(p *planner.Plan) { entry(p).CommittedKRW = math.MinInt64 }},
		{"actuals.entries[1]", "sum to more than 9000000000000000 won by here, which cannot be counted", func(p *planner.Plan) {
			entry(p).PaidKRW, p.Actuals.Entries[1].PaidKRW = -finance.MaxKRW, 1
		}},
		{"actuals.entries", "at most 20000", func(p *planner.Plan) { p.Actuals.Entries = make([]planner.Actual, 20_001) }},

		{"values[0].name", "did you mean other_load?", func(p *planner.Plan) { p.Values[0].Name = "other_laod" }},
		{"values[0].value", "must be from 0", func(p *planner.Plan) { p.Values[0].Value = math.Inf(1) }},
		{"values[1].name", "stands twice", func(p *planner.Plan) { p.Values = append(p.Values, p.Values[0]) }},
		{"values[0].value", "sum to 1", func(p *planner.Plan) {
			p.Values[0] = planner.ValueOverride{Name: "cost_book.profiles.works.advance", Value: 0.3}
		}},
		{"values", "at most 500", func(p *planner.Plan) { p.Values = make([]planner.ValueOverride, 501) }},
		{"worth.annuity", "there are monthly, yearly_over_12, annuity_due, straight_line", func(p *planner.Plan) { p.Worth.Annuity = "per week" }},
		{"worth.hours", "did you mean 720?", func(p *planner.Plan) { p.Worth.Hours = "721" }},

		{"calendars[0].work", "twelve shares", func(p *planner.Plan) { p.Calendars[0].Work = p.Calendars[0].Work[:11] }},
		{"calendars[0].work[11]", "from 0 to 1", func(p *planner.Plan) { p.Calendars[0].Work[11] = 1.5 }},
		{"calendars[0].work", "at least one month", func(p *planner.Plan) { p.Calendars[0].Work = make([]float64, 12) }},
		{"calendars[0].source", "say where", func(p *planner.Plan) { p.Calendars[0].Source = "" }},
		{"sites[0].phases[0].stages[1].calendar", "did you mean winter?", func(p *planner.Plan) { p.Sites[0].Phases[0].Stages[1].Calendar = "winters" }},
		{"climates[0].mean_c", "twelve temperatures", func(p *planner.Plan) { p.Climates[0].MeanC = nil }},
		{"climates[0].mean_c[6]", "from -60 to 60", func(p *planner.Plan) { p.Climates[0].MeanC[6] = 77 }},
		{"climates[1].name", "stands twice", func(p *planner.Plan) { p.Climates = append(p.Climates, p.Climates[0]) }},
		{"sites[0].climate", "there are coast, mild", func(p *planner.Plan) { p.Sites[0].Climate = "mountain" }},
		{"sites[0].tariff", "there are ours, flat", func(p *planner.Plan) { p.Sites[0].Tariff = "theirs and more" }},

		{"tariffs[0].demand_krw_per_kw_month", "0 or more", func(p *planner.Plan) { tariff(p).DemandKRWPerKWMonth = -1 }},
		{"tariffs[0].ratchet_months[0]", "from 1 to 12", func(p *planner.Plan) { tariff(p).RatchetMonths[0] = 13 }},
		{"tariffs[0].ratchet_months[1]", "stands twice", func(p *planner.Plan) { tariff(p).RatchetMonths[1] = 12 }},
		{"tariffs[0].least_billed_share", "from 0 to 1", func(p *planner.Plan) { tariff(p).LeastBilledShare = 30 }},
		{"tariffs[0].seasons[1].months[0]", "stands twice", func(p *planner.Plan) {
			tariff(p).Seasons[1].Months = []int{6, 1, 2, 3, 4, 5, 9, 10, 11, 12}
		}},
		{"tariffs[0].seasons", "every month of the year stands in one season", func(p *planner.Plan) { tariff(p).Seasons[0].Months = []int{6, 7} }},
		{"tariffs[0].seasons[0].periods", "saturday_hours of the periods sum to 20; a day has 24", func(p *planner.Plan) { tariff(p).Seasons[0].Periods[1].SaturdayHours = 10 }},
		{"tariffs[0].seasons[0].periods", "weekday_hours of the periods sum to 23", func(p *planner.Plan) { tariff(p).Seasons[0].Periods[1].WeekdayHours = 13 }},
		{"tariffs[0].seasons[0].periods", "holiday_hours of the periods sum to 25", func(p *planner.Plan) { tariff(p).Seasons[0].Periods[1].HolidayHours = 1 }},
		{"tariffs[0].seasons[0].periods[0].krw_per_kwh", "0 or more", func(p *planner.Plan) { tariff(p).Seasons[0].Periods[0].KRWPerKWh = -60 }},
		{"tariffs[0].holidays", "twelve numbers", func(p *planner.Plan) { tariff(p).Holidays = tariff(p).Holidays[:3] }},
		{"tariffs[0].holidays[1]", "from 0 to 31", func(p *planner.Plan) { tariff(p).Holidays[1] = 32 }},
		{"tariffs[0].surcharges[1].share_of_bill", "from -1 to 1", func(p *planner.Plan) { tariff(p).Surcharges[1].ShareOfBill = 3.7 }},

		{"leases[0].krw_per_kw_month", "0 or more", func(p *planner.Plan) { lease(p).KRWPerKWMonth = -1 }},
		{"leases[0].returns[0].month", "after from, 2023-01", func(p *planner.Plan) { lease(p).Returns[0].Month = p.PriceBase }},
		{"leases[0].returns[1].month", "not after until, 2023-11", func(p *planner.Plan) { lease(p).Returns[1].Month = p.PriceBase + 11 }},
		{"leases[0].returns[1].month", "months must rise", func(p *planner.Plan) { lease(p).Returns[1].Month = lease(p).Returns[0].Month }},
		{"leases[0].returns[1].it_kw", "400.6 kW are given back by then; the lease has 400", func(p *planner.Plan) { lease(p).Returns[1].ITKW = 300.1 }},
		{"leases[0].returns[1].rack_positions", "81 are given back by then; the lease has 80", func(p *planner.Plan) { lease(p).Returns[1].RackPositions = 51 }},
		{"leases[0].returns[1]", "give it_kw, rack_positions or both", func(p *planner.Plan) { lease(p).Returns[1].RackPositions = 0 }},
	} {
		plan := funded(t, ref)
		c.spoil(&plan)
		err := planner.Validate(plan, ref)
		if err == nil {
			t.Errorf("a fault at %s is not seen: %s", c.path, c.message)
			continue
		}
		for _, f := range faultsOf(t, err) {
			if f.Path != c.path || !strings.Contains(f.Message, c.message) || f.Found == "" {
				t.Errorf("want one fault at %s that says %q, got %s", c.path, c.message, f)
			}
		}
	}
}

// TestInterestIsALine: where a plan asks for interest during construction, its
// books and its funding may name it; where the book has no place for it, that is
// a fault.
func TestInterestIsALine(t *testing.T) {
	const code = "administrative_and_finance.interest_during_construction"
	ref := smallReference(t)
	plan := funded(t, ref)
	plan.Budget.Covers = append(plan.Budget.Covers, code)
	plan.Budget.Funding[1].Covers = []string{"administrative_and_finance"}
	plan.Actuals.Entries[0].Code = code
	if err := planner.Validate(plan, ref); err != nil {
		t.Error(err)
	}
	plan = funded(t, smallReference(t))
	ref.Book.Groups = slices.DeleteFunc(smallReference(t).Book.Groups, func(g planner.CostGroup) bool { return g.Code == "administrative_and_finance" })
	if f := faultsOf(t, planner.Validate(plan, ref)); len(f) != 1 || f[0].Path != "budget.construction_interest" || !strings.Contains(f[0].Message, "add the group") {
		t.Errorf("a book without a place for interest: %v", f)
	}
}

// TestFundingBeyondCounting: amounts that no int64 sums are told as more than can
// be counted.
func TestFundingBeyondCounting(t *testing.T) {
	ref := smallReference(t)
	plan := funded(t, ref)
	for i := range plan.Budget.Funding {
		plan.Budget.Funding[i].AmountKRW = math.MaxInt64
	}
	f := faultsOf(t, planner.Validate(plan, ref))
	if len(f) != 3 || f[2].Path != "budget.funding" || !strings.Contains(f[2].Message, "must sum to at most 9000000000000000 won") {
		t.Errorf("%v", f)
	}
}

// TestOverriddenPriceNeedsNoRate: the currency of a shipped price that the plan
// does not use needs no exchange rate.
func TestOverriddenPriceNeedsNoRate(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	plan.ExchangeRates = nil
	plan.CostBook.Overrides = []planner.CostOverride{{Code: "services.ups", UnitPrice: 1e8, Currency: "KRW", Unit: "each", PriceMonth: plan.PriceBase, Source: "offer"}}
	if err := planner.Validate(plan, ref); err != nil {
		t.Error(err)
	}
}

// TestBooksMayBeEmpty: closed books may be empty.
func TestBooksMayBeEmpty(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	plan.Actuals.Through = plan.PriceBase
	if err := planner.Validate(plan, ref); err != nil {
		t.Error(err)
	}
}

// BenchmarkValidateBooks validates a plan with as many actuals as one may have.
func BenchmarkValidateBooks(b *testing.B) {
	ref := smallReference(b)
	plan := casePlan(b, "one-hall", ref)
	plan.Actuals.Through = plan.PriceBase
	entry := planner.Actual{Code: "plant.fuel", Site: "alpha", Phase: "p1", Month: plan.PriceBase, PaidKRW: 1, Source: "voucher 17"}
	plan.Actuals.Entries = slices.Repeat([]planner.Actual{entry}, 20_000)
	for b.Loop() {
		if err := planner.Validate(plan, ref); err != nil {
			b.Fatal(err)
		}
	}
}
