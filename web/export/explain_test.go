package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference"
	"buildout/web/export"
)

// A figure is told with its formula and what goes in, level by level.
func ExampleExplanation() {
	ref, err := reference.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := planner.DecodePlan([]byte(smallPlan), ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := planner.Evaluate(plan, ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := export.Explanation(os.Stdout, result, "demand/search/2024-06/peak_kw", 2); err != nil {
		fmt.Println(err)
	}
	if err := export.Explanation(os.Stdout, result, "demand/serch/2024-06", 1); err != nil {
		fmt.Println(err)
	}
	// Output:
	// demand/search/2024-06/peak_kw = 138 kW
	// Search
	// peak_kw = racks * rack_peak_kw
	//   racks         23  racks  computed    demand/search/2024-06/racks
	//     racks = ceil(from_racks + (to_racks - from_racks) * months / months_in_all)
	//       from_racks     10  racks   plan        demand/services/search/racks/from_racks
	//       to_racks       40  racks   plan        demand/services/search/racks/to_racks
	//       months          5  months  plan        from 2024-01
	//       months_in_all  12  months  plan        demand/services/search/racks/to
	//   rack_peak_kw   6  kW     assumption  30 servers a rack: 120,000 servers in 4,000 racks (naeil.com, newshyu); 200 W a server at peak, 140 W on average, 300 W nameplate assumed
	// figure: found demand/serch/2024-06; no such figure; did you mean demand/search/2024-06?
}

// smallPlan is a hall of a hundred racks.
const smallPlan = `
name: small
price_base: 2023-01
horizon: {start: 2023-01, months: 24}
exchange_rates: [{currency: USD, month: 2022-10, krw: 1430, source: Bank of Korea}]
budget: {total_krw: 100000000000, vat: excluded, covers: [structure]}
demand:
  services:
    - name: search
      title: {en: Search}
      priority: 1
      rack_type: server-6kw
      racks: {line: {from: 2024-01, racks: 10, to: 2025-01, to_racks: 40}}
sites:
  - name: alpha
    tier: III
    region: gyeonggi
    plot: {area_m2: 2000, tenure: bought}
    feeds: [{name: main, substation: S1, rating_kw: 1400, cable_km: 1, available: 2023-01}]
    phases:
      - name: p1
        start: 2023-01
        gross_area_m2: 1000
        halls:
          - name: h1
            area_m2: 400
            rack_positions: 100
            density_kw_per_rack: 10
            design_it_kw: 900
            train:
              - {kind: ups, modules: 3, rating_kw: 500, battery_minutes: 10}
              - {kind: air_handler, modules: 4, rating_kw: 250}
`

// TestExplanation holds that every operand stands on a line of its own with
// value, unit, basis and source, that levels go further in, and that JSON tells
// the same figures.
func TestExplanation(t *testing.T) {
	r := evaluated(t)[0]
	var one, two, asJSON bytes.Buffer
	if err := errors.Join(export.Explanation(&one, r, "budget/variance_krw", 1), export.Explanation(&two, r, "budget/variance_krw", 2), export.ExplanationJSON(&asJSON, r, "budget/variance_krw", 2)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"budget/variance_krw = ", "variance_krw = total_krw - forecast_krw", "460,000,000,000  KRW  computed    budget/total_krw"} {
		if !strings.Contains(one.String(), want) {
			t.Errorf("the explanation lacks %q:\n%s", want, one.String())
		}
	}
	if strings.Count(one.String(), "\n") != 4 || !strings.Contains(two.String(), "\n    forecast_krw = sum(below)\n      ") || !strings.Contains(two.String(), "\n    plan: ") {
		t.Errorf("levels do not go further in:\n%s%s", one.String(), two.String())
	}
	var list []planner.Explanation
	if err := json.Unmarshal(asJSON.Bytes(), &list); err != nil || len(list) != 3 || list[0].Figure != "budget/variance_krw" || list[2].Figure != "budget/forecast_krw" {
		t.Errorf("JSON tells %d figures, error %v", len(list), err)
	}
}

// TestFigures holds that every head figure is listed.
func TestFigures(t *testing.T) {
	r := evaluated(t)[0]
	var out bytes.Buffer
	if err := export.Figures(&out, r); err != nil {
		t.Fatal(err)
	}
	for _, figure := range planner.Figures(r) {
		if !strings.Contains(out.String(), "  "+figure+" ") {
			t.Errorf("the list lacks %s", figure)
		}
	}
}

// TestExplanationSaysWhatIsWrong holds that an unknown figure and a full disk
// are errors.
func TestExplanationSaysWhatIsWrong(t *testing.T) {
	r := evaluated(t)[0]
	var out bytes.Buffer
	for _, err := range []error{export.Explanation(&out, r, "budget/forcast_krw", 1), export.ExplanationJSON(&out, r, "budget/forcast_krw", 1)} {
		if err == nil || !strings.Contains(err.Error(), "did you mean budget/forecast_krw?") {
			t.Errorf("error %v", err)
		}
	}
	if out.Len() != 0 {
		t.Errorf("printed %q", out.String())
	}
	for _, err := range []error{
		export.Explanation(failing{}, r, "budget/forecast_krw", 1), export.ExplanationJSON(failing{}, r, "budget/forecast_krw", 1), export.Figures(failing{}, r),
	} {
		if err == nil {
			t.Error("writing failed and nothing was said")
		}
	}
}
