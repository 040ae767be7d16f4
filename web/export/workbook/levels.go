package workbook

import (
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// levels is the sheet of price levels and exchange rates.
type levels struct {
	index [][]formula.Num // of each price index of the cost book, by month of ext: level over that in the price base
	rows  []formula.Range // the same
	rates map[string]rateCells
}

// rateCells is the exchange rates of a currency.
type rateCells struct{ months, won formula.Range }

// The columns of the sheet of levels, before the months: the names, and for the
// rate of a year the steps to the ratio of a month.
const (
	levelIndex = iota + 1
	levelYear
	levelRate
	levelUp
	levelRoot
	levelSteps
	levelGrid = levelSteps + newtonSteps + 1
)

// newtonSteps is how often finance.TwelfthRoot comes nearer.
const newtonSteps = 5

// The months around the horizon in which the program lets prices move.
const (
	pricesBefore = 12 * 5
	pricesAfter  = 12 * 10
)

// layLevels lays price levels by month, then exchange rates.
func (b *book) layLevels() {
	s := b.sheet("levels")
	s.grid, s.head, s.side = levelGrid, 4, levelIndex
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.levels.note"), style{plain, note})
	months := s.months(3, b.ext)
	for i, key := range []string{"index", "year", "rate", "up", "root", "start"} {
		s.text(4, i+1, b.Locale.T("workbook.levels."+key), style{plain, heading})
	}
	for i := range newtonSteps {
		s.text(4, levelSteps+1+i, b.Locale.T("workbook.levels.step", "n", i+1), style{plain, heading})
	}
	s.widths[levelIndex] = 34
	first, last := b.layPriceMonths(s)
	book := &b.w.Reference.Book
	for k := range book.Escalation {
		b.layIndex(s, &book.Escalation[k], months, first, last)
	}
	b.layRates(s)
}

// layPriceMonths lays the first and the last month in which prices move: that
// around the horizon, and those that prices are of.
func (b *book) layPriceMonths(s *sheet) (first, last formula.Num) {
	h := b.Plan.Horizon
	from, to := min(b.Plan.PriceBase, h.Start-pricesBefore), max(b.Plan.PriceBase, h.End()+pricesAfter)
	for _, e := range b.w.Reference.Book.Entries {
		from, to = min(from, e.PriceMonth), max(to, e.PriceMonth)
	}
	least, most := []formula.Num{month(from)}, []formula.Num{month(to)}
	for _, o := range b.Plan.CostBook.Overrides {
		m := b.in.plan(overridePath(o.Code) + "/price_month")
		least, most = append(least, m), append(most, m)
	}
	row := s.next() + 1
	for i, key := range []string{"base", "first", "last"} {
		s.text(row+i, levelIndex, b.Locale.T("workbook.levels."+key), style{plain, label})
	}
	base := s.put(row, levelRate, month(b.Plan.PriceBase), style{whole, fixed})
	first = s.put(row+1, levelRate, formula.Min(least...), style{whole, note})
	last = s.put(row+2, levelRate, formula.Max(most...), style{whole, note})
	for i, m := range []formula.Num{base, first, last} {
		s.putMonth(row+i, levelYear, m, derived)
	}
	return first, last
}

func overridePath(code string) string { return "cost_book/overrides/" + planner.PathName(code) }

// layIndex lays a price index: the ratio of a month in each year, then the level
// of each month.
func (b *book) layIndex(s *sheet, x *planner.PriceIndex, months []formula.Num, first, last formula.Num) {
	name := b.Locale.Text(x.Title, x.Name)
	ratios, row := make([]formula.Num, len(x.Years)), s.next()+1
	for i, y := range x.Years {
		s.text(row, levelIndex, name, style{plain, label})
		s.put(row, levelYear, formula.Of(float64(y.Year)), style{general, label})
		rate := s.put(row, levelRate, b.in.value("cost_book.escalation."+x.Name+"."+strconv.Itoa(y.Year)), style{share, derived})
		ratios[i] = s.twelfthRoot(row, levelUp, rate)
		row++
	}
	rise := func(m planner.Month) formula.Num {
		if len(x.Years) == 0 {
			return formula.Of(1)
		}
		return ratios[min(max(m.Year()-x.Years[0].Year, 0), len(x.Years)-1)]
	}
	s.text(row, levelIndex, b.Locale.T("workbook.levels.level", "index", name), style{plain, total})
	list := make([]formula.Num, len(b.ext))
	base := int(b.Plan.PriceBase - b.ext[0])
	list[base] = s.put(row, s.grid+base, formula.Of(1), style{ratio, fixed})
	for k := base + 1; k < len(b.ext); k++ {
		next := list[k-1].Times(rise(b.ext[k-1]))
		if b.ext[k] > b.Plan.Horizon.End()+pricesAfter {
			next = formula.If(months[k].More(last), list[k-1], next)
		}
		list[k] = s.put(row, s.grid+k, next, style{ratio, derived})
	}
	for k := base - 1; k >= 0; k-- {
		before := list[k+1].Over(rise(b.ext[k]))
		if b.ext[k] < b.Plan.Horizon.Start-pricesBefore {
			before = formula.If(months[k].Less(first), list[k+1], before)
		}
		list[k] = s.put(row, s.grid+k, before, style{ratio, derived})
	}
	b.levels.index = append(b.levels.index, list)
	b.levels.rows = append(b.levels.rows, s.row(row, s.grid, s.grid+len(b.ext)-1))
}

// twelfthRoot lays the steps of finance.TwelfthRoot of 1 and a rate from a column
// on, and returns the last.
func (s *sheet) twelfthRoot(row, col int, rate formula.Num) formula.Num {
	one, two, three := formula.Of(1), formula.Of(2), formula.Of(3)
	x := s.put(row, col, one.Plus(rate), style{ratio, derived})
	q := s.put(row, col+1, formula.Sqrt(formula.Sqrt(x)), style{ratio, derived})
	y := s.put(row, col+2, one.Plus(q.Minus(one).Over(three)), style{ratio, derived})
	for i := range newtonSteps {
		y = s.put(row, col+3+i, two.Times(y).Plus(q.Over(y.Times(y))).Over(three), style{ratio, derived})
	}
	return y
}

// layRates lays the exchange rates by currency.
func (b *book) layRates(s *sheet) {
	b.levels.rates = map[string]rateCells{}
	for i := range b.Plan.ExchangeRates {
		currency := b.Plan.ExchangeRates[i].Currency
		if _, laid := b.levels.rates[currency]; laid {
			continue
		}
		row := s.next() + 1
		s.text(row, levelIndex, b.Locale.T("workbook.levels.rates", "currency", currency), style{plain, heading})
		from := row + 1
		for k := i; k < len(b.Plan.ExchangeRates); k++ {
			if b.Plan.ExchangeRates[k].Currency != currency {
				continue
			}
			row++
			at := "exchange_rates/" + strconv.Itoa(k)
			s.text(row, levelIndex, b.Locale.ValueUnit("KRW/"+currency), style{plain, label})
			m := s.put(row, levelRate, b.in.plan(at+"/month"), style{whole, note})
			s.putMonth(row, levelYear, m, derived)
			s.put(row, levelUp, b.in.plan(at+"/krw"), style{decimal, derived})
		}
		b.levels.rates[currency] = rateCells{s.column(levelRate, from, row), s.column(levelUp, from, row)}
	}
}

// level returns the level of price index k in a month, which is that of the
// nearest month where it lies outside; the constant 1 where k is -1.
func (b *book) level(k int, m formula.Num) formula.Num {
	if k < 0 {
		return formula.Of(1)
	}
	at := m.Minus(month(b.ext[0] - 1))
	return b.levels.rows[k].At(formula.Min(formula.Max(at, formula.Of(1)), formula.Of(float64(len(b.ext)))))
}

// levelAt returns the level of price index k in month i of ext.
func (b *book) levelAt(k, i int) formula.Num {
	if k < 0 {
		return formula.Of(1)
	}
	return b.levels.index[k][i]
}

// rate returns the exchange rate that holds for an order in a month, in won: the
// last dated in it or before, else the first there is.
func (b *book) rate(currency string, ordered formula.Num) formula.Num {
	c, ok := b.levels.rates[currency]
	if !ok {
		return formula.Of(1)
	}
	return c.won.SumWhere(c.months, c.months.LatestUpTo(ordered))
}
