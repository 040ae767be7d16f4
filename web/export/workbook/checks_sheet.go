package workbook

import (
	"strconv"
	"strings"

	"buildout/planner/formula"
)

// The columns of the sheet Checks.
const (
	checkWhat = iota + 1
	checkSubject
	checkFound
	checkWant
	checkDifference
	checkState
	checkHolds
)

var checkHeadings = []string{"what", "subject", "found", "want", "difference", "state", "holds"}

// The names of the cells that count checks.
const (
	checksName    = "buildout_checks"
	holdName      = "buildout_checks_hold"
	differName    = "buildout_checks_differ"
	checkHead     = 7 // row of the headings
	checkNote     = 2
	checkCount    = 3
	checkHold     = 4
	checkDiffer   = 5
	checkVerdict  = 6
	nearlyExactly = 1e-6 // of sums of numbers that are not whole
)

// layChecks lays the sheet Checks: what the workbook says beside what the program
// said of the inputs as they were exported, and what must be alike whatever the
// inputs are.
func (b *book) layChecks() {
	s := b.sheet("checks")
	s.head, s.side = checkHead, checkSubject
	s.text(1, 1, s.name, style{plain, title})
	s.text(checkNote, 1, b.Locale.T("workbook.checks.note"), style{plain, note})
	for i, key := range checkHeadings {
		look := style{plain, heading}
		if i+1 >= checkFound && i+1 <= checkDifference {
			look.format = whole
		}
		s.text(checkHead, i+1, b.Locale.T("workbook.checks."+key), look)
	}
	s.widths[checkWhat], s.widths[checkSubject], s.widths[checkState] = 44, 40, 26
	row := checkHead + 1
	for _, g := range grouped(b.checks) {
		row = b.layGroup(s, row, g)
	}
	b.layVerdict(s, max(row-1, checkHead+1))
}

// grouped puts checks of one kind together, in the order of the first of each.
func grouped(checks []check) [][]*check {
	at := map[string]int{}
	var groups [][]*check
	for i := range checks {
		c := &checks[i]
		k, known := at[c.key]
		if !known {
			k = len(groups)
			at[c.key] = k
			groups = append(groups, nil)
		}
		groups[k] = append(groups[k], c)
	}
	return groups
}

// layGroup lays the checks of a kind below a row that counts them, and returns
// the next row.
func (b *book) layGroup(s *sheet, row int, group []*check) int {
	words := b.Locale.Name("workbook.check", group[0].key)
	if len(group) > 1 {
		first, last := row+1, row+len(group)
		for i, c := range group {
			b.layCheck(s, first+i, words, c)
		}
		holds := s.column(checkHolds, first, last).Sum()
		s.text(row, checkWhat, words, style{plain, section})
		for col := checkSubject; col <= checkHolds; col++ {
			s.at(row, col).style = style{plain, section}
		}
		s.putText(row, checkState, b.sentence("workbook.checks.of", map[string]formula.Num{"hold": holds, "all": formula.Of(float64(len(group)))}), style{plain, section})
		return last + 1
	}
	b.layCheck(s, row, words, group[0])
	return row + 1
}

func (b *book) layCheck(s *sheet, row int, words string, c *check) {
	s.text(row, checkWhat, words, style{plain, label})
	s.text(row, checkSubject, c.subject, style{plain, label})
	found, want := c.sum(), c.other
	if c.want != nil {
		total := 0.0
		for _, v := range c.want {
			total += v
		}
		want = formula.Of(total)
	}
	look := c.style
	if look == won {
		look = exactWon
	}
	near := c.near * float64(len(c.cells()))
	if near > 0 {
		near = max(near, nearlyExactly)
	}
	var difference formula.Num
	if look == monthly {
		s.putMonth(row, checkFound, found, derived)
		s.putMonth(row, checkWant, want, fixed)
		difference = s.put(row, checkDifference, found.Minus(want), style{whole, verdict})
	} else {
		role := fixed
		if c.want == nil {
			role = derived
		}
		found, want = s.put(row, checkFound, found, style{look, derived}), s.put(row, checkWant, want, style{look, role})
		difference = s.put(row, checkDifference, found.Minus(want), style{look, verdict})
	}
	holds := formula.Abs(difference).AtMost(formula.Of(near))
	state := formula.TextOf(b.Locale.T("workbook.checks.differs"))
	if c.want != nil {
		state = formula.IfText(b.changed().More(formula.Of(0)), formula.TextOf(b.Locale.T("workbook.checks.changed")), state)
	}
	s.putText(row, checkState, formula.IfText(holds, formula.TextOf(b.Locale.T("workbook.checks.ok")), state), style{plain, derived})
	s.put(row, checkHolds, formula.If(holds, formula.Of(1), formula.Of(0)), style{whole, note})
}

// layVerdict lays how many checks hold, above them. A difference from the program
// counts against it only while no input is changed.
func (b *book) layVerdict(s *sheet, last int) {
	holds := s.column(checkHolds, checkHead+1, last)
	label := func(row int, key string) { s.text(row, 1, b.Locale.T("workbook.checks."+key), style{plain, label}) }
	label(checkCount, "all")
	label(checkHold, "hold")
	label(checkDiffer, "differ")
	label(checkVerdict, "verdict")
	count := s.put(checkCount, checkSubject, formula.Of(float64(len(b.checks))), style{whole, fixed})
	hold := s.put(checkHold, checkSubject, holds.Sum(), style{whole, derived})
	differs := b.Locale.T("workbook.checks.differs")
	states := s.prefix + s.fixed(checkHead+1, checkState) + ":" + s.fixed(last, checkState)
	differ := s.put(checkDiffer, checkSubject, formula.Ref(float64(len(b.checks))-hold.V, "COUNTIF("+states+","+formula.TextOf(differs).Formula()+")"), style{whole, verdict})
	b.named(checksName, s, checkCount, checkSubject)
	b.named(holdName, s, checkHold, checkSubject)
	b.named(differName, s, checkDiffer, checkSubject)
	s.putText(checkVerdict, checkSubject, b.verdict(differ, hold, count), style{plain, total})
}

// verdict says in words whether the workbook agrees with the program.
func (b *book) verdict(differ, hold, all formula.Num) formula.Text {
	numbers := map[string]formula.Num{"hold": hold, "all": all, "changed": b.changed(), "differ": differ}
	zero := formula.Of(0)
	return formula.IfText(differ.More(zero), b.sentence("workbook.checks.bad", numbers),
		formula.IfText(b.changed().More(zero), b.sentence("workbook.checks.moved", numbers), b.sentence("workbook.checks.good", numbers)))
}

// sentence is a text of the catalogue with numbers of cells in it.
func (b *book) sentence(key string, numbers map[string]formula.Num) formula.Text {
	words := b.Locale.T(key)
	var value strings.Builder
	var parts []string
	for words != "" {
		before, rest, _ := strings.Cut(words, "{")
		if before != "" {
			value.WriteString(before)
			parts = append(parts, formula.TextOf(before).Formula())
		}
		name, after, found := strings.Cut(rest, "}")
		if found {
			n := numbers[name]
			value.WriteString(strconv.FormatFloat(n.V, 'f', -1, 64))
			parts = append(parts, n.Formula())
		}
		words = after
	}
	return formula.TextRef(value.String(), strings.Join(parts, "&"))
}

// maxArguments is the most that a function takes.
const maxArguments = 200

// sum is the sum of the cells that are checked, as a range where they stand in
// a row or column.
func (c *check) sum() formula.Num {
	cells := c.cells()
	if len(cells) == 1 {
		return cells[0]
	}
	v := 0.0
	for _, n := range cells {
		v += n.V
	}
	var args []string
	for i := 0; i < len(cells); {
		k := i + 1
		for k < len(cells) && follows(cells[k-1].Formula(), cells[k].Formula()) {
			k++
		}
		arg := cells[i].Formula()
		if k > i+1 {
			_, end, _ := strings.Cut(cells[k-1].Formula(), "!")
			arg += ":" + end
		}
		args = append(args, arg)
		i = k
	}
	for len(args) > maxArguments {
		n := min(maxArguments, len(args))
		args = append(args[n:], "SUM("+strings.Join(args[:n], ",")+")")
	}
	return formula.Ref(v, "SUM("+strings.Join(args, ",")+")")
}

// follows reports whether a cell is the next after another in a row or column
// of the same sheet.
func follows(a, b string) bool {
	sheetA, cellA, okA := strings.Cut(a, "!")
	sheetB, cellB, okB := strings.Cut(b, "!")
	if !okA || !okB || sheetA != sheetB {
		return false
	}
	colA, rowA, okA := place(cellA)
	colB, rowB, okB := place(cellB)
	return okA && okB && (rowA == rowB && colB == colA+1 || colA == colB && rowB == rowA+1)
}

// place is the column and row of a cell under its reference.
func place(cell string) (col, row int, ok bool) {
	cell = strings.ReplaceAll(cell, "$", "")
	i := 0
	for i < len(cell) && cell[i] >= 'A' && cell[i] <= 'Z' {
		col = col*26 + int(cell[i]-'A') + 1
		i++
	}
	row, err := strconv.Atoi(cell[i:])
	return col, row, err == nil && col > 0
}
