package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
)

// endTimeout is how long PostgreSQL may take to end a transaction, also after
// its request has ended: a COMMIT that was sent is waited for, since only its
// answer says whether the change is stored.
const endTimeout = 10 * time.Second

// read runs f in one snapshot of the database, which keeps no writer waiting.
// Where the connection is lost meanwhile, or another program migrates the
// schema, f runs once more from its start.
func (s *Store) read(ctx context.Context, f func(tx *gorm.DB) error) error {
	return s.transaction(ctx, f, &s.reading)
}

func (s *Store) transaction(ctx context.Context, f func(tx *gorm.DB) error, options *sql.TxOptions) error {
	err := s.attempt(ctx, f, options)
	if (lost(err) || overtakenByMigration(err)) && options != nil && options.ReadOnly && ctx.Err() == nil {
		s.watched.retries.WithLabelValues(step(options)).Inc()
		err = s.attempt(ctx, f, options)
	}
	return err
}

// attempt runs f in one transaction, and never again.
func (s *Store) attempt(ctx context.Context, f func(tx *gorm.DB) error, options *sql.TxOptions) (err error) {
	start := time.Now()
	defer func() { s.watched.transaction(step(options), err, time.Since(start)) }()
	tx, cancel, err := s.begin(ctx, options)
	if err != nil {
		return s.lose(err)
	}
	defer cancel()
	open := true
	defer func() {
		if open {
			tx.Rollback()
		}
	}()
	err = f(tx.WithContext(ctx))
	if s.dialect == dialectPostgres {
		defer time.AfterFunc(endTimeout, cancel).Stop()
	}
	if ctx.Err() != nil {
		return ctx.Err() // nobody waits for it: nothing is stored
	}
	if err != nil {
		return s.lose(err)
	}
	open = false
	sent := time.Now()
	err = tx.Commit().Error
	s.watched.slow(ctx, "COMMIT", 0, time.Since(sent))
	return s.ended(err, options)
}

// begin begins a transaction within ctx, which outlives ctx until cancel. A
// connection that turns out dead is replaced by another: nothing was asked of
// it yet.
func (s *Store) begin(ctx context.Context, options *sql.TxOptions) (tx *gorm.DB, cancel context.CancelFunc, err error) {
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	within := context.AfterFunc(ctx, cancel)
	tx = s.db.WithContext(own).Begin(options)
	if lost(translate(tx.Error)) && ctx.Err() == nil {
		s.losses.Add(1)
		s.watched.retries.WithLabelValues("begin").Inc()
		tx = s.db.WithContext(own).Begin(options)
	}
	if !within() {
		if tx.Error == nil {
			tx.Rollback()
		}
		cancel()
		return nil, nil, ctx.Err()
	}
	if tx.Error != nil {
		cancel()
		return nil, nil, tx.Error
	}
	return tx, cancel, nil
}

// lose translates an error and notes where a connection was lost, so that the
// others of that time are not used again.
func (s *Store) lose(err error) error {
	err = translate(err)
	if lost(err) {
		s.losses.Add(1)
	}
	return err
}

// ended translates the error of a COMMIT. Where a change got no answer from
// PostgreSQL, it may be stored or not, whatever pgconn.SafeToRetry says: pgx
// calls a connection closed that it lost while it waited for the answer.
func (s *Store) ended(err error, options *sql.TxOptions) error {
	err = s.lose(err)
	writes := options == nil || !options.ReadOnly
	unanswered := lost(err) || errors.Is(err, context.Canceled)
	if s.dialect == dialectPostgres && writes && unanswered {
		return fmt.Errorf("%w: %v", ErrUncertain, err) // not ErrUnavailable: that stored nothing
	}
	return err
}

// lost reports whether an error is that of a connection to PostgreSQL that was
// there, not of a database that cannot be connected to.
func lost(err error) bool {
	var connect *pgconn.ConnectError
	var onSQLite *sqlite.Error
	return errors.Is(err, ErrUnavailable) && !errors.As(err, &connect) && !errors.As(err, &onSQLite)
}

func overtakenByMigration(err error) bool {
	var onPostgres *pgconn.PgError
	return errors.As(err, &onPostgres) && onPostgres.Code == replanned
}

// step names a transaction in the metrics.
func step(options *sql.TxOptions) string {
	if options != nil && options.ReadOnly {
		return "read"
	}
	return "write"
}
