package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// moneyTable is the lines of the sheet Commitments and orders.
type moneyTable struct {
	s   *sheet
	row int // of the first line
}

// moneyColumn is a column of the table of lines.
type moneyColumn int

// The columns of the table of lines.
const (
	moneyTitle moneyColumn = iota + 1
	moneySite
	moneyPhase
	moneyCode
	moneyOrdered
	moneyCommitted
	moneyEstimate
	moneyBooked
	moneyForecast
	moneyVAT
	moneyCounted  // estimate as the budget counts it
	moneyTotal    // forecast as the budget counts it
	moneyPaid     // by the books, as the budget counts it
	moneyToCommit // after the books, of the budget
	moneyRate     // of VAT that the budget carries
	moneySettled  // 1 where the books settle the line
	moneyGroup    // number of its cost group; 0 outside the budget
	moneySet      // number of the funding lines that may pay it; 0 for none
	moneyCommitNo // month of moneyCommitted; 0 where nothing is left to commit
)

var moneyHeads = []string{
	"line", "site", "phase", "code", "ordered", "commit_month", "estimate", "booked", "forecast", "vat", "estimate_counted", "forecast_counted", "booked_counted", "to_commit",
	"vat_rate", "settled", "group_no", "funding_no", "commit_no",
}

func (t moneyTable) column(k moneyColumn, n int) formula.Range {
	return t.s.column(int(k), t.row, t.row+n-1)
}

func (t moneyTable) cell(k moneyColumn, line int) formula.Num {
	return t.s.ref(t.row+line, int(k))
}

// counted is what the budget counts for an amount of a line: with VAT where it
// carries that.
func (t moneyTable) counted(line int, amount formula.Num) formula.Num {
	return amount.Plus(formula.Round(amount.Times(t.cell(moneyRate, line))))
}

// carriesVAT is whether the budget carries VAT.
func (b *book) carriesVAT() formula.Bool {
	return b.in.choice("budget/vat", string(planner.VATIncluded), string(planner.VATExcluded)).Is(formula.TextOf(string(planner.VATIncluded)))
}

// layMoney lays what each line is forecast and commits, with what the books of
// it say; see settle of package planner.
func (b *book) layMoney(books []bookedLine) {
	s := b.sheet("commitments")
	first := ordersFirst + b.orderCount() + 1
	s.text(1, 1, s.name, style{plain, title})
	s.text(first, 1, b.Locale.T("workbook.money.lines", "unit", b.Locale.WonUnit()), style{plain, title})
	for i, key := range moneyHeads {
		s.text(first+1, i+1, b.Locale.T("workbook.money."+key), style{plain, heading})
	}
	b.cash.money = moneyTable{s, first + 2}
	_, setOf := b.w.FundingSets()
	included := b.carriesVAT()
	for i := range b.lines {
		b.layTerms(i, setOf[i], included)
		var said bookedLine
		if books != nil {
			said = books[i]
		}
		b.layForecast(i, said)
	}
}

// layTerms lays what a line is and how the budget counts it.
func (b *book) layTerms(i, set int, included formula.Bool) {
	t, l := b.cash.money, &b.lines[i]
	s, row, w := t.s, t.row+i, l.w
	site := &b.Plan.Sites[w.Site]
	s.text(row, int(moneyTitle), b.Locale.Text(w.Title, w.Code), style{plain, label})
	s.text(row, int(moneySite), b.Locale.Text(site.Title, site.Name), style{plain, label})
	s.text(row, int(moneyPhase), b.Locale.Text(site.Phases[w.Phase].Title, site.Phases[w.Phase].Name), style{plain, label})
	s.text(row, int(moneyCode), w.Code, style{plain, note})
	s.putMonth(row, int(moneyOrdered), l.ordered, derived)
	rate, group := formula.Of(0), 0
	if w.InBudget {
		group = w.Group + 1
		rate = formula.If(included, l.vat, formula.Of(0))
	}
	s.put(row, int(moneyRate), rate, style{share, derived})
	s.put(row, int(moneyGroup), formula.Of(float64(group)), style{whole, note})
	s.put(row, int(moneySet), formula.Of(float64(set+1)), style{whole, note})
}

// layForecast lays what a line is forecast and what it commits after the books.
func (b *book) layForecast(i int, books bookedLine) {
	t, l := b.cash.money, &b.lines[i]
	put := func(k moneyColumn, n formula.Num) formula.Num {
		return t.s.put(t.row+i, int(k), n, style{won, derived})
	}
	p := paidCells{booked: put(moneyBooked, books.allPaid)}
	final := t.s.put(t.row+i, int(moneySettled), books.settled, style{whole, note})
	amount := put(moneyEstimate, l.amount)
	p.forecast = put(moneyForecast, forecastAt(amount, p.booked, final, b.hasBooks()))
	p.vat = put(moneyVAT, formula.Round(p.forecast.Times(l.vat)))
	estimate := t.counted(i, amount)
	if !l.w.InBudget {
		estimate = formula.Of(0)
	}
	put(moneyCounted, estimate)
	p.total = put(moneyTotal, t.counted(i, p.forecast))
	put(moneyPaid, t.counted(i, p.booked))
	commit, month := p.total, l.committed
	if b.hasBooks() {
		month = formula.Max(b.cash.through.Plus(formula.Of(1)), month)
	}
	if books.has {
		given := formula.If(final.Is(formula.Of(1)), p.total, t.counted(i, formula.Max(books.allCommitted, p.booked)))
		commit = formula.Max(formula.Of(0), p.total.Minus(given))
	}
	if !l.w.InBudget {
		commit = formula.Of(0)
	}
	commit = put(moneyToCommit, commit)
	month = t.s.put(t.row+i, int(moneyCommitNo), formula.If(commit.More(formula.Of(0)), month, formula.Of(0)), style{whole, note})
	t.s.putMonthIf(t.row+i, int(moneyCommitted), month, derived)
	b.cash.lines = append(b.cash.lines, p)
}

// forecastAt is the forecast of a line were its estimate so much: what the books
// paid, and what is left of the estimate unless they settle the line.
func forecastAt(estimate, booked, settled formula.Num, books bool) formula.Num {
	if !books {
		return estimate
	}
	return formula.If(settled.Is(formula.Of(1)), booked, formula.Max(estimate, booked))
}
