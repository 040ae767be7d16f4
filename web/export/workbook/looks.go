package workbook

import (
	"github.com/xuri/excelize/v2"
)

// The colours of the workbook. Inputs are on yellow, which no other cell is.
const (
	ink        = "1F2933"
	quietInk   = "5B6770"
	inputInk   = "1D3A8A"
	linkInk    = "1A56A8"
	line       = "8A96A3"
	faintLine  = "D5DBE1"
	inputFill  = "FFF4C2"
	inputLine  = "C9A227"
	headFill   = "E8EDF2"
	fixedFill  = "F4F6F8"
	answerTab  = "FF1A56A8"
	inputTab   = "FFC9A227"
	workingTab = "FF8A96A3"
)

// looks makes the styles of cells, each once.
type looks struct {
	file *excelize.File
	unit string // won, million or eok
	font string
	ids  map[style]int // of texts that are not quoted
	own  map[style]int // of those that are
}

func newLooks(f *excelize.File, lang, unit string) *looks {
	l := &looks{file: f, unit: unit, font: "Arial", ids: map[style]int{}, own: map[style]int{}}
	if lang == "ko" {
		l.font = "맑은 고딕"
	}
	return l
}

// id returns the number in the file of the style of a cell.
func (l *looks) id(c *cell) (int, error) {
	s, known := c.style, l.ids
	if c.quoted {
		known = l.own
	}
	if id, ok := known[s]; ok {
		return id, nil
	}
	x := l.role(s)
	if code := l.code(s); code != "" {
		x.CustomNumFmt = &code
	}
	id, err := l.file.NewStyle(&x)
	if err != nil {
		return 0, err
	}
	if c.quoted {
		id = l.quote(id)
	}
	known[s] = id
	return id, nil
}

// quote returns a copy of a style whose text stays a text when someone edits the
// cell, whatever it begins with.
func (l *looks) quote(id int) int {
	yes := true
	all := l.file.Styles.CellXfs
	own := all.Xf[id]
	own.QuotePrefix = &yes
	all.Xf = append(all.Xf, own)
	all.Count = len(all.Xf)
	return all.Count - 1
}

// role is the look of a cell but for the format of its number.
func (l *looks) role(s style) excelize.Style {
	x := excelize.Style{Font: &excelize.Font{Family: l.font, Size: 10, Color: ink}, Alignment: &excelize.Alignment{Vertical: "top"}}
	edge := func(side, colour string, kind int) {
		x.Border = append(x.Border, excelize.Border{Type: side, Color: colour, Style: kind})
	}
	switch s.role {
	case input:
		x.Font.Color = inputInk
		x.Fill = solid(inputFill)
		for _, side := range []string{"left", "right", "top", "bottom"} {
			edge(side, inputLine, 1)
		}
		x.Protection = &excelize.Protection{Locked: false}
	case fixed:
		x.Font.Color = quietInk
		x.Fill = solid(fixedFill)
	case heading:
		x.Font.Bold = true
		x.Fill = solid(headFill)
		x.Alignment.WrapText = s.format != monthly
		if s.format != plain {
			x.Alignment.Horizontal = "right"
		}
		edge("bottom", line, 1)
	case section:
		x.Font.Bold = true
		edge("bottom", faintLine, 1)
	case total:
		x.Font.Bold = true
		edge("top", line, 1)
	case label:
		if s.format != plain { // a year
			x.Alignment.Horizontal = "left"
		}
	case title:
		x.Font.Bold, x.Font.Size = true, 16
	case note:
		x.Font.Size, x.Font.Color = 9, quietInk
		if s.format == plain {
			x.Alignment.Horizontal, x.Alignment.Indent = "left", 1
		}
	case prose:
		x.Alignment.WrapText = true
	case answer:
		x.Font.Bold, x.Font.Size = true, 14
		x.Alignment.Horizontal = "left"
	case link:
		x.Font.Color, x.Font.Underline = linkInk, "single"
	}
	return x
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// code is the format of the number. Cells hold whole won in every unit: the
// format scales them by its commas, and in eok sets the point two digits before
// millions.
func (l *looks) code(s style) string {
	code := ""
	switch s.format {
	case won:
		code = wonCode(l.unit)
	case exactWon, whole:
		code = "#,##0"
	case kw:
		code = "#,##0.0"
	case share:
		if code = "0.0%"; s.role == input || s.role == fixed { // as exact as it was given
			code = "0.0##%"
		}
	case ratio:
		code = "0.0000##"
	case decimal:
		code = "#,##0.00"
	case monthly:
		code = "yyyy-mm;yyyy-mm;\"–\"" // where there is none
	case plain:
		code = "@"
	}
	if s.role == verdict && code == "" {
		code = "General"
	}
	if s.role == verdict {
		code = "[Red]" + code + ";[Red]-" + code + ";" + code
	}
	return code
}

// wonCode is the format of whole won in a unit of the workbook.
func wonCode(unit string) string {
	switch unit {
	case "million":
		return "#,##0.0,,"
	case "eok":
		return `[>=99999500000]#\,000\.00,,;[<=-99999500000]-#\,000\.00,,;0\.00,,`
	}
	return "#,##0"
}
