package finance

import "math"

// YearRate is how much prices rise within a calendar year, as a share.
type YearRate struct {
	Year int
	Rate float64
}

// Escalation is a price index by month, made of yearly rates.
type Escalation struct {
	rates []YearRate
	base  Month
}

// NewEscalation returns the index that is 1 in month base and rises by the
// rate of the calendar year each month passes in. Rates are sorted by year,
// without gaps; before the first and after the last year the nearest rate
// holds. No rates mean a constant index.
func NewEscalation(base Month, rates []YearRate) Escalation {
	return Escalation{rates: rates, base: base}
}

// Index returns the price level in month m over that in the base month:
//
//	product over the months between of (1 + rate(year))^(1/12)
//
// and one over that before the base.
func (e Escalation) Index(m Month) float64 {
	if len(e.rates) == 0 {
		return 1
	}
	from, to := min(e.base, m), max(e.base, m)
	index := 1.0
	for from < to {
		until := min(to, MonthOf(from.Year()+1, 1))
		index *= math.Pow(1+e.rate(from.Year()), float64(until-from)/12)
		from = until
	}
	if m < e.base {
		return 1 / index
	}
	return index
}

func (e Escalation) rate(year int) float64 {
	i := min(max(year-e.rates[0].Year, 0), len(e.rates)-1)
	return e.rates[i].Rate
}
