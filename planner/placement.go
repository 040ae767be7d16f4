package planner

import (
	"math"
	"slices"
)

// placer puts racks into halls, month by month: those the plan places by name
// where it says, then those that demand needs. A service of higher priority is
// placed first. It is spread over the sites in proportion to what they may
// carry, which leaves most when one site is lost, and fills a site's halls in
// their order; what finds no room in its site goes to any hall that has some,
// and the rest stays in leased space. Racks placed by name count towards the
// demand for their type.
type placer struct {
	plan     Plan
	halls    []hallRoom
	first    []int // index of each site's first hall, and the number of all
	services []placedService
	named    map[string][]Month // of each rack type: from when racks are placed by name
	counts   []int              // racks of each service in each hall: the month's answer
}

// hallRoom is what a hall has left in a month.
type hallRoom struct {
	hall      *Hall
	result    *HallResult
	fits      []bool // each service's rack type
	kw        KW
	positions int
	racks     []namedRack
}

type namedRack struct {
	from Month
	peak KW
}

type placedService struct {
	index int // into the plan's services
	rack  RackType
}

func newPlacer(plan Plan, ref Reference, sites []SiteResult) *placer {
	p := &placer{plan: plan, named: map[string][]Month{}}
	for i := range plan.Demand.Services {
		p.services = append(p.services, placedService{i, rackTypeOf(plan, ref, plan.Demand.Services[i].RackType)})
	}
	slices.SortStableFunc(p.services, func(a, b placedService) int {
		return plan.Demand.Services[a.index].Priority - plan.Demand.Services[b.index].Priority
	})
	for i := range plan.Sites {
		p.first = append(p.first, len(p.halls))
		k := 0
		for j := range plan.Sites[i].Phases {
			for h := range plan.Sites[i].Phases[j].Halls {
				p.halls = append(p.halls, p.roomOf(ref, &plan.Sites[i].Phases[j].Halls[h], &sites[i].Halls[k]))
				k++
			}
		}
	}
	p.first = append(p.first, len(p.halls))
	p.counts = make([]int, len(p.halls)*len(p.services))
	return p
}

func (p *placer) roomOf(ref Reference, h *Hall, r *HallResult) hallRoom {
	room := hallRoom{hall: h, result: r}
	for _, s := range p.services {
		room.fits = append(room.fits, rackFits(ref, h, s.rack))
	}
	for _, k := range h.Racks {
		room.racks = append(room.racks, namedRack{k.From, rackTypeOf(p.plan, ref, k.RackType).PeakKW})
		p.named[k.RackType] = append(p.named[k.RackType], k.From)
	}
	return room
}

// rackFits reports whether a hall takes racks of a type: by density, and by
// what its floor carries under one.
func rackFits(ref Reference, h *Hall, t RackType) bool {
	dense := float64(t.PeakKW) > h.DensityKWPerRack*(1+1e-9)
	heavy := h.FloorLoadKGPerM2 > 0 && ref.Circuit.FootprintM2 > 0 && t.WeightKG/ref.Circuit.FootprintM2 > h.FloorLoadKGPerM2*(1+1e-9)
	return !dense && !heavy
}

// month places the racks of month index i, which is m, and writes what every
// hall then has used, reserved and left.
func (p *placer) month(i int, m Month, racks func(service int) int) {
	clear(p.counts)
	for h := range p.halls {
		p.halls[h].begin(i, m)
	}
	taken := make(map[string]int, len(p.named))
	for kind, from := range p.named {
		for _, f := range from {
			if f <= m {
				taken[kind]++
			}
		}
	}
	for k, s := range p.services {
		need := racks(s.index)
		standing := min(need, taken[s.rack.Name])
		taken[s.rack.Name] -= standing
		if need -= standing; need > 0 {
			p.spread(i, k, need)
		}
	}
	for h := range p.halls {
		p.halls[h].end(i)
	}
}

// spread puts racks of a service into the sites' halls.
func (p *placer) spread(i, service, need int) {
	var all float64
	for h := range p.halls {
		all += float64(p.halls[h].result.UsableITKW[i])
	}
	if all == 0 {
		return
	}
	var until float64
	left, done := need, 0
	for s := range p.plan.Sites {
		halls := p.halls[p.first[s]:p.first[s+1]]
		for h := range halls {
			until += float64(halls[h].result.UsableITKW[i])
		}
		share := int(math.Round(float64(need)*until/all)) - done
		done += share
		for h := p.first[s]; h < p.first[s+1] && share > 0; h++ {
			n := p.put(h, service, share)
			share, left = share-n, left-n
		}
	}
	for h := 0; h < len(p.halls) && left > 0; h++ {
		left -= p.put(h, service, left)
	}
}

// put places up to need racks of a service in a hall and returns how many.
func (p *placer) put(h, service, need int) int {
	room, peak := &p.halls[h], p.services[service].rack.PeakKW
	if !room.fits[service] {
		return 0
	}
	n := max(0, min(need, room.positions, wholeIn(room.kw, peak)))
	room.positions -= n
	room.kw -= KW(n) * peak
	p.counts[h*len(p.services)+service] += n
	return n
}

// wholeIn returns how many racks of a peak go into kW.
func wholeIn(kw, peak KW) int { return max(0, int(math.Floor(float64(kw/peak)+1e-9))) }

// begin sets what a hall has in a month before demand is placed: usable kW and
// positions less racks placed by name and what is reserved.
func (h *hallRoom) begin(i int, m Month) {
	r := h.result
	r.UsedITKW[i], r.ReservedITKW[i], r.UsedRacks[i] = 0, 0, 0
	h.kw, h.positions = r.UsableITKW[i], h.hall.RackPositions
	for _, k := range h.racks {
		if k.from <= m {
			r.UsedITKW[i] += k.peak
		} else {
			r.ReservedITKW[i] += k.peak
		}
	}
	h.positions -= len(h.racks)
	for _, v := range h.hall.Reservations {
		if m >= v.From && m <= v.Until {
			r.ReservedITKW[i] += v.ITKW
			h.positions -= v.RackPositions
		}
	}
	h.kw -= r.UsedITKW[i] + r.ReservedITKW[i]
	if r.UsableITKW[i] == 0 {
		h.kw, h.positions = 0, 0
	}
}

// end writes what demand took.
func (h *hallRoom) end(i int) {
	r := h.result
	if r.UsableITKW[i] == 0 {
		r.UsedITKW[i], r.ReservedITKW[i] = rounded(r.UsedITKW[i]), rounded(r.ReservedITKW[i])
		r.HeadroomITKW[i] = rounded(0 - r.UsedITKW[i])
		return
	}
	r.UsedITKW[i] = rounded(r.UsableITKW[i] - r.ReservedITKW[i] - h.kw)
	r.ReservedITKW[i] = rounded(r.ReservedITKW[i])
	r.HeadroomITKW[i] = rounded(h.kw)
	r.UsedRacks[i] = h.hall.RackPositions - h.positions
}
