package planner_test

import (
	"slices"
	"testing"

	"buildout/planner"
)

// TestSiteWorking tabulates the site of two phases that share generators, as its
// case works it out by hand: the first hall alone has 1,000 kW, both have 750 kW,
// the second, without the plant of the first phase, none; nothing without a feed.
func TestSiteWorking(t *testing.T) {
	ref := smallReference(t)
	r, err := planner.Evaluate(casePlan(t, "shared-plant-in-phases", ref), ref)
	if err != nil {
		t.Fatal(err)
	}
	w, ok := r.Working()
	if !ok {
		t.Fatal("the result has no working")
	}
	s := w.Sites[0]
	if !s.Whole || len(s.States) != 16 || !slices.Equal(s.Phases, []int{0, 1}) {
		t.Fatalf("%d states, whole %v, of phases %v; want 16 of two phases and two feeds", len(s.States), s.Whole, s.Phases)
	}
	for _, want := range []struct {
		built     []bool
		usable    []planner.KW
		installed []planner.KW
		carries   []bool
	}{
		{[]bool{false, false, false, false}, []planner.KW{0, 0}, []planner.KW{0, 0}, []bool{false, false}},
		{[]bool{true, false, true, true}, []planner.KW{1000, 0}, []planner.KW{1000, 0}, []bool{true, false}},
		{[]bool{true, true, true, true}, []planner.KW{750, 750}, []planner.KW{1000, 1000}, []bool{true, true}},
		{[]bool{false, true, true, true}, []planner.KW{0, 0}, []planner.KW{0, 0}, []bool{false, false}},
		{[]bool{true, true, false, false}, []planner.KW{0, 0}, []planner.KW{0, 0}, []bool{false, false}},
	} {
		i := slices.IndexFunc(s.States, func(st planner.StateWorking) bool { return slices.Equal(st.Built, want.built) })
		if i < 0 {
			t.Errorf("%v is not in the table", want.built)
			continue
		}
		st := s.States[i]
		if !slices.Equal(st.UsableKW, want.usable) || !slices.Equal(st.InstalledKW, want.installed) || !slices.Equal(st.Carries, want.carries) {
			t.Errorf("%v: usable %v, installed %v, carries %v; want %v, %v, %v", want.built, st.UsableKW, st.InstalledKW, st.Carries, want.usable, want.installed, want.carries)
		}
		if sum := st.UsableKW[0] + st.UsableKW[1]; st.SiteKW != sum {
			t.Errorf("%v: site %v, halls %v", want.built, st.SiteKW, sum)
		}
	}
	if last := s.Draws[len(s.Draws)-1]; last.ContractedKW != 4000 || s.Draws[0].ContractedKW != 0 {
		t.Errorf("contracted %v first and %v last, want 0 and 4,000", s.Draws[0].ContractedKW, last.ContractedKW)
	}
}

// TestSiteWorkingBounds tabulates a site of many phases: its own way through time
// first, each state once, and not all that may be.
func TestSiteWorkingBounds(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "shared-plant-in-phases", ref)
	s := &plan.Sites[0]
	second := s.Phases[1]
	for i := range 8 {
		ph := second
		ph.Name, ph.Start, ph.Halls = ph.Name+string(rune('a'+i)), ph.Start+planner.Month(i), slices.Clone(second.Halls)
		ph.Halls[0].Name += string(rune('a' + i))
		s.Phases = append(s.Phases, ph)
	}
	r, err := planner.Evaluate(plan, ref)
	if err != nil {
		t.Fatal(err)
	}
	w, _ := r.Working()
	states := w.Sites[0].States
	if w.Sites[0].Whole || len(states) != 128 {
		t.Errorf("%d states, whole %v, want 128 of 4,096", len(states), w.Sites[0].Whole)
	}
	count := func(st planner.StateWorking) (n int) {
		for _, b := range st.Built {
			if b {
				n++
			}
		}
		return n
	}
	if count(states[0]) != 0 || !slices.ContainsFunc(states, func(st planner.StateWorking) bool { return count(st) == 12 }) {
		t.Error("the table does not go from nothing to everything")
	}
	for i := range states {
		if slices.ContainsFunc(states[:i], func(o planner.StateWorking) bool { return slices.Equal(o.Built, states[i].Built) }) {
			t.Errorf("%v stands twice", states[i].Built)
		}
	}
}

// BenchmarkWorking works out what a result was worked out of.
func BenchmarkWorking(b *testing.B) {
	ref := smallReference(b)
	r, err := planner.Evaluate(casePlan(b, "shared-plant-in-phases", ref), ref)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, ok := r.Working(); !ok {
			b.Fatal("the result has no working")
		}
	}
}
