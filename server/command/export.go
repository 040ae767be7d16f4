package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"buildout/models"
	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/planner/reference"

	"github.com/spf13/cobra"
)

// The formats of a whole plan.
var planFormats = []string{"yaml", "json"}

func exportCommand(d Database) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export PLAN [--format FORMAT] [--revision REVISION] [--to FILE]",
		Short: "Write a stored plan, or a part of it, to a file",
		Long: `Write a stored plan, named by its id or name, to a file; - is standard output. A
whole plan is written as yaml or json; import reads it back. FORMAT follows from
the name of the file where it is not given, such as racks.csv.

` + formatList(func(f interchange.Format) bool { return f.Writes }),
		Args: cobra.ExactArgs(1),
	}
	format := cmd.Flags().String("format", "", "what to write: yaml, json or a table")
	to := cmd.Flags().String("to", "-", "file to write")
	revision := cmd.Flags().String("revision", "", "number of a revision, or name of its approval; the newest where omitted")
	open := d.opens(cmd, models.Open)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		as, err := formatOf(*format, *to)
		if err != nil {
			return err
		}
		return open(func(ctx context.Context, store *models.Store) error {
			document, err := exported(ctx, store, args[0], *revision, as)
			if err != nil {
				return err
			}
			return writeFile(*to, cmd.OutOrStdout(), func(w io.Writer) error {
				_, err := w.Write(document)
				return err
			})
		})
	}
	return cmd
}

// exported writes a plan, at a revision where one is given, in a format.
func exported(ctx context.Context, store *models.Store, ref, revision, format string) ([]byte, error) {
	shipped, err := reference.Load()
	if err != nil {
		return nil, err
	}
	plan, err := planAt(ctx, store, ref, revision, shipped)
	if err != nil {
		return nil, err
	}
	if slices.Contains(planFormats, format) {
		return planner.EncodePlan(plan, format)
	}
	return interchange.Export(format, plan, shipped)
}

func planAt(ctx context.Context, store *models.Store, ref, revision string, shipped planner.Reference) (planner.Plan, error) {
	if revision == "" {
		stored, err := store.Plan(ctx, ref)
		return stored.Plan, err
	}
	saved, err := store.Revision(ctx, ref, revision)
	if err != nil {
		return planner.Plan{}, err
	}
	return planner.DecodePlan(saved.Document, shipped)
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
// tells: yaml or json by its ending, a table by what stands before .csv. Standard
// streams carry a whole plan.
func formatOf(asked, file string) (string, error) {
	if asked != "" {
		if _, known := interchange.Find(asked); known || slices.Contains(planFormats, asked) {
			return asked, nil
		}
		names := slices.Clone(planFormats)
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
	case ending == ".csv":
		if _, known := interchange.Find(stem); known {
			return stem, nil
		}
	}
	return "", errors.New("the name of the file does not tell its format; give --format")
}
