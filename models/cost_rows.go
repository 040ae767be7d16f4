package models

import "buildout/planner"

// exchangeRateRow is the price of a currency in a month.
type exchangeRateRow struct {
	PlanID   int64  `gorm:"primaryKey"`
	Position int    `gorm:"primaryKey"`
	Currency string `gorm:"unique"`
	Month    month  `gorm:"unique"`
	KRW      float64
	Source   string
}

func (exchangeRateRow) TableName() string { return "exchange_rates" }

// costOverrideRow is a price of the plan's own.
type costOverrideRow struct {
	PlanID     int64  `gorm:"primaryKey"`
	Position   int    `gorm:"primaryKey"`
	Code       string `gorm:"unique"`
	UnitPrice  float64
	Currency   string
	Unit       string
	PriceMonth month
	Class      string
	LowShare   float64
	HighShare  float64
	Source     string
}

func (costOverrideRow) TableName() string { return "cost_overrides" }

func (r *rows) addCosts(plan int64, rates []planner.ExchangeRate, overrides []planner.CostOverride) {
	for i, x := range rates {
		r.ExchangeRates = append(r.ExchangeRates, exchangeRateRow{plan, i, x.Currency, month(x.Month), x.KRW, x.Source})
	}
	for i, o := range overrides {
		r.CostOverrides = append(r.CostOverrides, costOverrideRow{
			plan, i, o.Code, o.UnitPrice, o.Currency, o.Unit, month(o.PriceMonth), o.Class, o.LowShare, o.HighShare, o.Source,
		})
	}
}

func (r *rows) costsTo(plans plansByID) {
	for _, x := range r.ExchangeRates {
		p := plans[x.PlanID]
		p.ExchangeRates = append(p.ExchangeRates, planner.ExchangeRate{Currency: x.Currency, Month: planner.Month(x.Month), KRW: x.KRW, Source: x.Source})
	}
	for _, o := range r.CostOverrides {
		b := &plans[o.PlanID].CostBook
		b.Overrides = append(b.Overrides, planner.CostOverride{
			Code: o.Code, UnitPrice: o.UnitPrice, Currency: o.Currency, Unit: o.Unit, PriceMonth: planner.Month(o.PriceMonth),
			Class: o.Class, LowShare: o.LowShare, HighShare: o.HighShare, Source: o.Source,
		})
	}
}
