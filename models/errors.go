package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What a Store's errors may wrap.
var (
	ErrNotFound    = errors.New("not found")
	ErrStale       = errors.New("changed by someone else since it was read")
	ErrDuplicate   = errors.New("a name that must be unique is taken")
	ErrTwice       = errors.New("a plan is named twice")
	ErrKeyReused   = errors.New("the idempotency key was used for another request")
	ErrGone        = errors.New("what the first request with the idempotency key stored was deleted since")
	ErrApproved    = errors.New("an approved revision never changes")
	ErrBusy        = errors.New("the database is busy")
	ErrFull        = errors.New("the database has no room left")
	ErrUnavailable = errors.New("the database cannot be reached")
	ErrUncertain   = errors.New("the database gave no answer whether it stored this")
)

// StaleError is an ErrStale that knows the stored revision of a plan, or version
// of a comparison.
type StaleError struct{ Current int }

func (e *StaleError) Error() string {
	return fmt.Sprintf("%s: %d is current", ErrStale, e.Current)
}

// Is reports whether target is ErrStale.
func (e *StaleError) Is(target error) bool { return target == ErrStale }

// translate says in the words of this package what a database said in its own.
// An error it has no word for, and that of a context, it returns as it is.
func translate(err error) error {
	var onSQLite *sqlite.Error
	var onPostgres *pgconn.PgError
	var kind error
	switch {
	case err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey):
		kind = ErrDuplicate
	case errors.As(err, &onSQLite):
		kind = sqliteKind(onSQLite.Code())
	case errors.As(err, &onPostgres):
		kind = postgresKind(onPostgres.Code)
	}
	if kind == nil && disconnected(err) {
		kind = ErrUnavailable
	}
	if kind == nil {
		return err
	}
	return fmt.Errorf("%w: %w", kind, err)
}

// sqliteKind classifies an extended result code, whose low byte is the primary
// one. Source: sqlite.org/rescode.html.
func sqliteKind(code int) error {
	switch code & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrBusy
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
		return ErrUnavailable
	}
	return nil
}

// replanned is what PostgreSQL says to a statement prepared before a migration
// changed what it returns. pgx prepares it anew the next time.
const replanned = "0A000"

// postgresKind classifies an SQLSTATE. Source: PostgreSQL manual, appendix A.
func postgresKind(state string) error {
	switch state {
	case "40001", "40P01", "55P03", "53300", replanned: // serialization, deadlock, lock timeout, too many connections
		return ErrBusy
	case "53100": // disk full
		return ErrFull
	case "25006", "57P01", "57P02", "57P03", "58030": // read only, shutdown, crash, starting up, I/O error
		return ErrUnavailable
	}
	if strings.HasPrefix(state, "08") { // connection exceptions
		return ErrUnavailable
	}
	return nil
}

func disconnected(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || pgconn.SafeToRetry(err)
}

// sqliteDialector is gorm's dialector for SQLite, taught the errors of the
// driver without cgo.
type sqliteDialector struct{ *gormsqlite.Dialector }

// Translate maps constraint codes to gorm's errors.
func (sqliteDialector) Translate(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE:
		return fmt.Errorf("%w: %w", gorm.ErrDuplicatedKey, err)
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return fmt.Errorf("%w: %w", gorm.ErrForeignKeyViolated, err)
	case sqlite3.SQLITE_CONSTRAINT_CHECK:
		return fmt.Errorf("%w: %w", gorm.ErrCheckConstraintViolated, err)
	}
	return err
}
