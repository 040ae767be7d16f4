package workbook

import (
	"context"
	"io"
	"math"
	"strconv"
	"strings"
)

// rowWriter writes the cells of a sheet as the rows of its XML.
type rowWriter struct {
	ctx   context.Context
	out   io.Writer
	looks *looks
	told  func() // of every row
	buf   []byte
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
		w.cell(c)
	}
	w.buf = append(w.buf, "</row>"...)
	return nil
}

// cell ends a cell that is begun up to the number of its style.
func (w *rowWriter) cell(c *cell) {
	switch c.kind {
	case text:
		w.buf = append(w.buf, `" t="inlineStr"><is><t xml:space="preserve">`...)
		w.escape(c.text)
		w.buf = append(w.buf, "</t></is></c>"...)
	case textFormula:
		w.buf = append(w.buf, `" t="str">`...)
		w.formula(c.formula)
		w.buf = append(w.buf, "<v>"...)
		w.escape(c.text)
		w.buf = append(w.buf, "</v></c>"...)
	case number, numberFormula:
		w.buf = append(w.buf, `">`...)
		if c.kind == numberFormula {
			w.formula(c.formula)
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

func (w *rowWriter) formula(f string) {
	w.buf = append(w.buf, "<f>"...)
	w.escape(f)
	w.buf = append(w.buf, "</f>"...)
}

// escape writes a text of XML.
func (w *rowWriter) escape(text string) {
	for {
		i := strings.IndexAny(text, "&<>\r")
		if i < 0 {
			break
		}
		w.buf = append(w.buf, text[:i]...)
		w.buf = append(w.buf, escaped[text[i]]...)
		text = text[i+1:]
	}
	w.buf = append(w.buf, text...)
}

var escaped = map[byte]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#13;"}
