package server

import (
	"encoding/json"
	"fmt"
	"strings"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/power"

	"github.com/danielgtaylor/huma/v2"
)

// addExamples gives every body its schema and an example. Examples are real:
// the example plan and what it evaluates to.
func (s *Server) addExamples(doc *huma.OpenAPI, plan, entries *huma.Schema) error {
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
	explanation, err := planner.Explain(result, "budget/variance_krw")
	if err != nil {
		return fmt.Errorf("explain the example of the API: %w", err)
	}
	values := planner.ReferenceValues(s.Example, s.Reference)
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

		"explanation":       {"Where a figure comes from", explanation, true},
		"figure of changes": {"A figure of the plan with a change", ChangedFigure{exampleChanges, "budget/forecast_krw"}, true},
		"figure":            {"A figure of a plan", SentFigure{Plan: mustJSON(s.Example), Figure: "budget/forecast_krw"}, true},
		"variance":          {"A plan against itself without changes, its lists cut to two values", planner.Variance(result, result), false},
		"values":            {"Numbers a plan rests on, cut to two", ValueList{len(values), values}, false},
		"books":             {"What an import of books changes", exampleBooks, true},
		"entries":           {"Entries as a list", []planner.Actual{exampleEntry}, true},
		"entries as CSV":    {"Entries as CSV", exampleCSV, true},

		"problem": {"A plan with a fault", exampleProblem(), true},
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
				illustrate(op, plan, entries)
			}
		}
	}
	return nil
}

// illustrate refers the bodies of an operation to their examples.
func illustrate(op *huma.Operation, plan, entries *huma.Schema) {
	switch {
	case op.RequestBody == nil:
	case op.OperationID == "evaluate-changed-plan":
		op.RequestBody.Description = "Changes to the plan, by paths of names."
		op.RequestBody.Content["application/json"].Examples = example("changes")
	case op.OperationID == "explain-changed-plan":
		op.RequestBody.Description = "Changes to the plan, by paths of names, and a figure."
		op.RequestBody.Content["application/json"].Examples = example("figure of changes")
	case op.OperationID == "explain-plan":
		op.RequestBody.Description = "A plan and a figure."
		op.RequestBody.Content = map[string]*huma.MediaType{"application/json": {Schema: figureSchema(plan), Examples: example("figure")}}
	case op.OperationID == "import-actuals":
		op.RequestBody.Description = "Entries of the books. CSV names its columns in the first row: code, site, phase, month, committed_krw, paid_krw, final, source."
		op.RequestBody.Content = map[string]*huma.MediaType{
			"text/csv":         {Schema: &huma.Schema{Type: huma.TypeString}, Examples: example("entries as CSV")},
			"application/json": {Schema: entries, Examples: example("entries")},
		}
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
		"explain-stored-plan": "explanation", "explain-changed-plan": "explanation", "explain-plan": "explanation",
		"read-variance": "variance", "read-assumptions": "values", "import-actuals": "books",
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

// figureSchema is SentFigure with the schema of its plan. Plans are not held
// against it, for DecodePlan says more of what is wrong.
func figureSchema(plan *huma.Schema) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeObject, Required: []string{"figure", "plan"},
		Properties: map[string]*huma.Schema{"plan": plan, "figure": {Type: huma.TypeString, Description: "Path of the figure"}},
	}
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

// The books that the API shows.
var (
	exampleEntry = planner.Actual{
		Code: "building_works.structure", Site: "ansan", Phase: "building", Month: finance.MonthOf(2023, 3), CommittedKRW: 12_000_000_000, PaidKRW: 1_200_000_000, Source: "voucher 2023-118",
	}
	exampleCSV   = "code,site,phase,month,committed_krw,paid_krw,final,source\nbuilding_works.structure,ansan,building,2023-03,12000000000,1200000000,,voucher 2023-118\n"
	exampleBooks = planner.ActualsChange{
		Through: finance.MonthOf(2023, 3), Entries: 12, Replaced: 2, Kept: 30,
		Before: planner.BooksFigure{ForecastKRW: 452_100_000_000, VarianceKRW: 7_900_000_000, PaidKRW: 18_000_000_000, CommittedKRW: 96_000_000_000},
		After:  planner.BooksFigure{ForecastKRW: 453_300_000_000, VarianceKRW: 6_700_000_000, PaidKRW: 31_500_000_000, CommittedKRW: 120_000_000_000},
	}
)

// mustJSON writes a plan, which is always JSON.
func mustJSON(plan planner.Plan) json.RawMessage {
	text, err := json.Marshal(plan)
	if err != nil {
		panic("server: a plan is always JSON: " + err.Error())
	}
	return text
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
