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
func (s *Server) api(engine *gin.Engine) {
	config := huma.DefaultConfig("Buildout", s.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.Formats = map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat}
	config.CreateHooks = nil // no $schema in bodies
	config.RejectUnknownQueryParameters = true
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Transformers = []huma.Transformer{s.complete}
	describe(config.OpenAPI, s.Token != "")
	api := humagin.New(engine, config)

	s.planOperations(api)
	s.revisionOperations(api)
	s.resourceOperations(api)
	s.referenceOperations(api)
	s.evaluationOperations(api)
	s.chartOperations(api)
	s.siteOperations(api)
	s.explainOperations(api)
	s.moneyOperations(api)
	s.compareOperations(api)
	s.transferOperations(api)
	s.workbookOperations(api)

	s.publish(engine, api.OpenAPI())
}

// reads bounds the body of an operation that takes one, and says how a body
// can be refused.
func (s *Server) reads(op huma.Operation) huma.Operation {
	op.MaxBodyBytes = s.MaxBodyBytes + 1 // a body that reaches it is refused
	op.Errors = append(op.Errors, http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	return op
}

// readsImport is reads for a body that may be as large as an import.
func (s *Server) readsImport(op huma.Operation) huma.Operation {
	op = s.reads(op)
	op.MaxBodyBytes = s.MaxImportBytes + 1
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
