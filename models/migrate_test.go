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

//go:embed testdata/plans-00003.sql
var plansAt3 string

//go:embed testdata/plans-00004.sql
var plansAt4 string

// TestMigrationKeepsPlans: plans that an earlier schema holds come whole
// through the migrations to this one, back, and up again.
func TestMigrationKeepsPlans(t *testing.T) {
	inTurn(t)
	t.Run("1", func(t *testing.T) { migrationKeeps(t, 1, plansAt1, 1, 1) })
	t.Run("2", func(t *testing.T) { migrationKeeps(t, 2, plansAt2, 1, 1) })
	t.Run("3", func(t *testing.T) { migrationKeeps(t, 3, plansAt3, 1, 1, 1, 2) })
	t.Run("4", func(t *testing.T) { migrationKeeps(t, 4, plansAt4, 1, 2) })
}

func migrationKeeps(t *testing.T, version int64, plans string, revisions ...int) {
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
			asRevised(t, s, revisions)
			if _, err := goose.DownTo(t.Context(), version); err != nil {
				t.Fatal(err)
			}
		}
		upgraded := opened(t, address)
		asRevised(t, upgraded, revisions)
		head, err := upgraded.Head(t.Context(), "every table")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := upgraded.ReplacePlan(t.Context(), "every table", head.Revision, generated(1), Change{}); err != nil {
			t.Fatal(err)
		}
		unchanged(t, upgraded, generated(1).Name, head.Revision+1, generated(1))
		if _, err := upgraded.Approve(t.Context(), generated(1).Name, "1", Approval{Name: "old"}, Key{}); err != nil {
			t.Errorf("approve a revision of the earlier schema: %v", err)
		}
	})
}

// asRevised requires that the rows of each plan are what its newest revision
// says, and that there are as many plans and revisions as there were.
func asRevised(t *testing.T, s *Store, revisions []int) {
	t.Helper()
	s.cache.plans.InvalidateAll()
	list, count, err := s.Plans(t.Context(), 10, 0)
	if err != nil || count != len(revisions) {
		t.Fatalf("%d plans, %v; want %d", count, err, len(revisions))
	}
	for i, got := range list {
		if want := documentOf(t, s.pool, got.ID); !reflect.DeepEqual(got.Plan, want) {
			t.Errorf("plan %q differs (-revision +rows):\n%s", got.Plan.Name, cmp.Diff(want, got.Plan))
		}
		if got.Plan.Hash() != got.Hash || got.Revision != revisions[i] {
			t.Errorf("plan %q has hash %s at revision %d, stored was %s at revision %d", got.Plan.Name, got.Plan.Hash(), revisions[i], got.Hash, got.Revision)
		}
	}
}

func documentOf(t *testing.T, pool *sql.DB, plan int64) (p planner.Plan) {
	t.Helper()
	var document string
	query := "SELECT document FROM revisions WHERE plan_id = $1 ORDER BY number DESC LIMIT 1"
	if err := pool.QueryRowContext(t.Context(), query, plan).Scan(&document); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(document), &p); err != nil {
		t.Fatal(err)
	}
	return p
}
