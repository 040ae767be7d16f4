package planner_test

import (
	"fmt"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference"
)

// TestRead holds what stands at paths of shared-plant-in-phases: as the plan has
// it, or as it is shipped where only that is there to change.
func TestRead(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	plan.Values = []planner.ValueOverride{{Name: "other_load", Value: 0.03, Source: "case"}}
	hash := plan.Hash()
	for _, c := range []struct {
		path, text string
		kind       planner.ReadingKind
	}{
		{"name", "shared-plant-in-phases", planner.TextReading},
		{"budget/total_krw", "2000000000", planner.WonReading},
		{"budget/covers", "structure, services, fees", planner.TextReading},
		{"budget/covers/1", "services", planner.TextReading},
		{"budget/sites", "", planner.TextReading},
		{"budget/carry_over", "false", planner.TextReading},
		{"budget/ceilings/2024/amount_krw", "2", planner.WonReading},
		{"budget/ceilings/1/amount_krw", "2", planner.WonReading},
		{"budget/ceilings/2031/amount_krw", "", planner.WonReading},
		{"budget/construction_interest/rate_per_year", "", planner.NumberReading},
		{"exchange_rates/0/krw", "1000", planner.NumberReading},
		{"horizon/start", "2023-01", planner.MonthReading},
		{"horizon/months", "12", planner.WholeReading},
		{"demand/services/chat/racks/line/to_racks", "300", planner.WholeReading},
		{"demand/services/chat/racks/compound/rate_per_year", "", planner.NumberReading},
		{"leases/floor 3%2F4/it_kw", "100", planner.NumberReading},
		{"sites/alpha/phases/p2/start", "2023-03", planner.MonthReading},
		{"sites/alpha/phases/p2/promised", "", planner.MonthReading},
		{"sites/alpha/halls/h2/ups/modules", "4", planner.WholeReading},
		{"sites/alpha/halls/h2/ups/arrangement", "2N", planner.TextReading},
		{"sites/alpha/generator/arrangement", "", planner.TextReading}, // the tier's
		{"sites/alpha/generator/added/0/modules", "1", planner.WholeReading},
		{"sites/alpha/transformer/power_factor", "0.95", planner.NumberReading},
		{"sites/alpha/halls/h1/rack_circuit/breaker_share", fmt.Sprint(ref.Circuit.BreakerShare), planner.NumberReading}, // shipped
		{"sites/alpha/halls/h1/racks/R1/position", "1", planner.WholeReading},
		{"cost_book/overrides/services.ups/unit_price", "9", planner.NumberReading},
		{"cost_book/overrides/services.ups/class", "", planner.TextReading},
		{"cost_book/overrides/structure.frame/unit_price", "1000000", planner.NumberReading}, // shipped
		{"cost_book/overrides/structure.frame/price_month", "2023-01", planner.MonthReading},
		{"values/other_load", "0.03", planner.NumberReading},
		{"values/other_load/source", "case", planner.TextReading},
		{"values/cost_book.vat", "0.1", planner.NumberReading}, // shipped
		{"values/cost_book.profiles.works.retention_months", "6", planner.WholeReading},
		{"redundancy_tiers/III/ups", "N+1", planner.TextReading},
		{"redundancy_tiers/III/pdu", "", planner.TextReading},
		{"redundancy_tiers/III/continuous_cooling", "false", planner.TextReading},
	} {
		got, err := planner.Read(plan, ref, c.path)
		if want := (planner.Reading{Text: c.text, Kind: c.kind}); err != nil || got != want {
			t.Errorf("%s reads %+v, %v; want %+v", c.path, got, err, want)
		}
		if plan.Hash() != hash {
			t.Fatalf("reading %s changed the plan", c.path)
		}
	}
}

// TestReadRefuses holds that a path that leads to no value says what would do.
func TestReadRefuses(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	for _, c := range []struct{ path, found, message string }{
		{"", `""`, "a path is names joined by /"},
		{"sites/alfa/tier", `"alfa"`, "there are alpha"},
		{"sites/alpha", `"alpha"`, "let the path go on with one of name"},
		{"sites", `"sites"`, "let the path go on with the name of one"},
		{"sites/alpha/tier/x", `"x"`, "the path goes too far"},
		{"exchange_rates/1/krw", `"1"`, "an index from 0"},
		{"cost_book/overrides/services.usp/unit_price", `"services.usp"`, "there are structure.frame, services.ups"},
		{"cost_book/overrides/services.ups", `"services.ups"`, "one of code, unit_price"},
		{"cost_book/overrides/structure.frame", `"structure.frame"`, "one of code, unit_price"},
		{"budget/ceilings/2024", `"2024"`, "one of year, amount_krw"},
		{"budget/ceilings/2031", `"2031"`, "one of year, amount_krw"},
		{"values/other_laod", `"other_laod"`, "did you mean other_load?"},
		{"values/cost_book.vat/source", `"cost_book.vat"`, "set values/cost_book.vat first"},
		{"redundancy_tiers/V/ups", `"V"`, "there are I, III"},
		{"redundancy_tiers/X/copy", `"copy"`, "no value to read"},
		{"redundancy_tiers/III", `"III"`, "one of name"},
	} {
		_, err := planner.Read(plan, ref, c.path)
		if err == nil {
			t.Errorf("%q is read", c.path)
			continue
		}
		if f := faultsOf(t, err)[0]; f.Path != c.path || f.Found != c.found || !strings.Contains(f.Message, c.message) {
			t.Errorf("%q: at %q found %s, %q; want found %s, %q", c.path, f.Path, f.Found, f.Message, c.found, c.message)
		}
	}
}

// TestChanged holds that changes that can be made are, to a plan that may then
// have faults, and that every other is told.
func TestChanged(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	changes := changesOf("sites/alpha/halls/h1/ups/modules=3")
	changed, err := planner.Changed(plan, ref, changes)
	if err != nil || changed.Sites[0].Phases[0].Halls[0].Train[0].Modules != 3 {
		t.Errorf("3 modules of 2N: %v", err)
	}
	if _, err := planner.Apply(plan, ref, changes); err == nil {
		t.Error("the test wants a plan with faults")
	}
	_, err = planner.Changed(plan, ref, append(changes, changesOf("a=1", "horizon/months=x")...))
	if faults := faultsOf(t, err); len(faults) != 2 || faults[0].Path != "a" || faults[1].Path != "horizon/months" {
		t.Errorf("faults %v, want those of the two changes", faults)
	}
}

// FuzzRead holds that what is read at a path may be given to it.
func FuzzRead(f *testing.F) {
	ref := smallReference(f)
	plan := changeable(f, ref)
	hash := plan.Hash()
	for _, path := range []string{
		"budget/total_krw", "budget/covers", "budget/ceilings/2031/amount_krw", "budget/construction_interest", "leases/floor 3%2F4/it_kw",
		"sites/alpha/halls/h1/rack_circuit/amps", "sites/alpha/generator", "redundancy_tiers/III/ups", "redundancy_tiers/III+/copy",
		"cost_book/overrides/plant.fuel/unit_price", "cost_book/overrides/services.ups", "values/other_load", "values/cost_book.vat/source", "%",
	} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		r, err := planner.Read(plan, ref, path)
		if plan.Hash() != hash {
			t.Fatal("the plan was changed")
		}
		if err != nil {
			if len(faultsOf(t, err)) == 0 {
				t.Fatal("refused without a fault")
			}
			return
		}
		if r.Text == "" {
			return
		}
		if _, err := planner.Changed(plan, ref, []planner.Change{{Path: path, Value: r.Text}}); err != nil {
			t.Fatalf("%q reads %q: %v", path, r.Text, err)
		}
	})
}

func ExampleRead() {
	ref, plans, err := reference.Shipped()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, path := range []string{
		"sites/ansan/halls/DH-1/ups/arrangement", "cost_book/overrides/services_and_equipment.ups.modules/unit_price", "values/assumptions.discount_rate",
	} {
		r, err := planner.Read(plans[0], ref, path)
		fmt.Println(r.Text, err)
	}
	// Output:
	// 2N <nil>
	// 260000 <nil>
	// 0.08 <nil>
}
