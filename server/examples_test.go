package server

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"buildout/models"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestExamplesAreTrue sends what the document shows for every operation to a
// fresh server, and requires an answer of success that its schema describes.
func TestExamplesAreTrue(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	d := h.document()
	prepared := "" // what stands in the database
	for _, op := range d.operations() {
		d.checkShownAnswers(op)
		for _, e := range d.requests(op) {
			if op.id == "import-table" && e.media == "application/yaml" || e.media == asJSON && d.body(op)[mergePatch] != nil && strings.Contains(op.path, "{id}/") {
				continue // of another format; read like a merge patch
			}
			if op.method != "GET" || prepared != op.collection() {
				h.renew()
				d.prepare(t, h, op)
			}
			d.runExample(t, h, op, e)
			if prepared = op.collection(); op.method != "GET" {
				prepared = ""
			}
		}
	}
}

// runExample sends an example of an operation, and of one that reads once more
// with the parameters that leave parts of the answer out and with its tag.
func (d *document) runExample(t *testing.T, h *house, op operation, e shownRequest) {
	t.Helper()
	w := h.sendShown(op, op.address(t, true), e)
	d.checkAnswer(t, op, w)
	if w.Code < 200 || w.Code > 299 {
		t.Errorf("%s %s: status %d: %.600s", op.method, op.address(t, true), w.Code, w.Body)
		return
	}
	if op.method != "GET" {
		return
	}
	address := op.address(t, false)
	tag := h.want(200, "GET", address, "").Header().Get("ETag")
	if d.response(op, "304") != nil {
		if w := h.want(304, "GET", address, "", "If-None-Match", tag); w.Body.Len() > 0 {
			t.Errorf("%d bytes for an answer that the client has", w.Body.Len())
		}
	}
}

// given is what must be so of the example plan before what it is an example of:
// patches by the path of operations.
var given = map[string]string{
	"/api/v1/plans/{id}/actuals": `{"actuals":{"through":"2020-12","entries":[]}}`,
}

// savedComparison is the path of a comparison that is saved.
const savedComparison = "/api/v1/comparisons/{comparison}"

// example is a body that the document shows.
func (d *document) example(name string) string {
	d.t.Helper()
	return inBody(d.resolve(map[string]any{"$ref": "#/components/examples/" + name})["value"])
}

// renew gives a server a new database with the examples in it.
func (h *house) renew() {
	h.t.Helper()
	file := filepath.Join(h.t.TempDir(), "new.db")
	if err := os.WriteFile(file, seeded(), 0o600); err != nil {
		h.t.Fatal(err)
	}
	store, err := models.Open(h.t.Context(), file)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { store.Close() })
	h.Store = store
}

// prepare lets the examples of an operation hold: it adds the element that the
// example of its collection adds, for operations on one.
func (d *document) prepare(t *testing.T, h *house, op operation) {
	t.Helper()
	if strings.HasPrefix(op.path, savedComparison) {
		h.want(201, "POST", "/api/v1/comparisons", d.example("new-comparison"), "Content-Type", asJSON)
	}
	if !slices.Contains(op.fields["tags"].([]any), any("resources")) {
		return
	}
	collection := op.collection()
	if patch := given[collection]; patch != "" {
		h.want(200, "PATCH", "/api/v1/plans/two-sites-460", patch, "Content-Type", mergePatch, "If-Match", "*")
	}
	if strings.HasSuffix(collection, "/feeds") {
		h.want(200, "PATCH", "/api/v1/plans/two-sites-460/sites/ansan", `{"feed_arrangement":"N+1"}`, "Content-Type", mergePatch, "If-Match", "*")
	}
	for _, other := range d.operations() {
		if other.path == collection && other.method == "POST" && op.method != "POST" {
			w := h.sendShown(other, other.address(t, true), d.requests(other)[0])
			if w.Code != 201 {
				t.Fatalf("%s: %d %.300s", other.id, w.Code, w.Body)
			}
		}
	}
}

// collection is the path of the collection of a plan that an operation is on.
func (o operation) collection() string {
	at := strings.Split(o.path, "/")
	return strings.Join(at[:min(6, len(at))], "/")
}

// shownRequest is an example of a request: a body of a media type, written out or
// at an address, or none.
type shownRequest struct{ media, name, body, address string }

// requests lists the examples of the requests of an operation.
func (d *document) requests(op operation) []shownRequest {
	d.t.Helper()
	content := d.body(op)
	if content == nil {
		return []shownRequest{{}}
	}
	var list []shownRequest
	for _, media := range slices.Sorted(maps.Keys(content)) {
		examples := asObject(content[media].(map[string]any)["examples"])
		if len(examples) == 0 {
			d.t.Errorf("%s shows no body of %s", op.id, media)
		}
		for _, name := range slices.Sorted(maps.Keys(examples)) {
			shown := d.resolve(examples[name])
			value := shown["value"]
			if shown["externalValue"] != nil {
				list = append(list, shownRequest{media: media, name: name, address: text(shown["externalValue"])})
				continue
			}
			if err := d.fits(value, "paths", op.path, strings.ToLower(op.method), "requestBody", "content", media, "schema"); err != nil {
				d.t.Errorf("%s: %s is not what the schema of %s describes: %v", op.id, name, media, err)
			}
			list = append(list, shownRequest{media: media, name: name, body: inBody(value)})
		}
	}
	return list
}

// inBody writes an example as it is sent.
func inBody(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	b, _ := json.Marshal(value)
	return string(b)
}

// checkShownAnswers holds the answers that are shown against their schemas.
func (d *document) checkShownAnswers(op operation) {
	d.t.Helper()
	for status := range op.fields["responses"].(map[string]any) {
		content := asObject(d.response(op, status)["content"])
		for media, shown := range content {
			examples := asObject(asObject(shown)["examples"])
			if len(examples) == 0 {
				d.t.Errorf("%s shows no answer of %s %s", op.id, status, media)
			}
			for name, e := range examples {
				place := []string{"paths", op.path, strings.ToLower(op.method), "responses", status, "content", media, "schema"}
				if ref, ok := asObject(op.fields["responses"].(map[string]any)[status])["$ref"].(string); ok {
					place = append(strings.Split(strings.TrimPrefix(ref, "#/"), "/"), "content", media, "schema")
				}
				if d.resolve(e)["externalValue"] != nil {
					continue
				}
				if err := d.fits(d.resolve(e)["value"], place...); err != nil {
					d.t.Errorf("%s: %s is not what the schema of %s describes: %v", op.id, name, status, err)
				}
			}
		}
	}
}

// sendShown sends an example of a request, with the tag of what it changes.
func (h *house) sendShown(op operation, address string, e shownRequest, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	if e.address != "" {
		e.body = h.want(200, "GET", e.address, "").Body.String()
	}
	if e.media != "" {
		headers = append(headers, "Content-Type", e.media)
	}
	if op.parameter("header", "If-Match") != nil {
		headers = append(headers, "If-Match", h.tag(address))
	}
	return h.do(op.method, address, e.body, headers...)
}

// tag is the ETag of what stands at an address, or of the plan it is below.
func (h *house) tag(address string) string {
	path, _, _ := strings.Cut(address, "?")
	if !strings.HasSuffix(path, "/workbook") { // whose tag is of the file and not of the plan
		if tag := h.do("GET", path, "").Header().Get("ETag"); tag != "" {
			return tag
		}
	}
	parts := strings.Split(path, "/")
	return h.do("GET", strings.Join(parts[:min(5, len(parts))], "/"), "").Header().Get("ETag")
}

// checkAnswer holds an answer against what the document says of its status.
func (d *document) checkAnswer(t *testing.T, op operation, w *httptest.ResponseRecorder) {
	t.Helper()
	status := text(w.Code)
	response := d.response(op, status)
	if response == nil {
		t.Fatalf("%s answers %s, which the document does not know: %.300s", op.id, status, w.Body)
	}
	for name, header := range asObject(response["headers"]) {
		value := w.Header().Get(name)
		if value == "" && d.resolve(header)["required"] == true {
			t.Errorf("%s: %s without %s", op.id, status, name)
		}
	}
	content := asObject(response["content"])
	media, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	if len(content) == 0 && w.Body.Len() == 0 {
		return
	}
	if content[media] == nil {
		t.Fatalf("%s answers %s as %q, which the document does not know", op.id, status, media)
	}
	if !strings.HasSuffix(media, "json") {
		return
	}
	bodies := [][]byte{w.Body.Bytes()}
	if media == mediaNDJSON {
		bodies = bytes.Split(bytes.TrimSpace(w.Body.Bytes()), []byte("\n"))
	}
	for _, body := range bodies {
		d.checkBody(t, op, status, media, body)
	}
}

// checkBody holds the JSON of an answer against its schema.
func (d *document) checkBody(t *testing.T, op operation, status, media string, body []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	place := []string{"paths", op.path, strings.ToLower(op.method), "responses", status, "content", media, "schema"}
	if ref, ok := asObject(op.fields["responses"].(map[string]any)[status])["$ref"].(string); ok {
		place = append(strings.Split(strings.TrimPrefix(ref, "#/"), "/"), "content", media, "schema")
	}
	if err := d.fits(value, place...); err != nil {
		said, _ := json.Marshal(value)
		t.Errorf("%s: %s is not what the document describes: %v\n%.400s", op.id, status, err, said)
	}
}
