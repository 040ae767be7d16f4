// Package formula is the leaf that writes numbers together with the formulas
// that give them in a spreadsheet. What is added here is added there: a number
// and its formula come of one call, so that they cannot come apart. It knows no
// plan and no workbook.
//
// A spreadsheet reckons in the same binary floating point. Sums, differences,
// products, quotients and square roots are exactly those of Go as long as they
// are taken in the same order, which is why brackets are kept. ROUND to whole
// numbers, MIN, MAX and comparisons agree as well. POWER, EXP and the beta
// distribution may differ in the last bit: what becomes won of them is rounded
// first.
package formula

import (
	"math"
	"strconv"
	"strings"
)

// Num is a number and the formula that gives it. The zero value is 0.
type Num struct {
	V float64 // the number
	f string  // its formula without the sign of equality; empty for a number that stands for itself
	p binding
}

// binding is how tightly the outermost operation of a formula binds.
type binding uint8

const (
	loose binding = iota + 1 // comparison
	sum
	product
	tight // a name, a reference, a call
)

// Of is a number that stands for itself.
func Of(v float64) Num { return Num{V: v} }

// Ref is the number of a cell or name.
func Ref(v float64, name string) Num { return Num{V: v, f: name, p: tight} }

// Formula returns the formula without the sign of equality.
func (n Num) Formula() string {
	if n.f == "" {
		return literal(n.V)
	}
	return n.f
}

// IsLiteral reports whether the number stands for itself.
func (n Num) IsLiteral() bool { return n.f == "" }

func literal(v float64) string {
	if a := math.Abs(v); a != 0 && (a < 1e-7 || a >= 1e16) {
		return strconv.FormatFloat(v, 'E', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// within writes the formula as an operand of an operation that binds so, in
// brackets where it binds less.
func (n Num) within(p binding) string {
	switch {
	case n.f == "" && n.V >= 0:
		return literal(n.V)
	case n.f == "":
		return "(" + literal(n.V) + ")"
	case n.p < p:
		return "(" + n.f + ")"
	}
	return n.f
}

func operate(v float64, a Num, sign string, b Num, p binding) Num {
	return Num{V: v, f: a.within(p) + sign + b.within(p+1), p: p}
}

// Plus returns a + b.
func (n Num) Plus(b Num) Num { return operate(n.V+b.V, n, "+", b, sum) }

// Minus returns a - b.
func (n Num) Minus(b Num) Num { return operate(n.V-b.V, n, "-", b, sum) }

// Times returns a * b.
func (n Num) Times(b Num) Num { return operate(float64(n.V*b.V), n, "*", b, product) }

// Over returns a / b. Division by 0 is an error in a spreadsheet: guard it with If.
func (n Num) Over(b Num) Num {
	v := 0.0
	if b.V != 0 {
		v = n.V / b.V
	}
	return operate(v, n, "/", b, product)
}

// call writes a function of numbers.
func call(v float64, name string, args ...Num) Num {
	var b strings.Builder
	b.WriteString(name)
	b.WriteByte('(')
	for i, a := range args {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(a.Formula())
	}
	b.WriteByte(')')
	return Num{V: v, f: b.String(), p: tight}
}

// Round returns the number to the nearest whole one, half away from zero.
func Round(a Num) Num { return call(math.Round(a.V), "ROUND", a, Of(0)) }

// Nearest returns the number to the nearest whole one, a half up, also where it is
// a thousandth short of one.
func Nearest(a Num) Num { return Round(a.Plus(Of(0.001))) }

// Thousandths returns the number to three decimals by way of Nearest.
func Thousandths(a Num) Num {
	thousand := Of(1000)
	return Nearest(a.Times(thousand)).Over(thousand)
}

// RoundTo returns the number to so many decimals by way of a whole number, as
// Go's math.Round(x*10^n)/10^n.
func RoundTo(a Num, decimals int) Num {
	tens := Of(math.Pow10(decimals))
	return Round(a.Times(tens)).Over(tens)
}

// Floor returns the largest whole number that is not above the number, which is
// not negative. Add what the arithmetic may lack beforehand, as spreadsheets do
// not agree on numbers a hair below a whole one.
func Floor(a Num) Num { return call(math.Floor(a.V), "INT", a) }

// Ceil returns the least whole number that is not below the number, which is not
// negative.
func Ceil(a Num) Num {
	n := call(math.Ceil(a.V), "INT", Num{V: -a.V, f: "-" + a.within(tight), p: tight})
	return Num{V: n.V, f: "-" + n.f, p: sum}
}

// Min returns the least of the numbers.
func Min(args ...Num) Num {
	v := args[0].V
	for _, a := range args {
		v = min(v, a.V)
	}
	return call(v, "MIN", args...)
}

// Max returns the greatest of the numbers.
func Max(args ...Num) Num {
	v := args[0].V
	for _, a := range args {
		v = max(v, a.V)
	}
	return call(v, "MAX", args...)
}

// Abs returns the number without its sign.
func Abs(a Num) Num { return call(math.Abs(a.V), "ABS", a) }

// Sqrt returns the square root.
func Sqrt(a Num) Num { return call(math.Sqrt(a.V), "SQRT", a) }

// Power returns a to the power of b. Its last bit is the spreadsheet's own.
func Power(a, b Num) Num { return call(math.Pow(a.V, b.V), "POWER", a, b) }

// Exp returns e to the power of a. Its last bit is the spreadsheet's own.
func Exp(a Num) Num { return call(math.Exp(a.V), "EXP", a) }

// Mod returns the rest of a whole number over another, both not negative.
func Mod(a, b Num) Num { return call(math.Mod(a.V, b.V), "MOD", a, b) }

// Total sums numbers, which must be whole where a sum in another order must be
// the same.
func Total(args ...Num) Num {
	v := 0.0
	for _, a := range args {
		v += a.V
	}
	return call(v, "SUM", args...)
}

// Call is a function that this package does not know, with its value.
func Call(v float64, name string, args ...Num) Num { return call(v, name, args...) }
