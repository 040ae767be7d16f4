package pages

import (
	"slices"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/power"
)

// presetPrices is how many unit prices a preset varies, presetSites the sites whose
// capacity it varies, and presetMonths by how many months it moves starts.
const (
	presetMonths = 3
	presetPrices = 5
	presetSites  = 2
)

// presets are sweeps to begin with, each at its address.
func (s shell) presets(v CompareView, column CompareColumn) []choice {
	var list []choice
	for _, p := range []struct {
		name string
		form SweepForm
	}{{"moves", s.movesForecast(column)}, {"trade", s.costAgainstPower(column)}} {
		if len(p.form.Axes) == 0 {
			continue
		}
		p.form.Plan = column.Ref
		list = append(list, choice{Name: p.name, Title: s.L.T("sweep.preset." + p.name), Href: s.sweepAddress(p.form) + "#sweep"})
	}
	return list
}

// movesForecast varies one at a time what a forecast rests on: exchange rates,
// starts, contingencies and the prices of the most won.
func (s shell) movesForecast(c CompareColumn) SweepForm {
	n := inputList{s: s, c: c}
	f := SweepForm{Method: string(compare.OneAtATime), Columns: []string{"forecast_krw", "usable_it_kw", "energised"}}
	add := func(how, values string, paths ...string) {
		if len(paths) > 0 {
			f.Axes = append(f.Axes, SweepAxis{Path: joined(paths), How: how, Values: values})
		}
	}
	for _, currency := range n.currencies() {
		add("scale", "0.9, 1.1", ratePaths(c.Plan, currency)...)
	}
	for _, site := range c.Plan.Sites {
		add("shift", startShifts(c.Plan.Horizon, site), startPaths(site)...)
	}
	add("scale", "0.5, 1.5", contingencies(c.Result)...)
	for _, price := range n.prices()[:min(len(n.prices()), presetPrices)] {
		add("scale", "0.9, 1.1", pricePath(price.Code))
	}
	return f
}

// startShifts are months by which a site may start earlier and later. No phase
// starts before the horizon does.
func startShifts(horizon planner.Horizon, site planner.Site) string {
	for _, phase := range site.Phases {
		if phase.Start < horizon.Start+presetMonths {
			return number(presetMonths)
		}
	}
	return number(-presetMonths) + ", " + number(presetMonths)
}

// contingencies are the paths of the contingencies that the lines of a result
// take.
func contingencies(r planner.Result) (paths []string) {
	for _, line := range r.CostLines {
		path := "values/cost_book.contingency." + line.Class
		if line.Class == "" || line.Class == "published" || slices.Contains(paths, path) {
			continue
		}
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

// costAgainstPower varies what the halls of the first sites are designed for and
// their generators, all with all.
func (s shell) costAgainstPower(c CompareColumn) SweepForm {
	f := SweepForm{Pareto: []string{"forecast_krw", "usable_it_kw"}}
	for _, site := range c.Result.Sites[:min(len(c.Result.Sites), presetSites)] {
		if halls := designPaths(site); len(halls) > 0 {
			f.Axes = append(f.Axes, SweepAxis{Path: joined(halls), How: "scale", Values: "0.8, 0.9, 1, 1.1, 1.2"})
		}
		for _, stage := range site.Stages {
			if stage.Kind != power.Generator {
				continue
			}
			f.Axes = append(f.Axes, SweepAxis{Path: inPath.Replace(stagePath(site.Name, "", stage.Kind, "modules")), How: "shift", Values: shifts(stage.Arrangement.Count())})
		}
	}
	return f
}

// shifts are one step down to two up, of as many modules as an arrangement needs
// at once.
func shifts(step int) string {
	var list []string
	for i := -1; i <= 2; i++ {
		list = append(list, number(float64(i*step)))
	}
	return strings.Join(list, ", ")
}
