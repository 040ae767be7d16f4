package calc

import "math"

// npv is the present value of flows at the ends of periods.
func (b *Book) npv(args []*node) Value {
	if len(args) < 2 {
		return unfit
	}
	rate := b.eval(args[0]).number()
	if rate.IsFault() {
		return rate
	}
	at := 1.0
	return fold(b.all(args[1:], b.plain), 0, func(sum, flow float64) float64 {
		at *= 1 + rate.n
		return sum + flow/at
	})
}

// irr is the rate a period at which flows are worth nothing, found by Newton's
// method from a guess of 10 %, as spreadsheets do.
func (b *Book) irr(args []*node) Value {
	if len(args) < 1 || len(args) > 2 {
		return unfit
	}
	rate := 0.1
	if len(args) == 2 {
		guess := b.eval(args[1]).number()
		if guess.IsFault() {
			return guess
		}
		rate = guess.n
	}
	var flow []float64
	if v := fold(b.all(args[:1], b.plain), 0, func(_, y float64) float64 { flow = append(flow, y); return 0 }); v.IsFault() {
		return v
	}
	for range 100 {
		worth, slope, at := 0.0, 0.0, 1.0
		for i, v := range flow {
			worth += v / at
			at *= 1 + rate
			slope -= float64(i) * v / at
		}
		step := worth / slope
		if rate -= step; math.Abs(step) < 1e-14 {
			return finite(rate)
		}
	}
	return unsolved
}
