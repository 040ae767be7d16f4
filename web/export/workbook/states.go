package workbook

import (
	"buildout/planner/formula"
	"buildout/planner/power"
)

// siteCells is what a site may carry by month of the horizon.
type siteCells struct {
	usable     []formula.Num
	installed  []formula.Num
	positions  []formula.Num
	contracted []formula.Num // kW that the grid feeds may carry
	fixed      drawCells     // draw at no IT load
	halls      []hallCells
}

// drawCells is a power.Draw by month of the horizon.
type drawCells struct{ grid, chillers, heat []formula.Num }

// hallCells is a hall of a site, in the order of its result.
type hallCells struct {
	phase  int
	usable []formula.Num
	per    drawCells // draw for a kW of IT load in the hall
}

// The columns of the sheet of states, before the months.
const (
	stateSite = iota + 1
	stateWhat
	stateOf
	stateUnit
	stateGrid
)

// layStates lays what sites may carry by what is built of them, and by month.
func (b *book) layStates() {
	s := b.sheet("states")
	s.grid, s.head, s.side = stateGrid, 4, stateUnit
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.states.note"), style{plain, note})
	months := s.months(3, b.horizon())
	for i, key := range []string{"site", "what", "of", "unit"} {
		s.text(4, i+1, b.Locale.T("workbook.states."+key), style{plain, heading})
	}
	for i := range b.Plan.Sites {
		l := b.layCombinations(i)
		l.layEvents()
		b.states = append(b.states, b.layStatesOf(s, i, months, &l.combinations))
	}
}

// stateRows lays the rows of a site by month.
type stateRows struct {
	b      *book
	s      *sheet
	site   int
	months []formula.Num
	c      *combinations
	at     []formula.Num // the row of the combinations
}

// layStatesOf lays what a site may carry by month.
func (b *book) layStatesOf(s *sheet, site int, months []formula.Num, c *combinations) siteCells {
	r := stateRows{b: b, s: s, site: site, months: months, c: c}
	r.find()
	cells := siteCells{
		usable:     r.table("usable", "", kw, c.site),
		installed:  r.row("installed", "", kw, r.installed),
		positions:  r.row("positions", "", whole, r.positions),
		contracted: r.table("contracted", "", kw, c.contracted),
		fixed:      r.draw(b.Locale.T("workbook.combinations.idle"), &c.fixed),
	}
	var classes []drawCells
	for k := range c.classes {
		classes = append(classes, r.draw(b.Locale.T("workbook.combinations.class", "number", k+1), &c.classes[k]))
	}
	for j, h := range b.w.Sites[site].Halls {
		cells.halls = append(cells.halls, hallCells{phase: h.Phase, usable: r.table("usable", b.Result.Sites[site].Halls[j].Name, kw, c.usable[j]), per: classes[h.Class]})
	}
	r.agrees(&cells)
	return cells
}

// find lays what is there in each month, and its row of the combinations.
func (r *stateRows) find() {
	keys := make([][]formula.Num, len(r.c.weights))
	for k, w := range r.c.weights {
		keys[k] = r.row("key", "", whole, func(i int) formula.Num { return w.SumUpTo(r.c.months, r.months[i]) })
	}
	r.at = r.row("row", "", whole, func(i int) formula.Num {
		var there []formula.Num
		for k := range keys {
			there = append(there, keys[k][i])
		}
		return r.c.find(there)
	})
	top := len(r.s.rows)
	missing := r.s.row(top, r.s.grid, r.s.grid+len(r.months)-1).SumWhere(r.s.row(top, r.s.grid, r.s.grid+len(r.months)-1), formula.Of(1))
	row := r.s.next()
	r.head(row, "missing", "", whole)
	cell := r.s.put(row, r.s.grid, missing, style{whole, verdict})
	r.b.foots("states_missing", r.b.siteTitle(r.site), whole, cell, formula.Of(0))
}

// installed is the sum of what the phases that are energised have.
func (r *stateRows) installed(i int) formula.Num {
	sum := formula.Of(0)
	for k := range r.c.phases {
		part := formula.If(r.c.live(r.b, r.site, k).AtMost(r.months[i]), r.c.installed[k].At(r.at[i]), formula.Of(0))
		if k == 0 {
			sum = part
			continue
		}
		sum = sum.Plus(part)
	}
	return formula.Thousandths(sum)
}

// positions is the sum of what the phases that are energised have.
func (r *stateRows) positions(i int) formula.Num {
	if len(r.c.phases) == 0 {
		return formula.Of(0)
	}
	return r.c.positions.SumUpTo(r.c.energised, r.months[i])
}

// live is the month in which phase k of those with halls is energised.
func (c *combinations) live(b *book, site, k int) formula.Num {
	return b.schedule[site][c.phases[k]].energised
}

func (r *stateRows) draw(of string, d *drawColumns) drawCells {
	return drawCells{r.table("grid", of, general, d.grid), r.table("chillers", of, general, d.chillers), r.table("heat", of, general, d.heat)}
}

// table lays a row that stands in the combinations.
func (r *stateRows) table(key, of string, f format, column formula.Range) []formula.Num {
	return r.row(key, of, f, func(i int) formula.Num { return column.At(r.at[i]) })
}

// row lays a row by month.
func (r *stateRows) row(key, of string, f format, v func(i int) formula.Num) []formula.Num {
	row := r.s.next()
	r.head(row, key, of, f)
	cells := make([]formula.Num, len(r.months))
	for i := range cells {
		cells[i] = r.s.put(row, r.s.grid+i, v(i), style{f, derived})
	}
	return cells
}

func (r *stateRows) head(row int, key, of string, f format) {
	r.s.text(row, stateSite, r.b.siteTitle(r.site), style{plain, label})
	r.s.text(row, stateWhat, r.b.Locale.T("workbook.states."+key), style{plain, label})
	r.s.text(row, stateOf, of, style{plain, label})
	if f == kw {
		r.s.text(row, stateUnit, "kW", style{plain, note})
	}
}

// drawNear is how near the factors of a draw, in kW, are held to the program:
// spreadsheets save them to fifteen digits.
const drawNear = 1e-9

// agrees holds what the site may carry by month against the program.
func (r *stateRows) agrees(c *siteCells) {
	b, site, subject := r.b, &r.b.Result.Sites[r.site], r.b.siteTitle(r.site)
	b.nears("usable_kw", subject, kw, c.usable, floats(site.UsableITKW), 0)
	b.nears("installed_kw", subject, kw, c.installed, floats(site.InstalledITKW), 0)
	b.agrees("positions", subject, whole, c.positions, floats(site.RackPositions))
	for j := range site.Halls {
		b.nears("usable_kw", subject+" · "+site.Halls[j].Name, kw, c.halls[j].usable, floats(site.Halls[j].UsableITKW), 0)
	}
	draws := b.w.Sites[r.site].Draws
	r.nearDraw("contracted_kw", subject, c.contracted, func(k int) float64 { return float64(draws[k].ContractedKW) })
	r.nearDraws("idle", subject, &c.fixed, func(k int) power.Draw { return draws[k].Facility.Fixed })
	for j := range c.halls {
		class := b.w.Sites[r.site].Halls[j].Class
		r.nearDraws("per_kw", subject+" · "+site.Halls[j].Name, &c.halls[j].per, func(k int) power.Draw { return draws[k].Facility.PerIT[class] })
	}
}

// nearDraws holds a draw against the program.
func (r *stateRows) nearDraws(key, subject string, d *drawCells, want func(k int) power.Draw) {
	r.nearDraw(key+"_grid", subject, d.grid, func(k int) float64 { return want(k).Grid })
	r.nearDraw(key+"_chillers", subject, d.chillers, func(k int) float64 { return want(k).Chillers })
	r.nearDraw(key+"_heat", subject, d.heat, func(k int) float64 { return want(k).Heat })
}

func (r *stateRows) nearDraw(key, subject string, cells []formula.Num, want func(k int) float64) {
	list := make([]float64, len(r.months))
	for k := range list {
		list[k] = want(k)
	}
	r.b.nears(key, subject, general, cells, list, drawNear)
}
