package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// lineCells is a cost line. Amounts are whole won.
type lineCells struct {
	w         *planner.LineWorking
	row       int // on the sheet Cost lines
	quantity  formula.Num
	amount    formula.Num // the estimate, without VAT
	low, high formula.Num
	vat       formula.Num // rate; 0 where the line bears none
	counted   formula.Num // the estimate with the VAT that the budget carries
	ordered   formula.Num // month
	committed formula.Num // month: of the order, or of the first payment where that is earlier
}

// The columns of the sheet Cost lines.
const (
	lineCode = iota + 1
	lineTitle
	lineGroup
	lineSite
	linePhase
	lineCounts
	lineQuantity
	lineUnit
	lineUnitPrice
	lineCurrency
	lineExchangeRate
	lineUnitPriceKRW
	lineScale
	linePriceBase
	lineEscalation
	lineRegion
	lineFee
	lineContingency
	lineUnrounded
	lineAmount
	lineLowShare
	lineHighShare
	lineLow
	lineHigh
	lineVATRate
	lineVAT
	lineCounted
	lineInBudget
	lineOrdered
	lineOrderedNo
	lineClass
	lineSource
)

// lineTop is the first row of cost lines, and of their payments.
const lineTop = 5

// lineFactors is the columns of factors by their names, in the order in which
// they are multiplied.
var lineFactors = []struct {
	name string
	col  int
}{
	{"scale", lineScale}, {"price_base", linePriceBase}, {"escalation", lineEscalation}, {"region", lineRegion}, {"fee", lineFee}, {"contingency", lineContingency},
}

// layLines lays the cost lines and what they pay by month.
func (b *book) layLines() {
	b.openLines()
	b.openPayments()
	b.sizes.by = map[sizeKey][]formula.Num{}
	b.lines = make([]lineCells, 0, len(b.w.Lines))
	from := 0 // first line of the phase
	for i := range b.w.Lines {
		w := &b.w.Lines[i]
		if before := b.w.Lines[from]; before.Site != w.Site || before.Phase != w.Phase {
			from = i
		}
		b.lines = append(b.lines, b.layLine(w, from))
	}
	b.closeLines()
	b.closePayments()
	b.agreesOnLines()
	if len(b.sizes.unlike) > 0 {
		s := b.sheet("quantities")
		row := s.next() + 1
		s.text(row, quantityWhere, b.Locale.T("workbook.quantities.unlike_all"), style{plain, total})
		b.foots("one_size", s.name, ratio, s.put(row, quantityUnlike, formula.Total(b.sizes.unlike...), style{ratio, total}), formula.Of(0))
	}
}

func (b *book) openLines() {
	s := b.sheet("lines")
	s.head, s.side = lineTop-1, lineTitle
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.lines.note"), style{plain, note})
	for i, key := range []string{
		"code", "title", "group", "site", "phase", "counts", "quantity", "unit", "unit_price", "currency", "exchange_rate", "unit_price_krw",
		"scale", "price_base", "escalation", "region", "fee", "contingency", "unrounded", "amount", "low_share", "high_share", "low", "high",
		"vat_rate", "vat", "counted", "in_budget", "ordered", "ordered_no", "class", "source",
	} {
		words := b.Locale.T("workbook.lines." + key)
		switch i + 1 {
		case lineAmount, lineLow, lineHigh, lineVAT, lineCounted:
			words += " (" + b.Locale.WonUnit() + ")"
		}
		s.text(lineTop-1, i+1, words, style{plain, heading})
	}
	for col, width := range map[int]float64{lineCode: 34, lineTitle: 34, lineGroup: 22, lineSite: 14, linePhase: 14, lineCounts: 30, lineSource: 60} {
		s.widths[col] = width
	}
}

// layLine lays a line: what it counts, its price, its factors, its amounts, and
// what it pays by month. from is the first line of its phase.
func (b *book) layLine(w *planner.LineWorking, from int) lineCells {
	s := b.sheet("lines")
	c := lineCells{w: w, row: lineTop + len(b.lines)}
	paid, scale := patternCells{escalation: formula.Of(1)}, formula.Of(1)
	switch {
	case w.Interest:
		c.quantity, paid = b.layInterest(w, from)
	case w.Cost.Driver == planner.PerShare:
		paid = b.pattern(patternOf(w))
		c.quantity, scale = b.layQuantity(w, b.shareTerms(w))
	default:
		paid = b.pattern(patternOf(w))
		c.quantity, scale = b.layQuantity(w, b.termsOf(w))
	}
	b.nameLine(s, &c)
	c.quantity = s.put(c.row, lineQuantity, c.quantity, style{general, derived})
	c.ordered = s.put(c.row, lineOrderedNo, paid.ordered, style{whole, note})
	c.committed = c.ordered
	s.putMonth(c.row, lineOrdered, c.ordered, derived)
	product := c.quantity.Times(b.layPrice(s, &c))
	for i, n := range b.factorsOf(w, scale, paid.escalation) {
		look := style{ratio, derived}
		if n.IsLiteral() {
			look.role = fixed
		}
		n = s.put(c.row, lineFactors[i].col, n, look)
		product = product.Times(n)
	}
	b.layAmounts(s, &c, s.put(c.row, lineUnrounded, product, style{exactWon, note}), from)
	b.layEstimate(&c, paid.paid)
	return c
}

func (b *book) nameLine(s *sheet, c *lineCells) {
	w, l := c.w, &c.w.Cost
	ph := &b.Plan.Sites[w.Site].Phases[w.Phase]
	budget := "in_budget.yes"
	if !w.InBudget {
		budget = "in_budget.no"
	}
	for col, words := range map[int]string{
		lineCode: w.Code, lineTitle: b.Locale.Text(w.Title, w.Code), lineGroup: b.groupTitle(w.Group), lineSite: b.siteTitle(w.Site), linePhase: b.Locale.Text(ph.Title, ph.Name),
		lineCounts: b.counts(l), lineUnit: b.Locale.ValueUnit(l.Unit), lineCurrency: l.Currency, lineClass: l.Class, lineInBudget: b.Locale.T("workbook.lines." + budget),
	} {
		s.text(c.row, col, words, style{plain, label})
	}
	s.text(c.row, lineSource, l.Source, style{plain, note})
}

func (b *book) groupTitle(group int) string {
	g := &b.w.Reference.Book.Groups[group]
	return b.Locale.Text(g.Title, g.Code)
}

// layPrice lays the unit price and returns it in won.
func (b *book) layPrice(s *sheet, c *lineCells) formula.Num {
	l := &c.w.Cost
	var price formula.Num
	if c.w.Interest {
		price = b.in.plan("budget/construction_interest/rate_per_year").Over(formula.Of(12))
	} else {
		price = b.in.plan(overridePath(c.w.Code) + "/unit_price")
	}
	price = s.put(c.row, lineUnitPrice, price, style{general, derived})
	if l.Currency != "KRW" {
		price = price.Times(s.put(c.row, lineExchangeRate, b.rate(l.Currency, c.ordered), style{decimal, derived}))
	}
	return s.put(c.row, lineUnitPriceKRW, price, style{general, derived})
}

// factorsOf returns what the unit price in won is multiplied by, in the order of
// lineFactors; 1 where the line has no such factor.
func (b *book) factorsOf(w *planner.LineWorking, scale, escalation formula.Num) []formula.Num {
	one := formula.Of(1)
	if w.Interest || w.Cost.Driver == planner.PerShare {
		return []formula.Num{one, one, one, one, one, one}
	}
	e := &b.w.Reference.Book.Entries[w.Entry]
	fee := one
	if e.Fee != "" {
		fee = one.Plus(b.factor("fees", e.Fee))
	}
	region := b.factor("regions", b.Plan.Sites[w.Site].Region)
	return []formula.Num{scale, b.priceBase(w), escalation, region, fee, one.Plus(b.factor("contingency", w.Cost.Class))}
}

// factor returns a named factor of the cost book; 0 where it has none of the
// name.
func (b *book) factor(kind, name string) formula.Num {
	return b.in.value("cost_book." + kind + "." + name)
}

// priceBase is the price level of the price base over that in the month of the
// price, which is an input where the plan has a price of its own.
func (b *book) priceBase(w *planner.LineWorking) formula.Num {
	m := month(w.Cost.PriceMonth)
	for _, o := range b.Plan.CostBook.Overrides {
		if o.Code == w.Code {
			m = b.in.plan(overridePath(w.Code) + "/price_month")
		}
	}
	if w.Index < 0 || m.IsLiteral() && m.V == float64(b.Plan.PriceBase) {
		return formula.Of(1)
	}
	return b.levelAt(w.Index, int(b.Plan.PriceBase-b.ext[0])).Over(b.level(w.Index, m))
}
