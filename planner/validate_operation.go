package planner

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"buildout/planner/finance"
)

// The most that tariffs and climates may say.
const (
	maxSeasons    = 12
	maxPeriods    = 24 // of a season
	maxSurcharges = 50
	mostPriceKRW  = 1e6 // for a kWh
	coldestC      = -60
	hottestC      = 60
)

func (v *validator) leases(p *path) {
	list := p.key1("leases")
	v.atMost(p, "leases", len(v.plan.Leases), maxLeases)
	seen := map[string]bool{}
	for _, s := range v.plan.Sites {
		seen[s.Name] = true
	}
	for i := range v.plan.Leases {
		l := &v.plan.Leases[i]
		at := list.at(i)
		v.name(&at, "name", l.Name)
		v.unique(&at, "name", l.Name, seen)
		v.text(&at, "title", l.Title)
		v.positive(&at, "it_kw", float64(l.ITKW))
		v.between(&at, "rack_positions", l.RackPositions, 1, maxRacks)
		v.month(&at, "from", l.From)
		v.month(&at, "until", l.Until)
		v.require(l.Until >= l.From, &at, "until", l.Until.String(), "must not be before from, %s", l.From)
		v.notNegative(&at, "krw_per_kw_month", l.KRWPerKWMonth)
		v.returns(&at, l)
		v.prose(&at, "source", l.Source)
	}
}

// returns requires that space is given back in order, within the lease, and no
// more than there is.
func (v *validator) returns(p *path, l *Lease) {
	list := p.key1("returns")
	v.atMost(p, "returns", len(l.Returns), maxReturns)
	var kw KW
	positions := 0
	for i, back := range l.Returns {
		at := list.at(i)
		v.month(&at, "month", back.Month)
		v.require(back.Month > l.From && back.Month <= l.Until, &at, "month", back.Month.String(), "must be after from, %s, and not after until, %s", l.From, l.Until)
		v.require(i == 0 || back.Month > l.Returns[i-1].Month, &at, "month", back.Month.String(), "months must rise, each once")
		v.notNegative(&at, "it_kw", float64(back.ITKW))
		v.between(&at, "rack_positions", back.RackPositions, 0, maxRacks)
		v.require(back.ITKW != 0 || back.RackPositions != 0, &at, "", "nothing", "give it_kw, rack_positions or both that are given back")
		kw += back.ITKW
		positions += back.RackPositions
		v.require(kw <= l.ITKW, &at, "it_kw", back.ITKW, "%v kW are given back by then; the lease has %v", kw, l.ITKW)
		v.require(positions <= l.RackPositions, &at, "rack_positions", back.RackPositions, "%d are given back by then; the lease has %d", positions, l.RackPositions)
	}
}

// worth requires conventions that there are, or none.
func (v *validator) worth(p *path) {
	at := p.key1("worth")
	w := v.plan.Worth
	if w.Annuity != "" && !slices.Contains(finance.AnnuityConventions, w.Annuity) {
		v.fault(&at, "annuity", string(w.Annuity), "no such convention%s", Offered(string(w.Annuity), textsOf(finance.AnnuityConventions)))
	}
	if w.Hours != "" && !slices.Contains(finance.HoursConventions, w.Hours) {
		v.fault(&at, "hours", string(w.Hours), "no such convention%s", Offered(string(w.Hours), textsOf(finance.HoursConventions)))
	}
}

func textsOf[T ~string](names []T) []string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = string(name)
	}
	return texts
}

// calendars requires work by month of the year, some of which is done.
func (v *validator) calendars(p *path, key string, calendars []Calendar) {
	v.atMost(p, key, len(calendars), maxOperation)
	list := p.key1(key)
	seen := map[string]bool{}
	for i := range calendars {
		c := &calendars[i]
		at := list.at(i)
		v.name(&at, "name", c.Name)
		v.unique(&at, "name", c.Name, seen)
		v.text(&at, "title", c.Title)
		v.monthly(&at, "work", c.Work, 0, 1, "shares of a full month's work")
		idle := !slices.ContainsFunc(c.Work, func(share float64) bool { return share != 0 })
		v.require(!idle || len(c.Work) != 12, &at, "work", "no work in any month", "at least one month must have some, above 0")
		v.basis(&at, c.Basis)
	}
}

// climates requires a temperature for each month of the year.
func (v *validator) climates(p *path, key string, climates []Climate) {
	v.atMost(p, key, len(climates), maxOperation)
	list := p.key1(key)
	seen := map[string]bool{}
	for i := range climates {
		c := &climates[i]
		at := list.at(i)
		v.name(&at, "name", c.Name)
		v.unique(&at, "name", c.Name, seen)
		v.text(&at, "title", c.Title)
		v.monthly(&at, "mean_c", c.MeanC, coldestC, hottestC, "temperatures in degrees Celsius")
		v.basis(&at, c.Basis)
	}
}

// monthly requires a number from low to high for each month of the year.
func (v *validator) monthly(p *path, key string, list []float64, low, high float64, what string) {
	v.require(len(list) == 12, p, key, fmt.Sprintf("a list of %d", len(list)), "twelve %s are wanted, of January to December", what)
	months := p.key1(key)
	for i, x := range list[:min(len(list), 12)] {
		if !(x >= low && x <= high) {
			at := months.at(i)
			v.fault(&at, "", x, "must be from %g to %g", low, high)
		}
	}
}

// tariffs requires prices for every hour of a year.
func (v *validator) tariffs(p *path, key string, tariffs []Tariff) {
	v.atMost(p, key, len(tariffs), maxOperation)
	list := p.key1(key)
	seen := map[string]bool{}
	for i := range tariffs {
		t := &tariffs[i]
		at := list.at(i)
		v.name(&at, "name", t.Name)
		v.unique(&at, "name", t.Name, seen)
		v.text(&at, "title", t.Title)
		v.notNegative(&at, "demand_krw_per_kw_month", t.DemandKRWPerKWMonth)
		v.share(&at, "least_billed_share", t.LeastBilledShare)
		v.monthNumbers(&at, "ratchet_months", t.RatchetMonths, map[int]bool{})
		if len(t.Holidays) > 0 {
			v.monthly(&at, "holidays", t.Holidays, 0, 31, "numbers of public holidays on Monday to Saturday")
		}
		v.seasons(&at, t.Seasons)
		v.surcharges(&at, t.Surcharges)
		v.basis(&at, t.Basis)
	}
}

// share requires a share of a whole.
func (v *validator) share(p *path, key string, x float64) {
	v.require(x >= 0 && x <= 1, p, key, x, "must be from 0 to 1")
}

// monthNumbers requires months of the year that seen does not have, and adds
// them to it.
func (v *validator) monthNumbers(p *path, key string, months []int, seen map[int]bool) {
	v.atMost(p, key, len(months), 12)
	list := p.key1(key)
	for i, m := range months {
		at := list.at(i)
		v.between(&at, "", m, 1, 12)
		v.require(!seen[m], &at, "", m, "the month stands twice; leave it in one place")
		seen[m] = true
	}
}

// seasons requires that each month of the year stands in one, and each hour of
// its days in one period.
func (v *validator) seasons(p *path, seasons []TariffSeason) {
	v.atMost(p, "seasons", len(seasons), maxSeasons)
	list := p.key1("seasons")
	names, months := map[string]bool{}, map[int]bool{}
	for i := range seasons {
		s := &seasons[i]
		at := list.at(i)
		v.name(&at, "name", s.Name)
		v.unique(&at, "name", s.Name, names)
		v.text(&at, "title", s.Title)
		v.monthNumbers(&at, "months", s.Months, months)
		v.periods(&at, s.Periods)
	}
	var missing []string
	for m := 1; m <= 12; m++ {
		if !months[m] {
			missing = append(missing, strconv.Itoa(m))
		}
	}
	v.require(missing == nil, p, "seasons", "months without a season: "+strings.Join(missing, ", "), "every month of the year stands in one season; add them to the months of one")
}

func (v *validator) periods(p *path, periods []TariffPeriod) {
	v.atMost(p, "periods", len(periods), maxPeriods)
	list := p.key1("periods")
	seen := map[string]bool{}
	var weekday, saturday, holiday float64
	for i := range periods {
		x := &periods[i]
		at := list.at(i)
		v.name(&at, "name", x.Name)
		v.unique(&at, "name", x.Name, seen)
		v.text(&at, "title", x.Title)
		v.require(x.KRWPerKWh >= 0 && x.KRWPerKWh <= mostPriceKRW, &at, "krw_per_kwh", x.KRWPerKWh, "must be 0 or more and at most %g won", mostPriceKRW)
		v.hours(&at, "weekday_hours", x.WeekdayHours, &weekday)
		v.hours(&at, "saturday_hours", x.SaturdayHours, &saturday)
		v.hours(&at, "holiday_hours", x.HolidayHours, &holiday)
	}
	v.day(p, "weekday_hours", weekday)
	v.day(p, "saturday_hours", saturday)
	v.day(p, "holiday_hours", holiday)
}

func (v *validator) hours(p *path, key string, x float64, sum *float64) {
	v.require(x >= 0 && x <= 24, p, key, x, "must be from 0 to 24 hours")
	*sum += x
}

// day requires that the hours of a kind of day are those of a day.
func (v *validator) day(p *path, key string, hours float64) {
	v.require(math.Abs(hours-24) <= 1e-6, p, "periods", fmt.Sprintf("%g hours", hours), "%s of the periods sum to %g; a day has 24", key, hours)
}

func (v *validator) surcharges(p *path, surcharges []Surcharge) {
	v.atMost(p, "surcharges", len(surcharges), maxSurcharges)
	list := p.key1("surcharges")
	seen := map[string]bool{}
	for i := range surcharges {
		s := &surcharges[i]
		at := list.at(i)
		v.name(&at, "name", s.Name)
		v.unique(&at, "name", s.Name, seen)
		v.text(&at, "title", s.Title)
		v.require(math.Abs(s.KRWPerKWh) <= mostPriceKRW, &at, "krw_per_kwh", s.KRWPerKWh, "must be from -%g to %g won; a discount is negative", mostPriceKRW, mostPriceKRW)
		v.require(s.ShareOfBill >= -1 && s.ShareOfBill <= 1, &at, "share_of_bill", s.ShareOfBill, "must be from -1 to 1; a discount is negative")
		v.basis(&at, s.Basis)
	}
}

// operates requires the climate and the tariff of a site, where it names them.
func (v *validator) operates(p *path, s *Site) {
	if s.Climate != "" {
		v.known(p, "climate", s.Climate, "climate", namesOfAll(v.plan.Climates, v.ref.Climates, func(c Climate) string { return c.Name }))
	}
	if s.Tariff != "" {
		v.known(p, "tariff", s.Tariff, "tariff", namesOfAll(v.plan.Tariffs, v.ref.Tariffs, func(t Tariff) string { return t.Name }))
	}
}

// keeps requires the calendar of a stage, where it names one.
func (v *validator) keeps(p *path, calendar string) {
	if calendar != "" {
		v.known(p, "calendar", calendar, "calendar", namesOfAll(v.plan.Calendars, v.ref.Calendars, func(c Calendar) string { return c.Name }))
	}
}

// namesOfAll lists the names of a plan's own and of the shipped ones.
func namesOfAll[T any](own, shipped []T, name func(T) string) []string {
	names := make([]string, 0, len(own)+len(shipped))
	for _, list := range [2][]T{own, shipped} {
		for _, x := range list {
			if !slices.Contains(names, name(x)) {
				names = append(names, name(x))
			}
		}
	}
	return names
}
