package finance

import "math"

// The rates that IRR looks at, as logarithms of 1 + rate: from -99 % to 1,000 %
// a year, in steps that grow from 5 % away from 0.
const (
	leastLogRate = -4.605170185988091 // log 0.01
	mostLogRate  = 2.3978952727983707 // log 11
	firstLogStep = 0.05
	logStepRatio = 1.3
)

// IRR returns the rate a year, between -99 % and 1,000 %, at which the present
// value of a flow by month is 0. Of several it is the one nearest to 0, measured
// in log(1 + rate); two that lie within a step of each other may be missed. ok
// is false where none is found, which is certain where the flow does not change
// its sign.
//
// The present value is tried outward from rate 0 until it changes its sign; the
// rate between is then found by false position, with the end that stays halved
// (Illinois).
func IRR(flow []float64) (rate float64, ok bool) {
	if !changesSign(flow) {
		return 0, false
	}
	worth := func(logRate float64) float64 { return present(math.Exp(-logRate/12), flow) }
	up := end{0, worth(0)}
	down := up
	for i := 1; i < max(len(ratesUp), len(ratesDown)); i++ {
		for _, side := range []struct {
			outer *end
			rates []float64
		}{{&up, ratesUp}, {&down, ratesDown}} {
			if i >= len(side.rates) {
				continue
			}
			inner := *side.outer
			*side.outer = end{side.rates[i], worth(side.rates[i])}
			if inner.worth == 0 || (inner.worth > 0) != (side.outer.worth > 0) {
				return math.Expm1(root(worth, inner, *side.outer)), true
			}
		}
	}
	return 0, false
}

// ratesUp and ratesDown are the logarithms of 1 + rate that IRR tries.
var ratesUp, ratesDown = ratesTried()

func ratesTried() (up, down []float64) {
	up, down = []float64{0}, []float64{0}
	for step := firstLogStep; up[len(up)-1] < mostLogRate || down[len(down)-1] > leastLogRate; step *= logStepRatio {
		if last := up[len(up)-1]; last < mostLogRate {
			up = append(up, min(last+step, mostLogRate))
		}
		if last := down[len(down)-1]; last > leastLogRate {
			down = append(down, max(last-step, leastLogRate))
		}
	}
	return up, down
}

// RatesTried returns the logarithms of 1 + rate that IRR tries, from 0 upward and
// from 0 downward. Of those the first up and the first down come first.
func RatesTried() (up, down []float64) { return ratesTried() }

// end is an end of a range of rates with the present value there.
type end struct{ log, worth float64 }

// root returns where worth is 0 between ends at which it has not the same sign.
func root(worth func(float64) float64, a, b end) float64 {
	const near = 1e-13
	for range 200 {
		if a.worth == 0 {
			return a.log
		}
		if b.worth == 0 || math.Abs(b.log-a.log) < near {
			break
		}
		c := end{log: b.log - float64(b.worth*(b.log-a.log)/(b.worth-a.worth))}
		c.worth = worth(c.log)
		moved := math.Abs(c.log - b.log)
		if (c.worth > 0) != (b.worth > 0) {
			a = b
		} else {
			a.worth /= 2
		}
		if b = c; moved < near {
			break
		}
	}
	return b.log
}

func changesSign(flow []float64) bool {
	var gains, costs bool
	for _, amount := range flow {
		gains = gains || amount > 0
		costs = costs || amount < 0
	}
	return gains && costs
}
