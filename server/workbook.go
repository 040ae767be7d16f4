package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"buildout/models"
	"buildout/web/export/workbook"
	"buildout/web/locales"

	"github.com/danielgtaylor/huma/v2"
)

// workbookOperations are the operations that write a plan as a workbook and take
// it back.
func (s *Server) workbookOperations(api huma.API) {
	add(api, huma.Operation{
		OperationID: "export-workbook", Method: http.MethodGet, Path: "/api/v1/plans/{id}/workbook", Tags: []string{"exchange"},
		Summary: "Export a plan as a budget workbook",
		Description: "An xlsx workbook that is the same model as the program: inputs are unlocked cells with names, and everything else is a formula that goes back to them, " +
			"so that a spreadsheet recalculates what the program gives for the plan with the same change, to the won. The cells hold the program's numbers as well, for viewers that do not calculate. " +
			"An @ and a revision may follow the plan's id or name. Sent back it is read: see import-workbook.",
		Responses: map[string]*huma.Response{"200": {Description: "The workbook", Content: map[string]*huma.MediaType{workbook.MediaType: {Schema: binarySchema}}}},
		Errors:    []int{http.StatusNotFound},
	}, s.exportWorkbook)
	op := s.readsImport(huma.Operation{
		OperationID: "import-workbook", Method: http.MethodPost, Path: "/api/v1/plans/{id}/workbook", Tags: []string{"exchange"},
		Summary: "Take a workbook back with the inputs that were changed in it",
		Description: "Takes a workbook that was exported of the plan, and lists the inputs that were changed in it by path, with the old and the new value and the cell. " +
			"They are stored as the plan's next revision, or, as a variant, in a new plan of another name; with dry_run nothing is stored, and the answer is the same. " +
			"If-Match is needed to store a revision. A workbook of a revision that is not the newest is refused with 412, unless a variant is made of it; one of another plan with 409. " +
			"Every fault is named at its cell, such as `Inputs!B17`: text in a number, a result typed over its formula, a sheet that is missing. Files with macros, links to others or a password are refused, and what unpacks to more than a workbook has.",
		Metadata: oneBody[string](workbook.MediaType), Errors: importErrors,
	})
	result := map[string]*huma.MediaType{mediaJSON: {Schema: schemaOf[WorkbookResult](api.OpenAPI().Components.Schemas)}}
	op.Responses = map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK), Content: result}, "201": {Description: http.StatusText(http.StatusCreated), Content: result}}
	add(api, op, s.importWorkbook)
}

// binarySchema is the schema of a file.
var binarySchema = &huma.Schema{Type: huma.TypeString, Format: "binary"}

type exportWorkbookInput struct {
	PlanPath
	Revision       string `query:"revision" doc:"Number of a revision or name of its approval; the newest where omitted" example:"1" maxLength:"400"`
	Lang           string `query:"lang" enum:"en,ko" doc:"Language of the workbook; that of Accept-Language where omitted" example:"en"`
	Unit           string `query:"unit" enum:"won,million,eok" doc:"Unit in which amounts are shown; that of the language where omitted. Cells hold whole won always"`
	AcceptLanguage string `header:"Accept-Language" doc:"Languages in the order they are liked in"`
	ReadCondition
}

func (s *Server) exportWorkbook(ctx context.Context, in *exportWorkbookInput) (*evaluationAnswer, error) {
	l := s.pages.Locale(s.pages.Language(in.AcceptLanguage, "", in.Lang), in.Unit)
	from, err := s.workbookPlan(ctx, in.ID, in.Revision)
	if err != nil {
		return nil, err
	}
	saved, err := s.Store.Revision(ctx, strconv.FormatInt(from.PlanID, 10), strconv.Itoa(from.Revision))
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(from.Hash, s.Version, "workbook", l.Lang, l.Unit, strconv.Itoa(from.Revision), contentTag(planRevision(saved)))
	if matches(in.IfNoneMatch, tag) {
		return &evaluationAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	source, err := s.workbookSource(ctx, from, saved, l)
	if err != nil {
		return nil, err
	}
	body, err := s.workbook(ctx, source)
	if err != nil {
		return nil, err
	}
	out := &evaluationAnswer{
		Status: http.StatusOK, ETag: tag, ContentType: workbook.MediaType, ContentLanguage: l.Lang, Body: body,
		ContentDisposition: attachment(fmt.Sprintf("%s-%d.xlsx", source.Plan.Name, from.Revision)),
	}
	if in.Lang == "" {
		out.Vary = []string{"Accept-Language"}
	}
	return out, nil
}

// workbookPlan finds the plan of a workbook: at a revision where one is named,
// beside its id or after an @.
func (s *Server) workbookPlan(ctx context.Context, id, revision string) (source, error) {
	from := s.locate(ctx, id)
	if revision != "" {
		from = s.locateRevision(ctx, id, revision)
	}
	if errors.Is(from.Fault, models.ErrNotFound) {
		return from, problem(http.StatusNotFound, from.Fault.Error()+".")
	}
	return from, from.Fault
}

// workbookSource loads and evaluates the plan of a workbook.
func (s *Server) workbookSource(ctx context.Context, from source, saved models.Revision, l *locales.Locale) (workbook.Source, error) {
	s.load(ctx, &from)
	if from.Fault != nil {
		return workbook.Source{}, from.Fault
	}
	result, err := s.evaluate(ctx, from.Plan)
	if err != nil {
		return workbook.Source{}, err
	}
	source := workbook.Source{
		Plan: from.Plan, Reference: s.Reference, Result: result, Version: s.Version, Locale: l,
		Revision: workbook.Revision{Number: saved.Number, Saved: saved.CreatedAt, Author: saved.Author, Message: saved.Reason},
	}
	if a := saved.Approval; a != nil {
		source.Revision.Approval, source.Revision.Approver, source.Revision.Approved = a.Name, a.By, a.At
	}
	return source, nil
}

// workbook writes a workbook. It ends with the request, and as few are written at
// once as there is memory for.
func (s *Server) workbook(ctx context.Context, source workbook.Source) ([]byte, error) {
	var body bytes.Buffer
	err := s.onDesk(ctx, func() error { return workbook.Write(ctx, &body, source) })
	return body.Bytes(), err
}

// onDesk does work on a workbook, of which there are half as many at once as
// processors.
func (s *Server) onDesk(ctx context.Context, work func() error) error {
	select {
	case s.desks <- struct{}{}:
		defer func() { <-s.desks }()
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return errNoDesk
		}
		return ctx.Err()
	}
	return work()
}

var errNoDesk = limitProblem(http.StatusServiceUnavailable, "workbooks", "Workbooks Waiting", "server", nil,
	"As many workbooks are written and read as this server has memory for, and none was done in the time of a request. Try again later.")
