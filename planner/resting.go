package planner

import (
	"cmp"
	"slices"

	"buildout/planner/finance"
)

// RestingResult is what the forecast of the budget rests on, in won: what the
// books say is paid, unit prices that are published, those of the plan's own, and
// those that are assumed. The four sum to the forecast.
type RestingResult struct {
	ForecastKRW  KRW            `json:"forecast_krw" doc:"As budget.forecast_krw"`
	BooksKRW     KRW            `json:"books_krw" doc:"Paid by the books"`
	PublishedKRW KRW            `json:"published_krw" doc:"Lines whose unit price has a published source"`
	PlanKRW      KRW            `json:"plan_krw" doc:"Lines whose unit price the plan gives"`
	AssumedKRW   KRW            `json:"assumed_krw" doc:"Lines whose unit price is an assumption"`
	Classes      []ClassResting `json:"classes" doc:"The same by estimate class, in the order the classes first stand in cost_lines"`
	Prices       []PriceResting `json:"prices" doc:"Unit prices, the one that most rests on first"`
}

// ClassResting is what the forecast of the lines of an estimate class rests on.
type ClassResting struct {
	Class        string `json:"class"`
	ForecastKRW  KRW    `json:"forecast_krw"`
	BooksKRW     KRW    `json:"books_krw"`
	PublishedKRW KRW    `json:"published_krw"`
	PlanKRW      KRW    `json:"plan_krw"`
	AssumedKRW   KRW    `json:"assumed_krw"`
}

// PriceResting is what rests on a unit price of the cost book.
type PriceResting struct {
	Code        string    `json:"code"`
	Title       Text      `json:"title"`
	Class       string    `json:"class"`
	Basis       BasisKind `json:"basis" doc:"published, plan or assumption"`
	ForecastKRW KRW       `json:"forecast_krw" doc:"What is still to pay of the lines that use it, as far as the budget covers them"`
	OutsideKRW  KRW       `json:"outside_krw" doc:"The same of the lines that the budget does not cover, without VAT"`
}

// Resting sums what the forecast of a result rests on. What the books say is
// paid rests on no price any more. Amounts are what the budget covers, with VAT
// where it carries it:
//
//	forecast = books + published + plan + assumed
func Resting(r Result) RestingResult {
	s := RestingResult{Classes: make([]ClassResting, 0, 8), Prices: make([]PriceResting, 0, len(r.CostLines))}
	classes, prices := map[string]int{}, map[string]int{}
	for i := range r.CostLines {
		line := &r.CostLines[i]
		price := &s.Prices[placeOf(&s.Prices, prices, line.Code)]
		price.Code, price.Title, price.Class, price.Basis = line.Code, line.Title, line.Class, line.restsOn()
		if !line.InBudget {
			price.OutsideKRW += line.ForecastKRW - line.PaidKRW
			continue
		}
		class := &s.Classes[placeOf(&s.Classes, classes, line.Class)]
		class.Class = line.Class
		forecast, books := line.covered(r.Budget.VAT)
		price.ForecastKRW += forecast - books
		class.add(price.Basis, forecast, books)
	}
	for _, c := range s.Classes {
		s.ForecastKRW += c.ForecastKRW
		s.BooksKRW += c.BooksKRW
		s.PublishedKRW += c.PublishedKRW
		s.PlanKRW += c.PlanKRW
		s.AssumedKRW += c.AssumedKRW
	}
	slices.SortStableFunc(s.Prices, func(a, b PriceResting) int { return cmp.Compare(b.ForecastKRW, a.ForecastKRW) })
	return s
}

func (c *ClassResting) add(on BasisKind, forecast, books KRW) {
	c.ForecastKRW += forecast
	c.BooksKRW += books
	switch on {
	case Assumed:
		c.AssumedKRW += forecast - books
	case OfPlan:
		c.PlanKRW += forecast - books
	default:
		c.PublishedKRW += forecast - books
	}
}

// restsOn is what the unit price of the line rests on.
func (l *CostLine) restsOn() BasisKind {
	switch {
	case l.Assumption:
		return Assumed
	case l.Overridden:
		return OfPlan
	}
	return Published
}

// covered is the line's part of the forecast of a budget that covers it, and how
// much of it the books say is paid, with VAT where the budget carries it.
//
//	VAT on what is paid = VAT of the line * paid / forecast, rounded to the won
func (l *CostLine) covered(vat VAT) (forecast, books KRW) {
	if vat != VATIncluded || l.ForecastKRW == 0 {
		return l.ForecastKRW, l.PaidKRW
	}
	paid, _ := finance.Round(float64(l.VATKRW) * (float64(l.PaidKRW) / float64(l.ForecastKRW)))
	return l.ForecastKRW + l.VATKRW, l.PaidKRW + paid
}

// placeOf returns the place of a name in a list, which it first lengthens where
// the name is new.
func placeOf[T any](list *[]T, places map[string]int, name string) int {
	at, known := places[name]
	if !known {
		at = len(*list)
		places[name] = at
		var none T
		*list = append(*list, none)
	}
	return at
}
