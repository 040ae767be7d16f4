package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"buildout/models/query"
	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// Page is a page of a list.
type Page[T any] struct {
	Count    *int    `json:"count" doc:"Elements that the filters let through; null on a page asked for with a cursor"`
	Next     *string `json:"next" doc:"Address of the next page; null on the last"`
	Previous *string `json:"previous" doc:"Address of the page before; null on the first, and on a page asked for with a cursor"`
	Results  []T     `json:"results" nullable:"false"`
}

// listParameters documents the parameters of a list, filters apart.
func listParameters() []*huma.Param {
	whole := func(low, high float64) *huma.Schema {
		return &huma.Schema{Type: huma.TypeInteger, Minimum: &low, Maximum: &high}
	}
	text := &huma.Schema{Type: huma.TypeString}
	return append([]*huma.Param{
		{Name: "limit", In: "query", Schema: whole(1, query.Most), Description: "Most elements of a page; 50 where omitted", Example: query.Usual},
		{Name: "offset", In: "query", Schema: whole(0, 1e9), Description: "Elements to pass over"},
		{Name: "cursor", In: "query", Schema: text, Description: "Where to go on, as next has it; empty asks for the first page without counting"},
		{Name: "ordering", In: "query", Schema: text, Description: "Fields to order by, with commas between; - before one turns it round"},
	}, projectionParameters()...)
}

// projectionParameters documents the parameters that choose fields.
func projectionParameters() []*huma.Param {
	text := &huma.Schema{Type: huma.TypeString}
	return []*huma.Param{
		{Name: "fields", In: "query", Schema: text, Description: "Fields to answer with, with commas between; dots lead into structures"},
		{Name: "omit", In: "query", Schema: text, Description: "Fields to leave out, with commas between; dots lead into structures"},
	}
}

// listQuery reads the query of a list.
func (a *Address) listQuery(shape query.Shape) (query.Query, error) {
	if a.broken != nil {
		return query.Query{}, a.broken
	}
	q, err := query.Parse(a.query, shape)
	return q, refusedQuery(err)
}

// projection reads the query of a single element: fields and omit.
func (a *Address) projection(shape query.Shape) (query.Query, error) {
	if a.broken != nil {
		return query.Query{}, a.broken
	}
	for key := range a.query {
		if key != "fields" && key != "omit" {
			return query.Query{}, refusedQuery(&planner.Invalid{Faults: []planner.Fault{{Path: key, Message: "no such parameter here; fields and omit are known"}}})
		}
	}
	q, err := query.Parse(a.query, shape)
	return q, refusedQuery(err)
}

// refusedQuery says that it is the query that is at fault, and which parameters.
func refusedQuery(err error) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	p := faulty("The query", invalid)
	for i, f := range invalid.Faults {
		p.Errors[i].Location = "query." + f.Path
	}
	return p
}

// pageAnswer answers with a page of a list that is made anew for every request.
func pageAnswer[T any](a *Address, ifNoneMatch string, q query.Query, page query.Page[T]) (*written, error) {
	tag := contentTag(page)
	if matches(ifNoneMatch, tag) {
		return unchanged(tag), nil
	}
	body, err := writePage(a, q, page)
	if err != nil {
		return nil, err
	}
	return asWritten(tag, body), nil
}

// writePage writes a page of a list that a query asked for.
func writePage[T any](a *Address, q query.Query, page query.Page[T]) ([]byte, error) {
	written := Page[json.RawMessage]{Results: make([]json.RawMessage, len(page.Items))}
	for i, item := range page.Items {
		var err error
		if written.Results[i], err = project(item, q); err != nil {
			return nil, err
		}
	}
	written.Next, written.Previous = a.pages(q, page.Next, page.Count)
	if page.Count >= 0 {
		written.Count = &page.Count
	}
	return writeJSON(written)
}

// project writes the fields of an element that a query asks for.
func project(element any, q query.Query) ([]byte, error) {
	document, err := writeJSON(element)
	if err != nil || len(q.Fields)+len(q.Omit) == 0 {
		return document, err
	}
	return query.Project(document, q.Fields, q.Omit)
}

// pages are the addresses of the next page and the one before. The next one is
// found as this one was: by an offset where one was given, by a cursor else.
func (a *Address) pages(q query.Query, cursor string, count int) (next, previous *string) {
	if cursor != "" {
		next = a.with("cursor", cursor)
	}
	if !q.ByOffset {
		return next, nil
	}
	if q.Offset+q.Limit < count {
		next = a.with("offset", strconv.Itoa(q.Offset+q.Limit))
	}
	if q.Offset > 0 {
		previous = a.with("offset", strconv.Itoa(max(0, q.Offset-q.Limit)))
	}
	return next, previous
}

// with is the address with another value of a parameter.
func (a *Address) with(key, value string) *string {
	values := url.Values{}
	for k, v := range a.query {
		values[k] = slices.Clone(v)
	}
	values.Set(key, value)
	address := a.path + "?" + values.Encode()
	return &address
}

// wants reports whether a query asks for a key of the elements.
func wants(q query.Query, key string) bool {
	of := func(name string) bool { return name == key || strings.HasPrefix(name, key+".") }
	return (len(q.Fields) == 0 || slices.ContainsFunc(q.Fields, of)) && !slices.Contains(q.Omit, key)
}

// written is the answer of an operation whose body is JSON that is written
// already.
type written struct {
	Status      int
	ContentType string `header:"Content-Type" hidden:"true"`
	ETag        string `header:"ETag"`
	Body        []byte
}

// storedAnswer is the answer of an operation that stores.
type storedAnswer struct {
	Status      int
	ContentType string `header:"Content-Type" hidden:"true"`
	ETag        string `header:"ETag"`
	Location    string `header:"Location"`
	Replayed    string `header:"Idempotency-Replayed"`
	Body        []byte
}

func unchanged(tag string) *written { return &written{Status: http.StatusNotModified, ETag: tag} }

func asWritten(tag string, body []byte) *written {
	return &written{Status: http.StatusOK, ContentType: "application/json", ETag: tag, Body: body}
}

// writeJSON writes a body as huma writes those it is given: &, < and > stay as
// they are, so that an address in it can be read.
func writeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
