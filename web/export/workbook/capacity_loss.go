package workbook

import "buildout/planner/formula"

// layLoss lays how much of the demand of priority 1 remains when the largest
// site or lease is lost.
func (c *capacitySheet) layLoss() {
	b, one := c.b, formula.Of(1)
	c.band("loss")
	need := c.row(c.words("priority_1"), "", "kW", style{kw, derived}, func(k int) formula.Num { return b.demand.priority1[k] })
	left := b.capacity.remaining
	b.capacity.coverage = c.row(c.words("coverage"), "", "", style{share, total}, func(k int) formula.Num {
		return formula.If(need[k].More(left[k]), left[k].Over(need[k]), one)
	})
	open := c.row(c.words("not_covered"), "", c.words("month_number"), style{whole, note}, func(k int) formula.Num {
		return formula.If(b.capacity.coverage[k].Less(one), c.months[k], formula.Of(0))
	})
	last := len(open) - 1
	latest := c.last().Max()
	c.s.named(capacityFinal, c.words("coverage_final"), "", "")
	c.s.put(capacityFinal, planningNumber, b.capacity.coverage[last], style{share, total})
	from := formula.If(latest.Is(c.months[last]), formula.Of(0), formula.If(latest.Is(formula.Of(0)), c.months[0], latest.Plus(one)))
	c.s.named(capacityCovered, c.words("covered_from"), "", "")
	b.capacity.covered = c.s.put(c.below, planningNumber, from, style{whole, note})
	c.s.named(c.below, c.words("covered_from"), "", c.words("month_number"))
	c.below++
	c.s.putMonthIf(capacityCovered, planningNumber, b.capacity.covered, total)
}

// layInstalled lays what sites could carry with nothing held back for a failure.
func (c *capacitySheet) layInstalled() {
	c.band("installed")
	for i := range c.b.states {
		c.row(c.b.siteTitle(i), c.words("site"), "kW", style{kw, derived}, func(k int) formula.Num { return c.b.states[i].installed[k] })
	}
}

// layPositions lays the rack positions of sites and leases against the racks that
// demand needs.
func (c *capacitySheet) layPositions() {
	b, unit := c.b, c.words("unit_positions")
	c.band("positions")
	first := c.below
	for i := range b.states {
		c.row(b.siteTitle(i), c.words("site"), unit, style{whole, derived}, func(k int) formula.Num { return b.states[i].positions[k] })
	}
	for i := range b.Plan.Leases {
		l, usable := &b.Plan.Leases[i], b.capacity.leases[i]
		held := c.held(l, "rack_positions", func(sum formula.Num) formula.Num { return sum })
		c.row(b.Locale.Text(l.Title, l.Name), c.words("lease"), unit, style{whole, derived}, func(k int) formula.Num {
			return formula.If(usable[k].More(formula.Of(0)), held(k), formula.Of(0))
		})
	}
	last := c.below - 1
	b.capacity.positions = c.row(c.words("positions_total"), "", unit, style{whole, total}, func(k int) formula.Num {
		if last < first {
			return formula.Of(0)
		}
		return c.s.column(c.s.grid+k, first, last).Sum()
	})
	c.row(c.words("racks_total"), "", c.words("unit_racks"), style{whole, derived}, func(k int) formula.Num { return b.demand.racks[k] })
	c.row(c.words("positions_left"), "", unit, style{whole, total}, func(k int) formula.Num { return b.capacity.positions[k].Minus(b.demand.racks[k]) })
}

// checkCapacity holds the sheet Capacity by month against the program.
func (b *book) checkCapacity() {
	c, r := &b.capacity, &b.Result
	for i := range c.leases {
		l := &r.Leases[i]
		b.nears("lease_usable", b.subject(l.Title, l.Name), kw, c.leases[i], floats(l.UsableITKW), nearKW)
	}
	b.nears("capacity_usable", "", kw, c.usable, floats(r.Capacity.UsableITKW), nearKW)
	b.nears("capacity_headroom", "", kw, c.headroom, floats(r.Capacity.HeadroomKW), nearKW)
	b.agrees("capacity_positions", "", whole, c.positions, floats(r.Capacity.RackPositions))
	b.nears("capacity_least", "", kw, []formula.Num{c.least}, []float64{float64(r.Capacity.Least.KW)}, nearKW)
	b.agrees("capacity_least_month", "", whole, []formula.Num{c.leastMonth}, []float64{float64(r.Capacity.Least.Month)})
	b.nears("loss_remaining", "", kw, c.remaining, floats(r.SiteLoss.RemainingKW), nearKW)
	b.nears("loss_coverage", "", ratio, c.coverage, r.SiteLoss.Coverage, 1e-9)
	b.agrees("loss_covered_from", "", whole, []formula.Num{c.covered}, []float64{float64(r.SiteLoss.CoveredFrom)})
}
