package finance

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// The shapes of S-curves.
const (
	CurveCubic = "cubic" // 3x^2 - 2x^3, which is Beta(2, 2)
	CurveBeta  = "beta"  // distribution function of Beta(A, B)
	CurveDHSS  = "dhss"  // of hospital works, with C and K
	CurveLine  = "line"  // in step with the work
)

// CurveShapes lists the shapes of S-curves.
var CurveShapes = []string{CurveCubic, CurveBeta, CurveDHSS, CurveLine}

// Curve is an S-curve: how much of a price is earned when a share of the work
// is done. The zero value is the cubic.
type Curve struct {
	Shape string
	A, B  float64 // beta: shape parameters, above 0
	C, K  float64 // dhss: parameters, K not 0
}

// At returns the share of the price earned when share x of the work is done,
// both 0..1; what lies outside counts as 0 or 1.
//
//	cubic  y = 3x^2 - 2x^3
//	beta   y = I_x(A, B), the regularised incomplete beta function, to 9 decimals
//	dhss   y = x + Cx^2 - Cx - (6x^3 - 9x^2 + 3x)/K
//	line   y = x
//
// Beta is rounded so that every program that works it out has the same. The
// cubic is the usual first guess where no programme of works is known.
// DHSS parameters may make the curve fall or leave 0..1; At cuts it to 0..1 and
// leaves falling to Profile, which pays nothing back.
//
// Source: cubic and beta, practice of cash flow forecasts; dhss, Hudson, DHSS
// expenditure forecasting method, Chartered Surveyor B&QS Quarterly 5 (1978).
func (c Curve) At(x float64) float64 {
	x = min(max(x, 0), 1)
	if x == 0 || x == 1 {
		return x
	}
	switch c.Shape {
	case CurveBeta:
		return math.Round(mathext.RegIncBeta(c.A, c.B, x)*1e9) / 1e9
	case CurveDHSS:
		return min(max(c.dhss(x), 0), 1)
	case CurveLine:
		return x
	}
	return x * x * (3 - 2*x)
}

func (c Curve) dhss(x float64) float64 {
	bend := float64(c.C * x * (1 - x))
	cubic := x * (3 - float64(x*(9-6*x))) // 6x^3 - 9x^2 + 3x
	return x - bend - cubic/c.K
}
