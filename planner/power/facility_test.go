package power_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/power"
)

// TestFacilityAtPartLoad is a hall of 900 kW behind a transformer of 1,000 kW
// that loses 1 % of its rating at any load and 5 % at full load, a UPS with 4 %
// and 10 %, a chiller with a COP of 5 and 2 % other load:
//
//	UPS gain 1/0.9 - 0.04 = 1.0711111, fixed 0.04 * 1000 = 40
//	rooms    40 + 1.0711111 it
//	chiller  8 + 0.2142222 it
//	joined   48 + (1.0711111 + 0.2142222 + 0.02) it = 48 + 1.3053333 it
//	grid     transformer gain 1/0.95 - 0.01 = 1.0426316, fixed 10:
//	         60.0463158 + 1.3609819 it, of which chillers 8.3410526 + 0.2233553 it
func TestFacilityAtPartLoad(t *testing.T) {
	site := &power.Site{
		OtherLoad: 0.02,
		Shared: []power.Stage{
			{Kind: power.Feed, Arrangement: power.Arrangement{Systems: 1}, Modules: 1, Buses: 1, Efficiency: 1, Rating: 2000},
			{Kind: power.Transformer, Arrangement: power.Arrangement{Systems: 1}, Modules: 1, Buses: 1, Rating: 1000, Efficiency: 0.95, NoLoadLoss: 0.01},
			{Kind: power.Chiller, Arrangement: power.Arrangement{Systems: 1}, Modules: 1, Buses: 1, Rating: 2000, COP: 5},
		},
		Classes: [][]power.Stage{{
			{Kind: power.UPS, Arrangement: power.Arrangement{Systems: 1}, Modules: 1, Buses: 1, Rating: 1000, Efficiency: 0.9, NoLoadLoss: 0.04},
		}},
		Halls: []power.Hall{{Name: "A", Most: 600}},
	}
	f := power.Solve(site, power.Tier{Name: "I"}).Facility()
	half := f.Fixed.Plus(f.PerIT[0], 300)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"fixed", f.Fixed.Grid, 10 + 48*(1/0.95-0.01)},
		{"for a kW of IT", f.PerIT[0].Grid, (1.2*(1/0.9-0.04) + 0.02) * (1/0.95 - 0.01)},
		{"fixed of chillers", f.Fixed.Chillers, 8 * (1/0.95 - 0.01)},
		{"of chillers for a kW of IT", f.PerIT[0].Chillers, 0.2 * (1/0.9 - 0.04) * (1/0.95 - 0.01)},
		{"fixed heat", f.Fixed.Heat, 40},
		{"heat for a kW of IT", f.PerIT[0].Heat, 1/0.9 - 0.04},
		{"300 kW, chillers alone", float64(half.Economised(0)), 60.0463158 + 300*1.3609819},
		{"300 kW, half by air", float64(half.Economised(0.5)), 60.0463158 + 300*1.3609819 - (8.3410526+300*0.2233553)/2},
	} {
		if math.Abs(c.got-c.want) > 1e-5*c.want {
			t.Errorf("%s: %.7f, want %.7f", c.what, c.got, c.want)
		}
	}
}

// TestFacilityAtFullLoadIsTheSource holds that at what the halls may carry, with
// no help from outside air, a site draws what Solve says the grid gives.
func TestFacilityAtFullLoadIsTheSource(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		site := drawSite(t)
		s := power.Solve(site, ladder[0])
		f := s.Facility()
		d := f.Fixed
		for h, hall := range site.Halls {
			d = d.Plus(f.PerIT[hall.Class], float64(s.Alone[h])*s.Share)
		}
		if got := float64(d.Economised(0)); math.Abs(got-float64(s.Source)) > 1e-6*math.Max(1, got) {
			t.Fatalf("draws %g kW, the grid gives %g", got, s.Source)
		}
		if d.Chillers < 0 || d.Chillers > d.Grid {
			t.Fatalf("chillers draw %g of %g kW", d.Chillers, d.Grid)
		}
	})
}

// BenchmarkFacility is what a site of 50 halls, no two alike, draws.
func BenchmarkFacility(b *testing.B) {
	s := power.Solve(fiftyHalls(b), ladder[0])
	b.ReportAllocs()
	for b.Loop() {
		s.Facility()
	}
}

// TestUsableIsWhatAFailureLeaves holds that two feeds of 1,000 kW, each enough
// for all, carry 1,000 kW, though in sound state the no-load losses of both
// sides hang on them and in a failure those of one.
func TestUsableIsWhatAFailureLeaves(t *testing.T) {
	twoN := power.Arrangement{Systems: 2}
	site := &power.Site{
		Shared: []power.Stage{{Kind: power.Feed, Arrangement: twoN, Modules: 2, Buses: 1, Efficiency: 1, Rating: 1000}},
		Classes: [][]power.Stage{{
			{Kind: power.UPS, Arrangement: twoN, Modules: 2, Buses: 1, Rating: 2000, Efficiency: 0.9, NoLoadLoss: 0.02},
		}},
		Halls: []power.Hall{{Name: "A", Most: 5000}},
	}
	if got := power.Solve(site, power.Tier{Name: "I"}).Shared[0].Usable; math.Abs(float64(got)-1000) > 1e-6 {
		t.Errorf("two feeds of 1,000 kW carry %v", got)
	}
}
