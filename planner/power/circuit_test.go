package power_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/power"
)

func near(got, want float64) bool { return math.Abs(got-want) <= 1e-9*max(1, math.Abs(want)) }

// TestNetBoxVA holds NetBox's own figures. Source: rack-feed-netbox in the
// golden power cases.
func TestNetBoxVA(t *testing.T) {
	for _, c := range []struct {
		circuit power.Circuit
		want    float64
	}{
		{power.Circuit{Volts: 120, Amps: 15, Phases: 1, BreakerShare: 0.8}, 1440},
		{power.Circuit{Volts: 208, Amps: 30, Phases: 3, BreakerShare: 0.8}, 8646},
		{power.Circuit{Volts: 400, Amps: 32, Phases: 3, BreakerShare: 0.8}, 17736},
		{power.Circuit{Volts: -48, Amps: 100, Phases: 1, BreakerShare: 0.8}, 3840}, // |V|, as NetBox counts DC
	} {
		if got := c.circuit.NetBoxVA(); got != c.want {
			t.Errorf("%+v: %g VA, want %g", c.circuit, got, c.want)
		}
	}
}

// TestDraw works amps by hand: 4.4 kW at 220 V is 20 A; 11.4 kW at 380 V on
// three phases is 11,400 / (1.7320508 * 380) = 17.3205 A on each.
func TestDraw(t *testing.T) {
	single := power.Circuit{Volts: 220, Amps: 32, Phases: 1, BreakerShare: 0.8}
	three := power.Circuit{Volts: 380, Amps: 32, Phases: 3, BreakerShare: 0.8}
	if got := single.Draw(4.4); !near(got, 20) {
		t.Errorf("4.4 kW at 220 V: %g A, want 20", got)
	}
	if got := three.Draw(11.4); math.Abs(got-17.3205) > 1e-4 {
		t.Errorf("11.4 kW at 380 V on three phases: %g A, want 17.3205", got)
	}
	for _, c := range []power.Circuit{single, three} {
		if got := c.VA(c.Draw(5)); !near(got, 5000) {
			t.Errorf("5 kW are %g VA on %+v", got, c)
		}
		if !near(c.Limit(), 25.6) {
			t.Errorf("80 %% of 32 A is %g A", c.Limit())
		}
	}
}

// TestRackAB holds that the sum of both feeds of a rack is 11,776 W and that
// half of it survives the loss of one; at that load the rack reads 100 %.
// Source: rack-ab in the golden power cases.
func TestRackAB(t *testing.T) {
	feed := power.Circuit{Volts: 230, Amps: 32, Phases: 1, BreakerShare: 0.8}
	cords := []power.Cord{{Circuit: feed, Side: power.SideA, Panel: power.NoPanel}, {Circuit: feed, Side: power.SideB, Panel: power.NoPanel}}
	if sum := 2 * feed.NetBoxVA(); sum != 11776 {
		t.Errorf("both feeds are %g VA, want 11,776", sum)
	}
	loads := power.NewPanels(nil).Put(5.888, cords, nil)
	if got := power.UsableVA(cords, loads); got != 5888 {
		t.Errorf("usable %g VA, want 5,888", got)
	}
	for i, l := range loads {
		if !near(l.Share(), 1) || power.Over(l.After, l.Limit) || !near(l.Now, 12.8) {
			t.Errorf("feed %d at its failover limit: %+v, share %g", i, l, l.Share())
		}
	}
	if l := power.NewPanels(nil).Put(5.889, cords, nil)[0]; !power.Over(l.After, l.Limit) {
		t.Errorf("5,889 W of 5,888 are not over: %+v", l)
	}
	if got := power.UsableVA(cords[:1], loads[:1]); got != 0 {
		t.Errorf("one side alone: usable %g VA through its loss, want 0", got)
	}
}

// TestPSUEven2N holds one 3,000 W server with six supplies, three on each of two
// rack PDUs: 500 W a connection and 500 more in failover, 1,500 W a PDU and
// 3,000 after the loss of the other. At 1,000 V a watt is a milliampere. Source:
// psu-even-2n in the golden power cases (Schneider Electric EcoStruxure IT
// Advisor, Redundancy examples, example 2).
func TestPSUEven2N(t *testing.T) {
	strip := power.Circuit{Volts: 1000, Amps: 10, Phases: 1, BreakerShare: 1}
	pdus := power.NewPanels([]power.Panel{{Circuit: strip, From: power.NoPanel}, {Circuit: strip, From: power.NoPanel}})
	var cords []power.Cord
	for i := range 6 {
		cords = append(cords, power.Cord{Circuit: strip, Side: power.Side(i % 2), Panel: i % 2})
	}
	for _, l := range pdus.Put(3, cords, nil) {
		if !near(l.Now*1000, 500) || !near((l.After-l.Now)*1000, 500) {
			t.Errorf("a connection carries %g W and %g more, want 500 and 500", l.Now*1000, (l.After-l.Now)*1000)
		}
	}
	for i, l := range pdus.Loads() {
		if !near(l.Now[0]*1000, 1500) || !near(l.After[0]*1000, 3000) || l.Direct != 3 {
			t.Errorf("PDU %d carries %g W, %g after the loss of the other; want 1,500 and 3,000", i, l.Now[0]*1000, l.After[0]*1000)
		}
	}
}

// TestUnevenCords works a load of 6 kW with two cords on A and one on B at
// 250 V: 24 A in all, 6 A on each cord of A and 12 on that of B; without B 12
// and 12, without A 24. Of 16 A each, A carries 8,000 VA and B 4,000.
func TestUnevenCords(t *testing.T) {
	c := power.Circuit{Volts: 250, Amps: 20, Phases: 1, BreakerShare: 0.8}
	none := power.NoPanel
	cords := []power.Cord{{Circuit: c, Panel: none}, {Circuit: c, Panel: none}, {Circuit: c, Side: power.SideB, Panel: none}}
	loads := power.NewPanels(nil).Put(6, cords, nil)
	for i, want := range []power.CordLoad{{Now: 6, After: 12, Limit: 16}, {Now: 6, After: 12, Limit: 16}, {Now: 12, After: 24, Limit: 16}} {
		if loads[i] != want {
			t.Errorf("cord %d carries %+v, want %+v", i, loads[i], want)
		}
	}
	if got := power.UsableVA(cords, loads); got != 4000 {
		t.Errorf("usable %g VA, want 4,000", got)
	}
}

func TestParseSide(t *testing.T) {
	for text, want := range map[string]power.Side{"A": power.SideA, "B": power.SideB} {
		if s, ok := power.ParseSide(text); !ok || s != want || s.String() != text || s.Other().Other() != s {
			t.Errorf("%s reads as %v, %t", text, s, ok)
		}
	}
	for _, text := range []string{"", "C", "a", "AB"} {
		if s, ok := power.ParseSide(text); ok {
			t.Errorf("%q reads as %v", text, s)
		}
	}
}

// drawCords draws up to four cords of a load on the panels given.
func drawCords(t *rapid.T, panels int) []power.Cord {
	cords := make([]power.Cord, rapid.IntRange(1, 4).Draw(t, "cords"))
	volts := map[int][]float64{1: {220, 230}, 3: {380, 400}}
	for i := range cords {
		phases := rapid.SampledFrom([]int{1, 3}).Draw(t, "phases")
		cords[i] = power.Cord{
			Circuit: power.Circuit{
				Volts: rapid.SampledFrom(volts[phases]).Draw(t, "volts"), Amps: rapid.Float64Range(1, 63).Draw(t, "amps"),
				Phases: phases, BreakerShare: rapid.Float64Range(0.1, 1).Draw(t, "share"),
			},
			Side: power.Side(rapid.IntRange(0, 1).Draw(t, "side")), Panel: rapid.IntRange(-1, panels-1).Draw(t, "panel"), Line: rapid.IntRange(0, 2).Draw(t, "line"),
		}
	}
	return cords
}

// TestUsableVAIsExact finds what a load may draw by drawing it: at usable VA no
// cord is over, 2 VA above it one is.
func TestUsableVAIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cords := drawCords(t, 0)
		limits := power.NewPanels(nil).Put(1, cords, nil)
		over := func(va float64) bool {
			for _, l := range power.NewPanels(nil).Put(power.KW(va/1000), cords, nil) {
				if power.Over(l.After, l.Limit) {
					return true
				}
			}
			return false
		}
		usable := power.UsableVA(cords, limits)
		one := limits[0].Now == limits[0].After
		switch {
		case one && usable != 0:
			t.Fatalf("one-sided, yet %g VA survive its loss", usable)
		case !one && (over(usable) || !over(usable+2)):
			t.Fatalf("usable %g VA: over there %t, over above %t", usable, over(usable), over(usable+2))
		}
	})
}
