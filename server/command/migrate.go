package command

import (
	"fmt"

	"buildout/models"

	"github.com/spf13/cobra"
)

func migrateCommand(d Database) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "migrate [--status] [--database FILE|URL]",
		Short: "Bring the schema of the database up to date",
		Long: `Bring the schema of the database up to date and say from which version to which.
Plans stay as they are. Servers of this program do it by themselves when they
start; servers of an earlier one answer 503 on /readyz from then on.`,
		Args: cobra.NoArgs,
	}
	status := cmd.Flags().Bool("status", false, "say the versions of the database and of the program, and change nothing")
	address := d(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		a, err := address()
		if err != nil {
			return err
		}
		if *status {
			schema, err := models.SchemaOf(cmd.Context(), a)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "schema of the database: version %d\nschema of this program: version %d\n", schema.Database, schema.Program)
			return err
		}
		from, to, err := models.Migrate(cmd.Context(), a)
		if err != nil {
			return err
		}
		text := fmt.Sprintf("schema: from version %d to version %d", from, to)
		if from == to {
			text = fmt.Sprintf("schema: version %d, up to date", to)
		}
		_, err = fmt.Fprintln(cmd.OutOrStdout(), text)
		return err
	}
	return cmd
}
