package workbook

import (
	"math"

	"buildout/planner/finance"
	"buildout/planner/formula"
)

// never is the place of what is not found.
const nowhere = 999

// halvings is how often the range of rates is halved before IRR goes on from its
// middle.
const halvings = 16

// layIRR lays the rate a year at which the net flow is worth nothing: rates are
// tried outward from 0 as finance.IRR tries them, the range in which the worth
// changes its sign is halved, and the spreadsheet's own IRR goes on from there.
// It is 0 where there is none.
func (w *worth) layIRR() formula.Num {
	w.section("irr")
	zero, one := formula.Of(0), formula.Of(1)
	up, down := finance.RatesTried()
	places := make([]formula.Num, 0, len(up)+len(down))
	rows := [2]formula.Range{w.try("tried_up", up, 0, &places), w.try("tried_down", down, 1, &places)}
	place := w.value("irr_place", "", whole, formula.Min(places...))
	flow := w.netFlow()
	has := w.value("irr_has", "", whole, formula.If(formula.And(flow.Max().More(zero), flow.Min().Less(zero), place.Less(formula.Of(nowhere))), one, zero))
	k := w.value("irr_step", "", whole, formula.If(has.Is(one), formula.Floor(place.Over(formula.Of(2))), one))
	of := func(at formula.Num) formula.Num {
		return formula.If(formula.Mod(place, formula.Of(2)).Is(zero), rows[0].At(at), rows[1].At(at))
	}
	inner := w.value("irr_inner", "", ratio, of(k))
	outer := w.value("irr_outer", "", ratio, of(k.Plus(one)))
	guess := w.halve(inner, outer)
	monthly := formula.Call(math.Pow(1+w.Result.Worth.IRR, 1.0/12)-1, "IRR", formula.Ref(0, flow.Formula()), monthlyRate(guess))
	year := formula.Power(one.Plus(monthly), formula.Of(12)).Minus(one)
	year = formula.Call(year.V, "IFERROR", year, formula.Exp(guess).Minus(one))
	n := w.value("irr", "", share, formula.If(has.Is(one), year, zero))
	return n
}

// monthlyRate is the rate a month of the logarithm of 1 and a rate a year.
func monthlyRate(log formula.Num) formula.Num {
	return formula.Exp(log.Over(formula.Of(12))).Minus(formula.Of(1))
}

// worthAt is what the net flow is worth at a rate.
func (w *worth) worthAt(log formula.Num) formula.Num {
	rate, sum := monthlyRate(log), 0.0
	for m := len(w.net) - 1; m >= 0; m-- {
		sum = (sum + w.net[m].V) / (1 + rate.V)
	}
	return formula.Call(sum, "NPV", rate, formula.Ref(0, w.netFlow().Formula()))
}

// try lays rates on one side of 0 with what the net flow is worth at each, and
// adds the places of those at which it has another sign than at the one before.
// It returns the rates.
func (w *worth) try(key string, logs []float64, side int, places *[]formula.Num) formula.Range {
	w.name(key, "", label)
	rates := w.at
	for i, log := range logs {
		w.s.put(rates, worthGrid+i, formula.Of(log), style{ratio, fixed})
	}
	w.name(key+"_worth", w.Locale.WonUnit(), label)
	for i := range logs {
		w.s.put(w.at, worthGrid+i, w.worthAt(w.s.ref(rates, worthGrid+i)), style{won, derived})
	}
	values := w.at
	w.name(key+"_place", "", label)
	for i := 1; i < len(logs); i++ {
		before, here := w.s.ref(values, worthGrid+i-1), w.s.ref(values, worthGrid+i)
		found := formula.Or(before.Is(formula.Of(0)), sign(before).IsNot(sign(here)))
		place := formula.If(found, formula.Of(float64(2*i+side)), formula.Of(nowhere))
		*places = append(*places, w.s.put(w.at, worthGrid+i, place, style{whole, derived}))
	}
	return w.s.row(rates, worthGrid, worthGrid+len(logs)-1)
}

// sign is 1 above 0, and 0 otherwise.
func sign(n formula.Num) formula.Num {
	return formula.If(n.More(formula.Of(0)), formula.Of(1), formula.Of(0))
}

// halve lays the halving of a range of rates, and returns the middle of the last.
func (w *worth) halve(inner, outer formula.Num) formula.Num {
	two, s := formula.Of(2), w.s
	w.name("irr_near", "", label)
	near := w.at
	w.name("irr_far", "", label)
	far := w.at
	w.name("irr_middle", "", label)
	middle := w.at
	w.name("irr_worth", w.Locale.WonUnit(), label)
	first := w.worthAt(inner)
	first = w.s.put(w.at, worthValue, first, style{won, derived})
	a, b := inner, outer
	var c formula.Num
	for i := range halvings {
		col := worthGrid + i
		a, b = s.put(near, col, a, style{ratio, derived}), s.put(far, col, b, style{ratio, derived})
		c = s.put(middle, col, a.Plus(b).Over(two), style{ratio, derived})
		value := s.put(w.at, col, w.worthAt(c), style{won, derived})
		alike := sign(value).Is(sign(first))
		a, b = formula.If(alike, c, a), formula.If(alike, b, c)
	}
	return c
}
