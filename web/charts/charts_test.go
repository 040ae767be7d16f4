package charts_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
	"buildout/web/charts"
	"buildout/web/locales"

	"github.com/google/go-cmp/cmp"
)

type option struct {
	Series []struct {
		Name string
		Type string
		Data []struct {
			Name  string
			Value any
		}
	}
	XAxis []struct{ Data []string }
}

func example(t testing.TB, name string) planner.Result {
	t.Helper()
	return exampletest.Evaluate(t, exampletest.Plan(t, name))
}

func english(t testing.TB) *locales.Locale {
	t.Helper()
	catalogues, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogues.Locale("en", "million")
}

// drawn returns a chart's numbers by the name of the series.
func drawn(t *testing.T, c charts.Chart, err error) (option, map[string][]float64) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var o option
	if err := json.Unmarshal(c.Option, &o); err != nil {
		t.Fatal(err)
	}
	series := map[string][]float64{}
	for _, s := range o.Series {
		if s.Type == "custom" {
			continue
		}
		for _, d := range s.Data {
			v, _ := d.Value.(float64)
			series[s.Name] = append(series[s.Name], v)
		}
	}
	return o, series
}

func numbers[T ~float64 | ~int64](values []T) []float64 {
	list := make([]float64, len(values))
	for i, v := range values {
		list[i] = float64(v)
	}
	return list
}

func TestRolloutDrawsTheResult(t *testing.T) {
	r, l := example(t, "two-sites-460"), english(t)
	c, err := charts.Rollout(r, l)
	o, series := drawn(t, c, err)
	if len(o.XAxis[0].Data) != len(r.Months) || o.XAxis[0].Data[0] != r.Months[0].String() {
		t.Errorf("months are %v", o.XAxis[0].Data)
	}
	for name, want := range map[string][]planner.KW{
		"Peak demand":                       r.Demand.PeakKW,
		"Priority-1 demand":                 r.Demand.Priority1KW,
		"Usable after loss of largest site": r.SiteLoss.RemainingKW,
	} {
		if diff := cmp.Diff(numbers(want), series[name]); diff != "" {
			t.Errorf("%s (-result +drawn):\n%s", name, diff)
		}
	}
	for _, site := range r.Sites {
		for _, hall := range site.Halls {
			if diff := cmp.Diff(numbers(hall.UsableITKW), series[l.Text(site.Title, site.Name)+" · "+hall.Name]); diff != "" {
				t.Errorf("%s %s (-result +drawn):\n%s", site.Name, hall.Name, diff)
			}
		}
	}
	for _, lease := range r.Leases {
		if diff := cmp.Diff(numbers(lease.UsableITKW), series[l.Text(lease.Title, lease.Name)]); diff != "" {
			t.Errorf("%s (-result +drawn):\n%s", lease.Name, diff)
		}
	}
}

func TestSiteWithoutSummingHallsIsOneLayer(t *testing.T) {
	r, l := example(t, "two-sites-460"), english(t)
	held := make([]planner.KW, len(r.Months))
	for i, kw := range r.Sites[0].UsableITKW {
		held[i] = kw * 0.9
	}
	r.Sites[0].UsableITKW = held
	c, err := charts.Rollout(r, l)
	_, series := drawn(t, c, err)
	if diff := cmp.Diff(numbers(held), series[l.Text(r.Sites[0].Title, "")]); diff != "" {
		t.Errorf("(-result +drawn):\n%s", diff)
	}
}

func TestOneMonthIsSeen(t *testing.T) {
	l := english(t)
	for _, months := range []int{1, 2} {
		plan := exampletest.Plan(t, "two-sites-460")
		plan.Horizon.Months = months
		r := exampletest.Evaluate(t, plan)
		for _, build := range []func(planner.Result, *locales.Locale) (charts.Chart, error){charts.Rollout, charts.Cash} {
			c, err := build(r, l)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(string(c.Option), `"symbol":"circle"`); got != (months == 1) {
				t.Errorf("%s over %d months shows points: %t", c.Name, months, got)
			}
		}
	}
}

func TestShortfallIsMarked(t *testing.T) {
	r, l := example(t, "two-sites-460"), english(t)
	r.Capacity.HeadroomKW[3], r.Capacity.Least = -500, planner.KWMonth{Month: r.Months[3], KW: -500}
	c, err := charts.Rollout(r, l)
	_, series := drawn(t, c, err)
	want := make([]float64, len(r.Months))
	want[3] = float64(r.Demand.PeakKW[3])
	if diff := cmp.Diff(want, series["Short of demand"]); diff != "" {
		t.Errorf("(-result +drawn):\n%s", diff)
	}
	if !strings.Contains(string(c.Option), `"name":"−500 kW"`) {
		t.Error("the least headroom has no mark")
	}
}

func TestCashDrawsTheResult(t *testing.T) {
	r, l := example(t, "two-sites-460"), english(t)
	c, err := charts.Cash(r, l)
	_, series := drawn(t, c, err)
	var paid, committed, budget []float64
	for _, m := range r.Cash {
		paid = append(paid, float64(m.PaidToDateKRW))
		committed = append(committed, float64(m.CommittedToDateKRW))
		budget = append(budget, float64(r.Budget.TotalKRW))
	}
	for name, want := range map[string][]float64{"Paid to date": paid, "Committed to date": committed, "Budget": budget} {
		if diff := cmp.Diff(want, series[name]); diff != "" {
			t.Errorf("%s (-result +drawn):\n%s", name, diff)
		}
	}
	for g, group := range r.Budget.Groups {
		var want []float64
		var sum float64
		for _, m := range r.Cash {
			want = append(want, float64(m.PaidByGroupKRW[g]))
			sum += float64(m.PaidByGroupKRW[g])
		}
		if sum == 0 {
			want = nil
		}
		if diff := cmp.Diff(want, series[l.Text(group.Title, group.Code)]); diff != "" {
			t.Errorf("%s (-result +drawn):\n%s", group.Code, diff)
		}
	}
}

func TestYearlyCeilingIsWhatMayBePaidByTheYearsEnd(t *testing.T) {
	r, l := example(t, "two-sites-460"), english(t)
	year := r.Budget.Years[1]
	r.Budget.Years = []planner.BudgetYear{{Year: year.Year, HasCeiling: true, LeftKRW: -7e9}}
	c, err := charts.Cash(r, l)
	_, series := drawn(t, c, err)
	for i, m := range r.Cash {
		want := 0.0
		if m.Month.Year() == year.Year {
			for _, end := range r.Cash {
				if end.Month.Year() == year.Year {
					want = float64(end.PaidToDateKRW - 7e9)
				}
			}
		}
		if got := series["Yearly ceiling"][i]; got != want {
			t.Errorf("%s: %v, want %v", m.Month, got, want)
		}
	}
}

func TestGanttDrawsTheSchedule(t *testing.T) {
	r, l := example(t, "as-it-went"), english(t)
	c, err := charts.Gantt(r, l)
	o, _ := drawn(t, c, err)
	var got, want [][2]float64
	for _, d := range o.Series[1].Data {
		v := d.Value.([]any)
		got = append(got, [2]float64{v[1].(float64), v[2].(float64)})
	}
	for _, site := range r.Sites {
		for _, phase := range site.Phases {
			for _, stage := range phase.Stages {
				want = append(want, [2]float64{float64(stage.Start), float64(stage.End + 1)})
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stages (-result +drawn):\n%s", diff)
	}
	months := map[float64]bool{}
	for _, d := range o.Series[3].Data {
		months[d.Value.([]any)[1].(float64)] = true
	}
	for _, order := range r.Orders {
		if !months[float64(order.OrderBy)] {
			t.Errorf("no diamond at %s for %s", order.OrderBy, order.LeadTime)
		}
	}
}

func TestTablesHoldEveryMonth(t *testing.T) {
	r, l := example(t, "two-sites-460"), english(t)
	for _, build := range []func(planner.Result, *locales.Locale) (charts.Chart, error){charts.Rollout, charts.Cash} {
		c, err := build(r, l)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Table.Rows) != len(r.Months) {
			t.Errorf("%s: %d rows for %d months", c.Name, len(c.Table.Rows), len(r.Months))
		}
		for _, row := range c.Table.Rows {
			if len(row) != len(c.Table.Columns) {
				t.Fatalf("%s: %d cells in %d columns", c.Name, len(row), len(c.Table.Columns))
			}
		}
	}
}

// A name of the plan's own must stay data: no markup in the option's text, and
// nothing the script would look up.
func TestHostileNamesStayText(t *testing.T) {
	r, l := example(t, "two-sites-460"), english(t)
	hostile := `</script><script>alert(1)</script>`
	r.Sites[0].Title = planner.Text{EN: hostile}
	r.Sites[0].Phases[0].Title = planner.Text{EN: "@won"}
	for _, build := range []func(planner.Result, *locales.Locale) (charts.Chart, error){charts.Rollout, charts.Cash, charts.Gantt} {
		c, err := build(r, l)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(c.Option), "<>&") {
			t.Errorf("%s: markup in the option", c.Name)
		}
	}
}

// A cell of the heat map is (used + reserved) / usable of its hall and month;
// one above 1 is drawn again with a mark, one not energised is not drawn.
func TestHeatDrawsTheResult(t *testing.T) {
	r := example(t, "two-sites-460")
	hall := &r.Sites[0].Halls[0]
	last := len(r.Months) - 1
	hall.UsableITKW[last], hall.UsedITKW[last], hall.ReservedITKW[last] = 2000, 2000, 500
	c, err := charts.Heat(r, english(t), map[string]planner.Text{})
	o, _ := drawn(t, c, err)
	blank := 0
	for _, site := range r.Sites {
		for _, h := range site.Halls {
			for m := range r.Months {
				if h.UsableITKW[m] == 0 {
					blank++
				}
			}
		}
	}
	if n := len(o.Series[0].Data); blank == 0 || n != 8*len(r.Months)-blank {
		t.Errorf("%d cells, %d blank", n, blank)
	}
	if len(o.Series[1].Data) != 1 {
		t.Fatalf("%d cells are marked", len(o.Series[1].Data))
	}
	if v := o.Series[1].Data[0].Value.([]any); v[0] != float64(last) || v[1] != 0.0 || v[2] != 1.25 || v[3] != 2000.0 || v[5] != 500.0 {
		t.Errorf("marked %v", v)
	}
	if got := c.Table.Rows[last][1]; got.Text != "125.0" || got.Mark != "▲" || c.Table.Rows[0][1].Text != "–" {
		t.Errorf("table %+v", got)
	}
	if !strings.Contains(c.Label, "Ansan · DH-1 with 125.0%") {
		t.Errorf("label %q", c.Label)
	}
}

// Every colour an option or a key may name is in the style sheet once, for light
// pages and for dark ones.
func TestColoursAreInTheStyleSheet(t *testing.T) {
	css, err := os.ReadFile("../assets/src/palette.css")
	if err != nil {
		t.Fatal(err)
	}
	want := []charts.Colour{
		charts.Over, charts.Demand, charts.Priority1, charts.SiteLoss, charts.Leased, charts.Paid, charts.Committed,
		charts.Budget, charts.Ceiling, charts.OrderBy, "surface", "axis", "grid", "muted", "ink",
	}
	for i := range charts.SiteHues {
		want = append(want, charts.Site(i))
	}
	for i := range 5 {
		want = append(want, charts.Colour(fmt.Sprintf("heat-%d", i+1)))
	}
	for i := range charts.GroupHues {
		want = append(want, charts.Group(i))
	}
	for _, c := range want {
		if n := len(regexp.MustCompile(`(?m)^\s*--`+string(c)+`: light-dark\(#\w+, #\w+\);`).FindAll(css, -1)); n != 1 {
			t.Errorf("--%s is set %d times for light and dark, not once", c, n)
		}
	}
}
