package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// siteLoads is what a site draws by month.
type siteLoads struct {
	average, peak          []formula.Num // kW of IT
	facility, peakFacility []formula.Num // kW from the grid
	heat                   []formula.Num // kWh that chillers move
}

// siteValues is what the energised phases of a site are worth to those who
// maintain, insure and tax them.
type siteValues struct{ grossM2, maintenance, paid, landAndBuilding []formula.Num }

// laySite lays how a site runs and what that takes.
func (r *running) laySite(i int) (c runningCells) {
	title := r.siteTitle(i)
	r.run.section(title)
	l := r.layLoads(i)
	v := r.layValues(i)
	r.op.section(title)
	c.average, c.peak = l.average, l.peak
	usable, runs := r.states[i].usable, r.runs(i)
	zero := formula.Of(0)
	only := func(k int, n formula.Num) formula.Num { return formula.If(runs(k), n, zero) }
	unit := r.Locale.ValueUnit("kW")
	average := r.op.row(r.words("average_it_kw"), unit, kw, func(k int) formula.Num { return l.average[k] })
	r.op.row(r.words("peak_it_kw"), unit, kw, func(k int) formula.Num { return l.peak[k] })
	load := r.op.row(r.words("load_share"), r.Locale.ValueUnit("share"), share, func(k int) formula.Num { return only(k, average[k].Over(usable[k])) })
	c.pue = r.op.row(r.words("pue"), "", decimal, func(k int) formula.Num {
		return formula.If(average[k].More(zero), l.facility[k].Over(average[k]), zero)
	})
	c.energy, _, _ = r.op.summed(r.words("energy_kwh"), r.Locale.ValueUnit("kWh"), style{whole, derived}, func(k int) formula.Num {
		return formula.Thousandths(l.facility[k].Times(r.hours[k]))
	})
	billed := r.layBilled(i, &l)
	c.carbon, _, _ = r.op.summed(r.words("carbon_t"), r.Locale.ValueUnit("tCO2e"), style{kw, derived}, func(k int) formula.Num {
		return formula.Thousandths(c.energy[k].Times(r.carbon[k]).Over(formula.Of(1000)))
	})
	perSite, perMW := r.assumed(planner.StaffPerSite), r.assumed(planner.StaffPerMW)
	heads := r.op.row(r.words("staff_heads"), r.Locale.ValueUnit("heads"), decimal, func(k int) formula.Num {
		return only(k, perSite.Plus(perMW.Times(usable[k]).Over(formula.Of(1000))))
	})
	items := r.layItems(i, itemsOf{&c, &l, &v, billed, heads, runs})
	c.electricity = r.run.row(title+" · "+r.words("electricity_krw"), r.Locale.WonUnit(), won, func(k int) formula.Num {
		return formula.Total(items[0][k], items[1][k], items[2][k])
	})
	c.other = r.run.row(title+" · "+r.words("other_krw"), r.Locale.WonUnit(), won, func(k int) formula.Num { return c.total[k].Minus(c.electricity[k]) })
	r.holdSite(i, &c, load, billed, heads, items)
	return c
}

// runs tells in which months a site may carry load.
func (r *running) runs(i int) func(k int) formula.Bool {
	return func(k int) formula.Bool { return r.states[i].usable[k].More(formula.Of(0)) }
}

// layLoads lays what the racks and the site draw.
func (r *running) layLoads(i int) (l siteLoads) {
	s, placed, runs := &r.states[i], r.placement.halls[i], r.runs(i)
	unit, zero := r.Locale.ValueUnit("kW"), formula.Of(0)
	used := make([][]formula.Num, len(s.halls))
	for j := range s.halls {
		h := &r.Result.Sites[i].Halls[j]
		used[j] = r.run.row(r.Locale.T("workbook.running.hall_peak", "hall", h.Name), unit, kw, func(k int) formula.Num {
			return formula.If(s.halls[j].usable[k].More(zero), placed[j].used[k], zero)
		})
	}
	halls := func(of func(j int) formula.Num) formula.Num {
		list := make([]formula.Num, len(s.halls))
		for j := range list {
			list[j] = of(j)
		}
		return chain(list...)
	}
	l.average = r.run.row(r.words("average_it_kw"), unit, kw, func(k int) formula.Num {
		return formula.If(runs(k), formula.Thousandths(halls(func(j int) formula.Num { return placed[j].average[k] })), zero)
	})
	l.peak = r.run.row(r.words("peak_it_kw"), unit, kw, func(k int) formula.Num {
		return formula.If(runs(k), formula.Thousandths(halls(func(j int) formula.Num { return used[j][k] })), zero)
	})
	draw := func(key string, of func(d *drawCells) []formula.Num, load func(j, k int) formula.Num) []formula.Num {
		return r.run.row(r.words(key), unit, kw, func(k int) formula.Num {
			sum := of(&s.fixed)[k]
			for j := range s.halls {
				sum = sum.Plus(of(&s.halls[j].per)[k].Times(load(j, k)))
			}
			return sum
		})
	}
	onAverage := func(j, k int) formula.Num { return placed[j].average[k] }
	atPeak := func(j, k int) formula.Num { return used[j][k] }
	grid := func(d *drawCells) []formula.Num { return d.grid }
	chillers := func(d *drawCells) []formula.Num { return d.chillers }
	drawn, chilled := draw("grid_draw", grid, onAverage), draw("chiller_draw", chillers, onAverage)
	moved := draw("heat_draw", func(d *drawCells) []formula.Num { return d.heat }, onAverage)
	peakDrawn, peakChilled := draw("peak_grid_draw", grid, atPeak), draw("peak_chiller_draw", chillers, atPeak)
	air := r.climates[r.w.Operation.Sites[i].Climate]
	shares := r.run.row(r.words("economised"), r.Locale.ValueUnit("share"), ratio, func(k int) formula.Num { return air[r.horizon()[k].Number()-1] })
	loaded := func(k int, n formula.Num) formula.Num { return formula.If(l.average[k].More(zero), n, zero) }
	l.facility = r.run.row(r.words("facility_kw"), unit, kw, func(k int) formula.Num {
		return loaded(k, formula.Thousandths(drawn[k].Minus(shares[k].Times(chilled[k]))))
	})
	l.peakFacility = r.run.row(r.words("peak_facility_kw"), unit, kw, func(k int) formula.Num {
		return loaded(k, formula.Thousandths(peakDrawn[k].Minus(shares[k].Times(peakChilled[k]))))
	})
	l.heat = r.run.row(r.words("chiller_heat_kwh"), r.Locale.ValueUnit("kWh"), whole, func(k int) formula.Num {
		return loaded(k, moved[k].Times(formula.Of(1).Minus(shares[k])).Times(r.hours[k]))
	})
	return l
}

// layBilled lays the demand that is billed: the highest of the peak of the month
// and of the tariff's months among the eleven before it, at least a share of what
// is contracted.
func (r *running) layBilled(i int, l *siteLoads) []formula.Num {
	t := r.w.Operation.Sites[i].Tariff
	var counts [12]bool
	for _, m := range r.w.Operation.Tariffs[t].RatchetMonths {
		counts[m-1] = true
	}
	runs, contracted := r.runs(i), r.states[i].contracted
	return r.op.row(r.words("billed_kw"), r.Locale.ValueUnit("kW"), kw, func(k int) formula.Num {
		least := r.tariffs[t].least.Times(formula.If(runs(k), contracted[k], formula.Of(0)))
		list := []formula.Num{l.peakFacility[k], least}
		for j := max(0, k-11); j < k; j++ {
			if counts[r.horizon()[j].Number()-1] {
				list = append(list, l.peakFacility[j])
			}
		}
		return formula.Thousandths(formula.Max(list...))
	})
}
