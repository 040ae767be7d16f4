package parts

import (
	"fmt"
	"iter"
	"strings"

	"buildout/planner"
)

// place is where a list stands in a plan: the names of what holds it, and what
// makes up its path.
type place struct {
	site, phase, hall string

	form     string // of the path, with a verb for each index
	at       [3]int
	optional bool // whether JSON omits the list where it is empty
}

// Whether JSON omits a list where it is empty.
const (
	required = false
	optional = true
)

// path returns the path of the element at an index of the list.
func (p *place) path(i int) string {
	args := []any{p.at[0], p.at[1], p.at[2]}[:strings.Count(p.form, "%")]
	return fmt.Sprintf(p.form, args...) + fmt.Sprintf("[%d]", i)
}

// names returns the names of what holds the list.
func (p *place) names() [3]string { return [3]string{p.site, p.phase, p.hall} }

// lists goes through the lists of a collection, wherever they stand in a plan.
type lists[E any] func(*planner.Plan) iter.Seq2[place, *[]E]

func ofPlan[E any](form string, list func(*planner.Plan) *[]E, optional bool) lists[E] {
	return func(plan *planner.Plan) iter.Seq2[place, *[]E] {
		return func(yield func(place, *[]E) bool) {
			yield(place{form: form, optional: optional}, list(plan))
		}
	}
}

func ofSites[E any](key string, list func(*planner.Site) *[]E, optional bool) lists[E] {
	return func(plan *planner.Plan) iter.Seq2[place, *[]E] {
		return func(yield func(place, *[]E) bool) {
			for i := range plan.Sites {
				s := &plan.Sites[i]
				if !yield(place{site: s.Name, form: "sites[%d]." + key, at: [3]int{i}, optional: optional}, list(s)) {
					return
				}
			}
		}
	}
}

// ofPhases goes through the halls of phases.
func ofPhases(plan *planner.Plan) iter.Seq2[place, *[]planner.Hall] {
	return func(yield func(place, *[]planner.Hall) bool) {
		for i := range plan.Sites {
			for j := range plan.Sites[i].Phases {
				ph := &plan.Sites[i].Phases[j]
				at := place{site: plan.Sites[i].Name, phase: ph.Name, form: "sites[%d].phases[%d].halls", at: [3]int{i, j}, optional: optional}
				if !yield(at, &ph.Halls) {
					return
				}
			}
		}
	}
}

func ofHalls[E any](key string, list func(*planner.Hall) *[]E, optional bool) lists[E] {
	form := "sites[%d].phases[%d].halls[%d]." + key
	return func(plan *planner.Plan) iter.Seq2[place, *[]E] {
		return func(yield func(place, *[]E) bool) {
			for phase, halls := range ofPhases(plan) {
				for k := range *halls {
					h := &(*halls)[k]
					at := place{site: phase.site, hall: h.Name, form: form, at: [3]int{phase.at[0], phase.at[1], k}, optional: optional}
					if !yield(at, list(h)) {
						return
					}
				}
			}
		}
	}
}

// stages goes through the plants of sites, then the trains of halls, site by site.
func stages(plan *planner.Plan) iter.Seq2[place, *[]planner.PowerStage] {
	trains := ofHalls("train", func(h *planner.Hall) *[]planner.PowerStage { return &h.Train }, required)
	return func(yield func(place, *[]planner.PowerStage) bool) {
		for i := range plan.Sites {
			s := &plan.Sites[i]
			if !yield(place{site: s.Name, hall: Plant, form: "sites[%d].plant", at: [3]int{i}, optional: optional}, &s.Plant) {
				return
			}
			only := planner.Plan{Sites: plan.Sites[i : i+1]}
			for at, train := range trains(&only) {
				at.at[0] = i
				if !yield(at, train) {
					return
				}
			}
		}
	}
}
