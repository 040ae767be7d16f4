package server

import (
	"net/http"
	"reflect"
	"strings"

	"buildout/models/query"
	"buildout/web/export/workbook"

	"github.com/danielgtaylor/huma/v2"
)

// What an operation says of a body that it decodes by itself, in Metadata: the
// Go type of the body, of its element where it is one or a list of them, and its
// media types.
const (
	bodyType  = "body"  // reflect.Type; that of a list where the body is always one
	bodyMedia = "media" // []string
	bodyPatch = "patch" // true of JSON merge patches of that type
	bodyOne   = "one"   // true where a POST takes no list
)

// settleBody describes the body of an operation. Bodies that are decoded with
// more care than a schema has are not held against it when they arrive.
func settleBody(registry huma.Registry, op *huma.Operation) {
	if op.RequestBody == nil {
		return
	}
	op.RequestBody.Required = true
	if kind, ok := op.Metadata[bodyType].(reflect.Type); ok {
		schema, description := bodySchema(registry, op, kind)
		op.RequestBody.Content, op.RequestBody.Description = map[string]*huma.MediaType{}, description
		for _, media := range op.Metadata[bodyMedia].([]string) {
			op.RequestBody.Content[media] = &huma.MediaType{Schema: schema}
			if media == mediaCSV {
				op.RequestBody.Content[media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
			}
			if media == workbook.MediaType {
				op.RequestBody.Content[media] = &huma.MediaType{Schema: binarySchema}
				op.RequestBody.Description = "An xlsx workbook."
			}
		}
		return
	}
	for media, body := range examplesOf[op.OperationID].bodies {
		schema := registry.Schema(body.of, true, "")
		if media == mergePatch {
			schema = patchSchema(registry, schema, false)
		}
		op.RequestBody.Content[media] = &huma.MediaType{Schema: schema}
	}
}

// bodySchema is the schema of a body, and what it is in words.
func bodySchema(registry huma.Registry, op *huma.Operation, kind reflect.Type) (schema *huma.Schema, description string) {
	many, patch := kind.Kind() == reflect.Slice, op.Metadata[bodyPatch] == true
	if many {
		kind = kind.Elem()
	}
	element := registry.Schema(kind, true, "")
	name := strings.TrimSuffix(nameOf(element), "Element")
	switch {
	case patch && many:
		return listOf(patchSchema(registry, element, true)), "JSON merge patches (RFC 7396), each of the " + name + " with its id. All are made or none."
	case patch:
		return patchSchema(registry, element, false), "A JSON merge patch (RFC 7396) of the " + name + ": what it names is put in place, null takes away, a list is replaced whole."
	case kind.Kind() == reflect.String:
		return element, "A table as CSV, or a document as YAML, as the format has it."
	case many:
		return listOf(element), "A list. All of it is done or nothing."
	case op.Method == http.MethodPost && op.Metadata[bodyOne] != true && kind.Kind() == reflect.Struct:
		return &huma.Schema{OneOf: []*huma.Schema{element, listOf(element)}}, "One " + name + ", or a list of them, which is stored whole or not at all."
	}
	return element, name + "."
}

// nameOf is the name of the schema that a reference leads to.
func nameOf(ref *huma.Schema) string { return ref.Ref[strings.LastIndexByte(ref.Ref, '/')+1:] }

func listOf(element *huma.Schema) *huma.Schema {
	least, most := 1, query.Most
	return &huma.Schema{Type: huma.TypeArray, Items: element, MinItems: &least, MaxItems: &most}
}

// patchSchema registers the schema of merge patches of a schema, in a list with
// the id of what is changed and its revision: every property may be left out or be null, and so
// on in objects. Lists are replaced whole.
func patchSchema(registry huma.Registry, of *huma.Schema, inList bool) *huma.Schema {
	name := nameOf(of) + "MergePatch"
	if inList {
		name += "InList"
	}
	ref := &huma.Schema{Ref: "#/components/schemas/" + name}
	if registry.Map()[name] != nil {
		return ref
	}
	whole := registry.SchemaFromRef(of.Ref)
	patch := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: whole.AdditionalProperties, Properties: map[string]*huma.Schema{}}
	registry.Map()[name] = patch
	for key, property := range whole.Properties {
		if property.Ref != "" && registry.SchemaFromRef(property.Ref).Type == huma.TypeObject {
			property = patchSchema(registry, property, false)
		}
		patch.Properties[key] = orNull(property)
	}
	for _, key := range []string{"id", "revision"} {
		if inList && whole.Properties[key] != nil {
			patch.Required, patch.Properties[key] = append(patch.Required, key), whole.Properties[key]
		}
	}
	return ref
}

// orNull lets a value be null.
func orNull(s *huma.Schema) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{s, {Type: "null"}}}
}
