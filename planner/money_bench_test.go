package planner

import (
	"fmt"
	"testing"

	"buildout/planner/finance"
)

// benchCosts is the priced lines of a plan of 500 lines over 240 months, paid in
// 30 months each.
func benchCosts() (Plan, Reference, *costs) {
	var plan Plan
	start := finance.MonthOf(2023, 1)
	plan.Sites = make([]Site, 2)
	plan.Horizon = Horizon{Start: start, Months: 240}
	plan.Budget = Budget{TotalKRW: 1e12, VAT: VATIncluded, Covers: []string{"g"}, Funding: []FundingLine{
		{Name: "grant", AmountKRW: 1e11, From: start, Covers: []string{"g.s1"}}, {Name: "loan", AmountKRW: 5e11, From: start + 6}, {Name: "equity", AmountKRW: 4e11, From: start},
	}}
	var ref Reference
	ref.Book.Groups = []CostGroup{{Code: "g"}}
	for i := range 125 {
		ref.Book.Entries = append(ref.Book.Entries, CostEntry{Code: fmt.Sprintf("g.s%d.l%d", i/10, i)})
	}
	vat := Factor{Name: "vat", Value: 0.1}
	c := &costs{groups: ref.Book.Groups, bySite: make([][]CostLine, 2)}
	for i := range 500 {
		site, phase := i/250, i/125
		l := CostLine{
			Code: ref.Book.Entries[i%125].Code, Group: "g", Site: fmt.Sprint("s", site), Phase: fmt.Sprint("p", phase), AmountKRW: 1e9, ForecastKRW: 1e9,
			LowKRW: 9e8, HighKRW: 12e8, VAT: &vat, VATKRW: 1e8, InBudget: true, Ordered: start,
			Quantity: 10, UnitPriceKRW: 1e8, UnitPrice: 1e8, Currency: "KRW", Factors: []Factor{{Name: "escalation", Value: 1}, {Name: "contingency", Value: 1}},
		}
		p := paidLine{total: 11e8, committed: start}
		for m := range 30 {
			p.payments = append(p.payments, duePayment{start + Month(m+phase*24), p.total / 30})
		}
		p.payments[29].amount += p.total - p.total/30*30
		c.lines, c.paid = append(c.lines, l), append(c.paid, p)
	}
	for i := range c.bySite {
		c.bySite[i] = c.lines[i*250 : (i+1)*250]
	}
	for i := range plan.Horizon.Months / 4 {
		for k := 0; k < 500; k += 5 {
			l := c.lines[k]
			plan.Actuals.Entries = append(plan.Actuals.Entries, Actual{Code: l.Code, Site: l.Site, Phase: l.Phase, Month: start + Month(i), PaidKRW: 1e6})
		}
	}
	return plan, ref, c
}

// BenchmarkMoney settles 6,000 entries of books, lays out the cash and holds it
// against the budget, with its rows and funding.
func BenchmarkMoney(b *testing.B) {
	plan, ref, priced := benchCosts()
	months := monthsOf(plan.Horizon)
	for name, through := range map[string]Month{"without books": 0, "books": plan.Horizon.Start + 59} {
		plan.Actuals.Through = through
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			lines, paid := make([]CostLine, len(priced.lines)), make([]paidLine, len(priced.paid))
			for b.Loop() {
				copy(lines, priced.lines)
				copy(paid, priced.paid)
				c := costs{lines: lines, paid: paid, bySite: priced.bySite, groups: priced.groups}
				if err := c.settle(plan); err != nil {
					b.Fatal(err)
				}
				budget(plan, ref, &c, c.cash(plan, months))
			}
		})
	}
}
