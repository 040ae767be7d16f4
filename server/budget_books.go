package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

// books shows what books that are sent would change, and with do=save stores
// them as the next revision of the plan. Where they have faults, or someone else
// saved the plan since, nothing is stored and the page says so.
func (s *Server) books(c *gin.Context) {
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
	sent, plan, err := s.readBooks(ctx, row, form)
	if err == nil && form.Get("do") == "save" && len(sent.Faults) == 0 {
		err = s.savePlan(ctx, stored, plan, form)
		if err == nil {
			c.Redirect(http.StatusSeeOther, budgetAddress(stored.ID, form)+"#books")
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
	s.showBooks(c, row, sent, form)
}

// showBooks draws the Budget page with books that are not saved.
func (s *Server) showBooks(c *gin.Context, row pages.PlanRow, sent *pages.BooksView, form url.Values) {
	at, err := url.Parse(budgetAddress(row.ID, form))
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Request.URL = at // the links of the page lead to the page, not to here
	view, err := s.budgetView(c, row)
	if err != nil {
		s.fail(c, err)
		return
	}
	view.Books = sent
	status := http.StatusOK
	switch {
	case len(sent.Faults) > 0:
		status = http.StatusUnprocessableEntity
	case sent.Conflict > 0:
		status = http.StatusConflict
	}
	s.draw(c, status, func(w io.Writer, f pages.Frame) error { return s.pages.Budget(w, f, view) })
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

// readBooks reads the books of a form and merges them into a plan. Faults of
// the books stand in the view; the plan holds where there are none.
func (s *Server) readBooks(ctx context.Context, row pages.PlanRow, form url.Values) (*pages.BooksView, planner.Plan, error) {
	sent := &pages.BooksView{
		CSV: form.Get("csv"), Through: strings.TrimSpace(form.Get("through")), Base: row.Revision,
		Author: form.Get("author"), Reason: form.Get("reason"),
	}
	var through planner.Month
	if sent.Through != "" {
		if err := through.UnmarshalText([]byte(sent.Through)); err != nil {
			sent.Faults = []planner.Fault{{Path: "through", Found: sent.Through, Message: "is no month; write it as YYYY-MM"}}
			return sent, row.Document, nil
		}
	}
	var invalid *planner.Invalid
	entries, err := planner.DecodeActuals([]byte(sent.CSV), row.Document, s.Reference)
	if errors.As(err, &invalid) {
		sent.Faults = invalid.Faults
		return sent, row.Document, nil
	} else if err != nil {
		return nil, row.Document, err
	}
	plan := planner.MergeActuals(row.Document, through, entries)
	result, err := s.evaluate(ctx, plan)
	if errors.As(err, &invalid) {
		sent.Faults = invalid.Faults
		return sent, plan, nil
	} else if err != nil {
		return nil, plan, err
	}
	sent.Forecast, sent.Changes = result.Budget.ForecastKRW, bookChanges(plan, row.Document.Actuals.Entries, plan.Actuals.Entries)
	sent.Same = plan.Hash() == row.Document.Hash()
	return sent, plan, nil
}

// bookKey is what an entry of the books is for.
type bookKey struct {
	code, site, phase string
	month             planner.Month
}

// bookChanges lists the entries that are new, stand in the place of others, or
// are gone. An entry without a phase is for the first of its site.
func bookChanges(plan planner.Plan, was, now []planner.Actual) []pages.BookChange {
	first := map[string]string{}
	for _, site := range plan.Sites {
		if len(site.Phases) > 0 {
			first[site.Name] = site.Phases[0].Name
		}
	}
	key := func(a planner.Actual) bookKey {
		return bookKey{a.Code, a.Site, cmp.Or(a.Phase, first[a.Site]), a.Month}
	}
	before, after := map[bookKey]planner.Actual{}, map[bookKey]bool{}
	for _, a := range was {
		before[key(a)] = a
	}
	changes := []pages.BookChange{}
	for _, a := range now {
		after[key(a)] = true
		old, known := before[key(a)]
		if !known || old != a {
			changes = append(changes, pages.BookChange{Now: a, Was: old, New: !known})
		}
	}
	for _, a := range was {
		if !after[key(a)] {
			changes = append(changes, pages.BookChange{Was: a, Gone: true})
		}
	}
	return changes
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
	_, err = s.Store.ReplacePlan(ctx, fmt.Sprint(stored.ID), base, plan, why)
	return err
}

// budgetAddress is the address of the Budget page of a plan, with what the form
// says of its state.
func budgetAddress(id int64, form url.Values) string { return stateAddress(id, "budget", form) }

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

// booksTemplate sends the books of a plan as CSV to go on with.
func (s *Server) booksTemplate(c *gin.Context) {
	stored, err := s.Store.Plan(c.Request.Context(), c.Param("id"))
	if err != nil {
		s.fail(c, err)
		return
	}
	result, err := s.evaluate(c.Request.Context(), stored.Plan)
	if err != nil {
		s.fail(c, err)
		return
	}
	document, err := interchange.BooksTemplate(stored.Plan, result)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="books-%d.csv"`, stored.ID))
	c.Data(http.StatusOK, "text/csv; charset=utf-8", document)
}
