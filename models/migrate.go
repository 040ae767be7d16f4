package models

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/gorm"
)

//go:embed migrations
var migrations embed.FS

// dialect is a database's name to goose, the folder of its migrations, and how
// it says whether goose was ever there.
type dialect struct {
	goose       goose.Dialect
	folder      string
	hasVersions string
}

var (
	dialectSQLite = dialect{goose.DialectSQLite3, "migrations/sqlite",
		"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '" + goose.DefaultTablename + "'"}
	dialectPostgres = dialect{goose.DialectPostgres, "migrations/postgres",
		"SELECT to_regclass('" + goose.DefaultTablename + "') IS NOT NULL"}
)

// Schema is the version of the schema of a database and the one that this
// program works with: the number of its last migration, 0 where there is none.
type Schema struct{ Database, Program int64 }

// SchemaError says that a database has another schema than the program's.
type SchemaError struct{ Schema }

func (e *SchemaError) Error() string {
	if e.Database > e.Program {
		return fmt.Sprintf("the schema of the database is version %d, newer than version %d of this program; use the program that made it, or a newer one", e.Database, e.Program)
	}
	return fmt.Sprintf("the schema of the database is version %d, older than version %d of this program; run buildout migrate", e.Database, e.Program)
}

// Migrate brings the schema of the database at address up to date and says from
// which version to which.
func Migrate(ctx context.Context, address string) (from, to int64, err error) {
	s, err := connect(ctx, address, sqlitePragmas)
	if err == nil {
		from, to, err = s.migrate(ctx)
		err = errors.Join(err, s.Close())
	}
	if err != nil {
		return from, to, fmt.Errorf("migrate: %w", translate(err))
	}
	return from, to, nil
}

// SchemaOf says which schema the database at address has, and changes nothing
// in it. A file that is missing has version 0.
func SchemaOf(ctx context.Context, address string) (Schema, error) {
	s, err := connectAsIs(ctx, address)
	if errors.Is(err, fs.ErrNotExist) {
		return Schema{Program: programSchema(dialectSQLite)}, nil
	}
	var schema Schema
	if err == nil {
		schema, err = s.schema(ctx)
		err = errors.Join(err, s.Close())
	}
	if err != nil {
		return Schema{}, fmt.Errorf("schema: %w", translate(err))
	}
	return schema, nil
}

// Ready reports whether the database answers and has the schema of the program;
// the error is a *SchemaError where it has another.
func (s *Store) Ready(ctx context.Context) error {
	schema, err := s.schema(ctx)
	if err == nil && schema.Database != schema.Program {
		err = &SchemaError{schema}
	}
	return err
}

// schema reads the version of the schema, in a transaction of its own.
func (s *Store) schema(ctx context.Context) (Schema, error) {
	schema := Schema{Program: programSchema(s.dialect)}
	err := s.read(ctx, func(tx *gorm.DB) error {
		var made bool
		if err := tx.Raw(s.dialect.hasVersions).Scan(&made).Error; err != nil || !made {
			return err
		}
		return tx.Table(goose.DefaultTablename).Select("COALESCE(MAX(version_id), 0)").Scan(&schema.Database).Error
	})
	return schema, err
}

// programSchema is the version of the last migration in the program.
func programSchema(d dialect) (version int64) {
	names, _ := fs.Glob(migrations, d.folder+"/*.sql") // the pattern is well formed
	for _, name := range names {
		if v, err := goose.NumericComponent(name); err == nil {
			version = max(version, v)
		}
	}
	return version
}

// migrate brings the schema up to date. On PostgreSQL it holds an advisory
// lock meanwhile, so that replicas may start at once.
func (s *Store) migrate(ctx context.Context) (from, to int64, err error) {
	before, err := s.schema(ctx)
	if err != nil {
		return 0, 0, err
	}
	from, to = before.Database, before.Program
	if from > to {
		return from, to, &SchemaError{before}
	}
	p, err := migrator(s.pool, s.dialect)
	if err != nil {
		return from, to, err
	}
	_, err = p.Up(ctx)
	if s.dialect == dialectSQLite {
		// SQLite has no advisory lock. Where another process makes a step of the
		// schema between goose's look and its write, the next look finds it made.
		for range p.ListSources() {
			if err == nil {
				break
			}
			_, err = p.Up(ctx)
		}
	}
	return from, to, err
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
