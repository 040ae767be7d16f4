package planner

import (
	"slices"
	"sort"

	"buildout/planner/power"
)

// faults lists every limit that the racks and panels of a hall break; usable is
// what the hall may carry.
func (f *rackFloor) faults(l RackLayout, usable KW) []RackFinding {
	list := make([]RackFinding, 0)
	add := func(b RackFinding) { list = append(list, b) }
	asked := f.asksBothSides()
	var peak KW
	for i := range l.Racks {
		f.rackFaults(&l.Racks[i], asked, add)
		peak += l.Racks[i].PeakKW
	}
	for i := range l.Panels {
		panelFaults(&l.Panels[i], add)
	}
	if peak = rounded(peak); peak > usable {
		add(RackFinding{Code: HallOverUsable, Where: l.Hall, Found: float64(peak), Limit: float64(usable), Unit: unitKW})
	}
	if n := len(l.Racks); n > l.RackPositions {
		add(RackFinding{Code: PositionsOver, Where: l.Hall, Found: float64(n), Limit: float64(l.RackPositions), Unit: unitRacks})
	}
	return list
}

// asksBothSides reports whether the tier claimed keeps the load up while a path
// is taken out on purpose, which a rack on one side alone cannot.
func (f *rackFloor) asksBothSides() bool {
	return slices.Contains(tierOf(f.plan, f.ref, f.site.Tier).Survives, power.SurvivesPlanned)
}

func (f *rackFloor) rackFaults(r *RackState, bothSides bool, add func(RackFinding)) {
	worst, sides := 0, 1
	for i, feed := range r.Feeds {
		if feed.Side != r.Feeds[0].Side {
			sides = 2
		}
		if feed.AfterA/feed.LimitA > r.Feeds[worst].AfterA/r.Feeds[worst].LimitA {
			worst = i
		}
	}
	if feed := r.Feeds[worst]; power.Over(r.FailoverShare, 1) {
		add(RackFinding{Code: RackFeedOver, Where: r.Name, Found: feed.AfterA, Limit: feed.LimitA, Unit: unitAmps})
	}
	if bothSides && sides < 2 {
		add(RackFinding{Code: RackOneSided, Where: r.Name, Found: float64(sides), Limit: 2, Unit: unitSides})
	}
	if density := f.hall.DensityKWPerRack; float64(r.PeakKW) > density {
		add(RackFinding{Code: RackTooDense, Where: r.Name, Found: float64(r.PeakKW), Limit: density, Unit: unitKW})
	}
	if floor := f.hall.FloorLoadKGPerM2; floor > 0 && r.KGPerM2 > floor {
		add(RackFinding{Code: RackTooHeavy, Where: r.Name, Found: r.KGPerM2, Limit: floor, Unit: unitKGPerM2})
	}
}

func panelFaults(p *PanelState, add func(RackFinding)) {
	line := power.Lines(p.AfterA).Worst()
	if power.Over(p.AfterA[line], p.LimitA) {
		add(RackFinding{Code: PanelOver, Where: p.Name, Found: p.AfterA[line], Limit: p.LimitA, Unit: unitAmps})
	}
}

// rackFindings says, of each hall in which the plan places racks by name, which
// limits they break: one finding a limit, with the worst and how many there are.
// Racks do not leave, so that all of them together are the worst month.
func rackFindings(plan Plan, ref Reference, add func(Finding)) {
	for i := range plan.Sites {
		s := &plan.Sites[i]
		for p := range s.Phases {
			for h := range s.Phases[p].Halls {
				if hall := &s.Phases[p].Halls[h]; len(hall.Racks) > 0 {
					f := floorOf(plan, ref, s, hall)
					f.findings(add)
				}
			}
		}
	}
}

// rackSeverity ranks the limits that racks the plan places are held against.
var rackSeverity = []struct {
	code     RackLimit
	severity Severity
}{
	{RackFeedOver, SeverityError}, {PanelOver, SeverityError}, {RackTooDense, SeverityError}, {RackTooHeavy, SeverityError},
	{RackOneSided, SeverityNotice},
}

func (f *rackFloor) findings(add func(Finding)) {
	last := Month(0)
	for i := range f.hall.Racks {
		last = max(last, f.hall.Racks[i].From)
	}
	layout := f.lay(f.placed(last))
	found := map[RackLimit]*Finding{}
	asked := f.asksBothSides()
	for i := range layout.Racks {
		r := &layout.Racks[i]
		f.rackFaults(r, asked, func(b RackFinding) {
			var title Text
			if b.Code == RackTooDense || b.Code == RackTooHeavy {
				b.Where, title = r.RackType, f.rackType(r.RackType).Title
			}
			note(found, b, r.From, title)
		})
	}
	for i := range layout.Panels {
		panelFaults(&layout.Panels[i], func(b RackFinding) { note(found, b, last, Text{}) })
	}
	for _, limit := range rackSeverity {
		b := found[limit.code]
		if b == nil {
			continue
		}
		if limit.code == PanelOver {
			b.Month = f.panelOverFrom()
		}
		b.Severity, b.Where = limit.severity, "sites/"+f.site.Name+"/halls/"+f.hall.Name
		add(*b)
	}
}

// note keeps the worst that breaks a limit, how many do, and since when.
func note(found map[RackLimit]*Finding, b RackFinding, from Month, title Text) {
	worst := found[b.Code]
	if worst == nil {
		worst = &Finding{Code: string(b.Code), Month: from, Unit: b.Unit, Limit: b.Limit}
		found[b.Code] = worst
	}
	worst.Count++
	worst.Month = min(worst.Month, from)
	if b.Found/b.Limit > worst.Found/worst.Limit {
		worst.Found, worst.Limit, worst.Subject, worst.Title = b.Found, b.Limit, b.Where, title
	}
}

// panelOverFrom returns the first month in which a panel is over its limit,
// where one is.
func (f *rackFloor) panelOverFrom() Month {
	var months []Month
	for i := range f.hall.Racks {
		months = append(months, f.hall.Racks[i].From)
	}
	slices.Sort(months)
	months = slices.Compact(months)
	return months[sort.Search(len(months)-1, func(i int) bool {
		over := false
		layout := f.lay(f.placed(months[i]))
		for j := range layout.Panels {
			panelFaults(&layout.Panels[j], func(RackFinding) { over = true })
		}
		return over
	})]
}
