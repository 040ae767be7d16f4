package planner

import "slices"

// headroom places racks in every month and writes what each hall then has
// used, reserved, left and stranded. It returns what finds no room, by month.
func headroom(plan Plan, ref Reference, sites []SiteResult, d DemandResult, months []Month) []roomless {
	types := typesOf(plan, ref)
	for i := range sites {
		for j := range sites[i].Halls {
			sites[i].Halls[j].room(len(months), types)
		}
	}
	p := newPlacer(plan, ref, sites)
	for h := range p.halls {
		for t := range types {
			p.halls[h].takes = append(p.halls[h].takes, rackFits(ref, p.halls[h].hall, types[t].RackType))
		}
	}
	outside := make([]roomless, len(months))
	for i, m := range months {
		p.month(i, m, func(service int) int { return d.Services[service].Racks[i] })
		outside[i] = p.outside
		for h := range p.halls {
			p.halls[h].count(types, i)
		}
	}
	for i := range sites {
		sites[i].leaveByStage()
	}
	return outside
}

// leaveByStage takes what halls have used and reserved off what their stages,
// and those they share, may carry.
func (s *SiteResult) leaveByStage() {
	for i := range s.UsableITKW {
		var taken KW
		for j := range s.Halls {
			h := &s.Halls[j]
			if h.UsableITKW[i] == 0 {
				continue
			}
			taken += h.UsedITKW[i] + h.ReservedITKW[i]
			for k := range h.Stages {
				h.Stages[k].HeadroomITKW[i] = rounded(h.Stages[k].HeadroomITKW[i] - h.UsedITKW[i] - h.ReservedITKW[i])
			}
		}
		for k := range s.Stages {
			if s.Stages[k].HeadroomITKW[i] > 0 {
				s.Stages[k].HeadroomITKW[i] = rounded(s.Stages[k].HeadroomITKW[i] - taken)
			}
		}
	}
}

// room makes the series of a hall's headroom, cut from one slab each.
func (r *HallResult) room(n int, types []usedType) {
	kw, racks := make([]KW, 5*n), make([]int, (1+len(types))*n)
	r.AverageITKW = cut(&kw, n)
	r.UsedITKW, r.ReservedITKW, r.HeadroomITKW, r.StrandedITKW = cut(&kw, n), cut(&kw, n), cut(&kw, n), cut(&kw, n)
	r.UsedRacks = cut(&racks, n)
	r.HeadroomRacks = make([]TypeHeadroom, len(types))
	for t := range types {
		r.HeadroomRacks[t] = TypeHeadroom{types[t].Name, cut(&racks, n)}
	}
}

// usedType is a rack type, and whether any service or rack of the plan is of
// it.
type usedType struct {
	RackType
	used bool
}

// typesOf lists the rack types a plan may use, each name once.
func typesOf(plan Plan, ref Reference) []usedType {
	var types []usedType
	for _, t := range rackTypes(plan, ref) {
		if !slices.ContainsFunc(types, func(o usedType) bool { return o.Name == t.Name }) {
			types = append(types, usedType{t, usesType(plan, t.Name)})
		}
	}
	return types
}

func usesType(plan Plan, name string) bool {
	if slices.ContainsFunc(plan.Demand.Services, func(s Service) bool { return s.RackType == name }) {
		return true
	}
	for i := range plan.Sites {
		for j := range plan.Sites[i].Phases {
			for _, h := range plan.Sites[i].Phases[j].Halls {
				if slices.ContainsFunc(h.Racks, func(r Rack) bool { return r.RackType == name }) {
					return true
				}
			}
		}
	}
	return false
}

// count writes how many more racks of each type fit in month index i, and the
// headroom that no type in use can take because positions run out:
//
//	stranded_it_kw = headroom_it_kw - positions left * the largest peak_kw in use that fits
func (h *hallRoom) count(types []usedType, i int) {
	r := h.result
	if i > 0 && r.HeadroomITKW[i] == r.HeadroomITKW[i-1] && r.UsedRacks[i] == r.UsedRacks[i-1] && r.UsableITKW[i] == r.UsableITKW[i-1] {
		for t := range types {
			r.HeadroomRacks[t].Racks[i] = r.HeadroomRacks[t].Racks[i-1]
		}
		r.StrandedITKW[i] = r.StrandedITKW[i-1]
		return
	}
	var most KW
	for t := range types {
		if !h.takes[t] {
			continue
		}
		r.HeadroomRacks[t].Racks[i] = max(0, min(h.positions, wholeIn(h.kw, types[t].PeakKW)))
		if types[t].used {
			most = max(most, types[t].PeakKW)
		}
	}
	if most > 0 && r.UsableITKW[i] > 0 {
		r.StrandedITKW[i] = max(0, rounded(h.kw-KW(max(0, h.positions))*most))
	}
}
