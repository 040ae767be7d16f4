package compare

import (
	"reflect"
	"slices"

	"buildout/planner"
)

// stageShape is how stages are compared.
var stageShape = planShape.field("sites").of.field("plant").of

// enter turns to a site that both plans have.
func (b *between) enter(at *step, from, to *planner.Site) {
	b.sites = [2]*planner.Site{from, to}
	if planner.FeedsArrangement(*b.from, b.ref, from) != planner.FeedsArrangement(*b.to, b.ref, to) {
		b.tier[join(at.below("feeds").names())] = true
	}
}

// stage lists the edits of a stage. Where its arrangement differs, its modules
// are those of the plan that the quantity is of, brought to the arrangement that
// it has; where they differ by that alone they are the tier's.
func (b *between) stage(at *step, s *shape, from, to reflect.Value) []edit {
	x, y := from.Addr().Interface().(*planner.PowerStage), to.Addr().Interface().(*planner.PowerStage)
	was := planner.ArrangementAt(*b.from, b.ref, b.sites[0], x)
	is := planner.ArrangementAt(*b.to, b.ref, b.sites[1], y)
	if was == is || sameModules(x, y) {
		return b.structure(at, s, from, to)
	}
	there, back := rearranged(x, func(g *planner.PowerStage) { g.Rearrange(was, is) }), rearranged(y, func(g *planner.PowerStage) { g.Rearrange(is, was) })
	if sameModules(&there, y) && sameModules(&back, x) {
		b.tier[join(at.names())] = true
		return b.structure(at, s, from, to)
	}
	edits := b.structure(at, s, from, to)
	quantity := b.takenBy(at.below("modules"), false)
	return append(edits, func(m *making, at reflect.Value) {
		g, own := at.Addr().Interface().(*planner.PowerStage), was
		if m.takes(quantity) {
			own = is
		}
		if now := planner.ArrangementAt(*m.plan, b.ref, m.site, g); now != own {
			*g = rearranged(g, func(g *planner.PowerStage) { g.Rearrange(own, now) })
		}
	})
}

// rearranged returns a stage with its modules arranged anew, and its pairs as
// they were.
func rearranged(g *planner.PowerStage, arrange func(*planner.PowerStage)) planner.PowerStage {
	stage := *g
	stage.Added = slices.Clone(stage.Added)
	arrange(&stage)
	stage.Pairs = g.Pairs
	return stage
}

func sameModules(a, b *planner.PowerStage) bool {
	return a.Modules == b.Modules && slices.Equal(a.Added, b.Added)
}

// hallBetween is a hall that one or both of two plans have.
type hallBetween struct {
	from, to *planner.Hall
	phases   [2]string // that build it
	by       int       // reason for which it is there, where one plan has it and both its phase
	always   bool      // whether it is there with its phase
	phaseBy  int       // reason for which another phase builds it
	edits    []edit
}

// phasesBetween is the halls of the phases of a site.
type phasesBetween struct {
	halls  []hallBetween
	phases map[string]*members // whose halls may differ, with the places of halls in orders
}

// phases takes the phases of a site one by one, then their halls, whichever of
// them build them.
func (b *between) phases(at *step, f *field, from, to reflect.Value) edit {
	x, y := from.Addr().Interface().(*planner.Site), to.Addr().Interface().(*planner.Site)
	frame := b.elements(at, f, from.FieldByIndex(f.index), to.FieldByIndex(f.index))
	halls := b.halls(at, x, y)
	if frame == nil && halls == nil {
		return nil
	}
	return func(m *making, owner reflect.Value) {
		site := owner.Addr().Interface().(*planner.Site)
		if frame != nil {
			frame(m, owner)
		} else {
			site.Phases = slices.Clone(site.Phases)
		}
		if halls != nil {
			halls.make(m, site)
		}
	}
}

// halls pairs the halls of a site; nil where none differs.
func (b *between) halls(at *step, from, to *planner.Site) *phasesBetween {
	p := phasesBetween{phases: map[string]*members{}}
	x, y := placedIn(from), placedIn(to)
	differ := false
	list := at.below("halls")
	planShape.field("sites").of.hall.each(x.halls, y.halls, func(i, j int, name string) {
		var h hallBetween
		if i >= 0 {
			h.from, h.phases[0] = x.halls.Index(i).Addr().Interface().(*planner.Hall), from.Phases[x.phase[i]].Name
		}
		if j >= 0 {
			h.to, h.phases[1] = y.halls.Index(j).Addr().Interface().(*planner.Hall), to.Phases[y.phase[j]].Name
		}
		b.hall(list.below(name), &h, from, to)
		differ = differ || i < 0 || j < 0 || h.phases[0] != h.phases[1] || len(h.edits) > 0
		p.halls = append(p.halls, h)
	})
	for _, s := range []*planner.Site{from, to} {
		for i := range s.Phases {
			if name := s.Phases[i].Name; p.phases[name] == nil {
				p.phases[name] = &members{by: -1}
				differ = p.order(b, at, name, from, to) || differ
			}
		}
	}
	if !differ {
		return nil
	}
	return &p
}

// hall finds how plans come to a hall that one or both have.
func (b *between) hall(at *step, h *hallBetween, from, to *planner.Site) {
	switch {
	case h.from == nil:
		if h.always = !hasPhase(from, h.phases[1]); !h.always {
			h.by = b.takenBy(at, true)
		}
		return
	case h.to == nil:
		if h.always = !hasPhase(to, h.phases[0]); !h.always {
			h.by = b.takenBy(at, false)
		}
		return
	case h.phases[0] != h.phases[1]:
		if !hasPhase(from, h.phases[1]) || !hasPhase(to, h.phases[0]) {
			b.scope[join(at.names())] = true
		}
		h.phaseBy = b.takenBy(at.below("phase"), false)
	}
	h.edits = b.structure(at, planShape.field("sites").of.hall.of, reflect.ValueOf(h.from).Elem(), reflect.ValueOf(h.to).Elem())
}

// order finds the order of the halls that a phase may build, and reports whether
// it differs.
func (p *phasesBetween) order(b *between, at *step, phase string, from, to *planner.Site) (moved bool) {
	var built [2][]int // halls that the phase builds in either plan
	for side, s := range []*planner.Site{from, to} {
		i := slices.IndexFunc(s.Phases, func(ph planner.Phase) bool { return ph.Name == phase })
		if i < 0 {
			continue
		}
		for j := range s.Phases[i].Halls {
			name := s.Phases[i].Halls[j].Name
			built[side] = append(built[side], slices.IndexFunc(p.halls, func(h hallBetween) bool { return h.name() == name }))
		}
	}
	l := p.phases[phase]
	if l.orders, moved = orders(built[0], built[1]); moved {
		l.by = b.takenBy(at.below("phases").below(phase).below("halls"), false)
	}
	return moved
}

func (h *hallBetween) name() string {
	if h.from != nil {
		return h.from.Name
	}
	return h.to.Name
}

func hasPhase(s *planner.Site, name string) bool {
	return slices.ContainsFunc(s.Phases, func(ph planner.Phase) bool { return ph.Name == name })
}

// make puts the halls into the phases that are there.
func (p *phasesBetween) make(m *making, site *planner.Site) {
	for i := range site.Phases {
		ph := &site.Phases[i]
		l := p.phases[ph.Name]
		halls := make([]planner.Hall, 0, len(l.orders[0]))
		for _, k := range l.inOrder(m) {
			h := &p.halls[k]
			if !h.there(m, site, ph.Name) {
				continue
			}
			if h.from == nil {
				halls = append(halls, *h.to)
				continue
			}
			halls = append(halls, *h.from)
			m.apply(h.edits, reflect.ValueOf(&halls[len(halls)-1]).Elem())
		}
		if len(halls) > 0 || len(ph.Halls) > 0 {
			ph.Halls = halls
		}
	}
}

// there reports whether a phase, which the site has, builds the hall.
func (h *hallBetween) there(m *making, site *planner.Site, phase string) bool {
	switch {
	case h.from == nil:
		return phase == h.phases[1] && (h.always || m.takes(h.by))
	case h.to == nil:
		return phase == h.phases[0] && (h.always || !m.takes(h.by))
	case h.phases[0] == h.phases[1]:
		return phase == h.phases[0]
	}
	by, other := h.phases[0], h.phases[1]
	if m.takes(h.phaseBy) {
		by, other = other, by
	}
	return phase == by || phase == other && !hasPhase(site, by)
}
