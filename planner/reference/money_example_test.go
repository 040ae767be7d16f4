package reference_test

import (
	"fmt"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/reference"
)

// The books of January 2023 are put into the plan; what they paid above the
// estimate of a line, and settled, is what the line comes to.
func ExampleDecodeActuals() {
	ref, err := reference.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	plans, err := reference.Examples(ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan := plans[0]
	entries, err := planner.DecodeActuals([]byte("code,site,month,paid_krw,final\nsite_acquisition.land.surveys,siheung,2023-01,9억,true\n"), plan, ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	before, err := planner.Evaluate(plan, ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := planner.Evaluate(planner.MergeActuals(plan, finance.MonthOf(2023, 1), entries), ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, line := range after.CostLines {
		if was := before.CostLines[i]; line.ForecastKRW != was.ForecastKRW {
			fmt.Printf("%s at %s is now %d won, all of it paid by the books: %t\n", line.Code, line.Site, line.ForecastKRW, line.PaidKRW == line.ForecastKRW)
		}
	}
	// Output:
	// site_acquisition.land.surveys at siheung is now 900000000 won, all of it paid by the books: true
}
