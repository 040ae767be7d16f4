package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/web/export/workbook"
	"buildout/web/locales"
)

// workbookFormat is the format of a workbook.
const workbookFormat = "xlsx"

// booksFormat is the format of the books.
const booksFormat = "actuals"

// workbookSource evaluates a plan for its workbook. saved is the revision that it
// is stored as; its zero value of one that is not stored.
func workbookSource(plan planner.Plan, saved models.Revision, shipped planner.Reference, program string, l *locales.Locale) (workbook.Source, error) {
	result, err := planner.Evaluate(plan, shipped)
	if err != nil {
		return workbook.Source{}, err
	}
	s := workbook.Source{
		Plan: plan, Reference: shipped, Result: result, Version: program, Locale: l,
		Revision: workbook.Revision{Number: saved.Number, Saved: saved.CreatedAt, Author: saved.Author, Message: saved.Reason},
	}
	if a := saved.Approval; a != nil {
		s.Revision.Approval, s.Revision.Approver, s.Revision.Approved = a.Name, a.By, a.At
	}
	return s, nil
}

// workbook takes the changes of a workbook into the plan that it was made of, or
// into a new one.
func (in *importing) workbook(ctx context.Context, store *models.Store, w io.Writer) error {
	file, err := workbook.Open(ctx, in.document)
	if err != nil {
		return err
	}
	ref := in.plan
	if ref == "" {
		ref = file.Origin.Plan
	}
	head, err := store.Head(ctx, ref)
	if err != nil {
		return fmt.Errorf("plan %q: %w", ref, err)
	}
	saved, err := madeOf(ctx, store, head, file.Origin)
	if err != nil {
		return err
	}
	plan, saved, err := planAt(ctx, store, strconv.FormatInt(head.ID, 10), strconv.Itoa(saved.Number), in.reference)
	if err != nil {
		return err
	}
	l, err := locales.Named(file.Origin.Language, file.Origin.Unit)
	if err != nil {
		return err
	}
	base, err := workbookSource(plan, saved, in.reference, in.program, l)
	if err != nil {
		return err
	}
	back, after, err := in.returned(ctx, file, base)
	if err != nil {
		return err
	}
	if err := printReturned(w, back, interchange.FigureOf(plan, base.Result), interchange.FigureOf(back.Plan, after)); err != nil {
		return err
	}
	return in.saveReturned(ctx, store, w, head, saved, back)
}

// returned reads a workbook and holds its figures against the program's.
func (in *importing) returned(ctx context.Context, file *workbook.File, base workbook.Source) (*workbook.Returned, planner.Result, error) {
	back, err := file.Read(ctx, base)
	if err != nil {
		return nil, planner.Result{}, err
	}
	changed := base
	changed.Plan = back.Plan
	if changed.Result, err = planner.Evaluate(back.Plan, in.reference); err != nil {
		return nil, planner.Result{}, back.AtCells(err, back.Plan)
	}
	return back, changed.Result, back.Hold(ctx, changed)
}

// madeOf finds the revision that a workbook was made of: the one of its number
// where the plan is that, else the newest that is the same plan.
func madeOf(ctx context.Context, store *models.Store, head models.PlanHead, from workbook.Origin) (models.Revision, error) {
	revisions, err := store.Revisions(ctx, strconv.FormatInt(head.ID, 10))
	if err != nil {
		return models.Revision{}, err
	}
	found := -1
	for i, r := range revisions {
		if r.Hash == from.Hash {
			if found = i; r.Number == from.Revision {
				break
			}
		}
	}
	if found < 0 {
		return models.Revision{}, fmt.Errorf("the workbook was made of the plan %q at revision %d, which is no revision of %q; name its plan with --plan, or export this one and bring your changes to that workbook", from.Plan, from.Revision, head.Name)
	}
	return revisions[found], nil
}

// saveReturned stores the changes of a workbook, unless it is a dry run.
func (in *importing) saveReturned(ctx context.Context, store *models.Store, w io.Writer, head models.PlanHead, saved models.Revision, back *workbook.Returned) error {
	why := in.change()
	if why.Reason == "" {
		why.Reason = fmt.Sprintf("Workbook of %s at revision %d", head.Name, saved.Number)
	}
	behind := fmt.Errorf("the plan was changed since the workbook was made of revision %d: export it again and bring your changes to that workbook, or store this one with --as-variant NAME", saved.Number)
	switch {
	case in.variant == "" && head.Hash != saved.Hash:
		return behind
	case in.dryRun:
		return say(w, "nothing is stored\n")
	}
	var stored models.StoredPlan
	var err error
	if in.variant != "" {
		plan := back.Plan
		plan.Name = in.variant
		stored, err = store.CreatePlan(ctx, plan, why)
	} else {
		stored, err = store.Update(ctx, strconv.FormatInt(head.ID, 10), why, func(now models.StoredPlan) (planner.Plan, error) {
			if now.Hash != saved.Hash {
				return now.Plan, behind
			}
			return back.Plan, nil
		})
	}
	if err != nil {
		return err
	}
	return say(w, "plan %q: revision %d\n", stored.Name, stored.Revision)
}

// printReturned lists what a workbook changes.
func printReturned(w io.Writer, back *workbook.Returned, before, after interchange.Figure) error {
	if err := say(w, "inputs changed: %d\n", len(back.Changes)); err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(back.Changes) > 0 {
		fmt.Fprintln(t, "cell\tpath\told\tnew")
	}
	for _, c := range back.Changes {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", c.Cell, c.Path, c.Old, c.New)
	}
	err := t.Flush()
	for _, n := range back.Notices {
		text := n.Message
		if n.Kind == workbook.NoticeDiffers {
			text = fmt.Sprintf("%s: the workbook has %v, the program %v", n.Title, n.Found, n.Program)
		}
		if n.Cell != "" {
			text = n.Cell + ": " + text
		}
		err = errors.Join(err, say(w, "look at %s\n", text))
	}
	return errors.Join(err, printFigures(w, before, after))
}
