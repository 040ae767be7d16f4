package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// The columns of the sheet Quantities.
const (
	quantityCode = iota + 1
	quantityTitle
	quantitySite
	quantityPhase
	quantityCounts
	quantityWhere
	quantityNumber
	quantitySize
	quantityFurther
	quantityScale
	quantityTerm
	quantityAll
	quantityUnit
	quantityUnlike
)

// quantityTop is the first row of quantities.
const quantityTop = 5

// layQuantities lays the head of what the lines count in the plan. The rows are
// laid with the lines, as some lines are shares of others.
func (b *book) layQuantities() {
	s := b.sheet("quantities")
	s.head, s.side = quantityTop-1, quantityTitle
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.quantities.note"), style{plain, note})
	for i, key := range []string{"code", "title", "site", "phase", "counts", "where", "number", "size", "further", "scale", "term", "quantity", "unit", "unlike"} {
		s.text(quantityTop-1, i+1, b.Locale.T("workbook.quantities."+key), style{plain, heading})
	}
	for col, width := range map[int]float64{quantityCode: 34, quantityTitle: 34, quantitySite: 14, quantityPhase: 14, quantityCounts: 30, quantityWhere: 26} {
		s.widths[col] = width
	}
}

// term is something that a line counts: a number of things, of a size, times
// something further, over a divisor.
type term struct {
	where                 string
	number, size, further formula.Num
	factors               int // how many of them it has
	over                  float64
	scale                 formula.Num
}

// layQuantity lays what a line counts, a row for each term, and returns the
// quantity and what the price scales with for the size of the modules.
func (b *book) layQuantity(w *planner.LineWorking, terms []term) (quantity, scale formula.Num) {
	s := b.sheet("quantities")
	top := s.next()
	scale = formula.Of(1)
	var counted, scales []formula.Num
	for _, t := range terms {
		row := s.next()
		b.nameQuantity(s, row, w)
		s.text(row, quantityWhere, t.where, style{plain, label})
		value := s.put(row, quantityNumber, t.number, numberStyle(t.number))
		if t.factors > 1 {
			value = value.Times(s.put(row, quantitySize, t.size, numberStyle(t.size)))
		}
		if t.factors > 2 {
			value = value.Times(s.put(row, quantityFurther, t.further, numberStyle(t.further)))
		}
		if t.over != 0 {
			value = value.Over(formula.Of(t.over))
		}
		counted = append(counted, s.put(row, quantityTerm, value, style{general, derived}))
		if w.Cost.Driver == planner.PerModule {
			scales = append(scales, s.put(row, quantityScale, t.scale, style{ratio, derived}))
		}
	}
	for i, n := range counted {
		if i > 0 {
			n = quantity.Plus(n)
		}
		quantity = n
	}
	quantity = s.put(top, quantityAll, quantity, style{general, total})
	s.text(top, quantityUnit, b.Locale.ValueUnit(w.Cost.Unit), style{plain, note})
	if len(scales) > 0 {
		scale = scales[0]
		b.layUnlike(s, top, w, scales)
	}
	return quantity, scale
}

func (b *book) nameQuantity(s *sheet, row int, w *planner.LineWorking) {
	ph := &b.Plan.Sites[w.Site].Phases[w.Phase]
	s.text(row, quantityCode, w.Code, style{plain, label})
	s.text(row, quantityTitle, b.Locale.Text(w.Title, w.Code), style{plain, label})
	s.text(row, quantitySite, b.siteTitle(w.Site), style{plain, label})
	s.text(row, quantityPhase, b.Locale.Text(ph.Title, ph.Name), style{plain, label})
	s.text(row, quantityCounts, b.counts(&w.Cost), style{plain, label})
}

// counts says in words what a line counts.
func (b *book) counts(l *planner.CostLine) string {
	words := b.Locale.T("workbook.counts." + string(l.Driver))
	if l.Kind != "" {
		words += ": " + b.Locale.Kind(l.Kind)
	}
	return words
}

func numberStyle(n formula.Num) style {
	if n.IsLiteral() {
		return style{general, fixed}
	}
	return style{general, derived}
}

// layUnlike lays by how much the modules that a line counts differ in what their
// price scales with. The program lays a line for each size: where an edit makes
// sizes of a line unlike, or those of two lines alike, that is no longer so here.
func (b *book) layUnlike(s *sheet, row int, w *planner.LineWorking, scales []formula.Num) {
	unlike := formula.Of(0)
	if len(scales) > 1 {
		unlike = formula.Max(scales...).Minus(formula.Min(scales...))
	}
	key := sizeKey{w.Site, w.Phase, w.Entry}
	for _, other := range b.sizes.by[key] {
		alike := formula.If(scales[0].Is(other), formula.Of(1), formula.Of(0))
		if unlike.IsLiteral() {
			unlike = alike
		} else {
			unlike = unlike.Plus(alike)
		}
	}
	b.sizes.by[key] = append(b.sizes.by[key], scales[0])
	if !unlike.IsLiteral() {
		b.sizes.unlike = append(b.sizes.unlike, s.put(row, quantityUnlike, unlike, style{ratio, note}))
	}
}

// sizes is what the prices of modules scale with.
type sizes struct {
	by     map[sizeKey][]formula.Num
	unlike []formula.Num // 0 for each line whose modules are of one size, and of no other line's
}

// sizeKey tells the sizes apart that an entry of the cost book counts in a phase.
type sizeKey struct{ site, phase, entry int }

// termsOf lists what a line counts in the plan, as the program does. Shares of
// lines and interest are laid with the lines.
func (b *book) termsOf(w *planner.LineWorking) []term {
	site := &b.Plan.Sites[w.Site]
	ph := &site.Phases[w.Phase]
	at := sitePath(site)
	switch w.Cost.Driver {
	case planner.PerModule, planner.PerRatedKW, planner.PerRatedKVA, planner.PerBattery, planner.PerFuel, planner.PerExtraBus:
		return b.stageTerms(w)
	case planner.PerGrossM2:
		path := at + "/phases/" + planner.PathName(ph.Name) + "/gross_area_m2"
		return []term{{where: b.Locale.Text(ph.Title, ph.Name), number: b.in.plan(path)}}
	case planner.PerWhiteM2:
		return b.hallTerms(site, ph, func(path string) formula.Num { return b.in.plan(path + "/area_m2") })
	case planner.PerPosition:
		return b.hallTerms(site, ph, func(path string) formula.Num { return b.in.design(path + "/rack_positions") })
	case planner.PerDesignKW:
		return b.hallTerms(site, ph, func(path string) formula.Num { return b.in.design(path + "/design_it_kw") })
	case planner.PerRack:
		return b.rackTerms(w.Site, ph.Name)
	case planner.PerPlotM2:
		return []term{{where: b.siteTitle(w.Site), number: b.in.plan(at + "/plot/area_m2")}}
	case planner.PerFeedKW, planner.PerFeedKM:
		return b.feedTerms(site, w.Cost.Driver)
	case planner.PerLinkKM:
		l := &b.Plan.Links[w.Link]
		return []term{{where: l.Name, number: b.in.plan("links/" + planner.PathName(l.Name) + "/km")}}
	}
	return []term{{where: b.siteTitle(w.Site), number: formula.Of(w.Cost.Quantity)}}
}

func (b *book) hallTerms(site *planner.Site, ph *planner.Phase, of func(path string) formula.Num) (list []term) {
	for i := range ph.Halls {
		list = append(list, term{where: ph.Halls[i].Name, number: of(sitePath(site) + "/halls/" + planner.PathName(ph.Halls[i].Name))})
	}
	return list
}

// rackTerms is the positions of the halls of a phase that racks take, or
// reservations keep, in the last month of the horizon.
func (b *book) rackTerms(site int, phase string) (list []term) {
	last := len(b.horizon()) - 1
	for j := range b.Result.Sites[site].Halls {
		if h := &b.Result.Sites[site].Halls[j]; h.Phase == phase {
			list = append(list, term{where: h.Name, number: b.placement.halls[site][j].racks[last]})
		}
	}
	return list
}

func (b *book) feedTerms(site *planner.Site, per planner.DriverName) (list []term) {
	for i := range site.Feeds {
		f := &site.Feeds[i]
		path := sitePath(site) + "/feeds/" + planner.PathName(f.Name)
		n := b.in.plan
		if per == planner.PerFeedKW {
			list = append(list, term{where: f.Name, number: b.rated(f.Rating, path)})
			continue
		}
		list = append(list, term{where: f.Name, number: n(path + "/cable_km")})
	}
	return list
}

// rated returns a rating in kW: kVA at its power factor where it is given so.
func (b *book) rated(r planner.Rating, path string) formula.Num {
	if r.RatingKVA > 0 {
		return b.in.design(path + "/rating_kva").Times(b.in.design(path + "/power_factor"))
	}
	return b.in.design(path + "/rating_kw")
}

// stageTerms is the modules that a line counts by stage.
func (b *book) stageTerms(w *planner.LineWorking) (list []term) {
	for i := range w.Counted {
		c := &w.Counted[i]
		t := term{where: c.Hall, size: b.rated(c.Stage.Rating, c.Path), factors: 2}
		if t.where == "" {
			t.where = b.siteTitle(w.Site)
		}
		for k, path := range c.Modules {
			n := b.in.design(path)
			if k > 0 {
				n = t.number.Plus(n)
			}
			t.number = n
		}
		switch w.Cost.Driver {
		case planner.PerModule:
			t.scale, t.factors = b.scale(t.size, w.Entry), 1
		case planner.PerRatedKVA:
			t.size = formula.Of(0)
			if c.Stage.RatingKVA > 0 {
				t.size = b.in.design(c.Path + "/rating_kva")
			}
		case planner.PerBattery:
			t.further, t.factors, t.over = b.in.plan(c.Path+"/battery_minutes"), 3, 60
		case planner.PerFuel:
			t.further, t.factors = b.in.plan(c.Path+"/fuel_hours"), 3
		case planner.PerExtraBus:
			t.further, t.factors = formula.Of(0), 3
			if c.Stage.Buses > 1 {
				t.further = formula.Max(formula.Of(0), b.in.design(c.Path+"/buses").Minus(formula.Of(1)))
			}
		}
		list = append(list, t)
	}
	return list
}

// scale is what the price of a module scales with for its size, to 9 decimals as
// the program has it.
func (b *book) scale(rating formula.Num, entry int) formula.Num {
	d := &b.w.Reference.Book.Entries[entry].Driver
	one := formula.Of(1)
	if d.RatedKW <= 0 {
		return one
	}
	priced := formula.Of(d.RatedKW)
	return formula.If(rating.Is(priced), one, formula.RoundTo(formula.Power(rating.Over(priced), formula.Of(d.Exponent)), 9))
}

// shareTerms is the lines that a line is a share of.
func (b *book) shareTerms(w *planner.LineWorking) []term {
	s := b.sheet("lines")
	var ranges []formula.Range
	for i := 0; i < len(w.Shares); i++ {
		from := i
		for i+1 < len(w.Shares) && w.Shares[i+1] == w.Shares[i]+1 {
			i++
		}
		ranges = append(ranges, s.column(lineAmount, b.lines[w.Shares[from]].row, b.lines[w.Shares[i]].row))
	}
	return []term{{where: s.name, number: formula.SumOf(ranges...)}}
}
