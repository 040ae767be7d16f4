package workbook

import "buildout/planner/formula"

// worthFigures is how many rows the figures at the head of the sheet take.
const worthFigures = 19

// figures lays what the plan is worth at the head of the sheet.
func (w *worth) figures(irr formula.Num) {
	r, c, unit := &w.Result.Worth, &w.worth, w.Locale.WonUnit()
	w.at = worthHead
	figure := func(key string, n formula.Num, want float64) formula.Num {
		cell := w.value(key, unit, won, n)
		w.agrees("worth", w.words(key), won, []formula.Num{cell}, []float64{want})
		return cell
	}
	w.at++ // the NPV, which goes back to figures below it
	c.capex = figure("capex", c.capex, float64(r.CapexKRW))
	c.opex = figure("opex", c.opex, float64(r.OpexKRW))
	c.residual = figure("residual", c.residual, float64(r.ResidualKRW))
	c.lease = figure("lease_all", c.lease, float64(r.LeaseKRW))
	capex := figure("present_capex", formula.Round(w.present.capex), float64(r.PresentCapexKRW))
	opex := figure("present_opex", formula.Round(w.present.opex), float64(r.PresentOpexKRW))
	lease := figure("present_lease", formula.Round(w.present.lease), float64(r.PresentLeaseKRW))
	residual := figure("present_residual", formula.Round(w.present.residual), float64(r.PresentResidualKRW))
	below := w.at
	w.at = worthHead
	c.npv = figure("npv", lease.Minus(capex).Minus(opex).Plus(residual), float64(r.NPVKRW))
	w.at = below
	c.irr = w.value("irr", "", share, irr)
	w.nears("worth_rate", w.words("irr"), share, []formula.Num{c.irr}, []float64{r.IRR}, 1e-6)
	c.payback = w.paidBack("payback", c.payback, float64(r.Payback))
	c.discounted = w.paidBack("discounted_payback", c.discounted, float64(r.DiscountedPayback))
	owning := capex.Minus(residual).Plus(w.present.sites)
	c.perUsable = w.perKW("per_usable_kw", "KRW/kW", c.capex, w.completeKW, r.KRWPerUsableKW)
	c.perMonth = w.perKW("per_kw_month", "KRW/kW-month", owning, w.present.usable, r.KRWPerKWMonth)
	c.perUsed = w.perKW("per_used_kw_month", "KRW/kW-month", owning, w.present.used, r.KRWPerUsedKWMonth)
	c.leased = w.perKW("lease_per_kw_month", "KRW/kW-month", lease, w.present.demand, r.LeaseKRWPerKWMonth)
	c.costOfMonth = figure("cost", w.costs, float64(r.CostKRW))
	c.perMonthByAnnuity = w.perKW("annuity_per_kw_month", "KRW/kW-month", c.costOfMonth, w.completeKW, r.CostPerKWMonth)
}

// paidBack writes a month of payback, blank where there is none, and returns its
// number.
func (w *worth) paidBack(key string, n formula.Num, want float64) formula.Num {
	w.name(key, "", label)
	w.s.putMonthIf(w.at, worthValue, n, derived)
	w.agrees("payback", w.words(key), whole, []formula.Num{n}, []float64{want})
	return n
}

// perKW writes an amount over kW or kW-months; 0 where there are none.
func (w *worth) perKW(key, unit string, amount, units formula.Num, want float64) formula.Num {
	zero := formula.Of(0)
	cell := w.value(key, w.Locale.ValueUnit(unit), won, formula.If(units.AtMost(zero), zero, amount.Over(units)))
	w.nears("worth_per_kw", w.words(key), won, []formula.Num{cell}, []float64{want}, 0.001)
	return cell
}

// checkWorth holds the flows against the program month by month, and the net
// flow against what it is made of.
func (w *worth) checkWorth() {
	r, c := &w.Result.Worth, &w.worth
	w.agrees("worth_month", w.words("own_to_date"), won, c.own, floats(r.OwnKRW))
	w.agrees("worth_month", w.words("lease_to_date"), won, c.leaseToDate, floats(r.LeaseByMonthKRW))
	w.foots("net_flow", w.s.name, won, w.netFlow().Sum(), c.lease.Minus(c.opex).Minus(c.capex).Plus(c.residual))
}
