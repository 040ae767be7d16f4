package planner_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/power"
)

// rackReference is the small reference with single-phase circuits and a floor of
// 1 m2 a rack.
func rackReference(tb testing.TB) planner.Reference {
	tb.Helper()
	ref := smallReference(tb)
	ref.Circuit.Circuit = planner.Circuit{Volts: 250, Amps: 32, Phases: 1, BreakerShare: 0.8}
	ref.Circuit.FootprintM2 = 1
	return ref
}

// smallHall is a hall of six positions in two rows behind two panels a side,
// without demand. Racks of 5 kW on 250 V take 20 A, 10 on each side.
//
//	X1 and X2 of side A of 100 A * 0.5 = 50 A; Y1 of side B of 200 A * 0.5 = 100 A, and Y2 of 60 * 0.5 = 30 behind it
func smallHall(tb testing.TB, ref planner.Reference) planner.Plan {
	tb.Helper()
	plan := casePlan(tb, "one-hall", ref)
	plan.Demand.Services = nil
	h := &plan.Sites[0].Phases[0].Halls[0]
	panel := func(name, side, from string, amps float64) planner.Panel {
		return planner.Panel{Name: name, Side: side, From: from, Circuit: planner.Circuit{Volts: 433, Amps: amps, Phases: 3, BreakerShare: 0.5}}
	}
	h.RackPositions = 6
	h.Panels = []planner.Panel{panel("X1", "A", "", 100), panel("X2", "A", "", 100), panel("Y2", "B", "Y1", 60), panel("Y1", "B", "", 200)}
	for i := range 6 {
		h.Racks = append(h.Racks, planner.Rack{
			Name: fmt.Sprintf("r%d", i+1), RackType: "r5", Row: string(rune('A' + i/3)), Position: 1 + i%3, From: monthOf(tb, "2023-06"),
		})
	}
	return plan
}

func mustLay(t interface{ Fatal(...any) }, plan planner.Plan, ref planner.Reference, month planner.Month) planner.RackLayout {
	l, err := planner.Racks(plan, ref, plan.Sites[0].Name, plan.Sites[0].Phases[0].Halls[0].Name, month)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestRacksByHand works the small hall. Without feeds of their own, racks come
// to X1 and X2 in turn and, round by round, to L1, L2 and L3; all are on Y2, which
// alone of side B feeds no other panel.
//
//	r1 X1 L1, r2 X2 L1, r3 X1 L2, r4 X2 L2, r5 X1 L3, r6 X2 L3;  on Y2 r1 L1, r2 L2, r3 L3, r4 L1, r5 L2, r6 L3
//	X1 and X2 carry 10 A a line, 20 after the loss of B; Y2, and Y1 above it, 20 and 40: 40 is over the 30 of Y2
//	r2 has feeds of its own: three-phase 5,000 / (sqrt(3) * 433) = 6.667 A on X1, where NetBox counts 433 * 16 * 0.8 * 1.732 = 9,599 VA,
//	and 10 A on L3 of Y1, 3,200 VA; its turn goes to r3
func TestRacksByHand(t *testing.T) {
	ref := rackReference(t)
	plan := smallHall(t, ref)
	june := monthOf(t, "2023-06")
	got := table(mustLay(t, plan, ref, june))
	want := `A1 r1 failover 0.78125 netbox 12800 usable 6400: A X1 L1 10 20 of 25.6; B Y2 L1 10 20 of 25.6
A2 r2 failover 0.78125 netbox 12800 usable 6400: A X2 L1 10 20 of 25.6; B Y2 L2 10 20 of 25.6
A3 r3 failover 0.78125 netbox 12800 usable 6400: A X1 L2 10 20 of 25.6; B Y2 L3 10 20 of 25.6
B1 r4 failover 0.78125 netbox 12800 usable 6400: A X2 L2 10 20 of 25.6; B Y2 L1 10 20 of 25.6
B2 r5 failover 0.78125 netbox 12800 usable 6400: A X1 L3 10 20 of 25.6; B Y2 L2 10 20 of 25.6
B3 r6 failover 0.78125 netbox 12800 usable 6400: A X2 L3 10 20 of 25.6; B Y2 L3 10 20 of 25.6
X1 [10 10 10] [20 20 20] of 50, 3 circuits
X2 [10 10 10] [20 20 20] of 50, 3 circuits
Y2 [20 20 20] [40 40 40] of 30, 6 circuits
Y1 [20 20 20] [40 40 40] of 100, 0 circuits
panel_over Y2 40 of 30 A
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	one, three := planner.Circuit{Volts: 250, Amps: 16, Phases: 1, BreakerShare: 0.8}, planner.Circuit{Volts: 433, Amps: 16, Phases: 3, BreakerShare: 0.8}
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.Racks[1].Feeds = []planner.RackFeed{{Side: "A", Panel: "X1", Circuit: three}, {Side: "B", Panel: "Y1", Phase: "L3", Circuit: one}}
	h.Racks[5].From = monthOf(t, "2023-07")
	got = table(mustLay(t, plan, ref, june))
	want = `A1 r1 failover 0.78125 netbox 12800 usable 6400: A X1 L1 10 20 of 25.6; B Y2 L1 10 20 of 25.6
A2 r2 failover 1.56250 netbox 12799 usable 3200: A X1 L1-L2-L3 3.333 6.667 of 12.8; B Y1 L3 10 20 of 12.8
A3 r3 failover 0.78125 netbox 12800 usable 6400: A X2 L1 10 20 of 25.6; B Y2 L2 10 20 of 25.6
B1 r4 failover 0.78125 netbox 12800 usable 6400: A X1 L2 10 20 of 25.6; B Y2 L3 10 20 of 25.6
B2 r5 failover 0.78125 netbox 12800 usable 6400: A X2 L2 10 20 of 25.6; B Y2 L1 10 20 of 25.6
X1 [13.333 13.333 3.333] [26.667 26.667 6.667] of 50, 3 circuits
X2 [10 10 0] [20 20 0] of 50, 2 circuits
Y2 [20 10 10] [40 20 20] of 30, 4 circuits
Y1 [20 10 20] [40 20 40] of 100, 1 circuits
rack_feed_over r2 20 of 12.8 A
panel_over Y2 40 of 30 A
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func table(l planner.RackLayout) string {
	var b strings.Builder
	for _, r := range l.Racks {
		fmt.Fprintf(&b, "%s%d %s failover %.5f netbox %g usable %g:", r.Row, r.Position, r.Name, r.FailoverShare, r.NetBoxVA, r.UsableVA)
		for i, f := range r.Feeds {
			fmt.Fprintf(&b, "%s %s %s %s %g %g of %g", strings.Repeat(";", min(i, 1)), f.Side, f.Panel, f.Phase, f.NowA, f.AfterA, f.LimitA)
		}
		b.WriteString("\n")
	}
	for _, p := range l.Panels {
		fmt.Fprintf(&b, "%s %g %g of %g, %d circuits\n", p.Name, p.NowA, p.AfterA, p.LimitA, p.Feeds)
	}
	for _, f := range l.Faults {
		fmt.Fprintf(&b, "%s %s %g of %g %s\n", f.Code, f.Where, f.Found, f.Limit, f.Unit)
	}
	return b.String()
}

// TestRackABOfAPlan holds the rack of two 230 V x 32 A feeds at 80 % in a plan:
// at 5,888 W it reads 100 %, not 50, beside NetBox's 11,776 VA. Source: rack-ab in
// the golden power cases.
func TestRackABOfAPlan(t *testing.T) {
	ref := rackReference(t)
	plan := casePlan(t, "one-hall", ref)
	plan.Demand.Services = nil
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.RackCircuit = &planner.Circuit{Volts: 230, Amps: 32, Phases: 1, BreakerShare: 0.8}
	h.DensityKWPerRack = 5.888
	plan.RackTypes = []planner.RackType{{
		Name: "full", HeightU: 42, NameplateKW: 7, PeakKW: 5.888, AverageKW: 4, WeightKG: 900, Basis: planner.Basis{Source: "case", AsOf: "2023"},
	}}
	h.Racks = []planner.Rack{{Name: "r", RackType: "full", Row: "A", Position: 1, From: plan.Horizon.Start}}
	l := mustLay(t, plan, ref, monthOf(t, "2023-06"))
	r := l.Racks[0]
	if r.FailoverShare != 1 || r.NetBoxVA != 11776 || r.UsableVA != 5888 || r.Feeds[0].NowA != 12.8 || r.KGPerM2 != 900 || len(l.Faults) != 0 {
		t.Errorf("%+v, faults %+v", r, l.Faults)
	}
}

// TestRackLimits breaks each limit of racks by itself: 161 racks of 5 kW are 805
// of the 800 kW usable; a rack of 800 kg stands on 1 m2.
func TestRackLimits(t *testing.T) {
	ref := rackReference(t)
	for _, c := range []struct {
		want  planner.RackFinding
		spoil func(p *planner.Plan, h *planner.Hall)
	}{
		{planner.RackFinding{Code: planner.RackFeedOver, Where: "r1", Found: 20, Limit: 19.2, Unit: "A"}, func(_ *planner.Plan, h *planner.Hall) {
			h.Racks = h.Racks[:1]
			h.RackCircuit = &planner.Circuit{Volts: 250, Amps: 24, Phases: 1, BreakerShare: 0.8}
		}},
		{planner.RackFinding{Code: planner.RackOneSided, Where: "r2", Found: 1, Limit: 2, Unit: "sides"}, func(p *planner.Plan, h *planner.Hall) {
			survivesPlanned(p)
			h.Racks = h.Racks[:2]
			feed := planner.RackFeed{Side: "B", Circuit: planner.Circuit{Volts: 250, Amps: 32, Phases: 1, BreakerShare: 0.8}}
			h.Racks[1].Feeds = []planner.RackFeed{feed, feed}
		}},
		{planner.RackFinding{Code: planner.PanelOver, Where: "Y2", Found: 40, Limit: 30, Unit: "A"}, func(*planner.Plan, *planner.Hall) {}},
		{planner.RackFinding{Code: planner.RackTooDense, Where: "r1", Found: 5, Limit: 4.5, Unit: "kW"}, func(_ *planner.Plan, h *planner.Hall) {
			h.Racks, h.DensityKWPerRack = h.Racks[:1], 4.5
		}},
		{planner.RackFinding{Code: planner.RackTooHeavy, Where: "r1", Found: 800, Limit: 799, Unit: "kg/m2"}, func(_ *planner.Plan, h *planner.Hall) {
			h.Racks, h.FloorLoadKGPerM2 = h.Racks[:1], 799
		}},
		{planner.RackFinding{Code: planner.HallOverUsable, Where: "h1", Found: 805, Limit: 800, Unit: "kW"}, func(p *planner.Plan, h *planner.Hall) {
			h.Racks, h.Panels, h.RackPositions = nil, nil, 200
			for i := range 161 {
				h.Racks = append(h.Racks, planner.Rack{Name: fmt.Sprint(i), RackType: "r5", Row: "A", Position: i + 1, From: p.Horizon.Start})
			}
		}},
	} {
		plan := smallHall(t, ref)
		c.spoil(&plan, &plan.Sites[0].Phases[0].Halls[0])
		if got := mustLay(t, plan, ref, monthOf(t, "2023-06")).Faults; len(got) != 1 || got[0] != c.want {
			t.Errorf("got %+v, want %+v", got, c.want)
		}
	}
}

// survivesPlanned lets the plan's tier keep the load up while a path is out on
// purpose.
func survivesPlanned(p *planner.Plan) {
	p.RedundancyTiers = []planner.RedundancyTier{{Name: "III", Survives: []power.Survival{power.SurvivesPlanned}, Basis: planner.Basis{Source: "case", AsOf: "2023"}}}
}

func TestRacksRefuses(t *testing.T) {
	ref := rackReference(t)
	plan := smallHall(t, ref)
	june := monthOf(t, "2023-06")
	for _, c := range []struct {
		path, site, hall string
		month            planner.Month
	}{{"site", "beta", "h1", june}, {"hall", "alpha", "h2", june}, {"month", "alpha", "h1", 0}, {"month", "alpha", "h1", plan.Horizon.End() + 1}} {
		_, err := planner.Racks(plan, ref, c.site, c.hall, c.month)
		if err == nil {
			t.Errorf("%+v is laid out", c)
			continue
		}
		if f := faultsOf(t, err); len(f) != 1 || f[0].Path != c.path || f[0].Message == "" {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// TestRackLayoutHasNoNulls holds that an empty hall has lists, not nulls.
func TestRackLayoutHasNoNulls(t *testing.T) {
	ref := rackReference(t)
	document, err := json.Marshal(mustLay(t, casePlan(t, "one-hall", ref), ref, monthOf(t, "2023-01")))
	if err != nil || strings.Contains(string(document), "null") {
		t.Errorf("%s, %v", document, err)
	}
}

// drawHall draws racks with and without feeds of their own in a small hall.
func drawHall(t *rapid.T, ref planner.Reference, tb testing.TB) planner.Plan {
	plan := smallHall(tb, ref)
	h := &plan.Sites[0].Phases[0].Halls[0]
	h.RackPositions = 40
	h.Racks = nil
	for i := range rapid.IntRange(0, 30).Draw(t, "racks") {
		h.Racks = append(h.Racks, drawRack(t, i))
	}
	return plan
}

func drawRack(t *rapid.T, i int) planner.Rack {
	r := planner.Rack{Name: fmt.Sprint("r", i), RackType: "r5", Row: fmt.Sprint("A", i/10), Position: 1 + i%10, From: 2023*12 + 5}
	for range rapid.IntRange(0, 3).Draw(t, "feeds") {
		f := planner.RackFeed{Side: "A", Circuit: planner.Circuit{Volts: 250, Amps: 32, Phases: 1, BreakerShare: 0.8}}
		f.Panel = rapid.SampledFrom([]string{"", "X1", "X2"}).Draw(t, "panel of A")
		if rapid.Bool().Draw(t, "side B") {
			f.Side, f.Panel = "B", rapid.SampledFrom([]string{"", "Y1", "Y2"}).Draw(t, "panel of B")
		}
		if rapid.Bool().Draw(t, "three-phase") {
			f.Volts, f.Phases = 433, 3
		}
		r.Feeds = append(r.Feeds, f)
	}
	return r
}

// TestRackProperties holds that load after a loss is never below the load
// before it, that the order of racks never matters, and that one rack more
// never lowers what a panel carries.
func TestRackProperties(t *testing.T) {
	ref := rackReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		plan := drawHall(rt, ref, t)
		h := &plan.Sites[0].Phases[0].Halls[0]
		june := monthOf(t, "2023-06")
		before := mustLay(rt, plan, ref, june)
		for _, r := range before.Racks {
			for _, f := range r.Feeds {
				if f.AfterA < f.NowA || r.FailoverShare < f.AfterA/f.LimitA-1e-3 {
					rt.Fatalf("%+v", r)
				}
			}
			if 2*r.UsableVA > r.NetBoxVA+1 {
				rt.Fatalf("usable %g of %g VA", r.UsableVA, r.NetBoxVA)
			}
		}
		h.Racks = rapid.Permutation(h.Racks).Draw(rt, "order")
		if diff := cmp.Diff(before, mustLay(rt, plan, ref, june)); diff != "" {
			rt.Fatalf("another order of racks (-before +after):\n%s", diff)
		}
		h.Racks = append(h.Racks, drawRack(rt, len(h.Racks)))
		for i, p := range mustLay(rt, plan, ref, june).Panels {
			for line := range p.NowA {
				if p.NowA[line] < before.Panels[i].NowA[line] || p.AfterA[line] < before.Panels[i].AfterA[line] || p.AfterA[line] < p.NowA[line] {
					rt.Fatalf("%+v, before one rack more %+v", p, before.Panels[i])
				}
			}
		}
	})
}
