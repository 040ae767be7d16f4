package planner

import (
	"slices"
	"strings"

	"buildout/planner/finance"
)

// entryPrice is the unit price of a cost book entry, or the plan's own.
type entryPrice struct {
	CostOverride
	assumption bool
	overridden bool
}

func (p *pricing) priceOf(e *CostEntry) entryPrice {
	for _, o := range p.plan.CostBook.Overrides {
		if o.Code == e.Code {
			return entryPrice{CostOverride: o, overridden: true}
		}
	}
	return entryPrice{
		CostOverride: CostOverride{Code: e.Code, UnitPrice: e.UnitPrice, Currency: e.Currency, Unit: e.Unit, PriceMonth: e.PriceMonth, Source: e.Source},
		assumption:   e.Assumption,
	}
}

// inBudget reports whether the budget pays for a code at a site.
func inBudget(b Budget, code, site string) bool {
	return slices.ContainsFunc(b.Covers, func(prefix string) bool { return codeWithin(code, prefix) }) &&
		(len(b.Sites) == 0 || slices.Contains(b.Sites, site))
}

// rateAt returns the last rate of a currency dated at or before month m, or the
// first there is.
func rateAt(rates []ExchangeRate, currency string, m Month) ExchangeRate {
	var found ExchangeRate
	for _, r := range rates {
		switch {
		case r.Currency != currency:
		case found.Currency == "",
			r.Month <= m && (found.Month > m || r.Month > found.Month),
			r.Month > m && found.Month > m && r.Month < found.Month:
			found = r
		}
	}
	return found
}

func profileOf(ref Reference, name string) finance.Profile {
	for _, p := range ref.Book.Profiles {
		if p.Name == name {
			return finance.Profile{
				Advance: p.Advance, Progress: p.Progress, Retention: p.Retention,
				RetentionMonths: p.RetentionMonths, DelayMonths: p.DelayMonths,
			}
		}
	}
	return finance.Profile{Progress: 1}
}

func leadTimeOf(ref Reference, name string) LeadTime {
	for _, l := range ref.LeadTimes {
		if l.Name == name {
			return l
		}
	}
	return LeadTime{}
}

func named(values []NamedValue, name string) NamedValue {
	for _, v := range values {
		if v.Name == name {
			return v
		}
	}
	return NamedValue{}
}

// priceIndex is the price level by month, worked out once for all months a plan
// can reach.
type priceIndex struct {
	first  Month
	levels []float64
	source string
}

func newPriceIndex(plan Plan, ref Reference) priceIndex {
	rates := make([]finance.YearRate, len(ref.Book.Escalation))
	sources := make([]string, 0, 4)
	for i, y := range ref.Book.Escalation {
		rates[i] = finance.YearRate{Year: y.Year, Rate: y.Value}
		if !slices.Contains(sources, y.Source) {
			sources = append(sources, y.Source)
		}
	}
	first, last := plan.PriceBase, plan.PriceBase
	reach := func(m Month) { first, last = min(first, m), max(last, m) }
	reach(plan.Horizon.Start - 12*5)
	reach(plan.Horizon.End() + 12*10)
	for _, e := range ref.Book.Entries {
		reach(e.PriceMonth)
	}
	for _, o := range plan.CostBook.Overrides {
		reach(o.PriceMonth)
	}
	return priceIndex{first, finance.NewEscalation(plan.PriceBase, rates).Levels(first, last), strings.Join(sources, "; ")}
}

// at returns the price level in month m over that in the price base; beyond the
// months a plan can reach it stays level.
func (x *priceIndex) at(m Month) float64 {
	i := min(max(int(m-x.first), 0), len(x.levels)-1)
	return x.levels[i]
}
