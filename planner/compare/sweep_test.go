package compare_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// usd is the path of an exchange rate of two-sites-460, start that of the month
// in which its second site begins.
const (
	usd   = "exchange_rates/0/krw"
	start = "sites/siheung/phases/building/start"
	ups   = "sites/ansan/halls/DH-1/ups/arrangement"
)

// told is what a sweep tells.
type told struct {
	head     *compare.SweepHead
	variants []compare.Variant
	progress []compare.SweepProgress
	end      *compare.SweepEnd
}

func (r *told) take(record compare.Record) error {
	switch {
	case record.Head != nil:
		r.head = record.Head
	case record.Variant != nil:
		r.variants = append(r.variants, *record.Variant)
	case record.Progress != nil:
		r.progress = append(r.progress, *record.Progress)
	default:
		r.end = record.End
	}
	return nil
}

// rows writes variants as index, values and results with bars between.
func (r *told) rows() (rows []string) {
	for _, v := range r.variants {
		results, _ := json.Marshal(v.Results)
		rows = append(rows, fmt.Sprintf("%d %s %s", v.Index, strings.Join(v.Values, "|"), results))
	}
	return rows
}

func swept(tb testing.TB, e compare.Evaluator, plan planner.Plan, s compare.Sweep) told {
	tb.Helper()
	var all told
	if err := e.Sweep(tb.Context(), plan, s, all.take); err != nil {
		tb.Fatal(err)
	}
	return all
}

// simple evaluates a plan to a forecast that is its exchange rate, and a net
// present value that is the months of its horizon: numbers to work with by hand.
func simple(tb testing.TB) compare.Evaluator {
	return compare.Evaluator{Reference: exampletest.Reference(tb), Workers: 2, Evaluate: func(_ context.Context, p planner.Plan) (r planner.Result, err error) {
		r.Budget.ForecastKRW, r.Worth.NPVKRW = planner.KRW(p.ExchangeRates[0].KRW), planner.KRW(p.Horizon.Months)
		return r, nil
	}}
}

func axis(path string, values ...string) compare.Axis {
	return compare.Axis{Paths: []string{path}, Values: values}
}

// TestSweepGrid: every value with every other, the last axis fastest; what does
// not meet the condition is left out and counted.
func TestSweepGrid(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	s := compare.Sweep{
		Vary:    []compare.Axis{axis(usd, "1300", "1400", "1500"), {Name: "length", Paths: []string{"horizon/months"}, Values: []string{"60", "120"}}},
		Columns: []string{"npv_krw", "forecast_krw"}, Where: []string{"forecast_krw != 1400"}, Pareto: []string{"forecast_krw", "npv_krw"},
	}
	all := swept(t, simple(t), plan, s)
	want := []string{"0 1300|60 [60,1300]", "1 1300|120 [120,1300]", "4 1500|60 [60,1500]", "5 1500|120 [120,1500]"}
	if got := all.rows(); !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	if all.head.Variants != 6 || !slices.Equal(all.head.Axes, []string{usd, "length"}) || all.head.Columns[0].Name != "npv_krw" || all.head.Columns[1].Unit != "KRW" {
		t.Errorf("head %+v", all.head)
	}
	so := compare.SweepProgress{Done: 6, Of: 6, Kept: 4, LeftOut: 2}
	if all.end.SweepProgress != so || all.progress[len(all.progress)-1] != so || !slices.Equal(all.end.Pareto, []int{1}) || all.end.Tornado != nil {
		t.Errorf("end %+v after %+v; want %+v and variant 1 on the front", all.end, all.progress, so)
	}
}

// TestSweepTellsFaults: a variant that is no plan says why, and the others go on.
// Of many faults ten are told.
func TestSweepTellsFaults(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 2)
	modules := compare.Axis{Paths: []string{"sites/ansan/halls/DH-1/ups/modules"}, Values: []string{"4", "3", "6"}}
	all := swept(t, e, plan, compare.Sweep{Vary: []compare.Axis{modules}, Where: []string{"forecast_krw > 0"}})
	_, err := planner.Apply(plan, e.Reference, []planner.Change{{Path: modules.Paths[0], Value: "3"}})
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) || len(all.variants) != 3 {
		t.Fatalf("%v; %d variants", err, len(all.variants))
	}
	if v := all.variants[1]; !slices.Equal(v.Faults, invalid.Faults) || len(v.Results) != 0 || len(all.variants[0].Faults)+len(all.variants[2].Faults) > 0 {
		t.Errorf("%+v, want the faults %v", v, invalid.Faults)
	}
	if all.end.Kept != 2 || all.end.Faulty != 1 {
		t.Errorf("end %+v, want 2 kept and 1 faulty", all.end)
	}
	var many []planner.Change
	for range 12 {
		many = append(many, planner.Change{Path: "horizon/months", Value: "x"})
	}
	// No value of an axis is at fault with every variant: the second patch makes what the third needs.
	patches := []compare.SweepPatch{{Name: "as it is", Changes: []planner.Change{}}, {Name: "IV of our own", Changes: []planner.Change{{Path: "redundancy_tiers/IV+/copy", Value: "IV"}}}}
	all = swept(t, e, plan, compare.Sweep{Vary: []compare.Axis{{Name: "tiers", Patches: patches}, axis("sites/ansan/tier", "III", "IV+"), axis("redundancy_tiers/IV+/ups", "2N")}})
	for i, faulty := range []bool{true, true, false, false} {
		if got := len(all.variants[i].Faults) > 0; got != faulty {
			t.Errorf("variant %d %v has faults %v", i, all.variants[i].Values, all.variants[i].Faults)
		}
	}
	e.Evaluate = func(context.Context, planner.Plan) (planner.Result, error) {
		_, err := planner.Changed(plan, e.Reference, many)
		return planner.Result{}, err
	}
	all = swept(t, e, plan, compare.Sweep{Vary: []compare.Axis{axis(usd, "1300")}})
	if n := len(all.variants[0].Faults); n != 10 {
		t.Errorf("%d faults are told of 12, want 10", n)
	}
}

// drawSweep draws a sweep of two-sites-460, some of whose variants are no plans.
func drawSweep(t *rapid.T) compare.Sweep {
	axes := []compare.Axis{
		{Name: "usd", Paths: []string{usd, "exchange_rates/1/krw"}, From: "1200", To: "1500", Step: rapid.SampledFrom([]float64{50, 75.5, 300}).Draw(t, "step")},
		{Name: "rates", Paths: []string{usd, "exchange_rates/1/krw"}, Scale: []float64{0.9, 1.123}},
		{Name: "start", Paths: []string{start}, Shift: []float64{-6, 0, 5}},
		{Name: "begin", Paths: []string{start}, From: "2021-10", To: "2022-10", Count: 3},
		axis(ups, "N", "N+1", "2N", "4N/3", "2(N+1)"),
		axis("sites/ansan/halls/DH-1/ups/modules", "3", "4", "6"),
		axis("cost_book/overrides/services_and_equipment.ups.modules/unit_price", "200000", "-1", "300000"),
		axis("values/assumptions.discount_rate", "0.04", "0.09", "7"),
		{Name: "halls", Patches: []compare.SweepPatch{
			{Name: "as it is", Changes: []planner.Change{}},
			{Name: "dense", Changes: []planner.Change{{Path: "sites/ansan/halls/DH-1/density_kw_per_rack", Value: "12"}, {Path: "sites/ansan/halls/DH-1/design_it_kw", Value: "2900"}}},
			{Name: "no start", Changes: []planner.Change{{Path: "horizon/months", Value: "0"}}},
		}},
	}
	s := compare.Sweep{Method: rapid.SampledFrom([]compare.Method{compare.Grid, compare.LatinHypercube, compare.OneAtATime}).Draw(t, "method")}
	seen := map[string]bool{}
	for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(axes)-1), 1, 2, rapid.ID).Draw(t, "axes") {
		if twice := slices.ContainsFunc(axes[i].Paths, func(p string) bool { return seen[p] }); twice {
			continue
		}
		for _, p := range axes[i].Paths {
			seen[p] = true
		}
		s.Vary = append(s.Vary, axes[i])
	}
	if s.Method == compare.LatinHypercube {
		s.Samples, s.Seed = rapid.IntRange(1, 12).Draw(t, "samples"), rapid.Int64().Draw(t, "seed")
	}
	s.Columns = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{
		"forecast_krw", "npv_krw", "usable_it_kw", "sites/ansan/tier_achieved", "energised", "years/2024/paid_krw", "years/2034/paid_krw", "krw_per_usable_kw",
	}), 1, 8, rapid.ID).Draw(t, "columns")
	if rapid.Bool().Draw(t, "where") {
		s.Where = []string{"forecast_krw <= 450e9"}
	}
	return s
}

// TestSweepRowsAreEvaluations holds that a row is, byte for byte, what comes of
// evaluating the variant of its index, faults included, that it is that variant
// which was evaluated, and that one without a row does not meet the conditions.
func TestSweepRowsAreEvaluations(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 2)
	hash := plan.Hash()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSweep(t)
		var evaluated sync.Map // hashes of plans
		watched := e
		watched.Evaluate = func(ctx context.Context, p planner.Plan) (planner.Result, error) {
			evaluated.Store(p.Hash(), true)
			return e.Evaluate(ctx, p)
		}
		var all told
		if err := watched.Sweep(context.Background(), plan, s, all.take); err != nil {
			t.Fatal(err)
		}
		rows := map[int]compare.Variant{}
		for _, v := range all.variants {
			rows[v.Index] = v
		}
		if len(rows) != len(all.variants) || plan.Hash() != hash {
			t.Fatalf("%d rows of %d are of different variants; the plan has hash %s, had %s", len(rows), len(all.variants), plan.Hash(), hash)
		}
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, all.head.Variants-1), 1, 4).Draw(t, "indices") {
			p, err := e.VariantAt(plan, s, i)
			var r planner.Result
			if err == nil {
				r, err = planner.Evaluate(p, e.Reference)
			}
			row, told := rows[i]
			if !told && (err != nil || meets(t, s.Where, &r)) {
				t.Fatalf("variant %d is left out: %v", i, err)
			}
			if want := documentOf(t, rowOf(t, s, i, row.Values, &r, err)); told && documentOf(t, row) != want {
				t.Fatalf("row %s, want %s", documentOf(t, row), want)
			}
			if _, was := evaluated.Load(p.Hash()); err == nil && !was {
				t.Fatalf("variant %d was not evaluated as it is", i)
			}
		}
	})
}

func documentOf(t *rapid.T, v any) string {
	document, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(document)
}

func meets(t *rapid.T, where []string, r *planner.Result) bool {
	for _, text := range where {
		c, err := compare.ParseCondition(text)
		if err != nil {
			t.Fatal(err)
		}
		if holds, _ := c.Holds(r); !holds {
			return false
		}
	}
	return true
}

// rowOf is the row of a variant that is worked out by itself.
func rowOf(t *rapid.T, s compare.Sweep, index int, values []string, r *planner.Result, err error) compare.Variant {
	row := compare.Variant{Index: index, Values: values, Results: []compare.Value{}}
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		row.Faults = invalid.Faults
		return row
	}
	for _, name := range s.Columns {
		m, err := compare.ParseMeasure(name)
		if err != nil {
			t.Fatal(err)
		}
		row.Results = append(row.Results, m.Of(r))
	}
	return row
}

// TestSweepOrder: what comes of variants is told in their order, whichever is
// worked out first, and no more than a few wait for the first.
func TestSweepOrder(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	e.Workers = 4
	synctest.Test(t, func(t *testing.T) {
		var begun atomic.Int64
		first := make(chan struct{})
		e.Evaluate = func(_ context.Context, p planner.Plan) (planner.Result, error) {
			begun.Add(1)
			if p.ExchangeRates[0].KRW == 1 {
				<-first
			}
			return planner.Result{}, nil
		}
		var all told
		ended := make(chan error)
		go func() {
			s := compare.Sweep{Vary: []compare.Axis{{Paths: []string{usd}, From: "1", To: "1000", Step: 1}}, Columns: []string{"forecast_krw"}}
			ended <- e.Sweep(t.Context(), plan, s, all.take)
		}()
		synctest.Wait()
		if n := begun.Load(); n != 16*4 || len(all.variants) != 0 {
			t.Errorf("%d variants were begun and %d told while the first was not done; want %d and none", n, len(all.variants), 16*4)
		}
		close(first)
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if len(all.variants) != 1000 || len(all.progress) != 100 {
			t.Errorf("%d variants and %d times progress, want 1000 and 100", len(all.variants), len(all.progress))
		}
		for i, v := range all.variants {
			if v.Index != i || v.Values[0] != fmt.Sprint(i+1) {
				t.Fatalf("variant %d is told at %d with %v", v.Index, i, v.Values)
			}
		}
	})
}
