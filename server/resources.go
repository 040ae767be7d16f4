package server

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"buildout/models"
	"buildout/models/query"
	"buildout/planner/parts"

	"github.com/danielgtaylor/huma/v2"
)

// resourceOperations are the operations on the collections of a plan and on its
// budget.
func (s *Server) resourceOperations(api huma.API) {
	resource(s, api, &parts.Sites, wording{one: "site", id: "busan", of: "Sites with all they hold: feeds, plant, phases, halls, racks."})
	resource(s, api, &parts.Phases, wording{one: "phase", id: "ansan/second", of: "Phases of sites, each with its programme and its halls."})
	resource(s, api, &parts.Halls, wording{one: "hall", id: "siheung/DH-9", of: "Halls of sites, each with its train, panels and racks."})
	resource(s, api, &parts.Racks, wording{one: "rack", id: "ansan/DH-1/R-001", of: "Racks placed in halls, each with its feeds."})
	resource(s, api, &parts.Panels, wording{one: "panel", id: "ansan/DH-1/PDU-A11", of: "Panels of halls, between the PDUs and the racks."})
	resource(s, api, &parts.Reservations, wording{one: "reservation", id: "ansan/DH-1/later", of: "Capacity of halls kept for racks that are not placed yet."})
	resource(s, api, &parts.PowerStages, wording{one: "power stage", id: "ansan/DH-1/liquid_loop", of: "Stages of power and cooling trains: those of halls, and those of the plant of sites, whose hall is `-`."})
	resource(s, api, &parts.Feeds, wording{one: "feed", id: "ansan/third", of: "Grid feeds of sites."})
	resource(s, api, &parts.Services, wording{one: "service", id: "mail", of: "Services, which are the demand, with the racks they need by month."})
	resource(s, api, &parts.Leases, wording{one: "lease", id: "bundang", of: "Leased space that carries load until own sites replace it."})
	resource(s, api, &parts.Links, wording{one: "link", id: "second-route", of: "Network routes between sites."})
	resource(s, api, &parts.RackTypes, wording{one: "rack type", id: "storage-8", of: "Rack types of the plan's own, beside or in place of the shipped ones."})
	resource(s, api, &parts.RedundancyTiers, wording{one: "redundancy tier", id: "III-own", of: "Redundancy tiers of the plan's own, beside or in place of the shipped ones."})
	resource(s, api, &parts.CostOverrides, wording{one: "cost override", id: "structure.frame", of: "Prices of the plan's own in place of those of the shipped cost book."})
	resource(s, api, &parts.ExchangeRates, wording{one: "exchange rate", id: "EUR/2023-01", of: "Exchange rates to won, by currency and month."})
	resource(s, api, &parts.Ceilings, wording{one: "ceiling", id: "2026", of: "Most that may be paid of the budget in a year."})
	resource(s, api, &parts.Funding, wording{one: "funding line", id: "reserve", of: "What pays for the budget, in the order it is drawn."})
	resource(s, api, &parts.Actuals, wording{one: "actual", id: "1", of: "Entries of the books: what was committed and paid. They are numbered from 1 in their order, and the numbers of those that stand after one move up when it is deleted."})
	resource(s, api, &parts.Values, wording{one: "value", id: "assumptions.discount_rate", of: "Numbers of the plan's own in place of reference values."})
	resource(s, api, &parts.Calendars, wording{one: "calendar", id: "no-winter", of: "Calendars of the plan's own, beside or in place of the shipped ones."})
	resource(s, api, &parts.Tariffs, wording{one: "tariff", id: "industrial-own", of: "Electricity tariffs of the plan's own, beside or in place of the shipped ones."})
	resource(s, api, &parts.Climates, wording{one: "climate", id: "ansan-own", of: "Climates of the plan's own, beside or in place of the shipped ones."})
	s.budgetOperations(api)
}

// wording is how the API speaks of a collection.
type wording struct {
	one string // of its elements, such as rack type
	id  string // example of one
	of  string // sentence that says what they are
}

// elements is a collection of plans as the API shows it.
type elements[T any] struct {
	*parts.Collection[T]
	wording
	server *Server
	shape  query.Shape
	page   func(ctx context.Context, ref string, q query.Query) (models.PlanHead, query.Page[T], error)
}

// resource registers the operations on a collection of plans.
func resource[T any](s *Server, api huma.API, collection *parts.Collection[T], w wording) {
	e := &elements[T]{Collection: collection, wording: w, server: s, shape: query.ShapeOf[T]()}
	e.page = e.choose
	if racks, ok := any(e).(*elements[parts.Rack]); ok {
		racks.page = s.racks
	}
	list, element := "/api/v1/plans/{id}/"+collection.Name, ""
	for _, key := range e.keys() {
		element += "/{" + key + "}"
	}
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[T](), true, "")
	e.listOperations(api, list, schema)
	e.elementOperations(api, list+element, schema)
}

// listOperations registers the operations on the list as a whole.
func (e *elements[T]) listOperations(api huma.API, list string, single *huma.Schema) {
	s, w, many := e.server, e.wording, strings.ReplaceAll(e.Name, "-", " ")
	page := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Page[T]](), true, "")
	add(api, answers(page, huma.Operation{
		OperationID: "list-" + e.Name, Method: http.MethodGet, Path: list, Tags: []string{"resources"},
		Summary:     "List the " + many + " of a plan",
		Description: w.of + " " + listWords,
		Parameters:  listParameters(), SkipValidateParams: true, Metadata: map[string]any{"fields": e.shape.Fields},
		Errors: []int{http.StatusNotFound},
	}), e.list)
	add(api, answers(&huma.Schema{OneOf: []*huma.Schema{single, {Type: huma.TypeArray, Items: single}}}, s.readsImport(huma.Operation{
		OperationID: "create-" + e.Name, Method: http.MethodPost, Path: list, Tags: []string{"resources"},
		Summary: "Add " + many + " to a plan",
		Description: "Takes one " + w.one + ", or a list of at most 1000, which is stored whole or not at all, as one revision of the plan. " +
			"One is answered with itself, a list with the list. " + checkedWords,
		DefaultStatus: http.StatusCreated, Metadata: bodyOf[T](jsonTypes...), Errors: writeErrors,
	})), e.create)
	add(api, answers(&huma.Schema{Type: huma.TypeArray, Items: single}, s.reads(huma.Operation{
		OperationID: "patch-" + e.Name, Method: http.MethodPatch, Path: list, Tags: []string{"resources"},
		Summary: "Change many " + many + " of a plan",
		Description: "Takes a list of at most 1000 objects, each the id of a " + w.one + " and a JSON merge patch (RFC 7396) of it, and stores all as one revision, or nothing. " +
			"If-Match takes the ETag of the plan. " + checkedWords,
		Metadata: map[string]any{"body": reflect.TypeFor[[]T](), "media": patchTypes, "patch": true}, Errors: conditionalErrors,
	})), e.patchMany)
	add(api, s.reads(huma.Operation{
		OperationID: "delete-" + e.Name, Method: http.MethodDelete, Path: list, Tags: []string{"resources"},
		Summary: "Delete many " + many + " of a plan",
		Description: "Takes a list of at most 1000 objects, each with the id of a " + w.one + ", and deletes all as one revision, or nothing. " +
			"If-Match takes the ETag of the plan.",
		DefaultStatus: http.StatusNoContent, Metadata: bodyOf[[]ElementReference](jsonTypes...), Errors: conditionalErrors,
	}), e.deleteMany)
}

// elementOperations registers the operations on an element.
func (e *elements[T]) elementOperations(api huma.API, element string, single *huma.Schema) {
	s, w, id := e.server, e.wording, strings.ReplaceAll(e.one, " ", "-")
	add(api, answers(single, huma.Operation{
		OperationID: "read-" + id, Method: http.MethodGet, Path: element, Tags: []string{"resources"},
		Summary:     "Read a " + w.one + " of a plan",
		Description: "The ETag names the " + w.one + " as it is, whatever else of the plan changes; send it as If-Match to change it.",
		Parameters:  append(e.parameters(), projectionParameters()...), SkipValidateParams: true, Errors: []int{http.StatusNotFound},
	}), e.read)
	add(api, answers(single, s.reads(huma.Operation{
		OperationID: "patch-" + id, Method: http.MethodPatch, Path: element, Tags: []string{"resources"},
		Summary: "Change a " + w.one + " of a plan",
		Description: "Takes a JSON merge patch (RFC 7396): what it names is put in place, what it gives null is taken away, all else stays. " +
			"Its id changes with the names it is made of. If-Match takes the ETag of the " + w.one + " or that of the plan. " + checkedWords,
		Parameters: e.parameters(), Metadata: map[string]any{"body": reflect.TypeFor[T](), "media": patchTypes, "patch": true}, Errors: conditionalErrors,
	})), e.patch)
	add(api, huma.Operation{
		OperationID: "delete-" + id, Method: http.MethodDelete, Path: element, Tags: []string{"resources"},
		Summary:       "Delete a " + w.one + " of a plan",
		Description:   "Refused where the plan would not stand without it. If-Match takes the ETag of the " + w.one + " or that of the plan.",
		DefaultStatus: http.StatusNoContent, Parameters: e.parameters(), Errors: conditionalErrors,
	}, e.delete)
}

// Sentences of the descriptions.
const (
	listWords = "A page at a time; filters are the fields, with a lookup after `__` such as `__gte` or `__ic`. " +
		"The ETag is that of the plan."
	checkedWords = "The plan is validated with the change, and every fault is named at its JSON pointer in the body, or after `plan` at its JSON pointer in the plan."
)

// Errors of operations that write.
var (
	writeErrors       = []int{http.StatusNotFound, http.StatusConflict, http.StatusGone, http.StatusPreconditionFailed, http.StatusInsufficientStorage}
	conditionalErrors = append([]int{http.StatusPreconditionRequired}, writeErrors...)
)

// answers sets the schema of the body of the success of an operation.
func answers(schema *huma.Schema, op huma.Operation) huma.Operation {
	status := "200"
	if op.DefaultStatus == http.StatusCreated {
		status = "201"
	}
	op.Responses = map[string]*huma.Response{status: {Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}}
	return op
}

// bodyOf says what body an operation takes, for the document.
func bodyOf[T any](media ...string) map[string]any {
	return map[string]any{"body": reflect.TypeFor[T](), "media": media}
}

// schemaName tells the elements of collections from what a plan has of the same
// name.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if strings.Contains(t.PkgPath()+"."+t.Name(), "planner/parts.") {
		name += "Element"
	}
	return name
}
