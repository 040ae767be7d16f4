package workbook

import (
	"context"
	"encoding/xml"
	"math"
	"strconv"
	"strings"
)

// foundCell is a cell of a file.
type foundCell struct {
	row, col int
	kind     foundKind
	formula  bool // whether a formula gives what stands there
	date     bool // whether it shows a date
	v        float64
	text     string // of a text, or of an error such as #REF!
}

// foundKind is what a cell of a file holds.
type foundKind uint8

const (
	nothing foundKind = iota
	aNumber
	aText
	aTruth
	anError
	aDay // a date as a text of ISO 8601
)

// The bounds of a sheet, and of what a row may hold.
const (
	maxRow      = 1_048_576
	maxColumn   = 16_384
	maxRowBytes = 16 << 20
)

// sheetReader reads the cells of a sheet, row by row.
type sheetReader struct {
	*parts
	yield func(row int, cells []foundCell) error

	row, col int
	cells    []foundCell
	bytes    int // of the texts of the row

	cell   foundCell
	open   bool   // whether the cell is not ended yet
	t      string // type of the cell
	within string // element whose text is read
	spoken bool
	value  strings.Builder
}

// rows calls yield with the cells of each row of a sheet that has any. The list
// is good until yield returns.
func (p *parts) rows(ctx context.Context, part string, yield func(row int, cells []foundCell) error) error {
	if err := p.readTexts(ctx); err != nil {
		return err
	}
	r := sheetReader{parts: p, yield: yield}
	return p.walk(ctx, part, func(_ *tokens, token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			return r.start(e)
		case xml.CharData:
			return r.chars(e)
		case xml.EndElement:
			return r.end(e.Name.Local)
		}
		return nil
	})
}

func (r *sheetReader) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		return r.startRow(attr(e, "r"))
	case "c":
		return r.startCell(e)
	case "f":
		r.within = "f"
		if kind := attr(e, "t"); kind == "shared" || kind == "array" || kind == "dataTable" {
			r.cell.formula = true
		}
	case "v":
		r.within = "v"
	case "t":
		if !r.spoken {
			r.within = "v"
		}
	case "rPh":
		r.spoken = true
	}
	return nil
}

func (r *sheetReader) startRow(number string) error {
	row := r.row + 1
	if number != "" {
		var err error
		if row, err = strconv.Atoi(number); err != nil || row < 1 {
			return refused("a sheet has a row %q", clipped(number))
		}
	}
	if row > maxRow {
		return refused("a sheet has a row %d, which is beyond the last that a sheet may have", row)
	}
	r.row, r.col, r.cells, r.bytes, r.open = row, 0, r.cells[:0], 0, false
	return nil
}

func (r *sheetReader) startCell(e xml.StartElement) error {
	if r.row < 1 {
		return refused("a sheet has a cell that stands in no row")
	}
	r.cell = foundCell{row: r.row, col: r.col + 1}
	if at := attr(e, "r"); at != "" {
		var ok bool
		if r.cell.row, r.cell.col, ok = placeOf(at); !ok || r.cell.row != r.row {
			return refused("a sheet has a cell %q in row %d", clipped(at), r.row)
		}
	}
	r.col, r.t = r.cell.col, attr(e, "t")
	if r.col > maxColumn || len(r.cells) >= maxColumn {
		return refused("row %d of a sheet has more cells than a sheet has columns", r.row)
	}
	if s, err := strconv.Atoi(attr(e, "s")); err == nil && s >= 0 && s < len(r.dateStyle) {
		r.cell.date = r.dateStyle[s]
	}
	r.within, r.spoken, r.open = "", false, true
	r.value.Reset()
	return nil
}

func (r *sheetReader) chars(text xml.CharData) error {
	switch r.within {
	case "f":
		r.cell.formula = r.cell.formula || strings.TrimSpace(string(text)) != ""
	case "v":
		if r.bytes += len(text); r.bytes > maxRowBytes {
			return refused("row %d of a sheet holds more text than is read", r.row)
		}
		r.value.Write(text)
	}
	return nil
}

func (r *sheetReader) end(name string) error {
	switch name {
	case "f", "v", "t":
		r.within = ""
	case "rPh":
		r.spoken = false
	case "c":
		return r.endCell()
	case "row":
		if len(r.cells) > 0 {
			return r.yield(r.row, r.cells)
		}
	}
	return nil
}

func (r *sheetReader) endCell() error {
	if !r.open {
		return refused("a sheet ends a cell that it has not begun")
	}
	r.open = false
	c, value := &r.cell, r.value.String()
	switch {
	case r.t == "s":
		at, err := strconv.Atoi(strings.TrimSpace(value))
		if value == "" {
			break
		}
		if err != nil || at < 0 || at >= len(r.texts) {
			return refused("cell %s of a sheet names a text that is not there", cellName(c.row, c.col))
		}
		c.kind, c.text = aText, r.texts[at]
	case r.t == "str", r.t == "inlineStr":
		c.kind, c.text = aText, plainText(value)
	case strings.TrimSpace(value) == "":
	case r.t == "b":
		c.kind, c.v = aTruth, 0
		if value == "1" || value == "true" {
			c.v = 1
		}
	case r.t == "e":
		c.kind, c.text = anError, value
	case r.t == "d":
		c.kind, c.text = aDay, value
	default:
		v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return refused("cell %s of a sheet holds %q as a number", cellName(c.row, c.col), clipped(value))
		}
		c.kind, c.v = aNumber, v
	}
	if c.kind == aText && c.text == "" {
		c.kind = nothing
	}
	if c.kind != nothing || c.formula {
		r.cells = append(r.cells, *c)
	}
	return nil
}

// placeOf reads the place of a cell, such as B17 or $B$17.
func placeOf(name string) (row, col int, ok bool) {
	rest := strings.TrimPrefix(name, "$")
	i := 0
	for ; i < len(rest) && i < 4; i++ {
		letter := rest[i] &^ 0x20
		if letter < 'A' || letter > 'Z' {
			break
		}
		col = col*26 + int(letter-'A') + 1
	}
	digits := strings.TrimPrefix(rest[i:], "$")
	if col == 0 || col > maxColumn || len(digits) == 0 || len(digits) > 7 || digits[0] < '1' || digits[0] > '9' {
		return 0, 0, false
	}
	row, err := strconv.Atoi(digits)
	return row, col, err == nil && row <= maxRow
}

// cellName is a cell as people name it, such as B17.
func cellName(row, col int) string {
	letters := ""
	for n := col; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.Itoa(row)
}

// clipped is a text that is told, no longer than a line.
func clipped(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}
