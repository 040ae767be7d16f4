package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// placementCells is where racks stand by month of the horizon.
type placementCells struct {
	halls                       [][]placedCells // by site and hall
	outsideRacks                []formula.Num   // racks that find no room in the sites
	outsidePeak, outsideAverage []formula.Num   // kW of the same
	exported                    bool            // whether it stands as exported, as its steps are too many to write out
}

// placedCells is what a hall has by month.
type placedCells struct {
	used, reserved, average, headroom []formula.Num // kW
	racks                             []formula.Num // positions used or reserved
}

// mostPlacing is the most cells in which racks are placed step by step.
const mostPlacing = 600_000

// layPlacement lays the placement of racks in halls: what halls have in the end
// above, the steps to it below.
func (b *book) layPlacement() {
	s, months := b.planningSheet("placement")
	p := &placing{b: b, s: s, n: len(months), single: len(b.Plan.Sites) == 1}
	for i, halls := range b.w.Racks.Halls {
		b.placement.halls = append(b.placement.halls, make([]placedCells, len(halls)))
		for j := range halls {
			p.halls = append(p.halls, placingHall{site: i, hall: j, facts: &halls[j], usable: b.states[i].halls[j].usable})
		}
	}
	p.below = p.resultRow(len(placedParts), 0) + 4
	b.placement.exported = p.cells() > mostPlacing
	if b.placement.exported {
		s.text(2, 1, b.Locale.T("workbook.planning.exported"), style{plain, note})
		p.layExported()
	} else {
		p.layRoom()
		for _, service := range b.w.Racks.Order {
			p.place(service)
		}
		p.layResults()
	}
	b.checkPlacement()
}

// placedPart is a figure of halls by month: of the steps, and as the program has
// it.
type placedPart struct {
	key    string
	style  style
	of     func(h *placingHall, k int, so placedCells) formula.Num
	engine func(h *planner.HallResult) []float64
	cells  func(c *placedCells) *[]formula.Num
}

// placedParts are the figures of halls, each after those it is made of.
var placedParts = []placedPart{
	{"used", style{kw, derived}, func(h *placingHall, k int, _ placedCells) formula.Num {
		return formula.Thousandths(h.live(k, subtract(h.usable[k], h.reserved[k]).Minus(h.kw[k]), h.here[k]))
	}, func(h *planner.HallResult) []float64 { return floats(h.UsedITKW) }, func(c *placedCells) *[]formula.Num { return &c.used }},
	{"reserved", style{kw, derived}, func(h *placingHall, k int, _ placedCells) formula.Num {
		if h.facts.Plain() {
			return formula.Of(0)
		}
		return formula.Thousandths(h.reserved[k])
	}, func(h *planner.HallResult) []float64 { return floats(h.ReservedITKW) }, func(c *placedCells) *[]formula.Num { return &c.reserved }},
	{"headroom", style{kw, derived}, func(h *placingHall, k int, so placedCells) formula.Num {
		return formula.Thousandths(h.live(k, h.kw[k], formula.Of(0).Minus(so.used[k])))
	}, func(h *planner.HallResult) []float64 { return floats(h.HeadroomITKW) }, func(c *placedCells) *[]formula.Num { return &c.headroom }},
	{"average_hall", style{kw, derived}, func(h *placingHall, k int, _ placedCells) formula.Num {
		return formula.Thousandths(h.live(k, h.average[k], formula.Of(0)))
	}, func(h *planner.HallResult) []float64 { return floats(h.AverageITKW) }, func(c *placedCells) *[]formula.Num { return &c.average }},
	{"taken", style{whole, derived}, func(h *placingHall, k int, _ placedCells) formula.Num {
		return h.live(k, h.all.Minus(h.positions[k]), formula.Of(0))
	}, func(h *planner.HallResult) []float64 { return floats(h.UsedRacks) }, func(c *placedCells) *[]formula.Num { return &c.racks }},
}

// live is a where the hall carries load in a month and none where it does not;
// a alone where both are alike then, as nothing is placed by name or reserved.
func (h *placingHall) live(k int, a, none formula.Num) formula.Num {
	if h.facts.Plain() {
		return a
	}
	return formula.If(h.usable[k].Is(formula.Of(0)), none, a)
}

// resultRow is the row of a hall in the block of a figure.
func (p *placing) resultRow(part, hall int) int { return 7 + part*(len(p.halls)+2) + hall }

// layResults lays what halls have in the end.
func (p *placing) layResults() {
	p.eachResult(func(part *placedPart, h *placingHall, row int) []formula.Num {
		so := p.b.placement.halls[h.site][h.hall]
		return p.s.series(row, p.n, part.style, func(k int) formula.Num { return part.of(h, k, so) })
	})
	peak, average, racks := p.always(formula.Of(0)), p.always(formula.Of(0)), p.always(formula.Of(0))
	for _, out := range p.noRoom {
		c := &p.b.demand.services[out.service]
		for k := range out.racks {
			racks[k] = add(racks[k], out.racks[k])
			peak[k] = add(peak[k], out.racks[k].Times(c.rackPeak))
			average[k] = add(average[k], out.racks[k].Times(c.rackAverage))
		}
	}
	p.layOutside(racks, peak, average, derived)
}

// layExported writes what the program says halls have in the end.
func (p *placing) layExported() {
	p.eachResult(func(part *placedPart, h *placingHall, row int) []formula.Num {
		v := part.engine(&p.b.Result.Sites[h.site].Halls[h.hall])
		return p.s.series(row, p.n, style{part.style.format, fixed}, func(k int) formula.Num { return formula.Of(v[k]) })
	})
	w := &p.b.w.Racks
	of := func(v []float64) []formula.Num { return p.each(func(k int) formula.Num { return formula.Of(v[k]) }) }
	p.layOutside(of(floats(w.OutsideRacks)), of(floats(w.OutsidePeakKW)), of(floats(w.OutsideAverageKW)), fixed)
}

func (p *placing) eachResult(lay func(part *placedPart, h *placingHall, row int) []formula.Num) {
	for i := range placedParts {
		part := &placedParts[i]
		p.b.band(p.s, p.resultRow(i, 0)-1, part.key)
		unit := "kW"
		if part.style.format == whole {
			unit = p.unitPositions()
		}
		for j := range p.halls {
			h, row := &p.halls[j], p.resultRow(i, j)
			p.s.named(row, p.b.siteTitle(h.site), p.hallName(h), unit)
			*part.cells(&p.b.placement.halls[h.site][h.hall]) = lay(part, h, row)
		}
	}
}

// layOutside lays what finds no room in the sites.
func (p *placing) layOutside(racks, peak, average []formula.Num, role role) {
	row := p.resultRow(len(placedParts), 0)
	p.b.band(p.s, row-1, "outside")
	lay := func(i int, key, unit string, format format, list []formula.Num) []formula.Num {
		p.s.named(row+i, p.b.Locale.T("workbook.planning."+key), "", unit)
		return p.s.series(row+i, p.n, style{format, role}, func(k int) formula.Num { return list[k] })
	}
	c := &p.b.placement
	c.outsideRacks = lay(0, "outside_racks", p.unitRacks(), whole, racks)
	c.outsidePeak = lay(1, "outside_peak", "kW", kw, peak)
	c.outsideAverage = lay(2, "outside_average", "kW", kw, average)
}

// checkPlacement holds the sheet Placement against the program.
func (b *book) checkPlacement() {
	for i := range b.placement.halls {
		site := &b.Result.Sites[i]
		for j := range b.placement.halls[i] {
			name := b.subject(site.Title, site.Name) + " " + site.Halls[j].Name
			for _, part := range placedParts {
				b.nears("placed_"+part.key, name, part.style.format, *part.cells(&b.placement.halls[i][j]), part.engine(&site.Halls[j]), nearKW)
			}
		}
	}
	w, c := &b.w.Racks, &b.placement
	b.agrees("outside_racks", "", whole, c.outsideRacks, floats(w.OutsideRacks))
	b.nears("outside_peak", "", kw, c.outsidePeak, floats(w.OutsidePeakKW), nearKW)
	b.nears("outside_average", "", kw, c.outsideAverage, floats(w.OutsideAverageKW), nearKW)
	if c.exported {
		b.agrees("placement_exported", "", whole, b.demand.racks, floats(b.Result.Demand.Racks))
	}
}
