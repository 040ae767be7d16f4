package command

import (
	"context"
	"fmt"
	"os"

	"buildout/models"

	"github.com/spf13/cobra"
)

func restoreCommand(d Database) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore FILE [--database FILE|URL]",
		Short: "Restore a backup into an empty database",
		Long: `Restore what buildout backup wrote, from SQLite or PostgreSQL into either, with
the ids it had. - is standard input. The database is made where it is missing, and
must have neither plans nor comparisons. All of the backup is read and checked, and
all of it is stored or nothing.`,
		Args: cobra.ExactArgs(1),
	}
	open := d.opens(cmd, models.Open)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		from := cmd.InOrStdin()
		if args[0] != "-" {
			file, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer file.Close()
			from = file
		}
		return open(func(ctx context.Context, store *models.Store) error {
			counts, err := store.Restore(ctx, from)
			if err == nil {
				fmt.Fprintln(cmd.ErrOrStderr(), "restored", countsText(counts))
			}
			return err
		})
	}
	return cmd
}
