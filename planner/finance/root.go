package finance

import "math"

// TwelfthRoot returns the ratio of a month that makes x in a year, for x above 0:
//
//	q = sqrt(sqrt(x)),  y = 1 + (q-1)/3,  five times y = (2*y + q/(y*y)) / 3
//
// The cube root is found by Newton's method and every step is one that IEEE 754
// rounds correctly, so that every machine, and a spreadsheet that takes the same
// steps, has the same bits. For x from 0.01 to 100 it is exact to the last bits.
func TwelfthRoot(x float64) float64 {
	q := math.Sqrt(math.Sqrt(x))
	y := 1 + (q-1)/3
	for range 5 {
		y = (float64(2*y) + q/float64(y*y)) / 3
	}
	return y
}

// WholePower returns x to the power of n, 0 or more, by squaring:
//
//	x^n = product over the bits of n that are set of x^(2^bit), the lowest first
//
// Like TwelfthRoot it takes only steps that a spreadsheet may take as well.
func WholePower(x float64, n int) float64 {
	y := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			y = float64(y * x)
		}
		x = float64(x * x)
	}
	return y
}
