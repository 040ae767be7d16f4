package planner

// cash lays what is ordered and paid out by month, beside what is approved by
// then. A line outside the budget is paid beside it.
//
//	left = approved to date - committed to date
func (c *costs) cash(plan Plan, months []Month) []CashMonth {
	groups := len(c.groups)
	byGroup := make([]KRW, groups*len(months))
	list := make([]CashMonth, len(months))
	for i, m := range months {
		list[i] = CashMonth{Month: m, ByBooks: m <= plan.Actuals.Through, PaidByGroupKRW: cut(&byGroup, groups)}
	}
	paid, committed := c.pay(list), c.commit(list)
	approve(plan.Budget, list)
	for i := range list {
		paid += list[i].PaidKRW
		committed += list[i].CommittedKRW
		list[i].PaidToDateKRW, list[i].CommittedToDateKRW = paid, committed
		list[i].LeftKRW = list[i].ApprovedToDateKRW - committed
	}
	return list
}

// pay lays the payments out by month and returns what the budget pays before
// the first.
func (c *costs) pay(list []CashMonth) (before KRW) {
	first, last := list[0].Month, list[len(list)-1].Month
	for i := range c.paid {
		p, inBudget := &c.paid[i], c.lines[i].InBudget
		for _, pay := range p.payments {
			switch {
			case pay.month < first && inBudget:
				before += pay.amount
			case pay.month < first || pay.month > last:
			case inBudget:
				list[pay.month-first].PaidKRW += pay.amount
				list[pay.month-first].PaidByGroupKRW[p.group] += pay.amount
			default:
				list[pay.month-first].PaidOutsideKRW += pay.amount
			}
		}
	}
	return before
}

// commit lays the budget's commitments out by month and returns those before
// the first.
func (c *costs) commit(list []CashMonth) (before KRW) {
	first, last := list[0].Month, list[len(list)-1].Month
	c.eachCommitment(func(m Month, amount KRW) {
		switch {
		case m > last:
		case m < first:
			before += amount
		default:
			list[m-first].CommittedKRW += amount
		}
	})
	return before
}

// eachCommitment calls yield with what the lines of the budget commit, and when.
func (c *costs) eachCommitment(yield func(Month, KRW)) {
	for i := range c.paid {
		p := &c.paid[i]
		if !c.lines[i].InBudget {
			continue
		}
		for _, order := range p.commitments {
			yield(order.month, order.amount)
		}
		if len(p.commitments) == 0 {
			yield(p.committed, p.total)
		}
	}
}

// approve writes what is approved by each month: the funding lines from their
// first month on, or all of the budget from the first month on where it has
// none.
func approve(b Budget, list []CashMonth) {
	if len(b.Funding) == 0 {
		list[0].ApprovedToDateKRW = b.TotalKRW
	}
	for i := range b.Funding {
		if at := max(0, int(b.Funding[i].From-list[0].Month)); at < len(list) {
			list[at].ApprovedToDateKRW += b.Funding[i].AmountKRW
		}
	}
	for i := 1; i < len(list); i++ {
		list[i].ApprovedToDateKRW += list[i-1].ApprovedToDateKRW
	}
}

// committedBy returns what the budget's lines have committed by the end of a
// month.
func (c *costs) committedBy(last Month) KRW {
	var sum KRW
	c.eachCommitment(func(m Month, amount KRW) {
		if m <= last {
			sum += amount
		}
	})
	return sum
}
