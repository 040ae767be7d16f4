// Package reference ships what Evaluate knows beside a plan, each value with
// its unit, source and date, and the example plans.
package reference

import (
	"embed"
	"fmt"
	"strings"

	"buildout/planner"
)

//go:embed data
var data embed.FS

// Load reads the shipped reference values. The error is a *planner.Invalid with
// every fault of theirs, where they can be read at all.
func Load() (planner.Reference, error) {
	var l loader
	factors := read[planner.CostBook](&l, "factors.yaml")
	ref := planner.Reference{
		Book:       factors,
		Tiers:      read[[]planner.RedundancyTier](&l, "tiers.yaml"),
		RackTypes:  read[[]planner.RackType](&l, "rack_types.yaml"),
		LeadTimes:  read[[]planner.LeadTime](&l, "lead_times.yaml"),
		Programme:  read[[]planner.BuildStage](&l, "programme.yaml"),
		Equipment:  read[[]planner.Equipment](&l, "equipment.yaml"),
		OtherLoad:  read[planner.Value](&l, "other_load.yaml"),
		Benchmarks: read[[]planner.Benchmark](&l, "benchmarks.yaml"),
		Tariffs:    read[[]planner.Tariff](&l, "tariffs.yaml"),
		Circuit:    read[planner.RackCircuit](&l, "rack_circuit.yaml"),
		Limits:     read[[]planner.PlantLimit](&l, "plant_limits.yaml"),
		Downtimes:  read[[]planner.TierDowntime](&l, "tier_downtimes.yaml"),

		Assumptions: read[[]planner.Assumption](&l, "assumptions.yaml"),
		Climates:    read[[]planner.Climate](&l, "climates.yaml"),
		GridCarbon:  read[[]planner.YearValue](&l, "grid_carbon.yaml"),
		Assets:      read[[]planner.AssetClass](&l, "asset_classes.yaml"),
		Calendars:   read[[]planner.Calendar](&l, "calendars.yaml"),
	}
	ref.Book.Groups = read[[]planner.CostGroup](&l, "groups.yaml")
	ref.Book.Entries = read[[]planner.CostEntry](&l, "entries.yaml")
	if l.err == nil {
		l.err = planner.ValidateReference(ref)
	}
	return ref, l.err
}

// examples names the files of the example plans in the order they are shown.
var examples = [...]string{"two-sites-460", "ansan-460", "as-it-went"}

// Examples reads the example plans and validates them against ref.
func Examples(ref planner.Reference) ([]planner.Plan, error) {
	plans := make([]planner.Plan, len(examples))
	for i, name := range examples {
		document, err := data.ReadFile("data/plans/" + name + ".yaml")
		if err != nil {
			return nil, err
		}
		if plans[i], err = planner.DecodePlan(document, ref); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return plans, nil
}

// Shipped loads the reference values and the example plans.
func Shipped() (planner.Reference, []planner.Plan, error) {
	ref, err := Load()
	if err != nil {
		return ref, nil, fmt.Errorf("load the reference values: %w", err)
	}
	examples, err := Examples(ref)
	if err != nil {
		return ref, nil, fmt.Errorf("load the example plans: %w", err)
	}
	return ref, examples, nil
}

// loader keeps the first error of several reads.
type loader struct{ err error }

func read[T any](l *loader, file string) T {
	var value T
	document, err := data.ReadFile("data/" + file)
	if err == nil {
		value, err = planner.Decode[T](document)
	}
	if err != nil && l.err == nil {
		l.err = fmt.Errorf("%s: %w", strings.TrimSuffix(file, ".yaml"), err)
	}
	return value
}
