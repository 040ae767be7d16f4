package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"buildout/models"
	"buildout/models/query"
	"buildout/planner"
	"buildout/planner/compare"
)

// PlanRevision is a change that was made to a plan.
type PlanRevision struct {
	Revision  int           `json:"revision"`
	Hash      string        `json:"hash" doc:"SHA-256 over the plan's JSON at this revision, in hex"`
	Author    string        `json:"author" doc:"Who made it, as the request said; empty where it did not"`
	Reason    string        `json:"reason" doc:"Why, as the request said; empty where it did not"`
	CreatedAt time.Time     `json:"created_at"`
	Approval  *PlanApproval `json:"approval,omitempty" doc:"Where it is approved"`
}

// PlanApproval is the word of someone that a revision is what is to be built.
type PlanApproval struct {
	Name    string    `json:"name" doc:"Unique among those of the plan; does where the number of the revision does" example:"board-2026-11"`
	Note    string    `json:"note,omitempty"`
	By      string    `json:"by" doc:"Who approved it, as Buildout-Author said; empty where it did not"`
	Program string    `json:"program" doc:"Version of the program that evaluated it"`
	At      time.Time `json:"at"`
}

// RevisionList is a page of revisions of a plan.
type RevisionList = Page[PlanRevision]

// RevisionResource is a revision with the plan as it was.
type RevisionResource struct {
	PlanRevision
	Plan planner.Plan `json:"plan"`
}

// RevisionDifferences is what differs between two revisions of a plan.
type RevisionDifferences struct {
	Was         int                  `json:"was" doc:"Revision that is compared"`
	Is          int                  `json:"is" doc:"Revision it is compared with"`
	Count       int                  `json:"count" doc:"Values that differ, in all"`
	Differences []compare.Difference `json:"differences" nullable:"false" doc:"The first of them, in the order of the plan"`
}

// RevisionPath names a revision of a plan.
type RevisionPath struct {
	PlanPath
	Revision string `path:"revision" doc:"Number of a revision, or the name of its approval" example:"1" minLength:"1" maxLength:"400"`
}

func planRevision(r models.Revision) PlanRevision {
	shown := PlanRevision{Revision: r.Number, Hash: r.Hash, Author: r.Author, Reason: r.Reason, CreatedAt: r.CreatedAt}
	if a := r.Approval; a != nil {
		shown.Approval = &PlanApproval{Name: a.Name, Note: a.Note, By: a.By, Program: a.Program, At: a.At}
	}
	return shown
}

// The shapes of a list of revisions and of a revision.
var (
	revisionListShape = query.ShapeOf[PlanRevision]()
	revisionShape     = query.ShapeOf[RevisionResource]()
)

func (s *Server) listRevisions(ctx context.Context, in *listInput) (*written, error) {
	q, err := in.listQuery(revisionListShape)
	if err != nil {
		return nil, err
	}
	revisions, err := s.Store.Revisions(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	list := make([]PlanRevision, len(revisions))
	for i, r := range revisions {
		list[i] = planRevision(r)
	}
	page := query.Select(slices.Values(list), func(r PlanRevision) string { return strconv.Itoa(r.Revision) }, q)
	return pageAnswer(&in.Address, in.IfNoneMatch, q, page)
}

type readRevisionInput struct {
	RevisionPath
	Address
	ReadCondition
}

func (s *Server) readRevision(ctx context.Context, in *readRevisionInput) (*written, error) {
	q, err := in.projection(revisionShape)
	if err != nil {
		return nil, err
	}
	r, err := s.revision(ctx, in.ID, in.Revision)
	if err != nil {
		return nil, err
	}
	shown := struct {
		PlanRevision
		Plan json.RawMessage `json:"plan"`
	}{planRevision(r), r.Document}
	tag := contentTag(shown.PlanRevision)
	if matches(in.IfNoneMatch, tag) {
		return unchanged(tag), nil
	}
	body, err := project(shown, q)
	if err != nil {
		return nil, err
	}
	return asWritten(tag, body), nil
}

// revision loads a revision by its number or the name of its approval, and tells
// which of plan and revision is not there.
func (s *Server) revision(ctx context.Context, ref, name string) (models.Revision, error) {
	r, err := s.Store.Revision(ctx, ref, name)
	if errors.Is(err, models.ErrNotFound) {
		if _, missing := s.Store.Head(ctx, ref); missing == nil {
			err = problem(http.StatusNotFound, fmt.Sprintf("The plan has no revision %q, nor an approval of this name; its revisions are listed at …/revisions.", name))
		}
	}
	return r, err
}

// planAt decodes the plan of a revision. Today's program may refuse one that an
// older one wrote.
func (s *Server) planAt(r models.Revision) (planner.Plan, error) {
	plan, err := planner.DecodePlan(r.Document, s.Reference)
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		return plan, faulty(fmt.Sprintf("Revision %d", r.Number), &planner.Invalid{Faults: faultsWithoutLines(invalid)})
	}
	return plan, err
}

// planOf reads the plan of a revision, whether or not today's program would
// evaluate it.
func planOf(r models.Revision) (plan planner.Plan, err error) {
	if err := json.Unmarshal(r.Document, &plan); err != nil {
		return plan, problem(http.StatusUnprocessableEntity, fmt.Sprintf("Revision %d was written by an older program and cannot be compared.", r.Number))
	}
	return plan, nil
}

type revisionEvaluationInput struct {
	RevisionPath
	EvaluationQuery
}

func (s *Server) evaluateRevision(ctx context.Context, in *revisionEvaluationInput) (*evaluationAnswer, error) {
	r, err := s.revision(ctx, in.ID, in.Revision)
	if err != nil {
		return nil, err
	}
	if out, err := s.evaluationAtHand(r.Hash, in.EvaluationQuery); out != nil || err != nil {
		return out, err
	}
	plan, err := s.planAt(r)
	if err != nil {
		return nil, err
	}
	return s.evaluationOf(ctx, plan, r.Hash, in.EvaluationQuery)
}

type differencesInput struct {
	RevisionPath
	With  string `query:"with" doc:"Number of the revision to compare with, or the name of its approval; the current one where omitted" example:"1" maxLength:"400"`
	Limit int    `query:"limit" default:"1000" minimum:"1" maximum:"1000" doc:"Most differences to list"`
	ReadCondition
}

func (s *Server) readDifferences(ctx context.Context, in *differencesInput) (*written, error) {
	was, err := s.revision(ctx, in.ID, in.Revision)
	if err != nil {
		return nil, err
	}
	with := in.With
	if with == "" {
		head, err := s.Store.Head(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		with = strconv.Itoa(head.Revision)
	}
	is, err := s.revision(ctx, in.ID, with)
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(was.Hash, s.Version, "differences", is.Hash, strconv.Itoa(in.Limit), strconv.Itoa(was.Number), strconv.Itoa(is.Number))
	if matches(in.IfNoneMatch, tag) {
		return unchanged(tag), nil
	}
	var plans [2]planner.Plan
	for i, r := range []models.Revision{was, is} {
		if plans[i], err = planOf(r); err != nil {
			return nil, err
		}
	}
	answer := RevisionDifferences{Was: was.Number, Is: is.Number, Differences: []compare.Difference{}}
	list, count := compare.Differences(plans[0], plans[1], in.Limit)
	answer.Count, answer.Differences = count, append(answer.Differences, list...)
	body, err := writeJSON(answer)
	if err != nil {
		return nil, err
	}
	return asWritten(tag, body), nil
}
