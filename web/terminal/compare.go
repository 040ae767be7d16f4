package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"buildout/planner/compare"
	"buildout/web/export"
	"buildout/web/export/workbook"
	"buildout/web/locales"

	"github.com/spf13/cobra"
)

// allInputs is more inputs than plans differ in. Tables put some together before
// they are cut.
const allInputs = 1_000_000

func compareCommand(program string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "compare PLAN PLAN ...",
		Short: "Put plans side by side: what comes out, and in what goes in they differ",
		Long: `Put any number of plans side by side: results with differences to a baseline, the
best and the worst marked, and below the inputs that differ. A plan is a YAML or
JSON file, - for standard input, or the name of an example.

The baseline is the first plan, or the one that --baseline names. --measure chooses
the rows, such as forecast_krw, groups/structure/cost_krw or
sites/ansan/usable_it_kw; without it the rows are all there are.

--to writes all of it as a workbook instead: the matrix, the bridge from the baseline
to every other plan, the years side by side, and the inputs that differ.

--fail-if holds every plan to a condition, the baseline too; buildout diff holds
the second of two plans alone.
` + conditionsHelp + `

The exit status is 0; 1 where a condition of --fail-if holds for any plan, and
stderr says for which; 2 where a plan cannot be read or evaluated, of which stderr
has every fault and the others are compared, where no plan has a value for a
condition, or where the command line is wrong.`,
		Example: `  buildout compare ansan-460 two-sites-460 as-it-went --only-differences
  buildout compare ansan-460 two-sites-460 --to comparison.xlsx --lang ko
  buildout compare main.yaml branch.yaml --json --fail-if 'forecast_krw > 460e9' --fail-if 'tier_achieved < III'`,
		Args: cobra.MinimumNArgs(1),
	}
	baseline := cmd.Flags().String("baseline", "", "plan that differences are taken to; the first where omitted")
	measures := cmd.Flags().StringSlice("measure", nil, "row of the matrix; may be repeated, or several with commas between")
	onlyDifferences := cmd.Flags().Bool("only-differences", false, "leave out the rows in which all plans are alike")
	inputs := cmd.Flags().Int("inputs", 30, "most rows of inputs that differ; 0 for none")
	failIf := cmd.Flags().StringArray("fail-if", nil, "condition that makes the exit status 1; may be repeated")
	asJSON := cmd.Flags().Bool("json", false, "print the matrix as JSON")
	to := cmd.Flags().String("to", "", "workbook to write, such as comparison.xlsx; - is standard output")
	lang := cmd.Flags().String("lang", "en", "workbook: its language, en or ko")
	unit := cmd.Flags().String("unit", "", "workbook: won, million or eok, in which amounts are shown; that of the language where omitted")
	cmd.MarkFlagsMutuallyExclusive("json", "to")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		rows, err := readMeasures("--measure", *measures)
		if err != nil {
			return err
		}
		l, err := locales.Named(*lang, *unit)
		if err != nil {
			return fmt.Errorf("--%w", err)
		}
		plans, err := readCases(cmd.Context(), args, cmd.InOrStdin())
		if err != nil {
			return err
		}
		at, err := plans.baseline(*baseline)
		if err != nil {
			return err
		}
		held, err := plans.hold(*failIf, plans.cases)
		if err != nil {
			return err
		}
		if len(plans.sound()) > 0 {
			m := compare.Compare(plans.cases, at, rows, allInputs)
			if *onlyDifferences {
				m.Results = slices.DeleteFunc(m.Results, func(row compare.MatrixRow) bool { return !row.Differs })
			}
			switch {
			case *to != "":
				if err = plans.faults(); err == nil {
					err = export.ToFile(*to, cmd.OutOrStdout(), func(w io.Writer) error { return plans.workbook(cmd.Context(), w, m, program, l) })
				}
				return errors.Join(err, held)
			case *asJSON:
				m.Inputs.Rows = m.Inputs.Rows[:min(len(m.Inputs.Rows), max(*inputs, 0))]
				err = printJSON(cmd.OutOrStdout(), m)
			default:
				err = export.Matrix(cmd.OutOrStdout(), m, *inputs)
			}
			if err != nil {
				return fmt.Errorf("print the comparison: %w", err)
			}
		}
		return also(plans.faults(), held)
	}
	return cmd
}

// workbook writes the plans, all of which could be worked out, side by side.
func (c *compared) workbook(ctx context.Context, w io.Writer, m compare.Matrix, program string, l *locales.Locale) error {
	made := workbook.Comparison{Matrix: m, Version: program, Locale: l}
	for i, one := range c.cases {
		var bridge compare.BridgeResult
		if i != m.Baseline {
			var err error
			if bridge, err = c.evaluator.Bridge(ctx, c.cases[m.Baseline], one, compare.BridgeOptions{}); err != nil {
				return err
			}
		}
		made.Results, made.Bridges = append(made.Results, one.Result), append(made.Bridges, bridge)
	}
	return workbook.WriteComparison(ctx, w, made)
}
