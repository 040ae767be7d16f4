package query

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"buildout/planner"
)

// The operators by the kind of a field, after __.
var (
	ofAll   = []Operator{Not, Empty}
	ofOrder = []Operator{Above, AtLeast, Below, AtMost}
	ofTexts = []Operator{Holds, HoldsNot, Begins, BeginsNot, Ends, EndsNot, Same, SameNot}
)

// Operators lists the operators that fit the kind, beside Is.
func (k Kind) Operators() []Operator {
	switch k {
	case Text:
		return slices.Concat(ofAll, ofOrder, ofTexts)
	case Boolean:
		return ofAll
	}
	return slices.Concat(ofAll, ofOrder)
}

func (p *parser) filter(name string, texts []string) {
	field, op, ok := p.fieldAndOperator(name)
	if !ok {
		return
	}
	if len(texts) > maxValues {
		p.fault(name, "", "has %d values; give at most %d", len(texts), maxValues)
		return
	}
	f := Filter{Field: field, Op: op}
	for _, text := range texts {
		if v, fault := f.value(text); fault != "" {
			p.fault(name, text, "%s", fault)
		} else {
			f.Values = append(f.Values, v)
		}
	}
	p.query.Filters = append(p.query.Filters, f)
}

// fieldAndOperator reads the name of a filter.
func (p *parser) fieldAndOperator(name string) (Field, Operator, bool) {
	if field, known := p.field(name); known {
		return field, Is, true
	}
	stem, operator := name, ""
	if i := strings.LastIndex(name, "__"); i >= 0 {
		stem, operator = name[:i], name[i+2:]
	}
	field, known := p.field(stem)
	if !known {
		p.fault(name, strings.Join(p.values[name], ","), "%s", p.noField(stem, slices.Concat(p.fieldNames(), parameters)))
		return Field{}, "", false
	}
	fitting := field.Kind.Operators()
	if !slices.Contains(fitting, Operator(operator)) {
		p.fault(name, strings.Join(p.values[name], ","), "%s", noOperator(operator, field))
		return Field{}, "", false
	}
	return field, Operator(operator), true
}

// noOperator says that an operator is unknown or does not fit a field.
func noOperator(operator string, field Field) string {
	var names []string
	for _, o := range field.Kind.Operators() {
		names = append(names, string(o))
	}
	if slices.Contains(Text.Operators(), Operator(operator)) {
		return operator + " compares texts or sizes, and " + field.Name + " is a " + field.Kind.String() + "; it takes " + strings.Join(names, ", ")
	}
	if len(operator) <= maxValue {
		if best := planner.Nearest(operator, names); best != "" {
			return "no such operator; did you mean " + field.Name + "__" + best + "?"
		}
	}
	return "no such operator; " + field.Name + " takes " + strings.Join(names, ", ")
}

// value reads one value of a filter; fault says what is wrong with it.
func (f Filter) value(text string) (value any, fault string) {
	switch {
	case len(text) > maxValue:
		return nil, "is longer than " + strconv.Itoa(maxValue) + " bytes"
	case !sound(text):
		return nil, "must be UTF-8 without NUL"
	case f.Op == Empty || f.Field.Kind == Boolean:
		return truth(text)
	case f.Field.Kind == Integer:
		return whole(text)
	case f.Field.Kind == Number:
		return number(text)
	case slices.Contains(ofTexts, f.Op) || text == "" || f.Field.Type == nil:
		return text, ""
	}
	return typed(text, f.Field.Type)
}

func truth(text string) (any, string) {
	if text != "true" && text != "false" {
		return nil, "must be true or false"
	}
	return text == "true", ""
}

func whole(text string) (any, string) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || text[0] == '+' {
		return nil, "must be a whole number of at most 63 bits, such as 12"
	}
	return n, ""
}

// number reads a number as JSON writes it.
func number(text string) (any, string) {
	var x float64
	if text == "" || !strings.Contains("-0123456789", text[:1]) || json.Unmarshal([]byte(text), &x) != nil {
		return nil, "must be a number, such as 12.5"
	}
	return x, ""
}

// typed reads the text of a value that is more than a text, and writes it as
// elements do.
func typed(text string, t reflect.Type) (any, string) {
	if t == timeType {
		return instant(text)
	}
	v := reflect.New(t)
	if err := v.Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
		return nil, err.Error()
	}
	return single(v.Elem()), ""
}

// instant reads a time in RFC 3339, or a day for the first moment of it in UTC.
func instant(text string) (any, string) {
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return timeText(t), ""
		}
	}
	return nil, "must be a time, such as 2026-11-29T08:00:00Z, or a day, such as 2026-11-29"
}
