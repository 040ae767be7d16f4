package power_test

import (
	"math"
	"testing"

	"buildout/planner/power"
)

// ideal is a stage without losses.
func ideal(t testing.TB, kind power.Kind, arrangement string, modules int, rating power.KW) power.Stage {
	t.Helper()
	s := power.Stage{Kind: kind, Arrangement: parse(t, arrangement), Modules: modules, Rating: rating, Buses: 1}
	if kind.Cooling() {
		s.COP = math.Inf(1)
	} else {
		s.Efficiency = 1
	}
	return s
}

// hall is a site with one hall and no plant of its own.
func hall(most power.KW, train ...power.Stage) *power.Site {
	return &power.Site{Classes: [][]power.Stage{train}, Halls: []power.Hall{{Name: "DH-1", Most: most}}}
}

// usable is what the first hall of a site may carry.
func usable(site *power.Site, claim power.Tier) float64 {
	s := power.Solve(site, claim)
	return float64(s.Alone[0]) * s.Share
}

func close(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
		t.Errorf("%s: %g, want %g", what, got, want)
	}
}

const plenty = 1e6 // kW of design and space that limit nothing

// TestUsableFraction holds the published usable shares of installed capacity.
// "N+1 of 3" is three modules that are needed and one more; each has 1,000 kW.
// Source: usable-fraction in the golden power cases.
func TestUsableFraction(t *testing.T) {
	for _, c := range []struct {
		arrangement string
		modules     int
		want        float64
	}{
		{"N", 1, 1}, {"N", 5, 1},
		{"N+1", 4, 0.75}, {"N+1", 5, 0.8}, {"N+2", 6, 2.0 / 3},
		{"2N", 2, 0.5}, {"2N", 8, 0.5},
		{"2(N+1)", 8, 0.375}, {"2(N+1)", 10, 0.4},
		{"3N/2", 3, 2.0 / 3}, {"4N/3", 8, 0.75}, {"5N/4", 5, 0.8},
	} {
		got := usable(hall(plenty, ideal(t, power.UPS, c.arrangement, c.modules, 1000)), power.Tier{})
		close(t, c.arrangement, got/float64(1000*c.modules), c.want)
	}
	block := hall(plenty, ideal(t, power.UPS, "block 4+1", 5, 1000), ideal(t, power.STS, "N", 4, 2000))
	close(t, "block redundant 4 active + 1 catcher", usable(block, power.Tier{})/5000, 0.8)
}

// TestFlex: using the reserve of a 4N/3 room deploys a third more servers.
// Source: Zhang et al., Flex, ISCA 2021, doi 10.1109/ISCA52012.2021.00033.
func TestFlex(t *testing.T) {
	reserve := usable(hall(plenty, ideal(t, power.UPS, "4N/3", 4, 1000)), power.Tier{})
	whole := usable(hall(plenty, ideal(t, power.UPS, "N", 4, 1000)), power.Tier{})
	close(t, "gain", whole/reserve-1, 1.0/3)
}

// TestDistributed holds that the same 3,000 kW on the same four systems stand
// a failure when corded to all six pairs, and not when corded to two.
// Source: distributed-even and distributed-uneven in the golden power cases.
func TestDistributed(t *testing.T) {
	for _, c := range []struct {
		name          string
		pairs         []power.Pair
		worst, usable float64
	}{
		{"even", nil, 1000, 3000},
		{"uneven", []power.Pair{{First: 0, Second: 1, Share: 0.5}, {First: 2, Second: 3, Share: 0.5}}, 1500, 2000},
	} {
		ups := ideal(t, power.UPS, "4N/3", 4, 1000)
		ups.Pairs = c.pairs
		site := hall(3000, ups)
		sound, _ := power.Simulate(site, []power.KW{3000}, "")
		for _, y := range sound.Halls[0].Stages[0].Systems {
			close(t, c.name+" sound", float64(y.LoadKW), 750)
		}
		failed, ok := power.Simulate(site, []power.KW{3000}, "system:ups:1@DH-1")
		if !ok {
			t.Fatal("no such failure")
		}
		worst, over := 0.0, false
		for _, y := range failed.Halls[0].Stages[0].Systems {
			worst, over = math.Max(worst, float64(y.LoadKW)), over || y.Over
		}
		close(t, c.name+" after a failure", worst, c.worst)
		if over != (c.worst > 1000) {
			t.Errorf("%s: overload %t", c.name, over)
		}
		close(t, c.name+" usable", usable(site, power.Tier{}), c.usable)
	}
}

// TestLoad follows one kW up a worked train:
//
//	PDU out 1; in 1/0.98 = 1.020408; UPS out that, in /0.95 = 1.074114 = heat of the rooms
//	air handlers move 1.074114, use /25 = 0.042965; chillers move 1.117079, use /5 = 0.223416
//	cooling and 0.03 of other load join: 1.074114 + 0.266381 + 0.03 = 1.370495
//	generator and transformer carry that; grid 1.370495/0.98 = 1.398464
func TestLoad(t *testing.T) {
	train := []power.Stage{
		ideal(t, power.Transformer, "N", 1, plenty), ideal(t, power.Generator, "N", 1, plenty), ideal(t, power.Chiller, "N", 1, plenty),
		ideal(t, power.UPS, "N", 1, plenty), ideal(t, power.PDU, "N", 1, plenty), ideal(t, power.AirHandler, "N", 1, plenty),
	}
	train[0].Efficiency, train[3].Efficiency, train[4].Efficiency = 0.98, 0.95, 0.98
	train[2].COP, train[5].COP = 5, 25
	site := hall(1000, train...)
	site.Shared = []power.Stage{ideal(t, power.Feed, "N", 1, plenty)}
	site.OtherLoad = 0.03
	s := power.Solve(site, power.Tier{})
	for i, want := range []float64{1.370495, 1.370495, 1.117079, 1.020408, 1, 1.074114} {
		close(t, string(train[i].Kind), s.Own[0][i].PerIT, want)
	}
	close(t, "feed", s.Shared[0].PerIT, 1.398464)
	close(t, "grid", float64(s.Source), 1398.464)
}

// TestNoLoadLoss: a UPS of 4 x 500 kW arranged 2N at 0.95 loses 1 % of its
// rating at any load, 20 kW, and 0.0526316 - 0.01 of its load. At 800 kW of IT
// load that is 20 + 34.105 = 54.105 kW. With side A out its 10 kW go too: the
// switchgear gives 800 + 10 + 34.105. Switchgear of 1,000 kW in sound state
// carries (1000 - 20) / 1.0426316 = 939.93 kW of IT load, a side of 1,000 kW
// more than that.
func TestNoLoadLoss(t *testing.T) {
	ups := ideal(t, power.UPS, "2N", 4, 500)
	ups.Efficiency, ups.NoLoadLoss = 0.95, 0.01
	site := hall(plenty, ideal(t, power.Switchgear, "N", 1, 1000), ups)
	close(t, "usable", usable(site, power.Tier{}), 980/1.0426315789)
	for id, want := range map[string]float64{"": 854.105263, "system:ups:A@DH-1": 844.105263} {
		state, ok := power.Simulate(site, []power.KW{800}, id)
		if !ok {
			t.Fatal(id)
		}
		close(t, "switchgear after "+id, float64(state.Halls[0].Stages[0].Systems[0].LoadKW), want)
	}
}
