package compare

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// patterns lists every place that a plan has, with * for names and STAGE for
// kinds of stages.
func patterns() (list [][]string) {
	var walk func(at []string, s *shape)
	walk = func(at []string, s *shape) {
		below := func(names ...string) []string { return slices.Concat(at, names) }
		for i := range s.fields {
			f := &s.fields[i]
			list = append(list, below(f.name))
			switch {
			case f.flat:
				list = append(list, below("STAGE"))
				walk(below("STAGE"), f.of)
			case f.kind == elements:
				list = append(list, below(f.name, "*"))
				walk(below(f.name, "*"), f.of)
			case f.of != nil:
				walk(below(f.name), f.of)
			}
		}
		if s.hall != nil {
			list = append(list, below("halls"), below("halls", "*"), below("halls", "*", "phase"), below("phases", "*", "halls"))
			walk(below("halls", "*"), s.hall.of)
		}
	}
	walk(nil, planShape)
	return list
}

// TestEveryValueHasADriver holds that driverOf speaks of every place of a plan and
// of nothing else, and that what it takes as a whole has one driver.
func TestEveryValueHasADriver(t *testing.T) {
	used := map[string]bool{}
	for _, pattern := range patterns() {
		if pattern[0] == "budget" && len(pattern) == 1 || pattern[0] == "demand" && len(pattern) == 1 || pattern[0] == "cost_book" && len(pattern) == 1 || strings.HasSuffix(strings.Join(pattern, "/"), "/plot") {
			continue // structures that are gone through
		}
		if pattern[0] == "values" && len(pattern) > 1 {
			continue // by their names
		}
		r, known := ruleOf(pattern)
		if !known {
			t.Errorf("%s has no driver", strings.Join(pattern, "/"))
		}
		if r.driver != noDriver && !slices.Contains(drivers, r.driver) {
			t.Errorf("%s belongs to %q, which is no driver", strings.Join(pattern, "/"), r.driver)
		}
		if i := slices.Index(pattern, "STAGE"); i >= 0 && pattern[0] == "sites" {
			pattern = append([]string{"*"}, pattern[i:]...)
		}
		used[strings.Join(pattern, "/")] = true
	}
	for path := range rules {
		if !used[path] {
			t.Errorf("%s is no place of a plan", path)
		}
	}
}

// TestListsWithoutKeysAreWhole holds that what is matched by its place, or may be
// missing, is taken as a whole.
func TestListsWithoutKeysAreWhole(t *testing.T) {
	var walk func(at []string, s *shape)
	walk = func(at []string, s *shape) {
		for i := range s.fields {
			f := &s.fields[i]
			below := slices.Concat(at, []string{f.name})
			if f.flat {
				below = slices.Concat(at, []string{"STAGE"})
			} else if f.kind == elements && f.key != nil {
				below = append(below, "*")
			}
			r, _ := ruleOf(below)
			if (f.kind == pointer || f.kind == elements && f.key == nil) && !r.whole {
				t.Errorf("%s is not taken as a whole", strings.Join(below, "/"))
			}
			if f.of != nil && !r.whole {
				walk(below, f.of)
			}
		}
		if s.hall != nil {
			walk(slices.Concat(at, []string{"halls", "*"}), s.hall.of)
		}
	}
	walk(nil, planShape)
}

// TestEveryDifferenceHasADriver holds that every difference of plans of any form
// has a driver, or is one of what moves no number.
func TestEveryDifferenceHasADriver(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		was, is := exampletest.Drawn(rt), exampletest.Drawn(rt)
		for _, plan := range []*planner.Plan{&was, &is} {
			for i := range plan.Values {
				plan.Values[i].Name = "cost_book.fees." + plan.Values[i].Name
			}
		}
		c := comparison{newNames: true, into: func(at *step, _ func(int) InputCell) *comparison {
			names := at.names()
			pattern := patternOf(names)
			_, known := ruleOf(pattern)
			if names[0] == "values" && len(names) > 1 {
				_, known = ruleOfValue(names[1])
			}
			if !known {
				rt.Fatalf("%s (%s) has no driver", at, strings.Join(pattern, "/"))
			}
			return nil
		}}
		c.plans(&was, &is)
	})
}

// TestEveryReferenceValueHasADriver holds the same of the values that a plan may
// put its own in place of.
func TestEveryReferenceValueHasADriver(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range planner.ReferenceValues(planner.Plan{}, exampletest.Reference(t)) {
		if !strings.HasPrefix(v.Editable, "values/") {
			continue
		}
		if _, known := ruleOfValue(v.Name); !known {
			t.Errorf("%s has no driver", v.Name)
		}
		for _, row := range driverOfValue {
			if strings.HasPrefix(v.Name, row.beginning) {
				seen[row.beginning] = true
				break
			}
		}
	}
	for _, row := range driverOfValue {
		if !seen[row.beginning] {
			t.Errorf("no reference value begins with %s", row.beginning)
		}
	}
}

// TestDriverOfPaths says of paths that planners ask about where they belong.
func TestDriverOfPaths(t *testing.T) {
	for path, want := range map[string]reason{
		"price_base":                                          {Escalation, "price_base"},
		"sites/ansan":                                         {Scope, "sites/ansan"},
		"sites/ansan/title/ko":                                {noDriver, ""},
		"sites/ansan/tier":                                    {Tier, "sites/ansan"},
		"sites/ansan/generator/modules":                       {Quantity, "sites/ansan"},
		"sites/ansan/generator/arrangement":                   {Tier, "sites/ansan"},
		"sites/ansan/halls/DH-1/ups/buses":                    {Tier, "sites/ansan"},
		"sites/ansan/halls/DH-1/ups/source":                   {noDriver, ""},
		"sites/ansan/halls/DH-1/phase":                        {Timing, "sites/ansan"},
		"sites/ansan/halls/DH-1/racks/R-1":                    {Quantity, "sites/ansan"},
		"sites/ansan/phases/building":                         {Scope, "sites/ansan/phases/building"},
		"sites/ansan/phases/building/start":                   {Timing, "sites/ansan/phases/building"},
		"sites/ansan/feeds/main/available":                    {Timing, "sites/ansan"},
		"exchange_rates/1/krw":                                {ExchangeRate, "exchange_rates/USD"},
		"cost_book/overrides/a.b/class":                       {Contingency, "cost_book/overrides/a.b"},
		"cost_book/overrides/a.b/unit_price":                  {Price, "cost_book/overrides/a.b"},
		"values/cost_book.escalation.x.2024":                  {Escalation, "values/cost_book.escalation.x.2024"},
		"values/cost_book.escalation.x.2024/source":           {noDriver, ""},
		"values/cost_book.profiles.x.advance":                 {Timing, "values/cost_book.profiles.x"},
		"values/asset_classes.ups.life_years":                 {Finance, "values/asset_classes.ups.life_years"},
		"values/asset_classes.ups.maintenance_share_per_year": {Operation, "values/asset_classes.ups.maintenance_share_per_year"},
		"budget/vat":                                          {Finance, "budget/vat"},
		"budget/total_krw":                                    {noDriver, ""},
		"demand/services/talk/racks/compound/rate_per_year":   {Demand, "demand/services/talk"},
		"leases/pangyo/returns/0/it_kw":                       {Timing, "leases/pangyo"},
		"actuals/entries/7/paid_krw":                          {Books, "actuals"},
	} {
		r := reasons{detail: ByChange, rates: [2][]planner.ExchangeRate{{{}, {Currency: "USD"}}}}
		if got, _ := r.of(strings.Split(path, "/"), false); got != want {
			t.Errorf("%s belongs to %v, want %v", path, got, want)
		}
	}
}
