// Package compare says how plans differ: in what goes in, in what comes out, and
// why.
//
//	Differences   in what two plans differ, by path
//	Compare       results and inputs of any number of plans, side by side
//	Bridge        why one plan's figure is not another's, step by step
//	Sweep         what comes out when inputs are varied
package compare

import (
	"context"

	"buildout/planner"
)

// Evaluator works out plans. Evaluate is planner.Evaluate with Reference, within
// the limits of whoever asks; it may be called by Workers goroutines at once.
type Evaluator struct {
	Reference planner.Reference
	Evaluate  func(context.Context, planner.Plan) (planner.Result, error)
	Workers   int // at least 1
}

// Case is a plan that is compared, with its result; or why it has none.
type Case struct {
	Name   string // as whoever asks calls it, such as two-sites-460@3
	Plan   planner.Plan
	Result planner.Result
	Fault  error // the plan cannot be read or evaluated: *planner.Invalid, or what else went wrong
}
