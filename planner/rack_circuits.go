package planner

import "buildout/planner/power"

// phaseNames names the lines of a three-phase circuit.
var phaseNames = [3]string{"L1", "L2", "L3"}

// breaker returns the circuit as package power knows it.
func (c Circuit) breaker() power.Circuit {
	return power.Circuit{Volts: c.Volts, Amps: c.Amps, Phases: c.Phases, BreakerShare: c.BreakerShare}
}

// rackFloor is a hall as racks stand in it: its panels, and what a rack has
// where the plan does not say.
type rackFloor struct {
	plan      Plan
	ref       Reference
	site      *Site
	hall      *Hall
	circuit   power.Circuit // of a position, on each side
	footprint float64       // m2 under a rack
	panels    []power.Panel
	names     map[string]int // of panels
	leaves    [2][]int       // panels of each side that feed no other and can feed that circuit
	types     map[string]*RackType
}

// standing is a rack in a place.
type standing struct {
	*Rack
	service string // whose demand put it there; empty where the plan places it
	turn    int    // among the racks it is counted with
}

// positionCircuit returns the circuit a position of a hall has on each side.
func positionCircuit(ref Reference, h *Hall) power.Circuit {
	if h.RackCircuit != nil {
		return h.RackCircuit.breaker()
	}
	return ref.Circuit.breaker()
}

func floorOf(plan Plan, ref Reference, s *Site, h *Hall) rackFloor {
	f := rackFloor{
		plan: plan, ref: ref, site: s, hall: h, circuit: positionCircuit(ref, h), footprint: ref.Circuit.FootprintM2,
		panels: make([]power.Panel, len(h.Panels)), names: make(map[string]int, len(h.Panels)), types: map[string]*RackType{},
	}
	for i, p := range h.Panels {
		f.names[p.Name] = i
	}
	feeds := make([]bool, len(h.Panels)) // another panel
	single := 0
	for i, p := range h.Panels {
		f.panels[i] = power.Panel{Circuit: p.breaker(), From: power.NoPanel}
		if p.From != "" {
			f.panels[i].From = f.names[p.From]
			feeds[f.panels[i].From] = true
		}
		if p.Phases == 1 {
			f.panels[i].Line = single % 3
			single++
		}
	}
	for i, p := range h.Panels {
		carries := p.Phases == 3 || f.circuit.Phases == 1
		if side, ok := power.ParseSide(p.Side); ok && carries && !feeds[i] {
			f.leaves[side] = append(f.leaves[side], i)
		}
	}
	return f
}

func (f *rackFloor) rackType(name string) *RackType {
	t, known := f.types[name]
	if !known {
		found := rackTypeOf(f.plan, f.ref, name)
		t = &found
		f.types[name] = t
	}
	return t
}

// cords appends the cords of a rack: its own feeds, or the circuit of its
// position on both sides.
func (f *rackFloor) cords(r standing, cords []power.Cord) []power.Cord {
	if len(r.Feeds) == 0 {
		return append(cords, f.dealt(r, power.SideA), f.dealt(r, power.SideB))
	}
	for i := range r.Feeds {
		feed := &r.Feeds[i]
		side, _ := power.ParseSide(feed.Side)
		c := power.Cord{Circuit: feed.breaker(), Side: side, Panel: power.NoPanel, Line: lineOf(feed.Phase, r.Position-1)}
		if feed.Panel != "" {
			c.Panel = f.names[feed.Panel]
		}
		cords = append(cords, f.onLine(c))
	}
	return cords
}

// dealt returns the circuit of a position on a side. Racks come to the panels
// of the side in turn and, round by round, to L1, L2 and L3, so that each panel
// has as many on every line.
func (f *rackFloor) dealt(r standing, side power.Side) power.Cord {
	c := power.Cord{Circuit: f.circuit, Side: side, Panel: power.NoPanel, Line: (r.Position - 1) % 3}
	if n := len(f.leaves[side]); n > 0 {
		c.Panel, c.Line = f.leaves[side][r.turn%n], r.turn/n%3
	}
	return f.onLine(c)
}

// onLine puts a circuit of a single-phase panel on the line of the panel.
func (f *rackFloor) onLine(c power.Cord) power.Cord {
	if c.Panel != power.NoPanel && f.panels[c.Panel].Circuit.Phases == 1 {
		c.Line = f.panels[c.Panel].Line
	}
	return c
}

// lineOf returns the line of a phase, or the one whose turn it is.
func lineOf(phase string, turn int) int {
	for line, name := range phaseNames {
		if name == phase {
			return line
		}
	}
	return turn % 3
}
