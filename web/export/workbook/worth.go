package workbook

import (
	"math"

	"buildout/planner"
	"buildout/planner/formula"
)

// worthCells is what the plan is worth.
type worthCells struct {
	npv, capex, opex, residual, lease    formula.Num // whole won
	irr                                  formula.Num // 0 where there is none
	payback, discounted                  formula.Num // months; 0 where never
	perUsable, perMonth, perUsed, leased formula.Num // won a kW, or a kW and month
	costOfMonth, perMonthByAnnuity       formula.Num
	costs                                []formula.Num // of a month, by part
	own, leaseToDate                     []formula.Num // by month of the horizon, whole won
}

// The columns of the sheet Cash flow and NPV before the months.
const (
	worthItem = iota + 1
	worthUnit
	worthValue // of all months, or that holds for all
	worthGrid
)

// worthHead is the rows of its months.
const worthHead = 4

// worth lays the sheet Cash flow and NPV. Its months are those of the horizon and
// of the terminal years, and one more in which the residual falls due.
type worth struct {
	*book
	s      *sheet
	at     int // row that was written last
	months int // of the horizon
	number int // counted

	capex, opex, sites, lease, net []formula.Num // whole won
	electricity, leasedEnergy      flowPart
	sitesRow, flowRow              int // of what the sites take, and of the net flow
	later                          priceLevels
	usableKW, usedKW, demandKW     []formula.Num
	completeKW                     formula.Num // of all sites with all energised
	present                        presentCells
	costs                          formula.Num // of a month

	v formula.Num // what a unit of money a month later is worth
}

// counted is how many months worth counts: those of the horizon and of terminal
// years. How many years there are is fixed as exported.
func (b *book) counted() int {
	for i := range b.w.Reference.Assumptions {
		if a := &b.w.Reference.Assumptions[i]; a.Name == planner.TerminalYears {
			return len(b.horizon()) + int(math.Round(12*a.Value))
		}
	}
	return len(b.horizon())
}

// layWorth lays the sheet Cash flow and NPV.
func (b *book) layWorth() {
	w := &worth{book: b, s: b.sheet("worth"), months: len(b.horizon()), number: b.counted()}
	w.head()
	w.at = worthHead + worthFigures + 1
	w.layFlows()
	w.layLease()
	w.layNet()
	w.layKW()
	w.layPresent()
	irr := w.layIRR()
	w.layMonth()
	w.figures(irr)
	w.checkWorth()
}

// head writes the titles and months.
func (w *worth) head() {
	s := w.s
	s.grid, s.head, s.side = worthGrid, worthHead, worthUnit
	s.widths[worthItem], s.widths[worthUnit], s.widths[worthValue] = 46, 16, 20
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, w.Locale.T("workbook.worth.note"), style{plain, note})
	for i, key := range []string{"item", "unit", "value"} {
		s.text(worthHead, i+1, w.Locale.T("workbook.worth."+key), style{plain, heading})
	}
	first := w.horizon()[0]
	list := make([]planner.Month, w.number)
	for m := range list {
		list[m] = first + planner.Month(m)
	}
	s.months(worthHead-1, list)
	s.text(worthHead-1, worthGrid+w.number, w.Locale.T("workbook.worth.end"), style{plain, heading})
}

// section begins a part, after a blank row.
func (w *worth) section(key string) {
	w.at += 2
	w.s.text(w.at, worthItem, w.Locale.T("workbook.worth."+key), style{plain, heading})
}

// name writes what the next row is.
func (w *worth) name(key, unit string, role role) {
	w.at++
	w.s.text(w.at, worthItem, w.words(key), style{plain, role})
	w.s.text(w.at, worthUnit, unit, style{plain, note})
}

// words is what a row is called.
func (w *worth) words(key string) string { return w.Locale.T("workbook.worth." + key) }

// row writes a number of each month from one on, and before another.
func (w *worth) row(key, unit string, st style, from, to int, of func(m int) formula.Num) []formula.Num {
	role := label
	if st.role == total {
		role = total
	}
	w.name(key, unit, role)
	list := make([]formula.Num, to)
	for m := from; m < to; m++ {
		list[m] = w.s.put(w.at, worthGrid+m, of(m), st)
	}
	return list
}

// running is a row whose months follow from the month before; the first from 0.
func (w *worth) running(key, unit string, f format, from, to int, of func(m int, last formula.Num) formula.Num) []formula.Num {
	last := formula.Of(0)
	return w.row(key, unit, style{f, derived}, from, to, func(m int) formula.Num {
		if m > from {
			last = w.s.ref(w.at, worthGrid+m-1)
		}
		return of(m, last)
	})
}

// won is a row of whole won with its sum.
func (w *worth) won(key string, role role, to int, of func(m int) formula.Num) []formula.Num {
	list := w.row(key, w.Locale.WonUnit(), style{won, role}, 0, to, of)
	w.s.put(w.at, worthValue, w.s.row(w.at, worthGrid, worthGrid+to-1).Sum(), style{won, role})
	return list
}

// sum refers to the sum of the row that was written last.
func (w *worth) sum() formula.Num { return w.s.ref(w.at, worthValue) }

// value writes a number that holds for all months.
func (w *worth) value(key, unit string, f format, n formula.Num) formula.Num {
	w.name(key, unit, label)
	return w.s.put(w.at, worthValue, n, style{f, derived})
}
