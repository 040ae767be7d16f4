package compare

import (
	"cmp"
	"math/bits"
	"slices"
)

// shapley sums the figures of the plans of all sets of steps, line by line, into
// the Shapley values of n steps:
//
//	n! * value of i = sum over sets S of steps: w(|S|-1) * figure(S) where S has i
//	                                           - w(|S|)  * figure(S) where it has not
//	w(s) = s! (n-s-1)!,  0 for s = n
//
// In whole numbers: a line is at most 9e15 won either way and the weights of all
// sets sum to n!, which is below 2^29 for 12, so that sums stay below 2^83.
// Source: Shapley, A Value for n-Person Games (1953), eq. 11.
type shapley struct {
	n      int
	weight []int64  // by size of the set
	of     [][]wide // of each step, by line
	all    []wide   // what is to be taken off those, by line
}

func newShapley(n int) *shapley {
	s := &shapley{n: n, weight: make([]int64, n+1), of: make([][]wide, n)}
	for size := range n {
		s.weight[size] = factorial(size) * factorial(n-size-1)
	}
	return s
}

func factorial(n int) int64 {
	f := int64(1)
	for i := 2; i <= n; i++ {
		f *= int64(i)
	}
	return f
}

// add adds the figure of a set of steps, a bit for each.
func (s *shapley) add(set uint, lines []int64) {
	size := bits.OnesCount(set)
	addTo(&s.all, lines, s.weight[size])
	for i := range s.n {
		if set&(1<<i) != 0 {
			addTo(&s.of[i], lines, s.weight[size-1]+s.weight[size])
		}
	}
}

// amounts returns the values of each step by line, in whole numbers.
func (s *shapley) amounts(difference []int64) [][]int64 {
	sums := make([][]wide, s.n)
	for i := range sums {
		sums[i] = make([]wide, len(difference))
		copy(sums[i], s.of[i])
		for line := range s.all {
			sums[i][line].subtract(s.all[line])
		}
	}
	return apportioned(sums, factorial(s.n), difference)
}

// addTo adds lines, times a weight, to sums.
func addTo(sums *[]wide, lines []int64, weight int64) {
	for len(*sums) < len(lines) {
		*sums = append(*sums, wide{})
	}
	for i, amount := range lines {
		(*sums)[i].add(amount, weight)
	}
}

// addMove adds what lines moved from before to after.
func addMove(sums *[]wide, before, after []int64) {
	addTo(sums, after, 1)
	addTo(sums, before, 0)
	for i, amount := range before {
		(*sums)[i].add(-amount, 1)
	}
}

// apportioned divides the sums of each step and line by a divisor and rounds them
// so that the steps of a line sum to its difference: towards zero, and then those
// with the largest remainders by one to where the difference is; the first of
// equals. A sum of 0 stays 0, and every sum is less than one off. With all signs
// turned it gives the same with all signs turned. Source: Hamilton's method.
func apportioned(sums [][]wide, divisor int64, difference []int64) [][]int64 {
	amounts := make([][]int64, len(sums))
	for i := range amounts {
		amounts[i] = make([]int64, len(difference))
	}
	rest := make([]int64, len(sums))
	order := make([]int, len(sums))
	for line, left := range difference {
		for i := range sums {
			amounts[i][line], rest[i] = sums[i][line].over(divisor)
			left -= amounts[i][line]
			order[i] = i
		}
		one := int64(1)
		if left < 0 {
			one = -1
		}
		if left != 0 {
			slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(one*rest[j], one*rest[i]) })
		}
		for k := 0; left != 0; k++ {
			amounts[order[k]][line] += one
			left -= one
		}
	}
	return amounts
}
