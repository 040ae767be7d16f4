package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// layNet lays what the plan saves against the lease, and both to date.
func (w *worth) layNet() {
	w.section("net")
	w.net = w.row("net_flow", w.Locale.WonUnit(), style{won, total}, 0, w.number, func(m int) formula.Num {
		return w.lease[m].Minus(w.opex[m]).Minus(w.capex[m])
	})
	w.flowRow = w.at
	w.worth.residual = w.off.residual
	w.net = append(w.net, w.s.put(w.at, worthGrid+w.number, w.off.residual, style{won, total}))
	w.s.put(w.at, worthValue, w.netFlow().Sum(), style{won, total})
	w.worth.own = w.running("own_to_date", w.Locale.WonUnit(), won, 0, w.months, func(m int, last formula.Num) formula.Num {
		return last.Plus(w.capex[m]).Plus(w.opex[m])
	})
	w.worth.leaseToDate = w.running("lease_to_date", w.Locale.WonUnit(), won, 0, w.months, func(m int, last formula.Num) formula.Num {
		return last.Plus(w.lease[m])
	})
}

// netFlow is the net flow with the residual at its end.
func (w *worth) netFlow() formula.Range {
	return w.s.row(w.flowRow, worthGrid, worthGrid+w.number)
}

// layKW lays the kW that levelised costs are for.
func (w *worth) layKW() {
	w.section("kw")
	unit := w.Locale.ValueUnit("kW")
	w.usableKW = w.row("usable", unit, style{kw, derived}, 0, w.number, func(m int) formula.Num {
		return sumInOrder(len(w.states), func(i int) formula.Num { return w.states[i].usable[w.source(m)] })
	})
	w.usedKW = w.row("used", unit, style{kw, derived}, 0, w.number, func(m int) formula.Num {
		return sumInOrder(len(w.operation.sites), func(i int) formula.Num { return w.operation.sites[i].peak[w.source(m)] })
	})
	w.demandKW = w.row("demand", unit, style{kw, derived}, 0, w.number, func(m int) formula.Num { return w.demand.peak[w.source(m)] })
	w.completeKW = formula.Of(0)
	for i := range w.Result.Sites {
		complete := w.s.put(w.nameComplete(i), worthValue, formula.Of(float64(w.Result.Sites[i].CompleteITKW)), style{kw, fixed})
		if w.completeKW = w.completeKW.Plus(complete); i == 0 {
			w.completeKW = complete
		}
	}
}

// nameComplete writes that the next row is what a site may carry with all of it
// energised, and returns it.
func (w *worth) nameComplete(site int) int {
	w.name("complete", w.Locale.ValueUnit("kW"), label)
	w.s.text(w.at, worthItem, w.Locale.T("workbook.worth.complete", "site", w.siteTitle(site)), style{plain, label})
	return w.at
}

// sumInOrder adds numbers one after another, which need not be whole.
func sumInOrder(n int, of func(i int) formula.Num) formula.Num {
	if n == 0 {
		return formula.Of(0)
	}
	sum := of(0)
	for i := 1; i < n; i++ {
		sum = sum.Plus(of(i))
	}
	return sum
}

// presentCells is what flows are worth in the first month.
type presentCells struct {
	capex, opex, sites, lease, residual, usable, used, demand formula.Num
}

// layPresent lays what the flows are worth in the first month, and from which
// month on owning has cost less.
func (w *worth) layPresent() {
	w.section("present")
	rate := w.value("discount_rate", "", share, w.assumed(planner.DiscountRate))
	w.name("discount_steps", "", label)
	root := w.s.twelfthRoot(w.at, worthGrid, rate)
	w.v = w.value("month_later", "", ratio, formula.Of(1).Over(root))
	unit := w.Locale.WonUnit()
	w.present.capex = w.presentOf("present_capex", unit, won, w.capex)
	w.present.opex = w.presentOf("present_opex", unit, won, w.opex)
	w.present.sites = w.presentOf("present_sites", unit, won, w.sites)
	w.present.lease = w.presentOf("present_lease", unit, won, w.lease)
	residual := make([]formula.Num, w.number+1)
	residual[w.number] = w.net[w.number]
	w.present.residual = w.presentOf("present_residual", unit, won, residual)
	unit = w.Locale.ValueUnit("kW-month")
	w.present.usable = w.presentOf("present_usable", unit, kw, w.usableKW)
	w.present.used = w.presentOf("present_used", unit, kw, w.usedKW)
	w.present.demand = w.presentOf("present_demand", unit, kw, w.demandKW)
	w.layPayback()
}

// presentOf lays what a flow is worth in each month from that month on, from the
// last to the first:
//
//	worth(m) = worth(m+1) * v + flow(m)
func (w *worth) presentOf(key, unit string, f format, flow []formula.Num) formula.Num {
	w.name(key, unit, label)
	var later formula.Num
	for m := len(flow) - 1; m >= 0; m-- {
		n := flow[m]
		switch {
		case m == len(flow)-1:
		case n.IsLiteral() && n.V == 0:
			n = later.Times(w.v)
		default:
			n = later.Times(w.v).Plus(n)
		}
		later = w.s.put(w.at, worthGrid+m, n, style{f, derived})
	}
	return later
}

// layPayback lays the net flow to date, as it is and discounted, and the first
// month from which each stays above 0.
func (w *worth) layPayback() {
	unit := w.Locale.WonUnit()
	one := formula.Of(1)
	discount := w.running("discount", "", ratio, 0, w.number, func(m int, last formula.Num) formula.Num {
		if m == 0 {
			return one
		}
		return last.Times(w.v)
	})
	w.worth.payback = w.stays("payback", w.running("net_to_date", unit, won, 0, w.number, func(m int, last formula.Num) formula.Num {
		return last.Plus(w.net[m])
	}))
	w.worth.discounted = w.stays("discounted_payback", w.running("net_discounted", unit, won, 0, w.number, func(m int, last formula.Num) formula.Num {
		return last.Plus(w.net[m].Times(discount[m]))
	}))
}

// stays lays from which month on a row stays above 0, and returns the month; 0
// where it ends at or below.
func (w *worth) stays(key string, row []formula.Num) formula.Num {
	zero, one := formula.Of(0), formula.Of(1)
	w.name("stays", "", label)
	for m := len(row) - 1; m >= 0; m-- {
		after := one
		if m < len(row)-1 {
			after = w.s.ref(w.at, worthGrid+m+1)
		}
		w.s.put(w.at, worthGrid+m, formula.If(row[m].More(zero), after, zero), style{whole, derived})
	}
	months := w.s.row(w.at, worthGrid, worthGrid+len(row)-1).Sum()
	behind := month(w.horizon()[0]).Plus(formula.Of(float64(len(row))))
	w.name(key+"_month", "", label)
	return w.s.put(w.at, worthValue, formula.If(months.Is(zero), zero, behind.Minus(months)), style{whole, derived})
}
