package compare

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/finance"
)

// axisReader reads an axis of a sweep.
type axisReader struct {
	*sweepReader
	axis   Axis   // with the paths that those with * stand for
	origin []int  // place of each of its paths in those that were given
	at     string // path of the axis
}

// read returns what the axis may be set to; nothing where it has faults.
func (r *axisReader) read() (c choices) {
	given := len(r.axis.Paths)
	r.each()
	a, ways, before := &r.axis, r.ways(), len(r.faults)
	r.keys(ways, given)
	if len(r.faults) > before || given > 0 && len(a.Paths) == 0 {
		return choices{}
	}
	switch ways[0] {
	case "values":
		c = choices{count: len(a.Values), at: func(i int) setting { return same(a.Paths, a.Values[i]) }}
		r.try(c, func(i int) string { return r.below("values", i) })
	case "from":
		c = r.span()
	case "scale":
		c = r.moves(ways[0], a.Scale, scaled)
	case "shift":
		c = r.moves(ways[0], a.Shift, shifted)
	case "patches":
		c = choices{count: len(a.Patches), at: func(i int) setting { return setting{a.Patches[i].Name, a.Patches[i].Changes} }}
		r.patches()
	}
	return c
}

// ways lists how the axis says what it is set to.
func (r *axisReader) ways() (keys []string) {
	a := &r.axis
	for _, way := range []struct {
		key   string
		given bool
	}{
		{"values", len(a.Values) > 0}, {"from", a.From != "" || a.To != ""}, {"scale", len(a.Scale) > 0}, {"shift", len(a.Shift) > 0}, {"patches", len(a.Patches) > 0},
	} {
		if way.given {
			keys = append(keys, way.key)
		}
	}
	return keys
}

func (r *axisReader) below(key string, index ...int) string {
	path := r.at + "." + key
	for _, i := range index {
		path += "[" + strconv.Itoa(i) + "]"
	}
	return path
}

// path is where a path of the axis stands.
func (r *axisReader) path(i int) string { return r.below("paths", r.origin[i]) }

// each puts the paths that those with * stand for in their place.
func (r *axisReader) each() {
	given := r.axis.Paths
	r.axis.Paths = nil
	for i, path := range given[:min(len(given), maxPaths+1)] {
		paths, err := planner.EachPath(r.plan, r.ref, path, maxPaths)
		if err != nil {
			r.take(r.below("paths", i), err)
		}
		for _, p := range paths {
			r.axis.Paths, r.origin = append(r.axis.Paths, p), append(r.origin, i)
		}
	}
}

// keys requires that the axis says in one way what it is set to, and that paths
// were given where they are wanted.
func (r *axisReader) keys(ways []string, given int) {
	const all = "values, from and to, scale, shift and patches"
	a := &r.axis
	settings := max(len(a.Values), len(a.Scale), len(a.Shift), 1) * len(a.Paths)
	for _, p := range a.Patches {
		settings += len(p.Changes)
	}
	patched := slices.Contains(ways, "patches")
	switch {
	case len(ways) == 0:
		r.say(r.at, "", "an axis is set by one of %s", all)
	case len(ways) > 1:
		r.say(r.at, strings.Join(ways, " and "), "an axis is set by one of %s", all)
	case patched && given > 0:
		r.say(r.below("paths"), fmt.Sprintf("a list of %d", given), "patches name the paths they change; leave paths out")
	case !patched && given == 0:
		r.say(r.below("paths"), "an empty list", "give the path of what is varied, such as exchange_rates/0/krw")
	case len(a.Paths) > maxPaths:
		r.say(r.below("paths"), fmt.Sprintf("a list of %d", len(a.Paths)), "at most %d paths are varied together", maxPaths)
	case max(len(a.Values), len(a.Scale), len(a.Shift), len(a.Patches)) > MaxVariants || settings > maxSettings:
		r.say(r.at, fmt.Sprintf("%d values in all", settings), "an axis has at most %d values, and %d over all its paths", MaxVariants, maxSettings)
	}
	if ranged := slices.Contains(ways, "from"); !ranged && (a.Step != 0 || a.Count != 0) {
		r.say(r.at, "", "step and count are of a range; give from and to with them")
	}
}

// span reads the range of the axis.
func (r *axisReader) span() choices {
	a, before := &r.axis, len(r.faults)
	s := span{step: a.Step, count: a.Count}
	list := r.own(func(o own) bool { return o.kind != planner.TextReading }, "a range runs over numbers, won or months, and none of these stands here; give values")
	for i, o := range list {
		switch {
		case i == 0:
			s.kind, s.path = o.kind, o.path
		case (s.kind == planner.MonthReading) != (o.kind == planner.MonthReading):
			r.fault(r.path(i), o.path, "months and numbers are not of one range; vary them apart")
		case s.kind == planner.NumberReading: // the stricter of the two
			s.kind, s.path = o.kind, o.path
		}
	}
	if len(r.faults) > before {
		return choices{}
	}
	s.from, s.to = r.end("from", a.From, &s), r.end("to", a.To, &s)
	if len(r.faults) == before {
		r.steps(&s)
	}
	if len(r.faults) > before {
		return choices{}
	}
	c := s.choices(a.Paths)
	ends := choices{count: 2, at: func(i int) setting { return c.draw(float64(i) * math.Nextafter(1, 0)) }}
	r.try(ends, func(i int) string { return r.below([]string{"from", "to"}[i]) })
	return c
}

// mostEnd is the most a range may end at: below it every whole number is exact.
const mostEnd = 9e15

// end reads an end of a range.
func (r *axisReader) end(key, text string, s *span) float64 {
	kind := s.kind
	fault := func(message string, args ...any) float64 {
		r.fault(r.below(key), text, message, args...)
		return 0
	}
	if text == "" {
		r.say(r.below(key), "", "a range has both from and to")
		return 0
	}
	if kind == planner.MonthReading {
		m, err := finance.ParseMonth(text)
		if err != nil {
			return fault("a month stands at %s; write it as YYYY-MM", s.path)
		}
		return float64(m)
	}
	x, ok := number(text)
	switch {
	case ok && math.Abs(x) > mostEnd:
		return fault("a range ends within %.0g either way", mostEnd)
	case ok && (kind == planner.NumberReading || x == math.Trunc(x)):
		return x
	case ok && kind != planner.NumberReading:
		return fault("a whole number is wanted at %s", s.path)
	case kind == planner.WonReading:
		amount, err := finance.ParseKRW(text)
		if err != nil {
			return fault("%s", err)
		}
		return float64(amount)
	}
	return fault("a number without unit or separators is wanted at %s", s.path)
}

// number reads a number in digits.
func number(text string) (float64, bool) {
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil && !math.IsInf(x, 0) && !math.IsNaN(x) && !strings.ContainsAny(text, "xX_pP")
}

// steps requires that a range says how it is divided.
func (r *axisReader) steps(s *span) {
	width := math.Abs(s.to - s.from)
	stepped, counted := s.step != 0, s.count != 0
	switch {
	case stepped && counted:
		r.fault(r.below("count"), s.count, "a range has a step or a count; leave one out")
	case stepped && !(s.step > 0 && s.step <= math.MaxFloat64):
		r.fault(r.below("step"), s.step, "a step is above 0; the range falls where to is below from")
	case stepped && s.whole() && s.step != math.Trunc(s.step):
		r.fault(r.below("step"), s.step, "whole numbers stand at %s; a whole step is wanted", s.path)
	case counted && (s.count < 2 || s.count > MaxVariants):
		r.fault(r.below("count"), s.count, "a range has from 2 to %d values", MaxVariants)
	case counted && s.whole() && width < float64(s.count-1):
		r.fault(r.below("count"), s.count, "from %s to %s there are %.0f at most", r.axis.From, r.axis.To, width+1)
	case width == 0:
		r.fault(r.below("to"), r.axis.To, "the range ends where it begins; give values, or another end")
	case !stepped && !counted && !r.sampling:
		r.say(r.at, "", "give the step between values of the range, or their count; only latin_hypercube draws from a range as a whole")
	}
}

// own reads the plan's own values at the paths. Those that do not fit are faults
// of their paths.
func (r *axisReader) own(fits func(own) bool, message string) (list []own) {
	for i, path := range r.axis.Paths {
		reading, err := planner.Read(r.plan, r.ref, path)
		if err != nil {
			if again, unknown := planner.Read(r.patched, r.ref, path); unknown == nil {
				reading, err = again, nil
			}
		}
		if err != nil {
			r.take(r.path(i), err)
			continue
		}
		o := own{path: path, kind: reading.Kind, x: math.NaN()}
		if x, ok := number(reading.Text); ok {
			o.x = x
		} else if m, err := finance.ParseMonth(reading.Text); err == nil {
			o.x = float64(m)
		}
		if !fits(o) {
			found := reading.Text
			if found == "" {
				found = path
			}
			r.fault(r.path(i), found, "%s", message)
		}
		list = append(list, o)
	}
	return list
}

// moves reads an axis that scales or shifts the plan's own values.
func (r *axisReader) moves(key string, by []float64, of func([]own, []float64) choices) choices {
	before := len(r.faults)
	list := r.own(func(o own) bool {
		return !math.IsNaN(o.x) && o.kind != planner.TextReading && (key == "shift" || o.kind != planner.MonthReading)
	}, "the plan has no number here to "+key+map[string]string{"scale": "; a month is shifted", "shift": ", and no month"}[key])
	months := slices.ContainsFunc(list, func(o own) bool { return o.kind == planner.MonthReading })
	for i, x := range by {
		switch {
		case math.IsNaN(x) || math.IsInf(x, 0):
			r.fault(r.below(key, i), x, "a number is wanted")
		case months && x != math.Trunc(x):
			r.fault(r.below(key, i), x, "a month is shifted by whole months")
		}
	}
	if len(r.faults) > before {
		return choices{}
	}
	c := of(list, by)
	r.try(c, func(i int) string { return r.below(key, i) })
	return c
}
