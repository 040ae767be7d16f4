package formula

// SumUpTo sums the cells whose key is not above a number, which must be whole
// numbers.
func (r Range) SumUpTo(keys Range, most Num) Num {
	return r.sumIf(keys, "<=", most, func(k float64) bool { return k <= most.V })
}

// SumBelow sums the cells whose key is below a number, which must be whole
// numbers.
func (r Range) SumBelow(keys Range, end Num) Num {
	return r.sumIf(keys, "<", end, func(k float64) bool { return k < end.V })
}

// SumAbove sums the cells whose key is above a number, which must be whole
// numbers.
func (r Range) SumAbove(keys Range, start Num) Num {
	return r.sumIf(keys, ">", start, func(k float64) bool { return k > start.V })
}

func (r Range) sumIf(keys Range, sign string, bound Num, holds func(float64) bool) Num {
	v := 0.0
	for i, k := range keys.V {
		if holds(k) {
			v += r.V[i]
		}
	}
	return Num{V: v, f: "SUMPRODUCT((" + keys.f + sign + bound.within(sum) + ")*" + r.f + ")", p: tight}
}
