package power_test

import (
	"fmt"

	"buildout/planner/power"
)

// Two feeds of 230 V and 32 A: what NetBox adds up is twice what may be drawn.
func ExampleUsableVA() {
	feed := power.Circuit{Volts: 230, Amps: 32, Phases: 1, BreakerShare: 0.8}
	cords := []power.Cord{{Circuit: feed, Side: power.SideA, Panel: power.NoPanel}, {Circuit: feed, Side: power.SideB, Panel: power.NoPanel}}
	loads := power.NewPanels(nil).Put(4.6, cords, nil)
	fmt.Println(2*feed.NetBoxVA(), "VA in NetBox,", power.UsableVA(cords, loads), "VA usable")
	fmt.Println(loads[0].Now, "A on each,", loads[0].After, "after the loss of the other, of", loads[0].Limit)
	// Output:
	// 11776 VA in NetBox, 5888 VA usable
	// 10 A on each, 20 after the loss of the other, of 25.6
}
