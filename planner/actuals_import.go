package planner

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// DecodeActuals reads entries of the books from CSV in UTF-8, with a byte order
// mark or without. The first row names the columns, in English or Korean and in
// any order: code (코드), site (사이트), phase (단계), month (월), committed_krw
// (약정액), paid_krw (지급액), final (정산) and source (근거). Code, site, month and
// one of the amounts must be there, and in each row one of the amounts or final.
// Amounts are what finance.ParseKRW reads; a blank one is none, not zero.
//
// Codes, sites and phases must be those of the plan and of ref. The error is
// *Invalid with every fault at its row and column, such as "row 7, paid_krw"; a
// row is counted as a spreadsheet counts it. Where it is not nil no entry is
// returned.
func DecodeActuals(document []byte, plan Plan, ref Reference) ([]Actual, error) {
	d := actualsDecoder{plan: plan, ref: ref}
	entries := d.read(document)
	if len(d.faults) > 0 {
		return nil, &Invalid{d.faults}
	}
	return entries, nil
}

// MergeActuals returns the plan with the books closed through a month, and with
// entries in place of those it had for the same code, site, phase and month. An
// entry of zero won that settles nothing takes those out. A zero month leaves the
// last closed one as it is. The plan's own lists stay untouched.
func MergeActuals(plan Plan, through Month, entries []Actual) Plan {
	type monthKey struct {
		lineKey
		month Month
	}
	key := func(a *Actual) monthKey { return monthKey{lineKey{a.Code, a.Site, phaseName(plan, a)}, a.Month} }
	replaced := make(map[monthKey]bool, len(entries))
	for i := range entries {
		replaced[key(&entries[i])] = true
	}
	merged := make([]Actual, 0, len(plan.Actuals.Entries)+len(entries))
	for i := range plan.Actuals.Entries {
		if a := &plan.Actuals.Entries[i]; !replaced[key(a)] {
			merged = append(merged, *a)
		}
	}
	for _, a := range entries {
		if a.PaidKRW != 0 || a.CommittedKRW != 0 || a.Final {
			merged = append(merged, a)
		}
	}
	plan.Actuals.Entries = merged
	if !through.IsZero() {
		plan.Actuals.Through = through
	}
	return plan
}

// actualsColumn is a column of the books with the names it goes by.
type actualsColumn struct {
	name, korean string
	required     bool
}

var actualsColumns = []actualsColumn{
	{"code", "코드", true}, {"site", "사이트", true}, {"phase", "단계", false}, {"month", "월", true},
	{"committed_krw", "약정액", false}, {"paid_krw", "지급액", false}, {"final", "정산", false}, {"source", "근거", false},
}

// actualsDecoder reads the rows of the books.
type actualsDecoder struct {
	plan    Plan
	ref     Reference
	columns []string // of the header, by their English names
	faults  []Fault

	row   int // that is read, from 1
	cells []string
}

func (d *actualsDecoder) fault(column, found, message string, args ...any) {
	at := fmt.Sprintf("row %d", d.row)
	if column != "" {
		at += ", " + column
	}
	if len(d.faults) < maxFaults {
		d.faults = append(d.faults, Fault{Path: at, Found: found, Message: fmt.Sprintf(message, args...)})
	}
}

func (d *actualsDecoder) read(document []byte) []Actual {
	document = bytes.TrimPrefix(document, []byte("\ufeff"))
	if !utf8.Valid(document) {
		d.faults = []Fault{{Message: "the file is not UTF-8; save it as CSV UTF-8"}}
		return nil
	}
	r := csv.NewReader(bytes.NewReader(document))
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	var entries []Actual
	rows := spreadsheetRows{document: document}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if e := new(csv.ParseError); errors.As(err, &e) {
			d.row = rows.at(e.StartLine)
			d.fault("", "", "%s; write CSV with a comma between cells, and quotes around a cell that holds one", e.Err)
			return nil
		}
		line, _ := r.FieldPos(0)
		d.row = rows.at(line)
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		d.cells = cells
		switch {
		case !slices.ContainsFunc(cells, func(c string) bool { return c != "" }):
		case d.columns == nil:
			if !d.header() {
				return nil
			}
		default:
			entries = append(entries, d.entry())
		}
	}
	switch {
	case d.columns == nil:
		d.faults = []Fault{{Message: "the file is empty; its first row names the columns: " + columnNames()}}
	case len(entries) == 0:
		d.faults = []Fault{{Message: "the file has no rows below its header"}}
	}
	return entries
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

func columnNames() string {
	names := make([]string, len(actualsColumns))
	for i, c := range actualsColumns {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}

// header reads the names of the columns and reports whether rows can be read by
// them.
func (d *actualsDecoder) header() bool {
	d.columns = make([]string, len(d.cells))
	for i, cell := range d.cells {
		at := slices.IndexFunc(actualsColumns, func(c actualsColumn) bool { return strings.EqualFold(cell, c.name) || cell == c.korean })
		switch {
		case cell == "" && i == len(d.cells)-1:
		case at < 0:
			d.fault("", cell, "no such column; columns are %s", columnNames())
		case slices.Contains(d.columns, actualsColumns[at].name):
			d.fault("", cell, "there are two columns %s; leave one out", actualsColumns[at].name)
		default:
			d.columns[i] = actualsColumns[at].name
		}
	}
	for _, c := range actualsColumns {
		if c.required && !slices.Contains(d.columns, c.name) {
			d.fault("", "", "the column %s is missing", c.name)
		}
	}
	if !slices.Contains(d.columns, "committed_krw") && !slices.Contains(d.columns, "paid_krw") {
		d.fault("", "", "a column of amounts is missing: committed_krw or paid_krw")
	}
	return len(d.faults) == 0
}

// cell returns what stands in a column of the row; nothing where it has none.
func (d *actualsDecoder) cell(column string) string {
	if at := slices.Index(d.columns, column); at >= 0 && at < len(d.cells) {
		return d.cells[at]
	}
	return ""
}
