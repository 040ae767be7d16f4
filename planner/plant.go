package planner

import (
	"slices"

	"buildout/planner/power"
)

// plantChecker holds the plant of a site against the limits of the reference.
type plantChecker struct {
	limits []PlantLimit
	checks []PlantCheck
}

// add holds a figure against a limit; the reference may have none of a name.
func (c *plantChecker) add(name LimitName, hall string, halls int, found float64, holds func(found, limit float64) bool) {
	i := slices.IndexFunc(c.limits, func(l PlantLimit) bool { return l.Name == name })
	if i < 0 {
		return
	}
	l := &c.limits[i]
	c.checks = append(c.checks, PlantCheck{
		Name: name, Title: l.Title, Hall: hall, Halls: halls, Found: found, Limit: l.Value, Unit: l.Unit, Holds: holds(found, l.Value), Source: l.Source,
	})
}

func atLeast(found, limit float64) bool { return found >= limit-1e-9 }
func atMost(found, limit float64) bool  { return found <= limit+1e-9 }
func below(found, limit float64) bool   { return found < limit }

// plantChecks holds a complete site's feeds, generators, batteries and size
// against their limits. Halls that are alike are told once.
func (t *siteTrains) plantChecks(r *SiteResult, st *siteState) []PlantCheck {
	c := plantChecker{limits: t.limits, checks: []PlantCheck{}}
	var substations []string
	for _, f := range t.site.Feeds {
		if !slices.Contains(substations, f.Substation) {
			substations = append(substations, f.Substation)
		}
	}
	c.add(LeastSubstations, "", 0, float64(len(substations)), atLeast)
	var design, usable KW
	for i, j := range st.halls {
		design += t.halls[j].most
		usable += st.usable(i)
	}
	for i := range t.site.Plant {
		t.stageChecks(&c, &t.site.Plant[i], &r.Stages[i+1], "", 0, design, usable)
	}
	for class := range t.classes {
		t.classChecks(&c, r, st, class)
	}
	gross := 0.0
	for i := range t.site.Phases {
		gross += t.site.Phases[i].GrossAreaM2
	}
	c.add(DisasterDutyM2, "", 0, gross, below)
	c.add(DisasterDutyKW, "", 0, float64(r.FeedKW), below)
	return c.checks
}

// classChecks checks the own stages of the first hall of a class.
func (t *siteTrains) classChecks(c *plantChecker, r *SiteResult, st *siteState, class int) {
	first, halls := -1, 0
	for i, j := range st.halls {
		if t.halls[j].class == class {
			if halls++; first < 0 {
				first = i
			}
		}
	}
	if first < 0 {
		return
	}
	j := st.halls[first]
	h := &t.halls[j]
	for k := range h.hall.Train {
		t.stageChecks(c, &h.hall.Train[k], &r.Halls[j].Stages[k], h.hall.Name, halls, h.most, st.usable(first))
	}
}

// stageChecks checks generators and UPS under the IT load they are for.
func (t *siteTrains) stageChecks(c *plantChecker, g *PowerStage, s *StageResult, hall string, halls int, design, usable KW) {
	load := float64(usable) * s.LoadPerITKW
	if load <= 0 || s.UsableKW <= 0 {
		return
	}
	switch g.Kind {
	case power.Generator:
		c.add(GeneratorLoadShare, hall, halls, float64(design)*s.LoadPerITKW/float64(s.UsableKW), atMost)
		c.add(LeastFuelHours, hall, halls, t.fuelHours(g)*float64(s.InstalledKW)/load, atLeast)
	case power.UPS:
		c.add(LeastBatteryMinutes, hall, halls, g.BatteryMinutes*float64(s.UsableKW)/load, atLeast)
		batteryChecks(c, g, s, hall, halls)
	}
}

// fuelHours returns the hours at rated load that count: with one tank out where
// the tier claimed wants every capacity component spared.
func (t *siteTrains) fuelHours(g *PowerStage) float64 {
	if !slices.Contains(t.tier.Survives, power.SurvivesCapacityComponent) {
		return g.FuelHours
	}
	tanks := float64(max(1, g.FuelTanks))
	return g.FuelHours * (tanks - 1) / tanks
}

// batteryChecks holds the batteries of a UPS stage against the Korean rules of
// battery rooms.
func batteryChecks(c *plantChecker, g *PowerStage, s *StageResult, hall string, halls int) {
	b := g.Battery
	yes := func(is bool) float64 {
		if is {
			return 1
		}
		return 0
	}
	c.add(BatteryRoomDescribed, hall, halls, yes(b != nil), atLeast)
	if b == nil {
		return
	}
	kwh := float64(s.InstalledKW) * g.BatteryMinutes / 60
	c.add(BatteryRoomApart, hall, halls, yes(b.ApartFromUPS), atLeast)
	c.add(BatteryRoomNoCables, hall, halls, yes(!b.CablesThrough), atLeast)
	c.add(MostRackBatteryKWh, hall, halls, kwh/float64(b.Racks), atMost)
	c.add(MostRoomBatteryKWh, hall, halls, kwh/float64(b.Rooms), atMost)
	c.add(LeastBatteryGapM, hall, halls, b.RackGapM, atLeast)
	c.add(MostBMSSeconds, hall, halls, b.BMSSamplingSeconds, atMost)
}
