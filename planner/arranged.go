package planner

import "buildout/planner/power"

// ArrangementAt returns the arrangement of a stage at a site: its own, that
// which the tier the site claims asks of its kind, or N.
func ArrangementAt(plan Plan, ref Reference, s *Site, g *PowerStage) power.Arrangement {
	return stageArrangement(g, tierOf(plan, ref, s.Tier))
}

// FeedsArrangement returns the arrangement of a site's grid feeds: its own, that
// which the tier the site claims asks of feeds, or N.
func FeedsArrangement(plan Plan, ref Reference, s *Site) power.Arrangement {
	return feedArrangement(s, tierOf(plan, ref, s.Tier))
}

// Rearrange gives the stage as many modules as carry in arrangement want what
// they carried in was, as Apply does for a change of arrangement. The list of
// added modules must be the stage's own. Pairs of systems that are no longer
// there go.
func (g *PowerStage) Rearrange(was, want power.Arrangement) { g.rearrange(was, want) }
