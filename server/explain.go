package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// explainOperations are the operations that say where figures come from.
func (s *Server) explainOperations(api huma.API) {
	add(api, huma.Operation{
		OperationID: "explain-stored-plan", Method: http.MethodGet, Path: "/api/v1/plans/{id}/explain", Tags: []string{"evaluation"},
		Summary: "Explain a figure of a stored plan",
		Description: "Gives the formula of a figure, its operands with units, sources and what they rest on, and the figures it sums. " +
			"An operand's figure can be asked for in turn, down to numbers of the plan, published ones and assumptions. " + figureGrammar,
		Errors: []int{http.StatusNotFound},
	}, s.explainStored)
	add(api, s.reads(huma.Operation{
		OperationID: "explain-changed-plan", Method: http.MethodPost, Path: "/api/v1/plans/{id}/explain", Tags: []string{"evaluation"},
		Summary:     "Explain a figure of a stored plan with changes",
		Description: "The changes are made to the stored plan in their order, and the figure is that of the changed plan. Nothing is stored.",
		Errors:      []int{http.StatusNotFound},
	}), s.explainChanged)
	add(api, s.reads(huma.Operation{
		OperationID: "explain-plan", Method: http.MethodPost, Path: "/api/v1/explanations", Tags: []string{"evaluation"},
		Summary:     "Explain a figure of a plan without storing it",
		Description: "A plan and a figure in, the explanation out. Faults of the plan are named at their JSON pointer.",
	}), s.explainSent)
}

const figureGrammar = "A figure is a path into the result by names, such as `budget/forecast_krw`, `budget/years/2023/paid_krw` or " +
	"`cost_lines/CODE/SITE/PHASE/amount_krw`; a slash in a name is written %2F, a percent sign %25. An unknown figure is refused with the nearest."

type explainInput struct {
	PlanPath
	Figure string `query:"figure" required:"true" doc:"Path of the figure" example:"budget/forecast_krw" minLength:"1" maxLength:"2000"`
	ReadCondition
}

type explanationAnswer struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *planner.Explanation
}

func (s *Server) explainStored(ctx context.Context, in *explainInput) (*explanationAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(stored.Hash, s.Version, "explain", in.Figure)
	if matches(in.IfNoneMatch, tag) {
		return &explanationAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	x, err := s.explain(ctx, stored.Plan, in.Figure, "query.figure")
	if err != nil {
		return nil, err
	}
	return &explanationAnswer{Status: http.StatusOK, ETag: tag, Body: x}, nil
}

// ChangedFigure is a figure of a stored plan with changes.
type ChangedFigure struct {
	ChangeList
	Figure string `json:"figure" doc:"Path of the figure" minLength:"1" maxLength:"2000"`
}

type explainChangedInput struct {
	PlanPath
	Body ChangedFigure
}

type explainedAnswer struct{ Body planner.Explanation }

func (s *Server) explainChanged(ctx context.Context, in *explainChangedInput) (*explainedAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	plan, err := planner.Apply(stored.Plan, s.Reference, in.Body.Changes)
	if err != nil {
		return nil, refusedChanges(err, in.Body.Changes)
	}
	x, err := s.explain(ctx, plan, in.Body.Figure, "body.figure")
	if err != nil {
		return nil, err
	}
	return &explainedAnswer{*x}, nil
}

// SentFigure is a figure of a plan that is sent with it.
type SentFigure struct {
	Plan   json.RawMessage `json:"plan" doc:"A plan"`
	Figure string          `json:"figure" doc:"Path of the figure" minLength:"1" maxLength:"2000"`
}

type explainSentInput struct{ Body SentFigure }

func (s *Server) explainSent(ctx context.Context, in *explainSentInput) (*explainedAnswer, error) {
	plan, err := planner.DecodePlan(in.Body.Plan, s.Reference)
	if err != nil {
		return nil, withinPlan(err)
	}
	x, err := s.explain(ctx, plan, in.Body.Figure, "body.figure")
	if err != nil {
		return nil, withinPlan(err)
	}
	return &explainedAnswer{*x}, nil
}

// withinPlan puts the faults of a plan below the key it was sent under.
func withinPlan(err error) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	p := invalidPlan(invalid)
	for i, detail := range p.Errors {
		p.Errors[i].Location = "/plan" + detail.Location
		p.Errors[i].Message = invalid.Faults[i].Message // lines are those of the plan alone
	}
	return p
}

// explain evaluates a plan and explains a figure of it. location is where the
// request names the figure.
func (s *Server) explain(ctx context.Context, plan planner.Plan, figure, location string) (*planner.Explanation, error) {
	result, err := s.evaluate(ctx, plan)
	if err != nil {
		return nil, err
	}
	x, err := planner.Explain(result, figure)
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		p := problem(http.StatusUnprocessableEntity, "The result has no such figure.")
		p.Errors = []*huma.ErrorDetail{{Message: invalid.Faults[0].Message, Location: location, Value: figure}}
		return nil, p
	}
	return &x, err
}
