package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// refusal is an answer that operations share: a problem, and when it comes.
type refusal struct {
	name, description string
	headers           []string
}

// refusals are the problems of the API by status.
var refusals = map[int]refusal{
	http.StatusBadRequest:            {"BadRequest", "The body cannot be read: it ends early, or is not what its Content-Encoding says. Nothing was stored.", nil},
	http.StatusUnauthorized:          {"Unauthorized", "This server was started with a token, and the request does not carry it.", []string{"WWW-Authenticate"}},
	http.StatusForbidden:             {"Forbidden", "A page of another site may not write here.", nil},
	http.StatusNotFound:              {"NotFound", "There is no plan, revision or element of this name or id.", nil},
	http.StatusNotAcceptable:         {"NotAcceptable", "This is not written in a media type that Accept names.", nil},
	http.StatusRequestTimeout:        {"RequestTimeout", "The body did not arrive in time. Nothing was stored.", nil},
	http.StatusConflict:              {"Conflict", "A name is taken, or what an approval holds would be lost. Nothing was stored.", nil},
	http.StatusGone:                  {"Gone", "What the first request with this Idempotency-Key stored was deleted since. Nothing was stored.", nil},
	http.StatusPreconditionFailed:    {"PreconditionFailed", "Somebody else was first: If-Match does not name what is stored now. The problem says which revision is current and what differs. Nothing was stored.", []string{"ETag"}},
	http.StatusRequestEntityTooLarge: {"TooLarge", "The body is larger than this server takes. Nothing was stored.", nil},
	http.StatusUnsupportedMediaType:  {"UnsupportedMediaType", "The Content-Type is none that this operation reads. Nothing was stored.", nil},
	http.StatusMisdirectedRequest:    {"Misdirected", "A server without a token answers to loopback addresses alone.", nil},
	http.StatusUnprocessableEntity:   {"Invalid", "A parameter, a header or the body is wrong; every fault is named at its place. Nothing was stored.", nil},
	http.StatusPreconditionRequired:  {"PreconditionRequired", "If-Match is missing. Send the ETag of what you have seen. Nothing was stored.", nil},
	http.StatusTooManyRequests:       {"TooManyRequests", "More requests than this server takes of one client in a second.", []string{"Retry-After", "RateLimit", "RateLimit-Policy"}},
	http.StatusInternalServerError:   {"InternalError", "A fault of this program. The log has it under the id of the request.", nil},
	http.StatusServiceUnavailable:    {"Unavailable", "The database does not answer or is locked, or the request took longer than this server allows. A change may be sent again: with If-Match or an Idempotency-Key it is made once.", []string{"Retry-After"}},
	http.StatusInsufficientStorage:   {"StorageFull", "The disk of the database is full. Nothing was stored.", nil},
}

// always are the statuses that every operation may answer with.
var always = []int{
	http.StatusUnauthorized, http.StatusForbidden, http.StatusMisdirectedRequest, http.StatusUnprocessableEntity,
	http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable,
}

// ofBodies are the statuses that an operation with a body may answer with.
var ofBodies = []int{
	http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
}

// responseHeaders are the headers of answers.
var responseHeaders = map[string]*huma.Param{
	"ETag":                 {Description: "Names what was answered: send it as If-Match to change it and as If-None-Match to ask whether it changed.", Schema: said(`"3-0123456789abcdef"`)},
	"Location":             {Description: "Address of what was stored.", Schema: said("/api/v1/plans/4")},
	"Retry-After":          {Description: "Seconds to wait before the request is sent again.", Schema: count(1)},
	"WWW-Authenticate":     {Description: "How the token may be sent.", Schema: said(`Bearer realm="buildout"`)},
	"RateLimit":            {Description: "Requests that are left to the client (r) and the seconds until there are as many as the policy has (t); where requests are counted.", Schema: said(`"client";r=99;t=1`)},
	"RateLimit-Policy":     {Description: "Requests that a client may send (q) in so many seconds (w); where requests are counted.", Schema: said(`"client";q=100;w=1`)},
	"Idempotency-Replayed": {Description: "true where an earlier request with this Idempotency-Key was answered so; nothing more was stored.", Schema: said("true")},
}

func said(example string) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Examples: []any{example}}
}

func count(least int) *huma.Schema {
	low := float64(least)
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &low, Examples: []any{least}}
}

// shareResponses puts the answers that operations share where each refers to.
func shareResponses(c *huma.Components) {
	c.Headers, c.Responses = map[string]*huma.Header{}, map[string]*huma.Response{}
	for name, header := range responseHeaders {
		c.Headers[name] = header
	}
	c.Responses["NotModified"] = &huma.Response{
		Description: "The client has the current one: If-None-Match names it.",
		Headers:     headersOf("ETag"),
	}
	for status, r := range refusals {
		c.Responses[r.name] = &huma.Response{
			Description: r.description, Headers: headersOf(r.headers...),
			Content: map[string]*huma.MediaType{"application/problem+json": {
				Schema: problemSchema(status), Examples: example("problem-" + r.name),
			}},
		}
	}
}

// problemSchema is the schema of the problems of a status, by which programs
// tell them apart.
func problemSchema(status int) *huma.Schema {
	return &huma.Schema{AllOf: []*huma.Schema{
		{Ref: "#/components/schemas/ErrorModel"},
		{Type: huma.TypeObject, Required: []string{"status"}, Properties: map[string]*huma.Schema{
			"status": {Type: huma.TypeInteger, Enum: []any{status}, Description: "HTTP status code"},
		}},
	}}
}

func headersOf(names ...string) map[string]*huma.Param {
	headers := map[string]*huma.Param{}
	for _, name := range names {
		headers[name] = &huma.Param{Ref: "#/components/headers/" + name}
	}
	return headers
}

// settleResponses completes what an operation may answer.
func settleResponses(op *huma.Operation) {
	statuses := slices.Clone(always)
	if op.RequestBody != nil {
		statuses = append(statuses, ofBodies...)
	}
	for _, p := range op.Parameters {
		switch {
		case p.Name == "If-None-Match":
			op.Responses["304"] = &huma.Response{Ref: "#/components/responses/NotModified"}
		case p.Name == "If-Match":
			statuses = append(statuses, http.StatusPreconditionFailed)
		}
	}
	for status := range op.Responses {
		if n, err := strconv.Atoi(status); err == nil && n >= http.StatusBadRequest {
			statuses = append(statuses, n)
		}
	}
	for _, status := range statuses {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Ref: "#/components/responses/" + refusals[status].name}
	}
	for status, response := range op.Responses {
		if strings.HasPrefix(status, "2") {
			settleSuccess(op, status, response)
		}
	}
}

// settleSuccess says what an answer of success is, and what its headers are.
func settleSuccess(op *huma.Operation, status string, response *huma.Response) {
	names := []string{"RateLimit", "RateLimit-Policy"}
	for name := range response.Headers {
		if responseHeaders[name] != nil {
			names = append(names, name)
		}
	}
	if takes(op, "header", "Idempotency-Key") {
		names = append(names, "Idempotency-Replayed")
	}
	response.Headers = headersOf(names...)
	if asYAML, asJSON := response.Content["application/yaml"], response.Content[mediaJSON]; asYAML != nil && asJSON != nil {
		asYAML.Schema = asJSON.Schema
	}
	switch {
	case status == "201":
		response.Description = "Stored. Location leads to it, and ETag names it as it is now."
	case status == "204":
		response.Description = "Deleted."
	case op.Method == http.MethodGet && takes(op, "query", "limit"):
		response.Description = "A page of the list."
	case op.Method == http.MethodGet:
		response.Description = "What was asked for."
	case takes(op, "header", "If-Match"):
		response.Description = "Stored. ETag names it as it is now."
	default:
		response.Description = "What it comes to. Nothing was stored."
	}
}

func takes(op *huma.Operation, in, name string) bool {
	return slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool {
		return p.In == in && p.Name == name || p.Ref == "#/components/parameters/"+in+"-"+name
	})
}
