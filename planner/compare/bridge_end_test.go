package compare

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"buildout/planner"
)

// TestBridgeOfOneStep evaluates no plan.
func TestBridgeOfOneStep(t *testing.T) {
	w := newWorld(t)
	to := planner.Clone(w.plans[0])
	to.Budget.VAT = planner.VATIncluded
	to.Title.EN = "with VAT"
	from, with := w.caseOf(t, w.plans[0]), w.caseOf(t, to)
	w.Evaluate = nil
	r, err := w.Bridge(t.Context(), from, with, BridgeOptions{})
	if err != nil || len(r.Steps) != 1 || r.Steps[0].Driver != Finance || r.Evaluations != 0 {
		t.Errorf("%+v %v", r, err)
	}
	holdFoots(t, r)
}

// TestBridgeStops ends as soon as whoever asks has gone.
func TestBridgeStops(t *testing.T) {
	w := newWorld(t)
	from, to := w.caseOf(t, w.plans[0]), w.caseOf(t, w.plans[1])
	for _, o := range []BridgeOptions{{Detail: ByDriver}, {Detail: ByChange}} {
		ctx, cancel := context.WithCancel(t.Context())
		var begun atomic.Int64
		evaluate := w.Evaluate
		e := Evaluator{Reference: w.Reference, Workers: 3, Evaluate: func(ctx context.Context, p planner.Plan) (planner.Result, error) {
			if begun.Add(1) == 5 {
				cancel()
			}
			return evaluate(ctx, p)
		}}
		_, err := e.Bridge(ctx, from, to, o)
		if !errors.Is(err, context.Canceled) || begun.Load() > 5+int64(e.Workers) {
			t.Errorf("%v after %d plans", err, begun.Load())
		}
	}
}

// TestBridgeStopsAtOnce does not wait for plans that are being evaluated.
func TestBridgeStopsAtOnce(t *testing.T) {
	w := newWorld(t)
	from, to := w.caseOf(t, w.plans[0]), w.caseOf(t, w.plans[1])
	ctx, cancel := context.WithCancel(t.Context())
	never := make(chan bool)
	defer close(never)
	w.Evaluate = func(context.Context, planner.Plan) (planner.Result, error) {
		cancel()
		<-never
		return planner.Result{}, nil
	}
	if _, err := w.Bridge(ctx, from, to, BridgeOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestBridgePanics: what panics in an evaluation does so where the bridge was
// asked for, and can be recovered from there.
func TestBridgePanics(t *testing.T) {
	w := newWorld(t)
	from, to := w.caseOf(t, w.plans[0]), w.caseOf(t, w.plans[1])
	w.Evaluate = func(context.Context, planner.Plan) (planner.Result, error) { panic("no such row") }
	defer func() {
		if text := fmt.Sprint(recover()); !strings.HasPrefix(text, "no such row\n") || !strings.Contains(text, "bridge_end_test.go") {
			t.Errorf("recovered %s", text)
		}
	}()
	_, err := w.Bridge(t.Context(), from, to, BridgeOptions{})
	t.Errorf("the bridge ends with %v", err)
}

// TestBridgeTellsFaults gives the fault of a case, of options that there are not,
// and of an evaluator that fails otherwise than for a plan.
func TestBridgeTellsFaults(t *testing.T) {
	w := newWorld(t)
	from, to := w.caseOf(t, w.plans[0]), w.caseOf(t, w.plans[1])
	broken := errors.New("broken")
	for _, c := range []struct {
		from Case
		o    BridgeOptions
		want string
	}{
		{Case{Fault: broken}, BridgeOptions{}, "broken"},
		{from, BridgeOptions{Of: "npv"}, `of: found "npv"; no such figure; there are forecast_krw, npv_krw, usable_it_kw`},
		{from, BridgeOptions{Detail: "changes"}, `detail: found "changes"; no such detail; did you mean change?`},
		{from, BridgeOptions{Evaluations: -1}, "evaluations: found -1; must be above 0; 4,096 where omitted"},
	} {
		if _, err := w.Bridge(t.Context(), c.from, to, c.o); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
	w.Evaluate = func(context.Context, planner.Plan) (planner.Result, error) { return planner.Result{}, broken }
	if _, err := w.Bridge(t.Context(), from, to, BridgeOptions{}); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// TestBridgeSize says what a bridge takes.
func TestBridgeSize(t *testing.T) {
	w := newWorld(t)
	from, to := w.caseOf(t, w.plans[1]), w.caseOf(t, w.plans[0])
	w.Evaluate = nil
	for _, c := range []struct {
		to                 Case
		o                  BridgeOptions
		steps, evaluations int
	}{
		{from, BridgeOptions{}, 0, 0},
		{to, BridgeOptions{}, 5, 30},
		{to, BridgeOptions{Detail: ByChange}, 11, 2046},
	} {
		if steps, evaluations, err := w.BridgeSize(from, c.to, c.o); steps != c.steps || evaluations != c.evaluations || err != nil {
			t.Errorf("%d steps, %d evaluations, %v; want %d and %d", steps, evaluations, err, c.steps, c.evaluations)
		}
	}
}
