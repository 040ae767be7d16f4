package models

import (
	"database/sql"
	_ "embed"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
)

//go:embed testdata/plans-00001.sql
var plansAt1 string

//go:embed testdata/plans-00002.sql
var plansAt2 string

// TestMigrationKeepsPlans: plans that an earlier schema holds come whole
// through the migrations to this one, back, and up again.
func TestMigrationKeepsPlans(t *testing.T) {
	t.Run("1", func(t *testing.T) { migrationKeeps(t, 1, plansAt1) })
	t.Run("2", func(t *testing.T) { migrationKeeps(t, 2, plansAt2) })
}

func migrationKeeps(t *testing.T, version int64, plans string) {
	onBothEmpty(t, func(t *testing.T, address string) {
		s, err := connect(t.Context(), address, sqlitePragmas)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		goose, err := migrator(s.pool, s.dialect)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := goose.UpTo(t.Context(), version); err != nil {
			t.Fatal(err)
		}
		if _, err := s.pool.ExecContext(t.Context(), plans); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := goose.Up(t.Context()); err != nil {
				t.Fatal(err)
			}
			asRevised(t, s)
			if _, err := goose.DownTo(t.Context(), version); err != nil {
				t.Fatal(err)
			}
		}
		upgraded := opened(t, address)
		asRevised(t, upgraded)
		if _, err := upgraded.ReplacePlan(t.Context(), "every table", 1, generated(1), Change{}); err != nil {
			t.Fatal(err)
		}
		unchanged(t, upgraded, generated(1).Name, 2, generated(1))
	})
}

// asRevised requires that the rows of each plan are what its revision says.
func asRevised(t *testing.T, s *Store) {
	t.Helper()
	list, count, err := s.Plans(t.Context(), 10, 0)
	if err != nil || count != 2 {
		t.Fatalf("%d plans, %v; want 2", count, err)
	}
	for _, got := range list {
		if want := documentOf(t, s.pool, got.ID); !reflect.DeepEqual(got.Plan, want) {
			t.Errorf("plan %q differs (-revision +rows):\n%s", got.Plan.Name, cmp.Diff(want, got.Plan))
		}
		if got.Plan.Hash() != got.Hash {
			t.Errorf("plan %q has hash %s, stored was %s", got.Plan.Name, got.Plan.Hash(), got.Hash)
		}
	}
}

func documentOf(t *testing.T, pool *sql.DB, plan int64) (p planner.Plan) {
	t.Helper()
	var document string
	if err := pool.QueryRowContext(t.Context(), "SELECT document FROM revisions WHERE plan_id = $1", plan).Scan(&document); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(document), &p); err != nil {
		t.Fatal(err)
	}
	return p
}
