package workbook

import (
	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/formula"
)

// layClass lays an asset class: what it cost, what is written off each year, and
// its book value at the end of each, summed over its phases.
func (d *depreciation) layClass(i int) {
	c, s := &d.list[i], d.s
	a := &d.w.Reference.Assets[c.class]
	c.life, c.residual = d.s.ref(d.leftRow+c.firstPart, offLife), d.s.ref(d.leftRow+c.firstPart, offResidual)
	for _, row := range []int{d.offRow + i, d.bookRow + i} {
		s.text(row, offClass, d.Locale.Text(a.Title, a.Name), style{plain, label})
		s.text(row, offMethod, d.Locale.T("method."+string(a.Method)), style{plain, label})
		s.put(row, offLife, c.life, style{decimal, derived})
		s.put(row, offResidual, c.residual, style{share, derived})
		s.put(row, offNumber, formula.Of(float64(c.class)), style{whole, fixed})
		s.put(row, offCost, d.ofClass(c, d.leftRow, offCost), style{won, derived})
	}
	c.cost = s.ref(d.offRow+i, offCost)
	for y := range d.years {
		col := offBefore + 1 + y
		c.off = append(c.off, s.put(d.offRow+i, col, d.ofClass(c, d.spentRow, col), style{won, derived}))
		c.book = append(c.book, s.put(d.bookRow+i, col, d.ofClass(c, d.heldRow, col), style{won, derived}))
	}
	end := offBefore + 1 + len(d.years)
	c.left = s.put(d.bookRow+i, end, d.ofClass(c, d.leftRow, end), style{won, derived})
}

// ofClass sums a column of the parts of a class in a block.
func (d *depreciation) ofClass(c *classCells, row, col int) formula.Num {
	return d.s.column(col, row+c.firstPart, row+c.endPart-1).Sum()
}

// layAll lays the sums of the classes, and what of the last column counts.
func (d *depreciation) layAll() {
	s, n := d.s, len(d.list)
	if n == 0 {
		d.off.residual = formula.Of(0)
		return
	}
	for _, block := range []struct {
		row      int
		key      string
		from, to int
	}{
		{d.offRow, "off", offBefore + 1, offBefore + len(d.years)},
		{d.bookRow, "book", offBefore + 1, offBefore + 1 + len(d.years)},
	} {
		s.text(block.row-1, offClass, d.Locale.T("workbook.depreciation."+block.key, "unit", d.Locale.WonUnit()), style{plain, heading})
		s.text(block.row+n, offClass, d.Locale.T("workbook.depreciation.all"), style{plain, total})
		s.put(block.row+n, offCost, s.column(offCost, block.row, block.row+n-1).Sum(), style{won, total})
		for col := block.from; col <= block.to; col++ {
			s.put(block.row+n, col, s.column(col, block.row, block.row+n-1).Sum(), style{won, total})
		}
	}
	end, last := offBefore+1+len(d.years), d.leftRow+len(d.parts)-1
	s.text(d.bookRow+n+1, offClass, d.Locale.T("workbook.depreciation.counted"), style{plain, label})
	d.off.residual = s.put(d.bookRow+n+1, end, s.column(end, d.leftRow, last).SumWhere(s.column(offCounts, d.leftRow, last), formula.Of(1)), style{won, derived})
}

// check holds the classes against the program, and what is written off against
// what is left.
func (d *depreciation) check() {
	for i := range d.Result.Worth.Assets {
		a := &d.Result.Worth.Assets[i]
		for k := range d.list {
			c := &d.list[k]
			if d.w.Reference.Assets[c.class].Name != a.Name {
				continue
			}
			what := d.Locale.Text(a.Title, a.Name)
			d.agrees("asset_cost", what, won, []formula.Num{c.cost}, []float64{float64(a.CostKRW)})
			d.agrees("depreciation", what, won, c.off, floats(a.ByYearKRW))
			d.agrees("book_value", what, won, c.book, floats(a.BookKRW))
		}
	}
	if len(d.list) == 0 {
		return
	}
	s, n, last := d.s, len(d.list), offBefore+len(d.years)
	d.foots("written_off", d.s.name, won, s.row(d.offRow+n, offBefore+1, last).Sum(),
		s.column(offBefore, d.leftRow, d.leftRow+len(d.parts)-1).Sum().Minus(s.column(last, d.leftRow, d.leftRow+len(d.parts)-1).Sum()))
}

// shareLeft is the share of a cost that is left after so many months of use, as
// finance.Depreciation has it.
func shareLeft(method planner.Depreciation, months, life, residual formula.Num) formula.Num {
	one := formula.Of(1)
	if method == finance.Never {
		return one
	}
	years := formula.Min(months.Over(formula.Of(12)), life)
	left := one.Minus(one.Minus(residual).Times(years.Over(life)))
	if method == finance.DecliningBalance {
		left = formula.If(years.Less(life), declined(years, life, residual), left)
	}
	return formula.If(life.AtMost(formula.Of(0)), one, left)
}

// declined is shareLeft by declining balance before the end of the life.
func declined(years, life, residual formula.Num) formula.Num {
	zero, one := formula.Of(0), formula.Of(1)
	rest := formula.If(residual.Is(zero), formula.Of(finance.TaxRemainder), residual)
	whole := formula.Floor(years)
	power := func(n formula.Num) formula.Num { return formula.RoundTo(formula.Power(rest, n.Over(life)), 12) }
	next := whole.Plus(one)
	last := next.AtLeast(life)
	begins, ends := power(whole), formula.If(last, residual, power(next))
	year := formula.If(last, life.Minus(whole), one)
	return begins.Minus(begins.Minus(ends).Times(years.Minus(whole).Over(year)))
}
