package planner

import (
	"reflect"
	"strconv"
	"strings"
)

// lineFigures is the figures of a cost line and how they follow. What a line
// is in the budget has VAT where the budget carries it.
var lineFigures = []figureRule{
	{"amount_krw", "cost_line", "", (*explainer).lineAmount},
	{"quantity", "", "", (*explainer).lineQuantity},
	{"unit_price_krw", "in_won", "unit_price_krw = unit_price * exchange_rate", (*explainer).linePriceKRW},
	{"unit_price", "given", "", (*explainer).linePrice},
	{"low_krw", "low_estimate", "", (*explainer).lineLow},
	{"high_krw", "high_estimate", "", (*explainer).lineHigh},
	{"paid_krw", "by_books", "", (*explainer).linePaid},
	{"forecast_krw", "", "", forecastFrom("forecast_krw", "amount_krw")},
	{"low_forecast_krw", "", "", forecastFrom("low_forecast_krw", "low_krw")},
	{"high_forecast_krw", "", "", forecastFrom("high_forecast_krw", "high_krw")},
	{"vat_krw", "vat", "vat_krw = round(forecast_krw * vat)", (*explainer).lineVAT},
	{"budget_krw", "", "", countedFrom("budget_krw", "forecast_krw")},
	{"estimate_krw", "", "", countedFrom("estimate_krw", "amount_krw")},
	{"budget_low_krw", "", "", countedFrom("budget_low_krw", "low_forecast_krw")},
	{"budget_high_krw", "", "", countedFrom("budget_high_krw", "high_forecast_krw")},
	{"budget_paid_krw", "", "", countedFrom("budget_paid_krw", "paid_krw")},
	{"rest_krw", "rest", "rest_krw = budget_krw - budget_paid_krw", nil},
	{"phase_amount_krw", "sum_of_lines", "phase_amount_krw = sum(below)", linesBefore("amount_krw")},
	{"phase_low_krw", "sum_of_lines", "phase_low_krw = sum(below)", linesBefore("low_krw")},
	{"phase_high_krw", "sum_of_lines", "phase_high_krw = sum(below)", linesBefore("high_krw")},
	{"ordered", "order_by", "ordered = before(work_starts, lead_time_months)", (*explainer).lineOrdered},
}

// lineExtra names what stands below a line beside its figures.
var lineExtra = []string{"factors", "payments", "planned", "weights", "years", "commitments", "use"}

// costLine explains cost_lines/CODE/SITE/PHASE[/N]/...
func (e *explainer) costLine(left []string) (Explanation, error) {
	i, left, err := e.pickLine(left)
	if err != nil {
		return Explanation{}, err
	}
	p := e.line(i)
	if len(left) > 0 {
		switch left[0] {
		case "factors":
			return e.factor(i, left[1:])
		case "payments":
			return e.payment(i, left[1:])
		case "planned":
			return e.plannedPayment(i, left[1:])
		case "use":
			return e.use(i, left[1:])
		case "commitments":
			return e.commitment(i, left[1:])
		case "weights":
			return e.weight(i, left[1:])
		case "years":
			return e.lineYear(i, left[1:])
		case "quantity":
			if len(left) > 1 {
				return e.quantityTerm(i, left[1:])
			}
		}
	}
	return e.within(p, lineFigures, left, lineExtra)
}

// pickLine finds a line by code, site, phase and, where there are several, its
// number among them.
func (e *explainer) pickLine(left []string) (int, []string, error) {
	lines := e.r.CostLines
	code, err := e.pick(left, len(lines), func(i int) string { return lines[i].Code })
	if err != nil {
		return 0, nil, err
	}
	var found []int
	for i := code; i < len(lines); i++ {
		if lines[i].Code == left[0] {
			found = append(found, i)
		}
	}
	narrow := func(of func(*CostLine) string) error {
		left = left[1:]
		if _, err := e.pick(left, len(found), func(i int) string { return of(&lines[found[i]]) }); err != nil {
			return err
		}
		kept := found[:0]
		for _, i := range found {
			if of(&lines[i]) == left[0] {
				kept = append(kept, i)
			}
		}
		found = kept
		return nil
	}
	if err := narrow(func(l *CostLine) string { return l.Site }); err != nil {
		return 0, nil, err
	}
	if err := narrow(func(l *CostLine) string { return l.Phase }); err != nil {
		return 0, nil, err
	}
	left = left[1:]
	if len(found) == 1 {
		return found[0], left, nil
	}
	n, err := e.pick(left, len(found), func(i int) string { return strconv.Itoa(i + 1) })
	if err != nil {
		return 0, nil, err
	}
	return found[n], left[1:], nil
}

// linePath is the path of line i. Lines of a code in a phase stand together.
func (e *explainer) linePath(i int) string {
	lines := e.r.CostLines
	l := &lines[i]
	same := func(k int) bool {
		return k >= 0 && k < len(lines) && lines[k].Code == l.Code && lines[k].Site == l.Site && lines[k].Phase == l.Phase
	}
	at := join("cost_lines", l.Code, l.Site, l.Phase)
	if !same(i-1) && !same(i+1) {
		return at
	}
	n := 1
	for same(i - n) {
		n++
	}
	return at + "/" + strconv.Itoa(n)
}

func (e *explainer) line(i int) *part {
	l := &e.r.CostLines[i]
	return &part{at: e.linePath(i), title: l.Title, value: reflect.ValueOf(l).Elem(), i: i, extra: func(field string) (float64, string, bool) {
		switch field {
		case "budget_krw":
			return float64(e.costs.paid[i].total), "KRW", true
		case "estimate_krw":
			return e.countedOf(l, l.AmountKRW), "KRW", true
		case "budget_paid_krw":
			return e.countedOf(l, l.PaidKRW), "KRW", true
		case "phase_amount_krw", "phase_low_krw", "phase_high_krw":
			return e.sumBefore(i, field), "KRW", true
		case "rest_krw":
			return float64(e.costs.paid[i].total) - e.countedOf(l, l.PaidKRW), "KRW", true
		case "low_forecast_krw":
			return float64(l.forecastAt(l.LowKRW)), "KRW", true
		case "high_forecast_krw":
			return float64(l.forecastAt(l.HighKRW)), "KRW", true
		case "budget_low_krw":
			return e.countedOf(l, l.forecastAt(l.LowKRW)), "KRW", true
		case "budget_high_krw":
			return e.countedOf(l, l.forecastAt(l.HighKRW)), "KRW", true
		case "quantity":
			return l.Quantity, l.Unit, true
		case "unit_price":
			return l.UnitPrice, l.Currency + "/" + l.Unit, true
		case "unit_price_krw":
			return l.UnitPriceKRW, "KRW/" + l.Unit, true
		case "ordered":
			return 0, "month", true
		}
		return 0, "", false
	}}
}

// sumBefore sums the amounts of the lines of the phase that stand before line i.
func (e *explainer) sumBefore(i int, field string) (sum float64) {
	l := &e.r.CostLines[i]
	for k := range e.r.CostLines[:i] {
		o := &e.r.CostLines[k]
		if o.Site != l.Site || o.Phase != l.Phase {
			continue
		}
		switch field {
		case "phase_amount_krw":
			sum += float64(o.AmountKRW)
		case "phase_low_krw":
			sum += float64(o.LowKRW)
		default:
			sum += float64(o.HighKRW)
		}
	}
	return sum
}

// lineOperand is a figure of line i as an operand, or as one of the lines below.
func (e *explainer) lineOperand(i int, field string) Operand {
	o := e.line(i).operand(field)
	l := &e.r.CostLines[i]
	o.Name, o.Title = lineName(l), l.Title
	return o
}

// linesWhere lists a figure of the lines that are of the kind, but for those
// where it is 0.
func (e *explainer) linesWhere(field string, of func(i int, l *CostLine) bool) []Operand {
	list := []Operand{}
	for i := range e.r.CostLines {
		if of(i, &e.r.CostLines[i]) {
			if o := e.lineOperand(i, field); o.Value != 0 {
				list = append(list, o)
			}
		}
	}
	return list
}

// lineAmount is the priced line: quantity, unit price and each factor.
func (e *explainer) lineAmount(p *part) terms {
	formula, operands := e.priced(p)
	return terms{formula: "amount_krw = round(" + formula + ")", operands: operands}
}

func (e *explainer) lineLow(p *part) terms { return e.lineAt(p, "low") }

func (e *explainer) lineHigh(p *part) terms { return e.lineAt(p, "high") }

// lineAt is the amount at the low or high estimate of the unit price. Interest
// during construction is low and high as the lines that bear it are.
func (e *explainer) lineAt(p *part, which string) terms {
	formula, operands := e.priced(p)
	if e.r.CostLines[p.i].Driver == PerPaidMonth {
		return terms{rule: "estimate_of_phase", formula: which + "_krw = round(" + formula + " * phase_" + which + "_krw / phase_amount_krw)", operands: operands}
	}
	_, price := e.entry(p.i)
	share := price.LowShare
	if which == "high" {
		share = price.HighShare
	}
	return terms{formula: which + "_krw = round(" + formula + " * " + which + "_share)", operands: append(operands, e.ofEntry(p.i, which+"_share", share))}
}

// linesBefore sums a field of the lines of the phase that stand before the line.
func linesBefore(field string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) terms {
		l := &e.r.CostLines[p.i]
		return terms{below: e.linesWhere(field, func(k int, o *CostLine) bool { return k < p.i && o.Site == l.Site && o.Phase == l.Phase })}
	}
}

// priced writes the product that an amount is rounded of.
func (e *explainer) priced(p *part) (formula string, operands []Operand) {
	l := &e.r.CostLines[p.i]
	names := make([]string, 0, 2+len(l.Factors))
	names = append(names, "quantity", "unit_price_krw")
	for _, f := range l.Factors {
		names = append(names, f.Name)
		operands = append(operands, Operand{Name: f.Name, Value: f.Value, Unit: f.Unit, Source: f.Source, Basis: Computed, Figure: join(p.at, "factors", f.Name)})
	}
	return strings.Join(names, " * "), operands
}

// entry is the cost book entry of line i and its price.
func (e *explainer) entry(i int) (*CostEntry, entryPrice) {
	for k := range e.ref.Book.Entries {
		if c := &e.ref.Book.Entries[k]; c.Code == e.r.CostLines[i].Code {
			return c, priceOf(&e.plan, c)
		}
	}
	return &CostEntry{}, entryPrice{}
}

// basisOfLine is on what the unit price of a line rests.
func basisOfLine(l *CostLine) BasisKind {
	switch {
	case l.Overridden:
		return OfPlan
	case l.Assumption:
		return Assumed
	}
	return Published
}

// ofEntry is a number of the line's cost book entry.
func (e *explainer) ofEntry(i int, name string, value float64) Operand {
	l := &e.r.CostLines[i]
	return Operand{Name: name, Value: value, Unit: "share", Source: l.Source, Basis: basisOfLine(l)}
}

func (e *explainer) linePrice(p *part) terms {
	l := &e.r.CostLines[p.i]
	return given(basisOfLine(l), l.Source+" ("+l.PriceMonth.String()+")")
}

// linePriceKRW is the unit price in won: as it is given where it is in won.
func (e *explainer) linePriceKRW(p *part) terms {
	l := &e.r.CostLines[p.i]
	if l.ExchangeRate == nil {
		return terms{formula: "unit_price_krw = unit_price", rule: "as_given"}
	}
	return terms{operands: []Operand{{
		Name: "exchange_rate", Value: l.ExchangeRate.Value, Unit: l.ExchangeRate.Unit, Source: l.ExchangeRate.Source, Basis: OfPlan, Figure: join(p.at, "factors", "exchange_rate"),
	}}}
}

// lineVAT is the line's VAT, none where it bears none.
func (e *explainer) lineVAT(p *part) terms {
	l := &e.r.CostLines[p.i]
	if l.VAT == nil {
		return terms{formula: "vat_krw = 0", rule: "vat_exempt", source: "the cost book has the line exempt from VAT"}
	}
	return terms{operands: []Operand{{Name: "vat", Value: l.VAT.Value, Unit: l.VAT.Unit, Source: l.VAT.Source, Basis: Computed, Figure: join(p.at, "factors", "vat")}}}
}

// countedOf is what the budget counts for an amount of a line.
func (e *explainer) countedOf(l *CostLine, amount KRW) float64 {
	return float64(l.counted(amount, e.plan.Budget.VAT))
}

// countedFrom is what the budget counts for an amount: with VAT where it pays
// for the line and carries it.
func countedFrom(field, amount string) func(*explainer, *part) terms {
	with := terms{rule: "with_vat", formula: field + " = " + amount + " + round(" + amount + " * vat)"}
	without := terms{rule: "without_vat", formula: field + " = " + amount}
	return func(e *explainer, p *part) terms {
		l := &e.r.CostLines[p.i]
		if !l.InBudget || e.plan.Budget.VAT != VATIncluded || l.VAT == nil {
			return without
		}
		t := with
		t.operands = e.lineVAT(p).operands
		return t
	}
}

// forecastFrom is what a line comes to by an estimate: what the books paid and
// what is left of the estimate, unless they settle the line.
func forecastFrom(field, estimate string) func(*explainer, *part) terms {
	open := terms{rule: "books_and_rest", formula: field + " = max(" + estimate + ", paid_krw)"}
	settled := terms{rule: "settled_by_books", formula: field + " = paid_krw"}
	plain := terms{rule: "as_estimated", formula: field + " = " + estimate}
	return func(e *explainer, p *part) terms {
		switch l := &e.r.CostLines[p.i]; {
		case l.Final:
			return settled
		case l.PaidKRW != 0:
			return open
		}
		return plain
	}
}

// linePaid is what the books say was paid.
func (e *explainer) linePaid(p *part) terms {
	l := &e.r.CostLines[p.i]
	x := Explanation{Figure: p.at + "/paid_krw", Value: float64(l.PaidKRW), Unit: "KRW"}
	e.byBooks(&x, p.i, func(m Month) bool { return m <= e.plan.Actuals.Through })
	if len(x.Below) == 0 && l.PaidKRW == 0 {
		return ofPlan("the books have nothing for it")
	}
	return terms{rule: x.Rule, formula: x.Formula, below: x.Below}
}

// lineOrdered says when the line is ordered.
func (e *explainer) lineOrdered(p *part) terms {
	l := &e.r.CostLines[p.i]
	if l.Driver == PerPaidMonth {
		return terms{text: l.Ordered.String(), rule: "ordered_at_start", formula: "ordered = work_starts", operands: []Operand{
			{Name: "work_starts", Text: l.Ordered.String(), Unit: "month", Basis: OfPlan, Source: "first month that bears interest"},
		}}
	}
	entry, _ := e.entry(p.i)
	lead := leadTimeOf(&e.ref, entry.LeadTime)
	t := terms{text: l.Ordered.String(), operands: []Operand{
		{Name: "work_starts", Text: (l.Ordered + Month(lead.Months)).String(), Unit: "month", Basis: OfPlan, Source: "stage " + string(l.Stage) + " of phase " + l.Phase},
	}}
	if lead.Name != "" {
		o := e.ofReference("lead_time_months", "lead_times."+lead.Name, float64(lead.Months), "months", lead.Basis)
		o.Title = lead.Title
		t.operands = append(t.operands, o)
	} else {
		t.rule, t.formula = "ordered_at_start", "ordered = work_starts"
	}
	return t
}
