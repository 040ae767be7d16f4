package models

import (
	"time"

	"buildout/planner"
)

// planRow is a plan without its lists, at its newest revision.
type planRow struct {
	ID                         int64
	Name                       string
	Title                      planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	Description                planner.Text `gorm:"embedded;embeddedPrefix:description_"`
	PriceBase                  month
	HorizonStart               month
	HorizonMonths              int
	BudgetTotalKRW             planner.KRW
	BudgetVAT                  planner.VAT
	BudgetCovers               document[[]string]
	BudgetSites                document[[]string]
	BudgetCarryOver            bool
	BudgetSource               string
	BudgetConstructionInterest document[*planner.ConstructionInterest]
	Worth                      planner.Worth `gorm:"embedded;embeddedPrefix:worth_"`
	ActualsThrough             month
	Revision                   int
	Hash                       string
	CreatedAt                  time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt                  time.Time `gorm:"autoUpdateTime:false"`
}

func (planRow) TableName() string { return "plans" }

// yearCeilingRow is what a budget may pay in a year.
type yearCeilingRow struct {
	PlanID    int64 `gorm:"primaryKey"`
	Position  int   `gorm:"primaryKey"`
	Year      int   `gorm:"unique"`
	AmountKRW planner.KRW
}

func (yearCeilingRow) TableName() string { return "year_ceilings" }

func planRowOf(p planner.Plan) planRow {
	return planRow{
		Name: p.Name, Title: p.Title, Description: p.Description, PriceBase: month(p.PriceBase),
		HorizonStart: month(p.Horizon.Start), HorizonMonths: p.Horizon.Months,
		BudgetTotalKRW: p.Budget.TotalKRW, BudgetVAT: p.Budget.VAT,
		BudgetCovers: document[[]string]{p.Budget.Covers}, BudgetSites: document[[]string]{p.Budget.Sites},
		BudgetCarryOver: p.Budget.CarryOver, BudgetSource: p.Budget.Source,
		BudgetConstructionInterest: document[*planner.ConstructionInterest]{p.Budget.ConstructionInterest},
		Worth:                      p.Worth, ActualsThrough: month(p.Actuals.Through),
	}
}

func (r planRow) plan() planner.Plan {
	return planner.Plan{
		Name: r.Name, Title: r.Title, Description: r.Description, PriceBase: planner.Month(r.PriceBase),
		Horizon: planner.Horizon{Start: planner.Month(r.HorizonStart), Months: r.HorizonMonths},
		Budget: planner.Budget{
			TotalKRW: r.BudgetTotalKRW, VAT: r.BudgetVAT, Covers: r.BudgetCovers.Of, Sites: r.BudgetSites.Of,
			CarryOver: r.BudgetCarryOver, Source: r.BudgetSource, ConstructionInterest: r.BudgetConstructionInterest.Of,
		},
		Worth: r.Worth, Actuals: planner.Actuals{Through: planner.Month(r.ActualsThrough)},
	}
}

func (r *rows) addCeilings(plan int64, list []planner.YearCeiling) {
	for i, c := range list {
		r.YearCeilings = append(r.YearCeilings, yearCeilingRow{plan, i, c.Year, c.AmountKRW})
	}
}

func (r *rows) ceilingsTo(plans plansByID) {
	for _, c := range r.YearCeilings {
		b := &plans[c.PlanID].Budget
		b.Ceilings = append(b.Ceilings, planner.YearCeiling{Year: c.Year, AmountKRW: c.AmountKRW})
	}
}

func (r planRow) stored(plan planner.Plan) StoredPlan {
	return StoredPlan{PlanHead: r.head(), Plan: plan}
}

func (r planRow) head() PlanHead {
	return PlanHead{ID: r.ID, Name: r.Name, Title: r.Title, Revision: r.Revision, Hash: r.Hash, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
}
