package terminal

import (
	"fmt"
	"io"
	"slices"

	"buildout/planner"
	"buildout/web/export"

	"github.com/spf13/cobra"
)

func evaluateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evaluate PLAN",
		Short: "Evaluate a plan: a file, - for standard input, or the name of an example",
		Long: `Evaluate a plan: a YAML or JSON file, - for standard input, or the name of an example.

The exit status is 0 where all is fine, 1 where the result has a finding of
severity error, 2 where the plan cannot be read; stderr then has every fault.`,
		Args: cobra.ExactArgs(1),
	}
	asJSON := cmd.Flags().Bool("json", false, "print the whole result as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		result, err := evaluate(args[0], cmd.InOrStdin())
		if err != nil {
			return err
		}
		if err := printResult(cmd.OutOrStdout(), result, *asJSON); err != nil {
			return fmt.Errorf("print the result: %w", err)
		}
		if slices.ContainsFunc(result.Findings, func(f planner.Finding) bool { return f.Severity == planner.SeverityError }) {
			return ErrFinding
		}
		return nil
	}
	return cmd
}

func printResult(w io.Writer, result planner.Result, asJSON bool) error {
	if !asJSON {
		return export.Table(w, result)
	}
	return printJSON(w, result)
}
