package workbook

import (
	"strconv"

	"gonum.org/v1/gonum/mathext"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/formula"
)

// profileCells is a payment profile.
type profileCells struct {
	title                        string
	shape                        planner.CurveUse
	advance, progress, retention formula.Num
	retentionMonths              formula.Num
	delay                        formula.Num // months from a claim to its payment
	milestones                   []milestoneCells
}

// milestoneCells is a share that falls due when a share of the work is done.
type milestoneCells struct{ done, share formula.Num }

// profile returns a payment profile of the cost book, which stands above the
// terms that use it.
func (b *book) profile(k int) profileCells {
	if c, laid := b.terms.profiles[k]; laid {
		return c
	}
	s, x := b.sheet("terms"), &b.w.Reference.Book.Profiles[k]
	c := profileCells{title: b.Locale.Text(x.Title, x.Name), shape: x.Curve}
	s.at(s.next(), 1)
	put := func(words string, n formula.Num, look format) formula.Num {
		row := s.next()
		s.text(row, termProfile, c.title, style{plain, label})
		s.text(row, termWhat, words, style{plain, label})
		return s.put(row, termValue, n, style{look, derived})
	}
	words := func(key string) string { return b.Locale.T("workbook.terms." + key) }
	value := func(key string) formula.Num { return b.in.value("cost_book.profiles." + x.Name + "." + key) }
	c.advance = put(words("advance"), value("advance"), share)
	for i, m := range x.Milestones {
		done := b.Locale.T("workbook.terms.milestone", "share", b.Locale.Share(m.Done))
		c.milestones = append(c.milestones, milestoneCells{formula.Of(m.Done), put(done, value("milestones."+strconv.Itoa(i)+".share"), share)})
	}
	c.progress = put(words("progress"), value("progress"), share)
	c.retention = put(words("retention"), value("retention"), share)
	c.retentionMonths = put(words("retention_months"), value("retention_months"), whole)
	days := put(words("days"), value("days_to_pay"), whole)
	c.delay = put(words("delay"), formula.Floor(days.Times(formula.Of(12)).Plus(formula.Of(364)).Over(formula.Of(365))), whole)
	b.terms.profiles[k] = c
	return c
}

// curve returns the share of the price that is earned when a share of the work,
// 0 to 1, is done, as finance.Curve has it.
func (c *profileCells) curve(x formula.Num) formula.Num {
	one := formula.Of(1)
	switch c.shape.Shape {
	case finance.CurveBeta:
		v := mathext.RegIncBeta(c.shape.A, c.shape.B, x.V)
		return formula.RoundTo(formula.Call(v, "BETADIST", x, formula.Of(c.shape.A), formula.Of(c.shape.B)), 9)
	case finance.CurveDHSS:
		bend := formula.Of(c.shape.C).Times(x).Times(one.Minus(x))
		cubic := x.Times(formula.Of(3).Minus(x.Times(formula.Of(9).Minus(formula.Of(6).Times(x)))))
		return formula.Min(formula.Max(x.Minus(bend).Minus(cubic.Over(formula.Of(c.shape.K))), formula.Of(0)), one)
	case finance.CurveLine:
		return x
	}
	return x.Times(x).Times(formula.Of(3).Minus(formula.Of(2).Times(x)))
}

// milestoneNear is within how much of the work a milestone is reached, as
// finance.Profile has it.
const milestoneNear = 1e-9

// reached adds to a claim the milestones that lie after a share before of the
// work and not after a share done.
func (c *profileCells) reached(claim, before, done formula.Num) formula.Num {
	near, sum := formula.Of(milestoneNear), formula.Num{}
	for i, m := range c.milestones {
		is := formula.And(m.done.More(before.Plus(near)), m.done.AtMost(done.Plus(near)))
		share := formula.If(is, m.share, formula.Of(0))
		if i == 0 {
			sum = share
			continue
		}
		sum = sum.Plus(share)
	}
	if len(c.milestones) == 0 {
		return claim
	}
	return claim.Plus(sum)
}
