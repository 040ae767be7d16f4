package pages

import (
	"strconv"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// operationYears is what running the sites and leases takes by year.
func operationYears(l *locales.Locale, row PlanRow) charts.Table {
	unit := l.WonUnit()
	t := charts.Table{Caption: l.T("operation.title"), Columns: []charts.Column{
		{Title: l.T("col.year"), Text: true}, {Title: l.T("col.months")}, {Title: l.T("col.energy"), Unit: "MWh"}, {Title: "PUE"}, {Title: l.T("col.carbon"), Unit: "tCO₂e"},
		{Title: l.T("col.electricity"), Unit: unit}, {Title: l.T("col.other"), Unit: unit}, {Title: l.T("col.rent"), Unit: unit},
		{Title: l.T("col.lease_energy"), Unit: unit}, {Title: l.T("col.total"), Unit: unit},
	}}
	saved := map[int]planner.OperationYear{}
	for _, y := range savedResult(row).Operation.Years {
		saved[y.Year] = y
	}
	for _, y := range row.Result.Operation.Years {
		was := saved[y.Year]
		year := strconv.Itoa(y.Year)
		of := func(name, now, before string) charts.Cell {
			c := compared(l, now, before)
			c.Figure = figurePath("operation", "years", year, name)
			return c
		}
		won := func(name string, now, before planner.KRW) charts.Cell { return of(name, l.Won(now), l.Won(before)) }
		pue := cell("–")
		if y.PUE > 0 {
			pue = of("pue", l.Number(y.PUE, 3), l.Number(was.PUE, 3))
		}
		t.Rows = append(t.Rows, []charts.Cell{
			cell(year), cell(l.Int(y.Months)), of("energy_kwh", l.Number(y.EnergyKWh/1000, 0), l.Number(was.EnergyKWh/1000, 0)), pue,
			of("carbon_t", l.Number(y.CarbonT, 0), l.Number(was.CarbonT, 0)),
			won("electricity_krw", y.ElectricityKRW, was.ElectricityKRW), won("other_krw", y.OtherKRW, was.OtherKRW), won("rent_krw", y.RentKRW, was.RentKRW),
			won("lease_energy_krw", y.LeaseEnergyKRW, was.LeaseEnergyKRW), won("total_krw", y.TotalKRW, was.TotalKRW),
		})
	}
	return t
}

// returnedTable is the leased space in the months in which more of it is given
// back; nil where none is.
func returnedTable(l *locales.Locale, r planner.Result) *charts.Table {
	t := charts.Table{Caption: l.T("returned.title"), Columns: []charts.Column{
		{Title: l.T("col.lease"), Text: true}, {Title: l.T("col.month"), Text: true}, {Title: l.T("col.contracted"), Unit: "kW"},
		{Title: l.T("col.used_average"), Unit: "kW"}, {Title: l.T("col.returned"), Unit: "kW"}, {Title: l.T("col.month_cost"), Unit: l.WonUnit()},
	}}
	for _, lease := range r.Operation.Leases {
		var before planner.KW
		for m, month := range r.Months {
			back := valueAt(lease.GivenBackKW, m)
			if back == before {
				continue
			}
			before = back
			t.Rows = append(t.Rows, []charts.Cell{
				{Text: l.Text(lease.Title, lease.Name), Swatch: charts.Leased}, cell(l.Month(month)), cell(l.KW(valueAt(lease.ITKW, m))),
				cell(l.KW(valueAt(lease.UsedITKW, m))), cell(l.KW(back)), cell(l.Won(valueAt(lease.TotalKRW, m))),
			})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return &t
}
