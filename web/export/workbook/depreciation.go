package workbook

import (
	"strconv"

	"buildout/planner"
	"buildout/planner/finance"
	"buildout/planner/formula"
)

// writtenOff is how assets are depreciated.
type writtenOff struct {
	classes  []classCells
	residual formula.Num // book value of what counts at the end of the last month counted
}

// classCells is an asset class with lines in the plan. Amounts are whole won.
type classCells struct {
	class              int // index into the asset classes
	firstPart, endPart int // of its parts
	life, residual     formula.Num
	cost               formula.Num
	off, book          []formula.Num // by year of the horizon
	left               formula.Num   // book value at the end of the last month counted
}

// assetPart is the assets of a class in a phase.
type assetPart struct {
	site, phase, class int
	groups             []int // of b.groups
}

// The columns of the sheet Depreciation.
const (
	offClass = iota + 1
	offSite
	offPhase
	offMethod
	offLife
	offResidual
	offCost
	offEnergised
	offNumber // of the class
	offCounts
	offBefore // the month before the horizon, from which years go on
)

// offHead is the row of the year and that of the last month of each column.
const offHead = 4

// depreciation lays the sheet Depreciation.
type depreciation struct {
	*book
	s     *sheet
	years []span
	ends  []formula.Num // month before the horizon, last of each year, last counted
	parts []assetPart
	list  []classCells

	// First rows of the blocks, each with one row for each part or class.
	offRow, bookRow            int
	leftRow, heldRow, spentRow int
}

// layDepreciation lays the sheet Depreciation: for every asset class what is
// written off each year and what is left, and below how each phase comes to it.
func (b *book) layDepreciation() {
	d := &depreciation{book: b, s: b.sheet("depreciation"), years: b.yearSpans()}
	d.partAssets()
	d.head()
	classes, parts := len(d.list), len(d.parts)
	d.offRow = offHead + 2
	d.bookRow = d.offRow + classes + 3
	d.spentRow = d.bookRow + classes + 3
	d.heldRow = d.spentRow + parts + 2
	d.leftRow = d.heldRow + parts + 2
	for i := range d.parts {
		d.layLeft(i)
	}
	for i := range d.parts {
		d.laySpent(i)
		d.layHeld(i)
	}
	for i := range d.list {
		d.layClass(i)
	}
	d.layAll()
	b.off.classes = d.list
	d.check()
}

// partAssets finds the classes with lines in the plan, and for each its phases.
func (d *depreciation) partAssets() {
	for c := range d.w.Reference.Assets {
		from := len(d.parts)
		for k := range d.groups {
			g := &d.groups[k]
			if g.class != c {
				continue
			}
			if n := len(d.parts); n > from && d.parts[n-1].site == g.site && d.parts[n-1].phase == g.phase {
				d.parts[n-1].groups = append(d.parts[n-1].groups, k)
			} else {
				d.parts = append(d.parts, assetPart{g.site, g.phase, c, []int{k}})
			}
		}
		if len(d.parts) > from {
			d.list = append(d.list, classCells{class: c, firstPart: from, endPart: len(d.parts)})
		}
	}
}

// head writes the titles, and the months that the columns stand for.
func (d *depreciation) head() {
	s := d.s
	s.grid, s.head, s.side = offBefore, offHead, offPhase
	s.widths[offClass], s.widths[offSite], s.widths[offPhase], s.widths[offMethod] = 28, 18, 18, 18
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, d.Locale.T("workbook.depreciation.note"), style{plain, note})
	for i, key := range []string{"class", "site", "phase", "method", "life", "residual", "cost", "energised", "class_no", "counts", "before"} {
		s.text(offHead-1, i+1, d.Locale.T("workbook.depreciation."+key, "unit", d.Locale.WonUnit()), style{plain, heading})
	}
	months := d.horizon()
	at := func(m planner.Month) {
		d.ends = append(d.ends, s.put(offHead, offBefore+len(d.ends), month(m), style{whole, note}))
	}
	at(months[0] - 1)
	for i, y := range d.years {
		s.text(offHead-1, offBefore+1+i, strconv.Itoa(y.year), style{plain, heading})
		at(months[y.to])
	}
	s.text(offHead-1, offBefore+1+len(d.years), d.Locale.T("workbook.depreciation.end"), style{plain, heading})
	at(months[0] + planner.Month(d.counted()-1))
}

// name writes the heading of rows and what a part is.
func (d *depreciation) name(row, first int, key string, p *assetPart) {
	s := d.s
	if row == first {
		s.text(row-1, offClass, d.Locale.T("workbook.depreciation."+key, "unit", d.Locale.WonUnit()), style{plain, heading})
	}
	a := &d.w.Reference.Assets[p.class]
	ph := &d.Plan.Sites[p.site].Phases[p.phase]
	s.text(row, offClass, d.Locale.Text(a.Title, a.Name), style{plain, label})
	s.text(row, offSite, d.siteTitle(p.site), style{plain, label})
	s.text(row, offPhase, d.Locale.Text(ph.Title, ph.Name), style{plain, label})
	s.put(row, offNumber, formula.Of(float64(p.class)), style{whole, fixed})
	counts := 0.0
	if a.Counts() {
		counts = 1
	}
	s.put(row, offCounts, formula.Of(counts), style{whole, fixed})
}

// layLeft lays what is left of the whole cost of a part at the end of each
// column's month: all of it until its phase is energised.
func (d *depreciation) layLeft(i int) {
	p, s, row := &d.parts[i], d.s, d.leftRow+i
	d.name(row, d.leftRow, "left", p)
	class := &d.w.Reference.Assets[p.class]
	s.text(row, offMethod, d.Locale.T("method."+string(class.Method)), style{plain, label})
	life, residual := d.classInputs(class)
	life, residual = s.put(row, offLife, life, style{decimal, derived}), s.put(row, offResidual, residual, style{share, derived})
	var costs []formula.Num
	for _, k := range p.groups {
		costs = append(costs, d.groups[k].forecast)
	}
	cost := s.put(row, offCost, totalOf(costs), style{won, derived})
	energised := s.put(row, offEnergised, d.schedule[p.site][p.phase].energised, style{whole, derived})
	for c, end := range d.ends {
		months := end.Minus(energised)
		left := formula.Nearest(cost.Times(shareLeft(class.Method, months, life, residual)))
		s.put(row, offBefore+c, formula.If(notInUse(energised, end), cost, left), style{won, derived})
	}
}

// classInputs is the life of an asset class in years and the share of its cost
// that is left at the end. What is never depreciated has neither.
func (b *book) classInputs(class *planner.AssetClass) (life, residual formula.Num) {
	if class.Method == finance.Never {
		return formula.Of(class.LifeYears), formula.Of(class.ResidualShare)
	}
	at := "asset_classes." + class.Name
	return b.in.value(at + ".life_years"), b.in.value(at + ".residual_share")
}

// notInUse reports whether a phase is not energised by the end of a month.
func notInUse(energised, end formula.Num) formula.Bool {
	return formula.Or(energised.Is(formula.Of(0)), energised.More(end))
}

// laySpent lays what a part is written off in each year.
func (d *depreciation) laySpent(i int) {
	row := d.spentRow + i
	d.name(row, d.spentRow, "spent", &d.parts[i])
	for c := 1; c <= len(d.years); c++ {
		left := d.leftRow + i
		d.s.put(row, offBefore+c, d.s.ref(left, offBefore+c-1).Minus(d.s.ref(left, offBefore+c)), style{won, derived})
	}
}

// layHeld lays the book value of a part at the end of each year: until its phase
// is energised what was paid for it.
func (d *depreciation) layHeld(i int) {
	p, row := &d.parts[i], d.heldRow+i
	d.name(row, d.heldRow, "held", p)
	energised := d.s.ref(d.leftRow+i, offEnergised)
	for c, y := range d.years {
		at := d.hs + y.to
		if c == len(d.years)-1 {
			at = len(d.ext) - 1
		}
		var paid []formula.Num
		for _, k := range p.groups {
			paid = append(paid, d.groups[k].net[at])
		}
		left := d.s.ref(d.leftRow+i, offBefore+1+c)
		d.s.put(row, offBefore+1+c, formula.If(notInUse(energised, d.ends[1+c]), totalOf(paid), left), style{won, derived})
	}
}
