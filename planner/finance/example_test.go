package finance_test

import (
	"fmt"

	"buildout/planner/finance"
)

// A works contract of two months: a tenth at order, monthly progress on the
// S-curve paid a month later, and five percent kept for a year.
func ExampleProfile_Payments() {
	works := finance.Profile{Advance: 0.1, Progress: 0.85, Retention: 0.05, RetentionMonths: 12, DaysToPay: 30}
	march := finance.MonthOf(2023, 3)
	for _, p := range works.Payments(nil, march, march, []float64{1, 1}) {
		fmt.Printf("%s %.3f\n", p.Month, p.Share)
	}
	// Output:
	// 2023-03 0.100
	// 2023-04 0.425
	// 2023-05 0.425
	// 2024-04 0.050
}

// Amounts are read in the units that people count won in.
func ExampleParseKRW() {
	for _, text := range []string{"460,000,000,000", "4,600억", "460 bn", "3억5천만원", "1.5"} {
		fmt.Println(finance.ParseKRW(text))
	}
	// Output:
	// 460000000000 <nil>
	// 460000000000 <nil>
	// 460000000000 <nil>
	// 350000000 <nil>
	// 0 "1.5" is no whole number of won; leave out what is below one won
}
