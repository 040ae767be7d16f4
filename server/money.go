package server

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"buildout/models"
	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// moneyOperations are the operations on the budget of a stored plan: why it
// differs from a baseline, what it rests on, and the books.
func (s *Server) moneyOperations(api huma.API) {
	add(api, huma.Operation{
		OperationID: "read-variance", Method: http.MethodGet, Path: "/api/v1/plans/{id}/variance", Tags: []string{"money"},
		Summary: "Say why the forecast differs from a baseline",
		Description: "The difference of two forecasts in its parts, in whole won: scope, quantity, price, exchange rate, timing, books and VAT. " +
			"The baseline and the effects sum to the forecast, by line and in total.",
		Errors: []int{http.StatusNotFound},
	}, s.readVariance)
	add(api, huma.Operation{
		OperationID: "read-assumptions", Method: http.MethodGet, Path: "/api/v1/plans/{id}/assumptions", Tags: []string{"money"},
		Summary:     "Read every number the plan rests on",
		Description: "The reference values with those of the plan in their place, each with unit, source, date and whether it is an assumption. editable is the path of a change that sets it.",
		Errors:      []int{http.StatusNotFound},
	}, s.readAssumptions)
	add(api, s.reads(huma.Operation{
		OperationID: "import-actuals", Method: http.MethodPost, Path: "/api/v1/plans/{id}/actuals", Tags: []string{"money"},
		Summary: "Import the books",
		Description: "Takes entries of what was committed and paid, as CSV or as a JSON list, in place of those of the same code, site, phase and month, and closes the books through a month. " +
			"All of it is stored as one revision, or nothing; with dry_run nothing is. If-Match is needed to store, as when a plan is replaced. " +
			"Every fault is named, of CSV at its row and column.",
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired, http.StatusInsufficientStorage},
	}), s.importActuals)
}

type varianceInput struct {
	PlanPath
	Baseline string `query:"baseline" required:"true" doc:"Id or name of the plan to compare with" example:"ansan-460" minLength:"1" maxLength:"400"`
	ReadCondition
}

type varianceAnswer struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *planner.VarianceResult
}

func (s *Server) readVariance(ctx context.Context, in *varianceInput) (*varianceAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	base, err := s.Store.Plan(ctx, in.Baseline)
	if errors.Is(err, models.ErrNotFound) {
		p := problem(http.StatusNotFound, fmt.Sprintf("There is no plan %q to compare with.", in.Baseline))
		p.Errors = []*huma.ErrorDetail{{Message: "names no stored plan", Location: "query.baseline", Value: in.Baseline}}
		return nil, p
	}
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(stored.Hash, s.Version, "variance", base.Hash)
	if matches(in.IfNoneMatch, tag) {
		return &varianceAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	was, err := s.evaluate(base.Plan)
	if err != nil {
		return nil, err
	}
	now, err := s.evaluate(stored.Plan)
	if err != nil {
		return nil, err
	}
	variance := planner.Variance(was, now)
	return &varianceAnswer{Status: http.StatusOK, ETag: tag, Body: &variance}, nil
}

// ValueList is numbers that a plan rests on.
type ValueList struct {
	Count   int                      `json:"count"`
	Results []planner.ReferenceValue `json:"results" nullable:"false"`
}

type valuesInput struct {
	PlanPath
	AssumptionsOnly bool `query:"assumptions_only" doc:"Only numbers that no source publishes"`
	ReadCondition
}

type valuesAnswer struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *ValueList
}

func (s *Server) readAssumptions(ctx context.Context, in *valuesInput) (*valuesAnswer, error) {
	stored, err := s.Store.Plan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	tag := evaluationTag(stored.Hash, s.Version, "assumptions", strconv.FormatBool(in.AssumptionsOnly))
	if matches(in.IfNoneMatch, tag) {
		return &valuesAnswer{Status: http.StatusNotModified, ETag: tag}, nil
	}
	list := ValueList{Results: []planner.ReferenceValue{}}
	for _, v := range planner.ReferenceValues(stored.Plan, s.Reference) {
		if v.Assumption || !in.AssumptionsOnly {
			list.Results = append(list.Results, v)
		}
	}
	list.Count = len(list.Results)
	return &valuesAnswer{Status: http.StatusOK, ETag: tag, Body: &list}, nil
}

type actualsInput struct {
	PlanPath
	Through string `query:"through" doc:"Last month whose books are closed, as YYYY-MM; stays as it is where omitted" example:"2024-03" maxLength:"20"`
	DryRun  bool   `query:"dry_run" doc:"Say what would change and store nothing"`
	WriteCondition
	ChangeHeaders
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte `contentType:"text/csv"`
}

type actualsAnswer struct {
	ETag string `header:"ETag"`
	Body planner.ActualsChange
}

func (s *Server) importActuals(ctx context.Context, in *actualsInput) (*actualsAnswer, error) {
	stored, err := s.planForActuals(ctx, in)
	if err != nil {
		return nil, err
	}
	why, err := in.ChangeHeaders.model()
	if err != nil {
		return nil, err
	}
	through, err := throughMonth(in.Through)
	if err != nil {
		return nil, err
	}
	entries, err := in.entries(stored.Plan, s.Reference)
	if err != nil {
		return nil, err
	}
	was, err := s.evaluate(stored.Plan)
	if err != nil {
		return nil, err
	}
	plan := planner.MergeActuals(stored.Plan, through, entries)
	is, err := s.evaluate(plan)
	if err != nil {
		return nil, refusedEntries(err, len(plan.Actuals.Entries)-len(entries))
	}
	out := &actualsAnswer{ETag: planTag(stored), Body: planner.ChangeOfActuals(stored.Plan, plan, was, is, len(entries))}
	if in.DryRun {
		return out, nil
	}
	replaced, err := s.Store.ReplacePlan(ctx, strconv.FormatInt(stored.ID, 10), stored.Revision, plan, why)
	if err != nil {
		return nil, err
	}
	out.ETag = planTag(replaced)
	return out, nil
}

// planForActuals loads the plan to import into. What nothing is stored of needs
// no If-Match.
func (s *Server) planForActuals(ctx context.Context, in *actualsInput) (models.StoredPlan, error) {
	if in.DryRun && in.IfMatch == "" {
		return s.Store.Plan(ctx, in.ID)
	}
	return s.current(ctx, in.ID, in.IfMatch)
}

func throughMonth(text string) (m planner.Month, err error) {
	if err := m.UnmarshalText([]byte(text)); err != nil {
		p := problem(http.StatusUnprocessableEntity, "through is no month.")
		p.Errors = []*huma.ErrorDetail{{Message: err.Error(), Location: "query.through", Value: text}}
		return 0, p
	}
	return m, nil
}

var errBooksType = problem(http.StatusUnsupportedMediaType, "Send the books as text/csv in UTF-8, or as application/json: a list of entries.")

// entries decodes the body of an import. One that names no type is CSV.
func (in *actualsInput) entries(plan planner.Plan, ref planner.Reference) ([]planner.Actual, error) {
	media := "text/csv"
	if in.ContentType != "" {
		var err error
		if media, _, err = mime.ParseMediaType(in.ContentType); err != nil {
			return nil, errBooksType
		}
	}
	switch media {
	case "text/csv":
		entries, err := planner.DecodeActuals(in.RawBody, plan, ref)
		return entries, refusedBooks(err, func(f planner.Fault) string { return f.Path })
	case "application/json":
		entries, err := planner.Decode[[]planner.Actual](in.RawBody)
		return entries, refusedBooks(err, planner.Fault.Pointer)
	}
	return nil, errBooksType
}

// refusedBooks says that it is the books that are at fault, and where.
func refusedBooks(err error, location func(planner.Fault) string) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	p := invalidPlan(invalid)
	p.Detail = fmt.Sprintf("The books have %d faults; nothing was stored.", len(invalid.Faults))
	if len(invalid.Faults) == 1 {
		p.Detail = "The books have one fault; nothing was stored."
	}
	for i, f := range invalid.Faults {
		p.Errors[i].Location = location(f)
	}
	return p
}

// refusedEntries names faults of the plan with its books by the entry that was
// sent, from 1, where they are of one. kept entries stand before those.
func refusedEntries(err error, kept int) error {
	return refusedBooks(err, func(f planner.Fault) string {
		rest, ok := strings.CutPrefix(f.Path, "actuals.entries[")
		if !ok {
			return f.Pointer()
		}
		number, field, _ := strings.Cut(rest, "]")
		index, err := strconv.Atoi(number)
		if err != nil || index < kept {
			return f.Pointer()
		}
		location := fmt.Sprintf("entry %d", index-kept+1)
		if field = strings.TrimPrefix(field, "."); field != "" {
			location += ", " + field
		}
		return location
	})
}
