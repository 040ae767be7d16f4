package planner

import (
	"slices"
	"strings"

	"buildout/planner/finance"
	"buildout/planner/power"
)

// DriverNames lists the quantities a cost line may count.
var DriverNames = []DriverName{
	PerModule, PerRatedKW, PerRatedKVA, PerBattery, PerFuel, PerExtraBus, PerGrossM2, PerWhiteM2, PerPlotM2, PerPosition,
	PerDesignKW, PerFeed, PerFeedKW, PerFeedKM, PerLinkKM, PerSite, PerPhase, PerHall, PerRack, PerShare, PerPaidMonth,
}

// entries requires lines that can be counted, priced, scheduled and paid.
func (v *validator) entries(p *path) {
	b := &v.ref.Book
	v.require(len(b.Entries) > 0, p, "entries", "an empty list", "a cost book needs at least one line")
	profiles, leadTimes := make([]string, len(b.Profiles)), make([]string, len(v.ref.LeadTimes))
	for i := range profiles {
		profiles[i] = b.Profiles[i].Name
	}
	for i := range leadTimes {
		leadTimes[i] = v.ref.LeadTimes[i].Name
	}
	classes, fees := factorNames(b.Contingency), factorNames(b.Fees)
	list := p.key1("entries")
	seen := map[string]bool{}
	for i := range b.Entries {
		e := &b.Entries[i]
		at := list.at(i)
		v.unique(&at, "code", e.Code, seen)
		v.entryCode(&at, e.Code)
		v.text(&at, "title", e.Title)
		v.driver(&at, e, b.Entries[:i])
		v.name(&at, "unit", e.Unit)
		v.require(e.UnitPrice >= 0 && e.UnitPrice <= float64(finance.MaxKRW), &at, "unit_price", e.UnitPrice, "must be from 0 to 9e15")
		v.require(currencyCode(e.Currency), &at, "currency", e.Currency, "three capital letters are wanted, such as KRW")
		v.require(!e.PriceMonth.IsZero(), &at, "price_month", "", "a month is wanted, as YYYY-MM")
		v.estimates(&at, e.LowShare, e.HighShare, false)
		v.known(&at, "class", e.Class, "estimate class", classes)
		v.known(&at, "profile", e.Profile, "payment profile", profiles)
		v.known(&at, "stage", string(e.Stage), "stage", stageNames())
		if e.Fee != "" {
			v.known(&at, "fee", e.Fee, "fee", fees)
		}
		if e.LeadTime != "" {
			v.known(&at, "lead_time", e.LeadTime, "lead time", leadTimes)
		}
		v.basis(&at, e.Basis)
	}
}

// entryCode requires a code below a group and, where that lists subsystems,
// below one of them.
func (v *validator) entryCode(p *path, code string) {
	group, below, _ := strings.Cut(code, ".")
	i := slices.IndexFunc(v.ref.Book.Groups, func(g CostGroup) bool { return g.Code == group })
	switch {
	case i < 0:
		v.fault(p, "code", code, "no such group%s", Offered(group, v.groupCodes()))
		return
	case below == "" || slices.Contains(strings.Split(below, "."), ""):
		v.fault(p, "code", code, "a line is its group, subsystem and name, with dots between")
		return
	}
	subsystem, _, _ := strings.Cut(below, ".")
	subsystem = group + "." + subsystem
	subsystems := make([]string, len(v.ref.Book.Groups[i].Subsystems))
	for j, s := range v.ref.Book.Groups[i].Subsystems {
		subsystems[j] = s.Code
	}
	if len(subsystems) > 0 && !slices.Contains(subsystems, subsystem) {
		v.fault(p, "code", code, "no such subsystem%s", Offered(subsystem, subsystems))
	}
}

// driver requires a quantity that there is, with what it needs to be counted;
// a share is of lines before it, so that none is a share of itself.
func (v *validator) driver(p *path, e *CostEntry, before []CostEntry) {
	d, at := &e.Driver, p.key1("driver")
	if !slices.Contains(DriverNames, d.Per) {
		v.fault(&at, "per", string(d.Per), "no such quantity%s", Offered(string(d.Per), textsOf(DriverNames)))
		return
	}
	ofKind := slices.Contains([]DriverName{PerModule, PerRatedKW, PerRatedKVA, PerBattery, PerFuel, PerExtraBus}, d.Per)
	if ofKind {
		v.kind(&at, d.Kind)
	} else {
		v.require(d.Kind == "", &at, "kind", string(d.Kind), "%s counts no kind of stage; leave it out", d.Per)
	}
	v.require(d.Per != PerBattery || d.Kind == power.UPS, &at, "kind", string(d.Kind), "only a ups has batteries")
	v.require(d.Per != PerFuel || d.Kind == power.Generator, &at, "kind", string(d.Kind), "only a generator has fuel")
	v.notNegative(&at, "rated_kw", d.RatedKW)
	v.require(d.Exponent >= 0 && d.Exponent <= 2, &at, "exponent", d.Exponent, "must be from 0 to 2")
	v.require(d.Exponent == 0 || d.RatedKW > 0, &at, "rated_kw", d.RatedKW, "a price that scales needs the rating it is for, above 0")
	v.require(d.Per == PerModule || d.RatedKW == 0 && d.Exponent == 0, &at, "rated_kw", d.RatedKW, "only a price for a module scales; leave rated_kw and exponent out")
	v.require(d.Tenure == "" || d.Per == PerPlotM2 && (d.Tenure == Bought || d.Tenure == Leased), &at, "tenure", string(d.Tenure), "only plot_m2 has it, bought or leased")
	v.require(d.FromFeed == 0 || d.Per == PerSite && d.FromFeed > 0, &at, "from_feed_kw", float64(d.FromFeed), "only site has it, above 0")
	v.require((d.Per == PerShare) == (len(d.Of) > 0), &at, "of", strings.Join(d.Of, ", "), "a share says of which codes it is one; no other driver has them")
	of := at.key1("of")
	for i, prefix := range d.Of {
		row := of.at(i)
		within := func(o CostEntry) bool { return codeWithin(o.Code, prefix) }
		if !v.anyCode(prefix) {
			v.noCode(&row, prefix)
			continue
		}
		v.require(slices.ContainsFunc(before, within), &row, "", prefix, "a share is of lines that stand before it; put it after them")
	}
}
