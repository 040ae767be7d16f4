package pages

import (
	"slices"

	"buildout/planner"
	"buildout/web/charts"
	"buildout/web/locales"
)

// headroomTable is what every hall has left in a month: in kW and in racks of
// each type.
func headroomTable(l *locales.Locale, row PlanRow, month planner.Month, types map[string]planner.Text) charts.Table {
	r := row.Result
	t := charts.Table{Caption: l.T("headroom.title", "month", l.MonthProse(month)), Columns: []charts.Column{
		{Title: l.T("col.hall"), Text: true}, {Title: l.T("col.usable"), Unit: "kW"}, {Title: l.T("col.used"), Unit: "kW"},
		{Title: l.T("col.reserved"), Unit: "kW"}, {Title: l.T("col.headroom"), Unit: "kW"}, {Title: l.T("col.stranded"), Unit: "kW"},
		{Title: l.T("col.strands"), Text: true}, {Title: l.T("col.cause"), Text: true},
	}}
	names := rackTypeNames(r)
	for _, name := range names {
		t.Columns = append(t.Columns, charts.Column{Title: l.Text(types[name], name), Unit: l.T("unit.racks")})
	}
	at := slices.Index(r.Months, month)
	for i, site := range r.Sites {
		was := siteResult(savedResult(row), site.Name)
		for _, hall := range site.Halls {
			t.Rows = append(t.Rows, hallHeadroom(l, charts.Site(i), l.Text(site.Title, site.Name), hall, hallResult(was, hall.Name), at, names))
		}
	}
	return t
}

func hallHeadroom(l *locales.Locale, hue charts.Colour, site string, hall, was planner.HallResult, at int, types []string) []charts.Cell {
	row := []charts.Cell{{Text: site + " · " + hall.Name, Swatch: hue}}
	if energised := valueAt(hall.BindingByMonth, at); energised == "" && valueAt(hall.UsableITKW, at) == 0 {
		row = append(row, charts.Cell{Text: l.T("headroom.dark", "month", l.Month(hall.Energised)), Class: "quiet"})
		for range 6 + len(types) {
			row = append(row, charts.Cell{})
		}
		return row
	}
	for _, kw := range []struct{ now, saved []planner.KW }{
		{hall.UsableITKW, was.UsableITKW}, {hall.UsedITKW, was.UsedITKW}, {hall.ReservedITKW, was.ReservedITKW},
		{hall.HeadroomITKW, was.HeadroomITKW}, {hall.StrandedITKW, was.StrandedITKW},
	} {
		c := compared(l, l.KW(valueAt(kw.now, at)), l.KW(valueAt(kw.saved, at)))
		if valueAt(kw.now, at) < 0 {
			c = over(c)
		}
		row = append(row, c)
	}
	strands := cell("–")
	if valueAt(hall.StrandedITKW, at) > 0 {
		strands.Text = l.T("headroom.positions")
	}
	row = append(row, strands, cell(l.Binding(valueAt(hall.BindingByMonth, at))))
	for _, name := range types {
		row = append(row, compared(l, l.Int(racksAt(hall, name, at)), l.Int(racksAt(was, name, at))))
	}
	return row
}

// compared is a cell with the stored plan's text beneath it where that differs.
func compared(l *locales.Locale, text, saved string) charts.Cell {
	if text == saved {
		return cell(text)
	}
	return charts.Cell{Text: text, Small: l.T("change.was", "value", saved)}
}

// rackTypeNames lists the rack types that headroom is counted in.
func rackTypeNames(r planner.Result) []string {
	var names []string
	for _, site := range r.Sites {
		for _, hall := range site.Halls {
			for _, t := range hall.HeadroomRacks {
				if !slices.Contains(names, t.RackType) {
					names = append(names, t.RackType)
				}
			}
		}
	}
	return names
}

func racksAt(hall planner.HallResult, rackType string, at int) int {
	for _, t := range hall.HeadroomRacks {
		if t.RackType == rackType {
			return valueAt(t.Racks, at)
		}
	}
	return 0
}

// valueAt is a value of a series, and none where the series has none there.
func valueAt[T any](series []T, at int) (value T) {
	if at >= 0 && at < len(series) {
		return series[at]
	}
	return value
}

// monthChoices lists the months of a result, the chosen one marked.
func monthChoices(r planner.Result, chosen planner.Month) []choice {
	choices := make([]choice, len(r.Months))
	for i, m := range r.Months {
		choices[i] = choice{Name: m.String(), Title: m.String(), Current: m == chosen}
	}
	return choices
}
