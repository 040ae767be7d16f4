package compare

import (
	"errors"
	"fmt"
	"slices"

	"buildout/planner"
)

// try makes every setting to the plan. A path that leads nowhere whatever the
// value is a fault of the path, any other one of the value, which stands at a
// place of the sweep.
func (r *axisReader) try(c choices, place func(i int) string) {
	first, last := c.at(0), c.at(c.count-1)
	var sound []string
	for j, path := range r.axis.Paths {
		faults := r.faultsOf([]planner.Change{first.changes[j]})
		if len(faults) > 0 && len(r.faultsOf([]planner.Change{last.changes[j]})) > 0 && r.leadsNowhere(path) {
			r.put(r.path(j), faults[0])
			continue
		}
		sound = append(sound, path)
	}
	t := trial{axisReader: r, c: c, paths: sound, place: place}
	t.search(0, c.count)
}

func (r *axisReader) leadsNowhere(path string) bool {
	_, err := planner.Read(r.plan, r.ref, path)
	if err != nil {
		_, err = planner.Read(r.patched, r.ref, path)
	}
	return err != nil
}

// trial looks for the settings that cannot be made.
type trial struct {
	*axisReader
	c     choices
	paths []string // those of the axis that lead somewhere
	place func(i int) string
}

// search halves what has faults until it is at the settings that have them.
func (t *trial) search(from, to int) {
	var changes []planner.Change
	for i := from; i < to; i++ {
		for _, c := range t.c.at(i).changes {
			if slices.Contains(t.paths, c.Path) {
				changes = append(changes, c)
			}
		}
	}
	faults := t.faultsOf(changes)
	switch {
	case len(faults) == 0 || len(t.faults) >= maxSweepFaults:
	case to-from > 1:
		t.search(from, (from+to)/2)
		t.search((from+to)/2, to)
	default:
		for _, f := range faults {
			f.Message = f.Path + ": " + f.Message
			t.put(t.place(from), f)
		}
	}
}

// faultsOf returns what keeps changes from being made to the plan. What is there
// by a patch of an axis before is there.
func (r *axisReader) faultsOf(changes []planner.Change) []planner.Fault {
	_, err := planner.Changed(r.plan, r.ref, changes)
	if err != nil {
		_, err = planner.Changed(r.patched, r.ref, changes)
	}
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		return invalid.Faults
	}
	return nil
}

// patches requires that patches have names that differ, and that their changes
// can be made.
func (r *axisReader) patches() {
	seen := map[string]bool{}
	for i, p := range r.axis.Patches {
		switch {
		case !planner.ValidName(p.Name):
			r.fault(r.below("patches", i)+".name", p.Name, "a patch has a name of 1 to 100 characters, without control characters or space at its ends")
		case seen[p.Name]:
			r.fault(r.below("patches", i)+".name", p.Name, "stands twice; names must differ")
		}
		seen[p.Name] = true
		for _, f := range r.faultsOf(p.Changes) {
			at := slices.IndexFunc(p.Changes, func(c planner.Change) bool { return c.Path == f.Path })
			r.put(r.below("patches", i)+fmt.Sprintf(".changes[%d]", at), f)
		}
	}
}
