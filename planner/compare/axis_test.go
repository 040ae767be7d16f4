package compare_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// TestAxisValues holds the values of axes of two-sites-460, whose first exchange
// rate is 1415.64, whose budget is 460 bn and whose second site starts in
// 2022-11.
func TestAxisValues(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	const modules, price = "sites/ansan/halls/DH-1/ups/modules", "cost_book/overrides/services_and_equipment.ups.modules/unit_price"
	for _, c := range []struct {
		axis compare.Axis
		want string
	}{
		{axis(ups, "N+1", "2N", ""), "N+1 2N "},
		{compare.Axis{Paths: []string{usd}, From: "0.1", To: "1", Step: 0.1}, "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"},
		{compare.Axis{Paths: []string{usd}, From: "1", To: "0.75", Step: 0.05}, "1 0.95 0.9 0.85 0.8 0.75"},
		{compare.Axis{Paths: []string{usd}, From: "1200", To: "1500", Step: 70}, "1200 1270 1340 1410 1480"},
		{compare.Axis{Paths: []string{usd}, From: "1200.5", To: "1203", Step: 0.25}, "1200.5 1200.75 1201 1201.25 1201.5 1201.75 1202 1202.25 1202.5 1202.75 1203"},
		{compare.Axis{Paths: []string{usd}, From: "-1e-3", To: "1e-3", Step: 1e-3}, "-0.001 0 0.001"},
		{compare.Axis{Paths: []string{usd}, From: "1", To: "2", Count: 4}, "1 1.33333333333 1.66666666667 2"},
		{compare.Axis{Paths: []string{usd}, From: "0", To: "0.3", Count: 4}, "0 0.1 0.2 0.3"},
		{compare.Axis{Paths: []string{modules}, From: "1", To: "8", Count: 4}, "1 3 6 8"}, // 1, 3.33, 5.67, 8
		{compare.Axis{Paths: []string{modules}, From: "4", To: "8", Step: 2}, "4 6 8"},
		{compare.Axis{Paths: []string{usd, modules}, From: "1", To: "4", Count: 3}, "1 3 4"}, // 2.5 is no number of modules
		{compare.Axis{Paths: []string{"budget/total_krw"}, From: "4,000억", To: "5천억", Step: 5e10}, "400000000000 450000000000 500000000000"},
		{compare.Axis{Paths: []string{"budget/total_krw"}, From: "1e11", To: "460bn", Count: 2}, "100000000000 460000000000"},
		{compare.Axis{Paths: []string{"budget/total_krw"}, From: "0", To: "10", Count: 4}, "0 3 7 10"},
		{compare.Axis{Paths: []string{start}, From: "2023-01", To: "2024-06", Step: 3}, "2023-01 2023-04 2023-07 2023-10 2024-01 2024-04"},
		{compare.Axis{Paths: []string{start}, From: "2023-03", To: "2022-11", Step: 2}, "2023-03 2023-01 2022-11"},
		{compare.Axis{Paths: []string{start}, From: "2023-01", To: "2024-01", Count: 3}, "2023-01 2023-07 2024-01"},
		{compare.Axis{Paths: []string{usd}, Scale: []float64{0.9, 1, 1.1}}, "1274.076 1415.64 1557.204"},
		{compare.Axis{Paths: []string{usd}, Shift: []float64{-0.1, 0.36}}, "1415.54 1416"},
		{compare.Axis{Paths: []string{usd, "exchange_rates/1/krw"}, Scale: []float64{0.9, 1}}, "×0.9 ×1"},
		{compare.Axis{Paths: []string{start, "sites/ansan/phases/building/start"}, Shift: []float64{-3, 0, 12}}, "-3 +0 +12"},
		{compare.Axis{Paths: []string{start}, Shift: []float64{-8, 5}}, "2022-03 2023-04"},
		{compare.Axis{Paths: []string{modules}, Scale: []float64{0.6, 0.625, 1.1}}, "2 3 4"}, // 2.4, 2.5 and 4.4 of 4
		{compare.Axis{Paths: []string{"budget/total_krw"}, Scale: []float64{1.0000000000011}}, "460000000001"},
		{compare.Axis{Paths: []string{price}, Scale: []float64{0.5}}, "130000"}, // of the shipped price
		{compare.Axis{Paths: []string{"values/assumptions.discount_rate"}, Shift: []float64{-0.01, 0.01}}, "0.07 0.09"},
		{compare.Axis{Name: "halls", Patches: []compare.SweepPatch{{Name: "as it is"}, {Name: "later", Changes: []planner.Change{{Path: start, Value: "2023-01"}}}}}, "as it is later"},
	} {
		var values []string
		for _, v := range swept(t, e, plan, compare.Sweep{Vary: []compare.Axis{c.axis}, Columns: []string{"forecast_krw"}}).variants {
			values = append(values, v.Values[0])
		}
		if got := strings.Join(values, " "); got != c.want {
			t.Errorf("%+v gives %s, want %s", c.axis, got, c.want)
		}
	}
}

// TestAxisChanges holds what the plan has after an axis was set: the same value
// at every path, or each its own.
func TestAxisChanges(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	paths := []string{usd, "exchange_rates/1/krw"}
	for _, c := range []struct {
		axis   compare.Axis
		index  int
		first  float64
		second float64
	}{
		{compare.Axis{Paths: paths, Values: []string{"1300", "1400"}}, 1, 1400, 1400},
		{compare.Axis{Paths: paths, Scale: []float64{1, 2}}, 1, 2831.28, 2459},
		{compare.Axis{Paths: paths, Shift: []float64{-100, 5}}, 0, 1315.64, 1129.5},
		{compare.Axis{Paths: []string{"exchange_rates/*/krw"}, Shift: []float64{-100, 5}}, 1, 1420.64, 1234.5},
		{compare.Axis{Patches: []compare.SweepPatch{{Name: "a", Changes: []planner.Change{{Path: paths[1], Value: "7"}, {Path: paths[1], Value: "8"}}}}}, 0, 1415.64, 8},
	} {
		got, err := e.VariantAt(plan, compare.Sweep{Vary: []compare.Axis{c.axis}}, c.index)
		if err != nil || got.ExchangeRates[0].KRW != c.first || got.ExchangeRates[1].KRW != c.second {
			t.Errorf("%+v at %d: %v, %v", c.axis, c.index, got.ExchangeRates, err)
		}
	}
}

// TestRangesDoNotDrift holds that the values of a range are the decimal numbers
// nearest to from + i * step, counted in units of the last decimal.
func TestRangesDoNotDrift(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	rapid.Check(t, func(t *rapid.T) {
		decimals := rapid.IntRange(0, 6).Draw(t, "decimals")
		from, step, n := rapid.IntRange(-1000, 1_000_000).Draw(t, "from"), rapid.IntRange(1, 5000).Draw(t, "step"), rapid.IntRange(1, 300).Draw(t, "n")
		scaled := func(units int) string { // units of the last decimal, written out
			digits := fmt.Sprintf("%0*d", decimals+1, max(units, -units))
			text := digits[:len(digits)-decimals]
			if after := strings.TrimRight(digits[len(digits)-decimals:], "0"); after != "" {
				text += "." + after
			}
			if units < 0 {
				text = "-" + text
			}
			return text
		}
		size, _ := strconv.ParseFloat(scaled(step), 64)
		s := compare.Sweep{Vary: []compare.Axis{{Paths: []string{usd}, From: scaled(from), To: scaled(from + n*step), Step: size}}, Columns: []string{"forecast_krw"}}
		var all told
		if err := e.Sweep(t.Context(), plan, s, all.take); err != nil {
			t.Fatal(err)
		}
		if len(all.variants) != n+1 {
			t.Fatalf("%d values, want %d", len(all.variants), n+1)
		}
		for i, v := range all.variants {
			if want := scaled(from + i*step); v.Values[0] != want {
				t.Fatalf("value %d of %+v is %s, want %s", i, s.Vary[0], v.Values[0], want)
			}
		}
	})
}

// TestLatinHypercube holds that every axis is cut into as many strata as there
// are samples, from each of which one is drawn, and that lists are cut evenly.
func TestLatinHypercube(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	const n = 400
	s := compare.Sweep{Method: compare.LatinHypercube, Samples: n, Seed: 7, Columns: []string{"forecast_krw"}, Vary: []compare.Axis{
		{Paths: []string{usd}, From: "1200", To: "1500"},
		{Paths: []string{"exchange_rates/1/krw"}, From: "1500", To: "1200"},
		{Paths: []string{start}, From: "2021-01", To: "2024-04"},                // 40 months
		{Paths: []string{"budget/total_krw"}, From: "4,000억", To: "4000억 399원"}, // 400 amounts
		{Paths: []string{"values/assumptions.discount_rate"}, From: "0.01", To: "0.08", Step: 0.01},
		axis(ups, "N", "N+1", "2N", "4N/3"),
	}}
	all := swept(t, e, plan, s)
	counts := make([]map[string]int, len(s.Vary))
	var strata [2][n]int
	for i := range counts {
		counts[i] = map[string]int{}
	}
	for _, v := range all.variants {
		for a, text := range v.Values {
			counts[a][text]++
		}
		for a := range strata {
			x, err := strconv.ParseFloat(v.Values[a], 64)
			if err != nil || x < 1200 || x > 1500 {
				t.Fatalf("drew %s", v.Values[a])
			}
			strata[a][min(int((x-1200)/300*n), n-1)]++
		}
	}
	for a := range strata {
		for i, times := range strata[a] {
			if times != 1 {
				t.Errorf("stratum %d of axis %d is drawn from %d times", i, a, times)
			}
		}
	}
	for a, want := range map[int]int{2: 40, 3: 400, 4: 8, 5: 4} {
		if len(counts[a]) != want {
			t.Errorf("axis %d has %d values, want %d", a, len(counts[a]), want)
		}
		for text, times := range counts[a] {
			if times != n/want {
				t.Errorf("axis %d is %s %d times of %d, want %d", a, text, times, n, n/want)
			}
		}
	}
	again, other := swept(t, e, plan, s), s
	if !slices.EqualFunc(all.variants, again.variants, func(a, b compare.Variant) bool { return slices.Equal(a.Values, b.Values) }) {
		t.Error("the same seed draws other variants")
	}
	other.Seed = 8
	if again = swept(t, e, plan, other); slices.Equal(all.variants[0].Values, again.variants[0].Values) {
		t.Error("another seed draws the same variant")
	}
}

// TestLatinIndependent: two axes are not drawn alike. Of 1,000 samples the
// correlation of independent axes is below 0.13 but for one time in 20,000, and
// the seed is the same each time.
func TestLatinIndependent(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	const n = 1000
	s := compare.Sweep{Method: compare.LatinHypercube, Samples: n, Columns: []string{"forecast_krw"}, Vary: []compare.Axis{
		{Paths: []string{usd}, From: "1", To: "2"}, {Paths: []string{"exchange_rates/1/krw"}, From: "1", To: "2"}, {Paths: []string{"values/assumptions.discount_rate"}, From: "1", To: "2"},
	}}
	all := swept(t, e, plan, s)
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
		sum := 0.0
		for _, v := range all.variants {
			x, _ := strconv.ParseFloat(v.Values[pair[0]], 64)
			y, _ := strconv.ParseFloat(v.Values[pair[1]], 64)
			sum += (x - 1.5) * (y - 1.5)
		}
		if r := sum / n * 12; math.Abs(r) > 0.13 { // the variance of a share is 1/12
			t.Errorf("axes %v correlate by %.3f", pair, r)
		}
	}
}
