// Package calc is a small recalculator of the formulas that this program writes
// into workbooks, for tests: it works out cells from nothing but the texts of
// their formulas. It knows the operators, references, names and functions that
// package formula and its users write; what it does not know is an error that
// tests see. It is stricter than spreadsheets: a text is never a number, an area
// never a single value, and numbers are compared to the last bit.
package calc

import "strings"

// Book is the cells of a workbook and its names.
type Book struct {
	sheets map[string]*sheet
	names  map[string]*node
	parsed map[string]*node // formulas asked for by text
}

type sheet struct{ rows [][]cell }

// cell is what stands in a cell: a value, or the formula that gives it.
type cell struct {
	value   Value
	formula *node
	state   state
}

type state uint8

const (
	fresh   state = iota // a formula that is not worked out yet
	running              // being worked out: who asks for it now goes round in a circle
	done
)

// New returns a book without cells.
func New() *Book {
	return &Book{sheets: map[string]*sheet{}, names: map[string]*node{}, parsed: map[string]*node{}}
}

func (b *Book) sheet(name string) *sheet {
	name = strings.ToLower(name)
	s := b.sheets[name]
	if s == nil {
		s = &sheet{}
		b.sheets[name] = s
	}
	return s
}

// at returns a cell, rows and columns from 1, which it makes where there is none.
func (s *sheet) at(row, col int) *cell {
	for len(s.rows) < row {
		s.rows = append(s.rows, nil)
	}
	if r := s.rows[row-1]; len(r) < col {
		s.rows[row-1] = append(r, make([]cell, col-len(r))...)
	}
	return &s.rows[row-1][col-1]
}

// Number puts a number into a cell, rows and columns from 1.
func (b *Book) Number(sheet string, row, col int, v float64) {
	*b.sheet(sheet).at(row, col) = cell{value: Number(v), state: done}
}

// Text puts a text into a cell.
func (b *Book) Text(sheet string, row, col int, text string) {
	*b.sheet(sheet).at(row, col) = cell{value: Text(text), state: done}
}

// Formula puts a formula, without the sign of equality, into a cell.
func (b *Book) Formula(sheet string, row, col int, formula string) {
	*b.sheet(sheet).at(row, col) = cell{formula: b.parse(b.sheet(sheet), formula)}
}

// Name gives a name to what a formula refers to.
func (b *Book) Name(name, refersTo string) {
	b.names[strings.ToLower(name)] = b.parse(b.sheet(""), refersTo)
}

// Forget leaves every cell to be worked out again, after cells have changed.
func (b *Book) Forget() {
	for _, s := range b.sheets {
		for _, r := range s.rows {
			for i := range r {
				if r[i].formula != nil {
					r[i].state = fresh
				}
			}
		}
	}
}

// Cell returns the value of a cell.
func (b *Book) Cell(sheet string, row, col int) Value { return b.value(b.sheet(sheet), row, col) }

// Value returns what a formula, such as a reference with its sheet, gives.
func (b *Book) Value(formula string) Value {
	n := b.parsed[formula]
	if n == nil {
		n = b.parse(b.sheet(""), formula)
		b.parsed[formula] = n
	}
	return b.eval(n)
}

// Each gives every cell of a sheet that is not blank, row by row.
func (b *Book) Each(sheet string, yield func(row, col int, v Value)) {
	s := b.sheet(sheet)
	for i := range s.rows {
		for k := range s.rows[i] {
			if v := b.value(s, i+1, k+1); v.kind != blank {
				yield(i+1, k+1, v)
			}
		}
	}
}

func (b *Book) value(s *sheet, row, col int) Value {
	if row > len(s.rows) || col > len(s.rows[row-1]) {
		return Value{}
	}
	c := &s.rows[row-1][col-1]
	switch {
	case c.formula == nil || c.state == done:
		return c.value
	case c.state == running:
		return Fault("#CIRC!")
	}
	c.state = running
	v := b.eval(c.formula)
	if v.kind == blank {
		v = Number(0)
	}
	c.value, c.state = v, done
	return v
}
