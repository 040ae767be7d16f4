package planner

import (
	"cmp"
	"slices"
)

// MostRacks is the most racks that demand may grow to.
const MostRacks = maxRacks

// RackWorking is what the placement of racks starts from, by month of the
// horizon, and what it leaves outside.
type RackWorking struct {
	Order            []int         // services of the plan, in the order they are placed in
	Named            []NamedRacks  // by the names of their types
	Halls            [][]HallRacks // by site and hall
	OutsideRacks     []int         // that find no room in the sites
	OutsidePeakKW    []KW          // of the same
	OutsideAverageKW []KW
}

// NamedRacks is how many racks of a type the plan places by name.
type NamedRacks struct {
	RackType string
	Standing []int // by month, in all halls
}

// HallRacks is what a hall has before racks of demand come to it.
type HallRacks struct {
	Takes      []bool // by service of the plan: whether racks of its type fit
	Positions  int    // in all
	Free       []int  // positions that are neither placed by name nor reserved
	HereKW     []KW   // peak of the racks placed by name that stand there
	AverageKW  []KW   // average draw of the same
	ReservedKW []KW   // kept by reservations and for racks placed by name later
}

// Plain reports whether nothing is placed by name or reserved in the hall.
func (h *HallRacks) Plain() bool {
	plain := true
	for i := range h.Free {
		plain = plain && h.Free[i] == h.Positions && h.HereKW[i] == 0 && h.AverageKW[i] == 0 && h.ReservedKW[i] == 0
	}
	return plain
}

func (r *Result) rackWorking() RackWorking {
	p := newPlacer(r.basis.plan, r.basis.ref, r.Sites)
	w := RackWorking{Halls: make([][]HallRacks, len(r.Sites))}
	for _, s := range p.services {
		w.Order = append(w.Order, s.index)
	}
	for name, n := range p.named {
		w.Named = append(w.Named, NamedRacks{name, n.by(r.Months)})
	}
	slices.SortFunc(w.Named, func(a, b NamedRacks) int { return cmp.Compare(a.RackType, b.RackType) })
	for i := range r.Sites {
		for h := p.first[i]; h < p.first[i+1]; h++ {
			w.Halls[i] = append(w.Halls[i], p.before(h, r.Months))
		}
	}
	for _, o := range r.Demand.outside {
		w.OutsideRacks = append(w.OutsideRacks, o.racks)
		w.OutsidePeakKW = append(w.OutsidePeakKW, o.peak)
		w.OutsideAverageKW = append(w.OutsideAverageKW, o.average)
	}
	return w
}

// by counts the racks that stand in each month.
func (n *namedType) by(months []Month) []int {
	counts := make([]int, len(months))
	for i, m := range months {
		for n.standing < len(n.from) && n.from[n.standing] <= m {
			n.standing++
		}
		counts[i] = n.standing
	}
	return counts
}

// before lists what hall h of a placer that has placed nothing has by month.
func (p *placer) before(h int, months []Month) HallRacks {
	room := &p.halls[h]
	w := HallRacks{Takes: make([]bool, len(p.services)), Positions: room.hall.RackPositions}
	for k, s := range p.services {
		w.Takes[s.index] = room.fits[k]
	}
	for _, m := range months {
		room.stand(m)
		reserved, free := room.kept(m)
		w.Free = append(w.Free, free)
		w.HereKW = append(w.HereKW, room.here)
		w.AverageKW = append(w.AverageKW, room.drawn)
		w.ReservedKW = append(w.ReservedKW, reserved)
	}
	return w
}
