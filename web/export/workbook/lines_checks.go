package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// agreesOnLines holds every line against the program: its figures by phase, what
// it pays by month by itself.
func (b *book) agreesOnLines() {
	for from := 0; from < len(b.lines); {
		to := from
		for to < len(b.lines) && b.lines[to].w.Site == b.lines[from].w.Site && b.lines[to].w.Phase == b.lines[from].w.Phase {
			to++
		}
		b.agreesOnPhase(b.lines[from:to])
		from = to
	}
	seen := map[string]int{}
	for i := range b.lines {
		c := &b.lines[i]
		subject := b.phaseTitle(c.w) + " · " + c.w.Code
		if seen[subject]++; seen[subject] > 1 {
			subject += " " + b.Locale.Int(seen[subject])
		}
		b.agreesByMonth("line_planned", subject, won, months{b.planned, i, 0, len(b.ext)}, b.plannedBy(c.w))
	}
}

func (b *book) phaseTitle(w *planner.LineWorking) string {
	ph := &b.Plan.Sites[w.Site].Phases[w.Phase]
	return b.siteTitle(w.Site) + " · " + b.Locale.Text(ph.Title, ph.Name)
}

// plannedBy is what the program has a line pay by month of ext.
func (b *book) plannedBy(w *planner.LineWorking) []float64 {
	list := make([]float64, len(b.ext))
	for _, d := range w.Planned {
		list[d.Month-b.ext[0]] += float64(d.KRW)
	}
	return list
}

// agreesOnPhase holds the columns of the lines of a phase.
func (b *book) agreesOnPhase(lines []lineCells) {
	s := b.sheet("lines")
	subject := b.phaseTitle(lines[0].w)
	column := func(key string, look format, col int, of func(l *planner.CostLine) float64) {
		var cells []formula.Num
		var want []float64
		for i := range lines {
			cells = append(cells, s.ref(lines[i].row, col))
			want = append(want, of(&lines[i].w.Cost))
		}
		b.agrees(key, subject, look, cells, want)
	}
	column("line_quantity", general, lineQuantity, func(l *planner.CostLine) float64 { return l.Quantity })
	column("line_unit_price_krw", general, lineUnitPriceKRW, func(l *planner.CostLine) float64 { return l.UnitPriceKRW })
	column("line_amount", won, lineAmount, func(l *planner.CostLine) float64 { return float64(l.AmountKRW) })
	column("line_low", won, lineLow, func(l *planner.CostLine) float64 { return float64(l.LowKRW) })
	column("line_high", won, lineHigh, func(l *planner.CostLine) float64 { return float64(l.HighKRW) })
	column("line_ordered", whole, lineOrderedNo, func(l *planner.CostLine) float64 { return float64(l.Ordered) })
	column("line_vat", won, lineVAT, func(l *planner.CostLine) float64 { return float64(vatOf(l)) })
	for _, f := range lineFactors {
		column("line_"+f.name, ratio, f.col, func(l *planner.CostLine) float64 { return factorOf(l, f.name) })
	}
}

// vatOf is the VAT on the estimate, as CostLine has that on the forecast.
func vatOf(l *planner.CostLine) float64 {
	if l.VAT == nil {
		return 0
	}
	return formula.Round(formula.Of(float64(l.AmountKRW)).Times(formula.Of(l.VAT.Value))).V
}

// factorOf is a factor of a line; 1 where it has none of the name.
func factorOf(l *planner.CostLine, name string) float64 {
	for _, f := range l.Factors {
		if f.Name == name {
			return f.Value
		}
	}
	return 1
}
