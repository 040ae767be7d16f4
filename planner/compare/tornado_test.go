package compare_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// TestTornado: the plan itself first, then each axis by itself; bars go from the
// least to the most, the plan itself among them, the widest first.
func TestTornado(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	plan.ExchangeRates[0].KRW, plan.Horizon.Months = 1400, 100
	// The forecast is the rate less the months, the net present value the months.
	e.Evaluate = func(_ context.Context, p planner.Plan) (r planner.Result, err error) {
		r.Budget.ForecastKRW = planner.KRW(p.ExchangeRates[0].KRW) - planner.KRW(p.Horizon.Months)
		r.Worth.NPVKRW = planner.KRW(p.Horizon.Months)
		return r, nil
	}
	s := compare.Sweep{
		Method: compare.OneAtATime, Columns: []string{"forecast_krw", "npv_krw"},
		Vary: []compare.Axis{
			{Name: "title", Paths: []string{"title/en"}, Values: []string{"a"}},
			{Name: "length", Paths: []string{"horizon/months"}, Values: []string{"60", "90"}},
			{Name: "usd", Paths: []string{usd}, Values: []string{"1390", "1450", "1500"}},
		},
	}
	all := swept(t, e, plan, s)
	want := []string{
		"0 || [1300,100]", "1 a|| [1300,100]", "2 |60| [1340,60]", "3 |90| [1310,90]", "4 ||1390 [1290,100]", "5 ||1450 [1350,100]", "6 ||1500 [1400,100]",
	}
	if got := all.rows(); !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	bars := func(list []compare.Tornado) (texts []string) {
		for _, b := range list {
			texts = append(texts, fmt.Sprintf("%s %s: %v from %v at %q to %v at %q, %v", b.Column, b.Axis, b.Base.Number, b.Low.Number, b.LowAt, b.High.Number, b.HighAt, b.Spread))
		}
		return texts
	}
	want = []string{
		`forecast_krw usd: 1300 from 1290 at "1390" to 1400 at "1500", 110`,
		`forecast_krw length: 1300 from 1300 at "" to 1340 at "60", 40`,
		`forecast_krw title: 1300 from 1300 at "" to 1300 at "", 0`,
		`npv_krw length: 100 from 60 at "60" to 100 at "", 40`,
		`npv_krw title: 100 from 100 at "" to 100 at "", 0`,
		`npv_krw usd: 100 from 100 at "" to 100 at "", 0`,
	}
	if got := bars(all.end.Tornado); !slices.Equal(got, want) {
		t.Errorf("bars %q, want %q", got, want)
	}
	s.Where = []string{"forecast_krw >= 1310", "forecast_krw < 1400"}
	all = swept(t, e, plan, s) // the plan itself is left out, but is where the bars begin
	if got := bars(all.end.Tornado)[0]; got != `forecast_krw usd: 1300 from 1300 at "" to 1350 at "1450", 50` {
		t.Errorf("with conditions %s", got)
	}
	if all.end.Kept != 3 || all.end.LeftOut != 4 {
		t.Errorf("end %+v, want 3 kept and 4 left out", all.end.SweepProgress)
	}
}

// TestTornadoOfMonthsAndTiers: months count in months, tiers in ranks, and where
// the plan itself has none the bar begins at what the axis gives.
func TestTornadoOfMonthsAndTiers(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 2)
	s := compare.Sweep{
		Method: compare.OneAtATime, Columns: []string{"sites/siheung/energised", "sites/ansan/tier_achieved", "years/2035/paid_krw"},
		Vary: []compare.Axis{axis(start, "2023-02"), axis(ups, "N+1"), axis("horizon/months", "200")},
	}
	all := swept(t, e, plan, s)
	for _, c := range []struct{ column, axis, base, low, high string }{
		{"sites/siheung/energised", start, "2024-12", "2024-12", "2025-02"}, // work in winter is less either way
		{"sites/ansan/tier_achieved", ups, "III", "II", "III"},
		{"years/2035/paid_krw", "horizon/months", "", "", ""},
	} {
		i := slices.IndexFunc(all.end.Tornado, func(b compare.Tornado) bool { return b.Column == c.column && b.Axis == c.axis })
		b := all.end.Tornado[i]
		if b.Base.Text != c.base || b.Low.Text != c.low || b.High.Text != c.high {
			t.Errorf("%s by %s: %+v, want from %s to %s", c.column, c.axis, b, c.low, c.high)
		}
		if c.base == "" && (b.Base.Kind != compare.None || b.Low.Kind != compare.Number || b.LowAt != "200") {
			t.Errorf("%+v, want what 200 months give", b)
		}
	}
}

// TestTornadoOfFaulty: where the plan itself is none there are no bars.
func TestTornadoOfFaulty(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 2)
	plan.Horizon.Months = 0
	all := swept(t, e, plan, compare.Sweep{Method: compare.OneAtATime, Vary: []compare.Axis{axis("horizon/months", "120", "0")}})
	if len(all.end.Tornado) != 0 || all.end.Kept != 1 || all.end.Faulty != 2 {
		t.Errorf("%+v", all.end)
	}
}
