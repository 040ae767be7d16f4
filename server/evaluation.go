package server

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"reflect"
	"slices"

	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// evaluationOperations are the operations that say what a plan comes to.
func (s *Server) evaluationOperations(api huma.API) {
	registry := api.OpenAPI().Components.Schemas
	result := func(op huma.Operation) huma.Operation {
		op.Tags = []string{"evaluation"}
		op.Description += " " + partsGrammar
		op.Responses = map[string]*huma.Response{"200": {
			Description: http.StatusText(http.StatusOK),
			Content:     map[string]*huma.MediaType{"application/json": {Schema: schemaOf[planner.Result](registry)}},
		}}
		return op
	}
	add(api, result(huma.Operation{
		OperationID: "evaluate-stored-plan", Method: http.MethodGet, Path: "/api/v1/plans/{id}/evaluation",
		Summary:     "Evaluate a stored plan",
		Description: "What the plan can power, when, for how many won, and what survives the loss of a site. The ETag changes with the plan, the program and the parts asked for.",
		Errors:      []int{http.StatusNotFound},
	}), s.evaluateStored)
	add(api, result(s.reads(huma.Operation{
		OperationID: "evaluate-changed-plan", Method: http.MethodPost, Path: "/api/v1/plans/{id}/evaluation",
		Summary: "Ask what if: evaluate a stored plan with changes",
		Description: "The changes are made to the stored plan, and the result is that of the changed plan. Nothing is stored. " +
			"They are a list of paths and values, made in their order (application/json), or a merge patch of the plan's JSON (application/merge-patch+json, RFC 7396). " +
			"Every change that does not fit is named, and every fault of the changed plan.",
		Errors:           []int{http.StatusNotFound},
		SkipValidateBody: true,
		RequestBody: &huma.RequestBody{Content: map[string]*huma.MediaType{
			"application/json": {Schema: schemaOf[ChangeList](registry)},
			mergePatch:         {Schema: &huma.Schema{Type: huma.TypeObject, Description: "Keys of a plan with what they become; null takes an optional one away.", AdditionalProperties: true}},
		}},
	})), s.evaluateChanged)
	add(api, result(s.reads(huma.Operation{
		OperationID: "evaluate-plan", Method: http.MethodPost, Path: "/api/v1/evaluations",
		Summary:     "Evaluate a plan without storing it",
		Description: "A plan in, its result out. Findings of severity error are part of the result, not an error of the request.",
	})), s.evaluateSent)
}

const (
	mediaJSON    = "application/json"
	mergePatch   = "application/merge-patch+json"
	partsGrammar = "`fields` asks for parts of the result and `omit` leaves some out: keys joined by commas, with dots to those within, such as `fields=budget.forecast_krw,findings.code`. An unknown one is refused with the nearest."
)

// The parts inputs are made of; huma reads exported ones alone.
type (
	// ResultParts chooses parts of a result.
	ResultParts struct {
		Fields []string `query:"fields" doc:"Parts to return, all where omitted: keys joined by commas, with dots to those within" example:"[\"budget.forecast_krw\",\"findings.code\"]" maxItems:"100"`
		Omit   []string `query:"omit" doc:"Parts to leave out" example:"[\"cost_lines\"]" maxItems:"100"`
	}
	// EvaluationQuery is what is asked of an evaluation, and in which bytes.
	EvaluationQuery struct {
		ResultParts
		ReadCondition
		AcceptEncoding string `header:"Accept-Encoding" hidden:"true"`
	}
)

type evaluationInput struct {
	PlanPath
	EvaluationQuery
}

func (s *Server) evaluateStored(ctx context.Context, in *evaluationInput) (*evaluationAnswer, error) {
	head, err := s.Store.Head(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out, err := s.evaluationAtHand(head.Hash, in.EvaluationQuery)
	if out != nil || err != nil {
		return out, err
	}
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.evaluationOf(ctx, stored.Plan, stored.Hash, in.EvaluationQuery)
}

// evaluationAtHand answers with the result of the plan of a hash where the
// client has it or it was evaluated lately; nil where neither is so.
func (s *Server) evaluationAtHand(hash string, in EvaluationQuery) (*evaluationAnswer, error) {
	if err := in.ResultParts.check(); err != nil {
		return nil, err
	}
	return s.atHand(hash, in.wanted()), nil
}

// evaluationOf answers with the result of a plan, whose hash is given.
func (s *Server) evaluationOf(ctx context.Context, plan planner.Plan, hash string, in EvaluationQuery) (*evaluationAnswer, error) {
	if err := in.ResultParts.check(); err != nil {
		return nil, err
	}
	return s.made(ctx, hash, in.wanted(), func(ctx context.Context) ([]byte, error) {
		return s.evaluateTo(ctx, plan, in.ResultParts)
	})
}

type evaluateChangedInput struct {
	PlanPath
	ResultParts
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte `contentType:"application/json"`
}

func (s *Server) evaluateChanged(ctx context.Context, in *evaluateChangedInput) (*evaluationAnswer, error) {
	if err := in.ResultParts.check(); err != nil {
		return nil, err
	}
	media := "application/json"
	if in.ContentType != "" {
		media, _, _ = mime.ParseMediaType(in.ContentType)
	}
	change, known := map[string]func([]byte, planner.Plan, planner.Reference) (planner.Plan, error){
		"application/json": changedPlan, mergePatch: patchedPlan,
	}[media]
	if !known {
		return nil, errChangesType
	}
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	plan, err := change(in.RawBody, stored.Plan, s.Reference)
	if err != nil {
		return nil, err
	}
	return s.evaluationOnce(ctx, plan, in.ResultParts)
}

var errChangesType = problem(http.StatusUnsupportedMediaType, "Send the changes as application/json, or as application/merge-patch+json.")

// evaluationOnce answers with the result of a plan that nobody will ask for
// again.
func (s *Server) evaluationOnce(ctx context.Context, plan planner.Plan, parts ResultParts) (*evaluationAnswer, error) {
	body, err := s.evaluateTo(ctx, plan, parts)
	if err != nil {
		return nil, err
	}
	return &evaluationAnswer{Status: http.StatusOK, ContentType: "application/json", Body: body}, nil
}

type evaluateSentInput struct {
	PlanBody
	ResultParts
}

func (s *Server) evaluateSent(ctx context.Context, in *evaluateSentInput) (*evaluationAnswer, error) {
	if err := in.ResultParts.check(); err != nil {
		return nil, err
	}
	plan, err := in.plan(s.Reference)
	if err != nil {
		return nil, err
	}
	return s.evaluationOnce(ctx, plan, in.ResultParts)
}

// changedPlan makes a list of changes to a plan.
func changedPlan(body []byte, plan planner.Plan, ref planner.Reference) (planner.Plan, error) {
	list, err := planner.Decode[ChangeList](body)
	if err != nil {
		return plan, refusedBody(err, "The changes")
	}
	if len(list.Changes) > maxChanges {
		return plan, refusedBody(&planner.Invalid{Faults: []planner.Fault{{
			Path: "changes", Found: fmt.Sprintf("a list of %d", len(list.Changes)), Message: fmt.Sprintf("at most %d are made at once; send a merge patch of the plan", maxChanges),
		}}}, "The changes")
	}
	changed, err := planner.Apply(plan, ref, list.Changes)
	if err != nil {
		return plan, refusedChanges(err, list.Changes)
	}
	return changed, nil
}

// maxChanges is the most changes of a request.
const maxChanges = 1000

// patchedPlan makes a merge patch (RFC 7396) to a plan.
func patchedPlan(patch []byte, plan planner.Plan, ref planner.Reference) (planner.Plan, error) {
	if err := planner.WellFormed(patch); err != nil {
		return plan, refusedBody(err, "The patch")
	}
	merged, err := mergeJSON(plan, patch)
	if err != nil {
		return plan, refusedBody(&planner.Invalid{Faults: []planner.Fault{{Line: 1, Message: "not a JSON object: " + err.Error()}}}, "The patch")
	}
	patched, err := planner.DecodePlan(merged, ref)
	return patched, refusedBody(withoutLines(err), "The plan with this patch")
}

// withoutLines takes the lines from faults of a document that nobody sent.
func withoutLines(err error) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	faults := slices.Clone(invalid.Faults)
	for i := range faults {
		faults[i].Line = 0
	}
	return &planner.Invalid{Faults: faults}
}

// refusedBody says what it is that has the faults.
func refusedBody(err error, what string) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	p := invalidPlan(invalid)
	verb, count := "has", "one fault"
	if what == "The changes" {
		verb = "have"
	}
	if n := len(invalid.Faults); n != 1 {
		count = fmt.Sprintf("%d faults", n)
	}
	p.Detail = fmt.Sprintf("%s %s %s.", what, verb, count)
	return p
}

// schemaOf is the schema of a type in the document.
func schemaOf[T any](registry huma.Registry) *huma.Schema {
	return registry.Schema(reflect.TypeFor[T](), true, "")
}
