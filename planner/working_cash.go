package planner

// RowWorking is a row of the budget and the row that it is part of.
type RowWorking struct {
	Code  string
	Title Text
	Level int // as in BudgetRow
	Above int // index of the row it is part of; -1 of a group
}

// BudgetRows returns the rows that the lines of a working sum to, whatever they
// cost, in the order of the budget's rows, and the row of each line.
func (w *Working) BudgetRows() (rows []RowWorking, rowOf []int) {
	lines, groups := w.costLines(), w.Reference.Book.Groups
	entries := w.Reference.Book.Entries
	t := rowTree{leaves: make([]leaf, len(entries)), leafOf: make([]int, len(lines))}
	for i := range entries {
		t.leaves[i] = leaf{code: entries[i].Code, title: entries[i].Title}
	}
	t.find(lines)
	t.arrange(groups)
	t.plant(&costs{lines: lines, groups: groups}, 0, 0)
	for i := range t.rows {
		r := &t.rows[i]
		rows = append(rows, RowWorking{r.Code, r.Title, r.Level, t.above[i]})
	}
	for _, k := range t.leafOf {
		rowOf = append(rowOf, t.leaves[k].row)
	}
	return rows, rowOf
}

// FundingSets returns the sets of funding lines that may pay for lines of the
// budget, in the order in which a month draws on them, and the set of each line;
// -1 where the budget does not pay for it. Sets and funding lines are indices.
func (w *Working) FundingSets() (sets [][]int, setOf []int) {
	c := costs{lines: w.costLines()}
	var p duePayments
	setOf = p.findSets(w.Plan.Budget.Funding, &c)
	place := p.narrowFirst()
	for i, k := range setOf {
		if k >= 0 {
			setOf[i] = place[k]
		}
	}
	return p.sets, setOf
}

// costLines is what the lines of a working are, without what they cost.
func (w *Working) costLines() []CostLine {
	lines := make([]CostLine, len(w.Lines))
	for i := range w.Lines {
		l := &w.Lines[i]
		lines[i] = CostLine{Code: l.Code, Title: l.Title, InBudget: l.InBudget}
	}
	return lines
}

// committing is what a line commits, and when.
func (p *paidLine) committing() []Due {
	if len(p.commitments) == 0 {
		return []Due{{p.committed, p.total}}
	}
	list := make([]Due, len(p.commitments))
	for i, c := range p.commitments {
		list[i] = Due{c.month, c.amount}
	}
	return list
}
