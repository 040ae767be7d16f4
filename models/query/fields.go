package query

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"
)

// ShapeOf returns what may be asked of a list of T, by its JSON.
func ShapeOf[T any]() Shape {
	var shape Shape
	for _, k := range keysOf(reflect.TypeFor[T]()) {
		shape.Keys = append(shape.Keys, k.name)
	}
	for _, v := range valuesOf(reflect.TypeFor[T]()) {
		shape.Fields = append(shape.Fields, v.field)
	}
	return shape
}

// Fields lists the fields of T: the keys of its JSON that are single values,
// those of structures with dots. Lists have none.
func Fields[T any]() []Field { return ShapeOf[T]().Fields }

// key is a key of the JSON of a structure, and the way to it in Go.
type key struct {
	name string
	way  []step
	kind reflect.Type
}

// step is a field of a structure, and when its JSON leaves it out.
type step struct {
	index     int
	omitEmpty bool
	omitZero  bool
}

// value is a single value of an element, and the way to it in Go.
type value struct {
	field Field
	way   []step
}

// keysOf lists the keys of a structure as encoding/json does: those of embedded
// structures among its own, which come first where both have one.
func keysOf(t reflect.Type) []key {
	var keys []key
	var walk func(t reflect.Type, way []step)
	walk = func(t reflect.Type, way []step) {
		for i := range t.NumField() {
			f := t.Field(i)
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "-" && options == "" || !f.IsExported() && !f.Anonymous {
				continue
			}
			here := append(slices.Clone(way), step{
				index:     i,
				omitEmpty: slices.Contains(strings.Split(options, ","), "omitempty"),
				omitZero:  slices.Contains(strings.Split(options, ","), "omitzero"),
			})
			if inner := pointed(f.Type); f.Anonymous && name == "" && inner.Kind() == reflect.Struct {
				walk(inner, here)
				continue
			}
			if name == "" {
				name = f.Name
			}
			keys = append(keys, key{name, here, f.Type})
		}
	}
	walk(t, nil)
	return outermost(keys)
}

// outermost drops the keys that one of less depth hides.
func outermost(keys []key) []key {
	depth := make(map[string]int, len(keys))
	for _, k := range keys {
		if d, known := depth[k.name]; !known || len(k.way) < d {
			depth[k.name] = len(k.way)
		}
	}
	return slices.DeleteFunc(keys, func(k key) bool { return len(k.way) > depth[k.name] })
}

// deepest is how many structures a field may stand in.
const deepest = 4

func valuesOf(t reflect.Type) []value {
	var values []value
	var walk func(t reflect.Type, prefix string, way []step, depth int)
	walk = func(t reflect.Type, prefix string, way []step, depth int) {
		for _, k := range keysOf(t) {
			name, here := prefix+k.name, slices.Concat(way, k.way)
			inner := pointed(k.kind)
			if kind, single := kindOf(inner); single {
				f := Field{Name: name, Kind: kind}
				if readsText(inner) {
					f.Type = inner
				}
				values = append(values, value{f, here})
			} else if inner.Kind() == reflect.Struct && !inner.Implements(jsonWriter) && depth < deepest {
				walk(inner, name+".", here, depth+1)
			}
		}
	}
	walk(t, "", nil, 0)
	return values
}

var (
	textWriter = reflect.TypeFor[encoding.TextMarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonWriter = reflect.TypeFor[json.Marshaler]()
	timeType   = reflect.TypeFor[time.Time]()
)

func readsText(t reflect.Type) bool {
	return t.Implements(textWriter) && reflect.PointerTo(t).Implements(textReader)
}

// kindOf returns the kind of a single value; none has one that is a list or a
// structure.
func kindOf(t reflect.Type) (kind Kind, single bool) {
	if t.Implements(textWriter) {
		return Text, true
	}
	switch t.Kind() {
	case reflect.String:
		return Text, true
	case reflect.Bool:
		return Boolean, true
	case reflect.Float32, reflect.Float64:
		return Number, true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return Integer, true
	}
	return 0, false
}

func pointed(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// of returns the value of an element: a string, int64, float64 or bool, or nil
// for a number that its JSON leaves out and for what stands in a structure that
// is left out. A text left out is empty, a truth left out false.
func (v value) of(element reflect.Value) any {
	at, out := element, false
	for _, s := range v.way {
		if at.Kind() == reflect.Pointer {
			if at.IsNil() {
				return v.nothing()
			}
			at = at.Elem()
		}
		at = at.Field(s.index)
		if out = s.leavesOut(at); out {
			break
		}
	}
	switch {
	case at.Kind() == reflect.Pointer && at.IsNil(), out && at.Kind() != reflect.Bool:
		return v.nothing()
	case at.Kind() == reflect.Pointer:
		at = at.Elem()
	}
	return single(at)
}

func (v value) nothing() any {
	if v.field.Kind == Text {
		return ""
	}
	return nil
}

func (s step) leavesOut(v reflect.Value) bool {
	if s.omitZero {
		if own, ok := v.Interface().(interface{ IsZero() bool }); ok && (v.Kind() != reflect.Pointer || !v.IsNil()) {
			return own.IsZero()
		}
		return v.IsZero()
	}
	return s.omitEmpty && v.Kind() != reflect.Struct && v.IsZero()
}

func single(v reflect.Value) any {
	if v.Type() == timeType {
		return timeText(v.Interface().(time.Time))
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return ""
		}
		return string(text)
	}
	switch {
	case v.Kind() == reflect.String:
		return v.String()
	case v.Kind() == reflect.Bool:
		return v.Bool()
	case v.CanFloat():
		return v.Float()
	case v.CanUint():
		return int64(v.Uint())
	}
	return v.Int()
}

// timeText writes a time so that the order of the texts is that of the times.
func timeText(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z") }
