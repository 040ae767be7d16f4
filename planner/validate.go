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
	maxFunding       = 100
	maxActuals       = 20_000
	maxValues        = 500
	maxReturns       = 200 // of a lease
	maxOperation     = 50  // calendars, tariffs or climates of the plan's own
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
	v.ownTiers(root, v.plan.RedundancyTiers)
	v.ownRackTypes(root, v.plan.RackTypes)
	v.overrides(root)
	v.values(root)
	v.calendars(root, "calendars", v.plan.Calendars)
	v.tariffs(root, "tariffs", v.plan.Tariffs)
	v.climates(root, "climates", v.plan.Climates)
	v.worth(root)
	v.actuals(root)
	return v.faults
}

// sitesHold reports whether the sites of a plan are as Validate wants them. A
// change of stages alone in a plan that is valid leaves all else so.
func sitesHold(plan Plan, ref Reference) bool {
	v := validator{plan: plan, ref: ref}
	v.sites(&path{})
	return len(v.faults) == 0
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
	v.faults = append(v.faults, NewFault(at.String(), found, message, args...))
}

// ValidName reports whether a name can be shown and linked: 1 to 100 characters,
// no control characters and no space at its ends.
func ValidName(name string) bool {
	return name != "" && name == strings.TrimSpace(name) && utf8.RuneCountInString(name) <= maxName && printable(name, "")
}

// name requires a name that can be shown, linked and told from an id.
func (v *validator) name(p *path, key, name string) {
	if !ValidName(name) {
		v.fault(p, key, name, "a name has 1 to %d characters, no control characters and no space at its ends", maxName)
	}
}

// ValidText reports whether a text is empty or can be shown: at most 4,000
// characters, and no control characters but line ends and tabs.
func ValidText(text string) bool {
	return utf8.RuneCountInString(text) <= maxProse && printable(text, "\n\t")
}

// prose requires a text that is empty or can be shown.
func (v *validator) prose(p *path, key, text string) {
	if !ValidText(text) {
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

// known requires that name is one of those there are, and says which is like it.
func (v *validator) known(p *path, key, name, what string, names []string) {
	if !slices.Contains(names, name) {
		v.fault(p, key, name, "no such %s%s", what, Offered(name, names))
	}
}

// Offered tells, at the end of a message, the names there are: all of a few, of
// many the one most like the name that was given.
func Offered(name string, names []string) string {
	best := ""
	if len(names) <= maxSearched && len(name) <= 4*maxName {
		best = Nearest(name, names)
	}
	switch {
	case len(names) == 0:
		return "; there are none"
	case best != "":
		return "; did you mean " + best + "?"
	case len(names) <= maxListed:
		return "; there are " + strings.Join(names, ", ")
	}
	return fmt.Sprintf("; there are %s and %d more", strings.Join(names[:maxListed], ", "), len(names)-maxListed)
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

// amount requires won that can be counted exactly.
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
