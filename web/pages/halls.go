package pages

import (
	"encoding/json"
	"slices"

	"buildout/planner"
	"buildout/web/locales"
)

// hallGroup is halls of a site that are alike: the same trains and the same
// numbers.
type hallGroup []planner.HallResult

// hallGroups gathers the halls of a site that are alike, in the order in which
// the first of each stands.
func hallGroups(site planner.Site, r planner.SiteResult) []hallGroup {
	var groups []hallGroup
	places := map[string]int{}
	for _, hall := range r.Halls {
		key := hallKey(hallIn(site, hall.Name), hall)
		at, known := places[key]
		if !known {
			places[key] = len(groups)
			groups = append(groups, hallGroup{hall})
			continue
		}
		groups[at] = append(groups[at], hall)
	}
	return groups
}

// hallKey is the same text for halls that are alike.
func hallKey(hall planner.Hall, r planner.HallResult) string {
	stages := slices.Clone(r.Stages)
	for i := range stages {
		stages[i].HeadroomITKW = nil                      // of the load, not of the train
		stages[i].AmountKRW, stages[i].StrandedKRW = 0, 0 // shares of halls, which differ by the rest of a won
		if f := stages[i].Failure; f != nil {
			nameless := *f
			nameless.ID, nameless.Hall = "", ""
			stages[i].Failure = &nameless
		}
	}
	key, err := json.Marshal([]any{hall.Train, hall.DesignITKW, stages, last(r.UsableITKW), r.Binding, r.TierAchieved, r.TierMet})
	if err != nil {
		return hall.Name // a number that JSON lacks: alike with none
	}
	return string(key)
}

// title names the group: its only hall, two or three of them, or the first and
// the last.
func (g hallGroup) title(l *locales.Locale) string {
	switch n := len(g); n {
	case 1:
		return g[0].Name
	case 2:
		return g[0].Name + ", " + g[1].Name
	default:
		return l.T("halls.range", "first", g[0].Name, "last", g[n-1].Name)
	}
}

// names lists the halls of the group.
func (g hallGroup) names() []string {
	names := make([]string, len(g))
	for i, hall := range g {
		names[i] = hall.Name
	}
	return names
}

// siteIn is the site of a plan with the given name.
func siteIn(plan planner.Plan, name string) planner.Site {
	for _, site := range plan.Sites {
		if site.Name == name {
			return site
		}
	}
	return planner.Site{}
}

// hallIn is the hall of a site with the given name.
func hallIn(site planner.Site, name string) planner.Hall {
	for _, phase := range site.Phases {
		for _, hall := range phase.Halls {
			if hall.Name == name {
				return hall
			}
		}
	}
	return planner.Hall{}
}

// siteResult is the result of a site with the given name.
func siteResult(r planner.Result, name string) planner.SiteResult {
	for _, site := range r.Sites {
		if site.Name == name {
			return site
		}
	}
	return planner.SiteResult{}
}

// hallResult is the result of a hall of a site.
func hallResult(site planner.SiteResult, name string) planner.HallResult {
	for _, hall := range site.Halls {
		if hall.Name == name {
			return hall
		}
	}
	return planner.HallResult{}
}
