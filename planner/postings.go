package planner

import (
	"iter"
	"slices"
)

// Posting is what a cost line pays and commits in a month, in whole won.
type Posting struct {
	Line         int // index into cost_lines
	Month        Month
	ByBooks      bool // whether the books of the month are closed
	NetKRW       KRW  // paid, without VAT
	VATKRW       KRW  // VAT on it at the line's rate, whether the budget carries it or not
	CommittedKRW KRW  // ordered, as the budget counts it: with VAT where it carries that
}

// Postings goes through what every cost line pays and commits, line by line in
// the order of months, those of nothing left out. The net amounts of a line sum
// to its forecast, their VAT to its vat_krw. There are none where the result does
// not come from Evaluate.
func (r *Result) Postings() iter.Seq[Posting] {
	return func(yield func(Posting) bool) {
		if r.basis == nil {
			return
		}
		for i := range r.CostLines {
			for _, p := range r.postingsOf(i) {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// postingsOf lists the postings of a line. VAT follows the line's rate on what is
// paid to date, so that it sums to that of the line.
func (r *Result) postingsOf(i int) []Posting {
	l, p, through := &r.CostLines[i], &r.basis.costs.paid[i], r.basis.plan.Actuals.Through
	list := make([]Posting, 0, len(p.payments)+2)
	in := func(m Month) *Posting {
		at, found := slices.BinarySearchFunc(list, m, func(x Posting, m Month) int { return int(x.Month - m) })
		if !found {
			list = slices.Insert(list, at, Posting{Line: i, Month: m, ByBooks: m <= through})
		}
		return &list[at]
	}
	var with, net KRW // paid to date, with VAT that the budget carries and without
	for _, pay := range p.payments {
		with += pay.amount
		to := withoutVAT(l.ForecastKRW, p.total, with)
		x := in(pay.month)
		x.NetKRW += to - net
		x.VATKRW += l.vatOn(to) - l.vatOn(net)
		net = to
	}
	for _, order := range p.commitments {
		in(order.month).CommittedKRW += order.amount
	}
	if len(p.commitments) == 0 {
		in(p.committed).CommittedKRW += p.total
	}
	return slices.DeleteFunc(list, func(x Posting) bool { return x.NetKRW == 0 && x.VATKRW == 0 && x.CommittedKRW == 0 })
}
