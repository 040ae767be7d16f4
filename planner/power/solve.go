package power

import "math"

// Tier is what a redundancy tier asks of a site.
type Tier struct {
	Name       string
	Survives   Set
	Continuous bool // cooling runs on while power is interrupted
}

// Solution is what the halls of a site may carry.
type Solution struct {
	Alone  []KW    // of each hall: what its own train, design and space let it carry
	Share  float64 // of that, what the plant they share lets all of them carry at once
	Gross  []KW    // of each hall: Alone with nothing held back for a failure
	Spread float64 // the same for Share
	Binds  []Bound // of each hall: what limits Alone
	Shares Bound   // what limits Share, where it is below 1
	Shared []StageLoad
	Own    [][]StageLoad // of each class
	Source KW            // what the grid gives with every hall at its share

	network *network
	all     KW     // sum of Alone
	source  affine // what the grid gives: fixed, and for the whole of Alone
	classes []verdict
	shared  verdict
}

// Bound is the stage that limits a load, and the failure in which it does.
type Bound struct {
	Stage   int // index into Site.Shared or the class; -1 for design and space
	Failure *Failure
}

// StageLoad is a stage under the load of all halls, or of one.
type StageLoad struct {
	Limit   float64  // IT kW at which it binds; of shared stages, with all halls filled alike
	Usable  KW       // what it then carries, in kW of the stage
	PerIT   float64  // kW on it for each kW of IT load in sound state
	Failure *Failure // in which it binds; nil for the sound state
}

// bound is the least of the limits found so far and what sets it.
type bound struct {
	limit  float64 // IT kW of a hall, or share of all halls
	event  *event
	layer  *layer
	system int
	load   affine
	rating KW
	struck bool // whether the event strikes the layer itself
}

// least keeps the lesser limit; of two alike, that of a failure of the element
// itself.
func (b *bound) least(o *bound) {
	if o.limit < b.limit*(1-exact) || o.limit <= b.limit*(1+exact) && o.struck && !b.struck {
		*b = *o
	}
}

// limit is the load at which a live system of a layer is at its rating.
func (n *network) limit(e *event, l *layer, system int, load affine, rating KW) bound {
	b := bound{limit: (float64(rating) - load.fixed) / load.per, event: e, layer: l, system: system, load: load, rating: rating}
	if e.what != "" {
		w := &n.paths[e.path]
		b.struck = e.class < 0 && e.layer < len(w.shared) && l == &w.shared[e.layer] || e.class >= 0 && l == &w.own[e.class][e.layer]
	}
	return b
}

// verdict is the limits and drops of a class of halls, or of the shared
// layers, by class of failure.
type verdict struct {
	bounds [8]bound
	drops  [8]*event
	stages []bound // of required failures, by stage
	alone  float64
}

func newVerdict(stages int) verdict {
	v := verdict{stages: make([]bound, stages)}
	for i := range v.bounds {
		v.bounds[i].limit = math.Inf(1)
	}
	for i := range v.stages {
		v.stages[i].limit = math.Inf(1)
	}
	return v
}

// note keeps what an event does: the least limit of each of its classes, and
// the first event that drops load.
func (v *verdict) note(e *event, b *bound, dropped float64) {
	for i := range v.bounds {
		if e.needs&(1<<i) == 0 {
			continue
		}
		v.bounds[i].least(b)
		if dropped > 1e-12 && v.drops[i] == nil {
			v.drops[i] = e
		}
	}
}

// over returns the least limit of the classes of a set. What the sound site or
// its arrangements would drop limits to nothing.
func (v *verdict) over(classes Set) bound {
	least := bound{limit: math.Inf(1)}
	for i := range v.bounds {
		if classes&(1<<i) == 0 {
			continue
		}
		least.least(&v.bounds[i])
		if e := v.drops[i]; e != nil && Set(1<<i)&(sound|promised) != 0 {
			least = bound{event: e}
		}
	}
	return least
}

// Solve finds the largest IT load at which every failure that the arrangements
// promise and the claimed tier asks to survive leaves each survivor within its
// rating. Halls that share plant fill in proportion to what each could carry
// alone. Load that a failure drops overloads nothing: see Break for that.
//
// Every load is affine in IT load, so that each failure limits it in closed
// form: limit = (rating - load at no IT load) / load per kW of IT load.
func Solve(site *Site, claim Tier) *Solution {
	n := join(site)
	s := &Solution{network: n, Share: 1, Spread: 1}
	required := sound | promised | claim.Survives
	var events [3][]event
	for p := range events {
		events[p] = n.events(p, false)
	}
	for c := range site.Classes {
		s.classes = append(s.classes, n.classVerdict(c, &events, required))
	}
	s.alone(required)
	s.shared = newVerdict(len(site.Shared))
	for p := range events {
		s.sharedVerdict(p, events[p], required)
	}
	s.share(required)
	s.report()
	return s
}

// classVerdict runs every failure that reaches a class of halls through its
// own layers.
func (n *network) classVerdict(class int, events *[3][]event, required Set) verdict {
	v := newVerdict(len(n.site.Classes[class]))
	var buffer [8]hit
	for p := range events {
		if !n.paths[p].there[class] {
			continue
		}
		for i := range events[p] {
			e := &events[p][i]
			if e.class >= 0 && e.class != class || n.covered(e, class) {
				continue
			}
			hits := n.hits(e, class, buffer[:0])
			if e.what != "" && len(hits) == 0 {
				continue
			}
			live := n.reachShared(p, hits)
			least := bound{limit: math.Inf(1), event: e}
			_, dropped := n.run(p, class, hits, n.lastLive(p, &live), func(l *layer, system int, load affine, rating KW) {
				if e.part || load.per <= 0 {
					return
				}
				b := n.limit(e, l, system, load, rating)
				least.least(&b)
				if e.needs&required != 0 {
					v.stages[l.stage].least(&b)
				}
			})
			v.note(e, &least, dropped)
		}
	}
	return v
}

// alone sets what each hall could carry by its own train, design and space.
func (s *Solution) alone(required Set) {
	for i := range s.classes {
		s.classes[i].alone = max(0, s.classes[i].over(required).limit)
	}
	for _, h := range s.network.site.Halls {
		v := &s.classes[h.Class]
		gross := max(0, v.over(sound).limit)
		b := Bound{Stage: -1}
		if least := v.over(required); least.limit < float64(h.Most) {
			if least.layer != nil {
				b.Stage = least.layer.stage
			}
			b.Failure = s.network.failure(least.event, promised, h.Name)
		}
		s.Binds = append(s.Binds, b)
		s.Alone = append(s.Alone, KW(min(float64(h.Most), v.alone)))
		s.Gross = append(s.Gross, KW(min(float64(h.Most), gross)))
		s.all += s.Alone[len(s.Alone)-1]
	}
}

// HallName returns the name of hall h.
func (s *Solution) HallName(h int) string { return s.network.site.Halls[h].Name }
