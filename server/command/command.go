// Package command is the commands that work on the database itself, beside the
// servers that may use it at the time.
package command

import (
	"context"
	"errors"

	"buildout/models"

	"github.com/spf13/cobra"
)

// Database adds the flags that name a database to a command. What it returns
// reads its address.
type Database func(*cobra.Command) func() (string, error)

// Commands returns import, export, migrate, backup and restore of a program of a version.
func Commands(d Database, program string) []*cobra.Command {
	return []*cobra.Command{importCommand(d, program), exportCommand(d, program), migrateCommand(d), backupCommand(d, program), restoreCommand(d)}
}

// opens adds the flags of the database to a command. What it returns opens the
// database, runs f on it and closes it.
func (d Database) opens(cmd *cobra.Command, open func(context.Context, string) (*models.Store, error)) func(f func(context.Context, *models.Store) error) error {
	address := d(cmd)
	return func(f func(context.Context, *models.Store) error) error {
		a, err := address()
		if err != nil {
			return err
		}
		store, err := open(cmd.Context(), a)
		if err != nil {
			return err
		}
		return errors.Join(f(cmd.Context(), store), store.Close())
	}
}
