package table

import (
	"bytes"
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"strings"
)

// Write writes rows under the names of their columns, as CSV in UTF-8.
func Write(columns []string, rows iter.Seq[[]string]) ([]byte, error) {
	var b bytes.Buffer
	w := NewWriter(&b)
	if err := w.Write(columns); err != nil {
		return nil, err
	}
	for row := range rows {
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	err := w.Flush()
	return b.Bytes(), err
}

// Writer writes a table row by row, the names of its columns first, as CSV in
// UTF-8.
type Writer struct{ csv *csv.Writer }

// NewWriter returns a writer of a table to w.
func NewWriter(w io.Writer) *Writer { return &Writer{csv.NewWriter(w)} }

// Write writes a row.
func (w *Writer) Write(row []string) error { return w.csv.Write(row) }

// Flush passes on the rows that were written.
func (w *Writer) Flush() error {
	w.csv.Flush()
	return w.csv.Error()
}

// A text that begins with one of these a spreadsheet may take for a formula. A
// quote before it makes it a text; one that stands there by itself gets another,
// so that what is read is what was written.
const (
	formulas = "=+-@\t\r"
	guard    = "'"
)

// Text returns a text as a cell that no spreadsheet takes for a formula.
func Text(text string) string {
	if guarded(text) {
		return guard + text
	}
	return text
}

// plain undoes Text.
func plain(cell string) string {
	if rest, ok := strings.CutPrefix(cell, guard); ok && guarded(rest) {
		return rest
	}
	return cell
}

// guarded reports whether a text needs a quote before it: a formula, or quotes
// before one.
func guarded(text string) bool {
	text = strings.TrimLeft(text, guard)
	return text != "" && strings.IndexByte(formulas, text[0]) >= 0
}

// Real returns a number as a cell; blank where it is 0, which stands for none.
func Real(x float64) string {
	if x == 0 {
		return ""
	}
	return Number(x)
}

// Number returns a number as a cell, in full and without an exponent.
func Number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
