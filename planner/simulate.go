package planner

import (
	"fmt"
	"slices"
	"strings"

	"buildout/planner/power"
)

// SiteState is a site in one month with one failure, or none: what every
// system carries, what is dead, what is above its rating, what is dropped.
type SiteState struct {
	Site     string             `json:"site"`
	Month    Month              `json:"month"`
	Failure  *power.Failure     `json:"failure,omitempty" doc:"None where the site is sound"`
	Source   power.Path         `json:"source" doc:"grid, or on_site where the generators carry the load"`
	Stages   []power.StageState `json:"stages" doc:"Feeds and shared plant, from the grid inwards, then cooling"`
	Halls    []HallState        `json:"halls" doc:"Halls built by then"`
	Failures []power.Failure    `json:"failures" doc:"Every single failure that can be chosen"`
}

// HallState is a hall in a SiteState.
type HallState struct {
	Name      string             `json:"name"`
	ITKW      KW                 `json:"it_kw" doc:"IT load put on it: what is usable"`
	DroppedKW KW                 `json:"dropped_it_kw" doc:"IT load that loses power"`
	Uncooled  bool               `json:"uncooled" doc:"Whether it loses all cooling"`
	Stages    []power.StageState `json:"stages"`
}

// Simulate puts on every hall of a site what it may carry in month m, takes the
// failure with the given id out (none where it is empty), and says what every
// system then carries. The error is *Invalid where the plan is, or where there
// is no such site, month or failure.
func Simulate(plan Plan, ref Reference, site string, m Month, failure string) (SiteState, error) {
	if err := Validate(plan, ref); err != nil {
		return SiteState{}, err
	}
	at := slices.IndexFunc(plan.Sites, func(s Site) bool { return s.Name == site })
	if at < 0 {
		return SiteState{}, absent("site", site, siteNamesOf(plan))
	}
	if !plan.Horizon.Holds(m) {
		return SiteState{}, absent("month", m.String(), []string{plan.Horizon.Start.String() + " to " + plan.Horizon.End().String()})
	}
	ref = withValues(plan, ref)
	t := resolve(plan, ref, &plan.Sites[at], schedule(plan, ref)[at])
	st := t.stateIn(m)
	r := SiteState{Site: site, Month: m, Source: power.Grid, Stages: []power.StageState{}, Halls: []HallState{}, Failures: []power.Failure{}}
	if st == nil || st.solved == nil {
		if failure != "" {
			return SiteState{}, absent("failure", failure, nil)
		}
		return r, nil
	}
	load := make([]KW, len(st.halls))
	for i := range load {
		load[i] = st.usable(i)
	}
	state, ok := power.Simulate(&st.power, load, failure)
	r.Failures = power.Failures(&st.power)
	if !ok {
		return SiteState{}, absent("failure", failure, failureIDs(r.Failures))
	}
	r.Failure, r.Source, r.Stages = state.Failure, state.Source, state.Shared
	for i, h := range state.Halls {
		r.Halls = append(r.Halls, HallState{
			Name: st.power.Halls[i].Name, ITKW: watts(load[i]), DroppedKW: rounded(KW(float64(load[i]) * h.Dropped)), Uncooled: h.Uncooled, Stages: h.Stages,
		})
	}
	return r, nil
}

// stateIn returns the state that holds in month m; nil before the first.
func (t *siteTrains) stateIn(m Month) *siteState {
	var found *siteState
	for i := range t.states {
		if t.states[i].from <= m {
			found = &t.states[i]
		}
	}
	return found
}

// absent is the fault of a request for something a plan does not have.
func absent(what, found string, known []string) error {
	message := "there is none of that name"
	if len(known) > 0 {
		message = "no such " + what + "; there are " + strings.Join(known[:min(len(known), 30)], ", ")
	}
	return &Invalid{[]Fault{{Path: what, Found: fmt.Sprintf("%q", clip(found)), Message: message}}}
}

func siteNamesOf(plan Plan) []string {
	names := make([]string, len(plan.Sites))
	for i := range plan.Sites {
		names[i] = plan.Sites[i].Name
	}
	return names
}

func failureIDs(list []power.Failure) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	return ids
}
