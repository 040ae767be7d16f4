package power

// Cause says how an element keeps a tier from being reached.
type Cause string

// The causes.
const (
	Dropped       Cause = "dropped"        // the failure takes load down
	Overloaded    Cause = "overloaded"     // the failure leaves the element above its rating
	NoGenerator   Cause = "no_generator"   // a tier above the first wants power made on site
	NoCompartment Cause = "no_compartment" // it is not said in which compartment it stands
	NotContinuous Cause = "not_continuous" // cooling stops while power is interrupted
)

// Break is what keeps a hall from a tier.
type Break struct {
	Cause   Cause
	Kind    Kind // of the element; empty where the whole site is meant
	Own     bool // whether the element is the hall's own
	Failure *Failure
	Load    KW // overloads: on the element
	Rating  KW // overloads: what is left of the element
}

// exact is the share by which arithmetic alone may put a load above a rating.
const exact = 1e-9

// Reaches reports whether hall h, filled with all it may carry, reaches a tier:
// whether every failure of the tier's classes leaves all load up and every
// survivor within its rating, and cooling runs on where the tier wants it.
//
// Source: Uptime Institute, Tier Standard: Topology (2018).
func (s *Solution) Reaches(h int, t Tier) bool {
	n := s.network
	class := n.site.Halls[h].Class
	if t.Survives&^(setFeed|setSubstation) != 0 && !n.paths[onSite].there[class] {
		return false
	}
	for i := range Survivals {
		if t.Survives&(1<<i) != 0 && s.missed(h, i) != nothing {
			return false
		}
	}
	return (t.Survives&setCompartment == 0 || n.unplaced(class) == nil) && (!t.Continuous || n.interrupted(class) == nil)
}

// Break returns what keeps hall h from a tier; nil where it reaches it. Classes
// that ask most are looked at last.
func (s *Solution) Break(h int, t Tier) *Break {
	n := s.network
	hall := n.site.Halls[h]
	if t.Survives&^(setFeed|setSubstation) != 0 && !n.paths[onSite].there[hall.Class] {
		return &Break{Cause: NoGenerator, Kind: Generator}
	}
	for i := range Survivals {
		class := Set(1 << i)
		if t.Survives&class == 0 {
			continue
		}
		if b := s.breakOf(h, i, class); b != nil {
			return b
		}
		if class == setCompartment {
			if b := n.unplaced(hall.Class); b != nil {
				return b
			}
		}
	}
	if t.Continuous {
		return n.interrupted(hall.Class)
	}
	return nil
}

// miss is how a hall does not survive a class of failures.
type miss int

const (
	nothing miss = iota
	drops
	ownOverload
	sharedOverload
)

func (s *Solution) missed(h, i int) miss {
	v := &s.classes[s.network.site.Halls[h].Class]
	switch own, shared := &v.bounds[i], &s.shared.bounds[i]; {
	case v.drops[i] != nil:
		return drops
	case own.layer != nil && float64(s.Alone[h])*s.Share > own.limit*(1+exact)+exact:
		return ownOverload
	case shared.layer != nil && s.Share > shared.limit*(1+exact)+exact:
		return sharedOverload
	}
	return nothing
}

// breakOf returns the failure of one class that a hall does not survive.
func (s *Solution) breakOf(h, i int, class Set) *Break {
	n := s.network
	hall := n.site.Halls[h]
	v := &s.classes[hall.Class]
	switch s.missed(h, i) {
	case drops:
		e := v.drops[i]
		return &Break{Cause: Dropped, Kind: n.kindOf(e), Own: e.class >= 0, Failure: n.failure(e, class, hall.Name)}
	case ownOverload:
		b := &v.bounds[i]
		return s.overload(b, class, hall.Name, KW(b.load.at(float64(s.Alone[h])*s.Share)), true)
	case sharedOverload:
		b := &s.shared.bounds[i]
		return s.overload(b, class, hall.Name, KW(b.load.at(s.Share)), false)
	}
	return nil
}

func (s *Solution) overload(b *bound, class Set, hall string, load KW, own bool) *Break {
	return &Break{Cause: Overloaded, Kind: b.layer.Kind, Own: own, Failure: s.network.failure(b.event, class, hall), Load: load, Rating: b.rating}
}

// kindOf returns the kind of stage an event strikes; empty where it strikes
// several.
func (n *network) kindOf(e *event) Kind {
	switch {
	case e.what == FeedLost || e.what == SubstationLost:
		return Feed
	case e.what == PathOut || e.what == CompartmentLost:
		return ""
	case e.class < 0:
		return n.paths[e.path].shared[e.layer].Kind
	}
	return n.paths[e.path].own[e.class][e.layer].Kind
}

// unplaced finds a stage on the way from the generators, or of the heat, whose
// compartments are not said.
func (n *network) unplaced(class int) *Break {
	for _, p := range []int{onSite, heat} {
		for i := range n.paths[p].shared {
			if l := &n.paths[p].shared[i]; len(l.Compartments) == 0 {
				return &Break{Cause: NoCompartment, Kind: l.Kind}
			}
		}
		for i := range n.paths[p].own[class] {
			if l := &n.paths[p].own[class][i]; len(l.Compartments) == 0 {
				return &Break{Cause: NoCompartment, Kind: l.Kind, Own: true}
			}
		}
	}
	return nil
}

// interrupted finds a cooling stage that stops while power is interrupted.
func (n *network) interrupted(class int) *Break {
	w := &n.paths[heat]
	for i := range w.shared {
		if !w.shared[i].Continuous {
			return &Break{Cause: NotContinuous, Kind: w.shared[i].Kind}
		}
	}
	for i := range w.own[class] {
		if !w.own[class][i].Continuous {
			return &Break{Cause: NotContinuous, Kind: w.own[class][i].Kind, Own: true}
		}
	}
	return nil
}
