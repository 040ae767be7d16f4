// Package query is what is asked of a list: which of its elements, in which
// order, how many of them and which of their fields. Where a list is in memory
// Select answers; the store answers the same in SQL where a list is large.
//
// Texts are ordered by their bytes, and what folds case folds A to Z alone: the
// one rule that Go, SQLite and PostgreSQL keep alike. É and é stay apart.
package query

import "reflect"

// Most is the most elements a page holds, and Usual how many it holds where
// nobody says.
const (
	Most  = 1000
	Usual = 50
)

// Kind is what the values of a field are.
type Kind int

// The kinds of fields. A month is a text that is ordered as months are.
const (
	Text Kind = iota
	Integer
	Number
	Boolean
)

// String names the kind as a fault does.
func (k Kind) String() string { return [...]string{"text", "whole number", "number", "truth value"}[k] }

// Field is a single value of an element: a key of its JSON, with dots where it
// stands in a structure, such as plot.area_m2.
type Field struct {
	Name string
	Kind Kind
	Type reflect.Type // in Go, which says what a text must be; nil where any will do
}

// Shape is what may be asked of the elements of a list.
type Shape struct {
	Fields []Field  // the keys that are single values
	Keys   []string // the keys at the top, lists and structures among them
}

// Operator is how a filter compares, after __ in the name of a parameter.
type Operator string

// The operators, as NetBox names them. Those of texts (ic, nic, isw, nisw, iew,
// niew, ie, nie) fold case.
const (
	Is        Operator = ""     // one of the values
	Not       Operator = "n"    // none of the values
	Holds     Operator = "ic"   // contains
	HoldsNot  Operator = "nic"  // does not contain
	Begins    Operator = "isw"  // begins with
	BeginsNot Operator = "nisw" // does not begin with
	Ends      Operator = "iew"  // ends with
	EndsNot   Operator = "niew" // does not end with
	Same      Operator = "ie"   // is, whatever the case
	SameNot   Operator = "nie"  // is not, whatever the case
	Above     Operator = "gt"
	AtLeast   Operator = "gte"
	Below     Operator = "lt"
	AtMost    Operator = "lte"
	Empty     Operator = "empty" // true or false: whether nothing is given
)

// Filter is a demand on a field: one string, int64, float64 or bool value or
// more, by the kind of the field, of which one must hold; none may for a Not.
// Those of Empty are bool.
type Filter struct {
	Field  Field
	Op     Operator
	Values []any
}

// Order is a field to order by.
type Order struct {
	Field      Field
	Descending bool
}

// Query is what is asked of a list. Elements that Order does not tell apart, or
// all where it is empty, are in the order of the list.
type Query struct {
	Filters  []Filter
	Order    []Order
	Limit    int
	Offset   int
	ByOffset bool    // whether an offset was given, 0 too: then there is no cursor of the next page
	Cursor   *Cursor // where to go on; nil where the page is found by Offset
	Keyset   bool    // asked for with a cursor, the empty one of the first page too
	Fields   []string
	Omit     []string
}

// Cursor is the place of an element in an ordered list. The page after it
// begins behind the element with the ID, wherever that is now; where it is gone,
// at the place it had.
type Cursor struct {
	Values []any  // of Order, nil for one that is not given
	ID     string // of the element
	At     []int  // its place in the list when it was read
}

// Page is a part of a list.
type Page[T any] struct {
	Items []T
	Count int    // elements that the filters let through; -1 where a cursor was given
	Next  string // cursor of the next page; empty on the last, and where an offset was given
}
