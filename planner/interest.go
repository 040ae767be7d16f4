package planner

import "buildout/planner/finance"

// interestCode is the cost code of interest during construction.
const interestCode = "administrative_and_finance.interest_during_construction"

// priceInterest prices the interest on what is paid for the phase before it is
// energised, where the budget asks for it:
//
//	quantity = sum, over the months before it is energised, of what was paid by the beginning of the month, in won-months
//	interest = quantity * rate per year / 12
//
// It is simple interest, paid month by month as it accrues, on every line of the
// phase whether the budget covers that or not, without VAT that the budget does
// not carry. Its low and high estimates are in proportion to those of the lines.
func (p *pricing) priceInterest() error {
	asked := p.plan.Budget.ConstructionInterest
	if asked == nil {
		return nil
	}
	energised := p.sites[p.site].Phases[p.phase].Energised
	first, quantity := p.balances(energised)
	if quantity == 0 {
		return nil
	}
	l, low, high := p.interestLine(asked, first, quantity)
	if err := p.price(l, low, high); err != nil {
		return err
	}
	s := &p.scratch
	from := len(s.payments)
	for i := range s.balances {
		s.payments = append(s.payments, finance.Payment{Month: first + Month(i)})
	}
	p.add(l, s.payments[from:], s.balances, "")
	return nil
}

// interestLine adds the line of interest, not priced yet, and returns its low and
// high estimates over its amount.
func (p *pricing) interestLine(asked *ConstructionInterest, first Month, quantity float64) (l *CostLine, low, high float64) {
	var amount, least, most KRW
	for i := p.first; i < len(p.costs.lines); i++ {
		l := &p.costs.lines[i]
		amount, least, most = amount+l.AmountKRW, least+l.LowKRW, most+l.HighKRW
	}
	rate := asked.RatePerYear / 12
	l = p.next()
	*l = CostLine{
		Code: interestCode, Title: p.interestTitle(), Group: groupOf(interestCode), Site: p.siteOf().Name, Phase: p.phaseOf().Name,
		Quantity: quantity, Unit: "KRW-month", Driver: PerPaidMonth, UnitPrice: rate, Currency: "KRW", PriceMonth: p.plan.PriceBase,
		UnitPriceKRW: rate, Factors: []Factor{}, Class: "published", Stage: Commissioning, Ordered: first,
		Source: asked.Source, AsOf: p.plan.PriceBase.String(), Assumption: asked.Source == "", Overridden: true,
		InBudget: codeIn(interestCode, p.plan.Budget.Covers) && p.paysFor(p.siteOf().Name),
	}
	return l, float64(least) / float64(amount), float64(most) / float64(amount)
}

// balances leaves in scratch what was paid for the phase by the beginning of
// each month, from the first that has such a balance to the last before it is
// energised, and returns that first month and the sum.
func (p *pricing) balances(energised Month) (first Month, sum float64) {
	first = energised
	for i := p.first; i < len(p.costs.paid); i++ {
		for _, pay := range p.costs.paid[i].payments {
			if pay.amount != 0 {
				first = min(first, pay.month+1)
			}
		}
	}
	s := &p.scratch
	s.balances = s.balances[:0]
	for range energised - first {
		s.balances = append(s.balances, 0)
	}
	for i := p.first; i < len(p.costs.paid); i++ {
		for _, pay := range p.costs.paid[i].payments {
			if at := pay.month + 1 - first; pay.month+1 < energised {
				s.balances[at] += float64(pay.amount)
			}
		}
	}
	balance := 0.0
	for i := range s.balances {
		balance += s.balances[i]
		s.balances[i] = balance
		sum += balance
	}
	return first, sum
}

func (p *pricing) interestTitle() Text {
	for i := range p.costs.groups {
		for _, s := range p.costs.groups[i].Subsystems {
			if s.Code == interestCode {
				return s.Title
			}
		}
	}
	return Text{}
}
