package models

import "buildout/planner"

// phaseRow is a phase of a site without its lists.
type phaseRow struct {
	PlanID       int64        `gorm:"primaryKey"`
	SitePosition int          `gorm:"primaryKey"`
	Position     int          `gorm:"primaryKey"`
	Name         string       `gorm:"unique"`
	Title        planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	Start        month
	Promised     month
	GrossAreaM2  float64
}

func (phaseRow) TableName() string { return "phases" }

// buildStageRow is a stage of the programme of a phase.
type buildStageRow struct {
	PlanID        int64             `gorm:"primaryKey"`
	SitePosition  int               `gorm:"primaryKey"`
	PhasePosition int               `gorm:"primaryKey"`
	Position      int               `gorm:"primaryKey"`
	Stage         planner.StageName `gorm:"unique"`
	Months        int
	Calendar      string
	After         document[[]planner.Predecessor]
	NotBefore     month
	Source        string
}

func (buildStageRow) TableName() string { return "build_stages" }

func (r *rows) addPhases(plan int64, site int, list []planner.Phase) {
	for i, p := range list {
		r.Phases = append(r.Phases, phaseRow{plan, site, i, p.Name, p.Title, month(p.Start), month(p.Promised), p.GrossAreaM2})
		for j, b := range p.Stages {
			after := document[[]planner.Predecessor]{b.After}
			r.BuildStages = append(r.BuildStages, buildStageRow{plan, site, i, j, b.Stage, b.Months, b.Calendar, after, month(b.NotBefore), b.Source})
		}
		r.addHalls(plan, site, i, p.Halls)
	}
}

func (r *rows) phasesTo(plans plansByID) {
	for _, p := range r.Phases {
		s := plans.site(p.PlanID, p.SitePosition)
		s.Phases = append(s.Phases, planner.Phase{
			Name: p.Name, Title: p.Title, Start: planner.Month(p.Start), Promised: planner.Month(p.Promised), GrossAreaM2: p.GrossAreaM2,
		})
	}
	for _, b := range r.BuildStages {
		p := plans.phase(b.PlanID, b.SitePosition, b.PhasePosition)
		p.Stages = append(p.Stages, planner.BuildStage{
			Stage: b.Stage, Months: b.Months, Calendar: b.Calendar, After: b.After.Of, NotBefore: planner.Month(b.NotBefore), Source: b.Source,
		})
	}
}
