package power_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/power"
)

// oracle follows load through a site module by module, with numbers and maps,
// for one failure at a time. It shares nothing with the solver but the
// description of the site.
type oracle struct {
	site   *power.Site
	out    map[string]bool // modules, buses and systems that are out, by name
	loads  []float64       // IT kW of each hall
	path   power.Path
	worst  float64 // the largest load over rating, of own stages where own, else of shared ones
	own    bool
	losses bool // whether any load is dropped
}

// node is a stage of a hall's train as the oracle sees it.
type node struct {
	stage  *power.Stage
	where  string // prefix of its elements' names
	groups int
	shared bool
}

func (o *oracle) train(hall power.Hall) []node {
	var list []node
	groups := 1
	add := func(stages []power.Stage, where string, shared bool, want func(*power.Stage) bool) {
		for i := range stages {
			if want(&stages[i]) {
				list = append(list, node{&stages[i], fmt.Sprintf("%s%d", where, i), 1, shared})
			}
		}
	}
	both := func(want func(*power.Stage) bool) {
		add(o.site.Shared, "S", true, want)
		add(o.site.Classes[hall.Class], hall.Name+"/", false, want)
	}
	if o.path == power.Heat {
		both(func(s *power.Stage) bool { return s.Kind.Cooling() })
		return list
	}
	both(func(s *power.Stage) bool { return !s.Kind.Cooling() && !s.Kind.Critical() })
	at := slices.IndexFunc(list, func(n node) bool { return n.stage.Kind == power.Generator })
	if o.path == power.OnSite {
		if at < 0 {
			return nil
		}
		list = list[at:]
	} else if at >= 0 {
		list = slices.Delete(list, at, at+1)
	}
	both(func(s *power.Stage) bool { return s.Kind.Critical() })
	for i := range list {
		if i > 0 && list[i-1].stage.Arrangement.Catcher {
			groups = list[i-1].stage.Arrangement.Systems
		}
		list[i].groups = groups
	}
	return list
}

func (n node) systems() int { return n.groups * n.stage.Arrangement.Count() }

func (n node) system(s int) string { return fmt.Sprintf("%s.%d", n.where, s) }

// rating sums what is left of a system.
func (o *oracle) rating(n node, s int) float64 {
	if o.out[n.system(s)] {
		return 0
	}
	sum := 0.0
	for m := s; m < n.stage.Modules; m += n.systems() {
		if !o.out[fmt.Sprintf("%s.m%d", n.where, m)] {
			sum += float64(n.stage.Rating)
		}
	}
	return sum
}

// feeds lists the systems above that system s takes from now.
func (o *oracle) feeds(above, n node, s int, live func(int) bool) []int {
	up, down := above.systems(), n.systems()
	alive := func(list ...int) []int { return slices.DeleteFunc(list, func(f int) bool { return !live(f) }) }
	first := func(list []int) []int { return list[:min(1, len(list))] }
	sides := down / n.groups
	switch {
	case above.stage.Arrangement.Catcher:
		return first(alive(s/sides, up-1))
	case up == down:
		return alive(s)
	case up == 1:
		return alive(0)
	case n.groups > 1 && up == n.groups:
		return alive(s / sides)
	case n.groups > 1:
		return alive(2*s, 2*s+1)
	case down == 1:
		var all []int
		for f := range up {
			all = append(all, f)
		}
		return alive(all...)
	}
	return first(alive(s%up, (s+1)%up))
}

// run loads every hall and looks at every rating.
func (o *oracle) run() {
	shared := map[string]float64{}
	names := map[string]float64{} // ratings of shared systems
	for h, hall := range o.site.Halls {
		o.hall(hall, o.loads[h], shared, names)
	}
	for name, kw := range shared {
		if !o.own && names[name] > 0 {
			o.worst = math.Max(o.worst, kw/names[name])
		}
	}
}

func (o *oracle) hall(hall power.Hall, it float64, shared, names map[string]float64) {
	train := o.train(hall)
	if len(train) == 0 {
		return
	}
	live := make([]map[int]bool, len(train))
	for i, n := range train {
		live[i] = map[int]bool{}
		for s := range n.systems() {
			if o.rating(n, s) > 0 && (i == 0 || len(o.feeds(train[i-1], n, s, func(f int) bool { return live[i-1][f] })) > 0) {
				live[i][s] = true
			}
		}
	}
	rooms, joining := o.heat(hall, it)
	load := map[int]float64{}
	bottom := it
	if o.path == power.Heat {
		bottom = rooms
	}
	last := len(train) - 1
	o.cord(train, bottom, live[last], load)
	for i := last; i >= 0; i-- {
		n := train[i]
		if o.path != power.Heat && !n.stage.Kind.Critical() && (i == last || train[i+1].stage.Kind.Critical()) {
			for s := range live[i] {
				load[s] += joining / float64(len(live[i]))
			}
		}
		above := map[int]float64{}
		for s := range live[i] {
			rating := o.rating(n, s)
			if n.shared {
				shared[n.system(s)] += load[s]
				names[n.system(s)] = rating
			} else if o.own {
				o.worst = math.Max(o.worst, load[s]/rating)
			}
			if i == 0 {
				continue
			}
			from := o.feeds(train[i-1], n, s, func(f int) bool { return live[i-1][f] })
			in := load[s]
			if n.stage.Kind.Cooling() {
				in += load[s] / n.stage.COP
			} else {
				in /= n.stage.Efficiency
			}
			for _, f := range from {
				above[f] += in / float64(len(from))
			}
		}
		load = above
	}
}

// cord hangs a load on the last stage.
func (o *oracle) cord(train []node, kw float64, live map[int]bool, load map[int]float64) {
	last := train[len(train)-1]
	n := last.systems()
	hang := func(share float64, ends ...int) {
		ends = slices.DeleteFunc(ends, func(e int) bool { return !live[e] })
		if len(ends) == 0 {
			o.losses = true
		}
		for _, e := range ends {
			load[e] += kw * share / float64(len(ends))
		}
	}
	switch {
	case last.stage.Arrangement.Distributed():
		for a := range n {
			for b := range a {
				hang(2/float64(n*(n-1)), a, b)
			}
		}
	case n/last.groups == 2:
		for g := range last.groups {
			hang(1/float64(last.groups), 2*g, 2*g+1)
		}
	default:
		for g := range last.groups {
			hang(1/float64(last.groups), g)
		}
	}
}

// heat is the heat in the rooms of a hall and the electricity that joins its
// load.
func (o *oracle) heat(hall power.Hall, it float64) (rooms, joining float64) {
	rooms = it
	for _, list := range [][]power.Stage{o.site.Classes[hall.Class], o.site.Shared} {
		for i := range list {
			if list[i].Kind.Critical() {
				rooms /= list[i].Efficiency
			}
		}
	}
	joining = it * o.site.OtherLoad
	moved := rooms
	for _, list := range [][]power.Stage{o.site.Classes[hall.Class], o.site.Shared} {
		for i := range slices.Backward(list) {
			if s := &list[i]; s.Kind.Cooling() {
				joining += moved / s.COP
				moved += moved / s.COP
			}
		}
	}
	return rooms, joining
}

// drawSite draws a site of one to three halls with every kind of arrangement.
func drawSite(t *rapid.T) *power.Site {
	stage := func(kind power.Kind, arrangements ...string) power.Stage {
		a, err := power.ParseArrangement(rapid.SampledFrom(arrangements).Draw(t, string(kind)))
		if err != nil {
			t.Fatal(err)
		}
		s := power.Stage{
			Kind: kind, Arrangement: a, Modules: a.Count() * (a.Spare + rapid.IntRange(1, 3).Draw(t, "needed")),
			Rating: power.KW(rapid.IntRange(100, 900).Draw(t, "rating")), Buses: rapid.IntRange(1, 2).Draw(t, "buses"),
		}
		if kind.Cooling() {
			s.COP = rapid.Float64Range(2, 50).Draw(t, "cop")
		} else {
			s.Efficiency = rapid.Float64Range(0.8, 1).Draw(t, "efficiency")
		}
		return s
	}
	plain := []string{"N", "N+1", "N+2", "2N", "2(N+1)"}
	site := &power.Site{OtherLoad: rapid.Float64Range(0, 0.1).Draw(t, "other")}
	feed := stage(power.Feed, "N", "2N")
	feed.Efficiency = 1
	for i := range feed.Modules {
		feed.Names, feed.Substations = append(feed.Names, fmt.Sprint("feed ", i)), append(feed.Substations, fmt.Sprint("S", i%2))
	}
	site.Shared = []power.Stage{feed, stage(power.Transformer, "N", "N+1", "2N"), stage(power.Chiller, plain...)}
	generators := rapid.SampledFrom([]string{"of the site", "of the halls", "none"}).Draw(t, "generators")
	if generators == "of the site" {
		site.Shared = append(site.Shared, stage(power.Generator, plain...))
	}
	for c := range rapid.IntRange(1, 2).Draw(t, "classes") {
		var own []power.Stage
		switch rapid.IntRange(0, 2).Draw(t, "design") {
		case 0:
			own = []power.Stage{stage(power.UPS, plain...), stage(power.PDU, "N", "N+1", "2N")}
		case 1:
			x := rapid.SampledFrom([]string{"3N/2", "4N/3"}).Draw(t, "distributed")
			own = []power.Stage{stage(power.UPS, x), stage(power.PDU, x)}
		default:
			own = []power.Stage{stage(power.UPS, "block 2+1", "block 3+1"), stage(power.STS, "N"), stage(power.PDU, "N", "2N")}
			groups := own[0].Arrangement.Systems
			own[1].Modules *= groups
			own[2].Modules *= groups
		}
		own = append(own, stage(power.AirHandler, plain...))
		if generators == "of the halls" {
			own = append([]power.Stage{stage(power.Generator, plain...)}, own...)
		}
		site.Classes = append(site.Classes, own)
		for h := range rapid.IntRange(1, 2).Draw(t, "halls") {
			site.Halls = append(site.Halls, power.Hall{Name: fmt.Sprintf("h%d-%d", c, h), Class: c, Most: power.KW(rapid.IntRange(50, 3000).Draw(t, "most"))})
		}
	}
	return site
}

// failures lists, as sets of elements that are out, everything the arrangements
// promise and Tier III asks to survive: for each system of a stage, the system
// with all sets of spare modules of the others, and each module and bus.
func failures(site *power.Site, path power.Path) (list []map[string]bool) {
	list = append(list, nil)
	o := &oracle{site: site, path: path}
	seen := map[string]bool{}
	for _, hall := range site.Halls {
		for _, n := range o.train(hall) {
			if seen[n.where] {
				continue
			}
			seen[n.where] = true
			list = append(list, promises(n)...)
			onSite := oracle{site: site, path: power.OnSite}
			if path == power.Grid && (n.stage.Kind == power.Feed || n.stage.Kind == power.Transformer) && onSite.train(hall) != nil {
				continue // above the generators
			}
			for m := range n.stage.Modules {
				if !n.stage.Kind.Radial() {
					list = append(list, map[string]bool{fmt.Sprintf("%s.m%d", n.where, m): true})
				}
			}
			for s := range n.systems() {
				if n.stage.Kind.Bussed() && n.stage.Buses < 2 && n.stage.Kind != power.Feed {
					list = append(list, map[string]bool{n.system(s): true})
				}
			}
		}
	}
	return list
}

func promises(n node) (list []map[string]bool) {
	spare := n.stage.Arrangement.Spare
	lost := []int{-1}
	if n.systems() > n.groups {
		lost = nil
		for s := range n.systems() {
			lost = append(lost, s)
		}
	} else if spare == 0 {
		return nil
	}
	for _, gone := range lost {
		out := map[string]bool{}
		if gone >= 0 {
			out[n.system(gone)] = true
		}
		for s := range n.systems() {
			for k := range spare { // equal modules: any of them
				out[fmt.Sprintf("%s.m%d", n.where, s+k*n.systems())] = true
			}
		}
		list = append(list, out)
	}
	return list
}

// TestAgainstEveryFailure holds the closed form to the oracle: at what is
// usable no failure leaves a survivor above its rating, and a thousandth above
// it one does, unless design and space are what limits.
func TestAgainstEveryFailure(t *testing.T) {
	claim := ladder[2]
	rapid.Check(t, func(t *rapid.T) {
		site := drawSite(t)
		s := power.Solve(site, claim)
		over := func(own bool, loads []float64) float64 {
			worst := 0.0
			for _, path := range []power.Path{power.Grid, power.OnSite, power.Heat} {
				for _, out := range failures(site, path) {
					o := &oracle{site: site, out: out, loads: loads, path: path, own: own}
					o.run()
					worst = math.Max(worst, o.worst)
				}
			}
			return worst
		}
		for h := range site.Halls {
			alone := make([]float64, len(site.Halls))
			alone[h] = float64(s.Alone[h])
			if worst := over(true, alone); worst > 1+1e-9 || s.Alone[h] < site.Halls[h].Most*(1-1e-9) && worst < 1-1e-9 {
				t.Fatalf("hall %d alone with %v kW of %v: %g of a rating", h, s.Alone[h], site.Halls[h].Most, worst)
			}
		}
		together := make([]float64, len(site.Halls))
		for h := range together {
			together[h] = float64(s.Alone[h]) * s.Share
		}
		if worst := over(false, together); worst > 1+1e-9 || s.Share < 1-1e-9 && worst < 1-1e-9 {
			t.Fatalf("halls together at a share of %g: %g of a rating", s.Share, worst)
		}
	})
}
