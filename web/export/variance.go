package export

import (
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"

	"buildout/planner"
)

// Variance writes why a forecast differs from that of a base: its effects, in
// won, and the lines that differ, in millions of won.
func Variance(w io.Writer, base, now planner.PlanRef, v planner.VarianceResult) error {
	t := newTable(fmt.Sprintf("From %s to %s, won", base.Name, now.Name), "Effect", "KRW")
	t.AppendRow(table.Row{"forecast of " + base.Name, grouped(float64(v.BaseKRW))})
	for _, e := range effects(v.Effects) {
		t.AppendRow(table.Row{e.name, grouped(float64(e.won))})
	}
	t.AppendFooter(table.Row{"forecast of " + now.Name, grouped(float64(v.NowKRW))})
	rows := newTable("Lines that differ, M won", "Line", "Site", "Phase", "Base", "Now", "Scope", "Quantity", "Price", "Exchange", "Timing", "Books", "VAT")
	for _, row := range v.Rows {
		cells := table.Row{label(row.Title, row.Code), row.Site, row.Phase, million(row.BaseKRW), million(row.NowKRW)}
		for _, e := range effects(row.Effects) {
			cells = append(cells, million(e.won))
		}
		rows.AppendRow(cells)
	}
	text := t.Render() + "\n"
	if len(v.Rows) > 0 {
		text += "\n" + rows.Render() + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

type effect struct {
	name string
	won  planner.KRW
}

// effects lists the parts of a difference in the order they are taken.
func effects(p planner.VarianceParts) []effect {
	return []effect{
		{"scope: lines the budget came to cover, or ceased to", p.ScopeKRW}, {"quantity", p.QuantityKRW}, {"price", p.PriceKRW},
		{"exchange rate", p.ExchangeRateKRW}, {"timing: escalation to other months", p.TimingKRW}, {"books above or below the estimate", p.BooksKRW}, {"VAT", p.VATKRW},
	}
}
