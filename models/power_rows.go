package models

import (
	"buildout/planner"
	"buildout/planner/power"
)

// powerStageRow is a stage of a hall's train or, where it names no phase and
// no hall, of its site's plant. Number counts the stages of a plan.
type powerStageRow struct {
	PlanID        int64 `gorm:"primaryKey"`
	Number        int   `gorm:"primaryKey"`
	SitePosition  int
	PhasePosition *int
	HallPosition  *int
	Position      int
	Kind          power.Kind
	Arrangement   arrangement
	Modules       int
	planner.Rating
	Buses          int
	Pairs          document[[]planner.LoadPair]
	Compartments   document[[]string]
	Efficiency     float64
	NoLoadLoss     float64
	COP            float64 `gorm:"column:cop"`
	BatteryMinutes float64
	Battery        document[*planner.Battery]
	FuelHours      float64
	FuelTanks      int
	Continuous     bool
	Phase          string
	Source         string
}

func (powerStageRow) TableName() string { return "power_stages" }

// moduleAdditionRow is modules that a later phase adds to a stage.
type moduleAdditionRow struct {
	PlanID      int64 `gorm:"primaryKey"`
	StageNumber int   `gorm:"primaryKey"`
	Position    int   `gorm:"primaryKey"`
	Phase       string
	Modules     int
}

func (moduleAdditionRow) TableName() string { return "module_additions" }

// train is the place of stages in a plan: a hall, or a site's plant where
// phase and hall are nil.
type train struct {
	plan        int64
	site        int
	phase, hall *int
}

func (r *rows) addTrain(t train, list []planner.PowerStage) {
	for i, g := range list {
		number := len(r.PowerStages)
		r.PowerStages = append(r.PowerStages, powerStageRow{
			t.plan, number, t.site, t.phase, t.hall, i, g.Kind, arrangement(g.Arrangement), g.Modules, g.Rating,
			g.Buses, document[[]planner.LoadPair]{g.Pairs}, document[[]string]{g.Compartments},
			g.Efficiency, g.NoLoadLoss, g.COP, g.BatteryMinutes, document[*planner.Battery]{g.Battery},
			g.FuelHours, g.FuelTanks, g.Continuous, g.Phase, g.Source,
		})
		for j, a := range g.Added {
			r.ModuleAdditions = append(r.ModuleAdditions, moduleAdditionRow{t.plan, number, j, a.Phase, a.Modules})
		}
	}
}

func (r *rows) trainsTo(plans plansByID) {
	added := make(map[[2]int64][]planner.ModuleAddition, len(r.ModuleAdditions))
	for _, a := range r.ModuleAdditions {
		stage := [2]int64{a.PlanID, int64(a.StageNumber)}
		added[stage] = append(added[stage], planner.ModuleAddition{Phase: a.Phase, Modules: a.Modules})
	}
	for _, g := range r.PowerStages {
		list := &plans.site(g.PlanID, g.SitePosition).Plant
		if g.PhasePosition != nil && g.HallPosition != nil {
			list = &plans.hall(g.PlanID, g.SitePosition, *g.PhasePosition, *g.HallPosition).Train
		}
		*list = append(*list, planner.PowerStage{
			Kind: g.Kind, Arrangement: power.Arrangement(g.Arrangement), Modules: g.Modules, Rating: g.Rating,
			Buses: g.Buses, Pairs: g.Pairs.Of, Compartments: g.Compartments.Of,
			Efficiency: g.Efficiency, NoLoadLoss: g.NoLoadLoss, COP: g.COP,
			BatteryMinutes: g.BatteryMinutes, Battery: g.Battery.Of,
			FuelHours: g.FuelHours, FuelTanks: g.FuelTanks, Continuous: g.Continuous,
			Phase: g.Phase, Added: added[[2]int64{g.PlanID, int64(g.Number)}], Source: g.Source,
		})
	}
}
