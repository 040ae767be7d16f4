package planner

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// EncodePlan writes a plan as a document, json or yaml, that DecodePlan reads
// back as it was. Keys stand in the order of the plan's fields. The error tells
// of another format, or of numbers that are not finite.
func EncodePlan(plan Plan, format string) ([]byte, error) {
	e := encoder{fields: map[reflect.Type][]field{}}
	switch format {
	case "json":
		plan = Clone(plan)
		WithLists(&plan)
		out := json.NewEncoder(&e.out)
		out.SetEscapeHTML(false)
		e.err = out.Encode(plan)
	case "yaml":
		e.mapping(reflect.ValueOf(&plan).Elem(), 0)
	default:
		return nil, fmt.Errorf("no format %q; there are json and yaml", format)
	}
	if e.err != nil {
		return nil, fmt.Errorf("plan %s: %w", plan.Name, e.err)
	}
	return e.out.Bytes(), nil
}

// WithLists gives a plan empty lists in place of required ones that are not there,
// which JSON would write as null and Decode refuse. The plan's lists must be its
// own.
func WithLists(plan *Plan) {
	w := lister{fields: map[reflect.Type][]field{}, lists: map[reflect.Type]bool{}}
	w.fill(reflect.ValueOf(plan).Elem())
}

// lister makes required lists.
type lister struct {
	fields map[reflect.Type][]field // of the struct types met
	lists  map[reflect.Type]bool    // whether a type has required lists in it
}

func (w *lister) fill(v reflect.Value) {
	switch t := v.Type(); {
	case !w.has(t):
	case t.Kind() == reflect.Pointer:
		if !v.IsNil() {
			w.fill(v.Elem())
		}
	case t.Kind() == reflect.Slice:
		for i := range v.Len() {
			w.fill(v.Index(i))
		}
	default:
		for _, f := range w.fields[t] {
			at := v.FieldByIndex(f.index)
			if !f.optional && at.Kind() == reflect.Slice && at.IsNil() {
				at.Set(reflect.MakeSlice(at.Type(), 0, 0))
			}
			w.fill(at)
		}
	}
}

// has reports whether values of a type may lack a required list.
func (w *lister) has(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		return w.has(t.Elem())
	}
	if t.Kind() != reflect.Struct || isScalar(t) {
		return false
	}
	has, known := w.lists[t]
	if !known {
		w.fields[t] = fieldsOf(t)
		for _, f := range w.fields[t] {
			of := t.FieldByIndex(f.index).Type
			has = has || !f.optional && of.Kind() == reflect.Slice || w.has(of)
		}
		w.lists[t] = has
	}
	return has
}
