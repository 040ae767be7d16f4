package compare

import "math/bits"

// wide is a whole number of 128 bits, in two's complement.
type wide struct{ high, low uint64 }

// add adds the product of a number and one that is not negative.
func (w *wide) add(x, times int64) {
	high, low := bits.Mul64(uint64(x), uint64(times))
	if x < 0 {
		high -= uint64(times)
	}
	var carry uint64
	w.low, carry = bits.Add64(w.low, low, 0)
	w.high, _ = bits.Add64(w.high, high, carry)
}

func (w *wide) subtract(x wide) {
	var borrow uint64
	w.low, borrow = bits.Sub64(w.low, x.low, 0)
	w.high, _ = bits.Sub64(w.high, x.high, borrow)
}

// over divides by a positive number, towards zero; the rest has the sign of the
// number. The quotient must be less than 2^63 either way.
func (w wide) over(divisor int64) (quotient, rest int64) {
	negative := int64(w.high) < 0
	if negative {
		n := wide{}
		n.subtract(w)
		w = n
	}
	q, r := bits.Div64(w.high, w.low, uint64(divisor))
	if negative {
		return -int64(q), -int64(r)
	}
	return int64(q), int64(r)
}
