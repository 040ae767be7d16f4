package planner

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// encoder writes YAML: a line for each key and element, and in one line, in
// braces or brackets, what fits there.
type encoder struct {
	out    bytes.Buffer
	fields map[reflect.Type][]field // of the struct types met
	err    error
}

// lineWidth is the most columns of what is written in braces or brackets.
const lineWidth = 120

// mapping writes the keys of a structure, each on a line of its own. The first
// stands where the last line ends.
func (e *encoder) mapping(v reflect.Value, indent int) {
	first := true
	for _, f := range e.fieldsOf(v.Type()) {
		value := v.FieldByIndex(f.index)
		if f.optional && omitted(value) {
			continue
		}
		if !first {
			e.pad(indent)
		}
		first = false
		e.out.WriteString(f.name)
		e.out.WriteByte(':')
		e.value(value, indent)
	}
	if first {
		e.out.WriteString("{}\n")
	}
}

func (e *encoder) pad(n int) {
	for range n {
		e.out.WriteByte(' ')
	}
}

// value writes what stands behind a key: on its line where it fits, below it
// otherwise.
func (e *encoder) value(v reflect.Value, indent int) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	start := e.out.Len()
	e.out.WriteByte(' ')
	if e.flow(v, e.out.Len()+lineWidth-indent) {
		e.out.WriteByte('\n')
		return
	}
	e.out.Truncate(start)
	e.out.WriteByte('\n')
	if v.Kind() == reflect.Struct {
		e.pad(indent + 2)
		e.mapping(v, indent+2)
		return
	}
	for i := range v.Len() {
		e.pad(indent + 2)
		e.out.WriteString("- ")
		e.element(v.Index(i), indent+4)
	}
}

// element writes an element of a list behind its dash.
func (e *encoder) element(v reflect.Value, indent int) {
	start := e.out.Len()
	if e.flow(v, start+lineWidth-indent) {
		e.out.WriteByte('\n')
		return
	}
	e.out.Truncate(start)
	e.mapping(v, indent)
}

// flow writes a value in one line that ends by a place in the document. It
// reports whether the value fits there; lists of structures do not, single
// values always do.
func (e *encoder) flow(v reflect.Value, end int) bool {
	switch t := v.Type(); {
	case isScalar(t):
		e.scalar(v)
		return true
	case t.Kind() == reflect.Pointer:
		return e.flow(v.Elem(), end)
	case t.Kind() == reflect.Struct:
		return e.flowMapping(v, end)
	case !isScalar(t.Elem()) && v.Len() > 0:
		return false
	}
	e.out.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			e.out.WriteString(", ")
		}
		if e.scalar(v.Index(i)); e.out.Len() >= end {
			return false
		}
	}
	e.out.WriteByte(']')
	return true
}

func (e *encoder) flowMapping(v reflect.Value, end int) bool {
	e.out.WriteByte('{')
	first := true
	for _, f := range e.fieldsOf(v.Type()) {
		value := v.FieldByIndex(f.index)
		if f.optional && omitted(value) {
			continue
		}
		if !first {
			e.out.WriteString(", ")
		}
		first = false
		e.out.WriteString(f.name + ": ")
		if !e.flow(value, end) || e.out.Len() >= end {
			return false
		}
	}
	e.out.WriteByte('}')
	return true
}

// omitted reports whether JSON omits an optional field of a value.
func omitted(v reflect.Value) bool {
	if z, ok := v.Addr().Interface().(interface{ IsZero() bool }); ok && v.Kind() != reflect.Pointer {
		return z.IsZero()
	}
	return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
}

func (e *encoder) fieldsOf(t reflect.Type) []field {
	fields, known := e.fields[t]
	if !known {
		fields = fieldsOf(t)
		e.fields[t] = fields
	}
	return fields
}

func (e *encoder) scalar(v reflect.Value) {
	if m, ok := v.Addr().Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if e.err == nil {
			e.err = err
		}
		if len(text) == 0 {
			e.out.WriteString(`""`)
		}
		e.out.Write(text) // months and arrangements need no quotes
		return
	}
	switch v.Kind() {
	case reflect.String:
		e.text(v.String())
	case reflect.Bool:
		e.out.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int64:
		e.out.Write(strconv.AppendInt(e.out.AvailableBuffer(), v.Int(), 10))
	case reflect.Float64:
		e.number(v.Float())
	default:
		panic("planner: no encoding for " + v.Type().String())
	}
}

// number writes a number as JSON does.
func (e *encoder) number(x float64) {
	text, err := json.Marshal(x)
	if e.err == nil {
		e.err = err
	}
	e.out.Write(text)
}

// text writes a text, in quotes where a reader could take it for something else.
// The escapes of Go are those of YAML.
func (e *encoder) text(text string) {
	if plain(text) {
		e.out.WriteString(text)
		return
	}
	e.out.Write(strconv.AppendQuote(e.out.AvailableBuffer(), text))
}

// plain reports whether a text reads as itself without quotes: it begins with a
// letter, has nothing in it that YAML gives a meaning, and is no word that does.
func plain(text string) bool {
	for i, r := range text {
		letter := unicode.IsLetter(r) || i > 0 && unicode.IsMark(r)
		if !letter && (i == 0 || r != ' ' && !('0' <= r && r <= '9') && !strings.ContainsRune("-_./+()%&'·", r)) {
			return false
		}
	}
	return text != "" && text[len(text)-1] != ' ' && !slices.Contains(words, strings.ToLower(text))
}

// words are those that YAML readers take for truth values or for nothing.
var words = []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
