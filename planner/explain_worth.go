package planner

import (
	"math"
	"reflect"
	"strconv"
)

// worthFigures is what the plan is worth and how it follows.
var worthFigures = []figureRule{
	{"npv_krw", "npv", "npv_krw = present_lease_krw - present_capex_krw - present_opex_krw + present_residual_krw", nil},
	{"capex_krw", "sum_of_months", "capex_krw = sum(below)", ofFlow("capex")},
	{"opex_krw", "sum_of_months", "opex_krw = sum(below)", ofFlow("opex")},
	{"lease_krw", "sum_of_months", "lease_krw = sum(below)", ofFlow("lease")},
	{"residual_krw", "sum_of_books", "residual_krw = sum(below)", (*explainer).residuals},
	{"present_capex_krw", "present_value", "present_capex_krw = round(sum(below))", presentOf("capex")},
	{"present_opex_krw", "present_value", "present_opex_krw = round(sum(below))", presentOf("opex")},
	{"present_lease_krw", "present_value", "present_lease_krw = round(sum(below))", presentOf("lease")},
	{"present_residual_krw", "discounted", "present_residual_krw = round(residual_krw * pow(1 + discount_rate, -months / 12))", (*explainer).presentResidual},
	{"present_sites_krw", "present_value", "present_sites_krw = sum(below)", presentOf("sites")},
	{"present_usable_kw_months", "present_value", "present_usable_kw_months = sum(below)", presentOf("usable")},
	{"present_used_kw_months", "present_value", "present_used_kw_months = sum(below)", presentOf("used")},
	{"present_demand_kw_months", "present_value", "present_demand_kw_months = sum(below)", presentOf("demand")},
	{"irr", "irr", "irr = irr(below)", (*explainer).netFlow},
	{"payback", "payback", "payback = payback(below)", (*explainer).paybackMonth},
	{"discounted_payback", "payback", "discounted_payback = payback(discount_rate, below)", (*explainer).discountedPayback},
	{"complete_it_kw", "sum_of_sites", "complete_it_kw = sum(below)", (*explainer).completeOfSites},
	{"krw_per_usable_kw", "per_usable_kw", "krw_per_usable_kw = capex_krw / complete_it_kw", overNothing("krw_per_usable_kw", "complete_it_kw")},
	{"krw_per_kw_month", "levelised", "krw_per_kw_month = (present_capex_krw - present_residual_krw + present_sites_krw) / present_usable_kw_months", overNothing("krw_per_kw_month", "present_usable_kw_months")},
	{"krw_per_used_kw_month", "levelised", "krw_per_used_kw_month = (present_capex_krw - present_residual_krw + present_sites_krw) / present_used_kw_months", overNothing("krw_per_used_kw_month", "present_used_kw_months")},
	{"lease_krw_per_kw_month", "levelised", "lease_krw_per_kw_month = present_lease_krw / present_demand_kw_months", overNothing("lease_krw_per_kw_month", "present_demand_kw_months")},
	{"mean_price", "mean_price", "mean_price = mean(below)", (*explainer).bills},
	{"discount_rate", "as_given", "discount_rate = rate", rateOf(DiscountRate)},
	{"annuity_rate", "as_given", "annuity_rate = rate", rateOf(AnnuityRate)},
	{"own_krw", "to_date", "", cumulated("own_krw", "capex", "opex")},
	{"lease_by_month_krw", "to_date", "", cumulated("lease_by_month_krw", "lease")},
	{"cost_krw_per_month", "sum_of_costs", "cost_krw_per_month = sum(below)", (*explainer).monthlyCosts},
	{"cost_krw_per_kw_month", "per_usable_kw", "cost_krw_per_kw_month = cost_krw_per_month / complete_it_kw", overNothing("cost_krw_per_kw_month", "complete_it_kw")},
}

// worthExtra names what stands below worth beside its figures.
var worthExtra = []string{"costs", "assets", "residual", "flows", "present"}

// worth explains worth/FIELD, worth/costs/NAME, worth/assets/NAME/FIELD,
// worth/flows/FLOW/MONTH and worth/present/FLOW/MONTH.
func (e *explainer) worth(left []string) (Explanation, error) {
	if len(left) > 0 {
		switch left[0] {
		case "costs":
			return e.monthlyCost(left[1:])
		case "assets":
			return e.asset(left[1:])
		case "residual":
			return e.residual(left[1:])
		case "flows":
			return e.flowMonth(left[1:])
		case "present":
			return e.presentMonth(left[1:])
		}
	}
	return e.within(e.worthPart(), worthFigures, left, worthExtra)
}

func (e *explainer) worthPart() *part {
	w := &e.r.Worth
	return &part{at: "worth", value: reflect.ValueOf(w).Elem(), first: e.r.Months[0], extra: func(field string) (float64, string, bool) {
		switch field {
		case "present_sites_krw":
			return e.present("sites"), "KRW", true
		case "present_usable_kw_months":
			return e.present("usable"), "kW-month", true
		case "present_used_kw_months":
			return e.present("used"), "kW-month", true
		case "present_demand_kw_months":
			return e.present("demand"), "kW-month", true
		case "mean_price":
			v := e.valuation()
			return v.averagePrice(levelsFrom(e.plan.Horizon.Start, assumption(e.ref, EnergyGrowthPerYear), e.r.Months)), "KRW/kWh", true
		case "complete_it_kw":
			return float64(e.valuation().completeKW()), "kW", true
		case "payback", "discounted_payback":
			return 0, "month", true
		}
		return 0, "", false
	}}
}

// valuation values the plan as it was valued.
func (e *explainer) valuation() *valuation {
	if e.valued == nil {
		e.valued = newValuation(&e.plan, &e.ref, e.r, e.costs)
	}
	return e.valued
}

// flowNames names the flows of money and of kW that are valued.
var flowNames = []string{"capex", "opex", "sites", "lease", "usable", "used", "demand", "net"}

// flow is a flow by month counted.
func (e *explainer) flow(name string) []float64 {
	v := e.valuation()
	list := make([]float64, v.counted, v.counted+1)
	add := func(krw []KRW, sign float64) {
		for m := range krw {
			list[m] += sign * float64(krw[m])
		}
	}
	switch name {
	case "capex":
		add(v.built.paid, 1)
	case "opex":
		add(v.extend(v.own), 1)
	case "sites":
		add(v.extend(v.sites), 1)
	case "lease":
		add(v.extend(v.leased), 1)
	case "net":
		add(v.extend(v.leased), 1)
		add(v.extend(v.own), -1)
		add(v.built.paid, -1)
		list = append(list, float64(e.r.Worth.ResidualKRW))
	default:
		for m := range list {
			list[m] = e.kwOf(name, v.source(m))
		}
	}
	return list
}

// kwOf is the kW that a month carries, of all sites or of demand.
func (e *explainer) kwOf(name string, month int) (sum float64) {
	switch name {
	case "usable":
		for i := range e.r.Sites {
			sum += float64(e.r.Sites[i].UsableITKW[month])
		}
	case "used":
		for i := range e.r.Operation.Sites {
			sum += float64(e.r.Operation.Sites[i].PeakKW[month])
		}
	default:
		sum = float64(e.r.Demand.PeakKW[month])
	}
	return sum
}

func flowUnit(name string) string {
	switch name {
	case "usable", "used", "demand":
		return "kW"
	}
	return "KRW"
}

// present is the present value of a flow.
func (e *explainer) present(name string) (sum float64) {
	for m, amount := range e.flow(name) {
		sum += e.discounted(amount, m)
	}
	return sum
}

func (e *explainer) discounted(amount float64, m int) float64 {
	return amount * math.Pow(1+e.r.Worth.DiscountRate, -float64(m)/12)
}

func (e *explainer) countedMonth(m int) string { return (e.r.Months[0] + Month(m)).String() }

// ofFlow is the months of a flow as parts of a sum.
func ofFlow(name string) func(*explainer, *part) terms {
	return func(e *explainer, _ *part) (t terms) {
		for m, amount := range e.flow(name) {
			if amount != 0 {
				t.below = append(t.below, e.flowOperand(name, m, amount))
			}
		}
		return t
	}
}

func (e *explainer) flowOperand(name string, m int, amount float64) Operand {
	return Operand{Name: e.countedMonth(m), Value: amount, Unit: flowUnit(name), Basis: Computed, Figure: join("worth/flows", name, e.countedMonth(m))}
}

// presentOf is the discounted months of a flow as parts of a sum.
func presentOf(name string) func(*explainer, *part) terms {
	return func(e *explainer, _ *part) (t terms) {
		for m, amount := range e.flow(name) {
			if amount != 0 {
				t.below = append(t.below, Operand{
					Name: e.countedMonth(m), Value: e.discounted(amount, m), Unit: flowUnit(name), Basis: Computed, Figure: join("worth/present", name, e.countedMonth(m)),
				})
			}
		}
		return t
	}
}

// pickFlow finds a flow and a month counted.
func (e *explainer) pickFlow(left []string) (name string, m int, err error) {
	k, err := e.pick(left, len(flowNames), func(k int) string { return flowNames[k] })
	if err != nil {
		return "", 0, err
	}
	n := e.valuation().counted
	if flowNames[k] == "net" {
		n++
	}
	if m, err = e.pick(left[1:], n, e.countedMonth); err == nil {
		err = e.end(left[2:])
	}
	return flowNames[k], m, err
}

// presentMonth explains a discounted month of a flow.
func (e *explainer) presentMonth(left []string) (Explanation, error) {
	name, m, err := e.pickFlow(left)
	if err != nil {
		return Explanation{}, err
	}
	amount := e.flow(name)[m]
	x := Explanation{
		Figure: e.figure, Value: e.discounted(amount, m), Unit: flowUnit(name), Rule: "discounted", Formula: "present = amount * pow(1 + discount_rate, -months / 12)",
		Operands: []Operand{
			named2(e.flowOperand(name, m, amount), "amount", Text{}), e.worthPart().operand("discount_rate"),
			{Name: "months", Value: float64(m), Unit: "months", Basis: OfPlan, Source: "from the first month of the horizon"},
		},
	}
	return x.complete(), nil
}

// flowMonth explains a month of a flow.
func (e *explainer) flowMonth(left []string) (Explanation, error) {
	name, m, err := e.pickFlow(left)
	if err != nil {
		return Explanation{}, err
	}
	v := e.valuation()
	x := Explanation{Figure: e.figure, Value: e.flow(name)[m], Unit: flowUnit(name)}
	from := v.source(min(m, v.counted-1))
	at := e.r.Months[from].String()
	switch {
	case name == "net":
		e.netMonth(&x, m)
	case name == "usable":
		x.Rule, x.Formula = "sum_of_sites", "usable_it_kw = sum(below)"
		for i := range e.r.Sites {
			x.Below = append(x.Below, named2(e.siteAt(i, from).operand("usable_it_kw"), e.r.Sites[i].Name, e.r.Sites[i].Title))
		}
	case name == "used":
		x.Rule, x.Formula = "sum_of_sites", "peak_it_kw = sum(below)"
		for i := range e.r.Operation.Sites {
			x.Below = append(x.Below, named2(e.running(i, from).operand("peak_it_kw"), e.r.Sites[i].Name, e.r.Sites[i].Title))
		}
	case name == "demand":
		x.Rule, x.Formula, x.Operands = "peak_demand", "peak_kw = peak_kw", []Operand{e.demandPart(from).operand("peak_kw")}
	case name == "capex":
		e.capexMonth(&x, m)
	case m >= v.months:
		x.Rule, x.Formula = "terminal_year", name+"_krw = grown(below)"
		x.Below = []Operand{e.flowOperand(name, from, e.flow(name)[from]), e.assumed(EnergyGrowthPerYear), e.assumed(RentGrowthPerYear), e.assumed(OpexGrowthPerYear)}
	case name == "opex":
		x.Rule, x.Formula, x.Operands = "operation_of_all", "opex_krw = total_krw", []Operand{e.allRunning(m).operand("total_krw")}
	case name == "sites":
		x.Rule, x.Formula = "sum_of_sites", "sites_krw = sum(below)"
		for i := range e.r.Operation.Sites {
			x.Below = append(x.Below, named2(e.running(i, m).operand("total_krw"), e.r.Sites[i].Name, e.r.Sites[i].Title))
		}
	default:
		e.leaseMonth(&x, m, at)
	}
	return x.complete(), nil
}

func (e *explainer) netMonth(x *Explanation, m int) {
	x.Rule, x.Formula = "net", "net_krw = lease_krw - opex_krw - capex_krw"
	if m == e.valuation().counted {
		x.Formula, x.Operands = "net_krw = residual_krw", []Operand{e.worthPart().operand("residual_krw")}
		return
	}
	for _, name := range []string{"lease", "opex", "capex"} {
		x.Operands = append(x.Operands, named2(e.flowOperand(name, m, e.flow(name)[m]), name+"_krw", Text{}))
	}
}

// capexMonth is what lines are paid in a month, IT equipment and interest apart,
// without VAT. What is due outside the horizon counts in its first or last month.
func (e *explainer) capexMonth(x *Explanation, m int) {
	if m >= e.valuation().months {
		x.Rule, x.Formula = "after_horizon", "capex_krw = 0"
		return
	}
	first, last := e.r.Months[0], e.r.Months[len(e.r.Months)-1]
	x.Below = e.paidWhere(func(_ int, l *CostLine) bool {
		class := assetOf(e.ref.Assets, l.Code)
		return class < 0 || e.ref.Assets[class].counts()
	}, func(pay Month) bool { return min(max(pay, first), last) == first+Month(m) })
	sum := 0.0
	for _, o := range x.Below {
		sum += o.Value
	}
	x.Rule, x.Formula = "sum_of_payments", "capex_krw = sum(below)"
	if sum != x.Value {
		x.Rule, x.Formula = "paid_without_vat", "capex_krw = without_vat(below)"
	}
}

// leaseMonth is what leasing the same load would take in a month: rent for its
// peak, and energy for its average.
func (e *explainer) leaseMonth(x *Explanation, m int, at string) {
	demand := e.demandPart(m)
	growth, rent := e.assumed(RentGrowthPerYear), e.assumed(RentKRWPerKWMonth)
	price, moves := e.worthPart().operand("mean_price"), e.assumed(EnergyGrowthPerYear)
	since := monthsBetween(e.r.Months[0], e.r.Months[m], "from the first month of the horizon to "+at)
	since.Name = "months_since"
	x.Rule = "leasing"
	x.Formula = "lease_krw = round(rent_krw_per_kw_month * pow(1 + rent_growth_per_year, months / 12) * peak_kw) + round(average_kw * lease_pue * hours * mean_price * pow(1 + energy_growth_per_year, months_since / 12))"
	x.Operands = []Operand{
		rent, growth, monthsBetween(e.plan.PriceBase, e.r.Months[m], "from price_base to "+at), demand.operand("peak_kw"),
		demand.operand("average_kw"), e.assumed(LeasePUE), hoursOf(e.r.Months[m]), price, moves, since,
	}
}

// cumulated is flows summed from the first month of the horizon on.
func cumulated(field string, flows ...string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) terms {
		t := terms{formula: field + " = sum(below)"}
		if p.month > 0 {
			q := *p
			q.month--
			t.below = append(t.below, named2(q.operand(field), e.countedMonth(q.month), Text{}))
		}
		for _, name := range flows {
			t.below = append(t.below, named2(e.flowOperand(name, p.month, e.flow(name)[p.month]), name+" "+e.countedMonth(p.month), Text{}))
		}
		return t
	}
}

// overNothing keeps a formula where there is something to divide by.
func overNothing(field, divisor string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) terms {
		if units, _ := p.number(divisor); units > 0 {
			return terms{}
		}
		return terms{rule: "nothing_to_divide_by", formula: field + " = 0", operands: []Operand{p.operand(divisor)}}
	}
}

// bills lists what the sites pay for electricity and how much of it, by year:
// the mean price is what, moved by energy_growth_per_year, would bill the same.
func (e *explainer) bills(*part) (t terms) {
	for i := range e.r.Operation.Years {
		y := &e.r.Operation.Years[i]
		at := join("operation/years", strconv.Itoa(y.Year))
		t.below = append(t.below,
			Operand{Name: "electricity_krw " + strconv.Itoa(y.Year), Value: float64(y.ElectricityKRW), Unit: "KRW", Basis: Computed, Figure: at + "/electricity_krw"},
			Operand{Name: "energy_kwh " + strconv.Itoa(y.Year), Value: y.EnergyKWh, Unit: "kWh", Basis: Computed, Figure: at + "/energy_kwh"})
	}
	t.below = append(t.below, e.assumed(EnergyGrowthPerYear))
	return t
}

func rateOf(name AssumptionName) func(*explainer, *part) terms {
	return func(e *explainer, _ *part) terms {
		return terms{operands: []Operand{named2(e.assumed(name), "rate", Text{})}}
	}
}

func (e *explainer) presentResidual(*part) terms {
	return terms{operands: []Operand{{Name: "months", Value: float64(e.valuation().counted), Unit: "months", Basis: OfPlan, Source: "to the end of the last month counted"}}}
}

func (e *explainer) netFlow(*part) (t terms) {
	for m, amount := range e.flow("net") {
		t.below = append(t.below, e.flowOperand("net", m, amount))
	}
	if !e.r.Worth.HasIRR {
		t.text = "none"
	}
	return t
}

func (e *explainer) paybackMonth(p *part) terms { return e.paybackOf(e.r.Worth.Payback) }

func (e *explainer) discountedPayback(p *part) terms {
	t := e.paybackOf(e.r.Worth.DiscountedPayback)
	t.operands = []Operand{e.worthPart().operand("discount_rate")}
	return t
}

// paybackOf is the month from which what is saved stays above what is paid.
func (e *explainer) paybackOf(m Month) terms {
	t := e.netFlow(nil)
	t.below, t.text = t.below[:len(t.below)-1], m.String()
	if m.IsZero() {
		t.text = "never"
	}
	return t
}

func (e *explainer) completeOfSites(*part) (t terms) {
	for i := range e.r.Sites {
		t.below = append(t.below, named2(e.siteAt(i, 0).operand("complete_it_kw"), e.r.Sites[i].Name, e.r.Sites[i].Title))
	}
	return t
}
