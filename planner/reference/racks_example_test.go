package reference_test

import (
	"fmt"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/reference"
)

// Demand fills a hall of 2,800 kW with 466 racks of 6. On the shipped circuit each
// draws a third of what the loss of a side leaves it; NetBox counts both sides.
func ExampleLoad_racks() {
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
	layout, err := planner.Racks(plans[0], ref, "ansan", "DH-1", finance.MonthOf(2024, 6))
	if err != nil {
		fmt.Println(err)
		return
	}
	first := layout.Racks[0]
	fmt.Printf("%d racks in %d positions, %d limits broken\n", len(layout.Racks), layout.RackPositions, len(layout.Faults))
	fmt.Printf("%s in %s/%d: %.1f %% after a loss, %.0f VA usable, %.0f in NetBox\n",
		first.Name, first.Row, first.Position, 100*first.FailoverShare, first.UsableVA, first.NetBoxVA)
	// Output:
	// 466 racks in 500 positions, 0 limits broken
	// talk-1 in R01/1: 35.6 % after a loss, 16849 VA usable, 33698 in NetBox
}
