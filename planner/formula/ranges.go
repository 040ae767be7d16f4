package formula

import (
	"math"
	"slices"
)

// Range is cells in a row or a column, and their numbers in order.
type Range struct {
	V      []float64
	f      string
	across bool // a row
}

// RangeOf is cells of a column, or of several rows, under their reference.
func RangeOf(v []float64, ref string) Range { return Range{V: v, f: ref} }

// RowOf is cells of a row under their reference.
func RowOf(v []float64, ref string) Range { return Range{v, ref, true} }

// Formula returns the reference.
func (r Range) Formula() string { return r.f }

// Sum sums the cells, which must be whole numbers: spreadsheets sum in an order
// of their own.
func (r Range) Sum() Num {
	v := 0.0
	for _, x := range r.V {
		v += x
	}
	return Num{V: v, f: "SUM(" + r.f + ")", p: tight}
}

// SumWhere sums the cells whose key is alike, which must be whole numbers.
func (r Range) SumWhere(keys Range, key Num) Num {
	v := 0.0
	for i, k := range keys.V {
		if k == key.V {
			v += r.V[i]
		}
	}
	return Num{V: v, f: "SUMIFS(" + r.f + "," + keys.f + "," + key.Formula() + ")", p: tight}
}

// SumWhereAll sums the cells of which several keys are alike, which must be whole
// numbers.
func (r Range) SumWhereAll(keys []Range, alike []Num) Num {
	v := 0.0
	for i := range r.V {
		all := true
		for k := range keys {
			all = all && keys[k].V[i] == alike[k].V
		}
		if all {
			v += r.V[i]
		}
	}
	f := "SUMIFS(" + r.f
	for k := range keys {
		f += "," + keys[k].f + "," + alike[k].Formula()
	}
	return Num{V: v, f: f + ")", p: tight}
}

// SumProduct sums the products of the cells of two ranges, which must be whole
// numbers.
func (r Range) SumProduct(o Range) Num {
	v := 0.0
	for i := range r.V {
		v += r.V[i] * o.V[i]
	}
	return Num{V: v, f: "SUMPRODUCT(" + r.f + "," + o.f + ")", p: tight}
}

// Max returns the greatest of the cells.
func (r Range) Max() Num {
	v := math.Inf(-1)
	for _, x := range r.V {
		v = max(v, x)
	}
	return Num{V: v, f: "MAX(" + r.f + ")", p: tight}
}

// Min returns the least of the cells.
func (r Range) Min() Num {
	v := math.Inf(1)
	for _, x := range r.V {
		v = min(v, x)
	}
	return Num{V: v, f: "MIN(" + r.f + ")", p: tight}
}

// At returns cell i, counted from 1. It is 0 outside, where a spreadsheet has an
// error.
func (r Range) At(i Num) Num {
	v := 0.0
	if k := int(i.V) - 1; k >= 0 && k < len(r.V) {
		v = r.V[k]
	}
	if len(r.V) == 1 { // of which Gnumeric has no part
		return If(i.Is(Of(1)), r.Sum(), Of(0))
	}
	row := ""
	if r.across { // Gnumeric takes a single index for the row
		row = "1,"
	}
	return Num{V: v, f: "INDEX(" + r.f + "," + row + i.Formula() + ")", p: tight}
}

// Find returns the place of the first cell that is alike, counted from 1, and
// none where there is none.
func (r Range) Find(what, none Num) Num {
	v := none.V
	for i, x := range r.V {
		if x == what.V {
			v = float64(i + 1)
			break
		}
	}
	return Num{V: v, f: "IFERROR(MATCH(" + what.Formula() + "," + r.f + ",0)," + none.Formula() + ")", p: tight}
}

// CountBelow counts the cells that are below a number.
func (r Range) CountBelow(most Num) Num {
	v := 0.0
	for _, x := range r.V {
		if x < most.V {
			v++
		}
	}
	return Num{V: v, f: "SUMPRODUCT(--(" + r.f + "<" + most.within(sum) + "))", p: tight}
}

// LatestUpTo returns the greatest of the cells that are not above a number, or the
// least of all where every cell is above. It goes by their rank, as not every
// spreadsheet takes a condition within MAX.
func (r Range) LatestUpTo(most Num) Num {
	sorted := slices.Sorted(slices.Values(r.V))
	at := 0
	for at < len(sorted) && sorted[at] <= most.V {
		at++
	}
	return Num{V: sorted[max(at, 1)-1], f: "SMALL(" + r.f + ",MAX(1,SUMPRODUCT(--(" + r.f + "<=" + most.within(sum) + "))))", p: tight}
}

// StepAt returns the cell beside the last of the months, which rise, that is not
// after a month; 0 where all are after it.
func (r Range) StepAt(months Range, m Num) Num {
	v := 0.0
	for i, x := range months.V {
		if x <= m.V {
			v = r.V[i]
		}
	}
	if len(r.V) == 1 { // of which Gnumeric has no part
		return If(months.Sum().AtMost(m), r.Sum(), Of(0))
	}
	return Num{V: v, f: "IFERROR(INDEX(" + r.f + ",MATCH(" + m.Formula() + "," + months.f + ",1)),0)", p: tight}
}
