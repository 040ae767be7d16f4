package power_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/power"
)

func threePhase(volts, amps float64) power.Circuit {
	return power.Circuit{Volts: volts, Amps: amps, Phases: 3, BreakerShare: 1}
}

// TestPanelTree works a side of three panels by hand: P1 of 100 A feeds P2 of
// 200 A and P3 of 60 A. A 22 kW load on one 220 V circuit of P2, L2, is 100 A; a
// three-phase 380 V load of 19.7454 kW on P3 is 30 A on each line.
func TestPanelTree(t *testing.T) {
	none := power.NoPanel
	p := power.NewPanels([]power.Panel{{threePhase(380, 200), 2, 0}, {threePhase(380, 60), 2, 0}, {threePhase(380, 100), none, 0}})
	single := power.Circuit{Volts: 220, Amps: 125, Phases: 1, BreakerShare: 1}
	feed := p.Put(22, []power.Cord{{Circuit: single, Panel: 0, Line: 1}}, nil)
	if feed[0].Limit != 100 {
		t.Errorf("a 125 A circuit of a 200 A panel behind one of 100 A may carry %g A, want 100", feed[0].Limit)
	}
	p.Put(power.KW(threePhase(380, 63).VA(30)/1000), []power.Cord{{Circuit: threePhase(380, 63), Panel: 1}}, nil)
	for i, want := range []struct {
		now   power.Lines
		limit float64
	}{{power.Lines{0, 100, 0}, 100}, {power.Lines{30, 30, 30}, 60}, {power.Lines{30, 130, 30}, 100}} {
		l := p.Loads()[i]
		for line := range l.Now {
			if !near(l.Now[line], want.now[line]) || !near(l.After[line], want.now[line]) {
				t.Errorf("panel %d carries %v, want %v", i, l.Now, want.now)
			}
		}
		if l.Limit != want.limit {
			t.Errorf("panel %d may carry %g A, want %g", i, l.Limit, want.limit)
		}
	}
}

// TestTransformerBetween works a 208 V panel behind a 416 V one: 20 A on the
// 120 V side are 10 above it, and 50 A above allow 100 below.
func TestTransformerBetween(t *testing.T) {
	p := power.NewPanels([]power.Panel{{threePhase(416, 50), power.NoPanel, 0}, {threePhase(208, 150), 0, 0}})
	p.Put(2.4, []power.Cord{{Circuit: power.Circuit{Volts: 120, Amps: 30, Phases: 1, BreakerShare: 1}, Panel: 1, Line: 2}}, nil)
	loads := p.Loads()
	if !near(loads[1].Now[2], 20) || !near(loads[0].Now[2], 10) || !near(loads[1].Limit, 100) {
		t.Errorf("below %+v, above %+v", loads[1], loads[0])
	}
}

// TestSinglePhasePanel holds that all circuits of such a panel are on its line.
func TestSinglePhasePanel(t *testing.T) {
	c := power.Circuit{Volts: 220, Amps: 100, Phases: 1, BreakerShare: 1}
	p := power.NewPanels([]power.Panel{{c, 1, 2}, {threePhase(380, 100), power.NoPanel, 0}})
	p.Put(2.2, []power.Cord{{Circuit: c, Panel: 0, Line: 0}}, nil)
	for i, l := range p.Loads() {
		if !near(l.Now[2], 10) || l.Now[0] != 0 || l.Now.Worst() != 2 {
			t.Errorf("panel %d carries %v, want 10 A on L3", i, l.Now)
		}
	}
}

// drawPanels draws a forest whose panels stand in any order.
func drawPanels(t *rapid.T) []power.Panel {
	n := rapid.IntRange(1, 8).Draw(t, "panels")
	at := rapid.Permutation(upTo(n)).Draw(t, "order")
	panels := make([]power.Panel, n)
	for i := range n {
		panels[at[i]] = power.Panel{Circuit: threePhase(380, rapid.Float64Range(10, 400).Draw(t, "amps")), From: power.NoPanel}
		if up := rapid.IntRange(-1, i-1).Draw(t, "from"); up >= 0 {
			panels[at[i]].From = at[up]
		}
	}
	return panels
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// TestPanelProperties holds that load after a loss is never below the load
// before it, that one load more never lowers a panel, that a panel carries all
// that is below it, and that no limit is above that of the panel it comes from.
func TestPanelProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawPanels(t)
		p := power.NewPanels(list)
		for range rapid.IntRange(0, 10).Draw(t, "loads") {
			before := p.Loads()
			for _, l := range p.Put(power.KW(rapid.Float64Range(0, 20).Draw(t, "kW")), drawCords(t, len(list)), nil) {
				if l.After < l.Now {
					t.Fatalf("less after the loss of the other side: %+v", l)
				}
			}
			for i, l := range p.Loads() {
				for line := range l.Now {
					if l.Now[line] < before[i].Now[line] || l.After[line] < before[i].After[line] || l.After[line] < l.Now[line] {
						t.Fatalf("panel %d carried %+v, then %+v", i, before[i], l)
					}
				}
			}
		}
		loads := p.Loads()
		for i, panel := range list {
			if up := panel.From; up != power.NoPanel && (loads[i].Limit > loads[up].Limit || loads[i].Now[0] > loads[up].Now[0]*(1+1e-9)) {
				t.Fatalf("panel %d: %+v, from %+v", i, loads[i], loads[up])
			}
		}
	})
}

// TestPanelsAgainstWalk sums every circuit on every panel above it, one by one.
func TestPanelsAgainstWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawPanels(t)
		p := power.NewPanels(list)
		want := make([]power.Lines, len(list))
		for range 10 {
			load, cords := power.KW(rapid.Float64Range(0, 20).Draw(t, "kW")), drawCords(t, len(list))
			for i, l := range p.Put(load, cords, nil) {
				for j := cords[i].Panel; j != power.NoPanel; j = list[j].From {
					for line := range want[j] {
						if cords[i].Circuit.Phases == 3 || cords[i].Line == line {
							want[j][line] += l.After
						}
					}
				}
			}
		}
		for i, l := range p.Loads() {
			for line := range l.After {
				if !near(l.After[line], want[i][line]) {
					t.Fatalf("panel %d of %+v carries %v, want %v", i, list, l.After, want[i])
				}
			}
		}
	})
}

// BenchmarkRacks100k checks 100,000 dual-corded racks on the panels of a hall.
func BenchmarkRacks100k(b *testing.B) {
	const racks, panels = 100_000, 2_000
	list := make([]power.Panel, panels)
	for i := range list {
		list[i] = power.Panel{Circuit: threePhase(380, 400), From: i/20 - 2}
		if list[i].From < 0 || list[i].From >= i {
			list[i].From = power.NoPanel
		}
	}
	feed := power.Circuit{Volts: 220, Amps: 32, Phases: 1, BreakerShare: 0.8}
	cords := make([]power.Cord, 2*racks)
	for i := range cords {
		cords[i] = power.Cord{Circuit: feed, Side: power.Side(i % 2), Panel: i % panels, Line: i / 2 % 3}
	}
	b.ReportAllocs()
	for b.Loop() {
		p := power.NewPanels(list)
		loads := make([]power.CordLoad, 0, len(cords))
		for i := range racks {
			loads = p.Put(5, cords[2*i:2*i+2], loads)
		}
		if over := slices.ContainsFunc(loads, func(l power.CordLoad) bool { return power.Over(l.After, l.Limit) }); over || len(p.Loads()) != panels {
			b.Fatal("a load of 22.7 A is over 25.6")
		}
	}
}
