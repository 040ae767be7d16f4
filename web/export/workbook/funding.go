package workbook

import (
	"strings"

	"buildout/planner"
	"buildout/planner/formula"
)

// The columns of the sheet Funding before its months.
const (
	fundTitle = iota + 1
	fundCovers
	fundAmount
	fundFrom
	fundUntil
	fundDrawn
	fundLeft
	fundUnspent
	fundExhausted
	fundFromNo
	fundUntilNo
	fundExhaustedNo
	fundGrid

	fundFirst = 6 // row
)

// fundCells is the funding lines and what is drawn from them.
type fundCells struct {
	amounts, from formula.Range
	lines         []fundedCells
	drawn         formula.Num // by all lines in all months
	unfunded      *fundRow    // by month of ext; nil without funding lines
}

// fundRow is a row of months.
type fundRow struct {
	s        *sheet
	row, col int
}

// fundedCells is a funding line.
type fundedCells struct {
	amount, from, until             formula.Num
	drawn, left, unspent, exhausted formula.Num
	inMonth, toDate, moved          int // rows: what is drawn in a month and to date, and the last month that moves any of it
}

// fundSet is what is paid by some of the funding lines, and how they pay it.
type fundSet struct {
	lines       []int // funding lines, in the order they are drawn
	due         int   // row
	draws, back []int // rows, of each line
	rest        int   // row of what none of them pays
}

// layFunding lays what is drawn from funding lines by month; see fund of package
// planner. What is drawn and what is given back stand in rows of their own, as
// they go through the lines in opposite order.
func (b *book) layFunding() {
	if len(b.Plan.Budget.Funding) == 0 {
		return
	}
	s := b.sheet("funding")
	s.grid, s.head, s.side = fundGrid, fundFirst-1, 1
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.funding.note", "unit", b.Locale.WonUnit()), style{plain, note})
	for i, key := range []string{"line", "covers", "amount", "from", "until", "drawn", "left", "unspent", "exhausted", "from_no", "until_no", "exhausted_no"} {
		s.text(fundFirst-2, i+1, b.Locale.T("workbook.funding."+key), style{plain, heading})
	}
	months := s.months(fundFirst-2, b.ext)
	sets := b.fundRows(s)
	for k, m := range months {
		b.drawMonth(s, sets, k, m)
	}
	b.layFundingLines(s)
	b.checkFunding()
}

// fundRows gives every row of the sheet its place and its words.
func (b *book) fundRows(s *sheet) []fundSet {
	f, lines := &b.cash.fund, b.Plan.Budget.Funding
	n := len(lines)
	f.lines = make([]fundedCells, n)
	row := fundFirst + n
	next := func(words, after string) int {
		if words == "" {
			words = b.Locale.T("workbook.funding." + after)
		} else {
			words += ": " + b.Locale.T("workbook.funding."+after)
		}
		row++
		s.text(row, fundTitle, words, style{plain, label})
		return row
	}
	for i := range lines {
		title := b.Locale.Text(lines[i].Title, lines[i].Name)
		x := &f.lines[i]
		x.inMonth, x.toDate, x.moved = fundFirst+i, next(title, "to_date"), next(title, "moved")
		s.text(x.inMonth, fundTitle, title, style{plain, label})
		s.text(x.inMonth, fundCovers, strings.Join(lines[i].Covers, ", "), style{plain, note})
	}
	row++
	all := next("", "unfunded")
	f.unfunded = &fundRow{s, all, fundGrid}
	indices, _ := b.w.FundingSets()
	sets := make([]fundSet, len(indices))
	for i, set := range indices {
		row++
		names := make([]string, len(set))
		for j, k := range set {
			names[j] = b.Locale.Text(lines[k].Title, lines[k].Name)
		}
		words := strings.Join(names, ", ")
		if len(set) == 0 {
			words = b.Locale.T("workbook.funding.none")
		}
		x := &sets[i]
		x.lines, x.due = set, next(words, "due")
		for _, name := range names {
			x.draws, x.back = append(x.draws, next(name, "draws")), append(x.back, next(name, "gives_back"))
		}
		x.rest = next(words, "rest")
	}
	for i := range lines {
		b.fundInputs(s, i)
	}
	f.amounts = s.column(fundAmount, fundFirst, fundFirst+n-1)
	f.from = s.column(fundFromNo, fundFirst, fundFirst+n-1)
	return sets
}

func (b *book) fundInputs(s *sheet, i int) {
	x, row := &b.cash.fund.lines[i], fundFirst+i
	path := "budget/funding/" + planner.PathName(b.Plan.Budget.Funding[i].Name) + "/"
	x.amount = s.put(row, fundAmount, b.in.plan(path+"amount_krw"), style{won, derived})
	x.from = s.put(row, fundFromNo, b.in.plan(path+"from"), style{whole, note})
	x.until = s.put(row, fundUntilNo, b.in.plan(path+"until"), style{whole, note})
	s.putMonth(row, fundFrom, x.from, derived)
	s.putMonthIf(row, fundUntil, x.until, derived)
}

// drawMonth lays what a month draws from the funding lines and gives back to
// them, set by set.
func (b *book) drawMonth(s *sheet, sets []fundSet, k int, m formula.Num) {
	col, zero := fundGrid+k, formula.Of(0)
	put := func(row int, n formula.Num) formula.Num { return s.put(row, col, n, style{won, derived}) }
	lines := b.cash.fund.lines
	drawn, gained, moved := make([]formula.Num, len(lines)), make([]formula.Num, len(lines)), make([]formula.Num, len(lines))
	for i := range lines {
		if k > 0 {
			drawn[i] = s.ref(lines[i].toDate, col-1)
		}
	}
	unfunded := zero
	for at := range sets {
		x := &sets[at]
		due := put(x.due, b.sumOf(moneySet, formula.Of(float64(at+1)), b.paidIn(k)))
		draws, back := b.drawSet(x, due, m, drawn, put)
		rest := due
		for j, i := range x.lines {
			part := draws[j].Plus(back[j])
			rest = rest.Minus(draws[j]).Minus(back[j])
			drawn[i], gained[i], moved[i] = drawn[i].Plus(part), gained[i].Plus(part), moved[i].Plus(draws[j].Minus(back[j]))
		}
		unfunded = unfunded.Plus(put(x.rest, rest))
	}
	for i := range lines {
		x := &lines[i]
		put(x.inMonth, gained[i])
		last := zero
		if k > 0 {
			put(x.toDate, s.ref(x.toDate, col-1).Plus(s.ref(x.inMonth, col)))
			last = s.ref(x.moved, col-1)
		} else {
			put(x.toDate, s.ref(x.inMonth, col))
		}
		s.put(x.moved, col, formula.If(moved[i].IsNot(zero), m, last), style{whole, note})
	}
	put(b.cash.fund.unfunded.row, unfunded)
}

// drawSet lays what a set draws from its lines in a month, first to last, and
// what it gives back to them, last to first. drawn is what they have paid before.
func (b *book) drawSet(x *fundSet, due, m formula.Num, drawn []formula.Num, put func(int, formula.Num) formula.Num) (draws, back []formula.Num) {
	zero := formula.Of(0)
	draws, back = make([]formula.Num, len(x.lines)), make([]formula.Num, len(x.lines))
	left := due
	for j, i := range x.lines {
		f := &b.cash.fund.lines[i]
		open := formula.And(due.More(zero), f.from.AtMost(m), formula.Or(f.until.Is(zero), f.until.AtLeast(m)))
		draws[j] = put(x.draws[j], formula.If(open, formula.Min(left, f.amount.Minus(drawn[i])), zero))
		left = left.Minus(draws[j])
	}
	left = due
	for j := len(x.lines) - 1; j >= 0; j-- {
		back[j] = put(x.back[j], formula.If(due.Less(zero), formula.Max(left, zero.Minus(drawn[x.lines[j]])), zero))
		left = left.Minus(back[j])
	}
	return draws, back
}

// layFundingLines lays what comes of each funding line.
func (b *book) layFundingLines(s *sheet) {
	end, zero := fundGrid+len(b.ext)-1, formula.Of(0)
	f := &b.cash.fund
	for i := range f.lines {
		x, row := &f.lines[i], fundFirst+i
		x.drawn = s.put(row, fundDrawn, s.ref(x.toDate, end), style{won, total})
		x.left = s.put(row, fundLeft, x.amount.Minus(x.drawn), style{won, total})
		x.unspent = s.put(row, fundUnspent, formula.If(x.until.Is(zero), zero, x.left), style{won, derived})
		x.exhausted = s.put(row, fundExhaustedNo, formula.If(x.left.More(zero), zero, s.ref(x.moved, end)), style{whole, note})
		s.putMonthIf(row, fundExhausted, x.exhausted, derived)
	}
	sum := fundFirst + len(f.lines)
	s.text(sum, fundTitle, b.Locale.T("workbook.funding.sum"), style{plain, total})
	for _, col := range []int{fundAmount, fundDrawn, fundLeft, fundUnspent} {
		s.put(sum, col, s.column(col, fundFirst, sum-1).Sum(), style{won, total})
	}
	for k := range b.ext {
		s.put(sum, fundGrid+k, s.column(fundGrid+k, fundFirst, sum-1).Sum(), style{won, total})
	}
	f.drawn = s.ref(sum, fundDrawn)
}

// layFundingYears lays what is drawn by year on the sheet Budget by year: what is
// drawn outside the horizon counts in its first or last year.
func (b *book) layFundingYears() {
	f := &b.cash.fund
	if f.unfunded == nil {
		return
	}
	s, from := b.sheet("years"), b.sheet("funding")
	row := yearRows + len(b.cash.years.rows) + 3
	s.text(row-1, 1, b.Locale.T("workbook.years.funding"), style{plain, title})
	last := len(b.Result.Budget.Years) - 1
	for i := range f.lines {
		line := &b.Plan.Budget.Funding[i]
		s.text(row+i, yearTitle, b.Locale.Text(line.Title, line.Name), style{plain, label})
		s.put(row+i, yearTotal, f.lines[i].drawn, style{won, total})
		var cells []formula.Num
		for k := range last + 1 {
			first, end := b.monthsOfYear(k)
			first, end = b.hs+first, b.hs+end
			if k == 0 {
				first = 0
			}
			if k == last {
				end = len(b.ext) - 1
			}
			cells = append(cells, s.put(row+i, yearGrid+k, from.row(fundFirst+i, fundGrid+first, fundGrid+end).Sum(), style{won, derived}))
		}
		b.agrees("funding_year", line.Name, won, cells, floats(b.Result.Budget.Funding[i].ByYearKRW))
	}
}

// checkFunding holds the funding lines against the program.
func (b *book) checkFunding() {
	for i := range b.cash.fund.lines {
		x, r := &b.cash.fund.lines[i], &b.Result.Budget.Funding[i]
		for _, c := range []struct {
			key  string
			cell formula.Num
			want planner.KRW
		}{{"drawn", x.drawn, r.DrawnKRW}, {"left", x.left, r.LeftKRW}, {"unspent", x.unspent, r.UnspentKRW}} {
			b.agrees("funding_"+c.key, r.Name, won, []formula.Num{c.cell}, []float64{float64(c.want)})
		}
		b.agrees("funding_exhausted", r.Name, whole, []formula.Num{x.exhausted}, []float64{float64(r.Exhausted)})
	}
}
