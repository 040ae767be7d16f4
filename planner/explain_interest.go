package planner

// balances is how interest during construction is paid: in each month by what
// was paid by its beginning.
func (e *explainer) balances(i int) []weight {
	p, first, _ := e.interest(i)
	list := make([]weight, len(p.scratch.balances))
	for k, balance := range p.scratch.balances {
		list[k] = weight{first + Month(k), balance, 1}
	}
	return list
}

// balance is what was paid for the phase by the beginning of a month.
func (e *explainer) balance(i int, w weight) Explanation {
	l := &e.r.CostLines[i]
	x := Explanation{Figure: e.figure, Title: l.Title, Value: w.share, Unit: "KRW-month", Rule: "paid_by_then", Formula: "balance = sum(below)"}
	p, _, _ := e.interest(i)
	for k := p.first; k < i; k++ {
		sum := 0.0
		for _, pay := range p.costs.paid[k].payments {
			if pay.month < w.month {
				sum += float64(pay.amount)
			}
		}
		if sum != 0 {
			o := &e.r.CostLines[k]
			x.Below = append(x.Below, Operand{
				Name: lineName(o), Title: o.Title, Value: sum, Unit: "KRW", Basis: Computed, Figure: e.linePath(k) + "/planned/before/" + w.month.String(),
			})
		}
	}
	return x.complete()
}

// interest works the balances of the phase of line i out again, by the
// estimates.
func (e *explainer) interest(i int) (p *pricing, first Month, energised Month) {
	l := &e.r.CostLines[i]
	p = e.pricing(i)
	p.costs = e.estimates()
	for p.first = i; p.first > 0 && e.r.CostLines[p.first-1].Site == l.Site && e.r.CostLines[p.first-1].Phase == l.Phase; {
		p.first--
	}
	p.costs = &costs{paid: p.costs.paid[:i], lines: p.costs.lines[:i]} // the line stands last in its phase
	energised = e.r.Sites[p.site].Phases[p.phase].Energised
	first, _ = p.balances(energised)
	return p, first, energised
}

// estimates is the priced lines before the books are in them.
func (e *explainer) estimates() *costs {
	if e.plan.Actuals.IsZero() {
		return e.costs
	}
	c, err := priceAll(e.plan, e.ref, schedule(e.plan, e.ref), e.r.Sites)
	if err != nil {
		return e.costs // it was priced once
	}
	return c
}
