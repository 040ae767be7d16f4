package models

import "buildout/planner"

// linkRow is a network route between two sites.
type linkRow struct {
	PlanID   int64  `gorm:"primaryKey"`
	Position int    `gorm:"primaryKey"`
	Name     string `gorm:"unique"`
	FromSite string
	ToSite   string
	KM       float64
	Built    month
	Source   string
}

func (linkRow) TableName() string { return "links" }

// leaseRow is leased space.
type leaseRow struct {
	PlanID        int64        `gorm:"primaryKey"`
	Position      int          `gorm:"primaryKey"`
	Name          string       `gorm:"unique"`
	Title         planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	ITKW          planner.KW   `gorm:"column:it_kw"`
	RackPositions int
	FromMonth     month
	UntilMonth    month
	KRWPerKWMonth float64 `gorm:"column:krw_per_kw_month"`
	Source        string
}

func (leaseRow) TableName() string { return "leases" }

// leaseReturnRow is leased space that is given back from a month on.
type leaseReturnRow struct {
	PlanID        int64 `gorm:"primaryKey"`
	LeasePosition int   `gorm:"primaryKey"`
	Position      int   `gorm:"primaryKey"`
	Month         month
	ITKW          planner.KW `gorm:"column:it_kw"`
	RackPositions int
}

func (leaseReturnRow) TableName() string { return "lease_returns" }

func (r *rows) addNetwork(plan int64, links []planner.Link, leases []planner.Lease) {
	for i, l := range links {
		r.Links = append(r.Links, linkRow{plan, i, l.Name, l.From, l.To, l.KM, month(l.Built), l.Source})
	}
	for i, l := range leases {
		r.Leases = append(r.Leases, leaseRow{
			plan, i, l.Name, l.Title, l.ITKW, l.RackPositions, month(l.From), month(l.Until), l.KRWPerKWMonth, l.Source,
		})
		for j, back := range l.Returns {
			r.LeaseReturns = append(r.LeaseReturns, leaseReturnRow{plan, i, j, month(back.Month), back.ITKW, back.RackPositions})
		}
	}
}

func (r *rows) networkTo(plans plansByID) {
	for _, l := range r.Links {
		p := plans[l.PlanID]
		p.Links = append(p.Links, planner.Link{Name: l.Name, From: l.FromSite, To: l.ToSite, KM: l.KM, Built: planner.Month(l.Built), Source: l.Source})
	}
	for _, l := range r.Leases {
		p := plans[l.PlanID]
		p.Leases = append(p.Leases, planner.Lease{
			Name: l.Name, Title: l.Title, ITKW: l.ITKW, RackPositions: l.RackPositions,
			From: planner.Month(l.FromMonth), Until: planner.Month(l.UntilMonth), KRWPerKWMonth: l.KRWPerKWMonth, Source: l.Source,
		})
	}
	for _, back := range r.LeaseReturns {
		l := &plans[back.PlanID].Leases[back.LeasePosition]
		l.Returns = append(l.Returns, planner.LeaseReturn{Month: planner.Month(back.Month), ITKW: back.ITKW, RackPositions: back.RackPositions})
	}
}
