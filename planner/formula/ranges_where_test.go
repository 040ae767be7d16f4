package formula_test

import (
	"testing"

	"buildout/planner/formula"
)

func TestSumsByKey(t *testing.T) {
	won, month := formula.RangeOf([]float64{5, 7, 11}, "A1:A3"), formula.RangeOf([]float64{1, 2, 3}, "B1:B3")
	two := formula.Ref(2, "C1")
	for _, c := range []struct {
		got  formula.Num
		want float64
		text string
	}{
		{won.SumUpTo(month, two), 12, "SUMPRODUCT((B1:B3<=C1)*A1:A3)"},
		{won.SumBelow(month, two), 5, "SUMPRODUCT((B1:B3<C1)*A1:A3)"},
		{won.SumAbove(month, two), 11, "SUMPRODUCT((B1:B3>C1)*A1:A3)"},
	} {
		if c.got.V != c.want || c.got.Formula() != c.text {
			t.Errorf("%s is %v, want %v by %s", c.got.Formula(), c.got.V, c.want, c.text)
		}
	}
}
