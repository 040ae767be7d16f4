package workbook

import (
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// tariffCells is the prices of a tariff by month of the horizon, as the program's
// electricityPrice.
type tariffCells struct {
	energy, demand, perKWh []formula.Num
	share, least           formula.Num
}

// daysCells is the days of the months by kind, with public holidays.
type daysCells struct{ weekdays, saturdays, holidays []formula.Num }

// layTariff lays the prices of a tariff.
func (r *running) layTariff(t *planner.TariffWorking) (c tariffCells) {
	name := "tariffs." + t.Name
	title := r.Locale.Text(t.Title, t.Name)
	r.run.section(r.Locale.T("workbook.running.tariff", "tariff", title))
	c.least = r.run.value(r.words("least_billed_share"), r.Locale.ValueUnit("share"), share, r.in.value(name+".least_billed_share"))
	demand := r.run.value(r.words("demand_price"), r.Locale.ValueUnit("KRW/kW/month"), decimal, r.in.value(name+".demand_krw_per_kw_month"))
	var perKWh, shares []formula.Num
	for i := range t.Surcharges {
		s := &t.Surcharges[i]
		v := r.in.value(name + ".surcharges." + s.Name)
		if s.ShareOfBill != 0 {
			shares = append(shares, v)
			v = formula.Of(s.KRWPerKWh)
		}
		perKWh = append(perKWh, v)
	}
	surcharge := r.run.value(r.words("surcharge_price"), r.Locale.ValueUnit("KRW/kWh"), decimal, chain(perKWh...))
	c.share = r.run.value(r.words("surcharge_share"), r.Locale.ValueUnit("share"), share, chain(shares...))
	seasons := make([][3]formula.Num, len(t.Seasons))
	for i := range t.Seasons {
		seasons[i] = r.laySeason(name, &t.Seasons[i])
	}
	days := r.layDays(t)
	level := r.layTariffLevel(t, title)
	c.energy = r.run.row(r.words("energy_price"), r.Locale.ValueUnit("KRW/kW"), decimal, func(k int) formula.Num {
		i := t.Season[r.horizon()[k].Number()-1]
		if i < 0 {
			return formula.Of(0)
		}
		won := &seasons[i]
		return days.weekdays[k].Times(won[0]).Plus(days.saturdays[k].Times(won[1])).Plus(days.holidays[k].Times(won[2])).Times(level[k])
	})
	c.demand = r.run.row(r.words("demand_price"), r.Locale.ValueUnit("KRW/kW"), decimal, func(k int) formula.Num { return demand.Times(level[k]) })
	c.perKWh = r.run.row(r.words("surcharge_price"), r.Locale.ValueUnit("KRW/kWh"), decimal, func(k int) formula.Num { return surcharge.Times(level[k]) })
	return c
}

// laySeason lays what a kW costs on a weekday, a Saturday and a holiday.
func (r *running) laySeason(tariff string, s *planner.TariffSeason) (won [3]formula.Num) {
	title := r.Locale.Text(s.Title, s.Name)
	for kind, key := range [3]string{"weekday", "saturday", "holiday"} {
		var parts []formula.Num
		for i := range s.Periods {
			p := &s.Periods[i]
			hours := [3]float64{p.WeekdayHours, p.SaturdayHours, p.HolidayHours}[kind]
			parts = append(parts, formula.Of(hours).Times(r.in.value(tariff+"."+s.Name+"."+p.Name)))
		}
		won[kind] = r.run.value(title+" · "+r.words(key), r.Locale.ValueUnit("KRW/kW"), decimal, chain(parts...))
	}
	return won
}

// layDays lays the days of the months by kind. Public holidays are shared out
// over Monday to Saturday.
func (r *running) layDays(t *planner.TariffWorking) (d daysCells) {
	w, unit := r.w.Operation.Months, r.Locale.ValueUnit("days")
	weekdays := r.run.fact(r.words("weekdays"), unit, func(k int) float64 { return float64(w[k].Weekdays) })
	saturdays := r.run.fact(r.words("saturdays"), unit, func(k int) float64 { return float64(w[k].Saturdays) })
	sundays := r.run.fact(r.words("sundays"), unit, func(k int) float64 { return float64(w[k].Sundays) })
	zero := formula.Of(0)
	left := r.run.row(r.words("worked_share"), r.Locale.ValueUnit("share"), ratio, func(k int) formula.Num {
		holidays := zero
		if len(t.Holidays) >= 12 {
			holidays = r.in.value("tariffs." + t.Name + ".holidays." + strconv.Itoa(r.horizon()[k].Number()))
		}
		worked := weekdays[k].Plus(saturdays[k])
		return formula.Max(zero, worked.Minus(holidays)).Over(worked)
	})
	d.weekdays = r.run.row(r.words("weekdays_left"), unit, decimal, func(k int) formula.Num { return weekdays[k].Times(left[k]) })
	d.saturdays = r.run.row(r.words("saturdays_left"), unit, decimal, func(k int) formula.Num { return saturdays[k].Times(left[k]) })
	d.holidays = r.run.row(r.words("holidays"), unit, decimal, func(k int) formula.Num {
		return weekdays[k].Plus(saturdays[k]).Plus(sundays[k]).Minus(d.weekdays[k]).Minus(d.saturdays[k])
	})
	return d
}

// layTariffLevel lays the level of a tariff's prices, which grow from its month
// on.
func (r *running) layTariffLevel(t *planner.TariffWorking, title string) []formula.Num {
	what := r.Locale.T("workbook.growth.level_of", "what", title, "month", r.Locale.Month(t.Base))
	months := r.horizon()
	first := r.grownAt(what, t.Base, planner.EnergyGrowthPerYear, month(max(t.Base, months[0])))
	step := r.growths.roots[planner.EnergyGrowthPerYear].month
	list := make([]formula.Num, r.months)
	return r.run.row(r.words("level"), "", ratio, func(k int) formula.Num {
		switch {
		case k == 0:
			return first
		case months[k] > t.Base:
			return list[k-1].Times(step)
		}
		return list[k-1]
	}, list)
}

// layClimate lays the share of the chillers' work that air outside does in each
// month of the year.
func (r *running) layClimate(c *planner.Climate) (shares [12]formula.Num) {
	r.run.section(r.Locale.T("workbook.running.climate", "climate", r.Locale.Text(c.Title, c.Name)))
	full := r.run.value(r.assumptionTitle(planner.EconomiserFullC), r.Locale.ValueUnit("degC"), decimal, r.assumed(planner.EconomiserFullC))
	none := r.run.value(r.assumptionTitle(planner.EconomiserNoneC), r.Locale.ValueUnit("degC"), decimal, r.assumed(planner.EconomiserNoneC))
	zero, one := formula.Of(0), formula.Of(1)
	for i := range min(len(c.MeanC), 12) {
		mean := r.in.value("climates." + c.Name + "." + strconv.Itoa(i+1))
		part := formula.If(mean.Less(none), none.Minus(mean).Over(none.Minus(full)), zero)
		shares[i] = r.run.value(r.Locale.T("workbook.running.outside_air", "month", strconv.Itoa(i+1)), r.Locale.ValueUnit("share"), ratio, formula.If(mean.AtMost(full), one, part))
	}
	return shares
}

// gridCarbon is the kg of a kWh in a year that the reference has.
func (r *running) gridCarbon(year int) formula.Num {
	return r.in.value("grid_carbon." + strconv.Itoa(year))
}
