package workbook

import (
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// layLeases lays what leased space takes.
func (r *running) layLeases() {
	if len(r.Plan.Leases) == 0 {
		return
	}
	t := &r.tariffs[r.w.Operation.Leases]
	r.run.section(r.Locale.T("workbook.running.leases"))
	price := r.run.row(r.words("flat_price"), r.Locale.ValueUnit("KRW/kWh"), decimal, func(k int) formula.Num {
		return t.energy[k].Plus(t.demand[k]).Over(r.hours[k]).Plus(t.perKWh[k]).Times(formula.Of(1).Plus(t.share))
	})
	level := r.growth(r.Plan.PriceBase, planner.RentGrowthPerYear)
	r.again()
	held := make([][]formula.Num, len(r.Plan.Leases))
	for j := range r.Plan.Leases {
		held[j] = r.layHeld(j)
	}
	all := r.run.row(r.words("leased_kw"), r.Locale.ValueUnit("kW"), kw, func(k int) formula.Num {
		list := make([]formula.Num, len(held))
		for j := range held {
			list[j] = held[j][k]
		}
		return chain(list...)
	})
	for j := range r.Plan.Leases {
		r.book.operation.leases = append(r.book.operation.leases, r.layLease(j, held[j], all, price, level))
	}
}

// leasePath is where a lease stands in the plan.
func (r *running) leasePath(j int) string { return "leases/" + planner.PathName(r.Plan.Leases[j].Name) }

func (r *running) leaseTitle(j int) string {
	return r.Locale.Text(r.Plan.Leases[j].Title, r.Plan.Leases[j].Name)
}

// layHeld lays the kW of a lease that are contracted.
func (r *running) layHeld(j int) []formula.Num {
	path := r.leasePath(j)
	from, until, leased := r.in.plan(path+"/from"), r.in.plan(path+"/until"), r.in.plan(path+"/it_kw")
	months, zero := r.run.numbers(), formula.Of(0)
	return r.run.row(r.leaseTitle(j)+" · "+r.words("contracted_kw"), r.Locale.ValueUnit("kW"), kw, func(k int) formula.Num {
		left := leased
		for i := range r.Plan.Leases[j].Returns {
			back := path + "/returns/" + strconv.Itoa(i)
			left = left.Minus(formula.If(r.in.plan(back+"/month").AtMost(months[k]), r.in.plan(back+"/it_kw"), zero))
		}
		outside := formula.Or(months[k].Less(from), months[k].More(until))
		return formula.If(outside, zero, formula.Thousandths(formula.Max(zero, left)))
	})
}

// layLease lays what a lease carries and takes.
func (r *running) layLease(j int, held, all, price, level []formula.Num) (c leaseCells) {
	path, zero, one := r.leasePath(j), formula.Of(0), formula.Of(1)
	given, from, leased := r.in.plan(path+"/krw_per_kw_month"), r.in.plan(path+"/from"), r.in.plan(path+"/it_kw")
	rent := r.run.value(r.leaseTitle(j)+" · "+r.words("rent_price"), r.Locale.ValueUnit("KRW/kW/month"), decimal, formula.If(given.Is(zero), r.assumed(planner.RentKRWPerKWMonth), given))
	pue, months := r.assumed(planner.LeasePUE), r.op.numbers()
	r.op.section(r.leaseTitle(j))
	unit := r.Locale.ValueUnit("kW")
	c.kw = r.op.row(r.words("contracted_kw"), unit, kw, func(k int) formula.Num { return held[k] })
	c.used = r.op.row(r.words("used_it_kw"), unit, kw, func(k int) formula.Num {
		fits := formula.Min(one, all[k].Over(formula.Max(r.placement.outsidePeak[k], formula.Of(1e-9))))
		part := r.placement.outsideAverage[k].Times(fits).Times(held[k].Over(all[k]))
		return formula.If(held[k].Is(zero), zero, formula.Thousandths(part))
	})
	back := r.op.row(r.words("given_back_kw"), unit, kw, func(k int) formula.Num {
		return formula.If(months[k].Less(from), zero, formula.Thousandths(leased.Minus(held[k])))
	})
	c.energy, _, _ = r.op.summed(r.words("energy_kwh"), r.Locale.ValueUnit("kWh"), style{whole, derived}, func(k int) formula.Num {
		return formula.Thousandths(c.used[k].Times(pue).Times(r.hours[k]))
	})
	plain := style{won, derived}
	c.rent, _, _ = r.op.summed(r.words("rent_krw"), r.Locale.WonUnit(), plain, func(k int) formula.Num {
		return formula.Round(held[k].Times(rent).Times(level[k]))
	})
	c.energyKRW, _, _ = r.op.summed(r.words("lease_energy_krw"), r.Locale.WonUnit(), plain, func(k int) formula.Num { return formula.Round(c.energy[k].Times(price[k])) })
	c.total, _, _ = r.op.summed(r.words("total_krw"), r.Locale.WonUnit(), style{won, total}, func(k int) formula.Num { return formula.Total(c.rent[k], c.energyKRW[k]) })
	r.holdLease(j, &c, back)
	return c
}
