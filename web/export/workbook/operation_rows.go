package workbook

import "buildout/planner/formula"

// board writes rows of months of the horizon on a sheet: what a row is, its
// unit, and on the sheet Operation its sum and its years before the months.
type board struct {
	b     *book
	s     *sheet
	at    int // row that is written, or was last
	years []span
}

// span is the months of a calendar year, as indices into the horizon.
type span struct{ year, from, to int }

// The columns of the sheets Running and Operation before the months and years.
const (
	boardItem = iota + 1
	boardUnit
	boardSum // on the sheet Running a value that holds for all months
	boardYears
)

// board goes on below what is there.
func (b *book) board(key string) *board {
	s := b.sheet(key)
	return &board{b: b, s: s, at: s.next() - 1}
}

// open writes the head of a sheet, with or without years before the months.
func (b *book) openBoard(key, sum string, years []span) *board {
	r := b.board(key)
	s := r.s
	r.years = years
	s.grid, s.head, s.side = boardYears+len(years), 4, boardUnit
	s.widths[boardItem], s.widths[boardUnit], s.widths[boardSum] = 38, 14, 16
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook."+key+".note"), style{plain, note})
	for i, key := range []string{"item", "unit", sum} {
		s.text(4, i+1, b.Locale.T("workbook.operation."+key), style{plain, heading})
	}
	for i, y := range years {
		s.put(3, boardYears+i, formula.Of(float64(y.year)), style{general, heading})
	}
	s.months(3, b.horizon())
	r.at = 4
	return r
}

// yearSpans is the calendar years of the horizon.
func (b *book) yearSpans() (list []span) {
	for k, m := range b.horizon() {
		if k == 0 || m.Number() == 1 {
			list = append(list, span{m.Year(), k, k})
		}
		list[len(list)-1].to = k
	}
	return list
}

// section begins a part, after a blank row.
func (r *board) section(words string) {
	r.at += 2
	r.s.text(r.at, boardItem, words, style{plain, heading})
}

// name writes what the next row is.
func (r *board) name(what, unit string, role role) {
	r.at++
	r.s.text(r.at, boardItem, what, style{plain, role})
	if unit != "" {
		r.s.text(r.at, boardUnit, unit, style{plain, note})
	}
}

// value writes a number that holds for all months.
func (r *board) value(what, unit string, f format, n formula.Num) formula.Num {
	r.name(what, unit, label)
	return r.s.put(r.at, boardSum, n, style{f, derived})
}

// row writes a number of each month and returns references to them, in list
// where that is given.
func (r *board) row(what, unit string, f format, of func(k int) formula.Num, list ...[]formula.Num) []formula.Num {
	r.name(what, unit, label)
	return r.fill(style{f, derived}, of, list...)
}

// fill writes the months of the row whose name is written.
func (r *board) fill(st style, of func(k int) formula.Num, list ...[]formula.Num) []formula.Num {
	var cells []formula.Num
	if len(list) > 0 {
		cells = list[0]
	} else {
		cells = make([]formula.Num, len(r.b.horizon()))
	}
	for k := range cells {
		cells[k] = r.s.put(r.at, r.s.grid+k, of(k), st)
	}
	return cells
}

// summed writes a row with the sums of its years and their sum.
func (r *board) summed(what, unit string, st style, of func(k int) formula.Num) (months, years []formula.Num, all formula.Num) {
	named := label
	if st.role == total {
		named = total
	}
	r.name(what, unit, named)
	months = r.fill(st, of)
	for i, y := range r.years {
		years = append(years, r.s.put(r.at, boardYears+i, r.s.row(r.at, r.s.grid+y.from, r.s.grid+y.to).Sum(), st))
	}
	all = r.s.put(r.at, boardSum, r.s.row(r.at, boardYears, boardYears+len(r.years)-1).Sum(), st)
	return months, years, all
}
