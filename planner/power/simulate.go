package power

import (
	"math"
	"slices"
	"strings"
)

// State is a site with one failure, or none, and a load on every hall.
type State struct {
	Failure *Failure
	Source  Path // Grid, or OnSite where the generators carry the load
	Shared  []StageState
	Halls   []HallState
}

// HallState is a hall in a State.
type HallState struct {
	Dropped  float64 // share of its load that loses power
	Uncooled bool    // whether it loses all cooling
	Stages   []StageState
}

// StageState is a stage in a State.
type StageState struct {
	Kind    Kind          `json:"kind"`
	Systems []SystemState `json:"systems"`
}

// SystemState is what a system carries.
type SystemState struct {
	Name     string   `json:"name" doc:"Such as A or 3; empty where a stage has one system"`
	Modules  int      `json:"modules" doc:"In service"`
	RatingKW KW       `json:"rating_kw" doc:"Of the modules in service"`
	LoadKW   KW       `json:"load_kw"`
	Live     bool     `json:"live" doc:"Whether it is in service and power, or cooling, reaches it"`
	Out      bool     `json:"out" doc:"Whether the failure took it, or a part of it, out"`
	Over     bool     `json:"over" doc:"Whether its load is above its rating"`
	From     []string `json:"from" doc:"Systems of the stage above that feed it now"`
}

// Failures lists every single failure of a site, those of its plant before
// those of its halls.
func Failures(site *Site) []Failure {
	n := join(site)
	var list []Failure
	seen := map[string]bool{}
	for p := range n.paths {
		for _, e := range n.every(p) {
			for _, hall := range n.struck(&e) {
				if f := n.failure(&e, setFailure, hall); f != nil && !seen[f.ID] {
					seen[f.ID] = true
					list = append(list, *f)
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Failure) int {
		switch {
		case (a.Hall == "") == (b.Hall == ""):
			return 0
		case a.Hall == "":
			return -1
		}
		return 1
	})
	return list
}

// every lists the single failures of a path.
func (n *network) every(p int) []event {
	list := slices.DeleteFunc(n.events(p, true), func(e event) bool { return e.what == "" || e.what == SparesOut })
	if shared := n.site.Shared; p == grid && len(shared) > 0 && shared[0].Kind == Feed {
		list = append(list, event{what: GridLost, path: p, class: -1})
	}
	return list
}

// struck names the halls that an event may strike; none in particular for a
// shared one.
func (n *network) struck(e *event) []string {
	if e.class < 0 {
		return []string{""}
	}
	var names []string
	for _, h := range n.site.Halls {
		if h.Class == e.class {
			names = append(names, h.Name)
		}
	}
	return names
}

// Simulate puts load, in IT kW, on each hall of a site, takes the failure with
// an id out, and follows what every system then carries; ok is false where
// there is no such failure. An empty id leaves the site sound. Where the grid
// cannot carry all of the load the generators do.
func Simulate(site *Site, load []KW, id string) (state State, ok bool) {
	n := join(site)
	id = strings.TrimPrefix(id, "planned-")
	var struck [3][]struckEvent
	for p := range n.paths {
		for _, e := range n.every(p) {
			for _, hall := range n.struck(&e) {
				if f := n.failure(&e, setFailure, hall); f.ID == id {
					struck[p] = append(struck[p], struckEvent{e, hall})
					state.Failure = f
				}
			}
		}
	}
	if id != "" && state.Failure == nil {
		return State{}, false
	}
	var runs [3]pathState
	for p := range runs {
		runs[p] = n.simulate(p, struck[p], load)
	}
	state.compose(n, &runs, load)
	return state, true
}

type struckEvent struct {
	event
	hall string
}

// pathState is the systems of the stages of a path: shared ones and those of
// each hall.
type pathState struct {
	shared  map[int][]SystemState
	halls   []map[int][]SystemState
	dropped []float64
}

// simulate follows the load on one path. A module that feeds loads of its own
// moves its part of them as the loss of its whole system would move all.
func (n *network) simulate(p int, struck []struckEvent, load []KW) pathState {
	w := &n.paths[p]
	s := pathState{shared: map[int][]SystemState{}, dropped: make([]float64, len(load))}
	sharedHits := func(whole bool) []hit { return n.hitsOf(struck, -1, "", whole) }
	live := n.reachShared(p, sharedHits(false))
	var on loads
	joining := 0.0
	for h, hall := range n.site.Halls {
		states := map[int][]SystemState{}
		s.halls = append(s.halls, states)
		if !w.there[hall.Class] {
			s.dropped[h] = 1
			continue
		}
		part := n.partOf(struck, hall)
		for _, r := range []struct {
			share float64
			whole bool
		}{{1 - part, false}, {part, true}} {
			if r.share == 0 {
				continue
			}
			hits := n.hitsOf(struck, hall.Class, hall.Name, r.whole)
			reached := n.reachShared(p, sharedHits(r.whole))
			it := float64(load[h])
			up, dropped := n.run(p, hall.Class, hits, n.lastLive(p, &reached), func(l *layer, system int, load affine, _ KW) {
				states := l.blank(states)
				states[system].LoadKW += KW(load.at(it) * r.share)
			})
			s.dropped[h] += dropped * r.share
			for i := range on {
				on[i].fixed += up[i].at(it) * r.share
			}
		}
		hits := n.hitsOf(struck, hall.Class, hall.Name, false)
		n.describe(states, w.own[hall.Class], true, hits, n.reachOwn(p, hall.Class, hits, n.lastLive(p, &live)), n.lastShared(p), n.lastLive(p, &live), part > 0, struck)
		if p != heat && lastCommon(w.own[hall.Class]) == nil {
			joining += n.joins[hall.Class].at(float64(load[h]))
		}
	}
	hits := sharedHits(false)
	n.runShared(p, hits, &live, on, affine{fixed: joining}, func(l *layer, system int, load affine, _ KW) {
		l.blank(s.shared)[system].LoadKW = KW(load.fixed)
	})
	n.describe(s.shared, w.shared, false, hits, live, nil, 0, false, struck)
	return s
}

// hitsOf returns what the events do to the shared layers, where no hall is
// named, or to those of a hall. whole takes the system of a single module out.
func (n *network) hitsOf(struck []struckEvent, class int, hall string, whole bool) []hit {
	var hits []hit
	for i := range struck {
		e := &struck[i]
		if e.class >= 0 && e.hall != hall || e.part && !whole {
			continue
		}
		hits = n.hits(&e.event, class, hits)
	}
	return hits
}

// partOf returns the share of a hall's load that hangs on a module which
// feeds loads of its own and is out.
func (n *network) partOf(struck []struckEvent, hall Hall) float64 {
	for i := range struck {
		e := &struck[i]
		if !e.part || e.class >= 0 && e.hall != hall.Name {
			continue
		}
		l := n.layerOf(&e.event)
		return 1 / float64(l.systems[e.system].modules)
	}
	return 0
}

func (n *network) layerOf(e *event) *layer {
	if e.class < 0 {
		return &n.paths[e.path].shared[e.layer]
	}
	return &n.paths[e.path].own[e.class][e.layer]
}

func (n *network) lastShared(p int) *layer {
	if k := len(n.paths[p].shared); k > 0 {
		return &n.paths[p].shared[k-1]
	}
	return nil
}

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
			y.Name, y.Live = systemName(s, len(l.systems)), live[i]&(1<<s) != 0
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
		names = append(names, systemName(int(f), len(above.systems)))
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
