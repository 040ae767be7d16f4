// Package workbooktest changes workbooks in tests as people do in a spreadsheet.
package workbooktest

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Type types values into the cells of inputs, which are named by their paths, as
// somebody does who saves without recalculating.
func Type(t testing.TB, file string, values map[string]any) string {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	inputs := f.GetSheetList()[2]
	rows, err := f.GetRows(inputs)
	if err != nil {
		t.Fatal(err)
	}
	left := len(values)
	for i, row := range rows {
		for _, cell := range row {
			value, ok := values[cell]
			if !ok {
				continue
			}
			left--
			at, err := excelize.CoordinatesToCellName(2, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue(inputs, at, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	if left != 0 {
		t.Fatalf("%d of %v are no inputs of the workbook", left, values)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
