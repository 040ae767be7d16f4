package planner

import (
	"cmp"
	"math"

	"buildout/planner/finance"
)

// month works out what a month costs with all built: the annuity of each asset
// class that counts, and a month of the sites' operation.
func (v *valuation) month(w *WorthResult) {
	w.Annuity, w.Hours = cmp.Or(v.plan.Worth.Annuity, finance.Monthly), cmp.Or(v.plan.Worth.Hours, finance.HoursReal)
	w.AnnuityRate = assumption(*v.ref, AnnuityRate)
	w.Costs = make([]MonthlyCost, 0, len(v.ref.Assets)+4)
	v.capitalMonth(w)
	v.operationMonth(w)
	for _, part := range w.Costs {
		w.CostKRW += part.MonthKRW
	}
	for i := range w.Costs {
		w.Costs[i].Share = over(float64(w.Costs[i].MonthKRW), float64(w.CostKRW))
	}
	w.CostPerKWMonth = over(float64(w.CostKRW), float64(v.completeKW()))
}

// capitalMonth adds the annuities. What is never depreciated bears interest
// without end.
func (v *valuation) capitalMonth(w *WorthResult) {
	for i := range v.ref.Assets {
		class := &v.ref.Assets[i]
		cost := v.built.costOf(i)
		if !class.counts() || cost == 0 {
			continue
		}
		years := class.LifeYears
		if years == 0 {
			years = math.Inf(1)
		}
		w.Costs = append(w.Costs, MonthlyCost{
			Name: class.Name, Title: class.Title, CapitalKRW: cost, Years: class.LifeYears,
			MonthKRW: v.won(float64(cost) * annuityFactor(w.Annuity.Month(w.AnnuityRate, years))),
		})
	}
}

// annuityFactor keeps twelve decimals of an annuity, as not every machine and
// spreadsheet takes powers to the same last bit.
func annuityFactor(annuity float64) float64 { return math.Round(annuity*1e12) / 1e12 }

// operationMonth adds what operation of the sites takes on average over the last
// twelve months of the horizon, energy brought to the hours that the convention
// counts.
func (v *valuation) operationMonth(w *WorthResult) {
	hours := w.Hours
	last := min(12, v.months)
	var counted, real float64
	var energy, people, maintenance, other KRW
	for m := v.months - last; m < v.months; m++ {
		counted += hours.Of(v.r.Months[m])
		real += finance.HoursReal.Of(v.r.Months[m])
		for i := range v.r.Operation.Sites {
			s := &v.r.Operation.Sites[i]
			electricity := s.electricity(m)
			energy += electricity
			people += s.StaffKRW[m]
			maintenance += s.MaintenanceKRW[m]
			other += s.TotalKRW[m] - electricity - s.StaffKRW[m] - s.MaintenanceKRW[m]
		}
	}
	add := func(name string, year KRW, hours float64) {
		if month := v.won(float64(year) / float64(last) * hours); month != 0 {
			w.Costs = append(w.Costs, MonthlyCost{Name: name, MonthKRW: month})
		}
	}
	add(finance.PartEnergy, energy, counted/real)
	add(finance.PartPeople, people, 1)
	add("maintenance", maintenance, 1)
	add("other", other, 1)
}
