package finance_test

import (
	"fmt"

	"buildout/planner/finance"
)

// A works contract of two months: a tenth at order, monthly progress on the
// S-curve paid a month later, and five percent kept for a year.
func ExampleProfile_Payments() {
	works := finance.Profile{Advance: 0.1, Progress: 0.85, Retention: 0.05, RetentionMonths: 12, DelayMonths: 1}
	march := finance.MonthOf(2023, 3)
	for _, p := range works.Payments(nil, march, march, march+1) {
		fmt.Printf("%s %.3f\n", p.Month, p.Share)
	}
	// Output:
	// 2023-03 0.100
	// 2023-04 0.425
	// 2023-05 0.425
	// 2024-04 0.050
}
