package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"buildout/models"
	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// moneyOperations are the operations on the budget of a stored plan: why it
// differs from a baseline, and what it rests on.
func (s *Server) moneyOperations(api huma.API) {
	add(api, huma.Operation{
		OperationID: "read-variance", Method: http.MethodGet, Path: "/api/v1/plans/{id}/variance", Tags: []string{"money"},
		Summary: "Say why the forecast differs from a baseline",
		Description: "The difference of two forecasts in its parts, in whole won: scope, quantity, price, exchange rate, timing, books and VAT. " +
			"The baseline and the effects sum to the forecast, by line and in total.",
		Errors: []int{http.StatusNotFound},
	}, s.readVariance)
	add(api, huma.Operation{
		OperationID: "read-assumptions", Method: http.MethodGet, Path: "/api/v1/plans/{id}/assumptions", Tags: []string{"money"},
		Summary:     "Read every number the plan rests on",
		Description: "The reference values with those of the plan in their place, each with unit, source, date and whether it is an assumption. editable is the path of a change that sets it.",
		Errors:      []int{http.StatusNotFound},
	}, s.readAssumptions)
}

type varianceInput struct {
	PlanPath
	Baseline string `query:"baseline" required:"true" doc:"Id or name of the plan to compare with" example:"ansan-460" minLength:"1" maxLength:"400"`
	ReadCondition
}

type varianceAnswer struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *planner.VarianceResult
}

func (s *Server) readVariance(ctx context.Context, in *varianceInput) (*varianceAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	base, err := s.Store.Plan(ctx, in.Baseline)
	if errors.Is(err, models.ErrNotFound) {
		p := problem(http.StatusNotFound, fmt.Sprintf("There is no plan %q to compare with.", in.Baseline))
		p.Errors = []*huma.ErrorDetail{{Message: "names no stored plan", Location: "query.baseline", Value: in.Baseline}}
		return nil, p
	}
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(stored.Hash, s.Version, "variance", base.Hash)
	if matches(in.IfNoneMatch, tag) {
		return &varianceAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	was, err := s.evaluate(ctx, base.Plan)
	if err != nil {
		return nil, err
	}
	now, err := s.evaluate(ctx, stored.Plan)
	if err != nil {
		return nil, err
	}
	variance := planner.Variance(was, now)
	return &varianceAnswer{Status: http.StatusOK, ETag: tag, Body: &variance}, nil
}

// ValueList is numbers that a plan rests on.
type ValueList struct {
	Count   int                      `json:"count"`
	Results []planner.ReferenceValue `json:"results" nullable:"false"`
}

type valuesInput struct {
	PlanPath
	AssumptionsOnly bool `query:"assumptions_only" doc:"Only numbers that no source publishes"`
	ReadCondition
}

type valuesAnswer struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *ValueList
}

func (s *Server) readAssumptions(ctx context.Context, in *valuesInput) (*valuesAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(stored.Hash, s.Version, "assumptions", strconv.FormatBool(in.AssumptionsOnly))
	if matches(in.IfNoneMatch, tag) {
		return &valuesAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	list := ValueList{Results: []planner.ReferenceValue{}}
	for _, v := range planner.ReferenceValues(stored.Plan, s.Reference) {
		if v.Assumption || !in.AssumptionsOnly {
			list.Results = append(list.Results, v)
		}
	}
	list.Count = len(list.Results)
	return &valuesAnswer{Status: http.StatusOK, ETag: tag, Body: &list}, nil
}
