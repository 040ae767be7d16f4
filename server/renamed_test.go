package server

import (
	"html"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// A service that someone renamed is told as that: to whoever writes over it, to
// whoever reads what differs, and on the page of revisions.
func TestRenamedThingsAreTold(t *testing.T) {
	h := newHouse(t)
	tag := h.planTag()
	plan := exampletest.Plan(t, "two-sites-460")
	plan.Demand.Services[0].Name, plan.Demand.Services[0].Title.EN = "messages", "Messages"
	document, err := planner.EncodePlan(plan, "yaml")
	if err != nil {
		t.Fatal(err)
	}
	h.want(200, "PUT", "/api/v1/plans/1", string(document), "Content-Type", asYAML, "If-Match", tag)
	p := h.wantProblem(412, "PATCH", "/api/v1/plans/1", `{"horizon":{"months":100}}`, "Content-Type", asJSON, "If-Match", tag)
	if len(p.Errors) != 3 || p.Errors[1].Location != "demand/services/talk" || p.Errors[1].Message != "has another name" || p.Errors[2].Location != "demand/services/messages/title/en" {
		t.Errorf("a conflict says %+v", p.Errors)
	}
	got := decode[RevisionDifferences](t, h.want(200, "GET", plan1+"revisions/1/differences", "").Body)
	if got.Count != 2 || got.Differences[0] != (compare.Difference{Path: "demand/services/talk", Kind: compare.Renamed, Was: "talk", Is: "messages"}) {
		t.Errorf("what differs is %+v", got)
	}
	if page := html.UnescapeString(h.want(200, "GET", twoSites+"/revisions?from=1&to=2", "").Body.String()); !strings.Contains(page, "≈") || !strings.Contains(page, "renamed") {
		t.Error("the page of revisions does not say that it is renamed")
	}
	for _, kind := range compare.DifferenceKinds {
		if told[kind] == "" {
			t.Errorf("no sentence says that something is %s", kind)
		}
	}
}
