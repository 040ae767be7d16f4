package compare

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
)

// ComparisonNote is a difference of what two results are counted in: horizons,
// price bases, VAT, budgets that cover other costs.
type ComparisonNote struct {
	Code     string `json:"code" enum:"horizon,price_base,vat,covers,exchange_rates"`
	Is       string `json:"is" doc:"Of covers, cost codes and sites that this budget alone pays for; – where there are none"`
	Baseline string `json:"baseline" doc:"The same in the baseline"`
	Message  string `json:"message" doc:"Both, and what that means for the comparison"`
}

// noteRule is in what a plan is counted, and what it means where that is not as
// in the baseline.
type noteRule struct {
	code    string
	of      func(plan, other *planner.Plan) string
	message string // of both
}

var noteRules = []noteRule{
	{"horizon", horizonText, "the horizon is %s, that of the baseline %s: years and months outside a horizon are none, and energy, operation, rent and NPV are of other months"},
	{"price_base", func(p, _ *planner.Plan) string { return p.PriceBase.String() }, "prices are those of %s, in the baseline of %s: a difference of cost holds the price moves between them"},
	{"vat", func(p, _ *planner.Plan) string { return string(p.Budget.VAT) }, "VAT is %s, in the baseline %s: one forecast carries it and the other does not"},
	{"covers", coversText, "of what only one of the budgets pays for, this one has %s and the baseline %s: hold the cost of all sites against each other, not the forecasts"},
	{"exchange_rates", ratesText, "exchange rates are %s, in the baseline %s: what is bought in foreign currency is counted at other rates"},
}

// notes lists what keeps a plan from being held against the baseline like for
// like.
func notes(of, baseline *Case) (list []ComparisonNote) {
	for i := range noteRules {
		rule := &noteRules[i]
		is, base := rule.of(&of.Plan, &baseline.Plan), rule.of(&baseline.Plan, &of.Plan)
		if is != base {
			list = append(list, ComparisonNote{Code: rule.code, Is: orNothing(is), Baseline: orNothing(base), Message: fmt.Sprintf(rule.message, orNothing(is), orNothing(base))})
		}
	}
	return list
}

func orNothing(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func horizonText(p, _ *planner.Plan) string {
	return fmt.Sprintf("%s to %s", p.Horizon.Start, p.Horizon.End())
}

// coversText is what only this one of two budgets pays for: cost codes, and sites
// where one of them does not pay for all.
func coversText(p, other *planner.Plan) string {
	var texts []string
	for _, code := range p.Budget.Covers {
		if !slices.Contains(other.Budget.Covers, code) {
			texts = append(texts, code)
		}
	}
	if len(p.Budget.Sites)+len(other.Budget.Sites) > 0 {
		theirs := paidFor(other)
		for _, name := range paidFor(p) {
			if !slices.Contains(theirs, name) {
				texts = append(texts, "sites/"+planner.PathName(name))
			}
		}
	}
	slices.Sort(texts)
	return strings.Join(texts, ", ")
}

// paidFor is the sites that a budget pays for.
func paidFor(p *planner.Plan) []string {
	if len(p.Budget.Sites) > 0 {
		return p.Budget.Sites
	}
	names := make([]string, len(p.Sites))
	for i := range p.Sites {
		names[i] = p.Sites[i].Name
	}
	return names
}

// ratesText is the exchange rates of the currencies that both plans have, where
// they are not the same.
func ratesText(p, other *planner.Plan) string {
	var currencies []string
	for _, r := range p.ExchangeRates {
		if c := r.Currency; !slices.Contains(currencies, c) && slices.ContainsFunc(other.ExchangeRates, func(o planner.ExchangeRate) bool { return o.Currency == c }) {
			currencies = append(currencies, c)
		}
	}
	slices.Sort(currencies)
	var texts []string
	for _, c := range currencies {
		if text := ratesOf(p, c); text != ratesOf(other, c) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; ")
}

// ratesOf is the rates of a currency in the order of months.
func ratesOf(p *planner.Plan, currency string) string {
	var rates []planner.ExchangeRate
	for _, r := range p.ExchangeRates {
		if r.Currency == currency {
			rates = append(rates, r)
		}
	}
	slices.SortStableFunc(rates, func(a, b planner.ExchangeRate) int { return int(a.Month - b.Month) })
	text := currency
	for i, r := range rates {
		if i > 0 {
			text += ","
		}
		text += " " + strconv.FormatFloat(r.KRW, 'f', -1, 64) + " in " + r.Month.String()
	}
	return text
}

// NoteCodes lists the codes of notes.
func NoteCodes() []string {
	list := make([]string, len(noteRules))
	for i := range noteRules {
		list[i] = noteRules[i].code
	}
	return list
}
