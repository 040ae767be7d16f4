package planner

import "buildout/planner/power"

// site works out how a site runs.
func (o *operator) site(i int) SiteOperation {
	s, result := &o.plan.Sites[i], &o.r.Sites[i]
	tariff, climate := tariffOf(o.plan, o.ref, s.Tariff), climateOf(o.plan, o.ref, s.Climate)
	op := newSiteOperation(len(o.r.Months))
	op.Name, op.Title, op.Tariff, op.Climate = result.Name, result.Title, tariff.Name, climate.Name
	heat, contracted := o.loads(&op, result, economised(o.ref, climate))
	tariff.billedDemand(op.BilledKW, op.peakFacility, contracted, o.r.Months[0])
	o.electricity(&op, tariff)
	o.running(&op, result, o.valuesOf(i), heat)
	for k := range op.OperatingCosts.TotalKRW {
		op.OperatingCosts.TotalKRW[k] = op.EnergyKRW[k] + op.DemandKRW[k] + op.SurchargeKRW[k] + op.WaterKRW[k] + op.CarbonKRW[k] +
			op.MaintenanceKRW[k] + op.StaffKRW[k] + op.FacilityKRW[k] + op.InsuranceKRW[k] + op.TaxKRW[k]
	}
	return op.SiteOperation
}

// siteRun is a SiteOperation with what is needed to work it out.
type siteRun struct {
	SiteOperation
	facility, peakFacility []KW // what it draws on average and at most
}

// newSiteOperation returns series of n months cut from a slab of each kind.
func newSiteOperation(n int) siteRun {
	kw, numbers, won := make([]KW, 5*n), make([]float64, 5*n), make([]KRW, 11*n)
	var r siteRun
	for _, series := range []*[]KW{&r.AverageKW, &r.PeakKW, &r.BilledKW, &r.facility, &r.peakFacility} {
		*series = cut(&kw, n)
	}
	for _, series := range []*[]float64{&r.LoadShare, &r.PUE, &r.EnergyKWh, &r.CarbonT, &r.StaffHeads} {
		*series = cut(&numbers, n)
	}
	for _, series := range []*[]KRW{
		&r.EnergyKRW, &r.DemandKRW, &r.SurchargeKRW, &r.WaterKRW, &r.CarbonKRW, &r.MaintenanceKRW, &r.StaffKRW, &r.FacilityKRW, &r.InsuranceKRW, &r.TaxKRW,
		&r.OperatingCosts.TotalKRW,
	} {
		*series = cut(&won, n)
	}
	return r
}

// economised returns, by month of the year, the share of the chillers' work that
// air outside does: all at a mean temperature up to economiser_full_c, none from
// economiser_none_c on, and in between
//
//	share = (none - mean) / (none - full)
func economised(ref Reference, c *Climate) (shares [12]float64) {
	full, none := assumption(ref, EconomiserFullC), assumption(ref, EconomiserNoneC)
	for i, mean := range c.MeanC {
		switch {
		case mean <= full:
			shares[i] = 1
		case mean < none:
			shares[i] = (none - mean) / (none - full)
		}
	}
	return shares
}

// loads writes what the racks and the site draw, and returns the heat in kWh
// that chillers move and the kW contracted. A site that is energised and has no
// load yet draws nothing: it is taken to be switched off. The peak of a month
// has the air of its mean.
//
//	pue = facility_kw / it_kw,  energy_kwh = facility_kw * hours of the month
func (o *operator) loads(op *siteRun, s *SiteResult, shares [12]float64) (heat []float64, contracted []KW) {
	heat, contracted = make([]float64, len(o.r.Months)), make([]KW, len(o.r.Months))
	for k := range s.draws {
		d := &s.draws[k]
		for i := d.from; i < d.until; i++ {
			if s.UsableITKW[i] <= 0 {
				continue
			}
			contracted[i] = d.contracted
			average, peak := d.drawn(op, s, i)
			op.LoadShare[i] = float64(op.AverageKW[i] / s.UsableITKW[i])
			if op.AverageKW[i] <= 0 {
				continue
			}
			share := shares[o.r.Months[i].Number()-1]
			op.facility[i], op.peakFacility[i] = rounded(average.Economised(share)), rounded(peak.Economised(share))
			op.PUE[i] = float64(op.facility[i] / op.AverageKW[i])
			op.EnergyKWh[i] = thousandths(float64(op.facility[i]) * o.hours[i])
			heat[i] = average.Heat * (1 - share) * o.hours[i]
		}
	}
	return heat, contracted
}

// drawn writes the average and peak draw of the racks of a site in month i, and
// returns what the site draws with each.
func (d *siteDraw) drawn(op *siteRun, s *SiteResult, i int) (average, peak power.Draw) {
	average, peak = d.facility.Fixed, d.facility.Fixed
	for j := range s.Halls {
		h := &s.Halls[j]
		if h.UsableITKW[i] <= 0 {
			continue
		}
		op.AverageKW[i] += h.AverageITKW[i]
		op.PeakKW[i] += h.UsedITKW[i]
		perIT := d.facility.PerIT[d.classes[j]]
		average, peak = average.Plus(perIT, float64(h.AverageITKW[i])), peak.Plus(perIT, float64(h.UsedITKW[i]))
	}
	op.AverageKW[i], op.PeakKW[i] = rounded(op.AverageKW[i]), rounded(op.PeakKW[i])
	return average, peak
}

// electricity writes the bill of each month.
func (o *operator) electricity(op *siteRun, t *Tariff) {
	for i, p := range o.prices(t) {
		op.EnergyKRW[i], op.DemandKRW[i], op.SurchargeKRW[i] = p.bill(op.facility[i], op.BilledKW[i], op.EnergyKWh[i])
	}
}

// running writes what a site takes beside electricity, from the month it is
// energised.
//
//	staff_heads     = staff_per_site + staff_per_mw * usable_it_kw / 1000
//	staff_krw       = staff_heads * staff_krw_per_year / 12 * level
//	facility_krw    = gross m2 of energised phases * facility_krw_per_m2_year / 12 * level
//	water_krw       = kWh of heat that chillers move * water_krw_per_kwh * level
//	maintenance_krw = sum over cost lines of cost * share of its asset class / 12 * level over that in the month energised
//	insurance_krw   = paid to date for energised phases * insurance_share_per_year / 12
//	tax_krw         = the same for land and building alone * property_tax_per_year / 12
//	carbon_krw      = carbon_t * carbon_krw_per_tonne
func (o *operator) running(op *siteRun, s *SiteResult, v siteValues, heat []float64) {
	perSite, perMW, wage := assumption(o.ref, StaffPerSite), assumption(o.ref, StaffPerMW), assumption(o.ref, StaffKRWPerYear)
	perM2, water, carbon := assumption(o.ref, FacilityKRWPerM2Year), assumption(o.ref, WaterKRWPerKWhIT), assumption(o.ref, CarbonKRWPerTonne)
	insurance, tax := assumption(o.ref, InsuranceSharePerYear), assumption(o.ref, PropertyTaxPerYear)
	for i, level := range o.opex {
		if s.UsableITKW[i] <= 0 {
			continue
		}
		op.CarbonT[i] = tonnes(op.EnergyKWh[i], o.carbon[i])
		op.StaffHeads[i] = perSite + float64(perMW*float64(s.UsableITKW[i])/1000)
		op.StaffKRW[i] = monthWon(op.StaffHeads[i] * wage / 12 * level)
		op.FacilityKRW[i] = monthWon(v.grossM2[i] * perM2 / 12 * level)
		op.WaterKRW[i] = monthWon(heat[i] * water * level)
		op.CarbonKRW[i] = monthWon(op.CarbonT[i] * carbon)
		op.MaintenanceKRW[i] = monthWon(v.maintenance[i] / 12 * level)
		op.InsuranceKRW[i] = monthWon(v.paid[i] * insurance / 12)
		op.TaxKRW[i] = monthWon(v.landAndBuilding[i] * tax / 12)
	}
}
