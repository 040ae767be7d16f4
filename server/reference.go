package server

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"buildout/models/query"
	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// referenceOperations are the operations that read what is shipped.
func (s *Server) referenceOperations(api huma.API) {
	r := &s.Reference
	values := planner.ReferenceValues(planner.Plan{}, s.Reference)
	shelved(s, api, shelf[planner.RackType]{"rack-types", "rack type", "Rack types that ship with the program.", r.RackTypes, func(v planner.RackType) string { return v.Name }})
	shelved(s, api, shelf[planner.RedundancyTier]{"redundancy-tiers", "redundancy tier", "Redundancy tiers that ship with the program.", r.Tiers, func(v planner.RedundancyTier) string { return v.Name }})
	shelved(s, api, shelf[planner.CostEntry]{"cost-entries", "cost entry", "Priced lines of the shipped cost book.", r.Book.Entries, func(v planner.CostEntry) string { return v.Code }})
	shelved(s, api, shelf[planner.CostGroup]{"cost-groups", "cost group", "Groups of the cost codes, with their subsystems.", r.Book.Groups, func(v planner.CostGroup) string { return v.Code }})
	shelved(s, api, shelf[planner.PaymentProfile]{"payment-profiles", "payment profile", "How contracts are paid.", r.Book.Profiles, func(v planner.PaymentProfile) string { return v.Name }})
	shelved(s, api, shelf[planner.Tariff]{"tariffs", "tariff", "Electricity tariffs that ship with the program.", r.Tariffs, func(v planner.Tariff) string { return v.Name }})
	shelved(s, api, shelf[planner.Climate]{"climates", "climate", "Climates that ship with the program.", r.Climates, func(v planner.Climate) string { return v.Name }})
	shelved(s, api, shelf[planner.Calendar]{"calendars", "calendar", "Calendars of work that ship with the program.", r.Calendars, func(v planner.Calendar) string { return v.Name }})
	shelved(s, api, shelf[planner.LeadTime]{"lead-times", "lead time", "Months from order to delivery of kinds of equipment.", r.LeadTimes, func(v planner.LeadTime) string { return v.Name }})
	shelved(s, api, shelf[planner.Equipment]{"equipment", "kind of equipment", "What a kind of stage has where a plan does not say.", r.Equipment, func(v planner.Equipment) string { return string(v.Kind) }})
	shelved(s, api, shelf[planner.PlantLimit]{"plant-limits", "plant limit", "Published limits that the plant of a site is held against.", r.Limits, func(v planner.PlantLimit) string { return string(v.Name) }})
	shelved(s, api, shelf[planner.Assumption]{"assumptions", "assumption", "Numbers of operation and worth that a plan may put its own in place of.", r.Assumptions, func(v planner.Assumption) string { return string(v.Name) }})
	shelved(s, api, shelf[planner.AssetClass]{"asset-classes", "asset class", "Assets that are depreciated alike.", r.Assets, func(v planner.AssetClass) string { return v.Name }})
	shelved(s, api, shelf[planner.Benchmark]{"benchmarks", "benchmark", "Published ranges that a plan's figures are held against.", r.Benchmarks, func(v planner.Benchmark) string { return v.Name }})
	shelved(s, api, shelf[planner.ReferenceValue]{"values", "value", "Every number of the reference, by the name that a plan's values put their own in place of.", values, func(v planner.ReferenceValue) string { return v.Name }})
}

// shelf is a list of what is shipped.
type shelf[T any] struct {
	name string // in addresses
	one  string // of its elements
	of   string // sentence that says what they are
	list []T
	id   func(T) string
}

// shelved registers the operations on a list of what is shipped.
func shelved[T any](s *Server, api huma.API, list shelf[T]) {
	registry, shape := api.OpenAPI().Components.Schemas, query.ShapeOf[T]()
	path := "/api/v1/reference/" + list.name
	tag := evaluationTag(contentHash(list.list), s.Version, list.name)
	operation := strings.ReplaceAll(list.one, " ", "-")

	add(api, answers(registry.Schema(reflect.TypeFor[Page[T]](), true, ""), huma.Operation{
		OperationID: "list-reference-" + list.name, Method: http.MethodGet, Path: path, Tags: []string{"reference"},
		Summary:     "List the shipped " + strings.ReplaceAll(list.name, "-", " "),
		Description: list.of + " Each has its source. A page at a time; filters are the fields, with a lookup after `__` such as `__gte` or `__ic`. The ETag changes with the program.",
		Parameters:  listParameters(), SkipValidateParams: true, Metadata: map[string]any{"fields": shape.Fields, "first": list.list[0]},
	}), func(_ context.Context, in *shelfInput) (*written, error) {
		q, err := in.listQuery(shape)
		if err != nil {
			return nil, err
		}
		if matches(in.IfNoneMatch, tag) {
			return unchanged(tag), nil
		}
		body, err := writePage(&in.Address, q, query.Select(slices.Values(list.list), list.id, q))
		if err != nil {
			return nil, err
		}
		return asWritten(tag, body), nil
	})
	add(api, answers(registry.Schema(reflect.TypeFor[T](), true, ""), huma.Operation{
		OperationID: "read-reference-" + operation, Method: http.MethodGet, Path: path + "/{name}", Tags: []string{"reference"},
		Summary:     "Read a shipped " + list.one,
		Description: list.of + " One of them, with its source.",
		Parameters: append([]*huma.Param{{
			Name: "name", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}, Description: "The name or code of the " + list.one, Example: list.id(list.list[0]),
		}}, projectionParameters()...), SkipValidateParams: true, Metadata: map[string]any{"first": list.list[0]}, Errors: []int{http.StatusNotFound},
	}), func(_ context.Context, in *shelfInput) (*written, error) {
		q, err := in.projection(shape)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(list.list, func(v T) bool { return list.id(v) == in.names[0] })
		if at < 0 {
			return nil, list.missing(in.names[0])
		}
		if matches(in.IfNoneMatch, tag) {
			return unchanged(tag), nil
		}
		body, err := project(list.list[at], q)
		if err != nil {
			return nil, err
		}
		return asWritten(tag, body), nil
	})
}

type shelfInput struct {
	Address
	ReadCondition
}

// missing says that nothing of a name is shipped.
func (l shelf[T]) missing(name string) error {
	ids := make([]string, len(l.list))
	for i, v := range l.list {
		ids[i] = l.id(v)
	}
	return problem(http.StatusNotFound, fmt.Sprintf("No %s %q is shipped%s", l.one, name, planner.Offered(name, ids)))
}
