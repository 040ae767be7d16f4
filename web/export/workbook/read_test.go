package workbook

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// exported is a workbook of a plan as a file, and what it was made of.
func exported(tb testing.TB, name, lang, unit string) ([]byte, Source) {
	tb.Helper()
	source := sourceOf(tb, exampletest.Plan(tb, name))
	source.Locale = localeOf(tb, lang, unit)
	var b bytes.Buffer
	if err := Write(context.Background(), &b, source); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes(), source
}

// comesBack reads a file against what it was made of.
func comesBack(data []byte, base Source) (*Returned, error) {
	f, err := Open(context.Background(), data)
	if err != nil {
		return nil, err
	}
	r, err := f.Read(context.Background(), base)
	if err != nil {
		return nil, err
	}
	changed := base
	changed.Plan = r.Plan
	if changed.Result, err = planner.Evaluate(r.Plan, base.Reference); err != nil {
		return nil, err
	}
	return r, r.Hold(context.Background(), changed)
}

// edited changes a file with a library that writes it anew.
func edited(tb testing.TB, data []byte, change func(*excelize.File) error) []byte {
	tb.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	if err := change(f); err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestUnchangedWorkbookChangesNothing(t *testing.T) {
	inTurn(t)
	t.Parallel()
	for _, c := range []struct{ plan, lang, unit string }{{"two-sites-460", "en", "million"}, {"as-it-went", "ko", "eok"}} {
		data, base := exported(t, c.plan, c.lang, c.unit)
		again := edited(t, data, func(*excelize.File) error { return nil })
		for i, file := range [][]byte{data, again} {
			r, err := comesBack(file, base)
			if err != nil {
				t.Errorf("%s %d: %.2000v", c.plan, i, err)
				continue
			}
			if len(r.Changes) > 0 || len(r.Notices) > 0 || r.Plan.Hash() != base.Plan.Hash() {
				t.Errorf("%s %d: changes %v, notices %v", c.plan, i, r.Changes, r.Notices)
			}
			if o := r.Origin; o.Plan != c.plan || o.Hash != base.Plan.Hash() || o.Language != c.lang || o.Unit != c.unit || o.Version != "test" {
				t.Errorf("%s: origin %+v", c.plan, o)
			}
		}
	}
}

// TestSpreadsheetsSaveNoChange has spreadsheets open a workbook and save it.
func TestSpreadsheetsSaveNoChange(t *testing.T) {
	inTurn(t)
	t.Parallel()
	for _, by := range spreadsheets {
		t.Run(by.name, func(t *testing.T) {
			t.Parallel()
			binary, err := exec.LookPath(by.binary)
			if err != nil {
				if os.Getenv("BUILDOUT_REQUIRE_ALL") == "1" {
					t.Fatal(err)
				}
				t.Skip(err)
			}
			from, to := t.TempDir(), t.TempDir()
			bases, files := map[string]Source{}, []string{}
			for _, c := range []struct{ plan, lang, unit string }{{"as-it-went", "ko", "eok"}} {
				data, base := exported(t, c.plan, c.lang, c.unit)
				name := filepath.Join(from, c.plan+".xlsx")
				if err := os.WriteFile(name, data, 0o600); err != nil {
					t.Fatal(err)
				}
				files, bases[c.plan+".xlsx"] = append(files, name), base
			}
			by.convert(t, binary, from, to, files)
			for name, base := range bases {
				data, err := os.ReadFile(filepath.Join(to, name))
				if err != nil {
					t.Fatal(err)
				}
				r, err := comesBack(data, base)
				if err != nil {
					t.Errorf("%s: %.2000v", name, err)
					continue
				}
				if len(r.Changes) > 0 || len(r.Notices) > 0 {
					t.Errorf("%s: changes %+v, notices %+v", name, r.Changes, r.Notices)
				}
			}
		})
	}
}

// faultsOf lists the faults of an error.
func faultsOf(err error) (list []planner.Fault) {
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		list = invalid.Faults
	}
	return list
}

// has reports whether a fault at a place says something.
func has(list []planner.Fault, at, says string) bool {
	for _, f := range list {
		if f.Path == at && strings.Contains(f.String(), says) {
			return true
		}
	}
	return false
}

// TestFaultsAreToldAtTheirCells changes a workbook in many wrong ways at once.
func TestFaultsAreToldAtTheirCells(t *testing.T) {
	inTurn(t)
	data, base := exported(t, "two-sites-460", "en", "won")
	b, err := build(context.Background(), base)
	if err != nil {
		t.Fatal(err)
	}
	var month, number, won, whole *inputCell
	for _, c := range b.in.list {
		switch {
		case c.options != nil || !c.given:
		case c.isMonth():
			month = c
		case c.kind == planner.WonReading:
			won = c
		case c.kind == planner.WholeReading:
			whole = c
		default:
			number = c
		}
	}
	if month == nil || number == nil || won == nil || whole == nil {
		t.Skip("not every kind of input is in the workbook")
	}
	at := func(c *inputCell, col int) string { return cellName(c.row, col) }
	gone := b.in.list[0]
	for _, c := range b.in.list {
		if c != month && c != number && c != won && c != whole {
			gone = c
		}
	}
	checks := b.checks[0].cells()[0].Formula()
	over, row, col, _ := splitReference(checks)
	file := edited(t, data, func(f *excelize.File) error {
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		return errors.Join(err,
			f.SetCellStr("Inputs", at(month, inputValue), "soon"),
			f.SetCellValue("Inputs", at(number, inputValue), 45000), f.SetCellStyle("Inputs", at(number, inputValue), at(number, inputValue), day),
			f.SetCellStr("Inputs", at(won, inputValue), "much"),
			f.SetCellValue("Inputs", at(whole, inputValue), 2.5),
			f.SetCellStr("Inputs", at(gone, inputPath), "sites/nowhere"),
			f.SetCellValue("Inputs", at(whole, inputExported), 1),
			f.SetCellFormula(over, cellName(row, col), ""), f.SetCellValue(over, cellName(row, col), 1),
		)
	})
	_, err = comesBack(file, base)
	faults := faultsOf(err)
	for _, c := range []struct{ at, says string }{
		{"Inputs!" + at(month, inputValue), "found \"soon\"; a month is wanted here"},
		{"Inputs!" + at(number, inputValue), "this is a date"},
		{"Inputs!" + at(won, inputValue), "found \"much\"; a whole number of won"},
		{"Inputs!" + at(whole, inputValue), "found 2.5; a whole number is wanted"},
		{"Inputs!" + at(whole, inputExported), lockedNumber},
		{"Inputs!" + at(gone, inputPath), "the path of no input"},
		{"Inputs!" + at(gone, inputPath), "the row of the input " + gone.path + " is missing"},
		{over + "!" + cellName(row, col), "found 1; " + typedOver},
	} {
		if !has(faults, c.at, c.says) {
			t.Errorf("no fault at %s that says %q", c.at, c.says)
		}
	}
	if t.Failed() || len(faults) > 12 {
		t.Errorf("%.3000v", err)
	}
}

// TestChangesComeBack types values in the ways people do.
func TestChangesComeBack(t *testing.T) {
	inTurn(t)
	t.Parallel()
	data, base := exported(t, "two-sites-460", "en", "million")
	b, err := build(context.Background(), base)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path  string
		typed any
		value string
	}{
		{"sites/ansan/phases/building/start", 45383, "2024-04"},
		{"sites/ansan/phases/building/start", "2024년 4월", "2024-04"},
		{"exchange_rates/0/krw", "1,345.5", "1345.5"},
		{"exchange_rates/0/krw", 1400, "1400"},
	} {
		in := b.in.byPath[c.path]
		if in == nil {
			t.Errorf("no input %s", c.path)
			continue
		}
		r, err := comesBack(edited(t, data, func(f *excelize.File) error { return f.SetCellValue("Inputs", cellName(in.row, inputValue), c.typed) }), base)
		if err != nil {
			t.Errorf("%s %v: %v", c.path, c.typed, err)
			continue
		}
		if len(r.Changes) != 1 || r.Changes[0].Path != c.path || r.Changes[0].New != c.value || r.Changes[0].Old != in.text || r.Changes[0].Title == "" {
			t.Errorf("%s %v: changes %+v", c.path, c.typed, r.Changes)
		}
		if len(r.Notices) != 1 || r.Notices[0].Kind != NoticeStale {
			t.Errorf("%s %v: notices %+v", c.path, c.typed, r.Notices)
		}
	}
}
