package planner

import (
	"reflect"
	"strconv"
)

// stageFigures is the figures of a stage of a train when all is in.
var stageFigures = []figureRule{
	{"usable_it_kw", "usable_over_load", "usable_it_kw = usable_kw / load_per_it_kw", (*explainer).stageBinds},
	{"usable_kw", "survives_failures", "usable_kw = most(modules, rating_kw, arrangement, failure)", (*explainer).stageUsable},
	{"load_per_it_kw", "load_per_it", "load_per_it_kw = load(below)", (*explainer).stageLoad},
	{"installed_kw", "installed", "installed_kw = sum(below)", (*explainer).stageInstalled},
	{"redundant_kw", "redundant", "redundant_kw = installed_kw - usable_kw", nil},
	{"amount_krw", "part_by_kw", "amount_krw = part(installed_kw, below)", (*explainer).stageLines},
	{"stranded_it_kw", "stranded", "stranded_it_kw = above(usable_it_kw, carried_it_kw)", (*explainer).stageCarried},
	{"stranded_krw", "stranded_won", "stranded_krw = round(amount_krw * stranded_it_kw / usable_it_kw)", (*explainer).strandedWon},
}

// stage explains sites/SITE[/halls/HALL]/stages/KIND/FIELD. A second stage of a
// kind has its number after it: transformer-2.
func (e *explainer) stage(s *SiteResult, h *HallResult, left []string) (Explanation, error) {
	list := stagesIn(s, h)
	k, err := e.pick(left, len(list), func(k int) string { return stageName(list, k) })
	if err != nil {
		return Explanation{}, err
	}
	return e.explain(e.stagePart(s, h, k), stageFigures, left[1:])
}

func stagesIn(s *SiteResult, h *HallResult) []StageResult {
	if h != nil {
		return h.Stages
	}
	return s.Stages
}

// stageName names a stage among those of a train.
func stageName(list []StageResult, k int) string {
	n := 1
	for i := range k {
		if list[i].Kind == list[k].Kind {
			n++
		}
	}
	if n == 1 {
		return string(list[k].Kind)
	}
	return string(list[k].Kind) + "-" + strconv.Itoa(n)
}

func (e *explainer) stagePart(s *SiteResult, h *HallResult, k int) *part {
	list := stagesIn(s, h)
	at := join("sites", s.Name)
	if h != nil {
		at = join(at, "halls", h.Name)
	}
	p := &part{at: join(at, "stages", stageName(list, k)), value: reflect.ValueOf(&list[k]).Elem(), site: s, hall: h, i: k}
	for _, q := range e.ref.Equipment {
		if q.Kind == list[k].Kind {
			p.title = q.Title
		}
	}
	return p
}

// binding is the IT load at which a stage binds.
func (p *part) binding() Operand {
	list := stagesIn(p.site, p.hall)
	return named2(p.operand("usable_it_kw"), stageName(list, p.i), p.title)
}

// planned is the stage in the plan, with its path; none for the feeds.
func (e *explainer) planned(p *part) (*PowerStage, string) {
	s := siteNamed(&e.plan, p.site.Name)
	path := join("sites", s.Name)
	train, k := s.Plant, p.i-1
	if p.hall != nil {
		path = join(path, "halls", p.hall.Name)
		train, k = e.plannedHall(p.site, p.hall).Train, p.i
	}
	if k < 0 || k >= len(train) {
		return nil, path
	}
	return &train[k], join(path, string(train[k].Kind))
}

// stageBinds is what a stage may carry over what each kW of IT load puts on it.
// Losses that do not follow the load make the two part; then it is found as
// what the stage may carry is.
func (e *explainer) stageBinds(p *part) terms {
	g := &stagesIn(p.site, p.hall)[p.i]
	if g.LoadPerITKW > 0 && watts(KW(float64(g.UsableKW)/g.LoadPerITKW)) == g.UsableITKW {
		return terms{}
	}
	t := e.stageUsable(p)
	t.rule, t.formula = "survives_failures", "usable_it_kw = most(modules, rating_kw, arrangement, failure)"
	return t
}

// stageUsable is the most that a stage carries with every failure that the tier
// must survive: what it has, how it stands, and the failure that binds.
func (e *explainer) stageUsable(p *part) terms {
	g := &stagesIn(p.site, p.hall)[p.i]
	tier := tierOf(e.plan, e.ref, p.site.TierClaimed)
	planned, path := e.planned(p)
	failure := "sound"
	if g.Failure != nil {
		failure = g.Failure.String()
	}
	t := terms{operands: []Operand{
		{Name: "modules", Value: float64(g.Modules), Unit: "modules", Basis: OfPlan, Source: path},
		{Name: "rating_kw", Value: float64(g.InstalledKW), Unit: "kW", Basis: OfPlan, Source: "ratings of the grid feeds together"},
		{Name: "arrangement", Text: g.Arrangement.String(), Unit: "arrangement", Basis: OfPlan, Source: path},
		{Name: "failure", Text: failure, Unit: "failure", Basis: Published, Source: "tier " + p.site.TierClaimed + ": " + tier.Source},
	}}
	if planned == nil {
		return t
	}
	t.operands[1].Value, t.operands[1].Source = float64(planned.Real()), path+"/rating_kw"
	if planned.Arrangement.IsZero() {
		t.operands[2].Basis, t.operands[2].Source = kindOf(tier.Basis), "tier "+p.site.TierClaimed+": "+tier.Source
	}
	return t
}

func (e *explainer) stageInstalled(p *part) terms {
	planned, path := e.planned(p)
	if planned == nil {
		return terms{below: feedNumbers(siteNamed(&e.plan, p.site.Name), "rating_kw", "kW", func(f *Feed) float64 { return float64(f.Real()) })}
	}
	g := &stagesIn(p.site, p.hall)[p.i]
	return terms{formula: "installed_kw = modules * rating_kw", operands: []Operand{
		{Name: "modules", Value: float64(g.Modules), Unit: "modules", Basis: OfPlan, Source: path},
		{Name: "rating_kw", Value: float64(planned.Real()), Unit: "kW", Basis: OfPlan, Source: path + "/rating_kw"},
	}}
}

// stageLoad lists the losses that a kW of IT load draws through a train: the
// efficiencies of the power stages, what cooling needs, and other load. Of plant
// that halls share, those of the first hall stand for all.
func (e *explainer) stageLoad(p *part) (t terms) {
	s := siteNamed(&e.plan, p.site.Name)
	add := func(g *PowerStage, path string) {
		own := func(name string, value float64, shipped float64, unit string) {
			switch {
			case g.Efficiency != 0 || g.COP != 0:
				if value != 0 {
					t.below = append(t.below, planNumber(path+"/"+name, value, unit, g.Source))
				}
			case shipped != 0:
				q := equipmentOf(e.ref, g.Kind)
				o := e.ofReference(path+"/"+name, "equipment."+string(g.Kind)+"."+name, shipped, unit, q.Basis)
				o.Title = q.Title
				t.below = append(t.below, o)
			}
		}
		q := equipmentOf(e.ref, g.Kind)
		own("efficiency", g.Efficiency, q.Efficiency, "share")
		own("no_load_loss", g.NoLoadLoss, q.NoLoadLoss, "share")
		own("cop", g.COP, q.COP, "kW/kW")
	}
	hall := p.hall
	if hall == nil {
		for k := range s.Plant {
			add(&s.Plant[k], join("sites", s.Name, string(s.Plant[k].Kind)))
		}
		if len(p.site.Halls) > 0 {
			hall = &p.site.Halls[0]
		}
	}
	if hall != nil {
		train := e.plannedHall(p.site, hall).Train
		for k := range train {
			add(&train[k], join("sites", s.Name, "halls", hall.Name, string(train[k].Kind)))
		}
	}
	if v := e.ref.OtherLoad; p.hall == nil && v.Value != 0 {
		t.below = append(t.below, e.ofReference("other_load", "other_load", v.Value, v.Unit, v.Basis))
	}
	return t
}

// stageLines lists the lines of the site that count the kind of a stage, which
// its stages of that kind share by their installed kW.
func (e *explainer) stageLines(p *part) terms {
	kind := stagesIn(p.site, p.hall)[p.i].Kind
	return terms{below: e.linesWhere("forecast_krw", func(_ int, l *CostLine) bool { return l.Site == p.site.Name && kindCounted(l) == kind })}
}

// stageCarried is the IT load that a stage carries: of its hall, or of all.
func (e *explainer) stageCarried(p *part) terms {
	for i := range e.r.Sites {
		if &e.r.Sites[i] != p.site {
			continue
		}
		if p.hall == nil {
			return terms{operands: []Operand{named2(e.siteAt(i, 0).operand("complete_it_kw"), "carried_it_kw", Text{})}}
		}
		for j := range p.site.Halls {
			if &p.site.Halls[j] == p.hall {
				return terms{operands: []Operand{named2(e.hallOf(i, j, 0).operand("own_it_kw"), "carried_it_kw", Text{})}}
			}
		}
	}
	return terms{}
}

func (e *explainer) strandedWon(p *part) terms {
	if stagesIn(p.site, p.hall)[p.i].UsableITKW <= 0 {
		return terms{rule: "nothing_to_divide_by", formula: "stranded_krw = 0", operands: []Operand{p.operand("usable_it_kw")}}
	}
	return terms{}
}
