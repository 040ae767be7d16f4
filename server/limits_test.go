package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// changesBody is a body of n changes that say what the plan says already.
func changesBody(n int) string {
	one := `{"path":"budget/total_krw","value":"460000000000"}`
	return `{"changes":[` + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + `]}`
}

// nested is a merge patch that nests so many levels.
func nested(levels int) string {
	return strings.Repeat(`{"a":`, levels-1) + "{}" + strings.Repeat("}", levels-1)
}

// Every limit lets its number through and nothing beyond it, and says which
// limit it is.
func TestEveryLimitBitesAtItsNumber(t *testing.T) {
	const body = `{"changes":[]}`
	h := newHouse(t, func(o *Options) { o.MaxBodyBytes, o.MaxImportBytes = 200_000, 300_000 })
	padded := func(size int) string { return body + strings.Repeat(" ", size-len(body)) }
	const patchType = "application/merge-patch+json"
	for _, l := range []struct {
		name                     string
		method, path, media      string
		fits, beyond             string
		fitsStatus, status       int
		problemType, title, says string
	}{
		{"body", "POST", evaluationOfFirst, asJSON, padded(200_000), padded(200_001), 200, 413, "urn:buildout:limit:body-size", "Body Too Large", "larger than 200000 bytes"},
		{"changes", "POST", evaluationOfFirst, asJSON, changesBody(1000), changesBody(1001), 200, 422, "", "", "at most 1000 are made at once"},
		{"nesting of a patch", "POST", evaluationOfFirst, patchType, nested(planner.MaxDepth), nested(planner.MaxDepth + 2), 422, 422, "", "", "nests deeper than 32 levels"},
		{"page", "GET", "/api/v1/plans?limit=", "", "1000", "1001", 200, 422, "", "", "1000"},
	} {
		ask := func(text string) *httptest.ResponseRecorder {
			if l.method == "GET" {
				return h.do("GET", l.path+text, "")
			}
			return h.do(l.method, l.path, text, "Content-Type", l.media)
		}
		if w := ask(l.fits); w.Code != l.fitsStatus || strings.Contains(w.Body.String(), l.says) && w.Code >= 400 {
			t.Errorf("%s at its limit: %d %.300s", l.name, w.Code, w.Body)
		}
		w := ask(l.beyond)
		says := w.Body.String()
		p := decode[struct{ Type, Title string }](t, w.Body)
		if w.Code != l.status || w.Header().Get("Content-Type") != "application/problem+json" || p.Type != l.problemType ||
			l.title != "" && p.Title != l.title || !strings.Contains(says, l.says) {
			t.Errorf("%s beyond its limit: %d %.400s", l.name, w.Code, says)
		}
	}
}

func TestRequestsOfAClientAreBounded(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.RateLimit, o.Token = 3, token })
	now := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	h.pace.now = func() time.Time { return now }
	ask := func(path, address string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", path, nil)
		r.RemoteAddr = address
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	bearer := []string{"Authorization", "Bearer " + token}
	for left := 2; left >= 0; left-- {
		w := ask("/api/v1/plans", "192.0.2.1:1", bearer...)
		if w.Code != 200 || w.Header().Get("RateLimit") != fmt.Sprintf(`"client";r=%d;t=1`, left) || w.Header().Get("RateLimit-Policy") != `"client";q=3;w=1` {
			t.Fatalf("%d left: %d %v", left, w.Code, w.Header())
		}
	}
	w := ask("/api/v1/plans", "192.0.2.2:1", bearer...) // the token is one client, wherever it comes from
	p := decode[struct {
		Type, Detail string
		Errors       []struct{ Value int }
	}](t, w.Body)
	if w.Code != 429 || w.Header().Get("Retry-After") != "1" || w.Header().Get("RateLimit") != `"client";r=0;t=1` ||
		p.Type != "https://iana.org/assignments/http-problem-types#quota-exceeded" || len(p.Errors) != 1 || p.Errors[0].Value != 3 {
		t.Errorf("a fourth request: %d %v %+v", w.Code, w.Header(), p)
	}
	for range 10 {
		for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
			if w := ask(path, "192.0.2.1:1", bearer...); w.Code != 200 || w.Header().Get("RateLimit") != "" {
				t.Fatalf("%s is counted: %d", path, w.Code)
			}
		}
	}
	// Whoever guesses tokens is told by the address, of IPv6 by the network.
	for i := range 4 {
		if w := ask("/api/v1/plans", "[2001:db8::1]:1", "Authorization", fmt.Sprint("Bearer guess ", i)); (w.Code == 429) != (i == 3) || i < 3 && w.Code != 401 {
			t.Errorf("guess %d: %d", i, w.Code)
		}
	}
	if w := ask("/api/v1/plans", "[2001:db8::ffff:1]:9"); w.Code != 429 {
		t.Errorf("another address of the network: %d", w.Code)
	}
	if w := ask("/api/v1/plans", "[2001:db8:0:1::1]:9"); w.Code != 401 {
		t.Errorf("another network: %d", w.Code)
	}
	now = now.Add(334 * time.Millisecond) // one request comes back each third of a second
	if w := ask("/api/v1/plans", "192.0.2.1:1", bearer...); w.Code != 200 {
		t.Errorf("after a third of a second: %d", w.Code)
	}
	if w := ask("/api/v1/plans", "192.0.2.1:1", bearer...); w.Code != 429 {
		t.Errorf("twice in a third of a second: %d", w.Code)
	}
}

func TestNoRateLimitIsNone(t *testing.T) {
	h := newHouse(t)
	if header := h.want(200, "GET", "/api/v1/plans", "").Header(); header.Get("RateLimit") != "" || header.Get("RateLimit-Policy") != "" {
		t.Errorf("a server without a limit states one: %v", header)
	}
}

func TestClientsAreForgotten(t *testing.T) {
	p := newPace(1)
	for i := range 3 * mostClients {
		p.take(fmt.Sprint(i))
	}
	p.clients.CleanUp()
	if n := p.clients.EstimatedSize(); n > mostClients {
		t.Errorf("%d clients are remembered", n)
	}
}

func TestEvaluationsAreBoundedInNumberAndTime(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.EvaluationTimeout = 20 * time.Millisecond })
	slots := runtime.GOMAXPROCS(0)
	end := make(chan struct{})
	refused := make(chan error, slots)
	for range slots {
		go func() {
			_, err := bounded(t.Context(), h.Server, func() (int, error) { <-end; return 1, nil })
			refused <- err
		}()
	}
	for range slots {
		var p *huma.ErrorModel
		if err := <-refused; !errors.As(err, &p) || p.Status != 422 || p.Type != "urn:buildout:limit:evaluation-time" || !strings.Contains(p.Detail, "20ms") {
			t.Fatalf("what takes too long: %v", err)
		}
	}
	// What was given up still holds its slot, so that nothing more begins.
	late, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	var p *huma.ErrorModel
	if _, err := bounded(late, h.Server, func() (int, error) { return 1, nil }); !errors.As(err, &p) || p.Status != 503 || p.Type != "urn:buildout:limit:evaluations" {
		t.Errorf("one more than there are slots: %v", err)
	}
	close(end)
	freed, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if n, err := bounded(freed, h.Server, func() (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Errorf("after the others ended: %d, %v", n, err)
	}
}

func TestPlanTooLargeToEvaluate(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.EvaluationTimeout = time.Nanosecond })
	for _, op := range [][3]string{{"GET", evaluationOfFirst, ""}, {"POST", evaluationOfFirst, `{"changes":[]}`}, {"POST", "/api/v1/evaluations", examplePlan(t, "x")}} {
		p := h.wantProblem(422, op[0], op[1], op[2], "Content-Type", asJSON)
		if p.Title != "Plan Too Large to Evaluate" {
			t.Errorf("%s %s: %+v", op[0], op[1], p)
		}
	}
	if w := h.do("GET", "/plans/1", "", "Accept", "text/html"); w.Code != 200 || !strings.Contains(w.Body.String(), "1ns") {
		t.Errorf("the page does not say why: %d", w.Code)
	}
}

func TestPanicOfAnEvaluationIsThatOfItsRequest(t *testing.T) {
	h := newHouse(t)
	for range runtime.GOMAXPROCS(0) + 1 {
		func() {
			defer func() {
				if fault := recover(); fault == nil || !strings.Contains(fmt.Sprint(fault), "limits_test.go") {
					t.Errorf("the fault %v does not say where it comes from", fault)
				}
			}()
			_, _ = bounded(t.Context(), h.Server, func() (planner.Result, error) { panic("broken") })
		}()
	}
}

func TestSlowBodies(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.RequestTimeout = 100 * time.Millisecond })
	address, stop, stopped := h.serve()
	reader, writer := net.Pipe()
	defer writer.Close()
	response, err := http.Post("http://"+address+evaluationOfFirst, asJSON, reader)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != 408 || response.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("a body that never ends: %s", response.Status)
	}
	stop()
	<-stopped
}

func TestShallow(t *testing.T) {
	deep := strings.Repeat("[", planner.MaxDepth) + strings.Repeat("]", planner.MaxDepth)
	wide := "[" + strings.Repeat("1,", planner.MaxValues-2) + "1]"
	for document, fits := range map[string]bool{
		deep: true, "[" + deep + "]": false, wide: true, "[1," + wide[1:]: false, `"` + strings.Repeat("[", 100) + `"`: true,
		`"\"` + strings.Repeat("[", 100) + `"`: true, `"\\"` + strings.Repeat("[", 100): false, `"`: true, `"\`: true, ``: true, strings.Repeat("[", 100_000): false,
	} {
		if err := shallow([]byte(document)); (err == nil) != fits {
			t.Errorf("%.40s of %d bytes: %v", document, len(document), err)
		}
	}
}

func TestDeepBodiesAreRefusedEverywhere(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	deep := strings.Repeat(`{"a":`, 100_000)
	closed := `{"changes":[],"figure":"x","plan":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`
	seen := 0
	for path, item := range h.operations(t) {
		for method := range item {
			if method == "get" || method == "delete" || method == "parameters" {
				continue
			}
			address := strings.NewReplacer("{id}", "1", "{site}", "ansan", "{hall}", "DH-1").Replace(path)
			for _, body := range []string{deep, closed} {
				for _, media := range []string{asJSON, "application/merge-patch+json", asYAML, "text/csv"} {
					w := h.do(strings.ToUpper(method), address, body, "Content-Type", media, "If-Match", "*")
					if w.Code < 400 || w.Code >= 500 {
						t.Errorf("%s %s as %s: %d %.200s", method, address, media, w.Code, w.Body)
					}
					seen++
				}
			}
		}
	}
	if seen < 40 {
		t.Errorf("only %d requests", seen)
	}
}

// operations are those of the document, by path and method.
func (h *house) operations(t *testing.T) map[string]map[string]any {
	t.Helper()
	return decode[struct{ Paths map[string]map[string]any }](t, h.want(200, "GET", "/openapi.json", "").Body).Paths
}
