package server

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"buildout/planner"
	"buildout/planner/power"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// describe sets what the document says beside the operations.
func describe(doc *huma.OpenAPI, token bool) {
	doc.Info.Description = "What datacenters can power, when, for how many won, and what survives when a site burns.\n\n" +
		"Units stand last in names (`it_kw`, `amount_krw`); money is whole won; months are YYYY-MM. " +
		"Errors are RFC 9457 problems; those of a plan name every fault at its JSON pointer."
	doc.Servers = []*huma.Server{{URL: "/"}}
	doc.Tags = []*huma.Tag{
		{Name: "plans", Description: "Stored plans and their revisions."},
		{Name: "evaluation", Description: "What a plan comes to."},
	}
	doc.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "The token this server was started with; none is asked on loopback without one."},
		"browser": {Type: "http", Scheme: "basic", Description: "Any user name, the token as password."},
	}
	doc.Security = []map[string][]string{{"token": {}}, {"browser": {}}}
	if !token {
		doc.Security = append(doc.Security, map[string][]string{})
	}
	for t, alias := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[planner.Month]():     reflect.TypeFor[monthSchema](),
		reflect.TypeFor[power.Arrangement](): reflect.TypeFor[arrangementSchema](),
		reflect.TypeFor[power.Kind]():        reflect.TypeFor[kindSchema](),
		reflect.TypeFor[planner.StageName](): reflect.TypeFor[stageSchema](),
		reflect.TypeFor[planner.VAT]():       reflect.TypeFor[vatSchema](),
		reflect.TypeFor[planner.Tenure]():    reflect.TypeFor[tenureSchema](),
		reflect.TypeFor[planner.Severity]():  reflect.TypeFor[severitySchema](),
	} {
		doc.Components.Schemas.RegisterTypeAlias(t, alias)
	}
}

// The schemas of the planner's types that are texts in JSON.
type (
	monthSchema       struct{}
	arrangementSchema struct{}
	kindSchema        struct{}
	stageSchema       struct{}
	vatSchema         struct{}
	tenureSchema      struct{}
	severitySchema    struct{}
)

func (monthSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: `^(19|20|21)\d\d-(0[1-9]|1[0-2])$`, Examples: []any{"2026-03"}}
}

func (arrangementSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: `^(N|2N|N\+[1-9]|2\(N\+[1-9]\))$`, Examples: []any{"N+1"}}
}

func (kindSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(append([]power.Kind{power.Feed}, power.Kinds...)...)
}

func (stageSchema) Schema(huma.Registry) *huma.Schema { return oneOf(planner.StageNames...) }

func (vatSchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(planner.VATIncluded, planner.VATExcluded)
}

func (tenureSchema) Schema(huma.Registry) *huma.Schema { return oneOf(planner.Bought, planner.Leased) }

func (severitySchema) Schema(huma.Registry) *huma.Schema {
	return oneOf(planner.SeverityError, planner.SeverityWarning, planner.SeverityNotice)
}

func oneOf[T ~string](values ...T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

// publish completes the document with what types cannot say, and serves it.
func (s *Server) publish(engine *gin.Engine, doc *huma.OpenAPI) error {
	registry := doc.Components.Schemas
	plan := registry.Schema(reflect.TypeFor[planner.Plan](), true, "")
	distinguish(registry, plan.Ref)
	if err := s.addExamples(doc, plan); err != nil {
		return err
	}
	asJSON, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("write OpenAPI: %w", err)
	}
	asYAML, err := doc.YAML()
	if err != nil {
		return fmt.Errorf("write OpenAPI: %w", err)
	}
	for path, file := range map[string]asset{
		"/openapi.json": newAsset(asJSON, "application/openapi+json", false),
		"/openapi.yaml": newAsset(asYAML, "application/openapi+yaml", false),
	} {
		engine.GET(path, func(c *gin.Context) { send(c, file) })
	}
	return nil
}

// distinguish makes true what differs between plans and results. In a plan a
// list is never null, and its months and arrangements are given or left out.
// In a result they are empty where there is none.
func distinguish(registry huma.Registry, plan string) {
	prefix := plan[:strings.LastIndexByte(plan, '/')+1]
	inPlan := map[string]bool{}
	var walk func(s *huma.Schema)
	walk = func(s *huma.Schema) {
		if s == nil {
			return
		}
		if name, ok := strings.CutPrefix(s.Ref, prefix); ok && !inPlan[name] {
			inPlan[name] = true
			walk(registry.SchemaFromRef(s.Ref))
		}
		if s.Type == huma.TypeArray {
			s.Nullable = false
		}
		walk(s.Items)
		for _, property := range s.Properties {
			walk(property)
		}
	}
	walk(&huma.Schema{Ref: plan})
	for name, schema := range registry.Map() {
		if inPlan[name] {
			continue
		}
		for _, property := range schema.Properties {
			orEmpty(property)
			if property.Items != nil {
				orEmpty(property.Items)
			}
		}
	}
}

// orEmpty lets a text of a result be empty.
func orEmpty(s *huma.Schema) {
	switch {
	case s.Pattern != "":
		s.Pattern = "^$|" + s.Pattern
	case s.Type == huma.TypeString && len(s.Enum) > 0:
		s.Enum = append(s.Enum, "")
	}
}

// addExamples gives every body its schema and an example. Examples are real:
// the example plan and what it evaluates to.
func (s *Server) addExamples(doc *huma.OpenAPI, plan *huma.Schema) error {
	result, err := planner.Evaluate(s.Example, s.Reference)
	if err != nil {
		return fmt.Errorf("evaluate the example of the API: %w", err)
	}
	stored := PlanResource{ID: 1, Revision: 1, Hash: result.Plan.Hash, Plan: s.Example}
	next := *pageAddress(50, 50)
	doc.Components.Examples = map[string]*huma.Example{}
	for name, e := range map[string]struct {
		summary string
		value   any
		whole   bool
	}{
		"plan":      {"A whole plan", s.Example, true},
		"stored":    {"A stored plan, its lists cut short", stored, false},
		"plans":     {"A page of plans, lists cut short", PlanList{Count: 51, Next: &next, Results: []PlanResource{stored}}, false},
		"revisions": {"Revisions", RevisionList{Count: 1, Results: []PlanRevision{{Revision: 1, Hash: stored.Hash, Author: "kim", Reason: "Feed moved to June"}}}, true},
		"result":    {"A result, its lists cut to two values", result, false},
		"problem":   {"A plan with a fault", exampleProblem(), true},
	} {
		value, err := plain(e.value)
		if err != nil {
			return fmt.Errorf("write example %s of the API: %w", name, err)
		}
		if !e.whole {
			value = short(value)
		}
		doc.Components.Examples[name] = &huma.Example{Summary: e.summary, Value: value}
	}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if op != nil {
				illustrate(op, plan)
			}
		}
	}
	return nil
}

// illustrate refers the bodies of an operation to their examples.
func illustrate(op *huma.Operation, plan *huma.Schema) {
	if op.RequestBody != nil {
		op.RequestBody.Description = "A plan, as JSON or YAML."
		op.RequestBody.Content = map[string]*huma.MediaType{
			"application/json": {Schema: plan, Examples: example("plan")},
			"application/yaml": {Schema: plan, Examples: example("plan")},
		}
	}
	if op.Method == "GET" && strings.Contains(op.Path, "{id}") && !strings.HasSuffix(op.Path, "/revisions") {
		op.Responses["304"] = &huma.Response{Description: "The client has the current one"}
	}
	name := map[string]string{
		"list-plans": "plans", "create-plan": "stored", "read-plan": "stored", "replace-plan": "stored",
		"list-revisions": "revisions", "evaluate-stored-plan": "result", "evaluate-plan": "result",
	}[op.OperationID]
	for status, response := range op.Responses {
		for mediaType, content := range response.Content {
			switch {
			case mediaType == "application/problem+json" && status == "422" && op.RequestBody != nil:
				content.Examples = example("problem")
			case strings.HasPrefix(status, "2"):
				content.Examples = example(name)
			}
		}
	}
}

func example(name string) map[string]*huma.Example {
	return map[string]*huma.Example{name: {Ref: "#/components/examples/" + name}}
}

func exampleProblem() *huma.ErrorModel {
	p := invalidPlan(&planner.Invalid{Faults: []planner.Fault{
		{Path: "sites[0].feeds[1].rating_kw", Line: 41, Message: "is missing, in kW"},
	}})
	p.Instance = instance("01J0EXAMPLE")
	return p
}

// plain turns a value into the maps and lists its JSON is made of.
func plain(v any) (value any, err error) {
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &value)
	}
	return value, err
}

// short cuts every list to two elements.
func short(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, below := range v {
			v[key] = short(below)
		}
	case []any:
		v = v[:min(2, len(v))]
		for i, below := range v {
			v[i] = short(below)
		}
		return v
	}
	return v
}
