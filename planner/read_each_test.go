package planner_test

import (
	"slices"
	"strings"
	"testing"

	"buildout/planner"
)

func TestEachPath(t *testing.T) {
	ref := smallReference(t)
	plan := changeable(t, ref)
	plan.Sites[0].Phases[1].Halls[0].Name = "h/2"
	plan, err := planner.Apply(plan, ref, changesOf("redundancy_tiers/ours/copy=III"))
	if err != nil {
		t.Fatal(err)
	}
	hash := plan.Hash()
	for path, want := range map[string][]string{
		"sites/alpha/tier":                    {"sites/alpha/tier"},
		"sites/beta/tier":                     {"sites/beta/tier"},
		"sites/*/tier":                        {"sites/alpha/tier"},
		"sites/*/halls/*/ups/modules":         {"sites/alpha/halls/h1/ups/modules", "sites/alpha/halls/h%2F2/ups/modules"},
		"sites/*/halls/*/racks/*/row":         {"sites/alpha/halls/h1/racks/R1/row"}, // h2 has none
		"sites/alpha/plant/*/modules":         {"sites/alpha/plant/transformer/modules", "sites/alpha/plant/generator/modules"},
		"sites/alpha/plant/*/added/0/modules": {"sites/alpha/plant/generator/added/0/modules"},
		"exchange_rates/*/krw":                {"exchange_rates/0/krw"},
		"budget/covers/*":                     {"budget/covers/0", "budget/covers/1", "budget/covers/2"},
		"redundancy_tiers/*/ups":              {"redundancy_tiers/ours/ups"},
		"cost_book/overrides/*/unit_price":    {"cost_book/overrides/services.ups/unit_price"},
	} {
		if got, err := planner.EachPath(plan, ref, path, 3); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s stands for %q, %v; want %q", path, got, err, want)
		}
	}
	for path, want := range map[string]string{
		"sites/*/halls/*/ups/module": `sites/alpha/halls/h1/ups/module: found "module"; no such key here; did you mean modules?`,
		"sites/*/*/x":                `sites/alpha: found "*"; * stands for each element of a list; alpha is none`,
		"sites/*/halls/*/ups/*":      `sites/alpha/halls/h1/ups: found "*"; * stands for each element of a list; ups is none`,
		"links/*/km":                 `links: found "*"; the list is empty`,
		"site/*/tier":                `site: found "site"; no such key here; did you mean sites?`,
	} {
		if got, err := planner.EachPath(plan, ref, path, 3); err == nil || err.Error() != want {
			t.Errorf("%s stands for %q, %v; want %q", path, got, err, want)
		}
	}
	if plan.Hash() != hash {
		t.Error("the plan was changed")
	}
	if _, err := planner.EachPath(plan, ref, "budget/covers/*", 2); err == nil || !strings.Contains(err.Error(), "more than 2 paths") {
		t.Errorf("three paths where two are the most: %v", err)
	}
}
