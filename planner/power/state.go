package power

import (
	"math"
	"slices"
)

// blank returns the systems of a layer among states, made where they are not
// there yet.
func (l *layer) blank(states map[int][]SystemState) []SystemState {
	if states[l.stage] == nil {
		states[l.stage] = make([]SystemState, len(l.systems))
	}
	return states[l.stage]
}

// describe completes the states of layers: what is in service, live, out, above
// its rating, and what feeds it.
func (n *network) describe(states map[int][]SystemState, layers []layer, own bool, hits []hit, live [32]uint32, above *layer, aboveLive uint32, part bool, struck []struckEvent) {
	for i := range layers {
		l, h := &layers[i], find(hits, own, i)
		for s, y := range l.blank(states) {
			y.Name, y.Live = l.name(s), live[i]&(1<<s) != 0
			y.RatingKW = l.rating(s, h)
			y.Modules = l.systems[s].modules
			if y.RatingKW < l.systems[s].full {
				y.Out = true
				y.Modules = int(math.Round(float64(y.Modules) * float64(y.RatingKW/l.systems[s].full)))
			}
			if part && struckSystem(struck, i, s) {
				y.Out, y.Modules = true, y.Modules-1
				y.RatingKW = l.systems[s].one
			}
			y.Over = y.Live && float64(y.LoadKW) > float64(y.RatingKW)*(1+exact)+exact
			y.From = l.fedBy(s, above, aboveLive)
			states[l.stage][s] = y
		}
		above, aboveLive = l, live[i]
	}
}

func struckSystem(struck []struckEvent, layer, system int) bool {
	return slices.ContainsFunc(struck, func(e struckEvent) bool { return e.part && e.layer == layer && e.system == system })
}

// fedBy names the live systems above that feed system s.
func (l *layer) fedBy(s int, above *layer, live uint32) []string {
	names := []string{}
	if above == nil {
		return names
	}
	for _, f := range l.systems[s].from {
		if live&(1<<f) == 0 {
			continue
		}
		names = append(names, above.name(int(f)))
		if l.systems[s].prefer {
			break
		}
	}
	return names
}

// compose puts the paths together: stages of the grid alone as the grid leaves
// them, the others as the source that carries the load does.
func (s *State) compose(n *network, runs *[3]pathState, load []KW) {
	lost := func(p int) (kw float64) {
		for h := range load {
			kw += runs[p].dropped[h] * math.Max(1, float64(load[h]))
		}
		return kw
	}
	source := grid
	if lost(grid) > lost(onSite)+exact {
		source = onSite
	}
	s.Source = pathNames[source]
	first := map[int][]SystemState{}
	for _, p := range []int{grid, onSite, heat} {
		for stage, systems := range runs[p].shared {
			if p == grid || p == heat || source == onSite || first[stage] == nil {
				first[stage] = systems
			}
		}
	}
	for i := range n.site.Shared {
		s.Shared = append(s.Shared, StageState{n.site.Shared[i].Kind, idleUnless(first[i], source, n.site.Shared[i].Kind)})
	}
	for h, hall := range n.site.Halls {
		state := HallState{Dropped: runs[source].dropped[h], Uncooled: runs[heat].dropped[h] > 1-exact}
		for i := range n.site.Classes[hall.Class] {
			systems := runs[source].halls[h][i]
			if systems == nil {
				systems = runs[heat].halls[h][i]
			}
			if systems == nil {
				systems = runs[onSite].halls[h][i]
			}
			kind := n.site.Classes[hall.Class][i].Kind
			state.Stages = append(state.Stages, StageState{kind, idleUnless(systems, source, kind)})
		}
		s.Halls = append(s.Halls, state)
	}
}

// idleUnless takes the load off generators that stand by.
func idleUnless(systems []SystemState, source int, kind Kind) []SystemState {
	if kind == Generator && source == grid {
		for i := range systems {
			systems[i].LoadKW, systems[i].Over = 0, false
		}
	}
	return orNone(systems)
}

func orNone(systems []SystemState) []SystemState {
	if systems == nil {
		return []SystemState{}
	}
	return systems
}
