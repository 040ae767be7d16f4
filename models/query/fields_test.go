package query

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"buildout/planner"
	"buildout/planner/parts"
	"buildout/planner/power"
)

// thing has a field of every sort.
type thing struct {
	ID    string `json:"id"`
	Inner        // flattened; its name is hidden by the one below
	*Far
	Name     string            `json:"name"`
	From     planner.Month     `json:"from,omitzero"`
	Rule     power.Arrangement `json:"rule,omitzero"`
	Seen     time.Time         `json:"seen"`
	Count    int               `json:"count"`
	Won      planner.KRW       `json:"won_krw"`
	KW       planner.KW        `json:"it_kw,omitempty"`
	Open     bool              `json:"open,omitempty"`
	Sure     *bool             `json:"sure,omitempty"`
	Plot     planner.Plot      `json:"plot"`
	Title    planner.Text      `json:"title,omitzero"`
	Circuit  *planner.Circuit  `json:"circuit,omitempty"`
	Tags     []string          `json:"tags"`
	Anything any               `json:"anything,omitempty"`
	Hidden   string            `json:"-"`
}

// Inner is embedded.
type Inner struct {
	Name  string `json:"name"`
	Small uint16 `json:"small"`
}

// Far is embedded by a pointer.
type Far struct {
	Away float64 `json:"away"`
}

func TestShapeOf(t *testing.T) {
	shape := ShapeOf[thing]()
	want := "id:text small:whole number away:number name:text from:text rule:text seen:text count:whole number won_krw:whole number it_kw:number " +
		"open:truth value sure:truth value plot.area_m2:number plot.tenure:text title.en:text title.ko:text " +
		"circuit.volts:number circuit.amps:number circuit.phases:whole number circuit.breaker_share:number"
	var got []string
	for _, f := range shape.Fields {
		got = append(got, f.Name+":"+f.Kind.String())
	}
	if s := strings.Join(got, " "); s != want {
		t.Errorf("fields\n%s, want\n%s", s, want)
	}
	if keys := strings.Join(shape.Keys, " "); keys != "id small away name from rule seen count won_krw it_kw open sure plot title circuit tags anything" {
		t.Error("keys", keys)
	}
}

// TestShapesAreThoseOfJSON: the keys of the elements of a plan are those that
// encoding/json writes of one with everything in it.
func TestShapesAreThoseOfJSON(t *testing.T) {
	sameKeys[parts.Site](t)
	sameKeys[parts.Rack](t)
	sameKeys[parts.Feed](t)
	sameKeys[parts.PowerStage](t)
	sameKeys[parts.Service](t)
	sameKeys[planner.Plan](t)
	sameKeys[planner.Result](t)
}

func sameKeys[T any](t *testing.T) {
	t.Helper()
	v := reflect.New(reflect.TypeFor[T]()).Elem()
	fill(v, 6)
	text, err := json.Marshal(v.Interface())
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(text, &keys); err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(slices.Values(ShapeOf[T]().Keys)), slices.Sorted(maps.Keys(keys)); !slices.Equal(got, want) {
		t.Errorf("%T: %v, want %v", v.Interface(), got, want)
	}
	for _, field := range valuesOf(v.Type()) {
		at := json.RawMessage(text)
		for key := range strings.SplitSeq(field.field.Name, ".") {
			var inner map[string]json.RawMessage
			if err := json.Unmarshal(at, &inner); err != nil {
				t.Fatal(field.field.Name, err)
			}
			at = inner[key]
		}
		var want any
		if err := json.Unmarshal(at, &want); err != nil {
			t.Fatalf("%s: %q, %v", field.field.Name, at, err)
		}
		got := field.of(v)
		if n, whole := got.(int64); whole {
			got = float64(n)
		}
		if got != want {
			t.Errorf("%s is %v, want %v", field.field.Name, got, want)
		}
	}
}

// fill sets what JSON would leave out.
func fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if depth > 0 && v.Field(i).CanSet() {
				fill(v.Field(i), depth-1)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.Zero(v.Type().Key()), reflect.Zero(v.Type().Elem()))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Int, reflect.Int64:
		v.SetInt(2027 * 12)
	}
}

func TestValues(t *testing.T) {
	yes := true
	full := thing{
		ID: "7", Far: &Far{2.5}, Name: "A", From: 2027*12 + 8, Rule: power.Arrangement{Systems: 2, Spare: 1}, Seen: time.Date(2026, 11, 29, 17, 0, 0, 5e8, time.FixedZone("KST", 9*3600)),
		Count: -3, Won: 1 << 62, KW: 1.5, Open: true, Sure: &yes, Plot: planner.Plot{AreaM2: 2, Tenure: planner.Leased}, Title: planner.Text{KO: "가"},
		Circuit: &planner.Circuit{Volts: 380, Phases: 3}, Inner: Inner{Name: "hidden", Small: 9},
	}
	for name, want := range map[string][2]any{ // in full, and in the zero value
		"id": {"7", ""}, "small": {int64(9), int64(0)}, "away": {2.5, nil}, "name": {"A", ""}, "from": {"2027-09", ""}, "rule": {"2(N+1)", ""},
		"seen":  {"2026-11-29T08:00:00.500000000Z", "0001-01-01T00:00:00.000000000Z"},
		"count": {int64(-3), int64(0)}, "won_krw": {int64(1 << 62), int64(0)}, "it_kw": {1.5, nil}, "open": {true, false}, "sure": {true, nil},
		"plot.area_m2": {2.0, 0.0}, "plot.tenure": {"leased", ""}, "title.ko": {"가", ""}, "title.en": {"", ""},
		"circuit.volts": {380.0, nil}, "circuit.phases": {int64(3), nil}, "circuit.amps": {0.0, nil},
	} {
		all := valuesOf(reflect.TypeFor[thing]())
		v := all[slices.IndexFunc(all, func(v value) bool { return v.field.Name == name })]
		if got := [2]any{v.of(reflect.ValueOf(full)), v.of(reflect.ValueOf(thing{}))}; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}
