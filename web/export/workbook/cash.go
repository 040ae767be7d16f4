package workbook

import "buildout/planner/formula"

// cashCells is the money of the plan with its books.
type cashCells struct {
	lines   []paidCells // of b.lines
	pay     block       // what they pay, by line and month of ext
	columns columns     // that are read again and again
	through formula.Num // last month whose books are closed; 0 where none is
	booked  bookedBlock // what the books commit in lines of the budget
	money   moneyTable  // of the lines
	years   yearTable   // of the lines, on the sheet Budget by year
	fund    fundCells   // funding lines and what is drawn from them
	flows   cashFlows   // of the sheet Cash by month

	// By month of the horizon, of what the budget covers.
	paid, committed, paidToDate, committedToDate, approvedToDate, left, unfunded, outside []formula.Num
}

// paidCells is what a cost line is forecast and paid. Amounts are whole won.
type paidCells struct {
	forecast formula.Num // without VAT
	total    formula.Num // as the budget counts it: with VAT where it carries that
	vat      formula.Num // VAT on the forecast
	booked   formula.Num // paid by the books
}

// block is rows of months on a sheet, one for each cost line, from a row and a
// column on.
type block struct {
	s        *sheet
	row, col int
}

// at is what a line has in a month of ext.
func (k block) at(line, month int) formula.Num { return k.s.ref(k.row+line, k.col+month) }

// months is what a line has in n months of ext from one on.
type months struct {
	block
	line, from, n int
}

// span is what a line has in months of ext, the last included.
func (k block) span(line, from, to int) formula.Range {
	return k.s.row(k.row+line, k.col+from, k.col+to)
}

// layCash lays the books, what is paid with them, and the sheet Cash by month.
func (b *book) layCash() {
	b.cash.columns, b.cash.through = columns{}, formula.Of(0)
	if b.hasBooks() {
		b.cash.through = b.in.plan("actuals/through")
	}
	books := b.layBooks()
	b.layMoney(books)
	b.layPaid(books)
	b.layYearsOfLines()
	b.layFunding()
	b.layCashMonths()
	b.checkCash()
}

// hasBooks reports whether the plan has closed books.
func (b *book) hasBooks() bool { return !b.Plan.Actuals.Through.IsZero() }

// sumOf sums the amounts of lines whose key is alike; 0 in a plan without lines.
func (b *book) sumOf(key moneyColumn, value formula.Num, amounts formula.Range) formula.Num {
	if len(b.lines) == 0 {
		return formula.Of(0)
	}
	return amounts.SumWhere(b.cash.columns.of(b.cash.money.s, int(key), b.cash.money.row, len(b.lines)), value)
}

// paidIn is what the lines pay in month i of ext.
func (b *book) paidIn(i int) formula.Range {
	k := b.cash.pay
	return b.cash.columns.of(k.s, k.col+i, k.row, len(b.lines))
}

// columns is columns of lines, which are read once: there are many lines, and
// many sums of them.
type columns map[columnPlace]formula.Range

type columnPlace struct {
	s        *sheet
	col, row int
}

// of is n cells of a column from a row on, which must all be there.
func (c columns) of(s *sheet, col, row, n int) formula.Range {
	if n == 0 {
		return formula.Range{}
	}
	place := columnPlace{s, col, row}
	r, known := c[place]
	if !known {
		r = s.column(col, row, row+n-1)
		c[place] = r
	}
	return r
}
