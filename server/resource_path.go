package server

import (
	"net/http"
	"net/url"
	"strings"

	"buildout/planner/parts"

	"github.com/danielgtaylor/huma/v2"
)

// Address is where a request goes: the query, and the names of an element in
// their order. Huma reads neither, for both differ from list to list.
type Address struct {
	path   string
	query  url.Values
	names  []string
	broken error // of the query
}

// Resolve reads the address of a request.
func (a *Address) Resolve(ctx huma.Context) []error {
	at := ctx.URL()
	a.path = at.EscapedPath()
	if a.query, a.broken = url.ParseQuery(at.RawQuery); a.broken != nil {
		a.broken = problem(http.StatusUnprocessableEntity, "The query is not percent-encoded as names and values.")
	}
	for part := range strings.SplitSeq(ctx.Operation().Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok && name != "id}" {
			a.names = append(a.names, ctx.Param(strings.TrimSuffix(name, "}")))
		}
	}
	return nil
}

// id joins the names to the id of an element.
func (a *Address) id() string { return parts.ID(a.names...) }

// keys are the names of the parameters that lead to an element.
func (e *elements[T]) keys() []string {
	keys := make([]string, len(e.Keys))
	for i, key := range e.Keys {
		if key == "name" {
			key = strings.ReplaceAll(e.one, " ", "_")
		}
		keys[i] = key
	}
	return keys
}

// parameters documents the parameters that lead to an element.
func (e *elements[T]) parameters() []*huma.Param {
	example, _ := parts.Names(e.wording.id)
	list := make([]*huma.Param, len(e.Keys))
	for i, key := range e.keys() {
		list[i] = &huma.Param{
			Name: key, In: "path", Required: true, Example: example[i], Schema: &huma.Schema{Type: huma.TypeString},
			Description: "The " + strings.ReplaceAll(key, "_", " ") + "; a slash in it is %2F",
		}
	}
	return list
}

// addressOf is the address of an element of a plan.
func (e *elements[T]) addressOf(plan int64, id string) string {
	address := planAddress(plan) + "/" + e.Name
	names, _ := parts.Names(id)
	for _, name := range names {
		address += "/" + url.PathEscape(name)
	}
	return address
}
