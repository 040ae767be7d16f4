package server

import (
	"context"
	"errors"
	"net/http"

	"buildout/planner"
	"buildout/planner/compare"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/danielgtaylor/huma/v2/negotiation"
	"github.com/gin-gonic/gin"
)

const mediaNDJSON = "application/x-ndjson"

// sweepOperations are the operations that vary the inputs of a plan.
func (s *Server) sweepOperations(api huma.API) {
	registry := api.OpenAPI().Components.Schemas
	op := s.reads(huma.Operation{
		OperationID: "sweep-plan", Method: http.MethodPost, Path: "/api/v1/sweeps", Tags: []string{"comparisons"},
		Summary: "Vary the inputs of a plan and see what comes of each variant",
		Description: "Takes a plan, stored or sent, and what is varied of it: lists, ranges, factors, shifts or patches, as a grid, as a Latin hypercube or one at a time; at most 10,000 variants. " +
			"Answers while it works: a JSON record in each line, or a row of CSV for each variant by `Accept: text/csv`, in the order of the variants. " +
			"The first record is the head, the last is the end, with the Pareto set and how far each input moves each result. " +
			"A record with a problem in place of the end, or a body that is cut off, means that the sweep was broken off. Closing the connection stops it. " +
			"A variant that is no plan has its faults in its place, and the others go on. Nothing is stored.",
		Metadata: oneBody[SweepRequest](jsonTypes...),
	})
	op.Responses = map[string]*huma.Response{"200": {
		Description: http.StatusText(http.StatusOK),
		Content: map[string]*huma.MediaType{
			mediaNDJSON: {Schema: schemaOf[SweepRecord](registry)},
			mediaCSV:    {Schema: &huma.Schema{Type: huma.TypeString, Description: "RFC 4180 in UTF-8, a row for each variant: its index, the values of the axes, the columns, its faults; and whether none beats it, where pareto asks for it."}},
		},
	}}
	add(api, op, s.sweepPlan)
}

// SweepRequest is a plan and what is varied of it.
type SweepRequest struct {
	Plan PlanSource `json:"plan"`
	compare.Sweep
}

// SweepRecord is a line of the answer of a sweep, one of its parts.
type SweepRecord struct {
	compare.Record
	Problem *huma.ErrorModel `json:"problem,omitempty" doc:"Last, in place of end: why the sweep was broken off"`
}

type sweepInput struct {
	Accept string `header:"Accept" doc:"application/x-ndjson or text/csv"`
	SentBody
}

func (s *Server) sweepPlan(ctx context.Context, in *sweepInput) (*huma.StreamResponse, error) {
	sent, form, err := sentSources(in.SentBody, func(SweepRequest) []string { return []string{"plan"} })
	if err != nil {
		return nil, err
	}
	if faults := sent.Plan.check("plan"); len(faults) > 0 {
		return nil, refusedSent(&planner.Invalid{Faults: faults}, false)
	}
	list := []source{s.sent(ctx, sent.Plan, form["plan"])}
	s.load(ctx, &list[0])
	if err := broken(list); err != nil {
		return nil, err
	}
	if !faultless(list) {
		return nil, refusedSources("The plan cannot be varied.", list, sentAt([]string{"plan"}))
	}
	write := writeRecords
	if negotiation.SelectQValue(in.Accept, []string{mediaNDJSON, mediaJSON, mediaCSV}) == mediaCSV {
		write = writeVariants
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		s.streamSweep(humagin.Unwrap(ctx), list[0].Plan, sent.Sweep, write)
	}}, nil
}

// recordWriter writes what a sweep tells to a client. begin is called before the
// first write.
type recordWriter struct {
	media string
	tell  func(compare.Record) error
	fail  func(p *huma.ErrorModel) (told bool) // tells why the sweep was broken off
}

// streamSweep answers with what a sweep tells, while it is worked out. A fault of
// the sweep itself is a problem; one that comes later ends the answer, which says
// so or is cut off.
func (s *Server) streamSweep(c *gin.Context, plan planner.Plan, what compare.Sweep, writer func(*stream, compare.Sweep) recordWriter) {
	ctx := c.Request.Context()
	unhurried(c.Writer)
	var out *stream
	var w recordWriter
	err := s.sweep(ctx, plan, what, func(r compare.Record) error {
		if out == nil {
			out = newStream(ctx, c.Writer, s.RequestTimeout)
			w = writer(out, what)
			c.Header("Content-Type", w.media)
			c.Writer.Header().Add("Vary", "Accept")
			c.Header("X-Accel-Buffering", "no") // a proxy would hold what is to be seen at once
			c.Status(http.StatusOK)
		}
		return w.tell(r)
	})
	switch {
	case out == nil && err != nil:
		s.fail(c, refusedSweep(err))
	case out == nil:
		s.fail(c, errors.New("a sweep ended without a word"))
	case err == nil:
		_ = out.close() // a client that is gone needs no answer
	default:
		p, _ := problemOf(err)
		p.Instance = instance(recordOf(ctx).id)
		if p.Status >= http.StatusInternalServerError {
			recordOf(ctx).err = err
		}
		told := w.fail(p)
		_ = out.close()
		if !told {
			panic(http.ErrAbortHandler)
		}
	}
}

// refusedSweep says that it is the sweep that has the faults of one.
func refusedSweep(err error) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	return faulty("The sweep", invalid)
}
