package power

import "slices"

// Set is a set of classes of failures.
type Set uint8

// Beside the classes that tiers are made of: the sound site, and what the
// arrangements of its stages promise.
const (
	sound    Set = 1 << 6
	promised Set = 1 << 7
)

// SetOf returns the set of the classes in list.
func SetOf(list []Survival) Set {
	var s Set
	for _, x := range list {
		if i := slices.Index(Survivals, x); i >= 0 {
			s |= 1 << i
		}
	}
	return s
}

var (
	setCapacity    = SetOf([]Survival{SurvivesCapacityComponent})
	setPlanned     = SetOf([]Survival{SurvivesPlanned})
	setFailure     = SetOf([]Survival{SurvivesFailure})
	setCompartment = SetOf([]Survival{SurvivesCompartment})
	setFeed        = SetOf([]Survival{SurvivesFeed})
	setSubstation  = SetOf([]Survival{SurvivesSubstation})
)

// event is a failure on one path. A shared one has class -1.
type event struct {
	what   Event
	needs  Set // classes it belongs to
	path   int
	class  int
	layer  int
	system int
	name   string // compartment, feed or substation
	part   bool   // a module that feeds loads of its own: no more than those drop
}

// events lists the failures of a path: sound first, then those of shared
// layers from the source inwards, those of each class, and those that reach
// through several layers. Those that no tier depends on are among them only
// where all are asked for.
func (n *network) events(p int, all bool) []event {
	w := &n.paths[p]
	list := make([]event, 1, 16+8*len(w.own))
	list[0] = event{needs: sound, path: p, class: -1}
	for i := range w.shared {
		list = n.layerEvents(list, p, -1, i, &w.shared[i], all)
	}
	for c := range w.own {
		if !w.there[c] {
			continue
		}
		for i := range w.own[c] {
			list = n.layerEvents(list, p, c, i, &w.own[c][i], all)
		}
	}
	if p == grid && !all && !slices.Contains(n.paths[onSite].there, false) {
		return list // the generators carry what such a failure leaves of the load
	}
	if n.twoSided(p) {
		for side := range 2 {
			list = append(list, event{what: PathOut, needs: setPlanned, path: p, class: -1, system: side})
		}
	}
	for _, z := range n.compartments(p) {
		list = append(list, event{what: CompartmentLost, needs: setCompartment, path: p, class: -1, name: z})
	}
	return list
}

func (n *network) layerEvents(list []event, p, class, at int, l *layer, all bool) []event {
	add := func(what Event, needs Set, system int, part bool) {
		list = append(list, event{what: what, needs: needs, path: p, class: class, layer: at, system: system, part: part})
	}
	sides := len(l.systems) / l.groups
	if sides > 1 || l.Arrangement.Spare > 0 {
		for s := range l.systems {
			add(SparesOut, promised, s, false)
			if sides == 1 {
				break
			}
		}
	}
	if !all && !n.tested(p, class, l) {
		return list
	}
	if l.Kind == Feed {
		return n.feedEvents(list, p, at, l)
	}
	module := setPlanned | setFailure
	if l.Kind.Capacity() {
		module |= setCapacity
	}
	for s := range l.systems {
		add(ModuleOut, module, s, l.Kind.Radial())
		switch {
		case !l.Kind.Bussed():
			if len(l.systems) > 1 && !all {
				add(SystemOut, setFailure, s, false)
			}
		case l.Buses <= 1:
			add(BusOut, setPlanned|setFailure, s, false)
		default:
			add(BusOut, setFailure, s, false)
		}
		if all && len(l.systems) > 1 {
			add(SystemOut, setFailure, s, false)
		}
	}
	return list
}

func (n *network) feedEvents(list []event, p, at int, l *layer) []event {
	for i, name := range l.Names {
		list = append(list, event{what: FeedLost, needs: setFeed | setPlanned | setFailure, path: p, class: -1, layer: at, system: i, name: name})
	}
	for i, name := range l.Substations {
		if slices.Index(l.Substations, name) == i {
			list = append(list, event{what: SubstationLost, needs: setSubstation, path: p, class: -1, layer: at, name: name})
		}
	}
	return list
}

// tested reports whether a tier depends on a layer. What stands above the
// generators does not count: the generators carry the load without it.
func (n *network) tested(p, class int, l *layer) bool {
	if p != grid {
		return true
	}
	w := &n.paths[onSite]
	below := func(layers []layer) bool {
		return slices.ContainsFunc(layers, func(o layer) bool { return o.stage == l.stage })
	}
	if class >= 0 {
		return !w.there[class] || below(w.own[class])
	}
	return slices.Contains(w.there, false) || len(w.there) == 0 || below(w.shared)
}

// covered reports whether a failure that reaches through several layers is one
// of the grid's for a class of halls that generators carry without the grid.
func (n *network) covered(e *event, class int) bool {
	return e.path == grid && (e.what == PathOut || e.what == CompartmentLost) && n.paths[onSite].there[class]
}

// twoSided reports whether any layer of a path has two sides.
func (n *network) twoSided(p int) bool {
	w := &n.paths[p]
	return slices.ContainsFunc(w.shared, layer.sided) || slices.ContainsFunc(w.own, func(own []layer) bool { return slices.ContainsFunc(own, layer.sided) })
}

// sided reports whether a layer is of two sides, A and B, for all loads.
func (l layer) sided() bool { return len(l.systems) == 2 && l.groups == 1 }

// compartments lists the compartments of the layers of a path, in order of
// their names.
func (n *network) compartments(p int) []string {
	var names []string
	w := &n.paths[p]
	for i := range w.shared {
		names = append(names, w.shared[i].Compartments...)
	}
	for _, own := range w.own {
		for i := range own {
			names = append(names, own[i].Compartments...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
