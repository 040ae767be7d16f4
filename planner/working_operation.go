package planner

import "slices"

// OperationWorking is what operation was worked out of: which tariffs and
// climates hold, and the calendar of the months of the horizon.
type OperationWorking struct {
	Tariffs  []TariffWorking // in use, each once
	Climates []*Climate      // in use, each once
	Sites    []SiteSupply    // of each site of the plan
	Leases   int             // index into Tariffs of the one that leased space pays by
	Months   []CalendarMonth // of the horizon
}

// TariffWorking is a tariff in use.
type TariffWorking struct {
	*Tariff
	Base   Month   // from which its prices grow
	Season [12]int // of January to December: index into its seasons; -1 where none has the month
}

// SiteSupply is what a site is supplied with, as indices into the tariffs and
// climates in use.
type SiteSupply struct{ Tariff, Climate int }

// CalendarMonth is the calendar of a month.
type CalendarMonth struct {
	Weekdays, Saturdays, Sundays int // days
	Hours                        float64
	Carbon                       int // year of the grid's carbon that holds; 0 where there is none
}

// operation returns what operation was worked out of.
func (b *basis) operation(months []Month) OperationWorking {
	var w OperationWorking
	o := operator{plan: b.plan, ref: b.ref}
	for i := range b.plan.Sites {
		s := &b.plan.Sites[i]
		w.Sites = append(w.Sites, SiteSupply{w.tariff(tariffOf(b.plan, b.ref, s.Tariff)), w.climate(climateOf(b.plan, b.ref, s.Climate))})
	}
	w.Leases = w.tariff(tariffOf(b.plan, b.ref, o.firstTariff()))
	for _, m := range months {
		d := daysOf(m, 0)
		c := CalendarMonth{Weekdays: int(d.weekdays), Saturdays: int(d.saturdays), Sundays: int(d.holidays), Hours: float64(24 * m.Days())}
		for i := range b.ref.GridCarbon {
			if y := b.ref.GridCarbon[i].Year; i == 0 || y <= m.Year() {
				c.Carbon = y
			}
		}
		w.Months = append(w.Months, c)
	}
	return w
}

// tariff returns the index of a tariff among those in use.
func (w *OperationWorking) tariff(t *Tariff) int {
	for i := range w.Tariffs {
		if w.Tariffs[i].Name == t.Name {
			return i
		}
	}
	x := TariffWorking{Tariff: t, Base: asOfMonth(t.AsOf), Season: [12]int{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}}
	for i := range t.Seasons {
		for _, m := range t.Seasons[i].Months {
			x.Season[m-1] = i
		}
	}
	w.Tariffs = append(w.Tariffs, x)
	return len(w.Tariffs) - 1
}

// climate returns the index of a climate among those in use.
func (w *OperationWorking) climate(c *Climate) int {
	for i := range w.Climates {
		if w.Climates[i].Name == c.Name {
			return i
		}
	}
	w.Climates = append(w.Climates, c)
	return len(w.Climates) - 1
}

// Taxed reports whether the asset class is land and building to property tax.
func (c *AssetClass) Taxed() bool { return slices.Contains(taxed, c.Name) }

// Counts reports whether operation and worth count assets of the class.
func (c *AssetClass) Counts() bool { return c.counts() }
