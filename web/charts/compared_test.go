package charts_test

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/reference/exampletest"
	"buildout/web/charts"

	"github.com/google/go-cmp/cmp"
)

// overlaid are the example plans as they stand beside each other, the first as
// the baseline.
func overlaid(t testing.TB, names ...string) []charts.Overlaid {
	t.Helper()
	plans := make([]charts.Overlaid, len(names))
	for i, name := range names {
		r := example(t, name)
		plans[i] = charts.Overlaid{Name: name, Title: english(t).Text(r.Plan.Title, name), Place: i, Baseline: i == 0, Result: r}
	}
	return plans
}

// moved is a plan whose horizon begins and ends at other months.
func moved(t testing.TB, name string, start planner.Month, months int) charts.Overlaid {
	t.Helper()
	plan := exampletest.Plan(t, name)
	plan.Horizon.Start, plan.Horizon.Months = start, months
	return charts.Overlaid{Name: name, Title: name, Result: exampletest.Evaluate(t, plan)}
}

// The lines run over the months of all plans, and none beyond those of its own
// plan. Every value is that of the result, to the kW and the won.
func TestComparedLinesStayWithinTheirHorizons(t *testing.T) {
	first := moved(t, "two-sites-460", finance.MonthOf(2020, 10), 96)
	first.Baseline = true
	second := moved(t, "ansan-460", finance.MonthOf(2020, 4), 84)
	second.Place = 1
	plans := []charts.Overlaid{first, second}
	for _, c := range []struct {
		draw  func() (charts.Chart, error)
		value func(planner.Result, int) float64
	}{
		{func() (charts.Chart, error) { return charts.ComparedRollout(plans, english(t)) }, func(r planner.Result, i int) float64 { return float64(r.Capacity.UsableITKW[i]) }},
		{func() (charts.Chart, error) { return charts.ComparedCash(plans, english(t)) }, func(r planner.Result, i int) float64 { return float64(r.Cash[i].PaidToDateKRW) }},
	} {
		chart, err := c.draw()
		if err != nil {
			t.Fatal(err)
		}
		var o option
		if err := json.Unmarshal(chart.Option, &o); err != nil {
			t.Fatal(err)
		}
		months := o.XAxis[0].Data
		if len(months) != 102 || months[0] != "2020-04" || months[101] != "2028-09" {
			t.Fatalf("%s: %d months from %s to %s, want 102 from 2020-04 to 2028-09", chart.Name, len(months), months[0], months[len(months)-1])
		}
		for p, plan := range plans {
			offset := []int{6, 0}[p]
			for i, d := range o.Series[p].Data {
				at := i - offset
				if at < 0 || at >= len(plan.Result.Months) {
					if d.Value != "-" || chart.Data().Rows[i][1+p] != nil {
						t.Errorf("%s: %s has %v in %s, outside its horizon", chart.Name, plan.Name, d.Value, months[i])
					}
					continue
				}
				if d.Value != c.value(plan.Result, at) {
					t.Errorf("%s: %s is %v in %s, want %v", chart.Name, plan.Name, d.Value, months[i], c.value(plan.Result, at))
				}
			}
		}
	}
}

func TestComparedDemandIsThatOfTheBaseline(t *testing.T) {
	plans := overlaid(t, "ansan-460", "two-sites-460")
	plans[0].Baseline, plans[1].Baseline = false, true
	chart, err := charts.ComparedRollout(plans, english(t))
	_, series := drawn(t, chart, err)
	var want []float64
	for _, kw := range plans[1].Result.Demand.PeakKW {
		want = append(want, float64(kw))
	}
	if diff := cmp.Diff(want, series["Peak demand of Two sites for 460 bn won"]); diff != "" {
		t.Error(diff)
	}
	if got := chart.Data().Columns[3].Name; got != "two-sites-460/peak_demand_kw" {
		t.Errorf("the column of demand is %s", got)
	}
}

// Plans that set aside the same amount share a line; another amount is another
// line, and what is paid beyond it is marked.
func TestComparedBudgets(t *testing.T) {
	one, err := charts.ComparedCash(overlaid(t, "two-sites-460", "ansan-460", "as-it-went"), english(t))
	_, series := drawn(t, one, err)
	if got := series["Budget"]; len(got) == 0 || got[0] != 460e9 {
		t.Errorf("the shared budget is %v", got)
	}
	plans := overlaid(t, "two-sites-460", "ansan-460")
	plan := exampletest.Plan(t, "ansan-460")
	plan.Budget.TotalKRW, plan.Budget.Funding = 400_000_000_000, nil
	plans[1].Result = exampletest.Evaluate(t, plan)
	two, err := charts.ComparedCash(plans, english(t))
	_, series = drawn(t, two, err)
	if got := series["Budget of Ansan for 460 bn won, Siheung after"]; len(got) == 0 || got[0] != 400e9 {
		t.Errorf("the budget of one plan is %v", series)
	}
	last := two.Table.Rows[len(two.Table.Rows)-1]
	if last[1].Mark != "" || last[2].Mark != "▲" || last[2].Class != "over" {
		t.Errorf("paid beyond a budget is marked %q, within it %q", last[2].Mark, last[1].Mark)
	}
}

// Nothing tells plans apart by colour alone: no two share a stroke and a symbol,
// and two of one title are two series.
func TestComparedPlansAreToldApart(t *testing.T) {
	var plans []charts.Overlaid
	r := example(t, "two-sites-460")
	for i := range charts.PlanHues {
		plans = append(plans, charts.Overlaid{Name: "p" + strconv.Itoa(i), Title: "Same", Place: i, Result: r})
	}
	for _, overlay := range charts.Overlays {
		chart, err := overlay.Draw(plans, english(t))
		if err != nil {
			t.Fatal(err)
		}
		var o struct {
			Series []struct {
				Name      string
				LineStyle struct{ Type, Color string }
				MarkPoint struct {
					Data []struct {
						Symbol string
						Coord  []any
					}
				}
			}
		}
		if err := json.Unmarshal(chart.Option, &o); err != nil {
			t.Fatal(err)
		}
		drawn, taken, marks := map[string]bool{}, map[string]bool{}, map[string]bool{}
		for i, s := range o.Series[:charts.PlanHues] {
			if len(s.MarkPoint.Data) == 0 {
				t.Fatalf("%s: %s has no symbols", chart.Name, s.Name)
			}
			drawn[s.LineStyle.Type+" "+s.MarkPoint.Data[0].Symbol] = true
			taken[s.Name] = true
			marks[s.MarkPoint.Data[0].Coord[0].(string)] = true
			if s.LineStyle.Color != "@plan-"+strconv.Itoa(i+1) || chart.Legend[i].Mark != "line-"+strconv.Itoa(i+1) {
				t.Errorf("%s: plan %d is drawn in %s, its key is %+v", chart.Name, i, s.LineStyle.Color, chart.Legend[i])
			}
		}
		if len(drawn) != charts.PlanHues || len(taken) != charts.PlanHues || len(marks) != charts.PlanHues {
			t.Errorf("%s: %d strokes, %d names and %d places of symbols for %d plans", chart.Name, len(drawn), len(taken), len(marks), charts.PlanHues)
		}
	}
}

// Lab of a colour as people with a lack of red, of green, or of none see it.
// Sources: Machado, Oliveira & Fernandes, A Physiologically-based Model for
// Simulation of Color Vision Deficiency (2009), severity 1; CIE 1976 L*a*b*, D65.
var sight = map[string][3][3]float64{
	"full":  {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"red":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"green": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
}

func linear(t *testing.T, hex string) (rgb [3]float64) {
	t.Helper()
	for i := range rgb {
		v, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(v) / 255
		rgb[i] = c / 12.92
		if c > 0.04045 {
			rgb[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return rgb
}

func lab(rgb [3]float64, seen [3][3]float64) [3]float64 {
	var s [3]float64
	for i := range s {
		s[i] = min(1, max(0, seen[i][0]*rgb[0]+seen[i][1]*rgb[1]+seen[i][2]*rgb[2]))
	}
	f := func(v float64) float64 {
		if v > 0.008856 {
			return math.Cbrt(v)
		}
		return 7.787*v + 16.0/116
	}
	x := f((0.4124*s[0] + 0.3576*s[1] + 0.1805*s[2]) / 0.9505)
	y := f(0.2126*s[0] + 0.7152*s[1] + 0.0722*s[2])
	z := f((0.0193*s[0] + 0.1192*s[1] + 0.9505*s[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// Hues of plans differ by 15 of CIE 1976 for everyone, from each other, from the
// demand and from what is over a limit, and stand out from the page by 3 to 1
// (WCAG 2.2, 1.4.11).
func TestPlanHuesAreToldApart(t *testing.T) {
	hues := []charts.Colour{charts.Over, charts.Demand}
	for i := range charts.PlanHues {
		hues = append(hues, charts.Plan(i))
	}
	for _, dark := range []bool{false, true} {
		shade := func(c charts.Colour) string {
			if dark {
				return c.Shade().Dark
			}
			return c.Shade().Light
		}
		luminance := func(c charts.Colour) float64 {
			v := linear(t, shade(c))
			return 0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2]
		}
		for i, a := range hues {
			page := luminance("surface")
			if ratio := (max(luminance(a), page) + 0.05) / (min(luminance(a), page) + 0.05); ratio < 3 {
				t.Errorf("dark %t: %s stands out by %.1f to 1", dark, a, ratio)
			}
			for _, b := range hues[i+1:] {
				if !strings.HasPrefix(string(b), "plan-") {
					continue
				}
				for name, seen := range sight {
					p, q := lab(linear(t, shade(a)), seen), lab(linear(t, shade(b)), seen)
					if d := math.Hypot(math.Hypot(p[0]-q[0], p[1]-q[1]), p[2]-q[2]); d < 15 {
						t.Errorf("dark %t, sight %s: %s and %s differ by %.1f", dark, name, a, b, d)
					}
				}
			}
		}
	}
}

func TestComparedShadesAreThoseOfTheStyleSheet(t *testing.T) {
	sheet := styleSheet(t)
	for _, overlay := range charts.Overlays {
		chart, err := overlay.Draw(overlaid(t, "two-sites-460", "ansan-460", "as-it-went"), english(t))
		if err != nil {
			t.Fatal(err)
		}
		if chart.Name != overlay.Name || chart.Table.Caption != english(t).T(overlay.Title) {
			t.Errorf("%s is drawn as %s, %q", overlay.Name, chart.Name, chart.Table.Caption)
		}
		palette, _, err := chart.Names()
		if err != nil {
			t.Fatal(err)
		}
		for name, shade := range palette {
			if want := sheet[name[1:]]; !slices.Equal(want, []string{shade.Light, shade.Dark}) {
				t.Errorf("%s: %s is %+v, the style sheet has %v", chart.Name, name, shade, want)
			}
		}
	}
}

// BenchmarkCompared draws both charts of eight plans over each other.
func BenchmarkCompared(b *testing.B) {
	r := example(b, "two-sites-460")
	var plans []charts.Overlaid
	for i := range charts.PlanHues {
		plans = append(plans, charts.Overlaid{Name: "p" + strconv.Itoa(i), Title: "Plan", Place: i, Baseline: i == 0, Result: r})
	}
	l := english(b)
	b.ReportAllocs()
	for b.Loop() {
		for _, overlay := range charts.Overlays {
			if _, err := overlay.Draw(plans, l); err != nil {
				b.Fatal(err)
			}
		}
	}
}
