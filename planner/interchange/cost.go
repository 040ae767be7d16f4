package interchange

import (
	"slices"

	"buildout/planner"
	"buildout/planner/table"
)

var overrideColumns = []table.Column{
	{Name: "code", Required: true}, {Name: "unit_price", Required: true}, {Name: "currency", Required: true}, {Name: "unit", Required: true},
	{Name: "price_month", Required: true}, {Name: "class"}, {Name: "low_share"}, {Name: "high_share"}, {Name: "source", Required: true},
}

var entryColumns = []table.Column{
	{Name: "code", Required: true}, {Name: "title"}, {Name: "title_ko"}, {Name: "unit_price", Required: true}, {Name: "currency", Required: true}, {Name: "unit", Required: true},
	{Name: "price_month", Required: true}, {Name: "class"}, {Name: "low_share"}, {Name: "high_share"}, {Name: "source", Required: true},
}

// overrides is the plan's own prices as they are brought in.
type overrides struct {
	*importer
	index map[string]int
	rows  map[string]int
}

func newOverrides(m *importer) *overrides {
	list := slices.Clone(m.plan.CostBook.Overrides)
	m.plan.CostBook.Overrides = list
	o := &overrides{m, make(map[string]int, len(list)), map[string]int{}}
	for i := range list {
		o.index[list[i].Code] = i
	}
	return o
}

func readOverrides(m *importer) {
	o := newOverrides(m)
	m.read(overrideColumns, func(row table.Row) {
		price := overrideOf(row)
		if price.Code == "" || !once(o.rows, row, "code", price.Code) {
			return
		}
		i, known := o.index[price.Code]
		m.count(known, known && m.plan.CostBook.Overrides[i] == price)
		o.put(row, price)
	})
}

func overrideOf(row table.Row) (o planner.CostOverride) {
	o.Code, _ = row.Given("code")
	o.UnitPrice, _ = row.GivenReal("unit_price")
	o.Currency, _ = row.Given("currency")
	o.Unit, _ = row.Given("unit")
	o.PriceMonth = givenMonth(row, "price_month")
	o.Class = row.Text("class")
	o.LowShare, _ = row.Real("low_share")
	o.HighShare, _ = row.Real("high_share")
	o.Source, _ = row.Given("source")
	return o
}

// put puts a price in place of the one of its code, or at the end.
func (o *overrides) put(row table.Row, price planner.CostOverride) {
	list := &o.plan.CostBook.Overrides
	i, known := o.index[price.Code]
	if known {
		(*list)[i] = price
	} else {
		i = len(*list)
		o.index[price.Code] = i
		*list = append(*list, price)
	}
	o.origins = append(o.origins, origin{row.Number(), "cost_book.overrides", i, noFeed})
}

func writeOverrides(x *exporter) {
	x.columns = namesOf(overrideColumns, func(c *table.Column) string { return c.Name })
	for _, o := range x.plan.CostBook.Overrides {
		x.row(o.Code, table.Number(o.UnitPrice), o.Currency, table.Text(o.Unit), o.PriceMonth.String(), table.Text(o.Class),
			table.Real(o.LowShare), table.Real(o.HighShare), table.Text(o.Source))
	}
}

// readEntries holds the rows of a whole cost book against the shipped one and
// the plan's own prices.
func readEntries(m *importer) {
	entries := make(map[string]*planner.CostEntry, len(m.ref.Book.Entries))
	for i := range m.ref.Book.Entries {
		entries[m.ref.Book.Entries[i].Code] = &m.ref.Book.Entries[i]
	}
	o := newOverrides(m)
	gone := map[string]bool{}
	m.read(entryColumns, func(row table.Row) {
		price := overrideOf(row)
		if price.Code == "" || !once(o.rows, row, "code", price.Code) {
			return
		}
		shipped := entries[price.Code]
		if shipped == nil {
			row.Fault("code", price.Code, "the cost book has no such line%s", m.offer(price.Code, func() []string {
				return namesOf(m.ref.Book.Entries, func(e *planner.CostEntry) string { return e.Code })
			}))
			return
		}
		if row.Text("title") != "" && row.Text("title") != shipped.Title.EN || row.Text("title_ko") != "" && row.Text("title_ko") != shipped.Title.KO {
			m.flag(row.Number(), "the title is not the shipped one; a plan has prices of its own, not titles")
		}
		_, own := o.index[price.Code]
		switch {
		case says(price, planner.InForce(m.plan, *shipped)):
			m.report.Same++
		case says(price, *shipped):
			m.report.Removed++
			gone[price.Code] = true
		default:
			if price.Source == shipped.Source {
				m.flag(row.Number(), "the price is the plan's own, the source the shipped one; say where the price comes from")
			}
			m.report.Changed++
			o.put(row, shortened(price, shipped, own))
		}
	})
	o.remove(gone)
}

// says reports whether a row says what an entry has.
func says(o planner.CostOverride, e planner.CostEntry) bool {
	return o.UnitPrice == e.UnitPrice && o.Currency == e.Currency && o.Unit == e.Unit && o.PriceMonth == e.PriceMonth && o.Source == e.Source &&
		(o.Class == "" || o.Class == e.Class) && (o.LowShare == 0 || o.LowShare == e.LowShare) && (o.HighShare == 0 || o.HighShare == e.HighShare)
}

// shortened leaves out what a new price has from the cost book anyway.
func shortened(o planner.CostOverride, e *planner.CostEntry, own bool) planner.CostOverride {
	if own {
		return o
	}
	if o.Class == e.Class {
		o.Class = ""
	}
	if o.LowShare == e.LowShare {
		o.LowShare = 0
	}
	if o.HighShare == e.HighShare {
		o.HighShare = 0
	}
	return o
}

// remove takes prices away. The places of those after them move up.
func (o *overrides) remove(codes map[string]bool) {
	if len(codes) == 0 {
		return
	}
	list := o.plan.CostBook.Overrides
	moved, kept := make([]int, len(list)), list[:0]
	for i, price := range list {
		moved[i] = len(kept)
		if !codes[price.Code] {
			kept = append(kept, price)
		}
	}
	for i := range o.origins {
		o.origins[i].index = moved[o.origins[i].index]
	}
	if o.plan.CostBook.Overrides = kept; len(kept) == 0 {
		o.plan.CostBook.Overrides = nil
	}
}

func writeEntries(x *exporter) {
	x.columns = namesOf(entryColumns, func(c *table.Column) string { return c.Name })
	for i := range x.ref.Book.Entries {
		e := planner.InForce(x.plan, x.ref.Book.Entries[i])
		x.row(e.Code, table.Text(e.Title.EN), table.Text(e.Title.KO), table.Number(e.UnitPrice), e.Currency, table.Text(e.Unit), e.PriceMonth.String(),
			e.Class, table.Number(e.LowShare), table.Number(e.HighShare), table.Text(e.Source))
	}
}
