package pages

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

func cell(text string) charts.Cell { return charts.Cell{Text: text} }

func over(c charts.Cell) charts.Cell {
	c.Class, c.Mark = "over", "▲"
	return c
}

// sitesTable is every site with its halls beneath it, and the leases.
func sitesTable(l *locales.Locale, r planner.Result) charts.Table {
	t := charts.Table{Caption: l.T("sites.title"), Columns: []charts.Column{
		{Title: l.T("col.place"), Text: true}, {Title: l.T("col.phase"), Text: true},
		{Title: l.T("col.energised")},
		{Title: l.T("col.installed"), Unit: "kW"}, {Title: l.T("col.usable"), Unit: "kW"},
		{Title: l.T("col.positions")}, {Title: l.T("col.placed")}, {Title: l.T("col.pue")},
		{Title: l.T("col.binding"), Text: true}, {Title: l.T("col.tier_both"), Text: true},
	}}
	below := belowTier(r)
	for i, site := range r.Sites {
		name := charts.Cell{Text: l.Text(site.Title, site.Name), Swatch: charts.Site(i), Class: "strong"}
		t.Rows = append(t.Rows, []charts.Cell{
			name, {}, cell(l.Month(site.Energised)),
			cell(l.KW(last(site.InstalledITKW))), cell(l.KW(last(site.UsableITKW))),
			cell(l.Int(lastInt(site.RackPositions))), {}, cell(l.Number(site.PeakPUE, 2)),
			cell(l.Binding(site.Binding)), tierCell(l, site.TierClaimed, site.TierAchieved, site.TierMet, below, site.Name),
		})
		for _, hall := range site.Halls {
			t.Rows = append(t.Rows, []charts.Cell{
				{Text: hall.Name, Class: "inner"}, cell(hall.Phase), cell(l.Month(hall.Energised)),
				cell(l.KW(hall.InstalledITKW)), cell(l.KW(last(hall.UsableITKW))),
				cell(l.Int(hall.RackPositions)), cell(l.Int(hall.PlacedRacks)), {},
				cell(l.Binding(hall.Binding)), tierCell(l, hall.TierClaimed, hall.TierAchieved, hall.TierMet, below, hall.Name),
			})
		}
	}
	for _, lease := range r.Leases {
		name := charts.Cell{Text: l.Text(lease.Title, lease.Name), Swatch: charts.Leased, Class: "strong"}
		t.Rows = append(t.Rows, []charts.Cell{name, {}, {}, {}, cell(l.KW(last(lease.UsableITKW))), {}, {}, {}, {}, {}})
	}
	return t
}

// tierCell is the tier achieved over the tier claimed, and the stages of a place
// that fall below what that asks.
func tierCell(l *locales.Locale, claimed, achieved string, met bool, below []stageFault, place string) charts.Cell {
	c := cell(tierName(l, achieved) + " / " + claimed)
	if !met {
		c = over(c)
	}
	var faults []string
	for _, f := range below {
		if f.place == place {
			faults = append(faults, l.Kind(f.stage.Kind)+" "+f.stage.Arrangement.String()+" < "+f.stage.TierAsks.String())
		}
	}
	c.Small = strings.Join(faults, ", ")
	return c
}

func yearsTable(l *locales.Locale, r planner.Result) charts.Table {
	unit := l.WonUnit()
	t := charts.Table{Caption: l.T("years.title"), Columns: []charts.Column{
		{Title: l.T("col.year"), Text: true},
		{Title: l.T("col.ceiling"), Unit: unit}, {Title: l.T("col.carried"), Unit: unit},
		{Title: l.T("col.paid"), Unit: unit}, {Title: l.T("col.left"), Unit: unit}, {Title: l.T("col.committed"), Unit: unit},
	}}
	for _, y := range r.Budget.Years {
		ceiling, carried, left := cell("–"), cell("–"), cell("–")
		if y.HasCeiling {
			ceiling, carried, left = cell(l.Won(y.CeilingKRW)), cell(l.Won(y.CarriedKRW)), cell(l.Won(y.LeftKRW))
			if y.LeftKRW < 0 {
				left = over(left)
			}
		}
		t.Rows = append(t.Rows, []charts.Cell{cell(strconv.Itoa(y.Year)), ceiling, carried, cell(l.Won(y.PaidKRW)), left, cell(l.Won(y.CommittedKRW))})
	}
	return t
}

func groupsTable(l *locales.Locale, r planner.Result) charts.Table {
	unit := l.WonUnit()
	t := charts.Table{Caption: l.T("groups.title"), Columns: []charts.Column{
		{Title: l.T("col.group"), Text: true}, {Title: l.T("col.covered"), Unit: unit}, {Title: l.T("col.outside"), Unit: unit},
	}}
	for i, g := range r.Budget.Groups {
		if g.AmountKRW == 0 && g.OutsideKRW == 0 {
			continue
		}
		t.Rows = append(t.Rows, []charts.Cell{
			{Text: l.Text(g.Title, g.Code), Swatch: charts.Group(i)}, cell(l.Won(g.AmountKRW)), cell(l.Won(g.OutsideKRW)),
		})
	}
	forecast := cell(l.Won(r.Budget.ForecastKRW))
	if r.Budget.VarianceKRW < 0 {
		forecast = over(forecast)
	}
	t.Foot = []charts.Cell{cell(l.T("col.total")), forecast, cell(l.Won(r.Budget.OutsideKRW))}
	return t
}

// ordersTable is what must be ordered, the most urgent first.
func ordersTable(l *locales.Locale, r planner.Result) charts.Table {
	t := charts.Table{Caption: l.T("orders.title"), Columns: []charts.Column{
		{Title: l.T("col.order_by")}, {Title: l.T("col.equipment"), Text: true}, {Title: l.T("col.site"), Text: true}, {Title: l.T("col.phase"), Text: true},
		{Title: l.T("col.lead"), Unit: l.T("unit.months")}, {Title: l.T("col.needed")}, {Title: l.T("col.commits"), Unit: l.WonUnit()},
	}}
	hues := charts.Swatches(r)
	orders := slices.SortedStableFunc(slices.Values(r.Orders), func(a, b planner.Order) int { return cmp.Compare(a.OrderBy, b.OrderBy) })
	for _, o := range orders {
		t.Rows = append(t.Rows, []charts.Cell{
			cell(l.Month(o.OrderBy)), cell(l.Text(o.Title, o.LeadTime)),
			{Text: l.Place(r, o.Site), Swatch: hues[o.Site]}, cell(o.Phase),
			cell(l.Int(o.LeadTimeMonths)), cell(l.Month(o.Needed)), cell(l.Won(o.AmountKRW)),
		})
	}
	return t
}

func benchmarksTable(l *locales.Locale, r planner.Result) charts.Table {
	t := charts.Table{Caption: l.T("benchmarks.title"), Columns: []charts.Column{
		{Title: l.T("col.figure"), Text: true}, {Title: l.T("col.where"), Text: true},
		{Title: l.T("col.found")}, {Title: l.T("col.low")}, {Title: l.T("col.high")}, {Title: l.T("col.unit"), Text: true},
		{Title: l.T("col.verdict"), Text: true}, {Title: l.T("col.source"), Text: true},
	}}
	hues := charts.Swatches(r)
	for _, b := range r.Checks {
		decimals := 0
		if b.High < 1000 {
			decimals = 2
		}
		verdict := charts.Cell{Text: l.T("benchmarks.inside"), Class: "fine", Mark: "✓"}
		if !b.Inside {
			verdict = charts.Cell{Text: l.T("benchmarks.outside"), Class: "near", Mark: "▲"}
		}
		t.Rows = append(t.Rows, []charts.Cell{
			cell(l.Text(b.Title, b.Name)), {Text: l.Place(r, b.Site), Swatch: hues[b.Site]},
			{Text: l.Number(b.Found, decimals), Figure: figurePath("benchmarks", b.Name, b.Site)}, cell(l.Number(b.Low, decimals)), cell(l.Number(b.High, decimals)), cell(l.Name("unit", b.Unit)),
			verdict, {Text: b.Source, Class: "quiet words"},
		})
	}
	return t
}

func lastInt(n []int) int {
	if len(n) == 0 {
		return 0
	}
	return n[len(n)-1]
}
