package planner_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"buildout/planner"
)

// rackHall is the hall of one-hall with a panel a side behind a main one, a
// rack on both and a reservation: sound in all.
func rackHall(tb testing.TB, ref planner.Reference) planner.Plan {
	tb.Helper()
	plan := casePlan(tb, "one-hall", ref)
	three := planner.Circuit{Volts: 433, Amps: 100, Phases: 3, BreakerShare: 0.8}
	one := planner.Circuit{Volts: 250, Amps: 32, Phases: 1, BreakerShare: 0.8}
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.FloorLoadKGPerM2 = 1200
	h.RackCircuit = &planner.Circuit{Volts: 250, Amps: 32, Phases: 1, BreakerShare: 0.8}
	h.Panels = []planner.Panel{
		{Name: "MA", Side: "A", Circuit: three}, {Name: "MB", Side: "B", Circuit: three},
		{Name: "PA", Side: "A", From: "MA", Circuit: three}, {Name: "PB", Side: "B", From: "MB", Circuit: three},
		{Name: "S", Side: "A", From: "MA", Circuit: one},
	}
	h.Racks = []planner.Rack{{
		Name: "A1", RackType: "r5", Row: "A", Position: 1, From: monthOf(tb, "2023-06"),
		Feeds: []planner.RackFeed{{Side: "A", Panel: "PA", Phase: "L1", Circuit: one}, {Side: "B", Panel: "PB", Circuit: three}},
	}}
	h.Reservations = []planner.Reservation{{Name: "later", ITKW: 50, RackPositions: 10, From: monthOf(tb, "2023-06"), Until: monthOf(tb, "2023-09")}}
	return plan
}

func TestValidateRacks(t *testing.T) {
	ref := smallReference(t)
	if err := planner.Validate(rackHall(t, ref), ref); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path, found, message string
		spoil                func(h *planner.Hall)
	}{
		{"floor_load_kg_per_m2", "-1", "0 or more", func(h *planner.Hall) { h.FloorLoadKGPerM2 = -1 }},
		{"floor_load_kg_per_m2", "NaN", "kg per m2", func(h *planner.Hall) { h.FloorLoadKGPerM2 = math.NaN() }},
		{"rack_circuit.volts", "0", "the rating is missing", func(h *planner.Hall) { h.RackCircuit.Volts = 0 }},
		{"rack_circuit.volts", "1001", "at most 1000", func(h *planner.Hall) { h.RackCircuit.Volts = 1001 }},
		{"rack_circuit.volts", "-220", "above 0", func(h *planner.Hall) { h.RackCircuit.Volts = -220 }},
		{"rack_circuit.amps", "0", "the rating is missing", func(h *planner.Hall) { h.RackCircuit.Amps = 0 }},
		{"rack_circuit.amps", "+Inf", "at most 10000", func(h *planner.Hall) { h.RackCircuit.Amps = math.Inf(1) }},
		{"rack_circuit.phases", "2", "1 phase or 3", func(h *planner.Hall) { h.RackCircuit.Phases = 2 }},
		{"rack_circuit.breaker_share", "80", "at most 1", func(h *planner.Hall) { h.RackCircuit.BreakerShare = 80 }},
		{"rack_circuit.breaker_share", "0", "the rating is missing", func(h *planner.Hall) { h.RackCircuit.BreakerShare = 0 }},
		{"panels[1].name", `"MA"`, "stands twice", func(h *planner.Hall) { h.Panels[1] = h.Panels[0]; h.Panels[3].From = "" }},
		{"panels[0].side", `"C"`, "no such side; A or B", func(h *planner.Hall) { h.Panels = []planner.Panel{h.Panels[0]}; h.Panels[0].Side = "C"; h.Racks = nil }},
		{"panels[2].amps", "NaN", "above 0", func(h *planner.Hall) { h.Panels[2].Amps = math.NaN() }},
		{"panels[2].from", `"MX"`, "feeds to nowhere: the hall has no such panel; there are MA, MB, PA, PB, S", func(h *planner.Hall) { h.Panels[2].From = "MX" }},
		{"panels[2].from", `"MB"`, "the panel is on side B; one of side A is wanted", func(h *planner.Hall) { h.Panels[2].From = "MB" }},
		{"panels[2].from", `"S"`, "single-phase and cannot feed three", func(h *planner.Hall) { h.Panels[2].From = "S" }},
		{"panels[0].from", `"PA"`, "in a loop: MA from PA from MA;", func(h *planner.Hall) { h.Panels[0].From = "PA" }},
		{"panels[1].from", `"MB"`, "in a loop: MB from MB;", func(h *planner.Hall) { h.Panels[1].From = "MB" }},
		{"panels", `"a list of 2001"`, "at most 2000", func(h *planner.Hall) {
			for i := len(h.Panels); i < 2001; i++ {
				h.Panels = append(h.Panels, planner.Panel{Name: fmt.Sprint("P", i), Side: "A", Circuit: h.Panels[0].Circuit})
			}
		}},
		{"racks[0].feeds[0].side", `""`, "no such side; A or B", func(h *planner.Hall) { h.Racks[0].Feeds[0].Side = "" }},
		{"racks[0].feeds[0].panel", `"PX"`, "feeds to nowhere", func(h *planner.Hall) { h.Racks[0].Feeds[0].Panel = "PX" }},
		{"racks[0].feeds[0].panel", `"PB"`, "the panel is on side B", func(h *planner.Hall) { h.Racks[0].Feeds[0].Panel = "PB" }},
		{"racks[0].feeds[0].phase", `"L4"`, "L1, L2 or L3", func(h *planner.Hall) { h.Racks[0].Feeds[0].Phase = "L4" }},
		{"racks[0].feeds[1].phase", `"L1"`, "three-phase feed", func(h *planner.Hall) { h.Racks[0].Feeds[1].Phase = "L1" }},
		{"racks[0].feeds[0].phase", `"L1"`, "panel S is single-phase", func(h *planner.Hall) { h.Racks[0].Feeds[0].Panel = "S" }},
		{"racks[0].feeds[0].volts", "0", "the rating is missing", func(h *planner.Hall) { h.Racks[0].Feeds[0].Volts = 0 }},
		{"racks[0].feeds", "5", "at most 4", func(h *planner.Hall) {
			f := h.Racks[0].Feeds[1]
			h.Racks[0].Feeds = []planner.RackFeed{f, f, f, f, f}
		}},
		{"reservations[1].name", `"later"`, "stands twice", func(h *planner.Hall) { h.Reservations = append(h.Reservations, h.Reservations[0]) }},
		{"reservations[0].it_kw", "0", "above 0", func(h *planner.Hall) { h.Reservations[0].ITKW = 0 }},
		{"reservations[0].rack_positions", "-1", "from 0", func(h *planner.Hall) { h.Reservations[0].RackPositions = -1 }},
		{"reservations[0].from", `""`, "a month", func(h *planner.Hall) { h.Reservations[0].From = 0 }},
		{"reservations[0].until", `"2023-05"`, "must not be before from, 2023-06", func(h *planner.Hall) { h.Reservations[0].Until -= 4 }},
		{"reservations", `"a list of 501"`, "at most 500", func(h *planner.Hall) {
			for i := len(h.Reservations); i < 501; i++ {
				r := h.Reservations[0]
				r.Name = fmt.Sprint(i)
				h.Reservations = append(h.Reservations, r)
			}
		}},
	} {
		plan := rackHall(t, ref)
		c.spoil(&plan.Sites[0].Phases[0].Halls[0])
		err := planner.Validate(plan, ref)
		if err == nil {
			t.Errorf("a fault at %s (%s) is not seen", c.path, c.found)
			continue
		}
		for _, f := range faultsOf(t, err) {
			if f.Path != "sites[0].phases[0].halls[0]."+c.path || f.Found != c.found || !strings.Contains(f.Message, c.message) {
				t.Errorf("want %s where %s stands at %s, got %s", c.message, c.found, c.path, f)
			}
		}
	}
}

// TestValidateNamesEachLoopOnce holds that two loops, of which one has a tail,
// are two faults, and that nothing waits for their end.
func TestValidateNamesEachLoopOnce(t *testing.T) {
	ref := smallReference(t)
	plan := rackHall(t, ref)
	h := &plan.Sites[0].Phases[0].Halls[0]
	c := h.Panels[0].Circuit
	h.Racks, h.Panels = nil, []planner.Panel{
		{Name: "tail", Side: "A", From: "a", Circuit: c}, {Name: "b", Side: "A", From: "c", Circuit: c}, {Name: "a", Side: "A", From: "b", Circuit: c},
		{Name: "c", Side: "A", From: "a", Circuit: c}, {Name: "x", Side: "B", From: "y", Circuit: c}, {Name: "y", Side: "B", From: "x", Circuit: c},
	}
	var got []string
	for _, f := range faultsOf(t, planner.Validate(plan, ref)) {
		got = append(got, f.Path[strings.Index(f.Path, "panels"):]+" "+f.Message)
	}
	want := "panels[1].from the panel feeds itself in a loop: a from b from c from a; take one from away\n" +
		"panels[4].from the panel feeds itself in a loop: x from y from x; take one from away"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if _, err := planner.Racks(plan, ref, "alpha", "h1", plan.Horizon.Start); err == nil {
		t.Error("racks on panels that feed themselves are laid out")
	}
}

// TestMissingRatingIsMissing holds that a rating left out of a document is a
// fault that names it, never 0.
func TestMissingRatingIsMissing(t *testing.T) {
	_, err := planner.Decode[planner.Panel]([]byte("name: PA\nside: A\nvolts: 380\nphases: 3"))
	var got []string
	for _, f := range faultsOf(t, err) {
		got = append(got, f.Path+" "+f.Message)
	}
	if strings.Join(got, "; ") != "amps is missing; breaker_share is missing" {
		t.Errorf("got %v", got)
	}
}
