package workbook

import (
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// The columns of the sheet Budget by year, before its years and after them.
const (
	yearTitle = iota + 1
	yearCode
	yearTotal
	yearBefore
	yearGrid
)

// The columns of the sheet Budget by year from the one after its years on.
const (
	yearAfter = iota
	yearLow
	yearHigh
	yearBooked
	yearOutside
	yearSites
)

// The rows of the sheet Budget by year.
const (
	yearHead    = 3
	yearFigures = 5  // the first of them
	yearYears   = 21 // the first row of the years
	yearRows    = 34 // the first row of the cost book
)

// yearTable is the cost lines on the sheet Budget by year.
type yearTable struct {
	row   int // of the first line
	rows  []planner.RowWorking
	rowOf []int // of each line
}

// yearColumn is a column of the lines.
func (b *book) yearColumn(col int) formula.Range {
	return b.cash.columns.of(b.sheet("years"), col, b.cash.years.row, len(b.lines))
}

// yearAt is the column after the years, or one after that.
func (b *book) yearAt(k int) int { return yearGrid + len(b.Result.Budget.Years) + k }

// monthsOfYear is the first and the last month of year i that the horizon has,
// counted from its first.
func (b *book) monthsOfYear(i int) (from, to int) {
	year := b.Result.Budget.Years[i].Year
	months := b.horizon()
	from, to = len(months), -1
	for k, m := range months {
		if m.Year() == year {
			from, to = min(from, k), k
		}
	}
	return from, to
}

// layYearsOfLines lays what each line pays by year, and its estimates, below what
// layBudget lays of them.
func (b *book) layYearsOfLines() {
	s, t := b.sheet("years"), &b.cash.years
	s.grid, s.head, s.side = yearGrid, yearHead, 1
	t.rows, t.rowOf = b.w.BudgetRows()
	t.row = yearRows + len(t.rows) + 4
	if n := len(b.Plan.Budget.Funding); n > 0 {
		t.row += n + 3
	}
	b.headYears(s)
	s.text(t.row-1, 1, b.Locale.T("workbook.years.lines"), style{plain, title})
	for i := range b.lines {
		b.layYearsOfLine(i)
	}
}

func (b *book) headYears(s *sheet) {
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.years.note", "unit", b.Locale.WonUnit()), style{plain, note})
	for i, key := range []string{"what", "code", "total", "before"} {
		s.text(yearHead, i+1, b.Locale.T("workbook.years."+key), style{plain, heading})
	}
	for i, y := range b.Result.Budget.Years {
		s.text(yearHead, yearGrid+i, strconv.Itoa(y.Year), style{plain, heading})
	}
	for i, key := range []string{"after", "low", "high", "booked", "outside"} {
		s.text(yearHead, b.yearAt(i), b.Locale.T("workbook.years."+key), style{plain, heading})
	}
	for i, site := range b.Plan.Sites {
		s.text(yearHead, b.yearAt(yearSites+i), b.Locale.Text(site.Title, site.Name), style{plain, heading})
	}
}

// layYearsOfLine lays what a line of the budget pays by year; one outside has
// nothing but its forecast there, and what it pays before and after the horizon.
func (b *book) layYearsOfLine(i int) {
	s, t, m, w := b.sheet("years"), &b.cash.years, b.cash.money, b.lines[i].w
	row, zero := t.row+i, formula.Of(0)
	put := func(col int, n formula.Num) { s.put(row, col, n, style{won, derived}) }
	site := &b.Plan.Sites[w.Site]
	s.text(row, yearTitle, b.Locale.Text(w.Title, w.Code)+" ("+b.Locale.Text(site.Title, site.Name)+", "+b.Locale.Text(site.Phases[w.Phase].Title, site.Phases[w.Phase].Name)+")", style{plain, label})
	s.text(row, yearCode, w.Code, style{plain, note})
	put(yearBefore, b.cash.pay.span(i, 0, b.hs-1).Sum())
	put(b.yearAt(yearAfter), b.cash.pay.span(i, b.hs+len(b.horizon()), len(b.ext)-1).Sum())
	for k := range b.Result.Budget.Years {
		from, to := b.monthsOfYear(k)
		put(yearGrid+k, b.cash.pay.span(i, b.hs+from, b.hs+to).Sum())
	}
	total, low, high, booked, outside := m.cell(moneyTotal, i), zero, zero, m.cell(moneyPaid, i), zero
	if w.InBudget {
		final, paid := m.cell(moneySettled, i), m.cell(moneyBooked, i)
		low = m.counted(i, forecastAt(b.lines[i].low, paid, final, b.hasBooks()))
		high = m.counted(i, forecastAt(b.lines[i].high, paid, final, b.hasBooks()))
	} else {
		total, booked, outside = zero, zero, m.cell(moneyForecast, i)
	}
	put(yearTotal, total)
	put(b.yearAt(yearLow), low)
	put(b.yearAt(yearHigh), high)
	put(b.yearAt(yearBooked), booked)
	put(b.yearAt(yearOutside), outside)
	for j := range b.Plan.Sites {
		at := zero
		if j == w.Site && w.InBudget {
			at = m.cell(moneyTotal, i)
		}
		put(b.yearAt(yearSites+j), at)
	}
	key := t.rowOf[i] + 1
	s.put(row, b.yearKey()+1, formula.Of(float64(key)), style{whole, note})
	if !w.InBudget {
		key = 0
	}
	s.put(row, b.yearKey(), formula.Of(float64(key)), style{whole, note})
}

// yearKey is the column that says which row of the cost book a line of the budget
// is summed in; the next says so of all lines.
func (b *book) yearKey() int { return b.yearAt(yearSites + len(b.Plan.Sites)) }
