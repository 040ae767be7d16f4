package compare

import (
	"cmp"
	"slices"
	"strings"
)

// maxChanges is the most changes that a step lists.
const maxChanges = 50

// steps tells the steps of the bridge in the order of the drivers, and of a driver
// in the order of the plan. What differs and can move nothing is told with 0.
func (g *game) steps(back bool, amounts [][]int64, deviations []float64) []BridgeStep {
	changes := g.changes(back)
	steps, stepOf := g.amounts(amounts, deviations)
	first := make([]int, len(steps)) // of its changes
	for at, r := range changes.order {
		i := stepOf[r]
		if steps[i].Count == 0 {
			first[i] = at
		}
		steps[i].add(changes.of[r])
	}
	order := make([]int, len(steps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(slices.Index(drivers, steps[i].Driver), slices.Index(drivers, steps[j].Driver)), cmp.Compare(first[i], first[j]))
	})
	sorted := make([]BridgeStep, len(steps))
	for at, i := range order {
		sorted[at] = steps[i]
	}
	return sorted
}

// amounts makes the steps with what they move, and says which each reason is of.
func (g *game) amounts(amounts [][]int64, deviations []float64) (steps []BridgeStep, stepOf []int) {
	steps, stepOf = make([]BridgeStep, len(g.players), len(g.list)), make([]int, len(g.list))
	for i, reasons := range g.players {
		for _, r := range reasons {
			stepOf[r] = i
		}
		g.step(&steps[i], reasons)
		if steps[i].Lines = g.linesOf(amounts[i]); deviations != nil {
			steps[i].StdError = deviations[i]
		}
		for _, l := range steps[i].Lines {
			steps[i].Amount += l.Amount
		}
	}
	for r, moves := range g.moves {
		if !moves {
			stepOf[r] = len(steps)
			steps = append(steps, BridgeStep{Lines: []BridgeLine{}})
			g.step(&steps[len(steps)-1], []int{r})
		}
	}
	return steps, stepOf
}

// add adds differences to those of the step.
func (s *BridgeStep) add(c *comparison) {
	s.Count += c.count
	list := c.differences()
	s.Changes = append(s.Changes, list[:min(len(list), maxChanges-len(s.Changes))]...)
}

// step names a step by its reasons.
func (g *game) step(s *BridgeStep, reasons []int) {
	order := func(r int) int { return slices.Index(drivers, g.list[r].driver) }
	reasons = slices.SortedStableFunc(slices.Values(reasons), func(a, b int) int { return order(a) - order(b) })
	s.Driver, s.Changes = g.list[reasons[0]].driver, []Difference{}
	var places []string
	for _, r := range reasons {
		if d := g.list[r].driver; d != s.Driver && !slices.Contains(s.With, d) {
			s.With = append(s.With, d)
		}
		if p := g.list[r].place; p != "" && !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	s.Place = strings.Join(places, ", ")
}

// changes is the differences of two plans by their reasons, which are listed in
// the order of the plan.
type changes struct {
	of    map[int]*comparison
	order []int
}

func (g *game) changes(back bool) changes {
	list := changes{of: map[int]*comparison{}}
	told, from, to := g.reasons, g.between.from, g.between.to
	if back {
		from, to = to, from
		told.rates[0], told.rates[1] = told.rates[1], told.rates[0]
	}
	of := func(r int) *comparison {
		if r < 0 {
			return nil
		}
		if list.of[r] == nil {
			list.of[r] = &comparison{limit: maxChanges}
			list.order = append(list.order, r)
		}
		return list.of[r]
	}
	c := comparison{newNames: true, into: func(at *step, cell func(k int) InputCell) *comparison {
		r := g.number(told.reasonOf(at, cell))
		if len(g.paidBy) > 1 && at.String() == "budget/sites" { // a difference at each of the sites
			for _, name := range g.paid {
				if other, moves := g.paidBy[name]; moves && other != r {
					of(other).add(at, 2, cell)
				}
			}
		}
		if len(g.classes) > 0 {
			if class, apart := g.classes[at.String()]; apart {
				of(class.by).add(at.below("class"), 2, class.cell(cell))
			}
		}
		return of(r)
	}}
	c.plans(from, to)
	return list
}

// linesOf lists the lines that a step moves, the largest first.
func (g *game) linesOf(amounts []int64) []BridgeLine {
	lines := []BridgeLine{}
	for i, amount := range amounts {
		if amount != 0 {
			line := g.lines[i]
			line.Amount = amount
			lines = append(lines, line)
		}
	}
	slices.SortFunc(lines, func(a, b BridgeLine) int {
		return cmp.Or(cmp.Compare(max(b.Amount, -b.Amount), max(a.Amount, -a.Amount)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Site, b.Site), cmp.Compare(a.Phase, b.Phase))
	})
	return lines
}

// totals lists the lines that differ.
func (g *game) totals(back bool) []BridgeTotal {
	totals := []BridgeTotal{}
	for i, difference := range g.difference() {
		if difference == 0 {
			continue
		}
		l := &g.lines[i]
		t := BridgeTotal{Name: l.Name, Title: l.Title, Site: l.Site, Phase: l.Phase}
		if i < len(g.from) {
			t.From = g.from[i]
		}
		if i < len(g.to) {
			t.To = g.to[i]
		}
		if back {
			t.From, t.To = t.To, t.From
		}
		totals = append(totals, t)
	}
	return totals
}
