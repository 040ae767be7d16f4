package planner

import "slices"

// budget holds the forecast against the budget, in total, by cost group and by
// year:
//
//	forecast = sum of the covered lines (with VAT where the budget carries it)
//	variance = total - forecast
func budget(plan Plan, c *costs, cash []CashMonth) BudgetResult {
	b := BudgetResult{TotalKRW: plan.Budget.TotalKRW, VAT: plan.Budget.VAT, Groups: make([]GroupCost, len(c.groups))}
	for i, g := range c.groups {
		b.Groups[i] = GroupCost{Code: g.Code, Title: g.Title}
	}
	for i, p := range c.paid {
		l, group := &c.lines[i], &b.Groups[p.group]
		if !l.InBudget {
			b.OutsideKRW += l.AmountKRW
			group.OutsideKRW += l.AmountKRW
			continue
		}
		b.ForecastKRW += p.total
		b.VATKRW += l.VATKRW
		group.AmountKRW += p.total
	}
	b.VarianceKRW = b.TotalKRW - b.ForecastKRW
	b.BeforeKRW, b.AfterKRW = c.outside(plan.Horizon)
	b.Years = budgetYears(plan.Budget, cash)
	return b
}

// budgetYears sums commitments and payments by calendar year against the
// ceilings:
//
//	left = ceiling + carried - paid
//
// and what is left, or overspent, is carried to the next year with a ceiling
// where the budget says so. A year without a ceiling has no limit.
func budgetYears(b Budget, cash []CashMonth) []BudgetYear {
	var years []BudgetYear
	for _, m := range cash {
		if n := len(years); n == 0 || years[n-1].Year != m.Month.Year() {
			years = append(years, BudgetYear{Year: m.Month.Year()})
		}
		y := &years[len(years)-1]
		y.PaidKRW += m.PaidKRW
		y.CommittedKRW += m.CommittedKRW
	}
	var carried KRW
	for i := range years {
		y := &years[i]
		at := slices.IndexFunc(b.Ceilings, func(c YearCeiling) bool { return c.Year == y.Year })
		if at < 0 {
			continue
		}
		y.HasCeiling, y.CeilingKRW = true, b.Ceilings[at].AmountKRW
		if b.CarryOver {
			y.CarriedKRW = carried
		}
		y.LeftKRW = y.CeilingKRW + y.CarriedKRW - y.PaidKRW
		carried = y.LeftKRW
	}
	return years
}

// addAmounts sums the cost lines of each site, without VAT.
func addAmounts(sites []SiteResult, bySite [][]CostLine) {
	for i := range sites {
		for j := range bySite[i] {
			sites[i].AmountKRW += bySite[i][j].AmountKRW
		}
	}
}
