package workbook

import (
	"context"
	"fmt"
	"io"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/formula"
	"buildout/web/locales"
)

// Comparison is plans side by side. Cases, the columns of the matrix and the
// bridges are in the same order.
type Comparison struct {
	Matrix  compare.Matrix
	Results []planner.Result       // those of plans with faults are empty
	Bridges []compare.BridgeResult // of won, from the baseline to each plan; those of the baseline and of plans with faults are empty
	Version string                 // of the program
	Locale  *locales.Locale
}

// WriteComparison writes the workbook of a comparison: the matrix with its
// differences, what leads from the baseline to each other plan, the years side by
// side, and the inputs that differ. Values are the program's; differences, sums
// and running totals are formulas.
func WriteComparison(ctx context.Context, w io.Writer, c Comparison) error {
	b := newComparison(ctx, c)
	for _, lay := range []func(*book, Comparison){(*book).layMatrix, (*book).layBridges, (*book).laySides, (*book).layDifferences} {
		lay(b, c)
	}
	return b.write(ctx, w)
}

// newComparison opens the sheets of a comparison.
func newComparison(ctx context.Context, c Comparison) *book {
	b := &book{ctx: ctx, Source: Source{Version: c.Version, Locale: c.Locale}}
	b.Plan.Name = c.Locale.T("workbook.comparison")
	b.in = newInputs(b)
	for _, key := range []string{"matrix", "bridge", "side", "differing"} {
		b.open(key)
	}
	return b
}

// columnTitle is the title of a plan of the comparison.
func columnTitle(l *locales.Locale, m compare.Matrix, i int) string {
	return l.Text(m.Plans[i].Title, m.Plans[i].Name)
}

// The columns of the sheets of a comparison before those of the plans.
const (
	comparedWhat = 1
	comparedUnit = 2
	comparedFrom = 3
)

// heads writes the title of a sheet and, below it, what the columns of plans and
// of their differences are. It returns the column of the first difference.
func (b *book) heads(s *sheet, c Comparison) (differences int) {
	l, m := b.Locale, c.Matrix
	s.head, s.side = 4, comparedUnit
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, l.T("workbook.comparison.note", "baseline", m.Plans[m.Baseline].Name), style{plain, note})
	s.text(4, comparedWhat, l.T("workbook.comparison.what"), style{plain, heading})
	s.text(4, comparedUnit, l.T("workbook.inputs.unit"), style{plain, heading})
	s.widths[comparedWhat], s.widths[comparedUnit] = 44, 14
	differences = comparedFrom + len(m.Plans)
	at := differences
	for i := range m.Plans {
		s.text(4, comparedFrom+i, columnTitle(l, m, i), style{plain, heading})
		s.widths[comparedFrom+i] = 20
		if i == m.Baseline {
			continue
		}
		s.text(4, at, l.T("workbook.comparison.less", "plan", columnTitle(l, m, i)), style{plain, heading})
		s.widths[at] = 20
		at++
	}
	return differences
}

// layMatrix lays the results of all plans, and by formulas what they differ from
// the baseline.
func (b *book) layMatrix(c Comparison) {
	s := b.sheet("matrix")
	differences := b.heads(s, c)
	row := 5
	for i, p := range c.Matrix.Plans {
		s.text(row, comparedFrom+i, p.Name, style{plain, note})
		s.text(row+1, comparedFrom+i, p.Hash, style{plain, note})
	}
	s.text(row, comparedWhat, b.Locale.T("workbook.comparison.name"), style{plain, label})
	s.text(row+1, comparedWhat, b.Locale.T("workbook.comparison.hash"), style{plain, label})
	group := compare.MeasureGroup("")
	for row = 7; len(c.Matrix.Results) > 0; row++ {
		m := &c.Matrix.Results[0]
		if m.Group != group {
			group = m.Group
			s.text(row, comparedWhat, b.Locale.Name("compare.group", string(group)), style{plain, heading})
			continue
		}
		c.Matrix.Results = c.Matrix.Results[1:]
		b.layMeasure(s, row, differences, c.Matrix.Baseline, m)
	}
}

// layMeasure lays a measure of all plans.
func (b *book) layMeasure(s *sheet, row, differences, baseline int, m *compare.MatrixRow) {
	s.text(row, comparedWhat, b.Locale.MeasureTitle(m.Measure), style{plain, label})
	s.text(row, comparedUnit, b.measureUnit(m.Measure), style{plain, note})
	look, at := formatOf(m.Unit), differences
	values := make([]formula.Num, len(m.Cells))
	for i, cell := range m.Cells {
		switch v := cell.Value; v.Kind {
		case compare.Number:
			values[i] = s.put(row, comparedFrom+i, formula.Of(v.Number), style{look, fixed})
		case compare.MonthValue:
			s.putMonth(row, comparedFrom+i, month(planner.Month(v.Number)), fixed)
		case compare.TierValue:
			s.text(row, comparedFrom+i, v.Text, style{plain, fixed})
		}
	}
	for i, cell := range m.Cells {
		if i == baseline {
			continue
		}
		if cell.Value.Kind == compare.Number && m.Cells[baseline].Value.Kind == compare.Number {
			s.put(row, at, values[i].Minus(values[baseline]), style{look, derived})
		}
		at++
	}
}

// measureUnit is the unit of a measure as the cells hold it.
func (b *book) measureUnit(m compare.Measure) string {
	if m.Unit == "KRW" {
		return b.Locale.WonUnit()
	}
	return b.Locale.MeasureUnit(m)
}

// formatOf is how a number of a unit of measures is shown.
func formatOf(unit string) format {
	switch unit {
	case "KRW":
		return won
	case "kW":
		return kw
	case "share", "share/year":
		return share
	case "findings", "positions", "kWh", "months":
		return whole
	}
	return decimal
}

// layBridges lays what leads from the baseline to each other plan, step by step,
// with the running total that must end at the plan's forecast.
func (b *book) layBridges(c Comparison) {
	s, l := b.sheet("bridge"), b.Locale
	s.head = 2
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, l.T("workbook.bridge.note"), style{plain, note})
	for col, width := range []float64{48, 22, 22, 22} {
		s.widths[col+1] = width
	}
	row := 4
	for i, bridge := range c.Bridges {
		if i == c.Matrix.Baseline || len(c.Matrix.Plans[i].Faults) > 0 || bridge.Unit == "" {
			continue
		}
		row = b.layBridge(s, row, columnTitle(l, c.Matrix, i), bridge) + 2
	}
}

// layBridge lays one bridge and returns its last row.
func (b *book) layBridge(s *sheet, row int, to string, bridge compare.BridgeResult) int {
	l := b.Locale
	s.text(row, 1, l.T("workbook.bridge.to", "from", l.Text(bridge.From.Title, bridge.From.Name), "to", to), style{plain, heading})
	for i, key := range []string{"amount", "running", "values"} {
		words := l.T("workbook.bridge." + key)
		if key != "values" {
			words += " (" + l.WonUnit() + ")"
		}
		s.text(row, 2+i, words, style{plain, heading})
	}
	row++
	s.text(row, 1, l.Text(bridge.From.Title, bridge.From.Name), style{plain, label})
	running := s.put(row, 3, formula.Of(float64(bridge.From.Amount)), style{won, fixed})
	for _, step := range bridge.Steps {
		row++
		s.text(row, 1, l.Driver(step), style{plain, label})
		amount := s.put(row, 2, formula.Of(float64(step.Amount)), style{won, fixed})
		running = s.put(row, 3, running.Plus(amount), style{won, derived})
		s.put(row, 4, formula.Of(float64(step.Count)), style{whole, fixed})
	}
	row++
	s.text(row, 1, to, style{plain, label})
	end := s.put(row, 3, formula.Of(float64(bridge.To.Amount)), style{won, total})
	row++
	s.text(row, 1, l.T("workbook.bridge.rest"), style{plain, label})
	s.put(row, 3, end.Minus(running), style{won, verdict})
	return row
}

// laySides lays what each plan pays in each calendar year, before and after its
// horizon, and the sum, which must be its forecast.
func (b *book) laySides(c Comparison) {
	s, l := b.sheet("side"), b.Locale
	differences := b.heads(s, c)
	first, last := yearsOf(c.Results)
	row, from := 4, 5
	lay := func(what string, of func(r *planner.Result) planner.KRW) {
		row++
		s.text(row, comparedWhat, what, style{plain, label})
		s.text(row, comparedUnit, l.WonUnit(), style{plain, note})
		values := make([]formula.Num, len(c.Results))
		for i := range c.Results {
			values[i] = s.put(row, comparedFrom+i, formula.Of(float64(of(&c.Results[i]))), style{won, fixed})
		}
		b.layLess(s, row, differences, c.Matrix.Baseline, values, derived)
	}
	lay(l.T("workbook.side.before"), func(r *planner.Result) planner.KRW { return r.Budget.BeforeKRW })
	for year := first; year <= last; year++ {
		lay(fmt.Sprint(year), func(r *planner.Result) planner.KRW { return paidIn(r, year) })
	}
	lay(l.T("workbook.side.after"), func(r *planner.Result) planner.KRW { return r.Budget.AfterKRW })
	to := row
	row++
	s.text(row, comparedWhat, l.T("workbook.side.sum"), style{plain, label})
	sums := make([]formula.Num, len(c.Results))
	for i := range c.Results {
		sums[i] = s.put(row, comparedFrom+i, s.column(comparedFrom+i, from, to).Sum(), style{won, total})
	}
	b.layLess(s, row, differences, c.Matrix.Baseline, sums, total)
	row++
	s.text(row, comparedWhat, l.T("workbook.side.rest"), style{plain, label})
	for i := range c.Results {
		s.put(row, comparedFrom+i, formula.Of(float64(c.Results[i].Budget.ForecastKRW)).Minus(sums[i]), style{won, verdict})
	}
}

// layLess lays what values differ from that of the baseline.
func (b *book) layLess(s *sheet, row, differences, baseline int, values []formula.Num, as role) {
	at := differences
	for i, v := range values {
		if i != baseline {
			s.put(row, at, v.Minus(values[baseline]), style{won, as})
			at++
		}
	}
}

func yearsOf(results []planner.Result) (first, last int) {
	for _, r := range results {
		for _, y := range r.Budget.Years {
			if first == 0 || y.Year < first {
				first = y.Year
			}
			last = max(last, y.Year)
		}
	}
	return first, last
}

func paidIn(r *planner.Result, year int) planner.KRW {
	for _, y := range r.Budget.Years {
		if y.Year == year {
			return y.PaidKRW
		}
	}
	return 0
}

// layDifferences lays the inputs in which plans differ, by path.
func (b *book) layDifferences(c Comparison) {
	s, l := b.sheet("differing"), b.Locale
	s.head, s.side = 4, 1
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, l.T("workbook.differing.note", "count", l.Int(c.Matrix.Inputs.Count), "listed", l.Int(len(c.Matrix.Inputs.Rows))), style{plain, note})
	s.text(4, 1, l.T("workbook.inputs.path"), style{plain, heading})
	s.widths[1] = 64
	for i := range c.Matrix.Plans {
		s.text(4, 2+i, columnTitle(l, c.Matrix, i), style{plain, heading})
		s.widths[2+i] = 26
	}
	for k, input := range c.Matrix.Inputs.Rows {
		s.text(5+k, 1, input.Path, style{plain, label})
		for i, cell := range input.Cells {
			s.text(5+k, 2+i, cell.Text, style{plain, fixed})
		}
	}
}
