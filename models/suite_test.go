package models

import (
	"path/filepath"
	"testing"

	"buildout/models/pgtest"
	"buildout/planner"
)

// onBoth runs a test on an empty store of each database. address opens the
// same database once more.
func onBoth(t *testing.T, test func(t *testing.T, s *Store, address string)) {
	onBothEmpty(t, func(t *testing.T, address string) { test(t, opened(t, address), address) })
}

// onBothEmpty runs a test on the address of a new database of each kind.
func onBothEmpty(t *testing.T, test func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "plans.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, pgtest.Start(t)) })
}

func opened(tb testing.TB, address string) *Store {
	tb.Helper()
	s, err := Open(tb.Context(), address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// small returns a plan that fills few fields.
func small(name string) planner.Plan {
	return normal(planner.Plan{
		Name:      name,
		PriceBase: month2023,
		Horizon:   planner.Horizon{Start: month2023, Months: 12},
		Budget:    planner.Budget{TotalKRW: 460_000_000_000, VAT: planner.VATExcluded, Covers: []string{"structure"}},
		Sites: []planner.Site{
			{Name: "Ansan", Tier: "III", Region: "metro", Plot: planner.Plot{AreaM2: 18_383, Tenure: planner.Leased}},
			{Name: "Siheung", Tier: "III", Region: "metro", Plot: planner.Plot{AreaM2: 20_000, Tenure: planner.Bought}},
		},
	})
}

const month2023 = planner.Month(2023 * 12)

func created(tb testing.TB, s *Store, p planner.Plan) StoredPlan {
	tb.Helper()
	stored, err := s.CreatePlan(tb.Context(), p, Change{Author: "test", Reason: "first"})
	if err != nil {
		tb.Fatal(err)
	}
	return stored
}

// inTurn skips a long test that does one thing after another in the short run,
// which is that under the race detector.
func inTurn(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped: one thing after another")
	}
}
