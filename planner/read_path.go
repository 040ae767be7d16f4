package planner

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"buildout/planner/power"
)

// Reading is the value that stands at a path of Change.
type Reading struct {
	Text string // as Change takes it; empty where the plan gives none
	Kind ReadingKind
}

// ReadingKind is what a value is a text of.
type ReadingKind int

// The kinds of values.
const (
	TextReading   ReadingKind = iota // a text, a truth value, an arrangement, texts with commas between
	NumberReading                    // a number
	WholeReading                     // a whole number
	WonReading                       // an amount of won
	MonthReading                     // a calendar month
)

// Read returns the value at a path of Change. Below cost_book/overrides/CODE it
// is that of the shipped price where the plan has none of its own, at values/NAME
// the reference value, whole where that must be, and below redundancy_tiers that
// of the shipped tier. The error is *Invalid and says where the path leads nowhere.
func Read(plan Plan, ref Reference, path string) (Reading, error) {
	c := readerOf(plan, ref, path)
	r, ok := c.read()
	if !ok {
		return Reading{}, &Invalid{c.faults}
	}
	return r, nil
}

// readerOf returns a changer that only reads. What it makes on its way to a place,
// it makes beside the plan: the lists it may add to are its own.
func readerOf(plan Plan, ref Reference, path string) changer {
	plan.Budget.Ceilings = slices.Clone(plan.Budget.Ceilings)
	plan.CostBook.Overrides = slices.Clip(plan.CostBook.Overrides)
	plan.RedundancyTiers = slices.Clip(plan.RedundancyTiers)
	return changer{plan: plan, ref: ref, change: Change{Path: path}, reading: true}
}

func (c *changer) read() (r Reading, ok bool) {
	parts, ok := c.parts()
	switch {
	case !ok:
		return r, false
	case len(parts) == 2 && parts[0] == "values":
		return c.readValue(parts[1])
	case len(parts) == 3 && parts[0] == "redundancy_tiers" && parts[2] == "copy":
		c.fault("copy", "copy makes a tier; there is no value to read")
		return r, false
	case len(parts) == 3 && parts[0] == "redundancy_tiers" && isKind(parts[2]):
		return c.readDemand(parts[1], power.Kind(parts[2]))
	}
	at, ok := c.find(parts)
	if !ok {
		return r, false
	}
	t := at.value.Type()
	switch {
	case t.Kind() == reflect.Slice && isScalar(t.Elem()):
		for i := range at.value.Len() {
			r.Text += strings.Repeat(", ", min(i, 1)) + ValueText(at.value.Index(i))
		}
	case !isScalar(t):
		c.fault(parts[len(parts)-1], "%s", onward(t))
		return r, false
	default:
		r.Kind = readingOf(t)
		if absent := c.made || at.optional && at.value.IsZero() && t.Kind() != reflect.Bool; !absent {
			r.Text = ValueText(at.value)
		}
	}
	return r, true
}

// readValue reads the reference value of a name, or the plan's own in its place.
func (c *changer) readValue(name string) (r Reading, ok bool) {
	if !c.isValue(name) {
		return r, false
	}
	ref := withValues(c.plan, c.ref)
	w := numberWalk{yield: func(n *number) {
		if !n.named(name) || !n.editable() {
			return
		}
		r = Reading{Text: ValueText(reflect.ValueOf(n.value())), Kind: NumberReading}
		if n.whole != nil {
			r.Kind = WholeReading
		}
	}}
	w.all(&ref)
	return r, true
}

// readDemand reads the least arrangement that a tier asks of a kind of stage.
func (c *changer) readDemand(name string, kind power.Kind) (r Reading, ok bool) {
	if known := tierNames(c.plan, c.ref); !slices.Contains(known, name) {
		c.unknown(name, known)
		return r, false
	}
	for _, a := range tierOf(c.plan, c.ref, name).Arrangements {
		if a.Kind == kind {
			r.Text = a.Arrangement.String()
		}
	}
	return r, true
}

func readingOf(t reflect.Type) ReadingKind {
	switch {
	case t == reflect.TypeFor[Month]():
		return MonthReading
	case t == reflect.TypeFor[KRW]():
		return WonReading
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		return WholeReading
	case t.Kind() == reflect.Float64:
		return NumberReading
	}
	return TextReading
}

// ValueText writes a single value of a plan as Change takes it: a month, a tier's
// arrangement and the like by their texts, numbers without exponent, in the fewest digits that
// read back the same. Of any other type it panics.
func ValueText(v reflect.Value) string {
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return ""
		}
		return string(text)
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	}
	panic("planner: no text of a " + v.Type().String())
}
