package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"buildout/models"

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
			err := writeFile(args[0], cmd.OutOrStdout(), func(w io.Writer) (err error) {
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

// writeFile has write write a file, or stdout where path is -. The file appears
// under its name once it is whole and on the disk.
func writeFile(path string, stdout io.Writer, write func(io.Writer) error) error {
	if path == "-" {
		return write(stdout)
	}
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return syncFolder(folder)
}

// syncFolder puts the names in a folder on the disk.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
