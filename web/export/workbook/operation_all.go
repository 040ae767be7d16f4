package workbook

import "buildout/planner/formula"

// layAll lays what all sites and leases take.
func (r *running) layAll() {
	cells := &r.book.operation
	r.op.section(r.words("all"))
	sites := func(k int, of func(c *runningCells) []formula.Num) []formula.Num {
		list := make([]formula.Num, len(cells.sites))
		for i := range list {
			list[i] = of(&cells.sites[i])[k]
		}
		return list
	}
	leases := func(k int, of func(c *leaseCells) []formula.Num) []formula.Num {
		list := make([]formula.Num, len(cells.leases))
		for i := range list {
			list[i] = of(&cells.leases[i])[k]
		}
		return list
	}
	plain, unit, kwh := style{won, derived}, r.Locale.WonUnit(), r.Locale.ValueUnit("kWh")
	var y yearsOfAll
	energy, years, energyOfAll := r.op.summed(r.words("energy_kwh"), kwh, style{whole, derived}, func(k int) formula.Num {
		return chain(sites(k, func(c *runningCells) []formula.Num { return c.energy })...)
	})
	y.energy = years
	_, it, itOfAll := r.op.summed(r.words("it_kwh"), kwh, style{whole, derived}, func(k int) formula.Num {
		return chain(sites(k, func(c *runningCells) []formula.Num { return c.average })...).Times(r.hours[k])
	})
	y.pue = r.layPUE(years, it, energyOfAll, itOfAll)
	carbon, years, _ := r.op.summed(r.words("carbon_t"), r.Locale.ValueUnit("tCO2e"), style{kw, derived}, func(k int) formula.Num {
		leased := chain(leases(k, func(c *leaseCells) []formula.Num { return c.energy })...).Times(r.carbon[k]).Over(formula.Of(1000))
		return formula.Thousandths(chain(sites(k, func(c *runningCells) []formula.Num { return c.carbon })...).Plus(formula.Thousandths(leased)))
	})
	y.carbon = years
	summed := func(key string, st style, of func(k int) []formula.Num) (months, years []formula.Num, all formula.Num) {
		return r.op.summed(r.words(key), unit, st, func(k int) formula.Num { return totalOrNone(of(k)) })
	}
	var parts [4]formula.Num
	_, y.electricity, parts[0] = summed("electricity_krw", plain, func(k int) []formula.Num {
		return sites(k, func(c *runningCells) []formula.Num { return c.electricity })
	})
	_, y.other, parts[1] = summed("other_krw", plain, func(k int) []formula.Num {
		return sites(k, func(c *runningCells) []formula.Num { return c.other })
	})
	_, y.rent, parts[2] = summed("rent_krw", plain, func(k int) []formula.Num {
		return leases(k, func(c *leaseCells) []formula.Num { return c.rent })
	})
	_, y.leaseEnergy, parts[3] = summed("lease_energy_krw", plain, func(k int) []formula.Num {
		return leases(k, func(c *leaseCells) []formula.Num { return c.energyKRW })
	})
	var all formula.Num
	cells.total, y.total, all = summed("total_krw", style{won, total}, func(k int) []formula.Num {
		return append(sites(k, func(c *runningCells) []formula.Num { return c.total }), leases(k, func(c *leaseCells) []formula.Num { return c.total })...)
	})
	r.foots("operation_foots", r.words("all"), won, all, r.op.put("operation_foots", formula.Total(parts[:]...)))
	r.holdAll(energy, carbon)
	r.holdYears(&y)
}

// yearsOfAll is the calendar years of operation.
type yearsOfAll struct{ energy, pue, carbon, electricity, other, rent, leaseEnergy, total []formula.Num }

// layPUE lays the PUE of the years and of all.
func (r *running) layPUE(energy, it []formula.Num, energyOfAll, itOfAll formula.Num) (years []formula.Num) {
	over := func(a, b formula.Num) formula.Num {
		return formula.If(b.More(formula.Of(0)), a.Over(b), formula.Of(0))
	}
	r.op.name(r.words("pue"), "", label)
	for i := range energy {
		years = append(years, r.op.s.put(r.op.at, boardYears+i, over(energy[i], it[i]), style{decimal, derived}))
	}
	r.op.s.put(r.op.at, boardSum, over(energyOfAll, itOfAll), style{decimal, derived})
	return years
}

// totalOrNone sums whole numbers, of which there may be none.
func totalOrNone(list []formula.Num) formula.Num {
	if len(list) == 0 {
		return formula.Of(0)
	}
	return totalOf(list)
}
