package calc

import (
	"slices"
	"strconv"
	"strings"
)

// index returns the cells INDEX refers to: one of a row or column by its place,
// or of an area by row and column, where 0 is all of them.
func (b *Book) index(args []*node) (area, Value) {
	if len(args) < 2 || len(args) > 3 {
		return area{}, unfit
	}
	a, v := b.area(args[0])
	if v.IsFault() {
		return a, v
	}
	at := [2]int{}
	for i := range args[1:] {
		if v = b.eval(args[1+i]).number(); v.IsFault() {
			return a, v
		}
		at[i] = int(v.n)
	}
	rows, cols := a.lastRow-a.row+1, a.lastCol-a.col+1
	if len(args) == 2 && rows == 1 {
		at[0], at[1] = at[1], at[0]
	}
	if at[0] < 0 || at[0] > rows || at[1] < 0 || at[1] > cols {
		return a, outside
	}
	if at[0] > 0 {
		a.row += at[0] - 1
		a.lastRow = a.row
	}
	if at[1] > 0 {
		a.col += at[1] - 1
		a.lastCol = a.col
	}
	return a, Value{}
}

// match returns the place of what is sought: with 0 the first that is alike,
// with 1 the last that is not above it, of values in order.
func (b *Book) match(args []*node) Value {
	if len(args) != 3 {
		return unfit
	}
	what, how := b.eval(args[0]), b.eval(args[2])
	if what.IsFault() {
		return what
	}
	last := missing
	for i, v := range b.plain(args[1]).values {
		switch c := v.compare(what); {
		case v.kind == blank || v.kind != what.kind:
		case how.n == 0 && c == 0:
			return Number(float64(i + 1))
		case how.n == 1 && c <= 0:
			last = Number(float64(i + 1))
		}
	}
	return last
}

// sumifs sums the cells of an area for which all conditions hold.
func (b *Book) sumifs(args []*node) Value {
	if len(args) < 3 || len(args)%2 == 0 {
		return unfit
	}
	values := b.plain(args[0]).values
	holds, v := b.conditions(args[1:], len(values))
	sum := 0.0
	for i := range holds {
		if v.IsFault() {
			return v
		}
		if holds[i] && values[i].kind == number {
			sum += values[i].n
		} else if holds[i] && values[i].IsFault() {
			return values[i]
		}
	}
	return finite(sum)
}

func (b *Book) countifs(args []*node) Value {
	if len(args) < 2 || len(args)%2 == 1 {
		return unfit
	}
	holds, v := b.conditions(args, len(b.plain(args[0]).values))
	count := 0.0
	for _, is := range holds {
		count += truthOf(is).n
	}
	if v.IsFault() {
		return v
	}
	return Number(count)
}

// conditions says for which of so many cells all pairs of area and criterion
// hold.
func (b *Book) conditions(args []*node, count int) (holds []bool, v Value) {
	holds = make([]bool, count)
	for i := range holds {
		holds[i] = true
	}
	for i := 0; i < len(args); i += 2 {
		keys, want := b.plain(args[i]).values, b.eval(args[i+1])
		if want.IsFault() {
			return holds, want
		}
		if len(keys) != count {
			return holds, unfit
		}
		sign, operand := criterion(want)
		for k := range keys {
			alike := keys[k].kind == operand.kind || sign == "<>"
			holds[k] = holds[k] && alike && !keys[k].IsFault() && operate(sign, keys[k], operand).n != 0
		}
	}
	return holds, Value{}
}

// criterion reads what SUMIFS asks of a cell, such as ">=5".
func criterion(want Value) (sign string, operand Value) {
	if want.kind == blank {
		return "=", Number(0)
	}
	if want.kind != text {
		return "=", want
	}
	sign, rest := "=", want.text
	for _, s := range comparisons {
		if after, ok := strings.CutPrefix(rest, s); ok {
			sign, rest = s, after
			break
		}
	}
	if v, err := strconv.ParseFloat(rest, 64); err == nil {
		return sign, Number(v)
	}
	return sign, Text(rest)
}

// sumproduct sums the products of arrays of one shape. What is no number counts
// as 0 in it.
func (b *Book) sumproduct(args []*node) Value {
	sum := 0.0
	var arrays []array
	for _, arg := range args {
		arrays = append(arrays, b.array(arg))
	}
	for i := range arrays {
		if arrays[i].rows != arrays[0].rows || arrays[i].cols != arrays[0].cols {
			return unfit
		}
	}
	if len(arrays) == 0 {
		return unfit
	}
	for i := range arrays[0].values {
		product := 1.0
		for _, a := range arrays {
			switch v := a.values[i]; v.kind {
			case fault:
				return v
			case number:
				product *= v.n
			default:
				product = 0
			}
		}
		sum += product
	}
	return finite(sum)
}

// small returns the k-th smallest number of a range.
func (b *Book) small(args []*node) Value {
	if len(args) != 2 {
		return unfit
	}
	list := b.all(args[:1], b.plain)
	k := b.eval(args[1]).number()
	if k.IsFault() {
		return k
	}
	numbers := make([]float64, len(list))
	for i, v := range list {
		if v = v.number(); v.IsFault() {
			return v
		}
		numbers[i] = v.n
	}
	slices.Sort(numbers)
	if k.n < 1 || int(k.n) > len(numbers) {
		return unsolved
	}
	return Number(numbers[int(k.n)-1])
}
