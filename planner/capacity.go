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

// siteTrains is a site with its trains resolved: tier, arrangements and
// ratings, and what it may carry each time something changes.
type siteTrains struct {
	site     *Site
	tier     RedundancyTier
	tiers    tierLadder
	schedule siteSchedules
	limits   []PlantLimit
	other    float64       // kW per kW of IT load that joins it
	shared   []power.Stage // the feeds, then the plant, with all of it in
	classes  [][]power.Stage
	halls    []hallTrain
	states   []siteState // by month, the first one before anything is built
	live     []Month     // of each phase: the first month its halls may carry load
}

type hallTrain struct {
	hall   *Hall
	phase  int
	class  int
	most   KW // least of design and space
	binds  string
	placed KW // peak of the racks placed by name
}

// siteState is what a site may carry from a month on, until the next state.
type siteState struct {
	from   Month
	halls  []int // those built, as indices into siteTrains.halls
	solved *power.Solution
	power  power.Site
	tiers  []string // that each hall reaches
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

func resolve(plan Plan, ref Reference, s *Site, schedule siteSchedules) *siteTrains {
	t := &siteTrains{site: s, tier: tierOf(plan, ref, s.Tier), tiers: ladderOf(plan, ref), schedule: schedule, limits: ref.Limits, other: ref.OtherLoad.Value}
	t.shared = sharedStages(s, t.tier, ref)
	for p := range s.Phases {
		for h := range s.Phases[p].Halls {
			t.addHall(plan, ref, p, &s.Phases[p].Halls[h])
		}
	}
	t.solve()
	t.energise()
	return t
}

func (t *siteTrains) addHall(plan Plan, ref Reference, phase int, hall *Hall) {
	own := stagesOf(hall.Train, t.tier, ref)
	alike := func(class []power.Stage) bool {
		return slices.EqualFunc(class, own, func(a, b power.Stage) bool { return a.Same(&b) })
	}
	h := hallTrain{hall: hall, phase: phase, class: slices.IndexFunc(t.classes, alike)}
	if h.class < 0 {
		h.class = len(t.classes)
		t.classes = append(t.classes, own)
	}
	h.most, h.binds = hall.DesignITKW, bindingDesign
	if space := KW(float64(hall.RackPositions) * hall.DensityKWPerRack); space < h.most {
		h.most, h.binds = space, bindingSpace
	}
	for _, r := range hall.Racks {
		h.placed += rackTypeOf(plan, ref, r.RackType).PeakKW
	}
	t.halls = append(t.halls, h)
}

// sharedStages lists the stages all halls share: the grid feeds, then the
// plant with the modules of every phase.
func sharedStages(s *Site, tier RedundancyTier, ref Reference) []power.Stage {
	feeds := power.Stage{Kind: power.Feed, Arrangement: feedArrangement(s, tier), Modules: len(s.Feeds), Buses: 1, Efficiency: 1, Ratings: make([]KW, len(s.Feeds))}
	for i, f := range s.Feeds {
		feeds.Ratings[i] = f.Real()
		feeds.Names = append(feeds.Names, f.Name)
		feeds.Substations = append(feeds.Substations, f.Substation)
	}
	stages := append([]power.Stage{feeds}, stagesOf(s.Plant, tier, ref)...)
	for i := range s.Plant {
		for _, add := range s.Plant[i].Added {
			stages[i+1].Modules += add.Modules
		}
	}
	return stages
}

// stagesOf resolves the stages of a plan: the tier's arrangement and the
// shipped efficiency where a stage gives none.
func stagesOf(groups []PowerStage, tier RedundancyTier, ref Reference) []power.Stage {
	stages := make([]power.Stage, len(groups))
	for i := range groups {
		g := &groups[i]
		s := power.Stage{
			Kind: g.Kind, Arrangement: stageArrangement(g, tier), Modules: g.Modules, Rating: g.Real(), Buses: max(1, g.Buses),
			Compartments: g.Compartments, Efficiency: g.Efficiency, NoLoadLoss: g.NoLoadLoss, COP: g.COP, Continuous: g.Continuous,
		}
		for _, p := range g.Pairs {
			s.Pairs = append(s.Pairs, power.Pair{First: p.First - 1, Second: p.Second - 1, Share: p.Share})
		}
		if e := equipmentOf(ref, g.Kind); g.Efficiency == 0 && g.COP == 0 {
			s.Efficiency, s.NoLoadLoss, s.COP = e.Efficiency, e.NoLoadLoss, e.COP
		}
		stages[i] = s
	}
	return stages
}

func equipmentOf(ref Reference, kind power.Kind) Equipment {
	i := slices.IndexFunc(ref.Equipment, func(e Equipment) bool { return e.Kind == kind })
	if i < 0 {
		return Equipment{}
	}
	return ref.Equipment[i]
}

// solve works out what the site may carry each time a phase is built or a feed
// becomes available.
func (t *siteTrains) solve() {
	for _, m := range t.changes() {
		st := t.stateWhen(m)
		if st.solved != nil {
			t.tiers.reach(&st)
		}
		t.states = append(t.states, st)
	}
}

// stateWhen works out what the site may carry with what is built and available in
// month m.
func (t *siteTrains) stateWhen(m Month) siteState {
	st := siteState{from: m, power: power.Site{Shared: t.sharedIn(m), Classes: t.classes, OtherLoad: t.other}}
	for j := range t.halls {
		if h := &t.halls[j]; t.schedule[h.phase].built <= m {
			st.halls = append(st.halls, j)
			st.power.Halls = append(st.power.Halls, power.Hall{Name: h.hall.Name, Class: h.class, Most: h.most})
		}
	}
	if len(st.halls) > 0 {
		st.solved = power.Solve(&st.power, t.tier.rule())
	}
	return st
}

// sharedIn returns the shared stages as built by month m.
func (t *siteTrains) sharedIn(m Month) []power.Stage {
	stages := slices.Clone(t.shared)
	feeds := &stages[0]
	feeds.Modules, feeds.Ratings, feeds.Names, feeds.Substations = 0, []KW{}, nil, nil
	for _, f := range t.site.Feeds {
		if f.Available <= m {
			feeds.Modules++
			feeds.Ratings = append(feeds.Ratings, f.Real())
			feeds.Names = append(feeds.Names, f.Name)
			feeds.Substations = append(feeds.Substations, f.Substation)
		}
	}
	for i := range t.site.Plant {
		stages[i+1].Modules = t.modulesIn(m, i)
	}
	return stages
}

// energise finds the first month in which the halls of each phase may carry
// load: built, with the grid there and some of every stage they need.
func (t *siteTrains) energise() {
	for p := range t.schedule {
		live := t.schedule[p].built
		for i := range t.states {
			if t.states[i].from >= live && t.states[i].carries(t, p) {
				live = t.states[i].from
				break
			}
		}
		t.live = append(t.live, live)
	}
}

// carries reports whether a hall of a phase may carry load; a phase without
// halls carries what it has.
func (st *siteState) carries(t *siteTrains, phase int) bool {
	halls := 0
	for i, j := range st.halls {
		if t.halls[j].phase != phase {
			continue
		}
		halls++
		if st.usable(i) > 0 {
			return true
		}
	}
	return halls == 0
}

// usable returns what hall i of the state may carry, not rounded.
func (st *siteState) usable(i int) KW { return KW(float64(st.solved.Alone[i]) * st.solved.Share) }

// modulesIn returns the modules of plant stage i that built phases brought by
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

// watts rounds kW down to the watt: what is usable is never overstated.
func watts(p KW) KW { return KW(math.Floor(float64(p)*1000+1e-6) / 1000) }
