package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// The columns of the sheet Cash by month.
const (
	cashTitle = iota + 1
	cashTotal
	cashBefore
	cashGrid

	cashFirst = 6 // row
)

// cashRow is amounts by month of the horizon, with those before and after it.
type cashRow struct {
	row                  int
	before, after, total formula.Num
	by                   []formula.Num
}

// cashFlows is the rows of the sheet Cash by month.
type cashFlows struct {
	groups                                                []cashRow // paid, by cost group
	paid, byBooks, outside, committed, approved, unfunded cashRow
	paidToDate, committedToDate, approvedToDate, left     cashRow
}

// layCashMonths lays the sheet Cash by month.
func (b *book) layCashMonths() {
	s := b.sheet("cash")
	n := len(b.horizon())
	s.grid, s.head, s.side = cashGrid, cashFirst-1, 1
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.cash.note", "unit", b.Locale.WonUnit()), style{plain, note})
	for i, key := range []string{"what", "total", "before"} {
		s.text(cashFirst-2, i+1, b.Locale.T("workbook.cash."+key), style{plain, heading})
	}
	s.text(cashFirst-2, cashGrid+n, b.Locale.T("workbook.cash.after"), style{plain, heading})
	months := s.months(cashFirst-2, b.horizon())
	f := &b.cash.flows
	for i, g := range b.w.Reference.Book.Groups {
		f.groups = append(f.groups, b.layPaidOf(s, b.Locale.Text(g.Title, g.Code), i+1))
	}
	b.layPaidInAll(s)
	f.outside = b.layPaidOf(s, b.Locale.T("workbook.cash.outside"), 0)
	b.layCommitted(s, months)
	b.layApproved(s, months)
	if b.cash.fund.unfunded != nil {
		u := b.cash.fund.unfunded
		row := u.s.row
		f.unfunded = b.layFlow(s, b.Locale.T("workbook.cash.unfunded"), derived, row(u.row, u.col, u.col+b.hs-1).Sum(), row(u.row, u.col+b.hs+n, u.col+len(b.ext)-1).Sum(), func(k int) formula.Num {
			return u.s.ref(u.row, u.col+b.hs+k)
		})
	} else {
		f.unfunded = b.layFlow(s, b.Locale.T("workbook.cash.unfunded"), derived, formula.Of(0), formula.Of(0), func(int) formula.Num { return formula.Of(0) })
	}
	c := &b.cash
	c.paid, c.committed, c.outside, c.unfunded = f.paid.by, f.committed.by, f.outside.by, f.unfunded.by
	c.paidToDate, c.committedToDate, c.approvedToDate, c.left = f.paidToDate.by, f.committedToDate.by, f.approvedToDate.by, f.left.by
}

// layFlow lays amounts by month with their sum.
func (b *book) layFlow(s *sheet, words string, role role, before, after formula.Num, by func(k int) formula.Num) cashRow {
	n := len(b.horizon())
	r := cashRow{row: s.next()}
	s.text(r.row, cashTitle, words, style{plain, label})
	r.before = s.put(r.row, cashBefore, before, style{won, role})
	for k := range n {
		r.by = append(r.by, s.put(r.row, cashGrid+k, by(k), style{won, role}))
	}
	r.after = s.put(r.row, cashGrid+n, after, style{won, role})
	r.total = s.put(r.row, cashTotal, s.row(r.row, cashBefore, cashGrid+n).Sum(), style{won, total})
	return r
}

// layBalance lays figures to date by month.
func (b *book) layBalance(s *sheet, words string, by func(k int, before []formula.Num) formula.Num) cashRow {
	r := cashRow{row: s.next()}
	s.text(r.row, cashTitle, words, style{plain, label})
	for k := range b.horizon() {
		r.by = append(r.by, s.put(r.row, cashGrid+k, by(k, r.by), style{won, derived}))
	}
	return r
}

// toDate lays what a row comes to by each month, with what is before the first.
func (b *book) toDate(s *sheet, words string, flow *cashRow) cashRow {
	return b.layBalance(s, words, func(k int, before []formula.Num) formula.Num {
		if k == 0 {
			return flow.before.Plus(flow.by[0])
		}
		return before[k-1].Plus(flow.by[k])
	})
}

// layPaidOf lays what the lines of a cost group pay, by its number; 0 for those
// outside the budget.
func (b *book) layPaidOf(s *sheet, words string, group int) cashRow {
	key := formula.Of(float64(group))
	return b.layFlow(s, words, derived,
		b.sumOf(moneyGroup, key, b.yearColumn(yearBefore)),
		b.sumOf(moneyGroup, key, b.yearColumn(b.yearAt(yearAfter))),
		func(k int) formula.Num { return b.sumOf(moneyGroup, key, b.paidIn(b.hs+k)) })
}

// layPaidInAll lays what the budget pays, what of it the books say, and that to
// date.
func (b *book) layPaidInAll(s *sheet) {
	f, n := &b.cash.flows, len(b.horizon())
	first, last := f.groups[0].row, f.groups[len(f.groups)-1].row
	down := func(col int) formula.Num { return s.column(col, first, last).Sum() }
	f.paid = b.layFlow(s, b.Locale.T("workbook.cash.paid"), total, down(cashBefore), down(cashGrid+n), func(k int) formula.Num { return down(cashGrid + k) })
	zero := formula.Of(0)
	f.byBooks = b.layFlow(s, b.Locale.T("workbook.cash.by_books"), derived, zero, zero, func(k int) formula.Num {
		if !b.hasBooks() {
			return zero
		}
		return formula.If(s.ref(cashFirst-1, cashGrid+k).AtMost(b.cash.through), f.paid.by[k], zero)
	})
	f.paidToDate = b.toDate(s, b.Locale.T("workbook.cash.paid_to_date"), &f.paid)
}

// layCommitted lays what the lines of the budget commit.
func (b *book) layCommitted(s *sheet, months []formula.Num) {
	f, n, t := &b.cash.flows, len(b.lines), b.cash.money
	commit := func(of func(amounts, keys formula.Range) formula.Num) formula.Num {
		if n == 0 {
			return formula.Of(0)
		}
		return of(b.cash.columns.of(t.s, int(moneyToCommit), t.row, n), b.cash.columns.of(t.s, int(moneyCommitNo), t.row, n))
	}
	also := func(v formula.Num, from, to int) formula.Num {
		if b.cash.booked.s == nil {
			return v
		}
		return v.Plus(b.cash.booked.sum(from, to))
	}
	end := b.hs + len(months)
	before := commit(func(a, keys formula.Range) formula.Num { return a.SumBelow(keys, months[0]) })
	after := commit(func(a, keys formula.Range) formula.Num { return a.SumAbove(keys, months[len(months)-1]) })
	f.committed = b.layFlow(s, b.Locale.T("workbook.cash.committed"), derived, also(before, 0, b.hs-1), also(after, end, len(b.ext)-1), func(k int) formula.Num {
		v := commit(func(a, keys formula.Range) formula.Num { return a.SumWhere(keys, months[k]) })
		return also(v, b.hs+k, b.hs+k)
	})
	f.committedToDate = b.toDate(s, b.Locale.T("workbook.cash.committed_to_date"), &f.committed)
}

// layApproved lays what is approved: funding lines in their first month, those
// before the horizon in its first, or all of the budget in the first month where
// it has none.
func (b *book) layApproved(s *sheet, months []formula.Num) {
	f, zero := &b.cash.flows, formula.Of(0)
	after, by := zero, func(k int) formula.Num {
		if k == 0 {
			return b.in.plan("budget/total_krw")
		}
		return zero
	}
	if len(b.Plan.Budget.Funding) > 0 {
		amounts, from := b.cash.fund.amounts, b.cash.fund.from
		after = amounts.SumAbove(from, months[len(months)-1])
		by = func(k int) formula.Num {
			if k == 0 {
				return amounts.SumUpTo(from, months[0])
			}
			return amounts.SumWhere(from, months[k])
		}
	}
	f.approved = b.layFlow(s, b.Locale.T("workbook.cash.approved"), derived, zero, after, by)
	f.approvedToDate = b.toDate(s, b.Locale.T("workbook.cash.approved_to_date"), &f.approved)
	f.left = b.layBalance(s, b.Locale.T("workbook.cash.left"), func(k int, _ []formula.Num) formula.Num {
		return f.approvedToDate.by[k].Minus(f.committedToDate.by[k])
	})
}

// checkCash holds the months against the program.
func (b *book) checkCash() {
	f := &b.cash.flows
	of := func(amount func(c *planner.CashMonth) planner.KRW) []float64 {
		list := make([]float64, len(b.Result.Cash))
		for i := range list {
			list[i] = float64(amount(&b.Result.Cash[i]))
		}
		return list
	}
	for i, g := range b.w.Reference.Book.Groups {
		b.agrees("cash_group", b.Locale.Text(g.Title, g.Code), won, f.groups[i].by, of(func(c *planner.CashMonth) planner.KRW { return c.PaidByGroupKRW[i] }))
	}
	for _, x := range []struct {
		key    string
		row    *cashRow
		amount func(c *planner.CashMonth) planner.KRW
	}{
		{"cash_paid", &f.paid, func(c *planner.CashMonth) planner.KRW { return c.PaidKRW }},
		{"cash_by_books", &f.byBooks, func(c *planner.CashMonth) planner.KRW {
			if !c.ByBooks {
				return 0
			}
			return c.PaidKRW
		}},
		{"cash_outside", &f.outside, func(c *planner.CashMonth) planner.KRW { return c.PaidOutsideKRW }},
		{"cash_committed", &f.committed, func(c *planner.CashMonth) planner.KRW { return c.CommittedKRW }},
		{"cash_unfunded", &f.unfunded, func(c *planner.CashMonth) planner.KRW { return c.UnfundedKRW }},
		{"cash_paid_to_date", &f.paidToDate, func(c *planner.CashMonth) planner.KRW { return c.PaidToDateKRW }},
		{"cash_committed_to_date", &f.committedToDate, func(c *planner.CashMonth) planner.KRW { return c.CommittedToDateKRW }},
		{"cash_approved_to_date", &f.approvedToDate, func(c *planner.CashMonth) planner.KRW { return c.ApprovedToDateKRW }},
		{"cash_left", &f.left, func(c *planner.CashMonth) planner.KRW { return c.LeftKRW }},
	} {
		b.agrees(x.key, "", won, x.row.by, of(x.amount))
	}
	if n := len(b.lines); n > 0 {
		t := b.cash.money
		b.foots("cash_lines", "", won, f.paid.total, t.column(moneyTotal, n).Sum().Minus(f.outside.total))
	}
	b.foots("cash_across", "", won, f.paid.total, b.sheet("cash").column(cashTotal, f.groups[0].row, f.groups[len(f.groups)-1].row).Sum())
	if b.cash.fund.unfunded != nil {
		b.foots("cash_funded", "", won, f.paid.total, b.cash.fund.drawn.Plus(f.unfunded.total))
	}
}
