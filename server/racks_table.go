package server

import (
	"context"
	"io"
	"net/url"

	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

// rackTable takes a table of racks on the Racks page.
func (s *Server) rackTable(c *gin.Context) {
	sent := &pages.RackTableView{}
	s.takeTable(c, pageTable{
		page: "racks", anchor: "rack-table", sent: &sent.SentTable,
		read: func(ctx context.Context, row pages.PlanRow, _ url.Values) (planner.Plan, error) {
			return s.readRackTable(ctx, row, sent)
		},
		show: func(row pages.PlanRow) (func(io.Writer, pages.Frame) error, error) {
			view, err := s.racksView(c, row)
			view.Table = sent
			return func(w io.Writer, f pages.Frame) error { return s.pages.Racks(w, f, view) }, err
		},
	})
}

// readRackTable brings racks that were sent into a plan, and says what they
// change.
func (s *Server) readRackTable(ctx context.Context, row pages.PlanRow, sent *pages.RackTableView) (planner.Plan, error) {
	plan, report, err := interchange.Import("racks", []byte(sent.CSV), row.Document, s.Reference, interchange.Options{})
	if err != nil {
		return plan, err
	}
	result, err := s.evaluate(ctx, plan)
	if err != nil {
		return plan, err
	}
	sent.Report, sent.Before, sent.After = report, interchange.FigureOf(row.Document, row.Result), interchange.FigureOf(plan, result)
	return plan, nil
}
