package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"buildout/models/query"
	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/export/workbook"

	"github.com/danielgtaylor/huma/v2"
)

// limitProblem is the problem of a request that goes beyond a limit: which one,
// what it is, and in detail what would do.
func limitProblem(status int, name, title, location string, limit any, detail string) *huma.ErrorModel {
	return &huma.ErrorModel{
		Type: "urn:buildout:limit:" + name, Title: title, Status: status, Detail: detail,
		Errors: []*huma.ErrorDetail{{Message: "is beyond the limit, which is the value here", Location: location, Value: limit}},
	}
}

func tooLarge(limit int64) *huma.ErrorModel {
	return limitProblem(http.StatusRequestEntityTooLarge, "body-size", "Body Too Large", "body", limit,
		fmt.Sprintf("The body is larger than %d bytes. Send it in several requests, or have the limit of the server raised.", limit))
}

// limitsText says every limit, in the Markdown of the API's document.
func (s *Server) limitsText() string {
	rate := "Requests are not counted."
	if s.RateLimit > 0 {
		rate = fmt.Sprintf("A client, told by its token or else its address, may send %d requests a second and as many at once; RateLimit-Policy and RateLimit say what is left. "+
			"Beyond that the answer is 429 with Retry-After. Health and metrics are not counted.", s.RateLimit)
	}
	return fmt.Sprintf(`| limit | what holds | beyond it |
|---|---|---|
| requests | %s | 429 |
| body | A body has at most %d bytes, that of an import %d. | 413 |
| time to send | A request is sent whole within %s. | 408 |
| header | The header of a request has at most %d bytes. | 431 |
| nesting | A body nests at most %d levels. | 422 |
| values | A body holds at most %d values. | 422 |
| list | A page holds at most %d elements, and a bulk write as many; a request makes at most %d changes. | 422 |
| evaluation | Evaluating a plan takes at most %s; as many are evaluated at once as the server has processors, and others wait. | 422; 503 with Retry-After where no processor became free in time |
| sweep | A sweep has at most %d variants and takes at most %s; as many run at once as the server has processors. | 422; 503 with Retry-After where that many run |
| workbook | Half as many workbooks are written and read at once as the server has processors, and others wait. One that is read has at most %d parts and unpacks to at most %d MB. | 422; 503 with Retry-After where none was done in time |
| comparison | At most %d plans are compared at once. | 422 |
| request | A request is answered within %s, a sweep apart. | 503 |
`,
		rate, s.MaxBodyBytes, s.MaxImportBytes, s.RequestTimeout, maxHeaderBytes, planner.MaxDepth, planner.MaxValues, query.Most, maxChanges, s.EvaluationTimeout,
		compare.MaxVariants, s.SweepTimeout, workbook.MaxParts, workbook.MaxUnzipped>>20, maxCompared, s.RequestTimeout)
}

// evaluate is planner.Evaluate within the limits of the server.
func (s *Server) evaluate(ctx context.Context, plan planner.Plan) (planner.Result, error) {
	return bounded(ctx, s, func() (planner.Result, error) { return s.result(plan) })
}

// result is planner.Evaluate, counted and timed.
func (s *Server) result(plan planner.Plan) (planner.Result, error) {
	start := time.Now()
	result, err := planner.Evaluate(plan, s.Reference)
	s.metrics.evaluated(err, time.Since(start))
	return result, err
}

// evaluateTo evaluates a plan and writes parts of the result. A large one takes
// as long to write as to work out, and more memory, so that both are done on one
// slot.
func (s *Server) evaluateTo(ctx context.Context, plan planner.Plan, parts ResultParts) ([]byte, error) {
	return bounded(ctx, s, func() ([]byte, error) {
		result, err := s.result(plan)
		if err != nil {
			return nil, err
		}
		return parts.of(result)
	})
}

var errNoSlot = limitProblem(http.StatusServiceUnavailable, "evaluations", "Evaluations Waiting", "server", nil,
	"All processors are busy with other plans, and none became free in the time of a request. Try again later.")

var errNoSweep = limitProblem(http.StatusServiceUnavailable, "sweeps", "Sweeps Running", "server", nil,
	"As many sweeps run as this server has processors. Try again when one has ended.")

func (s *Server) sweepTooLong() *huma.ErrorModel {
	return limitProblem(http.StatusUnprocessableEntity, "sweep-time", "Sweep Too Long", "body", s.SweepTimeout.String(),
		fmt.Sprintf("The sweep took longer than the %s this server allows. Vary less at once; BUILDOUT_SWEEP_TIMEOUT allows more.", s.SweepTimeout))
}

func (s *Server) tooLong() *huma.ErrorModel {
	return limitProblem(http.StatusUnprocessableEntity, "evaluation-time", "Plan Too Large to Evaluate", "plan", s.EvaluationTimeout.String(),
		fmt.Sprintf("The plan takes longer to evaluate than the %s this server allows. Fewer months, halls or services take less; BUILDOUT_EVALUATION_TIMEOUT allows more.", s.EvaluationTimeout))
}

// bounded does work on one of the server's slots, of which there are as many as
// processors, and no longer than an evaluation may take. Work cannot be broken
// off: what takes longer keeps its slot until it ends, so that no more is ever
// done at once than there are slots.
func bounded[T any](ctx context.Context, s *Server, work func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
		panic error
	}
	var none T
	select {
	case s.slots <- struct{}{}:
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return none, errNoSlot
		}
		return none, ctx.Err()
	}
	ended := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if fault := recover(); fault != nil {
				o.panic = fmt.Errorf("%v\n%s", fault, debug.Stack())
			}
			<-s.slots
			ended <- o
		}()
		o.value, o.err = work()
	}()
	late := time.NewTimer(s.EvaluationTimeout)
	defer late.Stop()
	select {
	case o := <-ended:
		if o.panic != nil {
			panic(o.panic)
		}
		return o.value, o.err
	case <-late.C:
		return none, s.tooLong()
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

// shallow reports a JSON document that nests or holds too much, before it is
// decoded. What is no JSON the decoder reports.
func shallow(document []byte) error {
	depth, values := 0, 0
	for i := 0; i < len(document); i++ {
		switch document[i] {
		case '"':
			values++
			i += endOfText(document[i+1:]) + 1
		case '{', '[':
			values++
			depth++
		case '}', ']':
			depth--
		case ':':
			values-- // the text before it was a key
		case ',', ' ', '\t', '\r', '\n':
		default:
			values++
			for i+1 < len(document) && strings.IndexByte(",]} \t\r\n", document[i+1]) < 0 {
				i++
			}
		}
		if depth > planner.MaxDepth {
			return fmt.Errorf("the document nests deeper than %d levels", planner.MaxDepth)
		}
		if values > planner.MaxValues {
			return fmt.Errorf("the document holds more than %d values", planner.MaxValues)
		}
	}
	return nil
}

// endOfText returns the place of the quote that ends a text of JSON.
func endOfText(rest []byte) int {
	for at := 0; ; {
		n := bytes.IndexAny(rest[at:], `"\`)
		if n < 0 {
			return len(rest)
		}
		if at += n; rest[at] == '"' {
			return at
		}
		at += 2
		if at >= len(rest) {
			return len(rest)
		}
	}
}

// jsonFormat is huma's JSON with the limits of a body.
var jsonFormat = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		if err := shallow(data); err != nil {
			return err
		}
		if err := planner.WellFormed(data); err != nil { // JSON alone would take a key that stands twice
			return err
		}
		return json.Unmarshal(data, v)
	},
}
