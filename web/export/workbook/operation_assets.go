package workbook

import (
	"buildout/planner/formula"
)

// assetCells is the cost lines of a phase that one asset class covers and whose
// VAT the budget carries where it carries any, or does not. Amounts are whole won.
type assetCells struct {
	site, phase int
	class       int // index into the asset classes, -1 where none covers them
	vat         bool
	lines       []int // of b.lines

	forecast, total formula.Num   // without VAT, and as the budget counts it
	share           formula.Num   // of what is paid that is not VAT
	paid            []formula.Num // to date, with VAT, by month of ext
	net             []formula.Num // to date, without VAT, by month of ext
}

// The columns of the sheet Assets, before the months.
const (
	assetSite = iota + 1
	assetPhase
	assetTitle
	assetVAT
	assetForecast
	assetTotal
	assetShare
	assetCounts
	assetClass
	assetPhaseNo
	assetGrid
)

// layAssets lays what is paid for the phases to date by asset class.
func (b *book) layAssets() {
	s := b.sheet("assets")
	s.grid, s.head, s.side = assetGrid, 4, assetVAT
	s.widths[assetSite], s.widths[assetPhase], s.widths[assetTitle] = 20, 20, 26
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.assets.note"), style{plain, note})
	s.months(3, b.ext)
	for i, key := range []string{"site", "phase", "class", "vat", "forecast", "total", "share", "counts", "class_no", "phase_no"} {
		s.text(4, i+1, b.Locale.T("workbook.assets."+key), style{plain, heading})
	}
	b.groupAssets()
	s.text(6, assetSite, b.Locale.T("workbook.assets.paid", "unit", b.Locale.WonUnit()), style{plain, heading})
	for i := range b.groups {
		b.layGroupPaid(s, 7+i, &b.groups[i])
	}
	row := s.next() + 1
	s.text(row, assetSite, b.Locale.T("workbook.assets.net", "unit", b.Locale.WonUnit()), style{plain, heading})
	b.netRow = row + 1
	for i := range b.groups {
		b.layNet(s, row+1+i, &b.groups[i])
	}
}

// groupAssets sorts the cost lines by site, phase and asset class, and in a class
// those without VAT before those with it.
func (b *book) groupAssets() {
	for i := range b.Plan.Sites {
		for j := range b.Plan.Sites[i].Phases {
			for c := -1; c < len(b.w.Reference.Assets); c++ {
				for _, vat := range []bool{false, true} {
					g := assetCells{site: i, phase: j, class: c, vat: vat}
					for k := range b.lines {
						l := &b.lines[k]
						bears := l.w.InBudget && !(l.vat.IsLiteral() && l.vat.V == 0)
						if l.w.Site == i && l.w.Phase == j && l.w.Asset == c && bears == vat {
							g.lines = append(g.lines, k)
						}
					}
					if len(g.lines) > 0 {
						b.groups = append(b.groups, g)
					}
				}
			}
		}
	}
}

// layGroupPaid lays what a group costs and what is paid for it to date, with VAT.
func (b *book) layGroupPaid(s *sheet, row int, g *assetCells) {
	b.nameGroup(s, row, g)
	of := func(v func(line int) formula.Num) formula.Num {
		list := make([]formula.Num, len(g.lines))
		for i, line := range g.lines {
			list[i] = v(line)
		}
		return totalOf(list)
	}
	g.forecast = s.put(row, assetForecast, of(func(line int) formula.Num { return b.cash.lines[line].forecast }), style{won, derived})
	g.total = s.put(row, assetTotal, of(func(line int) formula.Num { return b.cash.lines[line].total }), style{won, derived})
	zero := formula.Of(0)
	g.share = s.put(row, assetShare, formula.If(g.total.Is(zero), formula.Of(1), g.forecast.Over(g.total)), style{ratio, derived})
	g.paid = make([]formula.Num, len(b.ext))
	for k := range b.ext {
		paid := of(func(line int) formula.Num { return b.cash.pay.at(line, k) })
		if k > 0 {
			paid = g.paid[k-1].Plus(paid)
		}
		g.paid[k] = s.put(row, s.grid+k, paid, style{won, derived})
	}
}

// layNet lays what is paid for a group to date without VAT.
func (b *book) layNet(s *sheet, row int, g *assetCells) {
	b.nameGroup(s, row, g)
	g.net = make([]formula.Num, len(b.ext))
	zero := formula.Of(0)
	for k, paid := range g.paid {
		net := paid
		if g.vat {
			net = formula.If(g.total.Is(zero), paid, formula.Round(g.forecast.Times(paid.Over(g.total))))
		}
		g.net[k] = s.put(row, s.grid+k, net, style{won, derived})
	}
}

func (b *book) nameGroup(s *sheet, row int, g *assetCells) {
	ph := &b.Plan.Sites[g.site].Phases[g.phase]
	s.text(row, assetSite, b.siteTitle(g.site), style{plain, label})
	s.text(row, assetPhase, b.Locale.Text(ph.Title, ph.Name), style{plain, label})
	title, counts := b.Locale.T("workbook.assets.none"), 1.0
	if g.class >= 0 {
		a := &b.w.Reference.Assets[g.class]
		if title = b.Locale.Text(a.Title, a.Name); !a.Counts() {
			counts = 0
		}
	}
	s.text(row, assetTitle, title, style{plain, label})
	key := "without"
	if g.vat {
		key = "with"
	}
	s.text(row, assetVAT, b.Locale.T("workbook.assets."+key), style{plain, label})
	s.put(row, assetCounts, formula.Of(counts), style{whole, fixed})
	s.put(row, assetClass, formula.Of(float64(g.class)), style{whole, fixed})
	number := g.phase + 1
	for _, site := range b.Plan.Sites[:g.site] {
		number += len(site.Phases)
	}
	s.put(row, assetPhaseNo, formula.Of(float64(number)), style{whole, fixed})
}

// countsGroup reports whether operation and worth count the group.
func (b *book) countsGroup(g *assetCells) bool {
	return g.class < 0 || b.w.Reference.Assets[g.class].Counts()
}

// totalOf sums whole numbers, however many.
func totalOf(list []formula.Num) formula.Num {
	const most = 200 // a function takes 255
	if len(list) == 1 {
		return list[0]
	}
	for len(list) > most {
		var parts []formula.Num
		for len(list) > 0 {
			n := min(most, len(list))
			parts = append(parts, formula.Total(list[:n]...))
			list = list[n:]
		}
		list = parts
	}
	return formula.Total(list...)
}
