package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

// rackTable shows what a table of racks that is sent would change, and with
// do=save stores them as the next revision of the plan. Where it has faults, or
// someone else saved the plan since, nothing is stored and the page says so.
func (s *Server) rackTable(c *gin.Context) {
	ctx := c.Request.Context()
	form, err := s.multipart(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	stored, err := s.Store.Plan(ctx, c.Param("id"))
	if err != nil {
		s.fail(c, err)
		return
	}
	row := s.row(ctx, stored)
	sent, plan, err := s.readRackTable(ctx, row, form)
	if err == nil && form.Get("do") == "save" && len(sent.Faults) == 0 {
		err = s.savePlan(ctx, stored, plan, form)
		if err == nil {
			c.Redirect(http.StatusSeeOther, stateAddress(stored.ID, "racks", form)+"#rack-table")
			return
		}
		var stale *models.StaleError
		if errors.As(err, &stale) {
			sent.Conflict, sent.Base, err = stale.Current, stored.Revision, nil
		}
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	s.showRackTable(c, row, sent, form)
}

// readRackTable reads the table of a form and brings it into a plan. Its faults
// stand in the view; the plan holds where there are none.
func (s *Server) readRackTable(ctx context.Context, row pages.PlanRow, form url.Values) (*pages.RackTableView, planner.Plan, error) {
	sent := &pages.RackTableView{CSV: form.Get("csv"), Base: row.Revision, Author: form.Get("author"), Reason: form.Get("reason")}
	plan, report, err := interchange.Import("racks", []byte(sent.CSV), row.Document, s.Reference, interchange.Options{})
	var result planner.Result
	if err == nil {
		result, err = s.evaluate(ctx, plan)
	}
	var invalid *planner.Invalid
	if errors.As(err, &invalid) {
		sent.Faults = invalid.Faults
		return sent, row.Document, nil
	}
	if err != nil {
		return nil, row.Document, err
	}
	sent.Report, sent.Before, sent.After = report, interchange.FigureOf(row.Document, row.Result), interchange.FigureOf(plan, result)
	return sent, plan, nil
}

// showRackTable draws the Racks page with a table that is not saved.
func (s *Server) showRackTable(c *gin.Context, row pages.PlanRow, sent *pages.RackTableView, form url.Values) {
	at, err := url.Parse(stateAddress(row.ID, "racks", form))
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Request.URL = at // the links of the page lead to the page, not to here
	view, err := s.racksView(c, row)
	if err != nil {
		s.fail(c, err)
		return
	}
	view.Table = sent
	status := http.StatusOK
	switch {
	case len(sent.Faults) > 0:
		status = http.StatusUnprocessableEntity
	case sent.Conflict > 0:
		status = http.StatusConflict
	}
	s.draw(c, status, func(w io.Writer, f pages.Frame) error { return s.pages.Racks(w, f, view) })
}
