package planner

import (
	"math"
	"strconv"

	"buildout/planner/finance"
)

// kindsOfDay is a number for each kind of day that tariffs tell apart: days of a
// month, or won of a day. Holidays are Sundays and public holidays.
type kindsOfDay struct{ weekdays, saturdays, holidays float64 }

// daysOf counts the days of month m. publicHolidays are those that fall on
// Monday to Saturday, a mean that is shared out over those days.
func daysOf(m Month, publicHolidays float64) kindsOfDay {
	days, first := m.Days(), firstWeekday(m)
	saturdays, sundays := 4, 4
	for extra := 28; extra < days; extra++ {
		switch (first + extra) % 7 {
		case 5:
			saturdays++
		case 6:
			sundays++
		}
	}
	worked := float64(days - sundays)
	left := max(0, worked-publicHolidays) / worked
	d := kindsOfDay{weekdays: float64(float64(days-sundays-saturdays) * left), saturdays: float64(float64(saturdays) * left)}
	d.holidays = float64(days) - d.weekdays - d.saturdays
	return d
}

// firstWeekday returns the weekday of the first of a month, 0 for Monday. The
// first day of year 1 was a Monday.
func firstWeekday(m Month) int {
	y := m.Year() - 1
	day := 365*y + y/4 - y/100 + y/400 + daysBefore[m.Number()-1]
	if m.Number() > 2 && (m-Month(m.Number()-2)).Days() == 29 {
		day++
	}
	return day % 7
}

// daysBefore is the days of a common year before each month.
var daysBefore = [12]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

// electricityPrice is what electricity costs in a month for a load that is level
// over its hours.
type electricityPrice struct {
	energy    float64 // won for a kW through all hours of the month
	demand    float64 // won for a billed kW
	perKWh    float64 // won for a kWh, surcharges
	billShare float64 // surcharges, of all the above
}

// bill returns the won of a month for kW drawn on average and kW billed as
// demand, each rounded once.
func (p electricityPrice) bill(average, billed KW, kwh float64) (energy, demand, surcharge KRW) {
	energy, demand = monthWon(float64(average)*p.energy), monthWon(float64(billed)*p.demand)
	direct := float64(kwh * p.perKWh)
	return energy, demand, monthWon(direct + float64(p.billShare*(float64(energy+demand)+direct)))
}

// perFlatKWh returns the won for a kWh of a load that never changes in a month
// of so many hours.
func (p electricityPrice) perFlatKWh(hours float64) float64 {
	return ((p.energy+p.demand)/hours + p.perKWh) * (1 + p.billShare)
}

// mostMonthKRW is the most won that an item of a month of operation may be, so
// that no sum of them wraps.
const mostMonthKRW = float64(finance.MaxKRW / 1000)

// monthWon rounds an item of a month to whole won.
func monthWon(won float64) KRW {
	return KRW(math.Round(min(max(won, -mostMonthKRW), mostMonthKRW)))
}

// electricityPrices works out the prices of a tariff by month. They grow by a
// share a year from the month of the tariff on; before it they are what the
// tariff says, for what was paid then is not known.
//
//	energy = sum over kinds of day of days * sum over periods of hours * krw_per_kwh
func electricityPrices(t *Tariff, months []Month, growth float64) []electricityPrice {
	var byKind [12]kindsOfDay // won a kW and day
	for i := range t.Seasons {
		s := &t.Seasons[i]
		var won kindsOfDay
		for _, p := range s.Periods {
			won.weekdays += float64(p.WeekdayHours * p.KRWPerKWh)
			won.saturdays += float64(p.SaturdayHours * p.KRWPerKWh)
			won.holidays += float64(p.HolidayHours * p.KRWPerKWh)
		}
		for _, m := range s.Months {
			byKind[m-1] = won
		}
	}
	var surcharge, billShare float64
	for _, s := range t.Surcharges {
		surcharge += s.KRWPerKWh
		billShare += s.ShareOfBill
	}
	base, step := asOfMonth(t.AsOf), finance.TwelfthRoot(1+growth)
	level := levelAt(base, growth, max(base, months[0]))
	prices := make([]electricityPrice, len(months))
	for i, m := range months {
		if i > 0 && m > base {
			level = float64(level * step)
		}
		days, won := daysOf(m, t.holidaysIn(m)), &byKind[m.Number()-1]
		energy := float64(days.weekdays*won.weekdays) + float64(days.saturdays*won.saturdays) + float64(days.holidays*won.holidays)
		prices[i] = electricityPrice{energy: energy * level, demand: t.DemandKRWPerKWMonth * level, perKWh: surcharge * level, billShare: billShare}
	}
	return prices
}

func (t *Tariff) holidaysIn(m Month) float64 {
	if len(t.Holidays) < 12 {
		return 0
	}
	return t.Holidays[m.Number()-1]
}

// asOfMonth returns the month of a date YYYY, YYYY-MM or YYYY-MM-DD; of a year
// alone its first.
func asOfMonth(date string) Month {
	if len(date) >= 7 {
		if m, err := finance.ParseMonth(date[:7]); err == nil {
			return m
		}
	}
	year, _ := strconv.Atoi(date[:min(4, len(date))])
	return finance.MonthOf(year, 1)
}

// billedDemand writes the kW that are billed by month: the highest of the peak
// of the month and of the peaks of the ratchet's months among the eleven before
// it, at least a share of what is contracted.
//
//	billed = max(peak(m), peak(m-k) for k of 1 to 11 whose month is in the ratchet, least_billed_share * contracted(m))
//
// Source: KEPCO terms of supply, on the billed demand of customers with a
// demand meter.
func (t *Tariff) billedDemand(billed, peak, contracted []KW, first Month) {
	var ratchet [12]bool
	for _, m := range t.RatchetMonths {
		ratchet[m-1] = true
	}
	for i := range billed {
		billed[i] = max(peak[i], KW(t.LeastBilledShare*float64(contracted[i])))
	}
	for k := range peak {
		if peak[k] <= 0 || !ratchet[(first+Month(k)).Number()-1] {
			continue
		}
		for i := k + 1; i < min(k+12, len(billed)); i++ {
			billed[i] = max(billed[i], peak[k])
		}
	}
	for i := range billed {
		billed[i] = rounded(billed[i])
	}
}

// tariffOf finds a tariff, the plan's own first; the first shipped one where
// none is named.
func tariffOf(plan Plan, ref Reference, name string) *Tariff {
	return firstNamed(plan.Tariffs, ref.Tariffs, func(t *Tariff) bool { return t.Name == name })
}

// climateOf finds a climate, the plan's own first; the first shipped one where
// none is named.
func climateOf(plan Plan, ref Reference, name string) *Climate {
	return firstNamed(plan.Climates, ref.Climates, func(c *Climate) bool { return c.Name == name })
}

// firstNamed returns the first of two lists that is so, else the first shipped
// one, or a blank one where none is shipped.
func firstNamed[T any](own, shipped []T, is func(*T) bool) *T {
	for _, list := range [2][]T{own, shipped} {
		for i := range list {
			if is(&list[i]) {
				return &list[i]
			}
		}
	}
	if len(shipped) > 0 {
		return &shipped[0]
	}
	return new(T)
}
