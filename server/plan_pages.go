package server

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

func (s *Server) overviewPage(c *gin.Context) {
	row, err := s.planRow(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	view := pages.OverviewView{Plan: row}
	if view.Baseline, view.Others, err = s.baselineOf(c); err != nil {
		s.fail(c, err)
		return
	}
	s.drawPlan(c, row, func(w io.Writer, f pages.Frame) error { return s.pages.Overview(w, f, view) })
}

func (s *Server) capacityPage(c *gin.Context) {
	row, err := s.planRow(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	if row.Fault == "" && s.recalculate(c, row) {
		return
	}
	view := pages.CapacityView{Plan: row, Reference: s.Reference}
	if row.Fault == "" {
		if err := s.simulate(c, &view); err != nil {
			s.fail(c, err)
			return
		}
	}
	s.drawPlan(c, row, func(w io.Writer, f pages.Frame) error { return s.pages.Capacity(w, f, view) })
}

// simulate chooses site, month and failure as the query asks, else the first
// site and the last month, and works out what every system then carries. A
// failure that the plan does not have, with the changes that are made to it, is
// said to be gone.
func (s *Server) simulate(c *gin.Context, view *pages.CapacityView) error {
	r := view.Plan.Result
	view.Month = r.Months[len(r.Months)-1]
	if text := c.Query("month"); text != "" {
		month, err := finance.ParseMonth(text)
		if err != nil || !r.Plan.Horizon.Holds(month) {
			return problem(http.StatusUnprocessableEntity, fmt.Sprintf("month is none of the horizon; write it as YYYY-MM, from %s to %s.", r.Plan.Horizon.Start, r.Plan.Horizon.End()))
		}
		view.Month = month
	}
	if len(r.Sites) == 0 {
		return nil
	}
	view.Site = r.Sites[0].Name
	if name := c.Query("site"); name != "" {
		if !slices.ContainsFunc(r.Sites, func(site planner.SiteResult) bool { return site.Name == name }) {
			return problem(http.StatusNotFound, "The plan has no such site.")
		}
		view.Site = name
	}
	var err error
	if view.Sound, err = planner.Simulate(view.Plan.Document, s.Reference, view.Site, view.Month, ""); err != nil {
		return err
	}
	view.State = view.Sound
	if failure := c.Query("failure"); failure != "" {
		state, err := planner.Simulate(view.Plan.Document, s.Reference, view.Site, view.Month, failure)
		var invalid *planner.Invalid
		switch {
		case err == nil:
			view.State = state
		case errors.As(err, &invalid):
			view.FailureGone = true
		default:
			return err
		}
	}
	return nil
}

// drawPlan sends a page of a plan. One of changes that cannot all be made names
// their faults, and its status says so.
func (s *Server) drawPlan(c *gin.Context, row pages.PlanRow, page func(io.Writer, pages.Frame) error) {
	status := http.StatusOK
	if row.Edit != nil && len(row.Edit.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	s.draw(c, status, page)
}
