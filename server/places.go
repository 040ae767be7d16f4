package server

import (
	"fmt"
	"net/http"

	"buildout/planner"

	"github.com/danielgtaylor/huma/v2"
)

// monthOf reads the month that a request asks for: the last of the plan where
// it asks for none.
func monthOf(plan planner.Plan, text string) (planner.Month, error) {
	if text == "" {
		return plan.Horizon.End(), nil
	}
	var m planner.Month
	err := m.UnmarshalText([]byte(text))
	if err == nil && plan.Horizon.Holds(m) {
		return m, nil
	}
	p := problem(http.StatusUnprocessableEntity, fmt.Sprintf("The plan looks at the months from %s to %s; write one as YYYY-MM.", plan.Horizon.Start, plan.Horizon.End()))
	p.Errors = []*huma.ErrorDetail{{Message: "is no month of the plan", Location: "query.month", Value: text}}
	return 0, p
}

// siteOf finds a site of a plan by its name.
func siteOf(plan planner.Plan, name string) (planner.Site, error) {
	for _, site := range plan.Sites {
		if site.Name == name {
			return site, nil
		}
	}
	return planner.Site{}, problem(http.StatusNotFound, fmt.Sprintf("The plan has no site %q.", name))
}

// hallOf finds a hall of a site by its name.
func hallOf(site planner.Site, name string) (planner.Hall, error) {
	for _, phase := range site.Phases {
		for _, hall := range phase.Halls {
			if hall.Name == name {
				return hall, nil
			}
		}
	}
	return planner.Hall{}, problem(http.StatusNotFound, fmt.Sprintf("Site %q has no hall %q.", site.Name, name))
}
