package planner

import (
	"fmt"
	"slices"
	"strings"

	"buildout/planner/power"
)

func (v *validator) sites(p *path) {
	v.require(len(v.plan.Sites)+len(v.plan.Leases) > 0, p, "sites", "an empty list", "a plan needs at least one site or lease")
	v.atMost(p, "sites", len(v.plan.Sites), maxSites)
	list := p.key1("sites")
	seen := map[string]bool{}
	phases, halls := 0, 0
	for i := range v.plan.Sites {
		at := list.at(i)
		v.unique(&at, "name", v.plan.Sites[i].Name, seen)
		v.site(&at, &v.plan.Sites[i])
		phases += len(v.plan.Sites[i].Phases)
		for _, phase := range v.plan.Sites[i].Phases {
			halls += len(phase.Halls)
		}
	}
	v.require(phases <= maxPhases, p, "sites", fmt.Sprintf("%d phases", phases), "at most %d in all are read; split the plan", maxPhases)
	v.require(halls <= maxHalls, p, "sites", fmt.Sprintf("%d halls", halls), "at most %d in all are read; split the plan", maxHalls)
}

func (v *validator) site(p *path, s *Site) {
	v.name(p, "name", s.Name)
	v.text(p, "title", s.Title)
	v.prose(p, "source", s.Source)
	tiers := v.tierNames()
	v.require(slices.Contains(tiers, s.Tier), p, "tier", s.Tier, "no such redundancy tier; there are %s", strings.Join(tiers, ", "))
	v.require(slices.ContainsFunc(v.ref.Book.Regions, func(r NamedValue) bool { return r.Name == s.Region }), p, "region", s.Region,
		"no such cost region; there are %s", strings.Join(v.regionNames(), ", "))
	v.operates(p, s)
	plot := p.key1("plot")
	v.positive(&plot, "area_m2", s.Plot.AreaM2)
	v.require(s.Plot.Tenure == Bought || s.Plot.Tenure == Leased, &plot, "tenure", string(s.Plot.Tenure), "bought or leased is wanted")
	v.feeds(p, s)
	v.require(len(s.Phases) > 0, p, "phases", "an empty list", "a site needs at least one phase")
	phases := p.key1("phases")
	v.atMost(p, "phases", len(s.Phases), maxSitePhases)
	names, hallNames := map[string]bool{}, map[string]bool{}
	for i := range s.Phases {
		at := phases.at(i)
		v.unique(&at, "name", s.Phases[i].Name, names)
		v.phase(&at, s, &s.Phases[i], hallNames)
	}
	plant := p.key1("plant")
	v.train(&plant, s, s.Plant, true)
	v.joints(p, s)
}

func (v *validator) tierNames() []string {
	var names []string
	for _, t := range redundancyTiers(v.plan, v.ref) {
		names = append(names, t.Name)
	}
	return names
}

func (v *validator) regionNames() []string {
	var names []string
	for _, r := range v.ref.Book.Regions {
		names = append(names, r.Name)
	}
	return names
}

func (v *validator) feeds(p *path, s *Site) {
	list := p.key1("feeds")
	v.atMost(p, "feeds", len(s.Feeds), maxFeeds)
	v.require(len(s.Feeds) > 0, p, "feeds", "an empty list", "a site needs at least one grid feed")
	a := feedArrangement(s, tierOf(v.plan, v.ref, s.Tier))
	v.require(len(s.Feeds) == 0 || a.Fits(len(s.Feeds)), p, "feed_arrangement", a.String(), "%d feeds cannot be arranged so", len(s.Feeds))
	seen := map[string]bool{}
	for i, f := range s.Feeds {
		at := list.at(i)
		v.name(&at, "name", f.Name)
		v.unique(&at, "name", f.Name, seen)
		v.name(&at, "substation", f.Substation)
		v.rating(&at, power.Feed, f.Rating)
		v.notNegative(&at, "cable_km", f.CableKM)
		v.month(&at, "available", f.Available)
		v.prose(&at, "source", f.Source)
	}
}

// rating requires one rating above zero in a unit the kind is rated in.
func (v *validator) rating(p *path, kind power.Kind, r Rating) {
	switch {
	case r.RatingKW == 0 && r.RatingKVA == 0:
		want := "rating_kw"
		if kind.Apparent() {
			want = "rating_kva with power_factor"
		}
		v.require(false, p, "", "no rating", "the rating is missing; give %s, above 0", want)
	case r.RatingKW != 0 && r.RatingKVA != 0:
		v.require(false, p, "rating_kva", r.RatingKVA, "one rating is wanted, not rating_kw and rating_kva both")
	case kind.Apparent() && r.RatingKW != 0:
		v.require(false, p, "rating_kw", r.RatingKW, "wrong unit: a %s is rated in kVA; give rating_kva with power_factor", kind)
	case r.RatingKVA != 0 && !kind.Apparent() && kind != power.Feed && kind != power.Generator:
		v.require(false, p, "rating_kva", r.RatingKVA, "wrong unit: a %s is rated in kW; give rating_kw", kind)
	case r.RatingKVA != 0:
		v.positive(p, "rating_kva", float64(r.RatingKVA))
		v.require(r.PowerFactor > 0 && r.PowerFactor <= 1, p, "power_factor", r.PowerFactor, "a rating in kVA needs a power factor above 0 and at most 1")
	default:
		v.positive(p, "rating_kw", float64(r.RatingKW))
		v.require(r.PowerFactor == 0, p, "power_factor", r.PowerFactor, "a rating in kW has no power factor; leave it out")
	}
}

func (v *validator) kind(p *path, kind power.Kind) bool {
	known := slices.Contains(power.Kinds, kind)
	if !known {
		v.fault(p, "kind", string(kind), "no such kind of stage; there are %s", strings.Join(kindNames(), ", "))
	}
	return known
}

func kindNames() []string {
	var names []string
	for _, k := range power.Kinds {
		names = append(names, string(k))
	}
	return names
}

func (v *validator) train(p *path, s *Site, stages []PowerStage, shared bool) {
	seen := map[string]bool{}
	for i := range stages {
		at := p.at(i)
		if v.kind(&at, stages[i].Kind) {
			v.unique(&at, "kind", string(stages[i].Kind), seen)
			v.stage(&at, s, &stages[i], shared)
		}
	}
}

func (v *validator) stage(p *path, s *Site, g *PowerStage, shared bool) {
	v.between(p, "modules", g.Modules, 1, maxModules)
	a := stageArrangement(g, tierOf(v.plan, v.ref, s.Tier))
	if !a.Fits(g.Modules) {
		v.fault(p, "modules", g.Modules, "modules cannot be arranged as %s: each system needs as many, and one more than the spare ones", a)
	}
	v.rating(p, g.Kind, g.Rating)
	v.arranged(p, g, a)
	if g.Efficiency != 0 {
		v.require(!g.Kind.Cooling() && g.Efficiency > 0.5 && g.Efficiency <= 1, p, "efficiency", g.Efficiency, "power stages have one, above 0.5 and at most 1")
	}
	if g.COP != 0 {
		v.require(g.Kind.Cooling() && g.COP >= 0.5 && g.COP <= 1000, p, "cop", g.COP, "cooling stages have one, from 0.5 to 1000")
	}
	if (g.Kind == power.UPS) != (g.BatteryMinutes != 0) || g.BatteryMinutes < 0 || g.BatteryMinutes > 1440 {
		v.fault(p, "battery_minutes", g.BatteryMinutes, "a ups needs it, above 0 and at most 1440 minutes at rated load; no other stage has it")
	}
	if (g.Kind == power.Generator) != (g.FuelHours != 0) || g.FuelHours < 0 || g.FuelHours > 8760 {
		v.fault(p, "fuel_hours", g.FuelHours, "a generator needs it, above 0 and at most 8760 hours at rated load; no other stage has it")
	}
	v.prose(p, "source", g.Source)
	v.stagePhases(p, s, g, a, shared)
}

func (v *validator) stagePhases(p *path, s *Site, g *PowerStage, a power.Arrangement, shared bool) {
	if !shared {
		v.require(g.Phase == "" && len(g.Added) == 0, p, "phase", g.Phase, "a hall's own stage comes with the hall; leave phase and added out")
		return
	}
	if g.Phase != "" {
		v.phaseName(p, s, g.Phase)
	}
	list := p.key1("added")
	v.atMost(p, "added", len(g.Added), maxSitePhases)
	modules := g.Modules
	for i, add := range g.Added {
		at := list.at(i)
		v.phaseName(&at, s, add.Phase)
		v.between(&at, "modules", add.Modules, 1, maxModules)
		modules += add.Modules
		v.require(a.Fits(modules), &at, "modules", add.Modules, "makes %d modules, which cannot be arranged as %s", modules, a)
	}
}

func (v *validator) phaseName(p *path, s *Site, name string) {
	known := slices.ContainsFunc(s.Phases, func(ph Phase) bool { return ph.Name == name })
	v.require(known, p, "phase", name, "no such phase of site %s", s.Name)
}

func (v *validator) hall(p *path, s *Site, h *Hall) {
	v.name(p, "name", h.Name)
	v.positive(p, "area_m2", h.AreaM2)
	v.between(p, "rack_positions", h.RackPositions, 1, maxRacks)
	v.positive(p, "density_kw_per_rack", h.DensityKWPerRack)
	v.positive(p, "design_it_kw", float64(h.DesignITKW))
	v.prose(p, "source", h.Source)
	train := p.key1("train")
	v.train(&train, s, h.Train, false)
	cooling := func(g PowerStage) bool { return g.Kind.Cooling() }
	v.require(slices.ContainsFunc(h.Train, cooling) || slices.ContainsFunc(s.Plant, cooling), p, "train", "no cooling stage",
		"a hall needs one, in its train or in the plant of its site, such as air_handler")
	v.hallRacks(p, h)
}

func (v *validator) hasSite(name string) bool {
	return slices.ContainsFunc(v.plan.Sites, func(s Site) bool { return s.Name == name })
}

func (v *validator) siteNames() []string {
	var names []string
	for _, s := range v.plan.Sites {
		names = append(names, s.Name)
	}
	return names
}
