package power

import "slices"

// maxSystems is the most systems a stage can have: nine groups behind a block
// redundant stage, each with two sides.
const maxSystems = 20

// network is a site with the systems of its stages joined, path by path.
type network struct {
	site  *Site
	paths [3]way
	heats []affine // of each class: kW of heat in its rooms
	joins []affine // of each class: kW of cooling, lighting and the like

	chillers []affine // of each class: of joins, kW of chillers
	chilled  []affine // of each class: kW of heat that chillers move
}

var pathNames = [3]Path{Grid, OnSite, Heat}

const (
	grid = iota
	onSite
	heat
)

// way is one path: the layers all halls share, then those of each class, from
// the source inwards.
type way struct {
	shared []layer
	own    [][]layer
	there  []bool // whether a class has the path
}

// layer is a stage on a path.
type layer struct {
	*Stage
	stage   int // index into Site.Shared or the class
	systems []system
	gain    float64 // kW in per kW out, beside what is lost at no load
	joins   bool    // cooling, lighting and the like join the load here
	groups  int     // of loads behind a block redundant stage; 1 elsewhere
	pairs   []Pair  // of the stage or, where it gives none, of those above
	cords   []cord  // how loads hang on it, where it is the last
}

// system is a group of modules on buses of its own.
type system struct {
	modules int
	full    KW     // rating of all modules
	spare   KW     // the same less the largest Spare ones
	one     KW     // the same less the largest one
	from    []int8 // systems above that may feed it; none of a source
	prefer  bool   // takes all from the first that lives, not evenly from all
}

// cord is a share of a hall's load on one system or two; second is -1 where it
// hangs on one.
type cord struct {
	share         float64
	first, second int8
}

// affine is kW that grow with IT load.
type affine struct{ fixed, per float64 }

func (a affine) at(it float64) float64 { return a.fixed + a.per*it }

func (a affine) plus(b affine) affine { return affine{a.fixed + b.fixed, a.per + b.per} }

func (a affine) times(x float64) affine { return affine{a.fixed * x, a.per * x} }

// join builds the network of a site.
func join(site *Site) *network {
	classes := len(site.Classes)
	slab := make([]affine, 4*classes)
	n := &network{site: site, heats: slab[:classes], joins: slab[classes : 2*classes], chillers: slab[2*classes : 3*classes], chilled: slab[3*classes:]}
	for p := range n.paths {
		w := &n.paths[p]
		w.own, w.there = make([][]layer, len(site.Classes)), make([]bool, len(site.Classes))
		w.shared = layersOf(site.Shared, onPath(site.Shared, pathNames[p]), 0, nil)
		for c, own := range site.Classes {
			train := slices.Concat(site.Shared, own)
			order := onPath(train, pathNames[p])
			w.there[c] = len(order) > 0
			first := slices.IndexFunc(order, func(at int) bool { return at >= len(site.Shared) })
			if first < 0 {
				first = len(order)
			}
			var above *layer
			if first > 0 {
				above = &w.shared[len(w.shared)-1]
			}
			w.own[c] = layersOf(train, order[first:], len(site.Shared), above)
		}
	}
	for c := range site.Classes {
		n.heatOf(c)
	}
	n.markJoins()
	return n
}

// layersOf builds the layers of the stages of a train in order, below a layer
// that may be nil.
func layersOf(train []Stage, order []int, shared int, above *layer) []layer {
	layers := make([]layer, len(order))
	for i, at := range order {
		l := &layers[i]
		l.Stage, l.stage, l.groups = &train[at], at-shared, 1
		l.pairs = l.Pairs
		if above != nil {
			l.groups = above.groups
			if len(l.pairs) == 0 {
				l.pairs = above.pairs
			}
			if above.Arrangement.Catcher {
				l.groups = above.Arrangement.Systems
			}
		}
		l.gain = l.Stage.gain()
		l.systems = systemsOf(l.Stage, l.groups)
		for s := range l.systems {
			l.systems[s].from, l.systems[s].prefer = feeders(above, l, s)
		}
		l.cords = cordsOf(l)
		above = l
	}
	return layers
}

// gain is the kW that go in for each kW that comes out, beside the loss at no
// load: the heat stages further out remove the electricity a stage uses.
func (s *Stage) gain() float64 {
	if s.Kind.Cooling() {
		return 1 + 1/s.COP
	}
	return 1/s.Efficiency - s.NoLoadLoss
}

func systemsOf(s *Stage, groups int) []system {
	count := groups * s.Arrangement.Count()
	systems := make([]system, count)
	for i := range systems {
		y := &systems[i]
		var ratings []KW
		for m := i; m < s.Modules; m += count {
			y.modules++
			y.full += s.rating(m)
			if s.Ratings != nil {
				ratings = append(ratings, s.rating(m))
			}
		}
		y.spare, y.one = without(ratings, y, s.Rating, s.Arrangement.Spare), without(ratings, y, s.Rating, 1)
	}
	return systems
}

// without returns the rating of a system less its largest modules.
func without(ratings []KW, y *system, rating KW, out int) KW {
	if y.modules <= out {
		return 0
	}
	if ratings == nil {
		return KW(y.modules-out) * rating
	}
	slices.Sort(ratings)
	var sum KW
	for _, r := range ratings[:len(ratings)-out] {
		sum += r
	}
	return sum
}

// feeders returns the systems of the layer above that may feed system s. As
// many systems as above are fed one by one; a single one above feeds all; a
// single one below takes evenly from all. Two above more are taken in turn,
// with the other as reserve. Behind a block redundant stage each group has its
// own system and then the catcher.
func feeders(above, l *layer, s int) (from []int8, prefer bool) {
	if above == nil {
		return nil, false
	}
	up, down := len(above.systems), len(l.systems)
	sides := down / l.groups
	switch {
	case above.Arrangement.Catcher:
		return []int8{int8(s / sides), int8(up - 1)}, true
	case up == down:
		return []int8{int8(s)}, false
	case up == 1:
		return []int8{0}, false
	case l.groups > 1:
		return within(s/sides, up/l.groups), false
	case down == 1:
		return within(0, up), false
	}
	return []int8{int8(s % up), int8((s + 1) % up)}, true
}

// within returns the systems of a group.
func within(group, sides int) []int8 {
	list := make([]int8, sides)
	for i := range list {
		list[i] = int8(group*sides + i)
	}
	return list
}

// cordsOf says how loads hang on a layer. Each group of loads hangs on its two
// sides where it has two, and on one where it has one; distributed loads hang
// on their pairs. Rooms are cooled by all systems, as if corded to them.
func cordsOf(l *layer) []cord {
	count := len(l.systems)
	sides := count / l.groups
	var cords []cord
	switch {
	case l.Arrangement.Distributed() && len(l.pairs) > 0:
		for _, p := range l.pairs {
			cords = append(cords, cord{p.Share, int8(p.First), int8(p.Second)})
		}
	case l.Arrangement.Distributed():
		for a := range count {
			for b := a + 1; b < count; b++ {
				cords = append(cords, cord{2 / float64(count*(count-1)), int8(a), int8(b)})
			}
		}
	default:
		for g := range l.groups {
			second := int8(-1)
			if sides == 2 {
				second = int8(g*2 + 1)
			}
			cords = append(cords, cord{1 / float64(l.groups), int8(g * sides), second})
		}
	}
	return cords
}

// heatOf works out the heat in the rooms of a class, the electricity that joins
// its IT load, and of both what chillers move and use, for each kW of it. IT
// load and the losses of critical stages heat the rooms; the losses at no load
// of all their modules do so at any load, those of the site's own shared out
// over the halls.
func (n *network) heatOf(class int) {
	rooms := affine{per: 1}
	train := slices.Concat(n.site.Shared, n.site.Classes[class])
	order := onPath(train, Grid)
	for _, at := range slices.Backward(order) {
		s := &train[at]
		if !s.Kind.Critical() {
			break
		}
		idle := float64(s.Installed()) * s.NoLoadLoss
		if at < len(n.site.Shared) {
			idle /= float64(len(n.site.Halls))
		}
		rooms = rooms.times(s.gain())
		rooms.fixed += idle
	}
	joining := affine{per: n.site.OtherLoad}
	moved := rooms
	for _, at := range slices.Backward(onPath(train, Heat)) {
		used := moved.times(1 / train[at].COP)
		joining = joining.plus(used)
		if train[at].Kind == Chiller {
			n.chillers[class], n.chilled[class] = n.chillers[class].plus(used), n.chilled[class].plus(moved)
		}
		moved = moved.times(1 + 1/train[at].COP)
	}
	n.heats[class], n.joins[class] = rooms, joining
}

// markJoins marks the layers at which cooling and other loads join: the last
// one that carries the whole facility, of the class or of the site.
func (n *network) markJoins() {
	for p := range n.paths[:heat] {
		w := &n.paths[p]
		last := lastCommon(w.shared)
		if last != nil {
			last.joins = true
		}
		for c := range w.own {
			if own := lastCommon(w.own[c]); own != nil {
				own.joins = true
			}
		}
	}
}

func lastCommon(layers []layer) *layer {
	for i := range slices.Backward(layers) {
		if k := layers[i].Kind; !k.Critical() {
			return &layers[i]
		}
	}
	return nil
}
