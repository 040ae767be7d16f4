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

	"github.com/gin-gonic/gin"
)

// shownInputs is how many inputs that differ the Compare page lists at first, and
// mostInputs how many where all are asked for.
const (
	shownInputs = 100
	mostInputs  = 5_000
)

func (s *Server) comparePage(c *gin.Context) {
	if to := addedPlan(c.Request.URL); to != "" {
		c.Redirect(http.StatusSeeOther, to)
		return
	}
	s.showComparison(c, http.StatusOK, nil)
}

// addedPlan is the address of the page with the plan that a form adds; empty where
// it adds none.
func addedPlan(at *url.URL) string {
	query := at.Query()
	name, revision := query.Get("more"), strings.TrimSpace(query.Get("at"))
	if !query.Has("more") {
		return ""
	}
	query.Del("more")
	query.Del("at")
	if name != "" {
		if revision != "" {
			name += "@" + revision
		}
		query.Add("plan", name)
	}
	to := url.URL{Path: at.Path, RawQuery: query.Encode(), Fragment: "summary"}
	return to.String()
}

// showComparison draws the Compare page with a change of a saved comparison that
// was refused, where there is one.
func (s *Server) showComparison(c *gin.Context, status int, asked *pages.AskedSet) {
	view, err := s.compareView(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	view.Asked = asked
	if view.Explained != nil && view.Explained.Fault != "" && status == http.StatusOK {
		status = http.StatusNotFound
	}
	s.draw(c, status, func(w io.Writer, f pages.Frame) error { return s.pages.Compare(w, f, view) })
}

// compareView loads, evaluates and compares the plans that a query names.
func (s *Server) compareView(c *gin.Context) (pages.CompareView, error) {
	ctx := c.Request.Context()
	view := pages.CompareView{}
	if err := s.choices(ctx, &view); err != nil {
		return view, err
	}
	refs, baseline, err := s.compared(c, &view)
	if err != nil || len(refs) == 0 {
		return view, err
	}
	sources := s.sources(ctx, refs)
	if err := broken(sources); err != nil {
		return view, err
	}
	view.Columns, view.Baseline = columnsOf(sources, view.Set, baseline)
	if view.Baseline < 0 {
		return view, problem(http.StatusUnprocessableEntity, fmt.Sprintf("baseline is none of the plans that are compared%s.", planner.Offered(baseline, refs)))
	}
	limit := shownInputs
	if c.Query(pages.InputsKey) == pages.AllInputs {
		limit = mostInputs
	}
	cases := make([]compare.Case, len(view.Columns))
	for i, column := range view.Columns {
		cases[i] = column.Case
	}
	view.Matrix = compare.Compare(cases, view.Baseline, nil, limit)
	if view.Explained, view.OfPlan, err = comparedFigure(c, view.Columns); err != nil {
		return view, err
	}
	if view.Bridge, err = s.bridgeView(c, view.Columns, view.Baseline); err != nil {
		return view, err
	}
	view.Sweep, err = s.sweepView(c, view.Columns, view.Baseline)
	return view, err
}

// comparedFigure is the figure that a query asks for of one of the plans, and the
// place of that; nil where it asks for none.
func comparedFigure(c *gin.Context, columns []pages.CompareColumn) (*pages.Explained, int, error) {
	ref := c.Query(pages.OfPlanKey)
	at := slices.IndexFunc(columns, func(column pages.CompareColumn) bool { return column.Ref == ref && column.Known() })
	if at < 0 {
		return nil, 0, nil
	}
	x, err := explained(c, columns[at].Result)
	return x, at, err
}

// choices fills the plans and the saved comparisons that can be chosen.
func (s *Server) choices(ctx context.Context, view *pages.CompareView) error {
	heads, err := s.Store.Heads(ctx)
	if err != nil {
		return err
	}
	for _, head := range heads[:min(len(heads), maxChoices)] {
		view.Choices = append(view.Choices, pages.PlanChoice{ID: head.ID, Name: head.Name, Revision: head.Revision})
	}
	sets, err := s.Store.Comparisons(ctx)
	for _, set := range sets {
		view.Sets = append(view.Sets, pageSet(set))
	}
	return err
}

// compared reads which plans a query compares and to which of them: those that it
// names, else those of the saved comparison that it opens.
func (s *Server) compared(c *gin.Context, view *pages.CompareView) (refs []string, baseline string, err error) {
	for _, ref := range c.QueryArray("plan") {
		if ref = strings.TrimSpace(ref); ref != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	baseline = c.Query("baseline")
	if name := c.Query("comparison"); name != "" {
		set, err := s.Store.Comparison(c.Request.Context(), name)
		if errors.Is(err, models.ErrNotFound) {
			return nil, "", problem(http.StatusNotFound, fmt.Sprintf("There is no saved comparison %q.", name))
		}
		if err != nil {
			return nil, "", err
		}
		open := pageSet(set)
		view.Set = &open
		if len(refs) == 0 {
			for _, member := range open.Members {
				refs = append(refs, member.Ref())
			}
			if baseline == "" && open.Baseline < len(refs) {
				baseline = refs[open.Baseline]
			}
		}
	}
	if len(refs) > models.MaxComparisonMembers {
		return nil, "", problem(http.StatusUnprocessableEntity, fmt.Sprintf("The query names %d plans; a page compares at most %d.", len(refs), models.MaxComparisonMembers))
	}
	return refs, baseline, nil
}

// columnsOf are the columns of sources, each plan at a revision once, and the
// place of the baseline among them; -1 where it is none of them.
func columnsOf(sources []source, set *pages.CompareSet, baseline string) (columns []pages.CompareColumn, place int) {
	if place = -1; baseline == "" {
		place = 0
	}
	for _, from := range sources {
		column := pages.CompareColumn{
			Ref: from.Ref, PlanID: from.PlanID, Revision: from.Revision, Newest: from.Newest, Held: from.held, Case: from.Case,
			Faults: faultsOf(from.Fault),
		}
		var gone *absent
		if errors.As(from.Fault, &gone) {
			column.PlanID, column.Revision, column.Newest = 0, 0, 0
		}
		if column.PlanID == 0 && set != nil {
			if at := slices.IndexFunc(set.Members, func(m pages.SetMember) bool { return m.Ref() == from.Ref }); at >= 0 {
				column.PlanID, column.Revision = set.Members[at].PlanID, set.Members[at].Revision
			}
		}
		at := slices.IndexFunc(columns, func(other pages.CompareColumn) bool {
			return column.PlanID != 0 && other.PlanID == column.PlanID && other.Revision == column.Revision
		})
		if at < 0 {
			at = len(columns)
			columns = append(columns, column)
		}
		if place < 0 && (from.Ref == baseline || from.Name == baseline || strconv.FormatInt(from.PlanID, 10) == baseline) {
			place = at
		}
	}
	return columns, place
}

// pageSet is a saved comparison as the page has it.
func pageSet(set models.Comparison) pages.CompareSet {
	shown := pages.CompareSet{ID: set.ID, Name: set.Name, Note: set.Note, Version: set.Version, Baseline: set.Baseline}
	for _, m := range set.Members {
		shown.Members = append(shown.Members, pages.SetMember{PlanID: m.PlanID, Name: m.PlanName, Revision: m.Revision, Newest: m.Newest})
	}
	return shown
}
