package server

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// describe sets what the document says beside the operations.
func describe(doc *huma.OpenAPI, token bool) {
	doc.Info.Description = "What datacenters can power, when, for how many won, and what survives when a site burns.\n\n" +
		"Units stand last in names (`it_kw`, `amount_krw`); money is whole won; months are YYYY-MM. " +
		"Errors are RFC 9457 problems; those of a plan name every fault at its JSON pointer."
	doc.Servers = []*huma.Server{{URL: "/"}}
	doc.Tags = []*huma.Tag{
		{Name: "plans", Description: "Stored plans and their revisions."},
		{Name: "evaluation", Description: "What a plan comes to."},
		{Name: "capacity", Description: "Racks on their feeds, and a site with a failure."},
		{Name: "money", Description: "Why a forecast differs, what it rests on, and the books."},
	}
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
func (s *Server) publish(engine *gin.Engine, doc *huma.OpenAPI) error {
	registry := doc.Components.Schemas
	plan := registry.Schema(reflect.TypeFor[planner.Plan](), true, "")
	distinguish(registry, plan.Ref)
	entries := registry.Schema(reflect.TypeFor[[]planner.Actual](), true, "")
	if err := s.addExamples(doc, plan, entries); err != nil {
		return err
	}
	asJSON, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("write OpenAPI: %w", err)
	}
	asYAML, err := doc.YAML()
	if err != nil {
		return fmt.Errorf("write OpenAPI: %w", err)
	}
	for path, file := range map[string]asset{
		"/openapi.json": newAsset(asJSON, "application/openapi+json", false),
		"/openapi.yaml": newAsset(asYAML, "application/openapi+yaml", false),
	} {
		engine.GET(path, func(c *gin.Context) { send(c, file) })
	}
	return nil
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
