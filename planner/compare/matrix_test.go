package compare_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

func caseOf(t testing.TB, plan planner.Plan) compare.Case {
	t.Helper()
	return compare.Case{Name: plan.Name, Plan: plan, Result: exampletest.Evaluate(t, plan)}
}

// exampleCases is the shipped plans.
func exampleCases(t testing.TB) (cases []compare.Case) {
	for _, name := range examples {
		cases = append(cases, caseOf(t, exampletest.Plan(t, name)))
	}
	return cases
}

func rowNamed(t testing.TB, m compare.Matrix, name string) compare.MatrixRow {
	t.Helper()
	i := slices.IndexFunc(m.Results, func(row compare.MatrixRow) bool { return row.Name == name })
	if i < 0 {
		t.Fatalf("the matrix has no row %s", name)
	}
	return m.Results[i]
}

// TestSamePlan holds that a plan does not differ from itself: in no result, in no
// input, with nothing better or worse and nothing to note.
func TestSamePlan(t *testing.T) {
	for _, c := range exampleCases(t) {
		other := c
		other.Plan = planner.Clone(c.Plan)
		m := compare.Compare([]compare.Case{c, other, c}, 1, nil, 100)
		if m.Inputs.Count != 0 || len(m.Inputs.Rows) != 0 {
			t.Errorf("%s: %d inputs differ: %v", c.Name, m.Inputs.Count, m.Inputs.Rows)
		}
		for _, row := range m.Results {
			if row.Differs {
				t.Errorf("%s: %s differs", c.Name, row.Name)
			}
			for _, cell := range row.Cells {
				if cell.Best || cell.Worst || cell.Value.Kind != compare.None && (cell.Difference == nil || *cell.Difference != 0) || cell.Relative != nil && *cell.Relative != 0 {
					t.Errorf("%s: %s is %+v", c.Name, row.Name, cell)
				}
			}
		}
		for _, p := range m.Plans {
			if p.Faults != nil || p.Notes != nil {
				t.Errorf("%s: %+v", c.Name, p)
			}
		}
	}
}

// TestMatrixOfTheExamples holds the shipped plans against each other: what each
// row says by hand, where the differences are those of the numbers beside them.
func TestMatrixOfTheExamples(t *testing.T) {
	m := compare.Compare(exampleCases(t), 0, nil, 1000)
	for _, c := range []struct {
		name  string
		cells string // value, difference, relative to a thousandth, best +, worst -
	}{
		{"forecast_krw", `450553064256 0 0.000 -|435827122399 -14725941857 -0.033|418450782752 -32102281504 -0.071 +`},
		{"cost_krw", `1550922979154 0 0.000 +|2703970108941 1153047129787 0.743 -|2172659074918 621736095764 0.401`}, // forecast and outside, without VAT in any
		{"total_krw", `460000000000 0 0.000|460000000000 0 0.000|460000000000 0 0.000`},
		{"sites/namyangju/cost_krw", `null|null|1164036725964`},
		{"usable_it_kw", `22400 0 0.000 -|88000 65600 2.929 +|42000 19600 0.875`},
		{"first_energised", `"2023-12" 0 +|"2024-01" 1 -|"2024-01" 1 -`},
		{"energised", `"2024-12" 0 +|"2027-01" 25|"2030-01" 61 -`},
		{"months_late", `0 0 +|0 0 +|1 1 -`},
		{"least_headroom_month", `"2023-11" 0|"2023-12" 1|"2023-12" 1`},
		{"tier_achieved", `"III" 0|"III" 0|"III" 0`},
		{"sites/siheung/tier_achieved", `"III" 0|"III" 0|null`},
		{"payback", `null|null|null`},
		{"errors", `0 0|0 0|0 0`},
		{"warnings", `1 0 0.000 +|2 1 1.000|3 2 2.000 -`},
	} {
		row := rowNamed(t, m, c.name)
		var got []string
		for _, cell := range row.Cells {
			document, _ := json.Marshal(cell.Value)
			text := string(document)
			if cell.Difference != nil {
				text += fmt.Sprintf(" %.0f", *cell.Difference)
			}
			if cell.Relative != nil {
				text += fmt.Sprintf(" %.3f", *cell.Relative)
			}
			if cell.Best {
				text += " +"
			}
			if cell.Worst {
				text += " -"
			}
			got = append(got, text)
		}
		if text := strings.Join(got, "|"); text != c.cells {
			t.Errorf("%s:\n%s, want\n%s", c.name, text, c.cells)
		}
		if want := c.name != "total_krw" && c.name != "tier_achieved" && c.name != "payback" && c.name != "errors"; row.Differs != want {
			t.Errorf("%s differs: %v, want %v", c.name, row.Differs, want)
		}
	}
	sum := 0.0
	for _, row := range m.Results {
		if row.Kind == "groups/cost_krw" {
			sum += *row.Cells[1].Difference
		}
	}
	if sum != -14725941857 {
		t.Errorf("the groups differ by %.0f, the forecast by -14725941857", sum)
	}
}

// TestNotes holds what is said of plans that are not counted alike.
func TestNotes(t *testing.T) {
	base := exampletest.Plan(t, "two-sites-460")
	for code, c := range map[string]struct {
		change       func(*planner.Plan)
		is, baseline string
	}{
		"horizon":    {func(p *planner.Plan) { p.Horizon.Months = 96 }, "2020-10 to 2028-09", "2020-10 to 2030-09"},
		"price_base": {func(p *planner.Plan) { p.PriceBase += 3 }, "2023-01", "2022-10"},
		"vat":        {func(p *planner.Plan) { p.Budget.VAT = planner.VATIncluded }, "included", "excluded"},
		"covers": {func(p *planner.Plan) {
			p.Budget.Covers, p.Budget.Sites = append(p.Budget.Covers[1:], "demand"), []string{"ansan"}
		}, "demand", "site_acquisition, sites/siheung"},
		"exchange_rates": {func(p *planner.Plan) { p.ExchangeRates[0].KRW = 1300 }, "USD 1229.5 in 2022-03, 1300 in 2022-10", "USD 1229.5 in 2022-03, 1415.64 in 2022-10"},
	} {
		plan := planner.Clone(base)
		c.change(&plan)
		m := compare.Compare([]compare.Case{{Name: "b", Plan: base}, {Name: "a", Plan: plan}}, 0, []compare.Measure{measure(t, "forecast_krw")}, 0)
		if n := m.Plans[1].Notes; len(n) != 1 || n[0].Code != code || n[0].Is != c.is || n[0].Baseline != c.baseline || !strings.Contains(n[0].Message, c.is) || !strings.Contains(n[0].Message, c.baseline) {
			t.Errorf("%s: %+v", code, n)
		}
		if m.Plans[0].Notes != nil {
			t.Errorf("%s: the baseline is held against itself: %v", code, m.Plans[0].Notes)
		}
	}
	other := planner.Clone(base)
	other.ExchangeRates = []planner.ExchangeRate{{Currency: "EUR", Month: base.PriceBase, KRW: 1400}} // a currency that only one has is an input, no note
	if m := compare.Compare([]compare.Case{{Plan: base}, {Plan: other}}, 0, []compare.Measure{measure(t, "forecast_krw")}, 0); m.Plans[1].Notes != nil {
		t.Errorf("of other currencies: %v", m.Plans[1].Notes)
	}
}

// TestFaultyPlans holds that a plan with faults says so and takes nothing from the
// others, and that against one nothing is held.
func TestFaultyPlans(t *testing.T) {
	cases := exampleCases(t)[:2]
	bad := planner.Clone(cases[0].Plan)
	bad.Sites[0].Tier = "V"
	_, fault := planner.Evaluate(bad, exampletest.Reference(t))
	cases = append(cases, compare.Case{Name: "bad", Plan: bad, Fault: fault}, compare.Case{Name: "gone", Fault: errors.New("no plan is named gone")})
	sound := compare.Compare(cases[:2], 1, nil, 1000)
	m := compare.Compare(cases, 1, nil, 1000)
	if p := m.Plans[2]; len(p.Faults) != 1 || p.Faults[0].Path != "sites[0].tier" || p.Hash != bad.Hash() {
		t.Errorf("the plan of tier V says %+v", p)
	}
	if p := m.Plans[3]; len(p.Faults) != 1 || p.Faults[0].Message != "no plan is named gone" || p.Hash != "" {
		t.Errorf("the plan that is gone says %+v", p)
	}
	for i := range m.Results {
		if row := m.Results[i]; row.Differs != sound.Results[i].Differs || !cmp.Equal(row.Cells[:2], sound.Results[i].Cells) || row.Cells[2] != (compare.MatrixCell{}) || row.Cells[3] != (compare.MatrixCell{}) {
			t.Errorf("%s is %+v, without faulty plans %+v", row.Name, row.Cells, sound.Results[i].Cells)
		}
	}
	if m.Inputs.Count != sound.Inputs.Count || m.Inputs.Count == 0 {
		t.Errorf("%d inputs differ, without faulty plans %d", m.Inputs.Count, sound.Inputs.Count)
	}
	m = compare.Compare(cases, 2, nil, 1000)
	if m.Inputs.Count != 0 || m.Plans[0].Notes != nil {
		t.Errorf("against a faulty plan %d inputs differ and %v is noted", m.Inputs.Count, m.Plans[0].Notes)
	}
	for _, row := range m.Results {
		for k, cell := range row.Cells {
			if cell.Difference != nil || cell.Relative != nil || k < 2 && cell.Value != rowNamed(t, sound, row.Name).Cells[k].Value {
				t.Errorf("%s against a faulty plan is %+v", row.Name, cell)
			}
		}
	}
	if m = compare.Compare(nil, 0, nil, 10); len(m.Plans)+len(m.Results) != 0 {
		t.Errorf("of no plans: %+v", m)
	}
	if m = compare.Compare(cases[3:], 0, nil, 10); len(m.Plans) != 1 || m.Results == nil || m.Inputs.Rows == nil {
		t.Errorf("of a faulty plan alone: %+v", m)
	}
}

// TestDifferencesOfWonAreExact holds differences of won to whole numbers, whatever
// amounts a result may have.
func TestDifferencesOfWonAreExact(t *testing.T) {
	forecast := []compare.Measure{measure(t, "variance_krw")}
	amounts := rapid.Int64Range(-9e15/2, 9e15/2)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "plans")
		cases, won := make([]compare.Case, n), make([]int64, n)
		for k := range cases {
			won[k] = amounts.Draw(t, "won")
			cases[k].Result.Budget.VarianceKRW = planner.KRW(won[k])
		}
		base := rapid.IntRange(0, n-1).Draw(t, "baseline")
		row := compare.Compare(cases, base, forecast, 0).Results[0]
		least, most := slices.Min(won), slices.Max(won)
		for k, cell := range row.Cells {
			if int64(*cell.Difference) != won[k]-won[base] {
				t.Fatalf("%d - %d is %f", won[k], won[base], *cell.Difference)
			}
			if (cell.Relative == nil) != (won[base] == 0) {
				t.Fatalf("relative to %d is %v", won[base], cell.Relative)
			}
			if cell.Best != (won[k] == most && most > least) || cell.Worst != (won[k] == least && most > least) {
				t.Fatalf("%d of %v is marked %v %v", won[k], won, cell.Best, cell.Worst)
			}
		}
		if row.Differs != (most > least) {
			t.Fatalf("%v differ: %v", won, row.Differs)
		}
	})
}

// TestDifferencesOfKW holds that a subtraction leaves no digits that neither
// number has: 8064.12 - 5376.1 = 2688.02.
func TestDifferencesOfKW(t *testing.T) {
	of := func(kw planner.KW) compare.Case {
		return compare.Case{Result: planner.Result{Capacity: planner.CapacityResult{Least: planner.KWMonth{Month: 24000, KW: kw}}}}
	}
	m := compare.Compare([]compare.Case{of(5376.1), of(8064.12)}, 0, []compare.Measure{measure(t, "least_headroom_kw")}, 0)
	if d := *m.Results[0].Cells[1].Difference; d != 2688.02 {
		t.Errorf("8064.12 - 5376.1 is %v", d)
	}
}

func TestMeasuresChooseTheRows(t *testing.T) {
	cases := exampleCases(t)
	m := compare.Compare(cases, 0, []compare.Measure{measure(t, "npv_krw"), measure(t, "sites/ansan/cost_krw"), measure(t, "sites/nowhere/cost_krw")}, 3)
	if len(m.Results) != 3 || m.Results[0].Name != "npv_krw" || m.Results[1].Subject.KO != "안산" || m.Results[2].Differs || m.Results[2].Cells[0].Value.Kind != compare.None {
		t.Errorf("rows are %+v", m.Results)
	}
	if len(m.Inputs.Rows) != 3 || m.Inputs.Count < 100 {
		t.Errorf("%d of %d inputs are listed, want 3", len(m.Inputs.Rows), m.Inputs.Count)
	}
	for _, cell := range m.Results[1].Cells {
		if cell.Figure != "sites/ansan/amount_krw" {
			t.Errorf("the figure of Ansan's cost is %q", cell.Figure)
		}
	}
}

// eight is the examples and plans made of them.
func eight(tb testing.TB) []compare.Case {
	cases := exampleCases(tb)
	for i, changes := range [][]planner.Change{
		{{Path: "sites/ansan/tier", Value: "IV"}}, {{Path: "budget/total_krw", Value: "5,000억"}}, {{Path: "sites/siheung/phases/building/start", Value: "2022-06"}},
		{{Path: "exchange_rates/0/krw", Value: "1300"}}, {{Path: "horizon/months", Value: "96"}},
	} {
		plan, err := planner.Apply(exampletest.Plan(tb, "two-sites-460"), exampletest.Reference(tb), changes)
		if err != nil {
			tb.Fatal(err)
		}
		plan.Name = fmt.Sprint("variant-", i)
		cases = append(cases, caseOf(tb, plan))
	}
	return cases
}

// BenchmarkCompare puts eight plans, whose results are there, side by side.
func BenchmarkCompare(b *testing.B) {
	cases := eight(b)
	b.ReportAllocs()
	for b.Loop() {
		if m := compare.Compare(cases, 0, nil, 100); len(m.Plans) != 8 {
			b.Fatal(len(m.Plans))
		}
	}
}

// BenchmarkCompareRacks puts four plans of 100,000 racks side by side, of which
// each has another rack elsewhere and one has others by name.
func BenchmarkCompareRacks(b *testing.B) {
	result := exampletest.Evaluate(b, exampletest.Plan(b, "two-sites-460"))
	cases := make([]compare.Case, 4)
	for k := range cases {
		plan := racked(b, 100_000)
		racks := plan.Sites[0].Phases[0].Halls[0].Racks
		racks[k*1000].Row = "X"
		if k == 3 {
			for i := range racks {
				racks[i].Name = "N" + racks[i].Name
			}
		}
		cases[k] = compare.Case{Plan: plan, Result: result}
	}
	b.ReportAllocs()
	for b.Loop() {
		if m := compare.Compare(cases, 0, nil, 100); m.Inputs.Count < 100_000 {
			b.Fatal(m.Inputs.Count)
		}
	}
}

func ExampleCompare() {
	cheap := compare.Case{Name: "cheap", Plan: planner.Plan{Name: "cheap", Leases: []planner.Lease{{Name: "pangyo", ITKW: 3300}}}}
	cheap.Result.Budget.ForecastKRW = 440_000_000_000
	dear := compare.Case{Name: "dear", Plan: planner.Plan{Name: "dear", Leases: []planner.Lease{{Name: "pangyo", ITKW: 4000}}}}
	dear.Result.Budget.ForecastKRW = 462_000_000_000
	forecast, err := compare.ParseMeasure("forecast_krw")
	if err != nil {
		fmt.Println(err)
		return
	}
	m := compare.Compare([]compare.Case{cheap, dear}, 0, []compare.Measure{forecast}, 10)
	for k, cell := range m.Results[0].Cells {
		fmt.Printf("%s: %.0f, %+.0f, %+.1f %%, best %v\n", m.Plans[k].Name, cell.Value.Number, *cell.Difference, 100**cell.Relative, cell.Best)
	}
	for _, row := range m.Inputs.Rows {
		fmt.Println(row.Path, row.Cells)
	}
	// Output:
	// cheap: 440000000000, +0, +0.0 %, best true
	// dear: 462000000000, +22000000000, +5.0 %, best false
	// name [{ cheap} {changed dear}]
	// leases/pangyo/it_kw [{ 3300} {changed 4000}]
}
