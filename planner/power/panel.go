package power

import "math"

// Lines are amps on L1, L2 and L3.
type Lines [3]float64

// Worst returns the line with the most amps, the first of equals.
func (l Lines) Worst() (line int) {
	for i := range l {
		if l[i] > l[line] {
			line = i
		}
	}
	return line
}

// Panel is a panel that feeds circuits or other panels.
type Panel struct {
	Circuit Circuit
	From    int // index of the panel that feeds it, or NoPanel
	Line    int // single-phase panels: the line it stands on
}

// PanelLoad is what a panel carries: its own circuits and those of all panels
// below it.
type PanelLoad struct {
	Now    Lines   // with both sides in
	After  Lines   // with the other side lost
	Limit  float64 // amps on each phase: the least along the panels from it upwards
	Direct int     // circuits that come from it itself
}

// Panels collects what loads put on a tree of panels.
type Panels struct {
	list   []Panel
	loads  []PanelLoad // of the circuits of each panel itself
	upward []int       // every panel after those below it
}

// NewPanels returns panels without load. No panel may, through others, feed
// itself.
func NewPanels(list []Panel) *Panels {
	p := &Panels{list: list, loads: make([]PanelLoad, len(list)), upward: make([]int, 0, len(list))}
	below := make([]int, len(list))
	for _, panel := range list {
		if panel.From != NoPanel {
			below[panel.From]++
		}
	}
	for i := range list {
		for j := i; j != NoPanel && below[j] == 0; j = list[j].From {
			below[j] = -1 // taken
			p.upward = append(p.upward, j)
			if up := list[j].From; up != NoPanel {
				below[up]--
			}
		}
	}
	for k := len(p.upward) - 1; k >= 0; k-- {
		i := p.upward[k]
		p.loads[i].Limit = p.least(list[i].Circuit, list[i].From)
	}
	return p
}

// least returns the limit of a circuit, or of a panel above it where that is
// lower, in amps of the circuit.
func (p *Panels) least(c Circuit, panel int) float64 {
	limit := c.Limit()
	if panel == NoPanel {
		return limit
	}
	return min(limit, p.loads[panel].Limit*ampRatio(p.list[panel].Circuit, c))
}

// ampRatio returns the amps at a second voltage for each amp at a first. Within
// 10 % they are taken as one system, such as 220 V from 380 V, in which amps
// just add; beyond, a transformer stands between them.
func ampRatio(first, second Circuit) float64 {
	ratio := first.PhaseVolts() / second.PhaseVolts()
	if math.Abs(ratio-1) <= 0.1 {
		return 1
	}
	return ratio
}

// Put puts a load on its cords, adds what they carry to their panels and
// appends it to into, one CordLoad for each cord.
func (p *Panels) Put(load KW, cords []Cord, into []CordLoad) []CordLoad {
	var count [2]int
	for _, c := range cords {
		count[c.Side]++
	}
	for _, c := range cords {
		now, after := CordShares(count[c.Side], count[c.Side.Other()])
		amps := c.Circuit.Draw(load)
		l := CordLoad{Now: float64(amps * now), After: float64(amps * after), Limit: p.least(c.Circuit, c.Panel)}
		if c.Panel != NoPanel {
			p.add(c, l)
		}
		into = append(into, l)
	}
	return into
}

func (p *Panels) add(c Cord, l CordLoad) {
	panel, load := &p.list[c.Panel], &p.loads[c.Panel]
	load.Direct++
	ratio := ampRatio(c.Circuit, panel.Circuit)
	now, after := float64(l.Now*ratio), float64(l.After*ratio)
	first, last := 0, 2
	switch {
	case panel.Circuit.Phases == 1:
		first, last = panel.Line, panel.Line
	case c.Circuit.Phases == 1:
		first, last = c.Line, c.Line
	}
	for line := first; line <= last; line++ {
		load.Now[line] += now
		load.After[line] += after
	}
}

// Loads returns what each panel carries, in the order of the panels: the sum,
// line by line, of its own circuits and of the panels below it.
func (p *Panels) Loads() []PanelLoad {
	loads := append([]PanelLoad(nil), p.loads...)
	for _, i := range p.upward {
		up := p.list[i].From
		if up == NoPanel {
			continue
		}
		ratio := ampRatio(p.list[i].Circuit, p.list[up].Circuit)
		for line := range loads[i].Now {
			loads[up].Now[line] += float64(loads[i].Now[line] * ratio)
			loads[up].After[line] += float64(loads[i].After[line] * ratio)
		}
	}
	return loads
}
