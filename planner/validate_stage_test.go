package planner_test

import (
	"math"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
)

// TestValidateNamesTheFaultOfAStage spoils how the systems of a stage stand,
// one thing at a time, and holds that the fault is named there and nowhere
// else.
func TestValidateNamesTheFaultOfAStage(t *testing.T) {
	ref := smallReference(t)
	const train = "sites[0].phases[0].halls[0].train"
	ups := func(p *planner.Plan) *planner.PowerStage { return &p.Sites[0].Phases[0].Halls[0].Train[0] }
	air := func(p *planner.Plan) *planner.PowerStage { return &p.Sites[0].Phases[0].Halls[0].Train[1] }
	distributed := func(p *planner.Plan, pairs ...planner.LoadPair) {
		ups(p).Arrangement, ups(p).Pairs = arrangement(t, "3N/2"), pairs
	}
	pdu := func(p *planner.Plan, kind power.Kind, text string, modules int) {
		h := &p.Sites[0].Phases[0].Halls[0]
		h.Train = append(h.Train[:2:2], planner.PowerStage{Kind: kind, Arrangement: arrangement(t, text), Modules: modules, Rating: planner.Rating{RatingKW: 400}, Efficiency: 1})
	}
	for _, c := range []struct {
		path  string
		spoil func(p *planner.Plan)
	}{
		{train + "[0].buses", func(p *planner.Plan) { ups(p).Buses = 10 }},
		{train + "[0].buses", func(p *planner.Plan) { ups(p).Buses = -1 }},
		{train + "[1].buses", func(p *planner.Plan) { air(p).Buses = 2 }},
		{train + "[0].compartments[1]", func(p *planner.Plan) { ups(p).Compartments = []string{"east", ""} }},
		{train + "[0].pairs", func(p *planner.Plan) { ups(p).Pairs = []planner.LoadPair{{First: 1, Second: 2, Share: 1}} }},
		{train + "[0].pairs", func(p *planner.Plan) { distributed(p, planner.LoadPair{First: 1, Second: 2, Share: 0.9}) }},
		{train + "[0].pairs[0].second", func(p *planner.Plan) { distributed(p, planner.LoadPair{First: 1, Second: 1, Share: 1}) }},
		{train + "[0].pairs[0].second", func(p *planner.Plan) { distributed(p, planner.LoadPair{First: 1, Second: 4, Share: 1}) }},
		{train + "[0].pairs[1]", func(p *planner.Plan) {
			distributed(p, planner.LoadPair{First: 1, Second: 2, Share: 0.5}, planner.LoadPair{First: 2, Second: 1, Share: 0.5})
		}},
		{train + "[0].no_load_loss", func(p *planner.Plan) { ups(p).NoLoadLoss = 0.01 }},
		{train + "[0].no_load_loss", func(p *planner.Plan) { ups(p).Efficiency, ups(p).NoLoadLoss = 0.9, 0.2 }},
		{train + "[0].no_load_loss", func(p *planner.Plan) { ups(p).Efficiency, ups(p).NoLoadLoss = 0.9, math.NaN() }},
		{train + "[0].rating_kw", func(p *planner.Plan) { ups(p).RatingKW = planner.KW(math.NaN()) }},
		{train + "[0].rating_kw", func(p *planner.Plan) { ups(p).RatingKW = -500 }},
		{train + "[0]", func(p *planner.Plan) { ups(p).RatingKW = 0 }},
		{train + "[0].continuous", func(p *planner.Plan) { ups(p).Continuous = true }},
		{train + "[0].fuel_tanks", func(p *planner.Plan) { ups(p).FuelTanks = 1 }},
		{train + "[1].battery", func(p *planner.Plan) { air(p).Battery = &planner.Battery{Rooms: 1, Racks: 1, BMSSamplingSeconds: 1} }},
		{train + "[0].battery.rooms", func(p *planner.Plan) { ups(p).Battery = &planner.Battery{Racks: 1, BMSSamplingSeconds: 1} }},
		{train + "[0].battery.racks", func(p *planner.Plan) { ups(p).Battery = &planner.Battery{Rooms: 2, Racks: 1, BMSSamplingSeconds: 1} }},
		{train + "[0].battery.bms_sampling_seconds", func(p *planner.Plan) { ups(p).Battery = &planner.Battery{Rooms: 1, Racks: 1} }},
		{train + "[0].arrangement", func(p *planner.Plan) { ups(p).Arrangement = arrangement(t, "block 2+1") }},
		{train + "[2].arrangement", func(p *planner.Plan) { distributed(p); pdu(p, power.PDU, "2N", 4) }},
		{train + "[2].arrangement", func(p *planner.Plan) { ups(p).Arrangement = arrangement(t, "block 2+1"); pdu(p, power.STS, "N", 3) }},
		{train + "[1].arrangement", func(p *planner.Plan) { air(p).Arrangement, air(p).Modules = arrangement(t, "3N/2"), 6 }},
		{train + "[2].arrangement", func(p *planner.Plan) {
			p.Sites[0].Plant = []planner.PowerStage{{Kind: power.PDU, Modules: 1, Rating: planner.Rating{RatingKW: 9000}, Efficiency: 1}}
			pdu(p, power.Switchgear, "N", 1)
			p.Sites[0].Phases[0].Halls[0].Train[2].Rating = planner.Rating{RatingKVA: 4000, PowerFactor: 1}
		}},
		{"redundancy_tiers[0].survives[0]", func(p *planner.Plan) {
			p.RedundancyTiers = []planner.RedundancyTier{{Name: "own", Survives: []power.Survival{"flood"}, Basis: planner.Basis{Source: "x", AsOf: "2023"}}}
		}},
		{"redundancy_tiers[0].survives[1]", func(p *planner.Plan) {
			p.RedundancyTiers = []planner.RedundancyTier{{Name: "own", Survives: []power.Survival{"feed", "feed"}, Basis: planner.Basis{Source: "x", AsOf: "2023"}}}
		}},
	} {
		plan := casePlan(t, "one-hall", ref)
		c.spoil(&plan)
		err := planner.Validate(plan, ref)
		if err == nil {
			t.Errorf("a fault at %s is not seen", c.path)
			continue
		}
		for _, f := range faultsOf(t, err) {
			if f.Path != c.path || f.Message == "" || f.Found == "" {
				t.Errorf("want one fault at %s, got %s", c.path, f)
			}
		}
	}
}
