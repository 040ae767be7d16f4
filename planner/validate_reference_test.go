package planner_test

import (
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/power"
)

// wholeReference is the small reference with something in every list.
func wholeReference(tb testing.TB) planner.Reference {
	tb.Helper()
	ref := smallReference(tb)
	basis := planner.Basis{Source: "case", AsOf: "2023"}
	ref.Book.Groups[0].Subsystems = []planner.Subsystem{{Code: "structure.frame"}}
	ref.Book.Escalation[0].Covers = []string{"structure", "services.ups"}
	ref.Book.Fees = append(ref.Book.Fees, planner.NamedValue{Name: "margin", Value: 0.05, Basis: basis})
	ref.Book.Entries[0].Fee = "margin"
	ref.Book.Profiles[1] = planner.PaymentProfile{
		Name: "works", Advance: 0.1, Milestones: []planner.PaymentMilestone{{Done: 0.5, Share: 0.2}, {Done: 1, Share: 0.1}},
		Progress: 0.5, Curve: planner.CurveUse{Shape: "dhss", C: -0.1, K: 6}, Retention: 0.1, Basis: basis,
	}
	ref.Calendars = []planner.Calendar{{Name: "winter", Work: []float64{0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5}, Basis: basis}}
	ref.Programme[1].Calendar = "winter"
	ref.Benchmarks = []planner.Benchmark{{
		Name: "share", Figure: planner.ShareOfCost, Of: []string{"structure"}, Within: []string{"structure", "services"}, Low: 0.1, High: 0.4, Basis: basis,
	}}
	ref.Assumptions = nil
	for i, name := range planner.AssumptionNames {
		ref.Assumptions = append(ref.Assumptions, planner.Assumption{Name: name, Value: float64(i), Low: 0, High: 30, Basis: basis})
	}
	ref.Assets = []planner.AssetClass{
		{Name: "land", Covers: []string{"plant.land"}, Method: finance.Never, Basis: basis},
		{Name: "works", Covers: []string{"structure", "services", "fees", "plant"}, LifeYears: 20, Method: finance.Evenly, ResidualShare: 0.1, Basis: basis},
	}
	ref.Limits = []planner.PlantLimit{{Name: planner.LeastFuelHours, Value: 12, Basis: basis}}
	if err := planner.ValidateReference(ref); err != nil {
		tb.Fatal(err)
	}
	return ref
}

// TestSmallReferenceHolds: the reference of the cases is one that the program
// would take.
func TestSmallReferenceHolds(t *testing.T) {
	if err := planner.ValidateReference(smallReference(t)); err != nil {
		t.Error(err)
	}
}

// TestValidateReferenceNamesTheFault breaks the reference in one place at a time
// and holds that the fault is named there and nowhere else.
func TestValidateReferenceNamesTheFault(t *testing.T) {
	type reference = planner.Reference
	entry := func(r *reference) *planner.CostEntry { return &r.Book.Entries[0] }
	ups := func(r *reference) *planner.CostEntry { return &r.Book.Entries[1] }
	code := func(r *reference, code string) { r.Book.Entries[2].Code, r.Assets = code, nil } // the classes cover it
	design := func(r *reference) *planner.CostEntry { return &r.Book.Entries[4] }
	works := func(r *reference) *planner.PaymentProfile { return &r.Book.Profiles[1] }
	const entries, profile = "cost_book.entries", "cost_book.payment_profiles[1]"
	for _, c := range []struct {
		path, message string
		spoil         func(r *reference)
	}{
		{profile, "advance, the shares of milestones, progress and retention sum to 1.1; change them so that they sum to 1", func(r *reference) { works(r).Advance = 0.2 }},
		{profile, "sum to 0.9999", func(r *reference) { works(r).Milestones[0].Share = 0.1999 }},
		{profile + ".advance", "from 0 to 1", func(r *reference) { works(r).Advance, works(r).Progress = -0.1, 0.7 }},
		{profile + ".milestones[0].done", "above 0", func(r *reference) { works(r).Milestones[0].Done = 0 }},
		{profile + ".milestones[1].done", "at most 1", func(r *reference) { works(r).Milestones[1].Done = 1.1 }},
		{profile + ".milestones[1].done", "above that of the milestone before, 0.5", func(r *reference) { works(r).Milestones[1].Done = 0.5 }},
		{profile + ".curve.shape", "did you mean cubic?", func(r *reference) { works(r).Curve = planner.CurveUse{Shape: "cubik"} }},
		{profile + ".curve.a", "beta needs it", func(r *reference) { works(r).Curve = planner.CurveUse{Shape: "beta", B: 2} }},
		{profile + ".curve.b", "beta needs it", func(r *reference) { works(r).Curve = planner.CurveUse{Shape: "beta", A: 2, B: -1} }},
		{profile + ".curve.a", "only beta", func(r *reference) { works(r).Curve.A = 2 }},
		{profile + ".curve.c", "only dhss", func(r *reference) { works(r).Curve.Shape = "line" }},
		{profile + ".curve.k", "does not rise", func(r *reference) { works(r).Curve.K = 0 }},
		{profile + ".curve.k", "does not rise", func(r *reference) { works(r).Curve.K = 2.9 }}, // slope at 0 is 1 + 0.1 - 3/2.9 > 0, at 1 it is 1 - 0.1 - 3/2.9 < 0
		{profile + ".curve.k", "does not rise", func(r *reference) { works(r).Curve.C, works(r).Curve.K = 0, -1 }},
		{profile + ".days_to_pay", "from 0 to 3650", func(r *reference) { works(r).DaysToPay = -30 }},
		{profile + ".source", "say where", func(r *reference) { works(r).Source = "" }},

		{entries + "[3].code", "stands twice", func(r *reference) { code(r, "plant.land") }},
		{entries + "[2].code", "no such group; did you mean plant?", func(r *reference) { code(r, "plants.fuel") }},
		{entries + "[2].code", "with dots between", func(r *reference) { code(r, "plant") }},
		{entries + "[2].code", "with dots between", func(r *reference) { code(r, "plant..fuel") }},
		{entries + "[0].code", "no such subsystem; did you mean structure.frame?", func(r *reference) { entry(r).Code = "structure.frames" }},
		{entries + "[0].class", "no such estimate class; did you mean class_3?", func(r *reference) { entry(r).Class = "class_5" }},
		{entries + "[0].profile", "no such payment profile; did you mean works?", func(r *reference) { entry(r).Profile = "work" }},
		{entries + "[0].fee", "no such fee; did you mean margin?", func(r *reference) { entry(r).Fee = "margins" }},
		{entries + "[1].lead_time", "no such lead time; there are ups", func(r *reference) { ups(r).LeadTime = "genset" }},
		{entries + "[0].stage", "no such stage; did you mean civil?", func(r *reference) { entry(r).Stage = "civill" }},
		{entries + "[0].currency", "three capital letters", func(r *reference) { entry(r).Currency = "won" }},
		{entries + "[0].unit_price", "from 0 to 9e15", func(r *reference) { entry(r).UnitPrice = -1 }},
		{entries + "[0].price_month", "YYYY-MM", func(r *reference) { entry(r).PriceMonth = 0 }},
		{entries + "[0].low_share", "above 0", func(r *reference) { entry(r).LowShare = 0 }},
		{entries + "[0].high_share", "from 1", func(r *reference) { entry(r).HighShare = 0.5 }},
		{entries + "[0].as_of", "YYYY", func(r *reference) { entry(r).AsOf = "last year" }},
		{entries + "[0].driver.per", "did you mean gross_m2?", func(r *reference) { entry(r).Driver.Per = "gross_m" }},
		{entries + "[1].driver.kind", "no such kind of stage", func(r *reference) { ups(r).Driver.Kind = "" }},
		{entries + "[0].driver.kind", "gross_m2 counts no kind", func(r *reference) { entry(r).Driver.Kind = power.UPS }},
		{entries + "[1].driver.rated_kw", "the rating it is for", func(r *reference) { ups(r).Driver.RatedKW = 0 }},
		{entries + "[0].driver.from_feed_kw", "only site has it", func(r *reference) { entry(r).Driver.FromFeed = 10 }},
		{entries + "[0].driver.tenure", "only plot_m2", func(r *reference) { entry(r).Driver.Tenure = planner.Bought }},
		{entries + "[4].driver.of", "says of which codes", func(r *reference) { design(r).Driver.Of = nil }},
		{entries + "[4].driver.of[0]", "no cost code begins so; did you mean structure?", func(r *reference) { design(r).Driver.Of[0] = "structures" }},
		{entries + "[4].driver.of[0]", "put it after them", func(r *reference) { design(r).Driver.Of[0] = "fees" }},

		{"cost_book.groups[5].code", "stands twice", func(r *reference) { r.Book.Groups = append(r.Book.Groups, r.Book.Groups[3]) }},
		{"cost_book.groups[0].subsystems[1].code", "its group, structure", func(r *reference) {
			g := &r.Book.Groups[0]
			g.Subsystems = append(g.Subsystems, planner.Subsystem{Code: "services.frame"})
		}},
		{"cost_book.escalation[0].years[1].year", "the year after 2023 is wanted", func(r *reference) { r.Book.Escalation[0].Years[1].Year = 2025 }},
		{"cost_book.escalation[0].years", "at least one year", func(r *reference) { r.Book.Escalation[0].Years = nil }},
		{"cost_book.escalation[0].covers[0]", "did you mean structure?", func(r *reference) { r.Book.Escalation[0].Covers[0] = "structura" }},
		{"cost_book.regions[1].name", "stands twice", func(r *reference) { r.Book.Regions[1].Name = "here" }},
		{"cost_book.contingency[0].value", "from 0 to 1", func(r *reference) { r.Book.Contingency[0].Value = 10 }},
		{"cost_book.vat.value", "from 0 to 1", func(r *reference) { r.Book.VAT.Value = 10 }},
		{"lead_times[0].low_months", "from 0 to months, 3", func(r *reference) { r.LeadTimes[0].Low = 4 }},
		{"lead_times[0].high_months", "from months, 3", func(r *reference) { r.LeadTimes[0].High = 2 }},
		{"programme[1].calendar", "did you mean winter?", func(r *reference) { r.Programme[1].Calendar = "winters" }},
		{"programme[1].after[0].stage", "no such stage in this programme", func(r *reference) { r.Programme[1].After[0].Stage = planner.Permits }},
		{"equipment[0].efficiency", "above 0.5", func(r *reference) { r.Equipment[0].Efficiency = 0 }},
		{"equipment[1].cop", "from 0.5", func(r *reference) { r.Equipment[1].COP = 0 }},
		{"redundancy_tiers[1].name", "stands twice", func(r *reference) { r.Tiers[1].Name = "I" }},
		{"rack_types[0].peak_kw", "below average_kw", func(r *reference) { r.RackTypes[0].PeakKW = 1 }},
		{"tariffs", "at least one", func(r *reference) { r.Tariffs = nil }},
		{"tariffs[0].seasons", "every month of the year", func(r *reference) { r.Tariffs[0].Seasons[0].Months = r.Tariffs[0].Seasons[0].Months[1:] }},
		{"climates", "at least one", func(r *reference) { r.Climates = nil }},
		{"climates[0].mean_c", "twelve", func(r *reference) { r.Climates[0].MeanC = nil }},
		{"calendars[0].work[0]", "from 0 to 1", func(r *reference) { r.Calendars[0].Work[0] = -1 }},
		{"grid_carbon[0].value", "from 0 to 10", func(r *reference) { r.GridCarbon[0].Value = 470 }},
		{"other_load.value", "from 0 to 1", func(r *reference) { r.OtherLoad.Value = 2.5 }},
		{"rack_circuit.footprint_m2", "above 0", func(r *reference) { r.Circuit.FootprintM2 = 0 }},
		{"assumptions[0].value", "from low, 0, to high, 30", func(r *reference) { r.Assumptions[0].Value = 31 }},
		{"assumptions[18].name", "stands twice", func(r *reference) { r.Assumptions = append(r.Assumptions, r.Assumptions[0]) }},
		{"assumptions[18].name", "did you mean discount_rate?", func(r *reference) {
			r.Assumptions = append(r.Assumptions, planner.Assumption{Name: "discount_rates", Basis: r.Assumptions[0].Basis})
		}},
		{"assumptions", "is missing", func(r *reference) { r.Assumptions = r.Assumptions[1:] }},
		{"assumptions", "must be below economiser_none_c, 13", func(r *reference) { r.Assumptions[12].Value = 13 }},
		{"asset_classes", "no class covers it", func(r *reference) { r.Assets[1].Covers = r.Assets[1].Covers[:3] }},
		{"asset_classes[1].covers[4]", "did you mean plant.fuel?", func(r *reference) { r.Assets[1].Covers = append(r.Assets[1].Covers, "plant.fuels") }},
		{"asset_classes[1].method", "there are straight_line", func(r *reference) { r.Assets[1].Method = "sum of digits" }},
		{"asset_classes[1].life_years", "a life above 0", func(r *reference) { r.Assets[1].LifeYears = 0 }},
		{"asset_classes[1].residual_share", "from 0 to 1", func(r *reference) { r.Assets[1].ResidualShare = 10 }},
		{"benchmarks[0].low", "below high", func(r *reference) { r.Benchmarks[0].Low = 0.4 }},
		{"benchmarks[0].figure", "did you mean share_of_cost?", func(r *reference) { r.Benchmarks[0].Figure = "share_of_costs" }},
		{"benchmarks[0].of", "in of and in within", func(r *reference) { r.Benchmarks[0].Within = nil }},
		{"benchmarks[0].of[0]", "did you mean services?", func(r *reference) { r.Benchmarks[0].Of[0] = "servces" }},
		{"plant_limits[0].value", "0 or more", func(r *reference) { r.Limits[0].Value = -1 }},
	} {
		ref := wholeReference(t)
		c.spoil(&ref)
		err := planner.ValidateReference(ref)
		if err == nil {
			t.Errorf("a fault at %s is not seen: %s", c.path, c.message)
			continue
		}
		for _, f := range faultsOf(t, err) {
			if f.Path != c.path || !strings.Contains(f.Message, c.message) {
				t.Errorf("want one fault at %s that says %q, got %s", c.path, c.message, f)
			}
		}
	}
}

// TestPublishedCurvesRise: the parameters that were published for the larger
// hospital works give curves that rise, those that bend too far do not.
func TestPublishedCurvesRise(t *testing.T) {
	for _, c := range []struct {
		c, k  float64
		rises bool
	}{
		{0, 3, true},          // slope at 0 is 1 - 3/3
		{0, 2.99, false},      // and below 0 here
		{-0.439, 5.464, true}, // 1 - 0.439 - 3/5.464 = 0.012 at 1
		{-0.5, 5.464, false},  // -0.049 at 1
		{0, -1.5, true},       // 1 - 3/2 (1/2) = 0.25 or more
		{0, -1.4, false},      // at 1/2: 1 - 1.5/1.4
	} {
		ref := wholeReference(t)
		ref.Book.Profiles[1].Curve = planner.CurveUse{Shape: "dhss", C: c.c, K: c.k}
		if err := planner.ValidateReference(ref); (err == nil) != c.rises {
			t.Errorf("C %g, K %g: %v", c.c, c.k, err)
		}
	}
}
