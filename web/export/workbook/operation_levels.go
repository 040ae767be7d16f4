package workbook

import (
	"math/bits"

	"buildout/planner"
	"buildout/planner/formula"
)

// growths is the sheet of prices that grow by an assumption: what a month makes
// of a year's growth, its powers, and the levels that are reckoned from them.
type growths struct {
	roots  map[planner.AssumptionName]growthCells
	levels map[growthKey][]formula.Num
}

// growthKey is levels by the month that they grow from and an assumption.
type growthKey struct {
	base planner.Month
	name planner.AssumptionName
}

// growthCells is the growth of a month, and its powers of 1, 2, 4 and so on.
type growthCells struct {
	month  formula.Num
	powers []formula.Num
}

// The columns of the sheet Growth.
const (
	growthTitle = iota + 1
	growthFrom  // also the growth of a year
	growthTo    // also the steps to the growth of a month
	growthApart
	growthPower
	growthLevel
	growthPowers = growthTo + 3 + newtonSteps // the first power
)

// layGrowths lays the growth of opex, rents and energy.
func (b *book) layGrowths() {
	s := b.sheet("growth")
	s.grid, s.head, s.side = growthPowers, 3, growthTitle
	s.widths[growthTitle] = 40
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.growth.note"), style{plain, note})
	for i, key := range []string{"what", "year", "up", "root", "start"} {
		s.text(3, i+1, b.Locale.T("workbook.growth."+key), style{plain, heading})
	}
	for i := range newtonSteps {
		s.text(3, growthTo+3+i, b.Locale.T("workbook.growth.step", "n", i+1), style{plain, heading})
	}
	n := b.growthBits()
	for i := range n {
		s.text(3, growthPowers+i, b.Locale.T("workbook.growth.months", "n", 1<<i), style{plain, heading})
	}
	b.growths = growths{roots: map[planner.AssumptionName]growthCells{}, levels: map[growthKey][]formula.Num{}}
	for _, name := range []planner.AssumptionName{planner.OpexGrowthPerYear, planner.RentGrowthPerYear, planner.EnergyGrowthPerYear} {
		row := s.next()
		s.text(row, growthTitle, b.assumptionTitle(name), style{plain, label})
		rate := s.put(row, growthFrom, b.assumed(name), style{share, derived})
		g := growthCells{month: s.twelfthRoot(row, growthTo, rate)}
		g.powers = append(g.powers, g.month)
		for i := 1; i < n; i++ {
			last := g.powers[i-1]
			g.powers = append(g.powers, s.put(row, growthPowers+i, last.Times(last), style{ratio, derived}))
		}
		s.put(row, growthPowers, g.month, style{ratio, derived})
		b.growths.roots[name] = g
	}
	row := s.next() + 1
	for i, key := range []string{"what", "from", "to", "apart", "power", "level"} {
		s.text(row, i+1, b.Locale.T("workbook.growth."+key), style{plain, heading})
	}
}

// growthBits is how many powers the months between a base and a month of the
// workbook need.
func (b *book) growthBits() int {
	first, last := b.ext[0], b.ext[len(b.ext)-1]
	for _, t := range b.w.Operation.Tariffs {
		if !t.Base.IsZero() {
			first = min(first, t.Base)
		}
	}
	return bits.Len(uint(last - first))
}

// grownAt lays the level of prices in a month that grow by an assumption from
// another, before which they are lower.
func (b *book) grownAt(what string, base planner.Month, name planner.AssumptionName, m formula.Num) formula.Num {
	s, g := b.sheet("growth"), b.growths.roots[name]
	row := s.next()
	s.text(row, growthTitle, what, style{plain, label})
	from := s.put(row, growthFrom, month(base), style{whole, fixed})
	to := s.put(row, growthTo, m, style{whole, derived})
	apart := s.put(row, growthApart, formula.Abs(to.Minus(from)), style{whole, derived})
	power := s.put(row, growthPower, g.power(apart), style{ratio, derived})
	level := formula.If(to.Less(from), formula.Of(1).Over(power), power)
	return s.put(row, growthLevel, level, style{ratio, derived})
}

// power is the growth of so many months, a product of powers as
// finance.WholePower takes it.
func (g *growthCells) power(months formula.Num) formula.Num {
	one := formula.Of(1)
	var all formula.Num
	for i, p := range g.powers {
		rest := months
		if i > 0 {
			rest = formula.Floor(months.Over(formula.Of(float64(int(1) << i))))
		}
		factor := formula.If(formula.Mod(rest, formula.Of(2)).Is(one), p, one)
		if i == 0 {
			all = factor
		} else {
			all = all.Times(factor)
		}
	}
	return all
}

// growth returns the levels of prices that grow by an assumption from a month,
// by month of the horizon. They are laid once, on the sheet Running.
func (b *book) growth(base planner.Month, name planner.AssumptionName) []formula.Num {
	key := growthKey{base, name}
	if list, laid := b.growths.levels[key]; laid {
		return list
	}
	what := b.Locale.T("workbook.growth.level_of", "what", b.assumptionTitle(name), "month", b.Locale.Month(base))
	first := b.grownAt(what, base, name, month(b.horizon()[0]))
	r := b.board("running")
	list := make([]formula.Num, len(b.horizon()))
	r.row(what, "", ratio, func(k int) formula.Num {
		if k == 0 {
			return first
		}
		return list[k-1].Times(b.growths.roots[name].month)
	}, list)
	b.growths.levels[key] = list
	return list
}

// assumed is the value of an assumption of operation or worth, an input.
func (b *book) assumed(name planner.AssumptionName) formula.Num {
	return b.in.value("assumptions." + string(name))
}

func (b *book) assumptionTitle(name planner.AssumptionName) string {
	for i := range b.w.Reference.Assumptions {
		if a := &b.w.Reference.Assumptions[i]; a.Name == name {
			return b.Locale.Text(a.Title, string(name))
		}
	}
	return string(name)
}
