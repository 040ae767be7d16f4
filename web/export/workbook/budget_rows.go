package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// rowCells is a row of the cost book over all sites and phases.
type rowCells struct {
	code                                                string
	row                                                 int
	forecast, before, after, low, high, booked, outside formula.Num
	years, sites                                        []formula.Num
}

// layRows lays the groups, subsystems and lines of the cost book, each above
// those within it, and their sum.
func (b *book) layRows() {
	s, t := b.sheet("years"), &b.cash.years
	s.text(yearRows-1, 1, b.Locale.T("workbook.years.rows"), style{plain, title})
	b.budget.rows = make([]rowCells, len(t.rows))
	cols := b.rowColumns()
	for i := len(t.rows) - 1; i >= 0; i-- { // those within a row before it
		r := &t.rows[i]
		look := derived
		if r.Level < 2 {
			look = total
		}
		s.text(yearRows+i, yearTitle, b.Locale.Text(r.Title, r.Code), style{plain, label})
		s.text(yearRows+i, yearCode, r.Code, style{plain, note})
		for _, col := range cols {
			s.put(yearRows+i, col, b.rowSum(i, col), style{won, look})
		}
		b.budget.rows[i] = b.rowAt(i)
	}
	sum := yearRows + len(t.rows)
	s.text(sum, yearTitle, b.Locale.T("workbook.years.sum"), style{plain, total})
	for _, col := range cols {
		s.put(sum, col, b.within(-1, col), style{won, total})
	}
	b.checkRows()
}

// rowColumns are the columns that rows are summed in.
func (b *book) rowColumns() []int {
	var cols []int
	for col := yearTotal; col < b.yearKey(); col++ {
		cols = append(cols, col)
	}
	return cols
}

// rowSum is what a row sums to in a column: the cost lines of it, or the rows
// right below it. Lines outside the budget have a part in nothing but what is
// outside.
func (b *book) rowSum(i, col int) formula.Num {
	t := &b.cash.years
	if t.rows[i].Level < 2 {
		return b.within(i, col)
	}
	key := b.yearKey()
	if col == b.yearAt(yearOutside) {
		key++
	}
	return b.yearColumn(col).SumWhere(b.yearColumn(key), formula.Of(float64(i+1)))
}

// within sums the rows right below a row; the groups for -1.
func (b *book) within(above, col int) formula.Num {
	var list []formula.Num
	for i, r := range b.cash.years.rows {
		if r.Above == above {
			list = append(list, b.sheet("years").ref(yearRows+i, col))
		}
	}
	if len(list) == 0 {
		return formula.Of(0)
	}
	return formula.Total(list...)
}

func (b *book) rowAt(i int) rowCells {
	s, row := b.sheet("years"), yearRows+i
	r := rowCells{
		code: b.cash.years.rows[i].Code, row: row, forecast: s.ref(row, yearTotal), before: s.ref(row, yearBefore), after: s.ref(row, b.yearAt(yearAfter)),
		low: s.ref(row, b.yearAt(yearLow)), high: s.ref(row, b.yearAt(yearHigh)), booked: s.ref(row, b.yearAt(yearBooked)), outside: s.ref(row, b.yearAt(yearOutside)),
	}
	for k := range b.Result.Budget.Years {
		r.years = append(r.years, s.ref(row, yearGrid+k))
	}
	for j := range b.Plan.Sites {
		r.sites = append(r.sites, s.ref(row, b.yearAt(yearSites+j)))
	}
	return r
}

// checkRows holds the rows against those of the program, which has none for what
// costs nothing.
func (b *book) checkRows() {
	type place struct {
		code  string
		level int
	}
	want := map[place]*planner.BudgetRow{}
	for i := range b.Result.Budget.Rows {
		r := &b.Result.Budget.Rows[i]
		want[place{r.Code, r.Level}] = r
	}
	levels := []string{"row_group", "row_subsystem", "row_line"}
	for i := range b.budget.rows {
		c, level := &b.budget.rows[i], b.cash.years.rows[i].Level
		r := want[place{c.code, level}]
		if r == nil {
			r = &planner.BudgetRow{ByYearKRW: make([]planner.KRW, len(c.years)), BySiteKRW: make([]planner.KRW, len(c.sites))}
		}
		b.agrees(levels[level], c.code, won,
			append([]formula.Num{c.forecast, c.before, c.after, c.low, c.high, c.booked, c.outside}, append(append([]formula.Num{}, c.years...), c.sites...)...),
			append(floats([]planner.KRW{r.ForecastKRW, r.BeforeKRW, r.AfterKRW, r.LowKRW, r.HighKRW, r.PaidKRW, r.OutsideKRW}), append(floats(r.ByYearKRW), floats(r.BySiteKRW)...)...))
	}
}
