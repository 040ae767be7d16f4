package planner

import (
	"fmt"
	"slices"

	"buildout/planner/finance"
)

// costs is every priced line of a plan with the months it is paid in.
type costs struct {
	lines  []CostLine
	paid   []paidLine // of each line
	bySite [][]CostLine
	orders []Order
	groups []CostGroup
}

// paidLine is how a line is paid, as the budget counts it: with VAT where the
// budget pays for the line and must carry VAT.
type paidLine struct {
	payments  []duePayment
	total     KRW
	group     int // index into groups
	committed Month
	leadTime  string
}

type duePayment struct {
	month  Month
	amount KRW
}

func countPhases(plan Plan) int {
	n := 0
	for i := range plan.Sites {
		n += len(plan.Sites[i].Phases)
	}
	return n
}

// pricing is what the lines of a plan have in common.
type pricing struct {
	plan      Plan
	ref       Reference
	schedules []siteSchedules
	index     priceIndex
	costs     *costs
	total     KRW

	// Scratch of one line, and slabs that the lines' lists are cut from.
	bill     []measured
	payments []finance.Payment
	weights  []float64
	amounts  []KRW
	factors  []Factor
	due      []duePayment
}

// priceAll prices every line of the cost book for every phase that has a
// quantity for it, shares of other lines last. The error is *Invalid where an
// amount exceeds what won can count.
func priceAll(plan Plan, ref Reference, schedules []siteSchedules) (*costs, error) {
	p := pricing{plan: plan, ref: ref, schedules: schedules, index: newPriceIndex(plan, ref), costs: &costs{groups: ref.Book.Groups, orders: []Order{}}}
	most := len(ref.Book.Entries) * countPhases(plan)
	p.costs.lines = make([]CostLine, 0, most)
	p.costs.paid = make([]paidLine, 0, most)
	p.factors = make([]Factor, 0, 3*most)
	p.due = make([]duePayment, 0, 20*most)
	for i := range plan.Sites {
		s := &plan.Sites[i]
		from := len(p.costs.lines)
		for j := range s.Phases {
			first := len(p.costs.lines)
			if err := p.phase(s, i, j, first); err != nil {
				return nil, err
			}
			p.order(s, j, first)
		}
		p.costs.bySite = append(p.costs.bySite, p.costs.lines[from:])
	}
	return p.costs, nil
}

func (p *pricing) phase(s *Site, site, phase, first int) error {
	for _, share := range []bool{false, true} {
		for k := range p.ref.Book.Entries {
			e := &p.ref.Book.Entries[k]
			if (e.Driver.Per == PerShare) != share {
				continue
			}
			p.bill = p.measure(p.bill[:0], s, phase, e, first)
			for _, m := range p.bill {
				if err := p.line(s, site, phase, e, m); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// measure returns the quantities of an entry. A share counts as its unit price
// of the won that the lines it is taken of cost.
func (p *pricing) measure(dst []measured, s *Site, phase int, e *CostEntry, first int) []measured {
	if e.Driver.Per != PerShare {
		return billOf(dst, p.plan, s, phase, e.Driver)
	}
	var base KRW
	for i := first; i < len(p.costs.lines); i++ {
		l := &p.costs.lines[i]
		if slices.ContainsFunc(e.Driver.Of, func(prefix string) bool { return codeWithin(l.Code, prefix) }) {
			base += l.AmountKRW
		}
	}
	return one(dst, float64(base))
}

func (p *pricing) line(s *Site, site, phase int, e *CostEntry, m measured) error {
	ordered, first, last := p.window(site, phase, e, m)
	price := p.priceOf(e)
	profile := profileOf(p.ref, e.Profile)
	p.payments = profile.Payments(p.payments[:0], ordered, first, last)
	l := CostLine{
		Code: e.Code, Title: e.Title, Group: groupOf(e.Code), Site: s.Name, Phase: s.Phases[phase].Name,
		Quantity: m.quantity, Unit: e.Unit, UnitPrice: price.UnitPrice, Currency: price.Currency,
		UnitPriceKRW: price.UnitPrice, Stage: e.Stage, Ordered: ordered,
		Source: price.Source, Assumption: price.assumption, Overridden: price.overridden,
		InBudget: inBudget(p.plan.Budget, e.Code, s.Name),
	}
	if price.Currency != "KRW" {
		rate := rateAt(p.plan.ExchangeRates, price.Currency, ordered)
		l.ExchangeRate = &Factor{Name: "exchange_rate", Value: rate.KRW, Unit: "KRW/" + price.Currency, Source: rate.Month.String() + ", " + rate.Source}
		l.UnitPriceKRW = float64(price.UnitPrice * rate.KRW)
	}
	if e.Driver.Per != PerShare {
		l.Factors = p.factorsOf(s, e, price, m)
	} else {
		l.Factors = []Factor{}
	}
	if err := p.price(&l, e); err != nil {
		return err
	}
	p.costs.lines = append(p.costs.lines, l)
	p.costs.paid = append(p.costs.paid, p.pay(&l, e.LeadTime))
	return nil
}

// factorsOf lists what a unit price is multiplied by, in order: the size of the
// module, the move of prices from the month of the price to the price base and
// on to the months of payment, the region, the contingency of the class.
func (p *pricing) factorsOf(s *Site, e *CostEntry, price entryPrice, m measured) []Factor {
	from := len(p.factors)
	add := func(name string, value float64, source string) {
		p.factors = append(p.factors, Factor{name, value, "price ratio", source})
	}
	if m.scale != 1 {
		add("scale", m.scale, e.Source)
	}
	if base := p.index.at(p.plan.PriceBase) / p.index.at(price.PriceMonth); base != 1 {
		add("price_base", base, p.index.source)
	}
	escalation := 0.0
	for _, pay := range p.payments {
		escalation += float64(pay.Share * p.index.at(pay.Month))
	}
	add("escalation", escalation/p.index.at(p.plan.PriceBase), p.index.source)
	region := named(p.ref.Book.Regions, s.Region)
	if region.Value != 1 {
		add("region", region.Value, region.Source)
	}
	contingency := named(p.ref.Book.Contingency, e.Class)
	add("contingency", 1+contingency.Value, contingency.Source)
	return p.factors[from:len(p.factors):len(p.factors)]
}

// price rounds the line once and refuses what won cannot count.
func (p *pricing) price(l *CostLine, e *CostEntry) error {
	won := l.Quantity * l.UnitPriceKRW
	for _, f := range l.Factors {
		won *= f.Value
	}
	var ok, okLow, okHigh, okVAT bool
	l.AmountKRW, ok = finance.Round(won)
	l.LowKRW, okLow = finance.Round(won * e.LowShare)
	l.HighKRW, okHigh = finance.Round(won * e.HighShare)
	l.VATKRW, okVAT = finance.Round(float64(l.AmountKRW) * p.ref.Book.VAT.Value)
	if e.VATExempt {
		l.VATKRW = 0
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

// pay spreads the line over its payments in whole won. Each payment weighs its
// share at the price level of its month. The line is committed whole when it is
// ordered, or with its first payment if that is earlier.
func (p *pricing) pay(l *CostLine, leadTime string) paidLine {
	p.weights = p.weights[:0]
	for _, pay := range p.payments {
		p.weights = append(p.weights, pay.Share*p.index.at(pay.Month))
	}
	d := paidLine{
		total: l.AmountKRW + p.countedVAT(l), committed: l.Ordered, leadTime: leadTime,
		group: slices.IndexFunc(p.costs.groups, func(g CostGroup) bool { return g.Code == l.Group }),
	}
	p.amounts = finance.Split(p.amounts[:0], d.total, p.weights)
	from := len(p.due)
	for i, amount := range p.amounts {
		p.due = append(p.due, duePayment{p.payments[i].Month, amount})
		d.committed = min(d.committed, p.payments[i].Month)
	}
	d.payments = p.due[from:len(p.due):len(p.due)]
	return d
}

// countedVAT is the line's VAT where the budget pays for the line and must
// carry VAT.
func (p *pricing) countedVAT(l *CostLine) KRW {
	if l.InBudget && p.plan.Budget.VAT == VATIncluded {
		return l.VATKRW
	}
	return 0
}

// window returns when a line is ordered and in which months its work is done.
// What the plan wants by a month of its own, a route between sites, takes as
// many months as its stage and is ready then.
func (p *pricing) window(site, phase int, e *CostEntry, m measured) (ordered, first, last Month) {
	first, last = p.schedules[site][phase].window(e.Stage)
	if !m.built.IsZero() {
		first, last = m.built-1-(last-first), m.built-1
	}
	return first - Month(leadTimeOf(p.ref, e.LeadTime).Months), first, last
}

// order lists the equipment with a lead time that a phase needs, by kind and
// order-by month.
func (p *pricing) order(s *Site, phase, first int) {
	from := len(p.costs.orders)
	for i := first; i < len(p.costs.lines); i++ {
		l, name := &p.costs.lines[i], p.costs.paid[i].leadTime
		if name == "" {
			continue
		}
		list := p.costs.orders[from:]
		at := slices.IndexFunc(list, func(o Order) bool { return o.LeadTime == name && o.OrderBy == l.Ordered })
		if at >= 0 {
			list[at].AmountKRW += l.AmountKRW
			continue
		}
		lead := leadTimeOf(p.ref, name)
		p.costs.orders = append(p.costs.orders, Order{
			Site: s.Name, Phase: s.Phases[phase].Name, LeadTime: name, Title: lead.Title, LeadTimeMonths: lead.Months,
			Needed: l.Ordered + Month(lead.Months), OrderBy: l.Ordered, AmountKRW: l.AmountKRW,
		})
	}
}
