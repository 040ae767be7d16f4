package planner

import (
	"reflect"
	"strconv"
)

// rowFigures is the figures of a row of the cost book: a group, a subsystem or
// a line over all sites and phases.
var rowFigures = []figureRule{
	{"forecast_krw", "sum_of_rows", "forecast_krw = sum(below)", rowSum("forecast_krw", "budget_krw", true)},
	{"outside_krw", "sum_of_rows", "outside_krw = sum(below)", rowSum("outside_krw", "forecast_krw", false)},
	{"low_krw", "sum_of_rows", "low_krw = sum(below)", rowSum("low_krw", "budget_low_krw", true)},
	{"high_krw", "sum_of_rows", "high_krw = sum(below)", rowSum("high_krw", "budget_high_krw", true)},
	{"paid_krw", "sum_of_rows", "paid_krw = sum(below)", rowSum("paid_krw", "budget_paid_krw", true)},
	{"before_horizon_krw", "sum_of_rows", "before_horizon_krw = sum(below)", (*explainer).rowBefore},
	{"after_horizon_krw", "sum_of_rows", "after_horizon_krw = sum(below)", (*explainer).rowAfter},
}

// row explains budget/rows/CODE/FIELD, .../sites/SITE and .../years/YEAR. A line
// that is its own subsystem stands for both.
func (e *explainer) row(left []string) (Explanation, error) {
	rows := e.r.Budget.Rows
	i, err := e.pick(left, len(rows), func(i int) string { return rows[i].Code })
	if err != nil {
		return Explanation{}, err
	}
	for i+1 < len(rows) && rows[i+1].Code == rows[i].Code {
		i++
	}
	left = left[1:]
	if len(left) > 0 {
		switch left[0] {
		case "sites":
			return e.rowSite(i, left[1:])
		case "years":
			return e.rowYear(i, left[1:])
		}
	}
	return e.within(e.rowPart(i), rowFigures, left, []string{"sites", "years"})
}

func (e *explainer) rowPart(i int) *part {
	r := &e.r.Budget.Rows[i]
	return &part{at: join("budget/rows", r.Code), title: r.Title, value: reflect.ValueOf(r).Elem(), i: i}
}

func (e *explainer) rowOperand(i int, field string) Operand {
	r := &e.r.Budget.Rows[i]
	return named2(e.rowPart(i).operand(field), r.Code, r.Title)
}

// childRows lists the rows right below row i.
func (e *explainer) childRows(i int) (list []int) {
	rows := e.r.Budget.Rows
	for k := i + 1; k < len(rows) && rows[k].Level > rows[i].Level; k++ {
		if rows[k].Level == rows[i].Level+1 {
			list = append(list, k)
		}
	}
	return list
}

// rowsBelow lists a field of the rows right below row i.
func (e *explainer) rowsBelow(i int, field string) (list []Operand) {
	for _, k := range e.childRows(i) {
		if o := e.rowOperand(k, field); o.Value != 0 {
			list = append(list, o)
		}
	}
	return list
}

// rowSum is the rows below, or the cost lines of a line.
func rowSum(field, ofLine string, inBudget bool) func(*explainer, *part) terms {
	return func(e *explainer, p *part) terms {
		r := &e.r.Budget.Rows[p.i]
		if len(r.Lines) == 0 {
			return terms{below: e.rowsBelow(p.i, field)}
		}
		t := terms{rule: "sum_of_lines"}
		for _, i := range r.Lines {
			if o := e.lineOperand(i, ofLine); e.r.CostLines[i].InBudget == inBudget && o.Value != 0 {
				t.below = append(t.below, o)
			}
		}
		return t
	}
}

func (e *explainer) rowBefore(p *part) terms {
	return e.rowPaid(p, "before_horizon_krw", func(m Month) bool { return m < e.plan.Horizon.Start })
}

func (e *explainer) rowAfter(p *part) terms {
	return e.rowPaid(p, "after_horizon_krw", func(m Month) bool { return m > e.plan.Horizon.End() })
}

func (e *explainer) rowPaid(p *part, field string, counts func(Month) bool) terms {
	r := &e.r.Budget.Rows[p.i]
	if len(r.Lines) == 0 {
		return terms{below: e.rowsBelow(p.i, field)}
	}
	t := terms{rule: "sum_of_payments"}
	for _, i := range r.Lines {
		if !e.r.CostLines[i].InBudget {
			continue
		}
		for _, o := range e.paymentsOf(i, counts) {
			o.Name = lineName(&e.r.CostLines[i]) + " " + o.Name
			t.below = append(t.below, o)
		}
	}
	return t
}

// rowSite explains what a row has at a site.
func (e *explainer) rowSite(i int, left []string) (Explanation, error) {
	sites := e.r.Sites
	k, err := e.pick(left, len(sites), func(k int) string { return sites[k].Name })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	r := &e.r.Budget.Rows[i]
	x := Explanation{Figure: e.figure, Title: r.Title, Value: float64(r.BySiteKRW[k]), Unit: "KRW", Rule: "sum_of_rows", Formula: "forecast_krw = sum(below)"}
	for _, c := range e.childRows(i) {
		b := &e.r.Budget.Rows[c]
		if won := b.BySiteKRW[k]; won != 0 {
			x.Below = append(x.Below, Operand{Name: b.Code, Title: b.Title, Value: float64(won), Unit: "KRW", Basis: Computed, Figure: join("budget/rows", b.Code, "sites", sites[k].Name)})
		}
	}
	for _, l := range r.Lines {
		x.Rule = "sum_of_lines"
		if o := e.lineOperand(l, "budget_krw"); e.r.CostLines[l].InBudget && e.r.CostLines[l].Site == sites[k].Name && o.Value != 0 {
			x.Below = append(x.Below, o)
		}
	}
	return x.complete(), nil
}

// rowYear explains what is paid for a row in a year.
func (e *explainer) rowYear(i int, left []string) (Explanation, error) {
	k, err := e.year(left)
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	r, year := &e.r.Budget.Rows[i], strconv.Itoa(e.r.Budget.Years[k].Year)
	x := Explanation{Figure: e.figure, Title: r.Title, Value: float64(r.ByYearKRW[k]), Unit: "KRW", Rule: "sum_of_rows", Formula: "paid_krw = sum(below)"}
	for _, c := range e.childRows(i) {
		b := &e.r.Budget.Rows[c]
		if won := b.ByYearKRW[k]; won != 0 {
			x.Below = append(x.Below, Operand{Name: b.Code, Title: b.Title, Value: float64(won), Unit: "KRW", Basis: Computed, Figure: join("budget/rows", b.Code, "years", year)})
		}
	}
	for _, l := range r.Lines {
		x.Rule = "sum_of_lines"
		if !e.r.CostLines[l].InBudget {
			continue
		}
		sum := 0.0
		for _, o := range e.paymentsOf(l, func(m Month) bool { return m.Year() == e.r.Budget.Years[k].Year && e.plan.Horizon.Holds(m) }) {
			sum += o.Value
		}
		if sum != 0 {
			c := &e.r.CostLines[l]
			x.Below = append(x.Below, Operand{Name: lineName(c), Title: c.Title, Value: sum, Unit: "KRW", Basis: Computed, Figure: e.linePath(l) + "/years/" + year})
		}
	}
	return x.complete(), nil
}
