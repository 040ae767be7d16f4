package reference_test

import (
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/planner/reference/exampletest"
)

// subsystems are those that a datacenter's cost book must price.
var subsystems = []string{
	"off_site_utilities.grid", "services_and_equipment.switchgear", "services_and_equipment.transformers",
	"services_and_equipment.generators", "services_and_equipment.generators.fuel_storage", "services_and_equipment.ups",
	"services_and_equipment.generators.first_fill", "services_and_equipment.batteries.off_gas",
	"services_and_equipment.batteries.fire_barriers", "services_and_equipment.batteries.spare_cells",
	"services_and_equipment.batteries", "services_and_equipment.distribution", "services_and_equipment.cooling",
	"services_and_equipment.air_handling", "services_and_equipment.fire_protection", "services_and_equipment.security",
	"services_and_equipment.bms_dcim", "furniture_and_equipment.racks", "furniture_and_equipment.racks.containment",
	"furniture_and_equipment.cabling", "furniture_and_equipment.network", "furniture_and_equipment.servers.compute",
	"furniture_and_equipment.servers.storage", "furniture_and_equipment.move_in", "off_site_utilities.network.inter_site_lines",
	"site_acquisition", "demolition_and_site_preparation", "substructure", "structure", "architectural_works",
	"surface_and_underground_drainage", "external_works", "preliminaries", "preliminaries.builders_risk",
	"consultants.design", "consultants.supervision", "consultants.permits", "consultants.power_system_impact", "consultants.commissioning",
	"consultants.owner", "administrative_and_finance.legal", "administrative_and_finance.finance", "taxes_and_levies",
}

func TestCostBookIsWhole(t *testing.T) {
	ref := exampletest.Reference(t)
	book := ref.Book
	if len(book.Entries) < 84 {
		t.Errorf("%d lines, want at least 84", len(book.Entries))
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
		if e.Fee != "" && !slices.ContainsFunc(book.Fees, func(f planner.NamedValue) bool { return f.Name == e.Fee }) {
			t.Errorf("%s bears fee %q, which does not exist", e.Code, e.Fee)
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

// TestSubsystemsAreNamed holds that every second level in use has a title in
// both languages, in the order of its group, and that none is idle: interest
// during construction alone is priced without an entry.
func TestSubsystemsAreNamed(t *testing.T) {
	book := exampletest.Reference(t).Book
	named := map[string]bool{}
	for _, g := range book.Groups {
		for _, s := range g.Subsystems {
			if s.Title.EN == "" || s.Title.KO == "" || named[s.Code] || !strings.HasPrefix(s.Code, g.Code+".") || strings.Count(s.Code, ".") != 1 {
				t.Errorf("subsystem %s of %s: %+v", s.Code, g.Code, s.Title)
			}
			named[s.Code] = true
			if !anyCode(book.Entries, s.Code) && s.Code != "administrative_and_finance.interest_during_construction" {
				t.Errorf("nothing prices %s", s.Code)
			}
		}
	}
	for _, e := range book.Entries {
		parts := strings.SplitN(e.Code, ".", 3)
		if len(parts) < 2 || !named[parts[0]+"."+parts[1]] {
			t.Errorf("%s stands in a subsystem without a title", e.Code)
		}
	}
}

// TestPriceIndexes holds that each series is whole, that what the first of them
// cover is in the book, and that the last covers all that is left.
func TestPriceIndexes(t *testing.T) {
	book := exampletest.Reference(t).Book
	last := len(book.Escalation) - 1
	for i, x := range book.Escalation {
		if (len(x.Covers) == 0) != (i == last) || x.Title.EN == "" || x.Title.KO == "" || len(x.Years) == 0 {
			t.Errorf("series %s covers %v", x.Name, x.Covers)
		}
		for _, code := range x.Covers {
			if !anyCode(book.Entries, code) {
				t.Errorf("series %s covers %s, which nothing prices", x.Name, code)
			}
		}
		for j := range x.Years {
			if x.Years[j].Year != x.Years[0].Year+j {
				t.Errorf("series %s leaves out a year before %d", x.Name, x.Years[j].Year)
			}
		}
	}
}

// TestSummedCodes holds that what benchmarks and shares sum is priced, and that
// no code of a list lies within another, which would count it twice.
func TestSummedCodes(t *testing.T) {
	ref := exampletest.Reference(t)
	whole := func(name string, list []string) {
		for i, code := range list {
			if !anyCode(ref.Book.Entries, code) {
				t.Errorf("%s sums %s, which nothing prices", name, code)
			}
			for j, other := range list {
				if i != j && (code == other || strings.HasPrefix(code, other+".")) {
					t.Errorf("%s sums %s within %s", name, code, other)
				}
			}
		}
	}
	for _, e := range ref.Book.Entries {
		whole(e.Code, e.Driver.Of)
	}
	for _, b := range ref.Benchmarks {
		whole(b.Name, b.Of)
		whole(b.Name, b.Within)
		if (b.Figure == planner.ShareOfCost) != (len(b.Within) > 0) || b.Low > b.High {
			t.Errorf("%s is a %s within %v, %g to %g", b.Name, b.Figure, b.Within, b.Low, b.High)
		}
	}
}

// TestCalendars holds that a calendar has twelve shares and some work in them.
func TestCalendars(t *testing.T) {
	for _, c := range exampletest.Reference(t).Calendars {
		sum := 0.0
		for _, work := range c.Work {
			sum += work
			if work < 0 || work > 1 {
				t.Errorf("calendar %s does %g of a month", c.Name, work)
			}
		}
		if len(c.Work) != 12 || sum < 1 || c.Title.EN == "" || c.Title.KO == "" {
			t.Errorf("calendar %s: %d months, %g of work", c.Name, len(c.Work), sum)
		}
	}
}

// TestPublishedPrices works what the book takes from publications: diesel at
// 1,840 won a litre with VAT is 1,840 / 1.1 * 0.26 = 434.9 won a kWh; 60 bn won of
// lines over 12 km are 5 bn a km; the grid operator's tariff is 44,000 won a kW;
// 1.97 % of 0.7 of the works is 1.38 %.
func TestPublishedPrices(t *testing.T) {
	prices := map[string]float64{}
	for _, e := range exampletest.Reference(t).Book.Entries {
		prices[e.Code] = e.UnitPrice
	}
	within(t, "first fill", prices["services_and_equipment.generators.first_fill"], 1840/1.1*0.26, 0.001)
	within(t, "dedicated lines", prices["off_site_utilities.network.inter_site_lines"], 60e9/12, 1e-9)
	within(t, "contribution", prices["off_site_utilities.grid.contribution"], 44_000, 1e-9)
	within(t, "safety", prices["preliminaries.safety"], 0.0197*0.7, 0.001)
	within(t, "acquisition tax", prices["taxes_and_levies.acquisition_tax"], 0.028+0.0016+0.002, 1e-9)
}

// TestPowerSystemImpact holds that the assessment is asked of 10 MW and more:
// with feeds of 9,900 kW the plan pays for none.
func TestPowerSystemImpact(t *testing.T) {
	const code = "consultants.power_system_impact"
	count := func(plan planner.Plan) (n int) {
		for _, l := range exampletest.Evaluate(t, plan).CostLines {
			if l.Code == code {
				n++
			}
		}
		return n
	}
	plan := exampletest.Plan(t, "two-sites-460")
	if n := count(plan); n != 2 {
		t.Errorf("%d assessments for two sites of 20 MW, want 2", n)
	}
	for i := range plan.Sites[0].Feeds {
		plan.Sites[0].Feeds[i].RatingKW = 9_900
	}
	if n := count(plan); n != 1 {
		t.Errorf("%d assessments where one site has 9.9 MW, want 1", n)
	}
}

// TestFundingOfTheTwoSites holds that the funding lines of the two-site plan are
// the budget, and that what is ordered to the end of any month is approved by
// then.
func TestFundingOfTheTwoSites(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	var total planner.KRW
	for _, f := range plan.Budget.Funding {
		total += f.AmountKRW
	}
	if total != plan.Budget.TotalKRW {
		t.Errorf("funding of %d won for a budget of %d", total, plan.Budget.TotalKRW)
	}
	for _, m := range exampletest.Evaluate(t, plan).Cash {
		var approved planner.KRW
		for _, f := range plan.Budget.Funding {
			if f.From <= m.Month {
				approved += f.AmountKRW
			}
		}
		if m.CommittedToDateKRW > approved {
			t.Errorf("%s: %d won are ordered, %d approved", m.Month, m.CommittedToDateKRW, approved)
		}
	}
}
