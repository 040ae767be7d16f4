package workbook

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// planningKeys are the checks of the sheets Demand, Placement and Capacity by
// month.
var planningKeys = []string{
	"demand_racks", "demand_peak", "demand_average", "demand_priority_1", "placed_used", "placed_reserved", "placed_headroom", "placed_average_hall", "placed_taken",
	"outside_racks", "outside_peak", "outside_average", "lease_usable", "capacity_usable", "capacity_headroom", "capacity_positions", "capacity_least",
	"capacity_least_month", "loss_remaining", "loss_coverage", "loss_covered_from",
}

// crowded makes a plan in which racks are hard to place: services of several
// types and ways to grow, racks placed by name, reservations, halls of several
// densities, leases that are given back.
func crowded(t testing.TB, name string, random *rand.Rand) planner.Plan {
	plan := exampletest.Plan(t, name)
	month := func() planner.Month { return plan.Horizon.Start + planner.Month(random.IntN(100)) }
	types := []string{"server-6kw", "server-8kw", "network-4kw", "storage-5kw", "ai-40kw"}
	for i := range plan.Demand.Services {
		plan.Demand.Services[i].Priority = 1 + random.IntN(3)
		plan.Demand.Services[i].RackType = types[random.IntN(3)]
	}
	for i, kind := range types {
		from := month()
		plan.Demand.Services = append(plan.Demand.Services, planner.Service{Name: "more/" + strconv.Itoa(i), Priority: 1 + random.IntN(3), RackType: kind, Racks: []planner.Growth{
			{Line: &planner.LineGrowth{From: from, Racks: random.IntN(200), To: from + 1 + planner.Month(random.IntN(60)), ToRacks: random.IntN(900)}},
			{Compound: &planner.CompoundGrowth{From: from, Racks: random.IntN(90), Rate: random.Float64() - 0.3}},
			{Logistic: &planner.LogisticGrowth{From: from, Racks: random.IntN(90), Ceiling: 90 + random.IntN(400), Middle: month(), Rate: random.Float64() * 3}},
			{Table: []planner.GrowthPoint{{Month: from, Racks: random.IntN(90)}, {Month: from + 5, Racks: random.IntN(90)}, {Month: from + 40, Racks: random.IntN(300)}}},
		}[random.IntN(4)]})
	}
	for i := range plan.Sites {
		for j := range plan.Sites[i].Phases {
			for k := range plan.Sites[i].Phases[j].Halls {
				crowd(&plan.Sites[i].Phases[j].Halls[k], types, month, random)
			}
		}
	}
	for i := range plan.Leases {
		l := &plan.Leases[i]
		l.From, l.Returns = month(), nil
		l.Until = l.From + 24 + planner.Month(random.IntN(60))
		for k := range random.IntN(3) {
			l.Returns = append(l.Returns, planner.LeaseReturn{Month: l.From + 3 + planner.Month(9*k), ITKW: planner.KW(float64(l.ITKW) * 0.3 * random.Float64()), RackPositions: l.RackPositions / 4})
		}
	}
	return plan
}

func crowd(h *planner.Hall, types []string, month func() planner.Month, random *rand.Rand) {
	h.DensityKWPerRack = []float64{4, 6, 8, 45}[random.IntN(4)]
	h.RackCircuit = &planner.Circuit{Volts: 380, Amps: 100, Phases: 3, BreakerShare: 0.8}
	if random.IntN(2) == 0 {
		return
	}
	for i := range random.IntN(40) {
		h.Racks = append(h.Racks, planner.Rack{Name: fmt.Sprint("R", i), RackType: types[random.IntN(4)], Row: "A", Position: i + 1, From: month()})
	}
	for i := range random.IntN(3) {
		from := month()
		h.Reservations = append(h.Reservations, planner.Reservation{Name: fmt.Sprint("kept", i), ITKW: planner.KW(1 + 900*random.Float64()), RackPositions: random.IntN(300), From: from, Until: from + planner.Month(random.IntN(40))})
	}
}

// bold changes inputs of demand and leases at random and far; others a little.
func bold(b *book, random *rand.Rand, count int) (changes []planner.Change) {
	changed := b.Plan
	for range 20 * count {
		c := b.in.list[random.IntN(len(b.in.list))]
		if !strings.HasPrefix(c.path, "demand/") && !strings.HasPrefix(c.path, "leases/") {
			continue
		}
		change, ok := moved(c, random)
		switch c.kind {
		case planner.WholeReading:
			change.Value = strconv.Itoa([]int{0, random.IntN(30), random.IntN(3000), 999_999}[random.IntN(4)])
		case planner.MonthReading:
			change.Value = (planner.Month(c.v) + planner.Month(random.IntN(80)-40)).String()
		}
		next, err := planner.Apply(changed, b.Reference, []planner.Change{change})
		if !ok || err != nil || planner.Validate(next, b.Reference) != nil {
			continue
		}
		if changed, changes = next, append(changes, change); len(changes) == count {
			break
		}
	}
	return changes
}

// TestCrowdedPlansAreTheProgram holds demand, placement and capacity of plans in
// which racks are hard to place, as exported and with demand and leases changed.
func TestCrowdedPlansAreTheProgram(t *testing.T) {
	inTurn(t)
	t.Parallel()
	for seed, name := range []string{"two-sites-460", "ansan-460"} {
		random := rand.New(rand.NewPCG(2, uint64(seed)))
		plan := crowded(t, name, random)
		b, err := build(t.Context(), sourceOf(t, plan))
		if err != nil {
			t.Fatal(err)
		}
		changed(t, plan, bold(b, random, 6), planningKeys...)
	}
}
