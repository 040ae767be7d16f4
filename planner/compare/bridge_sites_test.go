package compare_test

import (
	"slices"
	"testing"

	"buildout/planner/compare"
)

func TestSitesOfAStep(t *testing.T) {
	s := compare.BridgeStep{Lines: []compare.BridgeLine{{Name: "a", Site: "x", Amount: 5}, {Name: "a", Site: "y", Amount: -9}, {Name: "b", Site: "x", Amount: 2}, {Name: "c", Amount: 1}}}
	want := []compare.BridgeLine{{Name: "y", Site: "y", Amount: -9}, {Name: "x", Site: "x", Amount: 7}, {Amount: 1}}
	if got := s.Sites(); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := (compare.BridgeStep{}).Sites(); len(got) != 0 {
		t.Errorf("a step without lines is of %+v", got)
	}
}

func TestSitesOfABridge(t *testing.T) {
	b := compare.BridgeResult{Steps: []compare.BridgeStep{
		{Lines: []compare.BridgeLine{{Site: "x", Amount: 100}, {Site: "y", Amount: -30}}}, {}, {Lines: []compare.BridgeLine{{Site: "x", Amount: -90}, {Amount: 5}}},
	}}
	want := []compare.BridgeLine{{Name: "y", Site: "y", Amount: -30}, {Name: "x", Site: "x", Amount: 10}, {Amount: 5}}
	if got := b.Sites(); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}
