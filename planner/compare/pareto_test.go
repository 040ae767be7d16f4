package compare_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/compare"
)

// TestFrontByHand: cost and months, less of both is better, and kW, more is.
func TestFrontByHand(t *testing.T) {
	number := func(x float64) compare.Value { return compare.Value{Kind: compare.Number, Number: x} }
	month := func(x float64) compare.Value { return compare.Value{Kind: compare.MonthValue, Number: x, Text: "x"} }
	values := [][]compare.Value{
		{number(440), month(24296), number(22400)}, // 0: beaten by 3
		{number(430), month(24300), number(22400)}, // 1: cheapest
		{number(470), month(24290), number(22400)}, // 2: soonest
		{number(440), month(24296), number(23000)}, // 3: as 0 but with more kW
		{number(440), month(24296), number(23000)}, // 4: alike
		{number(400), {}, number(30000)},           // 5: never energised
		{number(471), month(24290), number(22400)}, // 6: beaten by 2
	}
	if got := compare.Front(values, []compare.Direction{compare.Lower, compare.Lower, compare.Higher}); !slices.Equal(got, []int{1, 2, 3, 4}) {
		t.Errorf("the front is %v, want 1 to 4", got)
	}
}

// TestFrontBruteForce holds the front, found as variants come, against comparing
// each with every other.
func TestFrontBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 3).Draw(t, "measures")
		better := rapid.SliceOfN(rapid.SampledFrom([]compare.Direction{compare.Lower, compare.Higher}), n, n).Draw(t, "better")
		value := rapid.Custom(func(t *rapid.T) compare.Value {
			if rapid.IntRange(0, 9).Draw(t, "none") == 0 {
				return compare.Value{}
			}
			return compare.Value{Kind: compare.Number, Number: float64(rapid.IntRange(-3, 3).Draw(t, "x"))}
		})
		values := rapid.SliceOfN(rapid.SliceOfN(value, n, n), 0, 60).Draw(t, "values")
		atLeast := func(a, b compare.Value, d compare.Direction) bool { // as good
			return d == compare.Lower && a.Number <= b.Number || d == compare.Higher && a.Number >= b.Number
		}
		complete := func(v []compare.Value) bool {
			return !slices.ContainsFunc(v, func(x compare.Value) bool { return x.Kind == compare.None })
		}
		want := []int{}
		for i, v := range values {
			beaten := !complete(v)
			for _, other := range values {
				if !complete(other) {
					continue
				}
				all, one := true, false
				for k, d := range better {
					all = all && atLeast(other[k], v[k], d)
					one = one || !atLeast(v[k], other[k], d)
				}
				beaten = beaten || all && one
			}
			if !beaten {
				want = append(want, i)
			}
		}
		if got := compare.Front(values, better); !slices.Equal(got, want) {
			t.Fatalf("the front of %v with %v is %v, want %v", values, better, got, want)
		}
	})
}
