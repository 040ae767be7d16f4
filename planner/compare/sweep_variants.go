package compare

import (
	"math"
	"math/bits"

	"buildout/planner"
)

// variants are what a sweep makes of a plan.
type variants struct {
	plan   planner.Plan
	method Method
	names  []string // of the axes
	axes   []choices
	count  int
	latin  *latin // of latin_hypercube

	columns []Measure
	where   []Condition
	pareto  []Measure
}

// size returns how many variants a method makes of axes; more than there are
// numbers for count as the greatest.
func size(method Method, axes []choices, samples int) int {
	switch method {
	case LatinHypercube:
		return samples
	case OneAtATime:
		n := 1
		for i := range axes {
			n += min(axes[i].count, math.MaxInt-n)
		}
		return n
	}
	n := uint64(1)
	for i := range axes {
		over, product := bits.Mul64(n, uint64(axes[i].count))
		if over > 0 || product > math.MaxInt {
			return math.MaxInt
		}
		n = product
	}
	return int(n)
}

// settings returns what a variant sets the axes to, and the axis that is set by
// one_at_a_time: below 0 where none is. An axis that is left as the plan has it
// has the zero setting.
func (v *variants) settings(index int) (list []setting, axis int) {
	list, axis = make([]setting, len(v.axes)), -1
	switch v.method {
	case LatinHypercube:
		for a := range v.axes {
			list[a] = v.axes[a].draw(v.latin.share(a, index))
		}
	case OneAtATime:
		if index == 0 {
			return list, axis
		}
		index--
		for axis = 0; index >= v.axes[axis].count; axis++ {
			index -= v.axes[axis].count
		}
		list[axis] = v.axes[axis].at(index)
	default: // the last axis turns fastest
		for a := len(v.axes) - 1; a >= 0; a-- {
			list[a] = v.axes[a].at(index % v.axes[a].count)
			index /= v.axes[a].count
		}
	}
	return list, axis
}

// changesOf returns the changes of settings in the order of the axes, and what
// the axes are set to.
func changesOf(list []setting) (changes []planner.Change, texts []string) {
	texts = make([]string, len(list))
	for i := range list {
		texts[i] = list[i].text
		changes = append(changes, list[i].changes...)
	}
	return changes, texts
}

// VariantAt returns a variant of a sweep by its index, as Sweep evaluates it. The
// error is *planner.Invalid: faults of the sweep, or of the variant.
func (e Evaluator) VariantAt(plan planner.Plan, s Sweep, index int) (planner.Plan, error) {
	changes, err := e.ChangesAt(plan, s, index)
	if err != nil {
		return planner.Plan{}, err
	}
	return planner.Apply(plan, e.Reference, changes)
}

// ChangesAt returns the changes that make a variant of a sweep of its plan, by its
// index: what is scaled and shifted is worked out. The error is *planner.Invalid:
// faults of the sweep, or that it has no such variant.
func (e Evaluator) ChangesAt(plan planner.Plan, s Sweep, index int) ([]planner.Change, error) {
	v, err := e.variants(plan, s)
	if err != nil {
		return nil, err
	}
	if index < 0 || index >= v.count {
		return nil, &planner.Invalid{Faults: []planner.Fault{planner.NewFault("index", index, "the sweep has %d variants, from 0", v.count)}}
	}
	settings, _ := v.settings(index)
	changes, _ := changesOf(settings)
	return changes, nil
}
