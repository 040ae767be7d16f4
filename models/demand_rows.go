package models

import "buildout/planner"

// serviceRow is a service with its demand for racks.
type serviceRow struct {
	PlanID   int64        `gorm:"primaryKey"`
	Position int          `gorm:"primaryKey"`
	Name     string       `gorm:"unique"`
	Title    planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	Priority int
	RackType string
	Racks    document[planner.Growth]
	Source   string
}

func (serviceRow) TableName() string { return "services" }

func (r *rows) addServices(plan int64, list []planner.Service) {
	for i, s := range list {
		r.Services = append(r.Services, serviceRow{plan, i, s.Name, s.Title, s.Priority, s.RackType, document[planner.Growth]{s.Racks}, s.Source})
	}
}

func (r *rows) servicesTo(plans plansByID) {
	for _, s := range r.Services {
		d := &plans[s.PlanID].Demand
		d.Services = append(d.Services, planner.Service{
			Name: s.Name, Title: s.Title, Priority: s.Priority, RackType: s.RackType, Racks: s.Racks.Of, Source: s.Source,
		})
	}
}
