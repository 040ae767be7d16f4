package planner

import "slices"

// budget holds the forecast against the budget, in total, by cost group, by year
// and by row of the cost book:
//
//	forecast = sum of the covered lines (with VAT where the budget carries it)
//	variance = total - forecast
//
// Amounts here, in the cash and of the sites are forecasts, books included;
// benchmarks and shares of other lines go by the estimates.
func budget(plan Plan, ref Reference, c *costs, cash []CashMonth) BudgetResult {
	vat, through := plan.Budget.VAT, plan.Actuals.Through
	b := BudgetResult{TotalKRW: plan.Budget.TotalKRW, VAT: vat, Through: through, Groups: make([]GroupCost, len(c.groups))}
	for i := range c.lines {
		if l := &c.lines[i]; l.InBudget {
			b.VATKRW += l.VATKRW
			b.EstimateKRW += l.counted(l.AmountKRW, vat)
		}
	}
	if !through.IsZero() {
		b.CommittedKRW = c.committedBy(through)
	}
	b.Years = make([]BudgetYear, cash[len(cash)-1].Month.Year()-cash[0].Month.Year()+1)
	for i := range b.Years {
		b.Years[i].Year = cash[0].Month.Year() + i
	}
	fund(plan, c, cash, &b)
	b.sumYears(plan.Budget, cash)
	b.Rows = budgetRows(&plan, &ref.Book, c, b.Years)
	b.sumGroups(c.groups)
	b.VarianceKRW = b.TotalKRW - b.ForecastKRW
	return b
}

// sumGroups sums the rows of the groups, which follow the cost book.
func (b *BudgetResult) sumGroups(groups []CostGroup) {
	at := 0
	for i, g := range groups {
		b.Groups[i] = GroupCost{Code: g.Code, Title: g.Title}
		for at < len(b.Rows) && b.Rows[at].Level > 0 {
			at++
		}
		if at == len(b.Rows) || b.Rows[at].Code != g.Code {
			continue
		}
		row := &b.Rows[at]
		at++
		b.Groups[i].AmountKRW, b.Groups[i].OutsideKRW = row.ForecastKRW, row.OutsideKRW
		b.ForecastKRW += row.ForecastKRW
		b.OutsideKRW += row.OutsideKRW
		b.LowKRW += row.LowKRW
		b.HighKRW += row.HighKRW
		b.PaidKRW += row.PaidKRW
		b.BeforeKRW += row.BeforeKRW
		b.AfterKRW += row.AfterKRW
	}
}

// forecastAt returns the forecast of a line were its estimate another: what the
// books paid, and what is left of the estimate unless they settle the line.
func (l *CostLine) forecastAt(estimate KRW) KRW { return forecastOf(estimate, l.PaidKRW, l.Final) }

func forecastOf(estimate, paid KRW, final bool) KRW {
	if final {
		return paid
	}
	return max(estimate, paid)
}

// sumYears sums commitments and payments by calendar year against the ceilings:
//
//	left        = ceiling + carried - paid
//	uncommitted = approved to date - committed to date
//
// and what is left, or overspent, is carried to the next year with a ceiling
// where the budget says so. A year without a ceiling has no limit.
func (b *BudgetResult) sumYears(plan Budget, cash []CashMonth) {
	var approved KRW
	for i := range cash {
		m := &cash[i]
		y := &b.Years[m.Month.Year()-b.Years[0].Year]
		y.PaidKRW += m.PaidKRW
		y.CommittedKRW += m.CommittedKRW
		y.UnfundedKRW += m.UnfundedKRW
		if m.ByBooks {
			y.PaidByBooksKRW += m.PaidKRW
		}
		y.ApprovedKRW += m.ApprovedToDateKRW - approved
		approved = m.ApprovedToDateKRW
		y.ApprovedToDateKRW, y.UncommittedKRW = approved, m.LeftKRW
	}
	var carried KRW
	for i := range b.Years {
		y := &b.Years[i]
		at := slices.IndexFunc(plan.Ceilings, func(c YearCeiling) bool { return c.Year == y.Year })
		if at < 0 {
			continue
		}
		y.HasCeiling, y.CeilingKRW = true, plan.Ceilings[at].AmountKRW
		if plan.CarryOver {
			y.CarriedKRW = carried
		}
		y.LeftKRW = y.CeilingKRW + y.CarriedKRW - y.PaidKRW
		carried = y.LeftKRW
	}
}

// addAmounts sums the cost lines of each site, without VAT, and finds what of
// them is stranded.
func addAmounts(sites []SiteResult, c *costs) {
	from := 0
	for i := range sites {
		lines := c.lines[from : from+len(c.bySite[i])]
		for j := range lines {
			sites[i].AmountKRW += lines[j].ForecastKRW
		}
		strand(&sites[i], lines)
		from += len(lines)
	}
}

// counts returns what the budget counts for an amount of the line: nothing where
// it does not pay for the line.
func (l *CostLine) counts(amount KRW, vat VAT) KRW {
	if !l.InBudget {
		return 0
	}
	return l.counted(amount, vat)
}

// CountedKRW returns what a budget that does or does not carry VAT counts for
// the forecast of the line, in won: nothing where it does not pay for it. The
// lines of a result sum to budget.forecast_krw.
func (l *CostLine) CountedKRW(vat VAT) KRW { return l.counts(l.ForecastKRW, vat) }
