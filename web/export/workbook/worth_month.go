package workbook

import (
	"cmp"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/formula"
)

// layMonth lays what a month costs with all built: the annuity of each asset
// class that counts, and a month of the sites' operation at the prices of the
// last twelve months of the horizon.
func (w *worth) layMonth() {
	w.section("month")
	staff := w.won("staff", derived, w.months, w.ofSites(func(s *runningCells) []formula.Num { return s.staff }))
	staffRow := w.at
	w.won("maintenance", derived, len(staff), w.ofSites(func(s *runningCells) []formula.Num { return s.maintenance }))
	maintenanceRow := w.at
	rate := w.value("annuity_rate", "", share, w.assumed(planner.AnnuityRate))
	for i := range w.off.classes {
		c := &w.off.classes[i]
		a := &w.w.Reference.Assets[c.class]
		if !a.Counts() {
			continue
		}
		w.name("capital", w.Locale.WonUnit(), label)
		w.s.text(w.at, worthItem, w.Locale.Text(a.Title, a.Name), style{plain, label})
		factor := w.s.put(w.at, worthGrid, w.annuity(rate, c.life, a.Method == finance.Never), style{ratio, derived})
		w.addCost(a.Name, w.Locale.Text(a.Title, a.Name), formula.Round(c.cost.Times(factor)))
	}
	last := min(12, w.months)
	year := func(row int) formula.Num {
		return w.s.row(row, worthGrid+w.months-last, worthGrid+w.months-1).Sum()
	}
	w.layOperationMonth(year(w.electricity.row), year(staffRow), year(maintenanceRow), year(w.sitesRow), float64(last))
	w.costs = w.value("cost", w.Locale.WonUnit(), won, totalOf(append([]formula.Num{formula.Of(0)}, w.worth.costs...)))
}

// addCost lays what a part of a month costs in the row that is named.
func (w *worth) addCost(name, what string, n formula.Num) {
	cell := w.s.put(w.at, worthValue, n, style{won, derived})
	w.worth.costs = append(w.worth.costs, cell)
	want := 0.0 // of a part that costs nothing, which the program does not list
	for i := range w.Result.Worth.Costs {
		if part := &w.Result.Worth.Costs[i]; part.Name == name {
			want = float64(part.MonthKRW)
		}
	}
	w.agrees("cost_of_month", what, won, []formula.Num{cell}, []float64{want})
}

// layOperationMonth lays a month of the parts of operation, energy brought to the
// hours that the convention counts.
func (w *worth) layOperationMonth(energy, people, maintenance, all formula.Num, last float64) {
	convention := cmp.Or(w.Plan.Worth.Hours, finance.HoursReal)
	var counted, real float64
	for _, m := range w.horizon()[w.months-int(last):] {
		counted, real = counted+convention.Of(m), real+finance.HoursReal.Of(m)
	}
	hours := w.value("hours_counted", "", ratio, formula.Of(counted).Over(formula.Of(real)))
	parts := []struct {
		name string
		year formula.Num
	}{{finance.PartEnergy, energy}, {finance.PartPeople, people}, {"maintenance", maintenance}, {"other", all.Minus(energy).Minus(people).Minus(maintenance)}}
	for i, part := range parts {
		what := w.Locale.T("cost." + part.name)
		w.name("capital", w.Locale.WonUnit(), label)
		w.s.text(w.at, worthItem, what, style{plain, label})
		month := part.year.Over(formula.Of(last))
		if i == 0 {
			month = month.Times(hours)
		}
		w.addCost(part.name, what, formula.Round(month))
	}
}

// annuity is the payment a month for a unit of capital by the convention of the
// plan, as finance.AnnuityConvention has it, to twelve decimals. What is used
// without end bears interest alone.
func (w *worth) annuity(rate, years formula.Num, endless bool) formula.Num {
	one, twelve := formula.Of(1), formula.Of(12)
	of := func(i, n formula.Num) formula.Num {
		if endless {
			return i
		}
		back := i.Over(one.Minus(formula.Power(one.Plus(i), formula.Of(0).Minus(n))))
		return formula.If(i.Is(formula.Of(0)), one.Over(n), back)
	}
	months, monthly := twelve.Times(years), rate.Over(twelve)
	var n formula.Num
	switch w.Plan.Worth.Annuity {
	case finance.StraightLine:
		if n = formula.Of(0); !endless {
			n = one.Over(months)
		}
	case finance.YearlyOver12:
		n = of(rate, years).Over(twelve)
	case finance.AnnuityDue:
		n = of(monthly, months).Over(one.Plus(monthly))
	default:
		n = of(monthly, months)
	}
	if !endless {
		n = formula.If(years.AtMost(formula.Of(0)), formula.Of(0), n)
	}
	return formula.RoundTo(n, 12)
}
