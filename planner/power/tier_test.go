package power_test

import (
	"slices"
	"testing"

	"buildout/planner/power"
)

// ladder is the tiers of the Uptime Institute as classes of failures that the
// load survives. Source: tier-of-a-train in the golden power cases, after Tier
// Standard: Topology.
var ladder = []power.Tier{
	{Name: "I"},
	{Name: "II", Survives: power.SetOf([]power.Survival{power.SurvivesCapacityComponent})},
	{Name: "III", Survives: power.SetOf([]power.Survival{power.SurvivesCapacityComponent, power.SurvivesPlanned})},
	{
		Name: "IV", Continuous: true,
		Survives: power.SetOf([]power.Survival{power.SurvivesCapacityComponent, power.SurvivesPlanned, power.SurvivesFailure, power.SurvivesCompartment}),
	},
}

// climb returns the highest tier that the first hall of a site reaches when it
// carries what is usable under a claim, and what keeps it from the next.
func climb(site *power.Site, claim power.Tier) (string, *power.Break) {
	s := power.Solve(site, claim)
	reached := ""
	for _, t := range ladder {
		if b := s.Break(0, t); b != nil {
			return reached, b
		}
		reached = t.Name
	}
	return reached, nil
}

// maintainable is a site of Tier III: every component and path can be taken out
// on purpose. One hall of 900 kW; every stage carries it without its spare.
func maintainable(t *testing.T) *power.Site {
	site := hall(900,
		ideal(t, power.UPS, "2N", 2, 1000), ideal(t, power.PDU, "2N", 4, 500), ideal(t, power.AirHandler, "N+1", 4, 300))
	site.Shared = []power.Stage{
		ideal(t, power.Feed, "N", 1, 2000), ideal(t, power.Transformer, "N", 1, 2000),
		ideal(t, power.Generator, "N+1", 3, 500), ideal(t, power.Chiller, "N+1", 3, 500), ideal(t, power.Pump, "N+1", 2, 1000),
	}
	for i := range site.Shared {
		if k := site.Shared[i].Kind; k == power.Generator || k == power.Chiller || k == power.Pump {
			site.Shared[i].Buses = 2
		}
	}
	return site
}

// tolerant is a site of Tier IV: two of everything, apart, and cooling that
// runs on.
func tolerant(t *testing.T) *power.Site {
	site := maintainable(t)
	for kind, s := range map[power.Kind]power.Stage{
		power.Generator: ideal(t, power.Generator, "2N", 4, 500), power.Chiller: ideal(t, power.Chiller, "2N", 4, 500), power.Pump: ideal(t, power.Pump, "2N", 2, 1000),
	} {
		*at(site, kind) = s
	}
	*at(site, power.AirHandler) = ideal(t, power.AirHandler, "N+2", 6, 300)
	for _, list := range [][]power.Stage{site.Shared, site.Classes[0]} {
		for i := range list {
			list[i].Compartments = []string{"east", "west"}
			list[i].Continuous = list[i].Kind.Cooling()
		}
	}
	return site
}

// at returns the stage of a kind.
func at(site *power.Site, kind power.Kind) *power.Stage {
	for _, list := range [][]power.Stage{site.Shared, site.Classes[0]} {
		if i := slices.IndexFunc(list, func(s power.Stage) bool { return s.Kind == kind }); i >= 0 {
			return &list[i]
		}
	}
	return nil
}

// TestTierOfATrain holds the tier of trains that differ by one thing, and what
// keeps each from the next.
func TestTierOfATrain(t *testing.T) {
	set := func(kind power.Kind, change func(*power.Stage)) func(*power.Site) {
		return func(site *power.Site) { change(at(site, kind)) }
	}
	become := func(kind power.Kind, arrangement string, modules int, rating power.KW) func(*power.Site) {
		return set(kind, func(s *power.Stage) {
			s.Arrangement, s.Modules, s.Rating = parse(t, arrangement), modules, rating
		})
	}
	oneBus := func(s *power.Stage) { s.Buses = 1 }
	both := func(changes ...func(*power.Site)) func(*power.Site) {
		return func(site *power.Site) {
			for _, change := range changes {
				change(site)
			}
		}
	}
	own := func(train ...power.Stage) func(*power.Site) {
		return func(site *power.Site) { site.Classes[0] = append(train, *at(site, power.AirHandler)) }
	}
	for _, c := range []struct {
		name    string
		from    func(*testing.T) *power.Site
		change  func(*power.Site)
		tier    string
		cause   power.Cause
		failure string // id; empty where none is to blame
	}{
		{"as it is", maintainable, both(), "III", power.Dropped, "bus:generator"},
		{"one generator bus", maintainable, set(power.Generator, oneBus), "II", power.Dropped, "planned-bus:generator"},
		{"one chilled-water loop", maintainable, set(power.Chiller, oneBus), "II", power.Dropped, "planned-bus:chiller"},
		{"one pump header", maintainable, set(power.Pump, oneBus), "II", power.Dropped, "planned-bus:pump"},
		{"UPS on one bus", maintainable, become(power.UPS, "N+1", 3, 500), "II", power.Dropped, "planned-bus:ups@DH-1"},
		{"UPS on two buses", maintainable, both(become(power.UPS, "N+1", 3, 500), set(power.UPS, func(s *power.Stage) { s.Buses = 2 })), "III", power.Dropped, "bus:ups@DH-1"},
		{"PDU on one side", maintainable, become(power.PDU, "N", 4, 500), "II", power.Dropped, "planned-module:pdu@DH-1"},
		{"a spare PDU is no second path", maintainable, become(power.PDU, "N+1", 4, 500), "II", power.Dropped, "planned-module:pdu@DH-1"},
		{"no spare air handler", maintainable, become(power.AirHandler, "N", 3, 300), "I", power.Overloaded, "module:air_handler@DH-1"},
		{"no spare generator", maintainable, become(power.Generator, "N", 2, 500), "I", power.Overloaded, "module:generator"},
		{"no spare chiller", maintainable, become(power.Chiller, "N", 2, 500), "I", power.Overloaded, "module:chiller"},
		{"no spare pump", maintainable, become(power.Pump, "N", 1, 1000), "I", power.Dropped, "module:pump"},
		{"no spare UPS", maintainable, become(power.UPS, "N", 2, 500), "I", power.Overloaded, "module:ups@DH-1"},
		{"transformer above the generators", maintainable, become(power.Transformer, "N", 1, 1500), "III", power.Dropped, "bus:generator"},
		{"transformer behind the generators", maintainable, func(site *power.Site) {
			site.Classes[0] = append([]power.Stage{ideal(t, power.Transformer, "N", 1, 2000)}, site.Classes[0]...)
		}, "II", power.Dropped, "planned-module:transformer@DH-1"},
		{"two transformers behind the generators", maintainable, func(site *power.Site) {
			site.Classes[0] = append([]power.Stage{ideal(t, power.Transformer, "2N", 2, 1000)}, site.Classes[0]...)
		}, "III", power.Dropped, "bus:generator"},
		{"no generators", maintainable, func(site *power.Site) { site.Shared = slices.Delete(site.Shared, 2, 3) }, "I", power.NoGenerator, ""},
		{"distributed", maintainable, own(ideal(t, power.UPS, "4N/3", 4, 300), ideal(t, power.PDU, "4N/3", 4, 300)), "III", power.Dropped, "bus:generator"},
		{"block redundant, two cords", maintainable, own(ideal(t, power.UPS, "block 3+1", 4, 300), ideal(t, power.STS, "2N", 6, 300), ideal(t, power.PDU, "2N", 6, 300)), "III", power.Dropped, "bus:generator"},
		{"block redundant, one cord", maintainable, own(ideal(t, power.UPS, "block 3+1", 4, 300), ideal(t, power.STS, "N", 3, 300), ideal(t, power.PDU, "N", 3, 300)), "II", power.Dropped, "planned-module:sts:1@DH-1"},

		{"two of everything", tolerant, both(), "IV", "", ""},
		{"nothing said of UPS rooms", tolerant, set(power.UPS, func(s *power.Stage) { s.Compartments = nil }), "III", power.NoCompartment, ""},
		{"both UPS in one room", tolerant, set(power.UPS, func(s *power.Stage) { s.Compartments = []string{"east"} }), "III", power.Dropped, "compartment:east"},
		{"UPS A with PDU B", tolerant, set(power.PDU, func(s *power.Stage) { s.Compartments = []string{"west", "east"} }), "III", power.Dropped, "compartment:east"},
		{"chillers that stop", tolerant, set(power.Chiller, func(s *power.Stage) { s.Continuous = false }), "III", power.NotContinuous, ""},
		{"one set of generators on two buses", tolerant, both(become(power.Generator, "N+1", 3, 500), set(power.Generator, func(s *power.Stage) { s.Buses = 2 })), "III", power.Dropped, "bus:generator"},
		{"one set of chillers on two loops", tolerant, both(become(power.Chiller, "N+1", 3, 500), set(power.Chiller, func(s *power.Stage) { s.Buses = 2 })), "III", power.Dropped, "bus:chiller"},
		{"air handlers that half cannot spare", tolerant, become(power.AirHandler, "N+1", 4, 300), "III", power.Overloaded, "compartment:east"},
	} {
		site := c.from(t)
		c.change(site)
		tier, b := climb(site, power.Tier{})
		if b == nil {
			b = &power.Break{}
		}
		failure := ""
		if b.Failure != nil {
			failure = b.Failure.ID
		}
		if tier != c.tier || b.Cause != c.cause || failure != c.failure {
			t.Errorf("%s: Tier %s, then %s by %q (%s); want %s, %s by %q", c.name, tier, b.Cause, failure, b.Kind, c.tier, c.cause, c.failure)
		}
	}
}

// TestClaimLowersUsable: four UPS modules of 300 kW without a spare carry 1,200
// kW. Whoever claims that a module may be out has 900 of them, and then may
// take one out.
func TestClaimLowersUsable(t *testing.T) {
	site := maintainable(t)
	site.Halls[0].Most = plenty
	for _, kind := range []power.Kind{power.Generator, power.Chiller, power.Pump, power.AirHandler, power.PDU, power.Feed, power.Transformer} {
		at(site, kind).Rating = plenty
	}
	*at(site, power.UPS) = ideal(t, power.UPS, "N", 4, 300)
	for _, c := range []struct {
		claim  int
		usable float64
		tier   string
	}{{0, 1200, "I"}, {1, 900, "II"}, {2, 900, "II"}} {
		close(t, ladder[c.claim].Name, usable(site, ladder[c.claim]), c.usable)
		if tier, _ := climb(site, ladder[c.claim]); tier != c.tier {
			t.Errorf("claimed %s: achieves %s, want %s", ladder[c.claim].Name, tier, c.tier)
		}
	}
}

// TestFeedsAndSubstations: with generators any feed may go; without generators the loss of a feed is survived by the
// other alone, and of a substation by feeds of another.
func TestFeedsAndSubstations(t *testing.T) {
	for _, c := range []struct {
		name        string
		substations []string
		generators  bool
		survives    power.Survival
		broken      bool
	}{
		{"two feeds", []string{"S1", "S2"}, true, power.SurvivesFeed, false},
		{"two substations", []string{"S1", "S2"}, true, power.SurvivesSubstation, false},
		{"one substation, generators", []string{"S1", "S1"}, true, power.SurvivesSubstation, false},
		{"two feeds alone", []string{"S1", "S1"}, false, power.SurvivesFeed, false},
		{"two substations alone", []string{"S1", "S2"}, false, power.SurvivesSubstation, false},
		{"one substation alone", []string{"S1", "S1"}, false, power.SurvivesSubstation, true},
	} {
		site := maintainable(t)
		site.Shared[0] = power.Stage{
			Kind: power.Feed, Arrangement: parse(t, "2N"), Modules: 2, Ratings: []power.KW{2000, 2000}, Names: []string{"main", "reserve"},
			Substations: c.substations, Buses: 1, Efficiency: 1,
		}
		site.Shared[1] = ideal(t, power.Transformer, "2N", 2, 2000)
		if !c.generators {
			site.Shared = slices.Delete(site.Shared, 2, 3)
		}
		s := power.Solve(site, power.Tier{})
		b := s.Break(0, power.Tier{Survives: power.SetOf([]power.Survival{c.survives})})
		if (b != nil) != c.broken {
			t.Errorf("%s: %+v", c.name, b)
		}
	}
}
