package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/compare"

	"github.com/danielgtaylor/huma/v2"
)

// maxDifferences is the most values that a conflict names.
const maxDifferences = 50

// outdated is the error of a change to what is not as the client saw it.
type outdated struct {
	now      models.PlanHead
	plan     *planner.Plan                   // as it is; nil where only its head was read
	what     string                          // was to be changed: plan, rack
	revision int                             // that the client saw; 0 where it named none
	at       string                          // where the request names it
	tag      string                          // ETag of what was to be changed, as it is
	was      func(planner.Plan) planner.Plan // what of the plan at that revision is compared with now; all of it where nil
}

// outdatedTag is the error of an If-Match that does not name a plan as it is.
func outdatedTag(now models.StoredPlan, ifMatch string) *outdated {
	return &outdated{now: now.PlanHead, plan: &now.Plan, what: "plan", revision: revisionOf(ifMatch), at: "header.If-Match", tag: planTag(now)}
}

func (o *outdated) Error() string { return "the " + o.what + " was changed since" }

// Is reports whether target is models.ErrStale.
func (o *outdated) Is(target error) bool { return target == models.ErrStale }

// conflict is a problem that names the ETag of what stands now.
type conflict struct {
	problem *huma.ErrorModel
	tag     string
}

func (c *conflict) Error() string { return c.problem.Error() }

// Unwrap returns the problem.
func (c *conflict) Unwrap() error { return c.problem }

// told says a difference in a sentence.
var told = map[compare.Kind]string{
	compare.Changed: "is changed",
	compare.Added:   "is added",
	compare.Removed: "is removed",
	compare.Moved:   "stands in another order, or in another phase",
	compare.Renamed: "has another name",
}

// update is that of the store, and says of a plan that changed since it was read
// what differs.
func (s *Server) update(ctx context.Context, ref string, why models.Change, change func(models.StoredPlan) (planner.Plan, error)) (models.StoredPlan, error) {
	stored, err := s.Store.Update(ctx, ref, why, change)
	return stored, s.conflicting(ctx, err)
}

// conflicting makes of an outdated error a problem that names the current
// revision and what differs from the one that the client saw.
func (s *Server) conflicting(ctx context.Context, err error) error {
	var old *outdated
	if !errors.As(err, &old) {
		return err
	}
	p := problem(http.StatusPreconditionFailed, fmt.Sprintf("The %s was changed since: revision %d is current. Read it, bring your change to it and write again.", old.what, old.now.Revision))
	p.Errors = []*huma.ErrorDetail{{Message: "names a revision that is not current", Location: old.at, Value: old.now.Revision}}
	list, count, err := s.differences(ctx, old)
	if err != nil {
		return err
	}
	for _, d := range list {
		p.Errors = append(p.Errors, &huma.ErrorDetail{Message: told[d.Kind], Location: d.Path, Value: d})
	}
	if count > len(list) {
		p.Detail += fmt.Sprintf(" %d values differ; the first %d are named.", count, len(list))
	}
	return &conflict{p, old.tag}
}

// differences compares the revision that a client saw with the current one. There
// is none where it saw no revision of the past.
func (s *Server) differences(ctx context.Context, old *outdated) ([]compare.Difference, int, error) {
	if old.revision <= 0 || old.revision >= old.now.Revision {
		return nil, 0, nil
	}
	ref := strconv.FormatInt(old.now.ID, 10)
	saved, err := s.Store.Revision(ctx, ref, strconv.Itoa(old.revision))
	if errors.Is(err, models.ErrNotFound) {
		return nil, 0, nil
	}
	var was planner.Plan
	if err != nil || json.Unmarshal(saved.Document, &was) != nil { // one that an older program wrote may no longer be a plan
		return nil, 0, err
	}
	if old.was != nil {
		was = old.was(was)
	}
	is := old.plan
	if is == nil {
		stored, err := s.Store.Plan(ctx, ref)
		if err != nil {
			return nil, 0, err
		}
		is = &stored.Plan
	}
	list, count := compare.Differences(was, *is, maxDifferences)
	return list, count, nil
}
