package compare_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// TestSweepRefuses holds that what is wrong with a sweep whatever the variant is
// told at its path, all at once, before anything else is told.
func TestSweepRefuses(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 2)
	ok := axis(usd, "1300", "1400")
	many := func(n int) compare.Axis {
		return compare.Axis{Name: fmt.Sprint(n), Paths: []string{fmt.Sprintf("sites/ansan/halls/DH-%d/area_m2", n)}, From: "1000", To: "2000", Count: 40}
	}
	for name, c := range map[string]struct {
		sweep  compare.Sweep
		faults []string // path, what was found and the beginning of what would do
	}{
		"nothing varied": {compare.Sweep{}, []string{"vary: found an empty list; nothing is varied"}},
		"no method":      {compare.Sweep{Vary: []compare.Axis{ok}, Method: "gird"}, []string{`method: found "gird"; no such method; there are grid`}},
		"no samples":     {compare.Sweep{Vary: []compare.Axis{ok}, Method: compare.LatinHypercube}, []string{"samples: found 0; say how many variants"}},
		"too many samples": {
			compare.Sweep{Vary: []compare.Axis{ok}, Method: compare.LatinHypercube, Samples: 10_001}, []string{"samples: found 10001; say how many variants latin_hypercube is to draw, from 1 to 10000"},
		},
		"samples of a grid": {compare.Sweep{Vary: []compare.Axis{ok}, Samples: 5}, []string{"samples: found 5; samples are drawn by latin_hypercube"}},
		"too large a grid":  {compare.Sweep{Vary: []compare.Axis{ok, many(1), many(2), many(3)}}, []string{"vary: found 2 x 40 x 40 x 40 = 128000 variants; a grid has at most 10000 variants"}},
		"a huge grid": {
			compare.Sweep{Vary: []compare.Axis{{Paths: []string{"budget/total_krw"}, From: "0", To: "1e15", Step: 1}, {Paths: []string{usd}, From: "0", To: "1", Step: 1e-12}}},
			[]string{"vary: found 1000000000000001 x 1000000000001 = more than 9223372036854775807 variants"},
		},
		"too many by one": {compare.Sweep{Vary: []compare.Axis{{Paths: []string{usd}, From: "1", To: "10001", Step: 1}}}, []string{"vary: found 10001 variants; a grid"}},
		"too many values": {
			compare.Sweep{Method: compare.OneAtATime, Vary: []compare.Axis{{Paths: []string{usd}, From: "1", To: "10000", Step: 1}, many(1)}},
			[]string{"vary: found 1 + 10000 + 40 = 10041 variants; at most 10000 values are tried"},
		},
		"unknown paths": {
			compare.Sweep{Vary: []compare.Axis{{Paths: []string{usd, "exchange_rates/9/krw"}, Values: []string{"1", "2"}}, axis("sites/anzan/tier", "I"), {Paths: []string{"sites/ansan/tire"}, Scale: []float64{1}}}},
			[]string{`vary[0].paths[1]: found "9"; exchange_rates is a list of 2`, `vary[1].paths[0]: found "anzan"; no such name here; there are ansan, siheung`, `vary[2].paths[0]: found "tire"; no such key here; known are name`},
		},
		"each of a list": {
			compare.Sweep{Vary: []compare.Axis{{Paths: []string{"links/*/kmm", "exchange_rates/*/krw"}, Values: []string{"1", "x"}}, {Name: "b", Paths: []string{"horizon/months", usd}, Values: []string{"1"}}, axis("site/*/tier", "I")}},
			[]string{
				`vary[0].paths[0]: found "kmm"; no such key here; did you mean km?`, `vary[0].values[1]: found x; exchange_rates/0/krw: a number`, `vary[0].values[1]: found x; exchange_rates/1/krw: a number`,
				`vary[1].paths[1]: found "exchange_rates/0/krw"; vary[0] varies it already`, `vary[2].paths[0]: found "site"; no such key here; did you mean sites?`,
			},
		},
		"values that cannot be read": {
			compare.Sweep{Vary: []compare.Axis{axis(usd, "1300", "much", "1e", "1400"), axis(ups, "2N", "3N"), axis(start, "2023-13")}},
			[]string{"vary[0].values[1]: found much; exchange_rates/0/krw: a number without unit", "vary[0].values[2]: found 1e; ", `vary[1].values[1]: found 3N; ` + ups + `: "3N" is no redundancy arrangement`, "vary[2].values[0]: found 2023-13; "},
		},
		"names": {
			compare.Sweep{Vary: []compare.Axis{{Name: "x", Paths: ok.Paths, Values: ok.Values}, {Name: "x", Paths: []string{"horizon/months", usd}, Values: []string{"1"}}}},
			[]string{`vary[1].name: found "x"; there is an axis of that name`, `vary[1].paths[1]: found "exchange_rates/0/krw"; vary[0] varies it already`},
		},
		"ways": {
			compare.Sweep{Vary: []compare.Axis{
				{Paths: []string{usd}}, {Paths: []string{start}, Values: []string{"2023-01"}, Shift: []float64{1}}, {Values: []string{"1"}},
				{Paths: []string{"horizon/months"}, Values: []string{"1"}, Step: 2}, {Paths: []string{"name"}, Patches: []compare.SweepPatch{{Name: "p"}}},
			}},
			[]string{
				"vary[0]: an axis is set by one of values, from and to", "vary[1]: found values and shift; an axis is set by one of", "vary[2].paths: found an empty list; give the path",
				"vary[3]: step and count are of a range", "vary[4].paths: found a list of 1; patches name the paths",
			},
		},
		"ranges": {
			compare.Sweep{Vary: []compare.Axis{
				{Paths: []string{usd}, From: "1"}, {Paths: []string{start}, From: "2023", To: "2024-01", Step: 1}, {Paths: []string{"budget/total_krw"}, From: "4,60억", To: "0.5", Step: 1},
				{Paths: []string{"exchange_rates/1/krw"}, From: "1", To: "1,000", Step: 1}, {Paths: []string{ups}, From: "1", To: "2", Step: 1},
				{Paths: []string{"horizon/months", "horizon/start"}, From: "1", To: "2", Step: 1},
				{Paths: []string{"sites/ansan/plot/area_m2"}, From: "0", To: "1e16", Count: 2},
			}},
			[]string{
				`vary[0].to: a range has both`, `vary[1].from: found "2023"; a month stands at`, `vary[2].from: found "4,60억"; "4,60억" is no amount in won`, `vary[2].to: found "0.5"; a whole number`,
				`vary[3].to: found "1,000"; a number without unit`, `vary[4].paths[0]: found "2N"; a range runs over numbers`, `vary[5].paths[1]: found "horizon/start"; months and numbers`,
				`vary[6].to: found "1e16"; a range ends within 9e+15 either way`,
			},
		},
		"steps": {
			compare.Sweep{Vary: []compare.Axis{
				{Paths: []string{usd}, From: "1", To: "2"}, {Paths: []string{start}, From: "2023-01", To: "2023-05", Step: 0.5}, {Paths: []string{"horizon/months"}, From: "1", To: "5", Count: 6},
				{Paths: []string{"exchange_rates/1/krw"}, From: "1", To: "2", Step: -1}, {Paths: []string{"budget/total_krw"}, From: "1", To: "2", Step: 1, Count: 2},
				{Paths: []string{"sites/ansan/plot/area_m2"}, From: "7", To: "7", Step: 1}, {Paths: []string{"sites/siheung/plot/area_m2"}, From: "1", To: "7", Count: 1},
				{Paths: []string{"leases/pangyo/it_kw", "leases/pangyo/rack_positions"}, From: "1", To: "7", Step: 0.5},
			}},
			[]string{
				"vary[0]: give the step", "vary[1].step: found 0.5; whole numbers stand at", "vary[2].count: found 6; from 1 to 5 there are 5 at most", "vary[3].step: found -1; a step is above 0",
				"vary[4].count: found 2; a range has a step or a count", `vary[5].to: found "7"; the range ends where it begins`, "vary[6].count: found 1; a range has from 2",
				"vary[7].step: found 0.5; whole numbers stand at leases/pangyo/rack_positions",
			},
		},
		"moves": {
			compare.Sweep{Vary: []compare.Axis{
				{Paths: []string{start}, Scale: []float64{2}}, {Paths: []string{"sites/ansan/phases/building/start"}, Shift: []float64{1, 0.5}}, {Paths: []string{ups}, Scale: []float64{2}},
				{Paths: []string{"budget/ceilings/2031/amount_krw"}, Scale: []float64{2}}, {Paths: []string{"budget/total_krw"}, Scale: []float64{1e9}},
			}},
			[]string{
				`vary[0].paths[0]: found "2022-11"; the plan has no number here to scale; a month is shifted`, "vary[1].shift[1]: found 0.5; a month is shifted by whole", `vary[2].paths[0]: found "2N"; the plan has no number`,
				`vary[3].paths[0]: found "budget/ceilings/2031/amount_krw"; the plan has no number`, "vary[4].scale[0]: found 460000000000000000000; budget/total_krw: ",
			},
		},
		"patches": {
			compare.Sweep{Vary: []compare.Axis{{Patches: []compare.SweepPatch{
				{Name: "a", Changes: []planner.Change{{Path: usd, Value: "1"}, {Path: "horizon/months", Value: "x"}}}, {Name: "a"}, {Name: " "},
			}}}},
			[]string{"vary[0].patches[0].changes[1]: found x; a number without unit", `vary[0].patches[1].name: found "a"; stands twice`, `vary[0].patches[2].name: found " "; a patch has a name`},
		},
		"measures": {
			compare.Sweep{
				Vary: []compare.Axis{ok}, Columns: []string{"forecast_krw", "forcast_krw", "forecast_krw", "sites/anzan/cost_krw"}, Where: []string{"forecast_krw <= soon", "forecast_krw", "tier_achieved >= VII", "sites/x/cost_krw > 1"},
				Pareto: []string{"x", "forecast_krw", "total_krw"},
			},
			[]string{
				`columns[1]: found "forcast_krw"; no such measure`, `columns[2]: found "forecast_krw"; stands twice`, `columns[3]: found "sites/anzan/cost_krw"; the plan has no site "anzan"; did you mean ansan?`,
				`where[0]: found "soon"; forecast_krw is won`, `where[1]: found "forecast_krw"; a condition is a measure`, `where[2]: found "VII"; no such tier`, `where[3]: found "sites/x/cost_krw"; the plan has no site`,
				`pareto[0]: found "x"; no such measure`, `pareto[2]: found "total_krw"; neither more nor less`,
			},
		},
		"one measure": {compare.Sweep{Vary: []compare.Axis{ok}, Pareto: []string{"forecast_krw"}}, []string{"pareto: found a list of 1; a Pareto set is over two or three"}},
		"four":        {compare.Sweep{Vary: []compare.Axis{ok}, Pareto: []string{"forecast_krw", "npv_krw", "energised", "irr"}}, []string{"pareto: found a list of 4; a Pareto"}},
	} {
		err := e.Sweep(t.Context(), plan, c.sweep, func(r compare.Record) error {
			t.Errorf("%s: told %+v", name, r)
			return nil
		})
		var invalid *planner.Invalid
		if !errors.As(err, &invalid) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, f := range invalid.Faults {
			if i >= len(c.faults) || !strings.HasPrefix(f.String(), c.faults[i]) {
				t.Errorf("%s: %s", name, f)
			}
		}
		if len(invalid.Faults) != len(c.faults) {
			t.Errorf("%s: %d faults, want %d", name, len(invalid.Faults), len(c.faults))
		}
	}
}

// TestVariantAtRefuses: there is no variant before the first or after the last.
func TestVariantAtRefuses(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 1)
	for _, index := range []int{-1, 2} {
		if _, err := e.VariantAt(plan, compare.Sweep{Vary: []compare.Axis{axis(usd, "1300", "1400")}}, index); err == nil || !strings.Contains(err.Error(), "the sweep has 2 variants") {
			t.Errorf("variant %d: %v", index, err)
		}
	}
}

// TestDecodeSweep: a sweep is read as strictly as a plan, but that values may be
// the numbers they are.
func TestDecodeSweep(t *testing.T) {
	for document, want := range map[string]string{
		`{"vary": [{"paths": ["a"], "values": [1300, "1,400", 1.5e3, true, ""]}]}`:                     "1300 1,400 1.5e3 true ",
		`{"vary": [{"paths": ["a"], "from": 1200, "to": "1500", "count": 2}]}`:                         "1200 1500",
		`{"vary": [{"patches": [{"name": "p", "changes": [{"path": "a", "value": 6}]}]}], "seed": -9}`: "6",
		"vary:\n- paths: [a]\n  values: [1300, 2N, 2023-01, 4,600억]\n":                                 "1300 2N 2023-01 4 600억",
		`{"vary": [{"paths": ["a"], "values": [1300, null, [1]]}]}`:                                    "vary[0].values[1]: found nothing; a text is wanted here\nvary[0].values[2]: found a list of 1; a text is wanted here",
		`{"vary": [{"paths": [1], "value": [1]}], "seed": 1.5}`:                                        "vary[0].paths[0]: found 1; a text is wanted here\nvary[0].value: found an unknown key; no such key here; did you mean values?\nseed: found 1.5; a whole number is wanted here",
		`{}`: "vary: is missing",
	} {
		s, err := planner.Decode[compare.Sweep]([]byte(document))
		var got []string
		for _, a := range s.Vary {
			got = append(got, a.Values...)
			if a.From != "" {
				got = append(got, a.From, a.To)
			}
			for _, p := range a.Patches {
				got = append(got, p.Changes[0].Value)
			}
		}
		text := strings.Join(got, " ")
		if err != nil {
			text = strings.ReplaceAll(err.Error(), "line 1: ", "")
		}
		if text != want {
			t.Errorf("%s reads %q, want %q", document, text, want)
		}
	}
}

// FuzzSweep: whatever is sent as a sweep is refused with faults or tells every
// variant of it.
func FuzzSweep(f *testing.F) {
	plan, e := exampletest.Plan(f, "two-sites-460"), simple(f)
	for _, document := range []string{
		`{"vary": [{"paths": ["exchange_rates/0/krw"], "values": [1300, "1400"]}], "columns": ["npv_krw"], "where": ["forecast_krw < 1e12"]}`,
		`{"vary": [{"paths": ["horizon/months"], "from": 1, "to": 9, "step": 3}, {"paths": ["price_base"], "from": "2022-01", "to": "2023-01", "count": 3}], "method": "one_at_a_time"}`,
		`{"vary": [{"paths": ["budget/total_krw"], "from": "4,000억", "to": "1조"}], "method": "latin_hypercube", "samples": 5, "seed": 3, "pareto": ["forecast_krw", "npv_krw"]}`,
		`{"vary": [{"name": "a", "patches": [{"name": "p", "changes": [{"path": "sites/ansan/tier", "value": "IV"}]}]}, {"paths": ["values/assumptions.discount_rate"], "scale": [0.5, 1e308]}, {"paths": ["price_base"], "shift": [-1, 1e18]}]}`,
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		s, err := planner.Decode[compare.Sweep](document)
		if err != nil {
			return
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var all told
		err = e.Sweep(ctx, plan, s, func(r compare.Record) error {
			if r.Variant != nil && r.Variant.Index == 100 {
				cancel()
			}
			return all.take(r)
		})
		var invalid *planner.Invalid
		switch {
		case errors.As(err, &invalid) && len(invalid.Faults) > 0 && all.head == nil:
		case errors.Is(err, context.Canceled) && len(all.variants) > 0:
		case err == nil && all.end.Done == all.head.Variants && all.end.Kept+all.end.Faulty+all.end.LeftOut == all.end.Done && len(all.variants) == all.end.Kept+all.end.Faulty:
		default:
			t.Fatalf("%v after %d variants", err, len(all.variants))
		}
	})
}
