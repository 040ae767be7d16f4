package planner

import (
	"reflect"
	"slices"
	"strconv"

	"buildout/planner/finance"
)

// operationFigures is what running a site takes in a month. Levels are those
// of prices in the month over the price base.
var operationFigures = []figureRule{
	{"total_krw", "sum_of_items", "total_krw = energy_krw + demand_krw + surcharge_krw + water_krw + carbon_krw + maintenance_krw + staff_krw + facility_krw + insurance_krw + tax_krw", nil},
	{"electricity_krw", "electricity", "electricity_krw = energy_krw + demand_krw + surcharge_krw", nil},
	{"other_krw", "but_electricity", "other_krw = total_krw - electricity_krw", nil},
	{"energy_krw", "energy", "energy_krw = round(facility_kw * energy_krw_per_kw)", withTariff("energy_krw_per_kw")},
	{"demand_krw", "demand_charge", "demand_krw = round(billed_kw * demand_krw_per_kw)", withTariff("demand_krw_per_kw")},
	{"surcharge_krw", "surcharges", "surcharge_krw = round(energy_kwh * surcharge_krw_per_kwh + surcharge_share * (energy_krw + demand_krw + energy_kwh * surcharge_krw_per_kwh))", withTariff("surcharge_krw_per_kwh", "surcharge_share")},
	{"water_krw", "water", "water_krw = round(chiller_heat_kwh * water_krw_per_kwh * level)", withOpex(WaterKRWPerKWhIT)},
	{"carbon_krw", "carbon_price", "carbon_krw = round(carbon_t * carbon_krw_per_tonne)", withKnown(CarbonKRWPerTonne)},
	{"maintenance_krw", "maintenance", "maintenance_krw = round(maintenance_krw_per_year / 12 * level)", withOpex()},
	{"staff_krw", "staff", "staff_krw = round(staff_heads * staff_krw_per_year / 12 * level)", withOpex(StaffKRWPerYear)},
	{"facility_krw", "facility", "facility_krw = round(gross_m2 * facility_krw_per_m2_year / 12 * level)", withOpex(FacilityKRWPerM2Year)},
	{"insurance_krw", "insurance", "insurance_krw = round(insured_krw * insurance_share_per_year / 12)", withKnown(InsuranceSharePerYear)},
	{"tax_krw", "property_tax", "tax_krw = round(taxed_krw * property_tax_per_year / 12)", withKnown(PropertyTaxPerYear)},
	{"staff_heads", "heads", "staff_heads = staff_per_site + staff_per_mw * usable_it_kw / 1000", (*explainer).heads},
	{"average_it_kw", "sum_of_halls", "average_it_kw = sum(below)", ofHalls("average_it_kw")},
	{"peak_it_kw", "sum_of_halls", "peak_it_kw = sum(below)", ofHalls("used_it_kw")},
	{"load_share", "load_share", "load_share = average_it_kw / usable_it_kw", (*explainer).usableThen},
	{"facility_kw", "facility_draw", "facility_kw = draw(average_it_kw, economised, below)", (*explainer).draw},
	{"peak_facility_kw", "facility_draw", "peak_facility_kw = draw(peak_it_kw, economised, below)", (*explainer).draw},
	{"chiller_heat_kwh", "chiller_heat", "chiller_heat_kwh = heat(average_it_kw, economised, hours, below)", (*explainer).chillerHeat},
	{"economised", "economised", "economised = min(1, max(0, (economiser_none_c - mean_c) / (economiser_none_c - economiser_full_c)))", (*explainer).economised},
	{"pue", "pue", "pue = facility_kw / average_it_kw", (*explainer).puePlain},
	{"energy_kwh", "energy_kwh", "energy_kwh = facility_kw * hours", (*explainer).hoursThen},
	{"it_kwh", "energy_kwh", "it_kwh = average_it_kw * hours", (*explainer).hoursThen},
	{"billed_kw", "billed_demand", "billed_kw = max(below)", (*explainer).billed},
	{"least_billed_kw", "least_billed", "least_billed_kw = least_billed_share * contracted_kw", (*explainer).leastBilled},
	{"carbon_t", "carbon", "carbon_t = energy_kwh * kg_per_kwh / 1000", (*explainer).carbon},
	{"gross_m2", "energised_m2", "gross_m2 = sum(below)", (*explainer).energisedM2},
	{"maintenance_krw_per_year", "sum_of_lines", "maintenance_krw_per_year = sum(below)", linesInUse("maintenance")},
	{"insured_krw", "sum_of_lines", "insured_krw = round(sum(below))", linesInUse("paid")},
	{"taxed_krw", "sum_of_lines", "taxed_krw = round(sum(below))", linesInUse("taxed")},
}

// operation explains operation/SITE/MONTH/ITEM, operation/leases/LEASE/MONTH/ITEM,
// operation/tariffs/TARIFF/MONTH/ITEM, operation/all/MONTH/ITEM and
// operation/years/YEAR/FIELD.
func (e *explainer) operation(left []string) (Explanation, error) {
	sites := e.r.Operation.Sites
	more := []string{"leases", "tariffs", "all", "years"}
	k, err := e.pick(left, len(sites)+len(more), func(k int) string {
		if k >= len(sites) {
			return more[k-len(sites)]
		}
		return sites[k].Name
	})
	if err != nil {
		return Explanation{}, err
	}
	left = left[1:]
	switch k - len(sites) {
	case 0:
		return e.leaseOperation(left)
	case 1:
		return e.tariff(left)
	case 2:
		return e.operationOfAll(left)
	case 3:
		return e.operationYear(left)
	}
	i, err := e.month(left)
	if err != nil {
		return Explanation{}, err
	}
	return e.explain(e.running(k, i), operationFigures, left[1:])
}

// operator works operation as it was worked out.
func (e *explainer) operator() *operator {
	if e.operated == nil {
		e.operated = newOperator(e.plan, e.ref, e.r, e.costs)
	}
	return e.operated
}

// siteRunning is a site's operation with what it is worked out from.
type siteRunning struct {
	siteRun
	heat       []float64
	contracted []KW
}

// valuesOf is what the phases of site k that are energised are worth.
func (e *explainer) valuesOf(k int) *siteValues {
	if e.values == nil {
		e.values = make([]*siteValues, len(e.r.Sites))
	}
	if e.values[k] == nil {
		v := e.operator().valuesOf(k)
		e.values[k] = &v
	}
	return e.values[k]
}

func (e *explainer) runningOf(k int) *siteRunning {
	if e.run == nil {
		e.run = make([]*siteRunning, len(e.r.Sites))
	}
	if e.run[k] == nil {
		o := e.operator()
		s := &siteRunning{siteRun: newSiteOperation(len(e.r.Months))}
		climate := climateOf(e.plan, e.ref, e.plan.Sites[k].Climate)
		s.heat, s.contracted = o.loads(&s.siteRun, &e.r.Sites[k], economised(e.ref, climate))
		e.run[k] = s
	}
	return e.run[k]
}

// running is the operation of site k in month i.
func (e *explainer) running(k, i int) *part {
	s := &e.r.Operation.Sites[k]
	p := e.monthPart(join("operation", s.Name), reflect.ValueOf(s).Elem(), i)
	p.title, p.i, p.site = s.Title, k, &e.r.Sites[k]
	p.extra = func(field string) (float64, string, bool) {
		switch field {
		case "electricity_krw":
			return float64(s.electricity(i)), "KRW", true
		case "other_krw":
			return float64(s.TotalKRW[i] - s.electricity(i)), "KRW", true
		case "facility_kw":
			return float64(e.runningOf(k).facility[i]), "kW", true
		case "peak_facility_kw":
			return float64(e.runningOf(k).peakFacility[i]), "kW", true
		case "chiller_heat_kwh":
			return e.runningOf(k).heat[i], "kWh", true
		case "economised":
			return economised(e.ref, climateOf(e.plan, e.ref, e.plan.Sites[k].Climate))[e.r.Months[i].Number()-1], "share", true
		case "it_kwh":
			return float64(s.AverageKW[i]) * finance.HoursReal.Of(e.r.Months[i]), "kWh", true
		case "least_billed_kw":
			return tariffOf(e.plan, e.ref, e.plan.Sites[k].Tariff).LeastBilledShare * float64(e.runningOf(k).contracted[i]), "kW", true
		case "gross_m2":
			return e.valuesOf(k).grossM2[i], "m2", true
		case "maintenance_krw_per_year":
			return e.valuesOf(k).maintenance[i], "KRW/year", true
		case "insured_krw":
			return e.valuesOf(k).paid[i], "KRW", true
		case "taxed_krw":
			return e.valuesOf(k).landAndBuilding[i], "KRW", true
		case "usable_it_kw":
			return float64(e.r.Sites[k].UsableITKW[i]), "kW", true
		}
		return 0, "", false
	}
	return p
}

// idle reports whether a figure of a month is 0 for the site does not run.
func (e *explainer) idle(p *part) bool {
	return e.r.Sites[p.i].UsableITKW[p.month] <= 0 || e.r.Operation.Sites[p.i].AverageKW[p.month] <= 0
}

// atRest is the terms of a figure that is 0 while the site is not energised or
// carries no load.
func (e *explainer) atRest(p *part) terms {
	return terms{rule: "not_running", formula: "value = 0", operands: []Operand{e.usableOperand(p)}}
}

func (e *explainer) usableOperand(p *part) Operand {
	return e.siteAt(p.i, p.month).operand("usable_it_kw")
}

// known is a number of the reference by its name, as an operand.
func (e *explainer) known(operand, name string) Operand {
	o := Operand{Name: operand, Basis: OfPlan, Unit: "number", Source: name}
	found := false
	w := numberWalk{}
	for i, ref := range []*Reference{{RackTypes: e.plan.RackTypes, Tariffs: e.plan.Tariffs, Climates: e.plan.Climates, Calendars: e.plan.Calendars}, &e.ref} {
		w.yield = func(n *number) {
			if found || !n.named(name) {
				return
			}
			found = true
			o = e.ofReference(operand, name, n.value(), n.unit, *n.basis)
			if n.title != nil {
				o.Title = *n.title
			}
			if i == 0 {
				o.Basis = OfPlan
			}
		}
		for k := range referenceParts {
			if !found && referenceParts[k].holds(name) {
				referenceParts[k].walk(&w, ref)
			}
		}
	}
	return o
}

func (e *explainer) assumed(name AssumptionName) Operand {
	return e.known(string(name), "assumptions."+string(name))
}

// withKnown gives assumptions to a formula.
func withKnown(names ...AssumptionName) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		for _, name := range names {
			t.operands = append(t.operands, e.assumed(name))
		}
		return t
	}
}

// withOpex gives a formula assumptions and the level of wages and the like.
func withOpex(names ...AssumptionName) func(*explainer, *part) terms {
	return func(e *explainer, p *part) terms {
		t := withKnown(names...)(e, p)
		t.operands = append(t.operands, e.priceLevel(OpexGrowthPerYear, p.month))
		return t
	}
}

// priceLevel is the level of prices that grow by an assumption from the price
// base to a month.
func (e *explainer) priceLevel(name AssumptionName, month int) Operand {
	level := e.operator().opex[month]
	if name == RentGrowthPerYear {
		level = e.operator().rent[month]
	}
	return Operand{Name: "level", Value: level, Unit: "price ratio", Basis: Computed, Figure: join("levels", string(name), e.r.Months[month].String())}
}

// level explains levels/ASSUMPTION/MONTH.
func (e *explainer) levels(left []string) (Explanation, error) {
	names := []AssumptionName{OpexGrowthPerYear, RentGrowthPerYear}
	k, err := e.pick(left, len(names), func(k int) string { return string(names[k]) })
	if err != nil {
		return Explanation{}, err
	}
	i, err := e.month(left[1:])
	if err == nil {
		err = e.end(left[2:])
	}
	if err != nil {
		return Explanation{}, err
	}
	x := Explanation{Figure: e.figure, Value: e.priceLevel(names[k], i).Value, Unit: "price ratio", Rule: "growth", Formula: "level = pow(1 + growth, months / 12)"}
	growth := e.assumed(names[k])
	growth.Name = "growth"
	x.Operands = []Operand{growth, monthsBetween(e.plan.PriceBase, e.r.Months[i], "from price_base "+e.plan.PriceBase.String())}
	return x.complete(), nil
}

// monthsBetween is months from one to another as an operand.
func monthsBetween(from, to Month, source string) Operand {
	return Operand{Name: "months", Value: float64(to - from), Unit: "months", Basis: OfPlan, Source: source}
}

func (e *explainer) heads(p *part) terms {
	if e.r.Sites[p.i].UsableITKW[p.month] <= 0 {
		return e.atRest(p)
	}
	return terms{operands: []Operand{e.assumed(StaffPerSite), e.assumed(StaffPerMW), e.usableOperand(p)}}
}

func (e *explainer) usableThen(p *part) terms {
	if e.r.Sites[p.i].UsableITKW[p.month] <= 0 {
		return e.atRest(p)
	}
	return terms{operands: []Operand{e.usableOperand(p)}}
}

// ofHalls is a figure of the halls that carry load in the month.
func ofHalls(field string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		s := &e.r.Sites[p.i]
		for j := range s.Halls {
			if s.Halls[j].UsableITKW[p.month] > 0 {
				t.below = append(t.below, named2(e.hallOf(p.i, j, p.month).operand(field), s.Halls[j].Name, Text{}))
			}
		}
		return t
	}
}

// draw is what a site draws from the grid: the losses of its trains at their
// load, and the part of cooling that air does.
func (e *explainer) draw(p *part) terms {
	if e.idle(p) {
		return e.atRest(p)
	}
	stage := *e.stagePart(&e.r.Sites[p.i], nil, 0)
	t := e.stageLoad(&stage)
	return t
}

// chillerHeat is what chillers move in the month.
func (e *explainer) chillerHeat(p *part) terms {
	t := e.draw(p)
	if !e.idle(p) {
		t.operands = append(t.operands, hoursOf(e.r.Months[p.month]))
	}
	return t
}

func (e *explainer) puePlain(p *part) terms {
	if e.idle(p) {
		return e.atRest(p)
	}
	return terms{}
}

func (e *explainer) hoursThen(p *part) terms {
	return terms{operands: []Operand{hoursOf(e.r.Months[p.month])}}
}

// hoursOf is the hours of a calendar month.
func hoursOf(m Month) Operand {
	return Operand{Name: "hours", Value: finance.HoursReal.Of(m), Unit: "hours", Basis: OfPlan, Source: "calendar of " + m.String()}
}

// economised is the part of the chillers' work that air outside does.
func (e *explainer) economised(p *part) terms {
	climate := climateOf(e.plan, e.ref, e.plan.Sites[p.i].Climate)
	if len(climate.MeanC) < 12 {
		return terms{rule: "no_climate", formula: "economised = 0"}
	}
	return terms{operands: []Operand{
		e.assumed(EconomiserNoneC), e.assumed(EconomiserFullC),
		e.known("mean_c", "climates."+climate.Name+"."+strconv.Itoa(e.r.Months[p.month].Number())),
	}}
}

// billed lists the peaks that a month's billed demand is the most of.
func (e *explainer) billed(p *part) (t terms) {
	tariff := tariffOf(e.plan, e.ref, e.plan.Sites[p.i].Tariff)
	t.below = []Operand{p.operand("peak_facility_kw"), p.operand("least_billed_kw")}
	for k := max(0, p.month-11); k < p.month; k++ {
		if m := e.r.Months[k]; slices.Contains(tariff.RatchetMonths, m.Number()) {
			t.below = append(t.below, named2(e.running(p.i, k).operand("peak_facility_kw"), "peak of "+m.String(), Text{}))
		}
	}
	return t
}

func (e *explainer) leastBilled(p *part) terms {
	tariff := tariffOf(e.plan, e.ref, e.plan.Sites[p.i].Tariff)
	return terms{operands: []Operand{
		e.known("least_billed_share", "tariffs."+tariff.Name+".least_billed_share"),
		{Name: "contracted_kw", Value: float64(e.runningOf(p.i).contracted[p.month]), Unit: "kW", Basis: OfPlan, Source: "grid feeds in normal use in the month"},
	}}
}

// carbon is the carbon of the energy by the grid's factor of the year.
func (e *explainer) carbon(p *part) terms {
	if e.r.Sites[p.i].UsableITKW[p.month] <= 0 {
		return e.atRest(p)
	}
	return terms{operands: []Operand{e.gridCarbon(e.r.Months[p.month].Year())}}
}

func (e *explainer) gridCarbon(year int) Operand {
	at := 0
	for i := range e.ref.GridCarbon {
		if e.ref.GridCarbon[i].Year <= year {
			at = i
		}
	}
	if len(e.ref.GridCarbon) == 0 {
		return Operand{Name: "kg_per_kwh", Unit: "kg/kWh", Basis: Assumed, Source: "the reference has no carbon of the grid"}
	}
	return e.known("kg_per_kwh", "grid_carbon."+strconv.Itoa(e.ref.GridCarbon[at].Year))
}

// energisedM2 lists the phases that are energised by the month.
func (e *explainer) energisedM2(p *part) (t terms) {
	s := &e.plan.Sites[p.i]
	for k := range s.Phases {
		if e.r.Sites[p.i].Phases[k].Energised <= e.r.Months[p.month] {
			t.below = append(t.below, planNumber(join("sites", s.Name, "phases", s.Phases[k].Name, "gross_area_m2"), s.Phases[k].GrossAreaM2, "m2", s.Source))
		}
	}
	return t
}
