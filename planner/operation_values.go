package planner

import "math"

// siteValues is what the phases of a site that are energised by each month are
// worth to those who maintain, insure and tax them.
type siteValues struct {
	grossM2         []float64 // built
	maintenance     []float64 // won a year at level 1
	paid            []float64 // whole won paid to date, without VAT
	landAndBuilding []float64 // of that, for land and building
}

// taxed names the asset classes that are land and building to property tax.
var taxed = []string{"land", "building", "building_services", "external_structures"}

// valuesOf sums the cost lines of a site by month: those of a phase count from
// the month it is energised, with what is paid for them by then and later. What
// worth leaves out is left out here: IT equipment is maintained and insured
// wherever it stands, and interest is neither.
//
//	maintenance = sum over phases of (sum over asset classes of forecast * share of the class) / level in the month energised
//	paid        = sum over asset groups of paid to date * forecast / total
func (o *operator) valuesOf(site int) siteValues {
	n := len(o.r.Months)
	slab := make([]float64, 4*n)
	v := siteValues{cut(&slab, n), cut(&slab, n), cut(&slab, n), cut(&slab, n)}
	first, growth := o.r.Months[0], assumption(o.ref, OpexGrowthPerYear)
	s := &o.plan.Sites[site]
	for p := range s.Phases {
		energised := o.r.Sites[site].Phases[p].Energised
		from := max(0, int(energised-first))
		if from >= n {
			continue
		}
		groups := o.assetGroups(site, p)
		maintenance := o.maintained(groups) / levelAt(o.plan.PriceBase, growth, energised)
		for i := from; i < n; i++ {
			paid, building := o.paidFor(groups, i)
			v.grossM2[i] += s.Phases[p].GrossAreaM2
			v.maintenance[i] += maintenance
			v.paid[i] += paid
			v.landAndBuilding[i] += building
		}
	}
	for i := range n {
		v.paid[i], v.landAndBuilding[i] = math.Round(v.paid[i]), math.Round(v.landAndBuilding[i])
	}
	return v
}

// assetGroup is the cost lines of a phase that one asset class covers and whose
// VAT the budget carries, or does not.
type assetGroup struct {
	class           int // -1 where none covers them
	forecast, total KRW // without VAT, and as the budget counts it
	paid            []KRW
}

// net is the part of what is paid that is not VAT.
func (g *assetGroup) net() float64 {
	if g.total == 0 {
		return 1
	}
	return float64(g.forecast) / float64(g.total)
}

// assetGroups sorts the cost lines of a phase by asset class, and in a class
// those without VAT before those with it, and sums what is paid for them to date
// by month of the horizon, with VAT. It leaves out what worth leaves out. The
// groups hold until the next call.
func (o *operator) assetGroups(site, phase int) []assetGroup {
	n := len(o.r.Months)
	if o.groups == nil {
		o.groups = make([]assetGroup, 2*(len(o.ref.Assets)+1))
		paid := make([]KRW, len(o.groups)*n)
		for i := range o.groups {
			o.groups[i] = assetGroup{class: i/2 - 1, paid: cut(&paid, n)}
		}
	}
	for i := range o.groups {
		g := &o.groups[i]
		g.forecast, g.total = 0, 0
		clear(g.paid)
	}
	name, at := o.plan.Sites[site].Phases[phase].Name, o.firstLine(site)
	for k := range o.costs.bySite[site] {
		if l := &o.costs.lines[at+k]; l.Phase == name {
			o.add(l, &o.costs.paid[at+k])
		}
	}
	for i := range o.groups {
		paid := o.groups[i].paid
		for k := 1; k < n; k++ {
			paid[k] += paid[k-1]
		}
	}
	return o.groups
}

// add puts a cost line into its group.
func (o *operator) add(l *CostLine, p *paidLine) {
	if p.asset >= 0 && !o.ref.Assets[p.asset].counts() {
		return
	}
	g := &o.groups[o.groupOf(l, p)]
	g.forecast += l.ForecastKRW
	g.total += p.total
	for _, pay := range p.payments {
		if i := max(0, int(pay.month-o.r.Months[0])); i < len(g.paid) {
			g.paid[i] += pay.amount
		}
	}
}

// groupOf returns the index of a cost line's group.
func (o *operator) groupOf(l *CostLine, p *paidLine) int {
	if l.VAT != nil && l.InBudget && o.plan.Budget.VAT == VATIncluded {
		return 2*(p.asset+1) + 1
	}
	return 2 * (p.asset + 1)
}

// maintained returns the won a year that maintenance of the groups takes at the
// prices that they were built at.
func (o *operator) maintained(groups []assetGroup) (won float64) {
	for i := range groups {
		if g := &groups[i]; g.class >= 0 {
			won += float64(float64(g.forecast) * o.ref.Assets[g.class].MaintenanceSharePerYear)
		}
	}
	return won
}

// paidFor returns the won paid by month index i for the groups, without VAT, and
// of them for land and building.
func (o *operator) paidFor(groups []assetGroup, i int) (all, building float64) {
	for k := range groups {
		g := &groups[k]
		won := float64(float64(g.paid[i]) * g.net())
		all += won
		if g.class >= 0 && o.ref.Assets[g.class].Taxed() {
			building += won
		}
	}
	return all, building
}

// firstLine returns the index of a site's first cost line.
func (o *operator) firstLine(site int) (at int) {
	for _, lines := range o.costs.bySite[:site] {
		at += len(lines)
	}
	return at
}
