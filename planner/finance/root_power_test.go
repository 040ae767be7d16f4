package finance_test

import (
	"math"
	"testing"

	"buildout/planner/finance"
)

// TestWholePower works 1.1 to the power of 13 = 8 + 4 + 1 by its squares, 0 and
// 1, and 240 months of 4 % a year.
func TestWholePower(t *testing.T) {
	x := 1.1
	x4 := float64(x*x) * float64(x*x)
	for _, c := range []struct {
		x    float64
		n    int
		want float64
	}{{x, 0, 1}, {x, 1, x}, {x, 13, float64(x*x4) * float64(x4*x4)}, {0.5, 10, 1.0 / 1024}} {
		if got := finance.WholePower(c.x, c.n); got != c.want {
			t.Errorf("%v to the power of %d is %v, want %v", c.x, c.n, got, c.want)
		}
	}
	if got, want := finance.WholePower(finance.TwelfthRoot(1.04), 240), math.Pow(1.04, 20); math.Abs(got/want-1) > 1e-13 {
		t.Errorf("20 years at 4 %% are %v, want %v", got, want)
	}
}
