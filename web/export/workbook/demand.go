package workbook

import (
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// demandCells is what must be powered by month of the horizon.
type demandCells struct {
	racks, peak, average, priority1 []formula.Num
	services                        []serviceCells // in the order of the plan
}

// serviceCells is the demand of a service.
type serviceCells struct {
	racks, peak, average []formula.Num
	rackPeak             formula.Num // kW of a rack
	rackAverage          formula.Num
}

// The columns of the sheets Demand, Placement and Capacity by month.
const (
	planningWhat = iota + 1
	planningWhere
	planningUnit
	planningNumber
	planningGrid
)

// planningSheet opens a sheet with the months of the horizon at its head.
func (b *book) planningSheet(key string) (s *sheet, months []formula.Num) {
	s = b.sheet(key)
	s.grid, s.head, s.side = planningGrid, 4, planningWhere
	s.widths[planningWhat], s.widths[planningWhere], s.widths[planningUnit] = 34, 22, 9
	s.text(1, 1, s.name, style{plain, title})
	for col, key := range []string{"what", "where", "unit", "number"} {
		s.text(3, col+1, b.Locale.T("workbook.planning."+key), style{plain, heading})
	}
	return s, s.months(3, b.horizon())
}

// band writes the heading of a block of rows.
func (b *book) band(s *sheet, row int, key string) {
	s.text(row, planningWhat, b.Locale.T("workbook.planning."+key), style{plain, heading})
}

// side writes what stands before the months of a row.
func (s *sheet) named(row int, what, where, unit string) {
	s.text(row, planningWhat, what, style{plain, label})
	if where != "" {
		s.text(row, planningWhere, where, style{plain, label})
	}
	s.text(row, planningUnit, unit, style{plain, note})
}

// series puts a number for each month of the grid and returns references.
func (s *sheet) series(row, n int, style style, of func(k int) formula.Num) []formula.Num {
	list := make([]formula.Num, n)
	for k := range list {
		list[k] = s.put(row, s.grid+k, of(k), style)
	}
	return list
}

// layDemand lays the racks and kW of services.
func (b *book) layDemand() {
	s, months := b.planningSheet("demand")
	list := b.Plan.Demand.Services
	n := len(months)
	b.demand.services = make([]serviceCells, len(list))
	blocks := [4]int{}
	for i := range blocks {
		blocks[i] = 6 + i*(len(list)+3)
	}
	steps := blocks[3] + 1
	b.band(s, blocks[0], "racks")
	b.band(s, blocks[1], "peak")
	b.band(s, blocks[2], "average")
	for i := range list {
		v, c := &list[i], &b.demand.services[i]
		row, what := i+1, b.Locale.Text(v.Title, v.Name)
		c.rackPeak, c.rackAverage = b.rackKW(s, blocks[1]+row, v.RackType, "peak_kw"), b.rackKW(s, blocks[2]+row, v.RackType, "average_kw")
		grown := b.growthOf(s, &steps, v)
		s.named(blocks[0]+row, what, "", b.Locale.T("workbook.planning.unit_racks"))
		c.racks = s.series(blocks[0]+row, n, style{whole, derived}, func(k int) formula.Num { return grown(months[k]) })
		s.named(blocks[1]+row, what, v.RackType, "kW")
		c.peak = s.series(blocks[1]+row, n, style{kw, derived}, func(k int) formula.Num { return formula.Thousandths(c.racks[k].Times(c.rackPeak)) })
		s.named(blocks[2]+row, what, v.RackType, "kW")
		c.average = s.series(blocks[2]+row, n, style{kw, derived}, func(k int) formula.Num { return formula.Thousandths(c.racks[k].Times(c.rackAverage)) })
	}
	b.layDemandTotals(s, blocks)
	b.checkDemand()
}

// layDemandTotals lays what all services need together.
func (b *book) layDemandTotals(s *sheet, blocks [4]int) {
	d, n := &b.demand, len(b.horizon())
	last := len(d.services) + 1
	sum := func(row int, key, unit string, format format, of func(c *serviceCells) []formula.Num, only func(i int) bool) []formula.Num {
		s.named(row, b.Locale.T("workbook.planning."+key), "", unit)
		return s.series(row, n, style{format, total}, func(k int) formula.Num {
			var list []formula.Num
			for i := range d.services {
				if only(i) {
					list = append(list, of(&d.services[i])[k])
				}
			}
			return chain(list...)
		})
	}
	all := func(int) bool { return true }
	first := func(i int) bool { return b.Plan.Demand.Services[i].Priority == 1 }
	d.racks = sum(blocks[0]+last, "racks_total", b.Locale.T("workbook.planning.unit_racks"), whole, func(c *serviceCells) []formula.Num { return c.racks }, all)
	d.peak = sum(blocks[1]+last, "peak_total", "kW", kw, func(c *serviceCells) []formula.Num { return c.peak }, all)
	d.average = sum(blocks[2]+last, "average_total", "kW", kw, func(c *serviceCells) []formula.Num { return c.average }, all)
	d.priority1 = sum(blocks[1]+last+1, "priority_1", "kW", kw, func(c *serviceCells) []formula.Num { return c.peak }, first)
}

// chain sums numbers one after another, as the program does.
func chain(list ...formula.Num) formula.Num {
	if len(list) == 0 {
		return formula.Of(0)
	}
	sum := list[0]
	for _, v := range list[1:] {
		sum = sum.Plus(v)
	}
	return sum
}

// rackKW puts the kW of a rack of a type before the months of a row. The peak
// decides which halls take it; racks placed by name are reckoned as exported.
func (b *book) rackKW(s *sheet, row int, rackType, key string) formula.Num {
	name := "rack_types." + rackType + "." + key
	n := b.in.value(name)
	if v, ok := b.in.values[name]; ok && v.Editable != "" && (key == "peak_kw" || b.isPlacedByName(rackType)) {
		b.in.design(v.Editable)
	}
	return s.put(row, planningNumber, n, style{decimal, derived})
}

func (b *book) isPlacedByName(rackType string) bool {
	for _, n := range b.w.Racks.Named {
		if n.RackType == rackType {
			return true
		}
	}
	return false
}

// growthOf returns how many racks a service needs in a month, after the formulas
// of planner.Growth. The steps of a table are laid below everything else.
func (b *book) growthOf(s *sheet, steps *int, v *planner.Service) func(m formula.Num) formula.Num {
	at := "demand/services/" + planner.PathName(v.Name) + "/racks"
	in := func(name string) formula.Num { return b.in.plan(at + "/" + name) }
	zero := formula.Of(0)
	switch g := &v.Racks; {
	case g.Line != nil:
		from, to, racks, most := in("line/from"), in("line/to"), in("line/racks"), in("line/to_racks")
		return func(m formula.Num) formula.Num {
			share := m.Minus(from).Over(to.Minus(from))
			between := wholeRacks(racks.Plus(most.Minus(racks).Times(share)))
			return formula.If(m.Less(from), zero, formula.If(m.AtLeast(to), most, between))
		}
	case g.Compound != nil:
		from, racks, rate := in("compound/from"), in("compound/racks"), in("compound/rate_per_year")
		return func(m formula.Num) formula.Num {
			years := m.Minus(from).Over(formula.Of(12))
			return formula.If(m.Less(from), zero, wholeRacks(racks.Times(formula.Power(formula.Of(1).Plus(rate), years))))
		}
	case g.Logistic != nil:
		from, racks, most := in("logistic/from"), in("logistic/racks"), in("logistic/ceiling_racks")
		middle, rate := in("logistic/middle"), in("logistic/rate_per_year")
		return func(m formula.Num) formula.Num {
			power := formula.Min(zero.Minus(rate).Times(m.Minus(middle)).Over(formula.Of(12)), formula.Of(mostPower))
			grown := racks.Plus(most.Minus(racks).Over(formula.Of(1).Plus(formula.Exp(power))))
			return formula.If(m.Less(from), zero, wholeRacks(grown))
		}
	}
	return b.tableOf(s, steps, at, v)
}

// mostPower is above what makes any number of racks nothing, and below what
// spreadsheets can take e to the power of.
const mostPower = 700

// tableOf lays the steps of a table and returns the one that holds in a month.
func (b *book) tableOf(s *sheet, steps *int, at string, v *planner.Service) func(m formula.Num) formula.Num {
	if len(v.Racks.Table) == 0 {
		return func(formula.Num) formula.Num { return formula.Of(0) }
	}
	b.band(s, *steps, "steps")
	for col, key := range []string{"step_from", "step_month", "step_racks"} {
		s.text(*steps, planningWhere+col, b.Locale.T("workbook.planning."+key), style{plain, heading})
	}
	first := *steps + 1
	for i := range v.Racks.Table {
		row, point := first+i, at+"/table/"+strconv.Itoa(i)
		from := b.in.plan(point + "/month")
		s.text(row, planningWhat, b.Locale.Text(v.Title, v.Name), style{plain, label})
		s.putMonth(row, planningWhere, from, derived)
		s.put(row, planningUnit, from, style{whole, note})
		s.put(row, planningNumber, b.in.plan(point+"/racks"), style{whole, derived})
	}
	*steps = first + len(v.Racks.Table) + 1
	months, racks := s.column(planningUnit, first, *steps-2), s.column(planningNumber, first, *steps-2)
	return func(m formula.Num) formula.Num { return racks.StepAt(months, m) }
}

// wholeRacks rounds racks up to a whole number, but for the error of the
// arithmetic, and stops at the most a plan may have.
func wholeRacks(racks formula.Num) formula.Num {
	return formula.Ceil(formula.Min(racks.Minus(formula.Of(1e-9)), formula.Of(planner.MostRacks)))
}

// checkDemand holds the sheet Demand against the program.
func (b *book) checkDemand() {
	d, r := &b.demand, &b.Result.Demand
	for i := range d.services {
		v := &r.Services[i]
		name := b.subject(v.Title, v.Name)
		b.agrees("demand_racks", name, whole, d.services[i].racks, floats(v.Racks))
		b.nears("demand_peak", name, kw, d.services[i].peak, floats(v.PeakKW), nearKW)
		b.nears("demand_average", name, kw, d.services[i].average, floats(v.AverageKW), nearKW)
	}
	b.agrees("demand_racks", "", whole, d.racks, floats(r.Racks))
	b.nears("demand_peak", "", kw, d.peak, floats(r.PeakKW), nearKW)
	b.nears("demand_average", "", kw, d.average, floats(r.AverageKW), nearKW)
	b.nears("demand_priority_1", "", kw, d.priority1, floats(r.Priority1KW), nearKW)
}

// nearKW is by how many kW figures may differ that are sums of rounded ones.
const nearKW = 1e-6

// subject names what a check is of: by its title, and its name, which no other
// of its kind has.
func (b *book) subject(title planner.Text, name string) string {
	if text := b.Locale.Text(title, name); text != name {
		return text + " (" + name + ")"
	}
	return name
}
