package workbook

import (
	"slices"
	"strings"

	"buildout/planner/formula"
)

// The columns of the sheet Inputs.
const (
	inputTitle = iota + 1
	inputValue
	inputUnit
	inputExported
	inputChanged
	inputDesign
	inputLow
	inputHigh
	inputSource
	inputAsOf
	inputPath
	inputMonth
)

// inputHeadings are the keys of their words.
var inputHeadings = []string{"what", "value", "unit", "exported", "changed", "design", "low", "high", "source", "as_of", "path", "month"}

// The names of the cells that count what is changed.
const (
	changedName = "buildout_inputs_changed"
	designName  = "buildout_design_changed"
)

// changed is how many inputs are not as they were exported.
func (b *book) changed() formula.Num { return formula.Ref(0, changedName) }

// designChanged is how many of them decide capacity, which does not follow.
func (b *book) designChanged() formula.Num { return formula.Ref(0, designName) }

// The rows above the inputs.
const (
	inputNote = iota + 2
	inputCount
	inputDesignCount
	inputHead
)

// layInputs lays the sheet Inputs: every input that a formula refers to, in
// sections that finance looks for them in.
func (b *book) layInputs() {
	s := b.sheet("inputs")
	s.head, s.side, s.printed = inputHead, inputValue, inputSource
	s.text(1, 1, s.name, style{plain, title})
	s.text(inputNote, 1, b.Locale.T("workbook.inputs.note"), style{plain, note})
	for i, key := range inputHeadings {
		look := style{plain, heading}
		if i+1 == inputValue || i+1 == inputExported {
			look.format = whole
		}
		s.text(inputHead, i+1, b.Locale.T("workbook.inputs."+key), look)
	}
	s.widths[inputTitle], s.widths[inputSource], s.widths[inputPath] = 58, 46, 46
	row := inputHead + 1
	list := b.sections()
	for i, c := range list {
		if i == 0 || list[i-1].section != c.section {
			s.text(row, 1, b.Locale.T("workbook.section."+sections[c.section]), style{plain, section})
			for col := 2; col <= inputMonth; col++ {
				s.at(row, col).style = style{plain, section}
			}
			row++
		}
		b.layInput(s, row, c)
		row++
	}
	last := max(row-1, inputHead+1)
	changed, design := s.column(inputChanged, inputHead+1, last), s.column(inputDesign, inputHead+1, last)
	s.text(inputCount, 1, b.Locale.T("workbook.inputs.count"), style{plain, label})
	s.put(inputCount, inputValue, changed.Sum(), style{whole, total})
	s.text(inputDesignCount, 1, b.Locale.T("workbook.inputs.design_count"), style{plain, label})
	s.put(inputDesignCount, inputValue, changed.SumProduct(design), style{whole, total})
	b.named(changedName, s, inputCount, inputValue)
	b.named(designName, s, inputDesignCount, inputValue)
}

// listed is an input with its place on the sheet.
type listed struct {
	*inputCell
	section     int
	where, what string
}

// sections sorts the inputs by section, those of one place together.
func (b *book) sections() []listed {
	list := make([]listed, len(b.in.list))
	order := map[string]int{}
	for i, c := range b.in.list {
		b.in.complete(c)
		where, what := b.inputWords(c)
		list[i] = listed{c, sectionOf(c.path), where, what}
		if _, known := order[where]; !known {
			order[where] = len(order)
		}
	}
	slices.SortStableFunc(list, func(x, y listed) int {
		if x.section != y.section {
			return x.section - y.section
		}
		return order[x.where] - order[y.where]
	})
	return list
}

func (b *book) layInput(s *sheet, row int, c listed) {
	c.row = row
	s.text(row, inputTitle, strings.TrimPrefix(c.where+" · "+c.what, " · "), style{plain, label})
	unit := b.Locale.ValueUnit(c.unit)
	if c.options != nil {
		unit = b.Locale.T("workbook.choice." + c.path[strings.LastIndexByte(c.path, '/')+1:])
	}
	s.text(row, inputUnit, unit, style{plain, note})
	s.text(row, inputSource, b.sourceWords(c.source, c.assumed), style{plain, note})
	s.text(row, inputAsOf, c.asOf, style{plain, note})
	s.text(row, inputPath, c.path, style{plain, note})
	design := 0.0
	if c.design {
		design = 1
	}
	s.put(row, inputDesign, formula.Of(design), style{whole, note})
	look := c.format()
	if c.low != 0 || c.high != 0 {
		s.put(row, inputLow, formula.Of(c.low), style{look, note})
		s.put(row, inputHigh, formula.Of(c.high), style{look, note})
	}
	for col, role := range map[int]role{inputValue: input, inputExported: fixed} {
		c.lay(s, row, col, style{look, role})
	}
	value, exported := s.ref(row, inputValue), s.ref(row, inputExported)
	if c.isMonth() {
		value = s.put(row, inputMonth, monthNumber(c.v, value), style{whole, note})
		exported = monthNumber(c.v, exported)
	}
	s.put(row, inputChanged, formula.If(value.Is(exported), formula.Of(0), formula.Of(1)), style{whole, derived})
}

// lay puts the value of an input, which is blank where the plan gives none.
func (c *inputCell) lay(s *sheet, row, col int, look style) {
	switch {
	case c.options != nil:
		s.text(row, col, c.text, look)
	case !c.given:
		s.at(row, col).style = look
	case c.isMonth():
		s.putMonth(row, col, formula.Of(c.v), look.role)
	default:
		s.put(row, col, formula.Of(c.v), look)
	}
}

// monthNumber is the number of formulas of a month that stands in a cell as a
// date, 0 where that is blank.
func monthNumber(v float64, cell formula.Num) formula.Num {
	f := cell.Formula()
	return formula.Ref(v, "IF("+f+">0,YEAR("+f+")*12+MONTH("+f+")-1,0)")
}
