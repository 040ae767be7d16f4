package terminal

import (
	"fmt"

	"buildout/planner"
	"buildout/planner/reference"
	"buildout/web/export"

	"github.com/spf13/cobra"
)

func plansCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "plans",
		Short: "List the example plans and how they stand",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ref, examples, err := reference.Shipped()
			if err != nil {
				return err
			}
			results := make([]planner.Result, len(examples))
			for i, example := range examples {
				if results[i], err = planner.Evaluate(example, ref); err != nil {
					return fmt.Errorf("example %s: %w", example.Name, err)
				}
			}
			return export.Plans(cmd.OutOrStdout(), results)
		},
	}
}
