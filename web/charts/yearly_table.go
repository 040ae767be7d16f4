package charts

import (
	"strconv"

	"buildout/planner"
	"buildout/web/locales"
)

// yearlyColumns are the amounts of a year. A year without a ceiling has none of
// what hangs on it.
var yearlyColumns = []struct {
	name, title string
	of          func(planner.BudgetYear) planner.KRW
	ceiling     bool
}{
	{"ceiling_krw", "col.ceiling", func(y planner.BudgetYear) planner.KRW { return y.CeilingKRW }, true},
	{"carried_krw", "col.carried", func(y planner.BudgetYear) planner.KRW { return y.CarriedKRW }, true},
	{"paid_krw", "col.paid", func(y planner.BudgetYear) planner.KRW { return y.PaidKRW }, false},
	{"paid_by_books_krw", "col.by_books", func(y planner.BudgetYear) planner.KRW { return y.PaidByBooksKRW }, false},
	{"left_krw", "col.left", func(y planner.BudgetYear) planner.KRW { return y.LeftKRW }, true},
	{"approved_krw", "col.approved", func(y planner.BudgetYear) planner.KRW { return y.ApprovedKRW }, false},
	{"committed_krw", "col.committed", func(y planner.BudgetYear) planner.KRW { return y.CommittedKRW }, false},
	{"uncommitted_krw", "col.uncommitted", func(y planner.BudgetYear) planner.KRW { return y.UncommittedKRW }, false},
	{"unfunded_krw", "col.unfunded", func(y planner.BudgetYear) planner.KRW { return y.UnfundedKRW }, false},
}

// yearlyTable is the money of each year; what differs from the saved result has
// that beneath it.
func yearlyTable(r, saved planner.Result, l *locales.Locale) Table {
	t := Table{Caption: l.T("yearly.title"), Columns: []Column{{Name: "year", Title: l.T("col.year"), Text: true}}}
	for _, c := range yearlyColumns {
		t.Columns = append(t.Columns, Column{Name: c.name, Title: l.T(c.title), Unit: l.WonUnit()})
	}
	before := map[int]planner.BudgetYear{}
	for _, y := range saved.Budget.Years {
		before[y.Year] = y
	}
	for _, y := range r.Budget.Years {
		year := strconv.Itoa(y.Year)
		row := []Cell{{Text: year, Value: y.Year}}
		for _, c := range yearlyColumns {
			if c.ceiling && !y.HasCeiling {
				row = append(row, Cell{Text: "–"})
				continue
			}
			amount := Compared(l, won(l, c.of(y)), won(l, c.of(before[y.Year])))
			amount.Figure = "budget/years/" + year + "/" + c.name
			if wrongYear(c.name, c.of(y)) {
				amount.Class, amount.Mark = "over", "▲"
			}
			row = append(row, amount)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// wrongYear reports whether an amount of a year is one that should not be.
func wrongYear(name string, krw planner.KRW) bool {
	switch name {
	case "left_krw", "uncommitted_krw":
		return krw < 0
	case "unfunded_krw":
		return krw > 0
	}
	return false
}
