package finance_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/finance"
)

// yearly is a flow by month with a payment at each beginning of a year.
func yearly(payments ...float64) []float64 {
	flow := make([]float64, 12*(len(payments)-1)+1)
	for i, p := range payments {
		flow[12*i] = p
	}
	return flow
}

// TestPresent is worked by hand at 21 %, of which half a year bears 10 %:
// 100 now, 110 in half a year, 121 in a year are worth 100 each.
func TestPresent(t *testing.T) {
	flow := []float64{6: 110, 12: 121}
	flow[0] = 100
	near(t, "present", finance.Present(0.21, flow), 300, 1e-9)
	near(t, "present at 0", finance.Present(0, flow), 331, 1e-9)
	near(t, "present of nothing", finance.Present(0.1, []float64{}), 0, 0)
	near(t, "a month at 21 %", finance.MonthlyDiscount(0.21), math.Pow(1.21, -1.0/12), 1e-15)
}

// TestIRR holds rates known beforehand: 121 for 100 in a year are 21 %, 121 in
// two 10 %; -100, 230, -132 is worth 0 at 10 % and 20 % (1/(1.1) and 1/(1.2) are
// the roots of 100 - 230v + 132v^2), of which 10 % is nearer to 0; 81 for 100
// are -19 %.
func TestIRR(t *testing.T) {
	for _, c := range []struct {
		name string
		flow []float64
		want float64
		ok   bool
	}{
		{"a year", yearly(-100, 121), 0.21, true},
		{"two years", yearly(-100, 0, 121), 0.1, true},
		{"a perpetuity cut short", yearly(-1000, 80, 80, 80, 80, 1080), 0.08, true},
		{"borrowing", yearly(100, -121), 0.21, true},
		{"two rates", yearly(-100, 230, -132), 0.1, true},
		{"loss", yearly(-100, 81), -0.19, true},
		{"even", yearly(-100, 100), 0, true},
		{"only gains", yearly(100, 100), 0, false},
		{"only costs", yearly(-100, 0), 0, false},
		{"nothing", nil, 0, false},
		{"no rate", yearly(100, -150, 100), 0, false}, // 1 - 1.5v + v^2 has no root
		{"beyond 1,000 %", yearly(-1, 20), 0, false},
	} {
		got, ok := finance.IRR(c.flow)
		if ok != c.ok || math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: IRR is %.12g, %t, want %g, %t", c.name, got, ok, c.want, c.ok)
		}
	}
}

// TestPresentAtIRRIsNothing holds it for any flow that costs first and gains
// after, and for any flow at all in which a rate is found.
func TestPresentAtIRRIsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		costs := rapid.SliceOfN(rapid.Float64Range(-1e12, -1), 1, 40).Draw(t, "costs")
		gains := rapid.SliceOfN(rapid.Float64Range(1, 1e12), 1, 200).Draw(t, "gains")
		check(t, append(costs, gains...))
		check(t, rapid.SliceOfN(rapid.Float64Range(-1e12, 1e12), 1, 200).Draw(t, "any"))
	})
}

func check(t *rapid.T, flow []float64) {
	rate, ok := finance.IRR(flow)
	if !ok {
		return
	}
	var size []float64
	for _, f := range flow {
		size = append(size, math.Abs(f))
	}
	if p := finance.Present(rate, flow); math.Abs(p) > 1e-9*finance.Present(rate, size) {
		t.Fatalf("at %g %v is worth %g", rate, flow, p)
	}
}

// TestIRRIsFound holds that a rate drawn beforehand comes out.
func TestIRRIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Float64Range(-0.5, 3).Draw(t, "rate")
		flow := append([]float64{0}, rapid.SliceOfN(rapid.Float64Range(0, 1e9), 1, 120).Draw(t, "gains")...)
		flow[len(flow)-1]++
		flow[0] = -finance.Present(rate, flow)
		if got, ok := finance.IRR(flow); !ok || math.Abs(got-rate) > 1e-6*(1+rate) {
			t.Fatalf("IRR is %g, %t, want %g", got, ok, rate)
		}
	})
}

// TestPayback is worked by hand: sums of -100, 60, 60 are -100, -40, 20. At 21 %
// with half a year between, 60 are worth 54.5 and 49.6, in all 4.1; 50 and 60
// 45.5 and 49.6, which is less than 100.
func TestPayback(t *testing.T) {
	for _, c := range []struct {
		name string
		rate float64
		flow []float64
		want int
		ok   bool
	}{
		{"simple", 0, []float64{0: -100, 6: 60, 12: 60}, 12, true},
		{"discounted", 0.21, []float64{0: -100, 6: 60, 12: 60}, 12, true},
		{"never discounted", 0.21, []float64{0: -100, 6: 50, 12: 60}, 0, false},
		{"twice", 0, []float64{-100, 150, -80, 10, 30}, 4, true}, // 50, -30, -20, 10
		{"at once", 0, []float64{1, 1}, 0, true},
		{"even is not above", 0, []float64{-1, 1}, 0, false},
		{"nothing", 0, nil, 0, false},
	} {
		if got, ok := finance.Payback(c.rate, c.flow); got != c.want || ok != c.ok {
			t.Errorf("%s: payback in month %d, %t, want %d, %t", c.name, got, ok, c.want, c.ok)
		}
	}
}

func ExampleIRR() {
	rate, ok := finance.IRR([]float64{0: -100, 12: 121})
	fmt.Printf("%.2f %t\n", rate, ok)
	// Output: 0.21 true
}

func BenchmarkIRR(b *testing.B) {
	flow := make([]float64, 121)
	for m := range flow {
		flow[m] = float64(m-30) * 1e8
	}
	flow[40] = -1e9 // several signs
	for b.Loop() {
		finance.IRR(flow)
	}
}

// BenchmarkIRRWithout is the slowest: no rate is found anywhere.
func BenchmarkIRRWithout(b *testing.B) {
	flow := make([]float64, 121)
	for m := range flow {
		flow[m] = 1e9
	}
	flow[60] = -1
	for b.Loop() {
		finance.IRR(flow)
	}
}
