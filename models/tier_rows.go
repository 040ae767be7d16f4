package models

import (
	"buildout/planner"
	"buildout/planner/power"
)

// redundancyTierRow is a redundancy tier of the plan's own.
type redundancyTierRow struct {
	PlanID            int64        `gorm:"primaryKey"`
	Position          int          `gorm:"primaryKey"`
	Name              string       `gorm:"unique"`
	Title             planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	Survives          document[[]power.Survival]
	ContinuousCooling bool
	planner.Basis
}

func (redundancyTierRow) TableName() string { return "redundancy_tiers" }

// tierArrangementRow is the least arrangement a tier asks of a kind of stage.
type tierArrangementRow struct {
	PlanID       int64      `gorm:"primaryKey"`
	TierPosition int        `gorm:"primaryKey"`
	Position     int        `gorm:"primaryKey"`
	Kind         power.Kind `gorm:"unique"`
	Arrangement  arrangement
}

func (tierArrangementRow) TableName() string { return "tier_arrangements" }

// rackTypeRow is a rack type of the plan's own.
type rackTypeRow struct {
	PlanID      int64        `gorm:"primaryKey"`
	Position    int          `gorm:"primaryKey"`
	Name        string       `gorm:"unique"`
	Title       planner.Text `gorm:"embedded;embeddedPrefix:title_"`
	HeightU     int
	NameplateKW planner.KW
	PeakKW      planner.KW
	AverageKW   planner.KW
	WeightKG    float64
	planner.Basis
}

func (rackTypeRow) TableName() string { return "rack_types" }

func (r *rows) addTiers(plan int64, list []planner.RedundancyTier) {
	for i, t := range list {
		survives := document[[]power.Survival]{t.Survives}
		r.RedundancyTiers = append(r.RedundancyTiers, redundancyTierRow{plan, i, t.Name, t.Title, survives, t.ContinuousCooling, t.Basis})
		for j, a := range t.Arrangements {
			r.TierArrangements = append(r.TierArrangements, tierArrangementRow{plan, i, j, a.Kind, arrangement(a.Arrangement)})
		}
	}
}

func (r *rows) addRackTypes(plan int64, list []planner.RackType) {
	for i, t := range list {
		r.RackTypes = append(r.RackTypes, rackTypeRow{plan, i, t.Name, t.Title, t.HeightU, t.NameplateKW, t.PeakKW, t.AverageKW, t.WeightKG, t.Basis})
	}
}

func (r *rows) tiersTo(plans plansByID) {
	for _, t := range r.RedundancyTiers {
		p := plans[t.PlanID]
		p.RedundancyTiers = append(p.RedundancyTiers, planner.RedundancyTier{
			Name: t.Name, Title: t.Title, Survives: t.Survives.Of, ContinuousCooling: t.ContinuousCooling, Basis: t.Basis,
		})
	}
	for _, a := range r.TierArrangements {
		t := &plans[a.PlanID].RedundancyTiers[a.TierPosition]
		t.Arrangements = append(t.Arrangements, planner.TierArrangement{Kind: a.Kind, Arrangement: power.Arrangement(a.Arrangement)})
	}
}

func (r *rows) rackTypesTo(plans plansByID) {
	for _, t := range r.RackTypes {
		p := plans[t.PlanID]
		p.RackTypes = append(p.RackTypes, planner.RackType{
			Name: t.Name, Title: t.Title, HeightU: t.HeightU, NameplateKW: t.NameplateKW, PeakKW: t.PeakKW, AverageKW: t.AverageKW, WeightKG: t.WeightKG, Basis: t.Basis,
		})
	}
}
