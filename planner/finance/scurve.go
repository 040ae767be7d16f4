package finance

// SCurve returns the share of cost spent by share x of the time, both 0..1:
//
//	y = 3x^2 - 2x^3
//
// the distribution function of Beta(2, 2), the usual first guess for
// construction progress where no programme of works is known yet.
func SCurve(x float64) float64 {
	x = min(max(x, 0), 1)
	return x * x * (3 - 2*x)
}
