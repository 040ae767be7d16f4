package charts_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
	"buildout/web/charts"
	"buildout/web/locales"
)

// bridgeOf works out the bridge between two examples.
func bridgeOf(t testing.TB, from, to string, o compare.BridgeOptions) compare.BridgeResult {
	t.Helper()
	ref := exampletest.Reference(t)
	e := compare.Evaluator{Reference: ref, Workers: 2, Evaluate: func(_ context.Context, p planner.Plan) (planner.Result, error) { return planner.Evaluate(p, ref) }}
	end := func(name string) compare.Case {
		return compare.Case{Name: name, Plan: exampletest.Plan(t, name), Result: example(t, name)}
	}
	b, err := e.Bridge(t.Context(), end(from), end(to), o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bars are the two series of the option: what stands below a bar, and the bar.
func bars(t testing.TB, c charts.Chart) (below, height []float64, names, words []string, fills []string) {
	t.Helper()
	var o struct {
		Series []struct {
			StackStrategy string
			Data          []struct {
				Value     float64
				Label     struct{ Formatter string }
				ItemStyle struct{ Color string }
			}
		}
		YAxis []struct{ Data []string }
	}
	if err := json.Unmarshal(c.Option, &o); err != nil {
		t.Fatal(err)
	}
	if len(o.Series) != 2 || o.Series[1].StackStrategy != "all" {
		t.Fatalf("%d series: %s", len(o.Series), c.Option)
	}
	for i, d := range o.Series[0].Data {
		bar := o.Series[1].Data[i]
		below, height, words, fills = append(below, d.Value), append(height, bar.Value), append(words, bar.Label.Formatter), append(fills, bar.ItemStyle.Color)
	}
	return below, height, o.YAxis[0].Data, words, fills
}

// TestBridgeOfHand draws a bridge of four steps by hand: from 100 to 90 bn won by
// +30, -45 and +5, and one of nothing.
func TestBridgeOfHand(t *testing.T) {
	const bn = 1_000_000_000
	b := compare.BridgeResult{
		From: compare.BridgeEnd{Name: "was", Amount: 100 * bn}, To: compare.BridgeEnd{Name: "is", Amount: 90 * bn}, Of: compare.ForecastKRW, Unit: "KRW", Detail: compare.ByDriver,
		Difference: -10 * bn, Exact: true, Steps: []compare.BridgeStep{
			{Driver: compare.Scope, Amount: 30 * bn}, {Driver: compare.Tier}, {Driver: compare.Price, With: []compare.Driver{compare.ExchangeRate}, Amount: -45 * bn}, {Driver: compare.Timing, Amount: 5 * bn},
		},
	}
	c, err := charts.Bridge(b, english(t))
	if err != nil {
		t.Fatal(err)
	}
	below, height, names, words, fills := bars(t, c)
	if want := []float64{0, 100 * bn, 85 * bn, 85 * bn, 0}; !slices.Equal(below, want) {
		t.Errorf("below the bars %v, want %v", below, want)
	}
	if want := []float64{100 * bn, 30 * bn, 45 * bn, 5 * bn, 90 * bn}; !slices.Equal(height, want) {
		t.Errorf("bars %v, want %v", height, want)
	}
	if want := []string{"was", "Scope", "Price with exchange rate", "Timing", "is"}; !slices.Equal(names, want) {
		t.Errorf("names %q, want %q", names, want)
	}
	if want := []string{"100,000", "+30,000", "−45,000", "+5,000", "90,000"}; !slices.Equal(words, want) {
		t.Errorf("words %q, want %q", words, want)
	}
	if want := []string{"@ink", "@muted", "@muted-hatch", "@muted", "@ink"}; !slices.Equal(fills, want) {
		t.Errorf("fills %q, want %q", fills, want)
	}
	korean := locale(t, "ko", "eok")
	if c, err = charts.Bridge(b, korean); err != nil {
		t.Fatal(err)
	}
	_, _, names, words, _ = bars(t, c)
	if !slices.Equal(names, []string{"was", "범위", "가격·환율", "시기", "is"}) || words[2] != "−450.0" || c.Table.Caption != "예상 사업비가 달라지는 단계" {
		t.Errorf("in Korean %q %q %q", names, words, c.Table.Caption)
	}
	d := c.Data()
	if len(d.Rows) != 6 || d.Rows[3][0] != "price+exchange_rate" || d.Rows[3][1] != planner.KRW(-45*bn) || d.Columns[1].Unit != "KRW" {
		t.Errorf("data %+v", d)
	}
}

func locale(t testing.TB, lang, unit string) *locales.Locale {
	t.Helper()
	catalogues, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogues.Locale(lang, unit)
}

// drawnBridge draws a bridge of any size and sign whose steps sum.
func drawnBridge(t *rapid.T) compare.BridgeResult {
	b := compare.BridgeResult{Of: compare.ForecastKRW, Unit: "KRW", Detail: compare.ByChange, Exact: rapid.Bool().Draw(t, "exact")}
	if rapid.Bool().Draw(t, "of power") {
		b.Of, b.Unit = compare.UsableITKW, "W"
	}
	amount := rapid.OneOf(rapid.Int64Range(-1e12, 1e12), rapid.Int64Range(-3, 3))
	b.From = compare.BridgeEnd{Name: "a", Amount: amount.Draw(t, "from")}
	drivers := []compare.Driver{compare.Scope, compare.Quantity, compare.Price, compare.Books}
	for i := range rapid.IntRange(0, 40).Draw(t, "steps") {
		s := compare.BridgeStep{Driver: rapid.SampledFrom(drivers).Draw(t, "driver"), Place: fmt.Sprintf("sites/s%d", i), Amount: amount.Draw(t, "step")}
		if !b.Exact {
			s.StdError = rapid.Float64Range(0, 1e9).Draw(t, "error")
		}
		b.Steps, b.Difference = append(b.Steps, s), b.Difference+s.Amount
	}
	b.To = compare.BridgeEnd{Name: "b", Amount: b.From.Amount + b.Difference}
	return b
}

// TestBarsOfABridgeFoot holds that each bar begins where the one before it ends,
// from the first whole to the last, however many steps there are and below 0 too;
// that the axis holds the ends of the steps; and that the table has every step and
// sums exactly.
func TestBarsOfABridgeFoot(t *testing.T) {
	l := english(t)
	rapid.Check(t, func(rt *rapid.T) {
		b := drawnBridge(rt)
		c, err := charts.Bridge(b, l)
		if err != nil {
			rt.Fatal(err)
		}
		scale := 1.0
		if b.Unit == "W" {
			scale = 1000
		}
		below, height, names, words, fills := bars(t, c)
		at := float64(b.From.Amount)
		for i := 1; i < len(names)-1; i++ {
			low, high := below[i]*scale, (below[i]+height[i])*scale
			step := high - low
			if fills[i] == "@muted-hatch" {
				step = -step
			}
			if start := at; !near(start, low) && !near(start, high) || (step < 0) != strings.HasPrefix(words[i], "−") && words[i] != "0" && !strings.HasPrefix(words[i], "0 ±") {
				rt.Fatalf("bar %d from %v to %v by %q begins at %v", i, low, high, words[i], start)
			}
			at += step
		}
		if !near(at, float64(b.To.Amount)) {
			rt.Fatalf("the bars end at %v, want %d", at, b.To.Amount)
		}
		if len(names) > 17 || len(names)-2 > len(b.Steps) {
			rt.Fatalf("%d bars of %d steps", len(names), len(b.Steps))
		}
		if len(c.Table.Rows) != len(b.Steps)+1 {
			rt.Fatalf("%d rows of %d steps", len(c.Table.Rows), len(b.Steps))
		}
		if b.Unit == "KRW" {
			var sum planner.KRW
			for _, row := range c.Table.Rows {
				sum += row[1].Value.(planner.KRW)
			}
			if sum != c.Table.Foot[1].Value {
				rt.Fatalf("the table sums to %d, its foot is %v", sum, c.Table.Foot[1].Value)
			}
		}
		for _, row := range append(c.Table.Rows, c.Table.Foot) {
			if len(row) != len(c.Table.Columns) {
				rt.Fatalf("%d cells in %d columns", len(row), len(c.Table.Columns))
			}
		}
	})
}

// near reports whether amounts are one but for what floats of kW lose.
func near(a, b float64) bool { return max(a-b, b-a) <= 1e-3 }

// TestSmallStepsAreDrawnAsOne holds that of 40 steps the 14 largest are drawn in
// their order, and the others as one.
func TestSmallStepsAreDrawnAsOne(t *testing.T) {
	b := compare.BridgeResult{Of: compare.ForecastKRW, Unit: "KRW", Detail: compare.ByChange, Exact: true, From: compare.BridgeEnd{Name: "a", Amount: 5e9}}
	for i := range 40 {
		amount := int64(i+1) * 1e6
		if i%2 == 1 {
			amount = -amount
		}
		b.Steps = append(b.Steps, compare.BridgeStep{Driver: compare.Quantity, Place: fmt.Sprintf("sites/s%d", i), Amount: amount})
		b.Difference += amount
	}
	b.To = compare.BridgeEnd{Name: "b", Amount: b.From.Amount + b.Difference}
	c, err := charts.Bridge(b, english(t))
	if err != nil {
		t.Fatal(err)
	}
	_, height, names, words, _ := bars(t, c)
	if len(names) != 17 || names[1] != "Quantity · s26" || names[14] != "Quantity · s39" || names[15] != "26 smaller steps" || words[15] != "−13" || height[15] != 13e6 {
		t.Errorf("%d bars: %q %q", len(names), names, words)
	}
}

// TestStandardErrorIsSaid holds that a step of drawn orders says how far it may
// be off, in the chart and in the table.
func TestStandardErrorIsSaid(t *testing.T) {
	b := compare.BridgeResult{Of: compare.UsableITKW, Unit: "W", From: compare.BridgeEnd{Amount: 10e6}, To: compare.BridgeEnd{Amount: 12e6}, Difference: 2e6,
		Steps: []compare.BridgeStep{{Driver: compare.Quantity, Amount: 2e6, StdError: 150e3}}}
	c, err := charts.Bridge(b, english(t))
	if err != nil {
		t.Fatal(err)
	}
	_, height, _, words, _ := bars(t, c)
	if words[1] != "+2,000 ±150" || height[1] != 2000 || c.Of != "kW" || c.Table.Rows[1][2].Text != "150" {
		t.Errorf("%q %v, %+v", words, height, c.Table.Rows[1])
	}
}

// TestPlacesOfSteps holds that places are said by the titles of the plan.
func TestPlacesOfSteps(t *testing.T) {
	r := example(t, "two-sites-460")
	code := r.CostLines[0]
	for place, want := range map[string]string{
		"sites/ansan": "Price · Ansan", "sites/ansan/phases/building": "Price · Ansan · building", "exchange_rates/USD": "Price · USD",
		"cost_book/overrides/" + code.Code: "Price · " + code.Title.EN, "sites/a%2Fb": "Price · a/b", "budget": "Price · budget", "": "Price",
	} {
		if got := english(t).Step(compare.BridgeStep{Driver: compare.Price, Place: place}, r); got != want {
			t.Errorf("%s: %q, want %q", place, got, want)
		}
	}
}
