package planner

// cash lays what is ordered and paid out by month. A line outside the budget is
// paid beside it.
func (c *costs) cash(months []Month) []CashMonth {
	groups, first, last := len(c.groups), months[0], months[len(months)-1]
	byGroup := make([]KRW, groups*len(months))
	list := make([]CashMonth, len(months))
	for i, m := range months {
		list[i] = CashMonth{Month: m, PaidByGroupKRW: byGroup[i*groups : (i+1)*groups : (i+1)*groups]}
	}
	var paid, committed KRW // to date, from before the first month on
	for i, p := range c.paid {
		inBudget := c.lines[i].InBudget
		for _, pay := range p.payments {
			switch {
			case pay.month < first && inBudget:
				paid += pay.amount
			case pay.month < first || pay.month > last:
			case inBudget:
				list[pay.month-first].PaidKRW += pay.amount
				list[pay.month-first].PaidByGroupKRW[p.group] += pay.amount
			default:
				list[pay.month-first].PaidOutsideKRW += pay.amount
			}
		}
		switch {
		case !inBudget || p.committed > last:
		case p.committed < first:
			committed += p.total
		default:
			list[p.committed-first].CommittedKRW += p.total
		}
	}
	for i := range list {
		paid += list[i].PaidKRW
		committed += list[i].CommittedKRW
		list[i].PaidToDateKRW, list[i].CommittedToDateKRW = paid, committed
	}
	return list
}

// outside returns the covered payments due before and after the horizon.
func (c *costs) outside(h Horizon) (before, after KRW) {
	for i, p := range c.paid {
		if !c.lines[i].InBudget {
			continue
		}
		for _, pay := range p.payments {
			if pay.month < h.Start {
				before += pay.amount
			} else if pay.month > h.End() {
				after += pay.amount
			}
		}
	}
	return before, after
}
