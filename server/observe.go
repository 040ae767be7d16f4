package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
)

// record is what the log says of a request beside what the request and its
// response say.
type record struct {
	id    string
	err   error
	stack string
}

type recordKey struct{}

// saneID is what a request id of a client or proxy may look like.
var saneID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// recordOf returns the record of a request.
func recordOf(ctx context.Context) *record {
	if r, ok := ctx.Value(recordKey{}).(*record); ok {
		return r
	}
	return &record{}
}

// RequestID returns the id of the request that ctx belongs to, or nothing.
func RequestID(ctx context.Context) string { return recordOf(ctx).id }

// observe gives every request an id, turns a panic into a problem, counts the
// request and writes its line of the log.
func (s *Server) observe(c *gin.Context) {
	start := time.Now()
	r := &record{id: c.GetHeader("X-Request-Id")}
	if !saneID.MatchString(r.id) {
		r.id = rand.Text()
	}
	c.Header("X-Request-Id", r.id)
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), recordKey{}, r))
	defer func() { s.finish(c, r, time.Since(start)) }()
	defer s.recover(c, r)
	c.Next()
}

func (s *Server) recover(c *gin.Context, r *record) {
	fault := recover()
	if fault == nil {
		return
	}
	err, ok := fault.(error)
	if !ok {
		err = fmt.Errorf("%v", fault)
	}
	if errors.Is(err, http.ErrAbortHandler) {
		panic(fault)
	}
	r.stack = string(debug.Stack())
	if c.Writer.Written() {
		r.err = fmt.Errorf("panic after the response began: %w", err)
		return
	}
	s.fail(c, fmt.Errorf("panic: %w", err))
}

func (s *Server) finish(c *gin.Context, r *record, took time.Duration) {
	status, route := c.Writer.Status(), c.FullPath()
	s.metrics.observe(c.Request.Method, route, status, took)
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	attrs := []slog.Attr{
		slog.String("request_id", r.id), slog.String("method", c.Request.Method), slog.String("route", route),
		slog.String("path", c.Request.URL.Path), slog.Int("status", status), slog.Int("bytes", max(0, c.Writer.Size())),
		slog.Float64("duration_ms", float64(took.Microseconds())/1000),
	}
	if r.err != nil {
		attrs = append(attrs, slog.String("error", r.err.Error()))
	}
	if r.stack != "" {
		attrs = append(attrs, slog.String("stack", r.stack))
	}
	s.Log.LogAttrs(context.WithoutCancel(c.Request.Context()), level, "request", attrs...)
}
