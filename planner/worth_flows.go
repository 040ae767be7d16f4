package planner

import "buildout/planner/finance"

// running is what operation takes by month of the horizon, in the parts whose
// prices move apart.
type running struct {
	energy       []KRW // electricity of sites
	leasedEnergy []KRW // billed on by landlords
	rent         []KRW
	other        []KRW
}

// operate reads what running the sites takes.
func (v *valuation) operate() running {
	s := running{energy: make([]KRW, v.months), other: make([]KRW, v.months)}
	for i := range v.r.Operation.Sites {
		site := &v.r.Operation.Sites[i]
		for m := range v.months {
			energy := site.electricity(m)
			s.energy[m] += energy
			s.other[m] += site.TotalKRW[m] - energy
		}
	}
	return s
}

// electricity is what energy, demand and surcharges take in a month.
func (c *OperatingCosts) electricity(m int) KRW {
	return c.EnergyKRW[m] + c.DemandKRW[m] + c.SurchargeKRW[m]
}

// leases reads what leases take until they are given back.
func (v *valuation) leases() (rent, energy []KRW) {
	rent, energy = make([]KRW, v.months), make([]KRW, v.months)
	for i := range v.r.Operation.Leases {
		l := &v.r.Operation.Leases[i]
		for m := range v.months {
			rent[m] += l.RentKRW[m]
			energy[m] += l.EnergyKRW[m]
		}
	}
	return rent, energy
}

// lease works out the alternative: space leased for the peak demand of each
// month, and energy for the average demand.
//
//	rent(m)   = rent_krw_per_kw_month * (1 + rent_growth)^((m - price base)/12) * peak kW(m)
//	energy(m) = average kW(m) * lease_pue * hours(m) * averagePrice * (1 + energy_growth)^(m/12)
//
// Each is rounded once a month.
func (v *valuation) lease() running {
	s := running{rent: make([]KRW, v.months), leasedEnergy: make([]KRW, v.months)}
	rents := levelsFrom(v.plan.PriceBase, assumption(*v.ref, RentGrowthPerYear), v.r.Months)
	prices := levelsFrom(v.plan.Horizon.Start, assumption(*v.ref, EnergyGrowthPerYear), v.r.Months)
	rent, price, pue := assumption(*v.ref, RentKRWPerKWMonth), v.averagePrice(prices), assumption(*v.ref, LeasePUE)
	for m := range v.months {
		s.rent[m] = v.won(rent * rents[m] * float64(v.r.Demand.PeakKW[m]))
		load := finance.Load{CriticalKW: float64(v.r.Demand.AverageKW[m]), Factor: 1, PUE: pue}
		s.leasedEnergy[m] = v.won(load.KWh(finance.HoursReal.Of(v.r.Months[m])) * price * prices[m])
	}
	return s
}

// averagePrice is the price of a kWh in the first month of the horizon that,
// moving by levels from month to month, would bill the energy of the sites over
// the horizon at what their tariffs do; that of the leases where the sites draw
// none, 0 where neither does.
func (v *valuation) averagePrice(levels []float64) float64 {
	var sites, leases struct{ won, kwh float64 }
	for m, level := range levels {
		for i := range v.r.Operation.Sites {
			s := &v.r.Operation.Sites[i]
			sites.won += float64(s.electricity(m))
			sites.kwh += float64(s.EnergyKWh[m] * level)
		}
		for i := range v.r.Operation.Leases {
			l := &v.r.Operation.Leases[i]
			leases.won += float64(l.EnergyKRW[m])
			leases.kwh += float64(l.EnergyKWh[m] * level)
		}
	}
	if sites.kwh > 0 {
		return sites.won / sites.kwh
	}
	return over(leases.won, leases.kwh)
}

// source is the month of the horizon that a month counted repeats: its own, or
// in terminal years that of the last twelve in its turn.
func (v *valuation) source(m int) int {
	if m < v.months {
		return m
	}
	last := min(12, v.months)
	return v.months - last + (m-v.months)%12%last
}

// extend totals what operation takes by month counted. In terminal year k a
// month takes what it took in the horizon's last twelve, energy grown by
// energy_growth_per_year for k years, rent by rent_growth_per_year and the rest
// by opex_growth_per_year.
func (v *valuation) extend(s running) []KRW {
	total := make([]KRW, v.counted)
	parts := []struct {
		krw    []KRW
		growth AssumptionName
	}{
		{s.energy, EnergyGrowthPerYear}, {s.leasedEnergy, EnergyGrowthPerYear},
		{s.rent, RentGrowthPerYear}, {s.other, OpexGrowthPerYear},
	}
	for _, part := range parts {
		if len(part.krw) == 0 {
			continue
		}
		for m, krw := range part.krw {
			total[m] += krw
		}
		level, step := 1.0, 1+assumption(*v.ref, part.growth)
		for m := v.months; m < v.counted; m++ {
			if (m-v.months)%12 == 0 {
				level *= step
			}
			total[m] += v.won(level * float64(part.krw[v.source(m)]))
		}
	}
	return total
}
