package planner_test

import (
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
)

// TestFundingFoots holds that what funding lines pay and what nothing pays sum
// to the payments, by month, by year and in all; that no line pays more than it
// has; and that what is approved and left of it follows.
func TestFundingFoots(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		drawMoney(rt, &p, ref)
		r := mustEvaluate(rt, p, ref)
		b := r.Budget
		var drawn, approved, unfunded planner.KRW
		for i, f := range b.Funding {
			var years planner.KRW
			for _, won := range f.ByYearKRW {
				years += won
			}
			if f.DrawnKRW < 0 || f.LeftKRW < 0 || f.DrawnKRW+f.LeftKRW != f.AmountKRW || years != f.DrawnKRW || f.Exhausted.IsZero() == (f.LeftKRW == 0 && f.AmountKRW > 0) {
				rt.Fatalf("%+v", f)
			}
			if line := p.Budget.Funding[i]; !line.Until.IsZero() && f.UnspentKRW != f.LeftKRW || line.Until.IsZero() && f.UnspentKRW != 0 {
				rt.Fatalf("%s leaves %d, unspent %d", f.Name, f.LeftKRW, f.UnspentKRW)
			}
			drawn += f.DrawnKRW
		}
		if len(p.Budget.Funding) == 0 {
			approved = p.Budget.TotalKRW
			if b.UnfundedKRW != 0 {
				rt.Fatalf("%d unfunded without funding lines", b.UnfundedKRW)
			}
		} else if drawn+b.UnfundedKRW != b.ForecastKRW {
			rt.Fatalf("%d drawn and %d unfunded of %d", drawn, b.UnfundedKRW, b.ForecastKRW)
		}
		for i, m := range r.Cash {
			byMonth := approved
			for _, f := range p.Budget.Funding {
				if f.From <= m.Month {
					byMonth += f.AmountKRW
				}
			}
			if m.ApprovedToDateKRW != byMonth || m.LeftKRW != byMonth-m.CommittedToDateKRW {
				rt.Fatalf("month %d: approved %d, left %d, committed %d; want %d approved", i, m.ApprovedToDateKRW, m.LeftKRW, m.CommittedToDateKRW, byMonth)
			}
			unfunded += m.UnfundedKRW
		}
		toDate := planner.KRW(0)
		for _, y := range b.Years {
			unfunded -= y.UnfundedKRW
			toDate += y.ApprovedKRW
			if y.ApprovedToDateKRW != toDate {
				rt.Fatalf("%d: approved %d to date, want %d", y.Year, y.ApprovedToDateKRW, toDate)
			}
		}
		if unfunded != 0 {
			rt.Fatalf("years and months differ by %d unfunded", unfunded)
		}
		if b.UnfundedKRW > 0 && !hasCode(r, planner.Unfunded) {
			rt.Fatalf("%d unfunded unseen", b.UnfundedKRW)
		}
	})
}

func hasCode(r planner.Result, code string) bool {
	for _, f := range r.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

// TestFundingOrder draws one hall's 300 M of UPS and 70 M of design in 2023-01
// and 550, 440 and 110 M of frame in 03, 04 and 10 from lines that stand in each
// other's way.
func TestFundingOrder(t *testing.T) {
	ref := smallReference(t)
	line := func(name string, millions planner.KRW, from, until string, covers ...string) planner.FundingLine {
		f := planner.FundingLine{Name: name, AmountKRW: millions * 1e6, From: monthOf(t, from), Covers: covers}
		if until != "" {
			f.Until = monthOf(t, until)
		}
		return f
	}
	for _, c := range []struct {
		name     string
		lines    []planner.FundingLine
		drawn    []planner.KRW // in millions
		unfunded planner.KRW
	}{
		// Design may be paid by the first alone, so its 70 go before the UPS, which has 280 of the first and 20 of the second.
		{
			"narrow first", []planner.FundingLine{
				line("any", 350, "2023-01", ""), line("ups", 300, "2023-01", "", "services"), line("works", 1100, "2023-01", "", "structure"),
			},
			[]planner.KRW{350, 20, 1100}, 0,
		},
		// The first closes before the frame is begun: it pays 370 and the second nothing of them.
		{"closed", []planner.FundingLine{line("early", 1000, "2023-01", "2023-02"), line("late", 1500, "2023-01", "")}, []planner.KRW{370, 1100}, 0},
		// Neither pays for fees: 70 unfunded.
		{"uncovered", []planner.FundingLine{line("works", 1100, "2023-01", "", "structure"), line("ups", 400, "2023-01", "", "services")}, []planner.KRW{1100, 300}, 70},
		// Approved in 04, with 440 + 110 left to pay.
		{"late", []planner.FundingLine{line("all", 1500, "2023-04", "")}, []planner.KRW{550}, 920},
	} {
		p := casePlan(t, "one-hall", ref)
		p.Budget.Funding, p.Budget.TotalKRW = c.lines, 0
		for _, f := range c.lines {
			p.Budget.TotalKRW += f.AmountKRW
		}
		b := mustEvaluate(t, p, ref).Budget
		for i, want := range c.drawn {
			if b.Funding[i].DrawnKRW != want*1e6 {
				t.Errorf("%s: %s pays %d, want %d M", c.name, b.Funding[i].Name, b.Funding[i].DrawnKRW, want)
			}
		}
		if b.UnfundedKRW != c.unfunded*1e6 {
			t.Errorf("%s: %d unfunded, want %d M", c.name, b.UnfundedKRW, c.unfunded)
		}
	}
}

// TestRefundsGoBack pays 300 M for the UPS by the books, from a grant of 200 M
// and then equity, and takes 150 M back two months later: 100 M to equity, the
// last that paid, and 50 M to the grant.
func TestRefundsGoBack(t *testing.T) {
	ref := smallReference(t)
	p := casePlan(t, "one-hall", ref)
	p.Budget.Covers, p.Budget.TotalKRW = []string{"services"}, 500e6
	p.Budget.Funding = []planner.FundingLine{
		{Name: "grant", AmountKRW: 200e6, From: monthOf(t, "2023-01"), Until: monthOf(t, "2023-01")},
		{Name: "equity", AmountKRW: 300e6, From: monthOf(t, "2023-01")},
	}
	ups := planner.Actual{Code: "services.ups", Site: "alpha", Month: monthOf(t, "2023-01"), PaidKRW: 300e6, Final: true}
	back := ups
	back.Month, back.PaidKRW = monthOf(t, "2023-03"), -150e6
	p.Actuals = planner.Actuals{Through: monthOf(t, "2023-03"), Entries: []planner.Actual{ups, back}}
	b := mustEvaluate(t, p, ref).Budget
	if grant, equity := b.Funding[0], b.Funding[1]; grant.DrawnKRW != 150e6 || equity.DrawnKRW != 0 || !grant.Exhausted.IsZero() || b.UnfundedKRW != 0 || b.ForecastKRW != 150e6 {
		t.Errorf("grant %+v, equity %+v of a forecast of %d", grant, equity, b.ForecastKRW)
	}
}
