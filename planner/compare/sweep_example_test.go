package compare_test

import (
	"context"
	"fmt"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference"
)

// What a dearer dollar and a later start of the second site do to the forecast
// and to when all is energised, and which variants none beats in both.
func ExampleEvaluator_Sweep() {
	ref, plans, err := reference.Shipped()
	if err != nil {
		fmt.Println(err)
		return
	}
	e := compare.Evaluator{Reference: ref, Workers: 2, Evaluate: func(_ context.Context, p planner.Plan) (planner.Result, error) {
		return planner.Evaluate(p, ref)
	}}
	sweep := compare.Sweep{
		Vary: []compare.Axis{
			{Name: "USD", Paths: []string{"exchange_rates/0/krw", "exchange_rates/1/krw"}, Values: []string{"1300", "1500"}},
			{Name: "start", Paths: []string{"sites/siheung/phases/building/start"}, From: "2022-05", To: "2023-05", Step: 6},
		},
		Columns: []string{"forecast_krw", "energised"},
		Where:   []string{"forecast_krw <= 460 bn"},
		Pareto:  []string{"forecast_krw", "energised"},
	}
	err = e.Sweep(context.Background(), plans[0], sweep, func(r compare.Record) error {
		switch {
		case r.Head != nil:
			fmt.Println(r.Head.Variants, "variants of", r.Head.Axes)
		case r.Variant != nil:
			v := r.Variant
			fmt.Printf("%d: %v gives %.0f won, energised %s\n", v.Index, v.Values, v.Results[0].Number, v.Results[1].Text)
		case r.End != nil:
			fmt.Println(r.End.LeftOut, "left out; none beats", r.End.Pareto)
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// 6 variants of [USD start]
	// 0: [1300 2022-05] gives 444077863717 won, energised 2024-09
	// 1: [1300 2022-11] gives 449479590834 won, energised 2024-12
	// 2: [1300 2023-05] gives 454373687199 won, energised 2025-06
	// 3: [1500 2022-05] gives 452262125115 won, energised 2024-09
	// 4: [1500 2022-11] gives 457789516466 won, energised 2024-12
	// 1 left out; none beats [0]
}
