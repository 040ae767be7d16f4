package planner_test

import (
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
)

// TestVariance works every effect by hand on one hall: a frame of 1,100 M won,
// UPS of 300,000 USD at 1,000 won, and design at 5 % of both, 70 M.
func TestVariance(t *testing.T) {
	ref := smallReference(t)
	later := func(p *planner.Plan) {
		p.Horizon.Months = 36
		p.Sites[0].Phases[0].Start += 12
	}
	for _, c := range []struct {
		name   string
		change func(p *planner.Plan)
		want   planner.VarianceParts
	}{
		{"nothing", func(*planner.Plan) {}, planner.VarianceParts{}},
		// Fees of 70 M leave the budget.
		{"scope", func(p *planner.Plan) { p.Budget.Covers = []string{"structure", "services"} }, planner.VarianceParts{ScopeKRW: -70e6}},
		// 100 m2 more at 1 M x 1.1, and 5 % of it.
		{"quantity", func(p *planner.Plan) { p.Sites[0].Phases[0].GrossAreaM2 = 1100 }, planner.VarianceParts{QuantityKRW: 110e6 + 5.5e6}},
		// No building: the frame goes, with its part of the design.
		{"a line goes", func(p *planner.Plan) { p.Sites[0].Phases[0].GrossAreaM2 = 0 }, planner.VarianceParts{QuantityKRW: -1100e6 - 55e6}},
		// 0.2 M won a m2 more: 1,000 x 0.2 M x 1.1, and 5 % of it.
		{"price", func(p *planner.Plan) {
			p.CostBook.Overrides = []planner.CostOverride{{Code: "structure.frame", UnitPrice: 1.2e6, Currency: "KRW", Unit: "m2", PriceMonth: p.PriceBase, Source: "a tender"}}
		}, planner.VarianceParts{PriceKRW: 220e6 + 11e6}},
		// The UPS in won, 120 M each: 60 M more, all of it price.
		{"currency", func(p *planner.Plan) {
			p.CostBook.Overrides = []planner.CostOverride{{Code: "services.ups", UnitPrice: 120e6, Currency: "KRW", Unit: "each", PriceMonth: p.PriceBase, Source: "a tender"}}
		}, planner.VarianceParts{PriceKRW: 60e6 + 3e6}},
		// A dear region: a fifth more for all but design, which is 5 % of it.
		{"region", func(p *planner.Plan) { p.Sites[0].Region = "far" }, planner.VarianceParts{PriceKRW: 280e6 + 14e6}},
		{"exchange rate", func(p *planner.Plan) { p.ExchangeRates[0].KRW = 1100 }, planner.VarianceParts{ExchangeRateKRW: 30e6 + 1.5e6}},
		// A year later prices rise 10 % a year from 2024-01, the first month: the frame pays half at 1.1^(2/12), 0.4 at
		// 1.1^(3/12) and 0.1 at 1.1^(9/12) of it, 1.0250613588 in all: 27,567,495 won more, and 5 % of that. The UPS is paid
		// in 2024-01, at 1.
		{"timing", later, planner.VarianceParts{TimingKRW: 27567495 + 1378375}},
		// The same where 1 USD is 1,200 won by then.
		{"timing at another rate", func(p *planner.Plan) {
			later(p)
			p.ExchangeRates = append(p.ExchangeRates, planner.ExchangeRate{Currency: "USD", Month: monthOf(t, "2024-01"), KRW: 1200})
		}, planner.VarianceParts{ExchangeRateKRW: 60e6 + 3e6, TimingKRW: 27567495 + 1378375}},
		// The frame is settled 100 M above its estimate; design goes by the estimate.
		{"books", func(p *planner.Plan) {
			p.Actuals = planner.Actuals{Through: monthOf(t, "2023-04"), Entries: []planner.Actual{{Code: "structure.frame", Site: "alpha", Month: monthOf(t, "2023-04"), PaidKRW: 1200e6, Final: true}}}
		}, planner.VarianceParts{BooksKRW: 100e6}},
		// 10 % of frame and UPS; design has none.
		{"VAT", func(p *planner.Plan) { p.Budget.VAT = planner.VATIncluded }, planner.VarianceParts{VATKRW: 140e6}},
		// One on top of the other: without fees 1,400; 1,100 m2 of frame 1,210; at 1.2 M 1,452; UPS at 1,100 won 330; the
		// UPS settled at 350; VAT on 1,452 + 350.
		{"all", func(p *planner.Plan) {
			p.Budget.Covers = []string{"structure", "services"}
			p.Sites[0].Phases[0].GrossAreaM2 = 1100
			p.CostBook.Overrides = []planner.CostOverride{{Code: "structure.frame", UnitPrice: 1.2e6, Currency: "KRW", Unit: "m2", PriceMonth: p.PriceBase, Source: "a tender"}}
			p.ExchangeRates[0].KRW = 1100
			p.Actuals = planner.Actuals{Through: monthOf(t, "2023-02"), Entries: []planner.Actual{{Code: "services.ups", Site: "alpha", Month: monthOf(t, "2023-01"), PaidKRW: 350e6, Final: true}}}
			p.Budget.VAT = planner.VATIncluded
		}, planner.VarianceParts{ScopeKRW: -70e6, QuantityKRW: 110e6, PriceKRW: 242e6, ExchangeRateKRW: 30e6, BooksKRW: 20e6, VATKRW: 180.2e6}},
	} {
		changed := casePlan(t, "one-hall", ref)
		c.change(&changed)
		base, now := mustEvaluate(t, casePlan(t, "one-hall", ref), ref), mustEvaluate(t, changed, ref)
		v := planner.Variance(base, now)
		if v.Effects != c.want || v.BaseKRW != 1470e6 || v.NowKRW != now.Budget.ForecastKRW || v.NowKRW != v.BaseKRW+sumOfParts(c.want) {
			t.Errorf("%s: %d to %d by %+v, want %+v", c.name, v.BaseKRW, v.NowKRW, v.Effects, c.want)
		}
		back := planner.Variance(now, base)
		if sumOfParts(back.Effects) != -sumOfParts(c.want) {
			t.Errorf("%s: back by %+v", c.name, back.Effects)
		}
	}
}

func sumOfParts(p planner.VarianceParts) planner.KRW {
	return p.ScopeKRW + p.QuantityKRW + p.PriceKRW + p.ExchangeRateKRW + p.TimingKRW + p.BooksKRW + p.VATKRW
}

// TestVarianceOfInterest delays the grid by 6 months: nothing costs more but the
// interest, whose longer balance counts as timing. It is charged on a 370 M
// balance from 2023-02, 550 more from 04 and 440 more from 05 up to the month
// before the hall is energised, at 1 % a month.
func TestVarianceOfInterest(t *testing.T) {
	ref := smallReference(t)
	p := casePlan(t, "one-hall", ref)
	p.Sites[0].Plot.Tenure = planner.Leased
	p.Budget.Covers = append(p.Budget.Covers, "administrative_and_finance")
	p.Budget.ConstructionInterest = &planner.ConstructionInterest{RatePerYear: 0.12}
	late := clone(t, p)
	late.Sites[0].Feeds[0].Available = monthOf(t, "2023-09")
	base, now := mustEvaluate(t, p, ref), mustEvaluate(t, late, ref)
	v := planner.Variance(base, now)
	// Energised 2023-06 and 2023-09: three months more on 370 + 550 + 440.
	if want := (planner.VarianceParts{TimingKRW: 3 * 13.6e6}); v.Effects != want || len(v.Rows) != 1 {
		t.Errorf("%+v in %d rows, want %+v", v.Effects, len(v.Rows), want)
	}
	without := clone(t, p)
	without.Budget.ConstructionInterest = nil
	free := mustEvaluate(t, without, ref)
	if there, back := planner.Variance(free, base), planner.Variance(base, free); there.Effects.TimingKRW != -back.Effects.TimingKRW ||
		there.Effects.TimingKRW != base.Budget.ForecastKRW-free.Budget.ForecastKRW {
		t.Errorf("interest comes by %+v and goes by %+v", there.Effects, back.Effects)
	}
}

// TestVarianceFoots holds that the base and the effects sum to the present, row
// by row and in all, whatever changed; that a result does not differ from itself;
// and that exchange rates alone, or time alone, show as themselves.
func TestVarianceFoots(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		drawMoney(rt, &p, ref)
		q := drawPlan(rt, ref, t)
		drawMoney(rt, &q, ref)
		base, now := mustEvaluate(rt, p, ref), mustEvaluate(rt, q, ref)
		v := planner.Variance(base, now)
		was, is := base.Budget.ForecastKRW, now.Budget.ForecastKRW
		if v.BaseKRW != was || v.NowKRW != is || was+sumOfParts(v.Effects) != is {
			rt.Fatalf("%d and %+v are not %d", was, v.Effects, is)
		}
		for _, row := range v.Rows {
			if row.BaseKRW+sumOfParts(row.Effects) != row.NowKRW || row.Effects == (planner.VarianceParts{}) {
				rt.Fatalf("%+v", row)
			}
		}
		if same := planner.Variance(base, base); len(same.Rows) != 0 || same.Effects != (planner.VarianceParts{}) {
			rt.Fatalf("a result differs from itself: %+v", same)
		}
		p.Actuals = planner.Actuals{}
		base = mustEvaluate(rt, p, ref)
		dear := clone(t, p)
		for i := range dear.ExchangeRates {
			dear.ExchangeRates[i].KRW *= rapid.Float64Range(0.5, 2).Draw(rt, "rate")
		}
		v = planner.Variance(base, mustEvaluate(rt, dear, ref))
		if v.Effects != (planner.VarianceParts{ExchangeRateKRW: v.Effects.ExchangeRateKRW}) {
			rt.Fatalf("exchange rates alone: %+v", v.Effects)
		}
		late := clone(t, p)
		for i := range late.Sites {
			for j := range late.Sites[i].Phases {
				late.Sites[i].Phases[j].Start += planner.Month(rapid.IntRange(1, 24).Draw(rt, "later"))
			}
		}
		v = planner.Variance(base, mustEvaluate(rt, late, ref))
		if v.Effects != (planner.VarianceParts{ExchangeRateKRW: v.Effects.ExchangeRateKRW, TimingKRW: v.Effects.TimingKRW}) {
			rt.Fatalf("time alone: %+v", v.Effects)
		}
	})
}
