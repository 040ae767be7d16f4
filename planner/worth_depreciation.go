package planner

import (
	"buildout/planner/finance"
)

// depreciate writes every asset class off, from the month after its phase is
// energised. Until then its book value is what was paid for it, then its whole
// cost less what is written off. Each amount of a phase is rounded, so that
// depreciation and book values foot.
func (v *valuation) depreciate() []AssetResult {
	years := v.built.years
	list := make([]AssetResult, 0, len(v.ref.Assets))
	slab := make([]KRW, 2*years*len(v.ref.Assets))
	for i := range v.ref.Assets {
		class := &v.ref.Assets[i]
		cost := v.built.costOf(i)
		if cost == 0 {
			continue
		}
		a := AssetResult{
			Name: class.Name, Title: class.Title, CostKRW: cost, LifeYears: class.LifeYears, Method: class.Method,
			Source: class.Source, Assumption: class.Assumption,
			ByYearKRW: slab[:years:years], BookKRW: slab[years : 2*years : 2*years],
		}
		slab = slab[2*years:]
		for j := range v.built.phases {
			v.writeOff(&a, class, &v.built.phases[j], i)
		}
		list = append(list, a)
	}
	return list
}

// writeOff adds a phase's depreciation and book values of an asset class.
func (v *valuation) writeOff(a *AssetResult, class *AssetClass, phase *builtPhase, index int) {
	first, last := v.r.Months[0], v.r.Months[v.months-1]
	paid := phase.paid[index*v.built.years : (index+1)*v.built.years]
	cost := phase.cost[index]
	before := class.book(cost, phase, first-1)
	var toDate KRW
	for y := range a.BookKRW {
		end := min(finance.MonthOf(first.Year()+y, 12), last)
		toDate += paid[y]
		if !phase.inUse(end) {
			a.BookKRW[y] += toDate
			continue
		}
		after := class.book(cost, phase, end)
		a.BookKRW[y] += after
		a.ByYearKRW[y] += before - after
		before = after
	}
}

// inUse reports whether the phase is energised by the end of a month.
func (p *builtPhase) inUse(end Month) bool { return !p.energised.IsZero() && p.energised <= end }

// book returns what is left of a cost at the end of a month; the whole before
// the phase is energised.
func (c *AssetClass) book(cost KRW, phase *builtPhase, end Month) KRW {
	if !phase.inUse(end) {
		return cost
	}
	d := finance.Depreciation{Method: c.Method, Years: c.LifeYears, ResidualShare: c.ResidualShare}
	return KRW(toNearest(float64(cost) * d.Book(float64(end-phase.energised))))
}

// residual sums the book values of all that counts at the end of the last
// month counted.
func (v *valuation) residual() (sum KRW) {
	end := v.plan.Horizon.Start + Month(v.counted-1)
	for i := range v.ref.Assets {
		class := &v.ref.Assets[i]
		if !class.counts() {
			continue
		}
		for j := range v.built.phases {
			phase := &v.built.phases[j]
			if cost := phase.cost[i]; cost != 0 {
				sum += class.book(cost, phase, end)
			}
		}
	}
	return sum
}
