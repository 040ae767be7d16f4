package planner

import (
	"reflect"
	"strconv"
)

// capacityFigures is what sites and leases carry in a month, together.
var capacityFigures = []figureRule{
	{"usable_it_kw", "sum_of_sites", "usable_it_kw = sum(below)", (*explainer).usableOfAll},
	{"headroom_kw", "headroom", "headroom_kw = usable_it_kw - peak_kw", (*explainer).peakDemand},
}

// lossFigures is what is left of a month when the largest site or lease is
// lost.
var lossFigures = []figureRule{
	{"remaining_it_kw", "less_largest", "remaining_it_kw = usable_it_kw - largest_it_kw", (*explainer).largest},
	{"coverage", "coverage", "coverage = min(1, remaining_it_kw / priority_1_kw)", (*explainer).coverageOf},
}

// demandFigures is what must be powered in a month.
var demandFigures = []figureRule{
	{"racks", "sum_of_services", "racks = sum(below)", servicesOf("racks", 9)},
	{"peak_kw", "sum_of_services", "peak_kw = sum(below)", servicesOf("peak_kw", 9)},
	{"average_kw", "sum_of_services", "average_kw = sum(below)", servicesOf("average_kw", 9)},
	{"priority_1_kw", "sum_of_services", "priority_1_kw = sum(below)", servicesOf("peak_kw", 1)},
}

// serviceFigures is what a service needs in a month.
var serviceFigures = []figureRule{
	{"racks", "", "", (*explainer).growth},
	{"peak_kw", "racks_times", "peak_kw = racks * rack_peak_kw", (*explainer).rackPeak},
	{"average_kw", "racks_times", "average_kw = racks * rack_average_kw", (*explainer).rackAverage},
}

// capacity explains capacity/MONTH/FIELD.
func (e *explainer) capacity(left []string) (Explanation, error) {
	return e.byMonth("capacity", reflect.ValueOf(&e.r.Capacity).Elem(), capacityFigures, left)
}

// siteLoss explains site_loss/MONTH/FIELD.
func (e *explainer) siteLoss(left []string) (Explanation, error) {
	return e.byMonth("site_loss", reflect.ValueOf(&e.r.SiteLoss).Elem(), lossFigures, left)
}

// byMonth explains a part of series whose month stands before its fields.
func (e *explainer) byMonth(at string, v reflect.Value, rules []figureRule, left []string) (Explanation, error) {
	i, err := e.month(left)
	if err != nil {
		return Explanation{}, err
	}
	return e.explain(e.monthPart(at, v, i), rules, left[1:])
}

func (e *explainer) monthPart(at string, v reflect.Value, i int) *part {
	return &part{at: at + "/" + e.r.Months[i].String(), value: v, month: i, monthFirst: true}
}

func (e *explainer) usableOfAll(p *part) (t terms) {
	m := e.r.Months[p.month]
	for i := range e.r.Sites {
		s := e.siteAt(i, p.month)
		t.below = append(t.below, named2(s.operand("usable_it_kw"), e.r.Sites[i].Name, s.title))
	}
	for i := range e.r.Leases {
		l := &e.r.Leases[i]
		t.below = append(t.below, Operand{
			Name: l.Name, Title: l.Title, Value: float64(l.UsableITKW[p.month]), Unit: "kW", Basis: Computed, Figure: join("leases", l.Name, "usable_it_kw", m.String()),
		})
	}
	return t
}

// named2 gives an operand another name and title.
func named2(o Operand, name string, title Text) Operand {
	o.Name, o.Title = name, title
	return o
}

func (e *explainer) demandPart(i int) *part {
	return e.monthPart("demand", reflect.ValueOf(&e.r.Demand).Elem(), i)
}

func (e *explainer) peakDemand(p *part) terms {
	return terms{operands: []Operand{e.demandPart(p.month).operand("peak_kw")}}
}

func (e *explainer) largest(p *part) terms {
	capacity := e.monthPart("capacity", reflect.ValueOf(&e.r.Capacity).Elem(), p.month)
	largest := Operand{Name: "largest_it_kw", Unit: "kW", Basis: OfPlan, Source: "nothing is usable in the month"}
	for _, o := range e.usableOfAll(p).below {
		if o.Value > largest.Value {
			largest = o
			largest.Name, largest.Source = "largest_it_kw", o.Name
		}
	}
	return terms{operands: []Operand{capacity.operand("usable_it_kw"), largest}}
}

func (e *explainer) coverageOf(p *part) terms {
	need := e.demandPart(p.month).operand("priority_1_kw")
	if need.Value <= 0 {
		return terms{rule: "nothing_to_cover", formula: "coverage = 1", operands: []Operand{need}}
	}
	return terms{operands: []Operand{need}}
}

// lease explains leases/NAME/usable_it_kw/MONTH.
func (e *explainer) lease(left []string) (Explanation, error) {
	leases := e.r.Leases
	k, err := e.pick(left, len(leases), func(i int) string { return leases[i].Name })
	if err != nil {
		return Explanation{}, err
	}
	if _, err := e.pick(left[1:], 1, func(int) string { return "usable_it_kw" }); err != nil {
		return Explanation{}, err
	}
	i, err := e.month(left[2:])
	if err == nil {
		err = e.end(left[3:])
	}
	if err != nil {
		return Explanation{}, err
	}
	l, m := &e.plan.Leases[k], e.r.Months[i]
	at := join("leases", l.Name)
	x := Explanation{Figure: e.figure, Title: l.Title, Value: float64(leases[k].UsableITKW[i]), Unit: "kW"}
	if m < l.From || m > l.Until {
		x.Rule, x.Formula = "lease_not_running", "usable_it_kw = 0"
		x.Operands = []Operand{
			{Name: "from", Text: l.From.String(), Unit: "month", Basis: OfPlan, Source: l.Source},
			{Name: "until", Text: l.Until.String(), Unit: "month", Basis: OfPlan, Source: l.Source},
		}
		return x.complete(), nil
	}
	x.Rule, x.Formula = "leased", "usable_it_kw = it_kw - sum(below)"
	x.Operands = []Operand{planNumber("it_kw", float64(l.ITKW), "kW", at+"/it_kw")}
	for k, back := range l.Returns {
		if back.Month <= m {
			x.Below = append(x.Below, planNumber(join(at, "returns", strconv.Itoa(k), "it_kw"), float64(back.ITKW), "kW", l.Source))
		}
	}
	return x.complete(), nil
}

// demand explains demand/MONTH/FIELD and demand/SERVICE/MONTH[/FIELD], which is
// peak_kw where omitted.
func (e *explainer) demand(left []string) (Explanation, error) {
	if len(left) > 0 {
		var m Month
		if m.UnmarshalText([]byte(left[0])) == nil && !m.IsZero() {
			return e.byMonth("demand", reflect.ValueOf(&e.r.Demand).Elem(), demandFigures, left)
		}
	}
	services := e.r.Demand.Services
	k, err := e.pick(left, len(services), func(i int) string { return services[i].Name })
	if err != nil {
		return Explanation{}, err
	}
	i, err := e.month(left[1:])
	if err != nil {
		return Explanation{}, err
	}
	fields := left[2:]
	if len(fields) == 0 {
		fields = []string{"peak_kw"}
	}
	return e.explain(e.service(k, i), serviceFigures, fields)
}

func (e *explainer) service(k, i int) *part {
	s := &e.r.Demand.Services[k]
	p := e.monthPart(join("demand", s.Name), reflect.ValueOf(s).Elem(), i)
	p.title, p.i = s.Title, k
	return p
}

func servicesOf(field string, least int) func(*explainer, *part) terms {
	return func(e *explainer, p *part) (t terms) {
		for k := range e.r.Demand.Services {
			if s := &e.r.Demand.Services[k]; s.Priority <= least {
				t.below = append(t.below, named2(e.service(k, p.month).operand(field), s.Name, s.Title))
			}
		}
		return t
	}
}

func (e *explainer) rackPeak(p *part) terms {
	return e.ofRack(p, "rack_peak_kw", "peak_kw", func(t RackType) KW { return t.PeakKW })
}

func (e *explainer) rackAverage(p *part) terms {
	return e.ofRack(p, "rack_average_kw", "average_kw", func(t RackType) KW { return t.AverageKW })
}

// ofRack is a number of the rack type of a service.
func (e *explainer) ofRack(p *part, name, field string, of func(RackType) KW) terms {
	t := rackTypeOf(e.plan, e.ref, e.plan.Demand.Services[p.i].RackType)
	o := e.ofReference(name, "rack_types."+t.Name+"."+field, float64(of(t)), "kW", t.Basis)
	o.Title = t.Title
	for _, own := range e.plan.RackTypes {
		if own.Name == t.Name {
			o.Basis = OfPlan
		}
	}
	return terms{operands: []Operand{o}}
}

// growth is the racks of a service in a month, by the way the plan gives them.
func (e *explainer) growth(p *part) terms {
	s := &e.plan.Demand.Services[p.i]
	m := e.r.Months[p.month]
	at := join("demand/services", s.Name, "racks")
	number := func(name string, value float64, unit string) Operand {
		return Operand{Name: name, Value: value, Unit: unit, Basis: OfPlan, Source: at + "/" + name}
	}
	months := func(name string, from Month) Operand {
		return Operand{Name: name, Value: float64(m - from), Unit: "months", Basis: OfPlan, Source: "from " + from.String()}
	}
	switch g := s.Racks; {
	case g.Line != nil && m >= g.Line.From && m < g.Line.To:
		return terms{rule: "line", formula: "racks = ceil(from_racks + (to_racks - from_racks) * months / months_in_all)", operands: []Operand{
			number("from_racks", float64(g.Line.Racks), "racks"), number("to_racks", float64(g.Line.ToRacks), "racks"), months("months", g.Line.From),
			{Name: "months_in_all", Value: float64(g.Line.To - g.Line.From), Unit: "months", Basis: OfPlan, Source: at + "/to"},
		}}
	case g.Compound != nil && m >= g.Compound.From:
		return terms{rule: "compound", formula: "racks = ceil(from_racks * pow(1 + rate, months / 12))", operands: []Operand{
			number("from_racks", float64(g.Compound.Racks), "racks"), number("rate", g.Compound.Rate, "share/year"), months("months", g.Compound.From),
		}}
	case g.Logistic != nil && m >= g.Logistic.From:
		return terms{rule: "logistic", formula: "racks = ceil(floor_racks + (ceiling_racks - floor_racks) / (1 + exp(-rate * months / 12)))", operands: []Operand{
			number("floor_racks", float64(g.Logistic.Racks), "racks"), number("ceiling_racks", float64(g.Logistic.Ceiling), "racks"),
			number("rate", g.Logistic.Rate, "log-odds/year"), months("months", g.Logistic.Middle),
		}}
	}
	return ofPlan(s.Source)
}
