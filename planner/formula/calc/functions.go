package calc

import (
	"math"
	"strings"

	"gonum.org/v1/gonum/mathext"
)

// function works out a call of its arguments.
type function func(b *Book, args []*node) Value

// functions are the functions that are known, by their names in lower case.
var functions map[string]function

func init() {
	functions = map[string]function{
		"if": (*Book).ifelse, "iferror": (*Book).iferror, "and": (*Book).and, "or": (*Book).or, "not": (*Book).not,
		"index":  func(b *Book, args []*node) Value { return b.single(b.index(args)) },
		"match":  (*Book).match,
		"small":  (*Book).small,
		"sumifs": (*Book).sumifs, "countif": (*Book).countifs, "countifs": (*Book).countifs, "sumproduct": (*Book).sumproduct,
		"irr": (*Book).irr, "npv": (*Book).npv, "text": (*Book).text, "choose": (*Book).choose,
	}
	for name, f := range aggregates {
		functions[name] = func(b *Book, args []*node) Value { return f(b.all(args, b.plain)) }
	}
	for name, f := range cellwise {
		functions[name] = func(b *Book, args []*node) Value {
			values := make([]Value, len(args))
			for i := range args {
				values[i] = b.eval(args[i])
			}
			return numeric(values, f)
		}
	}
}

// aggregates make one number of many.
var aggregates = map[string]func([]Value) Value{
	"sum":   func(list []Value) Value { return fold(list, 0, func(x, y float64) float64 { return x + y }) },
	"min":   func(list []Value) Value { return least(list, 1) },
	"max":   func(list []Value) Value { return least(list, -1) },
	"count": func(list []Value) Value { return Number(float64(len(list))) },
}

func fold(list []Value, v float64, f func(x, y float64) float64) Value {
	for _, x := range list {
		if x = x.number(); x.IsFault() {
			return x
		}
		v = f(v, x.n)
	}
	return finite(v)
}

// least returns the least of the numbers times sign, times sign; 0 of none.
func least(list []Value, sign float64) Value {
	if len(list) == 0 {
		return Number(0)
	}
	v := fold(list, math.Inf(1), func(x, y float64) float64 { return min(x, y*sign) })
	v.n *= sign
	return v
}

// numeric calls a function of numbers.
func numeric(values []Value, f func(x []float64) Value) Value {
	x := make([]float64, len(values), 4)
	for i, v := range values {
		if v = v.number(); v.IsFault() {
			return v
		}
		x[i] = v.n
	}
	return f(x)
}

// of is a function of so many numbers.
func of(count int, f func(x []float64) float64) func(x []float64) Value {
	return func(x []float64) Value {
		if len(x) != count {
			return unfit
		}
		return finite(f(x))
	}
}

// cellwise are the functions of numbers, which SUMPRODUCT takes cell by cell.
var cellwise = map[string]func(x []float64) Value{
	"round": of(2, func(x []float64) float64 {
		if x[1] == 0 {
			return math.Round(x[0])
		}
		tens := math.Pow10(int(x[1]))
		return math.Round(x[0]*tens) / tens
	}),
	"int":   of(1, func(x []float64) float64 { return math.Floor(x[0]) }),
	"abs":   of(1, func(x []float64) float64 { return math.Abs(x[0]) }),
	"sqrt":  of(1, func(x []float64) float64 { return math.Sqrt(x[0]) }),
	"power": of(2, func(x []float64) float64 { return math.Pow(x[0], x[1]) }),
	"exp":   of(1, func(x []float64) float64 { return math.Exp(x[0]) }),
	"ln":    of(1, func(x []float64) float64 { return math.Log(x[0]) }),
	"mod": func(x []float64) Value {
		if len(x) == 2 && x[1] == 0 {
			return divided
		}
		return of(2, func(x []float64) float64 { return x[0] - x[1]*math.Floor(x[0]/x[1]) })(x)
	},
	"year":      of(1, func(x []float64) float64 { y, _, _ := dateOf(x[0]); return float64(y) }),
	"month":     of(1, func(x []float64) float64 { _, m, _ := dateOf(x[0]); return float64(m) }),
	"day":       of(1, func(x []float64) float64 { _, _, d := dateOf(x[0]); return float64(d) }),
	"date":      of(3, func(x []float64) float64 { return serial(int(x[0]), int(x[1]), int(x[2])) }),
	"beta.dist": of(4, func(x []float64) float64 { return beta(x[0], x[1], x[2]) }),
	"betadist":  of(3, func(x []float64) float64 { return beta(x[0], x[1], x[2]) }),
}

func beta(x, a, b float64) float64 {
	if x < 0 || x > 1 || a <= 0 || b <= 0 {
		return math.NaN()
	}
	return mathext.RegIncBeta(a, b, x)
}

// ifelse works out only the branch that holds.
func (b *Book) ifelse(args []*node) Value {
	if len(args) < 2 || len(args) > 3 {
		return unfit
	}
	holds := b.eval(args[0]).number()
	switch {
	case holds.IsFault():
		return holds
	case holds.n != 0:
		return b.eval(args[1])
	case len(args) == 3:
		return b.eval(args[2])
	}
	return truthOf(false)
}

func (b *Book) iferror(args []*node) Value {
	if len(args) != 2 {
		return unfit
	}
	if v := b.eval(args[0]); !v.IsFault() || strings.HasPrefix(v.text, "#NAME? ") || strings.HasPrefix(v.text, "#SYNTAX") {
		return v
	}
	return b.eval(args[1])
}

func (b *Book) and(args []*node) Value {
	return fold(b.all(args, b.plain), 1, func(x, y float64) float64 { return truthOf(x != 0 && y != 0).n }).asTruth()
}

func (b *Book) or(args []*node) Value {
	return fold(b.all(args, b.plain), 0, func(x, y float64) float64 { return truthOf(x != 0 || y != 0).n }).asTruth()
}

func (b *Book) not(args []*node) Value {
	if len(args) != 1 {
		return unfit
	}
	v := b.eval(args[0]).number()
	return fold([]Value{v}, 0, func(_, y float64) float64 { return truthOf(y == 0).n }).asTruth()
}

func (v Value) asTruth() Value {
	if v.kind == number {
		return truthOf(v.n != 0)
	}
	return v
}

func (b *Book) choose(args []*node) Value {
	if len(args) < 2 {
		return unfit
	}
	i := b.eval(args[0]).number()
	if i.IsFault() {
		return i
	}
	if k := int(i.n); k >= 1 && k < len(args) {
		return b.eval(args[k])
	}
	return unfit
}
