package charts

import (
	"math"

	"buildout/planner"
	"buildout/web/locales"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// opexItem is an item of operation over all sites and leases by month.
type opexItem struct {
	name   string // in the plan's format
	colour Colour
	krw    []planner.KRW
}

// opexItems sums each item over sites; an item that costs nothing is left out.
func opexItems(o planner.OperationResult, months int) []opexItem {
	var items []opexItem
	add := func(name string, colour Colour, series ...[]planner.KRW) {
		sum, any := make([]planner.KRW, months), false
		for _, s := range series {
			for m := range sum {
				v := at(s, m)
				sum[m] += v
				any = any || v != 0
			}
		}
		if any {
			items = append(items, opexItem{name, colour, sum})
		}
	}
	of := func(item func(planner.OperatingCosts) []planner.KRW) (series [][]planner.KRW) {
		for _, s := range o.Sites {
			series = append(series, item(s.OperatingCosts))
		}
		return series
	}
	for i, item := range []struct {
		name string
		of   func(planner.OperatingCosts) []planner.KRW
	}{
		{"energy", func(c planner.OperatingCosts) []planner.KRW { return c.EnergyKRW }},
		{"demand", func(c planner.OperatingCosts) []planner.KRW { return c.DemandKRW }},
		{"surcharge", func(c planner.OperatingCosts) []planner.KRW { return c.SurchargeKRW }},
		{"water", func(c planner.OperatingCosts) []planner.KRW { return c.WaterKRW }},
		{"carbon", func(c planner.OperatingCosts) []planner.KRW { return c.CarbonKRW }},
		{"maintenance", func(c planner.OperatingCosts) []planner.KRW { return c.MaintenanceKRW }},
		{"staff", func(c planner.OperatingCosts) []planner.KRW { return c.StaffKRW }},
		{"facility", func(c planner.OperatingCosts) []planner.KRW { return c.FacilityKRW }},
		{"insurance", func(c planner.OperatingCosts) []planner.KRW { return c.InsuranceKRW }},
		{"tax", func(c planner.OperatingCosts) []planner.KRW { return c.TaxKRW }},
	} {
		add(item.name, Running(i), of(item.of)...)
	}
	var rent, energy [][]planner.KRW
	for _, lease := range o.Leases {
		rent, energy = append(rent, lease.RentKRW), append(energy, lease.EnergyKRW)
	}
	add("rent", Leased, rent...)
	add("lease_energy", Running(12), energy...)
	return items
}

// Operation draws what running sites and leases takes by month, stacked by
// item, and above it the PUE of each site. Values are won by month and ratios.
func Operation(r planner.Result, l *locales.Locale) (Chart, error) {
	months := monthTexts(r.Months)
	c := charts.NewLine()
	c.SetGlobalOptions(base(
		opts.Tooltip{Trigger: "axis", Formatter: "@operationTip"},
		opts.Grid{Left: axisWidth(l), Right: "12", Top: "26", Height: "24%"},
		opts.Grid{Left: axisWidth(l), Right: "12", Top: "42%", Bottom: "26"},
	)...)
	pue := amountAxis("PUE", "@ratio", 0)
	pue.Scale, pue.SplitNumber = opts.Bool(true), 3
	c.SetGlobalOptions(
		charts.WithXAxisOpts(monthAxis(months, 0, false)), charts.WithYAxisOpts(pue),
		charts.WithAxisPointerOpts(&opts.AxisPointer{Link: []opts.AxisPointerLink{{XAxisIndex: []int{0, 1}}}}),
	)
	c.SetXAxis(months)
	c.ExtendXAxis(monthAxis(months, 1, true))
	c.ExtendYAxis(amountAxis(l.T("operation.by_month"), "@won", 1))
	chart := Chart{Name: "opex", Unit: l.WonUnit(), Of: "KRW", Height: 400, Label: operationLabel(r, l)}
	taken := names{}
	for i, site := range r.Operation.Sites {
		name := taken.of(l.Text(site.Title, site.Name)+" PUE", site.Name)
		data := make([]opts.LineData, len(months))
		for m := range data {
			data[m].Value = noValue
			if v := at(site.PUE, m); v > 0 {
				data[m].Value = math.Round(v*1e4) / 1e4
			}
		}
		addLine(c, name, Site(i), "solid", 2, data)
		chart.Legend = append(chart.Legend, Key{Title: name, Colour: Site(i), Mark: "solid", Series: []string{name}})
	}
	items := opexItems(r.Operation, len(months))
	bars := charts.NewBar()
	bars.SetXAxis(months)
	for _, item := range items {
		name := l.T("opex." + item.name)
		data := make([]opts.BarData, len(months))
		for m := range data {
			data[m].Value = item.krw[m]
		}
		fill, mark := item.colour.option(), "area"
		if item.colour == Leased {
			fill, mark = "@leased-hatch", "hatch"
		}
		bars.AddSeries(name, data,
			charts.WithBarChartOpts(opts.BarChart{Stack: "opex", XAxisIndex: 1, YAxisIndex: 1, BarCategoryGap: "12%"}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: fill}))
		chart.Legend = append(chart.Legend, Key{Title: name, Colour: item.colour, Mark: mark, Series: []string{name}})
	}
	c.Overlap(bars)
	option, err := marshal(c, chart.Name)
	chart.Option, chart.Table = option, operationTable(r, l, items)
	return chart, err
}

func operationLabel(r planner.Result, l *locales.Locale) string {
	n := len(r.Operation.Years)
	if n == 0 {
		return l.T("operation.chart")
	}
	y := r.Operation.Years[n-1]
	return l.T("operation.label", "year", y.Year, "total", l.WonProse(y.TotalKRW), "pue", l.Number(y.PUE, 2))
}

func operationTable(r planner.Result, l *locales.Locale, items []opexItem) Table {
	t := Table{Caption: l.T("operation.chart"), Columns: []Column{{Name: "month", Title: l.T("col.month"), Text: true}}}
	for _, site := range r.Operation.Sites {
		t.Columns = append(t.Columns, Column{Name: named("sites", site.Name, "pue"), Title: l.Text(site.Title, site.Name), Unit: "PUE"})
	}
	for _, item := range items {
		t.Columns = append(t.Columns, Column{Name: item.name + "_krw", Title: l.T("opex." + item.name), Unit: l.WonUnit()})
	}
	t.Columns = append(t.Columns, Column{Name: "total_krw", Title: l.T("col.total"), Unit: l.WonUnit()})
	for m, month := range r.Months {
		row := cells(month.String())
		for _, site := range r.Operation.Sites {
			pue := Cell{Text: "–"}
			if v := at(site.PUE, m); v > 0 {
				pue = Cell{Text: l.Number(v, 3), Value: v, Figure: "operation/" + site.Name + "/" + month.String() + "/pue"}
			}
			row = append(row, pue)
		}
		for _, item := range items {
			row = append(row, won(l, item.krw[m]))
		}
		total := won(l, at(r.Operation.TotalKRW, m))
		total.Figure = "operation/all/" + month.String() + "/total_krw"
		row = append(row, total)
		t.Rows = append(t.Rows, row)
	}
	return t
}
