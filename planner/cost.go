package planner

import (
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
	payments    []duePayment
	total       KRW
	group       int          // index into groups
	committed   Month        // of all of it, where commitments lists none
	commitments []duePayment // with books
	leadTime    string
	asset       int // index into the asset classes, -1 where none covers it; by classify
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
	plan      *Plan
	ref       *Reference
	schedules []siteSchedules
	sites     []SiteResult
	book      []bookEntry
	profiles  []finance.Profile
	rates     []Factor // exchange rates in use, in the order of plan.ExchangeRates
	vat       *Factor
	costs     *costs
	total     KRW

	site, phase int // that are priced
	first       int // first line of the phase
	region      *NamedValue
	sums        codeSums // of the phase

	// Scratch of one phase, and slabs that the lines' lists are cut from.
	bill     []measured
	works    []stageWork
	patterns []pattern
	scratch  scratch
	factors  []Factor
	due      []duePayment
}

// priceAll prices every line of the cost book for every phase that has a
// quantity for it, shares of other lines after those, and interest during
// construction last. sites says how many racks are in use and when phases are
// energised. The error is *Invalid where an amount exceeds what won can count.
func priceAll(plan Plan, ref Reference, schedules []siteSchedules, sites []SiteResult) (*costs, error) {
	p := newPricing(&plan, &ref, schedules, sites)
	ends := make([]int, len(plan.Sites))
	for i := range plan.Sites {
		for j := range plan.Sites[i].Phases {
			p.enter(i, j)
			if err := p.priceBook(); err != nil {
				return nil, err
			}
			if err := p.priceInterest(); err != nil {
				return nil, err
			}
			p.order()
		}
		ends[i] = len(p.costs.lines)
	}
	from := 0
	for i, to := range ends {
		p.costs.bySite[i], from = p.costs.lines[from:to:to], to
	}
	return p.costs, nil
}

func newPricing(plan *Plan, ref *Reference, schedules []siteSchedules, sites []SiteResult) *pricing {
	most := (len(ref.Book.Entries) + 1) * countPhases(*plan)
	vat := ref.Book.VAT
	p := &pricing{
		plan: plan, ref: ref, schedules: schedules, sites: sites, book: newBook(plan, ref), profiles: newProfiles(ref.Book.Profiles), rates: newRates(plan.ExchangeRates),
		vat: &Factor{Name: "vat", Value: vat.Value, Unit: vat.Unit, Source: vat.Source, Assumption: vat.Assumption},
		costs: &costs{
			lines: make([]CostLine, 0, most), paid: make([]paidLine, 0, most), bySite: make([][]CostLine, len(plan.Sites)),
			orders: make([]Order, 0, 8*countPhases(*plan)), groups: ref.Book.Groups,
		},
		factors: make([]Factor, 0, 3*most),
		due:     make([]duePayment, 0, 12*most),
	}
	return p
}

// enter turns to the lines of another phase.
func (p *pricing) enter(site, phase int) {
	p.site, p.phase, p.first = site, phase, len(p.costs.lines)
	p.works, p.patterns = p.works[:0], p.patterns[:0]
	p.region = namedAt(p.ref.Book.Regions, p.siteOf().Region)
	p.sums.clear()
	p.scratch.payments, p.scratch.weights = p.scratch.payments[:0], p.scratch.weights[:0]
}

func (p *pricing) siteOf() *Site { return &p.plan.Sites[p.site] }

func (p *pricing) phaseOf() *Phase { return &p.siteOf().Phases[p.phase] }

func (p *pricing) priceBook() error {
	for _, share := range []bool{false, true} {
		for k := range p.book {
			e := &p.book[k]
			if (e.Driver.Per == PerShare) != share {
				continue
			}
			p.bill = p.measure(p.bill[:0], e)
			for _, m := range p.bill {
				if err := p.line(e, m); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// measure returns the quantities of an entry. A share counts as its unit price
// of the won that the lines it is taken of cost.
func (p *pricing) measure(dst []measured, e *bookEntry) []measured {
	switch e.Driver.Per {
	case PerShare:
		return one(dst, p.sums.of(e.Driver.Of))
	case PerSite:
		if p.sites[p.site].FeedKW < e.Driver.FromFeed {
			return dst
		}
	case PerRack:
		return one(dst, racksInUse(&p.sites[p.site], p.phaseOf().Name))
	}
	return billOf(dst, p.plan, p.siteOf(), p.phase, e.Driver)
}

func (p *pricing) line(e *bookEntry, m measured) error {
	s, price := p.siteOf(), &e.price
	paid := p.patternOf(payTerms{e.Stage, e.profile, e.lead, m.built, e.index})
	l := p.next()
	*l = CostLine{
		Code: e.Code, Title: e.Title, Group: groupOf(e.Code), Site: s.Name, Phase: p.phaseOf().Name,
		Quantity: m.quantity, Unit: e.Unit, Driver: e.Driver.Per, Kind: e.Driver.Kind, ShareOf: e.Driver.Of,
		UnitPrice: price.UnitPrice, Currency: price.Currency, PriceMonth: price.PriceMonth,
		UnitPriceKRW: price.UnitPrice, Class: price.Class, Stage: e.Stage, Ordered: paid.ordered,
		Source: price.Source, AsOf: e.AsOf, Assumption: price.assumption, Overridden: price.overridden,
		InBudget: e.covered && p.paysFor(s.Name),
	}
	if price.Currency != "KRW" {
		l.ExchangeRate = p.rateAt(price.Currency, paid.ordered)
		l.UnitPriceKRW = float64(price.UnitPrice * l.ExchangeRate.Value)
	}
	if e.Driver.Per != PerShare {
		l.Factors = p.factorsOf(e, m, paid)
	} else {
		l.Factors = []Factor{}
	}
	if !e.VATExempt {
		l.VAT = p.vat
	}
	if err := p.price(l, price.LowShare, price.HighShare); err != nil {
		return err
	}
	p.add(l, paid.payments, paid.weights, e.LeadTime)
	return nil
}

// next adds a line, to be filled in where it stands.
func (p *pricing) next() *CostLine {
	p.costs.lines = append(p.costs.lines, CostLine{})
	return &p.costs.lines[len(p.costs.lines)-1]
}

// paysFor reports whether the budget pays for a site.
func (p *pricing) paysFor(site string) bool {
	return len(p.plan.Budget.Sites) == 0 || slices.Contains(p.plan.Budget.Sites, site)
}

// order lists the equipment with a lead time that the phase needs, by kind and
// order-by month.
func (p *pricing) order() {
	from := len(p.costs.orders)
	for i := p.first; i < len(p.costs.lines); i++ {
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
			Site: l.Site, Phase: l.Phase, LeadTime: name, Title: lead.Title, LeadTimeMonths: lead.Months,
			Needed: l.Ordered + Month(lead.Months), OrderBy: l.Ordered, AmountKRW: l.AmountKRW,
		})
	}
}
