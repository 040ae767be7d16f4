package workbook

import (
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// placing is a placement that is being laid. What a hall has left runs on from
// service to service.
type placing struct {
	b      *book
	s      *sheet
	n      int // months
	single bool
	halls  []placingHall
	until  [][]formula.Num          // usable kW of the sites up to each
	left   map[string][]formula.Num // racks placed by name of a type, not yet counted towards demand
	noRoom []noRoom
	below  int // first row that is free
}

// placingHall is a hall as racks come to it.
type placingHall struct {
	site, hall int
	facts      *planner.HallRacks
	usable     []formula.Num
	here       []formula.Num // kW by facts: of racks placed by name, kept, and drawn on average; nil where there are none
	reserved   []formula.Num
	kw         []formula.Num // left
	positions  []formula.Num // left
	average    []formula.Num // drawn
	terms      int           // of average that stand in no cell of their own
	all        formula.Num   // positions
}

// noRoom is the racks of a service that find no room, by month.
type noRoom struct {
	service int
	racks   []formula.Num
}

// cells counts the cells of all steps.
func (p *placing) cells() int {
	steps := 4
	if p.single {
		steps = 3
	}
	count := 0
	for i := range p.halls {
		for _, takes := range p.halls[i].facts.Takes {
			if takes {
				count += steps
			}
		}
	}
	return p.n * (count + len(p.b.w.Racks.Order)*(len(p.b.Plan.Sites)+2) + 9*len(p.halls))
}

// layRoom lays what halls have before racks of demand come to them.
func (p *placing) layRoom() {
	p.layUntil()
	p.left = map[string][]formula.Num{}
	if len(p.b.w.Racks.Named) > 0 {
		p.band("named")
	}
	for _, named := range p.b.w.Racks.Named {
		p.s.named(p.below, named.RackType, "", p.unitRacks())
		p.left[named.RackType] = p.row(style{whole, fixed}, func(k int) formula.Num { return formula.Of(float64(named.Standing[k])) })
	}
	p.layPositions()
	for _, part := range roomParts {
		p.layRoomPart(part)
	}
}

// layPositions lays the positions of halls, and what a hall has in which nothing
// is placed by name or reserved.
func (p *placing) layPositions() {
	p.band("positions")
	none := p.always(formula.Of(0))
	for i := range p.halls {
		h := &p.halls[i]
		p.nameHall(i, p.unitPositions())
		h.all = p.s.put(p.below, planningNumber, formula.Of(float64(h.facts.Positions)), style{whole, fixed})
		h.positions, h.kw, h.here, h.reserved, h.average = p.always(h.all), h.usable, none, none, none
		p.below++
	}
}

// layUntil lays what the sites up to each may carry: racks are shared out by it.
func (p *placing) layUntil() {
	p.until = make([][]formula.Num, len(p.b.Plan.Sites))
	if p.single {
		return
	}
	p.band("until")
	all := p.always(formula.Of(0))
	h := 0
	for i := range p.until {
		for first := h; h < len(p.halls) && p.halls[h].site == i; h++ {
			usable := p.halls[h].usable
			if h-first > 0 && (h-first)%longChain == 0 {
				p.name(p.b.siteTitle(i), "", "kW")
				all = p.row(style{kw, derived}, func(k int) formula.Num { return all[k] })
			}
			all = p.each(func(k int) formula.Num { return add(all[k], usable[k]) })
		}
		p.name(p.b.siteTitle(i), "", "kW")
		all = p.row(style{kw, derived}, func(k int) formula.Num { return all[k] })
		p.until[i] = all
	}
}

// longChain is the most terms of a sum that stand in one cell.
const longChain = 40

// add is a + b, and b alone where a is the constant 0.
func add(a, b formula.Num) formula.Num {
	if a.IsLiteral() && a.V == 0 {
		return b
	}
	return a.Plus(b)
}

// subtract is a - b, and a alone where b is the constant 0.
func subtract(a, b formula.Num) formula.Num {
	if b.IsLiteral() && b.V == 0 {
		return a
	}
	return a.Minus(b)
}

// roomPart is a fact of halls in which something is placed by name or reserved,
// and what it leaves.
type roomPart struct {
	key    string
	style  style
	of     func(h *placingHall, k int) formula.Num
	result func(h *placingHall, cells []formula.Num)
}

var roomParts = []roomPart{
	{"here", style{kw, fixed}, func(h *placingHall, k int) formula.Num { return formula.Of(float64(h.facts.HereKW[k])) },
		func(h *placingHall, cells []formula.Num) { h.here = cells }},
	{"kept", style{kw, fixed}, func(h *placingHall, k int) formula.Num { return formula.Of(float64(h.facts.ReservedKW[k])) },
		func(h *placingHall, cells []formula.Num) { h.reserved = cells }},
	{"drawn", style{kw, fixed}, func(h *placingHall, k int) formula.Num { return formula.Of(float64(h.facts.AverageKW[k])) },
		func(h *placingHall, cells []formula.Num) { h.average = cells }},
	{"free", style{whole, fixed}, func(h *placingHall, k int) formula.Num { return formula.Of(float64(h.facts.Free[k])) },
		func(h *placingHall, cells []formula.Num) { h.positions = cells }},
	{"room", style{kw, derived}, func(h *placingHall, k int) formula.Num {
		return formula.If(h.usable[k].Is(formula.Of(0)), formula.Of(0), h.usable[k].Minus(h.here[k].Plus(h.reserved[k])))
	}, func(h *placingHall, cells []formula.Num) { h.kw = cells }},
}

func (p *placing) layRoomPart(part roomPart) {
	opened := false
	for i := range p.halls {
		h := &p.halls[i]
		if h.facts.Plain() {
			continue
		}
		if !opened {
			p.band(part.key)
			opened = true
		}
		unit := "kW"
		if part.style.format == whole {
			unit = p.unitPositions()
		}
		p.nameHall(i, unit)
		part.result(h, p.row(part.style, func(k int) formula.Num { return part.of(h, k) }))
	}
}

// band opens a block of rows below all others.
func (p *placing) band(key string) {
	p.b.band(p.s, p.below+1, key)
	p.below += 2
}

func (p *placing) name(what, where, unit string) { p.s.named(p.below, what, where, unit) }

func (p *placing) nameHall(i int, unit string) {
	p.name(p.b.siteTitle(p.halls[i].site), p.hallName(&p.halls[i]), unit)
}

func (p *placing) hallName(h *placingHall) string {
	return p.b.Result.Sites[h.site].Halls[h.hall].Name
}

// row lays the lowest row.
func (p *placing) row(style style, of func(k int) formula.Num) []formula.Num {
	p.below++
	return p.s.series(p.below-1, p.n, style, of)
}

func (p *placing) each(of func(k int) formula.Num) []formula.Num {
	list := make([]formula.Num, p.n)
	for k := range list {
		list[k] = of(k)
	}
	return list
}

func (p *placing) always(v formula.Num) []formula.Num {
	return p.each(func(int) formula.Num { return v })
}

func (p *placing) unitRacks() string     { return p.b.Locale.T("workbook.planning.unit_racks") }
func (p *placing) unitPositions() string { return p.b.Locale.T("workbook.planning.unit_positions") }

// title names a service of the plan.
func (p *placing) title(service int) string {
	v := &p.b.Plan.Demand.Services[service]
	return p.b.Locale.Text(v.Title, v.Name)
}

// prioritised is title with the priority of the service.
func (p *placing) prioritised(service int) string {
	return p.title(service) + " (" + p.b.Locale.T("workbook.planning.priority") + " " + strconv.Itoa(p.b.Plan.Demand.Services[service].Priority) + ")"
}
