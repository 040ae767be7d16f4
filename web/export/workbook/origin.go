package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"

	"buildout/planner/formula"
)

// Origin is what a workbook says of itself on its cover, under names, so that it
// is known when it comes back.
type Origin struct {
	Plan     string // name of the plan
	Hash     string // of the plan
	Revision int    // stored revision; 0 of a plan that was not stored
	Format   int    // of the workbook, see originFormat
	Language string
	Unit     string // won, million or eok
	Version  string // of the program
	Layout   string // digest of what the sheets hold besides inputs
}

// originFormat rises when what a workbook says of itself changes.
const originFormat = 1

// The names of the cells that say where a workbook comes from.
const (
	namePlan     = "buildout_plan"
	nameHash     = "buildout_plan_hash"
	nameRevision = "buildout_revision"
	nameFormat   = "buildout_format"
	nameLanguage = "buildout_language"
	nameUnit     = "buildout_unit"
	nameVersion  = "buildout_version"
	nameLayout   = "buildout_layout"
)

// namedCell is a cell with a name of its own, beside those of inputs.
type namedCell struct {
	name     string
	sheet    *sheet
	row, col int
}

// layOrigin lays where the workbook comes from on a sheet, from a row down: words
// in the first column, what they say in the second. It returns the row below.
func (b *book) layOrigin(s *sheet, row int) int {
	put := func(name, key string, write func(row int)) {
		s.text(row, 1, b.Locale.T("workbook.origin."+key), style{plain, label})
		write(row)
		b.names = append(b.names, namedCell{name, s, row, 2})
		row++
	}
	words := func(text string) func(int) {
		return func(row int) { s.text(row, 2, text, style{plain, fixed}) }
	}
	number := func(n int) func(int) {
		return func(row int) { s.put(row, 2, formula.Of(float64(n)), style{general, fixed}) }
	}
	put(namePlan, "plan", words(b.Plan.Name))
	put(nameHash, "hash", words(b.Result.Plan.Hash))
	put(nameRevision, "revision", number(b.Revision.Number))
	put(nameFormat, "format", number(originFormat))
	put(nameLanguage, "language", words(b.Locale.Lang))
	put(nameUnit, "unit", words(b.Locale.Unit))
	put(nameVersion, "version", words(b.Version))
	put(nameLayout, "layout", words(""))
	return row
}

// seal writes the digest of the layout on the cover.
func (b *book) seal() {
	for _, n := range b.names {
		if n.name == nameLayout {
			n.sheet.at(n.row, n.col).held.text = b.layout()
		}
	}
}

// layout is a digest of all formulas and of all numbers that are no inputs, in
// their cells. The cover, which says when and by whom, is left out.
func (b *book) layout() string {
	sum := sha256.New()
	line := make([]byte, 0, 4096)
	for _, s := range b.sheets {
		line = fmt.Appendf(line[:0], "%q\n", s.name)
		for r, row := range s.rows {
			if s.key == coverSheet {
				break
			}
			for c := range row {
				line = row[c].appendLaid(line, r+1, c+1)
			}
			if len(line) > 2048 {
				sum.Write(line)
				line = line[:0]
			}
		}
		sum.Write(line)
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// coverSheet is the key of the sheet that says where the workbook comes from.
const coverSheet = "cover"

// appendLaid writes a cell for the digest of the layout: a formula, or a number
// that is no input.
func (c *cell) appendLaid(line []byte, row, col int) []byte {
	switch {
	case c.kind == numberFormula || c.kind == textFormula:
		line = c.appendFormula(appendPlace(line, row, col, '='), col)
	case c.locked() && c.kind == number:
		line = strconv.AppendUint(appendPlace(line, row, col, ':'), math.Float64bits(c.v), 16)
	default:
		return line
	}
	return append(line, '\n')
}

// locked reports whether a cell may not be changed in the workbook.
func (c *cell) locked() bool { return c.style.role != input }

// appendPlace writes where a cell stands and a sign after it.
func appendPlace(line []byte, row, col int, sign byte) []byte {
	line = append(strconv.AppendInt(line, int64(row), 10), ',')
	return append(strconv.AppendInt(line, int64(col), 10), sign)
}
