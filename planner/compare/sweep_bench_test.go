package compare_test

import (
	"context"
	"os"
	"runtime"
	"sync"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// evaluator evaluates with the shipped reference on so many workers.
func evaluator(tb testing.TB, workers int) compare.Evaluator {
	ref := exampletest.Reference(tb)
	return compare.Evaluator{Reference: ref, Workers: workers, Evaluate: func(_ context.Context, p planner.Plan) (planner.Result, error) {
		return planner.Evaluate(p, ref)
	}}
}

// tenThousand is a grid of as many variants as there may be over two-sites-460:
// 25 exchange rates, 20 starts, 20 prices.
func tenThousand() compare.Sweep {
	return compare.Sweep{Vary: []compare.Axis{
		{Name: "usd", Paths: []string{"exchange_rates/0/krw", "exchange_rates/1/krw"}, From: "1200", To: "1500", Count: 25},
		{Name: "start", Paths: []string{"sites/siheung/phases/building/start"}, From: "2021-10", To: "2023-05", Step: 1},
		{Name: "ups", Paths: []string{"cost_book/overrides/services_and_equipment.ups.modules/unit_price"}, From: "300000", To: "490000", Step: 10000},
	}, Pareto: []string{"forecast_krw", "energised", "npv_krw"}}
}

// BenchmarkSweep is 10,000 variants of the two-site example on two workers.
func BenchmarkSweep(b *testing.B) {
	plan, e := exampletest.Plan(b, "two-sites-460"), evaluator(b, 2)
	b.ReportAllocs()
	variants := 0
	for b.Loop() {
		err := e.Sweep(b.Context(), plan, tenThousand(), func(r compare.Record) error {
			if r.Variant != nil {
				variants++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(variants)/b.Elapsed().Seconds(), "variants/s")
}

// BenchmarkVariant is what a variant takes beside its evaluation.
func BenchmarkVariant(b *testing.B) {
	plan, e := exampletest.Plan(b, "two-sites-460"), evaluator(b, 1)
	e.Evaluate = func(context.Context, planner.Plan) (planner.Result, error) { return planner.Result{}, nil }
	s := tenThousand()
	s.Columns, s.Pareto = []string{"forecast_krw"}, nil
	variants := 0
	b.ReportAllocs()
	for b.Loop() {
		err := e.Sweep(b.Context(), plan, s, func(r compare.Record) error {
			if r.Variant != nil {
				variants++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(variants), "us/variant")
}

// TestSweepMemoryFlat: the last of 10,000 variants find no more memory in use
// than the first ones, but for the Pareto set.
func TestSweepMemoryFlat(t *testing.T) {
	if os.Getenv("BUILDOUT_SOAK") != "1" {
		t.Skip("takes long: BUILDOUT_SOAK is not 1")
	}
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 2)
	var pause sync.RWMutex // held by evaluations; all of it to measure
	e.Evaluate = func(_ context.Context, p planner.Plan) (planner.Result, error) {
		pause.RLock()
		defer pause.RUnlock()
		return planner.Evaluate(p, e.Reference)
	}
	var live []uint64
	err := e.Sweep(t.Context(), plan, tenThousand(), func(r compare.Record) error {
		if r.Progress != nil && r.Progress.Done%1000 == 0 {
			pause.Lock()
			defer pause.Unlock()
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			live = append(live, m.HeapAlloc/1024)
		}
		return nil
	})
	if err != nil || len(live) != 10 {
		t.Fatalf("%v; %d samples", err, len(live))
	}
	const most = 2048 // kB
	if last, first := live[9], live[0]; last > first+most {
		t.Errorf("%d kB are in use after 10,000 variants, %d after 1,000", last, first)
	}
	t.Logf("live heap in kB after each 1,000: %d", live)
}
