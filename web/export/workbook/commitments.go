package workbook

import (
	"fmt"
	"slices"

	"buildout/planner"
	"buildout/planner/formula"
)

// The columns of the orders of the sheet Commitments and orders.
const (
	orderTitle = iota + 1
	orderSite
	orderPhase
	orderCode
	orderKind
	orderBy
	orderNeeded
	orderLead
	orderAmount
	orderByNo
	orderKinds // amounts by kind

	ordersFirst = 5 // row
)

// orderCount counts the lines that must be ordered ahead.
func (b *book) orderCount() (n int) {
	for i := range b.lines {
		if b.lines[i].w.LeadTime != "" {
			n++
		}
	}
	return n
}

// layCommitments lays the orders above the lines of the sheet Commitments and
// orders, and what is committed and ordered by month below them.
func (b *book) layCommitments() {
	s := b.sheet("commitments")
	kinds := b.layOrders(s)
	b.layCommitMonths(s, kinds)
	b.checkCommitments()
}

// layOrders lays the lines with a lead time, and returns the kinds of equipment.
func (b *book) layOrders(s *sheet) []string {
	s.text(ordersFirst-2, 1, b.Locale.T("workbook.orders.orders", "unit", b.Locale.WonUnit()), style{plain, title})
	for i, key := range []string{"line", "site", "phase", "code", "kind", "order_by", "needed", "lead", "amount", "order_no"} {
		s.text(ordersFirst-1, i+1, b.Locale.T("workbook.orders."+key), style{plain, heading})
	}
	var kinds []string
	for i := range b.lines {
		if name := b.lines[i].w.LeadTime; name != "" && !slices.Contains(kinds, name) {
			kinds = append(kinds, name)
		}
	}
	for j, name := range kinds {
		s.text(ordersFirst-1, orderKinds+j, b.leadTitle(name), style{plain, heading})
	}
	row := ordersFirst
	for i := range b.lines {
		if b.lines[i].w.LeadTime != "" {
			b.layOrder(s, row, i, kinds)
			row++
		}
	}
	return kinds
}

func (b *book) layOrder(s *sheet, row, line int, kinds []string) {
	l := &b.lines[line]
	b.lineTexts(s, row, line, "")
	s.text(row, orderKind, b.leadTitle(l.w.LeadTime), style{plain, label})
	by := s.put(row, orderByNo, l.ordered, style{whole, note})
	lead := s.put(row, orderLead, b.in.value("lead_times."+l.w.LeadTime), style{whole, derived})
	s.putMonth(row, orderBy, by, derived)
	s.putMonth(row, orderNeeded, by.Plus(lead), derived)
	amount := s.put(row, orderAmount, b.cash.money.cell(moneyEstimate, line), style{won, derived})
	for j, name := range kinds {
		of := formula.Of(0)
		if name == l.w.LeadTime {
			of = amount
		}
		s.put(row, orderKinds+j, of, style{won, derived})
	}
}

func (b *book) leadTitle(name string) string {
	for _, t := range b.w.Reference.LeadTimes {
		if t.Name == name {
			return b.Locale.Text(t.Title, name)
		}
	}
	return name
}

// layCommitMonths lays what is committed, what of it by the books, and what of
// each kind of equipment must be ordered, by month.
func (b *book) layCommitMonths(s *sheet, kinds []string) {
	f, months := &b.cash.flows, b.horizon()
	first := s.next() + 1
	s.text(first, 1, b.Locale.T("workbook.orders.months", "unit", b.Locale.WonUnit()), style{plain, title})
	heads := []string{"month", "committed", "committed_by_books", "ordered"}
	for i, key := range heads {
		s.text(first+1, i+1, b.Locale.T("workbook.orders."+key), style{plain, heading})
	}
	for j, name := range kinds {
		s.text(first+1, len(heads)+1+j, b.leadTitle(name), style{plain, heading})
	}
	numbers := len(heads) + len(kinds) + 1
	s.text(first+1, numbers, b.Locale.T("workbook.orders.month_no"), style{plain, heading})
	end := b.hs + len(months)
	put := func(row int, committed, booked formula.Num, ordered func(amounts, keys formula.Range) formula.Num) {
		s.put(row, 2, committed, style{won, derived})
		s.put(row, 3, booked, style{won, derived})
		for j := range kinds {
			s.put(row, len(heads)+1+j, b.orderedOf(j, ordered), style{won, derived})
		}
		if len(kinds) > 0 {
			s.put(row, 4, s.row(row, len(heads)+1, len(heads)+len(kinds)).Sum(), style{won, total})
		} else {
			s.put(row, 4, formula.Of(0), style{won, total})
		}
	}
	row := first + 2
	for k, m := range months {
		s.putMonth(row+1+k, 1, month(m), derived)
		s.put(row+1+k, numbers, month(m), style{whole, note})
	}
	from, to := s.ref(row+1, numbers), s.ref(row+len(months), numbers)
	s.text(row, 1, b.Locale.T("workbook.cash.before"), style{plain, label})
	put(row, f.committed.before, b.cash.booked.sum(0, b.hs-1), func(a, keys formula.Range) formula.Num { return a.SumBelow(keys, from) })
	for k := range months {
		put(row+1+k, f.committed.by[k], b.cash.booked.sum(b.hs+k, b.hs+k), func(a, keys formula.Range) formula.Num {
			return a.SumWhere(keys, s.ref(row+1+k, numbers))
		})
	}
	after := row + 1 + len(months)
	s.text(after, 1, b.Locale.T("workbook.cash.after"), style{plain, label})
	put(after, f.committed.after, b.cash.booked.sum(end, len(b.ext)-1), func(a, keys formula.Range) formula.Num { return a.SumAbove(keys, to) })
	s.text(after+1, 1, b.Locale.T("workbook.orders.sum"), style{plain, total})
	for col := 2; col < numbers; col++ {
		s.put(after+1, col, s.column(col, row, after).Sum(), style{won, total})
	}
	b.checkOrders(s, row, kinds)
	b.foots("commitments_foot", "", won, s.ref(after+1, 2), f.committed.total)
	if n := b.orderCount(); n > 0 {
		b.foots("orders_foot", "", won, s.ref(after+1, 4), s.column(orderAmount, ordersFirst, ordersFirst+n-1).Sum())
	}
}

// orderedOf sums the orders of a kind of equipment by their months.
func (b *book) orderedOf(kind int, of func(amounts, keys formula.Range) formula.Num) formula.Num {
	s, n := b.sheet("commitments"), b.orderCount()
	amounts := s.column(orderKinds+kind, ordersFirst, ordersFirst+n-1)
	return of(amounts, s.column(orderByNo, ordersFirst, ordersFirst+n-1))
}

// checkOrders holds the orders by month and kind against the program.
func (b *book) checkOrders(s *sheet, row int, kinds []string) {
	months := b.horizon()
	for j, name := range kinds {
		want := make([]float64, len(months)+2)
		for _, o := range b.Result.Orders {
			if o.LeadTime == name {
				want[min(max(int(o.OrderBy-months[0])+1, 0), len(want)-1)] += float64(o.AmountKRW)
			}
		}
		var cells []formula.Num
		for k := range want {
			cells = append(cells, s.ref(row+k, 5+j))
		}
		b.agrees("orders", name, won, cells, want)
	}
}

// checkCommitments holds the lines against the program.
func (b *book) checkCommitments() {
	t := b.cash.money
	for i, subject := range b.lineSubjects() {
		w, p := b.lines[i].w, &b.cash.lines[i]
		var l planner.CostLine
		if w.Line >= 0 {
			l = b.Result.CostLines[w.Line]
		}
		b.agrees("line_money", subject, won, []formula.Num{p.forecast, p.vat, p.booked}, floats([]planner.KRW{l.ForecastKRW, l.VATKRW, l.PaidKRW}))
		var total planner.KRW
		for _, d := range w.Paid {
			total += d.KRW
		}
		b.agrees("line_total", subject, won, []formula.Num{p.total}, []float64{float64(total)})
		b.checkCommitted(subject, w, t.cell(moneyToCommit, i), t.cell(moneyCommitNo, i))
		if b.hasBooks() {
			b.checkPaid(subject, i, w)
		}
	}
}

// checkCommitted holds what a line commits after the books, and when, against the
// program.
func (b *book) checkCommitted(subject string, w *planner.LineWorking, amount, in formula.Num) {
	var krw, month float64
	for _, d := range w.Committed {
		if w.InBudget && d.Month > b.Plan.Actuals.Through && d.KRW != 0 {
			krw, month = float64(d.KRW), float64(d.Month)
		}
	}
	b.agrees("line_commits", subject, won, []formula.Num{amount}, []float64{krw})
	b.agrees("line_commit_month", subject, whole, []formula.Num{in}, []float64{month})
}

// checkPaid holds what a line pays by month of the horizon against the program.
func (b *book) checkPaid(subject string, line int, w *planner.LineWorking) {
	horizon := b.horizon()
	want := make([]float64, len(horizon))
	for _, d := range w.Paid {
		if k := int(d.Month - horizon[0]); k >= 0 && k < len(want) {
			want[k] += float64(d.KRW)
		}
	}
	b.agreesByMonth("line_paid", subject, won, months{b.cash.pay, line, b.hs, len(horizon)}, want)
}

// lineSubjects names every line, those of one code, site and phase by number.
func (b *book) lineSubjects() []string {
	list, seen := make([]string, len(b.lines)), map[string]int{}
	for i := range b.lines {
		w := b.lines[i].w
		site := &b.Plan.Sites[w.Site]
		list[i] = site.Name + "/" + site.Phases[w.Phase].Name + "/" + w.Code
		if seen[list[i]]++; seen[list[i]] > 1 {
			list[i] += fmt.Sprintf(" %d", seen[list[i]])
		}
	}
	return list
}
