package planner

import (
	"slices"
	"strconv"

	"buildout/planner/power"
)

// tierChanges finds, for every site that does not reach the tier it claims, the
// cheapest single change to a kind of stage that would.
func tierChanges(plan Plan, ref Reference, schedules []siteSchedules, sites []SiteResult) {
	for i := range sites {
		s := &sites[i]
		if s.TierMet || s.TierBreak == nil {
			continue
		}
		for _, to := range mending(&plan.Sites[i], s) {
			changed, change := to.apply(plan, tierOf(plan, ref, plan.Sites[i].Tier), i)
			c, ok := reaching(changed, ref, schedules, sites, i, change)
			if ok && (s.TierChange == nil || c.AmountKRW < s.TierChange.AmountKRW) {
				s.TierChange = c
			}
		}
	}
}

// mend is a change to a kind of stage: of the plant, or of every hall.
type mend struct {
	kind  power.Kind
	plant bool
	field string
	set   func(g *PowerStage, tier RedundancyTier) (from, to string)
}

// mending lists the changes that may mend what keeps a site from a tier: one
// more of what the stage has.
func mending(s *Site, r *SiteResult) []mend {
	b := r.TierBreak
	of := func(field string, set func(g *PowerStage, was power.Arrangement) (from, to string)) mend {
		plant := slices.ContainsFunc(s.Plant, func(g PowerStage) bool { return g.Kind == b.Kind })
		return mend{b.Kind, plant, field, func(g *PowerStage, tier RedundancyTier) (string, string) { return set(g, stageArrangement(g, tier)) }}
	}
	arrange := func(want func(was power.Arrangement) power.Arrangement) mend {
		return of("arrangement", func(g *PowerStage, was power.Arrangement) (string, string) {
			g.Arrangement = want(was)
			g.rearrange(was, g.Arrangement)
			return was.String(), g.Arrangement.String()
		})
	}
	switch b.Cause {
	case power.NotContinuous:
		return []mend{of("continuous", func(g *PowerStage, _ power.Arrangement) (string, string) {
			g.Continuous = true
			return "false", "true"
		})}
	case power.Dropped, power.Overloaded:
		if b.Kind == "" || b.Kind == power.Feed {
			return nil
		}
	default:
		return nil
	}
	list := []mend{
		arrange(func(was power.Arrangement) power.Arrangement {
			return power.Arrangement{Systems: was.Systems, Spare: was.Spare + 1, Catcher: was.Catcher}
		}),
		arrange(func(was power.Arrangement) power.Arrangement { return power.Arrangement{Systems: 2, Spare: was.Spare} }),
		arrange(func(power.Arrangement) power.Arrangement { return power.Arrangement{Systems: 2} }),
	}
	if b.Kind.Bussed() {
		list = append(list, of("buses", func(g *PowerStage, _ power.Arrangement) (string, string) {
			from := max(1, g.Buses)
			g.Buses = from + 1
			return strconv.Itoa(from), strconv.Itoa(g.Buses)
		}))
	}
	return list
}

// apply returns the plan with the change made to site i, and the change in
// words. The plan shares with the old one what does not change.
func (m mend) apply(plan Plan, tier RedundancyTier, i int) (Plan, TierChange) {
	plan.Sites = slices.Clone(plan.Sites)
	s := &plan.Sites[i]
	var c TierChange
	change := func(where string, stages []PowerStage) {
		for k := range stages {
			if stages[k].Kind != m.kind {
				continue
			}
			stages[k].Added = slices.Clone(stages[k].Added)
			from, to := m.set(&stages[k], tier)
			path := "sites/" + PathName(s.Name) + where + "/" + string(m.kind) + "/" + m.field
			if len(c.Changes) == 0 {
				c.Path, c.From, c.To = path, from, to
			}
			c.Changes = append(c.Changes, Change{path, to})
		}
	}
	if m.plant {
		s.Plant = slices.Clone(s.Plant)
		change("", s.Plant)
		return plan, c
	}
	s.Phases = slices.Clone(s.Phases)
	for p := range s.Phases {
		s.Phases[p].Halls = slices.Clone(s.Phases[p].Halls)
		for h := range s.Phases[p].Halls {
			hall := &s.Phases[p].Halls[h]
			hall.Train = slices.Clone(hall.Train)
			change("/halls/"+PathName(hall.Name), hall.Train)
		}
	}
	return plan, c
}

// reaching completes a change with what it costs and carries; ok is false where
// site i does not reach its tier with it. sites is the plan without the change: the
// racks in use stay those.
func reaching(plan Plan, ref Reference, schedules []siteSchedules, sites []SiteResult, i int, c TierChange) (*TierChange, bool) {
	if len(c.Changes) == 0 || !sitesHold(plan, ref) {
		return nil, false
	}
	r := resolve(plan, ref, &plan.Sites[i], schedules[i]).result([]Month{plan.Horizon.Start})
	if !r.TierMet {
		return nil, false
	}
	costs, err := priceAll(plan, ref, schedules, sites)
	if err != nil {
		return nil, false
	}
	for _, l := range costs.bySite[i] {
		c.AmountKRW += l.AmountKRW
	}
	c.AmountKRW -= sites[i].AmountKRW
	c.UsableKW = r.CompleteITKW
	return &c, true
}
