package planner

import (
	"fmt"

	"buildout/planner/finance"
)

// settle puts the books in place of what the plan foresaw. Up to the last month
// whose books are closed, what they say is what was paid and committed; after
// it,
//
//	rest     = estimate - paid by the books, at least 0; 0 where the books settle the line
//	forecast = paid by the books + rest
//
// The rest keeps the estimate's prices. It is spread over the payments that were
// foreseen after the closed books, in proportion; where none is left, it falls in
// the month after them. So what was foreseen and is not in the books is paid
// later, not lost. Books are kept by cost code, site and phase: where several
// lines are priced under one, each has its share by its estimate.
//
// A payment commits what no order did, so that what is committed never trails
// what is paid. What the forecast holds above the books' commitments is committed
// when the line is ordered, or in the month after the books where that has passed.
// What was ordered above the forecast stands until the line is settled.
//
// VAT follows the line's rate on what is paid to date. The error is *Invalid
// where the books have a line that the plan has not, take back more than was paid,
// or hold more than won can count.
func (c *costs) settle(plan Plan) error {
	if plan.Actuals.Through.IsZero() {
		return nil
	}
	s := settling{costs: c, through: plan.Actuals.Through, vat: plan.Budget.VAT, entries: plan.Actuals.Entries}
	if s.read(plan); len(s.faults) == 0 {
		s.lines()
	}
	if len(s.faults) > 0 {
		return &Invalid{s.faults}
	}
	return nil
}

// settling is the books of a plan on their way into its cost lines.
type settling struct {
	costs   *costs
	through Month
	vat     VAT
	entries []Actual
	order   []int // of entries, by line and month
	upTo    []int // end, in order, of the entries of each line
	faults  []Fault
	slab    []duePayment

	// Scratch of one line.
	months  []bookedMonth
	weights []float64
	amounts []KRW
}

// bookedMonth is what the books of a line say of a month, summed from their
// beginning.
type bookedMonth struct {
	month           Month
	paid, committed KRW
}

// lines settles every line, those of one code, site and phase together.
func (s *settling) lines() {
	lines := s.costs.lines
	due := 0
	for i := range s.costs.paid {
		due += len(s.costs.paid[i].payments) + 2
	}
	s.slab = make([]duePayment, 0, due+2*len(lines)+2*len(s.order))
	var sum KRW
	for i, at := 0, 0; i < len(lines); {
		n := 1
		for i+n < len(lines) && lines[i+n].Code == lines[i].Code && lines[i+n].Phase == lines[i].Phase && lines[i+n].Site == lines[i].Site {
			n++
		}
		s.group(i, n, s.order[at:s.upTo[i]])
		at = s.upTo[i+n-1]
		for ; n > 0; n-- {
			sum += lines[i].ForecastKRW + lines[i].VATKRW
			i++
		}
		if sum > finance.MaxKRW {
			s.fault("actuals.entries", lines[i-1].Code, fmt.Sprintf("with its books the plan costs more than %d won, which cannot be counted exactly", int64(finance.MaxKRW)))
			return
		}
	}
}

// group settles n lines from the first on with the books that they share.
func (s *settling) group(first, n int, books []int) {
	var paid, committed KRW
	final := false
	for _, i := range books {
		paid += s.entries[i].PaidKRW
		final = final || s.entries[i].Final
	}
	if paid < 0 {
		last := books[len(books)-1]
		e := &s.entries[last]
		s.fault(entryPath(last)+".paid_krw", fmt.Sprint(int64(e.PaidKRW)),
			fmt.Sprintf("the books of %s for phase %s of site %s come to %d won; no more can be refunded than was paid", e.Code, s.costs.lines[first].Phase, e.Site, int64(paid)))
		return
	}
	for i := range n {
		s.weights = s.weights[:0]
		for j := range n {
			s.weights = append(s.weights, float64(s.costs.lines[first+j].AmountKRW))
		}
		s.months = s.months[:0]
		paid, committed = 0, 0
		for k := range books {
			e := &s.entries[books[k]]
			paid, committed = paid+e.PaidKRW, committed+e.CommittedKRW
			if k+1 == len(books) || s.entries[books[k+1]].Month > e.Month {
				s.months = append(s.months, bookedMonth{e.Month, s.shareOf(paid, i), s.shareOf(committed, i)})
			}
		}
		s.line(&s.costs.lines[first+i], &s.costs.paid[first+i], final)
	}
}

// shareOf returns what line i of a group has of a total, by their estimates.
func (s *settling) shareOf(total KRW, i int) KRW {
	s.amounts = finance.Split(s.amounts[:0], total, s.weights)
	return s.amounts[i]
}

// line settles a line with its books, in s.months.
func (s *settling) line(l *CostLine, p *paidLine, final bool) {
	next := s.through + 1
	if len(s.months) == 0 && p.committed >= next {
		return // all of it is yet to come
	}
	if n := len(s.months); n > 0 {
		l.PaidKRW, l.Final = s.months[n-1].paid, final
	}
	l.ForecastKRW = l.forecastAt(l.AmountKRW)
	l.VATKRW = l.vatOn(l.ForecastKRW)
	p.total = l.counted(l.ForecastKRW, s.vat)
	s.payments(l, p)
	s.commitments(l, p, final)
}

// payments writes what the books say was paid and what is left to pay.
func (s *settling) payments(l *CostLine, p *paidLine) {
	next, from := s.through+1, len(s.slab)
	var given KRW
	for _, m := range s.months {
		if paid := l.counted(m.paid, s.vat); paid != given {
			s.slab = append(s.slab, duePayment{m.month, paid - given})
			given = paid
		}
	}
	rest, weight := p.total-given, KRW(0)
	s.weights = s.weights[:0]
	for _, pay := range p.payments {
		if pay.month >= next && pay.amount > 0 {
			s.weights = append(s.weights, float64(pay.amount))
			weight += pay.amount
		}
	}
	switch {
	case rest == 0:
	case weight == 0:
		s.slab = append(s.slab, duePayment{next, rest})
	default:
		s.amounts = finance.Split(s.amounts[:0], rest, s.weights)
		at := 0
		for _, pay := range p.payments {
			if pay.month >= next && pay.amount > 0 {
				s.slab = append(s.slab, duePayment{pay.month, s.amounts[at]})
				at++
			}
		}
	}
	p.payments = s.slab[from:len(s.slab):len(s.slab)]
}

// commitments writes what the books say was committed and what is yet to be. No
// line is paid before it is ordered, so that this is in time for the payments
// after the books.
func (s *settling) commitments(l *CostLine, p *paidLine, final bool) {
	from := len(s.slab)
	var given KRW
	for i, m := range s.months {
		to := l.counted(max(m.committed, m.paid), s.vat)
		if final && i == len(s.months)-1 {
			to = p.total
		}
		if to != given {
			s.slab = append(s.slab, duePayment{m.month, to - given})
			given = to
		}
	}
	if rest := p.total - given; rest > 0 {
		s.slab = append(s.slab, duePayment{max(s.through+1, p.committed), rest})
	}
	p.commitments = s.slab[from:len(s.slab):len(s.slab)]
}

// vatOn returns the VAT on an amount at the line's rate, in whole won.
func (l *CostLine) vatOn(amount KRW) KRW {
	if l.VAT == nil {
		return 0
	}
	vat, _ := finance.Round(float64(amount) * l.VAT.Value)
	return vat
}

// counted returns what a budget that does or does not carry VAT counts for an
// amount of the line: with VAT where it pays for the line and must carry it.
func (l *CostLine) counted(amount KRW, vat VAT) KRW {
	if l.InBudget && vat == VATIncluded {
		return amount + l.vatOn(amount)
	}
	return amount
}
