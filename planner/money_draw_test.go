package planner_test

import (
	"pgregory.net/rapid"

	"buildout/planner"
)

// drawMoney gives a plan funding lines, ceilings and books, within what is
// sound: the books are of lines that the plan has, and pay back no more than
// they paid.
func drawMoney(t *rapid.T, p *planner.Plan, ref planner.Reference) {
	start := p.Horizon.Start
	month := func(label string) planner.Month {
		return start + planner.Month(rapid.IntRange(-6, p.Horizon.Months+6).Draw(t, label))
	}
	p.Budget.Funding = nil
	for left, n := p.Budget.TotalKRW, rapid.IntRange(0, 4).Draw(t, "funding lines"); n > 0 && left > 0; n-- {
		amount := left
		if n > 1 {
			amount = planner.KRW(rapid.Int64Range(1, int64(left)).Draw(t, "funding"))
		}
		left -= amount
		f := planner.FundingLine{
			Name: string(rune('a' + n)), AmountKRW: amount, From: month("approved"),
			Covers: rapid.SampledFrom([][]string{nil, p.Budget.Covers[:1], p.Budget.Covers}).Draw(t, "funded"),
		}
		if rapid.Bool().Draw(t, "ends") {
			f.Until = f.From + planner.Month(rapid.IntRange(0, 12).Draw(t, "open for"))
		}
		p.Budget.Funding = append(p.Budget.Funding, f)
	}
	p.Budget.Ceilings = nil
	for y := start.Year(); y <= p.Horizon.End().Year(); y++ {
		if rapid.Bool().Draw(t, "has ceiling") {
			p.Budget.Ceilings = append(p.Budget.Ceilings, planner.YearCeiling{Year: y, AmountKRW: planner.KRW(rapid.Int64Range(0, 2e9).Draw(t, "ceiling"))})
		}
	}
	p.Actuals = planner.Actuals{}
	if rapid.Bool().Draw(t, "books") {
		drawBooks(t, p, mustEvaluate(t, *p, ref), month("through"))
	}
}

// drawBooks closes the books of a plan through a month, with entries for some of
// the lines it has.
func drawBooks(t *rapid.T, p *planner.Plan, r planner.Result, through planner.Month) {
	p.Actuals = planner.Actuals{Through: through, Entries: []planner.Actual{}}
	for n := rapid.IntRange(0, 8).Draw(t, "entries"); n > 0 && len(r.CostLines) > 0; n-- {
		l := r.CostLines[rapid.IntRange(0, len(r.CostLines)-1).Draw(t, "line")]
		a := planner.Actual{
			Code: l.Code, Site: l.Site, Phase: l.Phase, Month: through - planner.Month(rapid.IntRange(0, 12).Draw(t, "before")),
			PaidKRW:      planner.KRW(rapid.Int64Range(1, 2*int64(l.AmountKRW)+1).Draw(t, "paid")),
			CommittedKRW: planner.KRW(rapid.Int64Range(-int64(l.AmountKRW), 2*int64(l.AmountKRW)).Draw(t, "committed")),
			Final:        rapid.IntRange(0, 5).Draw(t, "final") == 0,
		}
		p.Actuals.Entries = append(p.Actuals.Entries, a)
		if rapid.Bool().Draw(t, "refund") {
			a.Month, a.CommittedKRW, a.Final = through-planner.Month(rapid.IntRange(0, 12).Draw(t, "refunded before")), 0, false
			a.PaidKRW = -planner.KRW(rapid.Int64Range(1, int64(a.PaidKRW)).Draw(t, "refunded"))
			p.Actuals.Entries = append(p.Actuals.Entries, a)
		}
	}
}

func hasFinding(r planner.Result, code, month string) bool {
	for _, f := range r.Findings {
		if f.Code == code && f.Month.String() == month {
			return true
		}
	}
	return false
}
