package planner

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"buildout/planner/finance"
)

// The most a plan may hold, so that evaluating it stays a matter of
// milliseconds whoever sends it.
const (
	maxFaults        = 1_000 // told at once
	maxHorizonMonths = 600
	maxRates         = 500
	maxCovers        = 500
	maxCeilings      = 100
	maxSites         = 100
	maxFeeds         = 20    // of a site
	maxSitePhases    = 60    // of a site
	maxPhases        = 500   // in all
	maxHalls         = 2_000 // in all
	maxLeases        = 500
	maxLinks         = 500
	maxServices      = 500
	maxPoints        = 600 // of a table
	maxOwn           = 200 // tiers or rack types of the plan's own
	maxRacks         = 1_000_000
	maxModules       = 10_000
	maxName          = 100   // characters
	maxProse         = 4_000 // characters
	maxQuantity      = 1e9   // kW, kVA, m2, km and the like
	maxYears         = 50    // an event this far outside the horizon is a slip
)

// Validate reports every fault of the plan's meaning: names that do not exist
// or stand twice, values out of range, ratings in the wrong unit, programmes
// that loop. The error is *Invalid.
func Validate(plan Plan, ref Reference) error {
	if faults := validate(plan, ref); len(faults) > 0 {
		return &Invalid{faults}
	}
	return nil
}

func validate(plan Plan, ref Reference) []Fault {
	v := validator{plan: plan, ref: ref}
	root := &path{}
	v.head(root)
	v.money(root)
	v.demand(root)
	v.sites(root)
	v.leases(root)
	v.links(root)
	v.ownTiers(root)
	v.ownRackTypes(root)
	v.overrides(root)
	return v.faults
}

type validator struct {
	plan   Plan
	ref    Reference
	faults []Fault
}

// require adds a fault at key of p unless ok.
func (v *validator) require(ok bool, p *path, key string, found any, message string, args ...any) {
	if !ok {
		v.fault(p, key, found, message, args...)
	}
}

// atMost requires that a list is no longer than limit.
func (v *validator) atMost(p *path, key string, n, limit int) {
	if n > limit {
		v.fault(p, key, fmt.Sprintf("a list of %d", n), "at most %d are read; split the plan", limit)
	}
}

func (v *validator) fault(p *path, key string, found any, message string, args ...any) {
	if len(v.faults) >= maxFaults {
		return
	}
	at := p
	if key != "" {
		below := p.key1(key)
		at = &below
	}
	text := fmt.Sprint(found)
	if s, isText := found.(string); isText {
		text = fmt.Sprintf("%q", clip(s))
	}
	v.faults = append(v.faults, Fault{Path: at.String(), Found: text, Message: fmt.Sprintf(message, args...)})
}

// name requires a name that can be shown, linked and told from an id.
func (v *validator) name(p *path, key, name string) {
	if name == "" || name != strings.TrimSpace(name) || utf8.RuneCountInString(name) > maxName || !printable(name, "") {
		v.fault(p, key, name, "a name has 1 to %d characters, no control characters and no space at its ends", maxName)
	}
}

// prose requires a text that is empty or can be shown.
func (v *validator) prose(p *path, key, text string) {
	if utf8.RuneCountInString(text) > maxProse || !printable(text, "\n\t") {
		v.fault(p, key, text, "a text has at most %d characters and no control characters", maxProse)
	}
}

func (v *validator) text(p *path, key string, t Text) {
	at := p.key1(key)
	v.prose(&at, "en", t.EN)
	v.prose(&at, "ko", t.KO)
}

// printable reports whether text is UTF-8 without control characters other
// than the allowed ones.
func printable(text, allowed string) bool {
	for _, r := range text {
		if unicode.IsControl(r) && !strings.ContainsRune(allowed, r) {
			return false
		}
	}
	return utf8.ValidString(text)
}

// unique requires that name stands once; seen collects the names.
func (v *validator) unique(p *path, key, name string, seen map[string]bool) {
	before := len(seen)
	if seen[name] = true; len(seen) == before {
		v.fault(p, key, name, "stands twice; names must differ")
	}
}

func (v *validator) positive(p *path, key string, x float64) {
	if !(x > 0 && x <= maxQuantity) {
		v.fault(p, key, x, "must be above 0 and at most 1e9%s", unitOf(&path{key: key}))
	}
}

func (v *validator) notNegative(p *path, key string, x float64) {
	if !(x >= 0 && x <= maxQuantity) {
		v.fault(p, key, x, "must be 0 or more and at most 1e9%s", unitOf(&path{key: key}))
	}
}

// between requires a whole number from low to high.
func (v *validator) between(p *path, key string, n, low, high int) {
	if n < low || n > high {
		v.fault(p, key, n, "must be from %d to %d", low, high)
	}
}

// month requires a month that is given and near the horizon.
func (v *validator) month(p *path, key string, m Month) {
	h := v.plan.Horizon
	if m.IsZero() || m < h.Start-12*maxYears || m > h.End()+12*maxYears {
		v.fault(p, key, m.String(), "a month within %d years of the horizon is wanted, as YYYY-MM", maxYears)
	}
}

func (v *validator) amount(p *path, key string, won KRW) {
	if won < 0 || won > finance.MaxKRW {
		v.fault(p, key, int64(won), "must be from 0 to %d won", int64(finance.MaxKRW))
	}
}

func (v *validator) head(p *path) {
	v.name(p, "name", v.plan.Name)
	v.require(strings.ContainsFunc(v.plan.Name, func(r rune) bool { return r < '0' || r > '9' }), p, "name", v.plan.Name,
		"a name of digits alone reads as an id; add a letter")
	v.text(p, "title", v.plan.Title)
	v.text(p, "description", v.plan.Description)
	h := p.key1("horizon")
	v.require(!v.plan.Horizon.Start.IsZero(), &h, "start", "", "a month is wanted, as YYYY-MM")
	v.between(&h, "months", v.plan.Horizon.Months, 1, maxHorizonMonths)
	v.month(p, "price_base", v.plan.PriceBase)
}

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
	for _, e := range v.ref.Book.Entries {
		if !v.hasRate(e.Currency) {
			v.fault(p, "exchange_rates", e.Currency, "cost book line %s is priced in %s; give its rate", e.Code, e.Currency)
		}
	}
	v.budget(p.key1("budget"))
}

func currencyCode(c string) bool {
	return len(c) == 3 && strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func (v *validator) hasRate(currency string) bool {
	return currency == "KRW" || slices.ContainsFunc(v.plan.ExchangeRates, func(r ExchangeRate) bool { return r.Currency == currency })
}

func (v *validator) budget(p path) {
	b := v.plan.Budget
	v.require(b.TotalKRW > 0, &p, "total_krw", int64(b.TotalKRW), "must be above 0 won")
	v.amount(&p, "total_krw", b.TotalKRW)
	v.require(b.VAT == VATIncluded || b.VAT == VATExcluded, &p, "vat", string(b.VAT), "included or excluded is wanted")
	v.prose(&p, "source", b.Source)
	covers := p.key1("covers")
	v.atMost(&p, "covers", len(b.Covers), maxCovers)
	v.atMost(&p, "sites", len(b.Sites), maxSites)
	v.atMost(&p, "ceilings", len(b.Ceilings), maxCeilings)
	v.require(len(b.Covers) > 0, &p, "covers", "an empty list", "name at least one cost group, such as structure")
	for i, prefix := range b.Covers {
		at := covers.at(i)
		if !v.anyCode(prefix) {
			v.fault(&at, "", prefix, "no cost code begins so; groups are %s", strings.Join(v.groupCodes(), ", "))
		}
	}
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
}

func (v *validator) anyCode(prefix string) bool {
	return slices.ContainsFunc(v.ref.Book.Entries, func(e CostEntry) bool { return codeWithin(e.Code, prefix) })
}

func (v *validator) groupCodes() []string {
	var codes []string
	for _, g := range v.ref.Book.Groups {
		codes = append(codes, g.Code)
	}
	return codes
}

func (v *validator) hasSite(name string) bool {
	return slices.ContainsFunc(v.plan.Sites, func(s Site) bool { return s.Name == name })
}

func (v *validator) siteNames() []string {
	var names []string
	for _, s := range v.plan.Sites {
		names = append(names, s.Name)
	}
	return names
}

func (v *validator) leases(p *path) {
	list := p.key1("leases")
	v.atMost(p, "leases", len(v.plan.Leases), maxLeases)
	seen := map[string]bool{}
	for _, s := range v.plan.Sites {
		seen[s.Name] = true
	}
	for i, l := range v.plan.Leases {
		at := list.at(i)
		v.name(&at, "name", l.Name)
		v.unique(&at, "name", l.Name, seen)
		v.text(&at, "title", l.Title)
		v.positive(&at, "it_kw", float64(l.ITKW))
		v.between(&at, "rack_positions", l.RackPositions, 1, maxRacks)
		v.month(&at, "from", l.From)
		v.month(&at, "until", l.Until)
		v.require(l.Until >= l.From, &at, "until", l.Until.String(), "must not be before from, %s", l.From)
		v.prose(&at, "source", l.Source)
	}
}

func (v *validator) links(p *path) {
	list := p.key1("links")
	v.atMost(p, "links", len(v.plan.Links), maxLinks)
	seen := map[string]bool{}
	for i, l := range v.plan.Links {
		at := list.at(i)
		v.name(&at, "name", l.Name)
		v.unique(&at, "name", l.Name, seen)
		v.require(v.hasSite(l.From), &at, "from", l.From, "no such site; sites are %s", strings.Join(v.siteNames(), ", "))
		v.require(v.hasSite(l.To), &at, "to", l.To, "no such site; sites are %s", strings.Join(v.siteNames(), ", "))
		v.require(l.From != l.To, &at, "to", l.To, "a link joins two different sites")
		v.positive(&at, "km", l.KM)
		v.month(&at, "built", l.Built)
		v.prose(&at, "source", l.Source)
	}
}

func (v *validator) overrides(p *path) {
	book := p.key1("cost_book")
	list := book.key1("overrides")
	v.atMost(&book, "overrides", len(v.plan.CostBook.Overrides), len(v.ref.Book.Entries))
	seen := map[string]bool{}
	for i, o := range v.plan.CostBook.Overrides {
		at := list.at(i)
		e := slices.IndexFunc(v.ref.Book.Entries, func(e CostEntry) bool { return e.Code == o.Code })
		v.require(e >= 0, &at, "code", o.Code, "no such line in cost book %s", v.ref.Book.Name)
		v.unique(&at, "code", o.Code, seen)
		if e >= 0 {
			unit := v.ref.Book.Entries[e].Unit
			v.require(o.Unit == unit, &at, "unit", o.Unit, "the line is priced per %s; convert the price and write %s", unit, unit)
		}
		v.require(o.UnitPrice >= 0 && o.UnitPrice <= float64(finance.MaxKRW), &at, "unit_price", o.UnitPrice, "must be from 0 to 9e15")
		v.require(v.hasRate(o.Currency), &at, "currency", o.Currency, "KRW or a currency of exchange_rates is wanted")
		v.month(&at, "price_month", o.PriceMonth)
		v.prose(&at, "source", o.Source)
		v.require(o.Source != "", &at, "source", "", "say where the price comes from, or that it is an assumption")
	}
}
