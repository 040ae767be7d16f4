package planner_test

import (
	"fmt"
	"os"

	"buildout/planner"
)

// A figure leads on to those it comes from, down to what is given.
func ExampleExplain() {
	plan, ref, err := oneHall()
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := planner.Evaluate(plan, ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, figure := range []string{"budget/variance_krw", "cost_lines/services.ups/alpha/p1/amount_krw", "cost_lines/services.ups/alpha/p1/quantity"} {
		x, err := planner.Explain(result, figure)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.0f %s: %s\n", x.Value, x.Unit, x.Formula)
		for _, o := range append(x.Operands, x.Below...) {
			fmt.Printf("  %s = %.0f %s, %s\n", o.Name, o.Value, o.Unit, o.Basis)
		}
	}
	// Output:
	// 30000000 KRW: variance_krw = total_krw - forecast_krw
	//   total_krw = 1500000000 KRW, computed
	//   forecast_krw = 1470000000 KRW, computed
	// 300000000 KRW: amount_krw = round(quantity * unit_price_krw * escalation * contingency)
	//   quantity = 3 each, computed
	//   unit_price_krw = 100000000 KRW/each, computed
	//   escalation = 1 price ratio, computed
	//   contingency = 1 price ratio, computed
	// 3 each: quantity = sum(below)
	//   sites/alpha/halls/h1/ups/modules = 3 modules, plan
}

// oneHall reads a case of testdata with its reference.
func oneHall() (planner.Plan, planner.Reference, error) {
	document, err := os.ReadFile("testdata/reference.yaml")
	if err != nil {
		return planner.Plan{}, planner.Reference{}, err
	}
	ref, err := planner.Decode[planner.Reference](document)
	if err != nil {
		return planner.Plan{}, ref, err
	}
	if document, err = os.ReadFile("testdata/cases/one-hall.yaml"); err != nil {
		return planner.Plan{}, ref, err
	}
	plan, err := planner.DecodePlan(document, ref)
	return plan, ref, err
}
