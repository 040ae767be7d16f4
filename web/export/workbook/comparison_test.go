package workbook

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
	"buildout/web/locales"
)

// comparisonOf compares the example plans with the first.
func comparisonOf(tb testing.TB, lang string) Comparison {
	tb.Helper()
	ref := exampletest.Reference(tb)
	c := Comparison{Version: "test"}
	var cases []compare.Case
	for _, name := range []string{"ansan-460", "two-sites-460", "as-it-went"} {
		plan := exampletest.Plan(tb, name)
		r := exampletest.Evaluate(tb, plan)
		cases = append(cases, compare.Case{Name: name, Plan: plan, Result: r})
		c.Results = append(c.Results, r)
	}
	c.Matrix = compare.Compare(cases, 0, nil, 200)
	e := compare.Evaluator{Reference: ref, Workers: 2, Evaluate: func(_ context.Context, p planner.Plan) (planner.Result, error) { return planner.Evaluate(p, ref) }}
	for i := range cases {
		var bridge compare.BridgeResult
		if i > 0 {
			var err error
			if bridge, err = e.Bridge(context.Background(), cases[0], cases[i], compare.BridgeOptions{}); err != nil {
				tb.Fatal(err)
			}
		}
		c.Bridges = append(c.Bridges, bridge)
	}
	catalogues, err := locales.Load()
	if err != nil {
		tb.Fatal(err)
	}
	c.Locale = catalogues.Locale(lang, "won")
	return c
}

// TestComparison reads a comparison as it opens: forecasts, their difference, the
// bridge that ends where it must, the years that sum to the forecast.
func TestComparison(t *testing.T) {
	c := comparisonOf(t, "en")
	var b bytes.Buffer
	if err := WriteComparison(context.Background(), &b, c); err != nil {
		t.Fatal(err)
	}
	if to := os.Getenv("BUILDOUT_WORKBOOKS"); to != "" {
		if err := os.WriteFile(to+"/comparison.xlsx", b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	rows := func(sheet string) [][]string {
		list, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	won := func(text string) planner.KRW {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		return planner.KRW(n)
	}
	forecast := func(i int) planner.KRW { return c.Results[i].Budget.ForecastKRW }
	found := 0
	for _, row := range rows("Matrix") {
		if len(row) > 6 && row[0] == "Forecast" {
			found++
			for i := range c.Results {
				if got := won(row[2+i]); got != forecast(i) {
					t.Errorf("forecast of plan %d is %d, want %d", i, got, forecast(i))
				}
			}
			if won(row[5]) != forecast(1)-forecast(0) || won(row[6]) != forecast(2)-forecast(0) {
				t.Errorf("differences %s and %s", row[5], row[6])
			}
		}
	}
	zeros := map[string]int{"Bridge": 2, "Years": 3}
	for sheet, words := range map[string]string{"Bridge": "Difference, which must be 0", "Years": "Forecast less the sum, which must be 0"} {
		for _, row := range rows(sheet) {
			if row == nil || row[0] != words {
				continue
			}
			for _, cell := range row[1:] {
				if cell == "0" {
					zeros[sheet]--
				} else if cell != "" {
					t.Errorf("%s: %s is %s", sheet, words, cell)
				}
			}
		}
	}
	if found != 1 || zeros["Bridge"] != 0 || zeros["Years"] != 0 {
		t.Errorf("%d rows of the forecast; zeros that are missing: %v", found, zeros)
	}
}
