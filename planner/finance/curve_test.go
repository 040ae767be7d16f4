package finance_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/finance"
)

// tenths are the published tables at a tenth to nine tenths of the work:
// 3x^2 - 2x^3 to three places, Beta(3, 3) to four.
var tenths = []struct {
	name  string
	curve finance.Curve
	want  [9]float64
	tol   float64
}{
	{"cubic", finance.Curve{Shape: finance.CurveCubic}, [9]float64{.028, .104, .216, .352, .5, .648, .784, .896, .972}, 1e-12},
	{"none chosen", finance.Curve{}, [9]float64{.028, .104, .216, .352, .5, .648, .784, .896, .972}, 1e-12},
	{"Beta(2, 2)", finance.Curve{Shape: finance.CurveBeta, A: 2, B: 2}, [9]float64{.028, .104, .216, .352, .5, .648, .784, .896, .972}, 1e-12},
	{"Beta(3, 3)", finance.Curve{Shape: finance.CurveBeta, A: 3, B: 3}, [9]float64{.0086, .0579, .1631, .3174, .5, .6826, .8369, .9421, .9914}, 5.1e-5},
	{"Beta(1, 1)", finance.Curve{Shape: finance.CurveBeta, A: 1, B: 1}, [9]float64{.1, .2, .3, .4, .5, .6, .7, .8, .9}, 1e-12},
	{"line", finance.Curve{Shape: finance.CurveLine}, [9]float64{.1, .2, .3, .4, .5, .6, .7, .8, .9}, 1e-12},
	// C = 0, K = -3 is x + (6x^3 - 9x^2 + 3x)/3 = 2x^3 - 3x^2 + 2x:
	// at 0.1 it is 0.002 - 0.03 + 0.2 = 0.172.
	{"dhss(0, -3)", finance.Curve{Shape: finance.CurveDHSS, K: -3}, [9]float64{.172, .296, .384, .448, .5, .552, .616, .704, .828}, 1e-12},
	// C = -1, K = 6: x - x^2 + x - x^3 + 1.5x^2 - x/2 = 1.5x + x^2/2 - x^3.
	{"dhss(-1, 6)", finance.Curve{Shape: finance.CurveDHSS, C: -1, K: 6}, [9]float64{.154, .312, .468, .616, .75, .864, .952, 1, 1}, 1e-12},
}

func TestCurveTables(t *testing.T) {
	for _, c := range tenths {
		for i, want := range c.want {
			x := float64(i+1) / 10
			if got := c.curve.At(x); math.Abs(got-want) > c.tol {
				t.Errorf("%s: y(%.1f) = %.6f, want %g", c.name, x, got, want)
			}
		}
		if c.curve.At(-1) != 0 || c.curve.At(0) != 0 || c.curve.At(1) != 1 || c.curve.At(2) != 1 {
			t.Errorf("%s: outside the work nothing is earned", c.name)
		}
	}
}

// TestBetaAgainstItsPolynomial holds the incomplete beta function against the
// sum that it is for whole A and B:
//
//	I_x(a, b) = sum over j from a to a+b-1 of C(a+b-1, j) x^j (1-x)^(a+b-1-j)
func TestBetaAgainstItsPolynomial(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(1, 9).Draw(t, "a"), rapid.IntRange(1, 9).Draw(t, "b")
		x := rapid.Float64Range(0, 1).Draw(t, "x")
		n, want := a+b-1, 0.0
		for j, choose := 0, 1.0; j <= n; j++ {
			if j >= a {
				want += choose * math.Pow(x, float64(j)) * math.Pow(1-x, float64(n-j))
			}
			choose *= float64(n-j) / float64(j+1)
		}
		curve := finance.Curve{Shape: finance.CurveBeta, A: float64(a), B: float64(b)}
		if got := curve.At(x); math.Abs(got-want) > 0.6e-9 { // to 9 decimals
			t.Fatalf("I(%d, %d) at %g is %.12f, want %.12f", a, b, x, got, want)
		}
	})
}

func ExampleCurve_At() {
	late := finance.Curve{Shape: finance.CurveBeta, A: 3, B: 2}
	fmt.Printf("%.3f %.3f\n", finance.Curve{}.At(0.5), late.At(0.5))
	// Output: 0.500 0.312
}

func BenchmarkCurveBeta(b *testing.B) {
	curve := finance.Curve{Shape: finance.CurveBeta, A: 3, B: 3}
	for b.Loop() {
		curve.At(0.3)
	}
}
