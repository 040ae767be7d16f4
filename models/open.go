package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Open opens the database at address and brings its schema up to date. An
// address that begins with postgres:// or postgresql:// is PostgreSQL's, any
// other is the path of an SQLite file, which Open makes where it is missing,
// with its folder. The error is a *SchemaError where the schema is newer than
// the program.
func Open(ctx context.Context, address string) (*Store, error) {
	return open(ctx, address, sqlitePragmas)
}

func open(ctx context.Context, address string, pragmas []string) (*Store, error) {
	s, err := connect(ctx, address, pragmas)
	if err == nil {
		if _, _, err = s.migrate(ctx); err == nil {
			return s, nil
		}
		err = errors.Join(err, s.Close())
	}
	return nil, fmt.Errorf("open database: %w", translate(err))
}

// OpenAsIs opens a database that is there and changes nothing in it. The error
// is a *SchemaError where its schema is not the program's.
func OpenAsIs(ctx context.Context, address string) (*Store, error) {
	s, err := connectAsIs(ctx, address)
	if err == nil {
		if err = s.Ready(ctx); err == nil {
			return s, nil
		}
		err = errors.Join(err, s.Close())
	}
	return nil, fmt.Errorf("open database: %w", translate(err))
}

func connectAsIs(ctx context.Context, address string) (*Store, error) {
	if onPostgres(address) {
		return connectPostgres(ctx, address)
	}
	if _, err := os.Stat(address); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return connectSQLite(ctx, address, []string{sqlitePragmas[0], "foreign_keys(1)", "query_only(1)"})
}

func connect(ctx context.Context, address string, pragmas []string) (*Store, error) {
	if onPostgres(address) {
		return connectPostgres(ctx, address)
	}
	return connectSQLite(ctx, address, pragmas)
}

func onPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// sqlitePragmas hold on every connection. synchronous FULL, not NORMAL: a
// write that was acknowledged survives a power cut.
var sqlitePragmas = []string{"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}

// sqliteConnections bounds the pool; one connection writes at a time.
const sqliteConnections = 8

func connectSQLite(ctx context.Context, path string, pragmas []string) (*Store, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(absolute), 0o750); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	pool, err := sql.Open("sqlite", sqliteDSN(absolute, pragmas))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(sqliteConnections)
	pool.SetMaxIdleConns(sqliteConnections)
	s := &Store{pool: pool, dialect: dialectSQLite, writing: make(chan struct{}, 1)}
	return s.overGORM(ctx, sqliteDialector{&gormsqlite.Dialector{Conn: pool}})
}

// sqliteDSN writes an absolute path as an SQLite URI, in which a space, a ?
// or a # of the path is no separator.
func sqliteDSN(path string, pragmas []string) string {
	query := url.Values{"_txlock": {"immediate"}, "_time_format": {"sqlite"}, "_pragma": pragmas}
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + query.Encode()
}

// lockTimeout is how long a statement on PostgreSQL waits for another's lock
// before it gives up with ErrBusy, and connectTimeout how long a connection may
// take, unless the address says otherwise. SQLite's is busy_timeout.
const (
	lockTimeout    = 5 * time.Second
	connectTimeout = 5 * time.Second
)

func connectPostgres(ctx context.Context, address string) (*Store, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	if _, given := config.RuntimeParams["lock_timeout"]; !given {
		config.RuntimeParams["lock_timeout"] = fmt.Sprint(lockTimeout.Milliseconds())
	}
	if !strings.Contains(address, "connect_timeout=") {
		config.ConnectTimeout = connectTimeout
	}
	s := &Store{dialect: dialectPostgres, reading: sql.TxOptions{Isolation: sql.LevelRepeatableRead}}
	s.pool = stdlib.OpenDB(*config, stdlib.OptionAfterConnect(s.stamp), stdlib.OptionResetSession(s.fresh))
	s.pool.SetMaxOpenConns(10)
	s.pool.SetMaxIdleConns(5)
	s.pool.SetConnMaxIdleTime(5 * time.Minute)
	s.pool.SetConnMaxLifetime(30 * time.Minute)
	return s.overGORM(ctx, postgres.New(postgres.Config{Conn: s.pool}))
}

// lossesKey names what a connection knows of the losses before it was made.
const lossesKey = "losses"

func (s *Store) stamp(_ context.Context, c *pgx.Conn) error {
	c.PgConn().CustomData()[lossesKey] = s.losses.Load()
	return nil
}

// fresh refuses a connection made before another was lost: it is dead too, or
// leads to a server that writes no longer.
func (s *Store) fresh(_ context.Context, c *pgx.Conn) error {
	if c.PgConn().CustomData()[lossesKey] != s.losses.Load() {
		return driver.ErrBadConn
	}
	return nil
}

// overGORM puts gorm over the pool of s, which it closes where it fails.
func (s *Store) overGORM(ctx context.Context, dialector gorm.Dialector) (_ *Store, err error) {
	s.reading.ReadOnly = true
	s.watched = newWatched(s.pool)
	s.cache = newPlanCache(s.watched.cached)
	if err = s.reach(ctx); err == nil {
		s.db, err = gorm.Open(dialector, &gorm.Config{
			Logger:                 logger.Discard,
			SkipDefaultTransaction: true,
			TranslateError:         true,
			DisableAutomaticPing:   true,
			Plugins:                map[string]gorm.Plugin{s.watched.Name(): s.watched},
		})
	}
	if err != nil {
		return nil, errors.Join(err, s.pool.Close())
	}
	return s, nil
}

// reach makes the first connection. Where another process makes a new SQLite
// file at that moment, the pragma that turns it to WAL fails as busy without
// the wait of busy_timeout; then reach asks again for as long as that.
func (s *Store) reach(ctx context.Context) error {
	until := time.Now().Add(lockTimeout)
	for {
		err := s.pool.PingContext(ctx)
		if s.dialect != dialectSQLite || !errors.Is(translate(err), ErrBusy) || time.Now().After(until) {
			return err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
