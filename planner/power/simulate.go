package power

import (
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
