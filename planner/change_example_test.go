package planner_test

import (
	"fmt"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/planner/reference"
)

func FuzzApply(f *testing.F) {
	ref := smallReference(f)
	plan := changeable(f, ref)
	hash := plan.Hash()
	for _, c := range changesOf(
		"budget/total_krw=5e11", "budget/covers=structure, fees", "budget/ceilings/1/amount_krw=7", "leases/floor 3%2F4/it_kw=120",
		"sites/alpha/halls/h1/ups/arrangement=4N/3", "sites/alpha/generator/arrangement=block 2+1", "sites/alpha/halls/h1/rack_circuit/amps=63",
		"sites/alpha/halls/h1/ups/battery/rooms=1", "redundancy_tiers/III/ups=2N", "redundancy_tiers/III+/copy=III", "demand/services/chat/racks/logistic/racks=1",
		"sites/alpha/plant=", "title=", "sites/alpha/feeds/main/available=2023-13", "cost_book/overrides/services.ups/unit_price=-1",
		"cost_book/overrides/plant.fuel/unit_price=9", "cost_book/overrides/services.ups=", "values/other_load=0.1", "values/cost_book.vat/source=x",
		"budget/total_krw=4,600억", "budget/ceilings/2030/amount_krw=1조", "budget/construction_interest/rate_per_year=0.1",
	) {
		f.Add(c.Path, c.Value, "sites/alpha/generator/modules", "9223372036854775807")
		f.Add("sites/alpha/generator/modules", "-9223372036854775808", c.Path, c.Value)
	}
	f.Fuzz(func(t *testing.T, path, value, path2, value2 string) {
		changed, err := planner.Apply(plan, ref, []planner.Change{{Path: path, Value: value}, {Path: path2, Value: value2}})
		if plan.Hash() != hash {
			t.Fatal("the plan given was changed")
		}
		if err != nil {
			if len(faultsOf(t, err)) == 0 {
				t.Fatal("refused without a fault")
			}
			return
		}
		if err := planner.Validate(changed, ref); err != nil {
			t.Fatal(err)
		}
	})
}

func ExampleApply() {
	ref, err := reference.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	plans, err := reference.Examples(ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, stage := plans[0], "sites/ansan/generator/"
	changed, err := planner.Apply(plan, ref, []planner.Change{{Path: stage + "arrangement", Value: "2N"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range []planner.Plan{plan, changed} {
		for _, g := range p.Sites[0].Plant {
			if g.Kind == power.Generator {
				fmt.Println(g.Modules, "generators,", g.Arrangement)
			}
		}
	}
	_, err = planner.Apply(plan, ref, []planner.Change{
		{Path: stage + "module", Value: "12"},
		{Path: "budget/total_krw", Value: "about 460"},
	})
	fmt.Println(err)
	// Output:
	// 6 generators, N+1
	// 10 generators, 2N
	// sites/ansan/generator/module: found "module"; no such key here; did you mean modules?
	// budget/total_krw: found about 460; "about 460" is no amount in won; write digits such as 460,000,000,000, or with a unit such as 4,600억 or 460 bn
}

// BenchmarkApply changes one stage of the two-site example, its validation
// included.
func BenchmarkApply(b *testing.B) {
	ref, err := reference.Load()
	if err != nil {
		b.Fatal(err)
	}
	plans, err := reference.Examples(ref)
	if err != nil {
		b.Fatal(err)
	}
	changes := []planner.Change{{Path: "sites/ansan/generator/arrangement", Value: "2N"}}
	for b.Loop() {
		if _, err := planner.Apply(plans[0], ref, changes); err != nil {
			b.Fatal(err)
		}
	}
}
