package calc

import "math"

// eval works out a part of a formula as a single value. An area is none but
// where it is one cell.
func (b *Book) eval(n *node) Value {
	switch n.op {
	case constant:
		return n.value
	case omitted:
		return Value{}
	case reference, named, spanned:
		if n.op == named {
			name := b.names[n.name]
			if name == nil {
				return unnamed
			}
			if name.op != reference {
				return b.eval(name)
			}
		}
		return b.single(b.area(n))
	case unary:
		return negate(b.eval(n.args[0]))
	case binary:
		return operate(n.sign, b.eval(n.args[0]), b.eval(n.args[1]))
	}
	if n.call == nil {
		return Fault("#NAME? " + n.name)
	}
	return n.call(b, n.args)
}

// area returns the cells that a part of a formula refers to, or the error.
func (b *Book) area(n *node) (area, Value) {
	switch {
	case n.op == reference:
		return n.ref, Value{}
	case n.op == named && b.names[n.name] != nil:
		return b.area(b.names[n.name])
	case n.op == called && n.name == "index":
		return b.index(n.args)
	case n.op == spanned:
		from, v := b.area(n.args[0])
		if v.IsFault() {
			return from, v
		}
		to, v := b.area(n.args[1])
		return from.to(to), v
	}
	return area{}, unfit
}

// single returns the value of an area of one cell.
func (b *Book) single(a area, v Value) Value {
	switch {
	case v.IsFault():
		return v
	case a.row != a.lastRow || a.col != a.lastCol:
		return unfit
	}
	return b.value(a.sheet, a.row, a.col)
}

func negate(v Value) Value {
	if v = v.number(); v.IsFault() {
		return v
	}
	return Number(-v.n)
}

func operate(sign string, left, right Value) Value {
	switch {
	case left.IsFault():
		return left
	case right.IsFault():
		return right
	case sign == "&":
		return Text(left.shown() + right.shown())
	}
	switch sign {
	case "=":
		return truthOf(left.compare(right) == 0)
	case "<>":
		return truthOf(left.compare(right) != 0)
	case "<":
		return truthOf(left.compare(right) < 0)
	case "<=":
		return truthOf(left.compare(right) <= 0)
	case ">":
		return truthOf(left.compare(right) > 0)
	case ">=":
		return truthOf(left.compare(right) >= 0)
	}
	x, y := left.number(), right.number()
	if x.IsFault() || y.IsFault() {
		return unfit
	}
	return reckon(sign, x.n, y.n)
}

func reckon(sign string, x, y float64) Value {
	switch sign {
	case "+":
		return finite(x + y)
	case "-":
		return finite(x - y)
	case "*":
		return finite(x * y)
	case "/":
		if y == 0 {
			return divided
		}
		return finite(x / y)
	}
	return finite(math.Pow(x, y))
}

// finite is a number, or the error of what is none.
func finite(v float64) Value {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return unsolved
	}
	return Number(v)
}
