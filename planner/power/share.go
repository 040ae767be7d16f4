package power

import "math"

// filled is the halls of a class: how many, and what IT load in kW they have.
type filled struct {
	count, all float64
}

func (s *Solution) filled(it []KW) []filled {
	list := make([]filled, len(s.classes))
	for i, h := range s.network.site.Halls {
		f := &list[h.Class]
		f.count++
		f.all += float64(it[i])
	}
	return list
}

// scaled turns a load by IT kW of one hall into kW: fixed, and for the whole of
// what the halls could carry alone.
func (f filled) scaled(a affine) affine { return affine{a.fixed * f.count, a.per * f.all} }

// sharedVerdict runs every failure through the shared layers, with all halls on
// them. Failures inside a hall are left out: they move load of one hall between
// shared systems, where the loss of a shared system, which every arrangement of
// several promises to survive, moves that of all halls.
func (s *Solution) sharedVerdict(p int, events []event, required Set) {
	n := s.network
	if len(n.paths[p].shared) == 0 {
		return
	}
	halls := s.filled(s.Alone)
	joining := s.joining(p, halls)
	var buffer [8]hit
	live := n.reachShared(p, nil)
	soundOn := make([]loads, len(halls))
	for c := range halls {
		if n.paths[p].there[c] {
			soundOn[c], _ = n.run(p, c, nil, n.lastLive(p, &live), nil)
		}
	}
	soundAll := together(soundOn, halls)
	s.spread(p, soundOn, &live)
	for i := range events {
		e := &events[i]
		if e.class >= 0 {
			continue
		}
		on := soundAll
		hits := n.hits(e, -1, buffer[:0])
		if e.what != "" && len(hits) == 0 {
			continue
		}
		live := n.reachShared(p, hits)
		if e.what != "" {
			on = s.allHalls(p, e, halls, &live)
		}
		s.bindShared(p, e, hits, &live, on, joining, required)
	}
}

// spread finds what the shared layers let all halls take with nothing held back
// for a failure.
func (s *Solution) spread(p int, on []loads, live *[32]uint32) {
	halls := s.filled(s.Gross)
	s.network.runShared(p, nil, live, together(on, halls), s.joining(p, halls), func(_ *layer, _ int, load affine, rating KW) {
		if load.per > 0 {
			s.Spread = min(s.Spread, max(0, (float64(rating)-load.fixed)/load.per))
		}
	})
}

// joining is the cooling, lighting and the like that joins the load at the
// shared layers of a path.
func (s *Solution) joining(p int, halls []filled) (sum affine) {
	w := &s.network.paths[p]
	for c, f := range halls {
		if p != heat && w.there[c] && lastCommon(w.own[c]) == nil {
			sum = sum.plus(f.scaled(s.network.joins[c]))
		}
	}
	return sum
}

// together adds what the classes of halls put on the last shared layer.
func together(up []loads, halls []filled) (on loads) {
	for c, f := range halls {
		on.put(&up[c], f)
	}
	return on
}

func (on *loads) put(up *loads, f filled) {
	for i := range on {
		on[i] = on[i].plus(f.scaled(up[i]))
	}
}

func (s *Solution) allHalls(p int, e *event, halls []filled, live *[32]uint32) (on loads) {
	n := s.network
	var buffer [8]hit
	for c := range halls {
		if n.paths[p].there[c] {
			up, _ := n.run(p, c, n.hits(e, c, buffer[:0]), n.lastLive(p, live), nil)
			on.put(&up, halls[c])
		}
	}
	return on
}

func (s *Solution) bindShared(p int, e *event, hits []hit, live *[32]uint32, on loads, joining affine, required Set) {
	least := bound{limit: math.Inf(1), event: e}
	source := s.network.runShared(p, hits, live, on, joining, func(l *layer, system int, load affine, rating KW) {
		if e.part || load.per <= 0 {
			return
		}
		b := s.network.limit(e, l, system, load, rating)
		least.least(&b)
		if e.needs&required != 0 {
			s.shared.stages[l.stage].least(&b)
		}
	})
	s.shared.note(e, &least, 0)
	if p == grid && e.what == "" {
		s.source = source
	}
}

// share sets what the shared plant lets all halls carry at once, of what each
// could carry alone.
func (s *Solution) share(required Set) {
	if least := s.shared.over(required); least.limit < 1 {
		s.Share = max(0, least.limit)
		s.Shares = Bound{least.layer.stage, s.network.failure(least.event, promised, "")}
	}
	s.Source = KW(s.source.at(s.Share))
}

// hallOf names the first hall of a class.
func (s *Solution) hallOf(class int) string {
	for _, h := range s.network.site.Halls {
		if h.Class == class {
			return h.Name
		}
	}
	return ""
}
