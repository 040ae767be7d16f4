package server

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

func (s *Server) budgetPage(c *gin.Context) {
	row, err := s.planRow(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	if row.Fault == "" && s.recalculate(c, row) {
		return
	}
	view, err := s.budgetView(c, row)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.drawBudget(c, view)
}

// budgetWhy sends why the forecast differs, as a part of the Budget page.
func (s *Server) budgetWhy(c *gin.Context) {
	row, err := s.planRow(c)
	if err == nil && row.Fault != "" {
		err = problem(http.StatusUnprocessableEntity, row.Fault)
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	view, err := s.budgetView(c, row)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.draw(c, http.StatusOK, func(w io.Writer, f pages.Frame) error { return s.pages.BudgetWhy(w, f, view) })
}

// drawBudget sends the Budget page.
func (s *Server) drawBudget(c *gin.Context, view pages.BudgetView) {
	s.drawExplained(c, view.Plan, view.Explained, func(w io.Writer, f pages.Frame) error { return s.pages.Budget(w, f, view) })
}

// drawExplained sends a page of a plan that explains figures. Its status says
// that a figure that is asked for is none.
func (s *Server) drawExplained(c *gin.Context, row pages.PlanRow, explained *pages.Explained, page func(io.Writer, pages.Frame) error) {
	if explained != nil && explained.Fault != "" && (row.Edit == nil || len(row.Edit.Faults) == 0) {
		s.draw(c, http.StatusNotFound, page)
		return
	}
	s.drawPlan(c, row, page)
}

// budgetView is a plan with what it is held against and the figure that is
// asked for.
func (s *Server) budgetView(c *gin.Context, row pages.PlanRow) (pages.BudgetView, error) {
	view := pages.BudgetView{Plan: row}
	if row.Fault != "" {
		return view, nil
	}
	baseline, others, err := s.baselineOf(c)
	if err != nil {
		return view, err
	}
	view.Baseline, view.Others = baseline, others
	if view.Why, err = s.whyView(c, view); err != nil {
		return view, err
	}
	view.Explained, err = explained(c, row.Result)
	return view, err
}

// whyView leads from the baseline to a plan, or from the plan as it is stored
// where changes are made to it; nil without either.
func (s *Server) whyView(c *gin.Context, view pages.BudgetView) (*pages.WhyView, error) {
	row := view.Plan
	from, to := compare.Case{}, compare.Case{Name: row.Name, Plan: row.Document, Result: row.Result}
	switch {
	case view.Baseline != nil && view.Baseline.Fault == "":
		from = compare.Case{Name: view.Baseline.Name, Plan: view.Baseline.Document, Result: view.Baseline.Result}
	case row.Edit != nil:
		from = compare.Case{Name: row.Name, Plan: row.Edit.Saved.Document, Result: row.Edit.Saved.Result}
	default:
		return nil, nil
	}
	wanted := c.Query(pages.WhyKey) != "" || strings.HasSuffix(c.FullPath(), "/why")
	made, plans, err := s.bridgeSoon(c.Request.Context(), from, to, compare.BridgeOptions{}, wanted)
	if err != nil {
		return nil, err
	}
	return &pages.WhyView{Bridge: made, Plans: plans}, nil
}

// baselineOf is the plan that a request holds another against, and those it
// could be held against.
func (s *Server) baselineOf(c *gin.Context) (baseline *pages.PlanRow, others []pages.PlanRow, err error) {
	ctx := c.Request.Context()
	if ref := c.Query("baseline"); ref != "" {
		stored, err := s.Store.Plan(ctx, ref)
		if err != nil {
			return nil, nil, err
		}
		row := s.row(ctx, stored)
		baseline = &row
	}
	names, err := s.Store.Names(ctx, maxChoices)
	for _, other := range names {
		others = append(others, pages.PlanRow{ID: other.ID, Name: other.Name})
	}
	return baseline, others, err
}

// explained is the figure that a request asks for; nil where it asks for none.
func explained(c *gin.Context, r planner.Result) (*pages.Explained, error) {
	figures := c.QueryArray(pages.ExplainKey)
	if len(figures) == 0 || figures[len(figures)-1] == "" {
		return nil, nil
	}
	x, err := planner.Explain(r, figures[len(figures)-1])
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		return &pages.Explained{Fault: invalid.Faults[0].Message}, nil
	}
	return &pages.Explained{Explanation: x}, err
}
