package planner

// placedRacks is racks of a service in a hall.
type placedRacks struct {
	service  string
	rackType string
	racks    int
}

// placedIn returns the racks that demand puts in a hall in month m, services in
// the order they are placed in, and what the hall may carry then.
func placedIn(plan Plan, ref Reference, site, hall string, m Month) (there []placedRacks, usable KW) {
	sites := siteCapacity(plan, ref, schedule(plan, ref), []Month{m})
	for i := range sites {
		for j := range sites[i].Halls {
			sites[i].Halls[j].room(1, nil)
		}
	}
	p := newPlacer(plan, ref, sites)
	p.month(0, m, func(service int) int { return plan.Demand.Services[service].Racks.At(m) })
	h := 0
	for i := range sites {
		for j := range sites[i].Halls {
			if r := &sites[i].Halls[j]; sites[i].Name == site && r.Name == hall {
				return p.placedRacks(h), r.UsableITKW[0]
			}
			h++
		}
	}
	return nil, 0
}

// placedRacks lists the racks of demand in hall h.
func (p *placer) placedRacks(h int) []placedRacks {
	var there []placedRacks
	for k, s := range p.services {
		if n := p.counts[h*len(p.services)+k]; n > 0 {
			there = append(there, placedRacks{p.plan.Demand.Services[s.index].Name, s.rack.Name, n})
		}
	}
	return there
}
