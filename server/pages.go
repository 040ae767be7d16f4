package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"buildout/models"
	"buildout/web/locales"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

// pageLength is how many plans the Plans page shows at once.
const pageLength = 50

// maxChoices is how many plans the Overview offers as a baseline.
const maxChoices = 500

func (s *Server) plansPage(c *gin.Context) {
	offset, err := strconv.Atoi(c.DefaultQuery("offset", "0"))
	if err != nil || offset < 0 {
		s.fail(c, problem(http.StatusUnprocessableEntity, "offset is not a number from 0."))
		return
	}
	plans, count, err := s.Store.Plans(c.Request.Context(), pageLength, offset)
	if err != nil {
		s.fail(c, err)
		return
	}
	rows := make([]pages.PlanRow, len(plans))
	for i, plan := range plans {
		rows[i] = s.row(c.Request.Context(), plan)
	}
	s.draw(c, http.StatusOK, func(w io.Writer, f pages.Frame) error { return s.pages.Plans(w, f, rows, count) })
}

func (s *Server) docsPage(c *gin.Context) {
	s.draw(c, http.StatusOK, func(w io.Writer, f pages.Frame) error { return s.pages.APIDocs(w, f, "/openapi.json") })
}

// row evaluates a stored plan. One that cannot be evaluated, such as one
// stored by an older program, shows why.
func (s *Server) row(ctx context.Context, p models.StoredPlan) pages.PlanRow {
	row := pages.PlanRow{ID: p.ID, Revision: p.Revision, UpdatedAt: p.UpdatedAt, Name: p.Plan.Name, Document: p.Plan, Tiers: s.Reference.Tiers, Downtimes: s.Reference.Downtimes, Reference: s.Reference}
	result, err := s.evaluate(ctx, p.Plan)
	row.Result = result
	if err != nil {
		row.Fault = err.Error()
	}
	return row
}

// draw sends a page with a status once all of it is drawn.
func (s *Server) draw(c *gin.Context, status int, page func(io.Writer, pages.Frame) error) {
	var body bytes.Buffer
	if err := page(&body, s.frame(c)); err != nil {
		s.fail(c, errors.Join(errors.New("draw page"), err))
		return
	}
	c.Writer.Header().Add("Vary", "Accept-Language, Cookie")
	c.Data(status, "text/html; charset=utf-8", body.Bytes())
}

// frame is what every page is told by its request. A language or unit that the
// query chooses is remembered.
func (s *Server) frame(c *gin.Context) pages.Frame {
	remembered := func(name string) string {
		value, _ := c.Cookie(cookiePrefix + name)
		return value
	}
	lang := s.pages.Language(c.GetHeader("Accept-Language"), remembered("lang"), c.Query("lang"))
	if lang == c.Query("lang") {
		remember(c, "lang", lang)
	}
	unit := remembered("unit")
	if chosen := c.Query("unit"); slices.Contains(locales.Units, chosen) {
		unit = chosen
		remember(c, "unit", unit)
	}
	if !slices.Contains(locales.Units, unit) {
		unit = ""
	}
	return pages.Frame{Lang: lang, Unit: unit, Path: c.Request.URL.Path, Query: c.Request.URL.Query(), Version: s.Version}
}

const cookiePrefix = "buildout_"

func remember(c *gin.Context, name, value string) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: cookiePrefix + name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.Request.TLS != nil,
	})
}
