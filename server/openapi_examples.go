package server

import (
	"encoding/json"
	"fmt"
	"strings"

	"buildout/planner"
	"buildout/planner/power"

	"github.com/danielgtaylor/huma/v2"
)

// addExamples gives every body its schema and an example. Examples are real:
// the example plan and what it evaluates to.
func (s *Server) addExamples(doc *huma.OpenAPI, plan *huma.Schema) error {
	result, err := planner.Evaluate(s.Example, s.Reference)
	if err != nil {
		return fmt.Errorf("evaluate the example of the API: %w", err)
	}
	layout, err := s.exampleRacks()
	if err != nil {
		return fmt.Errorf("lay out the racks of the example of the API: %w", err)
	}
	state, err := s.exampleState()
	if err != nil {
		return fmt.Errorf("simulate the example of the API: %w", err)
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
		"racks":     {"Racks of a hall, its lists cut to two racks and panels", layout, true},
		"state":     {"A site with a failure, its lists cut to two values", state, false},
		"changes":   {"A UPS from N+1 to 2N", exampleChanges, true},
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
	switch {
	case op.RequestBody == nil:
	case op.OperationID == "evaluate-changed-plan":
		op.RequestBody.Description = "Changes to the plan, by paths of names."
		op.RequestBody.Content["application/json"].Examples = example("changes")
	default:
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
		"evaluate-changed-plan": "result", "read-racks": "racks", "read-site-state": "state",
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

// exampleChanges is the changes that the API shows.
var exampleChanges = ChangeList{Changes: []planner.Change{{Path: "sites/ansan/halls/DH-1/ups/arrangement", Value: "2N"}}}

// exampleRacks is the racks of the first hall of the example plan.
func (s *Server) exampleRacks() (planner.RackLayout, error) {
	for _, site := range s.Example.Sites {
		for _, phase := range site.Phases {
			for _, hall := range phase.Halls {
				layout, err := planner.Racks(s.Example, s.Reference, site.Name, hall.Name, s.Example.Horizon.End())
				layout.Racks = layout.Racks[:min(2, len(layout.Racks))]
				layout.Panels = layout.Panels[:min(2, len(layout.Panels))]
				layout.Faults = layout.Faults[:min(2, len(layout.Faults))]
				return layout, err
			}
		}
	}
	return planner.RackLayout{}, nil
}

// exampleState is the first site of the example plan without a UPS system.
func (s *Server) exampleState() (planner.SiteState, error) {
	if len(s.Example.Sites) == 0 {
		return planner.SiteState{}, nil
	}
	site, month := s.Example.Sites[0].Name, s.Example.Horizon.End()
	state, err := planner.Simulate(s.Example, s.Reference, site, month, "")
	for _, failure := range state.Failures {
		if failure.Event == power.SystemOut && failure.Kind == power.UPS {
			return planner.Simulate(s.Example, s.Reference, site, month, failure.ID)
		}
	}
	return state, err
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
