package workbook

import "buildout/planner/formula"

// place lays how the racks of a service find their halls: by the shares of the
// sites, the halls of each in their order, then in any hall that has room.
func (p *placing) place(service int) {
	p.s.text(p.below+1, planningWhat, p.prioritised(service), style{plain, heading})
	peak := p.s.put(p.below+1, planningNumber, formula.Max(p.b.demand.services[service].rackPeak, formula.Of(leastKW)), style{decimal, derived})
	p.below += 2
	need := p.layNeed(service)
	halls := p.takers(service)
	if len(halls) == 0 {
		p.noRoom = append(p.noRoom, noRoom{service, need})
		return
	}
	by := p.layShares(need)
	top := p.below
	byShare, anywhere := make([][]formula.Num, len(halls)), make([][]formula.Num, len(halls))
	for i, h := range halls {
		p.step("by_share", h, p.unitRacks())
		first := p.below
		for j := i; j > 0 && halls[j-1].site == h.site; j-- {
			first--
		}
		byShare[i] = p.row(style{whole, derived}, func(k int) formula.Num {
			return fitting(p.less(p.shareOf(by, need, h.site, k), first, p.below-2, k), h.positions[k], h.kw[k], peak)
		})
	}
	for i, h := range halls {
		if p.single {
			break
		}
		p.step("anywhere", h, p.unitRacks())
		anywhere[i] = p.row(style{whole, derived}, func(k int) formula.Num {
			n := byShare[i][k]
			return fitting(p.less(need[k], top, p.below-2, k), h.positions[k].Minus(n), h.kw[k].Minus(n.Times(peak)), peak)
		})
	}
	p.layNoRoom(service, need, top)
	p.takeOff(service, halls, peak, byShare, anywhere)
}

// leastKW is below what any rack draws: nothing is divided by less.
const leastKW = 1e-9

// fitting is how many of some racks go into the positions and kW that are left.
func fitting(racks, positions, kw, peak formula.Num) formula.Num {
	whole := formula.Floor(kw.Over(peak).Plus(formula.Of(1e-9)))
	return formula.Max(formula.Of(0), formula.Min(racks, positions, whole))
}

// layNeed lays the racks of a service that are to be placed: those not placed by
// name.
func (p *placing) layNeed(service int) []formula.Num {
	v := &p.b.Plan.Demand.Services[service]
	racks := p.b.demand.services[service].racks
	left, ok := p.left[v.RackType]
	if ok {
		p.name(p.b.Locale.T("workbook.planning.by_name"), "", p.unitRacks())
		standing := p.row(style{whole, derived}, func(k int) formula.Num { return formula.Min(racks[k], left[k]) })
		p.name(p.b.Locale.T("workbook.planning.by_name_left"), "", p.unitRacks())
		p.left[v.RackType] = p.row(style{whole, derived}, func(k int) formula.Num { return left[k].Minus(standing[k]) })
		racks = p.each(func(k int) formula.Num { return racks[k].Minus(standing[k]) })
	}
	p.name(p.b.Locale.T("workbook.planning.to_place"), "", p.unitRacks())
	return p.row(style{whole, total}, func(k int) formula.Num { return racks[k] })
}

// takers lists the halls that take the racks of a service.
func (p *placing) takers(service int) (halls []*placingHall) {
	for i := range p.halls {
		if p.halls[i].facts.Takes[service] {
			halls = append(halls, &p.halls[i])
		}
	}
	return halls
}

// layShares lays the racks that the sites up to each but the last should take, in
// proportion to what they may carry.
func (p *placing) layShares(need []formula.Num) (by [][]formula.Num) {
	if p.single {
		return nil
	}
	all := p.until[len(p.until)-1]
	for i := range p.until[:len(p.until)-1] {
		p.name(p.b.Locale.T("workbook.planning.share"), p.b.siteTitle(i), p.unitRacks())
		by = append(by, p.row(style{whole, derived}, func(k int) formula.Num {
			share := formula.Floor(need[k].Times(p.until[i][k]).Over(all[k]).Plus(formula.Of(0.5 + 1e-9)))
			return formula.If(all[k].More(formula.Of(0)), share, formula.Of(0))
		}))
	}
	return by
}

// shareOf is the racks that a site should take.
func (p *placing) shareOf(by [][]formula.Num, need []formula.Num, site, k int) formula.Num {
	share := need[k]
	if site < len(by) {
		share = by[site][k]
	}
	if site > 0 {
		share = share.Minus(by[site-1][k])
	}
	return share
}

// less is a number less what stands in some rows of the month.
func (p *placing) less(n formula.Num, from, to, k int) formula.Num {
	if to < from {
		return n
	}
	return n.Minus(p.s.column(p.s.grid+k, from, to).Sum())
}

// layNoRoom lays the racks that find no room: those to be placed less those that
// stand from a row on.
func (p *placing) layNoRoom(service int, need []formula.Num, top int) {
	p.name(p.b.Locale.T("workbook.planning.no_room"), "", p.unitRacks())
	bottom := p.below - 1
	p.noRoom = append(p.noRoom, noRoom{service, p.row(style{whole, total}, func(k int) formula.Num { return p.less(need[k], top, bottom, k) })})
}

// takeOff lays what is left in halls once the racks of a service stand there.
func (p *placing) takeOff(service int, halls []*placingHall, peak formula.Num, byShare, anywhere [][]formula.Num) {
	for i, h := range halls {
		p.step("kw_left", h, "kW")
		before := h.kw
		h.kw = p.row(style{kw, derived}, func(k int) formula.Num {
			left := before[k].Minus(byShare[i][k].Times(peak))
			if anywhere[i] != nil {
				left = left.Minus(anywhere[i][k].Times(peak))
			}
			return left
		})
	}
	for i, h := range halls {
		p.step("positions_left", h, p.unitPositions())
		before := h.positions
		h.positions = p.row(style{whole, derived}, func(k int) formula.Num {
			left := before[k].Minus(byShare[i][k])
			if anywhere[i] != nil {
				left = left.Minus(anywhere[i][k])
			}
			return left
		})
	}
	for i, h := range halls {
		p.draw(service, h, byShare[i], anywhere[i])
	}
}

// draw adds what racks draw on average to what their hall does. A sum of many
// terms is put into a row of its own.
func (p *placing) draw(service int, h *placingHall, parts ...[]formula.Num) {
	each := p.b.demand.services[service].rackAverage
	before := h.average
	h.average = p.each(func(k int) formula.Num {
		sum := before[k]
		for _, racks := range parts {
			if racks != nil {
				sum = add(sum, racks[k].Times(each))
			}
		}
		return sum
	})
	if h.terms++; h.terms%16 == 0 {
		p.step("drawn_so_far", h, "kW")
		sum := h.average
		h.average = p.row(style{kw, derived}, func(k int) formula.Num { return sum[k] })
	}
}

// step names a row by what it is and the hall.
func (p *placing) step(key string, h *placingHall, unit string) {
	p.name(p.b.Locale.T("workbook.planning."+key), p.b.siteTitle(h.site)+" "+p.hallName(h), unit)
}
