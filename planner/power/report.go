package power

import "math"

// report sets what each stage carries and where it binds.
func (s *Solution) report() {
	n := s.network
	s.Shared = make([]StageLoad, len(n.site.Shared))
	halls := s.filled(s.Alone)
	carried := make([]affine, len(n.site.Shared))
	for p := range n.paths {
		live := n.reachShared(p, nil)
		up := make([]loads, len(halls))
		for c := range halls {
			if n.paths[p].there[c] {
				up[c], _ = n.run(p, c, nil, n.lastLive(p, &live), nil)
			}
		}
		seen := make([]affine, len(carried))
		n.runShared(p, nil, &live, together(up, halls), s.joining(p, halls), func(l *layer, _ int, load affine, _ KW) {
			seen[l.stage] = seen[l.stage].plus(load)
		})
		merge(carried, seen)
	}
	for i := range s.Shared {
		s.Shared[i] = n.stageLoad(&s.shared.stages[i], carried[i], 1, float64(s.all))
		s.Shared[i].Failure = n.failure(s.shared.stages[i].event, promised, "")
	}
	for c := range n.site.Classes {
		s.Own = append(s.Own, s.reportClass(c))
	}
}

func (s *Solution) reportClass(class int) []StageLoad {
	n := s.network
	carried := make([]affine, len(n.site.Classes[class]))
	for p := range n.paths {
		if !n.paths[p].there[class] {
			continue
		}
		live := n.reachShared(p, nil)
		seen := make([]affine, len(carried))
		n.run(p, class, nil, n.lastLive(p, &live), func(l *layer, _ int, load affine, _ KW) {
			seen[l.stage] = seen[l.stage].plus(load)
		})
		merge(carried, seen)
	}
	list := make([]StageLoad, len(carried))
	v := &s.classes[class]
	for i := range list {
		list[i] = n.stageLoad(&v.stages[i], carried[i], v.alone, 1)
		list[i].Failure = n.failure(v.stages[i].event, promised, s.hallOf(class))
	}
	return list
}

// merge keeps the loads seen on one path for stages that no earlier path has.
func merge(carried, seen []affine) {
	for i := range carried {
		if carried[i] == (affine{}) {
			carried[i] = seen[i]
		}
	}
}

// stageLoad turns a bound into IT kW and the kW of its stage. full is the IT
// load of the sound state in the bound's own measure, of which one is it IT kW.
// What a stage may carry is never more than what a failure of its own leaves of
// it, though in sound state the losses of more systems are on it.
func (n *network) stageLoad(b *bound, carried affine, full, it float64) StageLoad {
	if math.IsInf(b.limit, 1) || full*it <= 0 {
		return StageLoad{}
	}
	limit := max(0, b.limit)
	return StageLoad{Limit: limit * it, Usable: min(KW(carried.at(limit)), n.left(b)), PerIT: carried.at(full) / (full * it)}
}

// left returns the rating of what is left of the layer of a bound where its
// event strikes that layer.
func (n *network) left(b *bound) (sum KW) {
	if !b.struck {
		return KW(math.Inf(1))
	}
	own := b.event.class >= 0
	var buffer [8]hit
	h := find(n.hits(b.event, b.event.class, buffer[:0]), own, b.event.layer)
	for s := range b.layer.systems {
		sum += b.layer.rating(s, h)
	}
	return sum
}
