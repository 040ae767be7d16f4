package workbook

import (
	"buildout/planner/formula"
)

// layAmounts lays the amounts of a line, each rounded once. from is the first
// line of its phase.
func (b *book) layAmounts(s *sheet, c *lineCells, unrounded formula.Num, from int) {
	w := c.w
	c.amount = s.put(c.row, lineAmount, formula.Round(unrounded), style{won, total})
	low, high := b.rangeOf(s, c, from)
	low = s.put(c.row, lineLowShare, low, numberStyle(low))
	high = s.put(c.row, lineHighShare, high, numberStyle(high))
	c.low = s.put(c.row, lineLow, formula.Round(unrounded.Times(low)), style{won, derived})
	c.high = s.put(c.row, lineHigh, formula.Round(unrounded.Times(high)), style{won, derived})
	c.counted = c.amount
	if w.Cost.VAT != nil {
		c.vat = s.put(c.row, lineVATRate, b.in.value("cost_book.vat"), style{share, derived})
		vat := s.put(c.row, lineVAT, formula.Round(c.amount.Times(c.vat)), style{won, derived})
		if w.InBudget {
			c.counted = c.counted.Plus(formula.If(b.carriesVAT(), vat, formula.Of(0)))
		}
	}
	c.counted = s.put(c.row, lineCounted, c.counted, style{won, derived})
}

// rangeOf returns the low and the high estimate of a line over its amount: those
// of the cost book, the plan's own, or of interest as those of the lines of its
// phase.
func (b *book) rangeOf(s *sheet, c *lineCells, from int) (low, high formula.Num) {
	if c.w.Interest {
		last := len(b.lines) - 1
		if last < from {
			return formula.Of(0), formula.Of(0)
		}
		sum := func(col int) formula.Num { return s.column(col, b.lines[from].row, b.lines[last].row).Sum() }
		amount := sum(lineAmount)
		over := func(col int) formula.Num {
			return formula.If(amount.Is(formula.Of(0)), formula.Of(0), sum(col).Over(amount))
		}
		return over(lineLow), over(lineHigh)
	}
	e := &b.w.Reference.Book.Entries[c.w.Entry]
	low, high = formula.Of(e.LowShare), formula.Of(e.HighShare)
	for _, o := range b.Plan.CostBook.Overrides {
		if o.Code == c.w.Code && o.LowShare > 0 {
			low = b.in.plan(overridePath(o.Code) + "/low_share")
		}
		if o.Code == c.w.Code && o.HighShare > 0 {
			high = b.in.plan(overridePath(o.Code) + "/high_share")
		}
	}
	return low, high
}

// closeLines lays what the lines sum to, in all and by group.
func (b *book) closeLines() {
	s := b.sheet("lines")
	last := lineTop + len(b.lines) - 1
	if last < lineTop {
		return
	}
	row := last + 2
	s.text(row, lineTitle, b.Locale.T("workbook.lines.all"), style{plain, total})
	keys := s.prefix + s.fixed(lineTop, lineGroup) + ":" + s.fixed(last, lineGroup)
	columns := []int{lineAmount, lineLow, lineHigh, lineVAT, lineCounted}
	for _, col := range columns {
		s.put(row, col, s.column(col, lineTop, last).Sum(), style{won, total})
	}
	first := row + 1
	for g := range b.w.Reference.Book.Groups {
		of := func(i int) bool { return b.lines[i].w.Group == g }
		if !b.anyLine(of) {
			continue
		}
		at := s.next()
		words := b.groupTitle(g)
		s.text(at, lineGroup, words, style{plain, total})
		key := formula.TextRef(words, s.prefix+s.fixed(at, lineGroup))
		for _, col := range columns {
			s.put(at, col, s.column(col, lineTop, last).SumWhereText(keys, key, of), style{won, total})
		}
	}
	for _, col := range columns {
		b.foots("lines_foot", b.Locale.T("workbook.lines."+lineNames[col]), won, s.column(col, first, s.next()-1).Sum(), s.ref(row, col))
	}
}

// lineNames is the columns of amounts by their keys in the catalogues.
var lineNames = map[int]string{lineAmount: "amount", lineLow: "low", lineHigh: "high", lineVAT: "vat", lineCounted: "counted"}

func (b *book) anyLine(of func(i int) bool) bool {
	for i := range b.lines {
		if of(i) {
			return true
		}
	}
	return false
}
