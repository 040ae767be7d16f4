package models

import "buildout/planner"

// calendarRow is a calendar of the plan's own.
type calendarRow struct {
	PlanID   int64        `gorm:"primaryKey"`
	Position int          `gorm:"primaryKey"`
	Name     string       `gorm:"unique"`
	Title    planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	Work     document[[]float64]
	planner.Basis
}

func (calendarRow) TableName() string { return "calendars" }

// tariffRow is an electricity tariff of the plan's own.
type tariffRow struct {
	PlanID              int64        `gorm:"primaryKey"`
	Position            int          `gorm:"primaryKey"`
	Name                string       `gorm:"unique"`
	Title               planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	DemandKRWPerKWMonth float64      `gorm:"column:demand_krw_per_kw_month"`
	RatchetMonths       document[[]int]
	LeastBilledShare    float64
	Seasons             document[[]planner.TariffSeason]
	Holidays            document[[]float64]
	Surcharges          document[[]planner.Surcharge]
	planner.Basis
}

func (tariffRow) TableName() string { return "tariffs" }

// climateRow is a climate of the plan's own.
type climateRow struct {
	PlanID   int64        `gorm:"primaryKey"`
	Position int          `gorm:"primaryKey"`
	Name     string       `gorm:"unique"`
	Title    planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	MeanC    document[[]float64]
	planner.Basis
}

func (climateRow) TableName() string { return "climates" }

func (r *rows) addOperation(plan int64, p planner.Plan) {
	for i, c := range p.Calendars {
		r.Calendars = append(r.Calendars, calendarRow{plan, i, c.Name, c.Title, document[[]float64]{c.Work}, c.Basis})
	}
	for i, t := range p.Tariffs {
		r.Tariffs = append(r.Tariffs, tariffRow{
			plan, i, t.Name, t.Title, t.DemandKRWPerKWMonth, document[[]int]{t.RatchetMonths}, t.LeastBilledShare,
			document[[]planner.TariffSeason]{t.Seasons}, document[[]float64]{t.Holidays}, document[[]planner.Surcharge]{t.Surcharges}, t.Basis,
		})
	}
	for i, c := range p.Climates {
		r.Climates = append(r.Climates, climateRow{plan, i, c.Name, c.Title, document[[]float64]{c.MeanC}, c.Basis})
	}
}

func (r *rows) operationTo(plans plansByID) {
	for _, c := range r.Calendars {
		p := plans[c.PlanID]
		p.Calendars = append(p.Calendars, planner.Calendar{Name: c.Name, Title: c.Title, Work: c.Work.Of, Basis: c.Basis})
	}
	for _, t := range r.Tariffs {
		p := plans[t.PlanID]
		p.Tariffs = append(p.Tariffs, planner.Tariff{
			Name: t.Name, Title: t.Title, DemandKRWPerKWMonth: t.DemandKRWPerKWMonth, RatchetMonths: t.RatchetMonths.Of,
			LeastBilledShare: t.LeastBilledShare, Seasons: t.Seasons.Of, Holidays: t.Holidays.Of, Surcharges: t.Surcharges.Of, Basis: t.Basis,
		})
	}
	for _, c := range r.Climates {
		p := plans[c.PlanID]
		p.Climates = append(p.Climates, planner.Climate{Name: c.Name, Title: c.Title, MeanC: c.MeanC.Of, Basis: c.Basis})
	}
}
