package planner

import (
	"slices"
	"strings"

	"buildout/planner/finance"
)

const mostInterest = 0.5 // a year

func (v *validator) money(p *path) {
	rates := p.key1("exchange_rates")
	v.atMost(p, "exchange_rates", len(v.plan.ExchangeRates), maxRates)
	seen := map[string]bool{}
	for i, r := range v.plan.ExchangeRates {
		at := rates.at(i)
		v.require(currencyCode(r.Currency) && r.Currency != "KRW", &at, "currency", r.Currency, "three capital letters other than KRW are wanted, such as USD")
		v.month(&at, "month", r.Month)
		v.positive(&at, "krw", r.KRW)
		v.unique(&at, "", r.Currency+" "+r.Month.String(), seen)
		v.prose(&at, "source", r.Source)
	}
	var priced []string // currencies that were looked at
	for i := range v.ref.Book.Entries {
		e := &v.ref.Book.Entries[i]
		if e.Currency != "KRW" && !slices.Contains(priced, e.Currency) && !v.overridden(e.Code) {
			v.rate(p, "exchange_rates", e.Currency, e.Code)
			priced = append(priced, e.Currency)
		}
	}
	v.budget(p.key1("budget"))
}

// overridden reports whether the plan has a price of its own for a line.
func (v *validator) overridden(code string) bool {
	return slices.ContainsFunc(v.plan.CostBook.Overrides, func(o CostOverride) bool { return o.Code == code })
}

func currencyCode(c string) bool {
	return len(c) == 3 && strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// rate requires that a currency in which a line is priced has a rate dated
// before the plan ends. Before its first rate a currency has that one.
func (v *validator) rate(p *path, key, currency, code string) {
	if currency == "KRW" {
		return
	}
	var first Month
	for _, r := range v.plan.ExchangeRates {
		if r.Currency == currency && (first.IsZero() || r.Month < first) {
			first = r.Month
		}
	}
	by := max(v.plan.PriceBase, v.plan.Horizon.End())
	switch {
	case first.IsZero():
		v.fault(p, key, currency, "cost book line %s is priced in %s, which has no rate; add one to exchange_rates, dated %s or before", code, currency, by)
	case first > by:
		v.fault(p, key, currency+" from "+first.String(), "cost book line %s is priced in %s, which has no rate before; add one dated %s or before", code, currency, by)
	}
}

func (v *validator) budget(p path) {
	b := v.plan.Budget
	v.require(b.TotalKRW > 0, &p, "total_krw", int64(b.TotalKRW), "must be above 0 won")
	v.amount(&p, "total_krw", b.TotalKRW)
	v.require(b.VAT == VATIncluded || b.VAT == VATExcluded, &p, "vat", string(b.VAT), "included or excluded is wanted")
	v.prose(&p, "source", b.Source)
	v.require(len(b.Covers) > 0, &p, "covers", "an empty list", "name at least one cost group, such as structure")
	v.covers(&p, b.Covers)
	v.atMost(&p, "sites", len(b.Sites), maxSites)
	v.atMost(&p, "ceilings", len(b.Ceilings), maxCeilings)
	sites := p.key1("sites")
	for i, name := range b.Sites {
		at := sites.at(i)
		v.require(v.hasSite(name), &at, "", name, "no such site; sites are %s", strings.Join(v.siteNames(), ", "))
	}
	ceilings := p.key1("ceilings")
	last := 0
	for i, c := range b.Ceilings {
		at := ceilings.at(i)
		v.between(&at, "year", c.Year, 1900, 2199)
		v.require(c.Year > last, &at, "year", c.Year, "years must rise, each once")
		v.amount(&at, "amount_krw", c.AmountKRW)
		last = c.Year
	}
	v.funding(&p)
	if interest := b.ConstructionInterest; interest != nil {
		at := p.key1("construction_interest")
		v.require(interest.RatePerYear >= 0 && interest.RatePerYear <= mostInterest, &at, "rate_per_year", interest.RatePerYear,
			"must be from 0 to %g, as a share a year: 5 %% is 0.05", mostInterest)
		v.prose(&at, "source", interest.Source)
		group := groupOf(interestCode)
		v.require(slices.Contains(v.groupCodes(), group), &p, "construction_interest", "interest", "cost book %s has no group %s, in which it is counted; add the group, or leave the interest out", v.ref.Book.Name, group)
	}
}

// covers requires cost codes, or beginnings of them, that the book knows.
func (v *validator) covers(p *path, prefixes []string) {
	v.atMost(p, "covers", len(prefixes), maxCovers)
	list := p.key1("covers")
	for i, prefix := range prefixes {
		if !v.anyCode(prefix) {
			at := list.at(i)
			v.noCode(&at, prefix)
		}
	}
}

// noCode is the fault of a beginning that no cost code has.
func (v *validator) noCode(p *path, prefix string) {
	message := "no cost code begins so"
	if len(prefix) <= 4*maxName {
		if best := Nearest(prefix, v.beginnings()); best != "" {
			message += "; did you mean " + best + "?"
		}
	}
	v.fault(p, "", prefix, "%s; groups are %s", message, strings.Join(v.groupCodes(), ", "))
}

// anyCode reports whether the book has a line, group or subsystem within prefix.
func (v *validator) anyCode(prefix string) bool {
	return codeWithin(interestCode, prefix) ||
		slices.ContainsFunc(v.ref.Book.Entries, func(e CostEntry) bool { return codeWithin(e.Code, prefix) }) ||
		slices.ContainsFunc(v.ref.Book.Groups, func(g CostGroup) bool {
			return g.Code == prefix || slices.ContainsFunc(g.Subsystems, func(s Subsystem) bool { return s.Code == prefix })
		})
}

// beginnings lists the codes of the book's groups, subsystems and lines.
func (v *validator) beginnings() []string {
	codes := v.groupCodes()
	for _, g := range v.ref.Book.Groups {
		for _, s := range g.Subsystems {
			codes = append(codes, s.Code)
		}
	}
	return append(codes, v.lineCodes()...)
}

func (v *validator) lineCodes() []string {
	codes := make([]string, len(v.ref.Book.Entries))
	for i := range codes {
		codes[i] = v.ref.Book.Entries[i].Code
	}
	return codes
}

func (v *validator) groupCodes() []string {
	var codes []string
	for _, g := range v.ref.Book.Groups {
		codes = append(codes, g.Code)
	}
	return codes
}

// funding requires lines that pay for parts of the budget.
func (v *validator) funding(p *path) {
	b := v.plan.Budget
	v.atMost(p, "funding", len(b.Funding), maxFunding)
	if len(b.Funding) == 0 || len(b.Funding) > maxFunding {
		return
	}
	list := p.key1("funding")
	seen := map[string]bool{}
	var sum KRW
	for i := range b.Funding {
		f := &b.Funding[i]
		at := list.at(i)
		v.name(&at, "name", f.Name)
		v.unique(&at, "name", f.Name, seen)
		v.text(&at, "title", f.Title)
		v.require(f.AmountKRW > 0, &at, "amount_krw", int64(f.AmountKRW), "must be above 0 won")
		v.amount(&at, "amount_krw", f.AmountKRW)
		v.month(&at, "from", f.From)
		if !f.Until.IsZero() {
			v.month(&at, "until", f.Until)
			v.require(f.Until >= f.From, &at, "until", f.Until.String(), "must not be before from, %s", f.From)
		}
		v.covers(&at, f.Covers)
		v.pays(&at, f.Covers)
		v.prose(&at, "source", f.Source)
		sum += min(max(f.AmountKRW, 0), finance.MaxKRW)
	}
	v.require(sum <= finance.MaxKRW, p, "funding", int64(sum), "the lines must sum to at most %d won", int64(finance.MaxKRW))
}

// pays requires that a funding line covers a part of what the budget does.
func (v *validator) pays(p *path, prefixes []string) {
	list := p.key1("covers")
	for i, prefix := range prefixes {
		covered := func(code string) bool { return codeWithin(code, prefix) && codeIn(code, v.plan.Budget.Covers) }
		line := func(e CostEntry) bool { return covered(e.Code) }
		if v.anyCode(prefix) && !slices.ContainsFunc(v.ref.Book.Entries, line) && !covered(interestCode) {
			at := list.at(i)
			v.fault(&at, "", prefix, "the budget covers none of it; take it out, or add it to the covers of the budget")
		}
	}
}

func (v *validator) overrides(p *path) {
	book := p.key1("cost_book")
	list := book.key1("overrides")
	v.atMost(&book, "overrides", len(v.plan.CostBook.Overrides), len(v.ref.Book.Entries))
	seen := map[string]bool{}
	for i := range v.plan.CostBook.Overrides {
		o := &v.plan.CostBook.Overrides[i]
		at := list.at(i)
		e := slices.IndexFunc(v.ref.Book.Entries, func(e CostEntry) bool { return e.Code == o.Code })
		v.unique(&at, "code", o.Code, seen)
		if e >= 0 {
			unit := v.ref.Book.Entries[e].Unit
			v.require(o.Unit == unit, &at, "unit", o.Unit, "the line is priced per %s; convert the price and write %s", unit, unit)
		} else {
			v.known(&at, "code", o.Code, "line in cost book "+v.ref.Book.Name, v.lineCodes())
		}
		v.require(o.UnitPrice >= 0 && o.UnitPrice <= float64(finance.MaxKRW), &at, "unit_price", o.UnitPrice, "must be from 0 to 9e15")
		v.rate(&at, "currency", o.Currency, o.Code)
		v.month(&at, "price_month", o.PriceMonth)
		if o.Class != "" {
			v.known(&at, "class", o.Class, "estimate class", factorNames(v.ref.Book.Contingency))
		}
		v.estimates(&at, o.LowShare, o.HighShare, true)
		v.prose(&at, "source", o.Source)
		v.require(o.Source != "", &at, "source", "", "say where the price comes from, or that it is an assumption")
	}
}

const mostHighShare = 100

// estimates requires a low estimate not above the price and a high one not
// below it, or none where they are optional.
func (v *validator) estimates(p *path, low, high float64, optional bool) {
	none := optional && low == 0
	v.require(none || low > 0 && low <= 1, p, "low_share", low, "must be above 0 and at most 1: the low estimate over the unit price")
	none = optional && high == 0
	v.require(none || high >= 1 && high <= mostHighShare, p, "high_share", high, "must be from 1 to %d: the high estimate over the unit price", mostHighShare)
}

func factorNames(values []NamedValue) []string {
	names := make([]string, len(values))
	for i, x := range values {
		names[i] = x.Name
	}
	return names
}
