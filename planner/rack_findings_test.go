package planner_test

import (
	"slices"
	"testing"

	"buildout/planner"
)

// TestRackFindings breaks each limit of racks in the small hall of six (see
// smallHall), whose panel Y2 is over its 30 A from the third month on: three racks
// are 20 A on its worst line, the fourth makes it 40.
func TestRackFindings(t *testing.T) {
	ref := rackReference(t)
	one := planner.Circuit{Volts: 250, Amps: 16, Phases: 1, BreakerShare: 0.8}
	for _, c := range []struct {
		want  planner.Finding
		spoil func(p *planner.Plan, h *planner.Hall)
	}{
		{planner.Finding{
			Severity: planner.SeverityError, Code: "rack_feed_over", Month: monthOf(t, "2023-07"), Found: 40, Limit: 12.8, Unit: "A", Subject: "r_5", Count: 2,
			Message: "In h1, 2 racks are above the breaker's limit after the loss of the other side; worst is r_5 with 40 A for 12.8 A.",
			Remedy:  "Give r_5 circuits that carry 27.2 A more, or move load out of it.",
		}, func(p *planner.Plan, h *planner.Hall) {
			p.RackTypes = []planner.RackType{{Name: "r10", HeightU: 42, NameplateKW: 10, PeakKW: 10, AverageKW: 4, WeightKG: 900, Basis: planner.Basis{Source: "case", AsOf: "2023"}}}
			h.Panels, h.DensityKWPerRack = nil, 10
			h.Racks[4].Name, h.Racks[4].RackType, h.Racks[4].From = "r_5", "r10", monthOf(t, "2023-07")
			h.Racks[4].Feeds = []planner.RackFeed{{Side: "A", Circuit: one}, {Side: "B", Circuit: one}}
			h.Racks[2].Feeds, h.Racks[2].From = h.Racks[4].Feeds, monthOf(t, "2023-09")
		}},
		{planner.Finding{
			Severity: planner.SeverityNotice, Code: "rack_one_sided", Month: monthOf(t, "2023-06"), Found: 1, Limit: 2, Unit: "sides", Subject: "r2", Count: 1,
			Message: "In h1, 1 rack is on one side alone, such as r2; the tier claimed keeps the load up while either side is out.",
			Remedy:  "Feed them from both sides, or claim a tier that does not promise it.",
		}, func(p *planner.Plan, h *planner.Hall) {
			survivesPlanned(p)
			h.Panels = nil
			one.Amps = 32
			h.Racks[1].Feeds = []planner.RackFeed{{Side: "B", Circuit: one}}
		}},
		{planner.Finding{
			Severity: planner.SeverityError, Code: "panel_over", Month: monthOf(t, "2023-09"), Found: 40, Limit: 30, Unit: "A", Subject: "Y2", Count: 1,
			Message: "In h1, 1 panel is above the limit of a phase after the loss of the other side; worst is Y2 with 40 A for 30 A.",
			Remedy:  "Move circuits of Y2 to other phases or panels of its side until it carries 10 A less.",
		}, func(_ *planner.Plan, h *planner.Hall) {
			for i := range h.Racks {
				h.Racks[i].From += planner.Month(i)
			}
		}},
		{planner.Finding{
			Severity: planner.SeverityError, Code: "rack_too_dense", Month: monthOf(t, "2023-06"), Found: 5, Limit: 4, Unit: "kW", Subject: "r5", Count: 6,
			Message: "In h1, 6 racks are above what a position may take; worst is r5 with 5 kW for 4 kW.",
			Remedy:  "Move them to a hall that takes 5 kW a position, or spread their servers over more racks.",
		}, func(_ *planner.Plan, h *planner.Hall) { h.Panels, h.DensityKWPerRack = nil, 4 }},
		{planner.Finding{
			Severity: planner.SeverityError, Code: "rack_too_heavy", Month: monthOf(t, "2023-06"), Found: 800, Limit: 700, Unit: "kg/m2", Subject: "r5", Count: 6,
			Message: "In h1, 6 racks are above what the floor carries; worst is r5 with 800 kg/m2 for 700 kg/m2.",
			Remedy:  "Spread the load of r5 on a plinth, or move it to a floor that carries 800 kg/m2.",
		}, func(_ *planner.Plan, h *planner.Hall) { h.Panels, h.FloorLoadKGPerM2 = nil, 700 }},
	} {
		plan := smallHall(t, ref)
		c.spoil(&plan, &plan.Sites[0].Phases[0].Halls[0])
		c.want.Where = "sites/alpha/halls/h1"
		got := slices.DeleteFunc(mustEvaluate(t, plan, ref).Findings, func(f planner.Finding) bool { return !ofRacks(f) })
		if len(got) != 1 || got[0] != c.want {
			t.Errorf("got  %+v\nwant %+v", got, c.want)
		}
	}
}

func ofRacks(f planner.Finding) bool {
	limits := []planner.RackLimit{planner.RackFeedOver, planner.RackOneSided, planner.PanelOver, planner.RackTooDense, planner.RackTooHeavy}
	return slices.Contains(limits, planner.RackLimit(f.Code))
}

// TestOneSidedRacksWherePlannedWorkStopsThem holds that a tier that promises
// nothing while a path is out says nothing of racks on one side.
func TestOneSidedRacksWherePlannedWorkStopsThem(t *testing.T) {
	ref := rackReference(t)
	plan := smallHall(t, ref)
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.Panels = nil
	h.Racks[0].Feeds = []planner.RackFeed{{Side: "A", Circuit: planner.Circuit{Volts: 250, Amps: 32, Phases: 1, BreakerShare: 0.8}}}
	if i := slices.IndexFunc(mustEvaluate(t, plan, ref).Findings, ofRacks); i >= 0 {
		t.Errorf("%+v", mustEvaluate(t, plan, ref).Findings[i])
	}
}
