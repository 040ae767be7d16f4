package server

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/web/export/workbook"
	"buildout/web/pages"

	"github.com/gin-gonic/gin"
)

// books takes the books as a table on the Budget page.
func (s *Server) books(c *gin.Context) {
	sent := &pages.BooksView{}
	s.takeTable(c, pageTable{
		page: "budget", anchor: "books", sent: &sent.SentTable,
		read: func(ctx context.Context, row pages.PlanRow, form url.Values) (planner.Plan, error) {
			sent.Through = strings.TrimSpace(form.Get("through"))
			return s.readBooks(ctx, row, sent)
		},
		show: func(row pages.PlanRow) (func(io.Writer, pages.Frame) error, error) {
			view, err := s.budgetView(c, row)
			view.Books = sent
			return func(w io.Writer, f pages.Frame) error { return s.pages.Budget(w, f, view) }, err
		},
	})
}

// readBooks merges books that were sent into a plan, and says what they change.
func (s *Server) readBooks(ctx context.Context, row pages.PlanRow, sent *pages.BooksView) (planner.Plan, error) {
	if workbook.IsFile(sent.CSV) {
		table, err := workbook.BooksTable(ctx, []byte(sent.CSV))
		if sent.CSV = string(table); err != nil {
			return row.Document, err
		}
	}
	var through planner.Month
	if sent.Through != "" {
		if err := through.UnmarshalText([]byte(sent.Through)); err != nil {
			fault := planner.Fault{Path: "through", Found: sent.Through, Message: "is no month; write it as YYYY-MM"}
			return row.Document, &planner.Invalid{Faults: []planner.Fault{fault}}
		}
	}
	entries, err := planner.DecodeActuals([]byte(sent.CSV), row.Document, s.Reference)
	if err != nil {
		return row.Document, err
	}
	plan := planner.MergeActuals(row.Document, through, entries)
	result, err := s.evaluate(ctx, plan)
	if err != nil {
		return plan, err
	}
	sent.Forecast, sent.Changes = result.Budget.ForecastKRW, bookChanges(plan, row.Document.Actuals.Entries, plan.Actuals.Entries)
	sent.Same = plan.Hash() == row.Document.Hash()
	return plan, nil
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
