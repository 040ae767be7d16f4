package workbook

import (
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// budgetCells is the budget in total. Amounts are whole won.
type budgetCells struct {
	total, forecast, variance, vat, outside, before, after formula.Num
	low, high, estimate, booked, committed, unfunded       formula.Num
	years                                                  []yearCells // in the order of the result
	rows                                                   []rowCells  // of the cost book
}

// yearCells is a year of the budget. A year without a ceiling has 0 for it and
// for what is left.
type yearCells struct {
	ceiling, carried, paid, committed, left                  formula.Num
	approved, byBooks, approvedToDate, uncommitted, unfunded formula.Num
}

// layBudget lays the sheet Budget by year.
func (b *book) layBudget() {
	b.layRows()
	b.layFigures()
	b.layBudgetYears()
	b.layFundingYears()
	b.checkBudget()
}

// layFigures lays the budget in total.
func (b *book) layFigures() {
	s, f := b.sheet("years"), &b.cash.flows
	s.text(yearFigures-1, 1, b.Locale.T("workbook.years.figures"), style{plain, title})
	row := yearFigures
	put := func(key string, n formula.Num, look role) formula.Num {
		s.text(row, yearTitle, b.Locale.T("workbook.years."+key), style{plain, label})
		row++
		return s.put(row-1, yearTotal, n, style{won, look})
	}
	sum := yearRows + len(b.cash.years.rows)
	of := func(col int) formula.Num { return s.ref(sum, col) }
	committed := formula.Of(0)
	if b.cash.booked.s != nil {
		committed = b.cash.booked.sum(0, len(b.ext)-1)
	}
	vat, estimate := formula.Of(0), formula.Of(0)
	if n := len(b.lines); n > 0 {
		m := b.cash.money
		vat = m.column(moneyVAT, n).SumAbove(m.column(moneyGroup, n), formula.Of(0))
		estimate = m.column(moneyCounted, n).Sum()
	}
	c := &b.budget
	c.total = put("budget", b.in.plan("budget/total_krw"), derived)
	c.forecast = put("forecast", of(yearTotal), total)
	c.variance = put("variance", c.total.Minus(c.forecast), total)
	c.low = put("low", of(b.yearAt(yearLow)), derived)
	c.high = put("high", of(b.yearAt(yearHigh)), derived)
	c.estimate = put("estimate", estimate, derived)
	c.booked = put("booked", of(b.yearAt(yearBooked)), derived)
	c.committed = put("committed_by_books", committed, derived)
	c.vat = put("vat", vat, derived)
	c.outside = put("outside", of(b.yearAt(yearOutside)), derived)
	c.before = put("before", of(yearBefore), derived)
	c.after = put("after", of(b.yearAt(yearAfter)), derived)
	c.unfunded = put("unfunded", f.unfunded.total, derived)
}

// layBudgetYears lays the years against their ceilings.
func (b *book) layBudgetYears() {
	s, f := b.sheet("years"), &b.cash.flows
	s.text(yearYears-1, 1, b.Locale.T("workbook.years.years"), style{plain, title})
	carries := b.in.choice("budget/carry_over", "true", "false").Spelt(formula.TextOf("true"))
	carried := formula.Of(0) // what the year before with a ceiling left
	for i := range b.Result.Budget.Years {
		var y yearCells
		row, col := yearYears, yearGrid+i
		put := func(n formula.Num, look role) formula.Num {
			row++
			return s.put(row-1, col, n, style{won, look})
		}
		from, to := b.monthsOfYear(i)
		year := func(r *cashRow) formula.Num {
			return b.sheet("cash").row(r.row, cashGrid+from, cashGrid+to).Sum()
		}
		zero := formula.Of(0)
		ceiling, has := b.ceiling(b.Result.Budget.Years[i].Year)
		y.ceiling = put(ceiling, derived)
		y.carried = put(zero, derived)
		if has {
			y.carried = s.put(row-1, col, formula.If(carries, carried, zero), style{won, derived})
		}
		y.paid = put(year(&f.paid), derived)
		y.left = put(zero, total)
		if has {
			y.left = s.put(row-1, col, y.ceiling.Plus(y.carried).Minus(y.paid), style{won, total})
			carried = y.left
		}
		y.byBooks = put(year(&f.byBooks), derived)
		y.committed = put(year(&f.committed), derived)
		y.approved = put(year(&f.approved), derived)
		y.approvedToDate = put(f.approvedToDate.by[to], derived)
		y.uncommitted = put(f.left.by[to], derived)
		y.unfunded = put(year(&f.unfunded), derived)
		b.budget.years = append(b.budget.years, y)
	}
	for i, key := range []string{"ceiling", "carried", "paid", "left", "by_books", "committed", "approved", "approved_to_date", "uncommitted", "unfunded"} {
		s.text(yearYears+i, yearTitle, b.Locale.T("workbook.years."+key), style{plain, label})
	}
}

// ceiling is the ceiling of a year, where the plan has one.
func (b *book) ceiling(year int) (amount formula.Num, has bool) {
	for _, c := range b.Plan.Budget.Ceilings {
		if c.Year == year {
			return b.in.plan("budget/ceilings/" + strconv.Itoa(year) + "/amount_krw"), true
		}
	}
	return formula.Of(0), false
}

// checkBudget holds the budget against the program.
func (b *book) checkBudget() {
	r, c := &b.Result.Budget, &b.budget
	for _, x := range []struct {
		key  string
		cell formula.Num
		want planner.KRW
	}{
		{"budget", c.total, r.TotalKRW}, {"forecast", c.forecast, r.ForecastKRW}, {"variance", c.variance, r.VarianceKRW}, {"low", c.low, r.LowKRW}, {"high", c.high, r.HighKRW},
		{"estimate", c.estimate, r.EstimateKRW}, {"booked", c.booked, r.PaidKRW}, {"committed_by_books", c.committed, r.CommittedKRW}, {"vat", c.vat, r.VATKRW},
		{"outside", c.outside, r.OutsideKRW}, {"before", c.before, r.BeforeKRW}, {"after", c.after, r.AfterKRW},
	} {
		b.agrees("budget_"+x.key, "", won, []formula.Num{x.cell}, []float64{float64(x.want)})
	}
	if len(r.Funding) > 0 {
		b.agrees("budget_unfunded", "", won, []formula.Num{c.unfunded}, []float64{float64(r.UnfundedKRW)})
	}
	for _, x := range []struct {
		key  string
		cell func(y *yearCells) formula.Num
		want func(y *planner.BudgetYear) planner.KRW
	}{
		{"ceiling", func(y *yearCells) formula.Num { return y.ceiling }, func(y *planner.BudgetYear) planner.KRW { return y.CeilingKRW }},
		{"carried", func(y *yearCells) formula.Num { return y.carried }, func(y *planner.BudgetYear) planner.KRW { return y.CarriedKRW }},
		{"paid", func(y *yearCells) formula.Num { return y.paid }, func(y *planner.BudgetYear) planner.KRW { return y.PaidKRW }},
		{"left", func(y *yearCells) formula.Num { return y.left }, func(y *planner.BudgetYear) planner.KRW { return y.LeftKRW }},
		{"by_books", func(y *yearCells) formula.Num { return y.byBooks }, func(y *planner.BudgetYear) planner.KRW { return y.PaidByBooksKRW }},
		{"committed", func(y *yearCells) formula.Num { return y.committed }, func(y *planner.BudgetYear) planner.KRW { return y.CommittedKRW }},
		{"approved", func(y *yearCells) formula.Num { return y.approved }, func(y *planner.BudgetYear) planner.KRW { return y.ApprovedKRW }},
		{"approved_to_date", func(y *yearCells) formula.Num { return y.approvedToDate }, func(y *planner.BudgetYear) planner.KRW { return y.ApprovedToDateKRW }},
		{"uncommitted", func(y *yearCells) formula.Num { return y.uncommitted }, func(y *planner.BudgetYear) planner.KRW { return y.UncommittedKRW }},
		{"unfunded", func(y *yearCells) formula.Num { return y.unfunded }, func(y *planner.BudgetYear) planner.KRW { return y.UnfundedKRW }},
	} {
		var cells []formula.Num
		var want []float64
		for i := range r.Years {
			cells = append(cells, x.cell(&c.years[i]))
			want = append(want, float64(x.want(&r.Years[i])))
		}
		b.agrees("year_"+x.key, "", won, cells, want)
	}
	s, sum := b.sheet("years"), yearRows+len(b.cash.years.rows)
	b.foots("budget_across", "", won, c.forecast, s.row(sum, yearBefore, b.yearAt(yearAfter)).Sum())
	b.foots("budget_cash", "", won, c.forecast, b.cash.flows.paid.total)
	if len(b.lines) > 0 {
		b.foots("budget_lines", "", won, c.forecast, b.yearColumn(yearTotal).Sum())
	}
	b.foots("budget_sites", "", won, c.forecast, s.row(sum, b.yearAt(yearSites), b.yearKey()-1).Sum())
}
