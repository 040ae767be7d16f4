package planner

import (
	"math"
	"slices"

	"buildout/planner/power"
)

// What limits a hall beside the stages of its train.
const (
	bindingDesign = "design"
	bindingSpace  = "space"
	bindingSite   = "site." // before the kind of a stage the site's halls share
)

// siteTrains is a site with its trains resolved: tier, arrangements, ratings
// and the load each stage carries per kW of IT load.
type siteTrains struct {
	site     *Site
	tier     RedundancyTier
	schedule siteSchedules
	shared   []power.Stage // the plant with all modules in
	halls    []hallTrain
	live     []Month // of each phase: the first month its halls may carry load
}

type hallTrain struct {
	hall   *Hall
	phase  int
	own    []power.Stage
	load   power.Loading // of shared, then own
	limits []KW          // usable IT kW of the own stages
	usable KW            // least of design, space and the own stages
	gross  KW            // the same with nothing held back for a failure
	binds  string
	placed KW // peak of the racks placed by name
}

// siteCapacity works out installed and usable IT kW by site, hall and month.
func siteCapacity(plan Plan, ref Reference, schedules []siteSchedules, months []Month) []SiteResult {
	results := make([]SiteResult, len(plan.Sites))
	for i := range plan.Sites {
		t := resolve(plan, ref, &plan.Sites[i], schedules[i])
		results[i] = t.result(months)
	}
	return results
}

func resolve(plan Plan, ref Reference, s *Site, schedule siteSchedules) siteTrains {
	t := siteTrains{site: s, tier: tierOf(plan, ref, s.Tier), schedule: schedule}
	t.shared = stagesOf(s.Plant, t.tier, ref)
	for i := range t.shared {
		for _, add := range s.Plant[i].Added {
			t.shared[i].Modules += add.Modules
		}
	}
	for p := range s.Phases {
		for h := range s.Phases[p].Halls {
			t.halls = append(t.halls, t.resolveHall(plan, ref, p, &s.Phases[p].Halls[h]))
		}
	}
	t.energise()
	return t
}

// energise finds the first month in which the halls of each phase may carry
// load: built, with the grid there and some of every stage they share.
func (t *siteTrains) energise() {
	for _, p := range t.schedule {
		t.live = append(t.live, p.built)
	}
	for p, from := range slices.Clone(t.live) {
		for _, m := range t.changes() {
			if m >= from && t.in(m).share > 0 {
				t.live[p] = m
				break
			}
		}
	}
}

func stagesOf(groups []PowerStage, tier RedundancyTier, ref Reference) []power.Stage {
	stages := make([]power.Stage, len(groups), len(groups)+8)
	for i := range groups {
		g := &groups[i]
		stages[i] = power.Stage{
			Kind: g.Kind, Arrangement: stageArrangement(g, tier), Modules: g.Modules, Rating: g.Real(),
			Efficiency: g.Efficiency, COP: g.COP,
		}
		for _, e := range ref.Equipment {
			if e.Kind == g.Kind && g.Efficiency == 0 && g.COP == 0 {
				stages[i].Efficiency, stages[i].COP = e.Efficiency, e.COP
			}
		}
	}
	return stages
}

func (t *siteTrains) resolveHall(plan Plan, ref Reference, phase int, hall *Hall) hallTrain {
	h := hallTrain{hall: hall, phase: phase, own: stagesOf(hall.Train, t.tier, ref)}
	h.load = power.Load(slices.Concat(t.shared, h.own), ref.OtherLoad.Value)
	space := KW(float64(hall.RackPositions) * hall.DensityKWPerRack)
	h.usable, h.binds = hall.DesignITKW, bindingDesign
	if space < h.usable {
		h.usable, h.binds = space, bindingSpace
	}
	h.gross = h.usable
	for _, r := range hall.Racks {
		h.placed += rackTypeOf(plan, ref, r.RackType).PeakKW
	}
	h.limits = make([]KW, len(h.own))
	for i, s := range h.own {
		per := KW(h.load.Stages[len(t.shared)+i])
		h.limits[i] = s.Usable() / per
		h.gross = min(h.gross, s.Installed()/per)
		if h.limits[i] < h.usable {
			h.usable, h.binds = h.limits[i], string(s.Kind)
		}
	}
	return h
}

// state is what a site can do while nothing changes.
type state struct {
	share      float64 // of what each energised hall could carry by itself
	grossShare float64 // the same with nothing held back for a failure
	binds      string  // the shared stage that limits the share, if it is below 1
}

// in works out a site's state in month m. Halls that share plant fill in
// proportion to what each could carry alone:
//
//	share = min over shared stages of usable kW / sum over halls (usable IT kW * load per IT kW)
func (t *siteTrains) in(m Month) state {
	st := state{share: 1, grossShare: 1}
	feeds := feedRatings(t.site, m)
	st.limit(feedUsable(t.site, t.tier, m), sum(feeds), t.drawn(m, -1), t.drawnGross(m, -1), power.Feed)
	for i, s := range t.shared {
		s.Modules = t.modulesIn(m, i)
		st.limit(s.Usable(), s.Installed(), t.drawn(m, i), t.drawnGross(m, i), s.Kind)
	}
	return st
}

func (st *state) limit(usable, installed, drawn, drawnGross KW, kind power.Kind) {
	if drawn > usable && float64(usable/drawn) < st.share {
		st.share, st.binds = float64(usable/drawn), string(kind)
	}
	if drawnGross > installed {
		st.grossShare = min(st.grossShare, float64(installed/drawnGross))
	}
}

// drawn returns the kW on shared stage i, or on the feeds where i is -1, with
// every energised hall at what it could carry alone.
func (t *siteTrains) drawn(m Month, i int) KW {
	return t.drawnBy(m, i, func(h *hallTrain) KW { return h.usable })
}

func (t *siteTrains) drawnGross(m Month, i int) KW {
	return t.drawnBy(m, i, func(h *hallTrain) KW { return h.gross })
}

func (t *siteTrains) drawnBy(m Month, i int, it func(*hallTrain) KW) KW {
	var drawn KW
	for j := range t.halls {
		h := &t.halls[j]
		if t.energised(h) > m {
			continue
		}
		per := h.load.Facility
		if i >= 0 {
			per = h.load.Stages[i]
		}
		drawn += KW(float64(it(h)) * per)
	}
	return drawn
}

func (t *siteTrains) energised(h *hallTrain) Month { return t.live[h.phase] }

// modulesIn returns the modules of shared stage i that built phases brought by
// month m.
func (t *siteTrains) modulesIn(m Month, i int) int {
	g := &t.site.Plant[i]
	n := 0
	if t.builtBy(m, g.Phase) {
		n = g.Modules
	}
	for _, add := range g.Added {
		if t.builtBy(m, add.Phase) {
			n += add.Modules
		}
	}
	return n
}

// builtBy reports whether a phase, the first where none is named, is built in
// month m.
func (t *siteTrains) builtBy(m Month, name string) bool {
	return t.schedule[phaseIndex(t.site, name)].built <= m
}

// phaseIndex finds a phase by name; no name is the first.
func phaseIndex(s *Site, name string) int {
	if name == "" {
		return 0
	}
	return slices.IndexFunc(s.Phases, func(ph Phase) bool { return ph.Name == name })
}

// changes lists the months, in order and once each, in which the state of the
// site may change.
func (t *siteTrains) changes() []Month {
	var at []Month
	for _, p := range t.schedule {
		at = append(at, p.built)
	}
	for _, f := range t.site.Feeds {
		at = append(at, f.Available)
	}
	slices.Sort(at)
	return slices.Compact(at)
}

func sum(ratings []KW) KW {
	var total KW
	for _, r := range ratings {
		total += r
	}
	return total
}

// watts rounds kW down to the watt: what is usable is never overstated.
func watts(p KW) KW { return KW(math.Floor(float64(p)*1000+1e-6) / 1000) }
