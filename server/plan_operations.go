package server

import (
	"net/http"
	"reflect"

	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// planOperations are the operations on whole plans.
func (s *Server) planOperations(api huma.API) {
	registry := api.OpenAPI().Components.Schemas
	page := registry.Schema(reflect.TypeFor[PlanList](), true, "")
	plan := registry.Schema(reflect.TypeFor[PlanResource](), true, "")
	list := &huma.Schema{Type: huma.TypeArray, Items: plan}

	add(api, answers(page, huma.Operation{
		OperationID: "list-plans", Method: http.MethodGet, Path: "/api/v1/plans", Tags: []string{"plans"},
		Summary: "List plans",
		Description: "Stored plans in the order they were stored in, a page at a time; filters are the fields, with a lookup after `__` such as `__gte` or `__ic`. " +
			"With omit=plan the list says what there is without what it holds.",
		Parameters: listParameters(), SkipValidateParams: true, Metadata: map[string]any{"fields": planShape.Fields},
	}), s.listPlans)
	add(api, answers(&huma.Schema{OneOf: []*huma.Schema{plan, list}}, s.readsImport(huma.Operation{
		OperationID: "create-plan", Method: http.MethodPost, Path: "/api/v1/plans", Tags: []string{"plans"},
		Summary: "Store a new plan, or several",
		Description: "Takes a plan, or a list of at most 1000, which is stored whole or not at all. One is answered with itself, a list with the list. " +
			"Plans are decoded strictly and validated; every fault is reported at once, each at its JSON pointer. Names must be new.",
		DefaultStatus: http.StatusCreated, Metadata: bodyOf[planner.Plan](planTypes[:2]...), Errors: []int{http.StatusConflict, http.StatusGone, http.StatusInsufficientStorage},
	})), s.createPlans)
	add(api, answers(list, s.readsImport(huma.Operation{
		OperationID: "patch-plans", Method: http.MethodPatch, Path: "/api/v1/plans", Tags: []string{"plans"},
		Summary: "Change several plans",
		Description: "Takes a list of at most 1000 objects, each the id of a plan, the revision that was seen, and a JSON merge patch (RFC 7396) of the plan, and stores all or none. " +
			"412 where one is not at the revision that was seen.",
		Metadata: map[string]any{"body": reflect.TypeFor[[]PlanPatch](), "media": patchTypes, "patch": true}, Errors: writeErrors,
	})), s.patchPlans)
	add(api, s.reads(huma.Operation{
		OperationID: "delete-plans", Method: http.MethodDelete, Path: "/api/v1/plans", Tags: []string{"plans"},
		Summary: "Delete several plans",
		Description: "Takes a list of at most 1000 objects, each the id of a plan and the revision that was seen, and deletes all or none, with their revisions. " +
			"412 where one is not at the revision that was seen; 409 where one has an approved revision.",
		DefaultStatus: http.StatusNoContent, Metadata: bodyOf[[]PlanVersion](jsonTypes...), Errors: writeErrors,
	}), s.deletePlans)
	add(api, answers(plan, huma.Operation{
		OperationID: "read-plan", Method: http.MethodGet, Path: "/api/v1/plans/{id}", Tags: []string{"plans"},
		Summary:     "Read a plan",
		Description: "The ETag names the revision; send it as If-Match to change the plan and as If-None-Match to ask whether it changed.",
		Parameters:  projectionParameters(), SkipValidateParams: true, Errors: []int{http.StatusNotFound},
	}), s.readPlan)
	add(api, answers(plan, s.readsImport(huma.Operation{
		OperationID: "replace-plan", Method: http.MethodPut, Path: "/api/v1/plans/{id}", Tags: []string{"plans"},
		Summary: "Replace a plan",
		Description: "Makes a new revision. If-Match is needed and must name the current revision, so that no change of another is overwritten unseen; " +
			"412 names the current revision and what differs from the one in If-Match.",
		Metadata: map[string]any{"body": reflect.TypeFor[planner.Plan](), "media": planTypes[:2], "one": true}, Errors: conditionalErrors,
	})), s.replacePlan)
	add(api, answers(plan, s.readsImport(huma.Operation{
		OperationID: "patch-plan", Method: http.MethodPatch, Path: "/api/v1/plans/{id}", Tags: []string{"plans"},
		Summary: "Change a plan",
		Description: "Takes a JSON merge patch (RFC 7396) of the plan: what it names is put in place, what it gives null is taken away, all else stays. Lists are put in place whole. " +
			"Makes a new revision. If-Match is needed and must name the current one.",
		Metadata: map[string]any{"body": reflect.TypeFor[planner.Plan](), "media": patchTypes, "patch": true}, Errors: conditionalErrors,
	})), s.patchPlan)
	add(api, huma.Operation{
		OperationID: "delete-plan", Method: http.MethodDelete, Path: "/api/v1/plans/{id}", Tags: []string{"plans"},
		Summary:       "Delete a plan",
		Description:   "Deletes it with its revisions. If-Match is needed and must name the current revision; 409 where a revision is approved.",
		DefaultStatus: http.StatusNoContent, Errors: conditionalErrors,
	}, s.deletePlan)
}

// revisionOperations are the operations on the saved states of a plan.
func (s *Server) revisionOperations(api huma.API) {
	const list, one = "/api/v1/plans/{id}/revisions", "/api/v1/plans/{id}/revisions/{revision}"
	registry := api.OpenAPI().Components.Schemas
	add(api, answers(registry.Schema(reflect.TypeFor[RevisionList](), true, ""), huma.Operation{
		OperationID: "list-revisions", Method: http.MethodGet, Path: list, Tags: []string{"revisions"},
		Summary:     "List the revisions of a plan",
		Description: "Who made each revision, when and why, and which are approved; a page at a time, the first one first.",
		Parameters:  listParameters(), SkipValidateParams: true, Metadata: map[string]any{"fields": revisionListShape.Fields}, Errors: []int{http.StatusNotFound},
	}), s.listRevisions)
	add(api, answers(registry.Schema(reflect.TypeFor[RevisionResource](), true, ""), huma.Operation{
		OperationID: "read-revision", Method: http.MethodGet, Path: one, Tags: []string{"revisions"},
		Summary:     "Read a revision of a plan",
		Description: "The plan as it was. A revision never changes; it may be approved once.",
		Parameters:  projectionParameters(), SkipValidateParams: true, Errors: []int{http.StatusNotFound},
	}), s.readRevision)
	add(api, answers(registry.Schema(reflect.TypeFor[planner.Result](), true, ""), huma.Operation{
		OperationID: "evaluate-revision", Method: http.MethodGet, Path: one + "/evaluation", Tags: []string{"evaluation"},
		Summary:     "Evaluate a revision of a plan",
		Description: "What the plan came to as it was, worked out by this program. " + partsGrammar,
		Errors:      []int{http.StatusNotFound},
	}), s.evaluateRevision)
	add(api, answers(registry.Schema(reflect.TypeFor[RevisionDifferences](), true, ""), huma.Operation{
		OperationID: "compare-revisions", Method: http.MethodGet, Path: one + "/differences", Tags: []string{"revisions"},
		Summary:     "Compare two revisions of a plan",
		Description: "The values in which the plan differs, at paths of names, with elements of lists matched by their names.",
		Errors:      []int{http.StatusNotFound},
	}), s.readDifferences)
	add(api, answers(registry.Schema(reflect.TypeFor[PlanResource](), true, ""), huma.Operation{
		OperationID: "restore-revision", Method: http.MethodPost, Path: one + "/restore", Tags: []string{"revisions"},
		Summary:       "Restore a revision of a plan",
		Description:   "Stores the plan as it was as a new revision; those between stay. 422 names the faults where this program refuses a plan that an older one wrote.",
		DefaultStatus: http.StatusCreated, Errors: writeErrors,
	}), s.restoreRevision)
	add(api, answers(registry.Schema(reflect.TypeFor[PlanRevision](), true, ""), s.reads(huma.Operation{
		OperationID: "approve-revision", Method: http.MethodPost, Path: one + "/approval", Tags: []string{"revisions"},
		Summary: "Approve a revision of a plan",
		Description: "Names the revision as the one that is to be built. An approval never changes, and a plan that has one cannot be deleted; drafts go on beside it. " +
			"Its name does wherever the number of the revision does. 409 where the revision is approved already, or another of the plan has the name.",
		DefaultStatus: http.StatusCreated, Metadata: map[string]any{"body": reflect.TypeFor[ApprovalRequest](), "media": jsonTypes, "one": true}, Errors: writeErrors,
	})), s.approveRevision)
}
