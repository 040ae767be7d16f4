package workbook

import (
	"strconv"

	"buildout/planner"
	"buildout/planner/formula"
)

// capacityCells is what sites and leases carry together by month of the horizon,
// and what is left when the largest is lost.
type capacityCells struct {
	leases     [][]formula.Num // usable kW of each lease
	usable     []formula.Num
	headroom   []formula.Num
	positions  []formula.Num // for racks
	remaining  []formula.Num // kW when the largest site or lease is lost
	coverage   []formula.Num // of the demand of priority 1 by that
	least      formula.Num   // headroom of the months with demand
	leastMonth formula.Num   // of the same; 0 where there is no demand
	covered    formula.Num   // month from which coverage stays 1; 0 where it does not

	// Rows that charts draw.
	monthRow, usableRow, demandRow, remainingRow formula.Range
}

// capacitySheet is the sheet Capacity by month that is being laid.
type capacitySheet struct {
	b      *book
	s      *sheet
	months []formula.Num
	below  int // first row that is free
}

// Rows of what the sheet comes to.
const (
	capacityLeast = 6 + iota
	capacityLeastMonth
	capacityFinal
	capacityCovered
	capacityBelow
)

// layCapacity lays the sheet Capacity by month.
func (b *book) layCapacity() {
	s, months := b.planningSheet("capacity")
	c := &capacitySheet{b: b, s: s, months: months, below: capacityBelow}
	c.layTotals(c.layUsable())
	c.layHalls()
	c.layLoss()
	c.layInstalled()
	c.layPositions()
	b.capacity.monthRow = s.row(3, s.grid, s.grid+len(months)-1)
	b.checkCapacity()
}

func (c *capacitySheet) band(key string) {
	c.b.band(c.s, c.below+1, key)
	c.below += 2
}

// row lays the lowest row.
func (c *capacitySheet) row(what, where, unit string, style style, of func(k int) formula.Num) []formula.Num {
	c.s.named(c.below, what, where, unit)
	c.below++
	return c.s.series(c.below-1, len(c.months), style, of)
}

// last refers to the lowest row.
func (c *capacitySheet) last() formula.Range {
	return c.s.row(c.below-1, c.s.grid, c.s.grid+len(c.months)-1)
}

func (c *capacitySheet) words(key string) string { return c.b.Locale.T("workbook.planning." + key) }

// layUsable lays the usable kW of sites and leases and returns its rows.
func (c *capacitySheet) layUsable() (first, last int) {
	b := c.b
	c.band("usable")
	first = c.below
	for i := range b.states {
		c.row(b.siteTitle(i), c.words("site"), "kW", style{kw, derived}, func(k int) formula.Num { return b.states[i].usable[k] })
	}
	for i := range b.Plan.Leases {
		l := &b.Plan.Leases[i]
		usable := c.row(b.Locale.Text(l.Title, l.Name), c.words("lease"), "kW", style{kw, derived}, c.held(l, "it_kw", func(sum formula.Num) formula.Num {
			return formula.Thousandths(sum)
		}))
		b.capacity.leases = append(b.capacity.leases, usable)
	}
	return first, c.below - 1
}

// held returns what is contracted of a lease in a month: nothing before it
// begins and after it ends, and what was given back by then off the rest.
func (c *capacitySheet) held(l *planner.Lease, what string, round func(formula.Num) formula.Num) func(k int) formula.Num {
	at := "leases/" + planner.PathName(l.Name)
	in := c.b.in
	all, from, until := in.plan(at+"/"+what), in.plan(at+"/from"), in.plan(at+"/until")
	type back struct{ month, n formula.Num }
	var backs []back
	for i := range l.Returns {
		one := at + "/returns/" + strconv.Itoa(i)
		backs = append(backs, back{in.plan(one + "/month"), in.plan(one + "/" + what)})
	}
	zero := formula.Of(0)
	return func(k int) formula.Num {
		m, sum := c.months[k], all
		for _, r := range backs {
			sum = sum.Minus(formula.If(r.month.AtMost(m), r.n, zero))
		}
		return formula.If(formula.Or(m.Less(from), m.More(until)), zero, round(formula.Max(zero, sum)))
	}
}

// layTotals lays what all carry together against the demand.
func (c *capacitySheet) layTotals(first, last int) {
	b := c.b
	sum := c.row(c.words("sum"), "", "kW", style{kw, derived}, func(k int) formula.Num {
		var list []formula.Num
		for row := first; row <= last; row++ {
			list = append(list, c.s.ref(row, c.s.grid+k))
		}
		return chain(list...)
	})
	largest := c.row(c.words("largest"), "", "kW", style{kw, derived}, func(k int) formula.Num {
		if last < first {
			return formula.Of(0)
		}
		return c.s.column(c.s.grid+k, first, last).Max()
	})
	b.capacity.usable = c.row(c.words("usable_total"), "", "kW", style{kw, total}, func(k int) formula.Num { return formula.Thousandths(sum[k]) })
	b.capacity.usableRow = c.last()
	c.row(c.words("peak_total"), "", "kW", style{kw, derived}, func(k int) formula.Num { return b.demand.peak[k] })
	b.capacity.demandRow = c.last()
	b.capacity.headroom = c.row(c.words("headroom_total"), "", "kW", style{kw, total}, func(k int) formula.Num {
		return formula.Thousandths(b.capacity.usable[k].Minus(b.demand.peak[k]))
	})
	b.capacity.remaining = c.row(c.words("remaining"), "", "kW", style{kw, total}, func(k int) formula.Num {
		return formula.Thousandths(sum[k].Minus(largest[k]))
	})
	b.capacity.remainingRow = c.last()
	c.layLeast()
}

// layLeast lays the least headroom of the months with demand, up to each month.
func (c *capacitySheet) layLeast() {
	b, zero := c.b, formula.Of(0)
	row := c.below + 1 // of its month
	least, when := zero, zero
	c.s.named(c.below, c.words("least_so_far"), "", "kW")
	c.s.named(row, c.words("least_so_far_month"), "", c.words("month_number"))
	for k, m := range c.months {
		headroom := b.capacity.headroom[k]
		lower := b.demand.peak[k].More(zero)
		if k > 0 {
			lower = formula.And(lower, formula.Or(when.Is(zero), headroom.Less(least)))
		}
		least, when = c.s.put(c.below, c.s.grid+k, formula.If(lower, headroom, least), style{kw, derived}), c.s.put(row, c.s.grid+k, formula.If(lower, m, when), style{whole, note})
	}
	c.below = row + 1
	c.s.named(capacityLeast, c.words("least"), "", "kW")
	c.s.named(capacityLeastMonth, c.words("least_month"), "", "")
	b.capacity.least = c.s.put(capacityLeast, planningNumber, least, style{kw, total})
	c.s.putMonthIf(capacityLeastMonth, planningNumber, when, total)
	b.capacity.leastMonth = when
}

// layHalls lays what each hall may carry and what it has left.
func (c *capacitySheet) layHalls() {
	b := c.b
	for _, part := range []struct {
		key string
		of  func(i, j, k int) formula.Num
	}{
		{"usable_halls", func(i, j, k int) formula.Num { return b.states[i].halls[j].usable[k] }},
		{"headroom_halls", func(i, j, k int) formula.Num { return b.placement.halls[i][j].headroom[k] }},
	} {
		c.band(part.key)
		for i := range b.states {
			for j := range b.states[i].halls {
				c.row(b.siteTitle(i), b.Result.Sites[i].Halls[j].Name, "kW", style{kw, derived}, func(k int) formula.Num { return part.of(i, j, k) })
			}
		}
	}
}
