package power

import "slices"

// hit is what a failure does to a layer.
type hit struct {
	own   bool // of the class's layers, not the shared ones
	layer int
	dead  uint32 // systems that are out
	spare bool   // the spare modules of every system are out
	one   int    // system with its largest module out; -1 for none
	caps  []KW   // what is left of each system, where modules are lost one by one
}

// rating returns what is left of a system in kW.
func (l *layer) rating(s int, h *hit) KW {
	y := &l.systems[s]
	switch {
	case h == nil:
		return y.full
	case h.dead&(1<<s) != 0:
		return 0
	case h.caps != nil:
		return h.caps[s]
	case h.spare:
		return y.spare
	case h.one == s:
		return y.one
	}
	return y.full
}

func find(hits []hit, own bool, layer int) *hit {
	for i := range hits {
		if hits[i].own == own && hits[i].layer == layer {
			return &hits[i]
		}
	}
	return nil
}

// hits returns what an event does to the shared layers and to those of a
// class.
func (n *network) hits(e *event, class int, hits []hit) []hit {
	w := &n.paths[e.path]
	switch e.what {
	case "":
	case PathOut, CompartmentLost:
		for i := range w.shared {
			hits = reaching(e, hits, false, i, &w.shared[i])
		}
		if class >= 0 {
			for i := range w.own[class] {
				hits = reaching(e, hits, true, i, &w.own[class][i])
			}
		}
	case FeedLost, SubstationLost, GridLost:
		hits = append(hits, feedsLost(e, &w.shared[e.layer]))
	default:
		if e.class < 0 {
			hits = append(hits, e.hit(&w.shared[e.layer]))
		} else if e.class == class {
			hits = append(hits, e.hit(&w.own[class][e.layer]))
		}
	}
	return hits
}

// hit is what an event does to the one layer it strikes.
func (e *event) hit(l *layer) hit {
	h := hit{own: e.class >= 0, layer: e.layer, one: -1}
	switch {
	case e.what == SparesOut:
		h.spare = true
		if len(l.systems) > l.groups {
			h.dead = 1 << e.system
		}
	case e.what == ModuleOut && !e.part:
		h.one = e.system
	default:
		h.dead = 1 << e.system
	}
	return h
}

// reaching adds what an event that reaches through several layers does to one.
func reaching(e *event, hits []hit, own bool, at int, l *layer) []hit {
	h := hit{own: own, layer: at, one: -1}
	switch {
	case e.what == PathOut:
		if l.sided() {
			h.dead = 1 << e.system
		}
	case len(l.systems) > 1:
		for s := range l.systems {
			if c := l.Compartments; len(c) > 0 && c[s%len(c)] == e.name {
				h.dead |= 1 << s
			}
		}
	case slices.Contains(l.Compartments, e.name):
		h = l.burn(h, e.name)
	}
	if h.dead == 0 && h.caps == nil {
		return hits
	}
	return append(hits, h)
}

// burn takes out the modules and buses of a single system that stand in a
// compartment. A bus that burns trips its whole system.
func (l *layer) burn(h hit, compartment string) hit {
	c := l.Compartments
	for b := range max(1, l.Buses) {
		if l.Kind.Bussed() && c[b%len(c)] == compartment {
			h.dead = 1
			return h
		}
	}
	var left KW
	for m := range l.Modules {
		if c[m%len(c)] != compartment {
			left += l.Stage.rating(m)
		}
	}
	h.caps = []KW{left}
	return h
}

// feedsLost takes out a feed, those of a substation, or all.
func feedsLost(e *event, l *layer) hit {
	h := hit{layer: e.layer, one: -1, caps: make([]KW, len(l.systems))}
	for m := range l.Modules {
		lost := e.what == GridLost || e.what == FeedLost && m == e.system || e.what == SubstationLost && l.Substations[m] == e.name
		if !lost {
			h.caps[m%len(l.systems)] += l.Stage.rating(m)
		}
	}
	return h
}
