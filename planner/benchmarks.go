package planner

// benchmarks holds every site with usable IT load against the published
// figures of the reference.
func benchmarks(plan Plan, ref Reference, r Result, c *costs) []BenchmarkCheck {
	checks := make([]BenchmarkCheck, 0, len(ref.Benchmarks)*len(plan.Sites))
	var sums codeSums
	year := lastWholeYear(r.Months)
	for i := range plan.Sites {
		sums.clear()
		for j := range c.bySite[i] {
			sums.add(c.bySite[i][j].Code, c.bySite[i][j].AmountKRW)
		}
		built := builtSite{site: &plan.Sites[i], result: &r.Sites[i], sums: &sums, year: year}
		if i < len(r.Operation.Sites) {
			built.operation = &r.Operation.Sites[i]
		}
		built.measure()
		for j := range ref.Benchmarks {
			b := &ref.Benchmarks[j]
			found, ok := built.figure(b)
			if !ok {
				continue
			}
			checks = append(checks, BenchmarkCheck{
				Name: b.Name, Title: b.Title, Site: r.Sites[i].Name, Found: found, Low: b.Low, High: b.High, Unit: b.Unit,
				Inside: found >= b.Low && found <= b.High, Source: b.Source,
			})
		}
	}
	return checks
}

// builtSite is a site with all of it built, to work its figures out.
type builtSite struct {
	site      *Site
	result    *SiteResult
	operation *SiteOperation // nil where nothing runs
	sums      *codeSums
	year      int // index of January of the last whole year in the horizon; -1 where there is none

	gross, white, positions float64
}

func (s *builtSite) measure() {
	for i := range s.site.Phases {
		ph := &s.site.Phases[i]
		s.gross += ph.GrossAreaM2
		s.white += overHalls(ph, func(h *Hall) float64 { return h.AreaM2 })
		s.positions += overHalls(ph, func(h *Hall) float64 { return float64(h.RackPositions) })
	}
}

// figure works a benchmark's figure out; ok is false where the site has nothing
// to divide by.
func (s *builtSite) figure(b *Benchmark) (value float64, ok bool) {
	switch b.Figure {
	case KRWPerITKW:
		return ratio(s.sums.of(b.Of), float64(s.result.CompleteITKW))
	case KRWPerRack:
		return ratio(s.sums.of(b.Of), s.positions)
	case KRWPerGrossM2:
		return ratio(s.sums.of(b.Of), s.gross)
	case ShareOfCost:
		return ratio(s.sums.of(b.Of), s.sums.of(b.Within))
	case GrossM2PerRack:
		return ratio(s.gross, s.positions)
	case WhiteToGross:
		return ratio(s.white, s.gross)
	case GridKWPerRack:
		return ratio(float64(s.result.FeedKW), s.positions)
	case PeakPUE:
		return s.result.PeakPUE, s.result.PeakPUE > 0
	case YearPUE:
		return s.yearPUE()
	case OpexPerKWMonth:
		return s.opexPerKWMonth()
	}
	return 0, false
}

func ratio(top, bottom float64) (float64, bool) {
	if top == 0 || bottom == 0 {
		return 0, false
	}
	return top / bottom, true
}

// yearPUE returns the energy of the site over that of its IT in the last whole
// year of the horizon, where it runs in every month of it:
//
//	PUE = sum of energy / sum of (energy / PUE of the month)
func (s *builtSite) yearPUE() (float64, bool) {
	if s.operation == nil || s.year < 0 {
		return 0, false
	}
	var energy, it float64
	for m := s.year; m < s.year+12; m++ {
		if s.operation.PUE[m] == 0 {
			return 0, false
		}
		energy += s.operation.EnergyKWh[m]
		it += s.operation.EnergyKWh[m] / s.operation.PUE[m]
	}
	return ratio(energy, it)
}

// opexPerKWMonth returns what running the site takes in the last whole year of
// the horizon, electricity apart, for a usable kW and month:
//
//	opex = sum of (total - energy - demand charge - surcharges) / sum of usable kW
func (s *builtSite) opexPerKWMonth() (float64, bool) {
	if s.operation == nil || s.year < 0 {
		return 0, false
	}
	var won KRW
	var usable float64
	for m := s.year; m < s.year+12; m++ {
		if s.result.UsableITKW[m] == 0 {
			return 0, false
		}
		won += s.operation.TotalKRW[m] - s.operation.EnergyKRW[m] - s.operation.DemandKRW[m] - s.operation.SurchargeKRW[m]
		usable += float64(s.result.UsableITKW[m])
	}
	return ratio(float64(won), usable)
}

// lastWholeYear returns the index of January of the last calendar year whose
// months are all in a horizon; -1 where there is none.
func lastWholeYear(months []Month) int {
	last := len(months) - months[len(months)-1].Number()%12 - 12
	if last < 0 {
		return -1
	}
	return last
}
