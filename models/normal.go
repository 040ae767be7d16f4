package models

import (
	"reflect"
	"strings"

	"buildout/planner"
)

// normal returns the one form, among those that say the same, in which a plan
// is hashed, stored and loaded. An empty list is [] where JSON requires the
// list and left out where JSON may omit it, a structure that says nothing is
// left out with its lists where JSON may omit it; a zero has no sign. The result
// shares nothing with plan.
func normal(plan planner.Plan) planner.Plan {
	return normalValue(reflect.ValueOf(plan), false).Interface().(planner.Plan)
}

func normalValue(v reflect.Value, optional bool) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Struct:
		if zero, ok := v.Interface().(interface{ IsZero() bool }); ok && optional && zero.IsZero() {
			break
		}
		for i := range v.NumField() {
			_, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			out.Field(i).Set(normalValue(v.Field(i), strings.HasPrefix(options, "omit")))
		}
	case reflect.Slice:
		if v.Len() == 0 && optional {
			break
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(normalValue(v.Index(i), false))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(normalValue(v.Elem(), false))
		}
	case reflect.Float64:
		out.SetFloat(v.Float() + 0) // -0 + 0 is 0
	default:
		out.Set(v)
	}
	return out
}
