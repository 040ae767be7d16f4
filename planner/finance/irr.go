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
	middle := worth(0)
	up, down := end{0, middle}, end{0, middle}
	for step := firstLogStep; up.log < mostLogRate || down.log > leastLogRate; step *= logStepRatio {
		for _, outer := range []*end{&up, &down} {
			inner := *outer
			if outer == &up {
				outer.log = min(inner.log+step, mostLogRate)
			} else {
				outer.log = max(inner.log-step, leastLogRate)
			}
			if outer.log == inner.log {
				continue
			}
			outer.worth = worth(outer.log)
			if inner.worth == 0 || (inner.worth > 0) != (outer.worth > 0) {
				return math.Expm1(root(worth, inner, *outer)), true
			}
		}
	}
	return 0, false
}

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
