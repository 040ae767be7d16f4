package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Row is a row of a table.
type Row struct{ reader *Reader }

// Number returns the number of the row, from 1, the header included.
func (r Row) Number() int { return r.reader.number }

// Fault reports what is wrong with a cell, or with the row where column is
// empty.
func (r Row) Fault(column, found, message string, args ...any) {
	r.reader.fault(r.reader.number, column, found, fmt.Sprintf(message, args...))
}

// Text returns what stands in a column; nothing where the table has none.
func (r Row) Text(column string) string {
	for i := range r.reader.columns {
		if r.reader.columns[i].Name == column {
			return r.reader.cells[i]
		}
	}
	return ""
}

// Given returns what stands in a column, and reports a fault where nothing does.
func (r Row) Given(column string) (text string, ok bool) {
	if text = r.Text(column); text == "" {
		r.Fault(column, "", "must be given")
	}
	return text, text != ""
}

// Real returns the number in a column; 0 where it is blank. ok is false where
// there is something else, which is a fault.
func (r Row) Real(column string) (x float64, ok bool) {
	text := r.Text(column)
	if text == "" {
		return 0, true
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) || strings.ContainsAny(text, "xX_") {
		r.Fault(column, text, "a number is wanted, such as 12.5, without separators or a unit")
		return 0, false
	}
	return x, true
}

// Whole returns the whole number in a column; 0 where it is blank. ok is false
// where there is something else, which is a fault.
func (r Row) Whole(column string) (n int, ok bool) {
	text := r.Text(column)
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		r.Fault(column, text, "a whole number is wanted, such as 12")
		return 0, false
	}
	return n, true
}

// GivenReal is Real where a blank cell is a fault.
func (r Row) GivenReal(column string) (x float64, ok bool) {
	if _, ok = r.Given(column); !ok {
		return 0, false
	}
	return r.Real(column)
}

// GivenWhole is Whole where a blank cell is a fault.
func (r Row) GivenWhole(column string) (n int, ok bool) {
	if _, ok = r.Given(column); !ok {
		return 0, false
	}
	return r.Whole(column)
}

// Yes reads true or false in English or Korean; false where it is blank.
func (r Row) Yes(column string) bool {
	switch text := r.Text(column); strings.ToLower(text) {
	case "true", "yes", "y", "1", "예", "o":
		return true
	case "", "false", "no", "n", "0", "아니오", "x":
		return false
	default:
		r.Fault(column, text, "true or false is wanted")
		return false
	}
}
