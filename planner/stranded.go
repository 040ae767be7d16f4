package planner

import (
	"buildout/planner/finance"
	"buildout/planner/power"
)

// strand finds what the stages of a site cost and how much of it is stranded:
//
//	amount   = cost lines of the site that count the stage's kind, shared over
//	           the site's stages of that kind by their installed kW
//	stranded = amount * stranded IT load / usable IT load of the stage
//
// without VAT, by the forecast. Lines that count a kind are those of its modules,
// their ratings, batteries, fuel or further buses; lines of grid feeds count the
// feeds.
func strand(s *SiteResult, lines []CostLine) {
	for _, kind := range stageKinds {
		var total KRW
		for i := range lines {
			if kindCounted(&lines[i]) == kind {
				total += lines[i].ForecastKRW
			}
		}
		if total != 0 {
			s.shareOut(kind, total)
		}
	}
	s.eachStage(func(g *StageResult) {
		if g.UsableITKW > 0 {
			g.StrandedKRW, _ = finance.Round(float64(g.AmountKRW) * (float64(g.StrandedITKW) / float64(g.UsableITKW)))
		}
		s.StrandedKRW += g.StrandedKRW
	})
}

// stageKinds lists the kinds a stage of a site or hall may have.
var stageKinds = append([]power.Kind{power.Feed}, power.Kinds...)

// kindCounted returns the kind of stage that a cost line counts; none where it
// counts none.
func kindCounted(l *CostLine) power.Kind {
	switch l.Driver {
	case PerFeed, PerFeedKW, PerFeedKM:
		return power.Feed
	}
	return l.Kind
}

// eachStage calls yield with the shared stages and then those of each hall.
func (s *SiteResult) eachStage(yield func(*StageResult)) {
	for i := range s.Stages {
		yield(&s.Stages[i])
	}
	for i := range s.Halls {
		for j := range s.Halls[i].Stages {
			yield(&s.Halls[i].Stages[j])
		}
	}
}

// shareOut shares a total over the stages of a kind by their installed kW, in
// whole won that sum to it.
func (s *SiteResult) shareOut(kind power.Kind, total KRW) {
	var installed, running float64
	s.eachStage(func(g *StageResult) {
		if g.Kind == kind {
			installed += float64(g.InstalledKW)
		}
	})
	if installed == 0 {
		return
	}
	var given KRW
	s.eachStage(func(g *StageResult) {
		if g.Kind == kind {
			running += float64(g.InstalledKW)
			upTo, _ := finance.Round(float64(total) * (running / installed))
			g.AmountKRW, given = upTo-given, upTo
		}
	})
}
