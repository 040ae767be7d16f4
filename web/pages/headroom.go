package pages

import (
	"slices"

	"buildout/planner"
	"buildout/planner/power"
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

// stageHeadroomTable is what is left at every stage in a month: of the plant a
// site's halls share, then of each hall's own.
func stageHeadroomTable(l *locales.Locale, row PlanRow, month planner.Month) charts.Table {
	r := row.Result
	t := charts.Table{Caption: l.T("headroom.by_stage", "month", l.MonthProse(month)), Columns: []charts.Column{{Title: l.T("col.place"), Text: true}}}
	kinds := kindsOf(r)
	for _, kind := range kinds {
		t.Columns = append(t.Columns, charts.Column{Title: l.Kind(kind), Unit: l.T("headroom.it")})
	}
	at := slices.Index(r.Months, month)
	for i, site := range r.Sites {
		was := siteResult(savedResult(row), site.Name)
		head := charts.Cell{Text: l.Text(site.Title, site.Name), Swatch: charts.Site(i), Class: "strong"}
		t.Rows = append(t.Rows, append([]charts.Cell{head}, leftAt(l, kinds, site.Stages, was.Stages, at)...))
		for _, hall := range site.Halls {
			cells := leftAt(l, kinds, hall.Stages, hallResult(was, hall.Name).Stages, at)
			t.Rows = append(t.Rows, append([]charts.Cell{{Text: hall.Name, Class: "inner"}}, cells...))
		}
	}
	return t
}

// kindsOf lists the kinds of stage that a result has, from the grid inwards.
func kindsOf(r planner.Result) []power.Kind {
	var kinds []power.Kind
	for _, kind := range append([]power.Kind{power.Feed}, power.Kinds...) {
		has := func(stages []planner.StageResult) bool { return stageOf(stages, kind).Kind == kind }
		if slices.ContainsFunc(r.Sites, func(s planner.SiteResult) bool {
			return has(s.Stages) || slices.ContainsFunc(s.Halls, func(h planner.HallResult) bool { return has(h.Stages) })
		}) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// leftAt is a cell for each kind: kW of IT load left there, or nothing.
func leftAt(l *locales.Locale, kinds []power.Kind, stages, saved []planner.StageResult, at int) []charts.Cell {
	cells := make([]charts.Cell, len(kinds))
	for i, kind := range kinds {
		s := stageOf(stages, kind)
		if s.Kind != kind {
			continue
		}
		kw := valueAt(s.HeadroomITKW, at)
		cells[i] = compared(l, l.KW(kw), l.KW(valueAt(stageOf(saved, kind).HeadroomITKW, at)))
		if kw < 0 {
			cells[i] = over(cells[i])
		}
	}
	return cells
}

// compared is a cell with the stored plan's text beneath it where that differs.
func compared(l *locales.Locale, text, saved string) charts.Cell {
	return charts.Compared(l, cell(text), cell(saved))
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
