package server

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/web/export/workbook"

	"github.com/danielgtaylor/huma/v2"
)

type importActualsInput struct {
	ImportRequest
	Through string `query:"through" doc:"Last month whose books are closed, as YYYY-MM; stays as it is where omitted" example:"2024-03" maxLength:"20"`
}

func (s *Server) importActuals(ctx context.Context, in *importActualsInput) (*importAnswer[planner.ActualsChange], error) {
	through, err := throughMonth(in.Through)
	if err != nil {
		return nil, err
	}
	return runImport(ctx, s, &in.ImportRequest, func(ctx context.Context, before planner.Plan) (after planner.Plan, change planner.ActualsChange, err error) {
		entries, err := in.entries(ctx, before, s.Reference)
		if err != nil {
			return before, change, err
		}
		was, err := s.evaluate(ctx, before)
		if err != nil {
			return before, change, err
		}
		after = planner.MergeActuals(before, through, entries)
		is, err := s.evaluate(ctx, after)
		if err != nil {
			return before, change, refusedEntries(err, len(after.Actuals.Entries)-len(entries))
		}
		return after, planner.ChangeOfActuals(before, after, was, is, len(entries)), nil
	})
}

func throughMonth(text string) (m planner.Month, err error) {
	if err := m.UnmarshalText([]byte(text)); err != nil {
		p := problem(http.StatusUnprocessableEntity, "through is no month.")
		p.Errors = []*huma.ErrorDetail{{Message: err.Error(), Location: "query.through", Value: text}}
		return 0, p
	}
	return m, nil
}

var errBooksType = problem(http.StatusUnsupportedMediaType, "Send the books as text/csv in UTF-8, as the template in xlsx, or as application/json: a list of entries.")

// entries decodes the body of an import. One that names no type is CSV.
func (in *importActualsInput) entries(ctx context.Context, plan planner.Plan, ref planner.Reference) ([]planner.Actual, error) {
	media := "text/csv"
	if in.ContentType != "" {
		var err error
		if media, _, err = mime.ParseMediaType(in.ContentType); err != nil {
			return nil, errBooksType
		}
	}
	table := in.RawBody
	switch media {
	case workbook.MediaType:
		var err error
		if table, err = workbook.BooksTable(ctx, in.RawBody); err != nil {
			return nil, refusedFile("The books", err)
		}
		fallthrough
	case "text/csv":
		entries, err := planner.DecodeActuals(table, plan, ref)
		return entries, refusedFile("The books", err)
	case "application/json":
		entries, err := planner.Decode[[]planner.Actual](in.RawBody)
		return entries, refusedAt("The books", err, planner.Fault.Pointer)
	}
	return nil, errBooksType
}

// refusedFile says that it is a file that is at fault, and at which rows and
// columns, or paths.
func refusedFile(what string, err error) error {
	return refusedAt(what, err, func(f planner.Fault) string { return f.Path })
}

func refusedAt(what string, err error, location func(planner.Fault) string) error {
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	p := faulty(what, invalid)
	p.Detail += " Nothing was stored."
	for i, f := range invalid.Faults {
		p.Errors[i].Location = location(f)
	}
	return p
}

// refusedEntries names faults of the plan with its books by the entry that was
// sent, from 1, where they are of one. kept entries stand before those.
func refusedEntries(err error, kept int) error {
	return refusedAt("The books", err, func(f planner.Fault) string {
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
