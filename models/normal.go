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
	normalise(reflect.ValueOf(&plan).Elem(), false)
	return plan
}

// normalise brings a value that was copied by assignment into normal form, with
// lists and structures that it shares with no other.
func normalise(v reflect.Value, optional bool) {
	switch v.Kind() {
	case reflect.Struct:
		if optional && saysNothing(v) {
			v.SetZero()
			return
		}
		for i := range v.NumField() {
			switch field := v.Field(i); field.Kind() {
			case reflect.Struct, reflect.Slice:
				_, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
				normalise(field, strings.HasPrefix(options, "omit"))
			default:
				normalise(field, false)
			}
		}
	case reflect.Slice:
		if v.Len() == 0 && optional {
			v.SetZero()
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		for i := range own.Len() {
			normalise(own.Index(i), false)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			v.Set(own)
			normalise(own.Elem(), false)
		}
	case reflect.Float64:
		v.SetFloat(v.Float() + 0) // -0 + 0 is 0
	}
}

// saysNothing reports whether a structure calls itself zero.
func saysNothing(v reflect.Value) bool {
	zero, ok := v.Interface().(interface{ IsZero() bool })
	return ok && zero.IsZero()
}
