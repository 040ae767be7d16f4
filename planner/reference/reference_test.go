package reference_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/planner/reference/exampletest"
)

// TestEveryValueHasABasis holds that nothing ships without a source, or the
// word that it is an assumption, and a date.
func TestEveryValueHasABasis(t *testing.T) {
	ref := exampletest.Reference(t)
	bases := map[string]planner.Basis{"other load": ref.OtherLoad.Basis, "vat": ref.Book.VAT.Basis, "rack circuit": ref.Circuit.Basis}
	for _, x := range ref.Tiers {
		bases["tier "+x.Name] = x.Basis
	}
	for _, x := range ref.RackTypes {
		bases["rack type "+x.Name] = x.Basis
	}
	for _, x := range ref.LeadTimes {
		bases["lead time "+x.Name] = x.Basis
	}
	for _, x := range ref.Equipment {
		bases["equipment "+string(x.Kind)] = x.Basis
	}
	for _, x := range ref.Benchmarks {
		bases["benchmark "+x.Name] = x.Basis
	}
	for _, x := range ref.Tariffs {
		bases["tariff "+x.Name] = x.Basis
	}
	for _, x := range ref.Limits {
		bases["limit "+string(x.Name)] = x.Basis
	}
	for _, x := range ref.Downtimes {
		bases["downtime "+x.Tier] = x.Basis
	}
	for _, x := range slices.Concat(ref.Book.Regions, ref.Book.Contingency) {
		bases["factor "+x.Name] = x.Basis
	}
	for _, x := range ref.Book.Escalation {
		bases["escalation "+planner.Month(x.Year*12).String()] = x.Basis
	}
	for _, x := range ref.Book.Profiles {
		bases["profile "+x.Name] = x.Basis
	}
	for _, x := range ref.Book.Entries {
		bases[x.Code] = x.Basis
	}
	for name, b := range bases {
		if b.Source == "" || b.AsOf == "" {
			t.Errorf("%s has source %q as of %q", name, b.Source, b.AsOf)
		}
		if strings.Contains(b.Source, "assumed") && !b.Assumption && !strings.Contains(b.Source, "either way assumed") {
			t.Errorf("%s is assumed and does not say so: %s", name, b.Source)
		}
	}
	if len(bases) < 100 {
		t.Errorf("only %d values were looked at", len(bases))
	}
	for _, b := range ref.Programme {
		if b.Source == "" {
			t.Errorf("stage %s of the programme has no source", b.Stage)
		}
	}
}

// subsystems are those that a datacenter's cost book must price.
var subsystems = []string{
	"off_site_utilities.grid", "services_and_equipment.switchgear", "services_and_equipment.transformers",
	"services_and_equipment.generators", "services_and_equipment.generators.fuel_storage", "services_and_equipment.ups",
	"services_and_equipment.batteries", "services_and_equipment.distribution", "services_and_equipment.cooling",
	"services_and_equipment.air_handling", "services_and_equipment.fire_protection", "services_and_equipment.security",
	"services_and_equipment.bms_dcim", "furniture_and_equipment.racks", "furniture_and_equipment.racks.containment",
	"furniture_and_equipment.cabling", "furniture_and_equipment.network", "furniture_and_equipment.servers",
	"site_acquisition", "demolition_and_site_preparation", "substructure", "structure", "architectural_works",
	"surface_and_underground_drainage", "external_works", "preliminaries", "consultants", "taxes_and_levies",
}

func TestCostBookIsWhole(t *testing.T) {
	ref := exampletest.Reference(t)
	book := ref.Book
	if len(book.Entries) < 40 {
		t.Errorf("%d lines, want at least 40", len(book.Entries))
	}
	seen := map[string]bool{}
	for i, e := range book.Entries {
		group, _, _ := strings.Cut(e.Code, ".")
		if seen[e.Code] || !slices.ContainsFunc(book.Groups, func(g planner.CostGroup) bool { return g.Code == group }) {
			t.Errorf("%s stands twice or in no group", e.Code)
		}
		seen[e.Code] = true
		if e.UnitPrice <= 0 || e.LowShare <= 0 || e.LowShare > 1 || e.HighShare < 1 || e.Title.EN == "" || e.Title.KO == "" || e.Unit == "" {
			t.Errorf("%s is not whole: %+v", e.Code, e)
		}
		if !slices.ContainsFunc(book.Profiles, func(p planner.PaymentProfile) bool { return p.Name == e.Profile }) {
			t.Errorf("%s is paid by %q, which does not exist", e.Code, e.Profile)
		}
		if !slices.ContainsFunc(book.Contingency, func(c planner.NamedValue) bool { return c.Name == e.Class }) {
			t.Errorf("%s is of class %q, which does not exist", e.Code, e.Class)
		}
		if !slices.Contains(planner.StageNames, e.Stage) {
			t.Errorf("%s is done in stage %q, which does not exist", e.Code, e.Stage)
		}
		if e.LeadTime != "" && !slices.ContainsFunc(ref.LeadTimes, func(l planner.LeadTime) bool { return l.Name == e.LeadTime }) {
			t.Errorf("%s has lead time %q, which does not exist", e.Code, e.LeadTime)
		}
		kindless := !slices.Contains([]planner.DriverName{planner.PerModule, planner.PerRatedKW, planner.PerRatedKVA, planner.PerBattery, planner.PerFuel, planner.PerExtraBus}, e.Driver.Per)
		if kindless != (e.Driver.Kind == "") || e.Driver.Kind != "" && !slices.Contains(power.Kinds, e.Driver.Kind) {
			t.Errorf("%s counts %s of %q", e.Code, e.Driver.Per, e.Driver.Kind)
		}
		for _, of := range e.Driver.Of {
			if !anyCode(book.Entries[:i], of) || anyCode(book.Entries[i:], of) {
				t.Errorf("%s is a share of %s, of which a line stands after it or none at all", e.Code, of)
			}
		}
	}
	for _, s := range subsystems {
		if !anyCode(book.Entries, s) {
			t.Errorf("nothing prices %s", s)
		}
	}
}

func anyCode(entries []planner.CostEntry, prefix string) bool {
	return slices.ContainsFunc(entries, func(e planner.CostEntry) bool { return e.Code == prefix || strings.HasPrefix(e.Code, prefix+".") })
}

func TestProfilesSumToOne(t *testing.T) {
	ref := exampletest.Reference(t)
	for _, p := range ref.Book.Profiles {
		if sum := p.Advance + p.Progress + p.Retention; math.Abs(sum-1) > 1e-12 {
			t.Errorf("%s pays %g of a price", p.Name, sum)
		}
	}
}

func TestTablesAreWhole(t *testing.T) {
	ref := exampletest.Reference(t)
	var tiers []string
	for _, x := range ref.Tiers {
		tiers = append(tiers, x.Name)
	}
	if !slices.Equal(tiers, []string{"I", "II", "III", "IV"}) {
		t.Errorf("tiers %v", tiers)
	}
	for _, kind := range power.Kinds {
		i := slices.IndexFunc(ref.Equipment, func(e planner.Equipment) bool { return e.Kind == kind })
		if i < 0 || kind.Cooling() != (ref.Equipment[i].COP > 0) || kind.Cooling() == (ref.Equipment[i].Efficiency > 0) {
			t.Errorf("%s has no efficiency or COP of its own kind", kind)
		}
	}
	for i, y := range ref.Book.Escalation {
		if i > 0 && y.Year != ref.Book.Escalation[i-1].Year+1 {
			t.Errorf("escalation jumps to %d", y.Year)
		}
	}
	for _, l := range ref.LeadTimes {
		if l.Low > l.Months || l.Months > l.High {
			t.Errorf("%s: %d months, published %d to %d", l.Name, l.Months, l.Low, l.High)
		}
	}
	for _, b := range ref.Benchmarks {
		if b.Low >= b.High {
			t.Errorf("%s: from %g to %g", b.Name, b.Low, b.High)
		}
	}
}

// TestTiersRise holds that a higher tier asks at no stage for less.
func TestTiersRise(t *testing.T) {
	ref := exampletest.Reference(t)
	for i := 1; i < len(ref.Tiers); i++ {
		for _, low := range ref.Tiers[i-1].Arrangements {
			j := slices.IndexFunc(ref.Tiers[i].Arrangements, func(a planner.TierArrangement) bool { return a.Kind == low.Kind })
			if j < 0 || !ref.Tiers[i].Arrangements[j].Arrangement.Meets(low.Arrangement) {
				t.Errorf("tier %s asks less of %s than tier %s", ref.Tiers[i].Name, low.Kind, ref.Tiers[i-1].Name)
			}
		}
	}
}

// TestTierDowntimes holds the hours and percentages that were printed for the
// tiers. Source: Uptime Institute (2010) as printed in 7x24 Exchange, Spring
// 2015, p. 35; golden power cases, tier-downtime.
func TestTierDowntimes(t *testing.T) {
	want := map[string][2]float64{"I": {28.8, 99.67}, "II": {22, 99.75}, "III": {1.6, 99.98}, "IV": {0.8, 99.99}}
	ref := exampletest.Reference(t)
	if len(ref.Downtimes) != len(want) {
		t.Errorf("%d tiers, want %d", len(ref.Downtimes), len(want))
	}
	for _, d := range ref.Downtimes {
		if w := want[d.Tier]; math.Abs(d.Hours()-w[0]) > 1e-9 || math.Abs(100*d.Availability()-w[1]) > 0.005 {
			t.Errorf("Tier %s: %g h and %.2f %%, printed %g and %g", d.Tier, d.Hours(), 100*d.Availability(), w[0], w[1])
		}
	}
}
