package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strings"

	"buildout/planner"
	"buildout/web/pages"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// fail answers a request that is not an operation of the API with a problem:
// a page to a browser that asked for one, JSON to all others.
func (s *Server) fail(c *gin.Context, err error) {
	p, header := problemOf(err)
	r := recordOf(c.Request.Context())
	if p.Status >= http.StatusInternalServerError && r.err == nil {
		r.err = err
	}
	maps.Copy(c.Writer.Header(), header)
	c.Abort()
	if wantsPage(c.Request) {
		var body bytes.Buffer
		view := pages.ProblemView{Status: p.Status, Title: p.Title, Detail: p.Detail, Faults: faultsOf(err), RequestID: r.id}
		if s.pages.Problem(&body, s.frame(c), view) == nil {
			c.Data(p.Status, "text/html; charset=utf-8", body.Bytes())
			return
		}
	}
	p.Instance = instance(r.id)
	body, _ := json.Marshal(p) // texts and numbers alone
	c.Data(p.Status, "application/problem+json", body)
}

// faultsOf lists the faults of a plan, each in a line.
func faultsOf(err error) []string {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return nil
	}
	lines := make([]string, len(invalid.Faults))
	for i, fault := range invalid.Faults {
		lines[i] = fault.String()
	}
	return lines
}

// instance is the URI of a request, by which the log is searched.
func instance(requestID string) string { return "urn:request:" + requestID }

// complete gives a problem of the API the id of its request, and words of this
// program's own where huma refuses a body by its size.
func (s *Server) complete(ctx huma.Context, _ string, body any) (any, error) {
	if p, ok := body.(*huma.ErrorModel); ok {
		if p.Status == http.StatusRequestEntityTooLarge {
			*p = *tooLarge(ctx.Operation().MaxBodyBytes - 1)
		}
		p.Instance = instance(recordOf(ctx.Context()).id)
	}
	return body, nil
}

// wantsPage reports whether a request comes from a browser that goes somewhere.
func wantsPage(r *http.Request) bool {
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return false
	}
	for _, prefix := range []string{"/api/v", "/openapi", "/assets/", "/metrics", "/healthz", "/readyz"} {
		if strings.HasPrefix(r.URL.Path, prefix) {
			return false
		}
	}
	return true
}
