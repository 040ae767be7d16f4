package terminal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/export"

	"github.com/spf13/cobra"
)

func sweepCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sweep PLAN --vary PATH=VALUES ...",
		Short: "Vary inputs of a plan and say what comes of every variant",
		Long: fmt.Sprintf(`Vary inputs of a plan by path and evaluate every variant, %d at most. The plan
is a YAML or JSON file, - for standard input, or the name of an example. Paths are
those of changes, by names: sites/ansan/tier, exchange_rates/0/krw.

--vary is one path, or several with commas between that move together, and
  PATH=a,b,c             values, such as sites/ansan/tier=III,IV
  PATH=a;b               values that have commas, such as budget/total_krw=4,400억;4,600억
  PATH=FROM..TO/STEP     a range of numbers, won or months, such as
                         sites/siheung/phases/building/start=2022-01..2023-01/3
  PATH=FROM..TO:COUNT    as many values evenly over the range
  PATH=FROM..TO          the range to draw from, by latin_hypercube alone
  PATH*=0.9,1.1          the plan's own value, times each
  PATH+=-3,3             the plan's own value, plus each; to a month, months
A * in place of a name stands for every element of the list that has what the path
goes on with, such as sites/*/tier. In a path , is written %%2C, = %%3D, and a + or * at its end %%2B or %%2A; in a value
, ; and .. are written %%2C, %%3B and %%2E%%2E. --vary-file is a YAML or JSON file with
all of a sweep in the form of the API, also patches of several changes; flags go
over it, and --vary adds to it.

--method is grid (every value of an axis with every value of the others),
latin_hypercube (--samples of them, each axis divided evenly; the same --seed draws
the same) or one_at_a_time (the plan itself, then each value alone, with a tornado).

--where keeps the variants that meet a condition. --pareto is two or three measures;
the variants that no other beats in all of them are marked. --fail-if holds every
variant that is kept to a condition, and reports its measure as a column.
`, compare.MaxVariants) + conditionsHelp + `

--json prints a record a line as they come (head, variant, progress, end), --csv a
row a variant, with --pareto at the end. How far it is stands on standard error where that is a terminal.

The exit status is 0; 1 where a condition of --fail-if holds for any variant that is
kept; 2 where the plan or the sweep has faults, no variant is a plan, or no variant
has a value for a condition; 130 where it is stopped. A variant that is no plan is
told with its faults, and the others go on.`,
		Example: `  buildout sweep two-sites-460 --vary 'exchange_rates/0/krw=1200..1500/50' --vary 'sites/ansan/tier=III,IV' --pareto forecast_krw,usable_it_kw
  buildout sweep two-sites-460 --vary 'exchange_rates/0/krw*=0.9,1.1' --vary 'sites/siheung/phases/building/start+=-6,6' --method one_at_a_time
  buildout sweep plan.yaml --vary-file sweep.yaml --where 'forecast_krw <= 460 bn' --csv > variants.csv`,
		Args: cobra.ExactArgs(1),
	}
	flags := sweepFlagsOf(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if flags.asJSON && flags.asCSV {
			return errors.New("--json and --csv are two forms; choose one")
		}
		plans, err := readCases(cmd.Context(), args, cmd.InOrStdin())
		if err == nil {
			err = plans.faults()
		}
		if err != nil {
			return err
		}
		s, err := flags.read(cmd)
		if err != nil {
			return err
		}
		conditions, err := readConditions(flags.failIf, plans.evaluator.Reference)
		if err != nil {
			return err
		}
		if len(conditions.list) > 0 {
			s.Columns = conditions.columns(s.Reported())
		}
		return runSweep(cmd, plans, s, conditions, flags)
	}
	return cmd
}

// sweepFlags is what the flags of sweep say.
type sweepFlags struct {
	vary, where, failIf, columns, pareto []string
	file, method                         string
	samples, rows                        int
	seed                                 int64
	asJSON, asCSV                        bool
}

func sweepFlagsOf(cmd *cobra.Command) *sweepFlags {
	f, flags := &sweepFlags{}, cmd.Flags()
	flags.StringArrayVar(&f.vary, "vary", nil, "paths and what they are given; may be repeated")
	flags.StringVar(&f.file, "vary-file", "", "YAML or JSON file with a sweep")
	flags.StringVar(&f.method, "method", "", "grid, latin_hypercube or one_at_a_time (grid)")
	flags.IntVar(&f.samples, "samples", 0, "variants that latin_hypercube draws")
	flags.Int64Var(&f.seed, "seed", 0, "of the draw of latin_hypercube")
	flags.StringSliceVar(&f.columns, "column", nil, "measure to report; may be repeated, or several with commas between")
	flags.StringArrayVar(&f.where, "where", nil, "condition that variants must meet to be kept; may be repeated")
	flags.StringSliceVar(&f.pareto, "pareto", nil, "two or three measures to find the variants of that no other beats")
	flags.StringArrayVar(&f.failIf, "fail-if", nil, "condition that makes the exit status 1; may be repeated")
	flags.IntVar(&f.rows, "rows", 30, "most variants in the table, beside those of the Pareto set")
	flags.BoolVar(&f.asJSON, "json", false, "print a record a line as JSON")
	flags.BoolVar(&f.asCSV, "csv", false, "print a row a variant as CSV")
	return f
}

// read returns the sweep of the file and the flags. The error has the faults of
// all --vary.
func (f *sweepFlags) read(cmd *cobra.Command) (s compare.Sweep, err error) {
	if f.file != "" {
		document, err := os.ReadFile(f.file)
		if err == nil {
			s, err = planner.Decode[compare.Sweep](document)
		}
		if err != nil {
			return s, told(f.file, err)
		}
	}
	axes, err := readEach("--vary", f.vary, compare.ParseAxis)
	s.Vary = append(s.Vary, axes...)
	s.Where = append(s.Where, f.where...)
	given := cmd.Flags().Changed
	if given("method") {
		s.Method = compare.Method(f.method)
	}
	if given("samples") {
		s.Samples = f.samples
	}
	if given("seed") {
		s.Seed = f.seed
	}
	if given("column") {
		s.Columns = f.columns
	}
	if given("pareto") {
		s.Pareto = f.pareto
	}
	return s, err
}

// columns adds the measures of the conditions to those that are reported.
func (c *conditions) columns(names []string) []string {
	names = slices.Clone(names)
	for _, condition := range c.list {
		if !slices.Contains(names, condition.Measure.Name) {
			names = append(names, condition.Measure.Name)
		}
	}
	return names
}

// runSweep runs a sweep, prints what it tells and holds what it keeps to the
// conditions.
func runSweep(cmd *cobra.Command, plans *compared, s compare.Sweep, c *conditions, f *sweepFlags) error {
	table := export.Sweep{Rows: f.rows, Pareto: s.Pareto}
	tell := table.Tell
	switch out := cmd.OutOrStdout(); {
	case f.asJSON:
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		tell = func(r compare.Record) error { return encoder.Encode(r) }
	case f.asCSV && len(s.Pareto) > 0:
		tell = compare.CSVWithPareto(out)
	case f.asCSV:
		tell = compare.CSV(out)
	}
	w := watch{progress: terminalOf(cmd.ErrOrStderr()), conditions: c}
	err := plans.evaluator.Sweep(cmd.Context(), plans.cases[0].Plan, s, func(r compare.Record) error {
		w.see(r)
		return tell(r)
	})
	w.clear()
	switch so := w.so; {
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("stopped after %d of %d variants: %w", so.Done, so.Of, err)
	case err != nil:
		return err
	}
	if !f.asJSON && !f.asCSV {
		if err := table.Write(cmd.OutOrStdout()); err != nil {
			return fmt.Errorf("print the sweep: %w", err)
		}
	}
	return w.verdict()
}

// watch sees what a sweep tells, on its way to standard output.
type watch struct {
	progress   io.Writer // nil where nobody looks
	conditions *conditions
	head       compare.SweepHead
	so         compare.SweepProgress
}

func (w *watch) see(r compare.Record) {
	switch {
	case r.Head != nil:
		w.head, w.so.Of = *r.Head, r.Head.Variants
	case r.Variant != nil && len(r.Variant.Faults) == 0:
		v := *r.Variant
		w.conditions.hold(export.VariantName(w.head.Axes, v), func(m compare.Measure) compare.Value {
			return v.Results[slices.IndexFunc(w.head.Columns, func(c compare.Measure) bool { return c.Name == m.Name })]
		})
	case r.Progress != nil:
		w.so = *r.Progress
		if w.progress != nil {
			fmt.Fprintf(w.progress, "\r%d of %d variants, %d kept, %d no plans ", w.so.Done, w.so.Of, w.so.Kept, w.so.Faulty)
		}
	}
}

// clear takes the progress away.
func (w *watch) clear() {
	if w.progress != nil {
		fmt.Fprint(w.progress, "\r\033[K")
	}
}

// verdict is what the exit status is made of.
func (w *watch) verdict() error {
	if w.so.Faulty == w.so.Of {
		return errors.New("no variant is a plan")
	}
	if w.so.Kept == 0 {
		return nil
	}
	held, err := w.conditions.verdict()
	if err != nil {
		return err
	}
	return held
}

// terminalOf returns a writer where it is a terminal, else nil.
func terminalOf(w io.Writer) io.Writer {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if about, err := file.Stat(); err != nil || about.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return w
}
