package planner

import (
	"buildout/planner/finance"
)

// operation works out what running the sites and leases takes, by month. Items
// are rounded once a month, so that months, years and totals foot.
//
// Wages, maintenance, cleaning and water grow by opex_growth_per_year from the
// price base, rents by rent_growth_per_year, electricity by
// energy_growth_per_year from the month of the tariff. Insurance and property
// tax follow what was paid, and the price of carbon stays.
func operation(plan Plan, ref Reference, r *Result, c *costs) OperationResult {
	n := len(r.Months)
	o := newOperator(plan, ref, r, c)
	result := OperationResult{
		Sites: make([]SiteOperation, len(r.Sites)), Leases: make([]LeaseOperation, len(plan.Leases)),
		EnergyKWh: make([]float64, n), CarbonT: make([]float64, n), TotalKRW: make([]KRW, n),
	}
	for i := range r.Sites {
		result.Sites[i] = o.site(i)
	}
	o.leases(result.Leases)
	for i := range n {
		for j := range result.Sites {
			s := &result.Sites[j]
			result.EnergyKWh[i] += s.EnergyKWh[i]
			result.CarbonT[i] += s.CarbonT[i]
			result.TotalKRW[i] += s.TotalKRW[i]
		}
		leased := 0.0
		for j := range result.Leases {
			l := &result.Leases[j]
			leased += l.EnergyKWh[i]
			result.TotalKRW[i] += l.TotalKRW[i]
		}
		result.CarbonT[i] = thousandths(result.CarbonT[i] + tonnes(leased, o.carbon[i]))
	}
	result.Years = o.years(&result)
	return result
}

// operator is what sites and leases have in common.
type operator struct {
	plan   Plan
	ref    Reference
	r      *Result
	costs  *costs
	opex   []float64 // level of wages and the like, by month
	rent   []float64 // level of rents
	carbon []float64 // kg for a kWh
	hours  []float64 // of the months
	priced []pricedTariff
	groups []assetGroup // scratch of assetGroups
}

func newOperator(plan Plan, ref Reference, r *Result, c *costs) *operator {
	o := &operator{plan: plan, ref: ref, r: r, costs: c}
	opex, rent := assumption(ref, OpexGrowthPerYear), assumption(ref, RentGrowthPerYear)
	o.opex, o.rent = levelsFrom(plan.PriceBase, opex, r.Months), levelsFrom(plan.PriceBase, rent, r.Months)
	series := make([]float64, 2*len(r.Months))
	o.carbon, o.hours = cut(&series, len(r.Months)), cut(&series, len(r.Months))
	for i, m := range r.Months {
		o.carbon[i], o.hours[i] = gridCarbon(ref, m.Year()), finance.HoursReal.Of(m)
	}
	return o
}

// pricedTariff is a tariff with its prices by month.
type pricedTariff struct {
	tariff *Tariff
	prices []electricityPrice
}

// prices returns the prices of a tariff by month, worked out once.
func (o *operator) prices(t *Tariff) []electricityPrice {
	for i := range o.priced {
		if o.priced[i].tariff == t {
			return o.priced[i].prices
		}
	}
	prices := electricityPrices(t, o.r.Months, assumption(o.ref, EnergyGrowthPerYear))
	o.priced = append(o.priced, pricedTariff{t, prices})
	return prices
}

// levelsFrom returns the level of prices that grow by a share a year from a
// month, before which they are lower:
//
//	level(m) = (1 + growth)^((m - base)/12)
//
// The first is levelAt, and each further one the one before times the growth of
// a month.
func levelsFrom(base Month, growth float64, months []Month) []float64 {
	levels, step := make([]float64, len(months)), finance.TwelfthRoot(1+growth)
	level := levelAt(base, growth, months[0])
	for i := range levels {
		levels[i] = level
		level = float64(level * step)
	}
	return levels
}

// levelAt returns the level of levelsFrom in one month.
func levelAt(base Month, growth float64, m Month) float64 {
	step := finance.TwelfthRoot(1 + growth)
	if m < base {
		return 1 / finance.WholePower(step, int(base-m))
	}
	return finance.WholePower(step, int(m-base))
}

// gridCarbon returns the kg of a kWh in a year: of the last year that has a
// value, of the first in the years before.
func gridCarbon(ref Reference, year int) float64 {
	kg := 0.0
	for i := range ref.GridCarbon {
		if v := &ref.GridCarbon[i]; i == 0 || v.Year <= year {
			kg = v.Value
		}
	}
	return kg
}

// tonnes returns the tonnes of kWh at kg each, to the kg.
func tonnes(kwh, kg float64) float64 { return thousandths(kwh * kg / 1000) }

// years sums the months of each calendar year.
func (o *operator) years(result *OperationResult) []OperationYear {
	months := o.r.Months
	years := make([]OperationYear, 0, len(months)/12+2)
	it := 0.0
	for i, m := range months {
		if i == 0 || m.Number() == 1 {
			years, it = append(years, OperationYear{Year: m.Year()}), 0
		}
		y := &years[len(years)-1]
		y.Months++
		y.EnergyKWh += result.EnergyKWh[i]
		y.CarbonT = thousandths(y.CarbonT + result.CarbonT[i])
		y.TotalKRW += result.TotalKRW[i]
		for j := range result.Sites {
			s := &result.Sites[j]
			electricity := s.EnergyKRW[i] + s.DemandKRW[i] + s.SurchargeKRW[i]
			y.ElectricityKRW += electricity
			y.OtherKRW += s.OperatingCosts.TotalKRW[i] - electricity
			it += float64(float64(s.AverageKW[i]) * o.hours[i])
		}
		for j := range result.Leases {
			y.RentKRW += result.Leases[j].RentKRW[i]
			y.LeaseEnergyKRW += result.Leases[j].EnergyKRW[i]
		}
		if it > 0 {
			y.PUE = y.EnergyKWh / it
		}
	}
	return years
}
