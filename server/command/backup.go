package command

import (
	"context"
	"fmt"
	"io"

	"buildout/models"
	"buildout/web/export"

	"github.com/spf13/cobra"
)

func backupCommand(d Database, program string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "backup FILE [--database FILE|URL]",
		Short: "Back up all plans, also while servers write",
		Long: `Back up all plans with their revisions and approvals, all saved comparisons and
the idempotency keys, as they are at one moment, also while servers write. - is
standard output. FILE appears once it is whole; one that was there stays until then.

A backup is gzip of lines of JSON, the same for SQLite and PostgreSQL: what was
backed up from one can be restored into the other.`,
		Args: cobra.ExactArgs(1),
	}
	open := d.opens(cmd, models.OpenAsIs)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return open(func(ctx context.Context, store *models.Store) error {
			var counts models.BackupCounts
			err := export.ToFile(args[0], cmd.OutOrStdout(), func(w io.Writer) (err error) {
				counts, err = store.Backup(ctx, w, program)
				return err
			})
			if err == nil {
				fmt.Fprintln(cmd.ErrOrStderr(), "backed up", countsText(counts))
			}
			return err
		})
	}
	return cmd
}

func countsText(c models.BackupCounts) string {
	return fmt.Sprintf("plans: %d, revisions: %d, approvals: %d, comparisons: %d, idempotency keys: %d", c.Plans, c.Revisions, c.Approvals, c.Comparisons, c.Keys)
}
