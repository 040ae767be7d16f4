package planner

import (
	"fmt"

	"buildout/planner/finance"
)

// factorsOf lists what a unit price is multiplied by, in order: the size of the
// module, the move of prices from the month of the price to the price base and
// on to the months of payment, the region, the fee, the contingency of the class.
// The exchange rate comes before them all, in the unit price in won, and VAT
// after them, beside the amount.
func (p *pricing) factorsOf(e *bookEntry, m measured, paid *pattern) []Factor {
	from := len(p.factors)
	add := func(name string, value float64, source string, assumption bool) {
		p.factors = append(p.factors, Factor{name, value, "price ratio", source, assumption})
	}
	if m.scale != 1 {
		add("scale", m.scale, e.Source, e.Assumption)
	}
	if e.base != 1 {
		add("price_base", e.base, e.index.source, e.index.assumption)
	}
	add("escalation", paid.escalation, e.index.source, e.index.assumption)
	region := p.region
	if region.Value != 1 {
		add("region", region.Value, region.Source, region.Assumption)
	}
	if e.Fee != "" {
		add("fee", 1+e.fee.Value, e.fee.Source, e.fee.Assumption)
	}
	add("contingency", 1+e.contingency.Value, e.contingency.Source, e.contingency.Assumption)
	return p.factors[from:len(p.factors):len(p.factors)]
}

// price rounds the line once and refuses what won cannot count. low and high
// are its estimates over the amount.
func (p *pricing) price(l *CostLine, low, high float64) error {
	won := l.Quantity * l.UnitPriceKRW
	for i := range l.Factors {
		won *= l.Factors[i].Value
	}
	var ok, okLow, okHigh bool
	okVAT := true
	l.AmountKRW, ok = finance.Round(won)
	l.LowKRW, okLow = finance.Round(won * low)
	l.HighKRW, okHigh = finance.Round(won * high)
	l.ForecastKRW = l.AmountKRW
	if l.VAT != nil {
		l.VATKRW, okVAT = finance.Round(float64(l.AmountKRW) * l.VAT.Value)
	}
	p.total += l.AmountKRW + l.VATKRW
	if !ok || !okLow || !okHigh || !okVAT || p.total > finance.MaxKRW {
		return &Invalid{[]Fault{{
			Path: "sites", Found: fmt.Sprintf("%s of site %s at %.3g won", l.Code, l.Site, won),
			Message: fmt.Sprintf("the plan costs more than %d won, which cannot be counted exactly; make quantities or prices smaller", int64(finance.MaxKRW)),
		}}}
	}
	return nil
}
