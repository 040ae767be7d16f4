package planner

import (
	"reflect"
	"strings"
)

// figureRule is how a field of a part of a result follows from others. An
// operand of the formula that terms does not give is another field of the part.
// In a formula, below is the list of figures under it.
type figureRule struct {
	field   string
	rule    string
	formula string
	terms   func(*explainer, *part) terms // nil where fields are all it takes
}

// terms is what goes into a figure beside fields of its own part.
type terms struct {
	operands []Operand
	below    []Operand
	basis    BasisKind // computed where omitted
	source   string
	formula  string // in place of the rule's, where that depends on the figure
	text     string // the value, where it is no number
	rule     string // in place of the rule's, where that depends on the figure
}

// given is the terms of a number that the plan or the reference gives.
func given(basis BasisKind, source string) terms {
	return terms{basis: basis, source: source, rule: "given"}
}

// ofPlan is the terms of a number that the plan gives.
func ofPlan(source string) terms { return given(OfPlan, source) }

// part is a part of a result: a structure whose fields are figures, or series
// of them by month.
type part struct {
	at         string
	title      Text
	value      reflect.Value
	i, j       int   // which it is of a list, and of one within
	month      int   // of the months, for its series
	first      Month // of the months
	monthFirst bool  // whether the month stands before the fields
	site       *SiteResult
	hall       *HallResult
	tariff     *Tariff
	extra      func(field string) (value float64, unit string, ok bool) // of what the structure does not hold
}

// explain explains the field that the names left lead to, of a series in the
// month that follows.
func (e *explainer) explain(p *part, rules []figureRule, left []string) (Explanation, error) {
	k, err := e.pick(left, len(rules), func(i int) string { return rules[i].field })
	if err != nil {
		return Explanation{}, err
	}
	left = left[1:]
	if !p.monthFirst && p.isSeries(rules[k].field) {
		if p.month, err = e.month(left); err != nil {
			return Explanation{}, err
		}
		left = left[1:]
	}
	if err := e.end(left); err != nil {
		return Explanation{}, err
	}
	return e.byRule(p, &rules[k]), nil
}

func (e *explainer) byRule(p *part, rule *figureRule) Explanation {
	var t terms
	if rule.terms != nil {
		t = rule.terms(e, p)
	}
	if t.formula == "" {
		t.formula = rule.formula
	}
	if t.rule == "" {
		t.rule = rule.rule
	}
	value, unit := p.number(rule.field)
	x := Explanation{
		Figure: e.figure, Title: p.title, Value: value, Text: t.text, Unit: unit,
		Rule: t.rule, Formula: t.formula, Source: t.source, Basis: t.basis, Operands: []Operand{}, Below: t.below,
	}
	if x.Basis == "" {
		x.Basis = Computed
	}
	if x.Below == nil {
		x.Below = []Operand{}
	}
	if x.Rule == "given" {
		x.Formula = ""
		return x
	}
	x.Operands = p.operands(x.Formula, t.operands)
	return x
}

// operands lists what a formula names, in its order, then what else is given.
func (p *part) operands(formula string, own []Operand) []Operand {
	_, right, _ := strings.Cut(formula, "=")
	list := make([]Operand, 0, len(own)+3)
	has := func(name string) bool {
		for i := range list {
			if list[i].Name == name {
				return true
			}
		}
		return false
	}
	for name := range namesIn(right) {
		if name == "below" || has(name) {
			continue
		}
		found := false
		for i := range own {
			if own[i].Name == name {
				list, found = append(list, own[i]), true
			}
		}
		if !found {
			list = append(list, p.operand(name))
		}
	}
	for i := range own {
		if !has(own[i].Name) {
			list = append(list, own[i])
		}
	}
	return list
}

// operand is a field of the part as an operand.
func (p *part) operand(field string) Operand {
	value, unit := p.number(field)
	figure := p.at + "/" + field
	if !p.monthFirst && p.isSeries(field) {
		figure += "/" + (p.first + Month(p.month)).String()
	}
	return Operand{Name: field, Value: value, Unit: unit, Basis: Computed, Figure: figure}
}

// isSeries reports whether a field has a value for each month.
func (p *part) isSeries(field string) bool {
	v, ok := fieldOf(p.value, field)
	return ok && v.Kind() == reflect.Slice
}

// number returns a field of the part with its unit.
func (p *part) number(field string) (float64, string) {
	if p.extra != nil {
		if value, unit, ok := p.extra(field); ok {
			return value, unit
		}
	}
	v, _ := fieldOf(p.value, field)
	if v.Kind() == reflect.Slice {
		v = v.Index(p.month)
	}
	return numberOf(v), unitIn(field)
}

// fieldOf finds a field by its name in JSON, in embedded structures as well.
func fieldOf(v reflect.Value, field string) (reflect.Value, bool) {
	if !v.IsValid() {
		return v, false
	}
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == field {
			return v.Field(i), true
		}
		if f.Anonymous {
			if below, ok := fieldOf(v.Field(i), field); ok {
				return below, true
			}
		}
	}
	return reflect.Value{}, false
}

func numberOf(v reflect.Value) float64 {
	switch {
	case !v.IsValid():
		return 0
	case v.CanInt():
		return float64(v.Int())
	case v.CanFloat():
		return v.Float()
	}
	return 0
}

// namesIn goes through the names of a formula that are no functions.
func namesIn(formula string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; i < len(formula); {
			if !isLetter(formula[i]) {
				i++
				continue
			}
			from := i
			for i < len(formula) && (isLetter(formula[i]) || formula[i] >= '0' && formula[i] <= '9' || formula[i] == '_') {
				i++
			}
			if i < len(formula) && formula[i] == '(' {
				continue
			}
			if !yield(formula[from:i]) {
				return
			}
		}
	}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' }

// unitIn is the unit that stands last in the name of a figure.
func unitIn(name string) string {
	for _, u := range figureUnits {
		if strings.HasSuffix(name, u.suffix) {
			return u.unit
		}
	}
	return ""
}

var figureUnits = []struct{ suffix, unit string }{
	{"krw_per_usable_kw", "KRW/kW"}, {"krw_per_kw_month", "KRW/kW/month"}, {"krw_per_used_kw_month", "KRW/kW/month"}, {"krw_per_month", "KRW/month"},
	{"load_per_it_kw", "kW/kW"}, {"_krw", "KRW"}, {"_kwh", "kWh"}, {"_kw", "kW"}, {"_kva", "kVA"}, {"_m2", "m2"}, {"_km", "km"}, {"carbon_t", "tCO2e"},
	{"pue", "kW/kW"}, {"racks", "racks"}, {"positions", "positions"}, {"_heads", "heads"}, {"_months", "months"}, {"_years", "years"},
	{"share", "share"}, {"coverage", "share"}, {"rate", "share/year"}, {"irr", "share/year"},
	{"energised", "month"}, {"ordered", "month"}, {"payback", "month"}, {"modules", "modules"},
}
