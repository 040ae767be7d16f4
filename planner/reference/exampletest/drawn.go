package exampletest

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/power"
)

// Drawn draws a plan of any form: fields set or not, lists empty or not, texts
// that need quotes and escapes. It holds names that differ where they must, and
// ceilings in the order of years, but need not be valid.
func Drawn(t *rapid.T) planner.Plan {
	var plan planner.Plan
	draw(t, reflect.ValueOf(&plan).Elem(), "plan", false)
	for i := range plan.Budget.Ceilings {
		plan.Budget.Ceilings[i].Year = 2020 + 3*i
	}
	for i := range plan.ExchangeRates {
		plan.ExchangeRates[i].Month = 2020*12 + planner.Month(i)
	}
	return plan
}

// Texts are texts that formats may mistake for something else.
var Texts = []string{
	"true", "No", "null", "~", "1e3", "0x1F", ".inf", "2024-01", "2024-01-31", "12:30", "a: b", "a #b", "- x", "? x", "#c", "'", `"`, `\`, "%2F", "a/b", " lead", "trail ",
	"[x", "{x", "x, y", "&a", "*a", "!t", "|", ">", "@a", "`a", "=", "<<", "<b>&", "two\nlines", "tab\there", "\n", " ", "\u00a0", "\u2028", "\ufeff", "é\u0301", "가나", "😀", "=1+1",
}

var arrangements = []string{"N", "N+1", "2N", "2(N+1)", "4N/3", "block 4+1"}

// named matches the paths of texts that must differ.
var named = regexp.MustCompile(`\.(Name|Kind|Code|Currency)$`)

// draw sets a value; one that is optional may stay as it is.
func draw(t *rapid.T, v reflect.Value, path string, optional bool) {
	if optional && v.Kind() != reflect.Struct && rapid.Bool().Draw(t, path+" unset") {
		return
	}
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
		t.Fatalf("%s: nothing draws a %s", path, v.Type())
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			draw(t, v.Field(i), path+"."+f.Name, strings.Contains(f.Tag.Get("json"), ",omit"))
		}
	case reflect.Slice:
		n := rapid.IntRange(-1, 2).Draw(t, path)
		if n < 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			draw(t, v.Index(i), fmt.Sprintf("%s[%d]", path, i), false)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		draw(t, v.Elem(), path, false)
	case reflect.String:
		text := rapid.SampledFrom(Texts).Draw(t, path)
		if named.MatchString(path) || rapid.Bool().Draw(t, path+" longer") {
			text += path
		}
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, path))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64Range(-1<<53, 1<<53).Draw(t, path))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Draw(t, path))
	default:
		t.Fatalf("%s: nothing draws a %s", path, v.Type())
	}
}
