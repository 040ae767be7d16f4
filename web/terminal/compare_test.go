package terminal

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"

	"github.com/xuri/excelize/v2"
)

// evaluatedForecast is what evaluate says a plan forecasts.
func evaluatedForecast(t *testing.T, plan string) float64 {
	t.Helper()
	out, _ := command("", "evaluate", plan, "--json")
	var result struct{ Budget planner.BudgetResult }
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	return float64(result.Budget.ForecastKRW)
}

// compared runs compare with --json.
func comparedJSON(t *testing.T, args ...string) compare.Matrix {
	t.Helper()
	out, err := command("", append([]string{"compare", "--json"}, args...)...)
	var m compare.Matrix
	if err != nil {
		t.Fatal(err)
	} else if err := json.Unmarshal([]byte(out), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCompare(t *testing.T) {
	m := comparedJSON(t, "ansan-460", "two-sites-460", "as-it-went", "--baseline", "two-sites-460", "--measure", "forecast_krw,energised")
	if len(m.Plans) != 3 || m.Plans[1].Name != "two-sites-460" || m.Baseline != 1 || len(m.Results) != 2 || m.Inputs.Count < 50 || len(m.Inputs.Rows) != 30 {
		t.Fatalf("%d plans, baseline %d, %d results, %d of %d inputs", len(m.Plans), m.Baseline, len(m.Results), len(m.Inputs.Rows), m.Inputs.Count)
	}
	base := evaluatedForecast(t, "two-sites-460")
	for i, plan := range m.Plans {
		cell := m.Results[0].Cells[i]
		if want := evaluatedForecast(t, plan.Name); cell.Value.Number != want || cell.Difference == nil || *cell.Difference != want-base {
			t.Errorf("%s: %+v, want %.0f", plan.Name, cell, want)
		}
	}
	if energised := m.Results[1].Cells[1].Value; energised.Text != "2024-12" {
		t.Errorf("energised %+v", energised)
	}
	byInput, err := command(string(examplePlan(t, "as-it-went", 460_000_000_000)), "compare", "two-sites-460", "-", "--measure", "total_krw", "--inputs", "0")
	if err != nil || !strings.Contains(byInput, "as-it-went") || strings.Contains(byInput, "Inputs") || strings.Count(byInput, "460,000") != 2 {
		t.Errorf("%v: %s", err, byInput)
	}
	table, err := command("", "compare", "ansan-460", "two-sites-460", "as-it-went")
	for _, want := range []string{"forecast_krw", "to ansan-460", "* best, ! worst", "Inputs that differ", "sites/ansan/feeds/main/rating_kw", "Not like for like: two-sites-460, covers"} {
		if err != nil || !strings.Contains(table, want) {
			t.Errorf("%v: the table lacks %q: %s", err, want, table)
		}
	}
}

// TestCompareWithItself: a plan and itself are alike in all, and told apart by
// name.
func TestCompareWithItself(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.json")
	if err := os.WriteFile(file, examplePlan(t, "ansan-460", 460_000_000_000), 0o600); err != nil {
		t.Fatal(err)
	}
	m := comparedJSON(t, "ansan-460", file, "ansan-460")
	if m.Plans[0].Name != "ansan-460" || m.Plans[1].Name != "ansan-460 ("+file+")" || m.Plans[2].Name != "ansan-460 #2" {
		t.Errorf("plans are named %q, %q and %q", m.Plans[0].Name, m.Plans[1].Name, m.Plans[2].Name)
	}
	m = comparedJSON(t, "ansan-460", "ansan-460", "--only-differences")
	if len(m.Results) != 0 || m.Inputs.Count != 0 {
		t.Errorf("%d results and %d inputs differ", len(m.Results), m.Inputs.Count)
	}
	table, err := command("", "compare", "ansan-460", "ansan-460", "--only-differences")
	if err != nil || table != "The plans are alike in all results.\n\nThe plans have the same inputs.\n" {
		t.Errorf("%v: %s", err, table)
	}
}

// TestCompareWritesAWorkbook: the matrix of the workbook has the forecasts of the
// plans, in whole won.
func TestCompareWritesAWorkbook(t *testing.T) {
	file := filepath.Join(t.TempDir(), "comparison.xlsx")
	if out, err := command("", "compare", "ansan-460", "two-sites-460", "--to", file, "--lang", "ko", "--unit", "eok"); err != nil || out != "" {
		t.Fatalf("%v: %s", err, out)
	}
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) != 4 {
		t.Fatalf("sheets %q", sheets)
	}
	cells, err := f.GetRows(sheets[0], excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ansan-460", "two-sites-460"} {
		want := evaluatedForecast(t, name)
		is := func(cell string) bool { v, err := strconv.ParseFloat(cell, 64); return err == nil && v == want }
		if !slices.ContainsFunc(cells, func(row []string) bool { return slices.ContainsFunc(row, is) }) {
			t.Errorf("no cell has the forecast %.0f of %s", want, name)
		}
	}
}

// TestCompareWritesNoWorkbook of plans with faults, or in a language that is none.
func TestCompareWritesNoWorkbook(t *testing.T) {
	file := filepath.Join(t.TempDir(), "comparison.xlsx")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"ansan-460", "two-sites-460", "--lang", "fr"}, `--lang is "fr"; there are en, ko`},
		{[]string{"ansan-460", "two-sites-460", "--unit", "usd"}, `--unit is "usd"; there are million, eok, won`},
		{[]string{"ansan-460", "none-such"}, "none-such"},
		{[]string{"ansan-460", "two-sites-460", "--json"}, "json to"},
	} {
		if _, err := command("", append([]string{"compare", "--to", file}, c.args...)...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.args, err, c.want)
		}
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%q: a file was written", c.args)
		}
	}
}

// TestCompareFaults: what is wrong with a plan is told with its name, and the
// others are compared.
func TestCompareFaults(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("faulty.yaml", []byte("name: x\ncolour: red\nhorizon: {start: 2023-13, months: many}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := command("", "compare", "faulty.yaml", "ansan-460", "nowhere", "two-sites-460", "--fail-if", "forecast_krw > 440e9")
	if err == nil || errors.Is(err, ErrHolds) || errors.Is(err, ErrFinding) {
		t.Fatalf("%v: want faults", err)
	}
	for _, want := range []string{"faulty.yaml: line 2: colour", "faulty.yaml: line 3: horizon.start", "nowhere is neither a file nor an example", "two-sites-460: forecast_krw > 440e9, found 450,"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
	if strings.Contains(out, "faulty") || !strings.Contains(out, "to ansan-460") || !strings.Contains(out, "two-sites-460") {
		t.Errorf("the others are not compared: %s", out)
	}
	out, _ = command("", "compare", "faulty.yaml", "ansan-460", "--json")
	var m compare.Matrix
	if err := json.Unmarshal([]byte(out), &m); err != nil || len(m.Plans[0].Faults) < 3 || m.Baseline != 1 || len(m.Results) < 10 {
		t.Errorf("%v: %.300s", err, out)
	}
	out, _ = command("", "compare", "faulty.yaml", "ansan-460", "two-sites-460", "--baseline", "faulty.yaml")
	if !strings.Contains(out, "The baseline cannot be evaluated") || strings.Contains(out, "to ansan-460") || strings.Contains(out, "same inputs") {
		t.Errorf("a baseline with faults: %s", out)
	}
	if out, err := command("", "compare", "faulty.yaml", "nowhere", "--fail-if", "forecast_krw > 1"); out != "" || err == nil || strings.Contains(err.Error(), "fail-if") {
		t.Errorf("all have faults: %v: %s", err, out)
	}
}

func TestComparisonsRefuse(t *testing.T) {
	for _, c := range []struct {
		args []string
		says []string
	}{
		{[]string{"compare"}, []string{"arg"}},
		{[]string{"compare", "-", "-"}, []string{"only one"}},
		{[]string{"compare", "ansan-460", "--baseline", "ansan"}, []string{"--baseline is ansan,", "there are ansan-460"}},
		{[]string{"compare", "ansan-460", "--measure", "forcast_krw,npv", "--measure", "sites"}, []string{"forcast_krw", "did you mean forecast_krw?", `--measure "npv"`, `--measure "sites"`}},
		{[]string{"compare", "ansan-460", "--fail-if", "forecast_krw 460"}, []string{"--fail-if", "a condition is"}},
		{[]string{"compare", "ansan-460", "--fail-if", "tier_achieved < VI", "--fail-if", "npv_krw > x"}, []string{"no such tier; there are I, II, III, IV", "npv_krw is won"}},
		{[]string{"compare", "ansan-460", "two-sites-460", "--fail-if", "sites/pusan/cost_krw > 0"}, []string{"nothing that was worked out has a value for sites/pusan/cost_krw"}},
		{[]string{"diff", "ansan-460"}, []string{"arg"}},
		{[]string{"diff", "-", "-"}, []string{"only one"}},
		{[]string{"diff", "ansan-460", "two-sites-460", "--of", "forecast"}, []string{`--of is "forecast"`, "forecast_krw"}},
		{[]string{"diff", "ansan-460", "two-sites-460", "--detail", "line"}, []string{"driver"}},
		{[]string{"diff", "nowhere", "no-such-plan"}, []string{"nowhere is neither", "no-such-plan is neither"}},
		{[]string{"diff", "two-sites-460", "ansan-460", "--fail-if", "sites/namyangju/cost_krw > 0"}, []string{"nothing that was worked out"}},
		{[]string{"sweep", "ansan-460"}, []string{"nothing is varied"}},
		{[]string{"sweep", "nowhere", "--vary", "exchange_rates/0/krw=1"}, []string{"nowhere is neither"}},
		{[]string{"sweep", "ansan-460", "--vary", "exchange_rates/0/krw", "--vary", "exchange_rates/0/krw=1..2:x"}, []string{"an axis is a path and its values", "after : stands"}},
		{[]string{"sweep", "ansan-460", "--vary", "exchange_rates/0/won=1300"}, []string{"vary[0].paths[0]", "known are currency, month, krw"}},
		{[]string{"sweep", "ansan-460", "--vary", "exchange_rates/0/krw=1300,1400", "--json", "--csv"}, []string{"choose one"}},
		{[]string{"sweep", "ansan-460", "--vary", "exchange_rates/0/krw=1300,1400", "--pareto", "forecast_krw"}, []string{"two or three"}},
		{[]string{"sweep", "ansan-460", "--vary", "exchange_rates/0/krw=1300,1400", "--fail-if", "sites/pusan/cost_krw > 0"}, []string{"pusan"}},
		{[]string{"sweep", "ansan-460", "--vary-file", "nowhere.yaml"}, []string{"nowhere.yaml"}},
		{[]string{"sweep", "ansan-460", "--vary", "sites/ansan/tier=V,VI"}, []string{"no variant is a plan"}},
	} {
		out, err := command("", c.args...)
		if err == nil || errors.Is(err, ErrFinding) || errors.Is(err, ErrHolds) {
			t.Fatalf("%v: error %v, stdout %q", c.args, err, out)
		}
		for _, part := range c.says {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%v: the error lacks %q: %v", c.args, part, err)
			}
		}
	}
}

func TestFailIf(t *testing.T) {
	for _, c := range []struct {
		args  []string
		holds []string // what the error says; fine where there is none
	}{
		{[]string{"compare", "ansan-460", "two-sites-460", "--fail-if", "forecast_krw > 460 bn"}, nil},
		{[]string{"compare", "ansan-460", "two-sites-460", "--fail-if", "forecast_krw > 4,400억", "--fail-if", "energised > 2026-12"},
			[]string{"two-sites-460: forecast_krw > 4,400억, found 450,553,", " KRW", "ansan-460: energised > 2026-12, found 2027-01"}},
		{[]string{"compare", "two-sites-460", "--fail-if", "tier_achieved < IV"}, []string{"two-sites-460: tier_achieved < IV, found III"}},
		{[]string{"compare", "ansan-460", "as-it-went", "--fail-if", "sites/namyangju/usable_it_kw > 17999.5"}, []string{"as-it-went: ", "found 18,000 kW"}},
		{[]string{"diff", "ansan-460", "two-sites-460", "--fail-if", "energised > 2026-12"}, nil},
		{[]string{"diff", "two-sites-460", "ansan-460", "--fail-if", "energised > 2026-12"}, []string{"ansan-460: energised"}},
	} {
		out, err := command("", c.args...)
		if errors.Is(err, ErrHolds) != (c.holds != nil) || c.holds == nil && err != nil || out == "" {
			t.Errorf("%v: %v", c.args, err)
		}
		for _, part := range c.holds {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%v: the error lacks %q: %v", c.args, part, err)
			}
		}
	}
}

func TestDiff(t *testing.T) {
	var d struct {
		Bridge compare.BridgeResult
		Inputs struct {
			Count int
			Rows  []compare.Difference
		}
	}
	dearer := changedFile(t, "ansan-460", planner.Change{Path: "exchange_rates/0/krw", Value: "1500"}, planner.Change{Path: "sites/ansan/phases/building/start", Value: "2022-09"},
		planner.Change{Path: "sites/siheung/phases/building/start", Value: "2023-09"}, planner.Change{Path: "sites/ansan/halls/DH-1/ups/rating_kw", Value: "1000"})
	for _, to := range []string{"two-sites-460", dearer} {
		for _, of := range figures {
			detail := details[0]
			if to == dearer {
				detail = details[1]
			}
			out, err := command("", "diff", "ansan-460", to, "--of", of, "--detail", detail, "--json", "--inputs", "3")
			if err != nil {
				t.Fatal(err)
			} else if err := json.Unmarshal([]byte(out), &d); err != nil {
				t.Fatal(err)
			}
			sum := d.Bridge.From.Amount
			for _, step := range d.Bridge.Steps {
				sum += step.Amount
			}
			if sum != d.Bridge.To.Amount || d.Bridge.Difference == 0 || string(d.Bridge.Of) != of || string(d.Bridge.Detail) != detail || d.Inputs.Count < 4 || len(d.Inputs.Rows) != 3 {
				t.Errorf("%s of %s by %s: steps lead to %d, want %d; %d of %d inputs", of, to, detail, sum, d.Bridge.To.Amount, len(d.Inputs.Rows), d.Inputs.Count)
			}
			if of == figures[0] && float64(d.Bridge.To.Amount) != evaluatedForecast(t, to) {
				t.Errorf("it leads to %d, which is not the forecast of %s", d.Bridge.To.Amount, to)
			}
		}
	}
	table, err := command("", "diff", "ansan-460", "two-sites-460")
	for _, want := range []string{"forecast_krw of two-sites-460 is", "to that of ansan-460.", "By site: siheung +", "By step: scope +", "Interest during construction, ansan, building", "budget/construction_interest: removed", "sum to the difference exactly", "Inputs that differ"} {
		if err != nil || !strings.Contains(table, want) {
			t.Errorf("%v: the table lacks %q: %s", err, want, table)
		}
	}
	same, err := command("", "diff", "ansan-460", "ansan-460")
	if err != nil || !strings.Contains(same, "There is no difference.") || !strings.Contains(same, "The plans have the same inputs.") {
		t.Errorf("%v: %s", err, same)
	}
}
