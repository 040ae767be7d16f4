package planner

import (
	"slices"
	"strings"

	"buildout/planner/power"
)

// The most a hall may hold beside its racks.
const (
	maxRackFeeds    = 4 // of a rack
	maxPanels       = 2_000
	maxReservations = 500
	maxVolts        = 1_000
	maxAmps         = 10_000
)

// hallRacks reports the faults of a hall's racks and of what they stand on and
// hang on.
func (v *validator) hallRacks(p *path, h *Hall) {
	v.notNegative(p, "floor_load_kg_per_m2", h.FloorLoadKGPerM2)
	if h.RackCircuit != nil {
		at := p.key1("rack_circuit")
		v.circuit(&at, *h.RackCircuit)
	}
	panels := v.panels(p, h)
	v.placed(p, h, panels)
	v.reservations(p, h)
}

// circuit requires every rating of a circuit: none is 0 where it is missing.
func (v *validator) circuit(p *path, c Circuit) {
	v.circuitRating(p, "volts", c.Volts, maxVolts)
	v.circuitRating(p, "amps", c.Amps, maxAmps)
	if c.Phases != 1 && c.Phases != 3 {
		v.fault(p, "phases", c.Phases, "a circuit has 1 phase or 3")
	}
	v.circuitRating(p, "breaker_share", c.BreakerShare, 1)
}

func (v *validator) circuitRating(p *path, key string, x, most float64) {
	switch {
	case x == 0:
		v.fault(p, key, x, "the rating is missing; give one above 0 and at most %g", most)
	case !(x > 0 && x <= most):
		v.fault(p, key, x, "must be above 0 and at most %g", most)
	}
}

func (v *validator) side(p *path, side string) {
	if _, ok := power.ParseSide(side); !ok {
		v.fault(p, "side", side, "no such side; A or B")
	}
}

// panels reports the faults of a hall's panels and returns them by name.
func (v *validator) panels(p *path, h *Hall) map[string]*Panel {
	v.atMost(p, "panels", len(h.Panels), maxPanels)
	list := p.key1("panels")
	names := make(map[string]bool, len(h.Panels))
	panels := make(map[string]*Panel, len(h.Panels))
	for i := range h.Panels {
		if name := h.Panels[i].Name; name != "" {
			panels[name] = &h.Panels[i]
		}
	}
	for i := range h.Panels {
		panel, at := &h.Panels[i], list.at(i)
		v.name(&at, "name", panel.Name)
		v.unique(&at, "name", panel.Name, names)
		v.side(&at, panel.Side)
		v.circuit(&at, panel.Circuit)
		if panel.From != "" {
			v.comesFrom(&at, "from", panel.From, panel.Side, panel.Phases, panels)
		}
	}
	v.panelLoops(&list, h.Panels, panels)
	return panels
}

// comesFrom requires that a circuit comes from a panel that is there, on its
// own side, with as many phases.
func (v *validator) comesFrom(p *path, key, name, side string, phases int, panels map[string]*Panel) {
	from, known := panels[name]
	if !known {
		v.fault(p, key, name, "feeds to nowhere: the hall has no such panel%s", panelNames(panels))
		return
	}
	if _, sound := power.ParseSide(side); sound && from.Side != side {
		v.fault(p, key, name, "the panel is on side %s; one of side %s is wanted", from.Side, side)
	}
	if from.Phases == 1 && phases == 3 {
		v.fault(p, key, name, "the panel is single-phase and cannot feed three phases")
	}
}

// panelNames says which panels there are, where they can be told in a line.
func panelNames(panels map[string]*Panel) string {
	if len(panels) == 0 || len(panels) > 20 {
		return ""
	}
	var names []string
	for name := range panels {
		names = append(names, name)
	}
	slices.Sort(names)
	return "; there are " + strings.Join(names, ", ")
}

// panelLoops names every loop of panels once, at the first of them.
func (v *validator) panelLoops(list *path, all []Panel, panels map[string]*Panel) {
	done := make(map[*Panel]bool, len(all))
	for i := range all {
		var chain []*Panel
		walked := map[*Panel]int{}
		for p := panels[all[i].Name]; p != nil && !done[p]; p = panels[p.From] {
			done[p] = true
			walked[p] = len(chain)
			chain = append(chain, p)
		}
		if len(chain) == 0 {
			continue
		}
		back := panels[chain[len(chain)-1].From]
		if start, loop := walked[back]; loop {
			v.panelLoop(list, all, append(chain[start:], back))
		}
	}
}

func (v *validator) panelLoop(list *path, all []Panel, loop []*Panel) {
	var names []string
	for _, p := range loop {
		names = append(names, p.Name)
	}
	first := slices.IndexFunc(all, func(p Panel) bool { return slices.Contains(names, p.Name) })
	at := list.at(first)
	v.fault(&at, "from", all[first].From, "the panel feeds itself in a loop: %s; take one from away", clip(strings.Join(names, " from ")))
}

// placed reports the faults of racks. Its paths are made once and moved from
// rack to rack, since a hall may have a hundred thousand.
func (v *validator) placed(p *path, h *Hall, panels map[string]*Panel) {
	v.require(len(h.Racks) <= h.RackPositions, p, "racks", len(h.Racks), "racks in %d positions; give the hall more positions or fewer racks", h.RackPositions)
	list := p.key1("racks")
	at := list.at(0)
	feeds := at.key1("feeds")
	feedAt := feeds.at(0)
	names := make(map[string]bool, len(h.Racks))
	places := make([]standing, len(h.Racks))
	for i := range h.Racks {
		r := &h.Racks[i]
		at.index = i
		v.name(&at, "name", r.Name)
		v.unique(&at, "name", r.Name, names)
		v.rackType(&at, r.RackType)
		v.name(&at, "row", r.Row)
		v.between(&at, "position", r.Position, 1, maxRacks)
		v.month(&at, "from", r.From)
		places[i] = standing{Rack: r, turn: i}
		if n := len(r.Feeds); n > maxRackFeeds {
			v.fault(&at, "feeds", n, "feeds; a rack has at most %d", maxRackFeeds)
		}
		for j := range r.Feeds {
			feedAt.index = j
			v.rackFeed(&feedAt, &r.Feeds[j], panels)
		}
	}
	sortByPlace(places)
	for i := 1; i < len(places); i++ {
		if r := places[i]; r.Row == places[i-1].Row && r.Position == places[i-1].Position {
			at.index = r.turn
			v.fault(&at, "position", r.Position, "row %s has a rack there already", r.Row)
		}
	}
}

func (v *validator) rackFeed(p *path, f *RackFeed, panels map[string]*Panel) {
	v.side(p, f.Side)
	v.circuit(p, f.Circuit)
	if f.Panel != "" {
		v.comesFrom(p, "panel", f.Panel, f.Side, f.Phases, panels)
	}
	if f.Phase == "" {
		return
	}
	switch from := panels[f.Panel]; {
	case !slices.Contains(phaseNames[:], f.Phase):
		v.fault(p, "phase", f.Phase, "no such phase; L1, L2 or L3")
	case f.Phases == 3:
		v.fault(p, "phase", f.Phase, "a three-phase feed is on all of them; leave it out")
	case from != nil && from.Phases == 1:
		v.fault(p, "phase", f.Phase, "panel %s is single-phase, with all its circuits on one; leave it out", f.Panel)
	}
}

func (v *validator) reservations(p *path, h *Hall) {
	v.atMost(p, "reservations", len(h.Reservations), maxReservations)
	list := p.key1("reservations")
	names := make(map[string]bool, len(h.Reservations))
	for i, r := range h.Reservations {
		at := list.at(i)
		v.name(&at, "name", r.Name)
		v.unique(&at, "name", r.Name, names)
		v.positive(&at, "it_kw", float64(r.ITKW))
		v.between(&at, "rack_positions", r.RackPositions, 0, maxRacks)
		v.month(&at, "from", r.From)
		v.month(&at, "until", r.Until)
		v.require(r.Until >= r.From, &at, "until", r.Until.String(), "must not be before from, %s", r.From)
	}
}
