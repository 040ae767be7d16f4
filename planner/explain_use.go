package planner

import "slices"

// What a cost line costs to maintain, and what of it is insured and taxed, once
// its phase is energised.
//
//	cost_lines/.../use/maintenance       forecast * share of the asset class, at the level of the price base
//	cost_lines/.../use/paid/MONTH        paid by then, without VAT
//	cost_lines/.../use/taxed/MONTH       the same of land and building

// linesInUse lists the lines of a site's energised phases in a month.
func linesInUse(what string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		m := e.r.Months[p.month]
		for i := range e.r.CostLines {
			l := &e.r.CostLines[i]
			if l.Site != e.r.Sites[p.i].Name {
				continue
			}
			value, counts := e.inUse(i, what, m)
			if !counts || value == 0 {
				continue
			}
			o := Operand{Name: lineName(l), Title: l.Title, Value: value, Unit: "KRW", Basis: Computed, Figure: e.linePath(i) + "/use/" + what}
			if what == "maintenance" {
				o.Unit = "KRW/year"
			} else {
				o.Figure += "/" + m.String()
			}
			t.below = append(t.below, o)
		}
		return t
	}
}

// inUse is what of line i counts in a month; counts is false where its phase is
// not energised by then, or its asset class is left out.
func (e *explainer) inUse(i int, what string, m Month) (value float64, counts bool) {
	l := &e.r.CostLines[i]
	energised := e.energisedOf(l)
	if energised > m {
		return 0, false
	}
	class := assetOf(e.ref.Assets, l.Code)
	if class >= 0 && e.ref.Assets[class].Name == itEquipment {
		return 0, false
	}
	switch what {
	case "maintenance":
		if class < 0 {
			return 0, false
		}
		return float64(l.ForecastKRW) * e.ref.Assets[class].MaintenanceSharePerYear / levelAt(e.plan.PriceBase, assumption(e.ref, OpexGrowthPerYear), energised), true
	case "taxed":
		if class < 0 || !slices.Contains(taxed, e.ref.Assets[class].Name) {
			return 0, false
		}
	}
	net := e.netShare(i)
	for _, pay := range e.costs.paid[i].payments {
		if pay.month <= m {
			value += float64(float64(pay.amount) * net)
		}
	}
	return value, true
}

// netShare is the part of what is paid for line i that is not VAT: that of all
// the lines that are insured and taxed with it.
func (e *explainer) netShare(i int) float64 {
	l, p := &e.r.CostLines[i], &e.costs.paid[i]
	site := indexOfSite(e.plan, l.Site)
	if e.nets == nil {
		e.nets = map[[2]int][]float64{}
	}
	at := [2]int{site, phaseIndex(&e.plan.Sites[site], l.Phase)}
	if e.nets[at] == nil {
		for _, g := range e.operator().assetGroups(at[0], at[1]) {
			e.nets[at] = append(e.nets[at], g.net())
		}
	}
	return e.nets[at][e.operator().groupOf(l, p)]
}

func (e *explainer) energisedOf(l *CostLine) Month {
	for i := range e.r.Sites {
		for _, ph := range e.r.Sites[i].Phases {
			if e.r.Sites[i].Name == l.Site && ph.Name == l.Phase {
				return ph.Energised
			}
		}
	}
	return 0
}

// use explains cost_lines/.../use/...
func (e *explainer) use(i int, left []string) (Explanation, error) {
	names := []string{"maintenance", "paid", "taxed"}
	k, err := e.pick(left, len(names), func(k int) string { return names[k] })
	if err != nil {
		return Explanation{}, err
	}
	l := &e.r.CostLines[i]
	x := Explanation{Figure: e.figure, Title: l.Title, Unit: "KRW"}
	if k == 0 {
		if err := e.end(left[1:]); err != nil {
			return Explanation{}, err
		}
		energised := e.energisedOf(l)
		x.Value, _ = e.inUse(i, names[0], max(energised, e.r.Months[len(e.r.Months)-1]))
		class := assetOf(e.ref.Assets, l.Code)
		if class < 0 {
			return Explanation{}, e.refuse("no asset class covers the line, so it is not maintained")
		}
		growth := e.assumed(OpexGrowthPerYear)
		growth.Name = "growth"
		x.Unit, x.Rule, x.Formula = "KRW/year", "maintenance_of_line", "maintenance_krw_per_year = forecast_krw * share / pow(1 + growth, months / 12)"
		x.Operands = []Operand{
			e.line(i).operand("forecast_krw"), e.known("share", "asset_classes."+e.ref.Assets[class].Name+".maintenance_share_per_year"), growth,
			monthsBetween(e.plan.PriceBase, energised, "from price_base to the month energised, "+energised.String()),
		}
		return x.complete(), nil
	}
	m, err := e.month(left[1:])
	if err == nil {
		err = e.end(left[2:])
	}
	if err != nil {
		return Explanation{}, err
	}
	at := e.r.Months[m]
	x.Value, _ = e.inUse(i, names[k], at)
	x.Below = e.paymentsOf(i, func(pay Month) bool { return pay <= at })
	x.Rule, x.Formula = "paid_to_date", "paid_krw = sum(below)"
	if e.costs.paid[i].total != l.ForecastKRW {
		x.Rule, x.Formula = "paid_without_vat", "paid_krw = sum(below) * forecast_krw / budget_krw"
		x.Operands = []Operand{e.line(i).operand("forecast_krw"), e.line(i).operand("budget_krw")}
	}
	return x.complete(), nil
}
