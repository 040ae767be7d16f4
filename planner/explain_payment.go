package planner

import "slices"

// How a line is paid.
//
//	planned/MONTH      in each month what the estimate comes to by its share to date, less what was paid before
//	payments/MONTH     as planned; what the books say, where their months are closed; after them the rest, as planned months stand to each other
//	weights/MONTH      share of the payment profile at the price level of the month

// payment explains cost_lines/.../payments/MONTH.
func (e *explainer) payment(i int, left []string) (Explanation, error) {
	payments := e.costs.paid[i].payments
	k, err := e.pick(left, len(payments), func(k int) string { return payments[k].month.String() })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	m, planned := payments[k].month, e.estimates().paid[i].payments
	x := Explanation{Figure: e.figure, Title: e.r.CostLines[i].Title, Value: paidIn(payments, m), Unit: "KRW"}
	switch {
	case slices.Equal(payments, planned):
		e.splitOf(&x, i, m, "budget_krw")
		x.Rule = "payment"
	case m <= e.plan.Actuals.Through:
		e.byBooks(&x, i, func(at Month) bool { return at == m })
	default:
		e.restOf(&x, i, m, planned)
	}
	return x.complete(), nil
}

// paidIn sums the payments of a month.
func paidIn(payments []duePayment, m Month) (sum float64) {
	for _, pay := range payments {
		if pay.month == m {
			sum += float64(pay.amount)
		}
	}
	return sum
}

// splitOf says what a month has of a total by the weights of a line.
func (e *explainer) splitOf(x *Explanation, i int, m Month, total string) {
	var before, toDate, all float64
	var last Month
	for _, w := range e.weights(i) {
		all += w.value()
		if w.month <= m {
			toDate = all
		}
		if w.month < m {
			before, last = all, w.month
		}
	}
	weigh := func(name string, value float64, figure string) Operand {
		return Operand{Name: name, Value: value, Unit: weightUnit(&e.r.CostLines[i]), Basis: Computed, Figure: figure}
	}
	x.Rule, x.Formula = "planned", "payment_krw = round("+total+" * weight_to_date / weight_in_all)"
	x.Operands = []Operand{
		e.line(i).operand(total), weigh("weight_to_date", toDate, e.weightPath(i, m)+"/to_date"), weigh("weight_in_all", all, e.linePath(i)+"/weights/all"),
	}
	if !last.IsZero() {
		x.Formula += " - round(" + total + " * weight_before / weight_in_all)"
		x.Operands = append(x.Operands, weigh("weight_before", before, e.weightPath(i, last)+"/to_date"))
	}
}

// byBooks says what the books have of a line in the months that count. Entries
// are without VAT, and of all lines of their code and phase.
func (e *explainer) byBooks(x *Explanation, i int, counts func(Month) bool) {
	l := &e.r.CostLines[i]
	x.Rule, x.Formula = "by_books", x.name()+" = sum(below)"
	for k := range e.plan.Actuals.Entries {
		a := &e.plan.Actuals.Entries[k]
		if a.Code == l.Code && a.Site == l.Site && phaseName(e.plan, a) == l.Phase && counts(a.Month) && a.PaidKRW != 0 {
			x.Below = append(x.Below, planNumber(a.Month.String()+" "+a.Source, float64(a.PaidKRW), "KRW", a.Source))
		}
	}
	sum := 0.0
	for _, o := range x.Below {
		sum += o.Value
	}
	if sum != x.Value {
		x.Rule, x.Formula = "share_of_books", x.name()+" = share(below)"
	}
}

// name is the last name of the figure.
func (x *Explanation) name() string {
	if x.Unit == "KRW" && !isLetter(x.Figure[len(x.Figure)-1]) {
		return "payment_krw"
	}
	at := len(x.Figure)
	for at > 0 && x.Figure[at-1] != '/' {
		at--
	}
	return x.Figure[at:]
}

// restOf says what a month after the books has of what is left to pay: as the
// months that were planned after the books stand to each other.
func (e *explainer) restOf(x *Explanation, i int, m Month, planned []duePayment) {
	var before, toDate, all float64
	var last Month
	for _, pay := range planned {
		if pay.month <= e.plan.Actuals.Through {
			continue
		}
		all += float64(pay.amount)
		if pay.month <= m {
			toDate = all
		}
		if pay.month < m {
			before, last = all, pay.month
		}
	}
	at := e.linePath(i) + "/planned/after_books"
	won := func(name string, value float64, figure string) Operand {
		return Operand{Name: name, Value: value, Unit: "KRW", Basis: Computed, Figure: figure}
	}
	x.Rule = "rest_as_planned"
	x.Operands = []Operand{e.line(i).operand("rest_krw")}
	if all == 0 {
		x.Rule, x.Formula = "rest_after_books", "payment_krw = rest_krw"
		return
	}
	x.Formula = "payment_krw = round(rest_krw * planned_to_date_krw / planned_krw)"
	x.Operands = append(x.Operands, won("planned_to_date_krw", toDate, at+"/"+m.String()), won("planned_krw", all, at))
	if !last.IsZero() {
		x.Formula += " - round(rest_krw * planned_before_krw / planned_krw)"
		x.Operands = append(x.Operands, won("planned_before_krw", before, at+"/"+last.String()))
	}
}

// plannedPayment explains cost_lines/.../planned/MONTH, what the estimate pays
// then, and sums of them: planned/before/MONTH, planned/after_books[/MONTH].
func (e *explainer) plannedPayment(i int, left []string) (Explanation, error) {
	payments := e.estimates().paid[i].payments
	n := len(payments)
	k, err := e.pick(left, n+2, func(k int) string {
		if k >= n {
			return []string{"before", "after_books"}[k-n]
		}
		return payments[k].month.String()
	})
	if err != nil {
		return Explanation{}, err
	}
	x := Explanation{Figure: e.figure, Title: e.r.CostLines[i].Title, Unit: "KRW"}
	if k < n {
		x.Value = paidIn(payments, payments[k].month)
		e.splitOf(&x, i, payments[k].month, "estimate_krw")
		return x.complete(), e.end(left[1:])
	}
	if n == 0 {
		return Explanation{}, e.refuse("the line has no payments")
	}
	after, before := e.plan.Actuals.Through, payments[n-1].month
	if len(left) > 1 {
		if before, err = parseMonth(left[1]); err != nil {
			return Explanation{}, e.refuse("%s", err)
		}
	}
	if k == n {
		after, before = 0, before-1
	}
	at := e.linePath(i) + "/planned/"
	x.Rule, x.Formula = "sum_of_payments", "planned_krw = sum(below)"
	for _, pay := range payments {
		if pay.month > after && pay.month <= before {
			x.Value += float64(pay.amount)
			x.Below = append(x.Below, Operand{Name: pay.month.String(), Value: float64(pay.amount), Unit: "KRW", Basis: Computed, Figure: at + pay.month.String()})
		}
	}
	return x.complete(), e.end(left[min(2, len(left)):])
}

func parseMonth(text string) (m Month, err error) {
	err = m.UnmarshalText([]byte(text))
	return m, err
}

// lineYear explains cost_lines/.../years/YEAR.
func (e *explainer) lineYear(i int, left []string) (Explanation, error) {
	years := e.r.Budget.Years
	k, err := e.year(left)
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	x := Explanation{Figure: e.figure, Title: e.r.CostLines[i].Title, Unit: "KRW", Rule: "sum_of_payments", Formula: "paid_krw = sum(below)"}
	x.Below = e.paymentsOf(i, func(m Month) bool { return m.Year() == years[k].Year && e.plan.Horizon.Holds(m) })
	for _, o := range x.Below {
		x.Value += o.Value
	}
	return x.complete(), nil
}

// paymentsOf lists the payments of line i in the months that count.
func (e *explainer) paymentsOf(i int, counts func(Month) bool) (list []Operand) {
	at := ""
	for _, pay := range e.costs.paid[i].payments {
		if !counts(pay.month) {
			continue
		}
		if at == "" {
			at = e.linePath(i) + "/payments/"
		}
		name := pay.month.String()
		if n := len(list); n > 0 && list[n-1].Name == name {
			list[n-1].Value += float64(pay.amount)
			continue
		}
		list = append(list, Operand{Name: name, Value: float64(pay.amount), Unit: "KRW", Basis: Computed, Figure: at + name})
	}
	return list
}

// paidWhere lists what lines of a kind are paid in months of a kind: a
// figure for each line and month.
func (e *explainer) paidWhere(of func(i int, l *CostLine) bool, counts func(Month) bool) []Operand {
	list := []Operand{}
	for i := range e.r.CostLines {
		l := &e.r.CostLines[i]
		if !of(i, l) {
			continue
		}
		for _, o := range e.paymentsOf(i, counts) {
			o.Name, o.Title = lineName(l)+" "+o.Name, l.Title
			list = append(list, o)
		}
	}
	return list
}

// lineName names a line in a list.
func lineName(l *CostLine) string { return l.Code + " " + l.Site + " " + l.Phase }
