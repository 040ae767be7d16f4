package compare

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
)

// The most a sweep may ask for.
const (
	maxAxes       = 50
	maxPaths      = 500     // of an axis
	maxSettings   = 100_000 // paths times values of an axis, or changes of its patches
	maxColumns    = 200
	maxConditions = 50
)

// defaultColumns are what is reported where a sweep chooses none.
var defaultColumns = []string{"forecast_krw", "usable_it_kw", "energised", "tier_achieved", "least_headroom_kw"}

// variants reads a sweep. The error is *planner.Invalid with every fault that
// holds whatever the variant: those of a plan that a variant makes are told with
// the variant.
func (e Evaluator) variants(plan planner.Plan, s Sweep) (*variants, error) {
	r := sweepReader{ref: e.Reference, plan: plan, patched: plan, varied: map[string]int{}}
	v := &variants{plan: plan, method: s.Method}
	if v.method == "" {
		v.method = Grid
	}
	r.method(v.method, &s)
	r.axes(v, s.Vary)
	v.columns, v.where, v.pareto = r.columns(&s), r.where(s.Where), r.pareto(s.Pareto)
	if len(r.faults) == 0 {
		r.count(v, &s)
	}
	if len(r.faults) > 0 {
		return nil, &planner.Invalid{Faults: r.faults}
	}
	if v.method == LatinHypercube {
		v.latin = newLatin(len(v.axes), v.count, s.Seed)
	}
	return v, nil
}

// sweepReader collects the faults of a sweep.
type sweepReader struct {
	ref      planner.Reference
	plan     planner.Plan
	patched  planner.Plan   // with all patches of the axes before
	varied   map[string]int // axis by path
	sampling bool           // by latin_hypercube
	faults   []planner.Fault
}

// maxSweepFaults is the most faults told at once.
const maxSweepFaults = 1000

func (r *sweepReader) fault(path string, found any, message string, args ...any) {
	r.put(path, planner.NewFault(path, found, message, args...))
}

// say adds a fault at a path where what was found is told in words; empty where
// nothing is.
func (r *sweepReader) say(path, found, message string, args ...any) {
	r.put(path, planner.Fault{Found: found, Message: fmt.Sprintf(message, args...)})
}

// put adds a fault at a path.
func (r *sweepReader) put(path string, f planner.Fault) {
	if f.Path = path; len(r.faults) < maxSweepFaults {
		r.faults = append(r.faults, f)
	}
}

// take adds the faults of an error at a path.
func (r *sweepReader) take(path string, err error) {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		r.say(path, "", "%s", err)
		return
	}
	for _, f := range invalid.Faults {
		r.put(path, f)
	}
}

func (r *sweepReader) method(m Method, s *Sweep) {
	methods := []string{string(Grid), string(LatinHypercube), string(OneAtATime)}
	r.sampling = m == LatinHypercube
	switch {
	case !slices.Contains(methods, string(m)):
		r.fault("method", string(m), "no such method%s", planner.Offered(string(m), methods))
	case !r.sampling && s.Samples != 0:
		r.fault("samples", s.Samples, "samples are drawn by latin_hypercube; choose that method, or leave samples out")
	case r.sampling && (s.Samples < 1 || s.Samples > MaxVariants):
		r.fault("samples", s.Samples, "say how many variants latin_hypercube is to draw, from 1 to %d", MaxVariants)
	}
}

// axes reads what is varied.
func (r *sweepReader) axes(v *variants, list []Axis) {
	switch {
	case len(list) == 0:
		r.say("vary", "an empty list", "nothing is varied; give at least one axis, such as {\"paths\": [\"exchange_rates/0/krw\"], \"values\": [1300, 1400]}")
	case len(list) > maxAxes:
		r.say("vary", fmt.Sprintf("a list of %d", len(list)), "at most %d axes are varied at once", maxAxes)
		return
	}
	for i := range list {
		at, name := fmt.Sprintf("vary[%d]", i), list[i].name()
		if slices.Contains(v.names, name) {
			r.fault(at+".name", name, "there is an axis of that name; give this one another")
		}
		a := axisReader{sweepReader: r, axis: list[i], at: at}
		v.names, v.axes = append(v.names, name), append(v.axes, a.read())
		r.once(&a, i)
		r.patch(list[i].Patches)
	}
}

// once requires that no axis before varies a path of this one.
func (r *sweepReader) once(a *axisReader, index int) {
	for j, path := range a.axis.Paths {
		if before, twice := r.varied[path]; twice {
			r.fault(a.path(j), path, "vary[%d] varies it already; take it out of one", before)
		}
		r.varied[path] = index
	}
}

// patch makes patches to the plan that later axes may speak of.
func (r *sweepReader) patch(list []SweepPatch) {
	for _, p := range list {
		if changed, err := planner.Changed(r.patched, r.ref, p.Changes); err == nil {
			r.patched = changed
		}
	}
}

// columns reads what is reported of the variants.
func (r *sweepReader) columns(s *Sweep) []Measure {
	names := s.Columns
	if len(names) > maxColumns {
		r.say("columns", fmt.Sprintf("a list of %d", len(names)), "at most %d columns are reported", maxColumns)
		names = names[:maxColumns]
	}
	if len(names) > 0 {
		return r.measures("columns", names, true)
	}
	return r.measures("columns", s.Reported(), false)
}

// Reported lists the measures that are reported of a variant: the columns, or
// where there are none those that are told then.
func (s *Sweep) Reported() []string {
	if len(s.Columns) > 0 {
		return s.Columns
	}
	names := slices.Clone(defaultColumns)
	for _, name := range s.Pareto[:min(len(s.Pareto), mostPareto)] {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// pareto reads the measures of the Pareto set.
func (r *sweepReader) pareto(names []string) []Measure {
	if n := len(names); n > 0 && n < leastPareto || n > mostPareto {
		r.say("pareto", fmt.Sprintf("a list of %d", n), "a Pareto set is over two or three measures")
		names = names[:min(n, mostPareto)]
	}
	return r.measures("pareto", names, true)
}

// where reads the conditions.
func (r *sweepReader) where(texts []string) (list []Condition) {
	if len(texts) > maxConditions {
		r.say("where", fmt.Sprintf("a list of %d", len(texts)), "at most %d conditions are held", maxConditions)
		texts = texts[:maxConditions]
	}
	for i, text := range texts {
		at := fmt.Sprintf("where[%d]", i)
		c, err := ParseCondition(text)
		if err == nil {
			c, err = c.In(r.ref)
		}
		if err != nil {
			r.take(at, err)
			continue
		}
		r.site(at, c.Measure.Name)
		list = append(list, c)
	}
	return list
}

// measures reads names of measures, which are told as faults where they were
// given.
func (r *sweepReader) measures(key string, names []string, given bool) (list []Measure) {
	for i, name := range names {
		at := fmt.Sprintf("%s[%d]", key, i)
		m, err := ParseMeasure(name)
		switch {
		case !given && err != nil: // told where it was given
		case err != nil:
			r.take(at, err)
		case slices.Contains(names[:i], name):
			r.fault(at, name, "stands twice; take one away")
		case key == "pareto" && m.Better == Neither:
			r.fault(at, name, "neither more nor less of it is better; choose a measure of which one is")
		default:
			r.site(at, m.Name)
			list = append(list, m)
		}
	}
	return list
}

// site requires that the site of a measure is one of the plan: no change adds
// another.
func (r *sweepReader) site(at, measure string) {
	parts := strings.Split(measure, "/")
	if len(parts) < 2 || parts[0] != "sites" {
		return
	}
	var names []string
	for _, s := range r.plan.Sites {
		names = append(names, planner.PathName(s.Name))
	}
	if !slices.Contains(names, parts[1]) {
		r.fault(at, measure, "the plan has no site %s%s", strconv.Quote(parts[1]), planner.Offered(parts[1], names))
	}
}

// count requires that there are not too many variants.
func (r *sweepReader) count(v *variants, s *Sweep) {
	v.count = size(v.method, v.axes, s.Samples)
	if v.count <= MaxVariants {
		return
	}
	factors := make([]string, len(v.axes))
	for i := range v.axes {
		factors[i] = strconv.Itoa(v.axes[i].count)
	}
	found, total := strings.Join(factors, " x "), strconv.Itoa(v.count)
	if v.count == math.MaxInt {
		total = "more than " + total
	}
	message := "a grid has at most %d variants; give fewer values, or draw samples by latin_hypercube"
	if v.method == OneAtATime {
		found, message = "1 + "+strings.Join(factors, " + "), "at most %d values are tried; give fewer"
	}
	if len(factors) > 1 || v.method == OneAtATime {
		total = found + " = " + total
	}
	r.faults = append(r.faults, planner.Fault{Path: "vary", Found: total + " variants", Message: fmt.Sprintf(message, MaxVariants)})
}
