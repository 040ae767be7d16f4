package power_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/power"
)

// TestUsableFraction holds the published usable shares of installed capacity.
// "N+1 of 3" is three modules that are needed and one more; they have 1,000 kW
// each. Source: usable-fraction in the golden power cases.
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
	} {
		a := parse(t, c.arrangement)
		ratings := equal(c.modules, 1000)
		if got := float64(a.Usable(ratings...)) / float64(1000*c.modules); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%d modules in %s: usable share %g, want %g", c.modules, a, got, c.want)
		}
		if a.Usable(ratings...) != a.UsableEqual(c.modules, 1000) {
			t.Errorf("%d modules in %s: %v by list, %v by count", c.modules, a, a.Usable(ratings...), a.UsableEqual(c.modules, 1000))
		}
	}
}

func parse(t *testing.T, text string) power.Arrangement {
	t.Helper()
	a, err := power.ParseArrangement(text)
	if err != nil {
		t.Fatal(err)
	}
	if a.String() != text {
		t.Errorf("%q reads back as %q", text, a.String())
	}
	return a
}

func equal(n int, rating power.KW) []power.KW {
	ratings := make([]power.KW, n)
	for i := range ratings {
		ratings[i] = rating
	}
	return ratings
}

// TestUsableOfUnequalModules takes the largest out: 40, 30 and 20 MW with one
// spare carry 50; of two systems the lesser must carry all.
func TestUsableOfUnequalModules(t *testing.T) {
	if got := parse(t, "N+1").Usable(40, 30, 20); got != 50 {
		t.Errorf("N+1 of 40, 30, 20: %v kW, want 50", got)
	}
	if got := parse(t, "2N").Usable(40, 25); got != 25 {
		t.Errorf("2N of 40 and 25: %v kW, want 25", got)
	}
	if got := parse(t, "2(N+1)").Usable(10, 20, 10, 20, 10, 5); got != 20 {
		t.Errorf("2(N+1) of 10+10+10 and 20+20+5: %v kW, want 20", got)
	}
}

// TestUsableAgainstEveryFailure takes every set of modules out that the
// arrangement promises to survive and finds the least that is left.
func TestUsableAgainstEveryFailure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := power.Arrangement{Systems: rapid.IntRange(1, 2).Draw(t, "systems"), Spare: rapid.IntRange(0, 2).Draw(t, "spare")}
		each := rapid.IntRange(1, 5).Draw(t, "modules in each system")
		ratings := make([]power.KW, each*a.Systems)
		for i := range ratings {
			ratings[i] = power.KW(rapid.IntRange(1, 50).Draw(t, "rating"))
		}
		want := power.KW(math.Inf(1))
		for lost := range a.Systems {
			for out := range 1 << len(ratings) {
				if left, allowed := survivors(a, ratings, lost, out); allowed {
					want = min(want, left)
				}
			}
		}
		if got := a.Usable(ratings...); got != want {
			t.Fatalf("%s of %v: %v kW, every failure leaves %v", a, ratings, got, want)
		}
	})
}

// survivors sums what is left with a whole other system lost, where there are
// two, and the modules of the bit set out, at most Spare of the system left.
func survivors(a power.Arrangement, ratings []power.KW, lost, out int) (left power.KW, allowed bool) {
	gone := 0
	for i, r := range ratings {
		switch {
		case a.Systems == 2 && i%2 == lost:
		case out&(1<<i) != 0:
			gone++
		default:
			left += r
		}
	}
	return left, gone <= a.Spare
}

func TestUsableProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := power.Arrangement{Systems: rapid.IntRange(1, 2).Draw(t, "systems"), Spare: rapid.IntRange(0, 3).Draw(t, "spare")}
		n := a.Systems * rapid.IntRange(1, 20).Draw(t, "modules in each system")
		rating := power.KW(rapid.Float64Range(1, 5000).Draw(t, "rating"))
		usable := a.UsableEqual(n, rating)
		if usable > power.KW(n)*rating {
			t.Fatalf("usable %v exceeds installed %v", usable, power.KW(n)*rating)
		}
		if more := a.UsableEqual(n+a.Systems, rating); more < usable {
			t.Fatalf("a module more lowers usable from %v to %v", usable, more)
		}
		if twice := a.UsableEqual(n, 2*rating); math.Abs(float64(twice-2*usable)) > 1e-9 {
			t.Fatalf("twice the rating gives %v, want %v", twice, 2*usable)
		}
		stronger := power.Arrangement{Systems: a.Systems, Spare: a.Spare + 1}
		if stronger.UsableEqual(n, rating) > usable {
			t.Fatalf("a spare more raises usable")
		}
		if !stronger.Meets(a) || a.Meets(stronger) {
			t.Fatalf("%s and %s are ordered wrongly", a, stronger)
		}
	})
}

// TestLoad follows one kW up a worked train:
//
//	PDU out 1; in 1/0.98 = 1.020408; UPS out that, in /0.95 = 1.074114 = heat of the rooms
//	air handlers move 1.074114, use /25 = 0.042965; chillers move 1.117079, use /5 = 0.223416
//	cooling and 0.03 of other load join: 1.074114 + 0.266381 + 0.03 = 1.370495
//	generator and transformer carry that; grid 1.370495/0.98 = 1.398464
func TestLoad(t *testing.T) {
	train := []power.Stage{
		{Kind: power.Transformer, Efficiency: 0.98},
		{Kind: power.Generator, Efficiency: 1},
		{Kind: power.Chiller, COP: 5},
		{Kind: power.UPS, Efficiency: 0.95},
		{Kind: power.PDU, Efficiency: 0.98},
		{Kind: power.AirHandler, COP: 25},
	}
	got := power.Load(train, 0.03)
	want := []float64{1.370495, 1.370495, 1.117079, 1.020408, 1, 1.074114}
	for i, w := range want {
		if math.Abs(got.Stages[i]-w) > 1e-6 {
			t.Errorf("%s carries %.6f kW per kW of IT load, want %.6f", train[i].Kind, got.Stages[i], w)
		}
	}
	if math.Abs(got.Facility-1.398464) > 1e-6 {
		t.Errorf("the grid gives %.6f kW, want 1.398464", got.Facility)
	}
}

func TestParseArrangementRefuses(t *testing.T) {
	for _, text := range []string{"", "N+0", "N+10", "3N", "2(N)", "2(N+0)", "n+1", "N-1", "2N+1", "N+1 "} {
		if a, err := power.ParseArrangement(text); err == nil {
			t.Errorf("%q reads as %s", text, a)
		}
	}
}

func FuzzParseArrangement(f *testing.F) {
	for _, text := range []string{"N", "N+2", "2N", "2(N+1)", "4N/3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if a, err := power.ParseArrangement(text); err == nil && a.String() != text {
			t.Errorf("%q reads as %q", text, a)
		}
	})
}

func TestUnits(t *testing.T) {
	if got := power.KVA(5000).Real(0.95); got != 4750 {
		t.Errorf("5,000 kVA at 0.95 is %v kW, want 4,750", got)
	}
	if got := power.KW(4750).Apparent(0.95); got != 5000 {
		t.Errorf("4,750 kW at 0.95 is %v kVA, want 5,000", got)
	}
}
