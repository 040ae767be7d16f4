// Package table reads and writes tables as CSV: strictly, with every fault at
// the row and column at which a spreadsheet shows it.
package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxRows is the most rows of a table, and maxFaults the most faults told at
// once.
const (
	MaxRows   = 1_000_000
	maxFaults = 1_000
)

// Column is a column of a table with the names it goes by.
type Column struct {
	Name     string
	Korean   string // where it has a Korean name as well
	Required bool
}

// Fault is one thing wrong with a table.
type Fault struct {
	Row     int    // from 1, the header included; 0 for the whole table
	Column  string // empty for the whole row
	Found   string
	Message string
}

// Place returns where the fault stands, such as "row 7, paid_krw".
func (f Fault) Place() string {
	switch {
	case f.Row == 0:
		return ""
	case f.Column == "":
		return fmt.Sprintf("row %d", f.Row)
	}
	return fmt.Sprintf("row %d, %s", f.Row, f.Column)
}

// Reader reads a table. Rows are counted as a spreadsheet counts them, blank
// ones too.
type Reader struct {
	columns []Column
	nearest func(name string, known []string) string
	csv     *csv.Reader
	rows    spreadsheetRows
	header  []int // index into columns of each cell of a row; -1 where it has none
	sound   bool  // the header
	faults  []Fault
	cells   []string // of the columns, in the row that is read
	number  int      // of that row
}

// Read reads the header of a document in UTF-8, with a byte order mark or
// without. It names columns, in English or Korean and in any order; nearest finds
// the one that was meant by one there is not.
func Read(document []byte, columns []Column, nearest func(name string, known []string) string) *Reader {
	document = bytes.TrimPrefix(document, []byte("\ufeff"))
	r := &Reader{columns: columns, nearest: nearest, csv: csv.NewReader(bytes.NewReader(document)), rows: spreadsheetRows{document: document}, cells: make([]string, len(columns))}
	r.csv.FieldsPerRecord, r.csv.ReuseRecord = -1, true
	if !utf8.Valid(document) {
		r.fault(0, "", "", "the file is not UTF-8; save it as CSV UTF-8")
		return r
	}
	cells, ok := r.next()
	switch {
	case ok:
		r.names(cells)
	case len(r.faults) == 0:
		r.fault(0, "", "", "the file is empty; its first row names the columns: "+strings.Join(r.Names(), ", "))
	}
	return r
}

// Names lists the columns there are.
func (r *Reader) Names() []string {
	names := make([]string, len(r.columns))
	for i, c := range r.columns {
		names[i] = c.Name
	}
	return names
}

// Has reports whether the table has a column.
func (r *Reader) Has(column string) bool {
	return slices.ContainsFunc(r.header, func(i int) bool { return i >= 0 && r.columns[i].Name == column })
}

// Faults lists what is wrong with what was read so far.
func (r *Reader) Faults() []Fault { return r.faults }

// Missing reports a column that the header lacks; no rows are read then.
func (r *Reader) Missing(message string) {
	if r.header != nil {
		r.fault(r.number, "", "", message)
		r.sound = false
	}
}

// Rows reads the rows below the header. A row is good until the next is read.
func (r *Reader) Rows() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		read := 0
		for r.sound {
			cells, ok := r.next()
			if !ok {
				break
			}
			if read++; read > MaxRows {
				r.fault(r.number, "", "", fmt.Sprintf("at most %d rows are read; split the table", MaxRows))
				return
			}
			r.take(cells)
			if !yield(Row{r}) {
				return
			}
		}
		if read == 0 && len(r.faults) == 0 {
			r.fault(0, "", "", "the file has no rows below its header")
		}
	}
}

// next returns the cells of the next row that is not blank.
func (r *Reader) next() (cells []string, ok bool) {
	for {
		cells, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil, false
		}
		if e := new(csv.ParseError); errors.As(err, &e) {
			r.fault(r.rows.at(e.StartLine), "", "", fmt.Sprintf("%s; write CSV with a comma between cells, and quotes around a cell that holds one", e.Err))
			return nil, false
		}
		line, _ := r.csv.FieldPos(0)
		r.number = r.rows.at(line)
		blank := true
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
			blank = blank && cells[i] == ""
		}
		if !blank {
			return cells, true
		}
	}
}

// names reads the header.
func (r *Reader) names(cells []string) {
	known := r.Names()
	for i, cell := range cells {
		at := slices.IndexFunc(r.columns, func(c Column) bool { return strings.EqualFold(cell, c.Name) || cell != "" && cell == c.Korean })
		switch {
		case cell == "" && i == len(cells)-1:
		case at < 0:
			message := "no such column"
			if best := r.nearest(clip(strings.ToLower(cell)), known); best != "" {
				message += "; did you mean " + best + "?"
			}
			r.fault(r.number, "", cell, message+"; columns are "+strings.Join(known, ", "))
		case slices.Contains(r.header, at):
			r.fault(r.number, "", cell, "there are two columns "+known[at]+"; leave one out")
		}
		r.header = append(r.header, at)
	}
	for i, c := range r.columns {
		if c.Required && !slices.Contains(r.header, i) {
			r.fault(r.number, "", "", "the column "+c.Name+" is missing")
		}
	}
	r.sound = len(r.faults) == 0
}

// take brings the cells of a row to the order of the columns.
func (r *Reader) take(cells []string) {
	clear(r.cells)
	for i, cell := range cells {
		switch {
		case i < len(r.header) && r.header[i] >= 0:
			r.cells[r.header[i]] = plain(cell)
		case cell != "":
			r.fault(r.number, "", cell, "the row has more cells than there are columns; put quotes around a cell that holds a comma")
			return
		}
	}
}

func (r *Reader) fault(row int, column, found, message string) {
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, Fault{row, column, clip(found), message})
	}
}

// mostShown is the most characters that are told of what was found.
const mostShown = 60

func clip(text string) string {
	if utf8.RuneCountInString(text) <= mostShown {
		return text
	}
	return string([]rune(text)[:mostShown]) + "…"
}

// spreadsheetRows counts rows as a spreadsheet does: line breaks within quotes
// make none.
type spreadsheetRows struct {
	document []byte // that is not counted yet
	line     int    // of the document counted, less 1
	inside   int    // line breaks within quotes so far
}

// at returns the row that starts in a line, both from 1. Lines must rise.
func (s *spreadsheetRows) at(line int) int {
	quoted := false
	for s.line < line-1 && len(s.document) > 0 {
		switch s.document[0] {
		case '"':
			quoted = !quoted
		case '\n':
			s.line++
			if quoted {
				s.inside++
			}
		}
		s.document = s.document[1:]
	}
	return line - s.inside
}
