package server

import (
	"context"
	"fmt"
	"net/http"

	"buildout/models"
	"buildout/models/query"
	"buildout/planner"
	"buildout/planner/parts"
)

// maxSearched is the most ids that one is searched in for the nearest.
const maxSearched = 5_000

type listInput struct {
	PlanPath
	Address
	ReadCondition
}

func (e *elements[T]) list(ctx context.Context, in *listInput) (*written, error) {
	q, err := in.listQuery(e.shape)
	if err != nil {
		return nil, err
	}
	if in.IfNoneMatch != "" {
		head, err := e.server.Store.Head(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if tag := headTag(head); matches(in.IfNoneMatch, tag) {
			return unchanged(tag), nil
		}
	}
	head, page, err := e.page(ctx, in.ID, q)
	if err != nil {
		return nil, err
	}
	body, err := writePage(&in.Address, q, page)
	if err != nil {
		return nil, err
	}
	return asWritten(headTag(head), body), nil
}

// choose answers a query of the elements of a plan in memory.
func (e *elements[T]) choose(ctx context.Context, ref string, q query.Query) (models.PlanHead, query.Page[T], error) {
	stored, err := e.server.Store.Plan(ctx, ref)
	if err != nil {
		return models.PlanHead{}, query.Page[T]{}, err
	}
	return stored.PlanHead, query.Select(e.All(&stored.Plan), e.IDOf, q), nil
}

// racks is choose for racks, of which there may be so many that the store chooses.
func (s *Server) racks(ctx context.Context, ref string, q query.Query) (models.PlanHead, query.Page[parts.Rack], error) {
	return s.Store.Racks(ctx, ref, q)
}

type elementInput struct {
	PlanPath
	Address
	ReadCondition
}

func (e *elements[T]) read(ctx context.Context, in *elementInput) (*written, error) {
	q, err := in.projection(e.shape)
	if err != nil {
		return nil, err
	}
	stored, err := e.server.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	element, err := e.find(&stored.Plan, in.id())
	if err != nil {
		return nil, err
	}
	tag := elementTag(stored.PlanHead, element)
	if matchesContent(in.IfNoneMatch, tag) {
		return unchanged(tag), nil
	}
	body, err := project(element, q)
	if err != nil {
		return nil, err
	}
	return asWritten(tag, body), nil
}

// find returns the element with an id. The error is a problem that names the
// nearest where the plan has none.
func (e *elements[T]) find(plan *planner.Plan, id string) (T, error) {
	element, _, ok := e.Find(plan, id)
	if !ok {
		return element, problem(http.StatusNotFound, e.missing(plan, id))
	}
	return element, nil
}

// missing says that a plan has no element with an id.
func (e *elements[T]) missing(plan *planner.Plan, id string) string {
	text := fmt.Sprintf("The plan has no %s %q", e.one, id)
	var ids []string
	for element := range e.All(plan) {
		if ids = append(ids, e.IDOf(element)); len(ids) > maxSearched {
			return text + "."
		}
	}
	switch nearest := planner.Nearest(id, ids); {
	case len(ids) == 0:
		return text + "; it has none."
	case nearest != "":
		return text + "; did you mean " + nearest + "?"
	}
	return text + "."
}
