package reference_test

import (
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/reference/exampletest"
)

// interest is the code of the line that is no entry of the cost book.
const interest = "administrative_and_finance.interest_during_construction"

// assetOf returns the first asset class that covers a code.
func assetOf(assets []planner.AssetClass, code string) string {
	for _, a := range assets {
		for _, of := range a.Covers {
			if code == of || strings.HasPrefix(code, of+".") {
				return a.Name
			}
		}
	}
	return ""
}

// TestEveryLineIsAnAsset holds that all that the cost book can price is in an
// asset class, and that every class has something in it.
func TestEveryLineIsAnAsset(t *testing.T) {
	ref := exampletest.Reference(t)
	found := map[string]int{assetOf(ref.Assets, interest): 1}
	for _, e := range ref.Book.Entries {
		name := assetOf(ref.Assets, e.Code)
		if name == "" {
			t.Errorf("%s is in no asset class", e.Code)
		}
		found[name]++
	}
	for _, a := range ref.Assets {
		if found[a.Name] == 0 {
			t.Errorf("nothing is in asset class %s", a.Name)
		}
	}
}

// TestAssetClasses holds that lives and shares are sound, and the lives that the
// law gives those it gives.
func TestAssetClasses(t *testing.T) {
	ref := exampletest.Reference(t)
	years := map[string]float64{}
	for _, a := range ref.Assets {
		if _, twice := years[a.Name]; twice || a.Title.EN == "" || a.Title.KO == "" {
			t.Errorf("asset class %s stands twice or has no title", a.Name)
		}
		years[a.Name] = a.LifeYears
		if (a.Method == finance.Never) != (a.LifeYears == 0) || a.ResidualShare < 0 || a.ResidualShare > 1 ||
			a.MaintenanceSharePerYear < 0 || a.MaintenanceSharePerYear > 0.1 || a.LifeYears < 0 || a.LifeYears > 50 {
			t.Errorf("asset class %s is not sound: %+v", a.Name, a)
		}
	}
	for name, want := range map[string]float64{
		"land": 0, "building": 40, "external_structures": 20, "racks_and_cabling": 5, "it_equipment": 5,
	} {
		if years[name] != want {
			t.Errorf("%s lives %g years, by law %g", name, years[name], want)
		}
	}
}

// TestWhatLandAndServersAre holds a few codes whose class moves much money.
func TestWhatLandAndServersAre(t *testing.T) {
	ref := exampletest.Reference(t)
	for code, want := range map[string]string{
		"site_acquisition.land.bought": "land", "site_acquisition.land.ground_lease": "ground_lease", "site_acquisition.land.surveys": "building",
		"services_and_equipment.batteries.cells": "batteries", "services_and_equipment.batteries.rooms": "plant", "services_and_equipment.ups.modules": "plant",
		"furniture_and_equipment.servers.compute": "it_equipment", "furniture_and_equipment.network.core": "it_equipment", "furniture_and_equipment.racks.cabinets": "racks_and_cabling",
		"off_site_utilities.grid.contribution": "utility_rights", "off_site_utilities.grid.cable_route": "external_structures", interest: "construction_interest",
	} {
		if got := assetOf(ref.Assets, code); got != want {
			t.Errorf("%s is in %s, want %s", code, got, want)
		}
	}
}
