package workbook

import (
	"context"
	"fmt"
	"math"
	"strings"

	"buildout/planner"
)

// holder holds the cells of a file against those that were laid.
type holder struct {
	*File
	b      *book
	inputs map[string]foundInput // by path
	faults []planner.Fault
	last   flaw // of the row that is held
	above  flaw // of rows before
	errors []Notice
	headed bool // whether the headings of the inputs are as they were laid
}

// foundInput is where an input stands in a file, and what.
type foundInput struct {
	row int
	foundCell
}

// flaw is a rectangle of cells that are wrong in the same way.
type flaw struct {
	sheet                string
	row, col, toRow, toC int
	found                any
	message              string
}

// maxFaults is the most faults that are told at once.
const maxFaults = 500

func (h *holder) fault(f planner.Fault) {
	h.flush()
	if len(h.faults) < maxFaults {
		h.faults = append(h.faults, f)
	}
}

// flawed tells a wrong cell, together with those beside and above it.
func (h *holder) flawed(s *sheet, row, col int, found any, message string) {
	if l := &h.last; l.sheet == s.name && l.row == row && l.toC == col-1 && l.message == message {
		l.toC = col
		return
	}
	h.endRow()
	h.last = flaw{s.name, row, col, row, col, found, message}
}

// endRow puts the last flaw to that above it where both are of the same columns.
func (h *holder) endRow() {
	l, a := h.last, &h.above
	switch h.last = (flaw{}); {
	case l.sheet == "":
	case a.sheet == l.sheet && a.col == l.col && a.toC == l.toC && a.toRow == l.row-1 && a.message == l.message:
		a.toRow = l.row
	default:
		h.tell(*a)
		*a = l
	}
}

// flush tells the flaws that are not told yet.
func (h *holder) flush() {
	h.endRow()
	h.tell(h.above)
	h.above = flaw{}
}

func (h *holder) tell(l flaw) {
	if l.sheet == "" || len(h.faults) >= maxFaults {
		return
	}
	at := l.sheet + "!" + cellName(l.row, l.col)
	if l.toC > l.col || l.toRow > l.row {
		at += ":" + cellName(l.toRow, l.toC)
	}
	h.faults = append(h.faults, planner.NewFault(at, l.found, "%s", l.message))
}

func (h *holder) invalid() error {
	h.flush()
	if len(h.faults) >= maxFaults {
		h.faults = append(h.faults, planner.Fault{Found: "more faults than are told at once", Message: "mend these first, or export the plan again"})
	}
	return &planner.Invalid{Faults: h.faults}
}

// What is wrong with cells that may not be changed.
const (
	typedOver    = "this is worked out by a formula, which was typed over; put the formula back, or export the plan again, and change inputs alone"
	formulaGone  = "the formula that stood here is gone; put it back, or export the plan again"
	showsError   = "the formula here refers to what is gone; undo what broke it, or export the plan again"
	lockedNumber = "this number may not be changed here; put back what was exported"
	lockedText   = "this text may not be changed here; put back what was exported"
)

// hold holds every sheet that was laid against that of the file.
func (h *holder) hold(ctx context.Context) error {
	for _, s := range h.b.sheets {
		if len(s.rows) == 0 {
			continue
		}
		part := h.sheetPart(s.name)
		if part == "" {
			h.fault(planner.Fault{Path: s.name, Message: "the sheet is missing; sheets may not be taken out or given other names"})
			continue
		}
		each := func(row int, cells []foundCell) error {
			for _, c := range cells {
				h.cell(s, row, c)
			}
			return nil
		}
		if s.key == inputsSheet {
			each = h.inputRow(s)
		}
		if err := h.rows(ctx, part, each); err != nil {
			return err
		}
		h.absent(s)
	}
	return nil
}

// inputsSheet is the key of the sheet of inputs.
const inputsSheet = "inputs"

// laid is the cell that was laid at a place; nil where there is none.
func (s *sheet) laid(row, col int) *cell {
	if row > len(s.rows) || col > len(s.rows[row-1]) {
		return nil
	}
	return &s.rows[row-1][col-1]
}

// cell holds a cell against the one that was laid in a row. What a formula gives
// there takes the place of what it gave when it was laid.
func (h *holder) cell(s *sheet, row int, found foundCell) {
	c := s.laid(row, found.col)
	if c == nil {
		return
	}
	c.seen = true
	switch c.kind {
	case numberFormula, textFormula:
		switch {
		case !found.formula:
			h.flawed(s, found.row, found.col, told(found), typedOver)
		case found.text == "#REF!" || found.text == "#NAME?":
			h.flawed(s, found.row, found.col, told(found), showsError)
		case found.kind == anError:
			h.erred(s, found)
		case c.kind == numberFormula && found.kind == aNumber:
			c.v = found.v
		}
	case number:
		if c.locked() && s.key != coverSheet && (found.formula || found.kind != aNumber || !alike(found.v, c.v)) {
			h.flawed(s, found.row, found.col, told(found), lockedNumber)
		}
	case text:
		if c.style.role == fixed && s.key != coverSheet && (found.formula || found.kind != aText || found.text != c.text() && found.text != plainText(c.text())) {
			h.flawed(s, found.row, found.col, told(found), lockedText)
		}
	}
}

// erred notes a formula that has no number.
func (h *holder) erred(s *sheet, found foundCell) {
	if len(h.errors) < maxDiffering {
		h.errors = append(h.errors, Notice{Kind: NoticeError, Cell: s.name + "!" + cellName(found.row, found.col), Message: "the formula here shows " + found.text})
	}
}

// absent tells the cells that were laid and are blank in the file.
func (h *holder) absent(s *sheet) {
	gone := map[int]bool{} // rows of inputs that are missing, which is told once
	if s.key == inputsSheet {
		for _, c := range h.b.in.list {
			_, there := h.inputs[c.path]
			gone[c.row] = !there
		}
	}
	for r, row := range s.rows {
		for i := range row {
			c := &row[i]
			if c.seen || gone[r+1] {
				continue
			}
			switch {
			case s.key == inputsSheet && r < s.head && c.kind == text && c.style.role == heading:
				h.misheaded(s, r+1, i+1, unquoted(""), c.text())
			case c.kind == numberFormula || c.kind == textFormula:
				h.flawed(s, r+1, i+1, unquoted(""), formulaGone)
			case c.kind == number && c.locked() && s.key != coverSheet:
				h.flawed(s, r+1, i+1, unquoted(""), lockedNumber)
			case c.kind == text && c.style.role == fixed && c.text() != "" && s.key != coverSheet:
				h.flawed(s, r+1, i+1, unquoted(""), lockedText)
			}
		}
	}
	h.flush()
}

// alike reports whether numbers are the same to the 15 digits that every
// spreadsheet writes.
func alike(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 6e-15*math.Max(math.Abs(a), math.Abs(b))
}

// inputRow holds the rows of the sheet of inputs, which are told by their paths.
func (h *holder) inputRow(s *sheet) func(row int, cells []foundCell) error {
	return func(row int, cells []foundCell) error {
		if row <= s.head {
			h.headings(s, row, cells)
			return nil
		}
		c := h.inputOf(s, row, cells)
		at := row
		if c != nil {
			at = c.row
		}
		for _, found := range cells {
			if c != nil && found.col == inputValue {
				h.inputs[c.path] = foundInput{row, found}
				continue
			}
			h.cell(s, at, found)
		}
		return nil
	}
}

// headings holds the headings of the sheet of inputs.
func (h *holder) headings(s *sheet, row int, cells []foundCell) {
	for _, found := range cells {
		c := s.laid(row, found.col)
		if c == nil {
			continue
		}
		c.seen = true
		if c.kind == text && c.style.role == heading && found.text != c.text() {
			h.misheaded(s, row, found.col, told(found), c.text())
		}
	}
}

func (h *holder) misheaded(s *sheet, row, col int, found any, was string) {
	h.headed = false
	h.fault(planner.NewFault(s.name+"!"+cellName(row, col), found, "the column %q stood here; columns may not be moved or given other names", was))
}

// inputOf is the input whose path stands in a row of a file; nil where there is
// none.
func (h *holder) inputOf(s *sheet, row int, cells []foundCell) *inputCell {
	for _, found := range cells {
		if found.col != inputPath || found.kind == nothing {
			continue
		}
		at := s.name + "!" + cellName(row, inputPath)
		c := h.b.in.byPath[found.text]
		if c == nil {
			if laid := s.laid(row, inputPath); laid == nil || laid.kind != text || laid.text() != found.text {
				h.fault(planner.NewFault(at, told(found), "this is the path of no input of the workbook; paths may not be changed"))
			}
			return nil
		}
		if before, twice := h.inputs[c.path]; twice {
			h.fault(planner.NewFault(at, told(found), "the path stands in row %d too; take the row out that was put in", before.row))
			return nil
		}
		h.inputs[c.path] = foundInput{row: row}
		h.named(s, c, row)
		return c
	}
	return nil
}

// named holds that the name of an input still names its cell, for formulas go by
// that.
func (h *holder) named(s *sheet, c *inputCell, row int) {
	at := s.name + "!" + cellName(row, inputValue)
	sheet, r, col, ok := splitReference(h.names[strings.ToLower(c.name)])
	if !ok || !strings.EqualFold(sheet, s.name) || r != row || col != inputValue {
		h.fault(planner.Fault{Path: at, Message: fmt.Sprintf("the name %s no longer names this cell, so that formulas go by another; rows of inputs may not be sorted or cut out", c.name)})
	}
}
