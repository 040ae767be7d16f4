package server

import (
	"io"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

func (s *Server) racksPage(c *gin.Context) {
	row, err := s.planRow(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	view, err := s.racksView(c, row)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.drawPlan(c, row, func(w io.Writer, f pages.Frame) error { return s.pages.Racks(w, f, view) })
}

// racksView is what a request asks to see of a plan's racks, laid out.
func (s *Server) racksView(c *gin.Context, row pages.PlanRow) (pages.RacksView, error) {
	view, err := racksView(c, row)
	if err == nil && row.Fault == "" && view.Hall.Name != "" {
		view.Layout, err = planner.Racks(row.Document, s.Reference, view.Site.Name, view.Hall.Name, view.Month)
	}
	return view, err
}

// racksView reads what a request asks to see of a plan's racks: of the first
// site, of the first hall and in the last month where it does not say.
func racksView(c *gin.Context, row pages.PlanRow) (view pages.RacksView, err error) {
	view = pages.RacksView{Plan: row, Rack: c.Query("rack"), Query: c.Query("q"), Sort: c.Query("sort")}
	if view.Month, err = monthOf(row.Document, c.Query("month")); err != nil {
		return view, err
	}
	if name := c.Query("site"); name != "" {
		if view.Site, err = siteOf(row.Document, name); err != nil {
			return view, err
		}
	} else if len(row.Document.Sites) > 0 {
		view.Site = row.Document.Sites[0]
	}
	chooseHall(&view, c.Query("hall"))
	return view, racksQuery(c, &view)
}

// chooseHall takes the hall of the name, or the first where the site has none
// of it: who chooses another site has not seen its halls yet.
func chooseHall(view *pages.RacksView, name string) {
	for _, phase := range view.Site.Phases {
		for _, hall := range phase.Halls {
			if len(view.Halls) == 0 || hall.Name == name {
				view.Hall = hall
			}
			view.Halls = append(view.Halls, hall.Name)
		}
	}
	if name != "" && name != view.Hall.Name {
		view.Lacks = name
	}
}

// racksQuery reads the order, the filter and the pages, and names every one
// that cannot be.
func racksQuery(c *gin.Context, view *pages.RacksView) error {
	var q queryFaults
	if key := strings.TrimPrefix(view.Sort, "-"); key != "" && !slices.Contains(pages.RackSorts(), key) {
		q.fault(c, "sort", "is none of "+strings.Join(pages.RackSorts(), ", "))
	}
	q.words(c, "q")
	q.page(c, "page", &view.Page)
	q.page(c, "rows", &view.Lines)
	q.page(c, "panels", &view.Panels)
	return q.problem()
}
