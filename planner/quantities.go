package planner

import (
	"math"

	"buildout/planner/power"
)

// measured is a quantity of a phase that a cost line counts. scale is what the
// unit price is multiplied by for the size of the modules counted.
type measured struct {
	quantity float64
	scale    float64
	built    Month // month by which it is done, where the plan gives one
}

// billOf measures what a driver counts in a phase of a site, as the plan has
// it. What a site has once, its land, feeds and links, counts in its first
// phase. Modules come in one measure for each size of price. Shares of other lines
// and racks in use are not measured here. Measures are appended to dst.
func billOf(dst []measured, plan *Plan, s *Site, phase int, d Driver) []measured {
	ph := &s.Phases[phase]
	switch d.Per {
	case PerModule:
		return modules(dst, s, phase, d)
	case PerRatedKW:
		return one(dst, overStages(s, phase, d.Kind, func(g *PowerStage, n int) float64 { return float64(n) * float64(g.Real()) }))
	case PerRatedKVA:
		return one(dst, overStages(s, phase, d.Kind, func(g *PowerStage, n int) float64 { return float64(n) * float64(g.RatingKVA) }))
	case PerBattery:
		return one(dst, overStages(s, phase, d.Kind, func(g *PowerStage, n int) float64 { return float64(n) * float64(g.Real()) * g.BatteryMinutes / 60 }))
	case PerFuel:
		return one(dst, overStages(s, phase, d.Kind, func(g *PowerStage, n int) float64 { return float64(n) * float64(g.Real()) * g.FuelHours }))
	case PerExtraBus:
		return one(dst, overStages(s, phase, d.Kind, func(g *PowerStage, n int) float64 { return float64(n) * float64(g.Real()) * float64(max(0, g.Buses-1)) }))
	case PerGrossM2:
		return one(dst, ph.GrossAreaM2)
	case PerWhiteM2:
		return one(dst, overHalls(ph, func(h *Hall) float64 { return h.AreaM2 }))
	case PerPosition:
		return one(dst, overHalls(ph, func(h *Hall) float64 { return float64(h.RackPositions) }))
	case PerDesignKW:
		return one(dst, overHalls(ph, func(h *Hall) float64 { return float64(h.DesignITKW) }))
	case PerHall:
		return one(dst, float64(len(ph.Halls)))
	case PerPhase:
		return one(dst, 1)
	}
	if phase > 0 {
		return dst
	}
	if d.Per == PerLinkKM {
		return links(dst, plan, s)
	}
	return one(dst, onceASite(s, d))
}

func onceASite(s *Site, d Driver) float64 {
	quantity := 0.0
	switch d.Per {
	case PerSite:
		return 1
	case PerPlotM2:
		if d.Tenure == "" || d.Tenure == s.Plot.Tenure {
			return s.Plot.AreaM2
		}
	case PerFeed:
		return float64(len(s.Feeds))
	case PerFeedKW:
		for _, f := range s.Feeds {
			quantity += float64(f.Real())
		}
	case PerFeedKM:
		for _, f := range s.Feeds {
			quantity += f.CableKM
		}
	}
	return quantity
}

// links measures each route that ends at the site by itself: routes are built
// in their own time.
func links(dst []measured, plan *Plan, s *Site) []measured {
	for _, l := range plan.Links {
		if l.To == s.Name {
			dst = append(dst, measured{quantity: l.KM, scale: 1, built: l.Built})
		}
	}
	return dst
}

func one(dst []measured, quantity float64) []measured {
	if quantity == 0 {
		return dst
	}
	return append(dst, measured{quantity: quantity, scale: 1})
}

// racksInUse sums over the halls of a phase the positions that racks take, or
// reservations keep, in the last month of the horizon.
func racksInUse(s *SiteResult, phase string) float64 {
	total := 0
	for i := range s.Halls {
		if h := &s.Halls[i]; h.Phase == phase && len(h.UsedRacks) > 0 {
			total += h.UsedRacks[len(h.UsedRacks)-1]
		}
	}
	return float64(total)
}

func overHalls(ph *Phase, of func(*Hall) float64) float64 {
	total := 0.0
	for i := range ph.Halls {
		total += of(&ph.Halls[i])
	}
	return total
}

// eachStage calls yield with every stage of a kind that the phase installs and
// the number of modules it brings.
func eachStage(s *Site, phase int, kind power.Kind, yield func(g *PowerStage, modules int)) {
	for i := range s.Plant {
		if g := &s.Plant[i]; g.Kind == kind {
			n := 0
			if phaseIndex(s, g.Phase) == phase {
				n = g.Modules
			}
			for _, add := range g.Added {
				if phaseIndex(s, add.Phase) == phase {
					n += add.Modules
				}
			}
			if n > 0 {
				yield(g, n)
			}
		}
	}
	for i := range s.Phases[phase].Halls {
		h := &s.Phases[phase].Halls[i]
		for j := range h.Train {
			if g := &h.Train[j]; g.Kind == kind {
				yield(g, g.Modules)
			}
		}
	}
}

func overStages(s *Site, phase int, kind power.Kind, of func(g *PowerStage, modules int) float64) float64 {
	total := 0.0
	eachStage(s, phase, kind, func(g *PowerStage, n int) { total += of(g, n) })
	return total
}

// modules counts modules by what their price scales with.
func modules(dst []measured, s *Site, phase int, d Driver) []measured {
	from := len(dst)
	eachStage(s, phase, d.Kind, func(g *PowerStage, n int) {
		scale := scaleOf(g, d)
		for i := from; i < len(dst); i++ {
			if dst[i].scale == scale {
				dst[i].quantity += float64(n)
				return
			}
		}
		dst = append(dst, measured{quantity: float64(n), scale: scale})
	})
	return dst
}

// scaleOf returns what the price of a module of another size than the priced one
// is multiplied by, to 9 decimals, so that every program that works it out has
// the same:
//
//	scale = (rating / rated_kw)^exponent
//
// The exponent 0.6 is the six-tenths rule of process plant, 1 is price by kW.
func scaleOf(g *PowerStage, d Driver) float64 {
	rating := float64(g.Real())
	if d.RatedKW <= 0 || rating == d.RatedKW {
		return 1
	}
	return math.Round(math.Pow(rating/d.RatedKW, d.Exponent)*1e9) / 1e9
}
