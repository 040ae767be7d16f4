package compare

import "buildout/planner"

// measureRule is a kind of measure. In its name and figure stand SITE, PHASE,
// GROUP, YEAR and MONTH for what it is of; in a figure that is another in each
// result, @ stands for what at gives.
type measureRule struct {
	name   string
	group  MeasureGroup
	unit   string
	better Direction
	figure string // what planner.Explain takes; none where nothing explains it
	shown  showing
	of     func(*planner.Result, subject) Value
	at     func(*planner.Result, subject) string
}

// showing is where Measures lists a kind of measure.
type showing int

const (
	always    showing = iota
	whereAny          // where any of the results has something other than 0
	onRequest         // nowhere: it is asked for by its name
)

// The units of measures.
const (
	krw       = "KRW"
	kw        = "kW"
	inMonth   = "month"
	inMonths  = "months"
	inTier    = "tier"
	inShare   = "share"
	shareYear = "share/year"
	kwPerKW   = "kW/kW"
	findings  = "findings"
)

// measureRules is all kinds of measures in the order they are shown. Usable kW
// with all energised are those of the sites; by month they are what sites and the
// leases that still run carry.
var measureRules = []measureRule{
	{"forecast_krw", GroupBudget, krw, Lower, "budget/forecast_krw", always, won(func(r *planner.Result) planner.KRW { return r.Budget.ForecastKRW }), nil},
	{"total_krw", GroupBudget, krw, Neither, "budget/total_krw", always, won(func(r *planner.Result) planner.KRW { return r.Budget.TotalKRW }), nil},
	{"variance_krw", GroupBudget, krw, Higher, "budget/variance_krw", always, won(func(r *planner.Result) planner.KRW { return r.Budget.VarianceKRW }), nil},
	{"low_krw", GroupBudget, krw, Lower, "budget/low_krw", always, won(func(r *planner.Result) planner.KRW { return r.Budget.LowKRW }), nil},
	{"high_krw", GroupBudget, krw, Lower, "budget/high_krw", always, won(func(r *planner.Result) planner.KRW { return r.Budget.HighKRW }), nil},
	{"outside_krw", GroupBudget, krw, Neither, "budget/outside_krw", always, won(func(r *planner.Result) planner.KRW { return r.Budget.OutsideKRW }), nil},
	{"vat_krw", GroupBudget, krw, Neither, "budget/vat_krw", always, won(func(r *planner.Result) planner.KRW { return r.Budget.VATKRW }), nil},
	{"paid_krw", GroupBudget, krw, Neither, "budget/paid_krw", whereAny, won(func(r *planner.Result) planner.KRW { return r.Budget.PaidKRW }), nil},
	{"unfunded_krw", GroupBudget, krw, Lower, "budget/unfunded_krw", whereAny, won(func(r *planner.Result) planner.KRW { return r.Budget.UnfundedKRW }), nil},
	{"before_horizon_krw", GroupBudget, krw, Neither, "budget/before_horizon_krw", whereAny, won(func(r *planner.Result) planner.KRW { return r.Budget.BeforeKRW }), nil},
	{"years/YEAR/paid_krw", GroupBudget, krw, Neither, "budget/years/YEAR/paid_krw", whereAny, ofYear(func(y *planner.BudgetYear) planner.KRW { return y.PaidKRW }), nil},
	{"after_horizon_krw", GroupBudget, krw, Neither, "budget/after_horizon_krw", whereAny, won(func(r *planner.Result) planner.KRW { return r.Budget.AfterKRW }), nil},
	{"years/YEAR/committed_krw", GroupBudget, krw, Neither, "budget/years/YEAR/committed_krw", onRequest, ofYear(func(y *planner.BudgetYear) planner.KRW { return y.CommittedKRW }), nil},

	{"cost_krw", GroupCost, krw, Lower, "", always, allCost, nil},
	{"groups/GROUP/cost_krw", GroupCost, krw, Lower, "budget/groups/GROUP/amount_krw", whereAny, groupCost, nil},
	{"sites/SITE/cost_krw", GroupCost, krw, Lower, "sites/SITE/amount_krw", always, ofSite(func(s *planner.SiteResult) Value { return wonValue(s.AmountKRW) }), nil},

	{"usable_it_kw", GroupCapacity, kw, Higher, "worth/complete_it_kw", always, complete, nil},
	{"sites/SITE/usable_it_kw", GroupCapacity, kw, Higher, "sites/SITE/complete_it_kw", always, ofSite(func(s *planner.SiteResult) Value { return kwValue(s.CompleteITKW) }), nil},
	{"rack_positions", GroupCapacity, "positions", Higher, "", always, positions, nil},
	{"usable_it_kw/MONTH", GroupCapacity, kw, Higher, "capacity/MONTH/usable_it_kw", always, inMonthOf(func(r *planner.Result) []planner.KW { return r.Capacity.UsableITKW }), nil},
	{"sites/SITE/usable_it_kw/MONTH", GroupCapacity, kw, Higher, "sites/SITE/usable_it_kw/MONTH", always, siteUsable, nil},
	{"headroom_kw/MONTH", GroupCapacity, kw, Higher, "capacity/MONTH/headroom_kw", onRequest, inMonthOf(func(r *planner.Result) []planner.KW { return r.Capacity.HeadroomKW }), nil},
	{"least_headroom_kw", GroupCapacity, kw, Higher, "capacity/@/headroom_kw", always, leastHeadroom, leastMonth},
	{"least_headroom_month", GroupCapacity, inMonth, Neither, "", always, monthOf(func(r *planner.Result) planner.Month { return r.Capacity.Least.Month }), nil},
	{"stranded_krw", GroupCapacity, krw, Lower, "", always, stranded, nil},

	{"first_energised", GroupSchedule, inMonth, Lower, "sites/@/energised", always, firstEnergised, firstSite},
	{"energised", GroupSchedule, inMonth, Lower, "sites/@/energised", always, energised, lastOfAll},
	{"months_late", GroupSchedule, inMonths, Lower, "", always, monthsLate, nil},
	{"first_order_by", GroupSchedule, inMonth, Higher, "", always, firstOrder, nil},
	{"sites/SITE/first_energised", GroupSchedule, inMonth, Lower, "sites/SITE/energised", onRequest, ofSite(func(s *planner.SiteResult) Value { return monthValue(s.Energised) }), nil},
	{"sites/SITE/energised", GroupSchedule, inMonth, Lower, "sites/@/energised", always, siteEnergised, lastOfSite},
	{"sites/SITE/phases/PHASE/energised", GroupSchedule, inMonth, Lower, "sites/SITE/phases/PHASE/energised", always, phaseEnergised, nil},

	{"tier_achieved", GroupResilience, inTier, Higher, "", always, tierAchieved, nil},
	{"tiers_met", GroupResilience, inShare, Higher, "", always, tiersMet, nil},
	{"sites/SITE/tier_achieved", GroupResilience, inTier, Higher, "", always, siteTier, nil},
	{"site_loss_coverage", GroupResilience, inShare, Higher, "site_loss/@/coverage", always, finalCoverage, lastMonth},
	{"site_loss_remaining_it_kw", GroupResilience, kw, Higher, "site_loss/@/remaining_it_kw", always, finalRemaining, lastMonth},
	{"covered_from", GroupResilience, inMonth, Lower, "", always, monthOf(func(r *planner.Result) planner.Month { return r.SiteLoss.CoveredFrom }), nil},

	{"energy_kwh", GroupOperation, "kWh", Lower, "", always, sumOf(func(r *planner.Result) []float64 { return r.Operation.EnergyKWh }), nil},
	{"carbon_t", GroupOperation, "t", Lower, "", always, sumOf(func(r *planner.Result) []float64 { return r.Operation.CarbonT }), nil},
	{"electricity_krw", GroupOperation, krw, Lower, "", always, electricity, nil},
	{"operation_krw", GroupOperation, krw, Lower, "", onRequest, operation, nil},
	{"peak_pue", GroupOperation, kwPerKW, Lower, "sites/@/peak_pue", always, peakPUE, worstPUE},
	{"pue", GroupOperation, kwPerKW, Lower, "operation/years/@/pue", always, lastPUE, yearOfPUE},
	{"years/YEAR/energy_kwh", GroupOperation, "kWh", Lower, "operation/years/YEAR/energy_kwh", onRequest, running(func(y *planner.OperationYear) Value { return numberValue(y.EnergyKWh) }), nil},
	{"years/YEAR/carbon_t", GroupOperation, "t", Lower, "operation/years/YEAR/carbon_t", onRequest, running(func(y *planner.OperationYear) Value { return numberValue(y.CarbonT) }), nil},
	{"years/YEAR/electricity_krw", GroupOperation, krw, Lower, "operation/years/YEAR/electricity_krw", onRequest, running(func(y *planner.OperationYear) Value { return wonValue(y.ElectricityKRW) }), nil},
	{"years/YEAR/operation_krw", GroupOperation, krw, Lower, "operation/years/YEAR/total_krw", onRequest, running(func(y *planner.OperationYear) Value { return wonValue(y.TotalKRW) }), nil},
	{"years/YEAR/pue", GroupOperation, kwPerKW, Lower, "operation/years/YEAR/pue", onRequest, running(func(y *planner.OperationYear) Value { return positive(y.PUE) }), nil},

	{"npv_krw", GroupWorth, krw, Higher, "worth/npv_krw", always, won(func(r *planner.Result) planner.KRW { return r.Worth.NPVKRW }), nil},
	{"irr", GroupWorth, shareYear, Higher, "worth/irr", always, irr, nil},
	{"payback", GroupWorth, inMonth, Lower, "worth/payback", always, monthOf(func(r *planner.Result) planner.Month { return r.Worth.Payback }), nil},
	{"capex_krw", GroupWorth, krw, Lower, "worth/capex_krw", always, won(func(r *planner.Result) planner.KRW { return r.Worth.CapexKRW }), nil},
	{"opex_krw", GroupWorth, krw, Lower, "worth/opex_krw", always, won(func(r *planner.Result) planner.KRW { return r.Worth.OpexKRW }), nil},
	{"lease_krw", GroupWorth, krw, Neither, "worth/lease_krw", always, won(func(r *planner.Result) planner.KRW { return r.Worth.LeaseKRW }), nil},
	{"residual_krw", GroupWorth, krw, Neither, "worth/residual_krw", onRequest, won(func(r *planner.Result) planner.KRW { return r.Worth.ResidualKRW }), nil},
	{"krw_per_usable_kw", GroupWorth, "KRW/kW", Lower, "worth/krw_per_usable_kw", always, ratio(func(r *planner.Result) float64 { return r.Worth.KRWPerUsableKW }), nil},
	{"krw_per_kw_month", GroupWorth, "KRW/kW/month", Lower, "worth/krw_per_kw_month", always, ratio(func(r *planner.Result) float64 { return r.Worth.KRWPerKWMonth }), nil},
	{"krw_per_used_kw_month", GroupWorth, "KRW/kW/month", Lower, "worth/krw_per_used_kw_month", always, ratio(func(r *planner.Result) float64 { return r.Worth.KRWPerUsedKWMonth }), nil},

	{"errors", GroupFindings, findings, Lower, "", always, found(planner.SeverityError), nil},
	{"warnings", GroupFindings, findings, Lower, "", always, found(planner.SeverityWarning), nil},
	{"notices", GroupFindings, findings, Lower, "", always, found(planner.SeverityNotice), nil},
}
