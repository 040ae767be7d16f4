package workbook

import (
	"math"
	"strings"
)

// measured is how wide the columns of a sheet are, in digits.
type measured struct {
	widths []float64
	last   int // column
}

// reached is the widest that stands in a column.
type reached struct {
	text    float64
	numbers [plain + 1]float64 // the greatest of each format, without sign
	below   bool               // whether one is negative
}

// The widths of columns, in digits.
const (
	narrowest = 5.0
	widest    = 52.0
	headWidth = 13.0 // from which on headings go on in the next line
	padding   = 1.8
)

// measure finds the widths that the contents of a sheet want, and makes the
// styles of its cells.
func measure(s *sheet, looks *looks) (measured, error) {
	var columns []reached
	for _, row := range s.rows {
		for len(columns) < len(row) {
			columns = append(columns, reached{})
		}
		for k := range row {
			if _, err := looks.id(&row[k]); err != nil {
				return measured{}, err
			}
			columns[k].reach(&row[k], k+1 == len(row) || row[k+1].kind == empty)
		}
	}
	m := measured{last: len(columns)}
	for k := range columns {
		m.widths = append(m.widths, columns[k].width(looks.unit))
	}
	if s.grid > 0 && s.grid <= len(m.widths) {
		months := m.widths[s.grid-1:]
		most := 0.0
		for _, w := range months {
			most = max(most, w)
		}
		for k := range months {
			months[k] = most
		}
	}
	for col, w := range s.widths {
		if col <= len(m.widths) {
			m.widths[col-1] = w
		}
	}
	return m, nil
}

// reach takes a cell into account; free is whether it may run over the next.
func (r *reached) reach(c *cell, free bool) {
	switch c.kind {
	case number, numberFormula:
		r.numbers[c.style.format] = max(r.numbers[c.style.format], math.Abs(c.v))
		r.below = r.below || c.v < 0
	case text, textFormula:
		switch {
		case c.style.role == title, c.style.role == prose, c.style.role == answer, free && (c.style.role == note || c.style.role == section):
		case c.style.role == heading:
			r.text = max(r.text, headingWidth(c.text()))
		default:
			r.text = max(r.text, textWidth(c.text()))
		}
	}
}

// width is how wide the column must be.
func (r *reached) width(unit string) float64 {
	w := max(narrowest, min(r.text, widest))
	for f, v := range r.numbers {
		if v > 0 {
			w = max(w, numberWidth(format(f), v, unit))
		}
	}
	if r.below {
		w++
	}
	return math.Ceil(w + padding)
}

// numberWidth is how many digits wide a number is shown. Amounts get room to
// become ten times as much.
func numberWidth(f format, v float64, unit string) float64 {
	digits := func(v float64, decimals int) float64 {
		n := 1.0
		if v >= 10 {
			n = math.Floor(math.Log10(v)) + 1
		}
		n += 0.5 * math.Floor((n-1)/3)
		if decimals > 0 {
			n += float64(decimals) + 0.5
		}
		return n
	}
	switch f {
	case won:
		switch unit {
		case "million":
			return digits(v/1e5, 1)
		case "eok":
			return digits(v/1e7, 2)
		}
		return digits(v*10, 0)
	case exactWon, whole:
		return digits(v, 0)
	case kw:
		return digits(v, 1)
	case decimal:
		return digits(v, 2)
	case ratio, monthly, share:
		return 8
	}
	return 10
}

// headingWidth is the width of a heading over several lines.
func headingWidth(words string) float64 {
	w := min(textWidth(words), headWidth)
	for word := range strings.FieldsSeq(words) {
		w = max(w, min(textWidth(word)+1, 2*headWidth))
	}
	return w
}

// textWidth is about how many digits wide a text is.
func textWidth(words string) float64 {
	w := 0.0
	for _, r := range words {
		switch {
		case r > 0x1100:
			w += 1.85
		case r < 128 && strings.ContainsRune("ilj.,:;' |()[]", r):
			w += 0.6
		case r >= 'A' && r <= 'Z':
			w += 1.2
		default:
			w += 1
		}
	}
	return w
}

// lines is how many lines a text takes in a column.
func lines(words string, width float64) float64 {
	n := 0.0
	for part := range strings.SplitSeq(words, "\n") {
		n += max(1, math.Ceil(1.06*textWidth(part)/max(1, width-padding/2)))
	}
	return n
}
