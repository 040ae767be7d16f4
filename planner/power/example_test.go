package power_test

import (
	"fmt"

	"buildout/planner/power"
)

// Twelve generators of 3,000 kW carry what eleven can, six a side what five
// can; the same twelve arranged 4N/3, three to a system, what three systems can.
func ExampleSolve() {
	for _, text := range []string{"N+1", "2(N+1)", "4N/3"} {
		a, err := power.ParseArrangement(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		site := &power.Site{
			Shared:  []power.Stage{{Kind: power.Generator, Arrangement: a, Modules: 12, Rating: 3000, Buses: 1, Efficiency: 1}},
			Classes: [][]power.Stage{{}},
			Halls:   []power.Hall{{Name: "DH-1", Most: 100_000}},
		}
		s := power.Solve(site, power.Tier{})
		fmt.Printf("%s: %.0f kW\n", a, s.Alone[0]*power.KW(s.Share))
	}
	// Output:
	// N+1: 33000 kW
	// 2(N+1): 15000 kW
	// 4N/3: 27000 kW
}
