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
	p, err := migrator(pool, d)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	if d == dialectSQLite {
		// SQLite has no advisory lock. Where another process makes a step of the
		// schema between goose's look and its write, the next look finds it made.
		for range p.ListSources() {
			if err == nil {
				break
			}
			_, err = p.Up(ctx)
		}
	}
	return err
}

// migrator returns what moves the schema of a database from version to version.
func migrator(pool *sql.DB, d dialect) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, d.folder)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d == dialectPostgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(d.goose, pool, files, options...)
}
