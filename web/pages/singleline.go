package pages

import (
	"encoding/json"
	"slices"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/web/locales"
)

// singleLine is the single-line diagram of a site in a month with a failure or
// none, and the same in words.
type singleLine struct {
	Site     string
	Failure  string // in words; empty where the site is sound
	Gone     bool   // the failure chosen is none of the plan
	Verdict  string
	Over     bool // something overloads or drops
	Words    []string
	Choices  []failureGroup
	Sound    string // address without a failure
	Diagram  diagram
	IsFailed bool
}

// failureGroup is the failures of one event, to choose from.
type failureGroup struct {
	Title   string
	Choices []choice
}

// stateGroup is halls of a state that are alike.
type stateGroup struct {
	planner.HallState
	Names []string
	sound planner.HallState // of the first
}

func (v planPage) singleLine(view CapacityView) singleLine {
	l, state := v.L, view.State
	s := singleLine{Site: l.Place(view.Plan.Result, view.Site), Gone: view.FailureGone, Sound: v.choose("failure", "")}
	groups := stateGroups(siteIn(view.Plan.Document, view.Site), state, view.Sound)
	if state.Failure != nil {
		s.IsFailed, s.Failure = true, l.FailureTitle(*state.Failure)
	}
	s.Words, s.Over = stateWords(l, state, groups)
	s.Verdict = l.T("line.verdict.sound")
	switch {
	case s.IsFailed && s.Over:
		s.Verdict = l.T("line.verdict.lost")
	case s.IsFailed:
		s.Verdict = l.T("line.verdict.held")
	}
	s.Words = append(s.Words, tierWords(l, siteResult(view.Plan.Result, view.Site), s.IsFailed && s.Over))
	for _, f := range state.Failures {
		title := l.T("event." + string(f.Event))
		if n := len(s.Choices); n == 0 || s.Choices[n-1].Title != title {
			s.Choices = append(s.Choices, failureGroup{Title: title})
		}
		g := &s.Choices[len(s.Choices)-1]
		g.Choices = append(g.Choices, choice{Name: f.ID, Title: l.FailureTitle(f), Current: state.Failure != nil && state.Failure.ID == f.ID})
	}
	s.Diagram = v.draft(view, groups)
	return s
}

// stateGroups gathers the halls of a state that carry the same in the same
// trains.
func stateGroups(site planner.Site, state, sound planner.SiteState) []stateGroup {
	var groups []stateGroup
	places := map[string]int{}
	for _, hall := range state.Halls {
		nameless := hall
		nameless.Name = ""
		key, err := json.Marshal([]any{nameless, hallIn(site, hall.Name).Train})
		if err != nil {
			key = []byte(hall.Name)
		}
		at, known := places[string(key)]
		if known {
			groups[at].Names = append(groups[at].Names, hall.Name)
			continue
		}
		places[string(key)] = len(groups)
		g := stateGroup{HallState: hall, Names: []string{hall.Name}, sound: hall}
		if i := slices.IndexFunc(sound.Halls, func(h planner.HallState) bool { return h.Name == hall.Name }); i >= 0 {
			g.sound = sound.Halls[i]
		}
		groups = append(groups, g)
	}
	return groups
}

func (g stateGroup) title(l *locales.Locale) string {
	switch n := len(g.Names); n {
	case 1:
		return g.Names[0]
	case 2:
		return g.Names[0] + ", " + g.Names[1]
	default:
		return l.T("halls.counted", "first", g.Names[0], "last", g.Names[n-1], "count", l.Int(n))
	}
}

// stateWords says what a failure does: where the power comes from, what is
// above its rating, what drops. Over reports that something is or does.
func stateWords(l *locales.Locale, state planner.SiteState, groups []stateGroup) (words []string, over bool) {
	if state.Source == power.OnSite {
		words = append(words, l.T("line.on_site"))
	}
	overloads := func(place string, stages []power.StageState) {
		for _, stage := range stages {
			for _, s := range stage.Systems {
				if !s.Over {
					continue
				}
				over = true
				words = append(words, l.T("line.over", "what", systemTitle(l, place, stage.Kind, s.Name), "load", l.KW(s.LoadKW), "rating", l.KW(s.RatingKW)))
			}
		}
	}
	overloads("", state.Stages)
	for _, g := range groups {
		title := g.title(l)
		overloads(title, g.Stages)
		if g.DroppedKW > 0 {
			over = true
			key := "line.dropped"
			if len(g.Names) > 1 {
				key = "line.dropped.each"
			}
			words = append(words, l.T(key, "hall", title, "kw", l.KW(g.DroppedKW), "it", l.KW(g.ITKW)))
		}
		if g.Uncooled {
			over = true
			words = append(words, l.T("line.uncooled", "hall", title))
		}
	}
	if !over {
		words = append(words, l.T("line.carried"))
	}
	return words, over
}

// tierWords says whether the tier claimed is reached when all is energised, and
// of a failure that is not survived whether it asks for that.
func tierWords(l *locales.Locale, site planner.SiteResult, lost bool) string {
	switch {
	case !site.TierMet:
		return l.T("line.tier.missed", "tier", site.TierClaimed, "reason", l.TierReason(site.TierBreak))
	case lost:
		return l.T("line.tier.unasked", "tier", site.TierClaimed)
	}
	return l.T("line.tier.met", "tier", site.TierClaimed)
}

// systemTitle names a system by its hall, kind and letter.
func systemTitle(l *locales.Locale, place string, kind power.Kind, system string) string {
	title := l.Kind(kind)
	if system != "" {
		title += " " + system
	}
	if place != "" {
		title = place + " · " + title
	}
	return title
}
