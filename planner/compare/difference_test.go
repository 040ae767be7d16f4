package compare_test

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/parts"
	"buildout/planner/power"
	"buildout/planner/reference/exampletest"
)

const all = 1_000_000

// TestDifferences edits an example in every way there is and holds what is told
// of it.
func TestDifferences(t *testing.T) {
	was := exampletest.Plan(t, "two-sites-460")
	was.Values = []planner.ValueOverride{{Name: "assumptions.discount_rate", Value: 0.05, Source: "bank"}}
	was.RedundancyTiers = []planner.RedundancyTier{{Name: "own/1", Arrangements: []planner.TierArrangement{{Kind: power.UPS, Arrangement: power.Arrangement{Systems: 2}}}}}
	was.Actuals = planner.Actuals{Entries: []planner.Actual{{Code: "a", PaidKRW: 1}, {Code: "a", PaidKRW: 2}}}
	is := planner.Clone(was)
	site, phase := &is.Sites[0], &is.Sites[0].Phases[0]
	is.Title.KO = ""
	is.Horizon.Months = 96
	is.ExchangeRates[1].KRW = 1230
	is.ExchangeRates = append([]planner.ExchangeRate{{Currency: "EUR", Month: 2022 * 12, KRW: 1350}}, is.ExchangeRates...)
	is.Budget.Covers = []string{"structure", "fees"}
	is.Budget.CarryOver = false
	is.Budget.Ceilings = is.Budget.Ceilings[1:]
	is.Budget.Ceilings[0].AmountKRW = 1e9
	is.Budget.Funding[0], is.Budget.Funding[2] = is.Budget.Funding[2], is.Budget.Funding[0]
	is.Demand.Services[0].Racks.Compound.Rate = 0.0625
	is.Demand.Services[1].Racks = planner.Growth{Line: &planner.LineGrowth{Racks: 1, ToRacks: 2}}
	site.Tier = "IV"
	site.Plant[2].Modules = 8
	site.Plant = slices.Delete(site.Plant, 3, 4)
	phase.GrossAreaM2 = 22500.5
	phase.Halls[0].Name = "DH-0"
	phase.Halls[1].Train[0].Arrangement = power.Arrangement{Systems: 1, Spare: 1}
	last := phase.Halls[3]
	phase.Halls = []planner.Hall{phase.Halls[0], phase.Halls[2], phase.Halls[1]}
	site.Phases = append(site.Phases, planner.Phase{Name: "later", Halls: []planner.Hall{last, {Name: "new"}}})
	is.Sites[1].Phases[0].Promised = 0
	is.Sites[1].Phases[0].Halls[0].Train[0].Efficiency = 0.95
	is.RedundancyTiers[0].Arrangements = []planner.TierArrangement{{Kind: power.Generator, Arrangement: power.Arrangement{Systems: 1}}}
	is.Values = []planner.ValueOverride{{Name: "lead_times.ups", Value: 9}}
	is.Actuals.Entries[1].PaidKRW = 3

	list, count := compare.Differences(was, is, all)
	var got []string
	for _, d := range list {
		got = append(got, fmt.Sprintf("%s %s: %s -> %s", d.Kind, d.Path, short(d.Was), short(d.Is)))
	}
	want := []string{
		"changed title/ko: 두 개 사이트, 4,600억 원 -> ",
		"changed horizon/months: 120 -> 96",
		"changed exchange_rates/1/krw: 1229.5 -> 1230",
		`added exchange_rates/0:  -> {"currency":"EUR","month":"20…`,
		"changed budget/covers: site_acquisition, off_site_ut… -> structure, fees",
		`removed budget/ceilings/2020: {"year":2020,"amount_krw":500… -> `,
		"changed budget/ceilings/2021/amount_krw: 20000000000 -> 1000000000",
		"changed budget/carry_over: true -> false",
		"moved budget/funding: vendor-financing, cash-start,… -> cash-building, cash-start, ve…",
		"changed demand/services/talk/racks/compound/rate_per_year: 0.05 -> 0.0625",
		`added demand/services/pay/racks/line:  -> {"from":"","racks":1,"to":"",…`,
		`removed demand/services/pay/racks/logistic: {"from":"2020-10","racks":110… -> `,
		"changed sites/ansan/tier: III -> IV",
		"changed sites/ansan/generator/modules: 6 -> 8",
		`removed sites/ansan/chiller: {"kind":"chiller","arrangemen… -> `,
		"changed sites/ansan/phases/building/gross_area_m2: 22400 -> 22500.5",
		`added sites/ansan/phases/later:  -> {"name":"later","start":"","g…`,
		"renamed sites/ansan/halls/DH-1: DH-1 -> DH-0",
		"changed sites/ansan/halls/DH-2/ups/arrangement: 2N -> N+1",
		"moved sites/ansan/halls/DH-4/phase: building -> later",
		"moved sites/ansan/phases/building/halls: DH-2, DH-3 -> DH-3, DH-2",
		"changed sites/siheung/phases/building/promised: 2024-12 -> ",
		"changed sites/siheung/halls/DH-1/ups/efficiency:  -> 0.95",
		"changed redundancy_tiers/own%2F1/ups: 2N -> ",
		"changed redundancy_tiers/own%2F1/generator:  -> N",
		"changed values/assumptions.discount_rate/source: bank -> ",
		"changed values/assumptions.discount_rate: 0.05 -> ",
		"changed values/lead_times.ups:  -> 9",
		"changed actuals/entries/1/paid_krw: 2 -> 3",
	}
	if diff := cmp.Diff(want, got); diff != "" || count != len(want) {
		t.Errorf("%d differences (-want +got):\n%s", count, diff)
	}
	if _, back := compare.Differences(is, was, all); back != count {
		t.Errorf("%d differences one way, %d the other", count, back)
	}
	if some, n := compare.Differences(was, is, 3); n != count || !slices.Equal(some, list[:3]) {
		t.Errorf("of %d differences %v are listed, want the first 3 of %d", n, some, count)
	}
}

func short(text string) string {
	if r := []rune(text); len(r) > 30 {
		return string(r[:29]) + "…"
	}
	return text
}

// TestTwins holds that of names that stand twice, which no valid plan has, the first
// is matched with the first and the second with the second.
func TestTwins(t *testing.T) {
	links := func(names ...string) (plan planner.Plan) {
		for i, name := range names {
			plan.Links = append(plan.Links, planner.Link{Name: name, From: strings.Repeat(name, 1+strings.Count(strings.Join(names[:i], ""), name))})
		}
		return plan
	}
	list, _ := compare.Differences(links("a", "a", "b"), links("b", "a", "a", "a"), all)
	if got := fmt.Sprint(list); got != `[{links/a added  {"name":"a","from":"aaa","to":"","km":0,"built":""}} {links moved a, a, b b, a, a}]` {
		t.Error(got)
	}
}

// TestNoDifferences holds that a plan does not differ from itself, and that as
// much differs either way, whatever the plans.
func TestNoDifferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was := exampletest.Drawn(t)
		if list, count := compare.Differences(was, planner.Clone(was), all); count != 0 {
			t.Fatalf("a plan differs from itself: %v", list)
		}
		is := planner.Clone(was)
		if rapid.Bool().Draw(t, "another") {
			is = exampletest.Drawn(t)
		} else {
			shuffle(t, reflect.ValueOf(&is).Elem())
		}
		list, count := compare.Differences(was, is, all)
		back, alike := compare.Differences(is, was, all)
		if count != alike || len(list) != count || len(back) != count {
			t.Fatalf("%d differ one way: %v\n%d the other: %v", count, list, alike, back)
		}
		if equal := cmp.Equal(was, is, cmpopts.EquateEmpty()); equal != (count == 0) {
			t.Fatalf("equal is %v, with %d differences: %v", equal, count, list)
		}
	})
}

// shuffle takes elements out of the lists of a value and brings others into
// another order.
func shuffle(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				shuffle(t, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			shuffle(t, v.Index(i))
		}
		switch n := v.Len(); rapid.IntRange(0, 5).Draw(t, "way") {
		case 0:
			v.Set(v.Slice(0, n/2))
		case 1:
			v.Set(v.Slice(n/2, n))
		case 2:
			swap := reflect.Swapper(v.Interface())
			for i := range n / 2 {
				swap(i, n-1-i)
			}
		}
	}
}

// TestAppliedDifferences holds that the values in one plan, made to the other as
// changes, give it: of the examples and of what Apply makes of them.
func TestAppliedDifferences(t *testing.T) {
	ref := exampletest.Reference(t)
	plans, changes := map[string]planner.Plan{}, map[string][]planner.Change{}
	names := []string{"two-sites-460", "ansan-460", "as-it-went"}
	for _, name := range names {
		plan, err := planner.Apply(exampletest.Plan(t, name), ref, []planner.Change{
			{Path: "redundancy_tiers/III/ups", Value: "N+1"}, {Path: "redundancy_tiers/x%2Fy/copy", Value: "IV"}, {Path: "values/assumptions.discount_rate", Value: "0.07"},
			{Path: "budget/ceilings/2031/amount_krw", Value: "5억"}, {Path: "cost_book/overrides/services_and_equipment.ups.modules/unit_price", Value: "1000"},
		})
		if err != nil {
			t.Fatal(err)
		}
		plans[name], changes[name] = plan, changesOf(plan)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "plan")
		is, err := planner.Apply(plans[name], ref, rapid.SliceOfN(rapid.SampledFrom(changes[name]), 1, 4).Draw(t, "changes"))
		if err != nil {
			t.SkipNow() // what is no plan
		}
		applied(t, ref, plans[name], is)
		applied(t, ref, is, plans[name])
	})
}

// applied requires that the differences of two plans, applied to the first, give
// the second.
func applied(t *rapid.T, ref planner.Reference, was, is planner.Plan) {
	list, _ := compare.Differences(was, is, all)
	var changes []planner.Change
	for _, d := range list {
		if d.Kind != compare.Changed {
			return
		}
		changes = append(changes, planner.Change{Path: d.Path, Value: d.Is})
	}
	for _, d := range list { // Apply changes modules with an arrangement
		if stage, ok := strings.CutSuffix(d.Path, "/arrangement"); ok {
			changes = append(changes, modulesOf(is, stage)...)
		}
	}
	got, err := planner.Apply(was, ref, changes)
	if err != nil {
		t.Fatalf("%v: %v", changes, err)
	}
	if got.Hash() == is.Hash() {
		return
	}
	if diff := cmp.Diff(is, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%v gives another plan (-is +applied):\n%s", changes, diff)
	}
}

// modulesOf lists the changes that give a stage the modules it has in a plan.
func modulesOf(plan planner.Plan, stage string) (changes []planner.Change) {
	for g := range parts.PowerStages.All(&plan) {
		path := "sites/" + planner.PathName(g.Site) + "/halls/" + planner.PathName(g.Hall) + "/" + string(g.Kind)
		if g.Hall == parts.Plant {
			path = "sites/" + planner.PathName(g.Site) + "/" + string(g.Kind)
		}
		if path != stage {
			continue
		}
		changes = append(changes, planner.Change{Path: path + "/modules", Value: strconv.Itoa(g.Modules)})
		for i, added := range g.Added {
			changes = append(changes, planner.Change{Path: path + "/added/" + strconv.Itoa(i) + "/modules", Value: strconv.Itoa(added.Modules)})
		}
	}
	return changes
}

// changesOf lists a change of every single value of a plan, and more of
// arrangements; not all of them leave it valid.
func changesOf(plan planner.Plan) (changes []planner.Change) {
	other := planner.Clone(plan)
	perturb(reflect.ValueOf(&other).Elem())
	list, _ := compare.Differences(plan, other, all)
	for _, d := range list {
		changes = append(changes, planner.Change{Path: d.Path, Value: d.Is})
		if strings.HasSuffix(d.Path, "/arrangement") {
			changes = append(changes, planner.Change{Path: d.Path, Value: "2N"}, planner.Change{Path: d.Path, Value: "N"}, planner.Change{Path: d.Path})
		}
	}
	return changes
}

// perturb changes every single value but names, which must be those of something,
// and what tells elements apart.
func perturb(v reflect.Value) {
	if v.Type() == reflect.TypeFor[power.Arrangement]() {
		v.Set(reflect.ValueOf(power.Arrangement{Systems: 1, Spare: 2}))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			name, isText := v.Type().Field(i).Name, v.Field(i).Kind() == reflect.String
			if isText && slices.Contains([]string{"Source", "EN", "KO"}, name) || !isText && name != "Year" && name != "Month" {
				perturb(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			perturb(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			perturb(v.Elem())
		}
	case reflect.String:
		v.SetString(v.String() + " 나")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Float64:
		v.SetFloat(v.Float() * 1.0625)
	}
}

// racked is an example with many racks in a hall.
func racked(tb testing.TB, n int) planner.Plan {
	plan := exampletest.Plan(tb, "two-sites-460")
	hall := &plan.Sites[0].Phases[0].Halls[0]
	hall.Racks = make([]planner.Rack, n)
	for i := range hall.Racks {
		hall.Racks[i] = planner.Rack{Name: fmt.Sprintf("R-%06d", i), RackType: "server-6kw", Row: fmt.Sprint("R", i/20), Position: 1 + i%20, From: plan.Horizon.Start}
	}
	return plan
}

// BenchmarkDifferences compares an example with itself edited in three places.
func BenchmarkDifferences(b *testing.B) {
	was := exampletest.Plan(b, "two-sites-460")
	is := planner.Clone(was)
	is.Budget.TotalKRW++
	is.Sites[0].Tier = "IV"
	is.Sites[1].Phases[0].Halls[3].Train[0].Modules++
	b.ReportAllocs()
	for b.Loop() {
		if _, count := compare.Differences(was, is, 100); count != 3 {
			b.Fatal(count)
		}
	}
}

// BenchmarkDifferencesRacks compares 100,000 racks of which the first is gone and
// another stands elsewhere.
func BenchmarkDifferencesRacks(b *testing.B) {
	was := racked(b, 100_000)
	is := planner.Clone(was)
	hall := &is.Sites[0].Phases[0].Halls[0]
	hall.Racks = hall.Racks[1:]
	hall.Racks[70_000].Row = "X"
	b.ReportAllocs()
	for b.Loop() {
		if _, count := compare.Differences(was, is, 100); count != 2 {
			b.Fatal(count)
		}
	}
}

func FuzzDifferences(f *testing.F) {
	for _, seed := range []string{`"links": [{"name": "a", "from": "", "to": "", "km": 1, "built": "2024-01"}, {"name": "a", "from": "b", "to": "", "km": 1, "built": "2024-01"}]`,
		`"values": [{"name": "a/b", "value": 1}, {"name": "", "value": 2}]`, `"exchange_rates": [{"currency": "USD", "month": "2024-01", "krw": 1}]`,
		`"worth": {"annuity": "x"}`,
		`"redundancy_tiers": [{"name": "%", "arrangements": [{"kind": "ups", "arrangement": "2N"}], "source": "", "as_of": ""}]`,
	} {
		f.Add(seed, `"links": [], "calendars": [{"name": "c", "work": [1, 0.5], "source": "", "as_of": ""}]`)
	}
	head := `{"name": "", "price_base": "2024-01", "horizon": {"start": "2024-01", "months": 1}, "budget": {"total_krw": 1, "vat": "", "covers": []}, "demand": {"services": []}, "sites": [], `
	f.Fuzz(func(t *testing.T, a, b string) {
		was, err := planner.Decode[planner.Plan]([]byte(head + a + "}"))
		is, err2 := planner.Decode[planner.Plan]([]byte(head + b + "}"))
		if err != nil || err2 != nil {
			return
		}
		if list, count := compare.Differences(was, was, all); count != 0 {
			t.Fatalf("a plan differs from itself: %v", list)
		}
		list, there := compare.Differences(was, is, all)
		_, back := compare.Differences(is, was, all)
		if there != back || len(list) != there || (there == 0) != cmp.Equal(was, is, cmpopts.EquateEmpty()) {
			t.Fatalf("%d differ one way: %v; %d the other", there, list, back)
		}
	})
}

func ExampleDifferences() {
	was := planner.Plan{Leases: []planner.Lease{{Name: "pangyo", ITKW: 3300}}}
	is := planner.Plan{Leases: []planner.Lease{{Name: "pangyo", ITKW: 4000}}}
	list, count := compare.Differences(was, is, 10)
	fmt.Println(count, list)
	// Output: 1 [{leases/pangyo/it_kw changed 3300 4000}]
}
