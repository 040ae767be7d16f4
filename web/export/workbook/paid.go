package workbook

import "buildout/planner/formula"

// layPaid lays what each line pays by month, with the books where there are any.
// Without, that is what the estimate pays.
func (b *book) layPaid(books []bookedLine) {
	b.cash.pay = b.planned
	if books != nil {
		b.layPaidWithBooks(books)
		b.layBookCommitments(books)
	}
}

// layPaidWithBooks lays what the books say was paid and, after them, what is left
// to pay, over what was foreseen then: that to date, and below all of it what
// falls due.
//
//	due = rest * (foreseen to date / foreseen after the books), rounded, less that of the month before
//
// What is left where nothing is foreseen falls in the month after the books.
func (b *book) layPaidWithBooks(books []bookedLine) {
	s := b.openBooks()
	through, months := b.cash.through, b.bookMonths()
	n := len(b.lines)
	s.text(s.next(), 1, b.Locale.T("workbook.books.foreseen"), style{plain, title})
	foreseen := block{s, s.next(), bookGrid}
	for i := range n {
		row, to := s.next(), formula.Of(0)
		b.lineTexts(s, row, i, "")
		for k, m := range months {
			later := formula.If(m.More(through), b.planned.at(i, k), formula.Of(0))
			if k > 0 {
				later = to.Plus(later)
			}
			to = s.put(row, bookGrid+k, later, style{won, derived})
		}
	}
	s.text(s.next(), 1, b.Locale.T("workbook.books.pays"), style{plain, title})
	b.cash.pay = block{s, s.next(), bookGrid}
	for i := range n {
		row := s.next()
		b.lineTexts(s, row, i, "")
		x := spreading{b: b, line: i, row: row, foreseen: foreseen, books: &books[i]}
		rest := b.cash.money.cell(moneyTotal, i).Minus(b.cash.money.cell(moneyPaid, i))
		x.rest = s.put(row, bookPaid, rest, style{won, note})
		x.all = s.ref(foreseen.row+i, bookGrid+len(months)-1)
		for k, m := range months {
			s.put(row, bookGrid+k, x.due(k, m), style{won, derived})
		}
	}
}

// spreading is what is left of a line on its way into months.
type spreading struct {
	b         *book
	line, row int
	foreseen  block
	books     *bookedLine
	rest, all formula.Num
}

// due is what falls due in month k, whose number is m.
func (x *spreading) due(k int, m formula.Num) formula.Num {
	through, zero := x.b.cash.through, formula.Of(0)
	booked := zero
	if x.books.has {
		booked = x.b.monthly(x.books.paid, k, func(paid formula.Num) formula.Num { return x.b.cash.money.counted(x.line, paid) })
	}
	upTo := func(k int) formula.Num {
		return formula.Round(x.rest.Times(x.foreseen.s.ref(x.foreseen.row+x.line, x.foreseen.col+k).Over(x.all)))
	}
	later := upTo(k)
	if k > 0 {
		later = later.Minus(upTo(k - 1))
	}
	at := formula.If(m.Is(through.Plus(formula.Of(1))), x.rest, zero)
	return formula.If(m.AtMost(through), booked, formula.If(x.all.Is(zero), at, later))
}

// monthly is what figures to date gain in month k.
func (b *book) monthly(toDate []formula.Num, k int, of func(formula.Num) formula.Num) formula.Num {
	if k == 0 {
		return of(toDate[0])
	}
	return of(toDate[k]).Minus(of(toDate[k-1]))
}

// layBookCommitments lays what the books commit by month in the lines of the
// budget that they have. A payment commits what no order did, and the last entry
// of a line that is settled brings it to its forecast.
func (b *book) layBookCommitments(books []bookedLine) {
	s, t := b.openBooks(), b.cash.money
	heading := s.next() + 1
	for i := range books {
		x := &books[i]
		if !x.has || !b.lines[i].w.InBudget {
			continue
		}
		if b.cash.booked.s == nil {
			s.text(heading, 1, b.Locale.T("workbook.books.commits"), style{plain, title})
			b.cash.booked = bookedBlock{s: s, row: s.next()}
		}
		row := s.next()
		b.cash.booked.last = row
		b.lineTexts(s, row, i, "")
		months := b.bookMonths()
		toDate := func(k int) formula.Num {
			settled := formula.And(x.settled.Is(formula.Of(1)), x.last.AtMost(months[k]))
			return formula.If(settled, t.cell(moneyTotal, i), t.counted(i, formula.Max(x.committed[k], x.paid[k])))
		}
		for k, m := range months {
			gained := toDate(k)
			if k > 0 {
				gained = gained.Minus(toDate(k - 1))
			}
			s.put(row, bookGrid+k, formula.If(m.AtMost(b.cash.through), gained, formula.Of(0)), style{won, derived})
		}
	}
}

// sum is what the books commit in months of ext, the last included.
func (k bookedBlock) sum(from, to int) formula.Num {
	if k.s == nil {
		return formula.Of(0)
	}
	return k.s.area(k.row, bookGrid+from, k.last, bookGrid+to).Sum()
}
