package planner

import "math"

// demandBy works out racks, peak kW and average kW by service and month:
//
//	peak_kw = racks * rack type's peak_kw,  average_kw = racks * its average_kw
func demandBy(plan Plan, ref Reference, months []Month) DemandResult {
	n := len(months)
	d := DemandResult{
		Services:    make([]ServiceResult, 0, len(plan.Demand.Services)),
		Racks:       make([]int, n),
		PeakKW:      make([]KW, n),
		AverageKW:   make([]KW, n),
		Priority1KW: make([]KW, n),
	}
	for _, s := range plan.Demand.Services {
		t := rackTypeOf(plan, ref, s.RackType)
		r := ServiceResult{
			Name: s.Name, Title: s.Title, Priority: s.Priority,
			Racks: make([]int, n), PeakKW: make([]KW, n), AverageKW: make([]KW, n),
		}
		for i, m := range months {
			racks := s.Racks.At(m)
			r.Racks[i] = racks
			r.PeakKW[i] = rounded(KW(racks) * t.PeakKW)
			r.AverageKW[i] = rounded(KW(racks) * t.AverageKW)
			d.Racks[i] += racks
			d.PeakKW[i] += r.PeakKW[i]
			d.AverageKW[i] += r.AverageKW[i]
			if s.Priority == 1 {
				d.Priority1KW[i] += r.PeakKW[i]
			}
		}
		d.Services = append(d.Services, r)
	}
	return d
}

// rackTypeOf finds a rack type, the plan's own first.
func rackTypeOf(plan Plan, ref Reference, name string) RackType {
	for _, types := range [][]RackType{plan.RackTypes, ref.RackTypes} {
		for _, t := range types {
			if t.Name == name {
				return t
			}
		}
	}
	return RackType{}
}

// At returns the whole racks needed in month m: none before the first month
// given, fractions rounded up.
//
//	line      racks + (to_racks - racks) * (m - from) / (to - from), level after
//	compound  racks * (1 + rate)^((m - from) / 12)
//	logistic  racks + (ceiling - racks) / (1 + exp(-rate * (m - middle) / 12))
func (g Growth) At(m Month) int {
	switch {
	case g.Line != nil:
		return g.Line.at(m)
	case g.Compound != nil && m >= g.Compound.From:
		c := g.Compound
		return wholeRacks(float64(c.Racks) * math.Pow(1+c.Rate, float64(m-c.From)/12))
	case g.Logistic != nil && m >= g.Logistic.From:
		l := g.Logistic
		return wholeRacks(float64(l.Racks) + float64(l.Ceiling-l.Racks)/(1+math.Exp(-l.Rate*float64(m-l.Middle)/12)))
	}
	racks := 0
	for _, point := range g.Table {
		if point.Month > m {
			break
		}
		racks = point.Racks
	}
	return racks
}

func (l *LineGrowth) at(m Month) int {
	switch {
	case m < l.From:
		return 0
	case m >= l.To:
		return l.ToRacks
	}
	share := float64(m-l.From) / float64(l.To-l.From)
	return wholeRacks(float64(l.Racks) + float64(float64(l.ToRacks-l.Racks)*share))
}

// wholeRacks rounds up what is not whole but for the error of the arithmetic,
// and stops at the most racks a plan may have.
func wholeRacks(racks float64) int {
	return int(min(math.Ceil(racks-1e-9), maxRacks))
}

// rounded returns kW to the nearest watt, so that sums print as they add.
func rounded(p KW) KW { return KW(thousandths(float64(p))) }
