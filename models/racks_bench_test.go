package models

import (
	"fmt"
	"net/url"
	"path/filepath"
	"testing"

	"buildout/models/query"
	"buildout/planner"
	"buildout/planner/parts"
)

// BenchmarkRacks lists 1,000 racks with their feeds from the middle of a million
// on SQLite, by cursor: in one plan, and in one of ten plans of 100,000 each.
func BenchmarkRacks(b *testing.B) {
	for _, c := range []struct{ plans, halls int }{{1, 100}, {10, 10}} {
		b.Run(fmt.Sprint("plans=", c.plans), func(b *testing.B) {
			s := opened(b, filepath.Join(b.TempDir(), "plans.db"))
			for i := range c.plans {
				manyRacks(b, s, fmt.Sprint("plan ", i), c.halls)
			}
			b.Run("first-and-count", func(b *testing.B) {
				q := parsed(b, url.Values{"limit": {"1000"}})
				for b.Loop() {
					if _, page, err := s.Racks(b.Context(), "plan 0", q); err != nil || page.Count != c.halls*10_000 {
						b.Fatal(page.Count, err)
					}
				}
			})
			for _, list := range []struct {
				name string
				url.Values
			}{
				{"plan-order", url.Values{}},
				{"by-name", url.Values{"ordering": {"name"}}},
				{"by-name-descending", url.Values{"ordering": {"-name"}}},
				{"of-hall", url.Values{"hall": {fmt.Sprintf("H-%03d", c.halls/2)}}},
				{"of-hall-by-name", url.Values{"hall": {fmt.Sprintf("H-%03d", c.halls/2)}, "ordering": {"name"}}},
				{"by-type-and-name", url.Values{"ordering": {"rack_type,name"}}},
				{"of-name", url.Values{"name__ic": {"99"}}},
			} {
				b.Run(list.name, func(b *testing.B) { benchmarkRacks(b, s, fmt.Sprint("plan ", c.plans/2), list.Values) })
			}
		})
	}
}

// benchmarkRacks reads the page of 1,000 behind the middle of a list.
func benchmarkRacks(b *testing.B, s *Store, plan string, values url.Values) {
	middle := parsed(b, values)
	middle.Limit = 1
	_, page, err := s.Racks(b.Context(), plan, middle)
	if err != nil {
		b.Fatal(err)
	}
	middle.Offset = page.Count / 2
	if _, page, err = s.Racks(b.Context(), plan, middle); err != nil {
		b.Fatal(err)
	}
	q := parsed(b, values)
	q.Limit, q.Keyset = 1000, true
	cursor := cursorOf(page.Items[0], q)
	q.Cursor = &cursor
	b.ResetTimer()
	for b.Loop() {
		if _, page, err = s.Racks(b.Context(), plan, q); err != nil || len(page.Items) != 1000 || len(page.Items[0].Feeds) != 2 {
			b.Fatal(len(page.Items), err)
		}
	}
}

// manyRacks stores a plan of 10,000 racks in each of its halls, by SQL.
func manyRacks(tb testing.TB, s *Store, name string, halls int) {
	tb.Helper()
	plan := small(name)
	for site := range 2 {
		phase := planner.Phase{Name: "P1"}
		for hall := range halls / 2 {
			phase.Halls = append(phase.Halls, planner.Hall{Name: fmt.Sprintf("H-%03d", site*halls/2+hall)})
		}
		plan.Sites[site].Phases = []planner.Phase{phase}
	}
	stored := created(tb, s, plan)
	for _, insert := range []string{
		`INSERT INTO racks SELECT h.plan_id, h.site_position, h.phase_position, h.position, n.i,
			printf('R-%05d', n.i), printf('type-%d', n.i % 7), printf('R%02d', n.i / 20), n.i % 20 + 1, '2027-01'
			FROM halls h CROSS JOIN numbers n WHERE h.plan_id = ?`,
		`INSERT INTO rack_feeds SELECT r.plan_id, r.site_position, r.phase_position, r.hall_position, r.position, n.i,
			char(65 + n.i), '', '', 380, 32, 3, 0.8
			FROM racks r CROSS JOIN (SELECT 0 AS i UNION ALL SELECT 1) n WHERE r.plan_id = ?`,
	} {
		numbers := `WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < 9999) `
		if err := s.db.Exec(numbers+insert, stored.ID).Error; err != nil {
			tb.Fatal(err)
		}
	}
}

// cursorOf is the cursor of a rack in a query's order.
func cursorOf(rack parts.Rack, q query.Query) query.Cursor {
	c := query.Cursor{ID: rack.ID, At: []int{0}}
	for _, o := range q.Order {
		c.Values = append(c.Values, rackColumns[o.Field.Name].of(rack))
	}
	return c
}
