package planner

// commitment explains cost_lines/.../commitments/MONTH: a line is committed
// whole when it is ordered; what the books committed in their months, and the
// rest after them.
func (e *explainer) commitment(i int, left []string) (Explanation, error) {
	list := e.commitmentsOf(i)
	k, err := e.pick(left, len(list), func(k int) string { return list[k].month.String() })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	l := &e.r.CostLines[i]
	m := list[k].month
	x := Explanation{Figure: e.figure, Title: l.Title, Value: paidIn(list, m), Unit: "KRW", Rule: "committed_whole", Formula: "committed_krw = budget_krw"}
	x.Operands = []Operand{e.line(i).operand("budget_krw")}
	if len(e.costs.paid[i].commitments) == 0 {
		return x.complete(), nil
	}
	x.Rule, x.Formula = "committed_by_books", "committed_krw = committed(budget_krw, below)"
	for k := range e.plan.Actuals.Entries {
		a := &e.plan.Actuals.Entries[k]
		if a.Code == l.Code && a.Site == l.Site && phaseName(e.plan, a) == l.Phase {
			x.Below = append(x.Below, planNumber(a.Month.String()+" "+a.Source, float64(max(a.CommittedKRW, a.PaidKRW)), "KRW", a.Source))
		}
	}
	return x.complete(), nil
}

// commitmentsOf lists what line i commits by month.
func (e *explainer) commitmentsOf(i int) []duePayment {
	p := &e.costs.paid[i]
	if len(p.commitments) > 0 {
		return p.commitments
	}
	return []duePayment{{p.committed, p.total}}
}

// committedWhere lists what the budget's lines commit in months of a kind.
func (e *explainer) committedWhere(counts func(Month) bool) []Operand {
	list := []Operand{}
	for i := range e.r.CostLines {
		l := &e.r.CostLines[i]
		if !l.InBudget {
			continue
		}
		at := e.linePath(i)
		var seen Month
		for _, c := range e.commitmentsOf(i) {
			if !counts(c.month) || c.month == seen || c.amount == 0 {
				continue
			}
			seen = c.month
			name := c.month.String()
			list = append(list, Operand{
				Name: lineName(l) + " " + name, Title: l.Title, Value: paidIn(e.commitmentsOf(i), c.month), Unit: "KRW", Basis: Computed, Figure: at + "/commitments/" + name,
			})
		}
	}
	return list
}
