package planner

// farMonths is how old the rate of an order may be before it is told.
const farMonths = 24

// newRates writes the exchange rates of a plan as factors, in their order.
func newRates(rates []ExchangeRate) []Factor {
	factors := make([]Factor, len(rates))
	for i, r := range rates {
		factors[i] = Factor{Name: "exchange_rate", Value: r.KRW, Unit: "KRW/" + r.Currency, Source: r.Month.String() + ", " + r.Source, Assumption: r.Source == ""}
	}
	return factors
}

// rateAt returns the factor of the exchange rate that holds for an order in
// month m.
func (p *pricing) rateAt(currency string, m Month) *Factor {
	return &p.rates[rateIndex(p.plan.ExchangeRates, currency, m)]
}

// rateIndex returns the index of the last rate of a currency dated at or before
// month m, or of the first there is.
func rateIndex(rates []ExchangeRate, currency string, m Month) int {
	found := -1
	for i := range rates {
		r := &rates[i]
		switch {
		case r.Currency != currency:
		case found < 0,
			r.Month <= m && (rates[found].Month > m || r.Month > rates[found].Month),
			r.Month > m && rates[found].Month > m && r.Month < rates[found].Month:
			found = i
		}
	}
	return found
}

// rateFindings tells, for each currency, of the order furthest from the month
// of its exchange rate: where that is after the order, or more than farMonths
// before it.
func rateFindings(plan Plan, r Result, add func(Finding)) {
	var far []Finding
	for i := range r.CostLines {
		l := &r.CostLines[i]
		if l.ExchangeRate == nil {
			continue
		}
		rate := plan.ExchangeRates[rateIndex(plan.ExchangeRates, l.Currency, l.Ordered)].Month
		limit := 0.0
		if rate <= l.Ordered {
			limit = farMonths
		}
		apart := float64(max(l.Ordered-rate, rate-l.Ordered))
		if apart <= limit {
			continue
		}
		at := 0
		for at < len(far) && far[at].Subject != l.Currency {
			at++
		}
		if at == len(far) {
			far = append(far, Finding{})
		}
		count := far[at].Count + 1
		if apart > far[at].Found {
			far[at] = Finding{
				Severity: SeverityNotice, Code: RateFar, Where: "exchange_rates", Month: l.Ordered, Subject: l.Currency, Title: l.Title,
				Found: apart, Limit: limit, Unit: unitMonths, FoundText: rate.String(), LimitText: l.Ordered.String(),
			}
		}
		far[at].Count = count
	}
	for _, f := range far {
		add(f)
	}
}
