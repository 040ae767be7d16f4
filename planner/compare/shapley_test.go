package compare

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestShapleyAxioms holds the values of games that are drawn against all orders
// of their steps one by one, in rationals, and each line's sum, a step that moves
// nothing, and two that move the same, against what Shapley asks of them.
func TestShapleyAxioms(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, lines := rapid.IntRange(1, 6).Draw(rt, "steps"), rapid.IntRange(1, 3).Draw(rt, "lines")
		// Steps of a kind are alike; those of kind 0 move nothing.
		kinds := rapid.SliceOfN(rapid.IntRange(0, 3), n, n).Draw(rt, "kinds")
		most := rapid.SampledFrom([]int64{3, 1000, 9e15}).Draw(rt, "most")
		figures := map[string][]int64{}
		figure := func(set uint) []int64 {
			var in []int
			for i, kind := range kinds {
				if set&(1<<i) != 0 && kind > 0 {
					in = append(in, kind)
				}
			}
			slices.Sort(in)
			key := fmt.Sprint(in)
			if figures[key] == nil {
				figures[key] = rapid.SliceOfN(rapid.Int64Range(-most, most), lines, lines).Draw(rt, "figure of "+key)
			}
			return figures[key]
		}
		s := newShapley(n)
		all := uint(1)<<n - 1
		for set := uint(0); set <= all; set++ {
			s.add(set, figure(set))
		}
		difference := make([]int64, lines)
		for l := range difference {
			difference[l] = figure(all)[l] - figure(0)[l]
		}
		got, want := s.amounts(difference), inAllOrders(n, lines, figure)
		for l := range lines {
			var sum int64
			for i := range n {
				sum += got[i][l]
				if off := new(big.Rat).Sub(want[i][l], new(big.Rat).SetInt64(got[i][l])); off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
					rt.Fatalf("step %d of %v: %d, want about %v", i, kinds, got[i][l], want[i][l])
				}
				if kinds[i] == 0 && got[i][l] != 0 {
					rt.Fatalf("a step that moves nothing has %d", got[i][l])
				}
				for j := range i {
					if apart := got[i][l] - got[j][l]; kinds[i] == kinds[j] && (apart > 1 || apart < -1) {
						rt.Fatalf("steps that move the same have %d and %d", got[i][l], got[j][l])
					}
				}
			}
			if sum != difference[l] {
				rt.Fatalf("steps sum to %d, not to %d", sum, difference[l])
			}
		}
		back := newShapley(n)
		for set := uint(0); set <= all; set++ {
			back.add(set, turned(figure(set)))
		}
		for i, lines := range back.amounts(turned(difference)) {
			if !slices.Equal(turned(lines), got[i]) {
				rt.Fatalf("with signs turned %v, not %v", lines, got[i])
			}
		}
	})
}

// inAllOrders is the mean of what each step moves over all orders of the steps.
func inAllOrders(n, lines int, figure func(set uint) []int64) [][]*big.Rat {
	sums := make([][]*big.Rat, n)
	for i := range sums {
		for range lines {
			sums[i] = append(sums[i], new(big.Rat))
		}
	}
	orders := 0
	var walk func(set uint)
	walk = func(set uint) {
		if bits.OnesCount(set) == n {
			orders++
			return
		}
		for i := range n {
			if set&(1<<i) != 0 {
				continue
			}
			before := orders
			walk(set | 1<<i)
			for l := range lines {
				moved := new(big.Rat).SetInt64(figure(set | 1<<i)[l])
				moved.Sub(moved, new(big.Rat).SetInt64(figure(set)[l]))
				sums[i][l].Add(sums[i][l], moved.Mul(moved, big.NewRat(int64(orders-before), 1)))
			}
		}
	}
	walk(0)
	for i := range sums {
		for l := range lines {
			sums[i][l].Quo(sums[i][l], big.NewRat(int64(orders), 1))
		}
	}
	return sums
}

func turned(lines []int64) []int64 {
	back := make([]int64, len(lines))
	for i, x := range lines {
		back[i] = -x
	}
	return back
}

// TestShapleyOfMost takes twelve steps of amounts as large as there are.
func TestShapleyOfMost(t *testing.T) {
	s := newShapley(12)
	for set := range uint(1 << 12) {
		amount := int64(9e15)
		if bits.OnesCount(set)%2 == 0 {
			amount = -amount
		}
		s.add(set, []int64{amount})
	}
	// The last set is even, as the first: each step moves by 18e15 and back in turn, 12 times in all, which is 0 in the mean.
	for i, lines := range s.amounts([]int64{0}) {
		if lines[0] != 0 {
			t.Errorf("step %d moves %d", i, lines[0])
		}
	}
}

// TestApportioned rounds by hand.
func TestApportioned(t *testing.T) {
	for _, c := range []struct {
		sums       []int64 // over 6
		difference int64
		want       []int64
	}{
		{[]int64{2, 2, 2}, 1, []int64{1, 0, 0}},       // thirds: the first of equals
		{[]int64{3, 9, 0}, 2, []int64{1, 1, 0}},       // 0.5 and 1.5: the first of equals
		{[]int64{5, 4, 3}, 2, []int64{1, 1, 0}},       // 0.83, 0.67, 0.5
		{[]int64{-5, -4, -3}, -2, []int64{-1, -1, 0}}, // the same turned
		{[]int64{7, -1, 0}, 1, []int64{1, 0, 0}},      // 1.17 and -0.17
		{[]int64{4, 4, -2}, 1, []int64{1, 0, 0}},      // 0.67, 0.67, -0.33
		{[]int64{0, 6, 0}, 1, []int64{0, 1, 0}},
	} {
		sums := make([][]wide, len(c.sums))
		for i, x := range c.sums {
			addTo(&sums[i], []int64{x}, 1)
		}
		got := apportioned(sums, 6, []int64{c.difference})
		for i := range got {
			if got[i][0] != c.want[i] {
				t.Errorf("%v over 6 to %d: %v, want %v", c.sums, c.difference, got, c.want)
				break
			}
		}
	}
}

// TestWide holds sums of products against math/big.
func TestWide(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var w wide
		want := new(big.Int)
		for range rapid.IntRange(0, 20).Draw(rt, "terms") {
			x, times := rapid.Int64Range(-9e15, 9e15).Draw(rt, "x"), rapid.Int64Range(0, 1<<30).Draw(rt, "times")
			w.add(x, times)
			want.Add(want, new(big.Int).Mul(big.NewInt(x), big.NewInt(times)))
		}
		divisor := rapid.Int64Range(1<<29, 1<<40).Draw(rt, "divisor")
		quotient, rest := w.over(divisor)
		q, r := new(big.Int).QuoRem(want, big.NewInt(divisor), new(big.Int))
		if q.Int64() != quotient || r.Int64() != rest {
			rt.Fatalf("%v over %d is %d and %d, want %v and %v", want, divisor, quotient, rest, q, r)
		}
	})
}

// TestTogether joins steps by hand.
func TestTogether(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int
		none func(set uint) bool
		want string
	}{
		{"none", 3, func(uint) bool { return false }, "[[0] [1] [2]]"},
		{"2 needs 0", 3, func(set uint) bool { return set&0b101 == 0b100 }, "[[0 2] [1]]"},
		{"3 needs 1, 2 needs 0", 4, func(set uint) bool { return set&0b1010 == 0b1000 || set&0b101 == 0b100 }, "[[0 2] [1 3]]"},
		{"0 and 1 exclude each other while 2 is not there", 3, func(set uint) bool { return set == 0b011 }, "[[0 2] [1]]"},
		{"none but the ends", 3, func(set uint) bool { return true }, "[[0 1 2]]"},
	} {
		var players [][]int
		var none []uint
		for i := range c.n {
			players = append(players, []int{i})
		}
		for set := uint(1); set < 1<<c.n-1; set++ {
			if c.none(set) {
				none = append(none, set)
			}
		}
		if got := fmt.Sprint(together(players, none)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestShuffle holds that every order of four is drawn about as often: chi squared
// of 24 classes stays below 49.7, which it exceeds by chance once in a thousand.
// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4, 23 degrees.
func TestShuffle(t *testing.T) {
	random := splitmix(1)
	counts := map[string]float64{}
	list := []int{0, 1, 2, 3}
	const each = 1000
	for range 24 * each {
		random.shuffle(list)
		counts[fmt.Sprint(list)]++
	}
	chi := 0.0
	for _, n := range counts {
		chi += (n - each) * (n - each) / each
	}
	if len(counts) != 24 || chi > 49.7 {
		t.Errorf("%d orders, chi squared %g", len(counts), chi)
	}
}

// TestSpread takes the standard error of 2, 4, 4, 4, 5, 5, 7 and 9: mean 5,
// squares 32, so sqrt(32/7/8).
func TestSpread(t *testing.T) {
	var s spread
	for _, x := range []float64{2, 4, 4, 4, 5, 5, 7, 9} {
		s.add(x + 1e11)
	}
	if want := math.Sqrt(32.0 / 7 / 8); math.Abs(s.standardError()-want) > 1e-3 {
		t.Errorf("%g, want %g", s.standardError(), want)
	}
}
