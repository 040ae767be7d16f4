// Package exampletest gives tests the shipped reference and example plans.
package exampletest

import (
	"testing"

	"buildout/planner"
	"buildout/planner/reference"
)

// Reference returns the shipped reference values.
func Reference(tb testing.TB) planner.Reference {
	tb.Helper()
	ref, err := reference.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return ref
}

// Plan returns the example plan of a name, the test's own to change.
func Plan(tb testing.TB, name string) planner.Plan {
	tb.Helper()
	plans, err := reference.Examples(Reference(tb))
	if err != nil {
		tb.Fatal(err)
	}
	for _, plan := range plans {
		if plan.Name == name {
			return plan
		}
	}
	tb.Fatalf("no example plan is named %s", name)
	return planner.Plan{}
}

// Evaluate returns the result of a plan by the shipped reference.
func Evaluate(tb testing.TB, plan planner.Plan) planner.Result {
	tb.Helper()
	result, err := planner.Evaluate(plan, Reference(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return result
}
