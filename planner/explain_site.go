package planner

import "reflect"

// siteFigures is the figures of a site and how they follow.
var siteFigures = []figureRule{
	{"amount_krw", "sum_of_lines", "amount_krw = sum(below)", (*explainer).siteAmount},
	{"complete_it_kw", "least_of", "complete_it_kw = min(below)", (*explainer).siteComplete},
	{"halls_it_kw", "sum_of_halls", "halls_it_kw = sum(below)", (*explainer).hallsTogether},
	{"usable_it_kw", "sum_of_halls", "usable_it_kw = sum(below)", (*explainer).siteUsable},
	{"stranded_krw", "sum_of_stages", "stranded_krw = sum(below)", (*explainer).strandedOfStages},
	{"feed_kw", "usable_feeds", "feed_kw = usable_kw", (*explainer).feedKW},
	{"peak_pue", "facility_over_it", "peak_pue = load_per_it_kw", (*explainer).peakPUE},
	{"energised", "first_hall", "energised = min(below)", (*explainer).siteEnergised},
}

// hallFigures is the figures of a hall. What a hall carries by itself is
// own_it_kw; what it may is usable_it_kw, where halls share plant.
var hallFigures = []figureRule{
	{"usable_it_kw", "", "", (*explainer).hallUsable},
	{"own_it_kw", "least_of", "own_it_kw = min(below)", (*explainer).hallOwn},
	{"space_it_kw", "space", "space_it_kw = rack_positions * density_kw_per_rack", (*explainer).hallSpace},
	{"design_it_kw", "given", "", (*explainer).hallDesign},
	{"used_racks", "placed", "used_racks = placed(rack_positions, demand)", (*explainer).hallRacks},
	{"average_it_kw", "placed", "average_it_kw = placed(rack_positions, demand)", (*explainer).hallRacks},
	{"used_it_kw", "placed", "used_it_kw = placed(rack_positions, demand)", (*explainer).hallRacks},
	{"energised", "energised", "energised = first(below)", (*explainer).hallEnergised},
}

// site explains sites/SITE/...
func (e *explainer) site(left []string) (Explanation, error) {
	sites := e.r.Sites
	i, err := e.pick(left, len(sites), func(i int) string { return sites[i].Name })
	if err != nil {
		return Explanation{}, err
	}
	p := e.siteAt(i, 0)
	left = left[1:]
	if len(left) > 0 {
		switch left[0] {
		case "halls":
			return e.hall(i, left[1:])
		case "stages":
			return e.stage(&e.r.Sites[i], nil, left[1:])
		case "phases":
			return e.phase(i, left[1:])
		}
	}
	return e.within(p, siteFigures, left, []string{"halls", "stages", "phases"})
}

// siteNamed finds a site of a plan.
func siteNamed(plan *Plan, name string) *Site {
	for i := range plan.Sites {
		if plan.Sites[i].Name == name {
			return &plan.Sites[i]
		}
	}
	return &Site{Phases: make([]Phase, 1)}
}

// siteAt is site i in a month.
func (e *explainer) siteAt(i, month int) *part {
	s := &e.r.Sites[i]
	return &part{at: join("sites", s.Name), title: s.Title, value: reflect.ValueOf(s).Elem(), i: i, month: month, first: e.r.Months[0], extra: func(field string) (float64, string, bool) {
		switch field {
		case "halls_it_kw":
			total := 0.0
			for j := range s.Halls {
				total += e.own(s, &s.Halls[j])
			}
			return total, "kW", true
		case "energised":
			return 0, "month", true
		}
		return 0, "", false
	}}
}

// hallOf is hall j of site i in a month.
func (e *explainer) hallOf(i, j, month int) *part {
	s := &e.r.Sites[i]
	h := &s.Halls[j]
	return &part{at: join("sites", s.Name, "halls", h.Name), value: reflect.ValueOf(h).Elem(), i: i, j: j, month: month, first: e.r.Months[0], extra: func(field string) (float64, string, bool) {
		switch field {
		case "own_it_kw":
			return e.own(s, h), "kW", true
		case "space_it_kw":
			planned := e.plannedHall(s, h)
			return float64(planned.RackPositions) * planned.DensityKWPerRack, "kW", true
		case "energised":
			return 0, "month", true
		}
		return 0, "", false
	}}
}

func (e *explainer) hall(i int, left []string) (Explanation, error) {
	s := &e.r.Sites[i]
	j, err := e.pick(left, len(s.Halls), func(j int) string { return s.Halls[j].Name })
	if err != nil {
		return Explanation{}, err
	}
	left = left[1:]
	if len(left) > 0 && left[0] == "stages" {
		return e.stage(s, &s.Halls[j], left[1:])
	}
	return e.within(e.hallOf(i, j, 0), hallFigures, left, []string{"stages"})
}

func (e *explainer) plannedHall(s *SiteResult, h *HallResult) *Hall {
	for _, planned := range siteNamed(&e.plan, s.Name).halls() {
		if planned.Name == h.Name {
			return planned
		}
	}
	return &Hall{}
}

// own is what a hall carries by itself when all is in: the least of its design,
// its space and its own stages.
func (e *explainer) own(s *SiteResult, h *HallResult) float64 {
	planned := e.plannedHall(s, h)
	least := min(float64(planned.DesignITKW), float64(planned.RackPositions)*planned.DensityKWPerRack)
	for k := range h.Stages {
		least = min(least, float64(h.Stages[k].UsableITKW))
	}
	return least
}

func (e *explainer) siteAmount(p *part) terms {
	site := e.r.Sites[p.i].Name
	return terms{below: e.linesWhere("forecast_krw", func(_ int, l *CostLine) bool { return l.Site == site })}
}

// siteComplete is the least of the halls together and of each stage they share.
func (e *explainer) siteComplete(p *part) terms {
	s := &e.r.Sites[p.i]
	t := terms{below: []Operand{p.operand("halls_it_kw")}}
	for k := range s.Stages {
		t.below = append(t.below, e.stagePart(s, nil, k).binding())
	}
	return t
}

func (e *explainer) hallsTogether(p *part) (t terms) {
	s := &e.r.Sites[p.i]
	for j := range s.Halls {
		t.below = append(t.below, named2(e.hallOf(p.i, j, 0).operand("own_it_kw"), s.Halls[j].Name, Text{}))
	}
	return t
}

func (e *explainer) siteUsable(p *part) (t terms) {
	s := &e.r.Sites[p.i]
	for j := range s.Halls {
		t.below = append(t.below, named2(e.hallOf(p.i, j, p.month).operand("usable_it_kw"), s.Halls[j].Name, Text{}))
	}
	return t
}

// hallUsable is what a hall may carry in a month: nothing before it is
// energised, what it carries by itself, or its share of what the site carries.
func (e *explainer) hallUsable(p *part) terms {
	s := &e.r.Sites[p.i]
	h := &s.Halls[p.j]
	m := e.r.Months[p.month]
	if h.UsableITKW[p.month] == 0 {
		return terms{rule: "not_energised", formula: "usable_it_kw = 0", operands: []Operand{monthOperand(p.operand("energised"), h.Energised)}}
	}
	binding := h.BindingByMonth[p.month]
	if kind, shared := cutSite(binding); shared {
		return e.sharedUsable(p, s, kind)
	}
	below := append([]Operand{}, e.hallOwn(p).below...)
	least := float64(h.UsableITKW[p.month])
	if complete := e.own(s, h); complete != least {
		return terms{
			rule: "until_complete", formula: "usable_it_kw = most(binding, month)", below: below,
			operands: []Operand{textOperand("binding", binding, "stage", "stage that binds in the month"), textOperand("month", m.String(), "month", "modules and feeds that are in by then")},
		}
	}
	return terms{rule: "least_of", formula: "usable_it_kw = min(below)", below: below}
}

// sharedUsable is a hall's share of what a stage of the site carries.
func (e *explainer) sharedUsable(p *part, s *SiteResult, kind string) terms {
	share := terms{rule: "share_of_site", formula: "usable_it_kw = site_it_kw * own_it_kw / halls_it_kw"}
	site := e.siteAt(p.i, p.month)
	usable := float64(s.UsableITKW[p.month])
	own, halls := p.operand("own_it_kw"), site.operand("halls_it_kw")
	if float64(s.CompleteITKW) == usable && halls.Value > 0 {
		share.operands = []Operand{named2(site.operand("complete_it_kw"), "site_it_kw", Text{}), own, halls}
		return share
	}
	return terms{rule: "until_complete", formula: "usable_it_kw = most(binding, month)", operands: []Operand{
		textOperand("binding", "site."+kind, "stage", "stage of the site that binds in the month"),
		textOperand("month", e.r.Months[p.month].String(), "month", "modules and feeds that are in by then"),
	}}
}

func cutSite(binding string) (kind string, shared bool) {
	if len(binding) > len(bindingSite) && binding[:len(bindingSite)] == bindingSite {
		return binding[len(bindingSite):], true
	}
	return binding, false
}

// textOperand is a word that goes into a figure.
func textOperand(name, text, unit, source string) Operand {
	return Operand{Name: name, Text: text, Unit: unit, Source: source, Basis: OfPlan}
}

// monthOperand is a month as an operand.
func monthOperand(o Operand, m Month) Operand {
	o.Text = m.String()
	return o
}

// hallOwn lists what a hall is the least of.
func (e *explainer) hallOwn(p *part) terms {
	s := &e.r.Sites[p.i]
	h := &s.Halls[p.j]
	t := terms{below: []Operand{p.operand("design_it_kw"), p.operand("space_it_kw")}}
	for k := range h.Stages {
		t.below = append(t.below, e.stagePart(s, h, k).binding())
	}
	return t
}

func (e *explainer) hallSpace(p *part) terms {
	s := &e.r.Sites[p.i]
	h := e.plannedHall(s, &s.Halls[p.j])
	return terms{operands: []Operand{
		{Name: "rack_positions", Value: float64(h.RackPositions), Unit: "positions", Basis: OfPlan, Source: p.at + "/rack_positions"},
		{Name: "density_kw_per_rack", Value: h.DensityKWPerRack, Unit: "kW/rack", Basis: OfPlan, Source: p.at + "/density_kw_per_rack"},
	}}
}

// hallRacks is the positions that racks take or reservations keep: those the
// plan places, and those that demand takes as it is placed by priority.
func (e *explainer) hallRacks(p *part) terms {
	s := &e.r.Sites[p.i]
	h := e.plannedHall(s, &s.Halls[p.j])
	demand := e.demandPart(p.month).operand("racks")
	demand.Name = "demand"
	return terms{operands: []Operand{{Name: "rack_positions", Value: float64(h.RackPositions), Unit: "positions", Basis: OfPlan, Source: p.at + "/rack_positions"}, demand}}
}

func (e *explainer) hallDesign(p *part) terms {
	s := &e.r.Sites[p.i]
	return ofPlan(e.plannedHall(s, &s.Halls[p.j]).Source)
}

// hallEnergised says what a hall waits for: its phase and the grid.
func (e *explainer) hallEnergised(p *part) terms {
	s := &e.r.Sites[p.i]
	h := &s.Halls[p.j]
	t := terms{text: h.Energised.String()}
	for k := range s.Phases {
		ph := &s.Phases[k]
		if ph.Name != h.Phase {
			continue
		}
		for _, b := range ph.Stages {
			t.below = append(t.below, Operand{
				Name: "end of " + string(b.Stage), Text: b.End.String(), Unit: "month", Basis: OfPlan, Source: "programme of phase " + ph.Name,
			})
		}
	}
	for _, f := range siteNamed(&e.plan, s.Name).Feeds {
		t.below = append(t.below, Operand{Name: "feed " + f.Name, Text: f.Available.String(), Unit: "month", Basis: OfPlan, Source: f.Source})
	}
	return t
}

func (e *explainer) siteEnergised(p *part) terms {
	s := &e.r.Sites[p.i]
	t := terms{text: s.Energised.String()}
	for j := range s.Halls {
		h := &s.Halls[j]
		t.below = append(t.below, named2(monthOperand(e.hallOf(p.i, j, 0).operand("energised"), h.Energised), h.Name, Text{}))
	}
	return t
}

// phase explains sites/SITE/phases/PHASE/energised.
func (e *explainer) phase(i int, left []string) (Explanation, error) {
	s := &e.r.Sites[i]
	k, err := e.pick(left, len(s.Phases), func(k int) string { return s.Phases[k].Name })
	if err == nil {
		_, err = e.pick(left[1:], 1, func(int) string { return "energised" })
	}
	if err == nil {
		err = e.end(left[2:])
	}
	if err != nil {
		return Explanation{}, err
	}
	ph := &s.Phases[k]
	x := Explanation{Figure: e.figure, Title: ph.Title, Text: ph.Energised.String(), Unit: "month", Rule: "energised", Formula: "energised = first(below)"}
	for _, b := range ph.Stages {
		x.Below = append(x.Below, Operand{Name: "end of " + string(b.Stage), Text: b.End.String(), Unit: "month", Basis: OfPlan, Source: "programme of phase " + ph.Name})
	}
	for _, f := range siteNamed(&e.plan, s.Name).Feeds {
		x.Below = append(x.Below, Operand{Name: "feed " + f.Name, Text: f.Available.String(), Unit: "month", Basis: OfPlan, Source: f.Source})
	}
	return x.complete(), nil
}

// peakPUE is what the grid gives for each kW of IT load.
func (e *explainer) peakPUE(p *part) terms {
	s := &e.r.Sites[p.i]
	feeds := e.stagePart(s, nil, 0)
	if o := feeds.operand("load_per_it_kw"); len(s.Stages) > 0 && near(o.Value, s.PeakPUE) {
		return terms{operands: []Operand{o}}
	}
	t := e.stageLoad(feeds)
	t.rule, t.formula = "load_per_it", "peak_pue = load(below)"
	return t
}

func near(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }

// strandedOfStages lists the stages of a site and its halls with won in what
// they could carry and may not.
func (e *explainer) strandedOfStages(p *part) (t terms) {
	s := &e.r.Sites[p.i]
	add := func(h *HallResult) {
		for k := range stagesIn(s, h) {
			q := e.stagePart(s, h, k)
			if o := q.operand("stranded_krw"); o.Value != 0 {
				name := stageName(stagesIn(s, h), k)
				if h != nil {
					name = h.Name + " " + name
				}
				t.below = append(t.below, named2(o, name, q.title))
			}
		}
	}
	add(nil)
	for j := range s.Halls {
		add(&s.Halls[j])
	}
	return t
}

func (e *explainer) feedKW(p *part) terms {
	return terms{operands: []Operand{e.stagePart(&e.r.Sites[p.i], nil, 0).operand("usable_kw")}}
}
