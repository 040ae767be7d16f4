package planner

import "strings"

// budgetRows sums the lines of every code over all sites and phases, and codes
// into subsystems and groups, in the order of the cost book. A row's amounts are
// the sums of the rows right below it.
//
// The tree is regular: every line is below a subsystem. A code of two levels,
// such as services_and_equipment.lifts, is the one line of its own subsystem.
func budgetRows(plan *Plan, book *CostBook, c *costs, years []BudgetYear) []BudgetRow {
	t := rowTree{leaves: make([]leaf, len(book.Entries), len(book.Entries)+1), leafOf: make([]int, len(c.lines))}
	for i := range book.Entries {
		t.leaves[i] = leaf{code: book.Entries[i].Code, title: book.Entries[i].Title}
	}
	t.find(c.lines)
	t.arrange(c.groups)
	t.plant(c, len(plan.Sites), len(years))
	site, from := 0, 0 // of the lines
	for i := range c.lines {
		for i-from >= len(c.bySite[site]) {
			from += len(c.bySite[site])
			site++
		}
		t.rows[t.leaves[t.leafOf[i]].row].add(i, site, c, plan, years[0].Year)
	}
	for i := len(t.rows) - 1; i >= 0; i-- {
		if above := t.above[i]; above >= 0 {
			t.rows[above].sum(&t.rows[i])
		}
	}
	return t.rows
}

// rowTree is the rows of a cost book, those without cost lines left out.
type rowTree struct {
	leaves []leaf
	leafOf []int // of each cost line
	rows   []BudgetRow
	above  []int // of each row; -1 of a group
}

// leaf is a code of the cost book, or one that lines have beside it.
type leaf struct {
	code      string
	title     Text
	lines     int // cost lines; 0 leaves it out
	group     int
	subsystem string
	row       int
}

// find finds the leaf of every line. Lines follow the book within a phase, so
// that the next is rarely far.
func (t *rowTree) find(lines []CostLine) {
	at := 0
	for i := range lines {
		for tried := 0; t.leaves[at].code != lines[i].Code; tried++ {
			if at = (at + 1) % len(t.leaves); tried == len(t.leaves) {
				at = len(t.leaves)
				t.leaves = append(t.leaves, leaf{code: lines[i].Code, title: lines[i].Title})
			}
		}
		t.leafOf[i] = at
		t.leaves[at].lines++
	}
}

// arrange finds the group and the subsystem of every leaf with lines.
func (t *rowTree) arrange(groups []CostGroup) {
	group := 0
	for i := range t.leaves {
		l := &t.leaves[i]
		if l.lines == 0 {
			continue
		}
		for !codeWithin(l.code, groups[group].Code) {
			group = (group + 1) % len(groups)
		}
		l.group, l.subsystem = group, subsystemOf(l.code)
	}
}

// plant makes the rows, each above those within it.
func (t *rowTree) plant(c *costs, sites, years int) {
	used := 0
	for i := range t.leaves {
		if t.leaves[i].lines > 0 {
			used++
		}
	}
	most := 2*used + len(c.groups)
	t.rows, t.above = make([]BudgetRow, 0, most), make([]int, 0, most)
	amounts, indices := make([]KRW, most*(sites+years)), make([]int, len(c.lines))
	row := func(code string, title Text, level, above int) int {
		t.rows = append(t.rows, BudgetRow{Code: code, Title: title, Level: level, BySiteKRW: cut(&amounts, sites), ByYearKRW: cut(&amounts, years)})
		t.above = append(t.above, above)
		return len(t.rows) - 1
	}
	for g := range c.groups {
		group := -1
		for i := range t.leaves {
			first := &t.leaves[i]
			if first.lines == 0 || first.group != g || first.row > 0 {
				continue
			}
			if group < 0 {
				group = row(c.groups[g].Code, c.groups[g].Title, 0, -1)
			}
			subsystem := row(first.subsystem, subsystemTitle(&c.groups[g], first), 1, group)
			for k := i; k < len(t.leaves); k++ {
				if l := &t.leaves[k]; l.lines > 0 && l.group == g && l.subsystem == first.subsystem {
					l.row = row(l.code, l.title, 2, subsystem)
					t.rows[l.row].Lines = cut(&indices, l.lines)[:0]
				}
			}
		}
	}
}

// subsystemOf returns the first two levels of a cost code.
func subsystemOf(code string) string {
	group := len(groupOf(code))
	if group == len(code) {
		return code
	}
	subsystem, _, _ := strings.Cut(code[group+1:], ".")
	return code[:group+1+len(subsystem)]
}

// subsystemTitle returns the title of a leaf's subsystem, that of the leaf where
// it is one itself, or the last part of its code.
func subsystemTitle(g *CostGroup, l *leaf) Text {
	for i := range g.Subsystems {
		if g.Subsystems[i].Code == l.subsystem {
			return g.Subsystems[i].Title
		}
	}
	if l.code == l.subsystem {
		return l.title
	}
	return Text{EN: strings.ReplaceAll(l.subsystem[strings.LastIndexByte(l.subsystem, '.')+1:], "_", " ")}
}

// add adds a cost line of a site to the row of its code.
func (r *BudgetRow) add(line, site int, c *costs, plan *Plan, firstYear int) {
	l, p, vat := &c.lines[line], &c.paid[line], plan.Budget.VAT
	r.Lines = append(r.Lines, line)
	if !l.InBudget {
		r.OutsideKRW += l.ForecastKRW
		return
	}
	r.ForecastKRW += p.total
	r.LowKRW += l.counted(l.forecastAt(l.LowKRW), vat)
	r.HighKRW += l.counted(l.forecastAt(l.HighKRW), vat)
	r.PaidKRW += l.counted(l.PaidKRW, vat)
	r.BySiteKRW[site] += p.total
	for _, pay := range p.payments {
		switch {
		case pay.month < plan.Horizon.Start:
			r.BeforeKRW += pay.amount
		case pay.month > plan.Horizon.End():
			r.AfterKRW += pay.amount
		default:
			r.ByYearKRW[pay.month.Year()-firstYear] += pay.amount
		}
	}
}

// sum adds a row to the one above it.
func (r *BudgetRow) sum(below *BudgetRow) {
	r.ForecastKRW += below.ForecastKRW
	r.OutsideKRW += below.OutsideKRW
	r.LowKRW += below.LowKRW
	r.HighKRW += below.HighKRW
	r.PaidKRW += below.PaidKRW
	r.BeforeKRW += below.BeforeKRW
	r.AfterKRW += below.AfterKRW
	for i, amount := range below.BySiteKRW {
		r.BySiteKRW[i] += amount
	}
	for i, amount := range below.ByYearKRW {
		r.ByYearKRW[i] += amount
	}
}
