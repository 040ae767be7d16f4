package planner

import (
	"strings"
)

func (v *validator) demand(p *path) {
	demand := p.key1("demand")
	list := demand.key1("services")
	v.atMost(&demand, "services", len(v.plan.Demand.Services), maxServices)
	seen := map[string]bool{}
	for i, s := range v.plan.Demand.Services {
		at := list.at(i)
		v.name(&at, "name", s.Name)
		v.unique(&at, "name", s.Name, seen)
		v.text(&at, "title", s.Title)
		v.between(&at, "priority", s.Priority, 1, 9)
		v.rackType(&at, s.RackType)
		v.growth(at.key1("racks"), s.Racks)
		v.prose(&at, "source", s.Source)
	}
}

func (v *validator) rackType(p *path, name string) {
	if name != "" && rackTypeOf(v.plan, v.ref, name).Name == name {
		return
	}
	types := rackTypes(v.plan, v.ref)
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = t.Name
	}
	v.require(false, p, "rack_type", name, "no such rack type; there are %s", strings.Join(names, ", "))
}

func (v *validator) racks(p *path, key string, n int) {
	v.between(p, key, n, 0, maxRacks)
}

func (v *validator) growth(p path, g Growth) {
	ways := 0
	for _, given := range []bool{len(g.Table) > 0, g.Line != nil, g.Compound != nil, g.Logistic != nil} {
		if given {
			ways++
		}
	}
	v.require(ways == 1, &p, "", ways, "ways to grow; give exactly one of table, line, compound, logistic")
	table := p.key1("table")
	v.atMost(&p, "table", len(g.Table), maxPoints)
	for i, point := range g.Table {
		at := table.at(i)
		v.month(&at, "month", point.Month)
		v.require(i == 0 || point.Month > g.Table[i-1].Month, &at, "month", point.Month.String(), "months must rise, each once")
		v.racks(&at, "racks", point.Racks)
	}
	if l := g.Line; l != nil {
		at := p.key1("line")
		v.month(&at, "from", l.From)
		v.month(&at, "to", l.To)
		v.require(l.To > l.From, &at, "to", l.To.String(), "must be after from, %s", l.From)
		v.racks(&at, "racks", l.Racks)
		v.racks(&at, "to_racks", l.ToRacks)
	}
	if c := g.Compound; c != nil {
		at := p.key1("compound")
		v.month(&at, "from", c.From)
		v.racks(&at, "racks", c.Racks)
		v.require(c.Rate > -1 && c.Rate <= 10, &at, "rate_per_year", c.Rate, "must be above -1 and at most 10, as a share a year")
	}
	if l := g.Logistic; l != nil {
		at := p.key1("logistic")
		v.month(&at, "from", l.From)
		v.month(&at, "middle", l.Middle)
		v.racks(&at, "racks", l.Racks)
		v.racks(&at, "ceiling_racks", l.Ceiling)
		v.require(l.Ceiling >= l.Racks, &at, "ceiling_racks", l.Ceiling, "must not be below racks, %d", l.Racks)
		v.require(l.Rate > 0 && l.Rate <= 50, &at, "rate_per_year", l.Rate, "must be above 0 and at most 50")
	}
}

func (v *validator) ownRackTypes(p *path, types []RackType) {
	list := p.key1("rack_types")
	v.atMost(p, "rack_types", len(types), maxOwn)
	seen := map[string]bool{}
	for i, t := range types {
		at := list.at(i)
		v.name(&at, "name", t.Name)
		v.unique(&at, "name", t.Name, seen)
		v.between(&at, "height_u", t.HeightU, 1, 100)
		v.positive(&at, "average_kw", float64(t.AverageKW))
		v.require(t.PeakKW >= t.AverageKW, &at, "peak_kw", t.PeakKW, "must not be below average_kw, %v", t.AverageKW)
		v.require(t.NameplateKW >= t.PeakKW, &at, "nameplate_kw", t.NameplateKW, "must not be below peak_kw, %v", t.PeakKW)
		v.positive(&at, "nameplate_kw", float64(t.NameplateKW))
		v.positive(&at, "weight_kg", t.WeightKG)
		v.basis(&at, t.Basis)
	}
}

func (v *validator) ownTiers(p *path, tiers []RedundancyTier) {
	list := p.key1("redundancy_tiers")
	v.atMost(p, "redundancy_tiers", len(tiers), maxOwn)
	seen := map[string]bool{}
	for i, t := range tiers {
		at := list.at(i)
		v.name(&at, "name", t.Name)
		v.unique(&at, "name", t.Name, seen)
		arrangements := at.key1("arrangements")
		kinds := map[string]bool{}
		for j, a := range t.Arrangements {
			row := arrangements.at(j)
			v.kind(&row, a.Kind)
			v.unique(&row, "kind", string(a.Kind), kinds)
			v.require(!a.Arrangement.IsZero(), &row, "arrangement", "", "N, N+r, 2N or 2(N+r) is wanted")
		}
		v.survives(&at, &tiers[i])
		v.basis(&at, t.Basis)
	}
}

func (v *validator) basis(p *path, b Basis) {
	v.prose(p, "source", b.Source)
	v.require(b.Source != "", p, "source", "", "say where the values come from, or the reasoning behind an assumption")
	v.require(asOf(b.AsOf), p, "as_of", b.AsOf, "a year, month or day is wanted, as YYYY, YYYY-MM or YYYY-MM-DD")
}

// asOf reports whether text is a date of the three forms.
func asOf(text string) bool {
	const form = "0000-00-00"
	if len(text) != 4 && len(text) != 7 && len(text) != 10 {
		return false
	}
	for i := range len(text) {
		digit := text[i] >= '0' && text[i] <= '9'
		if digit != (form[i] == '0') || !digit && text[i] != '-' {
			return false
		}
	}
	return true
}
