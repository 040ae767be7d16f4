package terminal

import (
	"errors"
	"fmt"

	"buildout/planner"
	"buildout/web/export"

	"github.com/spf13/cobra"
)

func varianceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "variance BASE PLAN",
		Short: "Say why the forecast of a plan differs from that of another",
		Long: `Say why the forecast of a plan differs from that of another, in won: scope,
quantity, price, exchange rate, timing, books and VAT, in total and by line. A plan
is a file, - for standard input, or the name of an example.

The exit status is 0, or 2 where a plan cannot be read.`,
		Args: cobra.ExactArgs(2),
	}
	asJSON := cmd.Flags().Bool("json", false, "print the variance as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if args[0] == "-" && args[1] == "-" {
			return errors.New("only one of the two plans can come from standard input")
		}
		base, err := evaluate(args[0], cmd.InOrStdin())
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		now, err := evaluate(args[1], cmd.InOrStdin())
		if err != nil {
			return fmt.Errorf("%s: %w", args[1], err)
		}
		variance := planner.Variance(base, now)
		if *asJSON {
			return printJSON(cmd.OutOrStdout(), variance)
		}
		return export.Variance(cmd.OutOrStdout(), base.Plan, now.Plan, variance)
	}
	return cmd
}
