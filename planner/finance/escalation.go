package finance

// YearRate is how much prices rise within a calendar year, as a share.
type YearRate struct {
	Year int
	Rate float64
}

// Escalation is a price index by month, made of yearly rates.
type Escalation struct {
	base  Month
	rates []YearRate
}

// NewEscalation returns the index that is 1 in month base and rises by the
// rate of the calendar year each month passes in. Rates are sorted by year,
// without gaps; before the first and after the last year the nearest rate
// holds. No rates mean a constant index.
func NewEscalation(base Month, rates []YearRate) Escalation {
	return Escalation{base, rates}
}

// Levels returns the price level of each month from first to last, both
// included, over that in the base month:
//
//	level(m+1) = level(m) * (1 + rate of the year of m)^(1/12),  level(base) = 1
func (e Escalation) Levels(first, last Month) []float64 {
	levels := make([]float64, last-first+1)
	from, to := min(first, e.base), max(last, e.base)
	put := func(m Month, level float64) {
		if m >= first && m <= last {
			levels[m-first] = level
		}
	}
	put(e.base, 1)
	ratio := e.monthly(e.base)
	for m, level := e.base, 1.0; m < to; m++ {
		if m.Number() == 1 {
			ratio = e.monthly(m)
		}
		level *= ratio
		put(m+1, level)
	}
	ratio = e.monthly(e.base - 1)
	for m, level := e.base, 1.0; m > from; m-- {
		if m.Number() == 1 {
			ratio = e.monthly(m - 1)
		}
		level /= ratio
		put(m-1, level)
	}
	return levels
}

// monthly returns the ratio of the price level in the month after m to that in
// m, the same in all months of a year.
func (e Escalation) monthly(m Month) float64 {
	if len(e.rates) == 0 {
		return 1
	}
	i := min(max(m.Year()-e.rates[0].Year, 0), len(e.rates)-1)
	return TwelfthRoot(1 + e.rates[i].Rate)
}
