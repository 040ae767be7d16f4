package power

import "math/bits"

// reach returns, as bits, the systems of a layer that are in service and that
// power or cooling reaches through the live ones above.
func (l *layer) reach(h *hit, above uint32) uint32 {
	var live uint32
	for s := range l.systems {
		if l.rating(s, h) <= 0 {
			continue
		}
		if l.systems[s].from == nil {
			live |= 1 << s
			continue
		}
		for _, f := range l.systems[s].from {
			if above&(1<<f) != 0 {
				live |= 1 << s
				break
			}
		}
	}
	return live
}

// loads is kW on the systems of a layer.
type loads [maxSystems]affine

// hang puts a load on the live systems its cords reach, and returns the share
// that hangs on none.
func (l *layer) hang(load affine, live uint32, on *loads) (dropped float64) {
	for _, c := range l.cords {
		first, second := live&(1<<c.first) != 0, c.second >= 0 && live&(1<<c.second) != 0
		switch {
		case first && second:
			on[c.first] = on[c.first].plus(load.times(c.share / 2))
			on[c.second] = on[c.second].plus(load.times(c.share / 2))
		case first:
			on[c.first] = on[c.first].plus(load.times(c.share))
		case second:
			on[c.second] = on[c.second].plus(load.times(c.share))
		default:
			dropped += c.share
		}
	}
	return dropped
}

// add spreads a load evenly over the live systems.
func (l *layer) add(load affine, live uint32, on *loads) {
	if n := bits.OnesCount32(live); n > 0 {
		share := load.times(1 / float64(n))
		for s := range l.systems {
			if live&(1<<s) != 0 {
				on[s] = on[s].plus(share)
			}
		}
	}
}

// pass takes the load of the live systems, with their losses, to those above
// that feed them.
func (l *layer) pass(on *loads, live uint32, h *hit, above uint32) (up loads) {
	for s := range l.systems {
		y := &l.systems[s]
		if live&(1<<s) == 0 || y.from == nil {
			continue
		}
		in := on[s].times(l.gain)
		in.fixed += float64(l.rating(s, h)) * l.NoLoadLoss
		if y.prefer {
			for _, f := range y.from {
				if above&(1<<f) != 0 {
					up[f] = up[f].plus(in)
					break
				}
			}
			continue
		}
		n := 0
		for _, f := range y.from {
			if above&(1<<f) != 0 {
				n++
			}
		}
		for _, f := range y.from {
			if above&(1<<f) != 0 {
				up[f] = up[f].plus(in.times(1 / float64(n)))
			}
		}
	}
	return up
}

// input returns what goes into the live systems of a source, losses included.
func (l *layer) input(on *loads, live uint32, h *hit) (sum affine) {
	for s := range l.systems {
		if live&(1<<s) != 0 {
			sum = sum.plus(on[s].times(l.gain))
			sum.fixed += float64(l.rating(s, h)) * l.NoLoadLoss
		}
	}
	return sum
}

// visit is told of every live system the load on it and what is left of it.
type visit func(l *layer, system int, load affine, rating KW)

// run follows the load of a class of halls from its racks, or its rooms, to the
// last shared layer, of which the systems in above live. It returns what it
// puts on them, or on the grid where nothing is shared, and the share of the
// load that is dropped.
func (n *network) run(p, class int, hits []hit, above uint32, see visit) (up loads, dropped float64) {
	w := &n.paths[p]
	own := w.own[class]
	load := affine{per: 1}
	if p == heat {
		load = n.heats[class]
	}
	if len(own) == 0 {
		last := &w.shared[len(w.shared)-1]
		dropped = last.hang(load, above, &up)
		return up, dropped
	}
	live := n.reachOwn(p, class, hits, above)
	var on loads
	dropped = own[len(own)-1].hang(load, live[len(own)-1], &on)
	for i := len(own) - 1; i >= 0; i-- {
		l, h := &own[i], find(hits, true, i)
		if l.joins {
			l.add(n.joins[class], live[i], &on)
		}
		l.see(&on, live[i], h, see)
		if i > 0 {
			on = l.pass(&on, live[i], h, live[i-1])
		} else {
			up = l.pass(&on, live[i], h, above)
		}
	}
	return up, dropped
}

// reachOwn returns the live systems of every layer of a class, below the live
// ones of the last shared layer.
func (n *network) reachOwn(p, class int, hits []hit, above uint32) (live [32]uint32) {
	own := n.paths[p].own[class]
	for i := range own {
		above = own[i].reach(find(hits, true, i), above)
		live[i] = above
	}
	return live
}

func (l *layer) see(on *loads, live uint32, h *hit, see visit) {
	if see == nil {
		return
	}
	for s := range l.systems {
		if live&(1<<s) != 0 {
			see(l, s, on[s], l.rating(s, h))
		}
	}
}

// reachShared returns the live systems of every shared layer.
func (n *network) reachShared(p int, hits []hit) (live [32]uint32) {
	var reached uint32
	for i := range n.paths[p].shared {
		l := &n.paths[p].shared[i]
		reached = l.reach(find(hits, false, i), reached)
		live[i] = reached
	}
	return live
}

// runShared follows what halls put on the last shared layer up to the source.
// on and joining are kW: fixed, and for all halls at the whole of what each
// could carry alone. It returns what the source takes in.
func (n *network) runShared(p int, hits []hit, live *[32]uint32, on loads, joining affine, see visit) (source affine) {
	shared := n.paths[p].shared
	for i := len(shared) - 1; i >= 0; i-- {
		l, h := &shared[i], find(hits, false, i)
		if l.joins {
			l.add(joining, live[i], &on)
		}
		l.see(&on, live[i], h, see)
		if i == 0 {
			return l.input(&on, live[0], h)
		}
		on = l.pass(&on, live[i], h, live[i-1])
	}
	return affine{}
}

// lastLive returns the live systems of the last shared layer.
func (n *network) lastLive(p int, live *[32]uint32) uint32 {
	if k := len(n.paths[p].shared); k > 0 {
		return live[k-1]
	}
	return 0
}
