package server

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"buildout/planner"
)

// BenchmarkEvaluationByID asks for evaluations over loopback, by clients that
// keep their connections. What is cached differs from what is not by two
// orders, so each is told apart; what if is a plan that nobody asked for before.
func BenchmarkEvaluationByID(b *testing.B) {
	h := newHouse(b)
	listener := httptest.NewServer(h)
	b.Cleanup(listener.Close)
	const path = "/api/v1/plans/1/evaluation"
	tag := h.want(200, "GET", path, "").Header().Get("ETag")
	var n atomic.Int64
	whatIf := func() string {
		return fmt.Sprintf(`{"changes":[{"path":"budget/total_krw","value":"%d"}]}`, 460_000_000_000+n.Add(1))
	}
	for _, ask := range []struct {
		name, method, query string
		body                func() string
		header              http.Header
		status              int
	}{
		{"cached", "GET", "", nil, nil, 200},
		{"cached gzip", "GET", "", nil, http.Header{"Accept-Encoding": {"gzip"}}, 200},
		{"cached budget", "GET", "?fields=budget", nil, nil, 200},
		{"what if", "POST", "", whatIf, nil, 200},
		{"what if budget", "POST", "?fields=budget", whatIf, nil, 200},
		{"what if budget gzip", "POST", "?fields=budget", whatIf, http.Header{"Accept-Encoding": {"gzip"}}, 200},
		{"not modified", "GET", "", nil, http.Header{"If-None-Match": {tag}}, 304},
	} {
		b.Run(ask.name, func(b *testing.B) {
			b.SetParallelism(8)
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					var body io.Reader
					if ask.body != nil {
						body = strings.NewReader(ask.body())
					}
					r, err := http.NewRequest(ask.method, listener.URL+path+ask.query, body)
					if err != nil {
						b.Error(err)
						return
					}
					for name, values := range ask.header {
						r.Header[name] = values
					}
					if body != nil {
						r.Header.Set("Content-Type", asJSON)
					}
					response, err := client.Do(r)
					if err != nil {
						b.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, response.Body)
					response.Body.Close()
					if response.StatusCode != ask.status {
						b.Errorf("status %d", response.StatusCode)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
		})
	}
}

// BenchmarkEvaluationSteps measures what an evaluation that is not cached is
// made of.
func BenchmarkEvaluationSteps(b *testing.B) {
	h := newHouse(b)
	stored, err := h.Store.Plan(b.Context(), "1")
	if err != nil {
		b.Fatal(err)
	}
	result, err := planner.Evaluate(stored.Plan, h.Reference)
	if err != nil {
		b.Fatal(err)
	}
	body, err := ResultParts{}.of(result)
	if err != nil {
		b.Fatal(err)
	}
	changes := []planner.Change{{Path: "budget/total_krw", Value: "460000000001"}}
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"head", func() error { _, err := h.Store.Head(b.Context(), "1"); return err }},
		{"load", func() error { _, err := h.Store.Plan(b.Context(), "1"); return err }},
		{"apply", func() error { _, err := planner.Apply(stored.Plan, h.Reference, changes); return err }},
		{"evaluate", func() error { _, err := planner.Evaluate(stored.Plan, h.Reference); return err }},
		{"marshal", func() error { _, err := ResultParts{}.of(result); return err }},
		{"marshal budget", func() error { _, err := ResultParts{Fields: []string{"budget"}}.of(result); return err }},
		{"compress", func() error { compressed(body); return nil }},
	} {
		b.Run(step.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := step.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.ReportMetric(float64(len(body)), "bytes")
}
