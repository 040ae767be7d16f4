package interchange_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/interchange"
	"buildout/planner/reference/exampletest"
)

// TestRoundTrip holds that what goes out comes in again as it was: that a plan
// with its own tables is the plan, in every format, and that a plan without its
// racks, panels, feeds of racks and prices has them again from its tables.
func TestRoundTrip(t *testing.T) {
	ref, example := exampletest.Reference(t), exampletest.Plan(t, "two-sites-460")
	rapid.Check(t, func(r *rapid.T) {
		plan := drawnPlan(r, example, ref)
		bare := planner.Clone(plan)
		bare.CostBook.Overrides = nil
		for i := range bare.Sites {
			for j := range bare.Sites[i].Phases {
				for k := range bare.Sites[i].Phases[j].Halls {
					h := &bare.Sites[i].Phases[j].Halls[k]
					h.Racks, h.Panels = nil, nil
				}
			}
		}
		for _, format := range interchange.Formats {
			if !format.Writes || format.Result {
				continue
			}
			document := exported(t, format.Name, plan, ref)
			before := plan.Hash()
			same, report := imported(r, format.Name, document, plan, ref)
			if !reflect.DeepEqual(plan, same) {
				r.Fatalf("%s into the plan it came from (-want +got):\n%s", format.Name, cmp.Diff(plan, same))
			}
			if report.Added+report.Removed > 0 || report.Changed > 0 && format.Name != "actuals" || plan.Hash() != before {
				r.Fatalf("%s changes the plan it came from: %+v", format.Name, report)
			}
		}
		for _, format := range []string{"panels", "racks", "rack-feeds", "cost-overrides"} {
			bare, _ = imported(r, format, exported(t, format, plan, ref), bare, ref)
		}
		if diff := cmp.Diff(plan, bare); diff != "" {
			r.Fatalf("the tables into a plan without them (-want +got):\n%s", diff)
		}
	})
}

func exported(t testing.TB, format string, plan planner.Plan, ref planner.Reference) []byte {
	t.Helper()
	document, err := interchange.Export(format, plan, ref)
	if err != nil {
		t.Fatalf("export %s: %v", format, err)
	}
	return document
}

// imported brings a table in; one without rows says nothing.
func imported(t rapid.TB, format string, document []byte, plan planner.Plan, ref planner.Reference) (planner.Plan, interchange.Report) {
	t.Helper()
	if bytes.Count(document, []byte("\n")) == 1 {
		return plan, interchange.Report{}
	}
	plan, report, err := interchange.Import(format, document, plan, ref, interchange.Options{})
	if err != nil {
		t.Fatalf("import %s: %v\n%s", format, err, document)
	}
	return plan, report
}
