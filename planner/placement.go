package planner

import (
	"math"
	"slices"

	"buildout/planner/power"
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
	named    map[string]*namedType
	counts   []int     // racks of each service in each hall: the month's answer
	outside  roomless  // what found no room in the month
	until    []float64 // usable kW of the sites up to each: the month's weights
}

// roomless is racks that find no room in the sites, and their draw.
type roomless struct {
	racks         int
	peak, average KW
}

// namedType is the racks of a type that the plan places by name. Months are
// taken in their order.
type namedType struct {
	from     []Month
	standing int // in the month
	left     int // of these, not yet counted towards demand
}

// hallRoom is what a hall has left in a month.
type hallRoom struct {
	hall      *Hall
	result    *HallResult
	fits      []bool // each service's rack type
	kw        KW
	positions int
	racks     []namedRack // by month
	standing  int         // of these, in the month
	here      KW          // peak of those
	coming    KW          // peak of the others
	drawn     KW          // average draw of those
	average   KW          // the same with what demand put in, in the month
	takes     []bool      // each rack type that headroom is told in
}

type namedRack struct {
	from          Month
	peak, average KW
}

type placedService struct {
	index int // into the plan's services
	rack  RackType
}

func newPlacer(plan Plan, ref Reference, sites []SiteResult) *placer {
	p := &placer{plan: plan, named: map[string]*namedType{}}
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
	for _, n := range p.named {
		slices.Sort(n.from)
	}
	p.counts, p.until = make([]int, len(p.halls)*len(p.services)), make([]float64, len(plan.Sites))
	return p
}

func (p *placer) roomOf(ref Reference, h *Hall, r *HallResult) hallRoom {
	room := hallRoom{hall: h, result: r}
	for _, s := range p.services {
		room.fits = append(room.fits, rackFits(ref, h, s.rack))
	}
	for _, k := range h.Racks {
		t := rackTypeOf(p.plan, ref, k.RackType)
		room.racks = append(room.racks, namedRack{k.From, t.PeakKW, t.AverageKW})
		room.coming += t.PeakKW
		if p.named[k.RackType] == nil {
			p.named[k.RackType] = &namedType{}
		}
		p.named[k.RackType].from = append(p.named[k.RackType].from, k.From)
	}
	slices.SortStableFunc(room.racks, func(a, b namedRack) int { return int(a.from - b.from) })
	return room
}

// rackFits reports whether a hall takes racks of a type: by density, by what
// its floor carries under one, and by what the circuit of a position carries
// when the other side is lost.
func rackFits(ref Reference, h *Hall, t RackType) bool {
	dense := float64(t.PeakKW) > h.DensityKWPerRack*(1+1e-9)
	heavy := h.FloorLoadKGPerM2 > 0 && ref.Circuit.FootprintM2 > 0 && t.WeightKG/ref.Circuit.FootprintM2 > h.FloorLoadKGPerM2*(1+1e-9)
	circuit := positionCircuit(ref, h)
	return !dense && !heavy && !power.Over(circuit.Draw(t.PeakKW), circuit.Limit())
}

// month places the racks of month index i, which is m, and writes what every
// hall then has used, reserved and left. Months are taken in their order.
func (p *placer) month(i int, m Month, racks func(service int) int) {
	clear(p.counts)
	p.outside = roomless{}
	all := 0.0
	for s := range p.until {
		for h := p.first[s]; h < p.first[s+1]; h++ {
			p.halls[h].begin(i, m)
			all += float64(p.halls[h].result.UsableITKW[i])
		}
		p.until[s] = all
	}
	for _, n := range p.named {
		for n.standing < len(n.from) && n.from[n.standing] <= m {
			n.standing++
		}
		n.left = n.standing
	}
	for k, s := range p.services {
		need := racks(s.index)
		if n := p.named[s.rack.Name]; n != nil {
			standing := min(need, n.left)
			n.left -= standing
			need -= standing
		}
		if need > 0 && all > 0 {
			need = p.spread(k, need)
		}
		p.outside.racks += need
		p.outside.peak += KW(KW(need) * s.rack.PeakKW)
		p.outside.average += KW(KW(need) * s.rack.AverageKW)
	}
	for h := range p.halls {
		p.halls[h].end(i)
	}
}

// spread puts racks of a service into the sites' halls and returns how many find
// no room.
func (p *placer) spread(service, need int) (left int) {
	all := p.until[len(p.until)-1]
	left, done := need, 0
	for s, until := range p.until {
		share := wholeShare(float64(need)*until/all) - done
		done += share
		for h := p.first[s]; h < p.first[s+1] && share > 0; h++ {
			n := p.put(h, service, share)
			share, left = share-n, left-n
		}
	}
	for h := 0; h < len(p.halls) && left > 0; h++ {
		left -= p.put(h, service, left)
	}
	return left
}

// wholeShare rounds racks to a whole number. Halves go up, also those that the
// arithmetic leaves a hair below, so that equal sites share alike however what
// they may carry was summed.
func wholeShare(racks float64) int { return int(math.Floor(racks + (0.5 + 1e-9))) }

// put places up to need racks of a service in a hall and returns how many.
func (p *placer) put(h, service, need int) int {
	room, peak := &p.halls[h], p.services[service].rack.PeakKW
	if !room.fits[service] {
		return 0
	}
	n := max(0, min(need, room.positions, wholeIn(room.kw, peak)))
	room.positions -= n
	room.kw -= KW(KW(n) * peak)
	room.average += KW(KW(n) * p.services[service].rack.AverageKW)
	p.counts[h*len(p.services)+service] += n
	return n
}

// wholeIn returns how many racks of a peak go into kW.
func wholeIn(kw, peak KW) int { return max(0, int(math.Floor(float64(kw/peak)+1e-9))) }

// stand puts the racks placed by name by month m where they are. Months are taken
// in their order.
func (h *hallRoom) stand(m Month) {
	for h.standing < len(h.racks) && h.racks[h.standing].from <= m {
		h.here += h.racks[h.standing].peak
		h.drawn += h.racks[h.standing].average
		h.coming -= h.racks[h.standing].peak
		h.standing++
	}
}

// kept returns the kW kept in month m by reservations and for racks placed by
// name later, and the positions that demand may have.
func (h *hallRoom) kept(m Month) (reserved KW, positions int) {
	if h.standing < len(h.racks) {
		reserved = h.coming
	}
	positions = h.hall.RackPositions - len(h.racks)
	for _, v := range h.hall.Reservations {
		if m >= v.From && m <= v.Until {
			reserved += v.ITKW
			positions -= v.RackPositions
		}
	}
	return reserved, positions
}

// begin sets what a hall has in a month before demand is placed: usable kW and
// positions less racks placed by name and what is reserved.
func (h *hallRoom) begin(i int, m Month) {
	r := h.result
	h.stand(m)
	h.average = h.drawn
	r.UsedITKW[i], r.UsedRacks[i] = h.here, 0
	r.ReservedITKW[i], h.positions = h.kept(m)
	h.kw = r.UsableITKW[i] - (r.UsedITKW[i] + r.ReservedITKW[i])
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
	r.AverageITKW[i] = rounded(h.average)
	r.ReservedITKW[i] = rounded(r.ReservedITKW[i])
	r.HeadroomITKW[i] = rounded(h.kw)
	r.UsedRacks[i] = h.hall.RackPositions - h.positions
}
