package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/interchange"
	"buildout/planner/power"
	"buildout/web/export/workbook"

	"github.com/danielgtaylor/huma/v2"
)

// illustrated is a value that the document shows.
type illustrated struct {
	summary string
	value   any
	short   bool // whether its lists are cut to two elements
}

// addExamples gives every body an example. Examples are real: the example plan
// and what it comes to.
func (s *Server) addExamples(doc *huma.OpenAPI) error {
	values, err := s.exampleValues()
	if err != nil {
		return fmt.Errorf("work out the examples of the API: %w", err)
	}
	doc.Components.Examples = map[string]*huma.Example{}
	for name, e := range values {
		value, err := plain(e.value)
		if err != nil {
			return fmt.Errorf("write example %s of the API: %w", name, err)
		}
		if e.short {
			value = short(value)
		}
		doc.Components.Examples[name] = &huma.Example{Summary: e.summary, Value: value}
	}
	doc.Components.Examples["comparison-workbook"] = &huma.Example{Summary: "The workbook of a comparison", ExternalValue: "/api/v1/compare/workbook?plan=ansan-460&plan=two-sites-460"}
	doc.Components.Examples["workbook"] = &huma.Example{Summary: "The workbook of a plan", ExternalValue: "/api/v1/plans/two-sites-460/workbook"}
	for op := range operationsOf(doc) {
		illustrate(op)
		if err := illustrateShelf(op); err != nil {
			return err
		}
	}
	return nil
}

// exampleValues are the bodies that the document shows, by their names in it.
func (s *Server) exampleValues() (map[string]illustrated, error) {
	result, err := planner.Evaluate(s.Example, s.Reference)
	if err != nil {
		return nil, err
	}
	layout, err := s.exampleRacks()
	if err != nil {
		return nil, err
	}
	state, err := s.exampleState()
	if err != nil {
		return nil, err
	}
	explanation, err := planner.Explain(result, "budget/variance_krw")
	if err != nil {
		return nil, err
	}
	numbers := planner.ReferenceValues(s.Example, s.Reference)
	stored := PlanResource{ID: 1, Revision: 1, Hash: result.Plan.Hash, Plan: s.Example}
	next, plans, revisions := "/api/v1/plans?limit=1&offset=1", 51, 1
	draft := s.Example
	draft.Name = "two-sites-draft"
	values := map[string]illustrated{
		"plan":          {"A whole plan", draft, false},
		"stored":        {"A stored plan, its lists cut short", stored, true},
		"plans":         {"A page of plans, lists cut short", PlanList{Count: &plans, Next: &next, Results: []PlanResource{stored}}, true},
		"revisions":     {"Revisions", RevisionList{Count: &revisions, Results: []PlanRevision{{Revision: 1, Hash: stored.Hash, Author: "kim", Reason: "Feed moved to June"}}}, false},
		"result":        {"A result, its lists cut to two values", result, true},
		"racks":         {"Racks of a hall, its lists cut to two racks and panels", layout, false},
		"state":         {"A site with a failure, its lists cut to two values", state, true},
		"patch-of-plan": {"The horizon ten months longer", map[string]any{"horizon": map[string]any{"months": 130}}, false},
		"changes":       {"A UPS from N+1 to 2N", exampleChanges, false},

		"explanation":       {"Where a figure comes from", explanation, false},
		"figure-of-changes": {"A figure of the plan with a change", ChangedFigure{exampleChanges, "budget/forecast_krw"}, false},
		"figure":            {"A figure of a plan", SentFigure{Plan: mustJSON(s.Example), Figure: "budget/forecast_krw"}, false},
		"values":            {"Numbers a plan rests on, cut to two", ValueList{len(numbers), numbers}, true},
		"books":             {"What an import of books changes", exampleBooks, false},
		"entries":           {"Entries as a list", []planner.Actual{exampleEntry}, false},
		"entries-as-csv":    {"Entries as CSV", exampleCSV, false},
		"workbook-changes":  {"What a workbook changes", exampleReturned, false},
	}
	for status, p := range exampleProblems() {
		values["problem-"+refusals[status].name] = illustrated{p.Title, p, false}
	}
	s.addRevisions(values, stored)
	s.addCharts(values)
	addTables(values)
	if err := s.addComparisons(values, result); err != nil {
		return nil, err
	}
	return values, s.addElements(values)
}

// shown is what the document shows of an operation: its bodies by media type,
// and its answers.
type shown struct {
	bodies map[string]shownBody
	answer string
	table  string // the answer as CSV, where it may be either
}

// shownBody is the example of a body and the type of what it is JSON of.
type shownBody struct {
	example string
	of      reflect.Type
}

// examplesOf is the examples of the operations by their ids.
var examplesOf = map[string]shown{
	"list-plans":            {answer: "plans"},
	"create-plan":           {bodies: aPlan, answer: "stored"},
	"read-plan":             {answer: "stored"},
	"replace-plan":          {bodies: aPlan, answer: "stored"},
	"patch-plan":            {bodies: aPatch("patch-of-plan"), answer: "stored"},
	"patch-plans":           {bodies: aPatch("patches-of-plans"), answer: "stored-plans"},
	"delete-plans":          {bodies: asBody[any]("versions"), answer: ""},
	"read-budget":           {answer: "budget"},
	"patch-budget":          {bodies: aPatch("patch-of-budget"), answer: "budget"},
	"list-revisions":        {answer: "revisions"},
	"read-revision":         {answer: "revision"},
	"compare-revisions":     {answer: "differences"},
	"restore-revision":      {answer: "stored"},
	"approve-revision":      {bodies: asBody[ApprovalRequest]("approval"), answer: "approved"},
	"evaluate-revision":     {answer: "result"},
	"evaluate-stored-plan":  {answer: "result"},
	"evaluate-plan":         {bodies: aPlan, answer: "result"},
	"evaluate-changed-plan": {bodies: map[string]shownBody{mediaJSON: {"changes", reflect.TypeFor[ChangeList]()}, mergePatch: {"patch-of-plan", reflect.TypeFor[planner.Plan]()}}, answer: "result"},
	"list-charts":           {answer: "charts"},
	"read-chart":            {answer: "chart"},
	"read-chart-data":       {answer: "chart-data"},
	"read-chart-csv":        {answer: "chart-csv"},
	"read-racks":            {answer: "racks"},
	"read-site-state":       {answer: "state"},
	"explain-stored-plan":   {answer: "explanation"},
	"explain-changed-plan":  {bodies: asBody[ChangedFigure]("figure-of-changes"), answer: "explanation"},
	"explain-plan":          {bodies: asBody[planAndFigure]("figure"), answer: "explanation"},
	"read-assumptions":      {answer: "values"},
	"import-actuals":        {bodies: map[string]shownBody{mediaCSV: {example: "entries-as-csv"}, mediaJSON: {example: "entries"}}, answer: "books"},
	"import-table":          {bodies: map[string]shownBody{mediaCSV: {example: "racks-as-csv"}, "application/yaml": {example: "device-type"}}, answer: "imported"},
	"export-table":          {answer: "racks-as-csv"},
	"read-plan-document":    {answer: "plan"},
	"export-workbook":       {answer: "workbook"},
	"import-workbook":       {bodies: map[string]shownBody{workbook.MediaType: {example: "workbook"}}, answer: "workbook-changes"},

	"compare-plans":              {answer: "matrix", table: "matrix-as-csv"},
	"compare-sent-plans":         {bodies: asBody[CompareRequest]("plans-to-compare"), answer: "matrix", table: "matrix-as-csv"},
	"export-comparison-workbook": {answer: "comparison-workbook"},
	"bridge-plans":               {answer: "bridge", table: "bridge-as-csv"},
	"bridge-sent-plans":          {bodies: asBody[BridgeRequest]("plans-to-bridge"), answer: "bridge", table: "bridge-as-csv"},
	"sweep-plan":                 {bodies: asBody[SweepRequest]("sweep"), answer: "variant", table: "variants-as-csv"},
	"list-comparisons":           {answer: "comparisons"},
	"create-comparison":          {bodies: asBody[ComparisonRequest]("new-comparison"), answer: "comparison"},
	"read-comparison":            {answer: "comparison"},
	"replace-comparison":         {bodies: asBody[ComparisonRequest]("new-comparison"), answer: "comparison"},
	"patch-comparison":           {bodies: aPatch("patch-of-comparison"), answer: "comparison"},
	"read-comparison-matrix":     {answer: "matrix", table: "matrix-as-csv"},
}

var aPlan = map[string]shownBody{
	"application/json": {"plan", reflect.TypeFor[planner.Plan]()},
	"application/yaml": {"plan", reflect.TypeFor[planner.Plan]()},
}

// aPatch is a body of a JSON merge patch.
func aPatch(example string) map[string]shownBody {
	return map[string]shownBody{mediaJSON: {example: example}, mergePatch: {example: example}}
}

// asBody is a body of JSON.
func asBody[T any](example string) map[string]shownBody {
	return map[string]shownBody{"application/json": {example, reflect.TypeFor[T]()}}
}

// planAndFigure is SentFigure with the schema of its plan.
type planAndFigure struct {
	Plan   planner.Plan `json:"plan"`
	Figure string       `json:"figure" doc:"Path of the figure" minLength:"1" maxLength:"2000"`
}

// illustrate refers the bodies of an operation to their examples.
func illustrate(op *huma.Operation) {
	shown := examplesOf[op.OperationID]
	body, answer, ofCollection := formsOf(op)
	if !ofCollection {
		answer = shown.answer
	}
	if op.RequestBody != nil {
		for media, content := range op.RequestBody.Content {
			name := shown.bodies[media].example
			if ofCollection {
				name = body
			}
			if name != "" {
				content.Examples = example(name)
			}
		}
	}
	for status, response := range op.Responses {
		for media, content := range response.Content {
			switch {
			case strings.HasPrefix(status, "2") && media == mediaCSV && shown.table != "":
				content.Examples = example(shown.table)
			case strings.HasPrefix(status, "2") && answer != "":
				content.Examples = example(answer)
			}
		}
	}
}

// firstOfShelf is the key of Metadata under which the operations on a list of
// what is shipped have its first element.
const firstOfShelf = "first"

// illustrateShelf shows the first element of a list of what is shipped.
func illustrateShelf(op *huma.Operation) error {
	first, err := plain(op.Metadata[firstOfShelf])
	if err != nil || first == nil {
		return err
	}
	if takes(op, "query", "limit") {
		first = map[string]any{"count": 1, "next": nil, "previous": nil, "results": []any{first}}
	}
	op.Responses["200"].Content[mediaJSON].Examples = map[string]*huma.Example{"first": {Summary: "The first one", Value: first}}
	return nil
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

// The books that the API shows.
var (
	exampleEntry = planner.Actual{
		Code: "structure.frame", Site: "ansan", Phase: "building", Month: finance.MonthOf(2023, 3), CommittedKRW: 12_000_000_000, PaidKRW: 1_200_000_000, Source: "voucher 2023-118",
	}
	exampleCSV   = "code,site,phase,month,committed_krw,paid_krw,final,source\nstructure.frame,ansan,building,2023-03,12000000000,1200000000,,voucher 2023-118\n"
	exampleBooks = planner.ActualsChange{
		Through: finance.MonthOf(2023, 3), Entries: 12, Replaced: 2, Kept: 30,
		Before: planner.BooksFigure{ForecastKRW: 452_100_000_000, VarianceKRW: 7_900_000_000, PaidKRW: 18_000_000_000, CommittedKRW: 96_000_000_000},
		After:  planner.BooksFigure{ForecastKRW: 453_300_000_000, VarianceKRW: 6_700_000_000, PaidKRW: 31_500_000_000, CommittedKRW: 120_000_000_000},
	}
)

// exampleReturned is what a workbook changes, as the API shows it.
var exampleReturned = WorkbookResult{
	Plan: "two-sites-460", Revision: 1,
	Changes: []WorkbookChange{{Path: "sites/ansan/phases/building/start", Title: "Ansan: start of Building", Cell: "Inputs!B17", Old: "2023-01", New: "2023-04"}},
	Notices: []workbook.Notice{},
	Before:  interchange.Figure{ForecastKRW: 452_100_000_000, VarianceKRW: 7_900_000_000},
	After:   interchange.Figure{ForecastKRW: 453_300_000_000, VarianceKRW: 6_700_000_000},
	Stored:  &WorkbookStored{ID: 1, Name: "two-sites-460", Revision: 2},
}

// mustJSON writes a plan, which is always JSON.
func mustJSON(plan planner.Plan) json.RawMessage {
	text, err := json.Marshal(plan)
	if err != nil {
		panic("server: a plan is always JSON: " + err.Error())
	}
	return text
}

// exampleProblems are problems of this program by their status.
func exampleProblems() map[int]*huma.ErrorModel {
	invalid := &planner.Invalid{Faults: []planner.Fault{{Path: "sites[0].feeds[1].rating_kw", Line: 41, Message: "is missing, in kW"}}}
	problems := map[int]*huma.ErrorModel{
		http.StatusBadRequest:      problem(http.StatusBadRequest, "The body ends before its Content-Length."),
		http.StatusNotAcceptable:   problem(http.StatusNotAcceptable, "A plan is written as application/yaml or application/json."),
		http.StatusRequestTimeout:  problem(http.StatusRequestTimeout, "The body did not arrive in time."),
		http.StatusTooManyRequests: problem(http.StatusTooManyRequests, "More requests than this server takes of one client; try again in a second."),
	}
	for _, err := range []error{
		errNoToken, errForeignOrigin, errForeignHost, errNoIfMatch, errMediaType, invalid, &http.MaxBytesError{Limit: 16 << 20},
		models.ErrNotFound, models.ErrGone, models.ErrDuplicate, models.ErrUnavailable, models.ErrFull, &models.StaleError{Current: 4}, errors.New("a fault"),
	} {
		p, _ := problemOf(err)
		problems[p.Status] = p
	}
	for _, p := range problems {
		p.Instance = instance("01J0EXAMPLE")
	}
	return problems
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
