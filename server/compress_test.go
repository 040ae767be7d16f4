package server

import (
	"compress/gzip"
	"io"
	"strings"
	"testing"
)

func TestCompression(t *testing.T) {
	inTurn(t)
	h := newHouse(t)
	for _, path := range []string{"/plans", "/api/v1/plans/1/evaluation", "/openapi.json", "/metrics"} {
		whole := h.want(200, "GET", path, "")
		w := h.want(200, "GET", path, "", "Accept-Encoding", "gzip, br")
		if !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") || w.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: headers %v", path, w.Header())
			continue
		}
		r, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil || path != "/metrics" && len(body) != whole.Body.Len() {
			t.Errorf("%s: %d bytes, want %d: %v", path, len(body), whole.Body.Len(), err)
		}
	}
	for _, path := range []string{"/healthz", "/"} {
		if w := h.do("GET", path, "", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s is compressed", path)
		}
	}
}

func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "br, GZIP;q=0.5": true, "gzip;q=0": false, "*": true, "*;q=0": false, "gzip;q=0, *": false, "identity": false, "gzip;q=x": false,
	} {
		if got := acceptsGzip(header); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}
