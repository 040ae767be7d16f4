package planner

import (
	"slices"
	"strings"
)

func (v *validator) phase(p *path, s *Site, ph *Phase, hallNames map[string]bool) {
	v.name(p, "name", ph.Name)
	v.text(p, "title", ph.Title)
	v.month(p, "start", ph.Start)
	v.require(ph.Start >= v.plan.Horizon.Start, p, "start", ph.Start.String(), "must not be before the horizon, which starts %s", v.plan.Horizon.Start)
	if !ph.Promised.IsZero() {
		v.month(p, "promised", ph.Promised)
	}
	v.notNegative(p, "gross_area_m2", ph.GrossAreaM2)
	stages := p.key1("stages")
	v.programme(&stages, ph.Stages)
	halls := p.key1("halls")
	white := 0.0
	for i := range ph.Halls {
		at := halls.at(i)
		v.unique(&at, "name", ph.Halls[i].Name, hallNames)
		v.require(ph.Halls[i].Name != PlantHall, &at, "name", PlantHall, "stands for the plant of the site in ids of its stages; give the hall another name")
		v.hall(&at, s, &ph.Halls[i])
		white += ph.Halls[i].AreaM2
	}
	v.require(ph.GrossAreaM2 == 0 || white <= ph.GrossAreaM2, p, "gross_area_m2", ph.GrossAreaM2, "the halls of the phase have %g m2 of white space, more than that", white)
}

func (v *validator) programme(p *path, stages []BuildStage) {
	seen := map[string]bool{}
	sound := true
	for i, b := range stages {
		at := p.at(i)
		if !slices.Contains(StageNames, b.Stage) {
			v.fault(&at, "stage", string(b.Stage), "no such stage; there are %s", strings.Join(stageNames(), ", "))
		}
		v.unique(&at, "stage", string(b.Stage), seen)
		v.between(&at, "months", b.Months, 1, 240)
		v.keeps(&at, b.Calendar)
		if !b.NotBefore.IsZero() {
			v.month(&at, "not_before", b.NotBefore)
		}
		v.prose(&at, "source", b.Source)
		after := at.key1("after")
		for j, pre := range b.After {
			row := after.at(j)
			listed := slices.ContainsFunc(stages, func(o BuildStage) bool { return o.Stage == pre.Stage })
			v.require(listed, &row, "stage", string(pre.Stage), "no such stage in this programme")
			v.between(&row, "lag_months", pre.LagMonths, -240, 240)
			sound = sound && listed
		}
	}
	for i, b := range stages {
		at := p.at(i)
		v.require(!sound || !loops(stages, b.Stage), &at, "after", string(b.Stage), "the stage comes, through its predecessors, after itself; take one of them away")
	}
}

func stageNames() []string {
	names := make([]string, len(StageNames))
	for i, s := range StageNames {
		names[i] = string(s)
	}
	return names
}

// loops reports whether a stage is, through its predecessors, its own.
func loops(stages []BuildStage, of StageName) bool {
	var visited [8]StageName
	seen := visited[:0]
	var before func(StageName) bool
	before = func(name StageName) bool {
		i := slices.IndexFunc(stages, func(b BuildStage) bool { return b.Stage == name })
		for _, pre := range stages[i].After {
			if pre.Stage == of {
				return true
			}
			if !slices.Contains(seen, pre.Stage) {
				seen = append(seen, pre.Stage)
				if before(pre.Stage) {
					return true
				}
			}
		}
		return false
	}
	return slices.ContainsFunc(stages, func(b BuildStage) bool { return b.Stage == of }) && before(of)
}
