package export_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/export"
)

// tidy takes the spaces from the ends of lines, and the length from
// rules.
func tidy(text string) string {
	var lines []string
	for line := range strings.Lines(strings.TrimSpace(text)) {
		if line = strings.TrimSpace(line); strings.Trim(line, "─") == "" && line != "" {
			line = "──"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func written(t *testing.T, want string, write func(*bytes.Buffer) error) {
	t.Helper()
	var got bytes.Buffer
	if err := write(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(tidy(want), tidy(got.String())); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, got.String())
	}
}

func measure(t *testing.T, name string) compare.Measure {
	t.Helper()
	m, err := compare.ParseMeasure(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func number(x float64) compare.Value { return compare.Value{Kind: compare.Number, Number: x} }

func month(m planner.Month) compare.Value {
	return compare.Value{Kind: compare.MonthValue, Number: float64(m), Text: m.String()}
}

func by(x float64) *float64 { return &x }

// threePlans is a matrix of plans A to C, of which B has faults and C is the
// baseline.
func threePlans(t *testing.T) compare.Matrix {
	return compare.Matrix{
		Baseline: 2,
		Plans: []compare.MatrixPlan{
			{Name: "A", Notes: []compare.ComparisonNote{{Code: "price_base", Message: "2023-01; the baseline 2022-01."}}},
			{Name: "B", Faults: []planner.Fault{{Message: "no plan"}}}, {Name: "C"},
		},
		Results: []compare.MatrixRow{
			{Measure: measure(t, "forecast_krw"), Differs: true, Cells: []compare.MatrixCell{
				{Value: number(110_400_000_000), Difference: by(10_400_000_000), Relative: by(0.104), Worst: true}, {}, {Value: number(100_000_000_000), Difference: by(0), Relative: by(0), Best: true},
			}},
			{Measure: measure(t, "usable_it_kw"), Cells: []compare.MatrixCell{{Value: number(1200.7), Difference: by(0)}, {}, {Value: number(1200.7)}}},
			{Measure: measure(t, "energised"), Cells: []compare.MatrixCell{{Value: month(2024*12 + 6), Difference: by(-1), Best: true}, {}, {Value: month(2024*12 + 7), Worst: true}}},
			{Measure: measure(t, "tier_achieved"), Cells: []compare.MatrixCell{
				{Value: compare.Value{Kind: compare.TierValue}, Difference: by(-3), Worst: true}, {}, {Value: compare.Value{Kind: compare.TierValue, Number: 3, Text: "III"}, Best: true},
			}},
			{Measure: measure(t, "site_loss_coverage"), Cells: []compare.MatrixCell{{Value: number(0.955), Difference: by(-0.045), Relative: by(-0.045)}, {}, {Value: number(1)}}},
			{Measure: measure(t, "payback"), Cells: []compare.MatrixCell{{}, {}, {Value: month(2031 * 12)}}},
		},
		Inputs: compare.Inputs{Count: 8, Rows: []compare.InputRow{
			inputRow("name", "", "A", "C"), inputRow("sites/S/tier", compare.Changed, "IV", "III"), inputRow("sites/S/source", compare.Changed, "news", "board"),
			inputRow("sites/S/halls/H1", compare.Removed, "", "{}"), inputRow("sites/S/halls/H2", compare.Removed, "", "{}"),
			inputRow("sites/S/halls/H3", compare.Removed, "", "{}"), inputRow("sites/S/halls/H4", compare.Removed, "", "{}"),
			inputRow("links/L", compare.Added, `{"name":"L","km":12.5,"built":"2024-01","source":"x"}`, ""),
		}},
	}
}

// inputRow is an input of A and C, which is the baseline.
func inputRow(path string, kind compare.Kind, a, c string) compare.InputRow {
	return compare.InputRow{Path: path, Cells: []compare.InputCell{{Kind: kind, Text: a}, {}, {Text: c}}}
}

func TestMatrix(t *testing.T) {
	m := threePlans(t)
	written(t, `
Not like for like: A, price base: 2023-01; the baseline 2022-01.

 Measure             Unit           C          A               to C
──────────────────────────────────────────────────────────────────────
 forecast_krw        M won  100,000 *  110,400 !  +10,400 (+10.4 %)
──────────────────────────────────────────────────────────────────────
 usable_it_kw        kW       1,200      1,200                    =
──────────────────────────────────────────────────────────────────────
 energised           month  2024-08 !  2024-07 *           -1 month
──────────────────────────────────────────────────────────────────────
 tier_achieved       tier       III *     none !           -3 tiers
 site_loss_coverage  %        100.0       95.5                 -4.5
──────────────────────────────────────────────────────────────────────
 payback             month  2031-01          -
* best, ! worst of the plans.

 Inputs that differ
 Input                   C      A
──────────────────────────────────────────────────────────────────────────
 sites/S/tier            III    IV
 sites/S/halls/H1 to H4  has 4  removed: 4
 links/L                 -      added: {"name":"L","km":12.5,"built":"2024…
In all 8; names, titles, descriptions and sources are not shown.`, func(b *bytes.Buffer) error { return export.Matrix(b, m, 10) })
	m.Results = nil
	written(t, `
Not like for like: A, price base: 2023-01; the baseline 2022-01.

The plans are alike in all results.

 Inputs that differ
 Input         C    A
──────────────────────
 sites/S/tier  III  IV
And 5 more. In all 8; names, titles, descriptions and sources are not shown.`, func(b *bytes.Buffer) error { return export.Matrix(b, m, 1) })
}

func TestBridge(t *testing.T) {
	line := func(name, site string, won int64) compare.BridgeLine {
		return compare.BridgeLine{Name: name, Site: site, Amount: won}
	}
	d := export.Diff{Bridge: compare.BridgeResult{
		From: compare.BridgeEnd{Name: "A", Amount: 100_000_000_000}, To: compare.BridgeEnd{Name: "B", Amount: 103_500_400_000},
		Of: compare.ForecastKRW, Detail: compare.ByDriver, Difference: 3_500_400_000, Exact: true,
		Steps: []compare.BridgeStep{
			{Driver: compare.Scope, Count: 1, Changes: []compare.Difference{{Path: "links/L", Kind: compare.Removed}}},
			{Driver: compare.Price, With: []compare.Driver{compare.ExchangeRate}, Amount: 5_000_000_000, Count: 5, Changes: []compare.Difference{
				{Path: "exchange_rates/0/source", Kind: compare.Changed, Was: "a", Is: "b"}, {Path: "exchange_rates/0/krw", Kind: compare.Changed, Was: "1300", Is: "1400"}, {Path: "cost_book/overrides/ups", Kind: compare.Added},
			}, Lines: []compare.BridgeLine{line("ups", "S", 1e9), line("frame", "S", -500_000_000), line("generators", "T", 3e9), line("racks", "T", 1_400_000_000), line("fees", "", 100_000_000)}},
			{Driver: compare.Timing, Amount: -1_499_600_000, StdError: 20_000_000, Count: 1, Changes: []compare.Difference{{Path: "sites/S/phases/P/start", Kind: compare.Changed, Was: "2023-01", Is: "2023-04"}}, Lines: []compare.BridgeLine{line("frame", "S", -1_499_600_000)}},
		},
	}}
	d.Inputs.Count = 1
	d.Inputs.Rows = []compare.Difference{{Path: "sites/S/tier", Kind: compare.Changed, Was: "III", Is: "IV"}}
	want := `
forecast_krw of B is 103,500 M won, +3,500 to that of A.
By site: T +4,400, S -1,000, no site +100.
By step: price with exchange rate +5,000, timing -1,500 in S.

 forecast_krw from A to B
 Step                            M won  From
──────────────────────────────────────────────────────────────────────────────────
 A                             100,000
──────────────────────────────────────────────────────────────────────────────────
 price with exchange rate       +5,000  T +4,400, S +500, no site +100
   generators, T                +3,000  exchange_rates/0/krw: 1300 -> 1400
   racks, T                     +1,400  cost_book/overrides/ups: added
   ups, S                       +1,000  and 3 more inputs
   frame, S                       -500
   1 more line                    +100
──────────────────────────────────────────────────────────────────────────────────
 timing                    -1,500 ± 20  sites/S/phases/P/start: 2023-01 -> 2023-04
   frame, S                     -1,500
──────────────────────────────────────────────────────────────────────────────────
 B                             103,500
Without effect on it: scope.
Steps sum to the difference exactly; each is its mean over every order in which they may be taken.

 Inputs that differ
 Input         A    B
──────────────────────
 sites/S/tier  III  IV
In all 1; names, titles, descriptions and sources are not shown.`
	written(t, want, func(b *bytes.Buffer) error { return export.Bridge(b, d, 10) })
	d.Bridge.Exact, d.Bridge.Evaluations, d.Bridge.Of = false, 4096, compare.UsableITKW
	d.Bridge.From.Amount, d.Bridge.To.Amount = 5_500, 0
	var table bytes.Buffer
	if err := export.Bridge(&table, d, 0); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"usable_it_kw of B is 0 kW", " 5.5 ", "4,096 plans evaluated, and ± is the standard error"} {
		if !strings.Contains(table.String(), want) || strings.Contains(table.String(), "Inputs") {
			t.Errorf("the table lacks %q: %s", want, table.String())
		}
	}
}

func TestSweepTable(t *testing.T) {
	s := export.Sweep{Rows: 1, Pareto: []string{"forecast_krw", "usable_it_kw"}}
	variant := func(index int, tier, start string, results ...compare.Value) compare.Record {
		return compare.Record{Variant: &compare.Variant{Index: index, Values: []string{tier, start}, Results: results}}
	}
	faulty := variant(3, "V", "")
	faulty.Variant.Faults = []planner.Fault{planner.NewFault("sites[0].tier", "V", "no such tier")}
	bar := func(column, axis string, base, low, high float64, lowAt, highAt string) compare.Tornado {
		return compare.Tornado{Column: column, Axis: axis, Base: number(base), Low: number(low), High: number(high), LowAt: lowAt, HighAt: highAt, Spread: high - low}
	}
	for _, r := range []compare.Record{
		{Head: &compare.SweepHead{Variants: 5, Axes: []string{"tier", "start"}, Columns: []compare.Measure{measure(t, "forecast_krw"), measure(t, "usable_it_kw")}}},
		variant(0, "", "", number(100e9), number(1000)), variant(1, "IV", "", number(130e9), number(1000)), variant(2, "", "2023-01", number(90e9), number(1000)),
		faulty,
		{Progress: &compare.SweepProgress{Done: 5}},
		{End: &compare.SweepEnd{SweepProgress: compare.SweepProgress{Done: 5, Of: 5, Kept: 3, LeftOut: 1, Faulty: 1}, Pareto: []int{2}, Tornado: []compare.Tornado{
			bar("forecast_krw", "tier", 100e9, 100e9, 130e9, "", "IV"), bar("forecast_krw", "start", 100e9, 90e9, 100e9, "2023-01", ""),
			bar("usable_it_kw", "tier", 1000, 1000, 1000, "", ""), bar("usable_it_kw", "start", 1000, 1000, 1000, "", ""),
		}}},
	} {
		if err := s.Tell(r); err != nil {
			t.Fatal(err)
		}
	}
	written(t, `
 Variant  tier    start  forecast_krw, M won  usable_it_kw
──────────────────────────────────────────────────────────
     0                               100,000         1,000
     2 *        2023-01               90,000         1,000
2 of 3 variants are shown.
* Pareto set: 1 variant that no other beats in forecast_krw and usable_it_kw.
5 variants: 3 kept, 1 left out by the conditions, 1 is no plan.
variant 3 (tier V): sites[0].tier: found "V"; no such tier

 forecast_krw, M won: 100,000 in the plan itself
 Axis   Low      at              High     at              Spread  Bar
────────────────────────────────────────────────────────────────────────────────────────────────
 tier   100,000  the plan's own  130,000  IV              30,000         │██████████████████████
 start  90,000   2023-01         100,000  the plan's own  10,000  ███████│

usable_it_kw: 1,000, whatever is varied.`, func(b *bytes.Buffer) error { return s.Write(b) })
}

// TestMeasured: what a condition is told of is exact.
func TestMeasured(t *testing.T) {
	for _, c := range []struct {
		name  string
		value compare.Value
		want  string
	}{
		{"forecast_krw", number(450_553_064_256), "450,553,064,256 KRW"}, {"usable_it_kw", number(17_999.5), "17999.5 kW"}, {"energised", month(2024 * 12), "2024-01"}, {"npv_krw", compare.Value{}, "-"},
	} {
		if got := export.Measured(measure(t, c.name), c.value); got != c.want {
			t.Errorf("%s is %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDiffAsJSON(t *testing.T) {
	text, err := json.Marshal(export.Diff{Inputs: export.DiffInputs{Count: 1, Rows: []compare.Difference{{Path: "p"}}}})
	if err != nil || !strings.Contains(string(text), `"inputs":{"count":1,"rows":[{"path":"p"`) || !strings.HasPrefix(string(text), `{"bridge":{"from":`) {
		t.Errorf("%v: %s", err, text)
	}
}
