package workbook

import (
	"context"
	"io"
	"math"
	"strconv"
)

// rowWriter writes the cells of a sheet as the rows of its XML.
type rowWriter struct {
	ctx   context.Context
	out   io.Writer
	looks *looks
	told  func() // of every row
	buf   []byte

	formulas []byte // the last formula
}

// chunk is how many bytes are gathered before they go on.
const chunk = 1 << 16

// sheet writes all rows. The error is that of the context or of the writer.
func (w *rowWriter) sheet(s *sheet) error {
	for i := range s.rows {
		if err := w.row(s, i+1); err != nil {
			return err
		}
		w.told()
		if len(w.buf) < chunk {
			continue
		}
		if err := w.flush(); err != nil {
			return err
		}
	}
	return w.flush()
}

func (w *rowWriter) flush() error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	_, err := w.out.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}

func (w *rowWriter) row(s *sheet, row int) error {
	var at [8]byte
	number := strconv.AppendInt(at[:0], int64(row), 10)
	w.buf = append(append(append(w.buf, `<row r="`...), number...), '"')
	if high := s.height[row]; high > 0 {
		w.buf = append(w.buf, ` ht="`...)
		w.buf = append(strconv.AppendFloat(w.buf, high, 'f', -1, 64), `" customHeight="1"`...)
	}
	w.buf = append(w.buf, '>')
	cells := s.rows[row-1]
	for k := range cells {
		c := &cells[k]
		if c.kind == empty && c.style == (style{}) {
			continue
		}
		id, err := w.looks.id(c)
		if err != nil {
			return err
		}
		w.buf = append(append(append(w.buf, `<c r="`...), columnName(k+1)...), number...)
		w.buf = append(w.buf, `" s="`...)
		w.buf = strconv.AppendInt(w.buf, int64(id), 10)
		w.cell(c, k+1)
	}
	w.buf = append(w.buf, "</row>"...)
	return nil
}

// cell ends a cell that is begun up to the number of its style.
func (w *rowWriter) cell(c *cell, col int) {
	switch c.kind {
	case text:
		w.buf = append(w.buf, `" t="inlineStr"><is><t xml:space="preserve">`...)
		w.buf = escape(w.buf, c.text())
		w.buf = append(w.buf, "</t></is></c>"...)
	case textFormula:
		w.buf = append(w.buf, `" t="str">`...)
		w.formula(c, col)
		w.buf = append(w.buf, "<v>"...)
		w.buf = escape(w.buf, c.text())
		w.buf = append(w.buf, "</v></c>"...)
	case number, numberFormula:
		w.buf = append(w.buf, `">`...)
		if c.kind == numberFormula {
			w.formula(c, col)
		}
		if !math.IsNaN(c.v) && !math.IsInf(c.v, 0) {
			w.buf = append(w.buf, "<v>"...)
			w.buf = append(strconv.AppendFloat(w.buf, c.v, 'g', -1, 64), "</v>"...)
		}
		w.buf = append(w.buf, "</c>"...)
	default:
		w.buf = append(w.buf, `"/>`...)
	}
}

func (w *rowWriter) formula(c *cell, col int) {
	w.formulas = c.appendFormula(w.formulas[:0], col)
	w.buf = append(w.buf, "<f>"...)
	w.buf = escape(w.buf, w.formulas)
	w.buf = append(w.buf, "</f>"...)
}

// escape writes a text of XML.
func escape[T string | []byte](out []byte, text T) []byte {
	from := 0
	for i := range len(text) {
		if as := escaped[text[i]]; as != "" {
			out = append(append(out, text[from:i]...), as...)
			from = i + 1
		}
	}
	return append(out, text[from:]...)
}

var escaped = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#13;"}
