package models

import "buildout/planner"

// hallRow is a data hall without its lists.
type hallRow struct {
	PlanID           int64  `gorm:"primaryKey"`
	SitePosition     int    `gorm:"primaryKey"`
	PhasePosition    int    `gorm:"primaryKey"`
	Position         int    `gorm:"primaryKey"`
	Name             string `gorm:"unique"`
	AreaM2           float64
	RackPositions    int
	DensityKWPerRack float64    `gorm:"column:density_kw_per_rack"`
	DesignITKW       planner.KW `gorm:"column:design_it_kw"`
	FloorLoadKGPerM2 float64    `gorm:"column:floor_load_kg_per_m2"`
	RackCircuit      document[*planner.Circuit]
	Source           string
}

func (hallRow) TableName() string { return "halls" }

// panelRow is a panel of a hall.
type panelRow struct {
	PlanID        int64  `gorm:"primaryKey"`
	SitePosition  int    `gorm:"primaryKey"`
	PhasePosition int    `gorm:"primaryKey"`
	HallPosition  int    `gorm:"primaryKey"`
	Position      int    `gorm:"primaryKey"`
	Name          string `gorm:"unique"`
	Side          string
	FromPanel     string
	planner.Circuit
}

func (panelRow) TableName() string { return "panels" }

// reservationRow is capacity of a hall kept for later.
type reservationRow struct {
	PlanID        int64      `gorm:"primaryKey"`
	SitePosition  int        `gorm:"primaryKey"`
	PhasePosition int        `gorm:"primaryKey"`
	HallPosition  int        `gorm:"primaryKey"`
	Position      int        `gorm:"primaryKey"`
	Name          string     `gorm:"unique"`
	ITKW          planner.KW `gorm:"column:it_kw"`
	RackPositions int
	FromMonth     month
	UntilMonth    month
}

func (reservationRow) TableName() string { return "reservations" }

func (r *rows) addHalls(plan int64, site, phase int, list []planner.Hall) {
	for i, h := range list {
		circuit := document[*planner.Circuit]{h.RackCircuit}
		r.Halls = append(r.Halls, hallRow{
			plan, site, phase, i, h.Name, h.AreaM2, h.RackPositions, h.DensityKWPerRack, h.DesignITKW, h.FloorLoadKGPerM2, circuit, h.Source,
		})
		for j, p := range h.Panels {
			r.Panels = append(r.Panels, panelRow{plan, site, phase, i, j, p.Name, p.Side, p.From, p.Circuit})
		}
		for j, v := range h.Reservations {
			r.Reservations = append(r.Reservations, reservationRow{
				plan, site, phase, i, j, v.Name, v.ITKW, v.RackPositions, month(v.From), month(v.Until),
			})
		}
		r.addRacks(plan, site, phase, i, h.Racks)
		r.addTrain(train{plan: plan, site: site, phase: &phase, hall: &i}, h.Train)
	}
}

func (r *rows) hallsTo(plans plansByID) {
	for _, h := range r.Halls {
		p := plans.phase(h.PlanID, h.SitePosition, h.PhasePosition)
		p.Halls = append(p.Halls, planner.Hall{
			Name: h.Name, AreaM2: h.AreaM2, RackPositions: h.RackPositions, DensityKWPerRack: h.DensityKWPerRack, DesignITKW: h.DesignITKW,
			FloorLoadKGPerM2: h.FloorLoadKGPerM2, RackCircuit: h.RackCircuit.Of, Source: h.Source,
		})
	}
	for _, p := range r.Panels {
		h := plans.hall(p.PlanID, p.SitePosition, p.PhasePosition, p.HallPosition)
		h.Panels = append(h.Panels, planner.Panel{Name: p.Name, Side: p.Side, From: p.FromPanel, Circuit: p.Circuit})
	}
	for _, v := range r.Reservations {
		h := plans.hall(v.PlanID, v.SitePosition, v.PhasePosition, v.HallPosition)
		h.Reservations = append(h.Reservations, planner.Reservation{
			Name: v.Name, ITKW: v.ITKW, RackPositions: v.RackPositions, From: planner.Month(v.FromMonth), Until: planner.Month(v.UntilMonth),
		})
	}
}
