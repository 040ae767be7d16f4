package planner_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

var formats = []string{"json", "yaml"}

// readsBack requires that a plan reads back as it was, whether its lists are
// empty or not there.
func readsBack(t interface {
	Helper()
	Fatalf(string, ...any)
}, plan planner.Plan, decode func([]byte) (planner.Plan, error)) {
	t.Helper()
	for _, format := range formats {
		document, err := planner.EncodePlan(plan, format)
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		got, err := decode(document)
		if err != nil {
			t.Fatalf("%s is not read back: %v\n%s", format, err, document)
		}
		if plan.Hash() == got.Hash() {
			continue
		}
		if diff := cmp.Diff(plan, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s reads differently (-plan +read):\n%s\n%s", format, diff, document)
		}
	}
}

// TestEncodedPlansReadBack holds it of plans of any form, whatever their texts.
func TestEncodedPlansReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { readsBack(t, exampletest.Drawn(t), planner.Decode[planner.Plan]) })
}

// TestValidPlansReadBack holds it with all that DecodePlan checks, of the examples,
// the cases and of what is drawn from them.
func TestValidPlansReadBack(t *testing.T) {
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		ref := exampletest.Reference(t)
		readsBack(t, exampletest.Plan(t, name), func(document []byte) (planner.Plan, error) { return planner.DecodePlan(document, ref) })
	}
	ref := smallReference(t)
	decode := func(document []byte) (planner.Plan, error) { return planner.DecodePlan(document, ref) }
	files, _ := filepath.Glob("testdata/cases/*.yaml")
	for _, file := range files {
		readsBack(t, casePlan(t, strings.TrimSuffix(filepath.Base(file), ".yaml"), ref), decode)
	}
	readsBack(t, funded(t, ref), decode)
	rapid.Check(t, func(rt *rapid.T) {
		plan := drawPlan(rt, ref, t)
		drawMoney(rt, &plan, ref)
		readsBack(rt, plan, decode)
	})
}

// TestYAMLIsReadByOthers holds that a reader that knows nothing of plans makes the
// same of the YAML as of the JSON: texts are texts, numbers numbers.
func TestYAMLIsReadByOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := exampletest.Drawn(t)
		var read [2]any
		for i, format := range formats {
			document, err := planner.EncodePlan(plan, format)
			if err != nil {
				t.Fatal(err)
			}
			if format == "yaml" {
				err = yaml.Unmarshal(document, &read[i])
			} else {
				err = json.Unmarshal(document, &read[i])
			}
			if err != nil {
				t.Fatalf("%v\n%s", err, document)
			}
		}
		again, err := json.Marshal(read[1])
		if err != nil {
			t.Fatal(err)
		}
		fromYAML, err := json.Marshal(floats(read[0]))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(again), string(fromYAML)); diff != "" {
			t.Fatalf("YAML says otherwise (-JSON +YAML):\n%s", diff)
		}
	})
}

// floats makes the whole numbers of a value floats, as those of JSON are.
func floats(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key := range v {
			v[key] = floats(v[key])
		}
	case []any:
		for i := range v {
			v[i] = floats(v[i])
		}
	case int:
		return float64(v)
	}
	return value
}

// TestYAMLReads holds the layout: fields in their order, what is short in one
// line, quotes where a text needs them.
func TestYAMLReads(t *testing.T) {
	plan := planner.Plan{
		Name: "small", Title: planner.Text{EN: "Small: a hall", KO: "작은 홀"}, PriceBase: 2023 * 12, Horizon: planner.Horizon{Start: 2023 * 12, Months: 24},
		Budget: planner.Budget{TotalKRW: 4600_0000_0000, VAT: planner.VATExcluded, Covers: []string{"structure", "services"}, Source: "true"},
		Demand: planner.Demand{Services: []planner.Service{{
			Name: "chat", Priority: 1, RackType: "server-6kw", Racks: planner.Growth{Table: []planner.GrowthPoint{{Month: 2023 * 12, Racks: 12}}}, Source: strings.Repeat("Long ", 25) + "text",
		}}},
		Leases: []planner.Lease{{Name: "l", ITKW: 0.1, RackPositions: 5, From: 2023 * 12, Until: 2023*12 + 11}},
		Values: []planner.ValueOverride{{Name: "assumptions.discount_rate", Value: 1e21}},
	}
	got, err := planner.EncodePlan(plan, "yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := `name: small
title: {en: "Small: a hall", ko: 작은 홀}
price_base: 2023-01
horizon: {start: 2023-01, months: 24}
budget: {total_krw: 460000000000, vat: excluded, covers: [structure, services], source: "true"}
demand:
  services:
    - name: chat
      priority: 1
      rack_type: server-6kw
      racks:
        table:
          - {month: 2023-01, racks: 12}
      source: ` + strings.Repeat("Long ", 25) + `text
sites: []
leases:
  - {name: l, it_kw: 0.1, rack_positions: 5, from: 2023-01, until: 2023-12}
values:
  - {name: assumptions.discount_rate, value: 1e+21}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("YAML differs (-want +got):\n%s", diff)
	}
}

func TestEncodePlanRefuses(t *testing.T) {
	if _, err := planner.EncodePlan(planner.Plan{}, "toml"); err == nil || !strings.Contains(err.Error(), "json and yaml") {
		t.Errorf("toml: %v", err)
	}
	zero := 0.0
	for _, format := range formats {
		if document, err := planner.EncodePlan(planner.Plan{Leases: []planner.Lease{{ITKW: planner.KW(1 / zero)}}}, format); err == nil {
			t.Errorf("%s of an infinite number: %s", format, document)
		}
	}
}

// racked is an example plan with many racks in a hall, each with feeds of its own
// where so many are asked for.
func racked(tb testing.TB, racks, feeds int) planner.Plan {
	plan := exampletest.Plan(tb, "two-sites-460")
	hall := &plan.Sites[0].Phases[0].Halls[0]
	hall.RackPositions, hall.Racks = racks, make([]planner.Rack, racks)
	for i := range hall.Racks {
		r := planner.Rack{Name: fmt.Sprintf("R-%06d", i), RackType: "server-6kw", Row: fmt.Sprintf("R%04d", i/20), Position: 1 + i%20, From: plan.Horizon.Start + 24}
		for j := range feeds {
			r.Feeds = append(r.Feeds, planner.RackFeed{Side: string(rune('A' + j)), Circuit: planner.Circuit{Volts: 220, Amps: 32, Phases: 1, BreakerShare: 0.8}})
		}
		hall.Racks[i] = r
	}
	return plan
}

// TestManyRacksReadBack holds that the largest plan that is worked with is within
// the limits of a document.
func TestManyRacksReadBack(t *testing.T) {
	plan, ref := racked(t, 100_000, 0), exampletest.Reference(t)
	for _, format := range formats {
		document, err := planner.EncodePlan(plan, format)
		if err != nil {
			t.Fatal(err)
		}
		got, err := planner.DecodePlan(document, ref)
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if got.Hash() != plan.Hash() {
			t.Errorf("%s reads differently", format)
		}
	}
}

// BenchmarkDecodeRacks reads a plan of 100,000 racks, with and without two feeds of
// their own each.
func BenchmarkDecodeRacks(b *testing.B) {
	ref := exampletest.Reference(b)
	for _, feeds := range []int{0, 2} {
		for _, format := range formats {
			b.Run(fmt.Sprintf("%d feeds, %s", feeds, format), func(b *testing.B) {
				document, err := planner.EncodePlan(racked(b, 100_000, feeds), format)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(document)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := planner.DecodePlan(document, ref); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkEncodeRacks writes the same plans.
func BenchmarkEncodeRacks(b *testing.B) {
	for _, format := range formats {
		b.Run(format, func(b *testing.B) {
			plan := racked(b, 100_000, 2)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := planner.EncodePlan(plan, format); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
