package models

import "buildout/planner"

// hallRow is a data hall without its lists.
type hallRow struct {
	PlanID           int64 `gorm:"primaryKey"`
	SitePosition     int   `gorm:"primaryKey"`
	PhasePosition    int   `gorm:"primaryKey"`
	Position         int   `gorm:"primaryKey"`
	Name             string
	AreaM2           float64
	RackPositions    int
	DensityKWPerRack float64    `gorm:"column:density_kw_per_rack"`
	DesignITKW       planner.KW `gorm:"column:design_it_kw"`
	Source           string
}

func (hallRow) TableName() string { return "halls" }

// rackRow is a rack in a hall: Position is its place in the plan's list,
// RowPosition its place in the row of racks.
type rackRow struct {
	PlanID        int64 `gorm:"primaryKey"`
	SitePosition  int   `gorm:"primaryKey"`
	PhasePosition int   `gorm:"primaryKey"`
	HallPosition  int   `gorm:"primaryKey"`
	Position      int   `gorm:"primaryKey"`
	Name          string
	RackType      string
	RackRow       string
	RowPosition   int
	FromMonth     month
}

func (rackRow) TableName() string { return "racks" }

func (r *rows) addHalls(plan int64, site, phase int, list []planner.Hall) {
	for i, h := range list {
		r.Halls = append(r.Halls, hallRow{plan, site, phase, i, h.Name, h.AreaM2, h.RackPositions, h.DensityKWPerRack, h.DesignITKW, h.Source})
		for j, k := range h.Racks {
			r.Racks = append(r.Racks, rackRow{plan, site, phase, i, j, k.Name, k.RackType, k.Row, k.Position, month(k.From)})
		}
		r.addTrain(train{plan: plan, site: site, phase: &phase, hall: &i}, h.Train)
	}
}

func (r *rows) hallsTo(plans plansByID) {
	for _, h := range r.Halls {
		p := plans.phase(h.PlanID, h.SitePosition, h.PhasePosition)
		p.Halls = append(p.Halls, planner.Hall{
			Name: h.Name, AreaM2: h.AreaM2, RackPositions: h.RackPositions, DensityKWPerRack: h.DensityKWPerRack, DesignITKW: h.DesignITKW, Source: h.Source,
		})
	}
	for _, k := range r.Racks {
		h := plans.hall(k.PlanID, k.SitePosition, k.PhasePosition, k.HallPosition)
		h.Racks = append(h.Racks, planner.Rack{
			Name: k.Name, RackType: k.RackType, Row: k.RackRow, Position: k.RowPosition, From: planner.Month(k.FromMonth),
		})
	}
}
