package compare_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// TestSweepCancel: a sweep whose context ends does so at once, however long the
// evaluations under way may take, and tells nothing more; no other is begun.
func TestSweepCancel(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	synctest.Test(t, func(t *testing.T) {
		var begun atomic.Int64
		e.Evaluate = func(context.Context, planner.Plan) (planner.Result, error) {
			begun.Add(1)
			time.Sleep(time.Hour)
			return planner.Result{}, nil
		}
		ctx, cancel := context.WithCancel(t.Context())
		var all told
		ended := make(chan error)
		go func() { ended <- e.Sweep(ctx, plan, tenThousand(), all.take) }()
		synctest.Wait()
		at := time.Now()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the sweep ends with %v, want context.Canceled", err)
		}
		if took := time.Since(at); took != 0 {
			t.Errorf("the sweep takes %v to end", took)
		}
		time.Sleep(2 * time.Hour)
		if n := begun.Load(); n != int64(e.Workers) || len(all.variants) > 0 || all.end != nil {
			t.Errorf("%d evaluations were begun by %d workers; %d variants were told", n, e.Workers, len(all.variants))
		}
	})
}

// TestSweepCancelReal: of evaluations that take as long as they do, no more are
// begun after the end than there are workers.
func TestSweepCancelReal(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 2)
	ctx, cancel := context.WithCancel(t.Context())
	var ended atomic.Bool
	var after atomic.Int64
	evaluate := e.Evaluate
	e.Evaluate = func(ctx context.Context, p planner.Plan) (planner.Result, error) {
		if ended.Load() {
			after.Add(1)
		}
		return evaluate(ctx, p)
	}
	var all told
	err := e.Sweep(ctx, plan, tenThousand(), func(r compare.Record) error {
		if len(all.variants) == 50 {
			ended.Store(true)
			cancel()
		}
		return all.take(r)
	})
	if !errors.Is(err, context.Canceled) || len(all.variants) > 52 || all.end != nil {
		t.Errorf("%v after %d variants", err, len(all.variants))
	}
	if n := after.Load(); n > int64(e.Workers) {
		t.Errorf("%d evaluations were begun after the end", n)
	}
}

// BenchmarkSweepCancel is how long a sweep goes on when its context ends.
func BenchmarkSweepCancel(b *testing.B) {
	plan, e := exampletest.Plan(b, "two-sites-460"), evaluator(b, 2)
	var ending time.Duration
	for b.Loop() {
		ctx, cancel := context.WithCancel(b.Context())
		var cancelled time.Time
		_ = e.Sweep(ctx, plan, tenThousand(), func(r compare.Record) error {
			if r.Variant != nil && r.Variant.Index == 20 {
				cancelled = time.Now()
				cancel()
			}
			return nil
		})
		ending += time.Since(cancelled)
	}
	b.ReportMetric(float64(ending.Nanoseconds())/float64(b.N), "ns/cancel")
}

// TestSweepFails: a sweep ends with the error of whoever is told, and with one of
// an evaluation that is no fault of the variant.
func TestSweepFails(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	s := compare.Sweep{Vary: []compare.Axis{{Paths: []string{usd}, From: "1", To: "1000", Step: 1}}, Columns: []string{"forecast_krw"}}
	full, broken := errors.New("no room"), errors.New("too long")
	for at, place := range map[string]func(compare.Record) bool{
		"head":     func(r compare.Record) bool { return r.Head != nil },
		"variant":  func(r compare.Record) bool { return r.Variant != nil && r.Variant.Index == 500 },
		"progress": func(r compare.Record) bool { return r.Progress != nil },
		"end":      func(r compare.Record) bool { return r.End != nil },
	} {
		told := 0
		err := e.Sweep(t.Context(), plan, s, func(r compare.Record) error {
			if told++; place(r) {
				return full
			}
			if told > 1+1000+100 {
				t.Errorf("%s: told on", at)
			}
			return nil
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: %v, want that there is no room", at, err)
		}
	}
	evaluate := e.Evaluate
	e.Evaluate = func(ctx context.Context, p planner.Plan) (planner.Result, error) {
		if p.ExchangeRates[0].KRW == 301 {
			return planner.Result{}, broken
		}
		return evaluate(ctx, p)
	}
	var all told
	err := e.Sweep(t.Context(), plan, s, all.take)
	if !errors.Is(err, broken) || err.Error() != "variant 300: too long" || len(all.variants) != 300 || all.end != nil {
		t.Errorf("%v after %d variants", err, len(all.variants))
	}
}

// TestSweepPanics: what panics in an evaluation does so where the sweep was asked
// for, and can be recovered from there.
func TestSweepPanics(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	e.Evaluate = func(context.Context, planner.Plan) (planner.Result, error) { panic("no such row") }
	defer func() {
		if text := fmt.Sprint(recover()); !strings.HasPrefix(text, "variant 0: no such row\n") || !strings.Contains(text, "sweep_end_test.go") {
			t.Errorf("recovered %s", text)
		}
	}()
	err := e.Sweep(t.Context(), plan, compare.Sweep{Vary: []compare.Axis{axis(usd, "1", "2")}}, func(compare.Record) error { return nil })
	t.Errorf("the sweep ends with %v", err)
}
