package planner_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
)

// TestGeneratedRacks stands 45 racks of demand in the positions that the plan
// leaves free: R01/1 is taken by a rack that comes later, and its name, chat-2, too.
func TestGeneratedRacks(t *testing.T) {
	ref := rackReference(t)
	plan := casePlan(t, "one-hall", ref)
	plan.Demand.Services[0].Racks.Table[0].Racks = 45
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.RackPositions = 30
	h.Racks = []planner.Rack{
		{Name: "chat-2", RackType: "r5", Row: "R01", Position: 1, From: monthOf(t, "2023-08")},
		{Name: "core", RackType: "r5", Row: "N", Position: 7, From: monthOf(t, "2023-06")},
	}
	l := mustLay(t, plan, ref, monthOf(t, "2023-06"))
	if n := len(l.Racks); n != 29 {
		t.Fatalf("%d racks, want core and 28 of demand in 30 positions of which one is kept", n)
	}
	places, names := map[string]bool{}, map[string]bool{}
	for _, r := range l.Racks {
		place := fmt.Sprint(r.Row, r.Position)
		if places[place] || names[r.Name] || r.Position > 20 || r.Generated != (r.Service == "chat") || r.Generated != r.From.IsZero() {
			t.Errorf("%+v", r)
		}
		places[place], names[r.Name] = true, true
	}
	for i, want := range map[int]string{0: "N7 core", 1: "R012 chat-1", 2: "R013 chat-3", 19: "R0120 chat-20", 20: "R021 chat-21", 28: "R029 chat-29"} {
		if r := l.Racks[i]; fmt.Sprintf("%s%d %s", r.Row, r.Position, r.Name) != want {
			t.Errorf("rack %d is %s in %s %d, want %s", i, r.Name, r.Row, r.Position, want)
		}
	}
	if l := mustLay(t, plan, ref, monthOf(t, "2023-01")); len(l.Racks) != 0 {
		t.Errorf("%d racks in a hall that is not built", len(l.Racks))
	}
}

// TestDealtRacksAreEven holds that racks without feeds differ by at most one
// circuit between the panels of a side and between the lines of a panel.
func TestDealtRacksAreEven(t *testing.T) {
	ref := rackReference(t)
	plan := casePlan(t, "one-hall", ref)
	h := &plan.Sites[0].Phases[0].Halls[0]
	for i := range 3 {
		h.Panels = append(h.Panels, planner.Panel{Name: fmt.Sprint("A", i), Side: "A", Circuit: planner.Circuit{Volts: 433, Amps: 400, Phases: 3, BreakerShare: 1}})
	}
	for n := range 40 {
		plan.Demand.Services[0].Racks.Table[0].Racks = n
		var amps []float64
		for _, p := range mustLay(t, plan, ref, monthOf(t, "2023-06")).Panels {
			amps = append(amps, p.NowA[:]...)
		}
		if d := slices.Max(amps) - slices.Min(amps); math.Abs(d) > 10 {
			t.Errorf("%d racks of 10 A a side: lines carry %v", n, amps)
		}
	}
}

// TestDemandTakesHallsWhoseCircuitCarriesIt holds that racks of 5 kW go where a
// position's circuit carries 20 A through the loss of the other, and not where 19.2.
func TestDemandTakesHallsWhoseCircuitCarriesIt(t *testing.T) {
	ref := rackReference(t)
	plan := casePlan(t, "one-hall", ref)
	for amps, want := range map[float64]int{25: 100, 24: 0} {
		plan.Sites[0].Phases[0].Halls[0].RackCircuit = &planner.Circuit{Volts: 250, Amps: amps, Phases: 1, BreakerShare: 0.8}
		if got := len(mustLay(t, plan, ref, monthOf(t, "2023-06")).Racks); got != want {
			t.Errorf("%d racks on circuits of %g A, want %d", got, amps, want)
		}
	}
}

// TestDealtOnAfterNamedRacks holds that racks of demand take their turns after
// those the plan places, whenever these come: the first of them is third.
func TestDealtOnAfterNamedRacks(t *testing.T) {
	ref := rackReference(t)
	plan := smallHall(t, ref)
	plan.Demand.Services = casePlan(t, "one-hall", ref).Demand.Services
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.Racks = h.Racks[:2]
	h.Racks[1].From = monthOf(t, "2023-08")
	want := "A1 r1 X1 L1, R011 chat-1 X1 L2, R012 chat-2 X2 L2, R013 chat-3 X1 L3, R014 chat-4 X2 L3"
	if got := firstFeeds(mustLay(t, plan, ref, monthOf(t, "2023-06"))); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestRowsInOrder holds that rows stand by the number they end in, and racks in
// them by position.
func TestRowsInOrder(t *testing.T) {
	ref := rackReference(t)
	plan := smallHall(t, ref)
	h := &plan.Sites[0].Phases[0].Halls[0]
	for i, row := range []string{"R10", "R2", "R1", "R2", "N", "R02"} {
		h.Racks[i].Row, h.Racks[i].Position = row, 9-i
	}
	h.Panels = nil
	want := "N5 r5  L2, R17 r3  L1, R024 r6  L1, R26 r4  L3, R28 r2  L2, R109 r1  L3"
	if got := firstFeeds(mustLay(t, plan, ref, monthOf(t, "2023-06"))); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestDealtToSinglePhasePanels holds that such a panel has its circuits on its
// own line, and that none comes to it where positions have three phases.
func TestDealtToSinglePhasePanels(t *testing.T) {
	ref := rackReference(t)
	plan := smallHall(t, ref)
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.Racks = h.Racks[:4]
	for i, name := range []string{"S1", "S2"} {
		one := planner.Circuit{Volts: 250, Amps: 32, Phases: 1, BreakerShare: 1}
		h.Panels[i] = planner.Panel{Name: name, Side: "A", Circuit: one}
	}
	want := "A1 r1 S1 L1, A2 r2 S2 L2, A3 r3 S1 L1, B1 r4 S2 L2"
	if got := firstFeeds(mustLay(t, plan, ref, monthOf(t, "2023-06"))); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	h.RackCircuit = &planner.Circuit{Volts: 433, Amps: 32, Phases: 3, BreakerShare: 0.8}
	want = "A1 r1  L1-L2-L3, A2 r2  L1-L2-L3, A3 r3  L1-L2-L3, B1 r4  L1-L2-L3"
	if got := firstFeeds(mustLay(t, plan, ref, monthOf(t, "2023-06"))); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// firstFeeds writes where each rack stands and what its first feed hangs on.
func firstFeeds(l planner.RackLayout) string {
	var racks []string
	for _, r := range l.Racks {
		racks = append(racks, fmt.Sprintf("%s%d %s %s %s", r.Row, r.Position, r.Name, r.Feeds[0].Panel, r.Feeds[0].Phase))
	}
	return strings.Join(racks, ", ")
}
