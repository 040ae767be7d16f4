package workbook

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// TestBooksComeBack fills in the template of the books as an accountant would, and
// reads the entries: 1,234,567 won paid and settled in March 2021, dated as a
// spreadsheet dates it.
func TestBooksComeBack(t *testing.T) {
	src := sourceOf(t, exampletest.Plan(t, "two-sites-460"))
	var b bytes.Buffer
	if err := WriteBooks(context.Background(), &b, src); err != nil {
		t.Fatal(err)
	}
	empty, err := BooksTable(context.Background(), b.Bytes())
	if err != nil || !IsFile(b.String()) || IsFile(string(empty)) {
		t.Fatal(err)
	}
	entries, err := planner.DecodeActuals(empty, src.Plan, src.Reference)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range entries {
		if !a.IsNothing() {
			t.Errorf("the template itself says %+v", a)
		}
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.GetSheetName(0)
	for cell, value := range map[string]any{"D3": 44256, "F3": 1234567, "G3": "yes", "H3": "=voucher 7"} {
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	filled, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	table, err := BooksTable(context.Background(), filled.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if entries, err = planner.DecodeActuals(table, src.Plan, src.Reference); err != nil {
		t.Fatal(err)
	}
	a := entries[1]
	if a.Code != src.Result.CostLines[1].Code || a.Month.String() != "2021-03" || a.PaidKRW != 1234567 || !a.Final || a.Source != "=voucher 7" {
		t.Errorf("the entry came back as %+v", a)
	}
}

// TestBooksRefuseOtherFiles holds that a file that is no workbook is told so.
func TestBooksRefuseOtherFiles(t *testing.T) {
	var invalid *planner.Invalid
	if _, err := BooksTable(context.Background(), []byte("PK\x03\x04 and no more")); !errors.As(err, &invalid) || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("error %v", err)
	}
}
