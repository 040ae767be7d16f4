package finance

import "math"

// KRW is an amount of South Korean won. It is whole: the won has no subunit
// in use.
type KRW int64

// MaxKRW is the largest amount a plan may state or cost: 9e15 won, nine
// thousand trillion. Below it every won is exact in a float64 (2^53).
const MaxKRW KRW = 9_000_000_000_000_000

// Round returns won to the nearest whole won, half away from zero. ok is false
// where the amount is not a number or exceeds MaxKRW either way.
func Round(won float64) (amount KRW, ok bool) {
	if math.IsNaN(won) || math.Abs(won) > float64(MaxKRW) {
		return 0, false
	}
	return KRW(math.Round(won)), true
}

// Split divides total over parts in proportion to weights, in whole won that
// sum to total exactly, and appends them to dst: part i is the rounded running
// share less what was given before. Weights are not negative; where all are
// zero the last part takes all.
func Split(dst []KRW, total KRW, weights []float64) []KRW {
	var sum, running float64
	for _, w := range weights {
		sum += w
	}
	var given KRW
	for i, w := range weights {
		running += w
		upTo := total
		if i < len(weights)-1 {
			upTo = 0
			if sum > 0 {
				upTo = KRW(math.Round(float64(total) * (running / sum)))
			}
		}
		dst = append(dst, upTo-given)
		given = upTo
	}
	return dst
}
