package server

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/power"

	"github.com/danielgtaylor/huma/v2"
	"go.yaml.in/yaml/v4"
)

func TestOpenAPIDescribesEveryOperation(t *testing.T) {
	h := newHouse(t)
	body := h.want(200, "GET", "/openapi.json", "").Body.Bytes()
	var doc map[string]any
	if err := json.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	if doc["openapi"] != "3.1.0" {
		t.Errorf("openapi %v", doc["openapi"])
	}
	operations := 0
	for path, item := range doc["paths"].(map[string]any) {
		for method, v := range item.(map[string]any) {
			operations++
			op := v.(map[string]any)
			for _, key := range []string{"summary", "description", "tags", "operationId"} {
				if op[key] == nil {
					t.Errorf("%s %s has no %s", method, path, key)
				}
			}
			responses := op["responses"].(map[string]any)
			for _, status := range []string{"401", "422", "500", "503"} {
				if text, _ := json.Marshal(responses[status]); !strings.Contains(string(text), "#/components/schemas/ErrorModel") {
					t.Errorf("%s %s has no error model for %s", method, path, status)
				}
			}
			if text, _ := json.Marshal(responses); method != "delete" && !strings.Contains(string(text), "#/components/examples/") {
				t.Errorf("%s %s has no example", method, path)
			}
		}
	}
	if operations != 17 {
		t.Errorf("%d operations", operations)
	}
	checkReferences(t, doc, doc)
	var again map[string]any
	if err := yaml.Unmarshal(h.want(200, "GET", "/openapi.yaml", "").Body.Bytes(), &again); err != nil || again["openapi"] != doc["openapi"] {
		t.Errorf("YAML: %v", err)
	}
}

// checkReferences follows every $ref.
func checkReferences(t *testing.T, doc map[string]any, v any) {
	switch v := v.(type) {
	case []any:
		for _, below := range v {
			checkReferences(t, doc, below)
		}
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			var at any = doc
			for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
				at, _ = at.(map[string]any)[part]
			}
			if at == nil {
				t.Errorf("nothing at %s", ref)
			}
		}
		for _, below := range v {
			checkReferences(t, doc, below)
		}
	}
}

func TestOpenAPIExamplesDecode(t *testing.T) {
	h := newHouse(t)
	doc := decode[struct {
		Components struct {
			Examples map[string]struct{ Value json.RawMessage }
		}
	}](t, h.want(200, "GET", "/openapi.json", "").Body)
	examples := doc.Components.Examples
	if _, err := planner.DecodePlan(examples["plan"].Value, shipped().ref); err != nil {
		t.Errorf("plan: %v", err)
	}
	h.want(200, "POST", "/api/v1/evaluations", string(examples["plan"].Value), "Content-Type", asJSON)
	h.want(200, "POST", "/api/v1/plans/1/evaluation", string(examples["changes"].Value), "Content-Type", asJSON)
	h.want(200, "POST", "/api/v1/plans/1/explain", string(examples["figure of changes"].Value), "Content-Type", asJSON)
	h.want(200, "POST", "/api/v1/explanations", string(examples["figure"].Value), "Content-Type", asJSON)
	for name, into := range map[string]any{
		"stored": &PlanResource{}, "plans": &PlanList{}, "revisions": &RevisionList{}, "result": &resultBody{}, "problem": &problemBody{},
		"racks": &planner.RackLayout{}, "state": &planner.SiteState{}, "changes": &ChangeList{},
		"explanation": &planner.Explanation{}, "figure of changes": &ChangedFigure{}, "variance": &planner.VarianceResult{}, "values": &ValueList{},
		"books": &planner.ActualsChange{}, "entries": &[]planner.Actual{},
	} {
		if err := json.Unmarshal(examples[name].Value, into); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

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
