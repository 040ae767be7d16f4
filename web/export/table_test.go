package export_test

import (
	"bytes"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
	"buildout/web/export"
)

func evaluated(t *testing.T) []planner.Result {
	t.Helper()
	var results []planner.Result
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		results = append(results, exampletest.Evaluate(t, exampletest.Plan(t, name)))
	}
	return results
}

// TestTable holds that the printed numbers are the result's own.
func TestTable(t *testing.T) {
	r := evaluated(t)[0]
	r.Budget.ForecastKRW, r.Budget.VarianceKRW = 471_234_567_890, -11_234_567_890
	r.Findings = append(r.Findings, planner.Finding{Severity: planner.SeverityError, Code: "over_budget", Where: "budget", Message: "Too much.", Remedy: "Take some out."})
	var out bytes.Buffer
	if err := export.Table(&out, r); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Forecast 471,235 M won: 11,235 M won over the budget of 460,000 M won",
		"1 error, 1 warning, 0 notices", "Ansan", "2023-12", "Siheung", "2024-12", "11,200", "over_budget (budget): Too much.", "Take some out.",
		"Structure",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
}

// TestPlans holds that every plan has its row.
func TestPlans(t *testing.T) {
	var out bytes.Buffer
	if err := export.Plans(&out, evaluated(t)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"two-sites-460", "ansan-460", "as-it-went", "460,000"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the list lacks %q:\n%s", want, out.String())
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }

// TestTableSaysThatWritingFailed holds that a full disk is not taken for done.
func TestTableSaysThatWritingFailed(t *testing.T) {
	r := evaluated(t)
	if export.Table(failing{}, r[0]) == nil || export.Plans(failing{}, r) == nil {
		t.Error("writing failed and nothing was said")
	}
}
