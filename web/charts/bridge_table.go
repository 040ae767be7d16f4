package charts

import (
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/web/locales"
)

// bridgeTable is the steps of a bridge with what each is.
func bridgeTable(b compare.BridgeResult, l *locales.Locale, results []planner.Result) Table {
	t := Table{Caption: l.T("bridge.title." + string(b.Of)), Columns: bridgeColumns(b, l)}
	row := func(title Cell, amount string, v int64) []Cell {
		line := make([]Cell, len(t.Columns))
		line[0], line[1] = title, Cell{Text: amount, Value: bridgeValue(b.Unit, v)}
		return line
	}
	t.Rows = append(t.Rows, row(Cell{Text: b.From.Name, Value: "from", Class: "strong"}, l.Amount(b.Unit, b.From.Amount), b.From.Amount))
	for _, s := range b.Steps {
		line := row(Cell{Text: l.Driver(s), Value: driversOf(s), Class: "inner"}, l.AmountSigned(b.Unit, s.Amount), s.Amount)
		for i, c := range t.Columns {
			switch c.Name {
			case "place":
				line[i] = Cell{Text: l.StepPlace(s.Place, results...), Value: s.Place}
			case "std_error_krw", "std_error_kw":
				line[i] = Cell{Text: l.Amount(b.Unit, int64(s.StdError)), Value: bridgeValue(b.Unit, int64(s.StdError))}
			case "":
				line[i] = Cell{Text: l.T("driver." + string(s.Driver) + ".meaning"), Class: "quiet words"}
			}
		}
		t.Rows = append(t.Rows, line)
	}
	t.Foot = row(Cell{Text: b.To.Name, Value: "to"}, l.Amount(b.Unit, b.To.Amount), b.To.Amount)
	t.Foot[len(t.Foot)-1].Text = l.AmountSigned(b.Unit, b.Difference)
	return t
}

func bridgeColumns(b compare.BridgeResult, l *locales.Locale) []Column {
	name, unit := "krw", l.AmountUnit(b.Unit)
	if b.Unit == "W" {
		name = "kw"
	}
	columns := []Column{{Name: "step", Title: l.T("bridge.step"), Text: true}, {Name: "amount_" + name, Title: l.T("col.amount"), Unit: unit}}
	if !b.Exact {
		columns = append(columns, Column{Name: "std_error_" + name, Title: l.T("bridge.std_error"), Unit: unit})
	}
	if b.Detail == compare.ByChange {
		columns = append(columns, Column{Name: "place", Title: l.T("col.where"), Text: true})
	}
	return append(columns, Column{Title: l.T("col.meaning"), Text: true})
}

// bridgeValue is an amount of a bridge as its chart has it: won, or kW.
func bridgeValue(unit string, amount int64) any {
	if unit == "W" {
		return float64(amount) / 1000
	}
	return planner.KRW(amount)
}

// driversOf is the drivers of a step, joined.
func driversOf(s compare.BridgeStep) string {
	names := []string{string(s.Driver)}
	for _, d := range s.With {
		names = append(names, string(d))
	}
	return strings.Join(names, "+")
}
