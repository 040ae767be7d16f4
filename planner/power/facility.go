package power

// Facility is what a site draws from the grid in sound state, at any IT load of
// its halls. It is affine in the IT load of each class of halls, because the
// losses of all modules at no load stay and every other loss and all cooling
// follow the load:
//
//	facility_kw = fixed + sum over classes of per_it * it_kw - economised * chiller_kw
//
// where chiller_kw is affine alike: the electricity of chillers, with what is
// lost on its way from the grid, of which air outside that is cold enough
// replaces a share.
type Facility struct {
	Fixed Draw   // at no IT load
	PerIT []Draw // of each class: for a kW of IT load
}

// Draw is kW of a site, or kW for a kW of IT load.
type Draw struct {
	Grid     float64 // from the grid, with chillers that do all the cooling
	Chillers float64 // of that, for chillers
	Heat     float64 // heat that chillers move
}

// Plus returns the draw with x times another on it.
func (d Draw) Plus(o Draw, x float64) Draw {
	return Draw{d.Grid + float64(o.Grid*x), d.Chillers + float64(o.Chillers*x), d.Heat + float64(o.Heat*x)}
}

// Economised returns what a site draws from the grid where air outside does a
// share, 0 to 1, of what chillers would.
func (d Draw) Economised(share float64) KW { return KW(d.Grid - float64(share*d.Chillers)) }

// Facility returns what the site of the solution draws.
func (s *Solution) Facility() Facility {
	n := s.network
	f := Facility{PerIT: make([]Draw, len(n.site.Classes))}
	halls := make([]filled, len(n.site.Classes))
	for _, h := range n.site.Halls {
		halls[h.Class].count++
	}
	airless := *n
	airless.joins = make([]affine, len(n.joins))
	for c := range n.joins {
		airless.joins[c] = affine{n.joins[c].fixed - n.chillers[c].fixed, n.joins[c].per - n.chillers[c].per}
		f.Fixed.Heat += float64(n.chilled[c].fixed * halls[c].count)
		f.PerIT[c].Heat = n.chilled[c].per
	}
	f.Fixed.Grid = n.drawn(halls, func(c int, kw float64) { f.PerIT[c].Grid = kw })
	f.Fixed.Chillers = f.Fixed.Grid - airless.drawn(halls, func(c int, kw float64) { f.PerIT[c].Chillers = f.PerIT[c].Grid - kw })
	return f
}

// drawn follows the load of halls on the sound path of the grid to its source.
// It returns what the source takes in at no IT load and tells perIT what it
// takes in for a kW of IT load of each class.
func (n *network) drawn(halls []filled, perIT func(class int, kw float64)) (fixed float64) {
	w := &n.paths[grid]
	live := n.reachShared(grid, nil)
	var idle loads
	var joinsIdle affine
	for c, f := range halls {
		if f.count == 0 || !w.there[c] {
			continue
		}
		up, _ := n.run(grid, c, nil, n.lastLive(grid, &live), nil)
		joins := n.joins[c]
		if lastCommon(w.own[c]) != nil {
			joins = affine{}
		}
		idle.put(&up, f)
		joinsIdle = joinsIdle.plus(f.scaled(joins))
		var on loads
		one := filled{all: 1}
		on.put(&up, one)
		perIT(c, n.runShared(grid, nil, &live, on, one.scaled(joins), nil).per)
	}
	return n.runShared(grid, nil, &live, idle, joinsIdle, nil).fixed
}
