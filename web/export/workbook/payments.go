package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// The columns of the sheet Payments, before the months.
const (
	paymentCode = iota + 1
	paymentTitle
	paymentSite
	paymentPhase
	paymentTotal
	paymentSum
	paymentGrid
)

func (b *book) openPayments() {
	s := b.sheet("payments")
	s.grid, s.head, s.side = paymentGrid, lineTop-1, paymentTitle
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.payments.note"), style{plain, note})
	s.months(3, b.ext)
	b.planned = block{s, lineTop, paymentGrid}
	for i, key := range []string{"code", "title", "site", "phase", "counted", "sum"} {
		s.text(lineTop-1, i+1, b.Locale.T("workbook.payments."+key), style{plain, heading})
	}
	for col, width := range map[int]float64{paymentCode: 34, paymentTitle: 34, paymentSite: 14, paymentPhase: 14, paymentTotal: 18, paymentSum: 18} {
		s.widths[col] = width
	}
}

// layEstimate lays what a line pays by month: its estimate, as the budget counts it,
// times the share paid by the end of the month, rounded, less what was paid
// before.
func (b *book) layEstimate(c *lineCells, paid []formula.Num) {
	s := b.sheet("payments")
	ph := &b.Plan.Sites[c.w.Site].Phases[c.w.Phase]
	s.text(c.row, paymentCode, c.w.Code, style{plain, label})
	s.text(c.row, paymentTitle, b.Locale.Text(c.w.Title, c.w.Code), style{plain, label})
	s.text(c.row, paymentSite, b.siteTitle(c.w.Site), style{plain, label})
	s.text(c.row, paymentPhase, b.Locale.Text(ph.Title, ph.Name), style{plain, label})
	counted := s.put(c.row, paymentTotal, c.counted, style{won, derived})
	before := formula.Of(0)
	for i := range b.ext {
		toDate := formula.Round(counted.Times(paid[i]))
		pay := toDate
		if i > 0 {
			pay = toDate.Minus(before)
		}
		before = toDate
		s.put(c.row, s.grid+i, pay, style{won, derived})
	}
	s.put(c.row, paymentSum, s.row(c.row, s.grid, s.grid+len(b.ext)-1).Sum(), style{won, total})
}

// closePayments lays what all lines pay by month, and holds that every line pays
// its estimate.
func (b *book) closePayments() {
	s := b.sheet("payments")
	last := lineTop + len(b.lines) - 1
	if last < lineTop {
		return
	}
	row := last + 2
	s.text(row, paymentTitle, b.Locale.T("workbook.lines.all"), style{plain, total})
	for col := paymentTotal; col < s.grid+len(b.ext); col++ {
		s.put(row, col, s.column(col, lineTop, last).Sum(), style{won, total})
	}
	months := s.row(row, s.grid, s.grid+len(b.ext)-1)
	b.foots("payments_across", s.name, won, s.ref(row, paymentSum), s.ref(row, paymentTotal))
	b.foots("payments_down", s.name, won, months.Sum(), s.ref(row, paymentSum))
}

// layInterest lays interest during construction below the terms: what was paid
// for the phase by the beginning of each month before it is energised. It returns
// the sum, in won-months, and how the interest is paid.
func (b *book) layInterest(w *planner.LineWorking, from int) (quantity formula.Num, c patternCells) {
	payments := b.sheet("payments")
	k := workKey{w.Site, w.Phase, w.Cost.Stage, -1}
	b.sheet("terms").at(b.sheet("terms").next(), 1)
	spent := b.term(k, "spent")
	for i := range b.ext {
		paid := formula.Of(0)
		if from < len(b.lines) {
			paid = payments.column(payments.grid+i, b.lines[from].row, b.lines[len(b.lines)-1].row).Sum()
		}
		if i > 0 {
			paid = spent.at[i-1].Plus(paid)
		}
		spent.put(i, paid, style{exactWon, derived})
	}
	balance := b.term(k, "balance")
	energised := balance.s.put(balance.row, termTo, b.schedule[w.Site][w.Phase].energised, style{whole, note})
	for i, m := range b.terms.months {
		before := formula.Of(0)
		if i > 0 {
			before = formula.If(m.Less(energised), spent.at[i-1], formula.Of(0))
		}
		balance.put(i, before, style{exactWon, derived})
	}
	weighed := b.term(k, "weighed")
	for i := range b.ext {
		to := balance.at[i]
		if i > 0 {
			to = weighed.at[i-1].Plus(to)
		}
		weighed.put(i, to, style{exactWon, derived})
	}
	quantity, all := weighed.divisor(exactWon)
	none := spent.s.row(spent.row, spent.s.grid, spent.s.grid+len(b.ext)-1).CountBelow(formula.Of(1))
	first := formula.Min(energised, none.Plus(month(b.ext[0]+1)))
	c.ordered = weighed.s.put(weighed.row, termFrom, first, style{whole, note})
	c.escalation = formula.Of(1)
	paid := b.term(k, "paid")
	for i := range b.ext {
		paid.put(i, weighed.at[i].Over(all), style{ratio, derived})
	}
	c.paid = paid.at
	quantity, _ = b.layQuantity(w, []term{{where: spent.s.name, number: quantity}})
	return quantity, c
}
