package planner

import "buildout/planner/finance"

// tariffFigures is the prices of a tariff in a month, for a load that is level
// over its hours.
var tariffFigures = []figureRule{
	{"energy_krw_per_kw", "hours_at_prices", "energy_krw_per_kw = sum(below) * level", (*explainer).tariffEnergy},
	{"demand_krw_per_kw", "at_level", "demand_krw_per_kw = demand_krw_per_kw_month * level", (*explainer).tariffDemand},
	{"surcharge_krw_per_kwh", "at_level", "surcharge_krw_per_kwh = sum(below) * level", (*explainer).tariffSurcharge},
	{"surcharge_share", "sum_of_shares", "surcharge_share = sum(below)", (*explainer).tariffShares},
	{"level", "growth", "level = pow(1 + growth, months / 12)", (*explainer).tariffLevel},
	{"flat_krw_per_kwh", "flat_price", "flat_krw_per_kwh = ((energy_krw_per_kw + demand_krw_per_kw) / hours + surcharge_krw_per_kwh) * (1 + surcharge_share)", (*explainer).hoursThen},
}

// withTariff gives a formula prices of the site's tariff in the month.
func withTariff(fields ...string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		tariff := e.tariffPart(tariffOf(e.plan, e.ref, e.plan.Sites[p.i].Tariff), p.month)
		for _, field := range fields {
			t.operands = append(t.operands, tariff.operand(field))
		}
		return t
	}
}

// tariff explains operation/tariffs/TARIFF/MONTH/FIELD and .../periods/PERIOD.
func (e *explainer) tariff(left []string) (Explanation, error) {
	list := append(append([]Tariff{}, e.plan.Tariffs...), e.ref.Tariffs...)
	k, err := e.pick(left, len(list), func(k int) string { return list[k].Name })
	if err != nil {
		return Explanation{}, err
	}
	i, err := e.month(left[1:])
	if err != nil {
		return Explanation{}, err
	}
	p := e.tariffPart(&list[k], i)
	left = left[2:]
	if len(left) > 0 && left[0] == "periods" {
		return e.period(p, left[1:])
	}
	return e.within(p, tariffFigures, left, []string{"periods"})
}

func (e *explainer) tariffPart(t *Tariff, month int) *part {
	price := e.operator().prices(t)[month]
	level := levelOfTariff(e, t, month)
	return &part{
		at: join("operation/tariffs", t.Name, e.r.Months[month].String()), title: t.Title, month: month, monthFirst: true, tariff: t,
		extra: func(field string) (float64, string, bool) {
			switch field {
			case "energy_krw_per_kw":
				return price.energy, "KRW/kW", true
			case "demand_krw_per_kw":
				return price.demand, "KRW/kW", true
			case "surcharge_krw_per_kwh":
				return price.perKWh, "KRW/kWh", true
			case "surcharge_share":
				return price.billShare, "share", true
			case "level":
				return level, "price ratio", true
			case "flat_krw_per_kwh":
				return price.perFlatKWh(finance.HoursReal.Of(e.r.Months[month])), "KRW/kWh", true
			}
			return 0, "", false
		},
	}
}

func levelOfTariff(e *explainer, t *Tariff, month int) float64 {
	return levelAt(asOfMonth(t.AsOf), assumption(e.ref, EnergyGrowthPerYear), max(asOfMonth(t.AsOf), e.r.Months[month]))
}

func (e *explainer) tariffLevel(p *part) terms {
	base, m := asOfMonth(p.tariff.AsOf), e.r.Months[p.month]
	growth := e.assumed(EnergyGrowthPerYear)
	growth.Name = "growth"
	return terms{operands: []Operand{growth, monthsBetween(base, max(base, m), "from the month of the tariff, "+base.String())}}
}

func (e *explainer) tariffDemand(p *part) terms {
	return terms{operands: []Operand{e.known("demand_krw_per_kw_month", "tariffs."+p.tariff.Name+".demand_krw_per_kw_month")}}
}

// season is the season of a tariff in the month.
func (e *explainer) season(p *part) *TariffSeason {
	for i := range p.tariff.Seasons {
		for _, m := range p.tariff.Seasons[i].Months {
			if m == e.r.Months[p.month].Number() {
				return &p.tariff.Seasons[i]
			}
		}
	}
	return &TariffSeason{}
}

func (e *explainer) tariffEnergy(p *part) (t terms) {
	s := e.season(p)
	for i := range s.Periods {
		x := e.periodOf(p, s, &s.Periods[i])
		t.below = append(t.below, Operand{
			Name: s.Periods[i].Name, Title: s.Periods[i].Title, Value: x.Value, Unit: x.Unit, Basis: Computed, Figure: join(p.at, "periods", s.Periods[i].Name),
		})
	}
	return t
}

func (e *explainer) period(p *part, left []string) (Explanation, error) {
	s := e.season(p)
	k, err := e.pick(left, len(s.Periods), func(k int) string { return s.Periods[k].Name })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	return e.periodOf(p, s, &s.Periods[k]), nil
}

// periodOf is the hours of a period in the month at its price.
func (e *explainer) periodOf(p *part, s *TariffSeason, period *TariffPeriod) Explanation {
	m, t := e.r.Months[p.month], p.tariff
	days := daysOf(m, t.holidaysIn(m))
	number := func(name string, value float64, unit, source string) Operand {
		return Operand{Name: name, Value: value, Unit: unit, Source: source, Basis: kindOf(t.Basis)}
	}
	price := e.known("krw_per_kwh", "tariffs."+t.Name+"."+s.Name+"."+period.Name)
	calendar := "calendar of " + m.String() + ", public holidays of the tariff"
	x := Explanation{
		Figure: e.figure, Title: period.Title, Unit: "KRW/kW", Rule: "period_of_tariff",
		Formula: "krw_per_kw = (weekdays * weekday_hours + saturdays * saturday_hours + holidays * holiday_hours) * krw_per_kwh",
		Operands: []Operand{
			number("weekdays", days.weekdays, "days", calendar), number("weekday_hours", period.WeekdayHours, "hours", t.Source),
			number("saturdays", days.saturdays, "days", calendar), number("saturday_hours", period.SaturdayHours, "hours", t.Source),
			number("holidays", days.holidays, "days", calendar), number("holiday_hours", period.HolidayHours, "hours", t.Source), price,
		},
	}
	x.Value = (float64(days.weekdays*period.WeekdayHours) + float64(days.saturdays*period.SaturdayHours) + float64(days.holidays*period.HolidayHours)) * period.KRWPerKWh
	return x.complete()
}

func (e *explainer) tariffSurcharge(p *part) (t terms) {
	for i := range p.tariff.Surcharges {
		if s := &p.tariff.Surcharges[i]; s.ShareOfBill == 0 {
			t.below = append(t.below, named2(e.known(s.Name, "tariffs."+p.tariff.Name+".surcharges."+s.Name), s.Name, s.Title))
		}
	}
	return t
}

func (e *explainer) tariffShares(p *part) (t terms) {
	for i := range p.tariff.Surcharges {
		if s := &p.tariff.Surcharges[i]; s.ShareOfBill != 0 {
			t.below = append(t.below, named2(e.known(s.Name, "tariffs."+p.tariff.Name+".surcharges."+s.Name), s.Name, s.Title))
		}
	}
	return t
}
