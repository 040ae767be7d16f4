package models

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// dialect is a database's name to goose and the folder of its migrations.
type dialect struct {
	goose  goose.Dialect
	folder string
}

var (
	dialectSQLite   = dialect{goose.DialectSQLite3, "migrations/sqlite"}
	dialectPostgres = dialect{goose.DialectPostgres, "migrations/postgres"}
)

// migrate brings the schema up to date. On PostgreSQL it holds an advisory
// lock meanwhile, so that replicas may start at once.
func migrate(ctx context.Context, pool *sql.DB, d dialect) error {
	files, err := fs.Sub(migrations, d.folder)
	if err != nil {
		return err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d == dialectPostgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(d.goose, pool, files, options...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	if err != nil && d == dialectSQLite {
		// SQLite has no advisory lock. Where another process made the schema
		// between goose's look and its write, a second look finds it made.
		_, err = provider.Up(ctx)
	}
	return err
}
