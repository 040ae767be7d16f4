package server

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
)

// api is the table of the operations, and the document that describes them.
func (s *Server) api(engine *gin.Engine) error {
	config := huma.DefaultConfig("Buildout", s.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema in bodies
	config.RejectUnknownQueryParameters = true
	config.Transformers = []huma.Transformer{s.complete}
	describe(config.OpenAPI, s.Token != "")
	api := humagin.New(engine, config)

	add(api, huma.Operation{
		OperationID: "list-plans", Method: http.MethodGet, Path: "/api/v1/plans", Tags: []string{"plans"},
		Summary:     "List plans",
		Description: "Stored plans in the order they were stored in, a page at a time.",
	}, s.listPlans)
	add(api, s.reads(huma.Operation{
		OperationID: "create-plan", Method: http.MethodPost, Path: "/api/v1/plans", Tags: []string{"plans"},
		Summary:       "Store a new plan",
		Description:   "The plan is decoded strictly and validated; every fault is reported at once, each at its JSON pointer. The name must be new.",
		DefaultStatus: http.StatusCreated, Errors: []int{http.StatusConflict, http.StatusInsufficientStorage},
	}), s.createPlan)
	add(api, huma.Operation{
		OperationID: "read-plan", Method: http.MethodGet, Path: "/api/v1/plans/{id}", Tags: []string{"plans"},
		Summary:     "Read a plan",
		Description: "The ETag names the revision; send it as If-Match to change the plan and as If-None-Match to ask whether it changed.",
		Errors:      []int{http.StatusNotFound},
	}, s.readPlan)
	add(api, s.reads(huma.Operation{
		OperationID: "replace-plan", Method: http.MethodPut, Path: "/api/v1/plans/{id}", Tags: []string{"plans"},
		Summary:     "Replace a plan",
		Description: "Makes a new revision. If-Match is needed and must name the current revision, so that no change of another is overwritten unseen.",
		Errors:      []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired, http.StatusInsufficientStorage},
	}), s.replacePlan)
	add(api, huma.Operation{
		OperationID: "delete-plan", Method: http.MethodDelete, Path: "/api/v1/plans/{id}", Tags: []string{"plans"},
		Summary:     "Delete a plan",
		Description: "If-Match is needed and must name the current revision.",
		Errors:      []int{http.StatusNotFound, http.StatusPreconditionFailed, http.StatusPreconditionRequired, http.StatusInsufficientStorage},
	}, s.deletePlan)
	add(api, huma.Operation{
		OperationID: "list-revisions", Method: http.MethodGet, Path: "/api/v1/plans/{id}/revisions", Tags: []string{"plans"},
		Summary:     "List the revisions of a plan",
		Description: "Who made each revision, when and why.",
		Errors:      []int{http.StatusNotFound},
	}, s.listRevisions)
	add(api, huma.Operation{
		OperationID: "evaluate-stored-plan", Method: http.MethodGet, Path: "/api/v1/plans/{id}/evaluation", Tags: []string{"evaluation"},
		Summary:     "Evaluate a stored plan",
		Description: "What the plan can power, when, for how many won, and what survives the loss of a site. The ETag changes with the plan and with the program.",
		Errors:      []int{http.StatusNotFound},
	}, s.evaluateStored)
	add(api, s.reads(huma.Operation{
		OperationID: "evaluate-plan", Method: http.MethodPost, Path: "/api/v1/evaluations", Tags: []string{"evaluation"},
		Summary:     "Evaluate a plan without storing it",
		Description: "A plan in, its result out. Findings of severity error are part of the result, not an error of the request.",
	}), s.evaluateSent)
	s.siteOperations(api)
	s.explainOperations(api)
	s.moneyOperations(api)

	return s.publish(engine, api.OpenAPI())
}

// reads bounds the body of an operation that takes one, and says how a body
// can be refused.
func (s *Server) reads(op huma.Operation) huma.Operation {
	op.MaxBodyBytes = s.MaxBodyBytes + 1 // a body that reaches it is refused
	op.Errors = append(op.Errors, http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	return op
}

// add registers an operation whose errors problemOf maps.
func add[I, O any](api huma.API, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden, http.StatusMisdirectedRequest,
		http.StatusUnprocessableEntity, http.StatusInternalServerError, http.StatusServiceUnavailable)
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err == nil {
			return out, nil
		}
		p, header := problemOf(err)
		if p.Status >= http.StatusInternalServerError {
			recordOf(ctx).err = fmt.Errorf("%s: %w", op.OperationID, err)
		}
		return nil, huma.ErrorWithHeaders(p, header)
	})
}
