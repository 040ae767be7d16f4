package planner

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"buildout/planner/power"
)

// The most a stage may hold.
const (
	maxBuses        = 9
	maxCompartments = 50
	maxTanks        = 100
	maxBatteries    = 100_000
)

// arranged checks how the systems of a stage stand: buses, pairs, compartments.
func (v *validator) arranged(p *path, g *PowerStage, a power.Arrangement) {
	v.between(p, "buses", g.Buses, 0, maxBuses)
	v.require(g.Buses == 0 || g.Kind.Bussed(), p, "buses", g.Buses, "a %s has none: it shares the air of the room; leave it out", g.Kind)
	list := p.key1("compartments")
	v.atMost(p, "compartments", len(g.Compartments), maxCompartments)
	for i, name := range g.Compartments {
		at := list.at(i)
		v.name(&at, "", name)
	}
	v.pairs(p, g, a)
	if g.NoLoadLoss != 0 {
		most := 1/g.Efficiency - 1
		v.require(!g.Kind.Cooling() && g.Efficiency > 0 && g.NoLoadLoss > 0 && g.NoLoadLoss <= most+1e-12, p, "no_load_loss", g.NoLoadLoss,
			"power stages that give their efficiency may have one, above 0 and at most 1/efficiency - 1, which is all they lose at full load")
	}
	v.require(!g.Continuous || g.Kind.Cooling(), p, "continuous", g.Continuous, "only cooling stages have it")
	v.require(g.FuelTanks == 0 || g.Kind == power.Generator, p, "fuel_tanks", g.FuelTanks, "only generators have them")
	v.between(p, "fuel_tanks", g.FuelTanks, 0, maxTanks)
	v.battery(p, g)
}

// pairs checks how the load of a distributed stage is corded.
func (v *validator) pairs(p *path, g *PowerStage, a power.Arrangement) {
	if len(g.Pairs) == 0 {
		return
	}
	if !a.Distributed() {
		v.fault(p, "pairs", fmt.Sprintf("a list of %d", len(g.Pairs)), "only a distributed arrangement such as 4N/3 has them; this one is %s", a)
		return
	}
	list := p.key1("pairs")
	v.atMost(p, "pairs", len(g.Pairs), 36)
	seen := map[[2]int]bool{}
	sum := 0.0
	for i, pair := range g.Pairs {
		at := list.at(i)
		v.between(&at, "first", pair.First, 1, a.Systems)
		v.between(&at, "second", pair.Second, 1, a.Systems)
		v.require(pair.First != pair.Second, &at, "second", pair.Second, "a load is corded to two different systems")
		v.require(pair.Share > 0 && pair.Share <= 1, &at, "share", pair.Share, "must be above 0 and at most 1")
		key := [2]int{min(pair.First, pair.Second), max(pair.First, pair.Second)}
		v.require(!seen[key], &at, "", fmt.Sprintf("%d-%d", pair.First, pair.Second), "stands twice; add the shares")
		seen[key] = true
		sum += pair.Share
	}
	v.require(math.Abs(sum-1) < 1e-6, p, "pairs", fmt.Sprintf("shares of %g", sum), "the shares sum to 1")
}

func (v *validator) battery(p *path, g *PowerStage) {
	b := g.Battery
	if b == nil {
		return
	}
	at := p.key1("battery")
	v.require(g.Kind == power.UPS, p, "battery", "batteries", "only a ups has them")
	v.between(&at, "rooms", b.Rooms, 1, maxBatteries)
	v.between(&at, "racks", b.Racks, 1, maxBatteries)
	v.require(b.Racks >= b.Rooms, &at, "racks", b.Racks, "must not be below rooms, %d", b.Rooms)
	v.require(b.RackGapM >= 0 && b.RackGapM <= 100, &at, "rack_gap_m", b.RackGapM, "must be from 0 to 100 m")
	v.require(b.BMSSamplingSeconds > 0 && b.BMSSamplingSeconds <= 86400, &at, "bms_sampling_seconds", b.BMSSamplingSeconds, "must be above 0 and at most 86400 s")
}

// joints checks that the systems of every hall's stages, and of the plant above
// them, can feed each other. Faults of the plant are told once.
func (v *validator) joints(p *path, s *Site) {
	unknown := func(g PowerStage) bool { return !slices.Contains(power.Kinds, g.Kind) }
	if slices.ContainsFunc(s.Plant, unknown) {
		return
	}
	tier := tierOf(v.plan, v.ref, s.Tier)
	shared := sharedStages(s, tier, v.ref)
	told := map[string]bool{}
	phases := p.key1("phases")
	for i := range s.Phases {
		phase := phases.at(i)
		halls := phase.key1("halls")
		for j := range s.Phases[i].Halls {
			hall := halls.at(j)
			if h := &s.Phases[i].Halls[j]; !slices.ContainsFunc(h.Train, unknown) {
				v.joined(p, &hall, append(shared[:len(shared):len(shared)], stagesOf(h.Train, tier, v.ref)...), len(shared), told)
			}
		}
	}
}

func (v *validator) joined(site, hall *path, stages []power.Stage, shared int, told map[string]bool) {
	plant, train := site.key1("plant"), hall.key1("train")
	for _, problem := range power.Problems(stages, shared) {
		a := stages[problem.Stage].Arrangement.String()
		switch at := problem.Stage; {
		case at >= shared:
			below := train.at(at - shared)
			v.fault(&below, "arrangement", a, "%s", problem.Message)
		case !told[problem.Message+a]:
			told[problem.Message+a] = true
			if at == 0 {
				v.fault(site, "feed_arrangement", a, "%s", problem.Message)
				continue
			}
			below := plant.at(at - 1)
			v.fault(&below, "arrangement", a, "%s", problem.Message)
		}
	}
}

// survives checks what a tier of the plan's own survives.
func (v *validator) survives(p *path, t *RedundancyTier) {
	list := p.key1("survives")
	seen := map[string]bool{}
	for i, x := range t.Survives {
		at := list.at(i)
		v.require(slices.Contains(power.Survivals, x), &at, "", string(x), "no such class of failures; there are %s", strings.Join(survivalNames(), ", "))
		v.unique(&at, "", string(x), seen)
	}
}

func survivalNames() []string {
	names := make([]string, len(power.Survivals))
	for i, s := range power.Survivals {
		names[i] = string(s)
	}
	return names
}
