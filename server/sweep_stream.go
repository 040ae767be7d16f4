package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"buildout/planner"
	"buildout/planner/compare"

	"github.com/gin-gonic/gin"
)

// linger is the longest that a line of a stream waits for others to be sent with.
const linger = 20 * time.Millisecond

// streamed are the addresses whose answers are sent while they are worked out.
// They may take as long as a sweep.
var streamed = map[string]bool{"/api/v1/sweeps": true, "/compare/sweep": true, "/compare/sweep.csv": true, "/plans/:id/budget.xlsx": true}

// sweep varies a plan and tells what comes of it, within the limits of the server:
// as many sweeps at once as it has processors, each no longer than SweepTimeout.
// Variants are evaluated one by one beside what others ask for.
func (s *Server) sweep(ctx context.Context, plan planner.Plan, what compare.Sweep, tell func(compare.Record) error) error {
	select {
	case s.sweeps <- struct{}{}:
		defer func() { <-s.sweeps }()
	default:
		return errNoSweep
	}
	err := s.evaluator().Sweep(ctx, plan, what, tell)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return s.sweepTooLong()
	}
	return err
}

// stream sends lines to a client as they come.
type stream struct {
	ctx    context.Context // of the request
	lines  chan []byte
	ended  chan struct{} // closed when nothing more is sent
	failed error         // of the writer; to be read after ended
}

// newStream begins a stream on a response whose headers are set. A client that
// reads nothing for as long as patience is cut off.
func newStream(ctx context.Context, w gin.ResponseWriter, patience time.Duration) *stream {
	out := &stream{ctx: ctx, lines: make(chan []byte, 64), ended: make(chan struct{})}
	go func() {
		defer close(out.ended)
		out.failed = out.write(w, patience)
	}()
	return out
}

// send takes a line to be sent. The error says that nobody waits for it any more.
func (out *stream) send(line []byte) error {
	select {
	case <-out.ctx.Done():
		return out.ctx.Err()
	default:
	}
	select {
	case out.lines <- line:
		return nil
	case <-out.ctx.Done():
		return out.ctx.Err()
	case <-out.ended:
		return errNobodyReads
	}
}

// sendLast is send for a line that says why no more come, as that the time of the
// request is over.
func (out *stream) sendLast(line []byte) error {
	select {
	case out.lines <- line:
		return nil
	case <-out.ended:
		return errNobodyReads
	}
}

// errNobodyReads is what ends a stream whose client is gone.
var errNobodyReads = fmt.Errorf("the client reads no more: %w", context.Canceled)

// close sends what was taken, and reports whether the client could be sent all.
func (out *stream) close() error {
	close(out.lines)
	<-out.ended
	return out.failed
}

// write sends lines in the order they come, no line later than linger after it
// was taken.
func (out *stream) write(w gin.ResponseWriter, patience time.Duration) error {
	control := http.NewResponseController(w)
	buffer := bufio.NewWriterSize(w, 32<<10)
	flush := func() error {
		err := buffer.Flush()
		w.Flush()
		return err
	}
	var due <-chan time.Time
	for {
		select {
		case line, more := <-out.lines:
			if !more {
				return flush()
			}
			if due == nil {
				_ = control.SetWriteDeadline(time.Now().Add(patience)) // a recorder of tests has none
				due = time.After(linger)
			}
			if _, err := buffer.Write(line); err != nil {
				return err
			}
		case <-due:
			due = nil
			if err := flush(); err != nil {
				return err
			}
		}
	}
}

// unhurried takes the deadline off a connection by which its request had to be
// sent: it was, and what it asks for may take longer. The client is still seen to
// leave.
func unhurried(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // a recorder of tests has none
}
