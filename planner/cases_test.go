package planner_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
)

var update = flag.Bool("update", false, "rewrite the expected tables")

func smallReference(tb testing.TB) planner.Reference {
	tb.Helper()
	document, err := os.ReadFile("testdata/reference.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	ref, err := planner.Decode[planner.Reference](document)
	if err != nil {
		tb.Fatal(err)
	}
	return ref
}

// TestCases evaluates the plans of testdata/cases, whose comments work their
// numbers by hand, and holds the tables beside them.
func TestCases(t *testing.T) {
	ref := smallReference(t)
	files, err := filepath.Glob("testdata/cases/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			r := evaluateFile(t, file, ref)
			want := strings.TrimSuffix(file, ".yaml") + ".want"
			got := tableOf(r)
			if *update {
				if err := os.WriteFile(want, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			expected, err := os.ReadFile(want)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(expected), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", want, diff)
			}
		})
	}
}

// TestResultsHaveNoNulls holds that programs find a list where the schema says
// there is one, however little a plan holds.
func TestResultsHaveNoNulls(t *testing.T) {
	ref := smallReference(t)
	files, _ := filepath.Glob("testdata/cases/*.yaml")
	for _, file := range files {
		document, err := json.Marshal(evaluateFile(t, file, ref))
		if err != nil {
			t.Fatal(err)
		}
		if i := strings.Index(string(document), "null"); i >= 0 {
			t.Errorf("%s: null after %s", file, document[max(0, i-40):i])
		}
	}
}

func evaluateFile(t *testing.T, file string, ref planner.Reference) planner.Result {
	t.Helper()
	document, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := planner.DecodePlan(document, ref)
	if err != nil {
		t.Fatal(err)
	}
	r, err := planner.Evaluate(plan, ref)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// tableOf writes a result in the order a person checks it in: capacity where
// it changes, stages, lines, cash, years, findings.
func tableOf(r planner.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "budget %d forecast %d variance %d vat %d outside %d before %d after %d\n", r.Budget.TotalKRW, r.Budget.ForecastKRW,
		r.Budget.VarianceKRW, r.Budget.VATKRW, r.Budget.OutsideKRW, r.Budget.BeforeKRW, r.Budget.AfterKRW)
	b.WriteString("\nmonth    usable  demand  headroom  racks  positions  left after loss  of           coverage\n")
	previous := ""
	for i, m := range r.Months {
		row := fmt.Sprintf("%8g%8g%10g%7d%11d%17g  %-12s%8.4f\n", r.Capacity.UsableITKW[i], r.Demand.PeakKW[i], r.Capacity.HeadroomKW[i],
			r.Demand.Racks[i], r.Capacity.RackPositions[i], r.SiteLoss.RemainingKW[i], r.SiteLoss.Lost[i], r.SiteLoss.Coverage[i])
		if row != previous {
			fmt.Fprintf(&b, "%s%s", m, row)
		}
		previous = row
	}
	for _, s := range r.Sites {
		siteTable(&b, s)
	}
	moneyTable(&b, r)
	b.WriteString("\n")
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s %s %s %s: %s %s\n", f.Severity, f.Code, f.Where, f.Month, f.Message, f.Remedy)
	}
	return b.String()
}

func siteTable(b *strings.Builder, s planner.SiteResult) {
	fmt.Fprintf(b, "\nsite %s energised %s usable %g kW, binds %s, peak PUE %.4f\n", s.Name, s.Energised, s.CompleteITKW, s.Binding, s.PeakPUE)
	for _, ph := range s.Phases {
		fmt.Fprintf(b, "  phase %s energised %s", ph.Name, ph.Energised)
		for _, g := range ph.Stages {
			fmt.Fprintf(b, ", %s %s to %s", g.Stage, g.Start, g.End)
		}
		b.WriteString("\n")
	}
	stagesTable(b, "  shared", s.Stages)
	for _, h := range s.Halls {
		fmt.Fprintf(b, "  hall %s energised %s installed %g usable %g of %g, binds %s\n", h.Name, h.Energised, h.InstalledITKW,
			h.UsableITKW[len(h.UsableITKW)-1], h.DesignITKW, h.Binding)
		stagesTable(b, "    ", h.Stages)
	}
}

func stagesTable(b *strings.Builder, indent string, stages []planner.StageResult) {
	for _, g := range stages {
		fmt.Fprintf(b, "%s %s %s of %d: %g kW installed, %g usable, %.6f per IT kW, %g IT kW\n", indent, g.Kind, g.Arrangement, g.Modules,
			g.InstalledKW, g.UsableKW, g.LoadPerITKW, g.UsableITKW)
	}
}

func moneyTable(b *strings.Builder, r planner.Result) {
	b.WriteString("\n")
	for _, l := range r.CostLines {
		fmt.Fprintf(b, "%s %s/%s: %g %s x %g", l.Code, l.Site, l.Phase, l.Quantity, l.Unit, l.UnitPriceKRW)
		for _, f := range l.Factors {
			fmt.Fprintf(b, " x %s %.6f", f.Name, f.Value)
		}
		fmt.Fprintf(b, " = %d won, ordered %s\n", l.AmountKRW, l.Ordered)
	}
	for _, l := range r.CostLines {
		if l.PaidKRW != 0 || l.ForecastKRW != l.AmountKRW {
			fmt.Fprintf(b, "%s %s/%s by the books: paid %d forecast %d final %t\n", l.Code, l.Site, l.Phase, l.PaidKRW, l.ForecastKRW, l.Final)
		}
	}
	for _, o := range r.Orders {
		fmt.Fprintf(b, "order %s for %s/%s by %s, needed %s: %d won\n", o.LeadTime, o.Site, o.Phase, o.OrderBy, o.Needed, o.AmountKRW)
	}
	for _, c := range r.Cash {
		if c.PaidKRW != 0 || c.CommittedKRW != 0 {
			fmt.Fprintf(b, "%s paid %d committed %d, to date %d and %d, approved %d left %d unfunded %d, by books %t\n", c.Month, c.PaidKRW, c.CommittedKRW,
				c.PaidToDateKRW, c.CommittedToDateKRW, c.ApprovedToDateKRW, c.LeftKRW, c.UnfundedKRW, c.ByBooks)
		}
	}
	for _, y := range r.Budget.Years {
		fmt.Fprintf(b, "%d ceiling %d carried %d paid %d committed %d left %d, approved %d unfunded %d by books %d\n", y.Year, y.CeilingKRW, y.CarriedKRW,
			y.PaidKRW, y.CommittedKRW, y.LeftKRW, y.ApprovedKRW, y.UnfundedKRW, y.PaidByBooksKRW)
	}
	for _, f := range r.Budget.Funding {
		fmt.Fprintf(b, "funding %s of %d drawn %d by year %d, exhausted %s, unspent %d\n", f.Name, f.AmountKRW, f.DrawnKRW, f.ByYearKRW, f.Exhausted, f.UnspentKRW)
	}
	fmt.Fprintf(b, "estimate %d low %d high %d, by the books through %s paid %d committed %d\n", r.Budget.EstimateKRW, r.Budget.LowKRW, r.Budget.HighKRW,
		r.Budget.Through, r.Budget.PaidKRW, r.Budget.CommittedKRW)
	for _, row := range r.Budget.Rows {
		fmt.Fprintf(b, "%s%s %s: forecast %d (%d to %d) paid %d outside %d, by site %d, by year %d before %d after %d, lines %d\n", strings.Repeat("  ", row.Level), row.Code, row.Title.EN,
			row.ForecastKRW, row.LowKRW, row.HighKRW, row.PaidKRW, row.OutsideKRW, row.BySiteKRW, row.ByYearKRW, row.BeforeKRW, row.AfterKRW, row.Lines)
	}
}
