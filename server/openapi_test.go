package server

import (
	"reflect"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/power"

	"github.com/danielgtaylor/huma/v2"
)

// TestSchemasAreTrue holds the schemas against real plans and results.
func TestSchemasAreTrue(t *testing.T) {
	config := huma.DefaultConfig("test", "test")
	describe(config.OpenAPI, false)
	registry := config.Components.Schemas
	plan := registry.Schema(reflect.TypeFor[planner.Plan](), true, "")
	result := registry.Schema(reflect.TypeFor[planner.Result](), true, "")
	layout := registry.Schema(reflect.TypeFor[planner.RackLayout](), true, "")
	state := registry.Schema(reflect.TypeFor[planner.SiteState](), true, "")
	distinguish(registry, plan.Ref)
	for _, schema := range registry.Map() {
		schema.PrecomputeMessages()
	}
	check := func(schema *huma.Schema, v any) []error {
		value, err := plain(v)
		if err != nil {
			t.Fatal(err)
		}
		var faults huma.ValidateResult
		huma.Validate(registry, schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, value, &faults)
		return faults.Errors
	}
	for _, example := range shipped().examples {
		evaluated, err := planner.Evaluate(example, shipped().ref)
		if err != nil {
			t.Fatal(err)
		}
		faults := append(check(plan, example), check(result, evaluated)...)
		for _, site := range evaluated.Sites {
			simulated, err := planner.Simulate(example, shipped().ref, site.Name, example.Horizon.End(), "")
			if err != nil {
				t.Fatal(err)
			}
			faults = append(faults, check(state, simulated)...)
			racks, err := planner.Racks(example, shipped().ref, site.Name, site.Halls[0].Name, example.Horizon.End())
			if err != nil {
				t.Fatal(err)
			}
			faults = append(faults, check(layout, racks)...)
		}
		for _, fault := range faults {
			t.Errorf("%s: %v", example.Name, fault)
		}
	}
	var arranged struct {
		Forms []power.Arrangement `json:"forms"`
	}
	arrangements := registry.Schema(reflect.TypeOf(arranged), true, "")
	registry.SchemaFromRef(arrangements.Ref).Properties["forms"].Items.PrecomputeMessages()
	for form, want := range map[string]int{"N": 0, "2(N+1)": 0, "3N/2": 0, "9N/8": 0, "block 4+1": 0, "4N/2": 1, "10N/9": 1, "block 1+1": 1, "block 4+2": 1, "": 1} {
		if faults := check(arrangements, map[string]any{"forms": []string{form}}); len(faults) != want {
			t.Errorf("the schema finds %v in the arrangement %q", faults, form)
		}
	}
	wrong := shipped().examples[0]
	wrong.PriceBase = 0
	wrong.Budget.VAT = "some"
	wrong.Worth = planner.Worth{Annuity: "weekly", Hours: "700"}
	if faults := check(plan, wrong); len(faults) != 4 {
		t.Errorf("the schema finds %d of 4 faults: %v", len(faults), faults)
	}
	optional := registry.Map()["Plan"].Required
	if strings.Contains(strings.Join(optional, " "), "title") {
		t.Errorf("title is required: %v", optional)
	}
}
