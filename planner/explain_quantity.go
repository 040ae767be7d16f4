package planner

import (
	"slices"
	"strconv"
)

// The quantity of a line, by its driver, down to numbers of the plan.
//
//	module                            modules by stage and hall
//	rated_kw, rated_kva               modules * rating
//	battery_kwh                       modules * rating * minutes / 60
//	fuel_kwh                          modules * rating * hours
//	extra_bus_kw                      modules * rating * buses beyond the first
//	gross_m2, white_m2, plot_m2       areas of the phase, its halls, the plot
//	rack_position, design_it_kw, hall halls of the phase
//	feed, feed_kw, feed_km, link_km   feeds and links
//	rack                              positions in use in the last month, by hall
//	paid_month                        what was paid by the beginning of each month
//	share                             the lines it is a share of

// lineQuantity explains the quantity of a line.
func (e *explainer) lineQuantity(p *part) terms {
	l := &e.r.CostLines[p.i]
	if l.Driver == PerShare {
		return terms{rule: "sum_of_lines", formula: "quantity = sum(below)", below: e.sharedLines(p.i)}
	}
	switch l.Driver {
	case PerPaidMonth:
		t := terms{rule: "paid_months", formula: "quantity = sum(below)"}
		for _, w := range e.balances(p.i) {
			t.below = append(t.below, e.weightOperand(p.i, w))
		}
		return t
	case PerRack:
		return terms{rule: "racks_in_use", formula: "quantity = sum(below)", below: e.racksUsed(p.i)}
	}
	below := e.quantityOf(p.i)
	if len(below) == 0 {
		return ofPlan("counted once a " + string(l.Driver))
	}
	return terms{rule: "counted", formula: "quantity = sum(below)", below: below}
}

// sharedLines lists the lines whose sum a share is taken of.
func (e *explainer) sharedLines(i int) []Operand {
	l := &e.r.CostLines[i]
	return e.linesWhere("amount_krw", func(k int, o *CostLine) bool {
		return k < i && o.Site == l.Site && o.Phase == l.Phase && codeIn(o.Code, l.ShareOf)
	})
}

// racksUsed lists the racks in use in the last month, by hall.
func (e *explainer) racksUsed(i int) []Operand {
	l := &e.r.CostLines[i]
	list := []Operand{}
	for k := range e.r.Sites {
		if e.r.Sites[k].Name != l.Site {
			continue
		}
		for j := range e.r.Sites[k].Halls {
			if h := &e.r.Sites[k].Halls[j]; h.Phase == l.Phase {
				list = append(list, named2(e.hallOf(k, j, len(e.r.Months)-1).operand("used_racks"), h.Name, Text{}))
			}
		}
	}
	return list
}

// counted is a stage of the plan that a line counts: its path and the modules
// that the phase brings.
type counted struct {
	stage   *PowerStage
	path    string
	modules int
	where   string // of the modules
}

// stagesOf lists the stages that line i counts, of those of its size where it
// counts modules.
func (e *explainer) stagesOf(i int) (list []counted) {
	l := &e.r.CostLines[i]
	s := siteNamed(&e.plan, l.Site)
	phase := phaseIndex(s, l.Phase)
	entry, _ := e.entry(i)
	add := func(g *PowerStage, path, where string, n int) {
		if g.Kind == l.Kind && n > 0 && (l.Driver != PerModule || e.ofSize(i, entry, g)) {
			list = append(list, counted{g, path, n, where})
		}
	}
	for k := range s.Plant {
		g := &s.Plant[k]
		path := join("sites", s.Name, string(g.Kind))
		if phaseIndex(s, g.Phase) == phase {
			add(g, path, path+"/modules", g.Modules)
		}
		for _, a := range g.Added {
			if phaseIndex(s, a.Phase) == phase {
				add(g, path, join(path, "added", a.Phase), a.Modules)
			}
		}
	}
	for k := range s.Phases[phase].Halls {
		h := &s.Phases[phase].Halls[k]
		for j := range h.Train {
			path := join("sites", s.Name, "halls", h.Name, string(h.Train[j].Kind))
			add(&h.Train[j], path, path+"/modules", h.Train[j].Modules)
		}
	}
	return list
}

// ofSize reports whether a stage has modules of the size that line i counts.
func (e *explainer) ofSize(i int, entry *CostEntry, g *PowerStage) bool {
	scale := 1.0
	for _, f := range e.r.CostLines[i].Factors {
		if f.Name == "scale" {
			scale = f.Value
		}
	}
	one := Site{Phases: []Phase{{Halls: []Hall{{Train: []PowerStage{*g}}}}}}
	for _, m := range modules(nil, &one, 0, entry.Driver) {
		return m.scale == scale
	}
	return false
}

// quantityOf lists what the quantity of line i sums.
func (e *explainer) quantityOf(i int) []Operand {
	l := &e.r.CostLines[i]
	s := siteNamed(&e.plan, l.Site)
	ph := &s.Phases[phaseIndex(s, l.Phase)]
	switch l.Driver {
	case PerModule:
		list := []Operand{}
		for _, g := range e.stagesOf(i) {
			list = append(list, planNumber(g.where, float64(g.modules), "modules", g.stage.Source))
		}
		return list
	case PerRatedKW, PerRatedKVA, PerBattery, PerFuel, PerExtraBus:
		return e.products(i)
	case PerGrossM2:
		return []Operand{planNumber(join("sites", s.Name, "phases", ph.Name, "gross_area_m2"), ph.GrossAreaM2, "m2", s.Source)}
	case PerWhiteM2:
		return overHallNumbers(s, ph, "area_m2", "m2", func(h *Hall) float64 { return h.AreaM2 })
	case PerPosition:
		return overHallNumbers(s, ph, "rack_positions", "positions", func(h *Hall) float64 { return float64(h.RackPositions) })
	case PerDesignKW:
		return overHallNumbers(s, ph, "design_it_kw", "kW", func(h *Hall) float64 { return float64(h.DesignITKW) })
	case PerHall:
		return overHallNumbers(s, ph, "", "halls", func(*Hall) float64 { return 1 })
	case PerPlotM2:
		return []Operand{planNumber(join("sites", s.Name, "plot", "area_m2"), s.Plot.AreaM2, "m2", s.Source)}
	case PerFeed:
		return feedNumbers(s, "", "feeds", func(*Feed) float64 { return 1 })
	case PerFeedKW:
		return feedNumbers(s, "rating_kw", "kW", func(f *Feed) float64 { return float64(f.Real()) })
	case PerFeedKM:
		return feedNumbers(s, "cable_km", "km", func(f *Feed) float64 { return f.CableKM })
	case PerLinkKM:
		if k := e.linkOf(i); k >= 0 {
			v := &e.plan.Links[k]
			return []Operand{planNumber(join("links", v.Name, "km"), v.KM, "km", v.Source)}
		}
	}
	return nil
}

// linkOf finds the link that line i counts: those that end at a site have a
// line each, in their order. It is -1 where there is none.
func (e *explainer) linkOf(i int) int {
	lines := e.r.CostLines
	n := 0
	for k := i - 1; k >= 0 && lines[k].Code == lines[i].Code && lines[k].Site == lines[i].Site; k-- {
		n++
	}
	for k := range e.plan.Links {
		if e.plan.Links[k].To != lines[i].Site {
			continue
		}
		if n == 0 {
			return k
		}
		n--
	}
	return -1
}

// planNumber is a number that stands in the plan.
func planNumber(path string, value float64, unit, source string) Operand {
	return Operand{Name: path, Value: value, Unit: unit, Source: source, Basis: OfPlan}
}

func overHallNumbers(s *Site, ph *Phase, field, unit string, of func(*Hall) float64) []Operand {
	list := make([]Operand, 0, len(ph.Halls))
	for i := range ph.Halls {
		h := &ph.Halls[i]
		path := join("sites", s.Name, "halls", h.Name)
		if field != "" {
			path += "/" + field
		}
		list = append(list, planNumber(path, of(h), unit, h.Source))
	}
	return list
}

func feedNumbers(s *Site, field, unit string, of func(*Feed) float64) []Operand {
	list := make([]Operand, 0, len(s.Feeds))
	for i := range s.Feeds {
		f := &s.Feeds[i]
		path := join("sites", s.Name, "feeds", f.Name)
		if field != "" {
			path += "/" + field
		}
		list = append(list, planNumber(path, of(f), unit, f.Source))
	}
	return list
}

// products lists the terms of a quantity that multiplies modules.
func (e *explainer) products(i int) []Operand {
	at := e.linePath(i) + "/quantity"
	l := &e.r.CostLines[i]
	list := []Operand{}
	for k, g := range e.stagesOf(i) {
		list = append(list, Operand{
			Name: g.where, Value: e.product(i, g).Value, Unit: l.Unit, Basis: Computed, Figure: at + "/" + strconv.Itoa(k+1),
		})
	}
	return list
}

// quantityTerm explains cost_lines/.../quantity/N.
func (e *explainer) quantityTerm(i int, left []string) (Explanation, error) {
	l := &e.r.CostLines[i]
	var list []counted
	if slices.Contains([]DriverName{PerRatedKW, PerRatedKVA, PerBattery, PerFuel, PerExtraBus}, l.Driver) {
		list = e.stagesOf(i)
	}
	k, err := e.pick(left, len(list), func(k int) string { return strconv.Itoa(k + 1) })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	return e.product(i, list[k]), nil
}

// product is the modules of a stage times what of each the line counts.
func (e *explainer) product(i int, g counted) Explanation {
	l := &e.r.CostLines[i]
	number := func(name string, value float64, unit, path string) Operand {
		o := planNumber(path, value, unit, g.stage.Source)
		o.Name, o.Source = name, path
		return o
	}
	x := Explanation{
		Figure: e.figure, Title: l.Title, Unit: l.Unit, Rule: "modules_times", Formula: "quantity = modules * rating_kw",
		Operands: []Operand{
			number("modules", float64(g.modules), "modules", g.where),
			number("rating_kw", float64(g.stage.Real()), "kW", g.path+"/rating_kw"),
		},
	}
	x.Value = float64(g.modules) * float64(g.stage.Real())
	switch l.Driver {
	case PerRatedKVA:
		x.Formula = "quantity = modules * rating_kva"
		x.Operands[1] = number("rating_kva", float64(g.stage.RatingKVA), "kVA", g.path+"/rating_kva")
		x.Value = float64(g.modules) * float64(g.stage.RatingKVA)
	case PerBattery:
		x.Formula += " * battery_minutes / 60"
		x.Operands = append(x.Operands, number("battery_minutes", g.stage.BatteryMinutes, "minutes", g.path+"/battery_minutes"))
		x.Value = x.Value * g.stage.BatteryMinutes / 60
	case PerFuel:
		x.Formula += " * fuel_hours"
		x.Operands = append(x.Operands, number("fuel_hours", g.stage.FuelHours, "hours", g.path+"/fuel_hours"))
		x.Value *= g.stage.FuelHours
	case PerExtraBus:
		x.Formula += " * extra_buses"
		extra := float64(max(0, g.stage.Buses-1))
		x.Operands = append(x.Operands, number("extra_buses", extra, "buses", g.path+"/buses"))
		x.Value *= extra
	}
	return x.complete()
}
