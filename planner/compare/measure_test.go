package compare_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/finance"
	"buildout/planner/reference/exampletest"
)

// examples are the shipped plans.
var examples = []string{"two-sites-460", "ansan-460", "as-it-went"}

func resultOf(t testing.TB, name string) *planner.Result {
	t.Helper()
	r := exampletest.Evaluate(t, exampletest.Plan(t, name))
	return &r
}

func measure(t testing.TB, name string) compare.Measure {
	t.Helper()
	m, err := compare.ParseMeasure(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestMeasuresOfAResult holds each measure to a result whose numbers are chosen so
// that each is told apart by its digits.
func TestMeasuresOfAResult(t *testing.T) {
	month := finance.MonthOf
	r := planner.Result{
		Months: []planner.Month{month(2023, 12), month(2024, 1)},
		Budget: planner.BudgetResult{
			ForecastKRW: 101, TotalKRW: 102, VarianceKRW: 103, LowKRW: 104, HighKRW: 105, OutsideKRW: 106, VATKRW: 107, PaidKRW: 108, UnfundedKRW: 109, BeforeKRW: 110, AfterKRW: 111,
			Years:  []planner.BudgetYear{{Year: 2023, PaidKRW: 112}, {Year: 2024, PaidKRW: 113, CommittedKRW: 114}},
			Groups: []planner.GroupCost{{Code: "structure", AmountKRW: 115}},
		},
		Capacity: planner.CapacityResult{
			UsableITKW: []planner.KW{1000, 1100.125}, HeadroomKW: []planner.KW{10, -20}, Least: planner.KWMonth{Month: month(2024, 1), KW: -20},
		},
		Sites: []planner.SiteResult{
			{Name: "a/b", TierAchieved: "III", CompleteITKW: 800, AmountKRW: 116, StrandedKRW: 3, PeakPUE: 1.3, TierMet: true, Energised: month(2023, 12), UsableITKW: []planner.KW{700, 800},
				Halls: []planner.HallResult{{RackPositions: 40}, {RackPositions: 60}},
				Phases: []planner.PhaseResult{
					{Name: "1", Energised: month(2023, 12), Promised: month(2024, 2)}, {Name: "2", Energised: month(2024, 6), Promised: month(2024, 3)}, {Name: "3", Energised: month(2024, 5)},
				}},
			{Name: "c", TierAchieved: "III", CompleteITKW: 300, AmountKRW: 117, StrandedKRW: 4, PeakPUE: 1.4, Energised: month(2024, 4), UsableITKW: []planner.KW{0, 0},
				Halls: []planner.HallResult{{RackPositions: 5}}, Phases: []planner.PhaseResult{{Name: "1", Energised: month(2024, 4), Promised: month(2024, 3)}}},
		},
		SiteLoss:  planner.SiteLossResult{Final: 0.75, CoveredFrom: month(2023, 12), RemainingKW: []planner.KW{5, 6}},
		Orders:    []planner.Order{{OrderBy: month(2022, 5)}, {OrderBy: month(2022, 3)}, {OrderBy: month(2022, 9)}},
		Operation: planner.OperationResult{EnergyKWh: []float64{1.25, 2.5}, CarbonT: []float64{0.1, 0.2}, Years: []planner.OperationYear{{Year: 2023, EnergyKWh: 1.25, PUE: 1.5, CarbonT: 0.1, ElectricityKRW: 10, TotalKRW: 20}, {Year: 2024, ElectricityKRW: 11, TotalKRW: 22}}},
		Worth: planner.WorthResult{
			NPVKRW: -118, HasIRR: true, IRR: 0.04, Payback: month(2031, 7), CapexKRW: 119, OpexKRW: 120, LeaseKRW: 121, ResidualKRW: 122, KRWPerUsableKW: 1.5, KRWPerKWMonth: 2.5,
		},
		Findings: []planner.Finding{{Severity: planner.SeverityError}, {Severity: planner.SeverityWarning}, {Severity: planner.SeverityWarning}, {Severity: planner.SeverityNotice}},
	}
	none := compare.Value{}
	number := func(x float64) compare.Value { return compare.Value{Kind: compare.Number, Number: x} }
	in := func(m planner.Month) compare.Value {
		return compare.Value{Kind: compare.MonthValue, Number: float64(m), Text: m.String()}
	}
	want := map[string]compare.Value{
		"forecast_krw": number(101), "total_krw": number(102), "variance_krw": number(103), "low_krw": number(104), "high_krw": number(105), "outside_krw": number(106), "vat_krw": number(107),
		"paid_krw": number(108), "unfunded_krw": number(109), "before_horizon_krw": number(110), "after_horizon_krw": number(111),
		"years/2023/paid_krw": number(112), "years/2024/paid_krw": number(113), "years/2024/committed_krw": number(114), "years/2025/paid_krw": none,
		"cost_krw": number(233), "groups/structure/cost_krw": number(115), "groups/land/cost_krw": none, "sites/a%2Fb/cost_krw": number(116), "sites/c/cost_krw": number(117), "sites/x/cost_krw": none,
		"usable_it_kw": number(1100), "sites/a%2Fb/usable_it_kw": number(800), "rack_positions": number(105),
		"usable_it_kw/2024-01": number(1100.125), "usable_it_kw/2023-11": none, "usable_it_kw/2024-02": none, "headroom_kw/2023-12": number(10),
		"sites/a%2Fb/usable_it_kw/2023-12": number(700), "sites/a%2Fb/usable_it_kw/2030-12": none, "sites/x/usable_it_kw/2023-12": none,
		"least_headroom_kw": number(-20), "least_headroom_month": in(month(2024, 1)), "stranded_krw": number(7),
		"first_energised": in(month(2023, 12)), "energised": in(month(2024, 6)), "months_late": number(3), "first_order_by": in(month(2022, 3)),
		"sites/a%2Fb/first_energised": in(month(2023, 12)), "sites/a%2Fb/energised": in(month(2024, 6)), "sites/c/energised": in(month(2024, 4)), "sites/x/energised": none,
		"sites/a%2Fb/phases/3/energised": in(month(2024, 5)), "sites/c/phases/3/energised": none,
		"tiers_met": number(0.5), "site_loss_coverage": number(0.75), "site_loss_remaining_it_kw": number(6), "covered_from": in(month(2023, 12)),
		"energy_kwh": number(3.75), "carbon_t": number(0.3), "electricity_krw": number(21), "operation_krw": number(42), "peak_pue": number(1.4), "pue": number(1.5),
		"years/2023/energy_kwh": number(1.25), "years/2023/carbon_t": number(0.1), "years/2024/electricity_krw": number(11), "years/2024/operation_krw": number(22), "years/2023/pue": number(1.5), "years/2024/pue": none,
		"npv_krw": number(-118), "irr": number(0.04), "payback": in(month(2031, 7)), "capex_krw": number(119), "opex_krw": number(120), "lease_krw": number(121), "residual_krw": number(122),
		"krw_per_usable_kw": number(1.5), "krw_per_kw_month": number(2.5), "krw_per_used_kw_month": none, "errors": number(1), "warnings": number(2), "notices": number(1),
		"tier_achieved": none, "sites/c/tier_achieved": none, // what does not come from Evaluate knows no tiers
	}
	held := map[string]bool{}
	for name, value := range want {
		m := measure(t, name)
		held[m.Kind] = true
		if got := m.Of(&r); got.Kind != value.Kind || math.Abs(got.Number-value.Number) > 1e-12 || got.Text != value.Text {
			t.Errorf("%s is %v, want %v", name, got, value)
		}
	}
	for _, kind := range compare.Kinds() {
		if !held[kind] && kind != "sites/tier_achieved" && kind != "tier_achieved" {
			t.Errorf("no number is held of measures of the kind %s", kind)
		}
	}
}

// TestNothingIsNone holds that a result without anything has no number where there
// is nothing to count, and that nothing breaks on it.
func TestNothingIsNone(t *testing.T) {
	r := planner.Result{}
	for _, name := range []string{
		"least_headroom_kw", "least_headroom_month", "first_energised", "energised", "months_late", "first_order_by", "tier_achieved", "tiers_met", "site_loss_coverage", "site_loss_remaining_it_kw",
		"covered_from", "peak_pue", "pue", "irr", "payback", "krw_per_usable_kw", "krw_per_kw_month", "usable_it_kw/2024-01", "sites/a/cost_krw",
	} {
		if v := measure(t, name).Of(&r); v != (compare.Value{}) {
			t.Errorf("%s of nothing is %v", name, v)
		}
	}
	for _, m := range compare.Measures(&r) {
		if f := m.FigureOf(&r); f != "" && m.Of(&r).Kind == compare.None {
			t.Errorf("%s has no value and the figure %s", m.Name, f)
		}
	}
	if v := (compare.Measure{}).Of(&r); v != (compare.Value{}) {
		t.Errorf("no measure is %v", v)
	}
}

// TestFiguresExplainMeasures holds that Explain takes the figure of every measure
// of the examples and says the same value in the same unit.
func TestFiguresExplainMeasures(t *testing.T) {
	units := map[string]string{"t": "tCO2e", "share/year": "share/year"}
	explained := 0
	for _, name := range examples {
		r := resultOf(t, name)
		measures := compare.Measures(r)
		for _, more := range []string{"headroom_kw/2025-06", "years/2024/committed_krw", "sites/ansan/first_energised", "residual_krw", "years/2026/energy_kwh", "years/2026/carbon_t", "years/2026/electricity_krw", "years/2026/operation_krw", "years/2026/pue", "sites/ansan/phases/building/energised"} {
			measures = append(measures, measure(t, more))
		}
		for _, m := range measures {
			figure, v := m.FigureOf(r), m.Of(r)
			if m.Figure != "" && figure != m.Figure && figure != "" {
				t.Errorf("%s: figure %s of all, %s of %s", m.Name, m.Figure, figure, name)
			}
			if figure == "" {
				continue
			}
			x, err := planner.Explain(*r, figure)
			if err != nil {
				t.Errorf("%s of %s: %v", m.Name, name, err)
				continue
			}
			unit := m.Unit
			if units[unit] != "" {
				unit = units[unit]
			}
			if v.Kind == compare.MonthValue && x.Text != v.Text || v.Kind == compare.Number && x.Value != v.Number || x.Unit != unit {
				t.Errorf("%s of %s is %v in %s, explained as %v %q in %s", m.Name, name, v, unit, x.Value, x.Text, x.Unit)
			}
			explained++
		}
	}
	if explained < 100 {
		t.Errorf("only %d measures are explained", explained)
	}
}

// TestMeasuresAreNamed holds that every measure listed is the one its name is
// read as, that none is listed twice, and which months, years and phases are
// shown.
func TestMeasuresAreNamed(t *testing.T) {
	var results []*planner.Result
	for _, name := range examples {
		results = append(results, resultOf(t, name))
	}
	seen, groups := map[string]bool{}, []compare.MeasureGroup{}
	for _, m := range compare.Measures(results...) {
		if seen[m.Name] {
			t.Errorf("%s is listed twice", m.Name)
		}
		seen[m.Name] = true
		read := measure(t, m.Name)
		if read.Name != m.Name || read.Kind != m.Kind || read.Unit != m.Unit || read.Figure != m.Figure || read.Of(results[0]) != m.Of(results[0]) {
			t.Errorf("%s is read as %+v", m.Name, read)
		}
		if len(groups) == 0 || groups[len(groups)-1] != m.Group {
			groups = append(groups, m.Group)
		}
	}
	if want := []compare.MeasureGroup{"budget", "cost", "capacity", "schedule", "resilience", "operation", "worth", "findings"}; !slices.Equal(groups, want) {
		t.Errorf("groups stand as %v", groups)
	}
	for name, want := range map[string]bool{
		"sites/namyangju/cost_krw": true, "groups/structure/cost_krw": true, "years/2023/paid_krw": true,
		"years/2029/paid_krw":     false, // none of the budgets pays then
		"unfunded_krw":            false,
		"usable_it_kw/2027-12":    true,  // Siheung by the plan of ansan-460
		"usable_it_kw/2026-12":    false, // as a year before in all three
		"usable_it_kw/2030-09":    true,  // the end
		"usable_it_kw/2030-08":    false,
		"sites/siheung/energised": true, "sites/siheung/phases/building/energised": false, // its only phase
		"headroom_kw/2024-12": false, "years/2024/pue": false,
	} {
		if seen[name] != want {
			t.Errorf("%s is listed: %v, want %v", name, seen[name], want)
		}
	}
}

func TestSubjectsHaveTitles(t *testing.T) {
	r := resultOf(t, "as-it-went")
	titles := map[string]planner.Text{}
	for _, m := range compare.Measures(r) {
		titles[m.Name] = m.Subject
	}
	for name, want := range map[string]planner.Text{
		"forecast_krw":                         {},
		"years/2023/paid_krw":                  {EN: "2023", KO: "2023"},
		"sites/ansan/cost_krw":                 {EN: "Ansan", KO: "안산"},
		"sites/namyangju/usable_it_kw/2030-09": {EN: "Namyangju · 2030-09", KO: "남양주 · 2030-09"},
		"groups/structure/cost_krw":            {EN: "Structure", KO: "골조"},
	} {
		if titles[name] != want {
			t.Errorf("%s is of %v, want %v", name, titles[name], want)
		}
	}
	if got := measure(t, "sites/x%2Fy/phases/p/energised").Subject; got.EN != "x/y · p" {
		t.Errorf("without a result it is of %v", got)
	}
}

func TestUnknownMeasures(t *testing.T) {
	for name, want := range map[string]string{
		"":                                "joined by /",
		"sites//cost_krw":                 "joined by /",
		"sites/%zz/cost_krw":              "%2F",
		"forecast":                        "no such measure",
		"forecst_krw":                     "did you mean forecast_krw?",
		"energized":                       "did you mean energised?",
		"sites/ansan/usable_kw":           "did you mean sites/ansan/usable_it_kw?",
		"sites/a%2Fb/energized":           "did you mean sites/a%2Fb/energised?",
		"usable_it_kw/2024-13":            `"2024-13" is no month; write it as YYYY-MM`,
		"sites/a/usable_it_kw/2024":       `"2024" is no month`,
		"years/24/paid_krw":               `"24" is no year; write it as YYYY`,
		"years/+024/paid_krw":             "is no year",
		"years/paid_krw":                  "no such measure",
		"forecast_krw/2024-01":            "no such measure",
		strings.Repeat("x", 1_000_000):    "no such measure",
		"sites/ansan/phases/p/energised/": "joined by /",
	} {
		_, err := compare.ParseMeasure(name)
		var invalid *planner.Invalid
		if !errors.As(err, &invalid) || len(invalid.Faults) != 1 || !strings.Contains(invalid.Faults[0].Message, want) || len(err.Error()) > 2000 {
			t.Errorf("%.40q: %.300v, want %q", name, err, want)
		}
	}
}

// TestTiersByRank holds that achieved tiers are told by the shipped order, of which
// the plan's own copies are a part, and that none reached is below all.
func TestTiersByRank(t *testing.T) {
	plan := exampletest.Plan(t, "two-sites-460")
	plan.Sites[1].Plant = plan.Sites[1].Plant[:2] // without generators and cooling
	ref := exampletest.Reference(t)
	own := ref.Tiers[2]
	own.Title = planner.Text{EN: "Ours"}
	plan.RedundancyTiers = []planner.RedundancyTier{own, {Name: "zero", Basis: planner.Basis{Source: "x", AsOf: "2024"}, Arrangements: []planner.TierArrangement{}}}
	plan.Sites[1].Tier = "zero"
	r := exampletest.Evaluate(t, plan)
	ansan, siheung, least := measure(t, "sites/ansan/tier_achieved").Of(&r), measure(t, "sites/siheung/tier_achieved").Of(&r), measure(t, "tier_achieved").Of(&r)
	if ansan != (compare.Value{Kind: compare.TierValue, Number: 3, Text: "III"}) {
		t.Errorf("Ansan reaches %v", ansan)
	}
	if siheung.Kind != compare.TierValue || siheung.Number >= 3 || least != siheung {
		t.Errorf("Siheung reaches %v, the plan %v", siheung, least)
	}
	for name, want := range map[string]int{"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "zero": -1, "V": -1} {
		rank, ok := r.TierRank(name)
		if ok != (want >= 0) || ok && rank != want {
			t.Errorf("tier %q has rank %d (%v), want %d", name, rank, ok, want)
		}
	}
}

func FuzzParseMeasure(f *testing.F) {
	for _, seed := range []string{"forecast_krw", "sites/a%2Fb/usable_it_kw/2024-01", "years/2024/paid_krw", "groups/x/cost_krw", "sites/%25/phases/가/energised", "/", "%"} {
		f.Add(seed)
	}
	r := planner.Result{Months: []planner.Month{24000}, Sites: []planner.SiteResult{{Name: "a/b", UsableITKW: []planner.KW{1}}}}
	f.Fuzz(func(t *testing.T, name string) {
		m, err := compare.ParseMeasure(name)
		if err != nil {
			var invalid *planner.Invalid
			if !errors.As(err, &invalid) || len(invalid.Faults) == 0 {
				t.Fatalf("%q: %v", name, err)
			}
			return
		}
		again, err := compare.ParseMeasure(m.Name)
		if err != nil || again.Name != m.Name || again.Of(&r) != m.Of(&r) || !slices.Contains(compare.Kinds(), m.Kind) {
			t.Fatalf("%q is read as %s and that as %v %v", name, m.Name, again, err)
		}
	})
}

func ExampleParseMeasure() {
	_, err := compare.ParseMeasure("sites/ansan/usable_kw")
	fmt.Println(err)
	// Output: found "sites/ansan/usable_kw"; no such measure; did you mean sites/ansan/usable_it_kw?
}
