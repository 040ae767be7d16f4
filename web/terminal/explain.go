package terminal

import (
	"fmt"

	"buildout/planner"
	"buildout/web/export"

	"github.com/spf13/cobra"
)

func explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain PLAN [FIGURE]",
		Short: "Say where a figure comes from: its formula, what goes in, and the sources",
		Long: `Say where a figure of a plan comes from: its formula, what goes in with units
and sources, and the figures below it. Without a figure, list those at the head.

A figure is a path by names, such as budget/forecast_krw, budget/years/2023/paid_krw
or cost_lines/CODE/SITE/PHASE/amount_krw; a / in a name is written %2F. The plan is
a file, - for standard input, or the name of an example.

The exit status is 0, or 2 where the plan cannot be read or has no such figure.`,
		Args: cobra.RangeArgs(1, 2),
	}
	depth := cmd.Flags().Int("depth", 1, "levels to go down")
	asJSON := cmd.Flags().Bool("json", false, "print the explanations as JSON, a list in the order they are told")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *depth < 1 || *depth > maxDepth {
			return fmt.Errorf("--depth is %d; it is a number from 1 to %d", *depth, maxDepth)
		}
		result, err := evaluate(args[0], cmd.InOrStdin())
		switch w := cmd.OutOrStdout(); {
		case err != nil:
			return err
		case len(args) == 1 && *asJSON:
			return printJSON(w, planner.Figures(result))
		case len(args) == 1:
			return export.Figures(w, result)
		case *asJSON:
			return export.ExplanationJSON(w, result, args[1], *depth)
		default:
			return export.Explanation(w, result, args[1], *depth)
		}
	}
	return cmd
}

// maxDepth is the most levels that explain goes down.
const maxDepth = 20
