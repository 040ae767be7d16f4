package terminal

import (
	"fmt"
	"slices"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/export"

	"github.com/spf13/cobra"
)

// figures and details are what diff may be asked for.
var (
	figures = []string{string(compare.ForecastKRW), string(compare.NPVKRW), string(compare.UsableITKW)}
	details = []string{string(compare.ByDriver), string(compare.ByChange)}
)

func diffCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff PLAN PLAN",
		Short: "Say why a figure of the second plan is not that of the first, step by step",
		Long: `Say why a figure of the second plan is not that of the first: named steps that sum
to the difference to the won, whatever order they are taken in, each with the lines
it moves most and the inputs it comes from; and below all inputs that differ. A plan
is a YAML or JSON file, - for standard input, or the name of an example.

--of is forecast_krw, npv_krw or usable_it_kw (with all energised). --detail is
driver, a step for each reason such as price, tier or timing, or change, a step for
each reason and place.

--fail-if holds the second plan to a condition.
` + conditionsHelp + `

The exit status is 0, whether they differ or not; 1 where a condition of --fail-if
holds; 2 where a plan cannot be read or evaluated, of which stderr has every fault,
where the plan has no value for a condition, or where the command line is wrong.`,
		Example: `  buildout diff ansan-460 two-sites-460
  buildout diff main.yaml branch.yaml --of npv_krw --json`,
		Args: cobra.ExactArgs(2),
	}
	of := cmd.Flags().String("of", figures[0], "figure to explain: forecast_krw, npv_krw or usable_it_kw")
	detail := cmd.Flags().String("detail", details[0], "how fine the steps are: driver or change")
	inputs := cmd.Flags().Int("inputs", 30, "most rows of inputs that differ; 0 for none")
	failIf := cmd.Flags().StringArray("fail-if", nil, "condition that makes the exit status 1; may be repeated")
	asJSON := cmd.Flags().Bool("json", false, "print the steps and the inputs as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("--of", *of, figures); err != nil {
			return err
		}
		if err := oneOf("--detail", *detail, details); err != nil {
			return err
		}
		plans, err := readCases(cmd.Context(), args, cmd.InOrStdin())
		if err == nil {
			err = plans.faults()
		}
		if err != nil {
			return err
		}
		held, err := plans.hold(*failIf, plans.cases[1:])
		if err != nil {
			return err
		}
		from, to := plans.cases[0], plans.cases[1]
		var d export.Diff
		d.Bridge, err = plans.evaluator.Bridge(cmd.Context(), from, to, compare.BridgeOptions{Of: compare.Figure(*of), Detail: compare.Detail(*detail)})
		if err != nil {
			return err
		}
		d.Inputs.Rows, d.Inputs.Count = compare.Differences(from.Plan, to.Plan, allInputs)
		if *asJSON {
			d.Inputs.Rows = d.Inputs.Rows[:min(len(d.Inputs.Rows), max(*inputs, 0))]
			err = printJSON(cmd.OutOrStdout(), d)
		} else {
			err = export.Bridge(cmd.OutOrStdout(), d, *inputs)
		}
		if err != nil {
			return fmt.Errorf("print the difference: %w", err)
		}
		return held
	}
	return cmd
}

// oneOf requires that a flag is one of the words it takes.
func oneOf(flag, word string, words []string) error {
	if slices.Contains(words, word) {
		return nil
	}
	return fmt.Errorf("%s is %q%s", flag, word, planner.Offered(word, words))
}
