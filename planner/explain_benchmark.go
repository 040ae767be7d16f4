package planner

// benchmark explains benchmarks/NAME/SITE, and benchmarks/NAME/SITE/won_krw.
//
//	krw_per_it_kw, krw_per_rack, krw_per_gross_m2   won of its codes over kW, positions, m2
//	gross_m2_per_rack, white_to_gross               of the plan
//	grid_kw_per_rack                                usable kW of the feeds over positions
//	share_of_cost                                   won of its codes over those of the codes within
//	peak_pue                                        of the site
func (e *explainer) benchmark(left []string) (Explanation, error) {
	checks := e.r.Checks
	k, err := e.pick(left, len(checks), func(i int) string { return checks[i].Name })
	if err != nil {
		return Explanation{}, err
	}
	name := left[0]
	var of []int
	for i := k; i < len(checks); i++ {
		if checks[i].Name == name {
			of = append(of, i)
		}
	}
	left = left[1:]
	if k, err = e.pick(left, len(of), func(i int) string { return checks[of[i]].Site }); err != nil {
		return Explanation{}, err
	}
	check := &checks[of[k]]
	left = left[1:]
	var b Benchmark
	for _, known := range e.ref.Benchmarks {
		if known.Name == name {
			b = known
		}
	}
	if len(left) == 0 {
		return e.benchmarkFound(b, check), nil
	}
	i, err := e.pick(left, 2, func(i int) string { return []string{"won_krw", "within_krw"}[i] })
	if err == nil {
		err = e.end(left[1:])
	}
	if err != nil {
		return Explanation{}, err
	}
	codes := [][]string{b.Of, b.Within}[i]
	x := Explanation{Figure: e.figure, Title: b.Title, Unit: "KRW", Rule: "sum_of_lines", Formula: left[0] + " = sum(below)"}
	x.Below = e.linesWhere("amount_krw", func(_ int, l *CostLine) bool { return l.Site == check.Site && codeIn(l.Code, codes) })
	for _, o := range x.Below {
		x.Value += o.Value
	}
	return x.complete(), nil
}

func (e *explainer) benchmarkFound(b Benchmark, check *BenchmarkCheck) Explanation {
	x := Explanation{
		Figure: e.figure, Title: b.Title, Value: check.Found, Unit: check.Unit, Rule: "benchmark",
		Source: "published range: " + b.Source,
	}
	i := 0
	for e.r.Sites[i].Name != check.Site {
		i++
	}
	at := join("benchmarks", b.Name, check.Site)
	krw := func(name string, codes []string) Operand {
		total := 0.0
		for _, o := range e.linesWhere("amount_krw", func(_ int, l *CostLine) bool { return l.Site == check.Site && codeIn(l.Code, codes) }) {
			total += o.Value
		}
		return Operand{Name: name, Value: total, Unit: "KRW", Basis: Computed, Figure: at + "/" + name}
	}
	s := siteNamed(&e.plan, check.Site)
	positions := e.areaOf(s, "rack_positions")
	site := e.siteAt(i, 0)
	over := func(top, bottom Operand) {
		x.Formula, x.Operands = "found = "+top.Name+" / "+bottom.Name, []Operand{top, bottom}
	}
	switch b.Figure {
	case KRWPerITKW:
		over(krw("won_krw", b.Of), site.operand("complete_it_kw"))
	case KRWPerRack:
		over(krw("won_krw", b.Of), positions)
	case KRWPerGrossM2:
		over(krw("won_krw", b.Of), e.areaOf(s, "gross_area_m2"))
	case GrossM2PerRack:
		over(e.areaOf(s, "gross_area_m2"), positions)
	case WhiteToGross:
		over(e.areaOf(s, "white_m2"), e.areaOf(s, "gross_area_m2"))
	case GridKWPerRack:
		feeds := e.stagePart(&e.r.Sites[i], nil, 0).operand("usable_kw")
		feeds.Name = "feed_kw"
		over(feeds, positions)
	case ShareOfCost:
		over(krw("won_krw", b.Of), krw("within_krw", b.Within))
	case YearPUE, OpexPerKWMonth:
		e.yearlyBenchmark(&x, b.Figure, i)
	case PeakPUE:
		x.Formula, x.Operands = "found = peak_pue", []Operand{site.operand("peak_pue")}
	}
	return x.complete()
}

// yearlyBenchmark is a figure of operation in the last whole year of the
// horizon.
func (e *explainer) yearlyBenchmark(x *Explanation, figure FigureName, site int) {
	last := len(e.r.Months) - 1
	for last >= 0 && e.r.Months[last].Number() != 12 {
		last--
	}
	top, bottom, formula := "energy_kwh", "it_kwh", "found = year(energy_kwh, below)"
	if figure == OpexPerKWMonth {
		top, bottom, formula = "other_krw", "", "found = year(other_krw, usable_it_kw, below)"
	}
	x.Rule, x.Formula = "benchmark_of_year", formula
	for i := max(0, last-11); i <= last; i++ {
		m := e.r.Months[i].String()
		p := e.running(site, i)
		x.Below = append(x.Below, named2(p.operand(top), top+" "+m, Text{}))
		if bottom != "" {
			x.Below = append(x.Below, named2(p.operand(bottom), bottom+" "+m, Text{}))
		} else {
			x.Below = append(x.Below, named2(e.siteAt(site, i).operand("usable_it_kw"), "usable_it_kw "+m, Text{}))
		}
	}
}

// areaOf is an area or number of the plan over all phases of a site.
func (e *explainer) areaOf(s *Site, name string) Operand {
	o := Operand{Name: name, Unit: "m2", Basis: OfPlan, Source: join("sites", s.Name, "phases")}
	for i := range s.Phases {
		ph := &s.Phases[i]
		switch name {
		case "gross_area_m2":
			o.Value += ph.GrossAreaM2
		case "white_m2":
			o.Value += overHalls(ph, func(h *Hall) float64 { return h.AreaM2 })
		default:
			o.Value += overHalls(ph, func(h *Hall) float64 { return float64(h.RackPositions) })
			o.Unit = "positions"
		}
	}
	return o
}
