package compare_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/finance"
	"buildout/planner/reference/exampletest"
)

// TestConditions holds conditions to two-sites-460, whose forecast is
// 450,553,064,256 won, which energises the last phase in December 2024 and
// reaches tier III at both sites.
func TestConditions(t *testing.T) {
	r, ref := resultOf(t, "two-sites-460"), exampletest.Reference(t)
	for text, want := range map[string]bool{
		"forecast_krw <= 460e9":                           true,
		"forecast_krw<=460,000,000,000":                   true,
		"forecast_krw < 450_553_064_252":                  false,
		"forecast_krw <= 450553064256":                    true,
		"forecast_krw == 4,505억5306만4256":                 true,
		"forecast_krw != 4,600억":                          true,
		"forecast_krw > 4,600억":                           false,
		"  forecast_krw  >=  450 bn  ":                    true,
		"npv_krw > -200 bn":                               true,
		"npv_krw > -1.5e11":                               false,
		"usable_it_kw >= 22,400":                          true,
		"usable_it_kw > 22400.0":                          false,
		"usable_it_kw/2024-12 > 30,000":                   true,
		"sites/ansan/usable_it_kw == 11200":               true,
		"energised < 2025-01":                             true,
		"energised <= 2024-11":                            false,
		"sites/siheung/energised == 2024-12":              true,
		"months_late <= 0":                                true,
		"tier_achieved >= III":                            true,
		"tier_achieved > III":                             false,
		"sites/ansan/tier_achieved < IV":                  true,
		"tier_achieved != I":                              true,
		"site_loss_coverage >= 100%":                      true,
		"site_loss_coverage < 0.95":                       false,
		"irr < 7 %":                                       true,
		"errors == 0":                                     true,
		"sites/ansan/phases/building/energised > 2023-11": true,
	} {
		c, err := compare.ParseCondition(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		holds, known := c.Holds(r)
		if !known || holds != want {
			t.Errorf("%s holds: %v (known: %v), want %v", text, holds, known, want)
		}
		c, err = c.In(ref)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if holds, known := c.Meets(c.Measure.Of(r)); !known || holds != want {
			t.Errorf("%s is met: %v (known: %v), want %v", text, holds, known, want)
		}
		if c.Text != strings.TrimSpace(text) {
			t.Errorf("%q is told as %q", text, c.Text)
		}
	}
}

// TestConditionsOfNothing holds that what a result has not meets no condition, nor
// the opposite of it.
func TestConditionsOfNothing(t *testing.T) {
	r := resultOf(t, "two-sites-460")
	for _, text := range []string{"payback < 2030-01", "payback >= 2030-01", "payback != 2030-01", "sites/x/cost_krw < 1", "usable_it_kw/2050-01 >= 0", "tier_achieved < V", "tier_achieved != V"} {
		c, err := compare.ParseCondition(text)
		if err != nil {
			t.Fatal(err)
		}
		if holds, known := c.Holds(r); holds || known {
			t.Errorf("%s holds: %v, known: %v", text, holds, known)
		}
	}
	c, err := compare.ParseCondition("tier_achieved < III")
	if err != nil {
		t.Fatal(err)
	}
	if holds, known := c.Meets(compare.Value{Kind: compare.TierValue, Number: 2, Text: "II"}); holds || known {
		t.Error("a tier without its rank is met")
	}
}

func TestWrongConditions(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "a condition is a measure, one of <, <=, >, >=, == and !=, and a limit",
		"forecast_krw":             "a condition is a measure",
		"forecast_krw = 460e9":     "a condition is a measure",
		"forecast_krw =< 460e9":    "a condition is a measure",
		"forecast_krw <> 1":        "a condition is a measure",
		"1 < forecast_krw < 2":     "no such measure",
		"< 3":                      "joined by /",
		"forecst_krw < 460e9":      "did you mean forecast_krw?",
		"forecast_krw < ":          "forecast_krw is won, such as 460e9, 460 bn or 4,600억",
		"forecast_krw < 2024-07":   "forecast_krw is won",
		"forecast_krw < III":       "forecast_krw is won",
		"forecast_krw < 4,60":      "forecast_krw is won",
		"forecast_krw < 0x1p9":     "forecast_krw is won",
		"forecast_krw < Inf":       "forecast_krw is won",
		"usable_it_kw > NaN":       "usable_it_kw is a number in kW, such as 12,000 or 1.2",
		"usable_it_kw > 1,2":       "is a number in kW",
		"usable_it_kw > 1e999":     "is a number in kW",
		"usable_it_kw > 3%":        "is a number in kW",
		"energised < 24":           "energised is a month, such as 2024-07",
		"energised < 2024-13":      "energised is a month, such as 2024-07",
		"tier_achieved >= 3":       "tier_achieved is a tier, such as III",
		"tier_achieved >= 2024-07": "tier_achieved is a tier, such as III",
		"tier_achieved >= ":        "tier_achieved is a tier, such as III",
		"site_loss_coverage >= 95": "site_loss_coverage is a share from 0 to 1, such as 0.95 or 95%",
		"irr > high":               "irr is a share a year, such as 0.07 or 7%",
		"errors < none":            "errors is a number of findings, such as 3",
		"months_late < 2024-07":    "months_late is a number of months, such as 3",
	} {
		_, err := compare.ParseCondition(text)
		var invalid *planner.Invalid
		if !errors.As(err, &invalid) || !strings.Contains(invalid.Faults[0].Message, want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	c, err := compare.ParseCondition("tier_achieved >= VI")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.In(exampletest.Reference(t)); err == nil || !strings.Contains(err.Error(), "no such tier") {
		t.Errorf("tier VI: %v", err)
	}
}

// TestValuesAreJSON holds that a value reads back as it was written, but for the
// rank of a tier.
func TestValuesAreJSON(t *testing.T) {
	for document, want := range map[string]compare.Value{
		`null`: {}, `0`: {Kind: compare.Number}, `460000000000`: {Kind: compare.Number, Number: 460e9}, `-0.125`: {Kind: compare.Number, Number: -0.125},
		`"2024-07"`: {Kind: compare.MonthValue, Number: 2024*12 + 6, Text: "2024-07"}, `"III"`: {Kind: compare.TierValue, Text: "III"}, `""`: {Kind: compare.TierValue},
	} {
		var v compare.Value
		if err := json.Unmarshal([]byte(document), &v); err != nil || v != want {
			t.Errorf("%s reads as %v %v, want %v", document, v, err, want)
		}
		if again, err := json.Marshal(v); err != nil || string(again) != document {
			t.Errorf("%s is written back as %s %v", document, again, err)
		}
	}
	var v compare.Value
	if err := v.UnmarshalJSON(nil); err == nil {
		t.Errorf("nothing reads as %v", v)
	}
	for _, document := range []string{`true`, `{}`, `[1]`, `"2024-07`} {
		if err := json.Unmarshal([]byte(document), &v); err == nil {
			t.Errorf("%s reads as %v", document, v)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		was := compare.Value{Kind: compare.Number, Number: rapid.Float64().Draw(t, "number")}
		document, err := json.Marshal(was)
		if err != nil {
			t.Fatal(err)
		}
		var is compare.Value
		if err := json.Unmarshal(document, &is); err != nil || is != was {
			t.Fatalf("%v is %v as %s: %v", was, is, document, err)
		}
	})
}

func FuzzParseCondition(f *testing.F) {
	for _, seed := range []string{"forecast_krw <= 460e9", "energised < 2024-07", "tier_achieved >= III", "irr > 7%", "sites/a<b/cost_krw != 4,600억", "usable_it_kw==1_0", "<=>", "pue > .", "pue < 1e309"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := compare.ParseCondition(text)
		if err != nil {
			var invalid *planner.Invalid
			if !errors.As(err, &invalid) || len(invalid.Faults) == 0 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if math.IsNaN(c.Limit.Number) || math.IsInf(c.Limit.Number, 0) || c.Limit.Kind == compare.None {
			t.Fatalf("%q has the limit %v", text, c.Limit)
		}
		again, err := compare.ParseCondition(c.Measure.Name + c.Operator + strings.TrimSpace(text[strings.LastIndexAny(text, "<>=!")+1:]))
		if err != nil || again.Limit != c.Limit || again.Measure.Name != c.Measure.Name {
			t.Fatalf("%q is read again as %v: %v", text, again, err)
		}
		// Of a value that is not the limit, exactly one of < and > holds.
		v := compare.Value{Kind: c.Limit.Kind, Number: 1}
		if c.Limit.Kind == compare.TierValue {
			c.Limit.Number = 2
		}
		below, above := c, c
		below.Operator, above.Operator = "<", ">"
		lower, _ := below.Meets(v)
		higher, known := above.Meets(v)
		if !known || lower == higher != (v.Number == c.Limit.Number) {
			t.Fatalf("%q: below %v, above %v", text, lower, higher)
		}
	})
}

func ExampleParseCondition() {
	c, err := compare.ParseCondition("forecast_krw <= 4,600억")
	if err != nil {
		fmt.Println(err)
		return
	}
	over := planner.Result{Budget: planner.BudgetResult{ForecastKRW: 465_000_000_000}}
	holds, known := c.Holds(&over)
	fmt.Println(c.Measure.Name, c.Operator, finance.KRW(c.Limit.Number), holds, known)
	_, err = compare.ParseCondition("energised < 24")
	fmt.Println(err)
	// Output:
	// forecast_krw <= 460000000000 false true
	// found "24"; energised is a month, such as 2024-07
}
