package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/web/export/workbook"
	"buildout/web/pages"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// exportPage draws what can be taken away of a plan.
func (s *Server) exportPage(c *gin.Context) {
	row, err := s.planRow(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.showExport(c, http.StatusOK, row, nil, nil)
}

// showExport draws the page, with a workbook that came back where one did. form
// is what was sent with it.
func (s *Server) showExport(c *gin.Context, status int, row pages.PlanRow, sent *pages.SentWorkbook, form url.Values) {
	if sent != nil {
		at, err := url.Parse(stateAddress(row.ID, "export", form))
		if err != nil {
			s.fail(c, err)
			return
		}
		c.Request.URL = at // the links of the page lead to the page, not to here
	}
	s.draw(c, status, func(w io.Writer, f pages.Frame) error {
		return s.pages.Export(w, f, pages.ExportView{Plan: row, Sent: sent})
	})
}

// takeWorkbook shows what a workbook that came back would change, and with
// do=variant stores its changes in a new plan. Revisions are stored by the form of
// changes that other pages have too.
func (s *Server) takeWorkbook(c *gin.Context) {
	form, stored, ok := s.posted(c, s.multipart)
	if !ok {
		return
	}
	row := s.row(c.Request.Context(), stored)
	if form.Get("do") == pages.SaveVariant {
		s.takeVariant(c, row, form)
		return
	}
	sent := &pages.SentWorkbook{File: fileName(c)}
	status := http.StatusOK
	if err := s.readWorkbook(c.Request.Context(), stored, []byte(form.Get("csv")), sent); err != nil {
		if sent.Faults = workbookFaults(err); sent.Faults == nil {
			s.fail(c, err)
			return
		}
		status = http.StatusUnprocessableEntity
	}
	s.showExport(c, status, row, sent, form)
}

// fileName is the name of the file that was sent.
func fileName(c *gin.Context) string {
	if _, header, err := c.Request.FormFile("file"); err == nil {
		return header.Filename
	}
	return ""
}

// readWorkbook says what a workbook changes.
func (s *Server) readWorkbook(ctx context.Context, stored models.StoredPlan, data []byte, sent *pages.SentWorkbook) error {
	back, err := s.returnedWorkbook(ctx, strconv.FormatInt(stored.ID, 10), data)
	if err != nil {
		return err
	}
	sent.Revision, sent.Before, sent.After = back.base.Revision.Number, back.base.Result, back.result
	if !back.outdated() {
		sent.Revision = stored.Revision
	}
	for _, change := range back.Changes {
		sent.Changes = append(sent.Changes, pages.ChangedInput{Path: change.Path, Cell: change.Cell, Old: change.Old, New: change.New})
	}
	for _, n := range back.Notices {
		sent.Notices = append(sent.Notices, strings.TrimPrefix(n.Cell+": "+n.Message, ": "))
	}
	return nil
}

// workbookFaults are the faults of a workbook that is not taken; nil where the
// error is about something else.
func workbookFaults(err error) (faults []planner.Fault) {
	var p *huma.ErrorModel
	if !errors.As(err, &p) || p.Status != http.StatusUnprocessableEntity && p.Status != http.StatusConflict {
		return nil
	}
	for _, e := range p.Errors {
		f := planner.Fault{Path: e.Location, Message: e.Message}
		if e.Value != nil {
			f.Found = fmt.Sprint(e.Value)
		}
		faults = append(faults, f)
	}
	if len(faults) == 0 {
		faults = []planner.Fault{{Path: "", Message: p.Detail}}
	}
	return faults
}

// takeVariant stores the changes of a workbook, as the form has them, in a new
// plan, and leads to its Overview.
func (s *Server) takeVariant(c *gin.Context, row pages.PlanRow, form url.Values) {
	ctx := c.Request.Context()
	sent := &pages.SentWorkbook{File: form.Get("file"), Name: strings.TrimSpace(form.Get("name")), Author: form.Get("author"), Reason: form.Get("reason")}
	base, err := s.revisionOf(ctx, row.ID, form.Get("base"))
	if err != nil {
		s.fail(c, err)
		return
	}
	changes := changesOf(form)
	plan, err := planner.Apply(base, s.Reference, changes)
	if err != nil {
		s.fail(c, err)
		return
	}
	made, err := s.createVariant(ctx, plan, sent.Name, form)
	if err == nil {
		c.Redirect(http.StatusSeeOther, strings.Replace(stateAddress(made.ID, "", form), "/?", "?", 1))
		return
	}
	if sent.Refused = whyNotVariant(err); sent.Refused == "" {
		s.fail(c, err)
		return
	}
	if sent.Before, err = s.evaluate(ctx, base); err == nil {
		sent.After, err = s.evaluate(ctx, plan)
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	sent.Revision, _ = strconv.Atoi(form.Get("base"))
	for _, change := range changes {
		was, _ := planner.Read(base, s.Reference, change.Path)
		sent.Changes = append(sent.Changes, pages.ChangedInput{Path: change.Path, Old: was.Text, New: change.Value})
	}
	s.showExport(c, http.StatusUnprocessableEntity, row, sent, form)
}

// revisionOf loads the plan of a revision, by the text of its number.
func (s *Server) revisionOf(ctx context.Context, id int64, number string) (planner.Plan, error) {
	saved, err := s.Store.Revision(ctx, strconv.FormatInt(id, 10), number)
	if err != nil {
		return planner.Plan{}, err
	}
	return planner.DecodePlan(saved.Document, s.Reference)
}

// createVariant stores a plan under another name.
func (s *Server) createVariant(ctx context.Context, plan planner.Plan, name string, form url.Values) (models.StoredPlan, error) {
	why, _, err := changeOf(form)
	if err != nil {
		return models.StoredPlan{}, err
	}
	if !planner.ValidName(name) {
		return models.StoredPlan{}, problem(http.StatusUnprocessableEntity, "Name the new plan: 1 to 100 characters, no control characters and no space at the ends.")
	}
	plan.Name = name
	return s.Store.CreatePlan(ctx, plan, why)
}

// whyNotVariant is why a variant is not stored, in words; empty where it is no fault of
// what was typed.
func whyNotVariant(err error) string {
	var p *huma.ErrorModel
	switch {
	case errors.Is(err, models.ErrDuplicate):
		return "There is a plan of this name already; choose another. Nothing was stored."
	case errors.As(err, &p) && p.Status == http.StatusUnprocessableEntity:
		return p.Detail
	}
	return ""
}

// mediaLines is the media type of lines of progress.
const mediaLines = "application/x-ndjson"

// workbookFile sends the workbook of a plan. A client that accepts lines is told
// how far it is, a line {"progress":0.5} now and then, then {"file":name} and
// after that line the file itself.
func (s *Server) workbookFile(c *gin.Context) {
	ctx := c.Request.Context()
	f := s.frame(c)
	from, err := s.workbookPlan(ctx, c.Param("id"), "")
	if err != nil {
		s.fail(c, err)
		return
	}
	saved, err := s.Store.Revision(ctx, strconv.FormatInt(from.PlanID, 10), strconv.Itoa(from.Revision))
	if err != nil {
		s.fail(c, err)
		return
	}
	source, err := s.workbookSource(ctx, from, saved, s.pages.Locale(f.Lang, f.Unit))
	if err != nil {
		s.fail(c, err)
		return
	}
	name := fmt.Sprintf("%s-%d.xlsx", source.Plan.Name, from.Revision)
	if c.GetHeader("Accept") == mediaLines {
		s.tellWorkbook(c, source, name)
		return
	}
	body, err := s.workbook(ctx, source)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Content-Disposition", attachment(name))
	c.Data(http.StatusOK, workbook.MediaType, body)
}

// tellWorkbook sends a workbook with lines of progress before it.
func (s *Server) tellWorkbook(c *gin.Context, source workbook.Source, name string) {
	unhurried(c.Writer)
	c.Header("Content-Type", mediaLines)
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusOK)
	out := newStream(c.Request.Context(), c.Writer, s.RequestTimeout)
	line := func(value any) []byte {
		text, _ := writeJSON(value)
		return append(bytes.TrimSpace(text), '\n')
	}
	last := -1.0
	source.Progress = func(share float64) {
		if share >= last+0.02 {
			last = share
			_ = out.send(line(map[string]float64{"progress": share})) // a client that left ends the context
		}
	}
	body, err := s.workbook(c.Request.Context(), source)
	if err != nil {
		_ = out.sendLast(line(map[string]string{"problem": err.Error()}))
	} else if err = out.send(line(map[string]string{"file": name})); err == nil {
		_ = out.send(body)
	}
	_ = out.close()
}

// booksWorkbook sends the template of the books as a workbook.
func (s *Server) booksWorkbook(c *gin.Context) {
	ctx := c.Request.Context()
	stored, err := s.Store.Plan(ctx, c.Param("id"))
	if err != nil {
		s.fail(c, err)
		return
	}
	result, err := s.evaluate(ctx, stored.Plan)
	if err != nil {
		s.fail(c, err)
		return
	}
	f := s.frame(c)
	var body bytes.Buffer
	source := workbook.Source{Plan: stored.Plan, Reference: s.Reference, Result: result, Version: s.Version, Locale: s.pages.Locale(f.Lang, f.Unit), Revision: workbook.Revision{Number: stored.Revision}}
	if err := s.onDesk(ctx, func() error { return workbook.WriteBooks(ctx, &body, source) }); err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="books-%d.xlsx"`, stored.ID))
	c.Data(http.StatusOK, workbook.MediaType, body.Bytes())
}
