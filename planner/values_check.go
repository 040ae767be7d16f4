package planner

import (
	"fmt"
	"math"
	"slices"
)

// valueFault is what is wrong with a value of a plan: its place among them, the
// key at fault, what was found there, and what would do.
type valueFault struct {
	index   int
	key     string
	found   any
	message string
}

// valueFaults lists what is wrong with a plan's values: names that the reference
// does not have or that stand twice, values out of bounds, and values that do
// not fit together, such as shares of a payment profile that no longer sum to 1.
func valueFaults(plan Plan, ref Reference) []valueFault {
	if len(plan.Values) == 0 {
		return nil
	}
	c := valueCheck{values: plan.Values, known: make([]bool, len(plan.Values))}
	w := numberWalk{yield: c.bounds}
	w.all(&ref)
	for i, known := range c.known {
		if !known {
			c.unknown(i, ref)
		}
	}
	c.twice()
	if len(c.faults) == 0 {
		c.together(withValues(plan, ref))
	}
	slices.SortStableFunc(c.faults, func(a, b valueFault) int { return a.index - b.index })
	return c.faults
}

// valueNames lists the names that a plan's values may have.
func valueNames(ref Reference) (names []string) {
	w := numberWalk{yield: func(n *number) {
		if n.editable() {
			names = append(names, n.name())
		}
	}}
	w.all(&ref)
	return names
}

type valueCheck struct {
	values []ValueOverride
	known  []bool
	faults []valueFault
}

func (c *valueCheck) fault(i int, key string, found any, message string, args ...any) {
	c.faults = append(c.faults, valueFault{i, key, found, fmt.Sprintf(message, args...)})
}

func (c *valueCheck) bounds(n *number) {
	for i, v := range c.values {
		if !n.named(v.Name) {
			continue
		}
		c.known[i] = true
		switch {
		case !n.editable():
			c.fault(i, "name", v.Name, "a unit price has a currency and a month as well; give it in cost_book.overrides, at code %s", n.parts[n.count-1])
		case !(v.Value >= n.least && v.Value <= n.most):
			c.fault(i, "value", v.Value, "must be from %v to %v %s", n.least, n.most, n.unit)
		case n.whole != nil && v.Value != math.Trunc(v.Value):
			c.fault(i, "value", v.Value, "must be a whole number of %s", n.unit)
		}
	}
}

func (c *valueCheck) unknown(i int, ref Reference) {
	name := c.values[i].Name
	known := valueNames(ref)
	if best := Nearest(clip(name), known); best != "" {
		c.fault(i, "name", name, "no such reference value; did you mean %s?", best)
		return
	}
	c.fault(i, "name", name, "no such reference value; there are %d, such as %s", len(known), known[0])
}

func (c *valueCheck) twice() {
	seen := map[string]bool{}
	for i, v := range c.values {
		if seen[v.Name] {
			c.fault(i, "name", v.Name, "stands twice; names must differ")
		}
		seen[v.Name] = true
	}
}

// together holds numbers against each other that a plan changed one of.
func (c *valueCheck) together(ref Reference) {
	for _, p := range ref.Book.Profiles {
		sum := p.Advance + p.Progress + p.Retention
		for _, m := range p.Milestones {
			sum += m.Share
		}
		c.require(math.Abs(sum-1) <= 1e-9, "cost_book.profiles."+p.Name, "the shares of the profile now sum to %.6g; change another so that they sum to 1", sum)
	}
	for _, e := range ref.Equipment {
		most := 1/e.Efficiency - 1
		c.require(e.Efficiency == 0 || e.NoLoadLoss <= most+1e-12, "equipment."+string(e.Kind), "no_load_loss %v is more than 1/efficiency - 1, which is all a module loses at full load: %.6g", e.NoLoadLoss, most)
	}
	for _, t := range ref.RackTypes {
		c.require(t.AverageKW <= t.PeakKW && t.PeakKW <= t.NameplateKW, "rack_types."+t.Name,
			"average, peak and nameplate must rise; they are now %v, %v and %v kW", t.AverageKW, t.PeakKW, t.NameplateKW)
	}
	for _, b := range ref.Benchmarks {
		c.require(b.Low <= b.High, "benchmarks."+b.Name, "low must not be above high; they are now %v and %v %s", b.Low, b.High, b.Unit)
	}
	for _, calendar := range ref.Calendars {
		c.require(slices.ContainsFunc(calendar.Work, func(share float64) bool { return share > 0 }), "calendars."+calendar.Name, "no month of the calendar has any work now; leave one above 0")
	}
	c.require(ref.Circuit.Phases != 2, "rack_circuit.phases", "must be 1 or 3")
	full, hasFull := assumed(ref, EconomiserFullC)
	none, hasNone := assumed(ref, EconomiserNoneC)
	c.require(!hasFull || !hasNone || full < none, "assumptions", "economiser_full_c must be below economiser_none_c; they are now %v and %v C", full, none)
}

// require adds a fault at each value of the part unless ok.
func (c *valueCheck) require(ok bool, part, message string, args ...any) {
	for i, v := range c.values {
		if !ok && (referencePart{prefix: part}).holds(v.Name) {
			c.fault(i, "value", v.Value, message, args...)
		}
	}
}

// assumed returns the value of an assumption, and whether there is one of the
// name.
func assumed(ref Reference, name AssumptionName) (value float64, ok bool) {
	for _, a := range ref.Assumptions {
		if a.Name == name {
			return a.Value, true
		}
	}
	return 0, false
}
