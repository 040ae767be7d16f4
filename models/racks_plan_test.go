package models

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"buildout/planner"
)

// TestRackPagesGoByAnIndex: the database finds the start of a page, in the order
// of the plan or by name, in an index and reads on from there. Neither sorts all
// racks nor goes over those of the pages before.
func TestRackPagesGoByAnIndex(t *testing.T) {
	plan := small("plan")
	racks := []planner.Rack{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	halls := []planner.Hall{{Name: "H1", Racks: racks}, {Name: "H2", Racks: racks}, {Name: "H3", Racks: racks}}
	plan.Sites[0].Phases = []planner.Phase{{Name: "P", Halls: halls}}
	const (
		place        = "(site_position,phase_position,hall_position,position)>"
		placeInOrder = `ROW(site_position, phase_position, hall_position, "position") >`
	)
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, plan)
		for _, c := range []struct {
			values           url.Values
			sqlite, postgres string
		}{
			{url.Values{}, place, placeInOrder},
			{url.Values{"hall": {"H2"}}, place, placeInOrder},
			{url.Values{"hall": {"H1", "H3"}}, place, placeInOrder},
			{url.Values{"ordering": {"name"}}, "racks_name (plan_id=? AND (name,site_position", "racks_name"},
			{url.Values{"ordering": {"-name"}}, "racks_name (plan_id=? AND name<?", "racks_name"},
			{url.Values{"ordering": {"name"}, "hall": {"H2"}}, "hall_position=? AND name>?", "racks_name"},
			{url.Values{"id": {"Ansan/H2/b", "Ansan/H3/c"}}, "racks_name (plan_id=? AND name=?", "racks_"},
		} {
			c.values.Set("limit", "2")
			c.values.Set("cursor", "")
			if _, page, err := s.Racks(t.Context(), "plan", parsed(t, c.values)); err != nil || len(page.Items) != 2 {
				t.Fatal(page, err)
			} else if page.Next != "" {
				c.values.Set("cursor", page.Next)
			}
			want, sorting := c.sqlite, "USE TEMP B-TREE FOR ORDER BY"
			if s.dialect == dialectPostgres {
				want, sorting = c.postgres, "->  Sort"
			}
			got := explained(t, s, c.values)
			if unsorted := c.values.Has("id") || !strings.Contains(got, sorting); !strings.Contains(got, want) || !unsorted {
				t.Errorf("%v: want %q and no sort:\n%s", c.values, want, got)
			}
		}
	})
}

// explained is how the database finds the racks of a page.
func explained(t *testing.T, s *Store, values url.Values) string {
	t.Helper()
	var lines []string
	err := s.read(t.Context(), func(tx *gorm.DB) error {
		explain := "EXPLAIN QUERY PLAN "
		if s.dialect == dialectPostgres { // which scans and sorts tables of a few rows
			explain = "EXPLAIN "
			for _, way := range []string{"seqscan", "sort", "bitmapscan"} {
				if err := tx.Exec("SET LOCAL enable_" + way + " = off").Error; err != nil {
					return err
				}
			}
		}
		said := &statements{}
		plan, err := find(tx, "plan")
		if err != nil {
			return err
		}
		halls, err := readHallNames(tx, plan.ID)
		if err != nil {
			return err
		}
		l := rackList{
			tx: tx.Session(&gorm.Session{Logger: said}), postgres: s.dialect == dialectPostgres, plan: plan.ID, halls: halls, query: parsed(t, values),
		}
		if _, err = l.page(); err != nil {
			return err
		}
		for _, sql := range said.all {
			if !strings.Contains(sql, "ORDER BY") || strings.Contains(sql, "rack_feeds") {
				continue
			}
			rows, err := tx.Raw(explain + sql).Rows()
			if err != nil {
				return err
			}
			for rows.Next() {
				var line string
				var a, b, c any
				to := []any{&line}
				if s.dialect == dialectSQLite {
					to = []any{&a, &b, &c, &line}
				}
				if err := rows.Scan(to...); err != nil {
					return err
				}
				lines = append(lines, line)
			}
			if err := rows.Close(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// statements is a log that keeps what is asked of the database.
type statements struct {
	logger.Interface
	all []string
}

func (s *statements) Trace(_ context.Context, _ time.Time, sql func() (string, int64), _ error) {
	text, _ := sql()
	s.all = append(s.all, text)
}
