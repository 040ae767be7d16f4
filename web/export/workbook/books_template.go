package workbook

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/formula"
	"buildout/planner/interchange"
	"buildout/planner/table"
)

// booksTitle is the column of the template that says what a line is, and is not
// read.
const booksTitle = "title"

// WriteBooks writes the books of a plan as a workbook to go on with: what it has,
// and a row for every cost line to fill in. BooksTable reads it back.
func WriteBooks(ctx context.Context, w io.Writer, src Source) error {
	b := &book{ctx: ctx, Source: src}
	b.of = b.revisionName()
	b.in = newInputs(b)
	s := b.open("fill")
	s.head = 1
	col := 0
	for _, c := range planner.ActualsColumns {
		col++
		s.text(1, col, c.Name, style{plain, heading})
	}
	s.text(1, col+1, booksTitle, style{plain, heading})
	for i, width := range []float64{44, 14, 14, 10, 20, 20, 8, 30, 40} {
		s.widths[i+1] = width
	}
	titles := map[string]planner.Text{}
	for _, l := range src.Result.CostLines {
		titles[l.Code] = l.Title
	}
	for i, a := range interchange.BooksToFill(src.Plan, src.Result) {
		row := i + 2
		s.text(row, 1, a.Code, style{plain, input})
		s.text(row, 2, a.Site, style{plain, input})
		s.text(row, 3, a.Phase, style{plain, input})
		s.putMonth(row, 4, month(a.Month), input)
		s.put(row, 5, formula.Of(float64(a.CommittedKRW)), style{exactWon, input})
		s.put(row, 6, formula.Of(float64(a.PaidKRW)), style{exactWon, input})
		final := ""
		if a.Final {
			final = "yes"
		}
		s.text(row, 7, final, style{plain, input})
		s.text(row, 8, a.Source, style{plain, input})
		s.text(row, 9, b.Locale.Text(titles[a.Code], a.Code), style{plain, note})
	}
	return b.write(ctx, w)
}

// IsFile reports whether what was sent is a workbook, which is a zip file, and no
// table in CSV.
func IsFile(sent string) bool { return strings.HasPrefix(sent, "PK\x03\x04") }

// BooksTable reads the first sheet of a workbook as a table of the books, in CSV
// whose rows are those of the sheet. Columns without a name and the one of titles
// are left out. The error is *planner.Invalid where the file is no workbook.
func BooksTable(ctx context.Context, data []byte) ([]byte, error) {
	c, err := openContainer(data)
	if err != nil {
		return nil, err
	}
	p, err := openParts(ctx, c)
	if err != nil {
		return nil, err
	}
	var names []string
	var rows [][]string
	err = p.rows(ctx, p.sheets[0].part, func(row int, cells []foundCell) error {
		line := make([]string, 0, len(names))
		for _, cell := range cells {
			for len(line) < cell.col {
				line = append(line, "")
			}
			line[cell.col-1] = cell.inTable()
		}
		if names == nil {
			names = line
			return nil
		}
		for len(rows) < row-2 {
			rows = append(rows, nil)
		}
		rows = append(rows, line)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return booksCSV(names, rows)
}

// booksCSV writes the columns that have a name and are read.
func booksCSV(names []string, rows [][]string) ([]byte, error) {
	var kept []int
	var columns []string
	for i, name := range names {
		if name = strings.TrimSpace(name); name != "" && name != booksTitle {
			kept, columns = append(kept, i), append(columns, name)
		}
	}
	lines := make([][]string, len(rows))
	for k, row := range rows {
		lines[k] = make([]string, len(kept))
		for at, i := range kept {
			if i < len(row) {
				lines[k][at] = row[i]
			}
		}
	}
	return table.Write(columns, slices.Values(lines))
}

// inTable is a cell as a table in CSV has it.
func (c foundCell) inTable() string {
	switch {
	case c.kind == aText:
		return table.Text(c.text)
	case c.kind == aNumber && c.date:
		if m, ok := monthOfSerial(c.v, false); ok {
			return m.String()
		}
		return strconv.FormatFloat(c.v, 'f', -1, 64)
	case c.kind == aNumber:
		return strconv.FormatFloat(c.v, 'f', -1, 64)
	}
	return c.text
}
