package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/pages"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// shownDifferences is how many differences of two revisions the page lists.
const shownDifferences = 200

func (s *Server) revisionsPage(c *gin.Context) {
	row, err := s.planRow(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.showRevisions(c, http.StatusOK, row, nil)
}

// showRevisions draws the page with a change that was refused, or with the one
// that the query asks about.
func (s *Server) showRevisions(c *gin.Context, status int, row pages.PlanRow, asked *pages.AskedChange) {
	view := pages.RevisionsView{Plan: row, Asked: asked, Page: 1}
	revisions, err := s.Store.Revisions(c.Request.Context(), strconv.FormatInt(row.ID, 10))
	if err != nil {
		s.fail(c, err)
		return
	}
	for _, r := range revisions {
		view.Revisions = append(view.Revisions, pageRevision(r))
	}
	var q queryFaults
	q.page(c, "page", &view.Page)
	if view.Asked == nil {
		view.Asked = q.asked(c, revisions)
	}
	from, to := q.compared(c, revisions)
	if err := q.problem(); err != nil {
		s.fail(c, err)
		return
	}
	if len(revisions) > 1 {
		if view.Compared, err = s.comparedRevisions(c.Request.Context(), row.ID, from, to); err != nil {
			s.fail(c, err)
			return
		}
	}
	s.draw(c, status, func(w io.Writer, f pages.Frame) error { return s.pages.Revisions(w, f, view) })
}

func pageRevision(r models.Revision) pages.Revision {
	shown := pages.Revision{Number: r.Number, Author: r.Author, Reason: r.Reason, CreatedAt: r.CreatedAt}
	if a := r.Approval; a != nil {
		shown.Approval = &pages.Approval{Name: a.Name, Note: a.Note, By: a.By, Program: a.Program, At: a.At}
	}
	return shown
}

// asked reads which revision a query asks to approve or to restore.
func (q *queryFaults) asked(c *gin.Context, revisions []models.Revision) *pages.AskedChange {
	for _, do := range []string{pages.Approve, pages.Restore} {
		if c.Query(do) == "" {
			continue
		}
		if number := q.revision(c, do, revisions, 0); number > 0 {
			return &pages.AskedChange{Do: do, Revision: number}
		}
	}
	return nil
}

// compared reads which revisions a query compares: the last two where it does
// not say.
func (q *queryFaults) compared(c *gin.Context, revisions []models.Revision) (from, to int) {
	last := revisions[len(revisions)-1].Number
	return q.revision(c, "from", revisions, max(1, last-1)), q.revision(c, "to", revisions, last)
}

// revision reads the number of a revision, or usual where the query has none.
func (q *queryFaults) revision(c *gin.Context, key string, revisions []models.Revision, usual int) int {
	if c.Query(key) == "" {
		return usual
	}
	number, err := strconv.Atoi(c.Query(key))
	if err != nil || !slices.ContainsFunc(revisions, func(r models.Revision) bool { return r.Number == number }) {
		q.fault(c, key, fmt.Sprintf("is no revision of the plan; they are 1 to %d", revisions[len(revisions)-1].Number))
	}
	return number
}

// comparedRevisions loads two revisions of a plan, evaluates them and compares
// them. One that an older program wrote may no longer be a plan; it is compared
// all the same.
func (s *Server) comparedRevisions(ctx context.Context, plan int64, from, to int) (*pages.Compared, error) {
	compared := &pages.Compared{From: from, To: to}
	var plans [2]planner.Plan
	for i, number := range []int{from, to} {
		r, err := s.Store.Revision(ctx, strconv.FormatInt(plan, 10), strconv.Itoa(number))
		if err != nil {
			return nil, err
		}
		if plans[i], err = planOf(r); err != nil {
			return nil, err
		}
		result, err := s.evaluate(ctx, plans[i])
		var invalid *planner.Invalid
		switch {
		case errors.As(err, &invalid):
		case err != nil:
			return nil, err
		case i == 0:
			compared.FromResult = &result
		default:
			compared.ToResult = &result
		}
	}
	compared.Differences, compared.Count = compare.Differences(plans[0], plans[1], shownDifferences)
	return compared, nil
}

// changeRevisions approves or restores a revision as a form asks, and leads back
// to the page. What is refused is said on it, and nothing is stored.
func (s *Server) changeRevisions(c *gin.Context) {
	form, stored, ok := s.posted(c, s.form)
	if !ok {
		return
	}
	asked, err := askedChange(form)
	if err == nil {
		err = s.makeAsked(c.Request.Context(), stored, asked, form.Get("base"))
	}
	kept := url.Values{}
	for _, key := range []string{"lang", "unit", "from", "to", "page"} {
		if value := form.Get(key); value != "" && err != nil || value != "" && key != "from" && key != "to" {
			kept.Set(key, value)
		}
	}
	at := url.URL{Path: fmt.Sprintf("/plans/%d/revisions", stored.ID), RawQuery: kept.Encode()}
	if err == nil {
		c.Redirect(http.StatusSeeOther, at.String())
		return
	}
	p, _ := problemOf(err)
	if p.Status >= http.StatusInternalServerError || asked.Do == "" {
		s.fail(c, err)
		return
	}
	asked.Refused = refusedWords(p)
	c.Request.URL = &at // the links of the page lead to the page, without the form
	s.showRevisions(c, p.Status, s.row(c.Request.Context(), stored), &asked)
}

// askedChange reads a form of the page.
func askedChange(form url.Values) (pages.AskedChange, error) {
	asked := pages.AskedChange{
		Name: strings.TrimSpace(form.Get("name")), Note: strings.TrimSpace(form.Get("note")),
		Author: strings.TrimSpace(form.Get("author")), Reason: strings.TrimSpace(form.Get("reason")),
	}
	if do := form.Get("do"); do != pages.Approve && do != pages.Restore {
		return asked, problem(http.StatusUnprocessableEntity, "do is neither approve nor restore; nothing was stored.")
	}
	var err error
	if asked.Revision, err = strconv.Atoi(form.Get("revision")); err != nil {
		return asked, problem(http.StatusUnprocessableEntity, "revision is not the number of a revision; nothing was stored.")
	}
	asked.Do = form.Get("do")
	if !readable(asked.Author) || !readable(asked.Reason) {
		return asked, problem(http.StatusUnprocessableEntity, fmt.Sprintf("Who and why must be of at most %d characters each, without control characters; nothing was saved.", maxChangeText))
	}
	return asked, nil
}

// makeAsked approves or restores a revision. A plan is restored only where it
// is still at the revision that the page showed, base.
func (s *Server) makeAsked(ctx context.Context, stored models.StoredPlan, asked pages.AskedChange, base string) error {
	ref, number := strconv.FormatInt(stored.ID, 10), strconv.Itoa(asked.Revision)
	if asked.Do == pages.Approve {
		request := ApprovalRequest{Name: asked.Name, Note: asked.Note}
		if err := request.check(); err != nil {
			return err
		}
		_, err := s.approve(ctx, ref, number, models.Approval{Name: asked.Name, Note: asked.Note, By: asked.Author}, models.Key{})
		return err
	}
	r, err := s.revision(ctx, ref, number)
	if err != nil {
		return err
	}
	plan, err := s.planAt(r)
	if err != nil {
		return err
	}
	if base != strconv.Itoa(stored.Revision) {
		return &models.StaleError{Current: stored.Revision}
	}
	_, err = s.Store.ReplacePlan(ctx, ref, stored.Revision, plan, models.Change{Author: asked.Author, Reason: asked.Reason})
	return err
}

// refusedWords is a problem in a line: what is wrong, and every fault.
func refusedWords(p *huma.ErrorModel) string {
	words := []string{p.Detail}
	for _, fault := range p.Errors {
		if strings.HasPrefix(fault.Location, "header.") {
			continue // a form has none
		}
		words = append(words, fmt.Sprintf("%s: %s.", strings.TrimPrefix(fault.Location, "/"), fault.Message))
	}
	return strings.Join(words, " ")
}
