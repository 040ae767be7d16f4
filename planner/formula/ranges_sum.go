package formula

// SumOf sums the cells of several ranges, which must be whole numbers.
func SumOf(ranges ...Range) Num {
	v, list := 0.0, ""
	for i, r := range ranges {
		if i > 0 {
			list += ","
		}
		list += r.f
		for _, x := range r.V {
			v += x
		}
	}
	return Num{V: v, f: "SUM(" + list + ")", p: tight}
}

// SumWhereText sums the cells beside which a text is alike, which must be whole
// numbers. keys is the range of the texts under its reference, and holds tells
// beside which cells it is.
func (r Range) SumWhereText(keys string, key Text, holds func(i int) bool) Num {
	v := 0.0
	for i, x := range r.V {
		if holds(i) {
			v += x
		}
	}
	return Num{V: v, f: "SUMIFS(" + r.f + "," + keys + "," + key.f + ")", p: tight}
}
