package table_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/table"
)

var columns = []table.Column{{Name: "name", Korean: "이름", Required: true}, {Name: "volts"}, {Name: "final"}}

func read(document string) (rows []string, faults []string) {
	r := table.Read([]byte(document), columns, planner.Nearest)
	for row := range r.Rows() {
		volts, _ := row.Real("volts")
		rows = append(rows, row.Text("name")+"|"+table.Number(volts))
		row.Yes("final")
	}
	for _, f := range r.Faults() {
		faults = append(faults, f.Place()+": "+f.Message)
	}
	return rows, faults
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		document string
		rows     []string
	}{
		"order, marks and blanks":  {"\ufeffvolts, NAME \r\n\r\n 380 , R1 \r\n,,,\r\n,R2,\r\n", []string{"R1|380", "R2|0"}},
		"Korean, quotes and lines": {"이름,volts\n\"a \"\"b\"\",\nc\",0.5\n", []string{"a \"b\",\nc|0.5"}},
		"quotes against formulas":  {"name\n'=1+1\n''-x\n'quoted'\n=1\n", []string{"=1+1|0", "'-x|0", "'quoted'|0", "=1|0"}},
	} {
		rows, faults := read(c.document)
		if !slices.Equal(rows, c.rows) || len(faults) > 0 {
			t.Errorf("%s: %q and %q, want %q", name, rows, faults, c.rows)
		}
	}
}

// TestReadRefuses holds that faults stand where a spreadsheet shows them, and
// that all of them are told.
func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		document string
		faults   []string // beginnings
	}{
		"nothing":        {"", []string{": the file is empty"}},
		"no rows":        {"name\n\n", []string{": the file has no rows"}},
		"not UTF-8":      {"name\n\xff\n", []string{": the file is not UTF-8"}},
		"columns":        {"nam,volts,Volts\n", []string{"row 1: no such column; did you mean name?", "row 1: there are two columns volts", "row 1: the column name is missing"}},
		"an open quote":  {"name\n\"R1\n", []string{"row 2: "}},
		"too many cells": {"name\nR1,x\n", []string{"row 2: the row has more cells"}},
		"all cells": {
			"name,volts,final\n\"R\n1\",12V,maybe\n\nR2,NaN,\nR3,0x1p4,\nR4,1_0,\nR5,1e999,\n",
			[]string{"row 2, volts: a number", "row 2, final: true or false", "row 4, volts: a number", "row 5, volts: a number", "row 6, volts: a number", "row 7, volts: a number"},
		},
	} {
		_, faults := read(c.document)
		if len(faults) != len(c.faults) || slices.ContainsFunc(faults, func(f string) bool { return !strings.HasPrefix(f, c.faults[slices.Index(faults, f)]) }) {
			t.Errorf("%s: %q, want %q", name, faults, c.faults)
		}
	}
	if _, faults := read("name\n" + strings.Repeat("a,b\n", 2_000)); len(faults) != 1_000 {
		t.Errorf("%d faults are told of 2,000, want 1,000", len(faults))
	}
}

func TestMostRows(t *testing.T) {
	_, faults := read("name\n" + strings.Repeat("a\n", table.MaxRows))
	if len(faults) > 0 {
		t.Errorf("a table of %d rows: %q", table.MaxRows, faults)
	}
	rows, faults := read("name\n" + strings.Repeat("a\n", table.MaxRows+1))
	if len(rows) != table.MaxRows || len(faults) != 1 || !strings.HasPrefix(faults[0], "row 1000002: at most 1000000 rows") {
		t.Errorf("%d rows and %q", len(rows), faults)
	}
}

// TestTextRoundTrip holds that no cell that is written is a formula, and that
// what is read is what was written, but for spaces at its ends.
func TestTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(`['=+\-@\ta,"가\n ]{1,6}`), rapid.String()).Draw(r, "text")
		text = strings.ReplaceAll(strings.TrimSpace(text), "\r", "")
		if text == "" {
			return
		}
		cell := table.Text(text)
		if strings.ContainsAny(cell[:1], "=+-@\t\r") {
			r.Fatalf("%q is written as %q", text, cell)
		}
		document, err := table.Write([]string{"name", "volts"}, slices.Values([][]string{{cell, ""}}))
		if err != nil {
			r.Fatal(err)
		}
		if rows, faults := read(string(document)); len(rows) != 1 || rows[0] != text+"|0" {
			r.Fatalf("%q is written as %q and read as %q, %q", text, document, rows, faults)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("\ufeffname,volts\nR1,380\n"))
	f.Add([]byte("volts;name\n\"\n"))
	f.Add([]byte("name\n'=1\n\"a\n\nb\",,\n"))
	f.Fuzz(func(t *testing.T, document []byte) {
		r := table.Read(document, columns, planner.Nearest)
		last := 0
		for row := range r.Rows() {
			row.Real("volts")
			if row.Number() <= last {
				t.Fatalf("row %d after row %d", row.Number(), last)
			}
			last = row.Number()
		}
		for _, fault := range r.Faults() {
			if fault.Message == "" || fault.Row > 1+bytes.Count(document, []byte("\n")) {
				t.Fatalf("%+v", fault)
			}
		}
	})
}
