package planner

import (
	"cmp"
	"slices"
)

// bookEntry is an entry of the cost book with what holds for all its lines.
type bookEntry struct {
	*CostEntry
	price       entryPrice
	index       *priceIndex
	base        float64 // price level of the price base over that in the month of the price
	profile     int     // index into the payment profiles
	lead        int     // months from order to delivery
	fee         *NamedValue
	contingency *NamedValue
	covered     bool // by the budget, at the sites it pays for
}

// newBook brings the cost book together with what the plan puts in its place.
func newBook(plan *Plan, ref *Reference) []bookEntry {
	indexes := newPriceIndexes(*plan, *ref)
	book := make([]bookEntry, len(ref.Book.Entries))
	for i := range book {
		e := &ref.Book.Entries[i]
		b := &book[i]
		*b = bookEntry{
			CostEntry: e, price: priceOf(plan, e), index: indexOf(indexes, e.Code), lead: leadTimeOf(ref, e.LeadTime).Months,
			profile: slices.IndexFunc(ref.Book.Profiles, func(p PaymentProfile) bool { return p.Name == e.Profile }),
			fee:     namedAt(ref.Book.Fees, e.Fee), covered: codeIn(e.Code, plan.Budget.Covers),
		}
		b.contingency = namedAt(ref.Book.Contingency, b.price.Class)
		b.base = b.index.at(plan.PriceBase) / b.index.at(b.price.PriceMonth)
	}
	return book
}

// entryPrice is the unit price of a cost book entry, or the plan's own.
type entryPrice struct {
	UnitPrice  float64
	Currency   string
	PriceMonth Month
	Class      string
	LowShare   float64
	HighShare  float64
	Source     string
	assumption bool
	overridden bool
}

// priceOf returns the price of an entry, with what the plan puts in its place.
func priceOf(plan *Plan, e *CostEntry) entryPrice {
	price := entryPrice{
		UnitPrice: e.UnitPrice, Currency: e.Currency, PriceMonth: e.PriceMonth,
		Class: e.Class, LowShare: e.LowShare, HighShare: e.HighShare, Source: e.Source, assumption: e.Assumption,
	}
	for i := range plan.CostBook.Overrides {
		o := &plan.CostBook.Overrides[i]
		if o.Code != e.Code {
			continue
		}
		price.UnitPrice, price.Currency, price.PriceMonth, price.Source = o.UnitPrice, o.Currency, o.PriceMonth, o.Source
		price.Class = cmp.Or(o.Class, e.Class)
		price.LowShare, price.HighShare = cmp.Or(o.LowShare, e.LowShare), cmp.Or(o.HighShare, e.HighShare)
		price.assumption, price.overridden = false, true
	}
	return price
}

// InForce returns an entry of the cost book with the plan's own price in its
// place, where it has one.
func InForce(plan Plan, e CostEntry) CostEntry {
	price := priceOf(&plan, &e)
	e.UnitPrice, e.Currency, e.PriceMonth, e.Class = price.UnitPrice, price.Currency, price.PriceMonth, price.Class
	e.LowShare, e.HighShare, e.Source, e.Assumption = price.LowShare, price.HighShare, price.Source, price.assumption
	return e
}

// leadTimeOf returns the lead time of a name; none where the name is empty.
func leadTimeOf(ref *Reference, name string) LeadTime {
	if name == "" {
		return LeadTime{}
	}
	for i := range ref.LeadTimes {
		if ref.LeadTimes[i].Name == name {
			return ref.LeadTimes[i]
		}
	}
	return LeadTime{}
}

// named returns the factor of a name; 0 where the name is empty.
func named(values []NamedValue, name string) NamedValue { return *namedAt(values, name) }

// noFactor is what a price without a factor has in its place.
var noFactor NamedValue

func namedAt(values []NamedValue, name string) *NamedValue {
	if name == "" {
		return &noFactor
	}
	for i := range values {
		if values[i].Name == name {
			return &values[i]
		}
	}
	return &noFactor
}
