package power_test

import (
	"fmt"

	"buildout/planner/power"
)

// Twelve generators of 3,000 kW carry what eleven can, six a side what five can.
func ExampleArrangement_UsableEqual() {
	for _, text := range []string{"N+1", "2(N+1)"} {
		a, err := power.ParseArrangement(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(a, a.UsableEqual(12, 3000), "kW")
	}
	// Output:
	// N+1 33000 kW
	// 2(N+1) 15000 kW
}
