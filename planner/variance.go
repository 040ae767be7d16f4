package planner

import (
	"math"

	"buildout/planner/finance"
)

// Variance says why the forecast of a result differs from that of a base, line
// by line. Effects are taken one after the other, each on top of those before it:
//
//	scope         the budget covers the line as it does now, at the base estimate
//	quantity      the quantity is the present one; lines come and go
//	price         so are the unit price in its currency, size, region, fee and contingency
//	exchange rate so is the won for a unit of the currency
//	timing        so is the escalation to the months of payment: the present estimate
//	books         so is what the books paid and settled
//	VAT           so is the VAT that the budget carries
//
// Every step values the whole line anew and rounds once, as pricing does, so that
// the base and the effects sum to the present forecast to the won. Shares of other
// lines are taken at every step of the lines at that step: a price effect below is
// a price effect above. Interest during construction is a matter of time: its
// quantity counts as timing. Lines match by code, site, phase and their order
// among equals. Where a line changes its currency, its rate counts as price.
func Variance(base, now Result) VarianceResult {
	v := varianceOf{base: base.CostLines, now: now.CostLines, baseVAT: base.Budget.VAT, nowVAT: now.Budget.VAT}
	v.match()
	v.revalue()
	r := VarianceResult{BaseKRW: base.Budget.ForecastKRW, NowKRW: now.Budget.ForecastKRW, Rows: v.rows()}
	for i := range r.Rows {
		r.Effects.add(r.Rows[i].Effects)
	}
	return r
}

// The steps at which estimates are worked out anew; the base estimate is that
// of step quantity's predecessor, the present one that of the last.
const (
	stepQuantity = iota
	stepPrice
	stepRate
	stepTiming
	stepCount
)

// varianceOf is the lines of two results, those of now matched with the base.
type varianceOf struct {
	base, now       []CostLine
	baseVAT, nowVAT VAT
	baseOf          []int // of each line of now; -1 without one
	matched         []bool
	estimates       [][stepCount]KRW // of each line of now
}

func (l *CostLine) key() lineKey { return lineKey{l.Code, l.Site, l.Phase} }

// match finds the base of every line. Lines of one code, site and phase stand
// together.
func (v *varianceOf) match() {
	first := make(map[lineKey]int, len(v.base))
	for i := len(v.base) - 1; i >= 0; i-- {
		first[v.base[i].key()] = i
	}
	v.baseOf, v.matched = make([]int, len(v.now)), make([]bool, len(v.base))
	nth := 0
	for i := range v.now {
		key := v.now[i].key()
		if nth++; i == 0 || v.now[i-1].key() != key {
			nth = 0
		}
		v.baseOf[i] = -1
		if at, ok := first[key]; ok && at+nth < len(v.base) && v.base[at+nth].key() == key {
			v.baseOf[i], v.matched[at+nth] = at+nth, true
		}
	}
}

// revalue works out the estimate of every line at every step. Shares come after
// the lines that they are taken of.
func (v *varianceOf) revalue() {
	v.estimates = make([][stepCount]KRW, len(v.now))
	phase := 0 // first line of the phase
	for i := range v.now {
		l := &v.now[i]
		if first := &v.now[phase]; l.Site != first.Site || l.Phase != first.Phase {
			phase = i
		}
		var base *CostLine
		if at := v.baseOf[i]; at >= 0 {
			base = &v.base[at]
		}
		for step := range stepTiming {
			v.estimates[i][step] = v.estimate(i, phase, step, base)
		}
		v.estimates[i][stepTiming] = l.AmountKRW
	}
}

// estimate values a line at a step: what the steps up to it changed as it is
// now, the rest as in the base; a line without one as it is now.
func (v *varianceOf) estimate(i, phase, step int, base *CostLine) KRW {
	now := &v.now[i]
	if base == nil {
		base = now
	}
	price, rate := base, base
	if step >= stepPrice {
		price = now
		if step >= stepRate || base.Currency != now.Currency {
			rate = now
		}
	}
	quantity := now.Quantity
	if now.Driver == PerShare {
		var of KRW
		for k := phase; k < i; k++ {
			if codeIn(v.now[k].Code, now.ShareOf) {
				of += v.estimates[k][step]
			}
		}
		quantity = float64(of)
	}
	unit := price.UnitPrice
	if rate.ExchangeRate != nil {
		unit = float64(unit * rate.ExchangeRate.Value)
	}
	won := quantity * unit
	for _, name := range [...]string{"scale", "price_base", "escalation", "region", "fee", "contingency"} {
		if name == "escalation" {
			won *= base.factor(name)
		} else {
			won *= price.factor(name)
		}
	}
	return KRW(math.Round(min(won, float64(finance.MaxKRW))))
}

// factor returns a factor of the line by its name, 1 where it has none.
func (l *CostLine) factor(name string) float64 {
	for i := range l.Factors {
		if l.Factors[i].Name == name {
			return l.Factors[i].Value
		}
	}
	return 1
}

// rows sums the effects by code, site and phase, those of now and then those
// that only the base has.
func (v *varianceOf) rows() []VarianceRow {
	rows := make([]VarianceRow, 0)
	last := make(map[lineKey]int, len(v.now)) // row of the key
	rowOf := func(l *CostLine) *VarianceRow {
		at, ok := last[l.key()]
		if !ok {
			at = len(rows)
			last[l.key()] = at
			rows = append(rows, VarianceRow{Code: l.Code, Title: l.Title, Site: l.Site, Phase: l.Phase})
		}
		return &rows[at]
	}
	for i := range v.now {
		var base *CostLine
		if at := v.baseOf[i]; at >= 0 {
			base = &v.base[at]
		}
		v.effects(rowOf(&v.now[i]), base, &v.now[i], v.estimates[i])
	}
	for i := range v.base {
		if !v.matched[i] {
			v.gone(rowOf(&v.base[i]), &v.base[i])
		}
	}
	differ := rows[:0]
	for _, row := range rows {
		if row.Effects != (VarianceParts{}) {
			differ = append(differ, row)
		}
	}
	return differ
}

// effects adds what each step changes in what the budget counts for a line.
func (v *varianceOf) effects(row *VarianceRow, base, now *CostLine, estimates [stepCount]KRW) {
	var paid, counted KRW
	final := false
	old := *now // the line as the base's books and VAT have it, covered as now
	if base != nil {
		paid, final, old.VAT = base.PaidKRW, base.Final, base.VAT
		row.BaseKRW += base.counts(base.ForecastKRW, v.baseVAT)
		counted = old.counts(base.ForecastKRW, v.baseVAT)
		row.Effects.ScopeKRW += counted - base.counts(base.ForecastKRW, v.baseVAT)
	}
	step := func(effect *KRW, to KRW) { *effect, counted = *effect+to-counted, to }
	e := &row.Effects
	quantity := &e.QuantityKRW
	if now.Driver == PerPaidMonth {
		quantity = &e.TimingKRW
	}
	at := func(step int) KRW { return old.counts(forecastOf(estimates[step], paid, final), v.baseVAT) }
	step(quantity, at(stepQuantity))
	step(&e.PriceKRW, at(stepPrice))
	step(&e.ExchangeRateKRW, at(stepRate))
	step(&e.TimingKRW, at(stepTiming))
	step(&e.BooksKRW, old.counts(now.ForecastKRW, v.baseVAT))
	step(&e.VATKRW, now.counts(now.ForecastKRW, v.nowVAT))
	row.NowKRW += counted
}

// gone takes out a line that only the base has.
func (v *varianceOf) gone(row *VarianceRow, base *CostLine) {
	counted := base.counts(base.ForecastKRW, v.baseVAT)
	row.BaseKRW += counted
	if base.Driver == PerPaidMonth {
		row.Effects.TimingKRW -= counted
	} else {
		row.Effects.QuantityKRW -= counted
	}
}

// counts returns what the budget counts for an amount of the line: nothing where
// it does not pay for the line.
func (l *CostLine) counts(amount KRW, vat VAT) KRW {
	if !l.InBudget {
		return 0
	}
	return l.counted(amount, vat)
}

func (p *VarianceParts) add(q VarianceParts) {
	p.ScopeKRW += q.ScopeKRW
	p.QuantityKRW += q.QuantityKRW
	p.PriceKRW += q.PriceKRW
	p.ExchangeRateKRW += q.ExchangeRateKRW
	p.TimingKRW += q.TimingKRW
	p.BooksKRW += q.BooksKRW
	p.VATKRW += q.VATKRW
}
