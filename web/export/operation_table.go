package export

import (
	"strconv"

	"github.com/jedib0t/go-pretty/v6/table"

	"buildout/planner"
)

// operation says of every year what running sites and leases takes.
func operation(o planner.OperationResult) string {
	t := newTable("Operation by year, M won", "Year", "Months", "MWh", "PUE", "t CO2e", "Electricity", "Other", "Rent", "Leased energy", "Total")
	for _, y := range o.Years {
		pue := ""
		if y.PUE > 0 {
			pue = strconv.FormatFloat(y.PUE, 'f', 2, 64)
		}
		t.AppendRow(table.Row{
			y.Year, y.Months, grouped(y.EnergyKWh / 1000), pue, grouped(y.CarbonT),
			million(y.ElectricityKRW), million(y.OtherKRW), million(y.RentKRW), million(y.LeaseEnergyKRW), million(y.TotalKRW),
		})
	}
	return t.Render() + "\n"
}
