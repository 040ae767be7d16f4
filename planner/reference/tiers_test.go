package reference_test

import (
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/planner/reference/exampletest"
)

func change(path, value string) planner.Change { return planner.Change{Path: path, Value: value} }

func apply(t *testing.T, plan planner.Plan, changes ...planner.Change) (planner.Plan, planner.Result) {
	t.Helper()
	changed, err := planner.Apply(plan, exampletest.Reference(t), changes)
	if err != nil {
		t.Fatal(err)
	}
	return changed, exampletest.Evaluate(t, changed)
}

// TestExamplesReachTheirTiers holds that the example sites achieve Tier III as
// they claim, and that the single set of generators keeps them from IV.
func TestExamplesReachTheirTiers(t *testing.T) {
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		_, r := evaluate(t, name)
		for _, s := range r.Sites {
			if s.TierAchieved != "III" || !s.TierMet || s.TierBreak == nil || s.TierBreak.Kind != power.Generator || s.TierBreak.Failure.Event != power.BusOut {
				t.Errorf("%s, %s: Tier %s, then %s", name, s.Name, s.TierAchieved, s.TierReason)
			}
			for _, h := range s.Halls {
				last := len(r.Months) - 1
				if h.TierAchieved != "III" || h.TierByMonth[last] != "III" || h.BindingByMonth[last] != h.Binding || h.TierByMonth[0] != "" {
					t.Errorf("%s, %s: Tier %s, %q at the end, binds %s", name, h.Name, h.TierAchieved, h.TierByMonth[last], h.BindingByMonth[last])
				}
			}
		}
	}
}

// TestUPSFromNPlusOneToTwoN changes the UPS of all halls at Ansan from N+1 on
// one bus, three of 1,500 kW, to 2N. What two modules carry four carry twice:
// the same kW for Tier III in place of II, and for two modules and their
// batteries more a hall.
func TestUPSFromNPlusOneToTwoN(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	var down, up []planner.Change
	for _, hall := range []string{"DH-1", "DH-2", "DH-3", "DH-4"} {
		down = append(down, change("sites/ansan/halls/"+hall+"/ups/arrangement", "N+1"))
		up = append(up, change("sites/ansan/halls/"+hall+"/ups/arrangement", "2N"))
	}
	lesser, before := apply(t, plan, down...)
	ups := lesser.Sites[0].Phases[0].Halls[0].Train[0]
	if ups.Modules != 3 || before.Sites[0].TierAchieved != "II" || before.Sites[0].TierMet {
		t.Errorf("%d modules in %s: Tier %s", ups.Modules, ups.Arrangement, before.Sites[0].TierAchieved)
	}
	if s := before.Sites[0].Halls[0].Stages[0]; s.InstalledKW != 4500 || s.UsableKW != 3000 || s.Systems != 1 {
		t.Errorf("N+1 of three: %v kW usable of %v", s.UsableKW, s.InstalledKW)
	}
	better, after := apply(t, lesser, up...)
	if got := better.Sites[0].Phases[0].Halls[0].Train[0].Modules; got != 4 || after.Sites[0].TierAchieved != "III" {
		t.Errorf("%d modules: Tier %s", got, after.Sites[0].TierAchieved)
	}
	if after.Sites[0].CompleteITKW != 11_200 || after.Budget.ForecastKRW <= before.Budget.ForecastKRW {
		t.Errorf("%v kW for %d won, %d before", after.Sites[0].CompleteITKW, after.Budget.ForecastKRW, before.Budget.ForecastKRW)
	}
	if original, _ := evaluate(t, "two-sites-460"); original.Hash() != plan.Hash() {
		t.Error("Apply changed the plan it was given")
	}
}

// TestCheapestChange takes one thing away at a time and holds that the change
// named brings the tier back for the won and the kW it names.
func TestCheapestChange(t *testing.T) {
	for _, c := range []struct {
		spoil []planner.Change
		path  string
		to    string
	}{
		{[]planner.Change{change("sites/ansan/generator/buses", "1")}, "sites/ansan/generator/buses", "2"},
		{[]planner.Change{change("sites/ansan/chiller/buses", "")}, "sites/ansan/chiller/buses", "2"},
		{[]planner.Change{change("sites/ansan/halls/DH-3/pdu/arrangement", "N")}, "sites/ansan/halls/DH-1/pdu/arrangement", "2N"},
		{[]planner.Change{change("sites/ansan/generator/buses", "1"), change("sites/ansan/chiller/buses", "1")}, "", ""},
	} {
		spoilt, before := apply(t, exampletest.Plan(t, "two-sites-460"), c.spoil...)
		s := before.Sites[0]
		i := slices.IndexFunc(before.Findings, func(f planner.Finding) bool { return f.Code == planner.TierNotMet })
		if s.TierMet || s.TierAchieved != "II" || i < 0 {
			t.Fatalf("%v: Tier %s", c.spoil, s.TierAchieved)
		}
		if c.path == "" {
			if s.TierChange != nil || !strings.Contains(before.Findings[i].Remedy, "No single change") {
				t.Errorf("two things are wrong and one change mends them: %+v", s.TierChange)
			}
			continue
		}
		if s.TierChange == nil || s.TierChange.To != c.to || !slices.ContainsFunc(s.TierChange.Changes, func(x planner.Change) bool { return x.Path == c.path }) {
			t.Errorf("%v is mended by %+v", c.spoil, s.TierChange)
			continue
		}
		_, after := apply(t, spoilt, s.TierChange.Changes...)
		if got := after.Sites[0]; !got.TierMet || got.AmountKRW-s.AmountKRW != s.TierChange.AmountKRW || got.CompleteITKW != s.TierChange.UsableKW {
			t.Errorf("%s: Tier %s for %d won and %v kW, said %d and %v", c.path, got.TierAchieved, got.AmountKRW-s.AmountKRW, got.CompleteITKW, s.TierChange.AmountKRW, s.TierChange.UsableKW)
		}
	}
}

// TestOwnTier holds that a tier is a row: one that survives the loss of a
// substation is met by two and not by one.
func TestOwnTier(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	plan.Sites[0].Plant = slices.DeleteFunc(plan.Sites[0].Plant, func(g planner.PowerStage) bool { return g.Kind == power.Generator })
	changes := []planner.Change{
		change("redundancy_tiers/two substations/copy", "I"), change("redundancy_tiers/two substations/survives", "substation"),
		change("redundancy_tiers/two substations/ups", "2N"), change("sites/ansan/tier", "two substations"),
	}
	if _, r := apply(t, plan, changes...); !r.Sites[0].TierMet || r.Sites[0].TierAchieved != "I" {
		t.Errorf("two substations: met %t, Tier %s", r.Sites[0].TierMet, r.Sites[0].TierAchieved)
	}
	if _, r := apply(t, plan, append(changes, change("sites/ansan/feeds/reserve/substation", "Nam-Ansan"))...); r.Sites[0].TierMet {
		t.Error("one substation is lost and the load stays up")
	}
}

// TestSimulateEveryFailure holds that at what is usable no single failure which
// Tier III is to survive drops load or overloads anything, and that what is
// dropped is told.
func TestSimulateEveryFailure(t *testing.T) {
	plan, ref := exampletest.Plan(t, "two-sites-460"), exampletest.Reference(t)
	sound, err := planner.Simulate(plan, ref, "ansan", plan.Horizon.End(), "")
	if err != nil || len(sound.Halls) != 4 || len(sound.Failures) < 50 || sound.Source != power.Grid {
		t.Fatalf("%v: %d halls, %d failures, from %s", err, len(sound.Halls), len(sound.Failures), sound.Source)
	}
	for _, f := range sound.Failures {
		s, err := planner.Simulate(plan, ref, "ansan", plan.Horizon.End(), f.ID)
		if err != nil {
			t.Fatalf("%s: %v", f.ID, err)
		}
		var dropped planner.KW
		uncooled := 0
		for _, h := range s.Halls {
			dropped += h.DroppedKW
			if h.Uncooled {
				uncooled++
			}
		}
		stopped := f.Kind == power.Chiller && f.Event == power.BusOut || f.Kind == power.Pump && f.Event == power.BusOut
		if dropped != 0 || (uncooled > 0) != stopped {
			t.Errorf("%s drops %v kW and leaves %d halls without cooling", f.ID, dropped, uncooled)
		}
		if over := overloaded(s); len(over) > 0 {
			t.Errorf("%s overloads %v", f.ID, over)
		}
	}
	dark, err := planner.Simulate(plan, ref, "ansan", plan.Horizon.End(), "grid")
	if err != nil || dark.Source != power.OnSite {
		t.Errorf("without the grid load comes from %s: %v", dark.Source, err)
	}
	for _, request := range [][2]string{{"busan", ""}, {"ansan", "bus:reactor"}} {
		if _, err := planner.Simulate(plan, ref, request[0], plan.Horizon.End(), request[1]); err == nil {
			t.Errorf("%v is simulated", request)
		}
	}
	if _, err := planner.Simulate(plan, ref, "ansan", plan.Horizon.End()+1, ""); err == nil {
		t.Error("a month after the horizon is simulated")
	}
}

func overloaded(s planner.SiteState) (names []string) {
	look := func(where string, stages []power.StageState) {
		for _, g := range stages {
			for _, y := range g.Systems {
				if y.Over {
					names = append(names, where+" "+string(g.Kind)+" "+y.Name)
				}
			}
		}
	}
	look("", s.Stages)
	for _, h := range s.Halls {
		look(h.Name, h.Stages)
	}
	return names
}
