package server

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"buildout/models/query"

	"github.com/danielgtaylor/huma/v2"
)

// listFields is the key of Metadata under which the operation of a list names
// the fields that it is filtered by, as []query.Field.
const listFields = "fields"

// settleParameters shows the examples of the parameters of an operation where
// tools look for them, and describes its filters.
func settleParameters(op *huma.Operation) {
	for _, p := range op.Parameters {
		if p.Example == nil && p.Schema != nil && len(p.Schema.Examples) > 0 {
			p.Example = p.Schema.Examples[0]
		}
	}
	settleFilters(op)
}

// settleFilters describes the filters of a list as one parameter, for each
// field has a dozen lookups.
func settleFilters(op *huma.Operation) {
	fields, ok := op.Metadata[listFields].([]query.Field)
	if !ok {
		return
	}
	explode := true
	schema := &huma.Schema{
		Type: huma.TypeObject, Properties: map[string]*huma.Schema{},
		AdditionalProperties: &huma.Schema{Type: huma.TypeString},
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = regexp.QuoteMeta(f.Name)
		schema.Properties[f.Name] = &huma.Schema{Type: huma.TypeString}
	}
	schema.Extensions = map[string]any{"propertyNames": map[string]any{
		"pattern": "^(" + strings.Join(names, "|") + ")(__(" + strings.Join(lookups, "|") + "))?$",
	}}
	op.Parameters = append(op.Parameters, &huma.Param{
		Name: "filters", In: "query", Style: "form", Explode: &explode, Schema: schema,
		Description: "What elements must have: a parameter for each field, as `name=R-001`, or field and lookup, as `name__isw=R-`. " +
			"Lookups: n (is not); gt, gte, lt, lte of numbers and months; ic, nic, isw, nisw, iew, niew, ie, nie of texts (contains, begins with, ends with, is whatever the case, and not); empty (true or false). " +
			"A parameter that is given twice asks for either value.",
	})
}

// lookups are the operators of filters as they stand in a parameter.
var lookups = []string{
	string(query.Not), string(query.Holds), string(query.HoldsNot), string(query.Begins), string(query.BeginsNot),
	string(query.Ends), string(query.EndsNot), string(query.Same), string(query.SameNot),
	string(query.Above), string(query.AtLeast), string(query.Below), string(query.AtMost), string(query.Empty),
}

// shareParameters puts parameters that operations share where each refers to.
func shareParameters(doc *huma.OpenAPI) {
	uses := map[string][]*huma.Param{} // by what they say
	for op := range operationsOf(doc) {
		for _, p := range op.Parameters {
			said, err := json.Marshal(p)
			if err == nil {
				uses[string(said)] = append(uses[string(said)], p)
			}
		}
	}
	doc.Components.Parameters = map[string]*huma.Param{}
	for _, said := range slices.Sorted(maps.Keys(uses)) {
		shared := uses[said]
		name := shared[0].In + "-" + shared[0].Name
		if len(shared) < 3 || doc.Components.Parameters[name] != nil {
			continue
		}
		whole := *shared[0]
		doc.Components.Parameters[name] = &whole
		for _, p := range shared {
			*p = huma.Param{Ref: "#/components/parameters/" + name}
		}
	}
}
