package planner

import "slices"

// benchmarks holds every site with usable IT load against the published
// figures of the reference.
func benchmarks(plan Plan, ref Reference, sites []SiteResult, bySite [][]CostLine) []BenchmarkCheck {
	checks := make([]BenchmarkCheck, 0, len(ref.Benchmarks)*len(plan.Sites))
	for i := range plan.Sites {
		for _, b := range ref.Benchmarks {
			found, ok := figure(b, &plan.Sites[i], &sites[i], bySite[i])
			if !ok {
				continue
			}
			checks = append(checks, BenchmarkCheck{
				Name: b.Name, Title: b.Title, Site: sites[i].Name, Found: found, Low: b.Low, High: b.High, Unit: b.Unit,
				Inside: found >= b.Low && found <= b.High, Source: b.Source,
			})
		}
	}
	return checks
}

// figure works a benchmark's figure out for a site with all of it built; ok is
// false where the site has nothing to divide by.
func figure(b Benchmark, s *Site, r *SiteResult, lines []CostLine) (value float64, ok bool) {
	var gross, white, positions float64
	for i := range s.Phases {
		gross += s.Phases[i].GrossAreaM2
		white += overHalls(&s.Phases[i], func(h *Hall) float64 { return h.AreaM2 })
		positions += overHalls(&s.Phases[i], func(h *Hall) float64 { return float64(h.RackPositions) })
	}
	over := func(top, bottom float64) (float64, bool) {
		if top == 0 || bottom == 0 {
			return 0, false
		}
		return top / bottom, true
	}
	switch b.Figure {
	case KRWPerITKW:
		return over(won(b, lines), float64(r.CompleteITKW))
	case KRWPerRack:
		return over(won(b, lines), positions)
	case KRWPerGrossM2:
		return over(won(b, lines), gross)
	case GrossM2PerRack:
		return over(gross, positions)
	case WhiteToGross:
		return over(white, gross)
	case GridKWPerRack:
		return over(float64(r.FeedKW), positions)
	case PeakPUE:
		return r.PeakPUE, r.PeakPUE > 0
	}
	return 0, false
}

func won(b Benchmark, lines []CostLine) float64 {
	var total KRW
	for i := range lines {
		l := &lines[i]
		if slices.ContainsFunc(b.Of, func(prefix string) bool { return codeWithin(l.Code, prefix) }) {
			total += l.AmountKRW
		}
	}
	return float64(total)
}
