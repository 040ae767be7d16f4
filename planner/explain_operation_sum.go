package planner

import (
	"reflect"
	"strconv"

	"buildout/planner/finance"
)

// leaseFigures is what leased space takes in a month.
var leaseFigures = []figureRule{
	{"total_krw", "sum_of_items", "total_krw = rent_krw + energy_krw", nil},
	{"rent_krw", "rent", "rent_krw = round(it_kw * krw_per_kw_month * level)", (*explainer).rent},
	{"energy_krw", "lease_energy", "energy_krw = round(energy_kwh * flat_krw_per_kwh)", (*explainer).leaseEnergy},
	{"energy_kwh", "energy_kwh", "energy_kwh = used_it_kw * lease_pue * hours", (*explainer).leaseKWh},
	{"it_kw", "contracted", "it_kw = usable_it_kw", (*explainer).leaseContracted},
	{"used_it_kw", "outside_sites", "used_it_kw = outside(average_kw, it_kw)", (*explainer).leaseUsed},
	{"given_back_it_kw", "given_back", "given_back_it_kw = contracted_kw - it_kw", (*explainer).leaseBack},
}

// allFigures is what sites and leases take together in a month.
var allFigures = []figureRule{
	{"total_krw", "sum_of_sites", "total_krw = sum(below)", ofRunning("total_krw", "total_krw")},
	{"energy_kwh", "sum_of_sites", "energy_kwh = sum(below)", ofRunning("energy_kwh", "")},
	{"carbon_t", "sum_of_sites", "carbon_t = sum(below)", ofRunning("carbon_t", "carbon_t")},
	{"lease_kwh", "sum_of_leases", "lease_kwh = sum(below)", (*explainer).kwhOfLeases},
}

// leaseKWh is the energy of the leases together.
func (e *explainer) leasesKWh(i int) (sum float64) {
	for k := range e.r.Operation.Leases {
		sum += e.r.Operation.Leases[k].EnergyKWh[i]
	}
	return sum
}

// operationYearFigures is a calendar year of operation.
var operationYearFigures = []figureRule{
	{"total_krw", "sum_of_months", "total_krw = sum(below)", monthsRunning(true, "", "total_krw")},
	{"energy_kwh", "sum_of_months", "energy_kwh = sum(below)", monthsRunning(true, "", "energy_kwh")},
	{"carbon_t", "sum_of_months", "carbon_t = sum(below)", monthsRunning(true, "", "carbon_t")},
	{"electricity_krw", "sum_of_months", "electricity_krw = sum(below)", monthsRunning(false, "electricity_krw", "")},
	{"other_krw", "sum_of_months", "other_krw = sum(below)", monthsRunning(false, "other_krw", "")},
	{"it_kwh", "sum_of_months", "it_kwh = sum(below)", monthsRunning(false, "it_kwh", "")},
	{"rent_krw", "sum_of_months", "rent_krw = sum(below)", monthsLeased("rent_krw")},
	{"lease_energy_krw", "sum_of_months", "lease_energy_krw = sum(below)", monthsLeased("energy_krw")},
	{"pue", "pue_of_year", "pue = energy_kwh / it_kwh", (*explainer).yearPUE},
}

func (e *explainer) leaseOperation(left []string) (Explanation, error) {
	list := e.r.Operation.Leases
	k, err := e.pick(left, len(list), func(k int) string { return list[k].Name })
	if err != nil {
		return Explanation{}, err
	}
	i, err := e.month(left[1:])
	if err != nil {
		return Explanation{}, err
	}
	return e.explain(e.leased(k, i), leaseFigures, left[2:])
}

func (e *explainer) leased(k, i int) *part {
	l := &e.r.Operation.Leases[k]
	p := e.monthPart(join("operation/leases", l.Name), reflect.ValueOf(l).Elem(), i)
	p.title, p.i = l.Title, k
	return p
}

// rent is the plan's own rent, or the shipped one, at its level.
func (e *explainer) rent(p *part) terms {
	l := &e.plan.Leases[p.i]
	rent := Operand{Name: "krw_per_kw_month", Value: l.KRWPerKWMonth, Unit: "KRW/kW/month", Basis: OfPlan, Source: l.Source}
	if l.KRWPerKWMonth == 0 {
		rent = e.assumed(RentKRWPerKWMonth)
		rent.Name = "krw_per_kw_month"
	}
	return terms{operands: []Operand{rent, e.priceLevel(RentGrowthPerYear, p.month)}}
}

func (e *explainer) leaseEnergy(p *part) terms {
	tariff := e.tariffPart(tariffOf(e.plan, e.ref, e.operator().firstTariff()), p.month)
	return terms{operands: []Operand{tariff.operand("flat_krw_per_kwh")}}
}

func (e *explainer) leaseKWh(p *part) terms {
	return terms{operands: []Operand{e.assumed(LeasePUE), hoursOf(e.r.Months[p.month])}}
}

func (e *explainer) leaseContracted(p *part) terms {
	l := &e.r.Leases[p.i]
	m := e.r.Months[p.month].String()
	return terms{operands: []Operand{{Name: "usable_it_kw", Value: float64(l.UsableITKW[p.month]), Unit: "kW", Basis: Computed, Figure: join("leases", l.Name, "usable_it_kw", m)}}}
}

// leaseUsed is the average draw of what found no room in the sites, shared out
// by what is contracted.
func (e *explainer) leaseUsed(p *part) terms {
	return terms{operands: []Operand{e.demandPart(p.month).operand("average_kw")}}
}

func (e *explainer) leaseBack(p *part) terms {
	l := &e.plan.Leases[p.i]
	if e.r.Months[p.month] < l.From {
		return terms{rule: "lease_not_running", formula: "given_back_it_kw = 0"}
	}
	return terms{operands: []Operand{{Name: "contracted_kw", Value: float64(l.ITKW), Unit: "kW", Basis: OfPlan, Source: l.Source}}}
}

func (e *explainer) operationOfAll(left []string) (Explanation, error) {
	i, err := e.month(left)
	if err != nil {
		return Explanation{}, err
	}
	return e.explain(e.allRunning(i), allFigures, left[1:])
}

func (e *explainer) allRunning(i int) *part {
	p := e.monthPart("operation/all", reflect.ValueOf(&e.r.Operation).Elem(), i)
	p.extra = func(field string) (float64, string, bool) { return e.leasesKWh(i), "kWh", field == "lease_kwh" }
	return p
}

func (e *explainer) kwhOfLeases(p *part) (t terms) {
	for k := range e.r.Operation.Leases {
		l := &e.r.Operation.Leases[k]
		t.below = append(t.below, named2(e.leased(k, p.month).operand("energy_kwh"), l.Name, l.Title))
	}
	return t
}

// ofRunning lists a figure of the sites and one of the leases in a month. The
// carbon of leases has no figure of its own.
func ofRunning(site, lease string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		for k := range e.r.Operation.Sites {
			s := &e.r.Operation.Sites[k]
			t.below = append(t.below, named2(e.running(k, p.month).operand(site), s.Name, s.Title))
		}
		for k := range e.r.Operation.Leases {
			l := &e.r.Operation.Leases[k]
			switch lease {
			case "total_krw":
				t.below = append(t.below, named2(e.leased(k, p.month).operand(lease), l.Name, l.Title))
			case "carbon_t":
				t.formula = "carbon_t = sum(below) + lease_kwh * kg_per_kwh / 1000"
			}
		}
		if t.formula != "" {
			sum := p.operand("lease_kwh")
			t.operands = []Operand{sum, e.gridCarbon(e.r.Months[p.month].Year())}
		}
		return t
	}
}

func (e *explainer) operationYear(left []string) (Explanation, error) {
	years := e.r.Operation.Years
	k, err := e.pick(left, len(years), func(k int) string { return strconv.Itoa(years[k].Year) })
	if err != nil {
		return Explanation{}, err
	}
	y := &years[k]
	p := &part{at: join("operation/years", strconv.Itoa(y.Year)), value: reflect.ValueOf(y).Elem(), i: k}
	p.extra = func(field string) (float64, string, bool) {
		if field != "it_kwh" {
			return 0, "", false
		}
		sum := 0.0
		for i, m := range e.r.Months {
			for k := range e.r.Operation.Sites {
				if m.Year() == y.Year {
					sum += float64(float64(e.r.Operation.Sites[k].AverageKW[i]) * finance.HoursReal.Of(m))
				}
			}
		}
		return sum, "kWh", true
	}
	return e.explain(p, operationYearFigures, left[1:])
}

// monthsRunning lists a figure of the months of a year: of all together, or of
// each site.
func monthsRunning(together bool, site, all string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		for i, m := range e.r.Months {
			if m.Year() != e.r.Operation.Years[p.i].Year {
				continue
			}
			if together {
				t.below = append(t.below, named2(e.allRunning(i).operand(all), m.String(), Text{}))
				continue
			}
			for k := range e.r.Operation.Sites {
				s := &e.r.Operation.Sites[k]
				if o := e.running(k, i).operand(site); o.Value != 0 {
					t.below = append(t.below, named2(o, s.Name+" "+m.String(), s.Title))
				}
			}
		}
		return t
	}
}

// monthsLeased lists a figure of the leases in the months of a year.
func monthsLeased(field string) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		for i, m := range e.r.Months {
			for k := range e.r.Operation.Leases {
				l := &e.r.Operation.Leases[k]
				if o := e.leased(k, i).operand(field); m.Year() == e.r.Operation.Years[p.i].Year && o.Value != 0 {
					t.below = append(t.below, named2(o, l.Name+" "+m.String(), l.Title))
				}
			}
		}
		return t
	}
}

func (e *explainer) yearPUE(p *part) terms {
	if e.r.Operation.Years[p.i].PUE == 0 {
		return terms{rule: "not_running", formula: "pue = 0"}
	}
	return terms{}
}
