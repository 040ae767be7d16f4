package models

import "buildout/planner"

// fundingLineRow is money that pays for a part of the budget.
type fundingLineRow struct {
	PlanID     int64        `gorm:"primaryKey"`
	Position   int          `gorm:"primaryKey"`
	Name       string       `gorm:"unique"`
	Title      planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	AmountKRW  planner.KRW
	FromMonth  month
	UntilMonth month
	Covers     document[[]string]
	Source     string
}

func (fundingLineRow) TableName() string { return "funding_lines" }

// actualRow is what was committed and paid for a cost code in a month.
type actualRow struct {
	PlanID       int64 `gorm:"primaryKey"`
	Position     int   `gorm:"primaryKey"`
	Code         string
	Site         string
	Phase        string
	Month        month
	CommittedKRW planner.KRW
	PaidKRW      planner.KRW
	Final        bool
	Source       string
}

func (actualRow) TableName() string { return "actuals" }

// valueOverrideRow is a number of the plan's own in place of a shipped one.
type valueOverrideRow struct {
	PlanID   int64  `gorm:"primaryKey"`
	Position int    `gorm:"primaryKey"`
	Name     string `gorm:"unique"`
	Value    float64
	Source   string
}

func (valueOverrideRow) TableName() string { return "value_overrides" }

func (r *rows) addMoney(plan int64, p planner.Plan) {
	for i, f := range p.Budget.Funding {
		covers := document[[]string]{f.Covers}
		r.FundingLines = append(r.FundingLines, fundingLineRow{plan, i, f.Name, f.Title, f.AmountKRW, month(f.From), month(f.Until), covers, f.Source})
	}
	for i, a := range p.Actuals.Entries {
		r.Actuals = append(r.Actuals, actualRow{plan, i, a.Code, a.Site, a.Phase, month(a.Month), a.CommittedKRW, a.PaidKRW, a.Final, a.Source})
	}
	for i, v := range p.Values {
		r.ValueOverrides = append(r.ValueOverrides, valueOverrideRow{plan, i, v.Name, v.Value, v.Source})
	}
}

func (r *rows) moneyTo(plans plansByID) {
	for _, f := range r.FundingLines {
		b := &plans[f.PlanID].Budget
		b.Funding = append(b.Funding, planner.FundingLine{
			Name: f.Name, Title: f.Title, AmountKRW: f.AmountKRW,
			From: planner.Month(f.FromMonth), Until: planner.Month(f.UntilMonth), Covers: f.Covers.Of, Source: f.Source,
		})
	}
	for _, a := range r.Actuals {
		books := &plans[a.PlanID].Actuals
		books.Entries = append(books.Entries, planner.Actual{
			Code: a.Code, Site: a.Site, Phase: a.Phase, Month: planner.Month(a.Month),
			CommittedKRW: a.CommittedKRW, PaidKRW: a.PaidKRW, Final: a.Final, Source: a.Source,
		})
	}
	for _, v := range r.ValueOverrides {
		p := plans[v.PlanID]
		p.Values = append(p.Values, planner.ValueOverride{Name: v.Name, Value: v.Value, Source: v.Source})
	}
}
