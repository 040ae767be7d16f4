package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"buildout/models"
	"buildout/planner"
)

type replaceInput struct {
	PlanPath
	WriteCondition
	ChangeHeaders
	PlanBody
}

func (s *Server) replacePlan(ctx context.Context, in *replaceInput) (*storedAnswer, error) {
	if in.IfMatch == "" {
		return nil, errNoIfMatch
	}
	plan, err := in.plan(s.Reference)
	if err != nil {
		return nil, err
	}
	return s.changePlan(ctx, in.PlanPath, in.WriteCondition, in.ChangeHeaders, func(planner.Plan) (planner.Plan, error) { return plan, nil })
}

type patchPlanInput struct {
	PlanPath
	WriteCondition
	ChangeHeaders
	SentBody
}

func (s *Server) patchPlan(ctx context.Context, in *patchPlanInput) (*storedAnswer, error) {
	if in.IfMatch == "" {
		return nil, errNoIfMatch
	}
	document, err := sentPatch(in.SentBody)
	if err != nil {
		return nil, err
	}
	return s.changePlan(ctx, in.PlanPath, in.WriteCondition, in.ChangeHeaders, func(plan planner.Plan) (planner.Plan, error) {
		patched, faults := s.mergePlan(plan, document)
		if len(faults) > 0 {
			return plan, &planner.Invalid{Faults: faults}
		}
		return patched, nil
	})
}

// changePlan stores what change makes of a plan that is as the client saw it.
func (s *Server) changePlan(ctx context.Context, at PlanPath, seen WriteCondition, who ChangeHeaders, change func(planner.Plan) (planner.Plan, error)) (*storedAnswer, error) {
	why, err := who.model()
	if err != nil {
		return nil, err
	}
	stored, err := s.update(ctx, at.ID, why, func(now models.StoredPlan) (planner.Plan, error) {
		if !matches(seen.IfMatch, planTag(now)) {
			return now.Plan, outdatedTag(now, seen.IfMatch)
		}
		return change(now.Plan)
	})
	if err != nil {
		return nil, err
	}
	out, err := answerPlans(http.StatusOK, []models.StoredPlan{stored}, true)
	if err == nil {
		out.Location = ""
	}
	return out, err
}

// mergePlan makes a merge patch to a plan and validates what comes of it.
func (s *Server) mergePlan(plan planner.Plan, document []byte) (planner.Plan, []planner.Fault) {
	merged, err := mergeJSON(plan, document)
	if err == nil {
		plan, err = planner.DecodePlan(merged, s.Reference)
	}
	return plan, faultsWithoutLines(err)
}

type deletePlanInput struct {
	PlanPath
	WriteCondition
}

func (s *Server) deletePlan(ctx context.Context, in *deletePlanInput) (*struct{}, error) {
	if in.IfMatch == "" {
		return nil, errNoIfMatch
	}
	return nil, s.conflicting(ctx, s.Store.DeletePlans(ctx, []string{in.ID}, func(heads []models.PlanHead) error {
		if matches(in.IfMatch, headTag(heads[0])) {
			return nil
		}
		return &outdated{now: heads[0], what: "plan", revision: revisionOf(in.IfMatch), at: "header.If-Match", tag: headTag(heads[0])}
	}))
}

// The elements of bodies that change several plans.
type (
	// PlanVersion is a plan at the revision that the client saw.
	PlanVersion struct {
		ID       int64 `json:"id" doc:"Id of a plan; its name, as a text, will do" example:"1"`
		Revision int   `json:"revision" doc:"Revision that was seen; 412 where it is not current" example:"3"`
	}
	// PlanPatch is a JSON merge patch (RFC 7396) of a plan.
	PlanPatch struct {
		PlanVersion
		Plan planner.Plan `json:"plan" doc:"What changes in the plan"`
	}
)

// seenPlan is an element of a body that changes several plans.
type seenPlan struct {
	ref      string
	revision int
	patch    json.RawMessage
}

type manyPlansInput struct {
	ChangeHeaders
	SentBody
}

func (s *Server) patchPlans(ctx context.Context, in *manyPlansInput) (*storedAnswer, error) {
	seen, refs, err := seenPlans(in.SentBody, patchTypes, true)
	if err != nil {
		return nil, err
	}
	why, err := in.ChangeHeaders.model()
	if err != nil {
		return nil, err
	}
	stored, err := s.Store.UpdatePlans(ctx, refs, why, func(now []models.StoredPlan) ([]planner.Plan, error) {
		plans := make([]planner.Plan, len(now))
		var faults []planner.Fault
		for i, p := range now {
			if err := seen[i].hold(i, p.PlanHead, &p.Plan); err != nil {
				return nil, err
			}
			var found []planner.Fault
			plans[i], found = s.mergePlan(p.Plan, seen[i].patch)
			for _, f := range found {
				f.Path = below(fmt.Sprintf("[%d].plan", i), f.Path)
				faults = append(faults, f)
			}
		}
		if len(faults) > 0 {
			return nil, refusedSent(&planner.Invalid{Faults: faults}, false)
		}
		return plans, nil
	})
	if err != nil {
		return nil, s.conflicting(ctx, err)
	}
	out, err := answerPlans(http.StatusOK, stored, false)
	if err == nil {
		out.Location = ""
	}
	return out, err
}

type deletePlansInput struct{ SentBody }

func (s *Server) deletePlans(ctx context.Context, in *deletePlansInput) (*struct{}, error) {
	seen, refs, err := seenPlans(in.SentBody, jsonTypes, false)
	if err != nil {
		return nil, err
	}
	return nil, s.conflicting(ctx, s.Store.DeletePlans(ctx, refs, func(now []models.PlanHead) error {
		for i, head := range now {
			if err := seen[i].hold(i, head, nil); err != nil {
				return err
			}
		}
		return nil
	}))
}

// hold returns an error where a plan is not at the revision that was seen.
func (p seenPlan) hold(i int, now models.PlanHead, plan *planner.Plan) error {
	if p.revision == now.Revision {
		return nil
	}
	return &outdated{now: now, plan: plan, what: fmt.Sprintf("plan %q", now.Name), revision: p.revision, at: fmt.Sprintf("/%d/revision", i), tag: headTag(now)}
}

// seenPlans reads a body that is a list of plans at the revisions that were seen,
// with patches where there are to be some.
func seenPlans(b SentBody, types []string, patched bool) (list []seenPlan, refs []string, err error) {
	objects, err := sentObjects(b, types)
	if err != nil {
		return nil, nil, err
	}
	known := []string{"id", "revision"}
	if patched {
		known = append(known, "plan")
	}
	var faults []planner.Fault
	for i, fields := range objects {
		fault := func(key, message string) {
			faults = append(faults, planner.Fault{Path: fmt.Sprintf("[%d].%s", i, key), Found: string(fields[key]), Message: message})
		}
		for key := range fields {
			if !slices.Contains(known, key) {
				fault(key, "no such key here; known are "+strings.Join(known, ", "))
			}
		}
		p := seenPlan{ref: refOf(fields["id"]), patch: fields["plan"]}
		if p.ref == "" {
			fault("id", "the id of a plan is wanted here, or its name as a text")
		}
		if json.Unmarshal(fields["revision"], &p.revision) != nil || p.revision < 1 {
			fault("revision", "the revision that was seen is wanted here, a number from 1")
		}
		if patched && (SentBody{RawBody: p.patch}).begins() != '{' {
			fault("plan", "a JSON object with what changes in the plan is wanted here")
		}
		list, refs = append(list, p), append(refs, p.ref)
	}
	if len(faults) > 0 {
		return nil, nil, refusedSent(&planner.Invalid{Faults: faults}, false)
	}
	return list, refs, nil
}

// refOf reads a number or a text that refers to a plan; empty where it is neither.
func refOf(value json.RawMessage) string {
	var id int64
	if json.Unmarshal(value, &id) == nil && id > 0 {
		return strconv.FormatInt(id, 10)
	}
	return idOf(value)
}
