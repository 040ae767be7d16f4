package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/compare"

	"github.com/danielgtaylor/huma/v2"
)

// source is a plan that is compared and where it comes from. Its Fault, where it
// has one, is what is wrong with the plan alone, *planner.Invalid, or why nothing
// can be said of any: see broken.
type source struct {
	Ref      string // as it was asked for: an id or name, and after @ a revision where one is meant
	PlanID   int64  // 0 of a plan that is not stored
	Revision int
	Newest   int    // newest revision of the plan
	Hash     string // SHA-256 over the plan's JSON, in hex; known before the plan is loaded
	compare.Case

	sent     bool            // whether it came with the request
	held     bool            // whether a revision was asked for, not the newest whichever it is
	document json.RawMessage // of a revision that is not the newest
}

// maxCompared is the most plans that are compared at once.
const maxCompared = 50

// absent is the fault of a plan or revision that is not there.
type absent struct{ planner.Invalid }

// Unwrap makes it an *planner.Invalid and a models.ErrNotFound.
func (a *absent) Unwrap() []error { return []error{&a.Invalid, models.ErrNotFound} }

func notThere(path, found, message string, args ...any) error {
	return &absent{planner.Invalid{Faults: []planner.Fault{planner.NewFault(path, found, message, args...)}}}
}

// sources loads and evaluates stored plans, each at the revision after an @ of
// its ref or at its newest. One that is not there or cannot be evaluated says why;
// the others go on.
func (s *Server) sources(ctx context.Context, refs []string) []source {
	list := s.located(ctx, refs)
	s.work(ctx, list)
	return list
}

// broken returns what kept plans from being read that is no fault of theirs: the
// database does not answer, the client is gone. Nothing can be said then.
func broken(list []source) error {
	for _, from := range list {
		var invalid *planner.Invalid
		if from.Fault != nil && !errors.As(from.Fault, &invalid) {
			return from.Fault
		}
	}
	return nil
}

// located finds stored plans with their hashes, and loads none.
func (s *Server) located(ctx context.Context, refs []string) []source {
	list := make([]source, len(refs))
	for i, ref := range refs {
		list[i] = s.locate(ctx, ref)
	}
	return list
}

// locate finds the plan of a ref. Of what stands around an @, the longest that is
// the name of a plan is meant, so that names may hold one.
func (s *Server) locate(ctx context.Context, ref string) source {
	found := source{Ref: ref, Case: compare.Case{Name: ref}}
	name, revision, given := ref, "", false
	head, err := s.Store.Head(ctx, ref)
	for errors.Is(err, models.ErrNotFound) {
		at := strings.LastIndexByte(name, '@')
		if at <= 0 {
			break
		}
		name, revision, given = ref[:at], ref[at+1:], true
		head, err = s.Store.Head(ctx, name)
	}
	return s.locateAt(ctx, found, head, err, revision, given)
}

// locateRevision finds a plan at a revision, the newest where that is empty.
func (s *Server) locateRevision(ctx context.Context, plan, revision string) source {
	ref := plan
	if revision != "" {
		ref += "@" + revision
	}
	head, err := s.Store.Head(ctx, plan)
	return s.locateAt(ctx, source{Ref: ref, Case: compare.Case{Name: ref}}, head, err, revision, revision != "")
}

// locateAt completes a source whose plan was looked for.
func (s *Server) locateAt(ctx context.Context, found source, head models.PlanHead, err error, revision string, given bool) source {
	switch {
	case errors.Is(err, models.ErrNotFound):
		found.Fault = s.noPlan(ctx, found.Ref)
	case err != nil:
		found.Fault = err
	}
	if found.Fault != nil {
		return found
	}
	found.PlanID, found.Newest, found.Revision, found.Hash, found.Name = head.ID, head.Revision, head.Revision, head.Hash, head.Name
	found.held = given
	if given && revision != strconv.Itoa(head.Revision) {
		s.holdRevision(ctx, &found, head, revision)
	}
	return found
}

// holdRevision puts a source at a revision of its plan.
func (s *Server) holdRevision(ctx context.Context, from *source, head models.PlanHead, revision string) {
	saved, err := s.Store.Revision(ctx, strconv.FormatInt(head.ID, 10), revision)
	switch {
	case errors.Is(err, models.ErrNotFound):
		from.Name, from.Revision, from.Hash = from.Ref, 0, ""
		from.Fault = s.noRevision(ctx, head, revision)
	case err != nil:
		from.Fault = err
	case saved.Number != head.Revision:
		from.Revision, from.Hash, from.document = saved.Number, saved.Hash, saved.Document
		from.Name = head.Name + "@" + strconv.Itoa(saved.Number)
	}
}

// noPlan says that there is no plan of a name, and which one may be meant.
func (s *Server) noPlan(ctx context.Context, ref string) error {
	heads, err := s.Store.Heads(ctx)
	if err != nil {
		return err
	}
	names := make([]string, len(heads))
	for i, head := range heads {
		names[i] = head.Name
	}
	return notThere("plan", ref, "there is no stored plan of this name or id%s", planner.Offered(ref, names))
}

// noRevision says that a plan has no such revision, and which it has.
func (s *Server) noRevision(ctx context.Context, head models.PlanHead, revision string) error {
	saved, err := s.Store.Revisions(ctx, strconv.FormatInt(head.ID, 10))
	if err != nil {
		return err
	}
	known := "1"
	if head.Revision > 1 {
		known = fmt.Sprintf("1 to %d", head.Revision)
	}
	var approved []string
	for _, r := range saved {
		if r.Approval != nil && len(approved) < mostApproved {
			approved = append(approved, r.Approval.Name)
		}
	}
	if len(approved) > 0 {
		known += ", and the approved " + strings.Join(approved, ", ")
	}
	return notThere("revision", revision, "%s has no such revision; it has %s", head.Name, known)
}

// mostApproved is the most approvals that are offered.
const mostApproved = 20

// work loads and evaluates plans that were found, as many at once as the server
// has processors.
func (s *Server) work(ctx context.Context, list []source) {
	var group sync.WaitGroup
	for i := range list {
		from := &list[i]
		if s.load(ctx, from); from.Fault == nil {
			group.Go(func() { from.Result, from.Fault = s.evaluateApart(ctx, from.Plan) })
		}
	}
	group.Wait()
}

// load loads the plan of a source, unless it was sent.
func (s *Server) load(ctx context.Context, from *source) {
	if from.Fault != nil || from.PlanID == 0 {
		return
	}
	if from.document == nil {
		s.loadNewest(ctx, from)
	}
	if from.Fault != nil || from.document == nil {
		return
	}
	from.Plan, from.Fault = planner.DecodePlan(from.document, s.Reference)
	from.document = nil
	if from.Fault != nil { // today's program may refuse a plan that an older one wrote
		from.Fault = withoutLines(from.Fault)
	}
}

// loadNewest loads a plan as it is now. Where somebody saved it since it was
// found, a source that holds a revision goes back to that.
func (s *Server) loadNewest(ctx context.Context, from *source) {
	stored, err := s.Store.Plan(ctx, strconv.FormatInt(from.PlanID, 10))
	switch {
	case errors.Is(err, models.ErrNotFound):
		from.Fault = s.noPlan(ctx, from.Ref)
	case err != nil:
		from.Fault = err
	case from.held && stored.Revision != from.Revision:
		from.Newest = stored.Revision
		s.holdRevision(ctx, from, stored.PlanHead, strconv.Itoa(from.Revision))
	default:
		from.Plan, from.Revision, from.Newest, from.Hash = stored.Plan, stored.Revision, stored.Revision, stored.Hash
	}
}

// evaluateApart is evaluate for plans that stand beside others: what the server
// allows no plan is a fault of this one, and a panic is an error, for it would end
// the program in a goroutine that is not that of the request.
func (s *Server) evaluateApart(ctx context.Context, plan planner.Plan) (result planner.Result, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	result, err = s.evaluate(ctx, plan)
	var refused *huma.ErrorModel
	if errors.As(err, &refused) && refused.Type == s.tooLong().Type {
		err = &tooSlow{planner.Invalid{Faults: []planner.Fault{{Message: refused.Detail}}}}
	}
	return result, err
}

// tooSlow is the fault of a plan that took longer than the server allows. It may
// be faster another time, so nothing that says it is kept.
type tooSlow struct{ planner.Invalid }

// Unwrap makes it an *planner.Invalid.
func (t *tooSlow) Unwrap() error { return &t.Invalid }

// evaluator works out the plans of comparisons within the limits of the server.
func (s *Server) evaluator() compare.Evaluator {
	return compare.Evaluator{Reference: s.Reference, Evaluate: s.evaluateApart, Workers: cap(s.slots)}
}

// faultless reports whether all plans can be compared.
func faultless(list []source) bool {
	return !slices.ContainsFunc(list, func(from source) bool { return from.Fault != nil })
}
