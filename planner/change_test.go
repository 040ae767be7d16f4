package planner_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
)

// valueAt returns what stands in a plan's JSON at keys and indexes with dots
// between, as JSON; nothing where nothing does.
func valueAt(t *testing.T, p planner.Plan, path string) string {
	t.Helper()
	document, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var at any
	if err := json.Unmarshal(document, &at); err != nil {
		t.Fatal(err)
	}
	for key := range strings.SplitSeq(path, ".") {
		switch v := at.(type) {
		case map[string]any:
			at = v[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(v) {
				return ""
			}
			at = v[i]
		}
	}
	if at == nil {
		return ""
	}
	text, err := json.Marshal(at)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// changesOf reads changes written as path=value.
func changesOf(lines ...string) (list []planner.Change) {
	for _, line := range lines {
		path, value, _ := strings.Cut(line, "=")
		list = append(list, planner.Change{Path: path, Value: value})
	}
	return list
}

// changeable is shared-plant-in-phases with an element in every kind of list
// that paths go through.
func changeable(tb testing.TB, ref planner.Reference) planner.Plan {
	tb.Helper()
	plan := casePlan(tb, "shared-plant-in-phases", ref)
	plan.CostBook.Overrides = []planner.CostOverride{{
		Code: "services.ups", UnitPrice: 9, Currency: "KRW", Unit: "each", PriceMonth: plan.PriceBase, Source: "case",
	}}
	plan.Budget.Ceilings = []planner.YearCeiling{{Year: 2023, AmountKRW: 1}, {Year: 2024, AmountKRW: 2}}
	plan.Leases = []planner.Lease{{Name: "floor 3/4", ITKW: 100, RackPositions: 20, From: plan.PriceBase, Until: plan.PriceBase + 5}}
	hall := &plan.Sites[0].Phases[0].Halls[0]
	hall.Racks = []planner.Rack{{Name: "R1", RackType: "r5", Row: "A", Position: 1, From: plan.PriceBase}}
	hall.Panels = []planner.Panel{{Name: "PA", Side: "A", Circuit: planner.Circuit{Volts: 380, Amps: 400, Phases: 3, BreakerShare: 0.8}}}
	if err := planner.Validate(plan, ref); err != nil {
		tb.Fatal(err)
	}
	return plan
}

// TestApplySets holds that a change sets the value that its path names, and
// that value alone.
func TestApplySets(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	const h1, h2, plant = "sites.0.phases.0.halls.0.", "sites.0.phases.1.halls.0.", "sites.0.plant."
	for _, c := range []struct{ change, at, want string }{
		{"budget/total_krw=5e11", "budget.total_krw", "500000000000"},
		{"budget/carry_over=true", "budget.carry_over", "true"},
		{"budget/covers=structure, fees", "budget.covers", `["structure","fees"]`},
		{"budget/covers/0=services", "budget.covers.0", `"services"`},
		{"budget/sites=alpha", "budget.sites", `["alpha"]`},
		{"budget/ceilings/1/amount_krw=7", "budget.ceilings.1.amount_krw", "7"},
		{"budget/ceilings=", "budget.ceilings", ""},
		{"title/ko=두 홀", "title", `{"ko":"두 홀"}`},
		{"horizon/months=24", "horizon.months", "24"},
		{"exchange_rates/0/krw=1350.5", "exchange_rates.0.krw", "1350.5"},
		{"demand/services/chat/priority=2", "demand.services.0.priority", "2"},
		{"demand/services/chat/racks/line/to_racks=200", "demand.services.0.racks.line.to_racks", "200"},
		{"leases/floor 3%2F4/it_kw=120", "leases.0.it_kw", "120"},
		{"cost_book/overrides/services.ups/unit_price=8", "cost_book.overrides.0.unit_price", "8"},
		{"sites/alpha/tier=I", "sites.0.tier", `"I"`},
		{"sites/alpha/feeds/main/available=2023-09", "sites.0.feeds.0.available", `"2023-09"`},
		{"sites/alpha/feeds/reserve/rating_kw=5000", "sites.0.feeds.1.rating_kw", "5000"},
		{"sites/alpha/phases/p2/start=2023-05", "sites.0.phases.1.start", `"2023-05"`},
		{"sites/alpha/phases/p2/promised=2023-12", "sites.0.phases.1.promised", `"2023-12"`},
		{"sites/alpha/phases/p2/halls/h2/area_m2=280", h2 + "area_m2", "280"},
		{"sites/alpha/halls/h2/area_m2=280", h2 + "area_m2", "280"},
		{"sites/alpha/halls/h1/ups/modules=6", h1 + "train.0.modules", "6"},
		{"sites/alpha/halls/h1/train/ups/modules=6", h1 + "train.0.modules", "6"},
		{"sites/alpha/halls/h1/ups/compartments=room 1, room 2", h1 + "train.0.compartments", `["room 1","room 2"]`},
		{"sites/alpha/halls/h1/air_handler/continuous=true", h1 + "train.1.continuous", "true"},
		{"sites/alpha/halls/h1/rack_circuit/amps=63", h1 + "rack_circuit.amps", "63"},
		{"sites/alpha/halls/h1/racks/R1/position=9", h1 + "racks.0.position", "9"},
		{"sites/alpha/halls/h1/panels/PA/amps=250", h1 + "panels.0.amps", "250"},
		{"sites/alpha/halls/h1/racks=", h1 + "racks", ""},
		{"sites/alpha/generator/fuel_tanks=2", plant + "1.fuel_tanks", "2"},
		{"sites/alpha/generator/added/0/modules=2", plant + "1.added.0.modules", "2"},
		{"sites/alpha/plant/generator/modules=4", plant + "1.modules", "4"},
		{"sites/alpha/transformer/modules=5", plant + "0.modules", "5"},
	} {
		hash := plan.Hash()
		if valueAt(t, plan, c.at) == c.want {
			t.Fatalf("%s: %s is %s before", c.change, c.at, c.want)
		}
		changed, err := planner.Apply(plan, ref, changesOf(c.change))
		if err != nil {
			t.Errorf("%s: %v", c.change, err)
			continue
		}
		if got := valueAt(t, changed, c.at); got != c.want {
			t.Errorf("%s leaves %s at %s, want %s", c.change, c.at, got, c.want)
		}
		if plan.Hash() != hash {
			t.Fatalf("%s changed the plan it was given", c.change)
		}
	}
}

// TestApplyArranges holds what becomes of the modules of a stage that is
// arranged anew. In the plan UPS are 2N of 4 and generators, by Tier III, N+1 of
// 3 and one more from p2 on.
func TestApplyArranges(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	const ups, generator = "sites/alpha/halls/h1/ups/", "sites/alpha/generator/"
	for _, c := range []struct {
		changes                    []string
		upsModules, gensets, added string
	}{
		{[]string{ups + "arrangement=N+1"}, "3", "3", "1"},
		{[]string{ups + "arrangement=N"}, "2", "3", "1"},
		{[]string{ups + "arrangement=2(N+1)"}, "6", "3", "1"},
		{[]string{ups + "arrangement="}, "3", "3", "1"}, // Tier III asks N+1
		{[]string{ups + "arrangement=N+1", ups + "modules=5"}, "5", "3", "1"},
		{[]string{ups + "modules=6", ups + "arrangement=N"}, "3", "3", "1"},
		{[]string{ups + "arrangement=N", ups + "arrangement=2N"}, "4", "3", "1"},
		{[]string{generator + "arrangement=2N"}, "4", "4", "2"},
		{[]string{generator + "arrangement=N+2"}, "4", "4", "1"},
		{[]string{generator + "arrangement=N"}, "4", "2", "1"},
	} {
		changed, err := planner.Apply(plan, ref, changesOf(c.changes...))
		if err != nil {
			t.Errorf("%v: %v", c.changes, err)
			continue
		}
		for at, want := range map[string]string{
			"sites.0.phases.0.halls.0.train.0.modules": c.upsModules,
			"sites.0.phases.1.halls.0.train.0.modules": "4",
			"sites.0.plant.1.modules":                  c.gensets,
			"sites.0.plant.1.added.0.modules":          c.added,
		} {
			if got := valueAt(t, changed, at); got != want {
				t.Errorf("%v: %s is %s, want %s", c.changes, at, got, want)
			}
		}
	}
}

// TestApplyDropsPairsOfSystems: how load is corded to three systems says
// nothing of two.
func TestApplyDropsPairsOfSystems(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	ups := &plan.Sites[0].Phases[0].Halls[0].Train[0]
	if err := ups.Arrangement.UnmarshalText([]byte("3N/2")); err != nil {
		t.Fatal(err)
	}
	ups.Modules, ups.Pairs = 3, []planner.LoadPair{{First: 1, Second: 2, Share: 0.5}, {First: 2, Second: 3, Share: 0.5}}
	if err := planner.Validate(plan, ref); err != nil {
		t.Fatal(err)
	}
	changed, err := planner.Apply(plan, ref, changesOf("sites/alpha/halls/h1/ups/arrangement=2N"))
	if err != nil {
		t.Fatal(err)
	}
	after := changed.Sites[0].Phases[0].Halls[0].Train[0]
	if after.Modules != 4 || after.Pairs != nil || len(ups.Pairs) != 2 {
		t.Errorf("2N has %d modules and pairs %v; the plan given has %v", after.Modules, after.Pairs, ups.Pairs)
	}
}

// TestApplyTiers holds that tiers of the plan's own come of shipped ones, which
// stay as they are.
func TestApplyTiers(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	shipped, _ := json.Marshal(ref.Tiers)
	for _, c := range []struct {
		changes []string
		want    map[string]string
	}{
		{
			[]string{"redundancy_tiers/III/ups=N+2"},
			map[string]string{
				"redundancy_tiers.0.name":         `"III"`,
				"redundancy_tiers.0.source":       `"case"`,
				"redundancy_tiers.0.arrangements": `[{"arrangement":"N+2","kind":"ups"},{"arrangement":"N+1","kind":"generator"}]`,
				"redundancy_tiers.1":              "",
			},
		},
		{
			[]string{"redundancy_tiers/III/pdu=2N", "redundancy_tiers/III/ups="},
			map[string]string{"redundancy_tiers.0.arrangements": `[{"arrangement":"N+1","kind":"generator"},{"arrangement":"2N","kind":"pdu"}]`},
		},
		{
			[]string{"redundancy_tiers/I/ups="},
			map[string]string{"redundancy_tiers.0.name": `"I"`, "redundancy_tiers.0.arrangements": "[]"},
		},
		{
			[]string{"redundancy_tiers/III+/copy=III", "redundancy_tiers/III+/title/en=More", "redundancy_tiers/III+/continuous_cooling=true",
				"redundancy_tiers/III+/survives=capacity_component, planned", "sites/alpha/tier=III+"},
			map[string]string{
				"redundancy_tiers.0.name":               `"III+"`,
				"redundancy_tiers.0.title":              `{"en":"More"}`,
				"redundancy_tiers.0.survives":           `["capacity_component","planned"]`,
				"redundancy_tiers.0.continuous_cooling": "true",
				"redundancy_tiers.0.arrangements":       `[{"arrangement":"N+1","kind":"ups"},{"arrangement":"N+1","kind":"generator"}]`,
				"sites.0.tier":                          `"III+"`,
			},
		},
		{
			[]string{"redundancy_tiers/A/copy=III", "redundancy_tiers/B/copy=A", "redundancy_tiers/B/ups=2N", "redundancy_tiers/B/arrangements/generator/arrangement=2N"},
			map[string]string{
				"redundancy_tiers.0.arrangements": `[{"arrangement":"N+1","kind":"ups"},{"arrangement":"N+1","kind":"generator"}]`,
				"redundancy_tiers.1.arrangements": `[{"arrangement":"2N","kind":"ups"},{"arrangement":"2N","kind":"generator"}]`,
			},
		},
	} {
		changed, err := planner.Apply(plan, ref, changesOf(c.changes...))
		if err != nil {
			t.Errorf("%v: %v", c.changes, err)
			continue
		}
		for at, want := range c.want {
			if got := valueAt(t, changed, at); got != want {
				t.Errorf("%v: %s is %s, want %s", c.changes, at, got, want)
			}
		}
	}
	if after, _ := json.Marshal(ref.Tiers); string(after) != string(shipped) {
		t.Error("the shipped tiers were changed")
	}
}

// TestApplyRefuses holds that a change that does not fit is a fault at its path
// that says what would do.
func TestApplyRefuses(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	for _, c := range []struct{ change, found, message string }{
		{"=1", `""`, "names joined by /"},
		{"budget//vat=included", `""`, "names joined by /"},
		{"sites/alpha/%zz=1", `"%zz"`, "%2F"},
		{"sites/\xff/tier=I", `"\xff"`, "names joined by /"},
		{"budgt/vat=included", `"budgt"`, "did you mean budget?"},
		{"budget/total=1", `"total"`, "known are total_krw"},
		{"sites/beta/tier=I", `"beta"`, "there are alpha"},
		{"sites/0/tier=I", `"0"`, "there are alpha"},
		{"sites/alpha/tier/x=I", `"x"`, "tier is a single value"},
		{"sites/alpha/halls/h3/area_m2=1", `"h3"`, "there are h1, h2"},
		{"sites/alpha/phases/p1/halls/h2/area_m2=1", `"h2"`, "there are h1"},
		{"sites/alpha/halls/h1/pdu/modules=2", `"pdu"`, "there are ups, air_handler"},
		{"sites/alpha/halls/h1/upss/modules=2", `"upss"`, "did you mean ups?"},
		{"sites/alpha/genrator/modules=2", `"genrator"`, "did you mean generator?"},
		{"sites/alpha/ups/modules=2", `"ups"`, "there are transformer, generator"},
		{"leases/floor 3/it_kw=2", `"floor 3"`, "there are floor 3/4"},
		{"links/x/km=2", `"x"`, "there are none"},
		{"budget/ceilings/2/amount_krw=1", `"2"`, "a list of 2"},
		{"budget/ceilings/+1/amount_krw=1", `"+1"`, "an index from 0"},
		{"budget/ceilings/-1/amount_krw=1", `"-1"`, "an index from 0"},
		{"sites/alpha/halls/h1/ups/modules=six", "six", "a number without unit"},
		{"sites/alpha/halls/h1/ups/modules=5.5", "5.5", "a whole number"},
		{"sites/alpha/halls/h1/ups/rating_kw=NaN", "NaN", "in kW"},
		{"sites/alpha/halls/h1/ups/rating_kw=1e999", "1e999", "in kW"},
		{"sites/alpha/halls/h1/ups/rating_kw=500 kW", "500 kW", "in kW"},
		{"sites/alpha/halls/h1/ups/arrangement=3N", "3N", "no redundancy arrangement"},
		{"sites/alpha/halls/h1/ups/modules=", "", "a value is wanted"},
		{"sites/alpha/halls/h1/rack_positions=", "", "a value is wanted"},
		{"sites/alpha/halls/h1/design_it_kw=", "", "in kW"},
		{"sites/alpha/feeds/main/available=2023-13", "2023-13", "YYYY-MM"},
		{"budget/carry_over=yes", "yes", "true or false"},
		{"budget/vat=\xff", `"\xff"`, "UTF-8"},
		{"budget=1", `"1"`, "one of total_krw"},
		{"sites/alpha/halls/h1/rack_circuit=1", `"1"`, "one of volts"},
		{"sites/alpha/halls=1", `"1"`, "the name of one"},
		{"sites/alpha/halls=", "", "a value is wanted"},
		{"budget/ceilings=1", `"1"`, "the index of one"},
		{"budget/covers/3=fees", `"3"`, "a list of 3"},
		{"redundancy_tiers/V/ups=2N", `"V"`, "there are I, III"},
		{"redundancy_tiers/III/ups=5N", "5N", "no redundancy arrangement"},
		{"redundancy_tiers/III/upss=2N", `"upss"`, "did you mean ups?"},
		{"redundancy_tiers/III/copy=I", `"III"`, "give the copy another"},
		{"redundancy_tiers/X/copy=V", `"V"`, "there are I, III"},
		{"redundancy_tiers/X/copy=", `""`, "there are I, III"},
		{"redundancy_tiers/III=x", `"x"`, "one of name"},
		{"redundancy_tiers/V=x", `"V"`, "there are I, III"},
	} {
		_, err := planner.Apply(plan, ref, changesOf(c.change))
		if err == nil {
			t.Errorf("%q is taken", c.change)
			continue
		}
		path, _, _ := strings.Cut(c.change, "=")
		f := faultsOf(t, err)[0]
		if f.Path != path || f.Found != c.found || !strings.Contains(f.Message, c.message) {
			t.Errorf("%q: at %q found %s, %q; want found %s, %q", c.change, f.Path, f.Found, f.Message, c.found, c.message)
		}
	}
}

// TestApplyTellsAll holds that every change that does not fit is told, in their
// order, and then every fault of the plan that the others leave.
func TestApplyTellsAll(t *testing.T) {
	ref := smallReference(t)
	_, err := planner.Apply(changeable(t, ref), ref, changesOf("a=1", "sites/alpha/halls/h1/ups/modules=3", "b=2"))
	var paths []string
	for _, f := range faultsOf(t, err) {
		paths = append(paths, f.Path)
	}
	if want := "a b sites[0].phases[0].halls[0].train[0].modules"; strings.Join(paths, " ") != want {
		t.Errorf("faults at %v, want %s", paths, want)
	}
}

// TestApplyListsFewNames holds that a long list is not told name by name.
func TestApplyListsFewNames(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	hall := &plan.Sites[0].Phases[0].Halls[0]
	for i := range 100 {
		hall.Racks = append(hall.Racks, planner.Rack{Name: fmt.Sprintf("rack-%03d", i), RackType: "r5", Row: "B", Position: 1 + i, From: plan.PriceBase})
	}
	for name, want := range map[string]string{"rack-77": "did you mean rack-077?", "north": "and 81 more"} {
		_, err := planner.Apply(plan, ref, changesOf("sites/alpha/halls/h1/racks/"+name+"/row=C"))
		if f := faultsOf(t, err)[0]; !strings.Contains(f.Message, want) {
			t.Errorf("%s: %q, want %q", name, f.Message, want)
		}
	}
}

// TestApplyNothing holds that no changes give the plan as it was, sharing
// nothing with it.
func TestApplyNothing(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	same, err := planner.Apply(plan, ref, nil)
	if err != nil || same.Hash() != plan.Hash() {
		t.Fatalf("no changes give another plan: %v", err)
	}
	same.Sites[0].Plant[1].Added[0].Modules = 9
	same.Demand.Services[0].Racks.Line.Racks = 9
	if plan.Sites[0].Plant[1].Added[0].Modules != 1 || plan.Demand.Services[0].Racks.Line.Racks != 100 {
		t.Error("the plan shares what it holds")
	}
}
