package planner_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
)

func casePlan(tb testing.TB, name string, ref planner.Reference) planner.Plan {
	tb.Helper()
	document, err := os.ReadFile("testdata/cases/" + name + ".yaml")
	if err != nil {
		tb.Fatal(err)
	}
	plan, err := planner.DecodePlan(document, ref)
	if err != nil {
		tb.Fatal(err)
	}
	return plan
}

// TestValidateNamesTheFault breaks a sound plan in one place at a time and
// holds that the fault is named there, and nowhere else.
func TestValidateNamesTheFault(t *testing.T) {
	ref := smallReference(t)
	month := func(text string) (m planner.Month) {
		if err := m.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		return m
	}
	hall := func(p *planner.Plan) *planner.Hall { return &p.Sites[0].Phases[0].Halls[0] }
	phase := func(p *planner.Plan) *planner.Phase { return &p.Sites[0].Phases[0] }
	for _, c := range []struct {
		path  string
		spoil func(p *planner.Plan)
	}{
		{"name", func(p *planner.Plan) { p.Name = "" }},
		{"name", func(p *planner.Plan) { p.Name = " x" }},
		{"name", func(p *planner.Plan) { p.Name = "a\x00b" }},
		{"name", func(p *planner.Plan) { p.Name = "2024" }},
		{"name", func(p *planner.Plan) { p.Name = strings.Repeat("가", 101) }},
		{"title.ko", func(p *planner.Plan) { p.Title.KO = "\x1b[31m" }},
		{"horizon.months", func(p *planner.Plan) { p.Horizon.Months = 601 }},
		{"price_base", func(p *planner.Plan) { p.PriceBase = 0 }},
		{"exchange_rates", func(p *planner.Plan) { p.ExchangeRates = nil }},
		{"exchange_rates[0].krw", func(p *planner.Plan) { p.ExchangeRates[0].KRW = 0 }},
		{"exchange_rates[1]", func(p *planner.Plan) { p.ExchangeRates = append(p.ExchangeRates, p.ExchangeRates[0]) }},
		{"budget.total_krw", func(p *planner.Plan) { p.Budget.TotalKRW = 0 }},
		{"budget.covers", func(p *planner.Plan) { p.Budget.Covers = nil }},
		{"budget.covers[0]", func(p *planner.Plan) { p.Budget.Covers[0] = "struct" }},
		{"budget.sites[0]", func(p *planner.Plan) { p.Budget.Sites = []string{"beta"} }},
		{"budget.ceilings[1].year", func(p *planner.Plan) { p.Budget.Ceilings = []planner.YearCeiling{{Year: 2023}, {Year: 2023}} }},
		{"demand.services[0].priority", func(p *planner.Plan) { p.Demand.Services[0].Priority = 0 }},
		{"demand.services[0].rack_type", func(p *planner.Plan) { p.Demand.Services[0].RackType = "r9" }},
		{"demand.services[0].racks", func(p *planner.Plan) { p.Demand.Services[0].Racks = planner.Growth{} }},
		{"demand.services[0].racks", func(p *planner.Plan) {
			p.Demand.Services[0].Racks.Compound = &planner.CompoundGrowth{From: month("2023-01"), Racks: 1}
		}},
		{"demand.services[0].racks.table[0].racks", func(p *planner.Plan) { p.Demand.Services[0].Racks.Table[0].Racks = -1 }},
		{"demand.services[1].name", func(p *planner.Plan) { p.Demand.Services = append(p.Demand.Services, p.Demand.Services[0]) }},
		{"sites", func(p *planner.Plan) { p.Sites = nil }},
		{"sites[0].tier", func(p *planner.Plan) { p.Sites[0].Tier = "V" }},
		{"sites[0].region", func(p *planner.Plan) { p.Sites[0].Region = "moon" }},
		{"sites[0].plot.area_m2", func(p *planner.Plan) { p.Sites[0].Plot.AreaM2 = -1 }},
		{"sites[0].plot.tenure", func(p *planner.Plan) { p.Sites[0].Plot.Tenure = "stolen" }},
		{"sites[0].feeds", func(p *planner.Plan) { p.Sites[0].Feeds = nil }},
		{"sites[0].feed_arrangement", func(p *planner.Plan) { p.Sites[0].FeedArrangement = power.Arrangement{Systems: 2} }},
		{"sites[0].feeds[0]", func(p *planner.Plan) { p.Sites[0].Feeds[0].RatingKW = 0 }},
		{"sites[0].feeds[0].rating_kva", func(p *planner.Plan) { p.Sites[0].Feeds[0].RatingKVA = 5 }},
		{"sites[0].feeds[0].power_factor", func(p *planner.Plan) { p.Sites[0].Feeds[0].PowerFactor = 0.9 }},
		{"sites[0].feeds[0].available", func(p *planner.Plan) { p.Sites[0].Feeds[0].Available = month("1900-01") }},
		{"sites[0].phases", func(p *planner.Plan) { p.Sites[0].Phases = nil }},
		{"sites[0].phases[0].start", func(p *planner.Plan) { phase(p).Start = month("2022-11") }},
		{"sites[0].phases[0].promised", func(p *planner.Plan) { phase(p).Promised = month("2199-01") }},
		{"sites[0].phases[0].gross_area_m2", func(p *planner.Plan) { phase(p).GrossAreaM2 = 399 }},
		{"sites[0].phases[0].stages[0].stage", func(p *planner.Plan) {
			phase(p).Stages = []planner.BuildStage{{Stage: "party", Months: 1}}
		}},
		{"sites[0].phases[0].stages[0].after[0].stage", func(p *planner.Plan) {
			phase(p).Stages = []planner.BuildStage{{Stage: planner.Civil, Months: 1, After: []planner.Predecessor{{Stage: planner.Design}}}}
		}},
		{"sites[0].phases[0].halls[0].name", func(p *planner.Plan) { hall(p).Name = "-" }},
		{"sites[0].phases[0].halls[0].area_m2", func(p *planner.Plan) { hall(p).AreaM2 = 0 }},
		{"sites[0].phases[0].halls[0].rack_positions", func(p *planner.Plan) { hall(p).RackPositions = 0 }},
		{"sites[0].phases[0].halls[0].train", func(p *planner.Plan) { hall(p).Train = hall(p).Train[:1] }},
		{"sites[0].phases[0].halls[0].train[0].kind", func(p *planner.Plan) { hall(p).Train[0].Kind = "ons" }},
		{"sites[0].phases[0].halls[0].train[2].kind", func(p *planner.Plan) { hall(p).Train = append(hall(p).Train[:2:2], hall(p).Train[0]) }},
		{"sites[0].phases[0].halls[0].train[0].modules", func(p *planner.Plan) { hall(p).Train[0].Modules = 1 }},
		{"sites[0].phases[0].halls[0].train[0].battery_minutes", func(p *planner.Plan) { hall(p).Train[0].BatteryMinutes = 0 }},
		{"sites[0].phases[0].halls[0].train[1].fuel_hours", func(p *planner.Plan) { hall(p).Train[1].FuelHours = 24 }},
		{"sites[0].phases[0].halls[0].train[1].efficiency", func(p *planner.Plan) { hall(p).Train[1].Efficiency = 0.9 }},
		{"sites[0].phases[0].halls[0].train[0].cop", func(p *planner.Plan) { hall(p).Train[0].COP = 3 }},
		{"sites[0].phases[0].halls[0].train[0].phase", func(p *planner.Plan) { hall(p).Train[0].Phase = "p1" }},
		{"sites[0].phases[0].halls[0].racks[0].rack_type", func(p *planner.Plan) {
			hall(p).Racks = []planner.Rack{{Name: "A1", RackType: "r9", Row: "A", Position: 1, From: month("2023-06")}}
		}},
		{"sites[0].phases[0].halls[0].racks[1].position", func(p *planner.Plan) {
			hall(p).Racks = []planner.Rack{
				{Name: "A1", RackType: "r5", Row: "A", Position: 1, From: month("2023-06")},
				{Name: "A2", RackType: "r5", Row: "A", Position: 1, From: month("2023-06")},
			}
		}},
		{"sites[0].plant[0].phase", func(p *planner.Plan) {
			p.Sites[0].Plant = []planner.PowerStage{{Kind: power.Transformer, Modules: 1, Rating: planner.Rating{RatingKVA: 9, PowerFactor: 1}, Phase: "p9"}}
		}},
		{"sites[0].plant[0].rating_kw", func(p *planner.Plan) {
			p.Sites[0].Plant = []planner.PowerStage{{Kind: power.Transformer, Modules: 1, Rating: planner.Rating{RatingKW: 9}}}
		}},
		{"sites[0].plant[0].power_factor", func(p *planner.Plan) {
			p.Sites[0].Plant = []planner.PowerStage{{Kind: power.Transformer, Modules: 1, Rating: planner.Rating{RatingKVA: 9}}}
		}},
		{"leases[0].name", func(p *planner.Plan) {
			p.Leases = []planner.Lease{{Name: "alpha", ITKW: 1, RackPositions: 1, From: month("2023-01"), Until: month("2023-02")}}
		}},
		{"leases[0].until", func(p *planner.Plan) {
			p.Leases = []planner.Lease{{Name: "l", ITKW: 1, RackPositions: 1, From: month("2023-02"), Until: month("2023-01")}}
		}},
		{"links[0].to", func(p *planner.Plan) {
			p.Links = []planner.Link{{Name: "l", From: "alpha", To: "alpha", KM: 1, Built: month("2023-01")}}
		}},
		{"redundancy_tiers[0].source", func(p *planner.Plan) {
			p.RedundancyTiers = []planner.RedundancyTier{{Name: "own", Basis: planner.Basis{AsOf: "2023"}}}
		}},
		{"rack_types[0].peak_kw", func(p *planner.Plan) {
			p.RackTypes = []planner.RackType{{Name: "own", HeightU: 42, NameplateKW: 9, PeakKW: 1, AverageKW: 2, WeightKG: 1, Basis: planner.Basis{Source: "x", AsOf: "2023-01-31"}}}
		}},
		{"cost_book.overrides[0].code", func(p *planner.Plan) {
			p.CostBook.Overrides = []planner.CostOverride{{Code: "roof", Currency: "KRW", Unit: "m2", PriceMonth: month("2023-01"), Source: "x"}}
		}},
		{"cost_book.overrides[0].unit", func(p *planner.Plan) {
			p.CostBook.Overrides = []planner.CostOverride{{Code: "structure.frame", Currency: "KRW", Unit: "m3", PriceMonth: month("2023-01"), Source: "x"}}
		}},
		{"cost_book.overrides[0].currency", func(p *planner.Plan) {
			p.CostBook.Overrides = []planner.CostOverride{{Code: "structure.frame", Currency: "EUR", Unit: "m2", PriceMonth: month("2023-01"), Source: "x"}}
		}},
	} {
		plan := casePlan(t, "one-hall", ref)
		c.spoil(&plan)
		err := planner.Validate(plan, ref)
		if err == nil {
			t.Errorf("a fault at %s is not seen", c.path)
			continue
		}
		for _, f := range faultsOf(t, err) {
			if f.Path != c.path || f.Message == "" || f.Found == "" {
				t.Errorf("want one fault at %s, got %s", c.path, f)
			}
		}
		if _, err := planner.Evaluate(plan, ref); err == nil {
			t.Errorf("a plan with a fault at %s evaluates", c.path)
		}
	}
}

func TestValidateFindsLoops(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	plan.Sites[0].Phases[0].Stages = []planner.BuildStage{
		{Stage: planner.Design, Months: 1, After: []planner.Predecessor{{Stage: planner.FitOut}}},
		{Stage: planner.Civil, Months: 1, After: []planner.Predecessor{{Stage: planner.Design}}},
		{Stage: planner.FitOut, Months: 1, After: []planner.Predecessor{{Stage: planner.Civil}}},
		{Stage: planner.Commissioning, Months: 1, After: []planner.Predecessor{{Stage: planner.FitOut}}},
	}
	var paths []string
	for _, f := range faultsOf(t, planner.Validate(plan, ref)) {
		paths = append(paths, f.Path)
	}
	stages := "sites[0].phases[0].stages"
	if !slices.Equal(paths, []string{stages + "[0].after", stages + "[1].after", stages + "[2].after"}) {
		t.Errorf("the loop of three stages is named at %v", paths)
	}
}

// TestEvaluateRefusesWhatCannotBeCounted holds that a plan whose won would not
// be exact is refused, not rounded.
func TestEvaluateRefusesWhatCannotBeCounted(t *testing.T) {
	ref := smallReference(t)
	plan := casePlan(t, "one-hall", ref)
	plan.Sites[0].Phases[0].GrossAreaM2 = 1e9
	plan.CostBook.Overrides = []planner.CostOverride{{Code: "structure.frame", UnitPrice: 1e9, Currency: "KRW", Unit: "m2", PriceMonth: plan.PriceBase, Source: "x"}}
	_, err := planner.Evaluate(plan, ref)
	if f := faultsOf(t, err)[0]; f.Path != "sites" || !strings.Contains(f.Found, "structure.frame of site alpha") {
		t.Errorf("an amount of 1e18 won: %s", f)
	}
}
