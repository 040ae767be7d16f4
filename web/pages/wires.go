package pages

import (
	"fmt"
	"slices"

	"buildout/planner/power"
)

// wires joins each system to those above: by a full line where one feeds it
// now, by a broken one where it did before the failure or may.
func (d *sketch) wires(above []row, made row, hall string, systems []power.SystemState, by route) {
	before := d.before(hall, made.kind)
	for i, system := range systems {
		head := foot{x: made.feet[i].x, y: made.feet[i].y - boxHeight}
		for at, r := range above {
			by.bend += at * 7 // generators beside the path come in above its wires
			for n, from := range r.feet {
				fed := d.feeds(r, from, system, above)
				if fed || len(r.feet) == 1 || i < len(before) && slices.Contains(before[i].From, from.name) || len(r.feet) == len(systems) && n == i {
					d.Wires = append(d.Wires, wire{joint(from, head, by), fed})
				}
			}
		}
	}
}

// before is the systems of a stage of the sound site.
func (d *sketch) before(hall string, kind power.Kind) []power.SystemState {
	stages := d.view.Sound.Stages
	for _, h := range d.view.Sound.Halls {
		if h.Name == hall {
			stages = h.Stages
		}
	}
	for _, stage := range stages {
		if stage.Kind == kind {
			return stage.Systems
		}
	}
	return nil
}

// feeds reports whether a system above carries the one below: generators where
// the site makes its own power, the grid path else.
func (d *sketch) feeds(r row, from foot, system power.SystemState, above []row) bool {
	if len(above) > 1 && (r.kind == power.Generator) != (d.view.State.Source == power.OnSite) {
		return false
	}
	return from.live && system.Live && (slices.Contains(system.From, from.name) || len(system.From) == 0)
}

// route is how a wire runs: across at bend above the box it leads to and, where
// boxes stand between, down at x.
type route struct{ bend, x int }

// joint is a line down from one box, across some way above the next, and down
// to it.
func joint(from, to foot, by route) string {
	switch {
	case by.x > 0:
		return fmt.Sprintf("M%d %dV%dH%dV%dH%dV%d", from.x, from.y, from.y+rowGap/2, by.x, to.y-by.bend, to.x, to.y)
	case from.x == to.x:
		return fmt.Sprintf("M%d %dV%d", from.x, from.y, to.y)
	}
	return fmt.Sprintf("M%d %dV%dH%dV%d", from.x, from.y, to.y-by.bend, to.x, to.y)
}
