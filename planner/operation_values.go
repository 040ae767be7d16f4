package planner

import "slices"

// siteValues is what the phases of a site that are energised by each month are
// worth to those who maintain, insure and tax them.
type siteValues struct {
	grossM2         []float64 // built
	maintenance     []float64 // won a year at level 1
	paid            []float64 // won paid to date, without VAT
	landAndBuilding []float64 // of that, for land and building
}

// taxed names the asset classes that are land and building to property tax.
var taxed = []string{"land", "building", "building_services", "external_structures"}

// valuesOf sums the cost lines of a site by month: each counts from the month
// its phase is energised, with what is paid for it by then and later. What worth
// leaves out is left out here: IT equipment is maintained and insured wherever it
// stands, and interest is neither.
func (o *operator) valuesOf(site int) siteValues {
	n := len(o.r.Months)
	slab := make([]float64, 4*n)
	v := siteValues{cut(&slab, n), cut(&slab, n), cut(&slab, n), cut(&slab, n)}
	first, growth := o.r.Months[0], assumption(o.ref, OpexGrowthPerYear)
	s, at := &o.plan.Sites[site], o.firstLine(site)
	for p := range s.Phases {
		energised := o.r.Sites[site].Phases[p].Energised
		from := max(0, int(energised-first))
		if from >= n {
			continue
		}
		v.grossM2[from] += s.Phases[p].GrossAreaM2
		level := levelAt(o.plan.PriceBase, growth, energised)
		for k := range o.costs.bySite[site] {
			if l := &o.costs.lines[at+k]; l.Phase == s.Phases[p].Name {
				o.add(&v, l, &o.costs.paid[at+k], from, level)
			}
		}
	}
	for i := 1; i < n; i++ {
		v.grossM2[i] += v.grossM2[i-1]
		v.maintenance[i] += v.maintenance[i-1]
		v.paid[i] += v.paid[i-1]
		v.landAndBuilding[i] += v.landAndBuilding[i-1]
	}
	return v
}

// add counts a cost line of a phase that is energised in month index from, at
// the price level of that month.
func (o *operator) add(v *siteValues, l *CostLine, p *paidLine, from int, level float64) {
	ofBuilding := false
	if class := p.asset; class >= 0 {
		a := &o.ref.Assets[class]
		if !a.counts() {
			return
		}
		ofBuilding = slices.Contains(taxed, a.Name)
		v.maintenance[from] += float64(float64(l.ForecastKRW) * a.MaintenanceSharePerYear / level)
	}
	net := netShare(l, p)
	for _, pay := range p.payments {
		i := max(from, int(pay.month-o.r.Months[0]))
		if i >= len(v.paid) {
			continue
		}
		won := float64(float64(pay.amount) * net)
		v.paid[i] += won
		if ofBuilding {
			v.landAndBuilding[i] += won
		}
	}
}

// firstLine returns the index of a site's first cost line.
func (o *operator) firstLine(site int) (at int) {
	for _, lines := range o.costs.bySite[:site] {
		at += len(lines)
	}
	return at
}

// netShare is the part of a line's payments that is not VAT.
func netShare(l *CostLine, p *paidLine) float64 {
	if p.total == 0 {
		return 1
	}
	return float64(l.ForecastKRW) / float64(p.total)
}
