package workbook

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"buildout/planner"
	"buildout/planner/formula"
)

// sheet is a sheet that is being laid. Rows and columns count from 1.
type sheet struct {
	key    string          // of its name in the catalogues, below workbook.sheet
	name   string          // on its tab
	prefix string          // before its cells in formulas, such as 'Cost lines'!
	grid   int             // first column of a row of months, from which on columns are relative; 0 where there is none
	head   int             // rows that stay in sight and repeat in print
	side   int             // columns that stay in sight and repeat in print
	widths map[int]float64 // of columns, where the contents do not say them
	height map[int]float64 // of rows that are higher than a line, in points
	list   []planner.Month // of the grid

	monthRow int // of the dates of the grid
	printed  int // last column that is printed; all where 0
	rows     [][]cell
	charts   []chart
	links    []jump

	scratch []byte // of the formula that is put
}

// kind is what a cell holds.
type kind uint8

const (
	empty kind = iota
	number
	text
	numberFormula
	textFormula
)

// cell is a cell of a sheet. There may be millions.
type cell struct {
	v      float64
	held   *content // nil for a number alone
	kind   kind
	style  style
	seen   bool // whether a file that came back has it
	quoted bool // a text that an editor of the cell would take for a formula
}

// content is what a cell holds beside its number. Cells that are filled to the
// right hold one together.
type content struct {
	text   string // or the value of a text formula
	filled string // the formula without the sign of equality, as appendFilled writes it
}

// text returns the text, or the value of a text formula.
func (c *cell) text() string {
	if c.held == nil {
		return ""
	}
	return c.held.text
}

// appendFormula writes the formula of a cell in the column, without the sign of
// equality.
func (c *cell) appendFormula(out []byte, col int) []byte {
	if c.held == nil {
		return out
	}
	return unfilled(out, c.held.filled, col)
}

// formula returns the formula of a cell without the sign of equality.
func (s *sheet) formula(row, col int) string {
	return string(s.at(row, col).appendFormula(nil, col))
}

// style is how a cell looks.
type style struct {
	format format
	role   role
}

// format is how a number is shown.
type format uint8

const (
	general  format = iota
	won             // in the unit of the workbook
	exactWon        // always in won
	whole
	kw      // one decimal
	share   // percent
	ratio   // many decimals, for factors and levels
	decimal // two decimals
	monthly // a date, shown as year and month
	plain   // text
)

// role is what a cell is for. Colour follows it, and never alone: inputs are
// unlocked, headings stand in bold.
type role uint8

const (
	derived role = iota // a formula
	input               // may be changed
	fixed               // a number that the program has worked out, or a fact; may not be changed here
	heading             // of columns
	section             // of rows
	total               // a sum
	label               // of a row
	title               // of a sheet
	note                // small words
	prose               // words over several lines
	answer              // a number that the workbook is read for
	link                // to another sheet
	verdict             // of a check: good where it is 0
)

// openSheets makes the sheets in the order of their tabs.
func (b *book) openSheets() {
	for _, key := range []string{
		"cover", "summary", "inputs", "quantities", "lines", "cash", "years", "commitments", "operation", "depreciation", "worth", "capacity", "assumptions", "checks",
		"levels", "schedule", "combinations", "states", "demand", "placement", "terms", "payments", "books", "funding", "growth", "assets", "running",
	} {
		b.open(key)
	}
}

// open opens a sheet after those that are there.
func (b *book) open(key string) *sheet {
	name := b.Locale.T("workbook.sheet." + key)
	prefix := name + "!"
	if strings.ContainsAny(name, " -()'") || !isASCII(name) {
		prefix = "'" + name + "'!"
	}
	s := &sheet{key: key, name: name, prefix: prefix, widths: map[int]float64{}, height: map[int]float64{}}
	b.sheets = append(b.sheets, s)
	return s
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] > 127 {
			return false
		}
	}
	return true
}

// sheet returns a sheet by its key. Sheets that stay empty are not written.
func (b *book) sheet(key string) *sheet {
	for _, s := range b.sheets {
		if s.key == key {
			return s
		}
	}
	panic("no sheet " + key)
}

// next returns the first row below all that is there.
func (s *sheet) next() int { return len(s.rows) + 1 }

func (s *sheet) at(row, col int) *cell {
	for len(s.rows) < row {
		s.rows = append(s.rows, nil)
	}
	r := s.rows[row-1]
	if len(r) < col {
		if cap(r) < col {
			room := max(2*cap(r), col, 8)
			if last := s.grid + len(s.list) - 1; s.grid > 0 && col <= last {
				room = min(room, s.grid-1) // before the months
				if col >= s.grid {
					room = last
				}
			}
			grown := make([]cell, col, max(room, col))
			copy(grown, r)
			r = grown
		}
		r = r[:col]
		s.rows[row-1] = r
	}
	return &r[col-1]
}

// put writes a number, or the formula that gives it, and returns a reference to
// the cell.
func (s *sheet) put(row, col int, n formula.Num, style style) formula.Num {
	c := s.at(row, col)
	*c = cell{kind: number, style: style, v: n.V}
	if !n.IsLiteral() {
		c.kind = numberFormula
		s.fill(row, col, n.Formula())
	}
	return s.ref(row, col)
}

// fill gives a cell its formula: that of the cell on its left, where it is the
// same filled to the right.
func (s *sheet) fill(row, col int, f string) {
	s.scratch = appendFilled(s.scratch[:0], s.own(f), col)
	cells := s.rows[row-1]
	if col > 1 && cells[col-2].kind == numberFormula && cells[col-2].held.filled == string(s.scratch) {
		cells[col-1].held = cells[col-2].held
		return
	}
	cells[col-1].held = &content{filled: string(s.scratch)}
}

// ref refers to a number that is there.
func (s *sheet) ref(row, col int) formula.Num {
	return formula.Ref(s.at(row, col).v, s.prefix+s.address(row, col))
}

// text writes a text. It is never a formula, whatever it begins with.
func (s *sheet) text(row, col int, words string, style style) {
	words = written(words)
	quoted := words != "" && strings.ContainsRune("=+-@\t\r", rune(words[0]))
	*s.at(row, col) = cell{kind: text, style: style, quoted: quoted, held: &content{text: words}}
}

// maxText is the most characters that a cell holds.
const maxText = 32_767

// written is a text as a file may hold it: without what XML has no characters
// for, and not longer than a cell.
func written(words string) string {
	words = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(words, ""))
	if len(words) <= maxText {
		return words
	}
	units := utf16.Encode([]rune(words))
	return strings.ToValidUTF8(string(utf16.Decode(units[:min(len(units), maxText)])), "")
}

// putText writes the formula of a text and returns a reference to the cell.
func (s *sheet) putText(row, col int, t formula.Text, style style) formula.Text {
	filled := appendFilled(nil, s.own(t.Formula()), col)
	*s.at(row, col) = cell{kind: textFormula, style: style, held: &content{t.V, string(filled)}}
	return formula.TextRef(t.V, s.prefix+s.address(row, col))
}

// putMonth writes a month, given as the number of formulas, as a date that
// people read. It is blank where the number is 0. Formulas go on with the number.
func (s *sheet) putMonth(row, col int, m formula.Num, role role) {
	c := s.at(row, col)
	*c = cell{kind: numberFormula, style: style{monthly, role}, v: serial(planner.Month(m.V))}
	if m.IsLiteral() {
		if c.kind = number; m.V == 0 {
			c.kind = empty
		}
		return
	}
	s.fill(row, col, dateOf(m))
}

// putMonthIf is putMonth for a formula that may give no month, which 0 is.
func (s *sheet) putMonthIf(row, col int, m formula.Num, role role) {
	s.putMonth(row, col, m, role)
	if s.at(row, col).kind == numberFormula {
		s.fill(row, col, "IF("+m.Formula()+"=0,0,"+dateOf(m)+")")
	}
}

// dateOf is the formula of the date of a month.
func dateOf(m formula.Num) string {
	f := "(" + m.Formula() + ")"
	return "DATE(INT(" + f + "/12),MOD(" + f + ",12)+1,1)"
}

// serial is the date of a month's first day as spreadsheets count days.
func serial(m planner.Month) float64 {
	if m.IsZero() {
		return 0
	}
	y := m.Year() - 1
	day := 365*y + y/4 - y/100 + y/400
	for k := planner.Month(m.Year() * 12); k < m; k++ {
		day += k.Days()
	}
	return float64(day + 1 - beforeSerials)
}

// beforeSerials is the days from the first of year 1 to the one that spreadsheets
// count from, 30 December 1899.
const beforeSerials = 693594

// own leaves the sheet's own name out of a formula.
func (s *sheet) own(f string) string { return strings.ReplaceAll(f, s.prefix, "") }

// row refers to cells in a row.
func (s *sheet) row(row, from, to int) formula.Range {
	return s.area(row, from, row, to)
}

// column refers to cells in a column.
func (s *sheet) column(col, from, to int) formula.Range {
	return s.area(from, col, to, col)
}

func (s *sheet) area(row, col, toRow, toCol int) formula.Range {
	v := make([]float64, 0, (toRow-row+1)*(toCol-col+1))
	for r := row; r <= toRow; r++ {
		for c := col; c <= toCol; c++ {
			v = append(v, s.at(r, c).v)
		}
	}
	ref := s.prefix + s.fixed(row, col) + ":" + s.fixed(toRow, toCol)
	if row == toRow {
		return formula.RowOf(v, ref)
	}
	return formula.RangeOf(v, ref)
}

// address writes a cell as formulas refer to it: columns before the months stay
// where they are when a formula is filled to the right, rows of headings when it
// is filled down.
func (s *sheet) address(row, col int) string {
	var b [16]byte
	out := b[:0]
	if s.grid == 0 || col < s.grid {
		out = append(out, '$')
	}
	out = append(out, columnName(col)...)
	if row <= s.head {
		out = append(out, '$')
	}
	return string(strconv.AppendInt(out, int64(row), 10))
}

// fixed writes a cell that stays where it is.
func (s *sheet) fixed(row, col int) string {
	return "$" + columnName(col) + "$" + strconv.Itoa(row)
}

// columnNames are the letters of columns.
var columnNames = func() (names [1024]string) {
	for i := range names {
		for n := i + 1; n > 0; n = (n - 1) / 26 {
			names[i] = string(rune('A'+(n-1)%26)) + names[i]
		}
	}
	return names
}()

func columnName(col int) string { return columnNames[col-1] }

// months writes the months of a grid at its head: as dates in one row, as the
// numbers of formulas in the next. It returns the numbers.
func (s *sheet) months(row int, list []planner.Month) []formula.Num {
	s.list, s.monthRow = list, row
	numbers := make([]formula.Num, len(list))
	for i, m := range list {
		s.putMonth(row, s.grid+i, month(m), heading)
		numbers[i] = s.put(row+1, s.grid+i, month(m), style{whole, note})
	}
	return numbers
}
