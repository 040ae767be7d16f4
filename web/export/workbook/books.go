package workbook

import (
	"cmp"
	"fmt"
	"slices"

	"buildout/planner"
	"buildout/planner/formula"
)

// The columns of the sheet Books before its months.
const (
	bookTitle = iota + 1
	bookSite
	bookPhase
	bookCode
	bookMonth
	bookCommitted
	bookPaid
	bookSettled
	bookShare
	bookSource
	bookMonthNo
	bookGrid

	booksFirst = 6 // row
)

// bookedLine is what the books say of a line, without VAT. Where they say nothing
// of it, all is 0.
type bookedLine struct {
	has                   bool
	allPaid, allCommitted formula.Num
	settled               formula.Num   // 1 where the books settle it
	last                  formula.Num   // month of the last entry
	paid, committed       []formula.Num // to date by month of ext
}

// bookedBlock is rows of what the books commit by month of ext.
type bookedBlock struct {
	s         *sheet
	row, last int
}

// openBooks heads the sheet Books and returns it.
func (b *book) openBooks() *sheet {
	s := b.sheet("books")
	if s.grid > 0 {
		return s
	}
	s.grid, s.head, s.side = bookGrid, booksFirst-1, 1
	s.text(1, 1, s.name, style{plain, title})
	s.text(2, 1, b.Locale.T("workbook.books.note", "unit", b.Locale.WonUnit()), style{plain, note})
	for i, key := range []string{"line", "site", "phase", "code", "month", "committed", "paid", "settled", "share", "source", "month_no"} {
		s.text(booksFirst-2, i+1, b.Locale.T("workbook.books."+key), style{plain, heading})
	}
	s.months(booksFirst-2, b.ext)
	return s
}

// bookMonths are the numbers of the months of the sheet Books.
func (b *book) bookMonths() []formula.Num {
	s := b.sheet("books")
	list := make([]formula.Num, len(b.ext))
	for k := range list {
		list[k] = s.ref(booksFirst-1, bookGrid+k)
	}
	return list
}

// layBooks lays the entries of the books and what they say of each line by month.
// It returns nothing where no books are closed.
func (b *book) layBooks() []bookedLine {
	if !b.hasBooks() {
		return nil
	}
	s := b.openBooks()
	s.text(2, bookSite, b.Locale.T("workbook.books.through"), style{plain, label})
	s.putMonth(2, bookMonth, b.cash.through, derived)
	s.put(2, bookMonthNo, b.cash.through, style{whole, note})
	groups := b.bookGroups()
	b.layEntries(s, groups)
	lines := make([]bookedLine, len(b.lines))
	if len(b.Plan.Actuals.Entries) > 0 {
		s.text(s.next(), 1, b.Locale.T("workbook.books.to_date"), style{plain, title})
	}
	for _, g := range groups {
		if len(g.entries) > 0 {
			b.layBookGroup(s, g, lines)
		}
	}
	return lines
}

// bookGroup is lines that share a code, site and phase, and the entries of them.
type bookGroup struct {
	first, n int   // of b.lines
	entries  []int // of the plan's books, by month as exported
	row      int   // of its first entry
}

// bookGroups finds the lines of each entry.
func (b *book) bookGroups() []bookGroup {
	type key struct {
		code        string
		site, phase int
	}
	var groups []bookGroup
	var before key
	at := map[key]int{}
	for i := range b.lines {
		w := b.lines[i].w
		k := key{w.Code, w.Site, w.Phase}
		if n := len(groups); n > 0 && k == before {
			groups[n-1].n++
			continue
		}
		at[k], before = len(groups), k
		groups = append(groups, bookGroup{first: i, n: 1})
	}
	for i := range b.Plan.Actuals.Entries {
		e := &b.Plan.Actuals.Entries[i]
		site := slices.IndexFunc(b.Plan.Sites, func(s planner.Site) bool { return s.Name == e.Site })
		if site < 0 {
			continue
		}
		phase := 0
		if e.Phase != "" {
			phase = slices.IndexFunc(b.Plan.Sites[site].Phases, func(p planner.Phase) bool { return p.Name == e.Phase })
		}
		if g, ok := at[key{e.Code, site, phase}]; ok {
			groups[g].entries = append(groups[g].entries, i)
		}
	}
	for _, g := range groups {
		slices.SortStableFunc(g.entries, func(x, y int) int {
			return cmp.Compare(b.Plan.Actuals.Entries[x].Month, b.Plan.Actuals.Entries[y].Month)
		})
	}
	return groups
}

// layEntries lays the entries of the books, those of a line below each other.
func (b *book) layEntries(s *sheet, groups []bookGroup) {
	yes := formula.TextOf("true")
	for i := range groups {
		g := &groups[i]
		g.row = s.next()
		for _, e := range g.entries {
			row, path := s.next(), fmt.Sprintf("actuals/entries/%d/", e)
			b.lineTexts(s, row, g.first, "")
			month := s.put(row, bookMonthNo, b.in.plan(path+"month"), style{whole, note})
			s.putMonth(row, bookMonth, month, derived)
			s.put(row, bookCommitted, b.in.plan(path+"committed_krw"), style{won, derived})
			s.put(row, bookPaid, b.in.plan(path+"paid_krw"), style{won, derived})
			s.put(row, bookSettled, formula.If(b.in.choice(path+"final", "true", "false").Spelt(yes), formula.Of(1), formula.Of(0)), style{whole, derived})
			s.text(row, bookSource, b.Plan.Actuals.Entries[e].Source, style{plain, note})
		}
	}
}

// lineTexts says on a sheet which line a row is of.
func (b *book) lineTexts(s *sheet, row, line int, after string) {
	w := b.lines[line].w
	site := &b.Plan.Sites[w.Site]
	s.text(row, bookTitle, b.Locale.Text(w.Title, w.Code)+after, style{plain, label})
	s.text(row, bookSite, b.Locale.Text(site.Title, site.Name), style{plain, label})
	s.text(row, bookPhase, b.Locale.Text(site.Phases[w.Phase].Title, site.Phases[w.Phase].Name), style{plain, label})
	s.text(row, bookCode, w.Code, style{plain, note})
}

// layBookGroup lays what the books of a group are to date by month, and the share
// that each of its lines has by its estimate.
func (b *book) layBookGroup(s *sheet, g bookGroup, lines []bookedLine) {
	end := g.row + len(g.entries) - 1
	months := s.column(bookMonthNo, g.row, end)
	toDate := func(words string, col int) (all formula.Num, list []formula.Num, row int) {
		row = s.next()
		b.lineTexts(s, row, g.first, ": "+b.Locale.T("workbook.books."+words))
		amounts := s.column(col, g.row, end)
		all = s.put(row, col, amounts.Sum(), style{won, total})
		for k, m := range b.bookMonths() {
			list = append(list, s.put(row, bookGrid+k, amounts.SumUpTo(months, m), style{won, derived}))
		}
		return all, list, row
	}
	var group bookedLine
	group.has = true
	var row int
	group.allPaid, group.paid, row = toDate("paid_to_date", bookPaid)
	group.settled = s.put(row, bookSettled, s.column(bookSettled, g.row, end).Max(), style{whole, note})
	group.last = s.put(row, bookMonthNo, months.Max(), style{whole, note})
	s.putMonth(row, bookMonth, group.last, derived)
	group.allCommitted, group.committed, _ = toDate("committed_to_date", bookCommitted)
	if g.n == 1 {
		lines[g.first] = group
		return
	}
	ratio := b.shares(s, g)
	for i := range g.n {
		x := group
		x.allPaid, x.paid = b.layShare(s, g, i, "paid_share", bookPaid, group.allPaid, group.paid, ratio)
		x.allCommitted, x.committed = b.layShare(s, g, i, "committed_share", bookCommitted, group.allCommitted, group.committed, ratio)
		lines[g.first+i] = x
	}
}

// shares lays what the lines of a group up to each are of its estimate, but for
// the last, which takes what is left.
func (b *book) shares(s *sheet, g bookGroup) (ratio []formula.Num) {
	running := make([]formula.Num, g.n)
	for i := range g.n {
		running[i] = b.lines[g.first+i].amount
		if i > 0 {
			running[i] = running[i-1].Plus(running[i])
		}
	}
	all := s.next()
	b.lineTexts(s, all, g.first, ": "+b.Locale.T("workbook.books.estimate"))
	sum := s.put(all, bookPaid, running[g.n-1], style{won, total})
	for i := range g.n - 1 {
		row := s.next()
		b.lineTexts(s, row, g.first+i, ": "+b.Locale.T("workbook.books.share"))
		ratio = append(ratio, s.put(row, bookShare, formula.If(sum.More(formula.Of(0)), running[i].Over(sum), formula.Of(0)), style{share, derived}))
	}
	return ratio
}

// layShare lays what a line has of the books of its group; see finance.Split.
func (b *book) layShare(s *sheet, g bookGroup, i int, words string, col int, all formula.Num, list, ratio []formula.Num) (formula.Num, []formula.Num) {
	upTo := func(amount formula.Num, i int) formula.Num {
		if i == g.n-1 {
			return amount
		}
		return formula.Round(amount.Times(ratio[i]))
	}
	part := func(amount formula.Num) formula.Num {
		if i == 0 {
			return upTo(amount, 0)
		}
		return upTo(amount, i).Minus(upTo(amount, i-1))
	}
	row := s.next()
	b.lineTexts(s, row, g.first+i, ": "+b.Locale.T("workbook.books."+words))
	of := s.put(row, col, part(all), style{won, total})
	out := make([]formula.Num, len(list))
	for k := range list {
		out[k] = s.put(row, bookGrid+k, part(list[k]), style{won, derived})
	}
	return of, out
}
