package server

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzRequest sends any query and body to every operation of the document. The
// answer is one that the document knows, and never an error of the server.
func FuzzRequest(f *testing.F) {
	h := newHouse(f)
	d := h.document()
	operations := d.operations()
	for i, op := range operations {
		_, query, _ := strings.Cut(op.address(f, true), "?")
		for _, e := range d.requests(op) {
			f.Add(uint16(i), query, e.media, []byte(e.body))
		}
	}
	f.Fuzz(func(t *testing.T, at uint16, query, media string, body []byte) {
		op := operations[int(at)%len(operations)]
		path, _, _ := strings.Cut(op.address(t, true), "?")
		r := httptest.NewRequest(op.method, path, strings.NewReader(string(body)))
		r.Host, r.URL.RawQuery = "127.0.0.1:8080", query
		r.Header.Set("Content-Type", media)
		r.Header.Set("If-Match", `"1-0000000000000000"`)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%s %s?%s: %d %.300s", op.method, path, query, w.Code, w.Body)
		}
		if d.response(op, text(w.Code)) == nil {
			t.Errorf("%s answers %d, which the document does not know", op.id, w.Code)
		}
	})
}
