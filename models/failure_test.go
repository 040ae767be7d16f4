package models

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"buildout/models/pgtest"
)

// with opens a store on SQLite with pragmas in place of the busy_timeout.
func with(t *testing.T, path string, pragmas ...string) *Store {
	t.Helper()
	s, err := open(t.Context(), path, slices.Concat(pragmas, sqlitePragmas[1:]))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// sound requires that SQLite finds nothing wrong with the file of s.
func sound(t *testing.T, s *Store) {
	t.Helper()
	var verdict string
	if err := s.db.Raw("PRAGMA integrity_check").Scan(&verdict).Error; err != nil || verdict != "ok" {
		t.Errorf("integrity_check says %q, %v", verdict, err)
	}
	var broken []map[string]any
	if err := s.db.Raw("PRAGMA foreign_key_check").Scan(&broken).Error; err != nil || len(broken) > 0 {
		t.Errorf("foreign_key_check says %v, %v", broken, err)
	}
}

// TestFullDisk: SQLite answers a file that may not grow as it does a full disk.
func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plans.db")
	first := opened(t, path)
	created(t, first, small("before"))
	var pages int
	if err := first.db.Raw("PRAGMA page_count").Scan(&pages).Error; err != nil {
		t.Fatal(err)
	}
	s := with(t, path, fmt.Sprintf("max_page_count(%d)", pages+8))
	stored := 0
	for ; ; stored++ {
		_, err := s.CreatePlan(t.Context(), generated(stored), Change{})
		if errors.Is(err, ErrFull) {
			break
		}
		if err != nil || stored == 100 {
			t.Fatalf("plan %d: %v, want ErrFull", stored, err)
		}
	}
	if _, err := s.ReplacePlan(t.Context(), "before", 1, generated(99), Change{}); !errors.Is(err, ErrFull) {
		t.Errorf("replace: %v, want ErrFull", err)
	}
	sound(t, s)
	unchanged(t, s, "before", 1, small("before"))
	if _, count, err := s.Plans(t.Context(), 1, 0); err != nil || count != stored+1 {
		t.Errorf("%d plans, %v; want %d", count, err, stored+1)
	}
	created(t, first, generated(stored)) // there is room again
}

// TestLocked: a write that another keeps waiting for too long is ErrBusy, a
// read does not wait, and when the other is gone all is as before.
func TestLocked(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "plans.db")
		locked(t, with(t, path, "busy_timeout(20)"), "sqlite", path, "BEGIN IMMEDIATE")
	})
	t.Run("postgres", func(t *testing.T) {
		address := pgtest.Start(t)
		locked(t, opened(t, address+"&lock_timeout=20"), "pgx", address, "BEGIN; LOCK TABLE plans IN EXCLUSIVE MODE")
	})
}

func locked(t *testing.T, s *Store, driver, address, lock string) {
	created(t, s, small("plan"))
	other, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.ExecContext(t.Context(), lock); err != nil {
		t.Fatal(err)
	}
	_, create := s.CreatePlan(t.Context(), small("late"), Change{})
	_, replace := s.ReplacePlan(t.Context(), "plan", 1, small("late"), Change{})
	for _, err := range []error{create, replace, s.DeletePlan(t.Context(), "plan", 1)} {
		if !errors.Is(err, ErrBusy) {
			t.Errorf("%v, want ErrBusy", err)
		}
	}
	unchanged(t, s, "plan", 1, small("plan"))
	if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	created(t, s, small("late"))
}

func TestUnavailable(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{filepath.Join(file, "plans.db"), t.TempDir()} {
			if _, err := Open(t.Context(), path); !errors.Is(err, ErrUnavailable) {
				t.Errorf("open %s: %v, want ErrUnavailable", path, err)
			}
		}
	})
	t.Run("postgres", func(t *testing.T) {
		if _, err := Open(t.Context(), "postgres://nobody@127.0.0.1:1/none?sslmode=disable"); !errors.Is(err, ErrUnavailable) {
			t.Errorf("open: %v, want ErrUnavailable", err)
		}
		address := pgtest.Start(t)
		s := opened(t, address)
		created(t, s, small("plan"))
		if err := s.Ready(t.Context()); err != nil {
			t.Error(err)
		}
		dropDatabase(t, address)
		_, read := s.Plan(t.Context(), "plan")
		_, write := s.CreatePlan(t.Context(), small("late"), Change{})
		for _, err := range []error{read, write, s.Ready(t.Context())} {
			if !errors.Is(err, ErrUnavailable) {
				t.Errorf("%v, want ErrUnavailable", err)
			}
		}
	})
}

func dropDatabase(t *testing.T, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	name := u.Path[1:]
	u.Path = "/postgres"
	admin, err := sql.Open("pgx", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.ExecContext(t.Context(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
		t.Fatal(err)
	}
}
