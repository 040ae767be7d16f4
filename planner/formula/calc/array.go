package calc

import "slices"

// array is values in rows and columns. One of a single row or column, or of a
// single value, goes with every row or column of another.
type array struct {
	rows, cols int
	values     []Value
}

func (a array) at(row, col int) Value {
	if a.rows == 1 {
		row = 0
	}
	if a.cols == 1 {
		col = 0
	}
	if row >= a.rows || col >= a.cols {
		return missing
	}
	return a.values[row*a.cols+col]
}

// array works out a part of a formula cell by cell, as SUMPRODUCT does. Within
// IF, AND, OR and IFERROR spreadsheets do not agree on that: there an area is no
// value.
func (b *Book) array(n *node) array {
	switch n.op {
	case reference, named, spanned:
		if a, v := b.area(n); !v.IsFault() {
			return b.read(a)
		}
	case unary:
		return mapped(func(v []Value) Value { return negate(v[0]) }, b.array(n.args[0]))
	case binary:
		return mapped(func(v []Value) Value { return operate(n.sign, v[0], v[1]) }, b.array(n.args[0]), b.array(n.args[1]))
	case called:
		if f := cellwise[n.name]; f != nil {
			args := make([]array, len(n.args))
			for i := range args {
				args[i] = b.array(n.args[i])
			}
			return mapped(func(v []Value) Value { return numeric(v, f) }, args...)
		}
		if f := aggregates[n.name]; f != nil {
			return array{1, 1, []Value{f(b.all(n.args, b.array))}}
		}
	}
	return array{1, 1, []Value{b.eval(n)}}
}

// read returns the values of an area.
func (b *Book) read(a area) array {
	out := array{rows: a.lastRow - a.row + 1, cols: a.lastCol - a.col + 1}
	out.values = make([]Value, 0, out.rows*out.cols)
	for row := a.row; row <= a.lastRow; row++ {
		for col := a.col; col <= a.lastCol; col++ {
			out.values = append(out.values, b.value(a.sheet, row, col))
		}
	}
	return out
}

func mapped(f func([]Value) Value, args ...array) array {
	out := array{rows: 1, cols: 1}
	for _, a := range args {
		out.rows, out.cols = max(out.rows, a.rows), max(out.cols, a.cols)
	}
	out.values = make([]Value, 0, out.rows*out.cols)
	one := make([]Value, len(args))
	for row := range out.rows {
		for col := range out.cols {
			for i := range args {
				one[i] = args[i].at(row, col)
			}
			out.values = append(out.values, f(one))
		}
	}
	return out
}

// all returns the values of arguments one after another. Of areas, what is no
// number is left out; read says how arguments are worked out.
func (b *Book) all(args []*node, read func(*node) array) []Value {
	var list []Value
	for _, arg := range args {
		switch values := read(arg).values; arg.op {
		case reference, named, spanned:
			list = append(list, slices.DeleteFunc(values, func(v Value) bool { return v.kind != number && v.kind != fault })...)
		default:
			list = append(list, values...)
		}
	}
	return list
}

// plain works out an argument outside SUMPRODUCT: an area is its cells, and
// everything else a single value.
func (b *Book) plain(n *node) array {
	if n.op == reference || n.op == spanned || n.op == named || n.op == called && n.name == "index" {
		if a, v := b.area(n); !v.IsFault() {
			return b.read(a)
		}
	}
	return array{1, 1, []Value{b.eval(n)}}
}
