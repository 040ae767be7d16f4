package models

import (
	"fmt"
	"strings"

	"buildout/planner"
)

// The most that a comparison holds.
const (
	MaxComparisonMembers  = 50
	maxComparisonMeasures = 500
)

// comparisonFaults returns what is wrong with a comparison, whatever plans there
// are.
func comparisonFaults(c Comparison) []planner.Fault {
	var faults []planner.Fault
	require := func(ok bool, path string, found any, message string, args ...any) {
		if !ok {
			faults = append(faults, planner.NewFault(path, found, message, args...))
		}
	}
	require(planner.ValidName(c.Name), "name", c.Name, "a name has 1 to 100 characters, no control characters and no space at its ends")
	require(c.Name == "" || strings.Trim(c.Name, "0123456789") != "", "name", c.Name, "a name of digits alone reads as an id; add a letter")
	for _, text := range []struct{ path, text string }{{"title.en", c.Title.EN}, {"title.ko", c.Title.KO}, {"note", c.Note}} {
		require(planner.ValidText(text.text), text.path, text.text, "a text has at most 4,000 characters and no control characters")
	}
	n := len(c.Members)
	require(1 <= n && n <= MaxComparisonMembers, "members", fmt.Sprintf("a list of %d", n), "a comparison has from 1 to %d members", MaxComparisonMembers)
	require(0 <= c.Baseline && c.Baseline < max(n, 1), "baseline", c.Baseline, "the baseline is the place of a member, from 0 to %d", max(n-1, 0))
	require(len(c.Measures) <= maxComparisonMeasures, "measures", fmt.Sprintf("a list of %d", len(c.Measures)), "at most %d are kept", maxComparisonMeasures)
	for i, name := range c.Measures {
		require(name != "" && planner.ValidText(name), fmt.Sprintf("measures[%d]", i), name, "the name of a measure is wanted, such as forecast_krw")
	}
	places := map[version]int{}
	for i, m := range c.Members {
		at := version{m.PlanID, m.Revision}
		first, twice := places[at]
		require(!twice, fmt.Sprintf("members[%d]", i), fmt.Sprintf("plan %d at revision %d", m.PlanID, m.Revision), "it stands at members[%d] already", first)
		if !twice {
			places[at] = i
		}
	}
	return faults
}

// missingFault says which of the plan and the revision of a member is not there.
// known has the plans that are at version 0.
func missingFault(place int, m ComparisonMember, known map[version]string) planner.Fault {
	if name, there := known[version{Plan: m.PlanID}]; there {
		return planner.NewFault(fmt.Sprintf("members[%d].revision", place), m.Revision, "plan %q has no such revision", name)
	}
	return planner.NewFault(fmt.Sprintf("members[%d].plan_id", place), m.PlanID, "there is no such plan")
}

// Faults lists what is wrong with a comparison, whatever plans there are.
func (c Comparison) Faults() []planner.Fault { return comparisonFaults(c) }
