package planner

import (
	"slices"
	"testing"

	"buildout/planner/power"
)

// TestRearranged: a side of N+1 of 5 carries the load of 4 modules, and so does
// what it is turned into. Worked by hand: 2N has 4 on each of two sides; 4N/3
// must carry 4 on 3 systems, so 2 on each of 4; block 4+1 has one on each of 4
// systems and one on the catcher. What later phases add carries on top of it
// what it did, and never less than one module a system.
func TestRearranged(t *testing.T) {
	for _, c := range []struct {
		was, want string
		counts    []int
		modules   []int
	}{
		{"N+1", "2N", []int{5}, []int{8}},
		{"N+1", "N", []int{5}, []int{4}},
		{"N+1", "N+1", []int{5}, []int{5}},
		{"N+1", "N+2", []int{5}, []int{6}},
		{"N+1", "2(N+1)", []int{5}, []int{10}},
		{"2N", "N+1", []int{8}, []int{5}},
		{"2(N+1)", "N", []int{10}, []int{4}},
		{"N+1", "4N/3", []int{5}, []int{8}},
		{"N+1", "3N/2", []int{5}, []int{6}},
		{"N+1", "block 4+1", []int{5}, []int{5}},
		{"N+1", "block 3+1", []int{5}, []int{8}},
		{"4N/3", "2N", []int{8}, []int{12}},
		{"block 4+1", "2N", []int{5}, []int{8}},
		{"N+1", "2N", []int{3, 1}, []int{4, 2}},
		{"N+1", "2(N+1)", []int{3, 1, 2}, []int{6, 2, 4}},
		{"2N", "N+1", []int{4, 2}, []int{3, 1}},
		{"N", "4N/3", []int{4, 1, 1, 1}, []int{8, 4, 4, 4}},
		{"N", "4N/3", []int{3, 2, 4}, []int{4, 4, 4}},
		{"2N", "N+1", []int{5}, []int{5}},
		{"2N", "N+1", []int{4, 1}, []int{4, 1}},
		{"N+2", "2N", []int{2}, []int{2}},
	} {
		was, err := power.ParseArrangement(c.was)
		if err != nil {
			t.Fatal(err)
		}
		want, err := power.ParseArrangement(c.want)
		if err != nil {
			t.Fatal(err)
		}
		if got := rearranged(was, want, c.counts); !slices.Equal(got, c.modules) {
			t.Errorf("%v modules of %s are %v as %s, want %v", c.counts, c.was, got, c.want, c.modules)
		}
	}
}
