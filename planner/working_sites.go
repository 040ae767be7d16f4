package planner

import (
	"slices"

	"buildout/planner/power"
)

// SiteWorking is what a site may carry, by what of it is built.
type SiteWorking struct {
	Phases  []int // that bring halls or plant, as indices into the site's phases
	Halls   []HallWorking
	Classes int            // of halls whose trains are alike
	States  []StateWorking // beginning with nothing built
	Whole   bool           // whether the states are all there may be
	Draws   []DrawWorking  // by month of the horizon
}

// DrawWorking is what a site draws in a month: what its feeds may carry, and the
// factors of its draw; nothing before a hall is built.
type DrawWorking struct {
	ContractedKW KW
	Facility     power.Facility
}

// HallWorking is a hall of a site, in the order of its result.
type HallWorking struct{ Phase, Class int }

// StateWorking is what a site may carry with some of it built.
type StateWorking struct {
	Built        []bool // of each phase of SiteWorking, then whether each feed is there
	UsableKW     []KW   // of each hall; 0 where it is not built
	SiteKW       KW     // of all halls
	InstalledKW  []KW   // of each phase of the site: its halls with nothing held back for a failure
	Carries      []bool // of each phase of the site: whether it is built and a hall of it may carry load
	ContractedKW KW     // what the grid feeds may carry; 0 without halls
	Facility     power.Facility
}

// The states that are worked out: at most so many of a site, so many of all sites,
// and so many halls of a site in all its states, so that a workbook of a large
// plan does not wait for them. Those on the plan's own way are there in any case.
const (
	mostStates     = 128
	mostPlanStates = 1_024
	mostStateHalls = 6_000
)

// events is what of a site is there: its phases, then its feeds.
type events [maxSitePhases + maxFeeds]bool

// sitesWorking works out what each site may carry by what of it is built.
func sitesWorking(plan Plan, ref Reference, r *Result) []SiteWorking {
	list := make([]SiteWorking, len(plan.Sites))
	for i, s := range schedule(plan, ref) {
		t := resolve(plan, ref, &plan.Sites[i], s)
		list[i] = t.working(len(plan.Sites))
		list[i].Draws = drawsOf(&r.Sites[i], len(r.Months), len(t.classes))
	}
	return list
}

// drawsOf is what a site draws by month.
func drawsOf(r *SiteResult, months, classes int) []DrawWorking {
	list := make([]DrawWorking, months)
	for i := range list {
		list[i].Facility.PerIT = make([]power.Draw, classes)
	}
	for k := range r.draws {
		d := &r.draws[k]
		for i := d.from; i < d.until && d.classes != nil; i++ {
			list[i] = DrawWorking{d.contracted, d.facility}
		}
	}
	return list
}

// working works out one of so many sites.
func (t *siteTrains) working(sites int) SiteWorking {
	w := SiteWorking{Classes: len(t.classes)}
	for p := range t.schedule {
		if t.brings(p) {
			w.Phases = append(w.Phases, p)
		}
	}
	for j := range t.halls {
		w.Halls = append(w.Halls, HallWorking{t.halls[j].phase, t.halls[j].class})
	}
	count := len(w.Phases) + len(t.site.Feeds)
	list := nearest(t.way(w.Phases), count, min(mostStates, mostPlanStates/sites, mostStateHalls/max(1, len(t.halls))))
	w.Whole = count < 30 && len(list) == 1<<count
	for i := range list {
		w.States = append(w.States, t.stateOf(w.Phases, list[i][:count]))
	}
	return w
}

// brings reports whether a phase has halls or brings plant.
func (t *siteTrains) brings(phase int) bool {
	if len(t.site.Phases[phase].Halls) > 0 {
		return true
	}
	for i := range t.site.Plant {
		g := &t.site.Plant[i]
		if phaseIndex(t.site, g.Phase) == phase || slices.ContainsFunc(g.Added, func(a ModuleAddition) bool { return phaseIndex(t.site, a.Phase) == phase }) {
			return true
		}
	}
	return false
}

// way lists what is there of a site through time, beginning with nothing.
func (t *siteTrains) way(phases []int) []events {
	list := make([]events, 1, len(t.states)+1)
	for i := range t.states {
		var e events
		for k, p := range phases {
			e[k] = t.schedule[p].built <= t.states[i].from
		}
		for k := range t.site.Feeds {
			e[len(phases)+k] = t.site.Feeds[k].Available <= t.states[i].from
		}
		if !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	return list
}

// nearest adds to a list of what may be there, made of so many events, what
// differs from it by one event, by two and so on, until there is no more or it
// holds most.
func nearest(list []events, count, most int) []events {
	known := map[events]bool{}
	for _, e := range list {
		known[e] = true
	}
	for i := 0; i < len(list); i++ {
		for k := 0; k < count && len(list) < most; k++ {
			e := list[i]
			if e[k] = !e[k]; !known[e] {
				known[e] = true
				list = append(list, e)
			}
		}
	}
	return list
}

// stateOf works out what the site may carry with what is there, as if it had come
// by a month.
func (t *siteTrains) stateOf(phases []int, built []bool) StateWorking {
	const now, later = Month(1), Month(2)
	when := func(there bool) Month {
		if there {
			return now
		}
		return later
	}
	then, site := *t, *t.site
	then.schedule, site.Feeds = slices.Clone(t.schedule), slices.Clone(t.site.Feeds)
	for k, p := range phases {
		then.schedule[p].built = when(built[k])
	}
	for k := range site.Feeds {
		site.Feeds[k].Available = when(built[len(phases)+k])
	}
	then.site = &site
	st := then.stateWhen(now)
	return then.stateWorking(&st, slices.Clone(built))
}

// stateWorking writes what a state carries.
func (t *siteTrains) stateWorking(st *siteState, built []bool) StateWorking {
	w := StateWorking{
		Built: built, UsableKW: make([]KW, len(t.halls)), InstalledKW: make([]KW, len(t.schedule)), Carries: make([]bool, len(t.schedule)),
		Facility: power.Facility{PerIT: make([]power.Draw, len(t.classes))},
	}
	if st.solved == nil {
		return w
	}
	var out givenOut
	for i, j := range st.halls {
		w.UsableKW[j] = out.take(st, i)
		w.SiteKW = rounded(w.SiteKW + w.UsableKW[j])
		phase := t.halls[j].phase
		w.InstalledKW[phase] = rounded(w.InstalledKW[phase] + st.installed(i))
		w.Carries[phase] = st.carries(t, phase)
	}
	w.ContractedKW, w.Facility = st.solved.Shared[0].Usable, st.solved.Facility()
	return w
}
