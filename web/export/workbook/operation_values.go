package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// phaseValues is what a phase is worth once it is energised: won a year of
// maintenance at the price base, and won paid by month of the horizon.
type phaseValues struct {
	energised, grossM2, maintenance formula.Num
	paid, landAndBuilding           []formula.Num
}

// layValues lays what the phases of a site that are energised by each month are
// worth.
func (r *running) layValues(i int) (v siteValues) {
	var phases []phaseValues
	for j := range r.Plan.Sites[i].Phases {
		phases = append(phases, r.layPhaseValues(i, j))
	}
	months, zero := r.run.numbers(), formula.Of(0)
	energised := func(k int, of func(p *phaseValues) formula.Num) formula.Num {
		list := make([]formula.Num, len(phases))
		for j := range phases {
			list[j] = formula.If(phases[j].energised.AtMost(months[k]), of(&phases[j]), zero)
		}
		return chain(list...)
	}
	unit := r.Locale.WonUnit()
	v.grossM2 = r.run.row(r.words("gross_m2"), r.Locale.ValueUnit("m2"), whole, func(k int) formula.Num {
		return energised(k, func(p *phaseValues) formula.Num { return p.grossM2 })
	})
	v.maintenance = r.run.row(r.words("maintenance_krw_per_year"), unit, won, func(k int) formula.Num {
		return energised(k, func(p *phaseValues) formula.Num { return p.maintenance })
	})
	v.paid = r.run.row(r.words("insured_krw"), unit, won, func(k int) formula.Num {
		return formula.Round(energised(k, func(p *phaseValues) formula.Num { return p.paid[k] }))
	})
	v.landAndBuilding = r.run.row(r.words("taxed_krw"), unit, won, func(k int) formula.Num {
		return formula.Round(energised(k, func(p *phaseValues) formula.Num { return p.landAndBuilding[k] }))
	})
	return v
}

// layPhaseValues lays what a phase is worth.
func (r *running) layPhaseValues(i, j int) (v phaseValues) {
	ph := &r.Plan.Sites[i].Phases[j]
	title := r.Locale.Text(ph.Title, ph.Name)
	what := func(key string) string { return title + " · " + r.words(key) }
	v.energised = r.run.value(what("energised"), r.words("month_no"), whole, r.schedule[i][j].energised)
	v.grossM2 = r.run.value(what("gross_m2"), r.Locale.ValueUnit("m2"), whole, r.in.plan(sitePath(&r.Plan.Sites[i])+"/phases/"+planner.PathName(ph.Name)+"/gross_area_m2"))
	level := r.grownAt(r.siteTitle(i)+" · "+what("energised"), r.Plan.PriceBase, planner.OpexGrowthPerYear, v.energised)
	var maintained []formula.Num
	var all, taxed []*assetCells
	for k := range r.groups {
		g := &r.groups[k]
		if g.site != i || g.phase != j || !r.countsGroup(g) {
			continue
		}
		all = append(all, g)
		if g.class < 0 {
			continue
		}
		class := &r.w.Reference.Assets[g.class]
		maintained = append(maintained, g.forecast.Times(r.in.value("asset_classes."+class.Name+".maintenance_share_per_year")))
		if class.Taxed() {
			taxed = append(taxed, g)
		}
	}
	v.maintenance = r.run.value(what("maintenance_krw_per_year"), r.Locale.WonUnit(), won, chain(maintained...).Over(level))
	paid := func(groups []*assetCells, k int) formula.Num {
		list := make([]formula.Num, len(groups))
		for n, g := range groups {
			list[n] = g.paid[r.hs+k].Times(g.share)
		}
		return chain(list...)
	}
	v.paid = r.run.row(what("insured_krw"), r.Locale.WonUnit(), won, func(k int) formula.Num { return paid(all, k) })
	v.landAndBuilding = r.run.row(what("taxed_krw"), r.Locale.WonUnit(), won, func(k int) formula.Num { return paid(taxed, k) })
	return v
}

// numbers refers to the numbers of the months at the head of the sheet.
func (r *board) numbers() []formula.Num {
	list := make([]formula.Num, len(r.b.horizon()))
	for k := range list {
		list[k] = r.s.ref(4, r.s.grid+k)
	}
	return list
}

// itemsOf is what the items of a site are worked out of.
type itemsOf struct {
	c             *runningCells
	l             *siteLoads
	v             *siteValues
	billed, heads []formula.Num
	runs          func(k int) formula.Bool
}

// itemKeys names the items of operation, in the order of OperatingCosts.
var itemKeys = [...]string{
	"energy_krw", "demand_krw", "surcharge_krw", "water_krw", "carbon_krw", "maintenance_krw", "staff_krw", "facility_krw", "insurance_krw", "tax_krw",
}

// layItems lays what a site takes by item, and the total.
func (r *running) layItems(i int, x itemsOf) (items [len(itemKeys)][]formula.Num) {
	t := &r.tariffs[r.w.Operation.Sites[i].Tariff]
	twelve := formula.Of(12)
	level := func(k int, n formula.Num) formula.Num { return n.Over(twelve).Times(r.opex[k]) }
	wage, area, water := r.assumed(planner.StaffKRWPerYear), r.assumed(planner.FacilityKRWPerM2Year), r.assumed(planner.WaterKRWPerKWhIT)
	carbon, insurance, tax := r.assumed(planner.CarbonKRWPerTonne), r.assumed(planner.InsuranceSharePerYear), r.assumed(planner.PropertyTaxPerYear)
	of := [len(itemKeys)]func(k int) formula.Num{
		func(k int) formula.Num { return x.l.facility[k].Times(t.energy[k]) },
		func(k int) formula.Num { return x.billed[k].Times(t.demand[k]) },
		func(k int) formula.Num {
			direct := x.c.energy[k].Times(t.perKWh[k])
			return direct.Plus(t.share.Times(items[0][k].Plus(items[1][k]).Plus(direct)))
		},
		func(k int) formula.Num { return x.l.heat[k].Times(water).Times(r.opex[k]) },
		func(k int) formula.Num { return x.c.carbon[k].Times(carbon) },
		func(k int) formula.Num { return level(k, x.v.maintenance[k]) },
		func(k int) formula.Num { return level(k, x.heads[k].Times(wage)) },
		func(k int) formula.Num { return level(k, x.v.grossM2[k].Times(area)) },
		func(k int) formula.Num { return x.v.paid[k].Times(insurance).Over(twelve) },
		func(k int) formula.Num { return x.v.landAndBuilding[k].Times(tax).Over(twelve) },
	}
	var sums []formula.Num
	for n, key := range itemKeys {
		var all formula.Num
		items[n], _, all = r.op.summed(r.words(key), r.Locale.WonUnit(), style{won, derived}, func(k int) formula.Num {
			amount := formula.Round(of[n](k))
			if n < 3 {
				return amount
			}
			return formula.If(x.runs(k), amount, formula.Of(0))
		})
		sums = append(sums, all)
	}
	var all formula.Num
	x.c.total, _, all = r.op.summed(r.words("total_krw"), r.Locale.WonUnit(), style{won, total}, func(k int) formula.Num {
		column := make([]formula.Num, len(items))
		for n := range items {
			column[n] = items[n][k]
		}
		return formula.Total(column...)
	})
	r.foots("operation_foots", r.siteTitle(i), won, all, r.op.put("operation_foots", formula.Total(sums...)))
	x.c.maintenance, x.c.staff = items[5], items[6]
	return items
}

// put writes what items sum to by another way, for a check.
func (r *board) put(key string, n formula.Num) formula.Num {
	r.name(r.b.Locale.T("workbook.operation."+key), r.b.Locale.WonUnit(), note)
	return r.s.put(r.at, boardSum, n, style{won, derived})
}
