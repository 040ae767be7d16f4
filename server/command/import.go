package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/planner/reference"
	"buildout/web/export/workbook"

	"github.com/spf13/cobra"
)

// importing is what an import is asked for.
type importing struct {
	file, format, plan, through string
	author, reason              string
	dryRun, create, replace     bool
	variant, program            string

	reference planner.Reference
	document  []byte
}

func importCommand(d Database, program string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FILE [--plan PLAN] [--format FORMAT] [--create|--replace] [--dry-run]",
		Short: "Read a plan, or a part of one, from a file into the database",
		Long: `Read a whole plan, as yaml or json, or a table into the database, whole or not at
all, also while servers use it; - is standard input. FORMAT follows from the name
of the file where it is not given, such as racks.csv.

A whole plan is stored as a new one; --replace puts it in the place of the plan of
its name, or of --plan, as its next revision. A table goes into --plan.

A workbook that export wrote, xlsx, changes the plan that it was made of: the inputs
that were changed in it are listed and stored as the next revision, or in a new plan
with --as-variant. Where the plan was changed since, only a variant can be stored.
Books, of --format actuals, may be a workbook as well, such as the template that
export writes.

The exit status is 0, or 2 where something cannot be read; stderr then has every
fault on a line, of a table with its row and column, of a workbook with its cell,
and nothing is stored.

` + formatList(func(f interchange.Format) bool { return f.Reads }),
		Args: cobra.ExactArgs(1),
	}
	in := importing{program: program}
	f := cmd.Flags()
	f.StringVar(&in.format, "format", "", "what the file is: yaml, json, xlsx, or another format")
	f.StringVar(&in.plan, "plan", "", "id or name of the plan that a table goes into; of a workbook the plan it was made of where omitted")
	f.StringVar(&in.variant, "as-variant", "", "workbook: name of a new plan to store the changes in")
	f.StringVar(&in.through, "through", "", "actuals: last month whose books are closed, as YYYY-MM")
	f.StringVar(&in.author, "author", "", "who makes the change")
	f.StringVar(&in.reason, "reason", "", "why")
	f.BoolVar(&in.dryRun, "dry-run", false, "say what would change and store nothing")
	f.BoolVar(&in.create, "create", false, "store a whole plan as a new one, which is what is done where nothing is said")
	f.BoolVar(&in.replace, "replace", false, "put a whole plan in the place of the one of its name, or of --plan")
	cmd.MarkFlagsMutuallyExclusive("create", "replace")
	open := d.opens(cmd, models.Open)
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		in.file = args[0]
		if err := in.prepare(cmd.InOrStdin()); err != nil {
			return err
		}
		return open(func(ctx context.Context, store *models.Store) error {
			switch {
			case slices.Contains(planFormats, in.format):
				return in.wholePlan(ctx, store, cmd.OutOrStdout())
			case in.format == workbookFormat:
				return in.workbook(ctx, store, cmd.OutOrStdout())
			}
			return in.table(ctx, store, cmd.OutOrStdout())
		})
	}
	return cmd
}

// prepare reads what is asked for and the file, before the database is opened.
func (in *importing) prepare(stdin io.Reader) (err error) {
	if in.format, err = formatOf(in.format, in.file); err != nil {
		return err
	}
	asWorkbook := in.format == workbookFormat
	switch whole := slices.Contains(planFormats, in.format); {
	case in.variant != "" && !asWorkbook:
		return errors.New("--as-variant is for workbooks")
	case in.variant != "" && !planner.ValidName(in.variant):
		return fmt.Errorf("--as-variant is %q; a name has 1 to 100 characters, no control characters and no space at its ends", in.variant)
	case !whole && in.plan == "" && !asWorkbook:
		return fmt.Errorf("say with --plan into which plan the %s go", in.format)
	case !whole && (in.create || in.replace):
		return errors.New("--create and --replace are for whole plans; a table goes into --plan")
	case whole && in.plan != "" && !in.replace:
		return errors.New("--plan names the plan to replace; say so with --replace, or name the format of the table with --format")
	case in.through != "" && in.format != booksFormat:
		return errors.New("--through is for actuals")
	}
	if in.reference, err = reference.Load(); err != nil {
		return err
	}
	in.document, err = readFile(in.file, stdin)
	return err
}

// readFile reads a file, or standard input for -.
func readFile(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}

func (in *importing) change() models.Change {
	return models.Change{Author: in.author, Reason: in.reason}
}

// wholePlan stores a plan as a new one or in place of one.
func (in *importing) wholePlan(ctx context.Context, store *models.Store, w io.Writer) error {
	plan, err := planner.DecodePlan(in.document, in.reference)
	if err != nil {
		return err
	}
	ref := plan.Name
	if in.plan != "" {
		ref = in.plan
	}
	head, err := store.Head(ctx, ref)
	switch {
	case err != nil && !(errors.Is(err, models.ErrNotFound) && !in.replace):
		return err
	case err == nil && !in.replace:
		return fmt.Errorf("there is a plan %q; --replace puts this one in its place", plan.Name)
	case in.dryRun && in.replace:
		return say(w, "plan %q would be revision %d in place of %q; nothing is stored\n", plan.Name, head.Revision+1, head.Name)
	case in.dryRun:
		return say(w, "plan %q would be new; nothing is stored\n", plan.Name)
	}
	var stored models.StoredPlan
	if in.replace {
		stored, err = store.Update(ctx, ref, in.change(), func(models.StoredPlan) (planner.Plan, error) { return plan, nil })
	} else {
		stored, err = store.CreatePlan(ctx, plan, in.change())
	}
	if err != nil {
		return err
	}
	return say(w, "plan %q: revision %d, id %d\n", stored.Name, stored.Revision, stored.ID)
}

// table brings a table, or a file of another program, into a plan.
func (in *importing) table(ctx context.Context, store *models.Store, w io.Writer) error {
	options := interchange.Options{AsOf: time.Now().UTC().Format(time.DateOnly)}
	if err := options.Through.UnmarshalText([]byte(in.through)); err != nil {
		return fmt.Errorf("--through: %w", err)
	}
	if in.format == booksFormat && workbook.IsFile(string(in.document)) {
		table, err := workbook.BooksTable(ctx, in.document)
		if err != nil {
			return err
		}
		in.document = table
	}
	var report interchange.Report
	var before, after interchange.Figure
	bring := func(now models.StoredPlan) (plan planner.Plan, err error) {
		if plan, report, err = interchange.Import(in.format, in.document, now.Plan, in.reference, options); err != nil {
			return plan, err
		}
		if before, err = in.figure(now.Plan); err != nil {
			return plan, err
		}
		after, err = in.figure(plan)
		return plan, err
	}
	stored, err := store.Plan(ctx, in.plan)
	if err == nil && in.dryRun {
		_, err = bring(stored)
	} else if err == nil {
		stored, err = store.Update(ctx, in.plan, in.change(), bring)
	}
	if err != nil {
		return err
	}
	if err := printReport(w, report, before, after); err != nil {
		return err
	}
	if in.dryRun {
		return say(w, "nothing is stored\n")
	}
	return say(w, "plan %q: revision %d\n", stored.Name, stored.Revision)
}

func (in *importing) figure(plan planner.Plan) (interchange.Figure, error) {
	result, err := planner.Evaluate(plan, in.reference)
	if err != nil {
		return interchange.Figure{}, err
	}
	return interchange.FigureOf(plan, result), nil
}

func printReport(w io.Writer, r interchange.Report, before, after interchange.Figure) error {
	if err := say(w, "rows %d: added %d, changed %d, removed %d, same %d, left out %d\n", r.Rows, r.Added, r.Changed, r.Removed, r.Same, r.Skipped); err != nil {
		return err
	}
	for _, flag := range r.Flags {
		if err := say(w, "look at %s\n", flag); err != nil {
			return err
		}
	}
	return printFigures(w, before, after)
}

// printFigures says which figures of a plan an import moves.
func printFigures(w io.Writer, before, after interchange.Figure) error {
	for _, f := range []struct {
		what        string
		before, now int64
	}{
		{"forecast in won", int64(before.ForecastKRW), int64(after.ForecastKRW)}, {"placed racks", int64(before.PlacedRacks), int64(after.PlacedRacks)},
		{"findings that are errors", int64(before.Errors), int64(after.Errors)}, {"findings that are warnings", int64(before.Warnings), int64(after.Warnings)},
	} {
		if f.before == f.now {
			continue
		}
		if err := say(w, "%s: %d before, %d after\n", f.what, f.before, f.now); err != nil {
			return err
		}
	}
	return nil
}

func say(w io.Writer, format string, args ...any) error {
	_, err := fmt.Fprintf(w, format, args...)
	return err
}
