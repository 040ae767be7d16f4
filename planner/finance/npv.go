package finance

// MonthlyDiscount returns what a unit of money a month later is worth now, at a
// rate a year above -1:
//
//	v = (1 + rate)^(-1/12)
func MonthlyDiscount(rate float64) float64 { return 1 / TwelfthRoot(1+rate) }

// Amount is money, or what is divided by money, in whole or in parts.
type Amount interface{ ~int64 | ~float64 }

// Present returns the value in month 0 of a flow of money by month at a nominal
// rate a year: month 0 is not discounted, month m by (1 + rate)^(m/12).
//
//	present = sum over m of flow[m] * v^m,  v = MonthlyDiscount(rate)
//
// Source: Short, Packey & Holt, NREL/TP-462-5173 (1995), net present value,
// with months for periods.
func Present[T Amount](rate float64, flow []T) float64 { return present(MonthlyDiscount(rate), flow) }

func present[T Amount](v float64, flow []T) (sum float64) {
	for m := len(flow) - 1; m >= 0; m-- {
		sum = float64(sum*v) + float64(flow[m])
	}
	return sum
}

// Payback returns the first month from which the running sum of a flow, each
// month discounted to month 0 at rate a year, stays above 0 to the end. ok is
// false where it does not. At rate 0 it is the simple payback.
func Payback(rate float64, flow []float64) (month int, ok bool) {
	v, discount, sum := MonthlyDiscount(rate), 1.0, 0.0
	for m, amount := range flow {
		sum += float64(amount * discount)
		discount *= v
		switch {
		case sum <= 0:
			ok = false
		case !ok:
			month, ok = m, true
		}
	}
	if !ok {
		return 0, false
	}
	return month, true
}
