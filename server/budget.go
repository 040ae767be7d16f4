package server

import (
	"context"
	"net/http"
	"reflect"

	"buildout/models"
	"buildout/models/query"
	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// budgetOperations are the operations on the one budget of a plan.
func (s *Server) budgetOperations(api huma.API) {
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[planner.Budget](), true, "")
	add(api, answers(schema, huma.Operation{
		OperationID: "read-budget", Method: http.MethodGet, Path: "/api/v1/plans/{id}/budget", Tags: []string{"resources"},
		Summary:     "Read the budget of a plan",
		Description: "The money set aside and what it is for. The ETag names the budget as it is, whatever else of the plan changes.",
		Parameters:  projectionParameters(), SkipValidateParams: true, Errors: []int{http.StatusNotFound},
	}), s.readBudget)
	add(api, answers(schema, s.reads(huma.Operation{
		OperationID: "patch-budget", Method: http.MethodPatch, Path: "/api/v1/plans/{id}/budget", Tags: []string{"resources"},
		Summary: "Change the budget of a plan",
		Description: "Takes a JSON merge patch (RFC 7396): what it names is put in place, what it gives null is taken away, all else stays. " +
			"If-Match takes the ETag of the budget or that of the plan. " + checkedWords,
		Metadata: map[string]any{"body": reflect.TypeFor[planner.Budget](), "media": patchTypes, "patch": true}, Errors: conditionalErrors,
	})), s.patchBudget)
}

var budgetShape = query.ShapeOf[planner.Budget]()

func (s *Server) readBudget(ctx context.Context, in *readPlanInput) (*written, error) {
	q, err := in.projection(budgetShape)
	if err != nil {
		return nil, err
	}
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	tag := elementTag(stored.PlanHead, stored.Plan.Budget)
	if matchesContent(in.IfNoneMatch, tag) {
		return unchanged(tag), nil
	}
	body, err := project(stored.Plan.Budget, q)
	if err != nil {
		return nil, err
	}
	return asWritten(tag, body), nil
}

func (s *Server) patchBudget(ctx context.Context, in *patchPlanInput) (*storedAnswer, error) {
	if in.IfMatch == "" {
		return nil, errNoIfMatch
	}
	document, err := sentPatch(in.SentBody)
	if err != nil {
		return nil, err
	}
	why, err := in.ChangeHeaders.model()
	if err != nil {
		return nil, err
	}
	stored, err := s.update(ctx, in.ID, why, func(now models.StoredPlan) (planner.Plan, error) {
		plan := now.Plan
		if !matches(in.IfMatch, planTag(now)) && !matchesContent(in.IfMatch, elementTag(now.PlanHead, plan.Budget)) {
			return plan, outdatedBudget(now, in.IfMatch)
		}
		budget, faults := merge(plan.Budget, document)
		if len(faults) > 0 {
			return plan, refusedSent(&planner.Invalid{Faults: faults}, false)
		}
		plan.Budget = budget
		return plan, s.validChange(plan, func(f planner.Fault) string { return located(f, []string{"budget"}, true) })
	})
	if err != nil {
		return nil, err
	}
	body, err := writeJSON(stored.Plan.Budget)
	return &storedAnswer{Status: http.StatusOK, ContentType: "application/json", ETag: elementTag(stored.PlanHead, stored.Plan.Budget), Body: body}, err
}

// outdatedBudget is the error of an If-Match that names neither the budget nor
// the plan as it is.
func outdatedBudget(now models.StoredPlan, ifMatch string) *outdated {
	old := outdatedTag(now, ifMatch)
	old.tag = elementTag(now.PlanHead, now.Plan.Budget)
	old.what, old.was = "budget", func(plan planner.Plan) planner.Plan {
		was := now.Plan
		was.Budget = plan.Budget
		return was
	}
	return old
}
