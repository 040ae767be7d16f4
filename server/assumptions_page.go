package server

import (
	"io"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

func (s *Server) assumptionsPage(c *gin.Context) {
	row, err := s.planRow(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	if row.Fault == "" && s.recalculate(c, row) {
		return
	}
	view, err := assumptionsView(c, row)
	if err == nil && row.Fault == "" {
		view.Explained, err = explained(c, row.Result)
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	s.drawExplained(c, row, view.Explained, func(w io.Writer, f pages.Frame) error { return s.pages.Assumptions(w, f, view) })
}

// assumptionsView reads which values a request asks to see, and names every part
// of the query that cannot be.
func assumptionsView(c *gin.Context, row pages.PlanRow) (pages.AssumptionsView, error) {
	view := pages.AssumptionsView{Plan: row, Section: c.Query("section"), Only: c.Query("only"), Query: c.Query("q"), Page: 1}
	var q queryFaults
	sections := append([]string{pages.AllSections}, planner.ValueSections...)
	if view.Section != "" && !slices.Contains(sections, view.Section) {
		q.fault(c, "section", "is none of "+strings.Join(sections, ", "))
	}
	if view.Only != "" && !slices.Contains(pages.ValueFilters, view.Only) {
		q.fault(c, "only", "is none of "+strings.Join(pages.ValueFilters, ", "))
	}
	q.words(c, "q")
	q.page(c, "page", &view.Page)
	return view, q.problem()
}
