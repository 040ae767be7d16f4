package server

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/reference"
)

const token = "a token of the tests"

// shipped loads the reference values and example plans once.
var shipped = sync.OnceValue(func() (s struct {
	ref      planner.Reference
	examples []planner.Plan
}) {
	var err error
	if s.ref, err = reference.Load(); err == nil {
		s.examples, err = reference.Examples(s.ref)
	}
	if err != nil {
		panic(err)
	}
	return s
})

// seeded is a database file with the examples in it, made once.
var seeded = sync.OnceValue(func() []byte {
	folder, err := os.MkdirTemp("", "buildout-server-test")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "seeded.db")
	store, err := models.Open(context.Background(), file)
	if err != nil {
		panic(err)
	}
	if err := errors.Join(store.Seed(context.Background(), shipped().examples), store.Close()); err != nil {
		panic(err)
	}
	bytes, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	return bytes
})

// house is a server over a database of its own with the examples in it.
type house struct {
	*Server
	t    testing.TB
	file string
	log  *lines
}

// lines collects a log.
type lines struct {
	sync.Mutex
	bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.Buffer.Write(p)
}

func (l *lines) String() string {
	l.Lock()
	defer l.Unlock()
	return l.Buffer.String()
}

func newHouse(t testing.TB, changes ...func(*Options)) *house {
	t.Helper()
	h := &house{t: t, file: filepath.Join(t.TempDir(), "test.db"), log: &lines{}}
	if err := os.WriteFile(h.file, seeded(), 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := models.Open(t.Context(), h.file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	o := Options{
		Store: store, Reference: shipped().ref, Example: shipped().examples[0], Version: "test",
		Log:          slog.New(slog.NewJSONHandler(h.log, nil)),
		Assets:       fstest.MapFS{"manifest.json": {Data: []byte(`{"app.js":"app-HASH.js"}`)}, "app-HASH.js": {Data: bytes.Repeat([]byte("x();"), 400)}, "swagger/ui.css": {Data: []byte("a{}")}},
		MaxBodyBytes: 1 << 20, MaxImportBytes: 4 << 20, RequestTimeout: 30 * time.Second, EvaluationTimeout: 10 * time.Second, SweepTimeout: 30 * time.Second, ShutdownTimeout: 10 * time.Second,
	}
	for _, change := range changes {
		change(&o)
	}
	if h.Server, err = New(o); err != nil {
		t.Fatal(err)
	}
	return h
}

// do sends a request from loopback; headers are names and values in turn.
func (h *house) do(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "127.0.0.1:8080"
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// want sends a request and fails unless it is answered with status.
func (h *house) want(status int, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	w := h.do(method, path, body, headers...)
	if w.Code != status {
		h.t.Fatalf("%s %s: status %d, want %d: %.600s", method, path, w.Code, status, w.Body)
	}
	return w
}

// wantProblem is want for a problem, which it returns.
func (h *house) wantProblem(status int, method, path, body string, headers ...string) problemBody {
	h.t.Helper()
	w := h.want(status, method, path, body, headers...)
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		h.t.Fatalf("%s %s: Content-Type %q", method, path, got)
	}
	p := decode[problemBody](h.t, w.Body)
	if p.Status != status || p.Title == "" || p.Detail == "" || p.Instance != "urn:request:"+w.Header().Get("X-Request-Id") {
		h.t.Errorf("%s %s: incomplete problem %+v", method, path, p)
	}
	return p
}

type problemBody struct {
	Status                  int
	Title, Detail, Instance string
	Errors                  []struct {
		Message, Location string
		Value             any
	}
}

func decode[T any](t testing.TB, r io.Reader) T {
	t.Helper()
	var v T
	if err := json.NewDecoder(r).Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// examplePlan is the first example as JSON, under another name.
func examplePlan(t testing.TB, name string) string {
	t.Helper()
	plan := shipped().examples[0]
	plan.Name = name
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const (
	asJSON = "application/json"
	asYAML = "application/yaml"
)

func TestUnknownAddresses(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/nothing", "/api", "/api/v1/nothing", "/assets/none.js", "/assets/../server.go", "/api/v1/plans/1/nothing"} {
		h.wantProblem(404, "GET", path, "")
	}
	w := h.want(404, "GET", "/nothing", "", "Accept", "text/html,*/*;q=0.8")
	if got := w.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("a browser gets %q", got)
	}
	h.wantProblem(404, "GET", "/api/v1/nothing", "", "Accept", "text/html,*/*;q=0.8")
}

func TestMethodNotAllowed(t *testing.T) {
	h := newHouse(t)
	for _, c := range [][3]string{{"PUT", "/api/v1/plans", "PATCH"}, {"PATCH", "/plans", "GET"}, {"POST", "/api/v1/plans/1", "PUT"}, {"PUT", plan1 + "racks", "POST"}, {"POST", plan1 + "budget", "PATCH"}} {
		w := h.want(405, c[0], c[1], "")
		if got := w.Header().Get("Allow"); !strings.Contains(got, c[2]) {
			t.Errorf("%s: Allow %q lacks %s", c[1], got, c[2])
		}
	}
}

func TestHeadIsGetWithoutBody(t *testing.T) {
	h := newHouse(t)
	listener := httptest.NewServer(h)
	defer listener.Close()
	for _, path := range []string{"/plans", "/api/v1/plans/1", "/healthz", plan1 + "sites", plan1 + "sites/ansan", plan1 + "budget", "/api/v1/reference/tariffs"} {
		response, err := http.Head(listener.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode != 200 || len(body) != 0 {
			t.Errorf("HEAD %s: %s with %d bytes", path, response.Status, len(body))
		}
	}
}

func TestHealth(t *testing.T) {
	h := newHouse(t)
	h.want(200, "GET", "/healthz", "")
	h.want(200, "GET", "/readyz", "")
	if err := h.Store.Close(); err != nil {
		t.Fatal(err)
	}
	h.want(200, "GET", "/healthz", "")
	h.wantProblem(503, "GET", "/readyz", "")
}

// TestNotReadyForAnotherSchema: a server that another program migrated past says
// so, and is ready once the schema is its own again.
func TestNotReadyForAnotherSchema(t *testing.T) {
	h := newHouse(t)
	db, err := sql.Open("sqlite", h.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []struct{ change, says string }{
		{"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)", "is version 99, newer than version"},
		{"UPDATE goose_db_version SET version_id = version_id - 100 WHERE version_id <> 1", "is version 1, older than version"},
	} {
		if _, err := db.ExecContext(t.Context(), c.change); err != nil {
			t.Fatal(err)
		}
		if p := h.wantProblem(503, "GET", "/readyz", ""); !strings.Contains(p.Detail, c.says) {
			t.Errorf("not ready: %s; want %q", p.Detail, c.says)
		}
	}
	if _, err := db.ExecContext(t.Context(), "UPDATE goose_db_version SET version_id = version_id + 100 WHERE version_id < 0; DELETE FROM goose_db_version WHERE version_id = 99"); err != nil {
		t.Fatal(err)
	}
	h.want(200, "GET", "/readyz", "")
}

func TestMetrics(t *testing.T) {
	h := newHouse(t)
	h.want(200, "GET", "/api/v1/plans/1/evaluation", "")
	h.want(404, "BREW", "/api/v1/plans/none/of/these", "")
	text := h.want(200, "GET", "/metrics", "").Body.String()
	for _, line := range []string{
		`buildout_http_requests_total{method="GET",route="/api/v1/plans/:id/evaluation",status="200"} 1`,
		`buildout_http_requests_total{method="other",route="none",status="404"} 1`,
		`buildout_evaluations_total{outcome="result"} 1`, `buildout_evaluation_duration_seconds_count 1`, "go_goroutines",
		`buildout_database_statements_total{kind="select",outcome="done",table="plans"}`, `buildout_database_transactions_total{kind="read",outcome="committed"}`,
		`buildout_plan_cache_requests_total{outcome="miss"}`, `go_sql_open_connections{db_name="plans"}`,
	} {
		if !strings.Contains(text, line) {
			t.Errorf("no %s", line)
		}
	}
}

func TestOneLogLineForEachRequest(t *testing.T) {
	h := newHouse(t)
	w := h.want(200, "GET", "/api/v1/plans/1?", "", "X-Request-Id", "from-the-proxy.7")
	if got := w.Header().Get("X-Request-Id"); got != "from-the-proxy.7" {
		t.Errorf("request id %q", got)
	}
	line := decode[map[string]any](t, strings.NewReader(h.log.String()))
	for key, want := range map[string]any{
		"request_id": "from-the-proxy.7", "method": "GET", "route": "/api/v1/plans/:id", "status": 200.0, "bytes": float64(w.Body.Len()), "level": "INFO",
	} {
		if line[key] != want {
			t.Errorf("%s is %v, want %v", key, line[key], want)
		}
	}
	if strings.Count(h.log.String(), "\n") != 1 {
		t.Errorf("not one line: %s", h.log)
	}
	for _, hostile := range []string{"a b", strings.Repeat("x", 65), `"}`, ""} {
		if got := h.do("GET", "/healthz", "", "X-Request-Id", hostile).Header().Get("X-Request-Id"); got == hostile || got == "" {
			t.Errorf("request id %q became %q", hostile, got)
		}
	}
}

func TestPanicIsAProblem(t *testing.T) {
	h := newHouse(t)
	h.Store = nil
	for i, accept := range []string{"application/json", "text/html"} {
		for _, path := range []string{"/plans", "/api/v1/plans"} {
			if w := h.do("GET", path, "", "Accept", accept, "Accept-Encoding", "gzip"); w.Code != 500 || strings.Contains(w.Body.String(), "nil pointer") {
				t.Errorf("%d %s: %d %s", i, path, w.Code, w.Body)
			}
		}
	}
	h.wantProblem(500, "GET", "/api/v1/plans", "")
	if n := strings.Count(h.log.String(), `"stack":`); n != 5 {
		t.Errorf("%d stacks for 5 panics", n)
	}
}

func TestRequestTimeout(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.RequestTimeout = time.Nanosecond })
	h.wantProblem(503, "GET", "/api/v1/plans", "")
	h.wantProblem(503, "GET", "/plans", "")
}

func TestAssets(t *testing.T) {
	h := newHouse(t)
	w := h.want(200, "GET", "/assets/app-HASH.js", "", "Accept-Encoding", "br, gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("headers %v", w.Header())
	}
	tag := w.Header().Get("ETag")
	h.want(304, "GET", "/assets/app-HASH.js", "", "If-None-Match", tag)
	if w := h.want(200, "GET", "/assets/app-HASH.js", ""); w.Body.Len() != 1600 || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("%d bytes as %q", w.Body.Len(), w.Header().Get("Content-Encoding"))
	}
	if w := h.want(200, "GET", "/assets/swagger/ui.css", ""); strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Error("a file without a hash in its name is immutable")
	}
}

// slowBody is a body whose end waits for a channel.
type slowBody struct {
	io.Reader
	end chan struct{}
}

func (b slowBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		<-b.end
	}
	return n, err
}

// serve answers requests at an address of its own until stop; stopped then says
// how that went.
func (h *house) serve() (address string, stop func(), stopped <-chan error) {
	h.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(h.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(ctx, listener) }()
	return listener.Addr().String(), stop, ended
}

func TestStopLetsRequestsFinish(t *testing.T) {
	h := newHouse(t)
	address, stop, stopped := h.serve()

	end, answered := make(chan struct{}), make(chan error, 1)
	go func() {
		body := slowBody{strings.NewReader(examplePlan(t, "late")), end}
		response, err := http.Post("http://"+address+"/api/v1/plans", asJSON, body)
		if err == nil {
			response.Body.Close()
			if response.StatusCode != 201 {
				err = fmt.Errorf("status %s", response.Status)
			}
		}
		answered <- err
	}()
	time.Sleep(200 * time.Millisecond)
	stop()
	time.Sleep(200 * time.Millisecond)
	select {
	case err := <-stopped:
		t.Fatalf("stopped with a request in flight: %v", err)
	default:
	}
	close(end)
	if err := <-answered; err != nil {
		t.Errorf("the request in flight: %v", err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stop: %v", err)
	}
	h.want(200, "GET", "/api/v1/plans/late", "")
}

func TestStopCutsOffWhatTakesTooLong(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.ShutdownTimeout = 50 * time.Millisecond })
	address, stop, stopped := h.serve()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "POST /api/v1/evaluations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
	time.Sleep(200 * time.Millisecond)
	stop()
	if err := <-stopped; err == nil {
		t.Error("no error says that a request was cut off")
	}
}
