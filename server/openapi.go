package server

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"buildout/planner"
	"buildout/planner/compare"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// describe sets what the document says beside the operations.
func describe(doc *huma.OpenAPI, token bool) {
	doc.Info.Description = documentIntroduction
	doc.Servers = []*huma.Server{{URL: "/"}}
	doc.Tags = documentTags
	doc.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "The token this server was started with; none is asked on loopback without one."},
		"browser": {Type: "http", Scheme: "basic", Description: "Any user name, the token as password."},
	}
	doc.Security = []map[string][]string{{"token": {}}, {"browser": {}}}
	if !token {
		doc.Security = append(doc.Security, map[string][]string{})
	}
	aliasTexts(doc.Components.Schemas)
}

// publish completes the document with what types cannot say, and serves it.
// What takes longer, the examples above all, is worked out when somebody first
// asks for it.
func (s *Server) publish(engine *gin.Engine, doc *huma.OpenAPI) {
	doc.Info.Description += "\n\n## Limits\n\n" + s.limitsText()
	plan := doc.Components.Schemas.Schema(reflect.TypeFor[planner.Plan](), true, "")
	distinguish(doc.Components.Schemas, plan.Ref)
	shareResponses(doc.Components)
	plainTexts(doc.Components.Schemas, reflect.TypeFor[compare.Axis]())
	for op := range operationsOf(doc) {
		settleBody(doc.Components.Schemas, op)
		settleParameters(op)
		settleResponses(op)
	}
	files := sync.OnceValues(func() (files documentFiles, err error) {
		shareParameters(doc)
		if err := s.addExamples(doc); err != nil {
			return files, err
		}
		return newDocumentFiles(doc)
	})
	serve := func(path string, file func(documentFiles) asset) {
		engine.GET(path, func(c *gin.Context) {
			written, err := files()
			if err != nil {
				s.fail(c, err)
				return
			}
			send(c, file(written))
		})
	}
	serve("/openapi.json", func(f documentFiles) asset { return f.json })
	serve("/openapi.yaml", func(f documentFiles) asset { return f.yaml })
}

// documentFiles is the document as it is served.
type documentFiles struct{ json, yaml asset }

func newDocumentFiles(doc *huma.OpenAPI) (documentFiles, error) {
	asJSON, err := json.Marshal(doc)
	if err != nil {
		return documentFiles{}, fmt.Errorf("write OpenAPI: %w", err)
	}
	asYAML, err := doc.YAML()
	if err != nil {
		return documentFiles{}, fmt.Errorf("write OpenAPI: %w", err)
	}
	return documentFiles{newAsset(asJSON, "application/openapi+json", false), newAsset(asYAML, "application/openapi+yaml", false)}, nil
}

// operationsOf lists the operations of a document.
func operationsOf(doc *huma.OpenAPI) iter.Seq[*huma.Operation] {
	return func(yield func(*huma.Operation) bool) {
		for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
			item := doc.Paths[path]
			for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
				if op != nil && !yield(op) {
					return
				}
			}
		}
	}
}

// distinguish makes true what differs between plans and results. In a plan a
// list is never null, and its months and arrangements are given or left out.
// In a result they are empty where there is none.
func distinguish(registry huma.Registry, plan string) {
	prefix := plan[:strings.LastIndexByte(plan, '/')+1]
	inPlan := map[string]bool{}
	var walk func(s *huma.Schema)
	walk = func(s *huma.Schema) {
		if s == nil {
			return
		}
		if name, ok := strings.CutPrefix(s.Ref, prefix); ok && !inPlan[name] {
			inPlan[name] = true
			walk(registry.SchemaFromRef(s.Ref))
		}
		if s.Type == huma.TypeArray {
			s.Nullable = false
		}
		walk(s.Items)
		for _, property := range s.Properties {
			walk(property)
		}
	}
	walk(&huma.Schema{Ref: plan})
	for name, schema := range registry.Map() {
		if inPlan[name] {
			continue
		}
		for _, property := range schema.Properties {
			orEmpty(property)
			if property.Items != nil {
				orEmpty(property.Items)
			}
		}
	}
}

// orEmpty lets a text of a result be empty.
func orEmpty(s *huma.Schema) {
	switch {
	case s.Pattern != "":
		s.Pattern = "^$|" + s.Pattern
	case s.Type == huma.TypeString && len(s.Enum) > 0:
		s.Enum = append(s.Enum, "")
	}
}
