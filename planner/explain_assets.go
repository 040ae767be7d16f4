package planner

import (
	"reflect"
	"strconv"

	"buildout/planner/finance"
)

// assetFigures is the figures of an asset class.
var assetFigures = []figureRule{
	{"cost_krw", "sum_of_phases", "cost_krw = sum(below)", (*explainer).assetPhases},
	{"life_years", "given", "", (*explainer).assetLife},
}

// asset explains worth/assets/NAME/FIELD, .../phases/SITE/PHASE, and by year
// what is written off, .../by_year_krw/YEAR, and what is left, .../book_krw/YEAR.
func (e *explainer) asset(left []string) (Explanation, error) {
	assets := e.r.Worth.Assets
	k, err := e.pick(left, len(assets), func(k int) string { return assets[k].Name })
	if err != nil {
		return Explanation{}, err
	}
	left = left[1:]
	if len(left) > 0 {
		switch left[0] {
		case "phases":
			return e.assetPhase(k, left[1:])
		case "by_year_krw":
			return e.assetYear(k, left[1:], "depreciation", assets[k].ByYearKRW)
		case "book_krw":
			return e.assetYear(k, left[1:], "book_value", assets[k].BookKRW)
		}
	}
	return e.within(e.assetPart(k), assetFigures, left, []string{"phases", "by_year_krw", "book_krw"})
}

func (e *explainer) assetPart(k int) *part {
	a := &e.r.Worth.Assets[k]
	return &part{at: join("worth/assets", a.Name), title: a.Title, value: reflect.ValueOf(a).Elem(), i: k}
}

func (e *explainer) assetLife(p *part) terms {
	a := &e.r.Worth.Assets[p.i]
	return given(kindOf(Basis{Assumption: a.Assumption}), a.Source)
}

// assetLines lists the lines of an asset class in a phase.
func (e *explainer) assetLines(name, site, phase string) []Operand {
	return e.linesWhere("forecast_krw", func(_ int, l *CostLine) bool {
		class := assetOf(e.ref.Assets, l.Code)
		return class >= 0 && e.ref.Assets[class].Name == name && l.Site == site && l.Phase == phase
	})
}

func (e *explainer) assetPhases(p *part) (t terms) {
	name := e.r.Worth.Assets[p.i].Name
	for i := range e.r.Sites {
		for _, ph := range e.r.Sites[i].Phases {
			sum := 0.0
			for _, o := range e.assetLines(name, e.r.Sites[i].Name, ph.Name) {
				sum += o.Value
			}
			if sum != 0 {
				t.below = append(t.below, Operand{
					Name: e.r.Sites[i].Name + " " + ph.Name, Title: ph.Title, Value: sum, Unit: "KRW", Basis: Computed, Figure: join(p.at, "phases", e.r.Sites[i].Name, ph.Name),
				})
			}
		}
	}
	return t
}

func (e *explainer) assetPhase(k int, left []string) (Explanation, error) {
	i, err := e.pick(left, len(e.r.Sites), func(i int) string { return e.r.Sites[i].Name })
	if err != nil {
		return Explanation{}, err
	}
	phases := e.r.Sites[i].Phases
	j, err := e.pick(left[1:], len(phases), func(j int) string { return phases[j].Name })
	if err == nil {
		err = e.end(left[2:])
	}
	if err != nil {
		return Explanation{}, err
	}
	a := &e.r.Worth.Assets[k]
	x := Explanation{Figure: e.figure, Title: a.Title, Unit: "KRW", Rule: "sum_of_lines", Formula: "cost_krw = sum(below)", Below: e.assetLines(a.Name, e.r.Sites[i].Name, phases[j].Name)}
	for _, o := range x.Below {
		x.Value += o.Value
	}
	return x.complete(), nil
}

// assetYear explains what is written off in a year, or left at its end: by the
// method of the class over its life, from the month after each phase is
// energised.
func (e *explainer) assetYear(k int, left []string, what string, amounts []KRW) (Explanation, error) {
	i, err := e.year(left)
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	a, p := &e.r.Worth.Assets[k], e.assetPart(k)
	x := Explanation{
		Figure: e.figure, Title: a.Title, Value: float64(amounts[i]), Unit: "KRW", Rule: "depreciation", Source: a.Source,
		Formula:  what + "_krw = " + string(a.Method) + "(cost_krw, life_years, energised)",
		Operands: []Operand{p.operand("cost_krw"), {Name: "life_years", Value: a.LifeYears, Unit: "years", Basis: kindOf(Basis{Assumption: a.Assumption}), Source: a.Source, Figure: p.at + "/life_years"}},
	}
	for s := range e.r.Sites {
		for _, ph := range e.r.Sites[s].Phases {
			x.Below = append(x.Below, Operand{
				Name: e.r.Sites[s].Name + " " + ph.Name, Text: ph.Energised.String(), Unit: "month", Basis: Computed, Figure: join("sites", e.r.Sites[s].Name, "phases", ph.Name, "energised"),
			})
		}
	}
	return x.complete(), nil
}

// residuals lists the book values at the end of the last month counted, by
// asset class.
func (e *explainer) residuals(*part) (t terms) {
	for k := range e.r.Worth.Assets {
		a := &e.r.Worth.Assets[k]
		if left := e.residualOf(a.Name); left != 0 {
			t.below = append(t.below, Operand{Name: a.Name, Title: a.Title, Value: left, Unit: "KRW", Basis: Computed, Figure: join("worth/residual", a.Name)})
		}
	}
	return t
}

// residualOf is the book value of an asset class at the end of the last month
// counted; 0 where worth leaves it out.
func (e *explainer) residualOf(name string) (sum float64) {
	v := e.valuation()
	end := e.r.Months[0] + Month(v.counted-1)
	for i := range e.ref.Assets {
		class := &e.ref.Assets[i]
		if class.Name != name || !class.counts() {
			continue
		}
		for j := range v.built.phases {
			if cost := v.built.phases[j].cost[i]; cost != 0 {
				sum += float64(class.book(cost, &v.built.phases[j], end))
			}
		}
	}
	return sum
}

func (e *explainer) residual(left []string) (Explanation, error) {
	assets := e.r.Worth.Assets
	k, err := e.pick(left, len(assets), func(k int) string { return assets[k].Name })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	a, p := &assets[k], e.assetPart(k)
	x := Explanation{
		Figure: e.figure, Title: a.Title, Value: e.residualOf(a.Name), Unit: "KRW", Rule: "depreciation", Source: a.Source,
		Formula: "residual_krw = " + string(a.Method) + "(cost_krw, life_years, end)",
		Operands: []Operand{
			p.operand("cost_krw"), {Name: "life_years", Value: a.LifeYears, Unit: "years", Basis: kindOf(Basis{Assumption: a.Assumption}), Source: a.Source, Figure: p.at + "/life_years"},
			{Name: "end", Text: e.countedMonth(e.valuation().counted - 1), Unit: "month", Basis: OfPlan, Source: "last month counted"},
		},
	}
	return x.complete(), nil
}

// monthlyCosts lists what a month costs by asset class and part of operation.
func (e *explainer) monthlyCosts(*part) (t terms) {
	for i := range e.r.Worth.Costs {
		c := &e.r.Worth.Costs[i]
		t.below = append(t.below, Operand{Name: c.Name, Title: c.Title, Value: float64(c.MonthKRW), Unit: "KRW", Basis: Computed, Figure: join("worth/costs", c.Name)})
	}
	return t
}

// annuityFormulas is how capital is spread over months by each convention.
var annuityFormulas = map[AnnuityName]string{
	finance.Monthly:      "round(capital_krw * (annuity_rate / 12) / (1 - pow(1 + annuity_rate / 12, -12 * years)))",
	finance.YearlyOver12: "round(capital_krw * annuity_rate / (1 - pow(1 + annuity_rate, -years)) / 12)",
	finance.AnnuityDue:   "round(capital_krw * (annuity_rate / 12) / (1 - pow(1 + annuity_rate / 12, -12 * years)) / (1 + annuity_rate / 12))",
	finance.StraightLine: "round(capital_krw / (12 * years))",
}

// monthlyCost explains worth/costs/NAME[/FIELD], which is month_krw where
// omitted: the annuity of an asset class, or the mean of the last twelve months
// of a part of operation.
func (e *explainer) monthlyCost(left []string) (Explanation, error) {
	costs := e.r.Worth.Costs
	k, err := e.pick(left, len(costs), func(k int) string { return costs[k].Name })
	if err != nil {
		return Explanation{}, err
	}
	field := 0
	if left = left[1:]; len(left) > 0 {
		fields := []string{"month_krw", "capital_krw", "share"}
		if field, err = e.pick(left, len(fields), func(i int) string { return fields[i] }); err != nil {
			return Explanation{}, err
		}
		left = left[1:]
	}
	if err := e.end(left); err != nil {
		return Explanation{}, err
	}
	switch field {
	case 1:
		return e.capitalOf(&costs[k]), nil
	case 2:
		return e.shareOf(&costs[k]), nil
	}
	return e.costOfMonth(&costs[k]), nil
}

// capitalOf is the capital of an asset class; operation has none.
func (e *explainer) capitalOf(c *MonthlyCost) Explanation {
	x := Explanation{Figure: e.figure, Title: c.Title, Value: float64(c.CapitalKRW), Unit: "KRW", Rule: "cost_of_assets", Formula: "capital_krw = cost_krw"}
	for i := range e.r.Worth.Assets {
		if e.r.Worth.Assets[i].Name == c.Name {
			x.Operands = []Operand{e.assetPart(i).operand("cost_krw")}
			return x.complete()
		}
	}
	x.Rule, x.Formula = "no_capital", "capital_krw = 0"
	return x.complete()
}

// shareOf is the part of a month's cost.
func (e *explainer) shareOf(c *MonthlyCost) Explanation {
	return Explanation{
		Figure: e.figure, Title: c.Title, Value: c.Share, Unit: "share", Rule: "part_of_cost", Formula: "share = month_krw / cost_krw_per_month",
		Operands: []Operand{
			{Name: "month_krw", Title: c.Title, Value: float64(c.MonthKRW), Unit: "KRW", Basis: Computed, Figure: join("worth/costs", c.Name)},
			e.worthPart().operand("cost_krw_per_month"),
		},
	}.complete()
}

// costOfMonth is what a part costs a month.
func (e *explainer) costOfMonth(c *MonthlyCost) Explanation {
	x := Explanation{Figure: e.figure, Title: c.Title, Value: float64(c.MonthKRW), Unit: "KRW", Rule: "annuity"}
	if c.CapitalKRW == 0 {
		e.monthOfOperation(&x, c.Name)
		return x.complete()
	}
	rate := e.worthPart().operand("annuity_rate")
	for i := range e.r.Worth.Assets {
		if a := &e.r.Worth.Assets[i]; a.Name == c.Name {
			p := e.assetPart(i)
			x.Operands = []Operand{named2(p.operand("cost_krw"), "capital_krw", a.Title), rate}
			if c.Years > 0 {
				x.Operands = append(x.Operands, Operand{Name: "years", Value: c.Years, Unit: "years", Basis: kindOf(Basis{Assumption: a.Assumption}), Source: a.Source, Figure: p.at + "/life_years"})
			}
		}
	}
	x.Formula = "month_krw = " + annuityFormulas[e.r.Worth.Annuity]
	x.Source = "convention " + string(e.r.Worth.Annuity)
	switch {
	case c.Years == 0:
		x.Rule, x.Formula = "interest_without_end", "month_krw = round(capital_krw * annuity_rate / 12)"
		if e.r.Worth.Annuity != finance.Monthly {
			x.Formula = "month_krw = annuity(capital_krw, annuity_rate)"
			x.Rule = "annuity_without_end"
		}
	case rate.Value == 0:
		x.Formula = "month_krw = " + annuityFormulas[finance.StraightLine]
	}
	return x.complete()
}

// monthOfOperation lists the months that a part of operation is the mean of.
func (e *explainer) monthOfOperation(x *Explanation, name string) {
	field := map[string]string{"energy": "electricity_krw", "people": "staff_krw", "maintenance": "maintenance_krw"}[name]
	x.Rule, x.Formula = "mean_of_year", "month_krw = mean(below)"
	last := min(12, len(e.r.Months))
	for i := len(e.r.Months) - last; i < len(e.r.Months); i++ {
		for k := range e.r.Operation.Sites {
			p := e.running(k, i)
			at := e.r.Operation.Sites[k].Name + " " + e.r.Months[i].String()
			if field != "" {
				x.Below = append(x.Below, named2(p.operand(field), at, Text{}))
				continue
			}
			for _, rest := range []string{"water_krw", "carbon_krw", "facility_krw", "insurance_krw", "tax_krw"} {
				x.Below = append(x.Below, named2(p.operand(rest), at+" "+rest, Text{}))
			}
		}
	}
	if name != "energy" {
		x.Rule, x.Formula = "mean_of_months", "month_krw = round(sum(below) / "+strconv.Itoa(last)+")"
	}
}
