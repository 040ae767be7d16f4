package compare

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"buildout/planner"
)

// maxVariantFaults is the most faults that are told of a variant.
const maxVariantFaults = 10

// Sweep varies a plan and tells what comes of it, record by record, in the order
// of the variants; memory does not grow with their number. It ends when ctx does,
// with its error, or when tell fails; an evaluation that is under way then ends
// by itself and is told to nobody. The error is *planner.Invalid, before anything
// is told, where the sweep itself has faults.
func (e Evaluator) Sweep(ctx context.Context, plan planner.Plan, s Sweep, tell func(Record) error) error {
	v, err := e.variants(plan, s)
	if err != nil {
		return err
	}
	if err := tell(Record{Head: &SweepHead{Variants: v.count, Axes: v.names, Columns: v.columns}}); err != nil {
		return err
	}
	t := newTally(v)
	err = e.each(ctx, v, func(o outcome) error { return t.take(o, tell) })
	if err != nil {
		return err
	}
	return tell(Record{End: t.end()})
}

// outcome is what came of a variant.
type outcome struct {
	Variant
	axis   int     // that is set by one_at_a_time; below 0 where none is
	pareto []Value // of the measures of the Pareto set
	kept   bool    // it meets the conditions
	err    error   // that ends the sweep
	panic  any     // that ends it too, in the goroutine of who asked
}

// each evaluates all variants, several at once, and takes what comes of them in
// their order. No more than a few wait for one that takes longer.
func (e Evaluator) each(ctx context.Context, v *variants, take func(outcome) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ahead := min(16*e.Workers, v.count)
	waiting, made := make(chan int, ahead), make([]chan outcome, ahead) // variant i is made at i % ahead
	defer close(waiting)
	for i := range ahead {
		made[i] = make(chan outcome, 1)
		waiting <- i
	}
	for range e.Workers {
		go func() {
			for i := range waiting {
				if ctx.Err() != nil {
					return
				}
				made[i%ahead] <- e.outcome(ctx, v, i)
			}
		}()
	}
	for i := range v.count {
		var o outcome
		select {
		case o = <-made[i%ahead]:
		case <-ctx.Done():
			return ctx.Err()
		}
		if i+ahead < v.count {
			waiting <- i + ahead
		}
		switch {
		case o.panic != nil:
			panic(o.panic)
		case ctx.Err() != nil:
			return ctx.Err()
		case o.err != nil:
			return o.err
		}
		if err := take(o); err != nil {
			return err
		}
	}
	return nil
}

// outcome evaluates a variant.
func (e Evaluator) outcome(ctx context.Context, v *variants, index int) (o outcome) {
	defer func() {
		if p := recover(); p != nil {
			o.panic = fmt.Sprintf("variant %d: %v\n\n%s", index, p, debug.Stack())
		}
	}()
	settings, axis := v.settings(index)
	changes, texts := changesOf(settings)
	o = outcome{Variant: Variant{Index: index, Values: texts, Results: []Value{}}, axis: axis}
	plan, err := planner.Changed(v.plan, e.Reference, changes)
	if err != nil { // all that is wrong with it, and not the changes alone
		_, err = planner.Apply(v.plan, e.Reference, changes)
		return o.fail(err)
	}
	result, err := e.Evaluate(ctx, plan)
	if err != nil {
		return o.fail(err)
	}
	o.kept = true
	for _, c := range v.where {
		holds, _ := c.Holds(&result)
		o.kept = o.kept && holds
	}
	o.Results, o.pareto = valuesOf(v.columns, &result), valuesOf(v.pareto, &result)
	return o
}

// fail gives the outcome the faults of its plan, or the error that ends the
// sweep.
func (o outcome) fail(err error) outcome {
	var invalid *planner.Invalid
	switch {
	case errors.As(err, &invalid) && len(invalid.Faults) > maxVariantFaults:
		o.Faults = append(o.Faults, invalid.Faults[:maxVariantFaults]...)
	case errors.As(err, &invalid):
		o.Faults = invalid.Faults
	default:
		o.err = fmt.Errorf("variant %d: %w", o.Index, err)
	}
	return o
}

func valuesOf(measures []Measure, r *planner.Result) []Value {
	list := make([]Value, len(measures))
	for i, m := range measures {
		list[i] = m.Of(r)
	}
	return list
}

// tally is what a sweep found so far.
type tally struct {
	v       *variants
	so      SweepProgress
	front   front
	tornado *tornado // of one_at_a_time
}

func newTally(v *variants) *tally {
	t := &tally{v: v, so: SweepProgress{Of: v.count}}
	for _, m := range v.pareto {
		t.front.better = append(t.front.better, m.Better)
	}
	if v.method == OneAtATime {
		t.tornado = newTornado(v.names, v.columns)
	}
	return t
}

// take counts an outcome and tells it, and every percent of the way how far it
// is.
func (t *tally) take(o outcome, tell func(Record) error) error {
	t.so.Done++
	told := true
	switch {
	case len(o.Faults) > 0:
		t.so.Faulty++
	case o.kept:
		t.so.Kept++
	default:
		t.so.LeftOut++
		told = false
	}
	t.find(&o)
	if told {
		if err := tell(Record{Variant: &o.Variant}); err != nil {
			return err
		}
	}
	if t.so.Done%max(1, t.so.Of/100) > 0 && t.so.Done < t.so.Of {
		return nil
	}
	so := t.so
	return tell(Record{Progress: &so})
}

// find holds an outcome against those before it. The tornado begins at the plan
// itself, whether it meets the conditions or not.
func (t *tally) find(o *outcome) {
	if len(o.Faults) > 0 {
		return
	}
	if t.tornado != nil && o.axis < 0 {
		t.tornado.start(o.Results)
	}
	if !o.kept {
		return
	}
	if len(t.v.pareto) > 0 {
		t.front.add(o.Index, o.pareto)
	}
	if t.tornado != nil && o.axis >= 0 {
		t.tornado.add(o.axis, o.Values[o.axis], o.Results)
	}
}

func (t *tally) end() *SweepEnd {
	end := &SweepEnd{SweepProgress: t.so, Pareto: t.front.indices()}
	if t.tornado != nil {
		end.Tornado = t.tornado.list()
	}
	return end
}
