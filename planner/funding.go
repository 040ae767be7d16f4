package planner

import (
	"cmp"
	"slices"
)

// fund draws every covered payment from the funding lines, month by month: from
// the first line, in their order, that covers the cost code, is approved by then,
// may still be drawn and has money left. Within a month, what fewer lines may pay
// is paid first, and what earlier lines may pay before what as many others may.
// What no line can pay is unfunded:
//
//	payments = drawn + unfunded
//
// What comes back goes to the last of the lines that paid. Without funding lines
// nothing is drawn or unfunded.
func fund(plan Plan, c *costs, cash []CashMonth, b *BudgetResult) {
	lines := plan.Budget.Funding
	b.Funding = make([]FundingResult, len(lines))
	if len(lines) == 0 {
		return
	}
	byYear := make([]KRW, len(lines)*len(b.Years))
	for i, f := range lines {
		b.Funding[i] = FundingResult{
			Name: f.Name, Title: f.Title, AmountKRW: f.AmountKRW, LeftKRW: f.AmountKRW, From: f.From, Until: f.Until,
			ByYearKRW: cut(&byYear, len(b.Years)),
		}
	}
	d := drawing{lines: b.Funding, firstYear: b.Years[0].Year}
	payments := fundedPayments(lines, c)
	for i := range payments.span {
		m := payments.first + Month(i)
		var unfunded KRW
		for k := range payments.sets {
			if amount := payments.due[k*payments.span+i]; amount > 0 {
				unfunded += d.draw(payments.sets[k], m, amount)
			} else if amount < 0 {
				unfunded += d.giveBack(payments.sets[k], m, amount)
			}
		}
		b.UnfundedKRW += unfunded
		if unfunded > 0 && b.unfundedFrom.IsZero() {
			b.unfundedFrom = m
		}
		if at := int(m - cash[0].Month); at >= 0 && at < len(cash) {
			cash[at].UnfundedKRW = unfunded
		}
	}
	for i := range b.Funding {
		f := &b.Funding[i]
		if f.LeftKRW > 0 {
			f.Exhausted = 0
		}
		if !f.Until.IsZero() {
			f.UnspentKRW = f.LeftKRW
		}
	}
}

// drawing is funding lines that are being drawn.
type drawing struct {
	lines     []FundingResult
	firstYear int
}

// draw pays an amount in a month from lines of a set and returns what none of
// them can pay.
func (d *drawing) draw(set []int, m Month, amount KRW) (unfunded KRW) {
	for _, i := range set {
		f := &d.lines[i]
		if f.From > m || !f.Until.IsZero() && f.Until < m || f.LeftKRW == 0 {
			continue
		}
		part := min(amount, f.LeftKRW)
		d.move(f, m, part)
		if amount -= part; amount == 0 {
			return 0
		}
	}
	return amount
}

// giveBack puts a negative amount back into the last lines of a set that paid,
// and returns what none of them did.
func (d *drawing) giveBack(set []int, m Month, amount KRW) (unfunded KRW) {
	for _, i := range slices.Backward(set) {
		f := &d.lines[i]
		part := max(amount, -f.DrawnKRW)
		d.move(f, m, part)
		if amount -= part; amount == 0 {
			return 0
		}
	}
	return amount
}

func (d *drawing) move(f *FundingResult, m Month, amount KRW) {
	if amount == 0 {
		return
	}
	f.DrawnKRW += amount
	f.LeftKRW -= amount
	f.ByYearKRW[min(max(m.Year()-d.firstYear, 0), len(f.ByYearKRW)-1)] += amount
	f.Exhausted = m
}

// duePayments is the covered payments of every month by the funding lines that
// may pay them.
type duePayments struct {
	sets  [][]int // of funding lines, the smaller ones first
	first Month
	span  int   // months
	due   []KRW // of each set by month
}

func fundedPayments(lines []FundingLine, c *costs) duePayments {
	var p duePayments
	setOf := p.findSets(lines, c)
	var last Month
	for i := range c.paid {
		if setOf[i] < 0 {
			continue
		}
		for _, pay := range c.paid[i].payments {
			if p.first.IsZero() || pay.month < p.first {
				p.first = pay.month
			}
			last = max(last, pay.month)
		}
	}
	if last.IsZero() {
		return duePayments{}
	}
	p.span = int(last-p.first) + 1
	place := p.narrowFirst()
	p.due = make([]KRW, len(p.sets)*p.span)
	for i, k := range setOf {
		if k < 0 {
			continue
		}
		row := p.due[place[k]*p.span:]
		for _, pay := range c.paid[i].payments {
			row[pay.month-p.first] += pay.amount
		}
	}
	return p
}

// findSets finds, of each cost line, the set of funding lines that may pay it;
// -1 where the budget does not pay for it.
func (p *duePayments) findSets(lines []FundingLine, c *costs) []int {
	setOf := make([]int, len(c.lines))
	var set []int
	for i := range c.lines {
		code := c.lines[i].Code
		if setOf[i] = -1; !c.lines[i].InBudget {
			continue
		}
		if i > 0 && code == c.lines[i-1].Code && setOf[i-1] >= 0 {
			setOf[i] = setOf[i-1]
			continue
		}
		set = set[:0]
		for k := range lines {
			if len(lines[k].Covers) == 0 || codeIn(code, lines[k].Covers) {
				set = append(set, k)
			}
		}
		setOf[i] = slices.IndexFunc(p.sets, func(s []int) bool { return slices.Equal(s, set) })
		if setOf[i] < 0 {
			setOf[i] = len(p.sets)
			p.sets = append(p.sets, slices.Clone(set))
		}
	}
	return setOf
}

// narrowFirst sorts the sets by their number of lines, and those of as many by
// which lines they are, and returns where each went.
func (p *duePayments) narrowFirst() (place []int) {
	order := make([]int, len(p.sets))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(len(p.sets[a])-len(p.sets[b]), slices.Compare(p.sets[a], p.sets[b]))
	})
	place = make([]int, len(order))
	sets := make([][]int, len(order))
	for at, k := range order {
		place[k], sets[at] = at, p.sets[k]
	}
	p.sets = sets
	return place
}
