package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"sync"
	"testing"

	"gorm.io/gorm"

	"buildout/models/pgtest"
	"buildout/planner"
)

// cutConnections ends all connections to a database of PostgreSQL.
func cutConnections(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	name := u.Path[1:]
	u.Path = "/postgres"
	admin, err := sql.Open("pgx", u.String())
	if err != nil {
		return err
	}
	defer admin.Close()
	_, err = admin.ExecContext(ctx, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", name)
	return err
}

// TestDeadConnectionsAreNotSeen: after all connections of the pool were cut, the
// first reads and writes find others.
func TestDeadConnectionsAreNotSeen(t *testing.T) {
	address := pgtest.Start(t)
	s := opened(t, address)
	for range 3 {
		atOnce(8, func(int) { _ = s.read(t.Context(), func(tx *gorm.DB) error { return tx.Exec("SELECT 1").Error }) })
		if s.pool.Stats().Idle < 2 {
			t.Fatalf("the pool holds %+v", s.pool.Stats())
		}
		if err := cutConnections(t.Context(), address); err != nil {
			t.Fatal(err)
		}
		atOnce(8, func(i int) {
			var err error
			if i%2 == 0 {
				_, err = s.CreatePlan(t.Context(), small("plan "+string(rune('a'+i))), Change{})
			} else {
				_, err = s.Heads(t.Context())
			}
			if err != nil && !errors.Is(err, ErrDuplicate) {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
}

// TestConnectionsOfBeforeALossAreLeft: once a connection was lost, none of those
// made before it is used again.
func TestConnectionsOfBeforeALossAreLeft(t *testing.T) {
	s := opened(t, pgtest.Start(t))
	first := backends(t, s)
	if again := backends(t, s); !maps.Equal(first, again) {
		t.Errorf("the pool gives other connections without a loss: %v, then %v", first, again)
	}
	_ = s.lose(driver.ErrBadConn)
	for pid := range backends(t, s) {
		if first[pid] {
			t.Errorf("connection %d of before the loss is used", pid)
		}
	}
}

// backends holds four connections of a store at once, and returns the processes
// that serve them.
func backends(t *testing.T, s *Store) map[int]bool {
	t.Helper()
	pids := map[int]bool{}
	var held []*sql.Conn
	for range 4 {
		c, err := s.pool.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, c)
		var pid int
		if err := c.QueryRowContext(t.Context(), "SELECT pg_backend_pid()").Scan(&pid); err != nil {
			t.Fatal(err)
		}
		pids[pid] = true
	}
	for _, c := range held {
		c.Close()
	}
	return pids
}

func atOnce(n int, f func(int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	all.Wait()
}

// TestBeginIsTriedAgain: a write whose connection turns out dead before anything
// was asked of it goes to another.
func TestBeginIsTriedAgain(t *testing.T) {
	line := newWire(t, pgtest.Start(t))
	s := opened(t, line.address)
	line.lose.Store(loseBegin)
	created(t, s, small("plan"))
	if line.lose.Load() != loseNothing {
		t.Error("no BEGIN was lost")
	}
}

// TestConnectionLostWithinTransaction: a read runs once more on another
// connection; a write is rolled back and never tried again.
func TestConnectionLostWithinTransaction(t *testing.T) {
	address := pgtest.Start(t)
	s := opened(t, address)
	runs := 0
	cut := func(tx *gorm.DB) error {
		if runs++; runs == 1 {
			if err := cutConnections(t.Context(), address); err != nil {
				t.Error(err)
			}
		}
		return tx.Exec("SELECT 1").Error
	}
	if err := s.read(t.Context(), cut); err != nil || runs != 2 {
		t.Errorf("a read ran %d times: %v", runs, err)
	}
	runs = 0
	if err := s.write(t.Context(), cut); !errors.Is(err, ErrUnavailable) || errors.Is(err, ErrUncertain) || runs != 1 {
		t.Errorf("a write ran %d times: %v", runs, err)
	}
	runs = 0
	again := func(tx *gorm.DB) error { runs = 0; return cut(tx) }
	if err := s.read(t.Context(), again); !errors.Is(err, ErrUnavailable) {
		t.Errorf("a read that is cut each time: %v", err)
	}
}

// TestCommitWithoutAnswer: where the connection is lost around COMMIT the error
// is ErrUncertain, and the key of the request settles whether it was stored.
func TestCommitWithoutAnswer(t *testing.T) {
	for _, c := range []struct {
		name   string
		lose   int32
		stored bool
	}{{"lost on the way there", loseCommit, false}, {"lost on the way back", loseAnswer, true}} {
		t.Run(c.name, func(t *testing.T) {
			line := newWire(t, pgtest.Start(t))
			s := opened(t, line.address)
			key := Change{Key: Key{Name: "key", Request: [32]byte{1}}}
			line.lose.Store(c.lose)
			if _, err := s.CreatePlan(t.Context(), small("plan"), key); !errors.Is(err, ErrUncertain) || errors.Is(err, ErrUnavailable) {
				t.Fatalf("%v, want ErrUncertain", err)
			}
			heads, err := s.Heads(t.Context())
			if err != nil || len(heads) > 0 != c.stored {
				t.Errorf("%d plans are stored, %v", len(heads), err)
			}
			again, err := s.CreatePlan(t.Context(), small("plan"), key)
			if err != nil || again.Replayed != c.stored {
				t.Errorf("the same request again: replayed %v, %v", again.Replayed, err)
			}
			unchanged(t, s, "plan", 1, small("plan"))
		})
	}
}

// TestRequestEndsWithinTransaction: nothing is stored for one who no longer
// waits.
func TestRequestEndsWithinTransaction(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.write(ctx, func(tx *gorm.DB) error {
			_, err := create(tx, []planner.Plan{small("late")}, Change{})
			cancel()
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want that of the context", err)
		}
		if heads, err := s.Heads(t.Context()); err != nil || len(heads) > 0 {
			t.Errorf("%d plans are stored, %v", len(heads), err)
		}
	})
}

// TestMigrationUnderServers: a server whose schema a newer program extends goes
// on: reads see nothing of it, a write is refused once at most.
func TestMigrationUnderServers(t *testing.T) {
	s := opened(t, pgtest.Start(t))
	created(t, s, small("plan"))
	budget := func(p StoredPlan) (planner.Plan, error) {
		p.Plan.Budget.TotalKRW++
		return p.Plan, nil
	}
	for i := range 3 {
		if _, err := s.Heads(t.Context()); err != nil {
			t.Fatalf("read %d: %v", i, err)
		}
		if _, err := s.Update(t.Context(), "plan", Change{}, budget); err != nil && !errors.Is(err, ErrBusy) {
			t.Fatalf("write %d: %v", i, err)
		}
		if _, err := s.Update(t.Context(), "plan", Change{}, budget); err != nil {
			t.Fatalf("write %d again: %v", i, err)
		}
		if err := s.db.Exec(fmt.Sprintf("ALTER TABLE plans ADD COLUMN later_%d TEXT NOT NULL DEFAULT ''", i)).Error; err != nil {
			t.Fatal(err)
		}
	}
}

// TestReady: a store is ready where the schema is the program's, and says which
// of the two is newer where it is not.
func TestReady(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, address string) {
		if err := s.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		program := programSchema(s.dialect)
		var other *SchemaError
		version := func(sql string) {
			if err := s.db.Exec(sql).Error; err != nil {
				t.Fatal(err)
			}
		}
		version("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)")
		if err := s.Ready(t.Context()); !errors.As(err, &other) || other.Schema != (Schema{99, program}) {
			t.Errorf("newer: %v", err)
		}
		if _, err := Open(t.Context(), address); !errors.As(err, &other) {
			t.Errorf("open a newer one: %v", err)
		}
		if from, _, err := Migrate(t.Context(), address); !errors.As(err, &other) || from != 99 {
			t.Errorf("migrate a newer one: from %d, %v", from, err)
		}
		version("DELETE FROM goose_db_version WHERE version_id > 1")
		if err := s.Ready(t.Context()); !errors.As(err, &other) || other.Schema != (Schema{1, program}) {
			t.Errorf("older: %v", err)
		}
		if _, err := OpenAsIs(t.Context(), address); !errors.As(err, &other) {
			t.Errorf("open an older one as it is: %v", err)
		}
		version("DROP TABLE goose_db_version")
		if err := s.Ready(t.Context()); !errors.As(err, &other) || other.Database != 0 {
			t.Errorf("none: %v", err)
		}
	})
}

// TestMigrateSays from which version to which it goes.
func TestMigrateSays(t *testing.T) {
	onBothEmpty(t, func(t *testing.T, address string) {
		program := programSchema(dialectSQLite)
		atVersion(t, address, 2)
		if schema, err := SchemaOf(t.Context(), address); err != nil || schema != (Schema{2, program}) {
			t.Errorf("%+v, %v", schema, err)
		}
		for _, before := range []int64{2, program} {
			if from, to, err := Migrate(t.Context(), address); err != nil || from != before || to != program {
				t.Errorf("from %d to %d, %v; want from %d to %d", from, to, err, before, program)
			}
		}
	})
}
