package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// How much figures of operation may differ from the program's, which sums some
// of them in another order.
const (
	nearLoad  = 1e-9
	nearKWh   = 1e-3
	nearShare = 1e-9
)

// holdSite holds a site against the program.
func (r *running) holdSite(i int, c *runningCells, load, billed, heads []formula.Num, items [len(itemKeys)][]formula.Num) {
	s, title := &r.Result.Operation.Sites[i], r.siteTitle(i)
	r.nears("operation_average_it_kw", title, kw, c.average, floats(s.AverageKW), nearLoad)
	r.nears("operation_peak_it_kw", title, kw, c.peak, floats(s.PeakKW), nearLoad)
	r.nears("operation_load_share", title, share, load, s.LoadShare, nearShare)
	r.nears("operation_pue", title, ratio, c.pue, s.PUE, nearShare)
	r.nears("operation_energy_kwh", title, whole, c.energy, s.EnergyKWh, nearKWh/100)
	r.nears("operation_billed_kw", title, kw, billed, floats(s.BilledKW), nearLoad)
	r.nears("operation_carbon_t", title, kw, c.carbon, s.CarbonT, nearLoad)
	r.nears("operation_staff_heads", title, decimal, heads, s.StaffHeads, nearLoad)
	for n, list := range [len(itemKeys)][]planner.KRW{
		s.EnergyKRW, s.DemandKRW, s.SurchargeKRW, s.WaterKRW, s.CarbonKRW, s.MaintenanceKRW, s.StaffKRW, s.FacilityKRW, s.InsuranceKRW, s.TaxKRW,
	} {
		r.agrees("operation_"+itemKeys[n], title, won, items[n], floats(list))
	}
	r.agrees("operation_total_krw", title, won, c.total, floats(s.TotalKRW))
}

// holdLease holds a lease against the program.
func (r *running) holdLease(j int, c *leaseCells, back []formula.Num) {
	l, title := &r.Result.Operation.Leases[j], r.leaseTitle(j)
	r.nears("lease_contracted_kw", title, kw, c.kw, floats(l.ITKW), nearLoad)
	r.nears("lease_used_it_kw", title, kw, c.used, floats(l.UsedITKW), nearLoad)
	r.nears("lease_given_back_kw", title, kw, back, floats(l.GivenBackKW), nearLoad)
	r.nears("lease_energy_kwh", title, whole, c.energy, l.EnergyKWh, nearKWh/100)
	r.agrees("lease_rent_krw", title, won, c.rent, floats(l.RentKRW))
	r.agrees("lease_energy_krw", title, won, c.energyKRW, floats(l.EnergyKRW))
	r.agrees("lease_total_krw", title, won, c.total, floats(l.TotalKRW))
}

// holdAll holds the months of all sites and leases against the program.
func (r *running) holdAll(energy, carbon []formula.Num) {
	o, title := &r.Result.Operation, r.words("all")
	r.nears("operation_energy_kwh", title, whole, energy, o.EnergyKWh, nearKWh)
	r.nears("operation_carbon_t", title, kw, carbon, o.CarbonT, nearKWh)
	r.agrees("operation_total_krw", title, won, r.book.operation.total, floats(o.TotalKRW))
}

// holdYears holds the calendar years against the program.
func (r *running) holdYears(y *yearsOfAll) {
	years, title := r.Result.Operation.Years, r.words("years")
	of := func(v func(y *planner.OperationYear) float64) []float64 {
		list := make([]float64, len(years))
		for i := range years {
			list[i] = v(&years[i])
		}
		return list
	}
	r.nears("operation_energy_kwh", title, whole, y.energy, of(func(y *planner.OperationYear) float64 { return y.EnergyKWh }), nearKWh)
	r.nears("operation_pue", title, ratio, y.pue, of(func(y *planner.OperationYear) float64 { return y.PUE }), nearShare)
	r.nears("operation_carbon_t", title, kw, y.carbon, of(func(y *planner.OperationYear) float64 { return y.CarbonT }), nearKWh)
	r.agrees("operation_electricity_krw", title, won, y.electricity, of(func(y *planner.OperationYear) float64 { return float64(y.ElectricityKRW) }))
	r.agrees("operation_other_krw", title, won, y.other, of(func(y *planner.OperationYear) float64 { return float64(y.OtherKRW) }))
	r.agrees("lease_rent_krw", title, won, y.rent, of(func(y *planner.OperationYear) float64 { return float64(y.RentKRW) }))
	r.agrees("lease_energy_krw", title, won, y.leaseEnergy, of(func(y *planner.OperationYear) float64 { return float64(y.LeaseEnergyKRW) }))
	r.agrees("operation_total_krw", title, won, y.total, of(func(y *planner.OperationYear) float64 { return float64(y.TotalKRW) }))
}
