package planner

import (
	"reflect"
	"slices"
)

// fundingFigures is the figures of a funding line. What is drawn from it in a
// month is found by drawing every payment in its order; see fund.
var fundingFigures = []figureRule{
	{"amount_krw", "given", "", (*explainer).fundingAmount},
	{"drawn_krw", "sum_of_draws", "drawn_krw = sum(below)", (*explainer).drawnByMonth},
	{"left_krw", "left_of_funding", "left_krw = amount_krw - drawn_krw", nil},
	{"unspent_krw", "unspent", "unspent_krw = left_krw", (*explainer).unspent},
}

// funding explains budget/funding/NAME/FIELD, .../years/YEAR and .../months/MONTH.
func (e *explainer) funding(left []string) (Explanation, error) {
	lines := e.r.Budget.Funding
	i, err := e.pick(left, len(lines), func(i int) string { return lines[i].Name })
	if err != nil {
		return Explanation{}, err
	}
	left = left[1:]
	if len(left) > 0 {
		switch left[0] {
		case "years":
			return e.fundingYear(i, left[1:])
		case "months":
			return e.fundingMonth(i, left[1:])
		}
	}
	return e.within(e.fundingLine(i), fundingFigures, left, []string{"years", "months"})
}

func (e *explainer) fundingLine(i int) *part {
	f := &e.r.Budget.Funding[i]
	return &part{at: join("budget/funding", f.Name), title: f.Title, value: reflect.ValueOf(f).Elem(), i: i}
}

func (e *explainer) fundingAmount(p *part) terms { return ofPlan(e.plan.Budget.Funding[p.i].Source) }

func (e *explainer) unspent(p *part) terms {
	if e.plan.Budget.Funding[p.i].Until.IsZero() {
		return terms{rule: "no_end", formula: "unspent_krw = 0"}
	}
	return terms{}
}

// draw is what funding lines pay in a month.
type draw struct {
	month    Month
	drawn    []KRW // of each line
	due      KRW   // of what is paid
	unfunded KRW
}

// draws draws every payment again, month by month.
func (e *explainer) draws() (list []draw) {
	lines := e.plan.Budget.Funding
	if len(lines) == 0 {
		return nil
	}
	state := make([]FundingResult, len(lines))
	years := make([]KRW, len(lines))
	for i, f := range lines {
		state[i] = FundingResult{LeftKRW: f.AmountKRW, From: f.From, Until: f.Until, ByYearKRW: years[i : i+1]}
	}
	d := drawing{lines: state, firstYear: e.r.Budget.Years[0].Year}
	payments := fundedPayments(lines, e.costs)
	before := make([]KRW, len(lines))
	for i := range payments.span {
		m := draw{month: payments.first + Month(i), drawn: make([]KRW, len(lines))}
		for k := range payments.sets {
			amount := payments.due[k*payments.span+i]
			m.due += amount
			if amount > 0 {
				m.unfunded += d.draw(payments.sets[k], m.month, amount)
			} else if amount < 0 {
				m.unfunded += d.giveBack(payments.sets[k], m.month, amount)
			}
		}
		for k := range state {
			m.drawn[k] = state[k].DrawnKRW - before[k]
			before[k] = state[k].DrawnKRW
		}
		list = append(list, m)
	}
	return list
}

// drawsWhere lists what a funding line pays in the months that count.
func (e *explainer) drawsWhere(i int, counts func(Month) bool) (list []Operand) {
	at := e.fundingLine(i).at + "/months/"
	for _, d := range e.draws() {
		if counts(d.month) && d.drawn[i] != 0 {
			list = append(list, Operand{Name: d.month.String(), Value: float64(d.drawn[i]), Unit: "KRW", Basis: Computed, Figure: at + d.month.String()})
		}
	}
	return list
}

func (e *explainer) drawnByMonth(p *part) terms {
	return terms{below: e.drawsWhere(p.i, func(Month) bool { return true })}
}

// fundingYear explains what is drawn in a year. What is drawn outside the
// horizon counts in its first or last year.
func (e *explainer) fundingYear(i int, left []string) (Explanation, error) {
	k, err := e.year(left)
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	f := &e.r.Budget.Funding[i]
	last := len(e.r.Budget.Years) - 1
	first := e.r.Budget.Years[0].Year
	x := Explanation{Figure: e.figure, Title: f.Title, Value: float64(f.ByYearKRW[k]), Unit: "KRW", Rule: "sum_of_draws", Formula: "drawn_krw = sum(below)"}
	x.Below = e.drawsWhere(i, func(m Month) bool { return min(max(m.Year()-first, 0), last) == k })
	return x.complete(), nil
}

// fundingMonth explains what is drawn in a month: of what is due then, what the
// lines before it do not pay and it has left.
func (e *explainer) fundingMonth(i int, left []string) (Explanation, error) {
	draws := e.draws()
	k, err := e.pick(left, len(draws), func(k int) string { return draws[k].month.String() })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	d := &draws[k]
	f := &e.plan.Budget.Funding[i]
	x := Explanation{Figure: e.figure, Title: f.Title, Value: float64(d.drawn[i]), Unit: "KRW", Rule: "drawn_in_order", Formula: "drawn_krw = drawn(amount_krw, below)"}
	x.Operands = []Operand{e.fundingLine(i).operand("amount_krw")}
	x.Below = e.paidWhere(func(_ int, l *CostLine) bool {
		return l.InBudget && (len(f.Covers) == 0 || codeIn(l.Code, f.Covers))
	}, func(m Month) bool { return m == d.month })
	return x.complete(), nil
}

// unfunded is what no funding line pays of the forecast.
func (e *explainer) unfunded(p *part) (t terms) {
	if len(e.r.Budget.Funding) == 0 {
		return terms{rule: "no_funding", formula: "unfunded_krw = 0"}
	}
	for i := range e.r.Budget.Funding {
		o := e.fundingLine(i).operand("drawn_krw")
		t.below = append(t.below, named2(o, e.r.Budget.Funding[i].Name, e.r.Budget.Funding[i].Title))
	}
	return t
}

// unfundedIn is what no funding line pays of a month.
func (e *explainer) unfundedIn(p *part) (t terms) {
	m := e.r.Cash[p.i].Month
	draws := e.draws()
	k := slices.IndexFunc(draws, func(d draw) bool { return d.month == m })
	if k < 0 {
		return terms{rule: "no_funding", formula: "unfunded_krw = 0"}
	}
	for i := range e.r.Budget.Funding {
		if draws[k].drawn[i] != 0 {
			f := &e.r.Budget.Funding[i]
			t.below = append(t.below, Operand{
				Name: f.Name, Title: f.Title, Value: float64(draws[k].drawn[i]), Unit: "KRW", Basis: Computed, Figure: e.fundingLine(i).at + "/months/" + m.String(),
			})
		}
	}
	return t
}
