package server

import (
	"context"
	"net/http"
	"strconv"

	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// moneyOperations are the operations on what a stored plan rests on.
func (s *Server) moneyOperations(api huma.API) {
	add(api, huma.Operation{
		OperationID: "read-assumptions", Method: http.MethodGet, Path: "/api/v1/plans/{id}/assumptions", Tags: []string{"money"},
		Summary:     "Read every number the plan rests on",
		Description: "The reference values with those of the plan in their place, each with unit, source, date and whether it is an assumption. editable is the path of a change that sets it.",
		Errors:      []int{http.StatusNotFound},
	}, s.readAssumptions)
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
