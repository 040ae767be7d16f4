package compare

import (
	"iter"

	"buildout/planner"
)

// phasesOf goes through the phases of a site, of all sites where the name is
// empty.
func phasesOf(r *planner.Result, site string) iter.Seq2[*planner.SiteResult, *planner.PhaseResult] {
	return func(yield func(*planner.SiteResult, *planner.PhaseResult) bool) {
		for i := range r.Sites {
			s := &r.Sites[i]
			for j := range s.Phases {
				if (site == "" || s.Name == site) && !yield(s, &s.Phases[j]) {
					return
				}
			}
		}
	}
}

// lastPhase is the phase that is energised last, the first of several.
func lastPhase(r *planner.Result, site string) (of *planner.SiteResult, last *planner.PhaseResult) {
	for s, ph := range phasesOf(r, site) {
		if last == nil || ph.Energised > last.Energised {
			of, last = s, ph
		}
	}
	return of, last
}

// energised is the month in which the last phase of all is.
func energised(r *planner.Result, _ subject) Value {
	_, last := lastPhase(r, "")
	if last == nil {
		return Value{}
	}
	return monthValue(last.Energised)
}

func lastOfAll(r *planner.Result, _ subject) string { return lastPath(r, "") }

func lastPath(r *planner.Result, site string) string {
	of, last := lastPhase(r, site)
	return planner.PathName(of.Name) + "/phases/" + planner.PathName(last.Name)
}

// siteEnergised is the month in which the last phase of a site is.
func siteEnergised(r *planner.Result, s subject) Value {
	if s.site == "" {
		return Value{}
	}
	_, last := lastPhase(r, s.site)
	if last == nil {
		return Value{}
	}
	return monthValue(last.Energised)
}

func lastOfSite(r *planner.Result, s subject) string { return lastPath(r, s.site) }

func phaseEnergised(r *planner.Result, s subject) Value {
	for _, ph := range phasesOf(r, s.site) {
		if ph.Name == s.phase {
			return monthValue(ph.Energised)
		}
	}
	return Value{}
}

// earliest is the site whose first hall may carry load before that of others.
func earliest(r *planner.Result) (first *planner.SiteResult) {
	for i := range r.Sites {
		s := &r.Sites[i]
		if !s.Energised.IsZero() && (first == nil || s.Energised < first.Energised) {
			first = s
		}
	}
	return first
}

// firstEnergised is the month in which the first hall of all may carry load.
func firstEnergised(r *planner.Result, _ subject) Value {
	if first := earliest(r); first != nil {
		return monthValue(first.Energised)
	}
	return Value{}
}

func firstSite(r *planner.Result, _ subject) string { return planner.PathName(earliest(r).Name) }

// monthsLate is that of the phase that is energised the longest after it was
// promised; negative where every one is early. It is none where nothing is
// promised.
func monthsLate(r *planner.Result, _ subject) (worst Value) {
	for _, ph := range phasesOf(r, "") {
		if ph.Promised.IsZero() || ph.Energised.IsZero() {
			continue
		}
		if late := float64(ph.Energised - ph.Promised); worst.Kind == None || late > worst.Number {
			worst = numberValue(late)
		}
	}
	return worst
}

// firstOrder is the month by which the first equipment must be ordered.
func firstOrder(r *planner.Result, _ subject) Value {
	var first planner.Month
	for i := range r.Orders {
		if m := r.Orders[i].OrderBy; first.IsZero() || m < first {
			first = m
		}
	}
	return monthValue(first)
}
