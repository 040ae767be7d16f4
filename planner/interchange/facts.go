package interchange

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"buildout/planner"
	"buildout/planner/table"
)

// factColumns are the columns of what cost lines pay and commit, a row a fact.
var factColumns = []table.Column{
	{Name: "code"}, {Name: "group"}, {Name: "title_en"}, {Name: "title_ko"}, {Name: "site"}, {Name: "phase"}, {Name: "line"}, {Name: "month"},
	{Name: "measure"}, {Name: "krw"}, {Name: "in_budget"}, {Name: "by_books"},
}

// writeFacts writes, for each cost line and month, what is paid without VAT, the
// VAT on it and what is committed, each in a row of its own. A line is counted
// from 1 among those of its code, site and phase.
func writeFacts(x *exporter) {
	x.columns = namesOf(factColumns, func(c *table.Column) string { return c.Name })
	numbers := lineNumbers(x.result.CostLines)
	for p := range x.result.Postings() {
		l := &x.result.CostLines[p.Line]
		for _, fact := range []struct {
			measure string
			krw     planner.KRW
		}{{"paid_without_vat", p.NetKRW}, {"vat", p.VATKRW}, {"committed", p.CommittedKRW}} {
			if fact.krw != 0 {
				x.row(l.Code, l.Group, table.Text(l.Title.EN), table.Text(l.Title.KO), table.Text(l.Site), table.Text(l.Phase), strconv.Itoa(numbers[p.Line]),
					p.Month.String(), fact.measure, won(fact.krw), yes(l.InBudget), yes(p.ByBooks))
			}
		}
	}
}

// lineNumbers counts the lines of each code, site and phase from 1; they stand
// together.
func lineNumbers(lines []planner.CostLine) []int {
	numbers := make([]int, len(lines))
	for i := range lines {
		numbers[i] = 1
		if i > 0 && lines[i].Code == lines[i-1].Code && lines[i].Site == lines[i-1].Site && lines[i].Phase == lines[i-1].Phase {
			numbers[i] = numbers[i-1] + 1
		}
	}
	return numbers
}

// journalColumns are the columns of the journal.
var journalColumns = []table.Column{
	{Name: "entry"}, {Name: "posting_date"}, {Name: "period"}, {Name: "cost_code"}, {Name: "cost_centre"}, {Name: "wbs"}, {Name: "text"}, {Name: "currency"},
	{Name: "net_krw"}, {Name: "vat_krw"}, {Name: "gross_krw"}, {Name: "in_budget"}, {Name: "basis"},
}

// journalKey is what the entries of a journal are kept by.
type journalKey struct {
	month       planner.Month
	code        string
	site, phase string
}

// writeJournal writes what is paid by month, cost code, site and phase, as
// accounting systems take it in: dated on the last day of the month, the site as
// cost centre, site and phase as element of the work breakdown.
func writeJournal(x *exporter) {
	x.columns = namesOf(journalColumns, func(c *table.Column) string { return c.Name })
	sums := map[journalKey]*planner.Posting{}
	var keys []journalKey
	for p := range x.result.Postings() {
		l := &x.result.CostLines[p.Line]
		k := journalKey{p.Month, l.Code, l.Site, l.Phase}
		sum, ok := sums[k]
		if !ok {
			sum = &planner.Posting{Line: p.Line, ByBooks: p.ByBooks}
			sums[k], keys = sum, append(keys, k)
		}
		sum.NetKRW += p.NetKRW
		sum.VATKRW += p.VATKRW
	}
	slices.SortStableFunc(keys, func(a, b journalKey) int {
		return cmp.Or(cmp.Compare(a.month, b.month), cmp.Compare(a.code, b.code), cmp.Compare(a.site, b.site), cmp.Compare(a.phase, b.phase))
	})
	for _, k := range keys {
		if sum := sums[k]; sum.NetKRW != 0 || sum.VATKRW != 0 {
			x.journalEntry(k, sum)
		}
	}
}

func (x *exporter) journalEntry(k journalKey, sum *planner.Posting) {
	l := &x.result.CostLines[sum.Line]
	year, month := k.month.Year(), k.month.Number()
	basis := "forecast"
	if sum.ByBooks {
		basis = "books"
	}
	x.row(strconv.Itoa(len(x.rows)+1), fmt.Sprintf("%04d-%02d-%02d", year, month, k.month.Days()), fmt.Sprintf("%04d%02d", year, month), k.code, table.Text(k.site), table.Text(k.site+"."+k.phase),
		table.Text(cmp.Or(l.Title.EN, l.Title.KO, k.code)), "KRW", won(sum.NetKRW), won(sum.VATKRW), won(sum.NetKRW+sum.VATKRW), yes(l.InBudget), basis)
}

func won(amount planner.KRW) string { return strconv.FormatInt(int64(amount), 10) }

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}
