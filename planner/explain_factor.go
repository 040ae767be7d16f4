package planner

import (
	"math"
	"strconv"

	"buildout/planner/finance"
)

// The factors of a line, and how they follow.
//
//	scale          (rated_kw / priced_kw)^exponent                 size of the module
//	price_base     level of the price base / level of the price month
//	escalation     sum of the payments' shares, each at the level of its month
//	region, fee    as the cost book gives them
//	contingency    1 + share of the estimate class
//	exchange_rate  as the plan gives it
//	vat            as the cost book gives it
//
// A level is a product over years: (1 + rate)^(months of the year / 12).

// factor explains cost_lines/.../factors/NAME.
func (e *explainer) factor(i int, left []string) (Explanation, error) {
	l := &e.r.CostLines[i]
	factors := append([]Factor{}, l.Factors...)
	if l.ExchangeRate != nil {
		factors = append(factors, *l.ExchangeRate)
	}
	if l.VAT != nil {
		factors = append(factors, *l.VAT)
	}
	k, err := e.pick(left, len(factors), func(k int) string { return factors[k].Name })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	f := &factors[k]
	t := e.factorTerms(i, f)
	x := Explanation{
		Figure: e.figure, Title: l.Title, Value: f.Value, Unit: f.Unit, Rule: t.rule, Formula: t.formula, Source: f.Source,
		Basis: t.basis, Operands: t.operands, Below: t.below,
	}
	return x.complete(), nil
}

// complete puts what JSON wants in place of what is left out.
func (x Explanation) complete() Explanation {
	if x.Basis == "" {
		x.Basis = Computed
	}
	x.Operands, x.Below = orEmpty(x.Operands), orEmpty(x.Below)
	return x
}

func (e *explainer) factorTerms(i int, f *Factor) terms {
	l := &e.r.CostLines[i]
	book := &e.ref.Book
	switch f.Name {
	case "scale":
		return e.scale(i)
	case "price_base":
		return terms{rule: "price_base", formula: "price_base = level_price_base / level_price_month", operands: []Operand{
			e.level("level_price_base", l.Code, e.plan.PriceBase), e.level("level_price_month", l.Code, l.PriceMonth),
		}}
	case "escalation":
		t := terms{rule: "escalation", formula: "escalation = sum(below) / level_price_base", operands: []Operand{e.level("level_price_base", l.Code, e.plan.PriceBase)}}
		for _, w := range e.weights(i) {
			t.below = append(t.below, e.weightOperand(i, w))
		}
		return t
	case "region":
		s := siteNamed(&e.plan, l.Site)
		v := named(book.Regions, s.Region)
		return terms{rule: "region", formula: "region = region_factor", operands: []Operand{e.ofReference("region_factor", "cost_book.regions."+v.Name, v.Value, "factor", v.Basis)}}
	case "fee":
		entry, _ := e.entry(i)
		v := named(book.Fees, entry.Fee)
		return terms{rule: "fee", formula: "fee = 1 + fee_share", operands: []Operand{e.ofReference("fee_share", "cost_book.fees."+v.Name, v.Value, "share", v.Basis)}}
	case "contingency":
		v := named(book.Contingency, l.Class)
		return terms{rule: "contingency", formula: "contingency = 1 + class_share", operands: []Operand{e.ofReference("class_share", "cost_book.contingency."+v.Name, v.Value, "share", v.Basis)}}
	case "vat":
		return terms{rule: "vat_rate", formula: "vat = vat_rate", operands: []Operand{e.ofReference("vat_rate", "cost_book.vat", book.VAT.Value, book.VAT.Unit, book.VAT.Basis)}}
	}
	return given(OfPlan, f.Source)
}

// scale is the size of the modules that a line counts.
func (e *explainer) scale(i int) terms {
	entry, _ := e.entry(i)
	basis := kindOf(entry.Basis)
	t := terms{rule: "scale", formula: "scale = pow(rating_kw / priced_kw, exponent)", operands: []Operand{
		{Name: "rating_kw", Unit: "kW", Basis: OfPlan},
		{Name: "priced_kw", Value: entry.Driver.RatedKW, Unit: "kW", Source: entry.Source, Basis: basis},
		{Name: "exponent", Value: entry.Driver.Exponent, Unit: "exponent", Source: entry.Source, Basis: basis},
	}}
	if counted := e.stagesOf(i); len(counted) > 0 {
		g := counted[0]
		t.operands[0].Value, t.operands[0].Source = float64(g.stage.Real()), g.path+"/rating_kw"
	}
	return t
}

// kindOf is on what a value rests by its own word.
func kindOf(b Basis) BasisKind {
	if b.Assumption {
		return Assumed
	}
	return Published
}

// weight is the share of a line that is paid in a month, and the price level
// that it is paid at.
type weight struct {
	month Month
	share float64
	level float64
}

// value weighs the share at its level.
func (w weight) value() float64 { return float64(w.share * w.level) }

// weights lists how line i is paid as its profile has it, in the order of
// months.
func (e *explainer) weights(i int) []weight {
	paid := e.patternFor(i)
	if paid == nil {
		return e.balances(i)
	}
	list := make([]weight, 0, len(paid.payments))
	for _, pay := range paid.payments {
		if n := len(list); n > 0 && list[n-1].month == pay.Month {
			list[n-1].share += pay.Share
			continue
		}
		list = append(list, weight{pay.Month, pay.Share, paid.index.at(pay.Month)})
	}
	return list
}

// pricing prices again, by the plan as it was evaluated, in the phase of line i.
func (e *explainer) pricing(i int) *pricing {
	l := &e.r.CostLines[i]
	p := newPricing(&e.plan, &e.ref, schedule(e.plan, e.ref), e.r.Sites)
	for s := range e.plan.Sites {
		if e.plan.Sites[s].Name == l.Site {
			p.enter(s, phaseIndex(&e.plan.Sites[s], l.Phase))
		}
	}
	return p
}

// patternFor is how line i is paid by its profile; nil where it is none of the
// cost book.
func (e *explainer) patternFor(i int) *pattern {
	p := e.pricing(i)
	for k := range p.book {
		if b := &p.book[k]; b.Code == e.r.CostLines[i].Code {
			return p.patternOf(payTerms{b.Stage, b.profile, b.lead, e.builtBy(i), b.index})
		}
	}
	return nil
}

// builtBy is the month the plan wants the route of a line by.
func (e *explainer) builtBy(i int) Month {
	l := &e.r.CostLines[i]
	if l.Driver != PerLinkKM {
		return 0
	}
	if k := e.linkOf(i); k >= 0 {
		return e.plan.Links[k].Built
	}
	return 0
}

// weightUnit is the unit of the weights of a line: won where they are what was
// paid by the beginning of the month.
func weightUnit(l *CostLine) string {
	if l.Driver == PerPaidMonth {
		return "KRW-month"
	}
	return "price ratio"
}

func (e *explainer) weightPath(i int, m Month) string {
	return e.linePath(i) + "/weights/" + m.String()
}

func (e *explainer) weightOperand(i int, w weight) Operand {
	return Operand{Name: w.month.String(), Value: w.value(), Unit: weightUnit(&e.r.CostLines[i]), Basis: Computed, Figure: e.weightPath(i, w.month)}
}

// weight explains cost_lines/.../weights/MONTH, cost_lines/.../weights/all and
// cost_lines/.../weights/MONTH/to_date.
func (e *explainer) weight(i int, left []string) (Explanation, error) {
	l := &e.r.CostLines[i]
	list := e.weights(i)
	k, err := e.pick(left, len(list)+1, func(k int) string {
		if k == len(list) {
			return "all"
		}
		return list[k].month.String()
	})
	if err != nil {
		return Explanation{}, err
	}
	x := Explanation{Figure: e.figure, Title: l.Title, Unit: weightUnit(l), Rule: "weights", Formula: "weight_in_all = sum(below)"}
	upTo := len(list)
	if k < len(list) {
		if len(left) == 1 {
			return e.oneWeight(i, list[k]), nil
		}
		if _, err := e.pick(left[1:], 1, func(int) string { return "to_date" }); err != nil {
			return Explanation{}, err
		}
		left, upTo, x.Formula = left[1:], k+1, "weight_to_date = sum(below)"
	}
	for _, w := range list[:upTo] {
		x.Value += w.value()
		x.Below = append(x.Below, e.weightOperand(i, w))
	}
	return x.complete(), e.end(left[1:])
}

func (e *explainer) oneWeight(i int, w weight) Explanation {
	l := &e.r.CostLines[i]
	if l.Driver == PerPaidMonth {
		return e.balance(i, w)
	}
	entry, _ := e.entry(i)
	profile := e.profile(entry.Profile)
	return Explanation{
		Figure: e.figure, Title: l.Title, Value: w.value(), Unit: "price ratio", Rule: "share_at_level", Formula: "weight = share * level",
		Operands: []Operand{
			{Name: "share", Title: profile.Title, Value: w.share, Unit: "share", Source: "payment profile " + entry.Profile + ": " + profile.Source, Basis: kindOf(profile.Basis)},
			e.level("level", l.Code, w.month),
		},
	}.complete()
}

func (e *explainer) profile(name string) PaymentProfile {
	for _, p := range e.ref.Book.Profiles {
		if p.Name == name {
			return p
		}
	}
	return PaymentProfile{Basis: Basis{Source: "by progress", Assumption: true}}
}

// indexFor is the price index of a code.
func (e *explainer) indexFor(code string) *priceIndex {
	return indexOf(newPriceIndexes(e.plan, e.ref), code)
}

// level is the price level of a code in a month as an operand.
func (e *explainer) level(name, code string, m Month) Operand {
	o := Operand{Name: name, Value: e.indexFor(code).at(m), Unit: "price ratio", Basis: Computed}
	for i := range e.ref.Book.Escalation {
		if x := &e.ref.Book.Escalation[i]; len(x.Covers) == 0 || codeIn(code, x.Covers) {
			o.Title, o.Figure = x.Title, join("indexes", x.Name, m.String())
			return o
		}
	}
	o.Basis, o.Source = Assumed, "no price index covers the code, so its price stays"
	return o
}

// index explains indexes/NAME/MONTH and indexes/NAME/MONTH/YEAR.
func (e *explainer) index(left []string) (Explanation, error) {
	list := e.ref.Book.Escalation
	k, err := e.pick(left, len(list), func(i int) string { return list[i].Name })
	if err != nil {
		return Explanation{}, err
	}
	var m Month
	if len(left) > 1 {
		if m, err = finance.ParseMonth(left[1]); err != nil {
			return Explanation{}, e.refuse("%s", err)
		}
	} else {
		return Explanation{}, e.refuse("the path stops short: a price index has a level by month, such as %s", join("indexes", list[k].Name, e.plan.PriceBase.String()))
	}
	years := yearsBetween(e.plan.PriceBase, m)
	at := join("indexes", list[k].Name, m.String())
	if len(left) > 2 {
		y, err := e.pick(left[2:], len(years), func(i int) string { return strconv.Itoa(years[i].year) })
		if err == nil {
			err = e.end(left[3:])
		}
		if err != nil {
			return Explanation{}, err
		}
		return e.yearOfIndex(&list[k], years[y], at), nil
	}
	x := Explanation{
		Figure: e.figure, Title: list[k].Title, Value: newPriceIndexes(e.plan, e.ref)[k].at(m), Unit: "price ratio",
		Rule: "price_level", Formula: "level = product(below)",
	}
	for _, y := range years {
		o := e.yearOfIndex(&list[k], y, at)
		x.Below = append(x.Below, Operand{Name: strconv.Itoa(y.year), Value: o.Value, Unit: o.Unit, Basis: Computed, Figure: join(at, strconv.Itoa(y.year))})
	}
	if len(years) == 0 {
		x.Formula, x.Rule = "level = 1", "price_base_level"
	}
	return x.complete(), nil
}

// yearMonths is months of a year, negative where they are gone back.
type yearMonths struct{ year, months int }

// yearsBetween counts the months from one to another in each year they pass.
func yearsBetween(from, to Month) (list []yearMonths) {
	step := 1
	if to < from {
		from, to, step = to, from, -1
	}
	for m := from; m < to; m++ {
		if n := len(list); n == 0 || list[n-1].year != m.Year() {
			list = append(list, yearMonths{year: m.Year()})
		}
		list[len(list)-1].months += step
	}
	return list
}

// yearOfIndex is what a year does to a price level.
func (e *explainer) yearOfIndex(x *PriceIndex, y yearMonths, at string) Explanation {
	rate := YearValue{Year: y.year, Basis: Basis{Source: "the price index has no years", Assumption: true}}
	if n := len(x.Years); n > 0 {
		rate = x.Years[min(max(y.year-x.Years[0].Year, 0), n-1)]
	}
	o := e.ofReference("rate", "cost_book.escalation."+x.Name+"."+strconv.Itoa(rate.Year), rate.Value, "share", rate.Basis)
	return Explanation{
		Figure: join(at, strconv.Itoa(y.year)), Title: x.Title, Value: yearFactor(rate.Value, y.months), Unit: "price ratio",
		Rule: "year_of_index", Formula: "year = pow(1 + rate, months / 12)",
		Operands: []Operand{o, {Name: "months", Value: float64(y.months), Unit: "months", Basis: OfPlan, Source: "months of the year between price_base and the month"}},
	}.complete()
}

// yearFactor is what a rate does to a price level over months of a year.
//
//	factor = (1 + rate)^(months / 12)
func yearFactor(rate float64, months int) float64 {
	return math.Pow(1+rate, float64(months)/12)
}
