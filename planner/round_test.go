package planner

import "testing"

// TestToNearest: halves go up, and what is a hair short of one as well.
func TestToNearest(t *testing.T) {
	for _, c := range []struct{ v, want float64 }{
		{2.5, 3}, {2.4999999, 3}, {2.49, 2}, {9605959012.499998, 9605959013}, {-2.5, -2}, {-2.6, -3}, {0, 0},
	} {
		if got := toNearest(c.v); got != c.want {
			t.Errorf("%v goes to %v, want %v", c.v, got, c.want)
		}
	}
	if got := thousandths(1696.5314999999999); got != 1696.532 {
		t.Errorf("to three decimals %v", got)
	}
}
