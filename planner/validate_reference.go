package planner

import (
	"fmt"
	"slices"
	"strings"

	"buildout/planner/finance"
)

// ValidateReference reports every fault of a reference: prices whose class,
// profile or lead time does not exist, payment shares that do not sum to 1,
// years that are missing, tariffs that leave an hour without a price. The error
// is *Invalid, with paths into the JSON of Reference.
func ValidateReference(ref Reference) error {
	if faults := referenceFaults(ref); len(faults) > 0 {
		return &Invalid{faults}
	}
	return nil
}

func referenceFaults(ref Reference) []Fault {
	v := validator{ref: ref}
	root := &path{}
	book := root.key1("cost_book")
	v.groups(&book)
	v.factors(&book)
	v.profiles(&book)
	v.entries(&book)
	v.ownTiers(root, ref.Tiers)
	v.ownRackTypes(root, ref.RackTypes)
	v.leadTimes(root)
	programme := root.key1("programme")
	v.programme(&programme, ref.Programme)
	v.equipment(root)
	v.shippedOperation(root)
	v.assumptions(root)
	v.assets(root)
	v.benchmarks(root)
	v.plantLimits(root)
	return v.faults
}

// groups requires groups of one level, with subsystems right below them.
func (v *validator) groups(p *path) {
	v.require(len(v.ref.Book.Groups) > 0, p, "groups", "an empty list", "a cost book needs at least one group")
	list := p.key1("groups")
	seen := map[string]bool{}
	for i := range v.ref.Book.Groups {
		g := &v.ref.Book.Groups[i]
		at := list.at(i)
		v.require(g.Code != "" && !strings.Contains(g.Code, "."), &at, "code", g.Code, "a group is one word without a dot")
		v.unique(&at, "code", g.Code, seen)
		v.text(&at, "title", g.Title)
		below := at.key1("subsystems")
		for j, s := range g.Subsystems {
			row := below.at(j)
			v.require(strings.HasPrefix(s.Code, g.Code+".") && strings.Count(s.Code, ".") == 1 && len(s.Code) > len(g.Code)+1, &row, "code", s.Code,
				"a subsystem is its group, %s, a dot and a word", g.Code)
			v.unique(&row, "code", s.Code, seen)
			v.text(&row, "title", s.Title)
		}
	}
}

// factors requires the factors that bring a price to a payment.
func (v *validator) factors(p *path) {
	b := &v.ref.Book
	list := p.key1("escalation")
	seen := map[string]bool{}
	for i := range b.Escalation {
		x := &b.Escalation[i]
		at := list.at(i)
		v.name(&at, "name", x.Name)
		v.unique(&at, "name", x.Name, seen)
		v.covers(&at, x.Covers)
		v.years(&at, "years", x.Years, -0.5, 1)
	}
	v.require(len(b.Regions) > 0, p, "regions", "an empty list", "a cost book needs at least one region")
	v.namedValues(p, "regions", b.Regions, 0.1, 10)
	v.namedValues(p, "fees", b.Fees, 0, 1)
	v.namedValues(p, "contingency", b.Contingency, 0, 1)
	vat := p.key1("vat")
	v.share(&vat, "value", b.VAT.Value)
	v.basis(&vat, b.VAT.Basis)
}

func (v *validator) namedValues(p *path, key string, values []NamedValue, low, high float64) {
	list := p.key1(key)
	seen := map[string]bool{}
	for i, x := range values {
		at := list.at(i)
		v.name(&at, "name", x.Name)
		v.unique(&at, "name", x.Name, seen)
		v.require(x.Value >= low && x.Value <= high, &at, "value", x.Value, "must be from %g to %g", low, high)
		v.basis(&at, x.Basis)
	}
}

// years requires values of years one after another, from low to high.
func (v *validator) years(p *path, key string, years []YearValue, low, high float64) {
	v.require(len(years) > 0, p, key, "an empty list", "at least one year is wanted")
	list := p.key1(key)
	for i, y := range years {
		at := list.at(i)
		v.between(&at, "year", y.Year, 1900, 2199)
		if i > 0 {
			v.require(y.Year == years[i-1].Year+1, &at, "year", y.Year, "the year after %d is wanted; years follow each other without gaps", years[i-1].Year)
		}
		v.require(y.Value >= low && y.Value <= high, &at, "value", y.Value, "must be from %g to %g", low, high)
		v.basis(&at, y.Basis)
	}
}

func (v *validator) leadTimes(p *path) {
	list := p.key1("lead_times")
	seen := map[string]bool{}
	for i := range v.ref.LeadTimes {
		l := &v.ref.LeadTimes[i]
		at := list.at(i)
		v.name(&at, "name", l.Name)
		v.unique(&at, "name", l.Name, seen)
		v.text(&at, "title", l.Title)
		v.between(&at, "months", l.Months, 0, 240)
		v.require(l.Low >= 0 && l.Low <= l.Months, &at, "low_months", l.Low, "must be from 0 to months, %d", l.Months)
		v.require(l.High >= l.Months && l.High <= 240, &at, "high_months", l.High, "must be from months, %d, to 240", l.Months)
		v.basis(&at, l.Basis)
	}
}

func (v *validator) equipment(p *path) {
	list := p.key1("equipment")
	seen := map[string]bool{}
	for i := range v.ref.Equipment {
		e := &v.ref.Equipment[i]
		at := list.at(i)
		v.text(&at, "title", e.Title)
		v.basis(&at, e.Basis)
		if !v.kind(&at, e.Kind) {
			continue
		}
		v.unique(&at, "kind", string(e.Kind), seen)
		if e.Kind.Cooling() {
			v.require(e.COP >= 0.5 && e.COP <= 1000, &at, "cop", e.COP, "cooling stages have one, from 0.5 to 1000")
			v.require(e.Efficiency == 0 && e.NoLoadLoss == 0, &at, "efficiency", e.Efficiency, "only power stages have efficiency and no_load_loss; leave them out")
			continue
		}
		v.require(e.COP == 0, &at, "cop", e.COP, "only cooling stages have it; leave it out")
		v.require(e.Efficiency > 0.5 && e.Efficiency <= 1, &at, "efficiency", e.Efficiency, "power stages have one, above 0.5 and at most 1")
		v.require(e.NoLoadLoss >= 0 && e.NoLoadLoss <= 1/e.Efficiency-1+1e-12, &at, "no_load_loss", e.NoLoadLoss, "must be from 0 to 1/efficiency - 1, which is all they lose at full load")
	}
}

// shippedOperation requires what operation is worked out from: a first tariff
// and a first climate, for sites that name none.
func (v *validator) shippedOperation(p *path) {
	v.require(len(v.ref.Tariffs) > 0, p, "tariffs", "an empty list", "at least one is wanted: the first is that of sites that name none")
	v.require(len(v.ref.Climates) > 0, p, "climates", "an empty list", "at least one is wanted: the first is that of sites that name none")
	v.tariffs(p, "tariffs", v.ref.Tariffs)
	v.climates(p, "climates", v.ref.Climates)
	v.calendars(p, "calendars", v.ref.Calendars)
	if len(v.ref.GridCarbon) > 0 {
		v.years(p, "grid_carbon", v.ref.GridCarbon, 0, 10)
	}
	other := p.key1("other_load")
	v.share(&other, "value", v.ref.OtherLoad.Value)
	v.basis(&other, v.ref.OtherLoad.Basis)
	circuit := p.key1("rack_circuit")
	v.circuit(&circuit, v.ref.Circuit.Circuit)
	v.positive(&circuit, "footprint_m2", v.ref.Circuit.FootprintM2)
	v.basis(&circuit, v.ref.Circuit.Basis)
}

// assumptions requires all that operation and worth rest on, where there are any.
func (v *validator) assumptions(p *path) {
	list := p.key1("assumptions")
	seen := map[string]bool{}
	for i := range v.ref.Assumptions {
		a := &v.ref.Assumptions[i]
		at := list.at(i)
		v.known(&at, "name", string(a.Name), "assumption", textsOf(AssumptionNames))
		v.unique(&at, "name", string(a.Name), seen)
		v.text(&at, "title", a.Title)
		v.require(a.Low <= a.High, &at, "low", a.Low, "must not be above high, %v", a.High)
		v.require(a.Value >= a.Low && a.Value <= a.High, &at, "value", a.Value, "must be from low, %v, to high, %v", a.Low, a.High)
		v.basis(&at, a.Basis)
	}
	for _, name := range AssumptionNames {
		v.require(seen[string(name)] || len(seen) == 0, p, "assumptions", string(name), "is missing; add it with its value, unit and source")
	}
	full, none := assumption(v.ref, EconomiserFullC), assumption(v.ref, EconomiserNoneC)
	v.require(full < none || len(seen) < len(AssumptionNames), p, "assumptions", fmt.Sprintf("%s %v", EconomiserFullC, full), "must be below %s, %v", EconomiserNoneC, none)
}

// assets requires classes that between them hold every line of the cost book,
// where there are any.
func (v *validator) assets(p *path) {
	list := p.key1("asset_classes")
	seen := map[string]bool{}
	for i := range v.ref.Assets {
		a := &v.ref.Assets[i]
		at := list.at(i)
		v.name(&at, "name", a.Name)
		v.unique(&at, "name", a.Name, seen)
		v.text(&at, "title", a.Title)
		v.require(len(a.Covers) > 0, &at, "covers", "an empty list", "name the cost codes that it holds")
		v.covers(&at, a.Covers)
		v.require(slices.Contains(Depreciations, a.Method), &at, "method", string(a.Method), "no such method; there are %s", strings.Join(textsOf(Depreciations), ", "))
		v.require(a.LifeYears >= 0 && a.LifeYears <= 100, &at, "life_years", a.LifeYears, "must be from 0 to 100 years")
		v.require((a.Method == finance.Never) == (a.LifeYears == 0), &at, "life_years", a.LifeYears, "assets that are depreciated have a life above 0, with method none it is 0")
		v.share(&at, "residual_share", a.ResidualShare)
		v.share(&at, "maintenance_share_per_year", a.MaintenanceSharePerYear)
		v.basis(&at, a.Basis)
	}
	for i := range v.ref.Book.Entries {
		code := v.ref.Book.Entries[i].Code
		held := slices.ContainsFunc(v.ref.Assets, func(a AssetClass) bool { return codeIn(code, a.Covers) })
		v.require(held || len(v.ref.Assets) == 0, p, "asset_classes", code, "no class covers it; add it, or a beginning of it, to the covers of one")
	}
}

// Depreciations lists the methods of depreciation.
var Depreciations = []Depreciation{finance.Evenly, finance.DecliningBalance, finance.Never}

// FigureNames lists the figures a benchmark may hold a site against.
var FigureNames = []FigureName{
	KRWPerITKW, KRWPerRack, KRWPerGrossM2, GrossM2PerRack, WhiteToGross, GridKWPerRack, PeakPUE, ShareOfCost, YearPUE, OpexPerKWMonth,
}

func (v *validator) benchmarks(p *path) {
	list := p.key1("benchmarks")
	seen := map[string]bool{}
	for i := range v.ref.Benchmarks {
		b := &v.ref.Benchmarks[i]
		at := list.at(i)
		v.name(&at, "name", b.Name)
		v.unique(&at, "name", b.Name, seen)
		v.text(&at, "title", b.Title)
		v.known(&at, "figure", string(b.Figure), "figure", textsOf(FigureNames))
		v.codes(&at, "of", b.Of)
		v.codes(&at, "within", b.Within)
		v.require(b.Figure != ShareOfCost || len(b.Of) > 0 && len(b.Within) > 0, &at, "of", "no codes", "share_of_cost needs codes in of and in within")
		v.require(b.Low < b.High, &at, "low", b.Low, "must be below high, %v", b.High)
		v.basis(&at, b.Basis)
	}
}

// codes requires cost codes, or beginnings of them, that the book knows.
func (v *validator) codes(p *path, key string, prefixes []string) {
	list := p.key1(key)
	for i, prefix := range prefixes {
		if !v.anyCode(prefix) {
			at := list.at(i)
			v.noCode(&at, prefix)
		}
	}
}

func (v *validator) plantLimits(p *path) {
	list := p.key1("plant_limits")
	seen := map[string]bool{}
	for i := range v.ref.Limits {
		l := &v.ref.Limits[i]
		at := list.at(i)
		v.unique(&at, "name", string(l.Name), seen)
		v.text(&at, "title", l.Title)
		v.notNegative(&at, "value", l.Value)
		v.basis(&at, l.Basis)
	}
	downtimes := p.key1("tier_downtimes")
	for i, d := range v.ref.Downtimes {
		at := downtimes.at(i)
		v.notNegative(&at, "planned_hours_per_year", d.PlannedHours)
		v.notNegative(&at, "failures_per_year", d.FailuresPerYear)
		v.notNegative(&at, "hours_per_failure", d.HoursPerFailure)
		v.basis(&at, d.Basis)
	}
}
