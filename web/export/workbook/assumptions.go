package workbook

import (
	"strings"

	"buildout/planner"
	"buildout/planner/formula"
)

// The columns of the sheet Assumptions.
const (
	assumedWhat = iota + 1
	assumedValue
	assumedUnit
	assumedLow
	assumedHigh
	assumedClass
	assumedIs
	assumedOwnIs
	assumedShipped
	assumedSource
	assumedAsOf
	assumedName
)

var assumedHeadings = []string{"what", "value", "unit", "low", "high", "class", "assumption", "own", "shipped", "source", "as_of", "name"}

// The rows above the values.
const (
	assumedNote = iota + 2
	assumedAll
	assumedCount
	assumedOwn
	assumedHead
)

// layAssumptions lays the sheet Assumptions: the reference values that the
// workbook goes by, each with where it comes from.
func (b *book) layAssumptions() {
	s := b.sheet("assumptions")
	s.head, s.side, s.printed = assumedHead, assumedValue, assumedSource
	s.text(1, 1, s.name, style{plain, title})
	s.text(assumedNote, 1, b.Locale.T("workbook.assumptions.note"), style{plain, note})
	for i, key := range assumedHeadings {
		look := style{plain, heading}
		if i+1 == assumedValue || i+1 == assumedLow || i+1 == assumedHigh || i+1 == assumedShipped {
			look.format = whole
		}
		s.text(assumedHead, i+1, b.Locale.T("workbook.assumptions."+key), look)
	}
	s.widths[assumedWhat], s.widths[assumedSource], s.widths[assumedName] = 58, 70, 44
	row, part := assumedHead+1, ""
	for _, v := range planner.ReferenceValues(b.Plan, b.Reference) {
		if !b.uses(&v) {
			continue
		}
		if v.Section != part {
			part = v.Section
			s.text(row, 1, b.Locale.T("value.section."+part), style{plain, section})
			for col := 2; col <= assumedName; col++ {
				s.at(row, col).style = style{plain, section}
			}
			row++
		}
		b.layAssumption(s, row, &v)
		row++
	}
	last := max(row-1, assumedHead+1)
	count := func(at int, key string, n formula.Num) {
		s.text(at, 1, b.Locale.T("workbook.assumptions."+key), style{plain, label})
		s.put(at, assumedValue, n, style{whole, total})
	}
	is, own := s.column(assumedIs, assumedHead+1, last), s.column(assumedOwnIs, assumedHead+1, last)
	count(assumedAll, "all", formula.Ref(float64(row-assumedHead-1), "COUNT("+is.Formula()+")"))
	s.at(assumedAll, assumedValue).v = numbersIn(s, assumedIs, assumedHead+1, last)
	count(assumedCount, "count", is.Sum())
	count(assumedOwn, "own_count", own.Sum())
}

// numbersIn counts the cells of a column that hold numbers.
func numbersIn(s *sheet, col, from, to int) (n float64) {
	for row := from; row <= to; row++ {
		if k := s.at(row, col).kind; k == number || k == numberFormula {
			n++
		}
	}
	return n
}

// uses reports whether the workbook goes by a reference value: an input stands
// for it, the plan has its own in its place, or a line is priced by it.
func (b *book) uses(v *planner.ReferenceValue) bool {
	if _, is := b.in.byPath[v.Editable]; is && v.Editable != "" || v.Overridden {
		return true
	}
	code, price := strings.CutPrefix(v.Name, "cost_book.entries.")
	if !price {
		return false
	}
	for i := range b.Result.CostLines {
		if b.Result.CostLines[i].Code == code {
			return true
		}
	}
	return false
}

func (b *book) layAssumption(s *sheet, row int, v *planner.ReferenceValue) {
	flag := func(col int, is bool) {
		n := 0.0
		if is {
			n = 1
		}
		s.put(row, col, formula.Of(n), style{whole, note})
	}
	look := (&inputCell{v: v.Value, unit: v.Unit, kind: planner.NumberReading}).format()
	s.text(row, assumedWhat, b.Locale.ValueTitle(*v), style{plain, label})
	if c, is := b.in.byPath[v.Editable]; is && v.Editable != "" {
		s.put(row, assumedValue, formula.Ref(c.v, c.name), style{look, derived})
	} else {
		s.put(row, assumedValue, formula.Of(v.Value), style{look, fixed})
	}
	s.text(row, assumedUnit, b.Locale.ValueUnit(v.Unit), style{plain, note})
	if v.Low != 0 || v.High != 0 {
		s.put(row, assumedLow, formula.Of(v.Low), style{look, note})
		s.put(row, assumedHigh, formula.Of(v.High), style{look, note})
	}
	if v.Class != "" {
		s.text(row, assumedClass, b.Locale.Name("class", v.Class), style{plain, note})
	}
	flag(assumedIs, v.Assumption)
	flag(assumedOwnIs, v.Overridden)
	if v.Overridden && !v.OfPlan {
		s.put(row, assumedShipped, formula.Of(v.Shipped), style{look, note})
	}
	s.text(row, assumedSource, v.Source, style{plain, note})
	s.text(row, assumedAsOf, v.AsOf, style{plain, note})
	s.text(row, assumedName, v.Name, style{plain, note})
}
