package models

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/power"
)

// filled draws a plan in which every field is set, whatever fields there are,
// and every list has an element or more.
func filled(t *rapid.T) planner.Plan {
	var p planner.Plan
	fill(t, reflect.ValueOf(&p).Elem(), "plan")
	return p
}

// arrangements has one of each form, and the most spare modules of each.
var arrangements = []string{"N", "N+1", "N+9", "2N", "2(N+1)", "2(N+9)", "3N/2", "9N/8", "block 2+1", "block 9+1"}

// Names are numbered so that those that must be unique are.
func fill(t *rapid.T, v reflect.Value, path string) {
	switch v.Addr().Interface().(type) {
	case *planner.Month:
		v.SetInt(rapid.Int64Range(1900*12, 2200*12-1).Draw(t, path))
		return
	case *power.Arrangement:
		a, err := power.ParseArrangement(rapid.SampledFrom(arrangements).Draw(t, path))
		if err != nil {
			t.Fatal(err)
		}
		v.Set(reflect.ValueOf(a))
		return
	case encoding.TextUnmarshaler:
		t.Fatalf("%s: fill knows no %s", path, v.Type())
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		n := rapid.IntRange(1, 3).Draw(t, path)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(t, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), path)
	case reflect.String:
		v.SetString(rapid.StringMatching(`[A-Za-z가-힣'"%\\<>{}😀 ]{0,12}`).Draw(t, path) + " " + path)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		// The years of a list differ, in the last digit.
		v.SetInt(rapid.Int64Range(1, 1<<50).Draw(t, path)*10 + lastIndex(path))
	case reflect.Int64:
		v.SetInt(rapid.Int64Range(1, 1<<62).Draw(t, path))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Filter(func(x float64) bool { return x != 0 }).Draw(t, path))
	default:
		t.Fatalf("%s: fill knows no %s", path, v.Type())
	}
}

// lastIndex is the last index in a path.
func lastIndex(path string) int64 {
	i := strings.LastIndexByte(path, '[')
	if i < 0 {
		return 0
	}
	return int64(path[i+1] - '0')
}

// TestFilledLeavesNothingZero holds the generator to its word: without it a
// new field could be lost in the store unseen.
func TestFilledLeavesNothingZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		noZero(t, reflect.ValueOf(filled(t)), "plan")
	})
}

func noZero(t *rapid.T, v reflect.Value, path string) {
	if v.IsZero() {
		t.Fatalf("%s is zero", path)
	}
	if v.Type() == reflect.TypeFor[power.Arrangement]() {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			noZero(t, v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		for i := range v.Len() {
			noZero(t, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Pointer:
		noZero(t, v.Elem(), path)
	}
}

// generated returns one of the plans that filled draws.
func generated(seed int) planner.Plan { return rapid.Custom(filled).Example(seed) }
