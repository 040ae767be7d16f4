package compare

import (
	"math"
	"strconv"
	"strings"

	"buildout/planner"
)

// Axis is what is varied together: paths of planner.Change that are given the
// same value, or lists of changes. One of values, from and to, scale, shift and
// patches says how.
//
// Values of a range with a step are from + i * step, up to to; they fall where
// to is below from. Those of a range with a count are evenly from from to to.
// Whole numbers, won and months stay whole: what a count, a scale or a shift
// makes of them is rounded, half away from zero. Other numbers are rounded to
// the decimals of from and step, or to 12 digits. A range without step or count
// is drawn from by latin_hypercube alone: every whole number, won or month of
// it, or any number to a millionth of its width.
type Axis struct {
	Name    string       `json:"name,omitempty" doc:"The first path where omitted"`
	Paths   []string     `json:"paths,omitempty" doc:"Paths of changes; * in place of a name stands for every element of a list that has what the path goes on with, such as sites/*/halls/*/ups/arrangement"`
	Values  []string     `json:"values,omitempty" plain:"true" doc:"Values as text; numbers do as well. An empty one takes an optional value away"`
	From    string       `json:"from,omitempty" plain:"true" doc:"First of a range of numbers, won or months"`
	To      string       `json:"to,omitempty" plain:"true" doc:"Last of the range"`
	Step    float64      `json:"step,omitempty" doc:"Between values of the range, above 0 and in its unit; of months, months"`
	Count   int          `json:"count,omitempty" doc:"Values of the range, in place of step; at least 2"`
	Scale   []float64    `json:"scale,omitempty" doc:"Factors that the plan's own value at each path is multiplied by"`
	Shift   []float64    `json:"shift,omitempty" doc:"What is added to it, in its unit; months to a month"`
	Patches []SweepPatch `json:"patches,omitempty"`
}

// SweepPatch is changes that are made together.
type SweepPatch struct {
	Name    string           `json:"name"`
	Changes []planner.Change `json:"changes" nullable:"false"`
}

// name is what an axis is called: as it says, or by the first path it changes.
func (a *Axis) name() string {
	switch {
	case a.Name != "":
		return a.Name
	case len(a.Paths) > 0:
		return a.Paths[0]
	}
	for _, p := range a.Patches {
		if len(p.Changes) > 0 {
			return p.Changes[0].Path
		}
	}
	return "patches"
}

// setting is an axis at one of its values: what it is called, and the changes
// that make the plan so.
type setting struct {
	text    string
	changes []planner.Change
}

// choices are what an axis may be set to.
type choices struct {
	count int // 0 of a range that is drawn from
	at    func(i int) setting
	drawn func(u float64) setting // of the range, at a share of its width
}

// draw returns the value at a share of the axis, from 0 to below 1. A list is
// cut evenly.
func (c *choices) draw(u float64) setting {
	if c.count == 0 {
		return c.drawn(u)
	}
	return c.at(min(int(u*float64(c.count)), c.count-1))
}

// same sets all paths to a text.
func same(paths []string, text string) setting {
	s := setting{text: text, changes: make([]planner.Change, len(paths))}
	for i, p := range paths {
		s.changes[i] = planner.Change{Path: p, Value: text}
	}
	return s
}

// span is a range of numbers, or of months counted from year 0.
type span struct {
	from, to float64
	step     float64 // above 0; 0 where it has none
	count    int     // of values evenly over it; 0 where it has none
	kind     planner.ReadingKind
	path     string // whose value is of that kind, the strictest of all paths
}

func (s *span) whole() bool { return s.kind != planner.NumberReading }

// most is the most values a range is counted to have.
const most = 1e15

// choices returns what a range gives the paths of an axis.
func (s *span) choices(paths []string) choices {
	text := func(x float64, decimals int) setting { return same(paths, s.text(x, decimals)) }
	width := s.to - s.from
	step, count := s.step, s.count
	switch {
	case count > 0:
		return choices{count: count, at: func(i int) setting {
			if i == count-1 {
				return text(s.to, -1)
			}
			return text(digits(s.from+float64(i)*(width/float64(count-1))), -1)
		}}
	case step == 0 && !s.whole():
		decimals := min(max(6-int(math.Floor(math.Log10(math.Abs(width)))), 0), 15)
		return choices{drawn: func(u float64) setting { return text(s.from+u*width, decimals) }}
	case step == 0:
		step = 1
	}
	decimals := max(decimalsOf(s.from), decimalsOf(step))
	count = int(min(math.Floor(math.Abs(width)/step+1e-9), most)) + 1
	return choices{count: count, at: func(i int) setting {
		return text(s.from+math.Copysign(float64(i)*step, width), decimals)
	}}
}

// text writes a value of the range with so many decimals, as many as it has
// where that is below 0.
func (s *span) text(x float64, decimals int) string {
	switch s.kind {
	case planner.MonthReading:
		return planner.Month(math.Round(x)).String()
	case planner.NumberReading:
		return numberText(x, decimals)
	}
	return numberText(math.Round(x), 0)
}

// numberText writes a number with at most so many decimals, as many as it has
// where that is below 0, and without an exponent.
func numberText(x float64, decimals int) string {
	text := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// decimalsOf returns how many decimals a number is written with.
func decimalsOf(x float64) int {
	_, after, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	return len(after)
}

// digits rounds a number to 12 digits.
func digits(x float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	if err != nil {
		return x
	}
	return rounded
}

// own is the plan's own value at a path.
type own struct {
	path string
	kind planner.ReadingKind
	x    float64 // the number; of a month, months from year 0
}

// text writes what the value is after it was moved to x.
func (o own) text(x float64, decimals int) string {
	s := span{kind: o.kind}
	return s.text(x, decimals)
}

// moved returns what the values of an axis are that moves the plan's own by one
// of a list: called so after the value it gives a single path, and after the
// move where there are more.
func moved(list []own, by []float64, mark func(float64) string, move func(own, float64) string) choices {
	return choices{count: len(by), at: func(i int) setting {
		s := setting{text: mark(by[i]), changes: make([]planner.Change, len(list))}
		for j, o := range list {
			s.changes[j] = planner.Change{Path: o.path, Value: move(o, by[i])}
		}
		if len(list) == 1 {
			s.text = s.changes[0].Value
		}
		return s
	}}
}

func scaled(list []own, by []float64) choices {
	return moved(list, by, func(f float64) string { return "×" + numberText(f, -1) }, func(o own, f float64) string {
		return o.text(digits(o.x*f), -1)
	})
}

func shifted(list []own, by []float64) choices {
	return moved(list, by, func(d float64) string {
		if d >= 0 {
			return "+" + numberText(d, -1)
		}
		return numberText(d, -1)
	}, func(o own, d float64) string {
		return o.text(o.x+d, max(decimalsOf(o.x), decimalsOf(d)))
	})
}
