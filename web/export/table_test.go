package export_test

import (
	"bytes"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
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
	r.Findings = []planner.Finding{
		{Severity: planner.SeverityError, Code: "over_budget", Where: "budget", Message: "Too much.", Remedy: "Take some out."},
		{Severity: planner.SeverityWarning, Code: "headroom_thin", Where: "demand"},
	}
	r.Operation.Years = []planner.OperationYear{{Year: 2031, Months: 12, EnergyKWh: 98_765_432, PUE: 1.274, ElectricityKRW: 18_123_456_789, TotalKRW: 27_400_000_000}}
	text := printed(t, r)
	for _, want := range []string{
		"Forecast 471,235 M won: 11,235 M won over the budget of 460,000 M won",
		"1 error, 1 warning, 0 notices", "Ansan", "2023-12", "Siheung", "2024-12", "11,200", "over_budget (budget): Too much.", "Take some out.",
		"Structure", "2031      12  98,765  1.27", "18,123", "27,400",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the table lacks %q:\n%s", want, text)
		}
	}
}

// TestCapacity holds that a reader sees which tier is achieved, why not the
// next, what would mend it, and which figures of plant break their limits.
func TestCapacity(t *testing.T) {
	r := evaluated(t)[0]
	site := &r.Sites[0]
	site.TierAchieved, site.TierMet, site.TierReason = "II", false, "Tier III: a bus of UPS in DH-1 out takes load down."
	site.TierChange = &planner.TierChange{
		Path: "sites/ansan/halls/DH-1/ups/arrangement", From: "N+1", To: "2N", Changes: make([]planner.Change, 4), AmountKRW: 5_600_000_000, UsableKW: 11_200,
	}
	hall := &site.Halls[0]
	hall.Binding, hall.TierAchieved, hall.TierMet = "ups", "II", false
	hall.BindingFailure = &power.Failure{Event: power.SystemOut, Kind: power.UPS, System: "A", Hall: "DH-1"}
	r.Sites[1].Halls[0].TierAchieved, r.Sites[1].Halls[0].TierMet = "", false
	site.Plant = []planner.PlantCheck{
		{Name: planner.LeastFuelHours, Title: planner.Text{EN: "Fuel at the real load"}, Found: 11.25, Limit: 12, Unit: "h"},
		{Name: planner.LeastBatteryMinutes, Hall: "DH-1", Halls: 4, Found: 4.5, Limit: 5, Unit: "min"},
		{Name: planner.LeastSubstations, Title: planner.Text{EN: "Substations"}, Found: 2, Limit: 2, Unit: "each", Holds: true},
	}
	text := printed(t, r)
	for _, want := range []string{
		"UPS A in DH-1 out", "II !", "none !", "Tier III: a bus of UPS in DH-1 out takes load down.",
		"sites/ansan/halls/DH-1/ups/arrangement: N+1 -> 2N, and the same in 3", "+5,600 M won, then 11,200 kW usable",
		"Fuel at the real load", "11.2", "least_battery_minutes", "DH-1 and 3 alike", "4.5",
	} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("the table lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Substations") {
		t.Error("a check that holds is told")
	}
	site.TierChange = nil
	site.Plant = site.Plant[2:]
	r.Sites[1].Plant = nil
	text = printed(t, r)
	for _, want := range []string{"no single change reaches it", "Plant: all 1 figures are within their limits."} {
		if !strings.Contains(text, want) {
			t.Errorf("the table lacks %q:\n%s", want, text)
		}
	}
}

func printed(t *testing.T, r planner.Result) string {
	t.Helper()
	var out bytes.Buffer
	if err := export.Table(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
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
