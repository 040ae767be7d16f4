package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"buildout/models"
	"buildout/planner"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

// pageTable is a table that a page of a plan takes.
type pageTable struct {
	page, anchor string
	sent         *pages.SentTable // part of the view of the page

	// read brings what was sent into the plan of a row.
	read func(ctx context.Context, row pages.PlanRow, form url.Values) (planner.Plan, error)
	// show draws the page with it.
	show func(row pages.PlanRow) (func(io.Writer, pages.Frame) error, error)
}

// takeTable shows what a table that is sent would change, and with do=save stores
// the plan with it as its next revision. Where it has faults, or someone else
// saved the plan since, nothing is stored and the page says so.
func (s *Server) takeTable(c *gin.Context, t pageTable) {
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
	*t.sent = pages.SentTable{CSV: form.Get("csv"), Base: row.Revision, Author: form.Get("author"), Reason: form.Get("reason")}
	plan, err := t.read(ctx, row, form)
	if err == nil && form.Get("do") == "save" {
		if err = s.savePlan(ctx, stored, plan, form); err == nil {
			c.Redirect(http.StatusSeeOther, stateAddress(stored.ID, t.page, form)+"#"+t.anchor)
			return
		}
	}
	status := http.StatusOK
	var invalid *planner.Invalid
	var stale *models.StaleError
	switch {
	case errors.As(err, &invalid):
		t.sent.Faults, status = invalid.Faults, http.StatusUnprocessableEntity
	case errors.As(err, &stale):
		t.sent.Conflict, status = stale.Current, http.StatusConflict
	case err != nil:
		s.fail(c, err)
		return
	}
	s.showTable(c, status, row, t, form)
}

// showTable draws the page with a table that is not saved.
func (s *Server) showTable(c *gin.Context, status int, row pages.PlanRow, t pageTable, form url.Values) {
	at, err := url.Parse(stateAddress(row.ID, t.page, form))
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Request.URL = at // the links of the page lead to the page, not to here
	draw, err := t.show(row)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.draw(c, status, draw)
}

// multipart reads the body of a request as a form with a file; the text of the
// file stands in place of an empty csv.
func (s *Server) multipart(c *gin.Context) (url.Values, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, s.MaxImportBytes)
	var large *http.MaxBytesError
	err := c.Request.ParseMultipartForm(s.MaxImportBytes)
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return nil, problem(http.StatusBadRequest, "The form cannot be read.")
	}
	form := c.Request.PostForm
	file, header, err := c.Request.FormFile("file")
	if err != nil || header.Size == 0 {
		return form, nil
	}
	defer file.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, problem(http.StatusBadRequest, "The file cannot be read.")
	}
	form.Set("csv", string(text))
	return form, nil
}

// savePlan stores a plan with what was sent as its next revision.
func (s *Server) savePlan(ctx context.Context, stored models.StoredPlan, plan planner.Plan, form url.Values) error {
	why, base, err := changeOf(form)
	if err != nil {
		return err
	}
	if base != stored.Revision {
		return &models.StaleError{Current: stored.Revision}
	}
	_, err = s.Store.ReplacePlan(ctx, strconv.FormatInt(stored.ID, 10), base, plan, why)
	return err
}

// stateAddress is the address of a page of a plan, with what the form says of its
// state.
func stateAddress(id int64, page string, form url.Values) string {
	kept := url.Values{}
	for _, key := range pages.KeptKeys {
		if value := form.Get(key); value != "" {
			kept.Set(key, value)
		}
	}
	address := url.URL{Path: fmt.Sprintf("/plans/%d/%s", id, page), RawQuery: kept.Encode()}
	return address.String()
}
