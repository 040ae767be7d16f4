package reference_test

import (
	"fmt"
	"strings"

	"buildout/planner"
	"buildout/planner/reference"
)

// The shipped reference and example plans are all that an evaluation needs.
func ExampleExamples() {
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
	for _, plan := range plans {
		result, err := planner.Evaluate(plan, ref)
		if err != nil {
			fmt.Println(err)
			continue
		}
		for _, site := range result.Sites {
			fmt.Printf("%s: %s carries %.0f kW from %s\n", plan.Name, site.Name, site.CompleteITKW, site.Energised)
		}
	}
	// Output:
	// two-sites-460: ansan carries 11200 kW from 2023-12
	// two-sites-460: siheung carries 11200 kW from 2024-12
	// ansan-460: ansan carries 24000 kW from 2024-01
	// ansan-460: siheung carries 64000 kW from 2027-01
	// as-it-went: ansan carries 24000 kW from 2024-01
	// as-it-went: namyangju carries 18000 kW from 2030-01
}

// A document that is no plan is refused with every fault at its line.
func ExampleLoad() {
	ref, err := reference.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = planner.DecodePlan([]byte("name: mine\nprice_base: soon\nbudgets: {}\n"), ref)
	lines := strings.Split(err.Error(), "\n")
	fmt.Println(strings.Join(lines[len(lines)-2:], "\n"))
	// Output:
	// line 2: price_base: found soon; "soon" is no month; write it as YYYY-MM, such as 2023-09
	// line 3: budgets: found an unknown key; no such key here; did you mean budget?
}
