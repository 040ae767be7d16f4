package planner

// leases works out what leased space takes. What finds no room in the sites
// runs there, shared out by what is contracted; of racks whose peak is more than
// that, only the part that fits runs.
//
//	rent_krw   = it_kw * krw_per_kw_month * level
//	energy_kwh = used_it_kw * lease_pue * hours of the month
//	energy_krw = energy_kwh * price of a kWh of a level load by the plan's first tariff
func (o *operator) leases(list []LeaseOperation) {
	n := len(o.r.Months)
	pue, shippedRent := assumption(o.ref, LeasePUE), assumption(o.ref, RentKRWPerKWMonth)
	prices := o.prices(tariffOf(o.plan, o.ref, o.firstTariff()))
	all := contractedKW(o.r.Leases, n)
	for k := range list {
		l, op := &o.plan.Leases[k], &list[k]
		kw, kwh, won := make([]KW, 3*n), make([]float64, n), make([]KRW, 3*n)
		*op = LeaseOperation{
			Name: l.Name, Title: l.Title, ITKW: cut(&kw, n), UsedITKW: cut(&kw, n), GivenBackKW: cut(&kw, n),
			EnergyKWh: kwh, RentKRW: cut(&won, n), EnergyKRW: cut(&won, n), TotalKRW: cut(&won, n),
		}
		rent := l.KRWPerKWMonth
		if rent == 0 {
			rent = shippedRent
		}
		for i, m := range o.r.Months {
			if m < l.From {
				continue
			}
			op.ITKW[i] = o.r.Leases[k].UsableITKW[i]
			op.GivenBackKW[i] = rounded(l.ITKW - op.ITKW[i])
			if op.ITKW[i] == 0 {
				continue
			}
			outside := o.r.Demand.outside[i]
			fits := min(1, float64(all[i]/max(outside.peak, 1e-9)))
			op.UsedITKW[i] = rounded(KW(float64(outside.average) * fits * float64(op.ITKW[i]/all[i])))
			op.EnergyKWh[i] = thousandths(float64(op.UsedITKW[i]) * pue * o.hours[i])
			op.RentKRW[i] = monthWon(float64(op.ITKW[i]) * rent * o.rent[i])
			op.EnergyKRW[i] = monthWon(op.EnergyKWh[i] * prices[i].perFlatKWh(o.hours[i]))
			op.TotalKRW[i] = op.RentKRW[i] + op.EnergyKRW[i]
		}
	}
}

// firstTariff names the plan's first tariff of its own; none where it has none.
func (o *operator) firstTariff() string {
	if len(o.plan.Tariffs) == 0 {
		return ""
	}
	return o.plan.Tariffs[0].Name
}

// contractedKW sums the leases by month.
func contractedKW(leases []LeaseResult, months int) []KW {
	all := make([]KW, months)
	for k := range leases {
		for i, kw := range leases[k].UsableITKW {
			all[i] += kw
		}
	}
	return all
}
