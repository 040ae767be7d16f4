package planner

import (
	"reflect"
	"strconv"
)

// budgetFigures is the figures of the budget and how they follow.
var budgetFigures = []figureRule{
	{"forecast_krw", "sum_of_groups", "forecast_krw = sum(below)", groupsOf("amount_krw")},
	{"total_krw", "given", "", (*explainer).budgetTotal},
	{"variance_krw", "variance", "variance_krw = total_krw - forecast_krw", nil},
	{"low_krw", "sum_of_groups", "low_krw = sum(below)", topRows("low_krw")},
	{"high_krw", "sum_of_groups", "high_krw = sum(below)", topRows("high_krw")},
	{"estimate_krw", "sum_of_lines", "estimate_krw = sum(below)", linesOf("estimate_krw", true)},
	{"paid_krw", "sum_of_groups", "paid_krw = sum(below)", topRows("paid_krw")},
	{"committed_krw", "sum_of_orders", "committed_krw = sum(below)", (*explainer).committedByBooks},
	{"vat_krw", "sum_of_lines", "vat_krw = sum(below)", linesOf("vat_krw", true)},
	{"outside_krw", "sum_of_groups", "outside_krw = sum(below)", groupsOf("outside_krw")},
	{"before_horizon_krw", "sum_of_payments", "before_horizon_krw = sum(below)", (*explainer).paidBefore},
	{"after_horizon_krw", "sum_of_payments", "after_horizon_krw = sum(below)", (*explainer).paidAfter},
	{"unfunded_krw", "unfunded", "unfunded_krw = forecast_krw - sum(below)", (*explainer).unfunded},
}

// yearFigures is the figures of a calendar year of the budget.
var yearFigures = []figureRule{
	{"paid_krw", "sum_of_months", "paid_krw = sum(below)", monthsOfYear("paid_krw")},
	{"paid_by_books_krw", "sum_of_months", "paid_by_books_krw = sum(below)", (*explainer).booksOfYear},
	{"committed_krw", "sum_of_months", "committed_krw = sum(below)", monthsOfYear("committed_krw")},
	{"unfunded_krw", "sum_of_months", "unfunded_krw = sum(below)", monthsOfYear("unfunded_krw")},
	{"ceiling_krw", "given", "", (*explainer).ceiling},
	{"carried_krw", "carried_over", "", (*explainer).carried},
	{"left_krw", "left_of_year", "left_krw = ceiling_krw + carried_krw - paid_krw", (*explainer).leftOfYear},
	{"approved_krw", "approved", "approved_krw = approved_to_date_krw - approved_before_krw", (*explainer).approvedBefore},
	{"approved_to_date_krw", "end_of_year", "approved_to_date_krw = approved_at_end_krw", endOfYear("approved_at_end_krw", "approved_to_date_krw")},
	{"uncommitted_krw", "end_of_year", "uncommitted_krw = left_at_end_krw", endOfYear("left_at_end_krw", "left_krw")},
}

// groupFigures is the figures of a cost group.
var groupFigures = []figureRule{
	{"amount_krw", "sum_of_rows", "amount_krw = sum(below)", groupRows("forecast_krw")},
	{"outside_krw", "sum_of_rows", "outside_krw = sum(below)", groupRows("outside_krw")},
}

// budgetExtra names what stands below the budget beside its figures.
var budgetExtra = []string{"years", "groups", "funding", "rows"}

// budget explains budget/...
func (e *explainer) budget(left []string) (Explanation, error) {
	b := &e.r.Budget
	p := &part{at: "budget", value: reflect.ValueOf(b).Elem()}
	if len(left) > 0 {
		switch left[0] {
		case "years":
			i, err := e.year(left[1:])
			if err != nil {
				return Explanation{}, err
			}
			return e.explain(e.budgetYear(i), yearFigures, left[2:])
		case "groups":
			i, err := e.pick(left[1:], len(b.Groups), func(i int) string { return b.Groups[i].Code })
			if err != nil {
				return Explanation{}, err
			}
			return e.explain(e.group(i), groupFigures, left[2:])
		case "rows":
			return e.row(left[1:])
		case "funding":
			return e.funding(left[1:])
		}
	}
	return e.within(p, budgetFigures, left, budgetExtra)
}

// within explains a field of a part that has further parts below it.
func (e *explainer) within(p *part, rules []figureRule, left, below []string) (Explanation, error) {
	n := len(rules)
	if _, err := e.pick(left, n+len(below), func(k int) string {
		if k >= n {
			return below[k-n]
		}
		return rules[k].field
	}); err != nil {
		return Explanation{}, err
	}
	return e.explain(p, rules, left)
}

func (e *explainer) budgetYear(i int) *part {
	y := &e.r.Budget.Years[i]
	return &part{at: join("budget/years", strconv.Itoa(y.Year)), value: reflect.ValueOf(y).Elem(), i: i}
}

func (e *explainer) group(i int) *part {
	g := &e.r.Budget.Groups[i]
	return &part{at: join("budget/groups", g.Code), title: g.Title, value: reflect.ValueOf(g).Elem(), i: i}
}

func (e *explainer) budgetTotal(*part) terms { return ofPlan(e.plan.Budget.Source) }

// groupsOf is the cost groups' part of a sum.
func groupsOf(field string) func(*explainer, *part) terms {
	return func(e *explainer, _ *part) (t terms) {
		for i := range e.r.Budget.Groups {
			p := e.group(i)
			if o := p.operand(field); o.Value != 0 {
				o.Name, o.Title = e.r.Budget.Groups[i].Code, p.title
				t.below = append(t.below, o)
			}
		}
		return t
	}
}

// linesOf is the lines in the budget, or outside it, as the parts of a sum.
func linesOf(field string, inBudget bool) func(*explainer, *part) terms {
	return func(e *explainer, _ *part) terms {
		return terms{below: e.linesWhere(field, func(_ int, l *CostLine) bool { return l.InBudget == inBudget })}
	}
}

// groupRows is the subsystems of a group, as parts of a sum.
func groupRows(field string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		for i := range e.r.Budget.Rows {
			if r := &e.r.Budget.Rows[i]; r.Level == 0 && r.Code == e.r.Budget.Groups[p.i].Code {
				t.below = e.rowsBelow(i, field)
			}
		}
		return t
	}
}

// topRows is the groups' rows as parts of a sum.
func topRows(field string) func(*explainer, *part) terms {
	return func(e *explainer, _ *part) (t terms) {
		for i := range e.r.Budget.Rows {
			if e.r.Budget.Rows[i].Level == 0 {
				t.below = append(t.below, e.rowOperand(i, field))
			}
		}
		return t
	}
}

// committedByBooks is what was committed by the end of the closed books.
func (e *explainer) committedByBooks(*part) terms {
	through := e.plan.Actuals.Through
	if through.IsZero() {
		return ofPlan("no books are closed")
	}
	return terms{below: e.committedWhere(func(m Month) bool { return m <= through })}
}

func (e *explainer) paidBefore(*part) terms {
	return terms{below: e.paidWhere(covered, func(m Month) bool { return m < e.plan.Horizon.Start })}
}

func (e *explainer) paidAfter(*part) terms {
	return terms{below: e.paidWhere(covered, func(m Month) bool { return m > e.plan.Horizon.End() })}
}

func covered(_ int, l *CostLine) bool { return l.InBudget }

// monthsOfYear is the months of a year that a field sums.
func monthsOfYear(field string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		year := e.r.Budget.Years[p.i].Year
		for i := range e.r.Cash {
			if m := &e.r.Cash[i]; m.Month.Year() == year {
				o := e.cashMonth(i).operand(field)
				o.Name = m.Month.String()
				t.below = append(t.below, o)
			}
		}
		return t
	}
}

func (e *explainer) ceiling(p *part) terms {
	if !e.r.Budget.Years[p.i].HasCeiling {
		return ofPlan("the plan sets no ceiling for the year")
	}
	return ofPlan(e.plan.Budget.Source)
}

// carried is what the last year with a ceiling leaves, where the budget lets it
// be carried over.
func (e *explainer) carried(p *part) terms {
	years := e.r.Budget.Years
	if !e.plan.Budget.CarryOver || !years[p.i].HasCeiling {
		return ofPlan("nothing is carried over")
	}
	for i := p.i - 1; i >= 0; i-- {
		if years[i].HasCeiling {
			o := e.budgetYear(i).operand("left_krw")
			o.Name = "left_before_krw"
			return terms{formula: "carried_krw = left_before_krw", operands: []Operand{o}}
		}
	}
	return ofPlan("no year before has a ceiling")
}

func (e *explainer) leftOfYear(p *part) terms {
	if !e.r.Budget.Years[p.i].HasCeiling {
		return ofPlan("the plan sets no ceiling for the year")
	}
	return terms{}
}

// booksOfYear is the months of a year whose books are closed.
func (e *explainer) booksOfYear(p *part) (t terms) {
	for _, o := range monthsOfYear("paid_krw")(e, p).below {
		if m, err := parseMonth(o.Name); err == nil && m <= e.plan.Actuals.Through {
			t.below = append(t.below, o)
		}
	}
	return t
}

// approvedBefore is what was approved by the end of the year before.
func (e *explainer) approvedBefore(p *part) terms {
	if p.i == 0 {
		return terms{rule: "first_approved", formula: "approved_krw = approved_to_date_krw"}
	}
	before := e.budgetYear(p.i - 1).operand("approved_to_date_krw")
	before.Name = "approved_before_krw"
	return terms{operands: []Operand{before}}
}

// endOfYear is what holds in the last month of a year.
func endOfYear(name, field string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		year := e.r.Budget.Years[p.i].Year
		for i := range e.r.Cash {
			if e.r.Cash[i].Month.Year() == year {
				o := e.cashMonth(i).operand(field)
				o.Name = name
				t.operands = []Operand{o}
			}
		}
		return t
	}
}
