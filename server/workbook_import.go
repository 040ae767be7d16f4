package server

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/web/export/workbook"

	"github.com/danielgtaylor/huma/v2"
)

// WorkbookResult is what a workbook that came back changes.
type WorkbookResult struct {
	Plan     string             `json:"plan" doc:"Plan that the workbook was made of"`
	Revision int                `json:"revision" doc:"Revision that the workbook was made of"`
	Changes  []WorkbookChange   `json:"changes" nullable:"false" doc:"Inputs that were changed, in the order of the sheet"`
	Notices  []workbook.Notice  `json:"notices" nullable:"false" doc:"What is worth a look, such as a figure that the program gives otherwise"`
	Before   interchange.Figure `json:"before"`
	After    interchange.Figure `json:"after"`
	Stored   *WorkbookStored    `json:"stored,omitempty" doc:"What was stored; omitted of a dry run"`
}

// WorkbookChange is an input that was changed in a workbook.
type WorkbookChange struct {
	Path  string `json:"path" doc:"As evaluations and sweeps take it" example:"sites/ansan/phases/building/start"`
	Title string `json:"title" doc:"What it is, in the language of the workbook"`
	Cell  string `json:"cell" example:"Inputs!B17"`
	Old   string `json:"old" doc:"Empty where the plan gave none"`
	New   string `json:"new" doc:"Empty where the cell is blank"`
}

// WorkbookStored is the plan that a workbook was stored in.
type WorkbookStored struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Revision int    `json:"revision"`
}

type importWorkbookInput struct {
	ImportRequest
	As   string `query:"as" enum:"revision,variant" default:"revision" doc:"Store the changes as the plan's next revision, or in a new plan"`
	Name string `query:"name" doc:"Name of the new plan; of a variant alone" maxLength:"100"`
}

type workbookAnswer struct {
	Status   int
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Replayed string `header:"Idempotency-Replayed"`
	Body     WorkbookResult
}

// check holds what is asked for.
func (in *importWorkbookInput) check() error {
	variant := in.As == "variant"
	fault := func(message string) error {
		p := problem(http.StatusUnprocessableEntity, "The query has a fault. Nothing was stored.")
		p.Errors = []*huma.ErrorDetail{queryFault("name", message, in.Name)}
		return p
	}
	switch {
	case variant && !planner.ValidName(in.Name):
		return fault("name the new plan: 1 to 100 characters, no control characters and no space at the ends")
	case !variant && in.Name != "":
		return fault("only a variant has a name of its own; ask for as=variant")
	case !variant && !in.DryRun && in.IfMatch == "":
		return errNoIfMatch
	}
	return in.typed([]string{workbook.MediaType})
}

func (s *Server) importWorkbook(ctx context.Context, in *importWorkbookInput) (*workbookAnswer, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	ref, why, err := s.keyed(ctx, in.ID, in.ChangeHeaders, in.KeyHeader, &in.Address, in.SentBody)
	if err != nil {
		return nil, err
	}
	back, err := s.returnedWorkbook(ctx, in.ID, in.RawBody)
	if err != nil {
		return nil, err
	}
	out := &workbookAnswer{Status: http.StatusOK, ETag: headTag(back.head), Body: back.answer()}
	var stored models.StoredPlan
	switch {
	case in.DryRun:
		return out, s.wouldHold(ctx, in, back)
	case in.As == "variant":
		stored, err = s.saveVariant(ctx, in.Name, back, why)
		out.Status = http.StatusCreated
	default:
		stored, err = s.saveReturned(ctx, ref, back, why, in.IfMatch)
	}
	if err != nil {
		return nil, err
	}
	out.ETag, out.Location, out.Body.Stored = planTag(stored), planAddress(stored.ID), &WorkbookStored{stored.ID, stored.Name, stored.Revision}
	if stored.Replayed {
		out.Replayed = "true"
	}
	return out, nil
}

// wouldHold is the error that storing a workbook would end with because of what
// is stored now.
func (s *Server) wouldHold(ctx context.Context, in *importWorkbookInput, back *returnedWorkbook) error {
	if in.As == "variant" {
		switch _, err := s.Store.Head(ctx, in.Name); {
		case err == nil:
			return models.ErrDuplicate
		case !errors.Is(err, models.ErrNotFound):
			return err
		}
		return nil
	}
	now, err := s.Store.Plan(ctx, in.ID)
	switch {
	case err != nil:
		return err
	case in.IfMatch != "" && !matches(in.IfMatch, planTag(now)):
		return withVariant(s.conflicting(ctx, outdatedTag(now, in.IfMatch)), back)
	case now.Hash != back.hash:
		return withVariant(s.conflicting(ctx, back.behind(now)), back)
	}
	return nil
}

// answer is what the API says of a workbook.
func (r *returnedWorkbook) answer() WorkbookResult {
	out := WorkbookResult{
		Plan: r.base.Plan.Name, Revision: r.base.Revision.Number, Changes: make([]WorkbookChange, len(r.Changes)), Notices: slices.Clone(r.Notices),
		Before: interchange.FigureOf(r.base.Plan, r.base.Result), After: interchange.FigureOf(r.Plan, r.result),
	}
	for i, c := range r.Changes {
		out.Changes[i] = WorkbookChange(c)
	}
	if out.Notices == nil {
		out.Notices = []workbook.Notice{}
	}
	return out
}
