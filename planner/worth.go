package planner

import (
	"fmt"
	"math"

	"buildout/planner/finance"
)

// valuation is the money of a plan by month of its horizon and, where
// terminal_years asks for them, of so many years after it.
type valuation struct {
	plan    *Plan
	ref     *Reference
	r       *Result
	rate    float64
	months  int // of the horizon
	counted int // and of the terminal years
	built   builtAssets
	sites   running // operation of the sites
	own     running // and of leases until they are given back
	leased  running // the alternative
	size    float64 // won rounded so far, all taken as positive
}

// worth values what the plan pays against leasing the same load.
//
//	NPV = present lease - present capex - present opex + present residual
//
// Money of a month is discounted to the first month of the horizon, residual
// values from the end of the last month counted. What is due before the horizon
// counts in its first month, what is due after it in its last. The error is
// *Invalid where the amounts exceed what won can count.
func worth(plan Plan, ref Reference, r *Result, c *costs) (WorthResult, error) {
	v := newValuation(&plan, &ref, r, c)
	w := WorthResult{DiscountRate: v.rate, Assets: v.depreciate()}
	v.value(&w)
	v.month(&w)
	if v.size > float64(finance.MaxKRW) {
		return WorthResult{}, &Invalid{[]Fault{{
			Path: "demand", Found: fmt.Sprintf("%.3g won for sites, their operation and the lease of its load", v.size),
			Message: fmt.Sprintf("what the plan is worth exceeds %d won, which cannot be counted exactly; make demand, horizon, prices or growth smaller", int64(finance.MaxKRW)),
		}}}
	}
	return w, nil
}

// newValuation gathers the money of a result.
func newValuation(plan *Plan, ref *Reference, r *Result, c *costs) *valuation {
	v := &valuation{plan: plan, ref: ref, r: r, months: len(r.Months), rate: assumption(*ref, DiscountRate)}
	v.counted = v.months + int(math.Round(12*assumption(*ref, TerminalYears)))
	v.built = v.build(c)
	v.sites, v.own, v.leased = v.operate(), v.operate(), v.lease()
	v.own.rent, v.own.leasedEnergy = v.leases()
	return v
}

// won rounds an amount of a month.
func (v *valuation) won(amount float64) KRW {
	v.size += math.Abs(amount)
	rounded, _ := finance.Round(amount)
	return rounded
}

// value totals the flows, discounts them and compares.
func (v *valuation) value(w *WorthResult) {
	capex := v.built.paid
	opex, lease, sites := v.extend(v.own), v.extend(v.leased), v.extend(v.sites)
	net := make([]float64, v.counted+1)
	w.OwnKRW, w.LeaseByMonthKRW = make([]KRW, v.months), make([]KRW, v.months)
	for m := range v.counted {
		w.OpexKRW += opex[m]
		w.LeaseKRW += lease[m]
		net[m] = float64(lease[m] - opex[m])
		if m < v.months {
			w.CapexKRW += capex[m]
			net[m] -= float64(capex[m])
			w.OwnKRW[m], w.LeaseByMonthKRW[m] = w.CapexKRW+w.OpexKRW, w.LeaseKRW
		}
	}
	w.Payback, w.DiscountedPayback = v.payback(0, net), v.payback(v.rate, net)
	w.ResidualKRW = v.residual()
	net[v.counted] += float64(w.ResidualKRW)
	w.IRR, w.HasIRR = finance.IRR(net)

	residual := make([]KRW, v.counted+1)
	residual[v.counted] = w.ResidualKRW
	w.PresentCapexKRW = v.present(capex)
	w.PresentOpexKRW = v.present(opex)
	w.PresentLeaseKRW = v.present(lease)
	w.PresentResidualKRW = v.present(residual)
	w.NPVKRW = w.PresentLeaseKRW - w.PresentCapexKRW - w.PresentOpexKRW + w.PresentResidualKRW
	v.level(w, float64(w.PresentCapexKRW-w.PresentResidualKRW)+finance.Present(v.rate, sites))
}

// present is the present value of a flow, which is never more than its sum.
func (v *valuation) present(flow []KRW) KRW {
	amount, _ := finance.Round(finance.Present(v.rate, flow))
	return amount
}

// payback is the first month from which the running sum of net stays above 0.
func (v *valuation) payback(rate float64, net []float64) Month {
	m, ok := finance.Payback(rate, net[:v.counted])
	if !ok {
		return 0
	}
	return v.plan.Horizon.Start + Month(m)
}

// level divides what owning is worth now by the kW-months it is for, discounted
// alike.
func (v *valuation) level(w *WorthResult, owning float64) {
	usable, used, demand := make([]KW, v.counted), make([]KW, v.counted), make([]KW, v.counted)
	for m := range v.counted {
		from := v.source(m)
		for i := range v.r.Sites {
			usable[m] += v.r.Sites[i].UsableITKW[from]
		}
		for i := range v.r.Operation.Sites {
			used[m] += v.r.Operation.Sites[i].PeakKW[from]
		}
		demand[m] = v.r.Demand.PeakKW[from]
	}
	w.KRWPerUsableKW = over(float64(w.CapexKRW), float64(v.completeKW()))
	w.KRWPerKWMonth = over(owning, finance.Present(v.rate, usable))
	w.KRWPerUsedKWMonth = over(owning, finance.Present(v.rate, used))
	w.LeaseKRWPerKWMonth = over(float64(w.PresentLeaseKRW), finance.Present(v.rate, demand))
}

// over divides, and is 0 where there is nothing to divide by.
func over(amount, units float64) float64 {
	if units <= 0 {
		return 0
	}
	return finance.PerUsed(amount, units, 1)
}

// completeKW is the usable IT load of all sites with all energised.
func (v *valuation) completeKW() (sum KW) {
	for i := range v.r.Sites {
		sum += v.r.Sites[i].CompleteITKW
	}
	return sum
}
