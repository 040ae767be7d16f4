package formula

import (
	"strings"
	"testing"
)

// TestNearest: halves go up, and what is a hair short of one as well.
func TestNearest(t *testing.T) {
	for _, c := range []struct{ v, want float64 }{
		{2.5, 3}, {2.4999999, 3}, {2.49, 2}, {9605959012.499998, 9605959013}, {-2.5, -2}, {0, 0}, {7, 7},
	} {
		if got := Nearest(Ref(c.v, "A1")); got.V != c.want || got.Formula() != "ROUND(A1+0.001,0)" {
			t.Errorf("%v goes to %v by %s, want %v", c.v, got.V, got.Formula(), c.want)
		}
	}
	if got := Thousandths(Ref(1696.5314999999999, "A1")); got.V != 1696.532 {
		t.Errorf("to three decimals %v", got.V)
	}
}

// TestOneCellHasNoParts: INDEX of a single cell is an error in Gnumeric.
func TestOneCellHasNoParts(t *testing.T) {
	one, month := RangeOf([]float64{460}, "$D$20:$D$20"), RangeOf([]float64{24_000}, "$C$20:$C$20")
	for _, c := range []struct {
		got  Num
		want float64
	}{
		{one.At(Ref(1, "B1")), 460}, {one.At(Ref(2, "B1")), 0},
		{one.StepAt(month, Ref(23_999, "E4")), 0}, {one.StepAt(month, Ref(24_000, "E4")), 460}, {one.StepAt(month, Ref(24_001, "E4")), 460},
	} {
		if c.got.V != c.want || strings.Contains(c.got.Formula(), "INDEX") {
			t.Errorf("%s is %v, want %v", c.got.Formula(), c.got.V, c.want)
		}
	}
}
