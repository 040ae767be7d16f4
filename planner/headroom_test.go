package planner_test

import (
	"slices"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
)

func arrangement(t *testing.T, text string) power.Arrangement {
	t.Helper()
	a, err := power.ParseArrangement(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestHeadroom works the headroom of one hall by hand: 800 usable kW, 200
// positions of 5 kW, and from 2023-06 a demand of 100 racks of 5 kW
// (testdata/cases/one-hall.yaml).
func TestHeadroom(t *testing.T) {
	ref := smallReference(t)
	hall := func(p *planner.Plan) *planner.Hall { return &p.Sites[0].Phases[0].Halls[0] }
	rack := func(name, row string, from string) planner.Rack {
		return planner.Rack{Name: name, RackType: "r5", Row: row, Position: 1, From: monthOf(t, from)}
	}
	for _, c := range []struct {
		name                               string
		change                             func(p *planner.Plan)
		used, reserved, headroom, stranded planner.KW
		usedRacks, headroomRacks           int
	}{
		{"kW bind", func(*planner.Plan) {}, 500, 0, 300, 0, 100, 60},
		{"positions bind", func(p *planner.Plan) { hall(p).RackPositions = 160; hall(p).DensityKWPerRack = 10 }, 500, 0, 300, 0, 100, 60},
		{"positions bind harder", func(p *planner.Plan) { hall(p).RackPositions = 120; hall(p).DensityKWPerRack = 10 }, 500, 0, 300, 200, 100, 20},
		{"reserved", func(p *planner.Plan) {
			hall(p).Reservations = []planner.Reservation{{Name: "next", ITKW: 100, RackPositions: 30, From: monthOf(t, "2023-01"), Until: monthOf(t, "2024-12")}}
		}, 500, 100, 200, 0, 130, 40},
		{"a reservation that has ended", func(p *planner.Plan) {
			hall(p).Reservations = []planner.Reservation{{Name: "past", ITKW: 100, RackPositions: 30, From: monthOf(t, "2022-12"), Until: monthOf(t, "2023-05")}}
		}, 500, 0, 300, 0, 100, 60},
		{"a rack by name stands for one of demand", func(p *planner.Plan) { hall(p).Racks = []planner.Rack{rack("a", "1", "2023-06")} }, 500, 0, 300, 0, 100, 60},
		{"a rack to come is reserved", func(p *planner.Plan) { hall(p).Racks = []planner.Rack{rack("a", "1", "2024-06")} }, 500, 5, 295, 0, 101, 59},
		{"racks by name beyond demand", func(p *planner.Plan) {
			p.Demand.Services[0].Racks.Table[0].Racks = 1
			hall(p).Racks = []planner.Rack{rack("a", "1", "2023-06"), rack("b", "2", "2023-06")}
		}, 10, 0, 790, 0, 2, 158},
		{"too dense for the hall", func(p *planner.Plan) { hall(p).DensityKWPerRack = 4.5 }, 0, 0, 800, 0, 0, 0},
		{"a little too dense", func(p *planner.Plan) { hall(p).DensityKWPerRack = 4.99 }, 0, 0, 800, 0, 0, 0},
		{"as dense as the hall takes", func(p *planner.Plan) { hall(p).DensityKWPerRack = 5 }, 500, 0, 300, 0, 100, 60},
		{"too heavy for the floor", func(p *planner.Plan) { hall(p).FloorLoadKGPerM2 = 1 }, 0, 0, 800, 0, 0, 0},
		// 800 kg on 0.72 m2 are 1,111.1 kg/m2.
		{"a little too heavy", func(p *planner.Plan) { hall(p).FloorLoadKGPerM2 = 1111 }, 0, 0, 800, 0, 0, 0},
		{"as heavy as the floor carries", func(p *planner.Plan) { hall(p).FloorLoadKGPerM2 = 1112 }, 500, 0, 300, 0, 100, 60},
	} {
		plan := casePlan(t, "one-hall", ref)
		c.change(&plan)
		r := mustEvaluate(t, plan, ref)
		i := slices.Index(r.Months, monthOf(t, "2023-06"))
		h := r.Sites[0].Halls[0]
		if h.UsedITKW[i] != c.used || h.ReservedITKW[i] != c.reserved || h.HeadroomITKW[i] != c.headroom || h.StrandedITKW[i] != c.stranded ||
			h.UsedRacks[i] != c.usedRacks || h.HeadroomRacks[0].Racks[i] != c.headroomRacks {
			t.Errorf("%s: used %v, reserved %v, headroom %v, stranded %v kW, %d racks, %d more fit; want %v, %v, %v, %v, %d, %d", c.name,
				h.UsedITKW[i], h.ReservedITKW[i], h.HeadroomITKW[i], h.StrandedITKW[i], h.UsedRacks[i], h.HeadroomRacks[0].Racks[i],
				c.used, c.reserved, c.headroom, c.stranded, c.usedRacks, c.headroomRacks)
		}
		// UPS N+1 of three carry 1,000 kW, air handlers 800, feeds 1,000; the site has one hall.
		taken := c.used + c.reserved
		for k, left := range []planner.KW{1000 - taken, 800 - taken} {
			if got := h.Stages[k].HeadroomITKW; got[i] != left || got[i-1] != 0 {
				t.Errorf("%s: %s has %v kW left, before %v; want %v and 0", c.name, h.Stages[k].Kind, got[i], got[i-1], left)
			}
		}
		if got := r.Sites[0].Stages[0].HeadroomITKW; got[i] != 1000-taken || got[i-1] != 0 {
			t.Errorf("%s: the feeds have %v kW left, before %v; want %v and 0", c.name, got[i], got[i-1], 1000-taken)
		}
		if before := i - 1; h.UsedITKW[before] != 0 || h.HeadroomITKW[before] > 0 {
			t.Errorf("%s: a hall that is not energised has %v kW used and %v left", c.name, h.UsedITKW[before], h.HeadroomITKW[before])
		}
	}
}

// TestFuelAndBatteries: a generator of 2,240 kW under the 1,120 kW that 800 kW
// of IT load put on it runs two tanks of 24 h, 48 h at rated load, for 96 h;
// with one tank out, as a tier that spares every capacity component wants, for
// 48 h. At rated load that is the published 24 h (golden power cases, fuel).
func TestFuelAndBatteries(t *testing.T) {
	ref := smallReference(t)
	ref.Limits = []planner.PlantLimit{{Name: planner.LeastFuelHours, Value: 12, Unit: "h"}, {Name: planner.GeneratorLoadShare, Value: 1, Unit: "share"}}
	for _, c := range []struct {
		survives bool
		rating   planner.KW
		hours    float64
		share    float64 // of 1,260 kW that the design of 900 kW puts on it
	}{{false, 2240, 96, 0.5625}, {true, 2240, 48, 0.5625}, {true, 1120, 24, 1.125}} {
		plan := casePlan(t, "one-hall", ref)
		plan.Sites[0].Plant = []planner.PowerStage{{Kind: "generator", Arrangement: arrangement(t, "N"), Modules: 1, Rating: planner.Rating{RatingKW: c.rating}, FuelHours: 48, FuelTanks: 2}}
		tier := planner.RedundancyTier{Name: "own", Basis: planner.Basis{Source: "case", AsOf: "2023"}, Arrangements: []planner.TierArrangement{}}
		if c.survives {
			tier.Survives = []power.Survival{power.SurvivesCapacityComponent}
			plan.Sites[0].Phases[0].Halls[0].Train[1].Modules = 5 // one of them may be out
			plan.Sites[0].Phases[0].Halls[0].Train[0].Arrangement = arrangement(t, "N+1")
		}
		plan.RedundancyTiers, plan.Sites[0].Tier = []planner.RedundancyTier{tier}, "own"
		r := mustEvaluate(t, plan, ref)
		found := map[planner.LimitName]float64{}
		for _, check := range r.Sites[0].Plant {
			found[check.Name] = check.Found
		}
		if r.Sites[0].CompleteITKW != 800 {
			t.Errorf("%v kW usable", r.Sites[0].CompleteITKW)
		}
		if got := found[planner.LeastFuelHours]; got < c.hours-1e-9 || got > c.hours+1e-9 {
			t.Errorf("%v kW: fuel for %g h, want %g", c.rating, got, c.hours)
		}
		if got := found[planner.GeneratorLoadShare]; got < c.share-1e-9 || got > c.share+1e-9 {
			t.Errorf("%v kW: loaded to %g, want %g", c.rating, got, c.share)
		}
	}
}
