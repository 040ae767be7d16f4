package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"buildout/models"
	"buildout/planner"
	"buildout/web/export/workbook"
)

// returnedWorkbook is a workbook that came back, read against the revision that
// it was made of.
type returnedWorkbook struct {
	*workbook.Returned
	head   models.PlanHead // of the plan, as it is now
	base   workbook.Source // the plan that the workbook was made of
	hash   string          // of that
	result planner.Result  // of the plan with the changes
}

// outdated reports whether the plan was changed since the workbook was made.
func (r *returnedWorkbook) outdated() bool { return r.head.Hash != r.hash }

// returnedWorkbook reads a workbook against a stored plan. Nothing is stored. The
// error names every fault at its cell.
func (s *Server) returnedWorkbook(ctx context.Context, id string, data []byte) (*returnedWorkbook, error) {
	head, err := s.Store.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	file, err := workbook.Open(ctx, data)
	if err != nil {
		return nil, refusedWorkbook(err)
	}
	saved, err := s.madeOf(ctx, head, file.Origin)
	if err != nil {
		return nil, err
	}
	l := s.pages.Locale(file.Origin.Language, file.Origin.Unit)
	back := &returnedWorkbook{head: head, hash: saved.Hash}
	from := s.locateRevision(ctx, strconv.FormatInt(head.ID, 10), strconv.Itoa(saved.Number))
	if back.base, err = s.workbookSource(ctx, from, saved, l); err != nil {
		return nil, err
	}
	err = s.onDesk(ctx, func() (err error) {
		back.Returned, err = file.Read(ctx, back.base)
		return err
	})
	if err != nil {
		return nil, refusedWorkbook(err)
	}
	if back.result, err = s.evaluate(ctx, back.Plan); err != nil {
		return nil, refusedWorkbook(back.AtCells(err, back.Plan))
	}
	changed := back.base
	changed.Plan, changed.Result = back.Plan, back.result
	return back, s.onDesk(ctx, func() error { return back.Hold(ctx, changed) })
}

// refusedWorkbook says that it is the workbook that has the faults.
func refusedWorkbook(err error) error { return refusedFile("The workbook", err) }

// madeOf finds the revision of a plan that a workbook was made of: the one of its
// number where the plan is that, else the newest that is the same plan.
func (s *Server) madeOf(ctx context.Context, head models.PlanHead, from workbook.Origin) (models.Revision, error) {
	id := strconv.FormatInt(head.ID, 10)
	if from.Revision > 0 {
		saved, err := s.Store.Revision(ctx, id, strconv.Itoa(from.Revision))
		if err == nil && saved.Hash == from.Hash || err != nil && !errors.Is(err, models.ErrNotFound) {
			return saved, err
		}
	}
	revisions, err := s.Store.Revisions(ctx, id)
	if err != nil {
		return models.Revision{}, err
	}
	for i := len(revisions) - 1; i >= 0; i-- {
		if revisions[i].Hash == from.Hash {
			return revisions[i], nil
		}
	}
	of := fmt.Sprintf("of the plan %q", from.Plan)
	if from.Revision > 0 {
		of += fmt.Sprintf(" at revision %d", from.Revision)
	}
	return models.Revision{}, problem(http.StatusConflict, fmt.Sprintf("The workbook was made %s, which is no revision of the plan %q. Send it to the plan it was made of, or export this one and bring your changes to that workbook. Nothing was stored.", of, head.Name))
}

// saveReturned stores the changes of a workbook as the next revision of its plan,
// which must be as the workbook has it, and as ifMatch names it where that is
// given.
func (s *Server) saveReturned(ctx context.Context, ref string, back *returnedWorkbook, why models.Change, ifMatch string) (models.StoredPlan, error) {
	if why.Reason == "" {
		why.Reason = fmt.Sprintf("Workbook of revision %d", back.base.Revision.Number)
	}
	stored, err := s.update(ctx, ref, why, func(now models.StoredPlan) (planner.Plan, error) {
		if ifMatch != "" && !matches(ifMatch, planTag(now)) {
			return now.Plan, outdatedTag(now, ifMatch)
		}
		if now.Hash != back.hash {
			return now.Plan, back.behind(now)
		}
		return back.Plan, nil
	})
	return stored, withVariant(err, back)
}

// behind is the error of a workbook whose plan was changed since it was made.
func (r *returnedWorkbook) behind(now models.StoredPlan) *outdated {
	return &outdated{now: now.PlanHead, plan: &now.Plan, what: "plan", revision: r.base.Revision.Number, at: "body", tag: planTag(now)}
}

// withVariant says of a workbook that is behind its plan that it can be a plan of
// its own.
func withVariant(err error, back *returnedWorkbook) error {
	var c *conflict
	if errors.As(err, &c) {
		c.problem.Detail += fmt.Sprintf(" The workbook was made of revision %d: export it again and bring your changes to that workbook, or store this one as a variant. Nothing was stored.", back.base.Revision.Number)
	}
	return err
}

// saveVariant stores the plan of a workbook as a new one of a name.
func (s *Server) saveVariant(ctx context.Context, name string, back *returnedWorkbook, why models.Change) (models.StoredPlan, error) {
	if why.Reason == "" {
		why.Reason = fmt.Sprintf("Workbook of %s at revision %d", back.base.Plan.Name, back.base.Revision.Number)
	}
	plan := back.Plan
	plan.Name = name
	return s.Store.CreatePlan(ctx, plan, why)
}
