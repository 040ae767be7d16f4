package server

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts what the server does.
type metrics struct {
	registry    *prometheus.Registry
	requests    *prometheus.CounterVec
	durations   *prometheus.HistogramVec
	evaluations *prometheus.CounterVec
	evaluating  prometheus.Histogram
}

// newMetrics counts what the server does, and shows beside it what others count.
func newMetrics(others ...prometheus.Collector) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "buildout_http_requests_total", Help: "Requests answered.",
		}, []string{"method", "route", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "buildout_http_request_duration_seconds", Help: "Time from a request to the end of its response.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"method", "route"}),
		evaluations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "buildout_evaluations_total", Help: "Plans evaluated, by whether they could be.",
		}, []string{"outcome"}),
		evaluating: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "buildout_evaluation_duration_seconds", Help: "Time to evaluate a plan.",
			Buckets: prometheus.ExponentialBuckets(0.0001, 2.5, 12),
		}),
	}
	m.registry.MustRegister(m.requests, m.durations, m.evaluations, m.evaluating,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(others...)
	return m
}

// handler shows the metrics; compress compresses them.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true})
}

// methods are told apart; all others are "other", so that no client can make
// series without end.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

// observe counts a request; route is empty where no route matched.
func (m *metrics) observe(method, route string, status int, took time.Duration) {
	if !slices.Contains(methods, method) {
		method = "other"
	}
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.durations.WithLabelValues(method, route).Observe(took.Seconds())
}

// evaluated counts an evaluation.
func (m *metrics) evaluated(err error, took time.Duration) {
	outcome := "result"
	if err != nil {
		outcome = "fault"
	}
	m.evaluations.WithLabelValues(outcome).Inc()
	m.evaluating.Observe(took.Seconds())
}
