package models

import (
	"fmt"
	"path/filepath"
	"testing"

	"buildout/models/pgtest"
	"buildout/planner"
)

// large returns a plan of halls that each have as many racks with two feeds.
func large(name string, halls, racks int) planner.Plan {
	p := small(name)
	circuit := planner.Circuit{Volts: 220, Amps: 32, Phases: 1, BreakerShare: 0.8}
	phase := planner.Phase{Name: "one", Start: month2023}
	for h := range halls {
		hall := planner.Hall{Name: fmt.Sprintf("DH-%03d", h), RackPositions: racks}
		for i := range racks {
			hall.Racks = append(hall.Racks, planner.Rack{
				Name: fmt.Sprintf("R-%04d", i), RackType: "server-6kw", Row: fmt.Sprint(i / 20), Position: 1 + i%20, From: month2023,
				Feeds: []planner.RackFeed{{Side: "A", Panel: "PA", Phase: "L1", Circuit: circuit}, {Side: "B", Panel: "PB", Phase: "L1", Circuit: circuit}},
			})
		}
		phase.Halls = append(phase.Halls, hall)
	}
	p.Sites[0].Phases = []planner.Phase{phase}
	return normal(p)
}

// BenchmarkLargePlan: a plan that gains 100,000 racks with two feeds each at
// once, has one of them changed, and is loaded.
func BenchmarkLargePlan(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchmarkLargePlan(b, filepath.Join(b.TempDir(), "plans.db")) })
	b.Run("postgres", func(b *testing.B) { benchmarkLargePlan(b, pgtest.Start(b)) })
}

func benchmarkLargePlan(b *testing.B, address string) {
	s := opened(b, address)
	empty, full := large("large", 100, 0), large("large", 100, 1000)
	created(b, s, empty)
	put := func(b *testing.B, plan planner.Plan) {
		b.Helper()
		if _, err := s.Update(b.Context(), "large", Change{}, func(StoredPlan) (planner.Plan, error) { return plan, nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("gain", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			put(b, empty)
			b.StartTimer()
			put(b, full)
		}
	})
	b.Run("one", func(b *testing.B) {
		for b.Loop() {
			rack := &full.Sites[0].Phases[0].Halls[0].Racks[0]
			rack.Position = 3 - rack.Position
			put(b, full)
		}
	})
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			s.cache.plans.InvalidateAll()
			if _, err := s.Plan(b.Context(), "large"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
