package planner

import (
	"fmt"
	"math"
	"slices"

	"buildout/planner/finance"
)

// profiles requires that every payment profile pays a price once.
func (v *validator) profiles(p *path) {
	list := p.key1("payment_profiles")
	seen := map[string]bool{}
	for i := range v.ref.Book.Profiles {
		x := &v.ref.Book.Profiles[i]
		at := list.at(i)
		v.name(&at, "name", x.Name)
		v.unique(&at, "name", x.Name, seen)
		v.text(&at, "title", x.Title)
		v.share(&at, "advance", x.Advance)
		v.share(&at, "progress", x.Progress)
		v.share(&at, "retention", x.Retention)
		sum := x.Advance + x.Progress + x.Retention + v.milestones(&at, x.Milestones)
		v.require(math.Abs(sum-1) <= 1e-9, &at, "", fmt.Sprintf("shares of %g in profile %s", sum, x.Name),
			"advance, the shares of milestones, progress and retention sum to %g; change them so that they sum to 1", sum)
		v.between(&at, "retention_months", x.RetentionMonths, 0, 240)
		v.between(&at, "days_to_pay", x.DaysToPay, 0, 3650)
		v.curve(&at, x.Curve)
		v.basis(&at, x.Basis)
	}
}

// milestones returns the sum of the shares.
func (v *validator) milestones(p *path, milestones []PaymentMilestone) (sum float64) {
	list := p.key1("milestones")
	last := 0.0
	for i, m := range milestones {
		at := list.at(i)
		v.require(m.Done > 0 && m.Done <= 1, &at, "done", m.Done, "must be above 0 and at most 1; what is paid at order is the advance")
		v.require(m.Done <= 0 || m.Done > last, &at, "done", m.Done, "must be above that of the milestone before, %g", last)
		v.share(&at, "share", m.Share)
		sum += m.Share
		last = m.Done
	}
	return sum
}

// curve requires an S-curve that rises from 0 to 1.
func (v *validator) curve(p *path, c CurveUse) {
	at := p.key1("curve")
	beta, dhss := c.Shape == finance.CurveBeta, c.Shape == finance.CurveDHSS
	if c.Shape != "" && !slices.Contains(finance.CurveShapes, c.Shape) {
		v.fault(&at, "shape", c.Shape, "no such curve%s", Offered(c.Shape, finance.CurveShapes))
		return
	}
	v.require(!beta || c.A > 0 && c.A <= 100, &at, "a", c.A, "beta needs it, above 0 and at most 100")
	v.require(!beta || c.B > 0 && c.B <= 100, &at, "b", c.B, "beta needs it, above 0 and at most 100")
	v.require(beta || c.A == 0 && c.B == 0, &at, "a", fmt.Sprintf("a %g, b %g", c.A, c.B), "only beta has a and b; leave them out")
	v.require(dhss || c.C == 0 && c.K == 0, &at, "c", fmt.Sprintf("c %g, k %g", c.C, c.K), "only dhss has c and k; leave them out")
	if dhss {
		v.require(c.K != 0 && rises(c.C, c.K), &at, "k", fmt.Sprintf("c %g, k %g", c.C, c.K), "the curve does not rise from 0 to 1 all the way; take c nearer to 0 or k further from it")
	}
}

// rises reports whether the curve y = x + Cx^2 - Cx - (6x^3 - 9x^2 + 3x)/K falls
// nowhere between 0 and 1: its slope
//
//	y' = 1 + C(2x - 1) - (18x^2 - 18x + 3)/K
//
// is a parabola with its vertex at x = 1/2 + CK/18.
func rises(c, k float64) bool {
	slope := func(x float64) float64 {
		return 1 + float64(c*(2*x-1)) - (3-float64(18*x*(1-x)))/k
	}
	vertex := min(max(0.5+float64(c*k)/18, 0), 1)
	return slope(0) >= 0 && slope(1) >= 0 && slope(vertex) >= 0
}
