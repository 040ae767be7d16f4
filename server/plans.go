package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"buildout/models"
	"buildout/models/query"
	"buildout/planner"
)

// PlanResource is a stored plan as the API shows it.
type PlanResource struct {
	ID        int64        `json:"id" doc:"Number that never changes" example:"1"`
	Name      string       `json:"name" doc:"That of the plan"`
	Title     planner.Text `json:"title,omitzero" doc:"That of the plan"`
	Revision  int          `json:"revision" doc:"Rises by one with every change" example:"3"`
	Hash      string       `json:"hash" doc:"SHA-256 over the plan's JSON, in hex"`
	CreatedAt time.Time    `json:"created_at"`
	UpdatedAt time.Time    `json:"updated_at"`
	Plan      planner.Plan `json:"plan"`
}

// PlanList is a page of stored plans.
type PlanList = Page[PlanResource]

// The parts inputs are made of; huma reads exported ones alone.
type (
	// PlanPath names a plan.
	PlanPath struct {
		ID string `path:"id" doc:"Id or name of a plan" example:"two-sites-460" minLength:"1" maxLength:"400"`
	}
	// ReadCondition asks for a plan only where it changed.
	ReadCondition struct {
		IfNoneMatch string `header:"If-None-Match" doc:"ETag the client has; 304 where it is current"`
	}
	// WriteCondition names what may be changed as it was seen.
	WriteCondition struct {
		IfMatch string `header:"If-Match" doc:"ETag of what is to be changed, needed: 428 without, 412 where it is not current" example:"\"3-0123456789abcdef\""`
	}
	// Condition is a WriteCondition that may be left out.
	Condition struct {
		IfMatch string `header:"If-Match" doc:"ETag of the plan; where it is sent, 412 where it is not current" example:"\"3-0123456789abcdef\""`
	}
)

// listedPlan is what plans are chosen and ordered by.
type listedPlan struct {
	ID        int64        `json:"id"`
	Name      string       `json:"name"`
	Title     planner.Text `json:"title,omitzero"`
	Revision  int          `json:"revision"`
	Hash      string       `json:"hash"`
	CreatedAt time.Time    `json:"created_at"`
	UpdatedAt time.Time    `json:"updated_at"`
}

// planShape is what may be asked of a list of plans.
var planShape = query.Shape{Fields: query.Fields[listedPlan](), Keys: query.ShapeOf[PlanResource]().Keys}

type listPlansInput struct {
	Address
	ReadCondition
}

func (s *Server) listPlans(ctx context.Context, in *listPlansInput) (*written, error) {
	q, err := in.listQuery(planShape)
	if err != nil {
		return nil, err
	}
	for {
		page, err := s.choosePlans(ctx, q)
		if err != nil {
			return nil, err
		}
		tag := contentTag(page)
		if matches(in.IfNoneMatch, tag) {
			return unchanged(tag), nil
		}
		plans, err := s.plansOf(ctx, page.Items, q)
		switch {
		case errors.Is(err, models.ErrNotFound): // one was deleted since it was chosen
			continue
		case err != nil:
			return nil, err
		}
		body, err := writePage(&in.Address, q, query.Page[PlanResource]{Items: plans, Count: page.Count, Next: page.Next})
		if err != nil {
			return nil, err
		}
		return asWritten(tag, body), nil
	}
}

// choosePlans answers a query of the heads of all plans.
func (s *Server) choosePlans(ctx context.Context, q query.Query) (query.Page[listedPlan], error) {
	heads, err := s.Store.Heads(ctx)
	if err != nil {
		return query.Page[listedPlan]{}, err
	}
	list := make([]listedPlan, len(heads))
	for i, h := range heads {
		list[i] = listedPlan(h)
	}
	return query.Select(slices.Values(list), func(p listedPlan) string { return fmt.Sprint(p.ID) }, q), nil
}

// plansOf loads the plans of a page where the query asks for what they hold.
func (s *Server) plansOf(ctx context.Context, page []listedPlan, q query.Query) ([]PlanResource, error) {
	list := make([]PlanResource, len(page))
	ids := make([]int64, len(page))
	for i, p := range page {
		ids[i] = p.ID
		list[i] = PlanResource{ID: p.ID, Name: p.Name, Title: p.Title, Revision: p.Revision, Hash: p.Hash, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt}
	}
	if !wants(q, "plan") || len(ids) == 0 {
		return list, nil
	}
	plans, err := s.Store.PlansByID(ctx, ids)
	for i, p := range plans {
		list[i] = planResource(p)
	}
	return list, err
}

func planResource(p models.StoredPlan) PlanResource {
	return PlanResource{
		ID: p.ID, Name: p.Name, Title: p.Title, Revision: p.Revision, Hash: p.Hash, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt, Plan: p.Plan,
	}
}

func planAddress(id int64) string { return fmt.Sprintf("/api/v1/plans/%d", id) }

type readPlanInput struct {
	PlanPath
	Address
	ReadCondition
}

func (s *Server) readPlan(ctx context.Context, in *readPlanInput) (*written, error) {
	q, err := in.projection(planShape)
	if err != nil {
		return nil, err
	}
	head, err := s.Store.Head(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if tag := headTag(head); matches(in.IfNoneMatch, tag) {
		return unchanged(tag), nil
	}
	stored := models.StoredPlan{PlanHead: head}
	if wants(q, "plan") {
		if stored, err = s.Store.Plan(ctx, in.ID); err != nil {
			return nil, err
		}
	}
	body, err := project(planResource(stored), q)
	if err != nil {
		return nil, err
	}
	return asWritten(planTag(stored), body), nil
}

// answerPlans writes plans that were stored, or the one that was sent alone.
func answerPlans(status int, stored []models.StoredPlan, one bool) (*storedAnswer, error) {
	out := &storedAnswer{Status: status, ContentType: "application/json", Location: "/api/v1/plans"}
	if stored[0].Replayed {
		out.Replayed = "true"
	}
	list := make([]PlanResource, len(stored))
	for i, p := range stored {
		list[i] = planResource(p)
	}
	var err error
	if one {
		out.ETag, out.Location = planTag(stored[0]), planAddress(stored[0].ID)
		out.Body, err = writeJSON(list[0])
	} else {
		out.Body, err = writeJSON(list)
	}
	return out, err
}

type createPlansInput struct {
	Address
	ChangeHeaders
	KeyHeader
	PlanBody
}

func (s *Server) createPlans(ctx context.Context, in *createPlansInput) (*storedAnswer, error) {
	plans, one, err := in.plans(s.Reference)
	if err != nil {
		return nil, err
	}
	_, why, err := s.keyed(ctx, "", in.ChangeHeaders, in.KeyHeader, &in.Address, SentBody(in.PlanBody))
	if err != nil {
		return nil, err
	}
	stored, err := s.Store.CreatePlans(ctx, plans, why)
	if err != nil {
		return nil, err
	}
	return answerPlans(http.StatusCreated, stored, one)
}
