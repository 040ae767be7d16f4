package planner

import "reflect"

// cashFigures is the figures of a month of the budget's money and how they
// follow.
var cashFigures = []figureRule{
	{"paid_krw", "sum_of_payments", "paid_krw = sum(below)", (*explainer).paidIn},
	{"committed_krw", "sum_of_orders", "committed_krw = sum(below)", (*explainer).committedIn},
	{"paid_to_date_krw", "to_date", "", toDate("paid_krw")},
	{"committed_to_date_krw", "to_date", "", toDate("committed_krw")},
	{"approved_to_date_krw", "approved_to_date", "approved_to_date_krw = sum(below)", (*explainer).approvedToDate},
	{"left_krw", "uncommitted", "left_krw = approved_to_date_krw - committed_to_date_krw", nil},
	{"unfunded_krw", "unfunded", "unfunded_krw = paid_krw - sum(below)", (*explainer).unfundedIn},
	{"paid_outside_krw", "sum_of_payments", "paid_outside_krw = sum(below)", (*explainer).paidOutsideIn},
}

// cash explains cash/MONTH/FIELD.
func (e *explainer) cash(left []string) (Explanation, error) {
	i, err := e.month(left)
	if err != nil {
		return Explanation{}, err
	}
	return e.explain(e.cashMonth(i), cashFigures, left[1:])
}

func (e *explainer) cashMonth(i int) *part {
	m := &e.r.Cash[i]
	return &part{at: "cash/" + m.Month.String(), value: reflect.ValueOf(m).Elem(), i: i}
}

func (e *explainer) paidIn(p *part) terms {
	m := e.r.Cash[p.i].Month
	return terms{below: e.paidWhere(covered, func(at Month) bool { return at == m })}
}

func (e *explainer) paidOutsideIn(p *part) terms {
	m := e.r.Cash[p.i].Month
	return terms{below: e.paidWhere(func(_ int, l *CostLine) bool { return !l.InBudget }, func(at Month) bool { return at == m })}
}

// committedIn is what lines commit in the month.
func (e *explainer) committedIn(p *part) terms {
	m := e.r.Cash[p.i].Month
	return terms{below: e.committedWhere(func(at Month) bool { return at == m })}
}

// approvedToDate is the funding lines that are approved by the month, or all of
// the budget where it has none.
func (e *explainer) approvedToDate(p *part) (t terms) {
	b := &e.plan.Budget
	if len(b.Funding) == 0 {
		total := Operand{Name: "total_krw", Value: float64(b.TotalKRW), Unit: "KRW", Basis: OfPlan, Source: b.Source, Figure: "budget/total_krw"}
		return terms{rule: "approved_whole", formula: "approved_to_date_krw = total_krw", operands: []Operand{total}}
	}
	for i := range b.Funding {
		if f := &b.Funding[i]; f.From <= e.r.Cash[p.i].Month {
			o := e.fundingLine(i).operand("amount_krw")
			t.below = append(t.below, named2(o, f.Name, f.Title))
		}
	}
	return t
}

// toDate is a sum from before the horizon to the end of a month.
func toDate(field string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) terms {
		total := field[:len(field)-len("krw")] + "to_date_krw"
		if p.i > 0 {
			before := e.cashMonth(p.i - 1).operand(total)
			before.Name = "before_krw"
			return terms{formula: total + " = before_krw + " + field, operands: []Operand{before}}
		}
		// The first month: what was before the horizon.
		own, _ := p.number(field)
		all, _ := p.number(total)
		if all == own {
			return terms{formula: total + " = " + field}
		}
		if field == "paid_krw" {
			before := Operand{Name: "before_horizon_krw", Value: float64(e.r.Budget.BeforeKRW), Unit: "KRW", Basis: Computed, Figure: "budget/before_horizon_krw"}
			return terms{formula: total + " = before_horizon_krw + " + field, operands: []Operand{before}}
		}
		first := e.plan.Horizon.Start
		return terms{formula: total + " = sum(below)", below: e.committedWhere(func(m Month) bool { return m <= first })}
	}
}
