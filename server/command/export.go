package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/planner/reference"
	"buildout/web/export"
	"buildout/web/export/workbook"
	"buildout/web/locales"

	"github.com/spf13/cobra"
)

// The formats of a whole plan.
var planFormats = []string{"yaml", "json"}

func exportCommand(d Database, program string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export PLAN [--format FORMAT] [--revision REVISION] [--to FILE]",
		Short: "Write a plan, or a part of it, to a file, or its budget as a workbook",
		Long: `Write a stored plan, named by its id or name, to a file; - is standard output. A
whole plan is written as yaml or json; import reads it back. FORMAT follows from
the name of the file where it is not given, such as racks.csv. PLAN may be a file
as well: one whose name ends in .yaml, .yml or .json, or - for standard input.

xlsx is a workbook with the whole budget as live formulas; import reads the inputs
back that were changed in it. Actuals in a file that ends in .xlsx are the books
with a row for every cost line to fill in; import reads them back too.

` + formatList(func(f interchange.Format) bool { return f.Writes }),
		Args: cobra.ExactArgs(1),
	}
	format := cmd.Flags().String("format", "", "what to write: yaml, json, xlsx or a table")
	to := cmd.Flags().String("to", "-", "file to write")
	revision := cmd.Flags().String("revision", "", "number of a revision, or name of its approval; the newest where omitted")
	out := exporting{program: program}
	cmd.Flags().StringVar(&out.lang, "lang", "en", "workbook: its language, en or ko")
	cmd.Flags().StringVar(&out.unit, "unit", "", "workbook: won, million or eok, in which amounts are shown; that of the language where omitted")
	open := d.opens(cmd, models.Open)
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if out.format, err = formatOf(*format, *to); err != nil {
			return err
		}
		out.books = out.format == booksFormat && strings.EqualFold(filepath.Ext(*to), ".xlsx")
		if err := out.prepare(); err != nil {
			return err
		}
		write := func(ctx context.Context, plan planner.Plan, saved models.Revision) error {
			return export.ToFile(*to, cmd.OutOrStdout(), func(w io.Writer) error { return out.write(ctx, w, plan, saved) })
		}
		if isPlanFile(args[0]) {
			if *revision != "" {
				return errors.New("--revision is for stored plans; a file has none")
			}
			plan, err := planIn(args[0], cmd.InOrStdin(), out.reference)
			if err != nil {
				return err
			}
			return write(cmd.Context(), plan, models.Revision{})
		}
		return open(func(ctx context.Context, store *models.Store) error {
			plan, saved, err := planAt(ctx, store, args[0], *revision, out.reference)
			if err != nil {
				return err
			}
			return write(ctx, plan, saved)
		})
	}
	return cmd
}

// exporting is how a plan is written.
type exporting struct {
	format, lang, unit, program string

	books     bool // as a workbook to go on with
	locale    *locales.Locale
	reference planner.Reference
}

// prepare holds what is asked for, before anything is opened.
func (e *exporting) prepare() (err error) {
	if e.locale, err = locales.Named(e.lang, e.unit); err != nil {
		return fmt.Errorf("--%w", err)
	}
	e.reference, err = reference.Load()
	return err
}

// write writes a plan, which is stored as a revision unless that is zero.
func (e *exporting) write(ctx context.Context, w io.Writer, plan planner.Plan, saved models.Revision) error {
	if e.format == workbookFormat || e.books {
		source, err := workbookSource(plan, saved, e.reference, e.program, e.locale)
		switch {
		case err != nil:
			return err
		case e.books:
			return workbook.WriteBooks(ctx, w, source)
		}
		return workbook.Write(ctx, w, source)
	}
	document, err := e.document(plan)
	if err != nil {
		return err
	}
	_, err = w.Write(document)
	return err
}

func (e *exporting) document(plan planner.Plan) ([]byte, error) {
	if slices.Contains(planFormats, e.format) {
		return planner.EncodePlan(plan, e.format)
	}
	return interchange.Export(e.format, plan, e.reference)
}

// isPlanFile reports whether an argument names a file with a plan, or standard
// input, and not a stored plan.
func isPlanFile(name string) bool {
	ending := strings.ToLower(filepath.Ext(name))
	return name == "-" || ending == ".yaml" || ending == ".yml" || ending == ".json"
}

func planIn(file string, stdin io.Reader, shipped planner.Reference) (planner.Plan, error) {
	document, err := readFile(file, stdin)
	if err != nil {
		return planner.Plan{}, err
	}
	return planner.DecodePlan(document, shipped)
}

// planAt is a stored plan at a revision, the newest where none is named.
func planAt(ctx context.Context, store *models.Store, ref, revision string, shipped planner.Reference) (plan planner.Plan, saved models.Revision, err error) {
	if revision == "" {
		head, err := store.Head(ctx, ref)
		if err != nil {
			return plan, saved, err
		}
		ref, revision = strconv.FormatInt(head.ID, 10), strconv.Itoa(head.Revision)
	}
	if saved, err = store.Revision(ctx, ref, revision); err != nil {
		return plan, saved, err
	}
	plan, err = planner.DecodePlan(saved.Document, shipped)
	return plan, saved, err
}

// formatList tells the formats beside yaml and json.
func formatList(is func(interchange.Format) bool) string {
	var b strings.Builder
	b.WriteString("Tables and files of other programs:\n")
	for _, f := range interchange.Formats {
		if is(f) {
			fmt.Fprintf(&b, "  %-20s %s\n", f.Name, strings.Join(f.Columns, ","))
		}
	}
	return b.String()
}

// formatOf is the format that is asked for, else the one that the name of a file
// tells: yaml, json or xlsx by its ending, a table by what stands before .csv. Standard
// streams carry a whole plan.
func formatOf(asked, file string) (string, error) {
	if asked != "" {
		if _, known := interchange.Find(asked); known || slices.Contains(planFormats, asked) || asked == workbookFormat {
			return asked, nil
		}
		names := append(slices.Clone(planFormats), workbookFormat)
		for _, f := range interchange.Formats {
			names = append(names, f.Name)
		}
		return "", fmt.Errorf("--format is %q; no such format%s", asked, planner.Offered(asked, names))
	}
	base := filepath.Base(file)
	ending := strings.ToLower(filepath.Ext(base))
	switch stem := strings.TrimSuffix(base, filepath.Ext(base)); {
	case file == "-" || ending == ".yaml" || ending == ".yml":
		return "yaml", nil
	case ending == ".json":
		return "json", nil
	case ending == ".xlsx":
		return workbookFormat, nil
	case ending == ".csv":
		if _, known := interchange.Find(stem); known {
			return stem, nil
		}
	}
	return "", errors.New("the name of the file does not tell its format; give --format")
}
