package workbook

import (
	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/formula"
)

// flowPart is a part of what operation or a lease takes by month counted, in
// whole won.
type flowPart struct {
	row   int
	cells []formula.Num
}

// billed is the sum over the months of the horizon.
func (w *worth) billed(p flowPart) formula.Num {
	return w.s.row(p.row, worthGrid, worthGrid+w.months-1).Sum()
}

// layFlows lays what is paid for the sites, and what operation of sites and
// leases takes.
func (w *worth) layFlows() {
	w.section("flows")
	toDate := w.row("capex_to_date", w.Locale.WonUnit(), style{won, derived}, 0, w.months, w.paidToDate)
	w.capex = w.won("capex", total, w.number, func(m int) formula.Num {
		switch {
		case m >= w.months:
			return formula.Of(0)
		case m == 0:
			return toDate[0]
		}
		return toDate[m].Minus(toDate[m-1])
	})
	w.worth.capex = w.sum()
	w.layLevels()
	w.electricity = w.part("electricity", w.later.energy, w.ofSites(func(s *runningCells) []formula.Num { return s.electricity }))
	all := w.ofSites(func(s *runningCells) []formula.Num { return s.total })
	other := w.part("other", w.later.other, func(m int) formula.Num { return all(m).Minus(w.electricity.cells[m]) })
	w.sites = w.won("sites", derived, w.number, func(m int) formula.Num { return w.electricity.cells[m].Plus(other.cells[m]) })
	w.sitesRow = w.at
	rent := w.part("rent", w.later.rent, w.ofLeases(func(l *leaseCells) []formula.Num { return l.rent }))
	w.leasedEnergy = w.part("leased_energy", w.later.energy, w.ofLeases(func(l *leaseCells) []formula.Num { return l.energyKRW }))
	w.opex = w.won("opex", total, w.number, func(m int) formula.Num {
		return w.sites[m].Plus(rent.cells[m]).Plus(w.leasedEnergy.cells[m])
	})
	w.worth.opex = w.sum()
}

// ofSites sums whole won over the sites by month of the horizon.
func (w *worth) ofSites(v func(s *runningCells) []formula.Num) func(m int) formula.Num {
	return func(m int) formula.Num {
		list := make([]formula.Num, len(w.operation.sites))
		for i := range list {
			list[i] = v(&w.operation.sites[i])[m]
		}
		return totalOf(list)
	}
}

// ofLeases sums whole won over the leases by month of the horizon.
func (w *worth) ofLeases(v func(l *leaseCells) []formula.Num) func(m int) formula.Num {
	return func(m int) formula.Num {
		list := make([]formula.Num, len(w.operation.leases))
		for i := range list {
			list[i] = v(&w.operation.leases[i])[m]
		}
		return totalOf(list)
	}
}

// paidToDate is what is paid by month m of the horizon for all that counts,
// without VAT: what falls due after the horizon counts in its last month.
func (w *worth) paidToDate(m int) formula.Num {
	if len(w.groups) == 0 {
		return formula.Of(0)
	}
	at := w.hs + m
	if m == w.months-1 {
		at = len(w.ext) - 1
	}
	s, last := w.book.sheet("assets"), w.netRow+len(w.groups)-1
	return s.column(assetGrid+at, w.netRow, last).SumWhere(s.column(assetCounts, w.netRow, last), formula.Of(1))
}

// priceLevels are the levels of prices in the terminal years over those of the
// last year of the horizon.
type priceLevels struct{ energy, rent, other []formula.Num }

// layLevels lays the levels of prices in the terminal years, where there are any.
func (w *worth) layLevels() {
	if w.number == w.months {
		return
	}
	w.later.energy = w.layLevel("energy_level", planner.EnergyGrowthPerYear)
	w.later.rent = w.layLevel("rent_level", planner.RentGrowthPerYear)
	w.later.other = w.layLevel("other_level", planner.OpexGrowthPerYear)
}

func (w *worth) layLevel(key string, growth planner.AssumptionName) []formula.Num {
	step := formula.Of(1).Plus(w.assumed(growth))
	return w.running(key, "", ratio, w.months, w.number, func(m int, last formula.Num) formula.Num {
		switch {
		case m == w.months:
			return step
		case (m-w.months)%12 == 0:
			return last.Times(step)
		}
		return last
	})
}

// source is the month of the horizon that a month counted repeats: its own, or in
// terminal years that of the last twelve in its turn.
func (w *worth) source(m int) int {
	if m < w.months {
		return m
	}
	last := min(12, w.months)
	return w.months - last + (m-w.months)%12%last
}

// part lays a part: what it takes in the months of the horizon, and in terminal
// years what it took in the last twelve at the level of its prices.
func (w *worth) part(key string, levels []formula.Num, of func(m int) formula.Num) flowPart {
	cells := w.won(key, derived, w.number, func(m int) formula.Num {
		if m < w.months {
			return of(m)
		}
		return formula.Round(levels[m].Times(w.s.ref(w.at, worthGrid+w.source(m))))
	})
	return flowPart{w.at, cells}
}

// layLease lays the alternative: space leased for the peak demand of each month,
// and energy for the average demand at the mean price that the sites pay.
func (w *worth) layLease() {
	w.section("lease")
	months := w.horizon()
	hours := w.row("hours", w.Locale.ValueUnit("hours"), style{whole, fixed}, 0, w.months, func(m int) formula.Num {
		return formula.Of(finance.HoursReal.Of(months[m]))
	})
	rents := w.growth(w.Plan.PriceBase, planner.RentGrowthPerYear)
	prices := w.growth(w.Plan.Horizon.Start, planner.EnergyGrowthPerYear)
	price := w.meanPrice(prices)
	rate := w.value("rent_per_kw", w.Locale.ValueUnit("KRW/kW-month"), decimal, w.assumed(planner.RentKRWPerKWMonth))
	pue := w.value("lease_pue", "", ratio, w.assumed(planner.LeasePUE))
	rent := w.part("lease_rent", w.later.rent, func(m int) formula.Num {
		return formula.Round(rate.Times(rents[m]).Times(w.demand.peak[m]))
	})
	energy := w.part("lease_energy", w.later.energy, func(m int) formula.Num {
		return formula.Round(w.demand.average[m].Times(pue).Times(hours[m]).Times(price).Times(prices[m]))
	})
	w.lease = w.won("lease_all", total, w.number, func(m int) formula.Num { return rent.cells[m].Plus(energy.cells[m]) })
	w.worth.lease = w.sum()
}

// meanPrice lays the price of a kWh in the first month that, moving by levels,
// would bill the energy of the sites at what they pay; that of the leases where
// the sites draw none, 0 where neither does.
func (w *worth) meanPrice(levels []formula.Num) formula.Num {
	zero := formula.Of(0)
	last := func(key string, of func(m int) []formula.Num) formula.Num {
		cells := w.running(key, w.Locale.ValueUnit("kWh"), whole, 0, w.months, func(m int, sum formula.Num) formula.Num {
			for _, kwh := range of(m) {
				sum = sum.Plus(kwh.Times(levels[m]))
			}
			return sum
		})
		return cells[w.months-1]
	}
	sites := last("sites_kwh", func(m int) (list []formula.Num) {
		for i := range w.operation.sites {
			list = append(list, w.operation.sites[i].energy[m])
		}
		return list
	})
	leases := last("leases_kwh", func(m int) (list []formula.Num) {
		for i := range w.operation.leases {
			list = append(list, w.operation.leases[i].energy[m])
		}
		return list
	})
	leased := formula.If(leases.More(zero), w.billed(w.leasedEnergy).Over(leases), zero)
	return w.value("mean_price", w.Locale.ValueUnit("KRW/kWh"), ratio, formula.If(sites.More(zero), w.billed(w.electricity).Over(sites), leased))
}
