package calc

import (
	"cmp"
	"fmt"
	"strings"
)

// Value is what a cell holds. The zero value is a blank.
type Value struct {
	kind kind
	n    float64 // a number; 1 for a truth
	text string  // a text or the name of an error
}

// kind is in the order in which spreadsheets sort values.
type kind uint8

const (
	blank kind = iota
	number
	text
	truth
	fault
)

// Number is a number as a value.
func Number(v float64) Value { return Value{kind: number, n: v} }

// Text is a text as a value.
func Text(v string) Value { return Value{kind: text, text: v} }

// Fault is an error as a value, such as #DIV/0!.
func Fault(name string) Value { return Value{kind: fault, text: name} }

func truthOf(v bool) Value {
	if v {
		return Value{kind: truth, n: 1}
	}
	return Value{kind: truth}
}

// The errors of spreadsheets.
var (
	divided  = Fault("#DIV/0!")
	missing  = Fault("#N/A")
	unnamed  = Fault("#NAME?")
	unfit    = Fault("#VALUE!")
	outside  = Fault("#REF!")
	unsolved = Fault("#NUM!")
)

// Float returns the number of a value, 0 for a blank. The error says what else
// the cell holds.
func (v Value) Float() (float64, error) {
	if v.kind == blank || v.kind == number {
		return v.n, nil
	}
	return 0, fmt.Errorf("no number but %s", v)
}

// String writes the value for people.
func (v Value) String() string {
	switch v.kind {
	case blank:
		return "(blank)"
	case number:
		return fmt.Sprint(v.n)
	case text:
		return fmt.Sprintf("%q", v.text)
	case truth:
		return strings.ToUpper(fmt.Sprint(v.n != 0))
	}
	return v.text
}

// IsFault reports whether the value is an error.
func (v Value) IsFault() bool { return v.kind == fault }

// number returns the value as operators take it: a text is no number.
func (v Value) number() Value {
	switch v.kind {
	case text:
		return unfit
	case fault:
		return v
	}
	return Number(v.n)
}

// shown returns the value as & takes it.
func (v Value) shown() string {
	switch v.kind {
	case number:
		return decimal(v.n)
	case truth:
		return v.String()
	}
	return v.text
}

// compare orders values: numbers before texts before truths. A blank is like 0
// and like no text.
func (v Value) compare(o Value) int {
	if v.kind == blank {
		v.kind = blankAs(o.kind)
	}
	if o.kind == blank {
		o.kind = blankAs(v.kind)
	}
	if v.kind != o.kind {
		return cmp.Compare(v.kind, o.kind)
	}
	if v.kind == text {
		return cmp.Compare(strings.ToLower(v.text), strings.ToLower(o.text))
	}
	return cmp.Compare(v.n, o.n)
}

func blankAs(other kind) kind {
	if other == blank {
		return number
	}
	return other
}
